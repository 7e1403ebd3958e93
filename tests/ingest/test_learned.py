"""The learned reader: what it sees, what it proposes, how it is taught."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from understanding import Understand

from ingest.article import make_article
from ingest.claims import stances
from ingest.extract import documents, extract
from ingest.learned.calibration import Evidence, confidence
from ingest.learned.features import Features, Seen
from ingest.learned.judge import reread
from ingest.learned.labels import agreement, read_labels
from ingest.learned.train import Example, examples, fit, score, weights
from ingest.learned.weights import BIAS, Weights, load_weights, write_weights
from ingest.nlp import findings
from ontology.errors import DetenteError


def seen(lang: str, text: str) -> Seen:
    ((article, doc),) = documents(lang, [make_article(text, lang=lang)])
    found = findings(doc)
    assert found.reading is not None
    return Seen(found.reading, found.predications, stances(found.predications, article.hash, found.cast))


def features(lang: str, text: str) -> dict[tuple[str, str], Features]:
    looked_at = seen(lang, text)
    return {(pair.source, pair.target): looked_at.features(pair) for pair in looked_at.pairs()}


def test_pairs_are_of_one_sentence_and_both_ways(pipelines: dict[str, Language]) -> None:
    assert set(features("en", "France met Canada. Mali left.")) == {("FRA", "CAN"), ("CAN", "FRA")}


def test_features_tell_parts_rules_and_words(pipelines: dict[str, Language]) -> None:
    found = features("en", "France sharply criticized Canada.")
    ours, theirs = found["FRA", "CAN"], found["CAN", "FRA"]
    assert {"rule -", "agent -", "recipient -", "on criticize", "forward", "State to State"} <= set(ours)
    assert {"reverse -", "target acts -", "source suffers -", "backward"} <= set(theirs)
    assert "rule -" not in theirs
    assert ours["confidence -"] > 0.8


def test_features_tell_who_speaks(pipelines: dict[str, Language]) -> None:
    ours = features("en", "Canada is a threat to peace, France said.")["FRA", "CAN"]
    assert "source tells" in ours


def test_denial_is_told_apart(pipelines: dict[str, Language]) -> None:
    ours = features("en", "France does not support Canada.")["FRA", "CAN"]
    assert "rule denied" in ours
    assert "rule +" not in ours


def test_lists_are_left_to_the_rules(pipelines: dict[str, Language]) -> None:
    many = "France, Canada, Mali, Chad, Niger, Kenya, Ghana, Togo, Benin, Spain, Italy and Peru met."
    assert features("en", many) == {}


def test_weights_make_probabilities() -> None:
    made = Weights({BIAS: (-2.0, -2.0), "on praise": (3.0, -1.0), "forward": (0.5, 0.5)})
    told = made.probabilities({"on praise": 1.0, "forward": 1.0, "unheard of": 5.0})
    assert told["supports"] > 0.7 > 0.1 > told["opposes"]
    assert 0 < sum(told.values()) < 1
    assert made.reasons({"on praise": 1.0, "forward": 1.0}, "supports") == ["on praise", "forward"]
    assert made.reasons({"on praise": 1.0, "forward": 1.0}, "opposes") == ["forward"]


def test_shipped_weights_know_the_rules() -> None:
    for lang in ("en", "fr"):
        shipped = load_weights(lang)
        assert shipped is not None
        supports, opposes = shipped.table["rule -"]
        assert opposes > supports
        assert load_weights("de") is None


def test_confidence_grows_with_evidence() -> None:
    for lang in ("en", "fr"):
        weak, strong = Evidence(likely=0.2), Evidence(likely=0.9, rule=0.9, elsewhere=0.5)
        assert 0 < confidence(lang, weak) < 0.5 < confidence(lang, strong) < 1


def test_without_calibration_the_rules_decide() -> None:
    assert confidence("de", Evidence(likely=0.2, rule=0.9)) == 0.9
    assert confidence("de", Evidence(likely=0.2)) == 0.2


def test_reread_keeps_rules_and_denials(understand: Understand) -> None:
    article = make_article("France criticized Canada. Mali does not support Chad.", lang="en")
    both, alone = extract(article), extract(article, rules_only=True)
    said = {(s.subject.actor, s.relation, s.object.actor, s.denied) for s in both.stances if s.basis != "Inferred"}
    assert said == {("FRA", "opposes", "CAN", False), ("MLI", "supports", "TCD", True)}
    assert {s.reader for s in alone.stances} == {None}
    judged = next(s for s in both.stances if s.object.actor == "CAN")
    assert judged.reader is not None
    assert judged.reader > 0.5


def test_a_language_without_weights_keeps_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.learned.judge.load_weights", lambda lang: None)
    ((article, doc),) = documents("en", [make_article("France criticized Canada.", lang="en")])
    found = findings(doc)
    by_rules = stances(found.predications, article.hash, found.cast)
    assert found.reading is not None
    assert reread(found.reading, found.predications, by_rules, article.hash) == by_rules


def test_what_the_reader_proposes_names_its_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    eager = Weights({BIAS: (-9.0, 4.0), "forward": (0.0, 3.0), "backward": (0.0, -9.0)})
    monkeypatch.setattr("ingest.learned.judge.load_weights", lambda lang: eager)
    found = extract(make_article("France met Canada.", lang="en")).stances
    assert [(s.subject.actor, s.relation, s.object.actor, s.basis) for s in found] == [
        ("FRA", "opposes", "CAN", "Inferred")
    ]
    assert found[0].rule == "reader: forward"
    assert found[0].event == ""


LABELS = """article,begin,end,actors,stances,again
a,0,25,0-6 18-24,1>2:opposes,1>2:opposes|-
a,26,60,26-31 50-54 ?32-40,3>1:supports,
"""


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text(LABELS, encoding="utf-8")
    return path


def test_labels(labels: Path) -> None:
    one, two = read_labels(labels)
    assert one.relation(1, 2) == "opposes"
    assert one.relation(2, 1) == ""
    assert two.relation(3, 1) == "supports"
    assert two.relation(1, 3) is None, "what is not said of an unmarked actor is unknown"
    assert two.relation(1, 2) == ""


def test_agreement_compares_all_labellers(labels: Path) -> None:
    assert agreement(read_labels(labels)) == pytest.approx(2 / 4)
    assert agreement([]) is None


@pytest.mark.parametrize("row", ["a,0,x,0-6,-,", "a,0,9,0,-,", "a,0,9,0-6 7-9,1:opposes,"])
def test_labels_in_another_form_are_told(tmp_path: Path, row: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(f"article,begin,end,actors,stances,again\n{row}\n", encoding="utf-8")
    with pytest.raises(DetenteError, match=r"labels\.csv line 2"):
        read_labels(path)


def test_what_is_learned_is_used(tmp_path: Path) -> None:
    """Teach the reader that a word nobody listed is hostile, and see it applied to other actors."""
    told = [("France", "Canada"), ("Mali", "Chad"), ("Kenya", "Ghana"), ("Spain", "Italy")]
    articles, rows = [], ["article,begin,end,actors,stances,again"]
    for number, (one, two) in enumerate(told):
        for word, label in (("outfoxed", "1>2:opposes"), ("adored", "1>2:supports"), ("visited", "-")):
            text = f"{one} {word} {two}."
            name = f"{number}-{word}"
            articles.append(make_article(text, source_id=name, lang="en"))
            spans = f"0-{len(one)} {len(text) - 1 - len(two)}-{len(text) - 1}"
            rows.append(f"{name},0,{len(text)},{spans},{label},")
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    table = list(examples("en", articles, read_labels(path)))
    assert len(table) == 24
    assert sum(example.label == "opposes" for example in table) == 4
    learned = Weights({name: (one, two) for name, one, two in weights(*fit(table))})
    found = features("en", "Peru outfoxed Cuba.")
    assert learned.probabilities(found["PER", "CUB"])["opposes"] > learned.probabilities(found["CUB", "PER"])["opposes"]


def test_learning_needs_examples_of_everything() -> None:
    with pytest.raises(DetenteError, match="no example of opposes"):
        fit([Example("a", {"x": 1.0}, "supports"), Example("a", {"y": 1.0}, "")])


def test_score_counts_wrong_relations_as_wrong() -> None:
    table = [Example("a", {}, "supports"), Example("a", {}, ""), Example("b", {}, "opposes")]
    told = [{"supports": 0.9, "opposes": 0.0}, {"supports": 0.6, "opposes": 0.0}, {"supports": 0.7, "opposes": 0.1}]
    counted = score(table, [dict(t) for t in told], 0.5)  # type: ignore[misc]
    assert (counted.tp, counted.fp, counted.fn) == (1, 2, 1)


def test_weights_are_written_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    write_weights(path, [("b", 0.5, -1.23456), ("a, quoted", 1.0, 0.0)])
    assert path.read_text("utf-8") == 'feature,supports,opposes\n"a, quoted",1.000,0.000\nb,0.500,-1.235\n'
