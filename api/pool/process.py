"""One reader process as the service sees it: start it, ask it, kill it, tell why it died."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from api.pool import frames
from api.pool.snapshot import Snapshot
from api.runner import Question, Rules
from ontology.errors import DetenteError

Reason = Literal["deadline", "gone", "shutdown", "retired", "memory", "crash", "killed"]
"""Why a reader died: killed by us at the deadline, for a client that went away, at the end, or because it cannot get
its priority back; or by itself."""

_COMMAND: Final = (sys.executable, "-P", "-c", "from api.pool.worker import main; main()")
_KEPT_VARIABLES: Final = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What a reader gets of the environment; tokens and passwords are not among it."""
_START_SECONDS: Final = 60.0
_LOW_PRIORITY: Final = 15
_BUFFER: Final = 128 * 1024
"""Bytes of output kept here before the reader has to wait."""

Output = tuple[asyncio.ReadTransport, asyncio.StreamReader]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take.

    Attributes:
        seconds: From the start of the evaluation to the last byte; what the client asks for is capped to it.
        memory: Bytes of address space beyond what an idle reader has; 0 is no limit.
        rows: Rows of an answer; 0 is no limit.
        bytes: Bytes of an answer; 0 is no limit.
        rules: What the server says about every query; with servers that SERVICE may ask, readers keep files and
            network, which asking needs.
        enclosed: Whether the reader gives up files and network, where the system can do that.
    """

    seconds: float = 30.0
    memory: int = 2 << 30
    rows: int = 0
    bytes: int = 0
    rules: Rules = field(default_factory=Rules)
    enclosed: bool = True


class ReaderLostError(DetenteError):
    """The reader was stopped from outside, before it had sent anything or after."""


class ReaderDiedError(Exception):
    """The reader ended in the middle of an exchange."""


class Reader:
    """A process that has a snapshot open and answers one query at a time."""

    def __init__(self, process: asyncio.subprocess.Process, output: Output, snapshot: Snapshot) -> None:
        assert process.stdin is not None
        self._process, self._in = process, process.stdin
        self._transport, self._out = output
        self._killed: Reason | None = None
        self._demoted = False
        self.snapshot = snapshot
        self.held: tuple[str, ...] = ()

    @classmethod
    async def start(cls, root: Path, snapshot: Snapshot, limits: Limits) -> Reader:
        """Start a process and wait until it has the snapshot open.

        Raises:
            ReaderDiedError: it did not come that far.
        """
        process, output = await _start()
        reader = cls(process, output, snapshot)
        try:
            async with asyncio.timeout(_START_SECONDS):
                settings = asdict(limits) | {"readable": str(root), "path": str(snapshot.path)}
                await reader._send(frames.pack_json(frames.OPEN, **settings))
                reader.held = tuple((await reader._ready())["held"])
        except BaseException as error:
            reader.kill("shutdown")
            output[0].close()
            if isinstance(error, Exception):
                raise ReaderDiedError from error
            raise
        return reader

    @property
    def pid(self) -> int:
        """Give the process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs, asking the system and not only what the event loop has heard."""
        if self._process.returncode is not None or self._killed:
            return False
        try:
            return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except (AttributeError, ChildProcessError):
            return self._process.returncode is None

    async def open(self, snapshot: Snapshot) -> None:
        """Move on to another snapshot.

        Raises:
            ReaderDiedError: it died instead.
        """
        await self._send(frames.pack_json(frames.OPEN, path=str(snapshot.path)))
        await self._ready()
        self.snapshot = snapshot

    async def ask(self, question: Question, seconds: float) -> None:
        """Send a query; `replies` gives what comes back.

        Raises:
            ReaderDiedError: it died instead.
        """
        dataset = [question.dataset.default_graphs, question.dataset.named_graphs]
        asked = {"sparql": question.sparql, "accept": question.accept, "dataset": dataset, "base": question.base}
        await self._send(frames.pack_json(frames.ASK, **asked, seconds=seconds))

    async def replies(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """Yield the frames of one answer; the last is of kind END or FAIL.

        Raises:
            ReaderDiedError: it died before that.
        """
        while True:
            kind, payload = await self._receive()
            yield kind, payload
            if kind in (frames.END, frames.FAIL):
                return

    def kill(self, reason: Reason) -> None:
        """End the process at once, whatever it does."""
        self._killed = self._killed or reason
        with suppress(ProcessLookupError):
            self._process.kill()

    def demote(self) -> None:
        """Let other processes go first, for this query takes long."""
        with suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOW_PRIORITY)
            self._demoted = True

    def promote(self) -> None:
        """Undo `demote`; where the system does not allow that, end the process, to be replaced by a new one."""
        if self._demoted:
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0))
                self._demoted = False
            except OSError:
                self.kill("retired")

    @property
    def was_killed(self) -> bool:
        """Tell whether `kill` ended it."""
        return self._killed is not None

    async def ended(self) -> Reason:
        """Wait for the end of the process and tell what ended it."""
        code = await self._process.wait()
        self._transport.close()
        if self._killed:
            return self._killed
        return {-signal.SIGABRT: "memory", -signal.SIGKILL: "killed", -signal.SIGALRM: "deadline"}.get(code, "crash")  # type: ignore[return-value]

    async def _send(self, frame: bytes) -> None:
        try:
            self._in.write(frame)
            await self._in.drain()
        except OSError:
            raise ReaderDiedError from None

    async def _receive(self) -> tuple[bytes, bytes]:
        try:
            kind, length = frames.HEADER.unpack(await self._out.readexactly(frames.HEADER.size))
            return kind, await self._out.readexactly(length)
        except (asyncio.IncompleteReadError, OSError):
            raise ReaderDiedError from None

    async def _ready(self) -> dict[str, Any]:
        kind, payload = await self._receive()
        if kind != frames.READY:
            raise ReaderDiedError
        values: dict[str, Any] = json.loads(payload)
        return values


async def _start() -> tuple[asyncio.subprocess.Process, Output]:
    """Start a process with pipes.

    The pipe for its output is ours and not the subprocess module's: that would not tell the end of a process before
    all its output is read, and a slow client leaves it unread.
    """
    ours, theirs = os.pipe()
    output = await _listen(ours)
    try:
        process = await asyncio.create_subprocess_exec(
            *_COMMAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=theirs,
            cwd=Path.cwd().anchor,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
            start_new_session=True,
        )
    except BaseException:
        output[0].close()
        raise
    finally:
        os.close(theirs)
    return process, output


async def _listen(pipe: int) -> Output:
    stream = asyncio.StreamReader(limit=_BUFFER)
    file = os.fdopen(pipe, "rb", buffering=0)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), file)
    return transport, stream


def obituary(reason: Reason, seconds: float, memory: int) -> DetenteError:
    """Tell the client why its query died with its reader."""
    if reason == "deadline":
        return DetenteError(f"The query was stopped after {seconds:g} seconds. Narrow it, or add a LIMIT.", 504)
    if reason == "memory":
        most = f", {memory >> 20} MiB" if memory else ""
        return DetenteError(f"The query needs more memory than one query may take{most}. Narrow it.", 413)
    if reason == "crash":
        return DetenteError("The query brought its reader down; it is probably nested too deeply.", 400)
    if reason == "shutdown":
        return DetenteError("The service is shutting down. Try again in a minute.", 503, {"Retry-After": "60"})
    detail = "The query's reader was stopped from outside. Try again in a second."
    return ReaderLostError(detail, 503, {"Retry-After": "1"})
