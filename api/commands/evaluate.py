"""``detente evaluate``: the extraction against articles that people have annotated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from graph.derive import LEAST_CONFIDENCE

EXAMPLES: Final = (
    "detente evaluate gold.jsonl",
    "detente evaluate gold.jsonl --named-only --errors --lang fr > errors.txt",
    "detente evaluate gold.jsonl --by publisher --json | jq .by.publisher",
)

Gold = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD.jsonl",
        help="Articles, one JSON object a line, with the stances and events to be found in each.",
    ),
]
Errors = Annotated[
    bool, typer.Option("--errors", help="List what is missed and what is spurious, with sentence and rule.")
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON instead of tables.")]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Least confidence of a stance that counts.")
]
NamedOnly = Annotated[
    bool, typer.Option("--named-only", help="Leave out stances of or towards collectives (protesters, rebels).")
]
RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Leave the learned reader out.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Take only documents in a language: fr, en.")]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help="Also score groups of documents, by a field of the lines; can be given several times."
        "  [default: lang, and phenomenon if lines have one]",
    ),
]


def evaluate(
    gold: Gold,
    errors: Errors = False,
    as_json: Json = False,
    min_confidence: MinConfidence = LEAST_CONFIDENCE,
    named_only: NamedOnly = False,
    rules_only: RulesOnly = False,
    lang: Lang = None,
    by: By = None,
) -> None:
    """Measure the extraction against annotated articles.

    The articles are read in memory, no store is needed. Stances that are marked optional in the gold are neither
    rewarded nor punished.
    """
    import json

    from api.progress import counting
    from ingest.evaluation import evaluate as run
    from ingest.evaluation import tables

    with counting() as tell:
        found = run(
            gold,
            min_confidence=min_confidence,
            named_only=named_only,
            rules_only=rules_only,
            lang=lang,
            by=by or (),
            on_article=tell,
        )
    if as_json:
        typer.echo(json.dumps(tables.as_json(found, errors=errors), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(tables.lines(found)))
        if errors:
            typer.echo("\n" + "\n".join(tables.error_lines(found.errors)))
    for failure in found.failures:
        typer.echo(f"detente: {failure}", err=True)
    if found.failures:
        raise typer.Exit(1)
