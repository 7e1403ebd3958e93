"""A network as one HTML text that needs nothing else: for a cell of a notebook, for a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.signed.model import Evidence, SignedNetwork

LIBRARIES: Final = ("graphology.umd.min.js", "sigma.min.js")
"""The packages that the renderer needs, from ``static/vendor``."""
MODULES: Final = ("scene.js", "labels.js", "programs.js", "picture.js", "plain.js", "renderer.js", "embed.js")
"""The renderer's modules, each after those it imports from: as one module they share their names."""
LANGUAGES: Final = ("en", "fr")

_IMPORT: Final = re.compile(r"^(?:import|export) \{[^}]*\} from \"\./[\w-]+\.js\";\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def network_html(
    drawing: Mapping[str, Any],
    *,
    title: str = "",
    language: str = "en",
    evidence: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> str:
    """Write a network as an HTML text that draws it without a network connection; a click shows the evidence.

    Args:
        drawing: What ``GET /network`` answers. A relation may carry ``quotes``: a list of mappings with ``quote`` and,
            where known, ``publisher``, ``date``, ``title`` and ``url``.
        title: Heading; the page's own in that language if empty.
        language: Of labels and texts, ``en`` or ``fr``.
        evidence: Quotes by the name of a relation (``USA opposes RUS``), in place of those the drawing carries.

    Raises:
        DetenteError: the language is not one of the two; the packages of the pages were not installed.
    """
    if language not in LANGUAGES:
        raise DetenteError(f"language: {language!r} is not one of {', '.join(LANGUAGES)}.")
    texts = _texts(language)
    data = {
        "drawing": _with_quotes(drawing, evidence or {}),
        "language": language,
        "summary": _summary(drawing, texts),
        "texts": _own_texts(texts),
    }
    html: str = _template().render(
        title=title or texts["explorer"]["title"],
        language=language,
        data=_json(data),
        style=_static("network", "embed.css"),
        scripts=[_inline(_library(name)) for name in LIBRARIES],
        module=_inline(_module()),
    )
    return html


def quotes(network: SignedNetwork) -> dict[str, list[dict[str, str]]]:
    """Give the quotes of all relations of a network by their names, newest first, as ``network_html`` takes them."""
    return {relation.id: [_quote(item) for item in reversed(relation.evidence)] for relation in network.relations}


def _quote(item: Evidence) -> dict[str, str]:
    source = item.source
    known = {"publisher": source.publisher, "date": item.date, "title": source.title, "url": source.url}
    return {"quote": item.quote, **{name: value for name, value in known.items() if value}}


def _with_quotes(drawing: Mapping[str, Any], evidence: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    def own(relation: Mapping[str, Any]) -> dict[str, Any]:
        name = f"{relation['source']} {relation['relation']} {relation['target']}"
        return {**relation, "quotes": list(evidence.get(name, relation.get("quotes") or ()))}

    return {**drawing, "relations": [own(relation) for relation in drawing["relations"]]}


def _summary(drawing: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    counts = {name: len(drawing[name]) for name in ("actors", "relations")}
    signs = {
        sign: sum(relation["relation"] == sign for relation in drawing["relations"]) for sign in ("supports", "opposes")
    }
    forms = texts["explorer"]["summary"]
    single = (1,) if texts["language"] == "en" else (0, 1)
    chosen = {name: forms[name]["one" if count in single else "other"] for name, count in counts.items()}
    return " · ".join(chosen[name].format(n=count, **signs) for name, count in counts.items())


def _own_texts(texts: Mapping[str, Any]) -> dict[str, Any]:
    explorer = texts["explorer"]
    legend = {name: explorer["legend"][name] for name in ("width", "certainty", "bloc")}
    return {
        "legend": {**legend, **texts["relations"], "types": texts["types"]},
        "hint": explorer["embed"]["hint"],
        "none": explorer["embed"]["none"],
        "undated": texts["shared"]["unknownDate"],
        "outlet": explorer["evidence"]["noOutlet"],
        "article": explorer["evidence"]["article"],
    }


@cache
def _texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"language": language}
    for name in ("common", "explorer"):
        found |= json.loads(_static("strings", language, f"{name}.json"))
    return found


@cache
def _module() -> str:
    """Join the modules into one: without imports, as they share one scope."""
    sources = (_static("network", name) for name in MODULES)
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)


def _library(name: str) -> str:
    file = _folder().joinpath("vendor", name)
    if not file.is_file():
        told = (
            f"{name} is not installed: in a checkout, run 'make setup' with npm on the path; the wheel brings it along."
        )
        raise DetenteError(told)
    return file.read_text(encoding="utf-8")


def _static(*path: str) -> str:
    return _folder().joinpath(*path).read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files("api.web").joinpath("static")


def _inline(script: str) -> str:
    """Keep a script from ending its element early."""
    return re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def _json(value: object) -> str:
    """Write JSON in which nothing is markup."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("|".join(_ESCAPES), lambda found: _ESCAPES[found[0]], text)


@cache
def _template() -> Any:
    loader = PackageLoader("api.web", "pages")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("embed.html")
