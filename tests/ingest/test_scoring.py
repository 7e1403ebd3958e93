"""The rules of an evaluation, each on made-up values with numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.evaluation.events import score_event
from ingest.evaluation.gold import GoldActor, GoldEvent, GoldSide, GoldStance
from ingest.evaluation.matching import key_words, overlap, same_actor
from ingest.evaluation.report import Bin, EventScores, Pairs, Score, bins
from ingest.evaluation.stances import Judgement, judge_stances
from ingest.evaluation.system import (
    Participants,
    SystemActor,
    SystemEvent,
    SystemStance,
)
from ingest.model import Relation
from ontology.scheme import QuadClassName


def actor(name: str, mention: str = "", code: str | None = None, collective: bool = False) -> SystemActor:
    given = (name if name.isupper() else "") if code is None else code
    return SystemActor(name, given, mention or name, collective)


def claim(
    subject: SystemActor, relation: Relation, object_: SystemActor, confidence: float = 0.9, denied: bool = False
) -> SystemStance:
    return SystemStance(subject, relation, object_, denied, confidence, "verb x", "A sentence.")


def wanted(
    source: str, relation: Relation, target: str, *, named: bool = True, optional: bool = False, mention: str = ""
) -> GoldStance:
    return GoldStance(GoldActor(source, mention or source), relation, GoldActor(target, target), named, optional, "")


def judge(
    gold: list[GoldStance], system: list[SystemStance], named_only: bool = False, min_confidence: float = 0.5
) -> Judgement:
    return judge_stances(gold, system, min_confidence=min_confidence, named_only=named_only)


RUS, USA, SYR = actor("RUS"), actor("USA"), actor("SYR")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("la Russie", "Russie", True),
        ("Pékin", "PEKIN", True),
        ("the President", "President of the", False),
        ("", "Russia", False),
        ("North Korea", "South Korea", False),
        ("Lord Palmer Smith", "Palmer Smith", True),
        ("Red Blue Green", "Red Blue Grey", True),
        ("Red Blue Green Black", "Red Blue Grey White", False),
    ],
)
def test_words_overlap_if_more_than_half_of_the_shorter_are_shared(one: str, other: str, same: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is same


@pytest.mark.parametrize(
    ("key", "text"),
    [("PERSON:Navalny", "Navalny"), ("OPPOSITION:SYR", "OPPOSITION"), ("ARAB_LEAGUE", "ARAB LEAGUE"), ("FRA", "")],
)
def test_words_of_a_key(key: str, text: str) -> None:
    assert key_words(key) == text


@pytest.mark.parametrize(
    ("key", "mention", "system", "same"),
    [
        ("RUS", "Moscou", actor("RUS", "le Kremlin"), True),
        ("RUS", "Russia", actor("USA", "Russia"), False),
        ("RUS", "Russian spies", actor("spies", "Russian spies", ""), True),
        ("RUS", "Moscow", actor("spies", "spies", ""), False),
        ("EU", "Bruxelles", actor("european-union", "UE", "EU"), True),
        ("PERSON:Navalny", "the dissident", actor("alexei-navalny", "Mr Navalny", ""), True),
        ("PERSON:Navalny", "Alexei Navalny", actor("x", "Navalny", ""), True),
        ("PERSON:Navalny", "the dissident", actor("alexei-navalny", "he", ""), True),
        ("PERSON:Navalny", "the dissident", actor("x", "he", ""), False),
        ("OPPOSITION:SYR", "opponents", actor("SYR.opposition", "its foes", ""), True),
        ("PERSON:Palmer", "Palmer", actor("GBR", "London"), False),
        ("PERSON:Palmer", "Ann Palmer", actor("GBR", "Palmer"), True),
        ("PERSON:Palmer", "she", actor("GBR", "Palmer"), False),
        ("NATO", "the Alliance", actor("western-alliance", "x", ""), True),
        ("ORG:Acme", "Acme", actor("european-union", "Acme", "EU"), True),
    ],
)
def test_same_actor(key: str, mention: str, system: SystemActor, same: bool) -> None:
    assert same_actor(GoldActor(key, mention), system) is same


def test_right_spurious_and_missed() -> None:
    judged = judge(
        [wanted("RUS", "supports", "SYR"), wanted("USA", "opposes", "SYR")],
        [claim(RUS, "supports", SYR), claim(RUS, "opposes", USA)],
    )
    assert judged.scores.total == Score(tp=1, fp=1, fn=1)
    assert judged.scores.relations == {"supports": Score(1, 0, 0), "opposes": Score(0, 1, 1)}
    assert judged.pairs == Pairs(gold=2, found=1, right=1)


def test_direction_matters() -> None:
    assert judge([wanted("RUS", "supports", "SYR")], [claim(SYR, "supports", RUS)]).scores.total == Score(0, 1, 1)


def test_wrong_polarity_is_missed_and_spurious_and_a_pair_found() -> None:
    judged = judge([wanted("RUS", "supports", "SYR")], [claim(RUS, "opposes", SYR)])
    assert judged.scores.total == Score(0, 1, 1)
    assert judged.pairs == Pairs(gold=1, found=1, right=0)
    assert judged.pairs.polarity_accuracy == 0


def test_claims_that_say_the_same_count_once() -> None:
    again = claim(actor("RUS", "Moscow"), "supports", SYR)
    assert judge([wanted("RUS", "supports", "SYR")], [claim(RUS, "supports", SYR), again]).scores.total == Score(
        1, 0, 0
    )
    assert judge([], [claim(RUS, "supports", SYR), again]).scores.total == Score(0, 1, 0)


def test_two_claims_for_one_gold_stance_are_one_right_none_spurious() -> None:
    one = claim(actor("acme", "Acme", ""), "supports", SYR)
    other = claim(actor("acme-ltd", "Acme Ltd", ""), "supports", SYR)
    judged = judge([wanted("ORG:Acme", "supports", "SYR", mention="Acme")], [one, other])
    assert judged.scores.total == Score(1, 0, 0)
    assert len(judged.right) == 1


def test_a_claim_serves_one_gold_stance() -> None:
    gold = [wanted("ORG:Acme", "supports", "SYR"), wanted("PERSON:Acme", "supports", "SYR")]
    judged = judge(gold, [claim(actor("acme", "Acme", ""), "supports", SYR)])
    assert judged.scores.total == Score(1, 0, 1)
    assert judged.pairs == Pairs(gold=2, found=2, right=2)


@pytest.mark.parametrize("system", [[], [claim(RUS, "supports", SYR)]])
def test_optional_gold_is_neither_rewarded_nor_punished(system: list[SystemStance]) -> None:
    judged = judge([wanted("RUS", "supports", "SYR", optional=True)], system)
    assert (judged.scores.total, judged.pairs) == (Score(), Pairs())
    assert judged.right == judged.spurious == ()


def test_denied_doubtful_and_own_stances_do_not_count() -> None:
    system = [
        claim(RUS, "supports", SYR, denied=True),
        claim(RUS, "supports", SYR, confidence=0.49),
        claim(actor("RUS", "Moscow"), "opposes", actor("RUS", "Kremlin")),
    ]
    assert judge([wanted("RUS", "supports", "SYR")], system).scores.total == Score(0, 0, 1)
    assert judge([wanted("RUS", "supports", "SYR")], system, min_confidence=0.4).scores.total == Score(1, 0, 0)
    assert judge([], [claim(RUS, "supports", SYR, confidence=0.5)]).scores.total == Score(0, 1, 0)


def test_named_only_leaves_out_collectives_on_both_sides() -> None:
    crowd = actor("SYR.rebels", "rebels", "", collective=True)
    gold = [wanted("REBELS:SYR", "opposes", "SYR", named=False, mention="rebels")]
    assert judge(gold, [claim(crowd, "opposes", SYR)]).scores.total == Score(1, 0, 0)
    assert judge(gold, [claim(crowd, "opposes", SYR)], named_only=True).scores.total == Score()
    assert judge([], [claim(crowd, "opposes", SYR)]).scores.total == Score(0, 1, 0)
    assert judge([], [claim(RUS, "supports", crowd)], named_only=True).scores.total == Score()


def test_named_only_does_not_punish_a_named_claim_that_collective_gold_has() -> None:
    gold = [wanted("REBELS:SYR", "opposes", "SYR", named=False, mention="rebels")]
    named = claim(actor("army-of-rebels", "rebels", ""), "opposes", SYR)
    assert judge(gold, [named], named_only=True).scores.total == Score()


def test_no_gold_makes_every_claim_spurious() -> None:
    judged = judge([], [claim(RUS, "supports", SYR), claim(USA, "opposes", SYR)])
    assert judged.scores.total == Score(0, 2, 0)


def happening(
    type_: str, quad: QuadClassName, agents: tuple[str, ...], recipients: tuple[str, ...] = (), date: str = ""
) -> SystemEvent:
    def side(names: tuple[str, ...]) -> Participants:
        return Participants(tuple(f"the {name}" for name in names), frozenset(n for n in names if n.isupper()))

    return SystemEvent(type_, quad, side(agents), side(recipients), date)


GOLD_EVENT = GoldEvent("ACCUSE", 3, GoldSide(("USA",), ()), GoldSide(("RUS",), ()), "", "none", "")
ACCUSED = happening("ACCUSE", "VerbalConflict", ("USA",), ("RUS",))
BOMBED = happening("ASSAULT", "MaterialConflict", ("USA",), ("RUS",))
HELPED = happening("AID", "MaterialCooperation", ("USA",), ("RUS",))


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ([], EventScores(gold=1)),
        ([happening("ACCUSE", "VerbalConflict", ("RUS",), ("USA",))], EventScores(gold=1)),
        ([ACCUSED], EventScores(1, 1, polarity=1, quad=1, type=1)),
        ([BOMBED], EventScores(1, 1, polarity=1, quad=0, type=0)),
        ([HELPED], EventScores(1, 1, polarity=0, quad=0, type=0)),
        ([HELPED, ACCUSED, HELPED], EventScores(1, 1, polarity=0, quad=0, type=1)),
        ([ACCUSED, HELPED], EventScores(1, 1, polarity=1, quad=1, type=1)),
        ([HELPED, ACCUSED], EventScores(1, 1, polarity=0, quad=0, type=1)),
    ],
    ids=["none", "reversed", "right", "other quad", "other polarity", "most frequent", "first of two", "second of two"],
)
def test_event_measures(system: list[SystemEvent], expected: EventScores) -> None:
    assert score_event(GOLD_EVENT, system) == expected


@pytest.mark.parametrize(
    ("agents", "recipients", "matches"),
    [
        (GoldSide((), ("USA envoys",)), GoldSide((), ("RUS",)), True),
        (GoldSide(("FRA", "USA"), ()), GoldSide((), ()), True),
        (GoldSide(("USA",), ()), GoldSide((), ("Peru",)), False),
        (GoldSide((), ()), GoldSide(("RUS",), ()), False),
        (GoldSide(("ORG:USA",), ()), GoldSide((), ()), False),
    ],
    ids=["by words", "no recipient asked", "other recipient", "no agent given", "keys count for states only"],
)
def test_event_participants(agents: GoldSide, recipients: GoldSide, matches: bool) -> None:
    gold = replace(GOLD_EVENT, agents=agents, recipients=recipients)
    assert score_event(gold, [ACCUSED]).found == matches


@pytest.mark.parametrize(
    ("given", "type_", "right"),
    [("YIELD", "RETREAT", 1), ("YIELD", "CONCEDE", 1), ("YIELD", "AGREE", 0), ("CONCEDE", "RETREAT", 0)],
)
def test_yield_is_concede_or_retreat(given: str, type_: str, right: int) -> None:
    event = happening(type_, "VerbalCooperation", ("USA",), ("RUS",))
    assert score_event(replace(GOLD_EVENT, type=given), [event]).type == right


@pytest.mark.parametrize(
    ("gold", "precision", "date", "right"),
    [
        ("2021-03-09", "day", "2021-03-09", 1),
        ("2021-03-09", "day", "2021-03-10", 0),
        ("2021-03-08", "week", "2021-03-10", 1),
        ("2021-03-08", "week", "2021-04-10", 0),
        ("2021-03", "month", "2021-03-01", 1),
        ("2021", "year", "2021-07-01", 1),
        ("2021", "year", "2020-07-01", 0),
        ("2021-03-09", "day", "", 0),
    ],
)
def test_event_dates(gold: str, precision: str, date: str, right: int) -> None:
    event = happening("ACCUSE", "VerbalConflict", ("USA",), ("RUS",), date)
    scores = score_event(replace(GOLD_EVENT, date=gold, precision=precision), [event])
    assert (scores.dated, scores.date) == (1, right)


def test_shares() -> None:
    score = Score(tp=3, fp=1, fn=2)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (0, 0, 0)
    events = EventScores(gold=4, found=2, polarity=2, quad=1, type=0, dated=2, date=1)
    assert (events.pair_recall, events.date_accuracy) == (0.5, 0.5)
    assert events.polarity_f == pytest.approx(2 / 3)
    assert (events.quad_f, events.type_f) == (pytest.approx(1 / 3), 0)
    assert (EventScores().quad_f, Pairs().polarity_accuracy) == (None, None)


def test_bins_of_confidence() -> None:
    judged = [(0.5, True), (0.59, False), (0.6, True), (0.7, False), (0.9, True), (1.0, True)]
    assert bins(judged, 0.5) == (
        Bin(0.5, 0.6, 2, 1),
        Bin(0.6, 0.7, 1, 1),
        Bin(0.7, 0.8, 1, 0),
        Bin(0.8, 0.9, 0, 0),
        Bin(0.9, 1.0, 2, 2),
    )
    assert [one.low for one in bins([], 0.75)] == [0.7, 0.8, 0.9]
    assert bins([], 1.0)[0].share is None
