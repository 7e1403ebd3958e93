from __future__ import annotations

import pytest

from api.guard import check
from ontology.errors import DetenteError

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://x/> {} }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
    "SELECT * { SERVICE # far\n <http://x/> # away {\n { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<'x>')SERVICE<http://x/>{?s ?p ?o}#' }",
    "SELECT * { ?s ?p trueSERVICE<http://x/>{} }",
    "LOAD <http://x/>",
    "PREFIX e: <http://x/>\n# note\nINSERT DATA { e:a e:b e:c }",
    "BASE <http://x/> delete where { ?s ?p ?o }",
    "  DROP ALL",
]
ALLOWED = [
    "SELECT ?service WHERE { ?service a schema:Service }",
    'ASK { ?s ?p "the SERVICE of <http://x/>" }',
    "SELECT * { ?s schema:serviceType ?type }",
    "# SERVICE\nASK {}",
    "PREFIX load: <http://x/> SELECT * { ?s load:er ?o }",
    "SELECT ?load WHERE { ?load ?insert ?delete }",
]


@pytest.mark.parametrize("sparql", REFUSED)
def test_refused(sparql: str) -> None:
    with pytest.raises(DetenteError) as caught:
        check(sparql)
    assert caught.value.status == 403


@pytest.mark.parametrize("sparql", ALLOWED)
def test_allowed(sparql: str) -> None:
    check(sparql)
