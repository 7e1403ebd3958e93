"""Validators: tags and dates that a client can trust."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request

from api.caching import check_preconditions, not_modified, tag, validators
from ontology.errors import DetenteError

LONG_AGO = datetime(2021, 3, 9, 12, 0, 0, 500_000, tzinfo=UTC)
DATE = "Tue, 09 Mar 2021 12:00:00 GMT"


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


def headers(generation: int = 5, modified: datetime = LONG_AGO, answered: int = 5) -> dict[str, str]:
    runner: Any = SimpleNamespace(generation=answered)
    store: Any = SimpleNamespace(generation=generation, modified=modified)
    return validators(runner, store, "query")


def test_tags_tell_generations_and_requests_apart() -> None:
    tags = {tag(5, "a", "b"), tag(6, "a", "b"), tag(5, "a"), tag(5, "ab"), tag(5, "b", "a")}
    assert len(tags) == 5
    assert tag(5, "a") == tag(5, "a")


def test_a_date_is_given_only_when_it_is_sure() -> None:
    assert headers()["Last-Modified"] == DATE
    assert "Last-Modified" not in headers(modified=datetime.now(UTC) - timedelta(milliseconds=1))
    assert "Last-Modified" not in headers(generation=6)


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({}, False),
        ({"If_None_Match": tag(5, "query")}, True),
        ({"If_None_Match": f'"x", {tag(5, "query").removeprefix("W/")}'}, True),
        ({"If_None_Match": "*"}, True),
        ({"If_None_Match": tag(4, "query")}, False),
        ({"If_Modified_Since": DATE}, True),
        ({"If_Modified_Since": "Tue, 09 Mar 2021 11:59:59 GMT"}, False),
        ({"If_Modified_Since": "yesterday"}, False),
        ({"If_None_Match": tag(4, "query"), "If_Modified_Since": DATE}, False),
    ],
)
def test_not_modified(sent: dict[str, str], known: bool) -> None:
    answer = not_modified(request(**sent), headers())
    assert (answer is not None) is known
    if answer:
        assert (answer.status_code, answer.headers["etag"]) == (304, tag(5, "query"))


@pytest.mark.parametrize(
    ("sent", "etag", "holds"),
    [
        ({}, None, True),
        ({"If_Match": "*"}, None, False),
        ({"If_Match": "*"}, tag(5, "g"), True),
        ({"If_Match": tag(5, "g")}, tag(5, "g"), True),
        ({"If_Match": tag(4, "g")}, tag(5, "g"), False),
        ({"If_None_Match": "*"}, None, True),
        ({"If_None_Match": "*"}, tag(5, "g"), False),
    ],
)
def test_preconditions(sent: dict[str, str], etag: str | None, holds: bool) -> None:
    if holds:
        check_preconditions(request(**sent), etag)
    else:
        with pytest.raises(DetenteError) as caught:
            check_preconditions(request(**sent), etag)
        assert caught.value.status == 412
