from __future__ import annotations

import pytest

from api.negotiation import RESULTS, choose
from ontology.errors import DetenteError

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/*", CSV),
        (XML, XML),
        (f"{JSON};q=0.4, {XML};q=0.9", XML),
        (f"{XML};q=0.5, */*;q=0.1", XML),
        (f"{JSON};q=0, */*", XML),
        ("text/turtle, */*;q=0.5", JSON),
        ("TEXT/CSV; q=1.0", CSV),
        ("application/json", "application/json"),
    ],
)
def test_choose(accept: str, chosen: str) -> None:
    assert choose(accept, list(RESULTS)) == chosen


@pytest.mark.parametrize("accept", ["text/turtle", "*/*;q=0", "text/csv;q=nonsense", "image/*"])
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(DetenteError) as caught:
        choose(accept, list(RESULTS))
    assert caught.value.status == 406
