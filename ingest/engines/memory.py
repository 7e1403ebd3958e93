"""How much memory this process has, and how much more it may get."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def resident() -> int:
    """Give the bytes of this process that are in memory; 0 where the system does not tell."""
    return _status("VmRSS")


def limit(extra: int) -> bool:
    """Let this process take at most so many bytes more than it has; ``False`` where the system cannot see to that.

    What counts is memory that is its own and can be written (``RLIMIT_DATA``): address space would count what
    libraries and clusters merely map.
    """
    if not (_status("VmData") and extra):
        return False
    import resource

    most = _status("VmData") + extra
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    except (OSError, ValueError):
        return False
    return True


def _status(name: str) -> int:
    """Read a line such as ``VmRSS:  1234 kB`` of the process's status."""
    try:
        lines = _STATUS.read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith(f"{name}:")), 0)
