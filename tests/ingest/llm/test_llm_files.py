"""Answers on disk: the cache, recordings, and what is done about files that are not as they were written."""

from __future__ import annotations

import json
import logging
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from scripted import Scripted, answer, request

from ingest.llm.budget import Tally
from ingest.llm.cache import Cached
from ingest.llm.errors import Damaged, GaveUp, NotRecorded
from ingest.llm.files import Files
from ingest.llm.model import Answer, Message, Request, Schema
from ingest.llm.recordings import Recording, Replayed
from ontology.errors import DetenteError

FRENCH = Request(
    "m", (Message("system", "Lis l’article."), Message("user", "Été")), Schema("claims", {"type": "object"}), seed=1
)


def file_of(folder: Path, asked: Request) -> Path:
    return folder / asked.key[:2] / f"{asked.key}.json"


def test_an_answer_is_asked_for_once(tmp_path: Path) -> None:
    inner, tally = Scripted(), Tally()
    first = Cached(inner, tmp_path, tally).ask(request("a"))
    again = Cached(inner, tmp_path, tally).ask(request("a"))
    assert again == first == answer("a")
    assert inner.asked == ["a"]
    assert tally.summary.cached == 1


def test_whatever_can_change_the_answer_is_asked_anew(tmp_path: Path) -> None:
    inner = Scripted()
    cached = Cached(inner, tmp_path)
    text = (Message("user", "a"),)
    for asked in (
        Request("m", text),
        Request("n", text),
        Request("m", (Message("system", "a"),)),
        Request("m", text, Schema("s", {})),
        Request("m", text, Schema("s", {"type": "object"})),
        Request("m", text, max_tokens=9),
        Request("m", text, temperature=0.1),
        Request("m", text, seed=0),
        Request("m", text, prompt_version="2"),
        Request("m", text, extra={"top_p": 0.5}),
    ):
        cached.ask(asked)
        cached.ask(asked)
    assert len(inner.asked) == 10


def test_the_key_of_a_request_stays() -> None:
    """Caches and recordings are lost if it does not."""
    asked = Request("m", (Message("user", "Été"),), Schema("s", {"b": 1, "a": 2}), 5, 0, None, "1", {"y": 1, "x": None})
    same = Request(
        "m", (Message("user", "Été"),), Schema("s", {"a": 2, "b": 1}), 5, 0.0, None, "1", {"x": None, "y": 1}
    )
    assert asked.key == same.key == "8c99854f19ad9428803a95f8e11655cb66032e3c371d514d00b54ad668b2ab05"


def test_threads_with_one_request_ask_once(tmp_path: Path) -> None:
    """The second would come while the first is waited for."""
    both = threading.Barrier(2)

    def wait_for_the_other(text: str) -> Answer:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.3)
        return answer(text)

    inner = Scripted(wait_for_the_other)
    cached = Cached(inner, tmp_path)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(cached.ask, [request("same")] * 2)) == [answer("same")] * 2
    assert inner.asked == ["same"]


def write_often(folder: str, times: int) -> None:
    files = Files(Path(folder))
    for _ in range(times):
        files.write(FRENCH, answer("x" * 100_000))


def test_processes_may_write_while_others_read(tmp_path: Path) -> None:
    files, expected = Files(tmp_path), answer("x" * 100_000)
    files.write(FRENCH, expected)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_often, args=(str(tmp_path), 20)) for _ in range(2)]
    for writer in writers:
        writer.start()
    read = 0
    while any(writer.is_alive() for writer in writers):
        assert files.read(FRENCH) == expected
        read += 1
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert read > 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file_of(tmp_path, FRENCH)]


def test_errors_are_not_kept(tmp_path: Path) -> None:
    def fail(text: str) -> Answer:
        raise GaveUp("Down.", 502)

    with pytest.raises(GaveUp):
        Cached(Scripted(fail), tmp_path).ask(request("a"))
    assert Cached(Scripted(), tmp_path).ask(request("a")) == answer("a")


DAMAGES = pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[1]",
        lambda text: text.replace('"Été"', '"Hiver"'),
        lambda text: text.replace('"finish"', '"end"'),
        lambda text: text.replace('"text": "good"', '"text": 3'),
    ],
    ids=["empty", "half", "not ours", "other request", "field missing", "no text"],
)


@DAMAGES
def test_a_damaged_file_is_told_and_asked_again(
    tmp_path: Path, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    path = damaged(tmp_path, damage)
    inner = Scripted(lambda text: answer("anew"))
    with caplog.at_level(logging.WARNING):
        assert Cached(inner, tmp_path).ask(FRENCH).text == "anew"
    assert caplog.messages == [f"{path} is damaged; the model is asked again."]
    assert Cached(inner, tmp_path).ask(FRENCH).text == "anew"
    assert len(inner.asked) == 1


@DAMAGES
def test_a_damaged_recording_is_an_error(tmp_path: Path, damage: object) -> None:
    path = damaged(tmp_path, damage)
    with pytest.raises(Damaged, match=path.name):
        Replayed(tmp_path).ask(FRENCH)


def damaged(folder: Path, damage: object) -> Path:
    Files(folder).write(FRENCH, answer("good"))
    path = file_of(folder, FRENCH)
    whole = path.read_text("utf-8")
    path.write_text(damage(whole), "utf-8")  # type: ignore[operator]
    assert path.read_text("utf-8") != whole
    return path


def test_a_recording_can_be_read_and_replayed(tmp_path: Path) -> None:
    told = Answer("« Été »\n", "length", None, "m-1")
    assert Recording(Scripted(lambda text: told), tmp_path).ask(FRENCH) == told
    assert Replayed(tmp_path).ask(FRENCH) == told
    text = file_of(tmp_path, FRENCH).read_text("utf-8")
    assert '  "content": "Lis l’article."' in text
    assert json.loads(text) == {
        "key": FRENCH.key,
        "request": {
            "model": "m",
            "messages": [{"role": "system", "content": "Lis l’article."}, {"role": "user", "content": "Été"}],
            "schema": {"name": "claims", "body": {"type": "object"}},
            "max_tokens": 4096,
            "temperature": 0,
            "seed": 1,
            "prompt_version": "",
            "extra": {},
        },
        "answer": {"text": "« Été »\n", "finish": "length", "usage": None, "model": "m-1"},
    }


def test_a_recording_asks_each_time_and_a_cache_can_be_replayed(tmp_path: Path) -> None:
    inner = Scripted()
    for _ in range(2):
        Recording(inner, tmp_path / "recorded").ask(request("a"))
    assert inner.asked == ["a", "a"]
    Cached(inner, tmp_path / "cached").ask(request("b"))
    assert Replayed(tmp_path / "cached").ask(request("b")) == answer("b")
    assert Cached(Scripted(), tmp_path / "recorded").ask(request("a")) == answer("a")


def test_what_was_not_recorded_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded) as caught:
        Replayed(tmp_path).ask(request("a"))
    assert request("a").key in caught.value.detail
    assert str(tmp_path) in caught.value.detail


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(DetenteError, match="file"):
        Recording(Scripted(), blocked).ask(request("a"))


def test_half_characters_can_be_kept(tmp_path: Path) -> None:
    asked = request("half \ud83d")
    Cached(Scripted(), tmp_path).ask(asked)
    assert Replayed(tmp_path).ask(asked) == answer("half \ud83d")
