"""What docs/lexicon.md says of the files of every language pack, written out once for their tests."""

HEADERS: dict[str, list[str]] = {
    "predicates.csv": [
        "lemma", "pos", "with", "type", "mode", "agent", "recipient", "topic", "stance", "symmetric", "context",
    ],
    "operators.csv": ["lemma", "pos", "with", "effect", "complement", "agent", "recipient"],
    "reporting.csv": ["lemma", "pos", "with", "kind", "speaker", "content"],
    "cues.csv": ["form", "kind", "scope"],
    "holders.csv": ["lemma", "kind"],
    "coreference.csv": ["form", "kind", "person", "number", "gender"],
    "prepositions.csv": ["form", "slot"],
    "temporal.csv": ["form", "kind", "value"],
    "stopphrases.csv": ["form", "kind"],
    "lemmas.csv": ["form", "lemma"],
}  # fmt: skip

EFFECTS = {
    "transparent",
    "intend",
    "refuse",
    "threaten",
    "promise",
    "demand",
    "deny",
    "negate",
    "cease",
    "prevent",
    "accuse",
    "urge_support",
}
