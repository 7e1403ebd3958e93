"""Which language an article is in, and whether there is a language pack for it."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from ingest.article import Article
from ontology.errors import DetenteError

UNDETERMINED: Final = "und"
"""The ISO 639 code for a language nobody can tell."""
_SAMPLE: Final = 4000
_MARGIN: Final = 10.0
"""How much likelier, in natural logarithm, a language without a pack must be than one with a pack."""


class LanguageError(DetenteError):
    """An article is in a language without a language pack."""


def normalise(tag: str) -> str:
    """Reduce a language tag to its ISO 639-1 code where it has one: ``fr-FR``, ``fra``, ``FR_ca`` to ``fr``."""
    from babel.core import get_global

    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    alias: str = get_global("language_aliases").get(code) or code
    return alias.partition("_")[0]


def detect(article: Article) -> str:
    """Give the ISO 639-1 code an article declares, else the one its first 4,000 characters look like.

    Names too short to tell neighbours apart go to a language that has a pack; ``und`` when nothing can be told.
    """
    declared = normalise(article.lang) if article.lang else ""
    if len(declared) >= 2 and declared not in ("und", "mul", "zxx", "mis"):
        return declared
    return _identify(article.full_text[:_SAMPLE])


def _identify(text: str) -> str:
    """Tell the language of a text by py3langid, with some preference for languages that have a pack."""
    from py3langid.langid import rank

    ranked: list[tuple[str, float]] = rank(text)
    best, worst = ranked[0][1], ranked[-1][1]
    if best == worst or not any(map(str.isalpha, text)):
        return UNDETERMINED
    packs = supported()
    near = (code for code, score in ranked if code in packs and score > best - _MARGIN)
    return next(near, ranked[0][0])


def supported(lexicon: Traversable | None = None) -> list[str]:
    """List the languages that have a pack: the folders of the lexicon with a ``predicates.csv``."""
    root = files("ontology") / "lexicon" if lexicon is None else lexicon
    return sorted(pack.name for pack in root.iterdir() if (pack / "predicates.csv").is_file())


def require_pack(lang: str) -> None:
    """Check that a language has a pack.

    Raises:
        LanguageError: It has none.
    """
    packs = supported()
    if lang not in packs:
        have = ", ".join(packs) or "none"
        raise LanguageError(
            f"no language pack for {lang!r} (have: {have}); give the language with --lang if it is wrong"
        )
