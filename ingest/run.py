"""Ingest: inputs read, extracted and stored a batch at a time; what fails is told and skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.copies import Copies
from ingest.extract import Extraction
from ingest.program import run_name
from ingest.readers import Defaults, Failure, Meter, read
from ingest.report import Report
from ingest.runs import folder as run_folder
from ingest.runs.driver import Driver, Reader, Tools, read_input
from ingest.runs.errors import Problem, tidy, unresolved
from ingest.runs.inputs import STDIN, Input, check_same, check_unchanged, from_folder, look
from ingest.runs.loader import Shield
from ingest.runs.manifest import Manifest
from ingest.runs.state import State, begin_afresh, settle, snapshot
from ingest.runs.watch import Silence, Watch
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.engines.model import Engine


__all__ = ["Report", "RunError", "ingest", "put", "resume", "retry", "take"]

OnFailure = Callable[[Failure], None]
OnArticle = Callable[[Extraction], None]


def ingest(
    inputs: Iterable[str],
    store: Store,
    defaults: Defaults | None = None,
    *,
    copies: bool = True,
    on_failure: OnFailure | None = None,
    on_article: OnArticle | None = None,
    engine: Engine | None = None,
    runs: Path | None = None,
    watch: Watch | None = None,
    shield: Shield = nullcontext,
) -> Report:
    """Read inputs, extract their claims and store them; an article's graph is written whole or not at all.

    Args:
        inputs: paths, folders, URLs, or ``-`` for standard input.
        store: where the article graphs go.
        defaults: language, publication day and publisher of articles that do not say.
        copies: link articles that print the words of another to it, and do not read them again.
        on_failure: called with each input or article that could not be taken.
        on_article: called with the extraction of each article that is read; only where this process reads them.
        engine: who reads the articles, this process by default; it is closed at the end.
        runs: a folder in which the run is noted, so that it can be gone on with; without it, it cannot.
        watch: is told how the run goes.
        shield: makes a block that no signal interrupts, around each transaction.

    Raises:
        DetenteError: the store or the notes cannot be written, or the engine does not start.
    """
    found = [look(name, defaults or Defaults()) for name in inputs]
    tools = _tools(store, engine, on_article, _Told(watch or Silence(), on_failure), shield, copies=copies)
    with run_folder.begin(runs, run_folder.INGEST, found, run_name(), copies=copies) as manifest:
        return _work(tools, manifest, State(found, program=run_name()), runs)


def take(items: Iterable[Article | Failure], store: Store, *, on_failure: OnFailure | None = None) -> Report:
    """Extract the claims of articles that have been read already, and store them, as `ingest` does.

    Raises:
        DetenteError: the store cannot be written.
    """
    state = State([Input("", Defaults())], program=run_name())
    tools = _tools(store, None, None, _Told(Silence(), on_failure), nullcontext)
    with run_folder.begin(None, run_folder.INGEST, state.inputs, run_name()) as manifest:
        return _work(tools, manifest, state, None, reader=lambda _item, _meter: items)


def resume(
    store: Store,
    runs: Path,
    inputs: Sequence[str] = (),
    defaults: Defaults | None = None,
    *,
    engine: Engine | None = None,
    watch: Watch | None = None,
    shield: Shield = nullcontext,
) -> Report | None:
    """Go on with the last run that was stopped; ``None`` if there is none. The report is that of the whole run.

    Args:
        store: the store that the run was for.
        runs: the folder in which it is noted.
        inputs: its inputs again, or none.
        defaults: what was assumed of its articles, or nothing.
        engine: as for `ingest`.
        watch: as for `ingest`.
        shield: as for `ingest`.

    Raises:
        DetenteError: the inputs are not those of the run, or have changed since.
    """
    last = run_folder.unfinished(runs)
    if last is None:
        return None
    path, state = last
    state.inputs = from_folder(state.inputs, state.folder)
    if inputs:
        check_same(state.inputs, inputs, defaults or Defaults())
    check_unchanged(state.inputs[state.place.input :])
    tools = _tools(store, engine, None, watch or Silence(), shield, copies=state.copies)
    with Manifest(path) as manifest:
        _take_up(state, store, manifest)
        return _work(tools, manifest, state, runs, resumed=True)


def retry(
    store: Store,
    runs: Path,
    *,
    engine: Engine | None = None,
    watch: Watch | None = None,
    shield: Shield = nullcontext,
) -> Report:
    """Try again what earlier runs have set aside, and read again the inputs of which parts failed.

    Raises:
        DetenteError: the store or the notes cannot be written, or the engine does not start.
    """
    problems = unresolved(runs)
    again = {item.name: item for problem in problems if (item := problem.item) and item.name not in ("", STDIN)}
    inputs = [Input("", Defaults()), *(look(item.name, item.defaults) for item in again.values())]
    tools = _tools(store, engine, None, watch or Silence(), shield)
    with run_folder.begin(runs, run_folder.RETRY, inputs, run_name()) as manifest:
        return _work(tools, manifest, State(inputs, program=run_name()), runs, reader=_reader(problems))


def put(extraction: Extraction, store: Store) -> bool:
    """Replace the graph of an article; ``False`` if it is there already, word for word."""
    from ingest.rdf import ArticleWriter

    return store.replace_article(extraction.article.graph, ArticleWriter(extraction).quads())


class RunError(DetenteError):
    """A run came to an end before it was through; what it had stored is kept, and `resume` goes on."""


class _Told:
    """Passes on to a callback what fails, besides telling the watch."""

    def __init__(self, watch: Watch, on_failure: OnFailure | None) -> None:
        self.started, self.progressed, self.finished = watch.started, watch.progressed, watch.finished
        self._watch = watch
        self._on_failure = on_failure

    def failed(self, failure: Failure) -> None:
        self._watch.failed(failure)
        if self._on_failure is not None:
            self._on_failure(failure)

    def set_aside(self, failure: Failure) -> None:
        self._watch.set_aside(failure)
        if self._on_failure is not None:
            self._on_failure(failure)


def _tools(
    store: Store,
    engine: Engine | None,
    on_article: OnArticle | None,
    watch: Watch,
    shield: Shield,
    *,
    copies: bool = True,
) -> Tools:
    from ingest.engines.inside import InsideEngine

    finder = Copies(store) if copies else None
    return Tools(store, engine or InsideEngine(on_article), watch, shield, finder)


def _work(
    tools: Tools,
    manifest: Manifest,
    state: State,
    runs: Path | None,
    *,
    reader: Reader = read_input,
    resumed: bool = False,
) -> Report:
    """Work off a run, and note how it ended."""
    driver = Driver(tools, manifest, state, reader)
    try:
        report = driver.run(resumed=resumed)
        manifest.write("ended", sync=True, failed=report.failed)
    except (DetenteError, OSError) as error:
        _note_stop(manifest, error)
        raise RunError(error.detail if isinstance(error, DetenteError) else str(error), 500) from error
    except BaseException as error:
        _note_stop(manifest, error)
        raise
    run_folder.close_older(runs, manifest.path, state.inputs)
    tidy(runs)
    tools.watch.finished(report)
    return report


def _note_stop(manifest: Manifest, error: BaseException) -> None:
    """Note why the run stopped, if that can be noted; for going on with it nothing depends on this line."""
    try:
        why = error.detail if isinstance(error, DetenteError) else f"{type(error).__name__}: {error}"
        manifest.write("interrupted", reason=why)
    except DetenteError:
        pass


def _take_up(state: State, store: Store, manifest: Manifest) -> None:
    """Find out how far a run came, and note from where it goes on."""
    if state.program != run_name():  # all is read by one program in the end
        begin_afresh(state, run_name())
        manifest.write("restarted", sync=True, program=state.program)
        return
    settle(state, store)
    manifest.write("resumed", sync=True, **snapshot(state))


def _reader(problems: Sequence[Problem]) -> Reader:
    """Give the articles that were set aside as the first input, before the inputs that are read again."""

    def read_again(item: Input, meter: Meter) -> Iterator[Article | Failure]:
        if item.name:
            return read([item.name], item.defaults, meter)
        return (problem.article for problem in problems if problem.record is not None)

    return read_again
