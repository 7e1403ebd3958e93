"""``detente network``: the signed network of who supports and opposes whom, analysed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args

import typer

from api.commands.options import STORE, StoreOption
from ontology.errors import DetenteError
from ontology.namespaces import actor_id, actor_iri

if TYPE_CHECKING:
    from graph.signed.model import Filters, SignedNetwork
    from graph.store import Store

EXAMPLES: Final = (
    "detente network",
    "detente network --as-of 2021-06-30 --certainty certain --format json | jq .summary",
    "detente network --actor IRN --radius 2",
    "detente network --pair FRA MLI --from 2021-01-01",
    "detente network --blocs 3 --source 'Northern Wire' --lang en",
    "detente network --format html -o network.html",
)


class Format(StrEnum):
    """The forms a network can be written in."""

    table = "table"
    json = "json"
    html = "html"
    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"


class Certainty(StrEnum):
    """Degrees of what a text says for sure."""

    certain = "certain"
    probable = "probable"
    possible = "possible"


class Radius(StrEnum):
    """How many ties away the actors of an ego network may be."""

    one = "1"
    two = "2"


def _day(name: str, told: str) -> Any:
    return typer.Option(name, formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=told)


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="table: a report for people; json: all of it; html: the picture in one file that needs no internet;"
        " graphml, gexf: for Gephi and others; csv: one relation a line.",
    ),
]
AsOf = Annotated[datetime | None, _day("--as-of", "What holds as of this day: evidence up to it, and undated.")]
From = Annotated[datetime | None, _day("--from", "Count only evidence dated on this day or later.")]
To = Annotated[datetime | None, _day("--to", "Count only evidence dated on this day or before.")]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, help="Least confidence of evidence. By default that of the graph."),
]
CertaintyOption = Annotated[Certainty, typer.Option("--certainty", help="Least certainty of what the text says.")]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="OUTLET", help="Count only this outlet; may be repeated.")
]
Speakers = Annotated[
    list[str] | None, typer.Option("--speaker", metavar="ACTOR", help="Count only what this actor says; repeatable.")
]
Types = Annotated[
    list[str] | None, typer.Option("--type", metavar="CLASS", help="Only actors of this class: State; repeatable.")
]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Count only articles in a language: fr, en.")]
Organs = Annotated[
    bool, typer.Option("--organs", help="Show organs and persons as they are mentioned, not whom they act for.")
]
ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="ACTOR", help="Show one actor and those around it.")
]
RadiusOption = Annotated[Radius, typer.Option("--radius", help="How far around: neighbours, or also theirs.")]
Pair = Annotated[
    tuple[str, str] | None, typer.Option("--pair", metavar="A B", help="Show what is between two actors, and why.")
]
Blocs = Annotated[int, typer.Option("--blocs", metavar="K", min=1, help="Part the actors into at most so many blocs.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="File to write; - is standard output.")]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a network: all of it, one actor, or a pair."""

    form: Format
    actor: str | None
    radius: int
    pair: tuple[str, str] | None
    blocs: int


def network(
    form: FormatOption = Format.table,
    as_of: AsOf = None,
    start: From = None,
    end: To = None,
    min_confidence: MinConfidence = None,
    certainty: CertaintyOption = Certainty.probable,
    source: Sources = None,
    speaker: Speakers = None,
    type_: Types = None,
    lang: Lang = None,
    organs: Organs = False,
    actor: ActorOption = None,
    radius: RadiusOption = Radius.one,
    pair: Pair = None,
    blocs: Blocs = 2,
    output: Output = "-",
    store: StoreOption = STORE,
) -> None:
    """Analyse who supports and opposes whom.

    The report has blocs and the relations that do not fit them, balance, central actors, how the blocs changed by
    quarter, flips and contradictions. Without filters the network is that of the current relations of the graph.
    Actors are given by their ids: USA, hezbollah.
    """
    from api.stores import open_store
    from graph.signed.model import Filters

    if actor and pair:
        raise typer.BadParameter("ask about one actor or about a pair, not both", param_hint="--actor, --pair")
    filters = Filters(
        as_of=_date(as_of),
        start=_date(start),
        end=_date(end),
        min_confidence=Filters().min_confidence if min_confidence is None else min_confidence,
        certainty=certainty.value,
        sources=frozenset(source or ()),
        speakers=_iris(speaker or ()),
        types=_classes(type_ or ()),
        language=lang,
        principals=not organs,
    )
    with open_store(store, read_only=True) as opened:
        data = _answer(opened, filters, Question(form, actor, int(radius), pair, blocs))
    _write(data, output)


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _iris(refs: Iterable[str]) -> frozenset[str]:
    return frozenset(ref if "://" in ref else actor_iri(ref) for ref in refs)


def _classes(names: Iterable[str]) -> frozenset[str]:
    from api.schemas import ActorType

    known = get_args(ActorType)
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint="--type")
    return frozenset(names)


def _answer(store: Store, filters: Filters, asked: Question) -> bytes:
    from graph.signed.ego import ego, within
    from graph.signed.read import read_network

    found = read_network(store, filters)
    for speaker in sorted(filters.speakers - found.corpus.actors.keys()):
        raise DetenteError(f"There is no actor {actor_id(speaker)!r}; no --speaker of that id has said anything.", 404)
    if asked.form in (Format.table, Format.json):
        return _report(store, found, asked).encode()
    if asked.actor:
        found = within(found, ego(found, asked.actor, asked.radius).distances)
    elif asked.pair:
        found = within(found, [found.find(one) for one in asked.pair])
    from api.views import network as view

    return view.page(found) if asked.form is Format.html else view.exported(found, asked.form.value)


def _report(store: Store, found: SignedNetwork, asked: Question) -> str:
    """Write what is asked as a table or as JSON."""
    if asked.actor:
        return _ego(found, asked.actor, asked)
    if asked.pair:
        return _dyad(store, found, asked.pair, asked)
    from api.network.tables import report_text
    from graph.signed.report import report, to_dict

    whole = report(found, asked.blocs)
    return report_text(found, whole) if asked.form is Format.table else _json(to_dict(whole))


def _ego(found: SignedNetwork, actor: str, asked: Question) -> str:
    from api.network.tables import ego_text
    from graph.signed import plain
    from graph.signed.ego import ego

    around = ego(found, actor, asked.radius)
    return ego_text(found, around) if asked.form is Format.table else _json(plain.ego(around))


def _dyad(store: Store, found: SignedNetwork, pair: tuple[str, str], asked: Question) -> str:
    from api.network.tables import dyad_text
    from api.views import network as view
    from graph.signed.dyads import dyad, months
    from graph.signed.paths import explain

    if asked.form is Format.json:
        return _json(view.dyad(store, found, *pair))
    between = dyad(found, *pair)
    scores = months(store, between.a, between.b, found.filters.min_confidence)
    why = explain(found, *pair) if {between.a, between.b} <= found.actors.keys() else None
    return dyad_text(found, between, scores, why)


def _json(values: dict[str, Any]) -> str:
    import json

    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _write(data: bytes, output: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(output).write_bytes(data)
