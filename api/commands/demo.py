"""``detente demo``: from sample articles to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.options import HOST, PORT, STORE_HELP, HostOption, PortOption

if TYPE_CHECKING:
    from graph.store import Store

EXAMPLES: Final = ("detente demo", "detente demo --serve", "detente demo --store demo-graph")

Serve = Annotated[bool, typer.Option("--serve", help="Show the graph in web pages afterwards, until Ctrl-C.")]
DemoStore = Annotated[str, typer.Option("--store", metavar="FOLDER", help=STORE_HELP)]


def demo(serve: Serve = False, store: DemoStore = ":memory:", host: HostOption = HOST, port: PortOption = PORT) -> None:
    """Make a graph of sample articles and print what it says.

    The twenty articles, in French and English, are fiction written for this purpose.
    """
    from api.report import print_demo
    from graph.store import MEMORY, open_store

    with open_store(store) as opened:
        _ingest_samples(opened)
        print_demo(opened, None if store == MEMORY else store, served=serve)
        if serve:
            from api.serving import serve as run
            from api.settings import Settings

            run(Settings(store=store, host=host, port=port), opened)


def _ingest_samples(store: Store) -> None:
    from importlib.resources import as_file, files

    from api.progress import watching
    from ingest.run import ingest

    typer.echo("Reading the sample articles (fiction, written for this demo) …", err=True)
    with as_file(files("ingest") / "samples") as folder, watching() as watch:
        ingest([str(folder)], store, watch=watch)
