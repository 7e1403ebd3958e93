"""Small networks written as text: ``FRA+MLI`` for support, ``FRA-RUS`` for opposition, with all that evidence can have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from graph.signed.model import Actor, Corpus, Evidence, Filters, SignedNetwork, Source
from graph.signed.read import signed_network
from ontology.namespaces import actor_id, actor_iri, article_iri, stance_iri

_LINE = re.compile(r"([\w.]+)([+-])([\w.]+)(?:@([\d-]+))?")

LINES = st.lists(
    st.builds("{}{}{}".format, st.sampled_from("abcdefgh"), st.sampled_from("+-"), st.sampled_from("ijklabcd")),
    max_size=30,
).map(lambda lines: [line for line in lines if line[0] != line[2]])
"""Up to twelve actors, of which four are on both ends."""

LETTERS = "abcdefgh"
DENSE = st.lists(
    st.builds("{}{}{}".format, st.sampled_from(LETTERS), st.sampled_from("+-"), st.sampled_from(LETTERS)), max_size=40
).map(lambda lines: [line for line in lines if line[0] != line[2]])
"""Up to eight actors, many of them tied."""


def said(line: str, number: int = 0, **given: Any) -> Evidence:
    """Make one piece of evidence; what is not given is sure, affirmed and of one article in one outlet."""
    match = _LINE.fullmatch(line)
    assert match, line
    subject, sign, object_, day = match.groups()
    a, b = actor_iri(subject), actor_iri(object_)
    day = day or "2030-01-01"
    article = Source(
        article_iri(f"{number}"), f"Article {number}", "Daily Post", "en", day, f"https://example.org/{number}"
    )
    made = Evidence(
        stance=stance_iri(subject, sign, object_, str(number)),
        subject=a,
        object=b,
        subject_principal=a,
        object_principal=b,
        relation="supports" if sign == "+" else "opposes",
        denied=False,
        certainty="certain",
        confidence=0.9,
        date=day,
        stated=False,
        until="",
        attribution="Narrator",
        speaker="",
        subject_mention=subject,
        object_mention=object_,
        sentence=f"{article.iri}#char=0,9",
        quote=f"{line} ({number})",
        source=article,
    )
    source = {key[7:]: given.pop(key) for key in list(given) if key.startswith("source_")}
    return replace(made, source=replace(article, **source), **given)


def corpus(*items: Evidence | str, actors: Iterable[Actor] = ()) -> Corpus:
    numbers = count()
    found = tuple(said(item, next(numbers)) if isinstance(item, str) else item for item in items)
    return Corpus({actor.iri: actor for actor in actors}, found, tuple(item.source for item in found))


def net(*items: Evidence | str, filters: Filters | None = None, actors: Iterable[Actor] = ()) -> SignedNetwork:
    """Make a network of evidence, some of it written as lines; each line is an article of its own."""
    return signed_network(corpus(*items, actors=actors), filters)


def ids(iris: Iterable[str]) -> list[str]:
    return [actor_id(iri) for iri in iris]
