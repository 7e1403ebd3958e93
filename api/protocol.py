"""Requests of the SPARQL 1.1 protocols: parameters, bodies and media types, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import parse_qs

from fastapi import Request, Response
from starlette.requests import ClientDisconnect

from api.errors import allowed_methods
from api.negotiation import accepted
from api.settings import Settings
from ontology.errors import DetenteError

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_MOST_FIELDS: Final = 1000
_UTF8: Final = ("", "utf-8", "utf8", "us-ascii", "ascii")


@dataclass(frozen=True, slots=True)
class Fields:
    """Decoded parameters of a request, from its URL and its form."""

    values: dict[str, list[str]]

    def __contains__(self, name: object) -> bool:
        """Tell whether a parameter is given, if only as an empty one."""
        return name in self.values

    def all(self, name: str) -> tuple[str, ...]:
        """Give all values of a parameter."""
        return tuple(self.values.get(name, ()))

    def one(self, name: str) -> str | None:
        """Give the value of a parameter that can be given once.

        Raises:
            DetenteError: it is given several times.
        """
        found = self.all(name)
        if len(found) > 1:
            raise DetenteError(f"The parameter `{name}` is given {len(found)} times; give it once.")
        return found[0] if found else None

    def __or__(self, other: Fields) -> Fields:
        """Join two sets of parameters."""
        names = self.values.keys() | other.values.keys()
        return Fields({name: [*self.all(name), *other.all(name)] for name in names})


def url_fields(request: Request) -> Fields:
    """Read the parameters of the URL.

    Raises:
        DetenteError: they are not UTF-8.
    """
    return parse_fields(request.scope["query_string"], "URL")


def parse_fields(data: bytes, where: str) -> Fields:
    """Decode parameters once.

    Raises:
        DetenteError: they are not UTF-8, or too many.
    """
    try:
        text = data.decode("utf-8")
        return Fields(parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except UnicodeDecodeError:
        raise DetenteError(f"The parameters of the {where} are not UTF-8 text.") from None
    except ValueError as error:
        raise DetenteError(f"The parameters of the {where} cannot be read: {error}.") from None


def media_type(request: Request) -> str:
    """Give the media type of the body, '' if there is none.

    Raises:
        DetenteError: the body is compressed, or text in another encoding than UTF-8 (415).
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise DetenteError("Send the body without Content-Encoding.", 415)
    if "content-type" not in request.headers:
        return ""
    header = Message()
    header["content-type"] = request.headers["content-type"]
    charset = header.get_param("charset", "")
    if str(charset).lower() not in _UTF8:
        raise DetenteError(f"The charset {charset} is not supported; send the body in UTF-8.", 415)
    return header.get_content_type()


async def body(request: Request, limit: int) -> bytes:
    """Take the body.

    Raises:
        DetenteError: it is longer than the limit (413), or breaks off.
    """
    if int(request.headers.get("content-length", 0)) > limit:
        raise _too_long(limit)
    data = bytearray()
    try:
        async for chunk in request.stream():
            data += chunk
            if len(data) > limit:
                raise _too_long(limit)
    except ClientDisconnect:
        raise DetenteError("The body ended before its length was reached.") from None
    return bytes(data)


def text(data: bytes) -> str:
    """Decode a body.

    Raises:
        DetenteError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DetenteError("The body is not UTF-8 text.") from None


def accept(request: Request, fields: Fields) -> str:
    """Give what a client accepts, by the header and by the parameter ``format``, which it likes best."""
    return accepted(", ".join(request.headers.getlist("accept")) or "*/*", fields.all("format"))


def base_url(request: Request, settings: Settings) -> str:
    """Give the address of the service as clients see it, without a slash at the end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def own_path(request: Request) -> str:
    """Give the path of a request as it was sent, percent-encoded."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return raw.decode("latin-1").partition("?")[0]


def options(request: Request, **headers: str) -> Response:
    """Answer OPTIONS with the methods there are."""
    return Response(status_code=204, headers={"Allow": ", ".join(allowed_methods(request)), **headers})


def _too_long(limit: int) -> DetenteError:
    return DetenteError(f"The body is longer than {limit} bytes, the most that is taken.", 413)
