"""The house rules: which room may import which, how long a file may be, and that what is public is described."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "ontology": {"ontology"},
    "graph": {"graph", "ontology"},
    "ingest": {"ingest", "graph", "ontology"},
    "api": {"api", "ingest", "graph", "ontology"},
}
LONGEST_FILE = 400
FILES = sorted(path.relative_to(ROOT) for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Name the modules a file imports, also inside functions and under TYPE_CHECKING, and by ``import_module``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            assert node.level == 0, f"{path}: relative import"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ("import_module", "__import__", "files"):
                yield str(node.args[0].value)


def undescribed(path: Path) -> Iterator[str]:
    """Name what is public and has no docstring."""
    module = tree(path)
    pending: list[tuple[str, ast.AST]] = [(str(path), module)]
    while pending:
        name, node = pending.pop()
        assert isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if ast.get_docstring(node) is None:
            yield name
        if isinstance(node, ast.Module | ast.ClassDef):
            pending += [
                (f"{name}: {child.name}", child)
                for child in node.body
                if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and child.name[0] != "_"
            ]


def test_there_are_files() -> None:
    assert {path.parts[0] for path in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    rooms = {name.partition(".")[0] for name in imported(path)} & (set(MAY_IMPORT) | {"tests", "notebooks"})
    assert rooms <= MAY_IMPORT[path.parts[0]]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_are_short(path: Path) -> None:
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", FILES, ids=str)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    assert list(undescribed(path)) == []
