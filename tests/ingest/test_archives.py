"""Archives of any size: WARC, Parquet, compressed lines, folders of many files; little of them is in memory at a time."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from random import Random

import pyarrow
import pytest
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.article import Article
from ingest.readers import Defaults, Failure, Meter, read, total_bytes
from ingest.readers.ordering import in_order

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2016-03-15T10:00:00Z"></head><body><article><h1>{title}</h1>
<p>The minister said on Tuesday that Latvia supports Moldova in its quarrel about the railway and the bridges.</p>
<p>Tiraspol condemned the speech, and closed the post at the border for the rest of the day, as it had before.</p>
</article></body></html>"""
FEED = """<rss version="2.0"><channel><title>The Wire</title><item><title>Riga</title><link>https://wire.example/1</link>
<description>Riga supports Chisinau.</description></item></channel></rss>"""


def outcomes(*inputs: object) -> list[Article | Failure]:
    return list(read([str(name) for name in inputs], Defaults()))


def articles(*inputs: object) -> list[Article]:
    found = outcomes(*inputs)
    assert not [str(item) for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Article)]


def failures(*inputs: object) -> list[str]:
    return [str(item) for item in outcomes(*inputs) if isinstance(item, Failure)]


def warc(path: Path, records: list[tuple[str, str, str, bytes]], status: str = "200 OK") -> Path:
    """Write records, each of a kind, an address, a media type and a body."""
    with path.open("wb") as output:
        writer = WARCWriter(output, gzip=path.suffix == ".gz")
        for kind, url, media, body in records:
            headers = (
                StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1") if kind == "response" else None
            )
            warc_headers = {"WARC-Date": "2020-01-01T00:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    url,
                    kind,
                    payload=io.BytesIO(body),
                    http_headers=headers,
                    warc_headers_dict=warc_headers,
                    warc_content_type="application/http; msgtype=response" if headers else media,
                )
            )
    return path


def page(title: str) -> bytes:
    return PAGE.format(title=title).encode()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.data"])
def test_the_pages_of_a_web_archive_are_read_with_their_addresses(tmp_path: Path, name: str) -> None:
    records = [
        ("warcinfo", "", "application/warc-fields", b"software: test"),
        ("response", "https://post.example/a", "text/html; charset=utf-8", page("Riga and Chisinau")),
        ("response", "https://post.example/logo.png", "image/png", b"\x89PNG"),
        ("request", "https://post.example/b", "application/http", b"GET /b HTTP/1.1"),
        ("response", "https://post.example/feed", "application/rss+xml", FEED.encode()),
        ("conversion", "https://post.example/c", "text/plain", b"Moldova thanked Latvia."),
    ]
    first, entry, text = articles(warc(tmp_path / name, records))
    assert (first.url, first.title, first.published) == (
        "https://post.example/a",
        "Riga and Chisinau",
        date(2016, 3, 15),
    )
    assert "Latvia supports Moldova" in first.text
    assert (entry.url, entry.publisher) == ("https://wire.example/1", "The Wire")
    assert (text.text, text.url, text.published) == ("Moldova thanked Latvia.", "https://post.example/c", None)


def test_pages_that_were_not_found_are_passed_over(tmp_path: Path) -> None:
    path = warc(
        tmp_path / "a.warc", [("response", "https://post.example/a", "text/html", page("Gone"))], "404 Not Found"
    )
    assert failures(path) == [f"{path}: holds no article"]


def test_a_page_without_an_article_is_told_by_its_address_and_the_next_is_read(tmp_path: Path) -> None:
    bare = b"<html><body><img src='/logo.png'></body></html>"
    records = [
        ("response", "https://post.example/", "text/html", bare),
        ("response", "https://post.example/a", "text/html", page("Riga and Chisinau")),
    ]
    told, made = outcomes(warc(tmp_path / "a.warc.gz", records))
    assert isinstance(told, Failure)
    assert "https://post.example/: no article text found" in str(told)
    assert isinstance(made, Article)


def test_what_came_before_the_damage_of_an_archive_is_read(tmp_path: Path) -> None:
    records = [("response", f"https://post.example/{n}", "text/html", page(f"Number {n}")) for n in range(3)]
    path = warc(tmp_path / "a.warc.gz", records)
    path.write_bytes(path.read_bytes()[:-200])
    found = outcomes(path)
    assert [item.title for item in found if isinstance(item, Article)] == ["Number 0", "Number 1"]
    assert "damaged" in str(found[-1])


def table(path: Path, **columns: list[object]) -> Path:
    parquet.write_table(pyarrow.table(columns), path)
    return path


def test_the_rows_of_a_parquet_file_are_articles(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.parquet",
        ID=[7, 8],
        Text=["Riga supports Chisinau.", "Tiraspol condemned Riga."],
        published=[datetime(2016, 3, 15, 23, 30), None],
        words=[3, 3],
    )
    first, second = articles(path)
    assert (first.source_id, first.text, first.published) == ("7", "Riga supports Chisinau.", date(2016, 3, 15))
    assert (second.source_id, second.published) == ("8", None)
    assert articles(table(tmp_path / "b.parquet", text=["x y"], published=[date(2016, 3, 15)]))[0].published == date(
        2016, 3, 15
    )


def test_a_bad_row_of_a_parquet_file_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", text=["one", None, "three"])
    found = outcomes(path)
    assert [item.text for item in found if isinstance(item, Article)] == ["one", "three"]
    assert [str(item) for item in found if isinstance(item, Failure)] == [f"{path}:row 2: the field 'text' is missing"]


def test_what_is_wrong_with_a_parquet_file_is_told(tmp_path: Path) -> None:
    without = table(tmp_path / "a.parquet", body=["x"])
    assert "no column 'text' (columns: body)" in failures(without)[0]
    damaged = tmp_path / "b.parquet"
    damaged.write_bytes(b"PAR1" + b"\0" * 400)
    assert "Parquet data is damaged" in failures(damaged)[0]


def test_parquet_without_its_library_is_told_with_the_remedy(tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", text=["x"])
    code = "import sys; sys.modules['pyarrow'] = None; from ingest.readers import *; print(*read([sys.argv[1]], Defaults()))"
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
    assert "pip install 'detente[parquet]'" in told


def test_lines_compressed_in_several_members_are_read_to_the_damage(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Text {n}."}).encode() + b"\n" for n in range(40)]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"".join(gzip.compress(line, mtime=0) for line in lines))
    assert len(articles(path)) == 40
    path.write_bytes(path.read_bytes()[:-12])
    found = outcomes(path)
    assert len([item for item in found if isinstance(item, Article)]) >= 38
    assert "damaged" in str(found[-1])


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_names_are_sorted_in_parts_as_they_are_in_one(at_once: int) -> None:
    random = Random(5)
    names = ["".join(random.choices("abé\udcffZ\n𝄞.", k=random.randint(1, 9))) for _ in range(60)]
    assert list(in_order(names, at_once)) == sorted(names)


def test_the_names_of_a_large_folder_are_not_all_in_memory(tmp_path: Path) -> None:
    """Each name takes 300 bytes: all of them would take twice what is allowed."""
    folder, target = tmp_path / "many", tmp_path / "one.txt"
    folder.mkdir()
    target.write_text("Riga supports Chisinau.")
    for number in range(20_000):
        os.link(target, folder / f"{number * 7919 % 20_000:0240}.txt")
    code = """
import sys, tracemalloc
from pathlib import Path
from ingest.readers import folder, ordering
ordering.in_order.__defaults__ = (2000,)
tracemalloc.start()
count, last = 0, ""
for path in folder.walk(Path(sys.argv[1])):
    assert last < path.name
    count, last = count + 1, path.name
print(count, tracemalloc.get_traced_memory()[1] < 3_000_000)
"""
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True)
    assert (ran.stdout.split(), ran.stderr) == (["20000", "True"], "")


def test_the_meter_counts_what_is_read_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"Text {n}."}) + "\n" for n in range(20_000)))
    meter = Meter()
    seen = [meter.bytes for _ in read([str(path), str(path)], Defaults(), meter)]
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= total_bytes([str(path), str(path)]) == meter.bytes == 2 * path.stat().st_size


def test_the_size_of_what_has_no_end_is_not_known(tmp_path: Path) -> None:
    assert total_bytes(["-"]) is total_bytes([str(tmp_path)]) is total_bytes(["https://wire.example/"]) is None
