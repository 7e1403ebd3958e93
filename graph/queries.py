"""The named queries: one ``.rq`` file for each competency question, runnable as it stands.

Header lines give the question in both languages and the parameters; a parameter is the variable of a
``VALUES ?name { default }`` clause, whose content is replaced when a value is given.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graph.articles import Answers
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES, XSD, actor_iri

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

    Term = NamedNode | Literal
else:
    Term = object

Value = str | datetime.date | Term | None
"""A term, an IRI, a prefixed name, an actor id, a date or a word; ``None`` for anything at all."""

_HEADER: Final = re.compile(r"^# (question|question@fr|parameter|note): (.*)$", re.MULTILINE)
_PREFIXED: Final = re.compile(r"([a-z]+):([\w.~-]*[\w~-])")
_DECIMAL: Final = re.compile(r"\d+(\.\d+)?")
_TYPED: Final = re.compile(r'".*"(?:\^\^(\S+))?')


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that may be given a value; ``default`` is SPARQL text."""

    name: str
    default: str
    meaning: str


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
        text = self.text
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in (values or {}).items():
            if name not in known:
                raise DetenteError(f"Query {self.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}.")
            clause = f"VALUES ?{name} {{ {_write(known[name], value)} }}"
            text = clause.join(re.split(rf"VALUES \?{name} \{{[^}}]*\}}", text))
        return text


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
    literal = _TYPED.fullmatch(parameter.default)
    if not isinstance(value, str | datetime.date):
        return str(value)
    return _literal(parameter, str(value), literal.group(1)) if literal else _iri(parameter, str(value))


def _literal(parameter: Parameter, value: str, datatype: str | None) -> str:
    from pyoxigraph import Literal, NamedNode

    if datatype is None:
        return str(Literal(value))
    if datatype == "xsd:date":
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise DetenteError(f"{parameter.name} must be a date such as 2015-12-22, not {value!r}.") from None
    if datatype == "xsd:decimal" and not _DECIMAL.fullmatch(value):
        raise DetenteError(f"{parameter.name} must be a number such as 0.5, not {value!r}.")
    return str(Literal(value, datatype=NamedNode(datatype.replace("xsd:", XSD))))


def _iri(parameter: Parameter, value: str) -> str:
    from pyoxigraph import NamedNode

    prefixed = _PREFIXED.fullmatch(value)
    try:
        if prefixed and prefixed.group(1) in PREFIXES:
            return str(NamedNode(PREFIXES[prefixed.group(1)] + prefixed.group(2)))
        return str(NamedNode(value)) if "://" in value else str(NamedNode(actor_iri(value)))
    except ValueError:
        raise DetenteError(f"{parameter.name}: {value!r} is not a valid IRI.") from None
