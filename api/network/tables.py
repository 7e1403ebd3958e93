"""A signed network as text for people: what ``detente network`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from api.commands.options import counted
from api.output import console
from graph.signed.parts import components

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from graph.signed.blocs import Partition
    from graph.signed.dyads import Contradiction, Dyad, Flip, Month, Saying
    from graph.signed.ego import Ego
    from graph.signed.evolution import Quarter
    from graph.signed.model import Evidence, Relation, SignedNetwork
    from graph.signed.paths import Explanation, Path
    from graph.signed.report import Report

SHOWN: Final = 12
LONGEST_QUOTE: Final = 160
NOTHING: Final = "No relation counts with these filters: the network is empty."


def report_text(network: SignedNetwork, found: Report) -> str:
    """Write the report of a network."""
    out = _Text(network)
    sums = found.summary
    if not sums.relations:
        return NOTHING + "\n"
    period = f", {sums.first} to {sums.last}" if sums.first else ""
    out.line(
        f"{counted(sums.actors, 'actor')}, {counted(sums.relations, 'relation')}"
        f" ({sums.supports} of support, {sums.opposes} of opposition),"
        f" {counted(sums.stances, 'stance')} in {counted(sums.articles, 'article')}{period}"
    )
    if sums.single_source:
        out.line(f"{sums.single_source} of {sums.relations} relations are reported by a single outlet.")
    out.partition(found.blocs)
    out.balance(found)
    out.centralities(found)
    out.evolution(found.evolution)
    out.flips(found.flips)
    out.contradictions(found.contradictions)
    return out.text()


def ego_text(network: SignedNetwork, found: Ego) -> str:
    """Write the network around an actor."""
    out = _Text(network)
    others = len(found.distances) - 1
    out.line(f"{out.name(found.actor)}: {counted(others, 'actor')} around, {counted(len(found.relations), 'relation')}")
    own = [relation for relation in found.relations if found.actor in (relation.subject, relation.object)]
    out.relations("Its own relations", own, len(own))
    rest = [relation for relation in found.relations if relation not in own]
    out.relations("Relations among those around it", rest, len(rest))
    return out.text()


def dyad_text(network: SignedNetwork, found: Dyad, months: Sequence[Month], why: Explanation | None) -> str:
    """Write what is between two actors."""
    out = _Text(network)
    names = f"{out.name(found.a)} and {out.name(found.b)}"
    out.line(f"{names}: {counted(len(found.steps), 'stance')}, {counted(len(found.relations), 'current relation')}")
    out.relations("As of the latest evidence", found.relations, len(found.relations))
    out.steps(found.steps)
    out.flips(found.flips)
    out.months(months)
    out.sayings("By outlet", found.outlets, "not known")
    out.sayings("By speaker", found.speakers, "the outlet itself")
    out.contradictions(found.contradictions)
    for relation in found.single_source:
        out.line(f"\nA single outlet reports that {out.phrase(relation)}.")
    if why:
        out.paths(why)
    return out.text()


class _Text:
    """Text as it grows; all of an article is written as it stands, never as markup."""

    def __init__(self, network: SignedNetwork) -> None:
        self._network = network
        self._console: Console = console()
        self._parts: list[str] = []
        self._names = Counter(actor.name() for actor in network.actors.values())

    def text(self) -> str:
        return "".join(self._parts)

    def name(self, iri: str) -> str:
        actor = self._network.corpus.actor(iri)
        name = actor.name()
        return f"{name} [{actor.id}]" if self._names[name] > 1 else name

    def phrase(self, relation: Relation | Saying | Contradiction) -> str:
        return f"{self.name(relation.subject)} {relation.relation} {self.name(relation.object)}"

    def line(self, text: str) -> None:
        self._parts.append(text + "\n")

    def title(self, text: str) -> None:
        self._parts.append(f"\n{text}\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        from rich.text import Text

        table = _table()
        listed = [list(row) for row in rows]
        for place, column in enumerate(columns):
            number = bool(listed) and all(isinstance(row[place], int | float) for row in listed)
            table.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in listed:
            table.add_row(*(Text(str(value)) for value in row))
        with self._console.capture() as captured:
            self._console.print(table)
        self._parts.append("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def rest(self, shown: int, total: int) -> None:
        if total > shown:
            self.line(f"… and {total - shown} more; --format json lists them.")

    def relations(self, title: str, found: Sequence[Relation], most: int = SHOWN) -> None:
        if not found:
            return
        self.title(f"{title}:")
        rows = [(self.phrase(one), one.articles, one.last, _quote(one.surest.quote)) for one in found[:most]]
        self.table(("relation", "articles", "last", "quote"), rows)
        self.rest(most, len(found))

    def partition(self, found: Partition) -> None:
        share = f"{found.index} of {counted(found.total, 'relation')} do not fit ({_percent(found.share)})"
        sure = "for sure the least possible" if found.exact else "the least that a search found"
        self.title(f"{counted(len(found.members()), 'bloc')}; {share}, {sure}:")
        groups = components(self._network)
        if len(groups) > 1:
            self.line(f"No relation joins {len(groups)} parts of the network: blocs are sides within a part.")
        for place, group in enumerate(groups[:SHOWN], 1):
            for bloc in range(found.k):
                members = [iri for iri in group if found.blocs[iri] == bloc]
                self._bloc(f"part {place}, bloc {bloc}:" if len(groups) > 1 else f"bloc {bloc}:", members)
        self.rest(SHOWN, len(groups))
        self.relations("Relations that do not fit the blocs", found.frustrated)

    def _bloc(self, title: str, members: Sequence[str]) -> None:
        from textwrap import fill

        if members:
            names = ", ".join(sorted((self.name(iri) for iri in members), key=str.casefold))
            self.line(fill(f"{title} {names}", self._console.width, subsequent_indent="  "))

    def balance(self, found: Report) -> None:
        census = found.balance
        if not census.triads:
            self.title("Balance: no triad of actors is tied three ways.")
        else:
            self.title(
                f"Balance: {_percent(census.strong)} balanced of {counted(census.triads, 'triad')}"
                f" ({_percent(census.weak)} if three enemies count as balanced):"
            )
            self.table(("triad", "count"), [(kind, number) for kind, number in census.census.items()])
        for tie in census.ambivalent_pairs[:SHOWN]:
            self.line(f"{self.name(tie.a)} and {self.name(tie.b)} both support and oppose each other: ambivalent.")
        if census.unbalanced:
            self.title("Unbalanced triads:")
            rows = [
                (triad.kind, "; ".join(self.phrase(relation) for side in triad.sides for relation in side.relations))
                for triad in census.unbalanced[:SHOWN]
            ]
            self.table(("triad", "relations"), rows)
            self.rest(SHOWN, len(census.unbalanced))

    def centralities(self, found: Report) -> None:
        self.title("Actors with most relations; ranks are PageRank, of support and of opposition apart:")
        rows = [
            (
                self._network.actors[one.actor].id,
                self.name(one.actor),
                one.supports,
                one.supported,
                one.opposes,
                one.opposed,
                round(one.support_rank, 3),
                round(one.opposition_rank, 3),
            )
            for one in found.centralities[:SHOWN]
        ]
        counts = ("supports", "supported by", "opposes", "opposed by", "support rank", "opposition rank")
        self.table(("id", "actor", *counts), rows)
        self.rest(SHOWN, len(found.centralities))

    def evolution(self, found: Sequence[Quarter]) -> None:
        if len(found) < 2:
            return
        self.title("Two blocs as of the end of each quarter:")
        rows = [
            (
                quarter.name,
                len(quarter.partition.blocs),
                quarter.partition.index,
                ", ".join(self.name(change.actor) for change in quarter.changed),
            )
            for quarter in found
        ]
        self.table(("quarter", "actors", "do not fit", "changed side"), rows)

    def flips(self, found: Sequence[Flip]) -> None:
        if not found:
            return
        self.title("Flips, the latest first:")
        rows = []
        for flip in list(reversed(found))[:SHOWN]:
            before, after = flip.before[0], flip.after[0]
            turn = f"{before.relation} {before.date} → {after.relation} {after.date}"
            quotes = f"{_quote(before.quote)}\n→ {_quote(after.quote)}"
            rows.append((f"{self.name(flip.subject)} towards {self.name(flip.object)}", turn, quotes))
        self.table(("who", "turn", "quotes"), rows)
        self.rest(SHOWN, len(found))

    def contradictions(self, found: Sequence[Contradiction]) -> None:
        if not found:
            return
        self.title("Contradictions: what one affirms, another denies:")
        rows = [
            (
                self.phrase(one),
                self._voiced(one.affirmed[0]),
                self._voiced(one.denied[0]),
            )
            for one in found[:SHOWN]
        ]
        self.table(("relation", "affirmed", "denied"), rows)
        self.rest(SHOWN, len(found))

    def steps(self, found: Sequence[Evidence]) -> None:
        if found:
            self.title("Step by step:")
            rows = [(item.date or "undated", self._stance(item), self._voiced(item)) for item in found]
            self.table(("date", "stance", "evidence"), rows)

    def months(self, found: Sequence[Month]) -> None:
        if found:
            self.title("Events by month; scores from +10 (cooperation) to -10 (conflict):")
            rows = [(one.month, one.cooperation, one.conflict, round(one.mean_score, 1)) for one in found]
            self.table(("month", "cooperation", "conflict", "mean score"), rows)

    def sayings(self, title: str, found: Sequence[Saying], nobody: str) -> None:
        if found:
            self.title(f"{title}:")
            rows = [
                (
                    (self.name(one.who) if "://" in one.who else one.who) or nobody,
                    self.phrase(one),
                    len(one.affirmed),
                    len(one.denied),
                )
                for one in found
            ]
            self.table(("who says", "relation", "affirms", "denies"), rows)

    def paths(self, why: Explanation) -> None:
        if not why.paths:
            return
        counts = " and ".join(f"{number} that it {name}" for name, number in why.suggestions.items() if number)
        self.title(f"Inferred, not stated: paths from {self.name(why.a)} to {self.name(why.c)} suggest ({counts}):")
        rows = [(path.suggests, path.pattern, self._walk(path)) for path in why.paths[:SHOWN]]
        self.table(("suggests", "signs", "path"), rows)
        self.rest(SHOWN, sum(why.suggestions.values()))

    def _walk(self, path: Path) -> str:
        lines = []
        for step in path.steps:
            relation = step.relations[0]
            lines.append(f"{self.phrase(relation)}: {_quote(relation.surest.quote)}")
        return "\n".join(lines)

    def _stance(self, item: Evidence) -> str:
        subject, object_ = item.ends(self._network.filters.principals)
        return f"{self.name(subject)} {item.relation} {self.name(object_)}"

    def _voiced(self, item: Evidence) -> str:
        voice = self.name(item.speaker) if item.speaker else ""
        said = ", ".join(part for part in (voice, item.source.publisher, item.source.published) if part)
        return f"{_quote(item.quote)} ({said})" if said else _quote(item.quote)


def _table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)


def _quote(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1].rstrip() + "…"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.0%}"
