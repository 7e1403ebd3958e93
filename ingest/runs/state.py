"""How far a run is, as its manifest tells."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ingest.held import contents
from ingest.runs.inputs import START, Input, Place, from_json
from ingest.runs.manifest import Line

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.article import Article

_HASH: Final = 16
"""Hexadecimal digits of an article's hash; as many of its content hash follow in the key of an article."""
Told = tuple[int, object]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run has done up to some place."""

    stored: int = 0
    unchanged: int = 0
    events: int = 0
    stances: int = 0
    failed: int = 0
    copies: int = 0


@dataclass
class State:
    """What a manifest says.

    Attributes:
        counts: What was done up to ``place``.
        here: Articles among the unchanged ones that were found in the input at ``place``.
        pending: Batches after ``place`` that may have come into the store or not.
        copies: Whether copies of other articles are linked to them and not read.
        told: Failures that were told already, to be passed over as often as they were.
        done: Short keys of the articles loaded from the input at ``place``, for inputs that are read from the start.
    """

    inputs: list[Input] = field(default_factory=list)
    folder: str = ""
    program: str = ""
    kind: str = ""
    copies: bool = True
    place: Place = START
    counts: Counts = Counts()
    here: int = 0
    pending: list[Line] = field(default_factory=list)
    told: Counter[Told] = field(default_factory=Counter)
    done: array[int] = field(default_factory=lambda: array("Q"))
    ended: bool = False


def key(article: Article) -> str:
    """Write down in short which article it is, and in which words."""
    return article.hash + article.content_hash.partition(":")[2][:_HASH]


def short(article_key: str) -> int:
    """Pack the key of an article into eight bytes."""
    return int(article_key[: _HASH // 2] + article_key[_HASH : _HASH + _HASH // 2], 16)


def failure_key(item: Input, place: Place, source: str, reason: str) -> Told:
    """Name a failure: by its place where that stays the same, else by its words."""
    return (place.input, place.outcomes if item.is_file else f"{source}\n{reason}")


def replay(lines: Iterable[Line]) -> State:
    """Read a manifest from its beginning."""
    state = State()
    for line in lines:
        match line["event"]:
            case "started":
                state.inputs = [from_json(found) for found in line["inputs"]]
                state.folder, state.program, state.kind = line["folder"], line["program"], line["kind"]
                state.copies = line["copies"]
            case "failure":
                _tell(state, line)
            case "batch":
                state.pending.append(line)
            case "loaded" if state.pending:
                state.pending[-1]["changed"] = line["changed"]
            case "saved" | "resumed":
                _reach(state, line)
            case "restarted":
                begin_afresh(state, line["program"])
            case "ended":
                state.ended = True
            case _:
                pass
    state.done = array("Q", sorted(state.done))
    return state


def begin_afresh(state: State, program: str) -> None:
    """Go back to the very beginning, for another program than before reads the articles."""
    state.program = program
    state.place, state.counts, state.here = START, Counts(), 0
    state.pending, state.told, state.done = [], Counter(), array("Q")


def is_done(state: State, article: Article) -> bool:
    """Tell whether an article was loaded from the input at which the run was stopped."""
    wanted = short(key(article))
    index = bisect_left(state.done, wanted)
    return index < len(state.done) and state.done[index] == wanted


def settle(state: State, store: Store) -> None:
    """Find out which of the last batches came into the store, and let the state be behind them.

    A store that loses its last writes in a power cut loses them from the end, so the first that is not there ends it.
    """
    keys = [item for line in state.pending for item in line["articles"]]
    found = contents({item[:_HASH] for item in keys}, store, state.program)
    for line, later in zip(state.pending, _at_least(state.pending), strict=True):
        held = {name: content.partition(":")[2][:_HASH] for name, content in found.items()}
        if any(held.get(item[:_HASH]) not in later[item[:_HASH]] for item in line["articles"]):
            break
        _apply(state, line)
    state.done = array("Q", sorted([*state.done, *map(short, keys)]))
    state.pending = []
    _begin_again(state)


def _at_least(lines: list[Line]) -> list[dict[str, set[str]]]:
    """Give for each batch the words its articles may have in the store if it, or batches after it, came there."""
    found: list[dict[str, set[str]]] = []
    later: dict[str, set[str]] = defaultdict(set)
    for line in reversed(lines):
        for item in line["articles"]:
            later[item[:_HASH]].add(item[_HASH:])
        found.append({item[:_HASH]: set(later[item[:_HASH]]) for item in line["articles"]})
    return found[::-1]


def _apply(state: State, line: Line) -> None:
    place = Place(*line["place"])
    changed = line.get("changed", len(line["articles"]))
    counts = state.counts
    state.counts = Counts(
        counts.stored + changed,
        counts.unchanged + line["unchanged"] + len(line["articles"]) - changed,
        counts.events + line["events"],
        counts.stances + line["stances"],
        counts.failed + len(line["set_aside"]),
        counts.copies + line["copies"],
    )
    state.place, state.here = place, line["here"]


def _begin_again(state: State) -> None:
    """Go back to the beginning of an input that may give other articles, or in another order, when read again."""
    place = state.place
    if place.input < len(state.inputs) and state.inputs[place.input].is_file:
        state.done = array("Q")
    elif place.outcomes:
        state.place = Place(place.input)
        state.counts = replace(state.counts, unchanged=state.counts.unchanged - state.here)
        state.here = 0


def _tell(state: State, line: Line) -> None:
    place = Place(*line["place"])
    item = state.inputs[place.input]
    state.told[failure_key(item, place, line["source"], line["reason"])] += 1
    state.counts = replace(state.counts, failed=state.counts.failed + 1)


def _reach(state: State, line: Line) -> None:
    """Go to where everything is known to be on the disk."""
    place = Place(*line["place"])
    if place.input != state.place.input:
        state.done = array("Q")
        state.told = Counter({told: times for told, times in state.told.items() if told[0] >= place.input})
    state.done.extend(short(item) for batch in state.pending for item in batch["articles"])
    state.pending = []
    state.place, state.counts, state.here = place, Counts(**line["counts"]), line["here"]


def snapshot(state: State) -> dict[str, Any]:
    """Write the members of a line that says how far the run is."""
    counts = state.counts
    return {
        "place": list(state.place),
        "here": state.here,
        "counts": {name: getattr(counts, name) for name in Counts.__dataclass_fields__},
    }
