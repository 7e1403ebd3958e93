"""Sides of a predicate that stand around it, not in its own slots."""

import pytest

from ingest.nlp import findings, pipeline, prepare


def read(text: str) -> list[tuple[str, set[str], set[str], str]]:
    nlp = pipeline("en")
    found = findings(nlp(prepare(nlp, text, None))).predications
    return [
        (p.rule.split()[1], {a.mention.actor for a in p.agents}, {r.mention.actor for r in p.recipients}, p.certainty)
        for p in found
    ]


@pytest.mark.parametrize(
    ("text", "word", "agents", "recipients"),
    [
        ("Tensions remain high between the United States and Russia.", "tension", {"USA", "RUS"}, set()),
        ("Fighting broke out between Israel and Hezbollah.", "fighting", {"ISR", "hezbollah"}, set()),
        ("Washington is drawing up its own round of sanctions against Russia.", "sanction", {"USA"}, {"RUS"}),
        (
            "France sent soldiers to Mali as part of the fight against Islamic State.",
            "fight",
            {"FRA"},
            {"islamic-state"},
        ),
        ("The US needed more tools to fight Islamic State.", "fight", {"USA"}, {"islamic-state"}),
        ("An EU-US agreement was signed.", "agreement", {"european-union", "USA"}, set()),
        ("Finland and Sweden joined NATO and they support Ukraine.", "support", {"FIN", "SWE"}, {"UKR"}),
        ("Tehran accused Turkey of plotting a coup.", "plot", {"TUR"}, {"IRN"}),
        ("He rejected the claims. ab/cd (Reuters, AP)", "reject", set(), set()),
    ],
)
def test_sides_around(text: str, word: str, agents: set[str], recipients: set[str]) -> None:
    assert (word, agents, recipients) in [row[:3] for row in read(text)]


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("Egypt's support for Hamas could increase.", "support", "certain"),
        ("Iran does not think that Turkey wants to attack Israel.", "attack", "possible"),
    ],
)
def test_what_is_taken_for_given_and_what_is_doubted(text: str, word: str, certainty: str) -> None:
    assert certainty in [row[3] for row in read(text) if row[0] == word]
