"""All analyses of a signed network in one value, the same for REST, the command line and notebooks."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from graph.signed import plain
from graph.signed.balance import Balance, balance
from graph.signed.blocs import Partition, blocs, frustration
from graph.signed.centrality import Centrality, centralities
from graph.signed.dyads import Contradiction, Flip, contradictions, flips, single_source
from graph.signed.evolution import Quarter, evolution
from graph.signed.model import Actor, Filters, Relation, SignedNetwork


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers that tell a network in a line.

    ``frustration`` is the index of the two-bloc partition, ``balance`` the share of triads balanced in the strong
    sense, ``None`` without triads; ``first`` and ``last`` are days of evidence, empty if none is dated.
    """

    actors: int
    relations: int
    supports: int
    opposes: int
    stances: int
    articles: int
    first: str
    last: str
    single_source: int
    frustration: int
    frustration_share: float | None
    frustration_exact: bool
    balance: float | None
    balance_weak: float | None


@dataclass(frozen=True)
class Report:
    """What a signed network shows: its actors and relations, blocs, balance, centralities, and what changed.

    ``partition`` has two blocs, ``blocs`` as many as were asked for.
    """

    filters: Filters
    summary: Summary
    actors: tuple[Actor, ...]
    relations: tuple[Relation, ...]
    partition: Partition
    blocs: Partition
    balance: Balance
    centralities: tuple[Centrality, ...]
    evolution: tuple[Quarter, ...]
    flips: tuple[Flip, ...]
    contradictions: tuple[Contradiction, ...]
    single_source: tuple[Relation, ...]


def report(network: SignedNetwork, k: int = 2) -> Report:
    """Analyse a network, with its blocs at most ``k``.

    Raises:
        DetenteError: ``k`` is less than 1.
    """
    partition, balanced = frustration(network), balance(network)
    return Report(
        filters=network.filters,
        summary=summarise(network, partition, balanced),
        actors=tuple(network.actors.values()),
        relations=network.relations,
        partition=partition,
        blocs=partition if k == partition.k else blocs(network, k),
        balance=balanced,
        centralities=centralities(network),
        evolution=evolution(network),
        flips=flips(network),
        contradictions=contradictions(network),
        single_source=single_source(network),
    )


def summarise(network: SignedNetwork, partition: Partition, balanced: Balance) -> Summary:
    """Sum up a network, given its two-bloc partition and its balance."""
    items = [data["evidence"] for _, _, data in network.graph.edges(data=True)]
    days = [item.date for item in items if item.date]
    supports = sum(relation.sign > 0 for relation in network.relations)
    return Summary(
        actors=len(network.actors),
        relations=len(network.relations),
        supports=supports,
        opposes=len(network.relations) - supports,
        stances=len(items),
        articles=len({item.source.iri for item in items}),
        first=min(days, default=""),
        last=max(days, default=""),
        single_source=len(single_source(network)),
        frustration=partition.index,
        frustration_share=partition.share,
        frustration_exact=partition.exact,
        balance=balanced.strong,
        balance_weak=balanced.weak,
    )


def to_dict(found: Report) -> plain.Plain:
    """Turn a report into plain data for JSON, with the ids of actors and the surest quote of each relation."""
    summary = asdict(found.summary)
    return {
        "filters": plain.filters(found.filters),
        "summary": {**summary, "first": found.summary.first or None, "last": found.summary.last or None},
        "actors": [plain.actor(actor, found.partition.blocs[actor.iri]) for actor in found.actors],
        "relations": plain.relations(found.relations),
        "frustration": plain.partition(found.partition),
        "blocs": plain.partition(found.blocs),
        "balance": plain.balance(found.balance),
        "centrality": [plain.centrality(one) for one in found.centralities],
        "evolution": [plain.quarter(one) for one in found.evolution],
        "flips": [plain.flip(one) for one in found.flips],
        "contradictions": [plain.contradiction(one) for one in found.contradictions],
        "single_source": [one.id for one in found.single_source],
    }
