"""RDF sent by clients, as one body or as the parts of a form."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.negotiation import INPUTS
from graph.formats import rdf_format
from graph.graphs import parse_triples
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat, Triple


def triples_of(data: bytes, media: str, headers: Headers, base: str, *, several: bool) -> list[Triple]:
    """Parse a body of RDF, or with ``several`` also a form whose parts are RDF.

    Raises:
        DetenteError: the data is not valid (400), or of a media type that is not taken (415).
    """
    if several and media == "multipart/form-data":
        return [triple for part in asyncio.run(_parts(data, headers)) for triple in _part(part, base)]
    return parse_triples(data, _format(media), base)


def _part(part: UploadFile, base: str) -> list[Triple]:
    media = (part.content_type or "").partition(";")[0].strip().lower()
    ending = (part.filename or "").rpartition(".")[2]
    fmt = _format(media) if media in INPUTS or not ending else rdf_format(ending)
    return parse_triples(part.file.read(), fmt, base)


async def _parts(data: bytes, headers: Headers) -> list[UploadFile]:
    async def stream() -> AsyncIterator[bytes]:
        yield data

    try:
        form = await MultiPartParser(headers, stream(), max_part_size=len(data)).parse()  # type: ignore[arg-type]
    except (MultiPartException, KeyError) as error:
        raise DetenteError(f"The form cannot be read: {error}.") from None
    found = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    if not found:
        raise DetenteError("The form holds no file; send each graph as a part with a file name and a Content-Type.")
    return found


def _format(media: str) -> RdfFormat:
    from pyoxigraph import RdfFormat

    member = INPUTS.get(media)
    if member is None:
        told = f"Data of the type {media or 'none'} is not taken; send one of {', '.join(INPUTS)}."
        raise DetenteError(told, 415, {"Accept-Post": ", ".join(INPUTS)})
    found: RdfFormat = getattr(RdfFormat, member)
    return found
