"""Readers of files, folders and standard input: encodings, wrappings, paths that cannot be read."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.article import Article
from ingest.readers import Defaults, Failure, read

FRENCH = "Le président a déclaré qu’il « soutient » l’Ukraine, à côté de l’œuvre : 3 € – c’est “très” utile."
PAGE = """<!DOCTYPE html><html lang="fr-FR"><head><meta charset="{charset}"><title>Paris soutient Kiev</title>
<meta property="article:published_time" content="2022-03-03T10:00:00+01:00">
<meta property="og:site_name" content="Le Journal">
<link rel="canonical" href="https://journal.example/a?x=1&amp;y=2"></head><body><nav><a href="/">Accueil</a></nav>
<article><h1>Paris soutient Kiev</h1>
<p>Le président a déclaré jeudi que la France soutient l’Ukraine face à la Russie.</p>
<p>Moscou a dénoncé cette « ingérence » dans un communiqué publié le même jour à l’aube.</p></article>
<footer>© 2019 Le Journal</footer><script>var x = 1;</script></body></html>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Wire</title>
<entry><id>urn:1</id><title>Moscow backs Assad</title><link href="https://wire.example/1"/><published>2015-12-21T08:00:00Z</published>
<updated>2016-01-01T00:00:00Z</updated><summary>Moscow backs Assad, it said.</summary></entry>
<entry><id>urn:2</id><title>Second</title><link href="javascript:x"/><updated>2016-01-02T00:00:00Z</updated>
<content type="html">&lt;div&gt;One.&lt;br&gt;Two &amp;amp; three.&lt;/div&gt;</content></entry></feed>"""


def outcomes(*inputs: object) -> list[Article | Failure]:
    """Read the inputs."""
    return list(read([str(name) for name in inputs], Defaults()))


def articles(*inputs: object) -> list[Article]:
    """Read the inputs, none of which may fail."""
    found = outcomes(*inputs)
    assert not [str(item) for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Article)]


def failure(*inputs: object) -> str:
    """Read inputs that give one failure and nothing else."""
    (item,) = outcomes(*inputs)
    assert isinstance(item, Failure)
    assert "\n" not in str(item)
    return str(item)


def write(path: Path, content: str | bytes) -> Path:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_is_taken_as_it_is(tmp_path: Path) -> None:
    text = "International\n\nLe Pentagone refuse de coopérer\n\nMoscou «\u00a0regrette\u00a0»."
    (article,) = articles(write(tmp_path / "a.txt", text))
    assert article == Article(text, source_id="a.txt")


def test_defaults_fill_in(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "a", "lang": "en"}\n{"text": "b"}\n')
    found = list(read([str(path)], Defaults("fr", date(2020, 1, 1), "P")))
    assert found == [
        Article("a", source_id="a.jsonl#1", lang="en", published=date(2020, 1, 1), publisher="P"),
        Article("b", source_id="a.jsonl#2", lang="fr", published=date(2020, 1, 1), publisher="P"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode(),
        FRENCH.encode("utf-8-sig"),
        FRENCH.encode("utf-16"),
        codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"),
        FRENCH.encode("utf-32"),
        FRENCH.encode("cp1252"),
        FRENCH.encode("mac_roman"),
        FRENCH.replace("\n", "\r\n").encode("cp1252"),
    ],
)
def test_french_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    assert articles(write(tmp_path / "a.txt", data))[0].text == FRENCH


@pytest.mark.parametrize("text", ["L'été du Sénat", "déjà vu à Noël, où ça ?", "Émeutes à Alep"])
def test_short_latin_1(tmp_path: Path, text: str) -> None:
    assert articles(write(tmp_path / "a.txt", text.encode("latin-1")))[0].text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Президент России заявил, что поддерживает Сирию. " * 5, "cp1251"),
        ("Prezydent oświadczył, że popiera Ukrainę i żąda pokoju. " * 5, "cp1250"),
    ],
)
def test_other_legacy_encodings(tmp_path: Path, text: str, encoding: str) -> None:
    assert articles(write(tmp_path / "a.txt", text.encode(encoding)))[0].text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\n", "the text is empty"),
        (codecs.BOM_UTF8, "the text is empty"),
        (b"%PDF-1.7 abc", "looks like a binary file (PDF)"),
        (b"PK\x03\x04abc", "looks like a binary file (ZIP or office document)"),
        (b"abc\0def", "looks like a binary file"),
        (bytes(range(1, 256)) * 9, "looks like a binary file"),
        (FRENCH.encode() + b"\xff\xfe\xfa" + FRENCH.encode(), "not valid UTF-8 and no other encoding fits"),
        (b"\xc3\x28 abc \xff\xfe\xfa\x81", "not valid UTF-8 and no other encoding fits"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "not valid UTF-8 and no other encoding fits"),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path / "a.txt", data)
    assert failure(path) == f"{path}: {reason}"


def test_a_very_long_text_is_one_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"word " * 1_048_576)
    assert failure(path) == f"{path}: text of 5242880 characters is longer than the limit of 1000000; split it"


def test_unreadable_paths(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert failure(tmp_path / "none.txt").endswith("none.txt: no such file or folder")
    assert failure(tmp_path / "dangling.txt").endswith("no such file or folder")
    assert failure(tmp_path / "self.txt").endswith("too many levels of symbolic links")
    assert failure("a\0b").endswith("embedded null byte")
    assert failure("x" * 5000).endswith("file name too long")


def test_one_bad_input_does_not_stop_the_next(tmp_path: Path) -> None:
    found = outcomes(tmp_path / "none.txt", write(tmp_path / "a.txt", "Text."))
    assert [type(item) for item in found] == [Failure, Article]


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.txt.gz", FRENCH, 1),
        ("a.jsonl.gz", '{"text": "a"}\n{"text": "b"}\n', 2),
        ("a.json.GZ", '[{"text": "a"}]', 1),
        ("a.csv.gz", "text\na\n", 1),
        ("a.html.gz", PAGE.format(charset="utf-8"), 1),
        ("a.xml.gz", ATOM, 2),
        ("a.txt", FRENCH, 1),
        ("unknown", '{"text": "a"}', 1),
    ],
)
def test_gzip_around_any_form(tmp_path: Path, name: str, content: str, count: int) -> None:
    found = articles(write(tmp_path / name, gzip.compress(content.encode())))
    assert len(found) == count


def test_damaged_gzip_gives_what_came_before(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{number * 7919}"}) + "\n" for number in range(20_000))
    data = gzip.compress(lines.encode())
    found = outcomes(write(tmp_path / "a.jsonl.gz", data[: len(data) // 2]))
    assert sum(isinstance(item, Article) for item in found) > 1000
    assert "the gzip data is damaged" in str(found[-1])
    assert "the gzip data is damaged" in failure(write(tmp_path / "b.txt.gz", b"\x1f\x8bnonsense"))


def test_folder_is_read_in_order_without_what_is_hidden_or_unknown(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", ".git/c.txt", "image.png", "sub/a.txt", "sub/deep/z.jsonl", "zero"):
        write(tmp_path / name, '{"text": "x"}')
    ids = [article.source_id for article in articles(tmp_path)]
    assert ids == ["a.txt", "b.txt", "sub/a.txt", "sub/deep/z.jsonl#1"]
    assert articles(tmp_path / ".hidden.txt")
    assert articles(tmp_path / "zero")


def test_folder_with_loops_and_broken_links(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt", "Text.")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    broken, article = outcomes(tmp_path)
    assert str(broken).endswith("gone.txt: no such file or folder")
    assert isinstance(article, Article)


def test_folder_with_nothing_to_read(tmp_path: Path) -> None:
    assert "holds no file of a known form" in failure(tmp_path)


def test_file_names_that_are_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.txt").write_text("Text.")
    (article,) = articles(tmp_path)
    assert article.source_id == "caf\ufffd.txt"


def test_reading_streams(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "a"}\n' * 3)
    stream = read([str(path), str(tmp_path / "none")], Defaults())
    assert isinstance(next(stream), Article)
    path.unlink()
    assert [type(item) for item in stream] == [Article, Article, Failure]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        (b'\n{"text": "a"}', ["a"]),
        (b'[{"text": "a"}]', ["a"]),
        (b'{\n "text": "a"\n}', ["a"]),
        (FRENCH.encode("cp1252"), [FRENCH]),
        ("[Moscou] Le président.".encode(), ["[Moscou] Le président."]),
        (b"<< Non >>, dit-il.", ["<< Non >>, dit-il."]),
        (gzip.compress(b'{"text": "a"}', mtime=0), ["a"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: list[str]) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    found = articles("-")
    assert [article.text for article in found] == texts
    assert {article.source_id for article in found} == {None}
    assert not stdin.buffer.closed


def test_standard_input_as_page_and_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.format(charset="utf-8").encode())))
    assert articles("-")[0].title == "Paris soutient Kiev"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert failure("-") == "stdin: is empty"


def test_failure_is_one_line() -> None:
    assert str(Failure("a\nb", "why\n  not")) == "a b: why not"
