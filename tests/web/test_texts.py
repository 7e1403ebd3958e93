"""The texts of the pages: the same in both languages, none missing, none without a use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from literals import literals

from api.web.site import PAGES

WEB = Path(str(files("api.web")))
STATIC, TEMPLATES = WEB / "static", WEB / "pages"
STRINGS = STATIC / "strings"
FILES = sorted(path.name for path in (STRINGS / "en").glob("*.json"))
COMMON = "common.json"
PLURALS = frozenset({"one", "other", "many"})
_CALL = re.compile(r"(?<![\w.])(?:t|has)\($")
_ATTRIBUTE = re.compile(r'data-i18n(?:-label|-placeholder)?="([^"]+)"')
_NAMED = re.compile(r"\{(\w+)\}")
_LOADED = re.compile(r'(?:from|import)\s*\(?"(\.[^"]+\.js)"|src="\{\{ root \}\}/static/([^"]+\.js)"')


def flat(texts: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield texts by key; the forms of a number are one text, told apart by ``#``."""
    for name, value in texts.items():
        key = f"{before}{name}"
        if isinstance(value, str):
            yield key, value
        elif set(value) <= PLURALS:
            yield from ((f"{key}#{form}", text) for form, text in value.items())
        else:
            yield from flat(value, f"{key}.")


def texts(language: str, name: str) -> dict[str, str]:
    return dict(flat(json.loads((STRINGS / language / name).read_text("utf-8"))))


def keys(language: str, *names: str) -> set[str]:
    return {key.partition("#")[0] for name in names for key in texts(language, name)}


def scripts(template: str) -> set[Path]:
    """Name the scripts that a page loads, and those that these import."""
    found: set[Path] = set()
    waiting = [STATIC / found_ for _, found_ in _LOADED.findall((TEMPLATES / template).read_text("utf-8")) if found_]
    while waiting:
        script = waiting.pop().resolve()
        if script not in found and "vendor" not in script.parts:
            found.add(script)
            waiting += [script.parent / name for name, _ in _LOADED.findall(script.read_text("utf-8")) if name]
    return found


def asked(template: str, sections: set[str]) -> set[str]:
    """Name the texts that a page asks for; ``*`` stands for a part that is only known when it runs.

    In scripts these are what ``t`` is called with, and whatever begins like the key of a text.
    """
    markup = (TEMPLATES / template).read_text("utf-8") + (TEMPLATES / "base.html").read_text("utf-8")
    found = {key for key in _ATTRIBUTE.findall(markup) if "{{" not in key}
    for script in scripts(template):
        for before, text, after in literals(script.read_text("utf-8")):
            called = _CALL.search(before) and not after.startswith(" in ")
            if called or (text.partition(".")[0] in sections and re.fullmatch(r"\w+(\.[\w*]+)+", text)):
                found.add(text)
    return found


def fits(pattern: str, key: str) -> bool:
    """Tell whether a key is asked for by a pattern, or by the beginning of one, to which a script adds the rest."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^.]+") + r"(\..+)?", key) is not None


def test_both_languages_have_the_same_files() -> None:
    assert sorted(path.name for path in (STRINGS / "fr").glob("*.json")) == FILES
    assert {f"{page.key}.json" for page in PAGES} | {COMMON} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_texts(name: str) -> None:
    english, french = texts("en", name), texts("fr", name)
    assert set(english) == set(french)
    assert [key for key, text in {**english, **french}.items() if not text.strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_both_languages_name_the_same_values(name: str) -> None:
    english, french = texts("en", name), texts("fr", name)
    named = {key: set(_NAMED.findall(text)) for key, text in english.items()}
    assert {key: set(_NAMED.findall(text)) for key, text in french.items()} == named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_text_that_a_page_asks_for_is_there(page: Any) -> None:
    known = keys("en", COMMON, f"{page.key}.json")
    wanted = asked(page.template, {key.partition(".")[0] for key in known})
    assert len(wanted) > 5
    assert sorted(key for key in wanted if not any(fits(key, one) for one in known)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_text_of_a_page_is_asked_for(page: Any) -> None:
    # what stands by itself in notebooks is made in Python
    own = {key for key in keys("en", f"{page.key}.json") if ".embed." not in key}
    wanted = asked(page.template, {key.partition(".")[0] for key in own})
    assert sorted(key for key in own if not any(fits(one, key) for one in wanted)) == []


def test_texts_of_scripts_are_found() -> None:
    script = """
      // don't; t("not this")
      t("a.b"); t(open ? "c" : `d.${e}`); x(`${"f" in g ? t("h") : `i ${t(`j.${k({})}.l`)}`}`); /* t("nor this") */
    """
    assert [text for _, text, _ in literals(script)] == ["a.b", "c", "d.*", "*", "f", "h", "i *", "j.*.l"]
    assert fits("e.*", "e.f")
    assert fits("e.f", "e.f.g")
    assert not fits("e.f", "e.fg")
