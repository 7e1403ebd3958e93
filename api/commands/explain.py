"""``detente explain``: what the extraction sees in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sized
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from ingest.explanation import DateRow, EventRow, Explanation, Participant, PredicationRow, StanceRow

EXAMPLES: Final = (
    "detente explain 'Turkey denied supporting Syria.'",
    "detente explain 'Paris a condamné Moscou mardi.' --lang fr --published 2021-03-10",
    "detente explain 'Iran armed the Houthis.' --json | jq .stances",
)
NOBODY: Final = "nobody"
LONGEST_SENTENCE: Final = 80
"""Characters that are shown of a sentence."""
MANY_WORDS: Final = re.compile(r":([^|:\]]+)\|[^:\]]*?(?=\]|\s\S+:)")

Sentence = Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence, or several.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="fr or en; detected if not given.")]
Published = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Day that “on Monday” counts from."),
]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Least confidence of a claim that is shown.")
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, with all there is, for programs.")]


def explain(
    sentence: Sentence,
    lang: Lang = None,
    published: Published = None,
    min_confidence: MinConfidence = 0.0,
    as_json: Json = False,
) -> None:
    """Show what is read in a sentence, step by step.

    Actors, dates, predications with the entry or operator that fired, and the claims that follow, by rules or by the
    learned reader. Nothing is stored.
    """
    from ingest.explain import explain as run

    found = run(sentence, lang, published.date() if published else None, min_confidence)
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _print(found)


def _print(found: Explanation) -> None:
    from api.output import print_table

    typer.echo(f"language {found.lang}, published {found.published or 'on an unknown day'}")
    if _title("actors", found.actors):
        actors = ((a.words, a.actor, a.how, a.principal, _yes(a.place), f"{a.score:.2f}") for a in found.actors)
        print_table(("words", "id", "recognised as", "principal", "place", "score"), actors)
    passed = [sentence for sentence in found.sentences if not sentence.parsed]
    if passed and _title("sentences passed over", passed):
        print_table(("sentence", "why"), ((_opening(found.text[s.begin : s.end]), s.why) for s in passed))
    if _title("dates", found.dates):
        dates = ((d.words, _days(d), d.precision, _yes(d.relative)) for d in found.dates)
        print_table(("words", "date", "precision", "relative"), dates)
    if _title("predications", found.predications):
        for predication in found.predications:
            _print_predication(predication)
    if _title("stances", found.stances):
        stances = ((_stance(s), s.basis, f"{s.confidence:.2f}", _likely(s), _short(s.rule)) for s in found.stances)
        print_table(("claim", "basis", "confidence", "reader", "rule"), stances)
    if _title("events", found.events):
        events = ((_event(e), f"{e.confidence:.2f}", _short(e.rule)) for e in found.events)
        print_table(("claim", "confidence", "rule"), events)


def _opening(sentence: str) -> str:
    return shorten(sentence, LONGEST_SENTENCE, placeholder=" …")


def _title(title: str, rows: Sized) -> bool:
    """Print a heading, and that nothing stands under it if so."""
    from rich.text import Text

    from api.output import console

    console().print(Text(f"\n{title.capitalize()}{'' if rows else ': none'}", style="bold"))
    return bool(rows)


def _print_predication(p: PredicationRow) -> None:
    from rich.table import Table
    from rich.text import Text

    from api.output import console

    table = Table.grid(padding=(0, 3, 0, 0))
    for name, value in _lines(p).items():
        if value:
            table.add_row(Text(f"  {name}"), Text(value))
    console().print(Text(p.word, style="bold"), table)


def _lines(p: PredicationRow) -> dict[str, str]:
    """Write a predication as names and values."""
    kind = f"{p.type}-{p.mode}" if p.mode else p.type
    speaker = f": {_named(p.source.speaker)}" if p.source.speaker else ""
    return {
        "rule": _short(p.rule),
        "type": " ".join((kind, *p.contexts)),
        "agents": _side(p.agents, p.agent_words),
        "recipients": _side(p.recipients, p.recipient_words),
        "implies": f"{p.implies}{' (weakly)' if p.weak else ''}" if p.implies else "no stance",
        "polarity": _polarity(p.denied),
        "certainty": p.certainty,
        "tense": p.tense,
        "source": f"{p.source.attribution}{speaker}",
        "date": _days(p.date) if p.date else "",
        "place": p.place,
        "reason": p.reason,
    }


def _side(participants: Iterable[Participant], words: str) -> str:
    return "; ".join(map(_named, participants)) or _unknown(words)


def _unknown(words: str) -> str:
    return f"({words})" if words else NOBODY


def _named(p: Participant) -> str:
    principal = f" for {p.principal}" if p.principal != p.actor else ""
    via = f" via {p.via}" if p.via else ""
    return f"{p.words} ({p.actor}{principal}{via}, {p.score:.2f})"


def _stance(s: StanceRow) -> str:
    return f"{s.subject} {s.relation} {s.object}, {_polarity(s.denied)}, {s.certainty}"


def _likely(s: StanceRow) -> str:
    return "" if s.reader is None else f"{s.reader:.2f}"


def _event(e: EventRow) -> str:
    agents = " + ".join(e.agents) or _unknown(e.agent_words)
    recipients = " + ".join(e.recipients) or _unknown(e.recipient_words)
    return f"{e.type} {agents} → {recipients}, {_polarity(e.denied)}, {e.certainty}"


def _days(d: DateRow) -> str:
    return d.date if d.until == d.date else f"{d.date} to {d.until}"


def _polarity(denied: bool) -> str:
    return "denied" if denied else "affirmed"


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def _short(rule: str) -> str:
    """Keep the first of the many words that an entry may ask for: ``[obj:arm|…]``."""
    return MANY_WORDS.sub(r":\1|…", rule)
