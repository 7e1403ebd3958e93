"""``detente explain``: what the extraction sees in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from ingest.explain import DateRow, EventRow, Explanation, Participant, PredicationRow, StanceRow

EXAMPLES: Final = (
    "detente explain 'Turkey denied supporting Syria.'",
    "detente explain 'Paris a condamné Moscou mardi.' --lang fr --published 2021-03-10",
    "detente explain 'Iran armed the Houthis.' --json | jq .stances",
)
NOTHING: Final = "-"

Sentence = Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence, or several.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="fr or en; detected if not given.")]
Published = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Day that “on Monday” counts from."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, with all there is, for programs.")]


def explain(sentence: Sentence, lang: Lang = None, published: Published = None, as_json: Json = False) -> None:
    """Show what is read in a sentence, step by step.

    Actors, dates, predications with the entry or operator that fired, and the claims that follow. Nothing is stored.
    """
    from ingest.explain import explain as run

    found = run(sentence, lang, published.date() if published else None)
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _print(found)


def _print(found: Explanation) -> None:
    typer.echo(f"language {found.lang}, published {found.published or 'on an unknown day'}")
    actors = [(a.words, a.actor, a.how, a.principal, "yes" if a.place else "") for a in found.actors]
    _section("actors", ("words", "id", "recognised as", "principal", "place"), actors)
    dates = [(d.words, _days(d), d.precision, "yes" if d.relative else "") for d in found.dates]
    _section("dates", ("words", "date", "precision", "relative"), dates)
    for number, predication in enumerate(found.predications, 1):
        _section(f"predication {number}: {predication.word}", ("", ""), _predication(predication))
    if not found.predications:
        _section("predications", (), [])
    stances = [(_stance(s), s.basis, f"{s.confidence:.2f}", _short(s.rule)) for s in found.stances]
    _section("stances", ("claim", "basis", "confidence", "rule"), stances)
    events = [(_event(e), f"{e.confidence:.2f}", _short(e.rule)) for e in found.events]
    _section("events", ("claim", "confidence", "rule"), events)


def _section(title: str, columns: Iterable[str], rows: list[tuple[str, ...]]) -> None:
    """Print a title and a table under it, or that there is nothing."""
    from rich.text import Text

    from api.output import console, print_table

    console().print(Text(f"\n{title.upper()}" if rows else f"\n{title.upper()}: none", style="bold"))
    if rows:
        print_table(columns, rows)


def _predication(p: PredicationRow) -> list[tuple[str, ...]]:
    """Write a predication as lines of a name and a value."""
    kind = f"{p.type}-{p.mode}" if p.mode else p.type
    speaker = f" of {_who([p.source.speaker])}" if p.source.speaker else ""
    implies = f"{p.implies}{' (weakly)' if p.weak else ''}" if p.implies else "no stance"
    lines = {
        "rule": p.rule,
        "type": f"{kind}  {' '.join(p.contexts)}".strip(),
        "agents": _who(p.agents),
        "recipients": _who(p.recipients),
        "implies": implies,
        "polarity": _polarity(p.denied),
        "certainty": p.certainty,
        "tense": p.tense,
        "source": f"{p.source.attribution}{speaker}",
        "date": _days(p.date) if p.date else NOTHING,
        "place": p.place or NOTHING,
        "reason": p.reason or NOTHING,
    }
    return list(lines.items())


def _who(participants: Iterable[Participant]) -> str:
    return "; ".join(_named(participant) for participant in participants) or NOTHING


def _named(p: Participant) -> str:
    principal = f", acts for {p.principal}" if p.principal != p.actor else ""
    via = f", via {p.via}" if p.via else ""
    return f"{p.words} = {p.actor}{principal}{via} ({p.score:.2f})"


def _days(found: DateRow) -> str:
    return found.date if found.until == found.date else f"{found.date} to {found.until}"


def _polarity(denied: bool) -> str:
    return "denied" if denied else "affirmed"


def _stance(s: StanceRow) -> str:
    return f"{s.subject} {s.relation} {s.object}, {_polarity(s.denied)}, {s.certainty}"


def _event(e: EventRow) -> str:
    sides = (" + ".join(side) or NOTHING for side in (e.agents, e.recipients))
    return f"{e.type} {' → '.join(sides)}, {_polarity(e.denied)}, {e.certainty}"


def _short(rule: str) -> str:
    """Leave out the words that an entry asks for, which the predications show."""
    return "".join(_outside(rule)).replace("  ", " ").strip()


def _outside(rule: str) -> Iterator[str]:
    for part in rule.split("["):
        yield part.partition("]")[2] if "]" in part else part
