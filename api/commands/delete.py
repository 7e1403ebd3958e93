"""``detente delete``: an article out of the store."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from api.commands.options import STORE, StoreOption, counted

EXAMPLES: Final = (
    "detente delete https://example.org/2021/03/09/article",
    "detente delete gas-04-en --store news-graph",
)

Article = Annotated[str, typer.Argument(help="URL, id as given, hash or IRI of the article.")]


def delete(article: Article, store: StoreOption = STORE) -> None:
    """Remove an article and what was derived from it.

    The names of the graphs removed are printed.
    """
    from graph.store import open_store

    open_store(store, read_only=True).close()  # a store that is not there is an error, not a reason to make one
    with open_store(store) as opened:
        graphs = opened.delete_article(article)
    for graph in graphs:
        typer.echo(graph)
    typer.echo(f"{counted(len(graphs), 'article')} deleted", err=True)
