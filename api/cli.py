"""The command line: `detente COMMAND …`."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from api.commands import (
    backup,
    delete,
    demo,
    errors,
    evaluate,
    explain,
    export,
    ingest,
    network,
    query,
    restore,
    serve,
    stats,
    token,
    validate,
    watch,
)
from api.commands.options import examples
from ontology.errors import DetenteError


class Group(TyperGroup):
    """Tells expected errors in one line on standard error instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; exit 1 on an error, quietly if the reader of our output went away."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None
        except (DetenteError, OSError) as error:
            detail = error.detail if isinstance(error, DetenteError) else _reason(error)
            typer.echo(f"detente: {' '.join(detail.split())}", err=True)
            raise typer.Exit(1) from None
        return result


def _reason(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)


app: Final = typer.Typer(
    name="detente",
    cls=Group,
    help="Turn news articles into a knowledge graph of who supports or opposes whom, and what happened when.",
    epilog=examples(
        "detente demo", "detente ingest news/", "detente query 'SELECT ?who { ?who gp:opposes actor:RUS }'"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo", epilog=examples(*demo.EXAMPLES))(demo.demo)
app.command("ingest", epilog=examples(*ingest.EXAMPLES))(ingest.ingest)
app.command("watch", epilog=examples(*watch.EXAMPLES))(watch.watch)
app.command("errors", epilog=examples(*errors.EXAMPLES))(errors.errors)
app.command("query", epilog=examples(*query.EXAMPLES))(query.query)
app.command("explain", epilog=examples(*explain.EXAMPLES))(explain.explain)
app.command("serve", epilog=examples(*serve.EXAMPLES))(serve.serve)
app.command("token", epilog=examples(*token.EXAMPLES))(token.token)
app.command("export", epilog=examples(*export.EXAMPLES))(export.export)
app.command("stats", epilog=examples(*stats.EXAMPLES))(stats.stats)
app.command("validate", epilog=examples(*validate.EXAMPLES))(validate.validate)
app.command("network", epilog=examples(*network.EXAMPLES))(network.network)
app.command("evaluate", epilog=examples(*evaluate.EXAMPLES))(evaluate.evaluate)
app.command("delete", epilog=examples(*delete.EXAMPLES))(delete.delete)
app.command("backup", epilog=examples(*backup.EXAMPLES))(backup.backup)
app.command("restore", epilog=examples(*restore.EXAMPLES))(restore.restore)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Take the options that come before the command."""


def main() -> None:
    """Run the command line."""
    app(prog_name="detente")
