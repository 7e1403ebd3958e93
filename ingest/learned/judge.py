"""What the reader makes of a document: the rules' stances re-scored, and stances where no rule fires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Final

from ingest.actors import Cast
from ingest.learned.calibration import Evidence, confidence
from ingest.learned.features import Pair, Seen
from ingest.learned.paths import shortest
from ingest.learned.weights import Weights, load_weights
from ingest.model import Predication, Relation, Stance
from ingest.reading import Reading
from ontology.namespaces import stance_iri

LEAST: Final = 0.1
"""What the reader holds less likely is not considered."""
TOLD: Final = 0.25
"""What the reader alone proposes with less confidence is left unsaid."""
READER: Final = "reader"
"""How a stance's ``rule`` begins where the reader alone proposes it."""

Said = tuple[str, Relation, str]
"""Source, relation, target (by principal)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely the reader holds one stance in one sentence, and the features that speak for it."""

    pair: Pair
    relation: Relation
    likely: float
    reasons: tuple[str, ...]

    @property
    def said(self) -> Said:
        """Give what is said, wherever it is."""
        return (self.pair.source, self.relation, self.pair.target)


class Judgements:
    """All that the reader holds of one document."""

    def __init__(self, seen: Seen, weights: Weights) -> None:
        self.cast: Cast = seen.cast
        self.by_place: dict[tuple[int, Said], Judgement] = {}
        self.by_stance: dict[Said, dict[int, float]] = defaultdict(dict)
        for pair in seen.pairs():
            features = seen.features(pair)
            for relation, likely in weights.probabilities(features).items():
                if likely >= LEAST:
                    self._add(Judgement(pair, relation, likely, tuple(weights.reasons(features, relation))))

    def _add(self, judgement: Judgement) -> None:
        begin = judgement.pair.sentence.start_char
        self.by_place[begin, judgement.said] = judgement
        self.by_stance[judgement.said][begin] = judgement.likely

    def place(self, stance: Stance) -> tuple[int, Said]:
        """Give where a stance of the rules is said, and what it says."""
        who = self.cast.principal
        return stance.begin, (who(stance.subject.actor), stance.relation, who(stance.object.actor))

    def evidence(self, begin: int, said: Said, rule: Stance | None) -> Evidence:
        """Collect what speaks for a stance in a sentence."""
        judgement = self.by_place.get((begin, said))
        others = [likely for place, likely in self.by_stance.get(said, {}).items() if place != begin]
        return Evidence(
            likely=judgement.likely if judgement else None,
            rule=rule.confidence if rule else None,
            elsewhere=1 - prod(1 - likely for likely in others),
            collective="Collective" in (self.cast.cls(said[0]), self.cast.cls(said[2])),
        )


def judge(
    reading: Reading, predications: Sequence[Predication], by_rules: Sequence[Stance], article: str
) -> list[tuple[Stance, Evidence]]:
    """Collect the stances of rules and reader, with what speaks for each; nothing without weights.

    Denied stances are left to the rules: they are not among the results. The reader adds what the rules do not say
    anywhere in the text, once, in the sentence that says it best, and nothing of a pair that a rule speaks of there.
    """
    weights = load_weights(reading.doc.lang_)
    if weights is None:
        return []
    told = Judgements(Seen(reading, predications, by_rules), weights)
    found = [(s, told.evidence(*told.place(s), s)) for s in by_rules if not s.denied]
    places = [told.place(s) for s in by_rules]
    ruled = {(begin, source, target) for begin, (source, _, target) in places}
    claimed = {said for _, said in places}
    for said, likely in told.by_stance.items():
        begin = max(likely, key=lambda place: likely[place])
        if said not in claimed and (begin, said[0], said[2]) not in ruled:
            proposed = _proposed(told.by_place[begin, said], reading, article)
            found.append((proposed, told.evidence(begin, said, None)))
    return found


def reread(
    reading: Reading, predications: Sequence[Predication], by_rules: Sequence[Stance], article: str
) -> list[Stance]:
    """Give a document's stances in text order, with the confidence that rules and reader together deserve.

    A language without weights keeps the rules' stances as they are; so do denied stances.
    """
    judged = judge(reading, predications, by_rules, article)
    if not judged:
        return list(by_rules)
    lang = reading.doc.lang_
    weighed = [replace(s, confidence=round(confidence(lang, e), 2), reader=e.likely) for s, e in judged]
    told = [s for s in weighed if s.basis != "Inferred" or s.confidence >= TOLD]
    return sorted([*(s for s in by_rules if s.denied), *told], key=lambda s: (s.begin, s.subject.begin, s.object.begin))


def _proposed(judgement: Judgement, reading: Reading, article: str) -> Stance:
    """Make a stance of what the reader alone holds."""
    pair, relation = judgement.pair, judgement.relation
    path = shortest(reading.doc, pair.sources, pair.targets)
    subject, object_ = (path.source, path.target) if path else (pair.sources[0], pair.targets[0])
    token = path.top if path else reading.doc[object_.head]
    sentence = reading.grammar.sentences.of(token)
    begin, end = sentence.begin, sentence.end
    return Stance(
        iri=stance_iri(article, str(begin), str(end), subject.actor, relation, object_.actor, READER),
        subject=subject,
        relation=relation,
        object=object_,
        begin=begin,
        end=end,
        denied=False,
        certainty=reading.modality.certainty(token),
        basis="Inferred",
        event="",
        source=reading.attribution.source(reading.doc[object_.head]),
        time=None,
        confidence=round(judgement.likely, 2),
        rule=f"{READER}: {', '.join(judgement.reasons)}",
    )
