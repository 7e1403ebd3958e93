"""Language: what is declared, what the text looks like, which packs there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import language
from ingest.article import make_article

FRENCH = "Le Pentagone refuse de partager avec la Russie ses informations sur Daesh."
ENGLISH = "The Pentagon refuses to share its information on the Islamic State with Russia."
GERMAN = "Die Regierung in Berlin hat die Angriffe auf Kiew am Montag scharf verurteilt."


@pytest.fixture
def packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have packs for English and French, whatever the lexicon holds."""
    monkeypatch.setattr(language, "supported", lambda: ["en", "fr"])


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr", "fr"),
        ("fr-FR", "fr"),
        ("FR_ca", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("eng", "en"),
        ("en-GB", "en"),
        ("zh-Hant-TW", "zh"),
        ("ger", "de"),
        (" De ", "de"),
    ],
)
def test_tags_are_reduced_to_codes(tag: str, code: str) -> None:
    assert language.normalise(tag) == code


@pytest.mark.parametrize(("declared", "code"), [("fr-FR", "fr"), ("eng", "en"), ("de", "de")])
def test_the_declared_language_is_believed(declared: str, code: str) -> None:
    assert language.detect(make_article(ENGLISH, lang=declared)) == code


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("declared", [None, "und", "mul", "x-default"])
def test_undeclared_language_is_detected(declared: str | None) -> None:
    assert language.detect(make_article(FRENCH, lang=declared)) == "fr"


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("Paris soutient Kiev.", "fr"),
        ("Moscow backs Assad", "en"),
        ("Syria: Turkey, Iran, Russia agree", "en"),
        ("Berlin unterstützt Kiew", "de"),
        ("España apoya a Ucrania y condena a Rusia.", "es"),
        ("L'Italia sostiene l'Ucraina contro la Russia.", "it"),
        ("Президент России поддерживает Сирию.", "ru"),
        ("1 2 3 — 4", "und"),
    ],
)
def test_language_of_a_text(text: str, code: str) -> None:
    assert language.detect(make_article(text)) == code


@pytest.mark.usefixtures("packs")
def test_title_helps_and_only_the_beginning_counts() -> None:
    assert language.detect(make_article("1 2 3", title=FRENCH)) == "fr"
    assert language.detect(make_article((FRENCH + " ") * 60 + ENGLISH * 1000)) == "fr"


def test_packs_are_the_folders_with_predicates(tmp_path: Path) -> None:
    for name in ("fr", "en", "de"):
        (tmp_path / name).mkdir()
    (tmp_path / "fr" / "predicates.csv").touch()
    (tmp_path / "en" / "predicates.csv").touch()
    (tmp_path / "__init__.py").touch()
    assert language.supported(tmp_path) == ["en", "fr"]


@pytest.mark.usefixtures("packs")
def test_a_language_without_a_pack_is_an_error() -> None:
    language.require_pack("fr")
    with pytest.raises(language.LanguageError, match=r"no language pack for 'de' \(have: en, fr\)"):
        language.require_pack("de")
