"""Readers of JSON, CSV, HTML and feeds: what each gives, each way it can be broken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.readers import Defaults, Failure, decode, read

PAGE = """<!DOCTYPE html><html lang="fr-FR"><head><meta charset="{charset}"><title>Paris soutient Kiev</title>
<meta property="article:published_time" content="2022-03-03T10:00:00+01:00">
<meta property="og:site_name" content="Le Journal">
<link rel="canonical" href="https://journal.example/a?x=1&amp;y=2"></head><body><nav><a href="/">Accueil</a></nav>
<article><h1>Paris soutient Kiev</h1>
<p>Le président a déclaré jeudi que la France soutient l’Ukraine face à la Russie.</p>
<p>Moscou a dénoncé cette « ingérence » dans un communiqué publié le même jour à l’aube.</p></article>
<footer>© 2019 Le Journal</footer><script>var x = 1;</script></body></html>"""
RSS = """<?xml version="1.0" encoding="{charset}"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Le Fil</title><language>fr-FR</language>
<item><title>Paris &amp; Kiev</title><link>https://fil.example/1</link><guid isPermaLink="false">id-1</guid>
<pubDate>Mon, 21 Dec 2015 23:30:00 -0500</pubDate><description>Court.</description>
<content:encoded><![CDATA[<p>Été à <b>Paris</b>.</p>
<p>Moscou &eacute;coute.</p><script>no()</script>]]></content:encoded></item>
<item><title>Un titre seul</title></item><item><description>  </description></item></channel></rss>"""
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


def test_json_object(tmp_path: Path) -> None:
    record = {
        "id": 42,
        "url": "https://x.example/a",
        "title": "T",
        "text": "a",
        "published": "2015-12-21T10:00:00Z",
        "publisher": "P",
        "lang": "fr",
        "score": [1],
    }
    (article,) = articles(write(tmp_path / "a.json", json.dumps(record, indent=1)))
    assert article == Article("a", "T", "https://x.example/a", "42", date(2015, 12, 21), "P", "fr")


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.unknown"])
def test_json_array(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, '[\n{"text": "a"},\n{"text": "b", "id": "x"}, 3]')
    first, second, third = outcomes(path)
    assert [first, second] == [Article("a", source_id=f"{name}#1"), Article("b", source_id="x")]
    assert str(third) == f"{path}:item 3: is not an object but a number"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson", "a.unknown"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, '{"text": "a\u2028b"}\n\n{"text": broken\n{"text": "c"}\r\n')
    first, broken, last = outcomes(path)
    assert [first, last] == [Article("a\nb", source_id=f"{name}#1"), Article("c", source_id=f"{name}#4")]
    assert str(broken).startswith(f"{path}:line 3: is not valid JSON: Expecting value (column 10)")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "t"}', "the field 'text' is missing"),
        ('{"text": null}', "the field 'text' is missing"),
        ('{"text": ""}', "the text is empty"),
        ('{"text": 3}', "the field 'text' must be a string, not a number"),
        ('{"text": ["a"]}', "the field 'text' must be a string, not an array"),
        ('{"text": "a", "id": true}', "the field 'id' must be a string, not a boolean"),
        ('{"text": "a", "published": 20151221}', "the field 'published' must be a string, not a number"),
        ('{"text": "a", "published": NaN}', "the field 'published' must be a string, not a number"),
        ('{"text": "a", "published": "21/12/2015"}', "published: '21/12/2015' is not an ISO date (YYYY-MM-DD)"),
        ('{"text": "a", "url": "x"}', "url: 'x' is not a web address (http or https)"),
        ('"text"', "is not an object but a string"),
        ("null", "is not an object but null"),
        ("[" * 100_000, "is not valid JSON: maximum recursion depth exceeded"),
        ('{"id": ' + "9" * 5000 + "}", "is not valid JSON: Exceeds the limit"),
    ],
)
def test_a_bad_record_is_a_failure_and_reading_goes_on(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "a"}\n' + line + '\n{"text": "b"}\n')
    first, bad, last = outcomes(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert str(bad).startswith(f"{path}:line 2: {reason}")


def test_json_lines_with_a_line_in_another_encoding(tmp_path: Path) -> None:
    lines = ['{"text": "été"}'.encode(), '{"text": "été"}'.encode("cp1252"), b'{"text": "\0"}', b'{"text": "x"}']
    found = outcomes(write(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert [item.text for item in found if isinstance(item, Article)] == ["été", "été", "x"]
    assert isinstance(found[2], Failure)


def test_json_lines_with_a_line_too_long_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_BYTES", 1024 * 1024)
    path = write(tmp_path / "a.jsonl", '{"text": "a"}\n{"text": "' + "b" * 3_000_000 + '"}\n{"text": "c"}\n')
    assert [str(item) if isinstance(item, Failure) else item.text for item in outcomes(path)] == [
        "a",
        f"{path}:line 2: is longer than 1 MB",
        "c",
    ]


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "été"}\n{"text": "œuf"}\n'.encode("utf-16"))
    assert [article.text for article in articles(path)] == ["été", "œuf"]


def test_json_escapes_that_are_half_a_character(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "a.jsonl", r'{"text": "a \ud83d b \ud83d\ude00"}'))
    assert article.text == "a \ufffd b 😀"


@pytest.mark.parametrize(("name", "content"), [("a.json", "[]"), ("a.jsonl", "\n \n"), ("a.csv", "id,text\n")])
def test_a_file_without_articles_is_a_failure(tmp_path: Path, name: str, content: str) -> None:
    assert failure(write(tmp_path / name, content)).endswith("holds no article")


def test_broken_json_document(tmp_path: Path) -> None:
    assert "is not valid JSON" in failure(write(tmp_path / "a.json", '{"text":\n "a"'))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ["Id|Text|Published|extra", '1|"Été, ici; là\tet\r\n\r\n""là"""|2015-12-21|x', "|b||", "|||"]
    path = write(tmp_path / "a.csv", "\r\n".join(rows).replace("|", delimiter).encode(encoding))
    assert articles(path) == [
        Article('Été, ici; là\tet\n\n"là"', source_id="1", published=date(2015, 12, 21)),
        Article("b", source_id="a.csv#2"),
    ]


def test_csv_failures_name_the_line_and_reading_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text\n1,"a\nb"\n2\n3,"x"y\n4,\n5,c\n')
    found = [str(item) if isinstance(item, Failure) else item.source_id for item in outcomes(path)]
    assert found == [
        "1",
        f"{path}:line 4: has 1 fields where the header has 2",
        f"{path}:line 5: is not valid CSV: ',' expected after '\"'",
        f"{path}:line 6: the text is empty",
        "5",
    ]


def test_csv_with_a_long_field(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "a.csv", "text\n" + "a" * 500_000))
    assert len(article.text) == 500_000


@pytest.mark.parametrize("content", ["id,body\n1,a\n", "\n", '"text'])
def test_csv_needs_a_text_column(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.csv", content)
    assert any(isinstance(item, Failure) for item in outcomes(path))


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8")]
)
def test_html(tmp_path: Path, charset: str, encoding: str) -> None:
    (article,) = articles(write(tmp_path / "a.html", PAGE.format(charset=charset).encode(encoding)))
    assert article.text.endswith(
        "Moscou a dénoncé cette « ingérence » dans un communiqué publié le même jour à l’aube."
    )
    assert "la France soutient l’Ukraine" in article.text
    assert "Accueil" not in article.text
    assert article.title == "Paris soutient Kiev"
    assert article.full_text.count("Paris soutient Kiev") == 1
    assert article.url == "https://journal.example/a?x=1&y=2"
    assert (article.published, article.publisher, article.lang) == (date(2022, 3, 3), "Le Journal", "fr-FR")
    assert article.source_id == "a.html"


def test_html_dates_are_never_guessed_from_the_text(tmp_path: Path) -> None:
    page = "<html><body><p>Le 3 mars 2022, Paris a soutenu Kiev.</p><footer>© 2019</footer></body></html>"
    (article,) = articles(write(tmp_path / "a.html", page))
    assert article.published is None
    assert article.url is None


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>"])
def test_html_without_text(tmp_path: Path, page: str) -> None:
    assert failure(write(tmp_path / "a.html", page)).endswith("no article text found in the page")


def test_html_with_damage_is_read_as_browsers_do(tmp_path: Path) -> None:
    data = PAGE.format(charset="utf-8").encode().replace(b"aube", b"aub\xff")
    assert "l’aub\ufffd" in articles(write(tmp_path / "a.html", data))[0].text


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "latin-1"), ("windows-1252", "utf-8")]
)
def test_rss(tmp_path: Path, charset: str, encoding: str) -> None:
    path = write(tmp_path / "a.xml", RSS.format(charset=charset).encode(encoding))
    first, second, third = outcomes(path)
    assert first == Article(
        "Été à Paris.\nMoscou écoute.",
        "Paris & Kiev",
        "https://fil.example/1",
        "id-1",
        date(2015, 12, 21),
        "Le Fil",
        "fr-FR",
    )
    assert second == Article("Un titre seul", source_id="a.xml#2", publisher="Le Fil", lang="fr-FR")
    assert str(third) == f"{path}:entry 3: the text is empty"


@pytest.mark.parametrize("name", ["a.atom", "a.xml", "a.unknown"])
def test_atom(tmp_path: Path, name: str) -> None:
    first, second = articles(write(tmp_path / name, ATOM))
    assert first == Article(
        "Moscow backs Assad, it said.",
        "Moscow backs Assad",
        "https://wire.example/1",
        "urn:1",
        date(2015, 12, 21),
        "The Wire",
        "en",
    )
    assert (second.text, second.url, second.published) == ("One.\nTwo & three.", None, date(2016, 1, 2))


def test_feeds_are_not_obeyed(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", "secret")
    bomb = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>t</title>
    <item><description>x &s; &b;</description></item></channel></rss>"""
    assert not [item for item in outcomes(write(tmp_path / "a.xml", bomb)) if "secret" in getattr(item, "text", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><urlset><url/></urlset>", "is not an RSS or Atom feed"),
        ("<rss version='2.0'><channel><title>t</title></channel></rss>", "the feed has no entries"),
        ("<rss version='2.0'><channel><title>t</ti", "the feed is broken"),
        ("hello", "is not an RSS or Atom feed"),
    ],
)
def test_broken_feeds(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in failure(write(tmp_path / "a.xml", content))


def test_xml_that_is_a_page(tmp_path: Path) -> None:
    assert articles(write(tmp_path / "a.xml", PAGE.format(charset="utf-8")))[0].title == "Paris soutient Kiev"
