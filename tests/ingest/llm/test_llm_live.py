"""A server asked over HTTP: what is sent, how it may answer, what is tried again, and what is told in the end."""

from __future__ import annotations

import json
import logging
import re
import socket
import traceback
from pathlib import Path

import pytest
from chat_stub import Asked, ChatStub, Reply, cuts, fails, hangs, redirects, resets, says, sends, streams
from scripted import KEY, Opener

from ingest.llm.budget import Tally
from ingest.llm.errors import AskingError, GaveUp, ModelUnknown, Refused, RequestRefused, Unreachable, Unusable
from ingest.llm.forms import Forms
from ingest.llm.live import FIRST_WAIT, LARGEST_ANSWER, LONGEST_ASKED_WAIT, Live
from ingest.llm.model import Answer, Message, Request, Schema, Usage
from ingest.llm.recordings import Recording
from ingest.llm.settings import read_llm_settings
from ingest.readers.web import version

DOCUMENTED = (Path(__file__).parents[3] / "docs" / "llm.md").read_text("utf-8")
SCHEMA = Schema("claims", {"type": "object", "properties": {"claims": {"type": "array"}}})
REQUEST = Request("m", (Message("system", "Lis."), Message("user", "L’été à Paris ☂")), SCHEMA, max_tokens=50, seed=7)
PLAIN = Request("m", (Message("user", "Hello"),))
BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


def failure(live: Live, request: Request = PLAIN) -> AskingError:
    """Ask, and give the error."""
    with pytest.raises(AskingError) as caught:
        live.ask(request)
    return caught.value


def documented(heading: str) -> set[str]:
    """List the first column of the table that follows a heading."""
    (table,) = re.findall(rf"^### {heading}\n.*?\|---.*?\n(.*?)\n\n", DOCUMENTED, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE))


@BOTH
def test_an_answer_is_read(stub: ChatStub, live: Opener, stream: bool) -> None:
    stub.answer = says('{"titre": "L’été, déjà ☂ 🙂"}', model="m-2026")
    answer = live(stream=stream).ask(REQUEST)
    assert answer == Answer('{"titre": "L’été, déjà ☂ 🙂"}', "stop", Usage(5, 5), "m-2026")


def test_a_server_may_answer_in_one_piece_though_asked_to_stream(stub: ChatStub, live: Opener) -> None:
    stub.then(
        Reply(lambda exchange, asked: says("whole").give(exchange, Asked("", [], asked.body | {"stream": False})))
    )
    assert live(stream=True).ask(PLAIN).text == "whole"
    assert stub.asked[0].body["stream"] is True


@BOTH
def test_what_is_sent_is_what_is_documented(stub: ChatStub, live: Opener, stream: bool) -> None:
    live(stream=stream).ask(REQUEST)
    (asked,) = stub.asked
    assert asked.body == {
        "model": "m",
        "messages": [{"role": "system", "content": "Lis."}, {"role": "user", "content": "L’été à Paris ☂"}],
        "max_tokens": 50,
        "temperature": 0,
        "seed": 7,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "schema": SCHEMA.body, "strict": True},
        },
        "stream": stream,
    } | ({"stream_options": {"include_usage": True}} if stream else {})
    assert {name for name, _ in asked.headers} == documented("Headers")
    assert asked.header("Authorization") == f"Bearer {KEY}"
    assert asked.header("Accept-Encoding") == "identity"
    assert asked.header("User-Agent") == f"detente/{version()}"
    assert set(asked.body) | {"stream_options"} == documented("Body")


def test_no_key_sends_none(live: Opener) -> None:
    with ChatStub() as server:
        live(base_url=server.url, key="").ask(PLAIN)
        assert server.asked[0].header("Authorization") is None


def test_further_fields_are_sent_and_null_leaves_one_out(stub: ChatStub, live: Opener) -> None:
    extra = {"max_tokens": None, "max_completion_tokens": 9, "top_p": 0.5}
    live().ask(Request("m", (Message("user", "x"),), extra=extra))
    (body,) = stub.bodies
    assert "max_tokens" not in body
    assert (body["max_completion_tokens"], body["top_p"]) == (9, 0.5)


def test_a_query_in_the_address_is_kept_but_not_told(stub: ChatStub, live: Opener) -> None:
    stub.then(says("{}"), fails(400, "no"))
    asking = live(base_url=f"{stub.url}/?api-version=3&code=hidden")
    asking.ask(PLAIN)
    assert stub.asked[0].path == "/v1/chat/completions?api-version=3&code=hidden"
    assert "hidden" not in str(failure(asking))


@BOTH
def test_a_truncated_answer_says_so(stub: ChatStub, live: Opener, stream: bool) -> None:
    stub.answer = says("one two three four")
    answer = live(stream=stream).ask(Request("m", (Message("user", "x"),), max_tokens=2))
    assert (answer.text, answer.finish, answer.truncated) == ("one two", "length", True)


@BOTH
def test_usage_may_be_missing(stub: ChatStub, live: Opener, stream: bool) -> None:
    stub.answer = says("yes", usage=False)
    assert live(stream=stream).ask(PLAIN).usage is None


def test_halves_of_characters_are_joined_or_replaced(stub: ChatStub, live: Opener) -> None:
    halves = [r"\ud83d", r"\ude42", r"\ud83d"]
    stub.then(streams([b'{"choices": [{"delta": {"content": "%s"}}]}' % half.encode() for half in halves]))
    assert live(stream=True).ask(PLAIN).text == "🙂�"


def test_a_stream_may_end_without_the_last_word_where_the_answer_is_complete(stub: ChatStub, live: Opener) -> None:
    stub.then(streams([b'{"choices": [{"delta": {"content": "all"}, "finish_reason": "stop"}]}'], done=False))
    assert live(stream=True).ask(PLAIN).text == "all"


# Structured output


@pytest.mark.parametrize(
    ("taken", "asked"),
    [
        (["json_schema", "json_object"], ["json_schema", "json_schema"]),
        (["json_object"], ["json_schema", "json_object", "json_object"]),
        ([], ["json_schema", "json_object", "none", "none"]),
    ],
)
def test_the_strictest_form_that_the_server_takes_is_found_once(
    stub: ChatStub, live: Opener, taken: list[str], asked: list[str], waits: list[float]
) -> None:
    stub.forms = taken
    asking = live()
    for _ in range(2):
        asking.ask(REQUEST)
    assert [request.form for request in stub.asked] == asked
    assert waits == []


def test_threads_that_are_refused_at_once_give_up_one_form() -> None:
    forms = Forms("auto")
    assert [forms.give_up("json_schema", "No.") for _ in range(2)] == [True, True]
    assert forms.current == "json_object"


def test_another_complaint_does_not_change_the_form(stub: ChatStub, live: Opener) -> None:
    stub.then(fails(400, "This model's maximum context length is 8192 tokens."))
    asking = live()
    assert isinstance(failure(asking, REQUEST), RequestRefused)
    asking.ask(REQUEST)
    assert [request.form for request in stub.asked] == ["json_schema", "json_schema"]


def test_a_form_that_was_set_is_not_changed(stub: ChatStub, live: Opener) -> None:
    stub.forms = ["json_object"]
    error = failure(live(structured="json_schema"), REQUEST)
    assert isinstance(error, RequestRefused)
    assert "DETENTE_LLM_STRUCTURED" in error.detail
    assert len(stub.asked) == 1


def test_plain_text_is_asked_for_without_a_form(stub: ChatStub, live: Opener) -> None:
    live().ask(PLAIN)
    live(structured="none").ask(REQUEST)
    assert [request.form for request in stub.asked] == ["none", "none"]


# What is tried again


@BOTH
@pytest.mark.parametrize(
    "trouble",
    [
        [fails(500), fails(503)],
        [fails(429, "Slow down."), fails(429)],
        [resets(), resets()],
        [sends(b'{"error": {"message": "out of memory"}}'), fails(502)],
        [cuts("a long answer that is lost on the way", 20), resets()],
    ],
    ids=["5xx", "429", "reset", "failure told with 200", "cut"],
)
def test_passing_trouble_is_outlasted(
    stub: ChatStub, live: Opener, waits: list[float], trouble: list[Reply], stream: bool
) -> None:
    tally = Tally()
    stub.then(*trouble).answer = says("at last")
    assert live(tally, stream=stream).ask(PLAIN).text == "at last"
    assert tally.summary.retried == 2
    assert FIRST_WAIT / 2 <= waits[0] <= FIRST_WAIT <= waits[1] <= FIRST_WAIT * 2


@pytest.mark.parametrize(
    "events",
    [
        [b'{"choices": [{"delta": {"content": "half"}}]}'],
        [b'{"choices": [{"delta": {"content": "half"}}]}', b'{"choices": [{"del'],
        [b'{"choices": [{"delta": {"content": "half"}}]}', b'{"error": {"message": "engine died"}}'],
    ],
    ids=["no end", "half an event", "failure told"],
)
def test_half_a_stream_is_not_taken_for_an_answer(stub: ChatStub, live: Opener, events: list[bytes]) -> None:
    stub.then(streams(events, done=False), says("all of it"))
    assert live(stream=True).ask(PLAIN).text == "all of it"


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7),
        ("Mon, 21 Sep 2026 14:13:50 GMT", 30),
        ("Mon, 21 Sep 2026 13:40:00 GMT", 0),
        ("86400", LONGEST_ASKED_WAIT),
    ],
)
def test_the_wait_that_the_server_asks_for_is_kept(
    stub: ChatStub, live: Opener, waits: list[float], asked: str, waited: float
) -> None:
    stub.then(fails(429, "Slow down.", {"Retry-After": asked}))
    live().ask(PLAIN)
    assert waits == [waited]


def test_a_wait_that_cannot_be_read_is_our_own(stub: ChatStub, live: Opener, waits: list[float]) -> None:
    stub.then(fails(503, "Later.", {"Retry-After": "soon"}))
    live().ask(PLAIN)
    assert FIRST_WAIT / 2 <= waits[0] <= FIRST_WAIT


def test_failures_for_ever_end_in_one_error(stub: ChatStub, live: Opener) -> None:
    stub.answer = fails(500, "The engine\n   died.")
    error = failure(live(retries=2))
    assert isinstance(error, GaveUp)
    assert error.detail == f"{stub.url}/chat/completions answered 500: The engine died. Given up at try 3."
    assert len(stub.asked) == 3


def test_silence_is_not_waited_out(stub: ChatStub, live: Opener, waits: list[float]) -> None:
    stub.answer = hangs()
    error = failure(live(retries=1, timeout=0.1))
    assert isinstance(error, GaveUp)
    assert "silent for 0.1 s (DETENTE_LLM_TIMEOUT)" in error.detail
    assert len(waits) == 1


def test_nobody_there(live: Opener, waits: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listening
        port = taken.getsockname()[1]
        error = failure(live(base_url=f"http://127.0.0.1:{port}/v1", retries=2))
    assert isinstance(error, Unreachable)
    assert error.detail.startswith(f"Cannot reach http://127.0.0.1:{port}/v1/chat/completions: ")
    assert len(waits) == 2


def test_what_is_stopped_is_not_tried_again(stub: ChatStub) -> None:
    stub.answer = fails(503, "Later.")
    settings = read_llm_settings(base_url=stub.url, model="m", key=KEY)
    asking = Live(settings, sleep=lambda seconds: asking.stop())
    assert "Stopped at try 1" in failure(asking).detail
    assert "was not asked" in failure(asking).detail
    assert len(stub.asked) == 1


# What is not tried again


@pytest.mark.parametrize(
    ("reply", "kind", "told"),
    [
        (fails(401, "Incorrect key."), Refused, "DETENTE_LLM_KEY"),
        (fails(403, "Not in your country."), Refused, "Not in your country"),
        (fails(402, "Insufficient balance."), Refused, "credit"),
        (fails(429, "You have run out.", code="insufficient_quota"), Refused, "credit"),
        (fails(404, "The model `m` does not exist."), ModelUnknown, "'m'"),
        (fails(400, "Too long."), RequestRefused, "Too long"),
        (sends(b"<html>Not found</html>", 405), RequestRefused, "<html>Not found</html>"),
        (sends(b""), Unusable, "not JSON"),
        (sends(b'{"choices": [{"mess'), Unusable, "not JSON"),
        (sends(b"[" * 100_000), Unusable, "not JSON"),
        (sends(b'{"choices": []}'), Unusable, "laid out"),
        (sends(b'["choices"]'), Unusable, "laid out"),
        (
            sends(b'{"choices": [{"message": {"content": null}, "finish_reason": "content_filter"}]}'),
            Unusable,
            "filter",
        ),
        (streams([b'{"choices": 3}']), Unusable, "laid out"),
        (streams([]), Unusable, "no text"),
    ],
)
def test_what_is_not_tried_again(
    stub: ChatStub, live: Opener, waits: list[float], reply: Reply, kind: type[AskingError], told: str
) -> None:
    stub.then(reply)
    error = failure(live())
    assert type(error) is kind
    assert told in error.detail
    assert "\n" not in error.detail
    assert (len(stub.asked), waits) == (1, [])


@BOTH
def test_a_huge_answer_is_cut_off(stub: ChatStub, live: Opener, stream: bool) -> None:
    stub.then(
        sends(
            b"data: " + b" " * LARGEST_ANSWER,
            headers={"Content-Type": ["application/json", "text/event-stream"][stream]},
        )
    )
    error = failure(live(stream=stream))
    assert isinstance(error, Unusable)
    assert "16 MiB" in error.detail


def test_a_long_complaint_is_shortened(stub: ChatStub, live: Opener) -> None:
    stub.then(fails(400, "word " * 1_000_000))
    assert len(failure(live()).detail) < 500


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(stub: ChatStub, live: Opener, status: int) -> None:
    with ChatStub() as other:
        stub.then(redirects(f"{other.url}/chat/completions?with=query", status))
        error = failure(live())
        assert isinstance(error, Unreachable)
        assert f"{other.url}/chat/completions, which is not followed" in error.detail
        assert other.asked == []


def test_wrong_key_and_unknown_model(stub: ChatStub, live: Opener) -> None:
    stub.models = {"m"}
    wrong = failure(live(key="sk-wrong"))
    assert isinstance(wrong, Refused)
    assert "sk-wrong" not in wrong.detail
    unknown = failure(live(), Request("other", PLAIN.messages))
    assert isinstance(unknown, ModelUnknown)
    assert "'other': The model `other` does not exist. Look at DETENTE_LLM_MODEL" in unknown.detail


# The key


@pytest.mark.parametrize(
    "reply",
    [
        says("{}"),
        fails(401, f"Incorrect key {KEY}"),
        fails(403, f"{KEY} has no rights"),
        fails(404, f"{KEY} knows no such model"),
        fails(400, f"response_format of {KEY}"),
        fails(500, f"{KEY} crashed"),
        sends(json.dumps({"error": KEY}).encode()),
        resets(),
        redirects("http://127.0.0.1:9/"),
    ],
)
def test_the_key_is_nowhere(
    stub: ChatStub, live: Opener, tmp_path: Path, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    stub.answer = reply
    asking = live(retries=1)
    with caplog.at_level(logging.DEBUG):
        try:
            seen = [repr(Recording(asking, tmp_path).ask(REQUEST))]
        except AskingError as error:
            seen = [repr(error), *traceback.format_exception(error)]
    seen += [repr(asking), repr(asking.__dict__), *caplog.messages]
    seen += [path.read_text("utf-8") for path in tmp_path.rglob("*.json")]
    assert caplog.messages
    assert stub.asked[0].header("Authorization") == f"Bearer {KEY}"
    assert [text for text in seen if KEY in text] == []
