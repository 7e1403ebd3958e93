"""What XML cannot say, noticed before it is sent: control characters, and predicates that are no XML names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Final

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from pyoxigraph import Triple

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAME: Final = re.compile(r"[^\W\d][\w.-]*\Z")


class XmlSink:
    """A binary file that passes XML on to another, unless it is none."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises:
            DetenteError: they hold a character that XML does not have (406).
        """
        if _CONTROL.search(data):
            raise DetenteError("The answer holds a control character, which XML cannot carry; ask for another.", 406)
        return self._output.write(data)

    def flush(self) -> None:
        """Pass it on."""
        self._output.flush()


def with_xml_names(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples that RDF/XML can write.

    Raises:
        DetenteError: a predicate does not end in an XML name (406).
    """
    for triple in triples:
        if not _NAME.search(triple.predicate.value):
            told = f"RDF/XML cannot write the predicate {triple.predicate}; ask for another format, such as Turtle."
            raise DetenteError(told, 406)
        yield triple
