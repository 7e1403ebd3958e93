"""The forms in which a server is asked for structured output, the strictest that it takes."""

from __future__ import annotations

import logging
import re
import threading
from typing import Final

from ingest.llm.settings import Structured
from ingest.llm.wire import Form

_NAMED: Final = re.compile(r"response_format|json[ _]?(?:schema|object)|grammar|structured|guided", re.IGNORECASE)
_log: Final = logging.getLogger("detente.llm")


class Forms:
    """The forms to ask a server for; what it refuses once is not asked for again."""

    def __init__(self, structured: Structured) -> None:
        self._left: list[Form] = ["json_schema", "json_object", "none"] if structured == "auto" else [structured]
        self._lock = threading.Lock()

    @property
    def current(self) -> Form:
        """Give the form to ask for."""
        return self._left[0]

    def give_up(self, form: Form, why: str) -> bool:
        """Go over to the next form, unless another thread has done so; tell whether there is one."""
        with self._lock:
            if self._left[0] == form:
                if len(self._left) == 1:
                    return False
                del self._left[0]
                _log.warning("%s. Asking for %s instead of %s from now on.", why, self._left[0], form)
            return True


def is_about_form(status: int, told: str) -> bool:
    """Tell whether a refusal is of the form that was asked for."""
    return status in (400, 422) and bool(_NAMED.search(told))
