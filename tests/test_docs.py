"""What the documentation says is so: commands, options, files, endpoints, snippets and the answers it shows."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from api.app import create_app
from api.settings import Settings
from api.terms import compact
from graph.store import Store, open_store
from ingest.llm.settings import LlmSettings
from ontology.namespaces import PREFIXES

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")
MAKE_COMMANDS = runpy.run_path(str(ROOT / "docs" / "make_commands.py"))
MAKE_SETTINGS = runpy.run_path(str(ROOT / "docs" / "make_settings.py"))
COMMANDS = MAKE_COMMANDS["commands"]()
MAKE_REST = runpy.run_path(str(ROOT / "docs" / "make_rest.py"))
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:api|docs|graph|ingest|ontology|tests|notebooks)/(?:[\w/-]+\.\w+|[\w/-]*/))`")
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def blocks(text: str, language: str) -> list[str]:
    """List the code blocks in a language."""
    return [code for name, code in BLOCK.findall(text) if name == language]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls() -> Iterator[list[str]]:
    """Yield every `detente …` that a page shows as a command line or in a sentence, word by word."""
    for page in PAGES:
        text = page.read_text("utf-8")
        lines = [line for code in blocks(text, "sh") for line in code.splitlines()]
        for line in [*lines, *re.findall(r"`(detente [^`]+)`", text)]:
            for part in line.split("|"):
                if re.match(r"\s*detente\b", part):
                    yield shlex.split(part)


@cache
def page_of_commands() -> str:
    return MAKE_COMMANDS["commands_page"]()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `detente demo` prints, and the store it made."""
    folder = tmp_path_factory.mktemp("demo")
    command = [Path(sys.executable).with_name("detente"), "demo", "--store", "demo-graph"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout, folder / "demo-graph"


@pytest.fixture(scope="module")
def ran() -> dict[str, object]:
    """The names that the README's Python snippet leaves behind, and what it printed."""
    (code,) = blocks(README, "python")
    printed: list[str] = []
    names: dict[str, object] = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    exec(compile(code, "README.md", "exec"), names)
    return {**names, "printed": printed}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_linked_files_exist(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    targets = [target for target in LINK.findall(text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_named_files_exist(page: Path) -> None:
    named = set(FILE.findall(page.read_text("utf-8")))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_commands_and_options_exist() -> None:
    shown = list(calls())
    assert len(shown) > 10
    for _, command, *words in shown:
        assert command in COMMANDS
        (page,) = re.findall(rf"^## {command}\n(.*?)(?=^## |\Z)", page_of_commands(), re.MULTILINE | re.DOTALL)
        for option in (word for word in words if word.startswith("-") and word != "-"):
            assert re.search(rf"^  .*{option}\b", page, re.MULTILINE), f"{command} {option}"


def test_make_targets_exist() -> None:
    rules = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    lines = [line for page in PAGES for code in blocks(page.read_text("utf-8"), "sh") for line in code.splitlines()]
    targets = {match[1] for line in lines if (match := re.match(r"make (\w+)", line))}
    assert {"demo", "test"} <= targets <= rules


def test_every_command_is_documented() -> None:
    assert set(COMMANDS) == set(re.findall(r"^## (\w+)$", (ROOT / "docs/commands.md").read_text("utf-8"), re.MULTILINE))


def test_page_of_commands_is_current() -> None:
    assert (ROOT / "docs/commands.md").read_text("utf-8") == page_of_commands(), "run: make docs"


def test_page_of_settings_is_current() -> None:
    assert (ROOT / "docs/settings.md").read_text("utf-8") == MAKE_SETTINGS["settings_page"](), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_settings_that_are_named_exist(page: Path) -> None:
    fields = Settings.model_fields.items()
    known = {field.validation_alias or f"DETENTE_{name.upper()}" for name, field in fields} | {
        "DETENTE_TOKEN",
        "DETENTE_CHROMIUM",
        *(f"DETENTE_LLM_{name.upper()}" for name in LlmSettings.model_fields),
    }
    assert set(re.findall(r"DETENTE_[A-Z_]+[A-Z]", page.read_text("utf-8"))) <= known


def test_page_of_lists_is_current(demo: tuple[str, Path]) -> None:
    with open_store(demo[1], read_only=True) as store:
        assert (ROOT / "docs/rest.md").read_text("utf-8") == MAKE_REST["rest_page"](store), "run: make docs"


def test_every_list_has_an_example() -> None:
    shown = re.findall(r"'http://127.0.0.1:8000([^'?]+)", (ROOT / "docs/rest.md").read_text("utf-8"))
    paths = create_app(Settings(), open_store(":memory:")).openapi()["paths"]
    lists = {"stances", "events", "dyads", "contradictions", "actors", "articles", "queries"}
    routes = [
        path
        for path, methods in paths.items()
        if lists & {*methods.get("get", {}).get("tags", ())} and path[:9] != "/queries/"
    ]
    assert [
        path for path in routes if not any(re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), url) for url in shown)
    ] == []


def test_endpoints_exist() -> None:
    listed = set(re.findall(r"`(GET|POST|PUT|DELETE) (/[^`]*)`", README))
    paths = create_app(Settings(), open_store(":memory:")).openapi()["paths"]
    real = {
        (method.upper(), re.sub(r"^/queries/.+", "/queries/{name}", path)) for path in paths for method in paths[path]
    }
    assert listed == real | {("GET", "/docs")}


def test_readme_shows_what_the_demo_prints(demo: tuple[str, Path]) -> None:
    printed = demo[0].splitlines()
    lines = blocks(README, "text")[0].splitlines()
    assert len(lines) > 4
    assert [line for line in lines if line not in printed] == []


def test_readme_query_has_the_answer_shown(demo: tuple[str, Path]) -> None:
    (query,) = blocks(README, "sparql")
    table = README[README.index(query) :].partition("|\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:5]] for line in table if line.startswith("|")]
    with open_store(demo[1], read_only=True) as store:
        answer = [[compact_or_text(term) for term in solution] for solution in store.query(query)]
    assert rows[2:] == answer


def compact_or_text(term: object) -> str:
    """Write a term as the README does."""
    value = getattr(term, "value", "")
    return compact(value) if value.startswith("https://") else value.strip()


def test_readme_snippet_prints_what_it_says(ran: dict[str, object]) -> None:
    shown = blocks(README[README.index("```python") :], "text")[0]
    assert ran["printed"] == shown.splitlines()


def test_readme_claim_is_in_the_graph(ran: dict[str, object]) -> None:
    from ingest.run import put

    (turtle,) = blocks(README, "turtle")
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    shown = {quad.triple for quad in parse(prefixes + turtle, RdfFormat.TURTLE)}
    store: Store = open_store(":memory:")
    put(ran["found"], store)  # type: ignore[arg-type]
    stored: set[Quad] = {quad.triple for quad in store.quads()}
    assert [str(triple) for triple in sorted(shown - stored, key=str)] == []


def test_readme_json_line_is_an_article(tmp_path: Path) -> None:
    from ingest.article import Article
    from ingest.readers import Defaults, read

    path = tmp_path / "articles.jsonl"
    path.write_text(blocks(README, "json")[0], "utf-8")
    (article,) = read([str(path)], Defaults())
    assert isinstance(article, Article)
    assert (article.source_id, article.lang) == ("42", "en")


@pytest.mark.parametrize("marker", ["<!-- measured -->", "<!-- /measured -->"])
def test_measured_table_can_be_found(marker: str) -> None:
    assert README.count(f"{marker}\n") == 1


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md"], ids=name)
def test_rows_shown_are_in_the_tables(page: Path) -> None:
    tables = {line for path in (ROOT / "ontology").rglob("*.csv") for line in path.read_text("utf-8").splitlines()}
    lines = [line.strip() for code in blocks(page.read_text("utf-8"), "csv") for line in code.splitlines()]
    assert lines
    assert [line for line in lines if line not in tables] == []
