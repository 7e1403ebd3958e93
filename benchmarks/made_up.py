"""Made-up articles, written by the product's own writer, so that a graph of any size has the product's shape.

A few actors are in very many articles and most are in few, as in the news; the same seed gives the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from graph.actors import GazetteerSource
from ingest.actors import Cast
from ingest.article import Article
from ingest.extract import Extraction
from ingest.model import Attribution, Event, Mention, Source, Stance, Time
from ingest.program import software
from ingest.rdf import ArticleWriter
from ontology.gazetteer import Actor, load_gazetteer
from ontology.namespaces import GP, actor_iri, event_iri, stance_iri

SEED: Final = 20_300_101
FIRST_DAY: Final = date(2014, 1, 1)
DAYS: Final = 3_650
FAMOUS: Final = (
    "USA",
    "RUS",
    "CHN",
    "FRA",
    "UKR",
    "SYR",
    "IRN",
    "ISR",
    "us-department-of-defense",
    "DEU",
    "GBR",
    "TUR",
)
COUNTRIES: Final = ("USA", "RUS", "CHN", "FRA", "UKR", "IRN", "DEU", "GBR")
TYPES: Final = (
    "AGREE",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "REJECT",
    "ACCUSE",
    "PROTEST",
    "SANCTION",
    "THREATEN",
    "ASSAULT",
)
WORDS: Final = (
    "ministers officials envoys troops talks sanctions aid border city region capital week summit ceasefire treaty "
    "weapons fuel grain ships aircraft refugees elections parliament court currency debt trade pipeline islands"
)


class Actors(GazetteerSource):
    """The gazetteer, with a country for each outlet."""

    def describe(self, iri: str) -> list[Triple]:
        """Describe an actor."""
        triples = super().describe(iri)
        if any(triple.predicate.value == GP + "sector" and str(triple.object) == '"JRN"' for triple in triples):
            country = NamedNode(actor_iri(COUNTRIES[sum(map(ord, iri)) % len(COUNTRIES)]))
            triples.append(Triple(NamedNode(iri), NamedNode(GP + "country"), country))
        return triples


@dataclass(frozen=True, slots=True)
class _Draw:
    """What articles are drawn from."""

    random: Random
    actors: tuple[str, ...]
    weights: tuple[float, ...]
    people: tuple[str, ...]
    outlets: tuple[str, ...]

    def pair(self) -> tuple[str, str]:
        """Draw two actors that are not the same."""
        while True:
            first, second = self.random.choices(self.actors, cum_weights=self.weights, k=2)
            if first != second:
                return first, second

    def sentence(self) -> str:
        """Draw words."""
        return " ".join(self.random.choices(WORDS.split(), k=self.random.randint(12, 32))).capitalize() + "."


def quads(least: int, seed: int = SEED) -> Iterator[Quad]:
    """Yield the quads of whole articles, at least so many."""
    draw = _drawing(seed)
    number = done = 0
    while done < least:
        number += 1
        for quad in ArticleWriter(_extraction(draw, number)).quads():
            done += 1
            yield quad


def _drawing(seed: int) -> _Draw:
    actors = load_gazetteer().actors
    named = sorted(name for name, actor in actors.items() if actor.cls != "Person" and name not in FAMOUS)
    random = Random(seed)
    random.shuffle(named)
    ranked = (*FAMOUS, *named[:400])
    total, weights = 0.0, []
    for rank in range(len(ranked)):
        total += 1 / (rank + 2)
        weights.append(total)
    people = sorted(name for name, actor in actors.items() if actor.cls == "Person")
    return _Draw(random, ranked, tuple(weights), tuple(random.sample(people, 300)), tuple(_outlets(actors.values())))


def _outlets(actors: object) -> Iterator[str]:
    assert hasattr(actors, "__iter__")
    for actor in actors:
        if isinstance(actor, Actor) and actor.sector == "JRN" and actor.cls == "Organization":
            yield actor.label("en")


def _extraction(draw: _Draw, number: int) -> Extraction:
    random = draw.random
    sentences = [draw.sentence() for _ in range(random.randint(3, 14))]
    article = Article(
        text=" ".join(sentences),
        title=draw.sentence()[:60],
        url=f"https://news.example.org/{number}",
        source_id=f"made-up-{number}",
        published=FIRST_DAY + timedelta(random.randrange(DAYS)),
        publisher=random.choice(draw.outlets),
    )
    claims = list(_claims(draw, article, sentences))
    return Extraction(
        article=article,
        lang=random.choice(("en", "fr")),
        software=software(),
        cast=Cast(load_gazetteer(), article.published.isoformat() if article.published else None),
        mentions=(),
        predications=(),
        events=tuple(claim for claim in claims if isinstance(claim, Event)),
        stances=tuple(claim for claim in claims if isinstance(claim, Stance)),
    )


def _claims(draw: _Draw, article: Article, sentences: list[str]) -> Iterator[Event | Stance]:
    begin = len(article.full_text) - len(article.text)
    for text in sentences:
        end = begin + len(text)
        event = _event(draw, article, begin, end)
        yield event
        if draw.random.random() < 0.8:
            yield _stance(article, event)
        begin = end + 1


def _event(draw: _Draw, article: Article, begin: int, end: int) -> Event:
    random, (agent, recipient) = draw.random, draw.pair()
    kind = random.choice(TYPES)
    return Event(
        iri=event_iri(article.hash, str(begin), kind, agent, recipient),
        type=kind,
        mode="",
        contexts=("military",) if random.random() < 0.4 else (),
        agents=(_mention(agent),),
        recipients=(_mention(recipient),),
        begin=begin,
        end=end,
        denied=random.random() < 0.05,
        certainty=random.choices(("certain", "probable", "possible"), (8, 1, 1))[0],
        tense=random.choices(("Past", "Present", "Future"), (6, 2, 2))[0],
        source=_source(draw),
        time=_time(draw, article) if random.random() < 0.4 else None,
        place="",
        reason=draw.sentence() if random.random() < 0.1 else "",
        confidence=round(random.uniform(0.3, 0.95), 2),
        rule=f"verb {kind.lower()}",
    )


def _stance(article: Article, event: Event) -> Stance:
    subject, object_ = event.agents[0], event.recipients[0]
    relation = "supports" if event.type in TYPES[:4] else "opposes"
    return Stance(
        iri=stance_iri(article.hash, str(event.begin), subject.actor, relation, object_.actor),
        subject=subject,
        relation=relation,
        object=object_,
        begin=event.begin,
        end=event.end,
        denied=event.denied,
        certainty=event.certainty,
        basis="ImpliedByEvent",
        event=event.iri,
        source=event.source,
        time=event.time,
        confidence=event.confidence,
        rule=event.rule,
    )


def _mention(actor: str) -> Mention:
    known = load_gazetteer().actor(actor)
    text = known.label("en") if known else actor
    return Mention(0, 1, 0, len(text), 0, text, actor, "name")


def _source(draw: _Draw) -> Source:
    kinds: tuple[Attribution, ...] = ("Narrator", "ReportedSpeech", "Quotation")
    attribution = draw.random.choices(kinds, (5, 3, 2))[0]
    return Source(attribution, None if attribution == "Narrator" else _mention(draw.random.choice(draw.people)))


def _time(draw: _Draw, article: Article) -> Time:
    assert article.published is not None
    day = (article.published - timedelta(draw.random.randrange(30))).isoformat()
    return Time(0, 0, 0, 0, day, day, "Day", relative=True)
