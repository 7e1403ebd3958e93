"""Queries that other servers cannot stop, against a reader that is killed or stops by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from pool_kit import ENDLESS, FLOOD, POINT, ask, pool, refusal, run, until

from api.runner import AnswerCut, Question
from graph.store import Store

RUNAWAYS = {
    "cross join": ENDLESS,
    "closure": "SELECT (COUNT(*) AS ?n) { ?a (rdf:type|^rdf:type|rdfs:subClassOf|^rdfs:subClassOf)* ?b . ?b (!gp:x|^!gp:x)* ?c }",
    "regex over a cross join": 'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(CONCAT(STR(?c), STR(?f)), "^(x+x+)+y$") }',
    "order of a cross join": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f DESC(?a) LIMIT 3",
    "a long list": f"SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER (CONCAT(STR(?c), STR(?f)) IN ({','.join(map(str, range(200_000)))})) }}",
}


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_is_killed_at_the_deadline_and_hurts_nobody(store: Store, query: str) -> None:
    async def scenario() -> None:
        async with pool(store, seconds=0.7) as runner:
            runaway = asyncio.create_task(refusal(runner, query, client="one"))
            while not runaway.done():
                assert await ask(runner, client="two") == "true"
            assert (await runaway).status == 504
            assert "0.7 seconds" in runaway.result().detail
            await until(lambda: runner.stats.restarts == 1)
            assert runner.stats.kills == {"deadline": 1}
            assert await ask(runner) == "true"

    run(scenario())


def test_the_client_may_ask_for_less_time_but_not_for_more(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store, seconds=0.5) as runner:
            assert "0.2 seconds" in (await refusal(runner, ENDLESS, timeout=0.2)).detail
            assert "0.5 seconds" in (await refusal(runner, ENDLESS, timeout=900)).detail

    run(scenario())


def test_a_query_that_needs_too_much_memory(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store, memory=64 << 20) as runner:
            error = await refusal(runner, RUNAWAYS["order of a cross join"])
            assert error.status == 413
            assert "64 MiB" in error.detail
            await until(lambda: runner.stats.restarts == 1)
            assert runner.stats.deaths == {"memory": 1}
            assert await ask(runner) == "true"

    run(scenario())


@pytest.mark.parametrize("pair", ["()", "{}"])
def test_deep_nesting_brings_down_one_reader_at_most(store: Store, pair: str) -> None:
    deep = pair[0] * 200_000 + "1" * (pair == "()") + pair[1] * 200_000
    query = f"ASK {{ FILTER ({deep}) }}" if pair == "()" else f"ASK {{ {deep} }}"

    async def scenario() -> None:
        async with pool(store) as runner:
            error = await refusal(runner, query)
            assert (error.status, "nested too deeply" in error.detail) == (400, True)
            assert await ask(runner) == "true"
            await until(lambda: runner.stats.readers == 2)

    run(scenario())


def test_two_megabytes_of_query_text(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store) as runner:
            assert await ask(runner, POINT + " #" + "x" * (2 << 20)) == "true"
            names = " ".join(f"<https://example.org/{'n' * 30}{number}>" for number in range(34_000))
            assert await ask(runner, f"ASK {{ VALUES ?x {{ {names} }} ?x gp:opposes actor:RUS }}") == "false"
            error = await refusal(runner, "SELECT * { " + "?x " * 700_000)
            assert (error.status, "line 1" in error.detail) == (400, True)
            assert runner.stats.deaths == {}

    run(scenario())


@pytest.mark.parametrize("limits", [{"rows": 50}, {"bytes": 2_000}])
def test_a_small_answer_beyond_a_limit_is_refused(store: Store, limits: dict[str, int]) -> None:
    async def scenario() -> None:
        async with pool(store, **limits) as runner:
            for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
                error = await refusal(runner, "SELECT * { ?a ?b ?c } LIMIT 60", accept=accept)
                assert (error.status, type(error) is AnswerCut) == (413, False)
                assert await ask(runner, "SELECT * { ?a ?b ?c } LIMIT 6", accept=accept)
            assert runner.stats.restarts == 0

    run(scenario())


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+json"])
def test_as_many_rows_as_allowed_are_given(store: Store, accept: str) -> None:
    async def scenario() -> None:
        async with pool(store, rows=50) as runner:
            assert await ask(runner, "SELECT ?a ?none { ?a ?b ?c } LIMIT 50", accept=accept)
            assert (await refusal(runner, "SELECT ?a ?none { ?a ?b ?c } LIMIT 51", accept=accept)).status == 413

    run(scenario())


async def count(chunks: AsyncIterator[bytes], sizes: list[int]) -> None:
    async for chunk in chunks:
        sizes.append(len(chunk))  # noqa: PERF401 (what came before the break is wanted)


@pytest.mark.parametrize("limits", [{"rows": 30_000}, {"bytes": 3_000_000}])
def test_a_large_answer_breaks_off_at_a_limit(store: Store, limits: dict[str, int]) -> None:
    async def scenario() -> None:
        async with pool(store, **limits) as runner:
            answer = await runner.run(Question(FLOOD))
            received: list[int] = []
            with pytest.raises(AnswerCut) as caught:
                await count(answer.chunks, received)
            assert caught.value.status == 413
            assert max(received) < 200_000
            assert 1_000_000 < sum(received) < 30_000_000
            assert await ask(runner) == "true"

    run(scenario())


def test_a_large_answer_breaks_off_at_the_deadline_even_if_nobody_reads(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store, seconds=0.5) as runner:
            answer = await runner.run(Question(FLOOD))
            await until(lambda: runner.stats.restarts == 1)
            assert runner.stats.running == 0
            with pytest.raises(AnswerCut) as caught:
                async for _ in answer.chunks:
                    pass
            assert caught.value.status == 504

    run(scenario())


def test_the_query_dies_with_the_clients_wish_for_it(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store) as runner:
            before_any_byte = asyncio.create_task(runner.run(Question(ENDLESS)))
            await until(lambda: runner.stats.running == 1)
            await asyncio.sleep(0)
            before_any_byte.cancel()
            await until(lambda: runner.stats.kills["gone"] == 1)
            closed = await runner.run(Question(FLOOD))
            assert await anext(closed.chunks)
            await closed.chunks.aclose()  # type: ignore[attr-defined]
            await until(lambda: runner.stats.kills["gone"] == 2)
            forgotten = await runner.run(Question(FLOOD))
            del forgotten
            await until(lambda: runner.stats.kills["gone"] == 3)
            await until(lambda: runner.stats.readers == 2)
            assert runner.stats.running == 0
            assert await ask(runner) == "true"

    run(scenario())


def test_an_answer_of_many_chunks_is_whole(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store) as runner:
            text = await ask(runner, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
            assert text.count("\r\n") == 20_001
            assert (runner.stats.answered, runner.stats.restarts) == (1, 0)

    run(scenario())


@pytest.mark.parametrize(
    ("sparql", "status"),
    [("SELECT * {", 400), ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403), ("DROP ALL", 403)],
)
def test_what_is_refused_costs_no_reader(store: Store, sparql: str, status: int) -> None:
    async def scenario() -> None:
        async with pool(store) as runner:
            assert (await refusal(runner, sparql)).status == status
            assert (await refusal(runner, POINT, accept="image/png")).status == 406
            assert runner.stats.restarts == 0
            assert runner.stats.failed == {status: 1, 406: 1}

    run(scenario())
