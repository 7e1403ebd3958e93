"""What the demo prints: who supports or opposes whom, one query with its answer, and how to go on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Final

from api.commands.options import HOST, PORT
from api.output import console, print_table
from api.views.refs import actor_refs
from graph.articles import rows

if TYPE_CHECKING:
    from rich.console import Console

    from api.schemas import ActorRef
    from graph.store import Store

SHOWN: Final = 20
LONGEST_QUOTE: Final = 240
LINE: Final = 110
PAGES: Final = f"http://{HOST}:{PORT}/"
"""Where the pages are unless --host or --port says otherwise."""

_REPORTS: Final = """SELECT ?subject ?relation ?object ?quote ?article ?publisher ?published ?score WHERE {
  VALUES ?relation { gp:supports gp:opposes }
  GRAPH graph:current { ?subject ?relation ?object }
  ?stance gp:subjectPrincipal ?subject ; rdf:predicate ?relation ; gp:objectPrincipal ?object ;
          gp:claimPolarity gp:affirmed ; gp:confidence ?score ; prov:wasDerivedFrom ?span .
  ?span nif:anchorOf ?quote ; nif:referenceContext ?article .
  OPTIONAL { ?article schema:publisher ?publisher }
  OPTIONAL { ?article schema:datePublished ?published }
} ORDER BY DESC(?score) DESC(?published) ?stance"""

QUERY: Final = """# What is denied, when, and in which words?
SELECT ?who ?relation ?whom ?date ?outlet ?words WHERE {
  ?stance gp:claimPolarity gp:denied ; prov:wasDerivedFrom ?sentence ;
          gp:subjectPrincipal ?who ; rdf:predicate ?relation ; gp:objectPrincipal ?whom .
  ?sentence nif:anchorOf ?words ; nif:referenceContext ?article .
  ?article schema:publisher ?outlet ; schema:datePublished ?date .
} ORDER BY ?date"""


@dataclass(frozen=True, slots=True)
class Relation:
    """A current relation between principals, with its strongest evidence."""

    subject: str
    relation: str
    object: str
    reports: int
    quote: str
    source: str


def print_demo(store: Store, location: str | None, *, served: bool = False) -> None:
    """Print the three parts to standard output.

    Args:
        store: what to tell of.
        location: where the store can be found again; none if it is forgotten.
        served: whether it is served next, which tells where.
    """
    out = console()
    relations = current_relations(store)
    _print_relations(out, store, relations)
    out.print("\nThe same graph, asked in SPARQL:\n", style="bold")
    out.print(QUERY + "\n", markup=False)
    _print_answer(store)
    out.print("\n" + _next_steps(location, served), markup=False)


def current_relations(store: Store) -> list[Relation]:
    """Read the current relations between principals, the most reported first."""
    found: dict[tuple[str, str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows(store, _REPORTS):
        subject, relation, object_, *evidence = (text or "" for text in row)
        found[subject, relation, object_].append(tuple(evidence))
    relations = [_relation(*key, evidence) for key, evidence in found.items()]
    return sorted(relations, key=lambda item: -item.reports)


def _relation(subject: str, relation: str, object_: str, evidence: list[tuple[str, ...]]) -> Relation:
    quote, _, publisher, published, _ = evidence[0]
    articles = {article for _, article, *_ in evidence}
    source = ", ".join(part for part in (publisher, published[:10]) if part)
    return Relation(subject, relation.rpartition("#")[2], object_, len(articles), _short(quote), source)


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rpartition(" ")[0] + " …"


def _print_relations(out: Console, store: Store, relations: list[Relation]) -> None:
    from rich.text import Text

    shown = relations[:SHOWN]
    actors = actor_refs(store, (iri for item in shown for iri in (item.subject, item.object)))
    out.print(f"Who supports or opposes whom ({len(shown)} of {len(relations)} current relations)\n", style="bold")
    for item in shown:
        out.print(_headline(item, actors))
        out.print(Text(_indented(f"{item.quote} — {item.source}", out.width)))


def _indented(text: str, width: int) -> str:
    return fill(text, min(width, LINE), initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _headline(item: Relation, actors: dict[str, ActorRef]) -> object:
    from rich.text import Text

    colour = "green" if item.relation == "supports" else "red"
    return Text.assemble(
        (actors[item.subject].label, "bold"),
        (f" {item.relation} ", colour),
        (actors[item.object].label, "bold"),
        f"  ({item.reports} {'article' if item.reports == 1 else 'articles'})",
    )


def _print_answer(store: Store) -> None:
    from pyoxigraph import QuerySolutions

    answer = store.query(QUERY)
    assert isinstance(answer, QuerySolutions)
    print_table((variable.value for variable in answer.variables), answer)


def _next_steps(location: str | None, served: bool) -> str:
    look = f"detente serve --store {location}" if location else "detente demo --serve"
    further = (
        f"detente query --example list --store {location}" if location else "detente ingest news/ && detente serve"
    )
    lines = [f"See it in your browser: {look}, then open {PAGES}", f"Go on: {further}"]
    return "\n".join(lines[served:])
