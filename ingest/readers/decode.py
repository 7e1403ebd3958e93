"""Bytes to text: marks, declarations, UTF-8, then the legacy encodings of the European press."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Final

from ingest.readers.result import MAX_BYTES, ReadError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC: Final = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP or office document",
    b"\xd0\xcf\x11\xe0": "old office document",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x7fELF": "program",
    b"7z\xbc\xaf": "7z",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_WESTERN: Final = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_FRENCH: Final = re.compile(
    "[^\u0000-\u007f\u00a0«»°·§€œŒæÆŸ…–—‘’“”„•™®©²³£ßñÑáíóúãõìòåøöäüÄÖÜÅØÁÍÓÚéèàêçùâîôûëïÉÈÀÊÇÙÂÎÔÛËÏ]"
)
_MOJIBAKE: Final = re.compile("[a-zß-ÿ][À-Ý]|[À-ÿ]{3}")
_DECLARED: Final = re.compile(
    rb"""(?is)<\?xml[^>]*\bencoding\s*=\s*["']?([\w.:-]+)|<meta[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)"""
)
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b")
_NOT_CHARSETS: Final = frozenset({"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})


def decode(data: bytes, *declared: str | None) -> str:
    """Decode by byte order mark, else as UTF-8, else as declared, else by what the bytes look like.

    UTF-8 goes before the declaration: text that is valid UTF-8 by chance hardly exists, wrong declarations abound.

    Args:
        data: The whole document.
        declared: Names of charsets that server or document declare, the more trusted first.

    Raises:
        ReadError: The bytes are not text, or fit no encoding.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding) or _fail(data[len(mark) :])
    charsets = [charset for name in declared if (charset := _known(name))]
    wide = next((charset for charset in charsets if charset.startswith(("utf-16", "utf-32"))), None)
    if wide and (text := _strict(data, wide)) is not None:
        return text
    refuse_binary(data)
    for charset in ["utf-8", *charsets]:
        if (text := _strict(data, charset)) is not None and not (charset != "utf-8" and _broken_utf8(data)):
            return text
    return _lenient(data) if "utf-8" in charsets and _broken_utf8(data) else _guess(data)


def declared_charset(head: bytes) -> str | None:
    """Find the charset that an XML declaration or an HTML meta element names."""
    found = _DECLARED.search(head[:4096])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else None


def refuse_binary(data: bytes) -> None:
    """Raise ReadError when the bytes cannot be text: a known binary form, NUL bytes, many control codes."""
    kind = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if kind:
        raise ReadError(f"looks like a binary file ({kind})")
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(sample) / 100 + 1:
        raise ReadError("looks like a binary file")


def lines(stream: io.BufferedReader) -> Iterator[str | ReadError]:
    """Give the lines, ends kept, each decoded by itself; a line that cannot be decoded is given as its error."""
    head = stream.peek(4)[:4]
    wide = next((name for mark, name in _BOMS[1:] if head.startswith(mark)), None)
    if wide:
        yield from io.StringIO(decode(stream.read(MAX_BYTES)), newline="\n")
        return
    while line := stream.readline(MAX_BYTES):
        yield _line(line, stream)


def _line(line: bytes, stream: io.BufferedReader) -> str | ReadError:
    """Decode one line; of one without end, go over the rest without keeping it."""
    if len(line) == MAX_BYTES and not line.endswith(b"\n"):
        while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
            pass
        return ReadError(f"is longer than {MAX_BYTES // 1024 // 1024} MB")
    try:
        return decode(line)
    except ReadError as error:
        return error


def _known(name: str | None) -> str | None:
    """Give the codec of a charset name; what claims to be Latin-1 or ASCII is read as Windows-1252, as browsers do."""
    try:
        codec = codecs.lookup(name.strip() if name else "").name
    except (LookupError, ValueError):
        return None
    return "cp1252" if codec in ("iso8859-1", "ascii") else None if codec in _NOT_CHARSETS else codec


def _strict(data: bytes, encoding: str) -> str | None:
    """Decode, or give None when a byte does not fit."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _broken_utf8(data: bytes) -> bool:
    """Tell UTF-8 with some damage: more characters of several bytes are right than wrong."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return 0 < wrong < sum(1 for char in text if char > "\x7f") - wrong


def _lenient(data: bytes) -> str:
    """Decode a page that declares UTF-8 and has a few bad bytes, as browsers do."""
    text = data.decode("utf-8", "replace")
    return text if text.count("\ufffd") <= 1 + len(text) // 1000 else _fail(data)


def _guess(data: bytes) -> str:
    """Try the encodings of French and English, then ask charset-normalizer and believe it when it is sure."""
    if _broken_utf8(data):
        return _fail(data)
    for encoding in _WESTERN:
        text = _strict(data, encoding)
        if text is not None and not _FRENCH.search(text) and not _MOJIBAKE.search(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:262144]).best()
    sure = best is not None and best.chaos < 0.1 and best.coherence >= 0.2
    text = _strict(data, best.encoding) if best is not None and sure else None
    return text if text is not None else _fail(data)


def _fail(data: bytes) -> str:
    """Say that the bytes fit no encoding; an empty document is an empty text."""
    if not data:
        return ""
    raise ReadError("not valid UTF-8 and no other encoding fits")
