"""Article in, claims out: the whole extraction of one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest.article import Article
from ingest.claims import events, stances
from ingest.language import detect, require_pack
from ingest.model import Discovered, Event, Mention, Predication, Stance
from ingest.program import software

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.actors import Cast


BATCH: Final = 16
"""How many articles the models read at a time."""


@dataclass(frozen=True)
class Extraction:
    """All that one article yields; offsets count in ``article.full_text``."""

    article: Article
    lang: str
    software: str
    cast: Cast
    mentions: tuple[Mention, ...]
    predications: tuple[Predication, ...]
    events: tuple[Event, ...]
    stances: tuple[Stance, ...]

    @property
    def claims(self) -> tuple[Event | Stance, ...]:
        """Give all claims: events, then stances."""
        return (*self.events, *self.stances)

    @property
    def discovered(self) -> tuple[Discovered, ...]:
        """List the actors that the article introduces and the claims name, by id."""
        needed: list[str] = [m.actor for m in self._named()]
        found: dict[str, Discovered] = {}
        while needed:
            actor = self.cast.discovered.get(needed.pop())
            if actor is not None and actor.id not in found:
                found[actor.id] = actor
                needed.append(actor.acts_for)
        return tuple(found[actor_id] for actor_id in sorted(found))

    def _named(self) -> Iterator[Mention]:
        for event in self.events:
            yield from (*event.agents, *event.recipients)
        for stance in self.stances:
            yield from (stance.subject, stance.object)
        for claim in self.claims:
            if claim.source.speaker is not None:
                yield claim.source.speaker


def extract(article: Article, *, rules_only: bool = False, sieve: bool = True) -> Extraction:
    """Extract the claims of one article.

    Raises:
        DetenteError: the language has no pack.
    """
    return next(extract_all([article], rules_only=rules_only, sieve=sieve))


def extract_all(
    articles: Iterable[Article],
    on_error: Callable[[Article, Exception], None] | None = None,
    *,
    rules_only: bool = False,
    sieve: bool = True,
) -> Iterator[Extraction]:
    """Extract the claims of articles in order, in batches of one language.

    Args:
        articles: the articles, in any order of languages.
        on_error: called with an article whose extraction failed, which is left out; without it the error is raised.
        rules_only: leave the learned reader out: the stances are the rules', with their own confidence.
        sieve: let only the sentences that can carry a claim reach the parser (see `ingest.sieve`), else all.

    Raises:
        DetenteError: the language of an article has no pack.
    """
    for lang, batch in groupby(articles, key=_language):
        for article, doc in documents(lang, batch, on_error, sieve=sieve):
            yield assemble(article, lang, doc, rules_only=rules_only)


def _language(article: Article) -> str:
    lang = detect(article)
    require_pack(lang)
    return lang


def documents(
    lang: str,
    articles: Iterable[Article],
    on_error: Callable[[Article, Exception], None] | None = None,
    *,
    sieve: bool = True,
) -> Iterator[tuple[Article, Doc]]:
    """Run the pipeline of a language over articles, in order; what it found is in ``ingest.nlp.findings``."""
    from spacy.util import raise_error

    from ingest.actors import UNKNOWN_OWNER
    from ingest.nlp import pipeline, prepare

    nlp = pipeline(lang)
    handler = raise_error if on_error is None else partial(_report, on_error)
    setattr(nlp, "default_error_handler", handler)  # noqa: B010 (spaCy types the attribute as its default function)
    prepared = (
        (prepare(nlp, a.full_text, a.published, f"{UNKNOWN_OWNER}-{a.hash[:8]}", sieve=sieve), a) for a in articles
    )
    for doc, article in nlp.pipe(prepared, as_tuples=True, batch_size=BATCH):
        yield article, doc


def _report(
    on_error: Callable[[Article, Exception], None], _name: str, _component: object, docs: list[Doc], error: Exception
) -> None:
    """Tell which articles a component of the pipeline failed on."""
    for doc in docs:
        on_error(doc._context, error)


def assemble(article: Article, lang: str, doc: Doc, *, rules_only: bool = False) -> Extraction:
    """Collect what the pipeline found in one article, and make claims of it."""
    from ingest.learned.judge import reread
    from ingest.nlp import findings

    found = findings(doc)
    assert found.reading is not None, "the pipeline has run"
    kept = tuple(found.predications)
    by_rules = stances(kept, article.hash, found.cast)
    return Extraction(
        article=article,
        lang=lang,
        software=software(),
        cast=found.cast,
        mentions=tuple(found.mentions),
        predications=kept,
        events=tuple(events(kept, article.hash)),
        stances=tuple(by_rules if rules_only else reread(found.reading, kept, by_rules, article.hash)),
    )
