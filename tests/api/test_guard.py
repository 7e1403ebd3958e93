"""The gate before SERVICE and LOAD, held against the engine: a listener on loopback that must not be called."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from api.guard import check
from graph.keywords import Kind
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://x/> {} }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
    "SELECT * { SERVICE # far\n <http://x/> # away {\n { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { { SELECT ?s { SERVICE <http://x/> { ?s ?p ?o } } } } }",
    'SELECT * { ?s ?p "SERVICE" . ?s ?p """x"y""" SERVICE <http://x/> { } }',
    "PREFIX e: <http://x/>\n# note\nINSERT DATA { e:a e:b e:c }",
    "BASE <http://x/> delete where { ?s ?p ?o }",
    "LOAD <http://x/>",
    "  DROP ALL",
]
ALLOWED = [
    "SELECT ?service WHERE { ?service a schema:Service }",
    "SELECT ?service ?SERVICE WHERE { ?service ?p ?SERVICE }",
    'ASK { ?s ?p "the SERVICE of <http://x/>" }',
    "ASK { ?s ?p 'SERVICE <http://x/> { ?s ?p ?o }' }",
    'ASK { ?s ?p """SERVICE <http://x/> {\n}""" }',
    "SELECT * { ?s schema:serviceType ?type }",
    "SELECT * { <http://x/SERVICE> ?p ?type } # SERVICE <http://x/> {",
    "PREFIX service: <http://x/> SELECT * { service:x service:SERVICE ?o }",
    'ASK { ?s ?p "\\u0053ERVICE <http://x/> {}"@service }',
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


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'SERVICE }",
    ],
)
def test_what_cannot_be_parsed_is_told_as_such(sparql: str) -> None:
    with pytest.raises(DetenteError) as caught:
        check(sparql)
    assert caught.value.status == 400
    assert {"line", "column"} <= caught.value.members.keys()


@pytest.mark.parametrize(
    ("sparql", "passes"),
    [
        ("LOAD <http://x/>", False),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://g/>", False),
        ("PREFIX e: <http://x/> INSERT DATA { e:a e:b 1 } ; LOADSILENT<http://x/>", False),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }", False),
        ('INSERT DATA { <http://x/load> <http://x/service> "LOAD <http://x/>" }', True),
        ("# LOAD <http://x/>\nDROP GRAPH <http://x/load>", True),
    ],
)
def test_updates(sparql: str, passes: bool) -> None:
    if passes:
        check(sparql, "update")
    else:
        with pytest.raises(DetenteError) as caught:
            check(sparql, "update")
        assert caught.value.status == 403


LIST = ("https://good.example/sparql", "https://wide.example/*")


@pytest.mark.parametrize(
    ("target", "passes"),
    [
        ("<https://good.example/sparql>", True),
        ("<https://wide.example/any/where>", True),
        ("# so\n<https://good.example/sparql>", True),
        ("SILENT <https://good.example/sparql>", True),
        ("<https://good.example/sparql2>", False),
        ("<https://wide.example.evil/>", False),
        ("<https://good.example/sparq\\u006C>", False),
        ("?where", False),
    ],
)
def test_the_list_of_servers(target: str, passes: bool) -> None:
    texts: list[tuple[Kind, str]] = [("query", f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}")]
    if target != "?where":
        texts.append(("update", f"LOAD {target}"))
    for kind, sparql in texts:
        if passes:
            check(sparql, kind, allowed=LIST)
            continue
        with pytest.raises(DetenteError) as caught:
            check(sparql, kind, allowed=LIST)
        assert caught.value.status == 403
    with pytest.raises(DetenteError):
        check(f"SELECT * {{ SERVICE {target} {{ }} SERVICE <https://other.example/> {{ }} }}", allowed=LIST)


class Listener:
    """Counts connections to a port of the loopback."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection, suppress(OSError):
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def run(kind: Kind, sparql: str) -> None:
    """Let the engine do what a text says, whatever comes of it."""
    store = pyoxigraph.Store()
    store.update("INSERT DATA { <u:s> <u:p> <u:o> }")
    with suppress(SyntaxError, OSError, RuntimeError, ValueError):
        if kind == "update":
            store.update(sparql, prefixes=PREFIXES)
            return
        found = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(found, pyoxigraph.QueryBoolean):
            list(found)


def passes(kind: Kind, sparql: str) -> bool:
    try:
        check(sparql, kind)
    except DetenteError:
        return False
    return True


gaps = st.sampled_from(["", " ", "\n", "\t", "#c\n", " # { <x> \r", "  "])
cased = st.sampled_from(["SERVICE", "service", "sErViCe"])
loads = st.sampled_from(["LOAD", "load", "LoAd"])
silent = st.sampled_from(["", "SILENT", "silent"])
before = st.sampled_from(
    [
        "",
        "?s ?p ?o . ",
        "?s ?p ?o ",
        "FILTER(?s<?o)",
        "FILTER('x'<'y')",
        'BIND("SERVICE" AS ?v)',
        "{} UNION ",
        "OPTIONAL {} ",
    ]
)
around = st.sampled_from(
    [
        "SELECT * {{ {} }}",
        "SELECT*{{{}}}",
        "ASK {{ {{ SELECT ?s {{ {} }} LIMIT 1 }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}",
        "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {} }} }}",
        "SELECT * {{ ?s ?p ?o MINUS {{ {} }} }}",
        "SELECT * {{ GRAPH ?g {{ }} {} }}",
        "# SERVICE\nPREFIX service: <http://service/> SELECT * {{ {} }}",
        "DESCRIBE ?s {{ {} }}",
        "SELECT * {{ BIND(EXISTS {{ {} }} AS ?b) }}",
    ]
)
harmless = st.sampled_from(
    [
        '?s ?p "TEXT"',
        "?s ?p 'TEXT'",
        '?s ?p """TEXT"""',
        "?s ?p '''TEXT'''",
        "?s ?p ?o # TEXT\n",
        "?WORD ?p ?o",
        "?s <http://x/WORD> ?o",
        "WORD:a ?p WORD:WORD",
        '?s ?p "x"@WORD',
        "_:WORD ?p ?o",
        'FILTER(?x < "TEXT")',
        "BIND(STR('TEXT') AS ?WORD)",
    ]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(around, before, gaps, cased, gaps, silent, gaps, st.booleans(), gaps)
def test_no_service_is_called_by_what_passes(
    listener: Listener, frame: str, first: str, a: str, word: str, b: str, quiet: str, c: str, bound: bool, d: str
) -> None:
    target = "?where" if bound else f"<{listener.address}>"
    binding = f"VALUES ?where {{ <{listener.address}> }} " if bound else ""
    body = f"{binding}{first}{a}{word}{b}{quiet}{c}{target}{d}{{ ?s ?p ?o }}"
    sparql = frame.format(body)
    before = listener.calls
    if passes("query", sparql):
        run("query", sparql)
    assert listener.calls == before, sparql


@settings(max_examples=300, deadline=None)
@given(around, harmless, cased, st.sampled_from(["WORD", "WORD <http://x/> { ?s ?p ?o }"]))
def test_words_in_strings_comments_iris_and_names_pass(frame: str, pattern: str, word: str, text: str) -> None:
    body = pattern.replace("TEXT", text).replace("WORD", word)
    sparql = f"PREFIX {word}: <http://service/> {frame.format(body).removeprefix('# SERVICE')}"
    assume(parses(sparql))
    check(sparql)


def parses(sparql: str) -> bool:
    try:
        pyoxigraph.Store().query(sparql, prefixes=PREFIXES)
    except SyntaxError:
        return False
    return True


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["", "PREFIX e: <http://x/> ", "# LOAD\n", "BASE <http://x/>", "PREFIXload:<http://x/>"]),
    st.sampled_from(["", 'INSERT DATA { <u:a> <u:b> "LOAD" } ;', "CLEAR ALL;", "CREATE SILENT GRAPH <u:load>;"]),
    gaps,
    loads,
    gaps,
    silent,
    gaps,
    st.sampled_from(["", "INTO GRAPH <u:g>", "intograph<u:g>"]),
)
def test_nothing_is_loaded_by_what_passes(
    listener: Listener, head: str, first: str, a: str, word: str, b: str, quiet: str, c: str, into: str
) -> None:
    sparql = f"{head}{first}{a}{word}{b}{quiet}{c}<{listener.address}x.ttl>{into}"
    before = listener.calls
    if passes("update", sparql):
        run("update", sparql)
    assert listener.calls == before, sparql


def test_the_listener_hears_what_is_not_checked(listener: Listener) -> None:
    before = listener.calls
    run("query", f"SELECT * {{ SERVICE SILENT <{listener.address}> {{ ?s ?p ?o }} }}")
    run("update", f"LOAD <{listener.address}x.ttl>")
    assert listener.calls == before + 2


def test_checking_calls_nobody(listener: Listener) -> None:
    before = listener.calls
    assert not passes("query", f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}")
    assert not passes("query", f"ASK {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}")
    assert not passes("update", f"LOAD <{listener.address}x.ttl>")
    assert listener.calls == before


def test_no_file_is_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<u:secret> <u:p> <u:o> .")
    for sparql in (f"LOAD <{secret.as_uri()}>", f"LOAD SILENT <{secret.as_uri()}> INTO GRAPH <u:g>"):
        assert not passes("update", sparql)
