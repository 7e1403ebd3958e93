"""SHACL finds nothing in a good store and names what is wrong in a broken one."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from graph.store import Store
from graph.validate import validate
from ontology.namespaces import GP, article_graph


def test_a_good_store_conforms(store: Store) -> None:
    report = validate(store)
    assert report.conforms, report.violations
    assert report.quads > 150
    assert validate(store, article_graph("a1")).conforms


def test_a_broken_article_is_reported(store: Store, articles: dict[str, list[Quad]]) -> None:
    graph = article_graph("a2")
    broken = [quad for quad in articles[graph] if quad.predicate != NamedNode(GP + "confidence")]
    store.replace_article(graph, broken)
    report = validate(store)
    assert {(v.focus.rpartition("/")[2], v.path) for v in report.violations} == {
        ("e2", GP + "confidence"),
        ("s2", GP + "confidence"),
    }
    assert validate(store, graph).violations == report.violations
    assert "Confidence" in report.violations[0].message
