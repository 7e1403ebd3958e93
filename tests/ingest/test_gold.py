"""Gold lines: what is read from them, and what is told of those that are not as they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluation import GoldError, read_gold

STANCE = {
    "source": "RUS",
    "source_mention": "Russia",
    "relation": "supports",
    "target": "SYR",
    "target_mention": "Syria",
}
LINE = {"id": "a", "lang": "en", "text": "Russia supports Syria.", "stances": [STANCE], "events": []}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ({**LINE, "text": ""}, "the text is empty"),
        ({**LINE, "lang": "de"}, "no language pack for 'de'"),
        ({"id": "a", "text": "Russia supports Syria.", "lang": "en", "events": []}, "'stances' is missing"),
        ({**LINE, "stances": [{**STANCE, "relation": "likes"}]}, "stance 1: 'relation' is 'likes'"),
        ({**LINE, "stances": [STANCE, {**STANCE, "source": None}]}, "stance 2: 'source' is missing"),
        ({**LINE, "stances": [{**STANCE, "kind": "Named"}]}, "'kind' is 'Named'"),
        ({**LINE, "stances": [{**STANCE, "optional": "yes"}]}, "'optional' is 'yes'"),
        ({**LINE, "stances": ["x"]}, "stance 1: not a JSON object"),
        ({**LINE, "events": [{"type": "WAR"}]}, "event 1: 'type' is 'WAR'"),
        ({**LINE, "events": [{"type": "YIELD"}]}, "event 1: 'quad' is None"),
        ({**LINE, "events": [{"type": "AID", "quad": 7}]}, "'quad' is 7"),
        ({**LINE, "events": [{"type": "AID", "agents": "RUS"}]}, "'agents' is not a list of texts"),
        ({**LINE, "events": [{"type": "AID", "date": "9 March"}]}, "'date' is '9 March'"),
        ({**LINE, "id": "first"}, "'first' stands on an earlier line"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    second = line if isinstance(line, str) else json.dumps(line)
    path.write_text(json.dumps({**LINE, "id": "first"}) + "\n\n" + second + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_gold(path)
    assert raised.value.detail.startswith(f"{path}, line 3")
    assert told in raised.value.detail


def test_no_gold_at_all_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(GoldError, match="holds no gold lines"):
        read_gold(path)


def test_quad_class_follows_from_the_type(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**LINE, "events": [{"type": "AID", "agents": ["RUS"]}]}), encoding="utf-8")
    (document,) = read_gold(path)
    assert [event.quad for event in document.events] == [2]
    assert document.labels == {"id": "a", "lang": "en"}
