from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import decode, encode
from ontology.errors import DetenteError

PLACES = st.lists(st.text(), min_size=1, max_size=4).map(tuple)


@given(scope=st.text(), place=PLACES)
def test_a_place_comes_back(scope: str, place: tuple[str, ...]) -> None:
    cursor = encode(scope, place)
    assert decode(cursor, scope, len(place)) == place
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&#% ")


@given(cursor=st.text() | st.binary().map(lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")))
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(DetenteError, match="no cursor of this list"):
        decode(cursor, "list", 2)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)


@given(value=JSON)
def test_json_of_another_shape_is_refused(value: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
    with pytest.raises(DetenteError):
        decode(cursor, "list", 7)


@pytest.mark.parametrize("text", ['["list", "\\ud800"]', "[" * 100_000, '["list", 1]', '["list"]'])
def test_tricks_are_refused(text: str) -> None:
    with pytest.raises(DetenteError, match="no cursor of this list"):
        decode(base64.urlsafe_b64encode(text.encode()).decode(), "list", 1)


@given(place=PLACES)
def test_a_cursor_of_another_list_is_refused(place: tuple[str, ...]) -> None:
    with pytest.raises(DetenteError, match="other parameters"):
        decode(encode("one", place), "other", len(place))
