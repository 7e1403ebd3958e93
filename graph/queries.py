"""The named queries: one ``.rq`` file for each competency question, runnable as it stands.

Header lines give the question in both languages and the parameters; a parameter is the variable of a
``VALUES ?name { default }`` clause, whose content is replaced when a value is given.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from graph.articles import Answers
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES, XSD, actor_iri

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    Term = pyoxigraph.NamedNode | pyoxigraph.Literal
else:
    Term = object

Value = str | datetime.date | int | float | Decimal | Term | None
"""A term, an IRI, a prefixed name, an actor id, a date, a number or a word; ``None`` for anything at all."""
Kind = Literal["actor", "relation", "date", "number", "text"]

_HEADER: Final = re.compile(r"^# (question|question@fr|parameter|note): (.*)$", re.MULTILINE)
_PREFIXED: Final = re.compile(r"([a-z]+):([\w.~-]*[\w~-])")
_CLAUSE: Final = re.compile(r"VALUES \?(\w+) \{[^}]*\}")
_DECIMAL: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_TYPED: Final = re.compile(r'".*"(?:\^\^(\S+))?')
_KINDS: Final[dict[str, Kind]] = {"xsd:date": "date", "xsd:decimal": "number"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that may be given a value; ``default`` is SPARQL text."""

    name: str
    default: str
    meaning: str

    @property
    def kind(self) -> Kind:
        """Tell what its values are, by the default."""
        literal = _TYPED.fullmatch(self.default)
        if literal:
            return _KINDS.get(literal[1] or "", "text")
        return "relation" if self.default.startswith("gp:") else "actor"

    @property
    def is_open(self) -> bool:
        """Tell whether it may stand for anybody."""
        return "UNDEF" in self.meaning


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A competency question and the SPARQL that answers it."""

    name: str
    question: str
    question_fr: str
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]
    text: str

    def bind(self, values: Mapping[str, Value | Sequence[Value]] | None = None) -> str:
        """Write the SPARQL text with values in place of the defaults.

        Raises:
            DetenteError: a value is not of the parameter's kind, or there is no such parameter.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        clauses: dict[str, str] = {}
        for name, value in (values or {}).items():
            if name not in known:
                raise DetenteError(f"Query {self.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}.")
            clauses[name] = f"VALUES ?{name} {{ {_write(known[name], value)} }}"
        # one pass, so that a value that looks like a clause is never taken for one
        return _CLAUSE.sub(lambda clause: clauses.get(clause[1], clause[0]), self.text)


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Read all named queries, by name."""
    folder = files("graph").joinpath("queries")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return {path.name[:-3]: _parse(path.name[:-3], path.read_text("utf-8")) for path in paths}


def run(store: Answers, name: str, **params: Value | Sequence[Value]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Answer a named query.

    Raises:
        DetenteError: no such query (404) or parameter.
    """
    query = named_queries().get(name)
    if query is None:
        raise DetenteError(f"There is no query {name!r}; choose one of {', '.join(named_queries())}.", 404)
    return store.query(query.bind(params))


def _parse(name: str, text: str) -> NamedQuery:
    found: dict[str, list[str]] = {"question": [], "question@fr": [], "parameter": [], "note": []}
    for key, value in _HEADER.findall(text):
        found[key].append(value.strip())
    parameters = tuple(Parameter(*(part.strip() for part in line.split("|"))) for line in found["parameter"])
    return NamedQuery(name, found["question"][0], found["question@fr"][0], parameters, tuple(found["note"]), text)


def _write(parameter: Parameter, value: Value | Sequence[Value]) -> str:
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return " ".join(_term(parameter, one) for one in values)


def _term(parameter: Parameter, value: Value) -> str:
    if value is None:
        return "UNDEF"
    if not isinstance(value, str | datetime.date | int | float | Decimal):
        return str(value)
    kind = parameter.kind
    if kind in ("actor", "relation"):
        return _iri(parameter, str(value))
    return _WRITERS[kind](parameter, value)


def _text(parameter: Parameter, value: object) -> str:
    from pyoxigraph import Literal

    try:
        return str(Literal(str(value)))
    except ValueError:
        raise DetenteError(f"{parameter.name} is not valid Unicode text: {value!r}.") from None


def _date(parameter: Parameter, value: object) -> str:
    try:
        day = datetime.date.fromisoformat(str(value))
    except ValueError:
        raise DetenteError(f"{parameter.name} must be a date such as 2015-12-22, not {value!r}.") from None
    return f'"{day.isoformat()}"^^<{XSD}date>'


def _number(parameter: Parameter, value: object) -> str:
    text = format(value, "f") if isinstance(value, int | float | Decimal) else str(value)
    if not _DECIMAL.fullmatch(text):
        raise DetenteError(f"{parameter.name} must be a number such as 0.5, not {value!r}.")
    return f'"{text}"^^<{XSD}decimal>'


_WRITERS: Final[dict[Kind, Callable[[Parameter, object], str]]] = {"text": _text, "date": _date, "number": _number}


def _iri(parameter: Parameter, value: str) -> str:
    from pyoxigraph import NamedNode

    prefixed = _PREFIXED.fullmatch(value)
    try:
        if prefixed and prefixed.group(1) in PREFIXES:
            return str(NamedNode(PREFIXES[prefixed.group(1)] + prefixed.group(2)))
        return str(NamedNode(value)) if "://" in value else str(NamedNode(actor_iri(value)))
    except ValueError:
        raise DetenteError(f"{parameter.name}: {value!r} is not a valid IRI.") from None
