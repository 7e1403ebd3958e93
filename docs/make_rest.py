"""Write the page of the lists and named questions with what the demo store answers: ``make docs``."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any, Final

import httpx

from api.app import create_app
from api.settings import Settings
from graph.articles import rows
from graph.store import Store, open_store

PAGE: Final = Path(__file__).with_name("rest.md")
BASE: Final = "http://127.0.0.1:8000"
LONGEST: Final = 90
WIDTH: Final = 120
HEAD: Final = """# Lists and named questions over HTTP

Written by `docs/make_rest.py`, which asks the sample articles; do not edit it by hand. To try the examples:

```sh
detente demo --serve
```

The whole interface, with every parameter, is at `/docs`; this page shows one request of each kind.

**Actors** are named by their id: a state by its ISO code (`IRN`), an organ or office of a state as in
`IRN.ministry-of-foreign-affairs`, others as in `houthis`. `/actors/search` finds ids by name. Organs and persons
count for whom they act for, except in `/stances`, where `principals=true` says so.

**Pages.** A list gives `limit` items (50 unless asked otherwise). The header `Link: <…>; rel="next"` holds the
address of the next page, with a `cursor`; no such header, no more items. A cursor is a place in the order and not
a number, so it stays right while articles come and go. `X-Total-Count` is the number of all items. `offset` works,
too.

**Forms.** `Accept: text/csv` gives a table, `Accept: application/ld+json` the same resources as a graph, with a
context that is also served at `/context.jsonld`. What is no part of the graph (name completions, sums by month)
comes as JSON and CSV only.

**Unchanged answers.** Every list and resource has an `ETag`; send it back in `If-None-Match` and, as long as
the graph has not changed, get `304` without a body.

**Errors** are `application/problem+json` with a `detail` that says what to do.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One request, with the fields of its answer that the page shows; all where none are named."""

    title: str
    text: str
    path: str
    fields: tuple[str, ...] = ()
    accept: str = ""


def examples(store: Store) -> list[Example]:
    """List the examples; ids of claims and articles are taken from the store."""
    stance, event, article = (_first(store, pattern) for pattern in _IDS)
    return [
        Example(
            "Find an actor",
            "By the beginning of a name or of a word of it, in any language, without accents. Best fit first, "
            "then the one most is said of. `lang` is the language of the labels.",
            "/actors/search?q=etats+un&lang=fr&limit=1",
        ),
        Example("List actors", "By id; `q` and `type` narrow the list.", "/actors?q=hou&type=ArmedGroup"),
        Example(
            "Show an actor",
            "Its names, whom it acts for, and how it stands to others now.",
            "/actors/houthis",
            ("id", "label", "type", "claims", "labels", "supported_by"),
        ),
        Example(
            "Whom does it support and oppose, and on how much evidence?",
            "Also what is only possible or denied; `current` tells whether it holds as of the latest evidence.",
            "/actors/IRN/relations?direction=out&limit=1",
        ),
        Example(
            "Stances with their evidence",
            "Newest first. Filters: `subject`, `object`, `relation`, `polarity`, `certainty`, `min_confidence`, "
            "`from`, `to`.",
            "/stances?subject=IRN&object=houthis&polarity=denied&limit=1",
            ("id", "subject", "relation", "object", "polarity", "speaker", "quote", "valid_from", "article"),
        ),
        Example("One stance as a graph", "", f"/stances/{stance}", ("@graph",), "application/ld+json"),
        Example(
            "Events by actor, type and date",
            "`actor` is either side; `agent` and `recipient` are one. `from` and `to` leave undated events out.",
            "/events?actor=RUS&type=SANCTION&from=2021-01-01&to=2021-12-31&limit=1",
            ("id", "type", "agents", "recipients", "date", "date_precision", "quote"),
        ),
        Example(
            "The types of events",
            "The PLOVER categories with names in both languages, quad classes, scores and modes, here as a table.",
            "/events/types",
            accept="text/csv",
        ),
        Example("Show an event", "", f"/events/{event}", ("id", "type", "mode", "tense", "confidence", "quote")),
        Example(
            "What happened between two actors?",
            "Dated events and stances in both directions, oldest first. `precision` tells how exact the date is, "
            "`dated_by` whether it is from the text.",
            "/dyads/IRN/houthis/timeline?limit=1",
            ("date", "precision", "dated_by", "kind", "agent", "recipient", "what", "score", "polarity", "quote"),
        ),
        Example(
            "What did an actor do, and what was done to it?",
            "The same for all others at once; `direction` tells which. `undated=true` lists what has no date instead.",
            "/actors/houthis/timeline?limit=1",
            ("date", "precision", "dated_by", "kind", "direction", "agents", "what", "recipients", "quote", "marks"),
        ),
        Example(
            "Cooperation and conflict by month",
            "Affirmed, certain, past events only, with the mean of their PLOVER scores, here as a table.",
            "/dyads/USA/RUS/months",
            accept="text/csv",
        ),
        Example(
            "Where do sources contradict each other?",
            "By outlet and speaker, each with its latest words. Filters: `actor`, which is either of the two, "
            "`subject`, `object`, `relation`, `outlet`.",
            "/contradictions?subject=FRA",
        ),
        Example(
            "Draw the network",
            "Actors with their places and blocs, and what holds between them as of the latest evidence. Every route of "
            "the network takes the same filters: `as_of`, `from`, `to`, `min_confidence`, `certainty` (the least), "
            "`source` (outlet), `speaker`, `type` (of both actors), `lang` and `principals`; `source`, `speaker` and "
            "`type` may be repeated. A speaker is exactly the one named, not who acts for it. The numbers are those of "
            "`detente network`.",
            "/network?as_of=2021-06-30&certainty=certain&type=State",
            ("summary", "actors", "relations"),
        ),
        Example(
            "What does a relation rest on?",
            "Newest first; `marks` are the places of the two actors in the sentence, in Unicode code points.",
            "/network/evidence?subject=IRN&object=houthis&relation=supports",
            ("id", "relation", "date", "stated", "certainty", "subject_mention", "quote", "marks", "article"),
        ),
        Example(
            "Part the actors into blocs",
            "With as few relations as possible that do not fit; for two blocs `index` is the frustration index.",
            "/network/blocs?from=2021-01-01",
            ("k", "index", "total", "share", "exact", "blocs"),
        ),
        Example(
            "Is it balanced?",
            "Triads by the signs of their sides; `unbalanced` lists those that do not hold together, with quotes.",
            "/network/balance",
            ("triads", "census", "strong", "weak", "ambivalent"),
        ),
        Example("Who is central?", "In support and in opposition apart.", "/network/centrality"),
        Example(
            "Who is around an actor?",
            "`radius=2` takes their neighbours, too.",
            "/network/ego/houthis",
            ("actor", "actors"),
        ),
        Example(
            "Why would one oppose another?",
            "Friends of friends and enemies of enemies, each step with its quotes. What a path suggests is inferred.",
            "/network/paths/USA/houthis",
            ("a", "c", "suggestions"),
        ),
        Example(
            "Compare what is said of two actors",
            "By outlet and by speaker, with flips, contradictions and what one outlet alone reports.",
            "/network/dyads/FRA/MLI",
            ("a", "b", "months", "single_source"),
        ),
        Example(
            "How did the blocs change?",
            "As of the end of each quarter.",
            "/network/evolution",
            ("quarter", "index", "joined", "changed"),
        ),
        Example(
            "Take the network away",
            "As `graphml`, `gexf`, `csv` or `html` (one page that needs no internet). All analyses at once are at "
            "`/network/report`.",
            "/network/export?format=csv",
            accept="text/csv",
        ),
        Example("List articles", "Newest first.", "/articles?publisher=Northern+Wire&limit=1"),
        Example(
            "Show an article", "With all its claims.", f"/articles/{article}", ("id", "title", "stances", "events")
        ),
        Example(
            "The named questions",
            "Each with its parameters and its SPARQL text.",
            "/queries",
            ("name", "question", "url"),
        ),
        Example(
            "Ask a named question",
            "Parameters are typed and have defaults. Actors and claims are given by their ids. `*` stands for "
            "anybody where the question allows it. `Accept` may also be a SPARQL results format, with full IRIs.",
            "/queries/stance-on-day?subject=MLI&object=FRA&day=2020-12-31",
        ),
        Example("The same as a table", "", "/queries/who-opposes?target=houthis", accept="text/csv"),
        Example("State of the service", "", "/health", ("status", "counts")),
        Example("The JSON-LD context", "", "/context.jsonld", ("@context",)),
        Example("The named questions for SPARQL editors", "", "/examples", ("name", "question")),
    ]


_IDS: Final = (
    "?x a gp:StanceAssertion ; gp:subjectPrincipal actor:IRN ; gp:objectPrincipal actor:houthis",
    "?x a gp:Event ; gp:agentPrincipal actor:USA ; gp:recipientPrincipal actor:RUS ; gp:date ?d",
    "?x a schema:NewsArticle ; schema:publisher 'Northern Wire'",
)


def rest_page(store: Store) -> str:
    """Write the page with what a store answers."""
    asked = examples(store)
    answers = asyncio.run(_answers(store, asked))
    return HEAD + "".join(map(_section, asked, answers))


async def _answers(store: Store, asked: list[Example]) -> list[str]:
    transport = httpx.ASGITransport(create_app(Settings(), store))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        found = [await client.get(example.path, headers={"Accept": example.accept or "*/*"}) for example in asked]
    assert all(response.status_code == 200 for response in found), found
    return [response.text for response in found]


def _first(store: Store, pattern: str) -> str:
    (iri,) = next(rows(store, f"SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1"))
    return str(iri).rpartition("/")[2]


def _section(example: Example, body: str) -> str:
    accept = f"-H 'Accept: {example.accept}' " if example.accept else ""
    text = f"{fill(example.text, WIDTH)}\n\n" if example.text else ""
    language, answer = _shown(body, example)
    request = f"```sh\ncurl {accept}'{BASE}{example.path}'\n```"
    return f"\n## {example.title}\n\n{text}{request}\n\n```{language}\n{answer}\n```\n"


def _shown(body: str, example: Example) -> tuple[str, str]:
    if example.accept == "text/csv":
        return "text", "\n".join(body.splitlines()[:4])
    found = _chosen(json.loads(body), example.fields)
    return "json", json.dumps(_shortened(found), ensure_ascii=False, indent=2)


def _chosen(value: Any, fields: tuple[str, ...]) -> Any:
    """Keep the fields to be shown; of a list, the first item."""
    if isinstance(value, list):
        return [_chosen(item, fields) for item in value[:1]] + (["…"] if len(value) > 1 else [])
    chosen = {name: value[name] for name in fields or value}
    return chosen if len(chosen) == len(value) else {**chosen, "…": "…"}


def _shortened(value: Any) -> Any:
    """Cut long texts, and all but a few members of nested lists and contexts."""
    if isinstance(value, dict):
        kept = [(name, item) for name, item in value.items() if name != "wasGeneratedBy"]  # names the spaCy version
        kept = kept if len(kept) <= 24 else [*kept[:8], ("…", "…")]
        return {name: _shortened(item) for name, item in kept}
    if isinstance(value, list):
        return [_shortened(item) for item in value[:2]] + (["…"] if len(value) > 2 else [])
    return value if not isinstance(value, str) or len(value) <= LONGEST else value[:LONGEST] + "…"


def main() -> None:
    """Write the page, from a store that is given or made."""
    from api.commands.demo import demo

    with TemporaryDirectory() as folder:
        place = sys.argv[1] if len(sys.argv) > 1 else f"{folder}/demo"
        if len(sys.argv) == 1:
            demo(store=place)
        with open_store(place, read_only=True) as store:
            PAGE.write_text(rest_page(store), "utf-8")


if __name__ == "__main__":
    main()
