"""A text or an address that somebody wants explained, and the answer, made in the process that reads texts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from datetime import date

    from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Question:
    """What to read: a text or the page of an address, and what is known of it.

    ``most`` is the longest text taken, in characters; ``allow`` names servers that are fetched from though they are not
    public, as ``address:port``.
    """

    text: str | None
    url: str | None
    lang: str | None
    published: date | None
    title: str | None
    most: int
    allow: frozenset[str] = frozenset()


def answer(question: Question) -> bytes:
    """Explain what is read in a text, as JSON; this loads the language models.

    Raises:
        DetenteError: there is nothing to read (422), it is too long (413), or it is in another language (422).
    """
    from ingest.explain import explain_article
    from ingest.language import LanguageError

    article = _article(question)
    check_length(article.full_text, question.most)
    try:
        found = explain_article(article)
    except LanguageError:
        raise DetenteError(_other_language(question.lang), 422) from None
    return json.dumps(asdict(found), ensure_ascii=False).encode()


def check_length(text: str, most: int) -> None:
    """Refuse a text that is too long.

    Raises:
        DetenteError: it is (413).
    """
    if len(text) > most:
        raise DetenteError(f"The text has {len(text):,} characters; up to {most:,} are read here. Shorten it.", 413)


def _article(question: Question) -> Article:
    from ingest.article import ArticleError, make_article

    if question.url is not None:
        page = _fetched(question.url, question.allow)
        return replace(page, lang=question.lang or page.lang, published=question.published or page.published)
    try:
        return make_article(question.text or "", title=question.title, lang=question.lang, published=question.published)
    except ArticleError as error:
        raise DetenteError(f"It cannot be read: {error.detail}.", 422) from None


def _fetched(url: str, allow: frozenset[str]) -> Article:
    from ingest.readers import web
    from ingest.readers.public import PublicTransport
    from ingest.readers.result import Failure

    found = list(islice(web.read(url, PublicTransport(allow)), 2))
    failure = next((outcome for outcome in found if isinstance(outcome, Failure)), None)
    if failure:
        raise DetenteError(f"The page cannot be read: {failure}.", 422)
    if len(found) != 1 or isinstance(found[0], Failure):
        raise DetenteError(f"{url} does not give one article; give the address of one.", 422)
    return found[0]


def _other_language(given: str | None) -> str:
    from ingest.language import supported

    packs = " and ".join(supported())
    if given:
        return f"There is no language pack for {given!r}; there are {packs}."
    return f"The text does not look like one of the languages that are read ({packs}). If it is one, name it in `lang`."
