"""Write the page of all commands from their help texts: ``make docs`` writes ``docs/commands.md``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import typer.main
from typer.testing import CliRunner

from api.cli import app

PAGE: Final = Path(__file__).with_name("commands.md")
WIDTH: Final = 100
HEAD: Final = """# Commands

Written by `docs/make_commands.py` from the help texts; do not edit it by hand.

Data goes to standard output, progress and messages to standard error. The exit code is 0 if all went well, 1 if
something failed, 2 if the command was not understood.
"""


def commands() -> list[str]:
    """List the commands in the order of the help text."""
    return list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def commands_page() -> str:
    """Write the page."""
    return HEAD + "".join(f"\n## {name}\n\n```text\n{_help(name)}\n```\n" for name in commands())


def _help(name: str) -> str:
    unset = dict.fromkeys(name for name in os.environ if name.startswith("DETENTE_"))
    runner = CliRunner(env={"COLUMNS": str(WIDTH), **unset})
    result = runner.invoke(app, [name, "--help"], prog_name="detente", terminal_width=WIDTH)
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


if __name__ == "__main__":
    PAGE.write_text(commands_page(), "utf-8")
