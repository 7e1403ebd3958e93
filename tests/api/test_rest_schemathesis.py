"""Whatever the description of the interface allows, and much that it does not, never makes the server fail."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from api.app import create_app
from api.settings import Settings

CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)
INTERFACE = schemathesis.openapi.from_dict(create_app(Settings(store=":memory:")).openapi())
LONGEST = 150
"""Seconds that an answer may take; the first text of a visitor waits for the language models."""
OPERATIONS = [found.ok() for found in INTERFACE.get_all_operations()]
CASES = [
    pytest.param(operation, mode, id=f"{operation.label} {mode.value}")
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode.is_positive or any(True for _ in operation.query)
]


@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_no_request_makes_the_server_fail(world_server: str, operation: Any, mode: GenerationMode) -> None:
    @seed(4)
    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=world_server, checks=CHECKS, timeout=LONGEST)

    ask()
