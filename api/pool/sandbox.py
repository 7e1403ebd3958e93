"""What a reader process takes from itself before it sees a query, so that no query can take it back.

Everywhere on POSIX: no core dumps, no growth of files, a limit of memory. On Linux also: it dies with its parent, sees
no file but the snapshots (Landlock), and can neither open sockets nor run programs (seccomp). Each part that the system
lacks is left out; what holds is told to the parent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2

_LANDLOCK_CREATE: Final = 444
_LANDLOCK_ADD_RULE: Final = 445
_LANDLOCK_RESTRICT: Final = 446
_LANDLOCK_VERSION: Final = 1
_LANDLOCK_PATH_BENEATH: Final = 1
_READ_FILE_AND_FOLDER: Final = 1 << 2 | 1 << 3
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version of Landlock knows; from version 5 on, 16."""

_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 1
"""Fail with EPERM."""
_KILL: Final = 0x80000000
_X32: Final = 0x40000000
_FORBIDDEN: Final = {
    # socket, execve, ptrace, io_uring_setup, execveat, process_vm_readv, process_vm_writev
    "x86_64": (0xC000003E, (41, 59, 101, 425, 322, 310, 311)),
    "aarch64": (0xC00000B7, (198, 221, 117, 425, 281, 270, 271)),
}
"""The architecture's number and the system calls no reader needs, from the kernel's tables."""


def enclose(readable: Path) -> list[str]:
    """Give up what a query could misuse; only files below a folder can be opened afterwards.

    Returns the names of the protections that hold.
    """
    held = limit()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        done = {"files": _landlock(libc, readable), "network": _seccomp(libc)}
        held += [name for name, worked in done.items() if worked]
    return held


def limit() -> list[str]:
    """Give up what no query needs, but keep files and network; returns the names of the protections that hold."""
    held = _limits()
    if sys.platform == "linux" and _die_with_parent(ctypes.CDLL(None, use_errno=True)):
        held.append("parent")
    return held


class MemoryLimit:
    """The address space of this process; made before it encloses itself, for it reads how much there is."""

    def __init__(self) -> None:
        try:
            self._usage: int | None = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._usage = None

    def lift(self) -> bool:
        """Take the limit away."""
        return self._set(None)

    def allow(self, extra: int) -> bool:
        """Let the process take so many bytes more than it has now."""
        pages = int(os.pread(self._usage, 64, 0).split()[0]) if self._usage is not None else 0
        return self._set(pages * os.sysconf("SC_PAGE_SIZE") + extra)

    def _set(self, limit: int | None) -> bool:
        try:
            import resource

            resource.setrlimit(
                resource.RLIMIT_AS, (resource.RLIM_INFINITY if limit is None else limit, resource.RLIM_INFINITY)
            )
        except (ImportError, OSError, ValueError):
            return False
        return True


def _limits() -> list[str]:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    except (ImportError, OSError, ValueError):
        return []
    return ["writing"]


def _die_with_parent(libc: ctypes.CDLL) -> bool:
    done = bool(libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return done


def _landlock(libc: ctypes.CDLL, readable: Path) -> bool:
    """Refuse every use of files but reading below a folder (``landlock(7)``)."""
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_VERSION))
    if version < 1:
        return False
    handled = ctypes.create_string_buffer(struct.pack("=Q", (1 << _FILE_RIGHTS.get(version, 16)) - 1), 8)
    rules = libc.syscall(_LANDLOCK_CREATE, handled, ctypes.c_size_t(8), ctypes.c_uint32(0))
    if rules < 0:
        return False
    folder = os.open(readable, os.O_RDONLY | os.O_DIRECTORY)
    rule = ctypes.create_string_buffer(struct.pack("=Qi", _READ_FILE_AND_FOLDER, folder), 12)
    try:
        added = libc.syscall(_LANDLOCK_ADD_RULE, rules, _LANDLOCK_PATH_BENEATH, rule, ctypes.c_uint32(0)) == 0
        return bool(added and libc.syscall(_LANDLOCK_RESTRICT, rules, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(folder)
        os.close(rules)


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Refuse sockets, programs and the memory of other processes (``seccomp(2)``)."""
    known = _FORBIDDEN.get(os.uname().machine)
    if known is None:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    filled = Program(len(program) // 8, ctypes.addressof(code))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filled), 0, 0) == 0)


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Write the BPF program: end on another architecture, refuse the calls, allow the rest."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    steps = [
        (load, 0, 0, 4),
        (equal, 1, 0, architecture),
        (give, 0, 0, _KILL),
        (load, 0, 0, 0),
        (at_least, len(calls) + 1, 0, _X32),
        *((equal, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (give, 0, 0, _ALLOW),
        (give, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
