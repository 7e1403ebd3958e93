"""Who is meant: which words of a sentence name an actor, which actor, and for whom it acts on the day."""

from __future__ import annotations

import re

import pytest
from understanding import Understand

from ingest.extract import Extraction
from ontology.gazetteer import load_gazetteer

DAY = "2016-03-16"
# (language, sentence, its actors as (words, actor id), phenomenon); places count as actors here
Row = tuple[str, str, set[tuple[str, str]], str]

ROWS: list[Row] = [
    # States and those who stand for them
    ("fr", "La Norvège hésite.", {("Norvège", "NOR")}, "state"),
    ("en", "Norway hesitates.", {("Norway", "NOR")}, "state"),
    ("fr", "Les États-Unis hésitent.", {("États-Unis", "USA")}, "state in the plural"),
    ("fr", "Les Etats-Unis hésitent.", {("Etats-Unis", "USA")}, "without the accent"),
    ("en", "The U.S. hesitates.", {("U.S.", "USA")}, "abbreviation"),
    ("en", "The US and the UK hesitate.", {("US", "USA"), ("UK", "GBR")}, "abbreviation"),
    ("en", "Talk to us, they said.", set(), "us is not US"),
    ("fr", "LA NORVÈGE HÉSITE", {("NORVÈGE", "NOR")}, "capital letters"),
    ("fr", "La Côte d’Ivoire hésite.", {("Côte d’Ivoire", "CIV")}, "typographic apostrophe"),
    ("en", "The Democratic Republic of Congo hesitates.", {("Democratic Republic of Congo", "COD")}, "longest name"),
    ("fr", "La Corée du Nord hésite.", {("Corée du Nord", "PRK")}, "longest name"),
    ("fr", "Les Norvégiens hésitent.", {("Norvégiens", "NOR")}, "inhabitants"),
    ("en", "The Norwegians hesitate.", {("Norwegians", "NOR")}, "inhabitants"),
    ("fr", "Une offre norvégienne circule.", {("norvégienne", "NOR")}, "demonym"),
    ("en", "A Norwegian offer is out.", {("Norwegian", "NOR")}, "demonym"),
    ("fr", "Oslo hésite.", {("Oslo", "NOR")}, "capital"),
    ("en", "Ankara hesitates.", {("Ankara", "TUR")}, "capital"),
    ("fr", "Le Kremlin hésite.", {("Kremlin", "RUS")}, "seat"),
    ("fr", "L’Élysée hésite.", {("Élysée", "FRA")}, "seat"),
    # Organisations and movements
    ("fr", "L’ONU hésite.", {("ONU", "united-nations")}, "organisation"),
    ("en", "The European Union hesitates.", {("European Union", "european-union")}, "organisation"),
    ("fr", "L’Otan hésite.", {("Otan", "nato")}, "acronym as a word"),
    ("fr", "Le Pentagone hésite.", {("Pentagone", "us-department-of-defense")}, "named organ"),
    ("en", "The State Department hesitates.", {("State Department", "us-department-of-state")}, "named organ"),
    ("fr", "Le Hezbollah hésite.", {("Hezbollah", "hezbollah")}, "movement"),
    ("en", "Boko Haram hesitates.", {("Boko Haram", "boko-haram")}, "movement"),
    ("en", "Hamas militants hesitate.", {("Hamas militants", "hamas")}, "members of a movement"),
    ("fr", "Les combattants du Hezbollah hésitent.", {("combattants du Hezbollah", "hezbollah")}, "members of a movement"),
    ("en", "Houthi rebels hesitate.", {("Houthi rebels", "houthis")}, "members of a movement"),
    # Organs by pattern
    ("fr", "Le ministère de la Défense russe hésite.", {("ministère de la Défense russe", "RUS.ministry-of-defence")}, "organ before a demonym"),
    ("en", "The Russian defence ministry hesitates.", {("Russian defence ministry", "RUS.ministry-of-defence")}, "organ after a demonym"),
    ("en", "Syria's foreign ministry hesitates.", {("Syria's foreign ministry", "SYR.ministry-of-foreign-affairs")}, "organ of a state"),
    ("fr", "L’armée turque hésite.", {("armée turque", "TUR.armed-forces")}, "organ"),
    ("en", "The Turkish army hesitates.", {("Turkish army", "TUR.armed-forces")}, "organ"),
    ("en", "The government of Norway hesitates.", {("government of Norway", "NOR.government")}, "organ of"),
    ("fr", "Le gouvernement de la Norvège hésite.", {("gouvernement de la Norvège", "NOR.government")}, "organ of"),
    ("fr", "Le Parlement norvégien hésite.", {("Parlement norvégien", "storting")}, "organ"),
    ("en", "Norwegian troops hesitate.", {("Norwegian troops", "NOR.troops")}, "members of an organ"),
    ("fr", "Des soldats norvégiens hésitent.", {("soldats norvégiens", "NOR.troops")}, "members of an organ"),
    # Offices
    ("fr", "Le porte-parole du Kremlin hésite.", {("porte-parole du Kremlin", "RUS.spokesperson")}, "office of a seat"),
    ("en", "The Kremlin spokesman hesitates.", {("Kremlin spokesman", "RUS.spokesperson")}, "office of a seat"),
    ("fr", "Le président français hésite.", {("président français", "francois-hollande")}, "office holder"),
    ("en", "The Russian president hesitates.", {("Russian president", "vladimir-putin")}, "office holder"),
    ("en", "The president of Russia hesitates.", {("president of Russia", "vladimir-putin")}, "office holder"),
    ("fr", "Le roi du Maroc hésite.", {("roi du Maroc", "mohammed-vi")}, "office holder"),
    ("fr", "Le président syrien Bachar el-Assad hésite.", {("président syrien Bachar el-Assad", "bashar-al-assad")}, "office and name"),
    ("fr", "Le président syrien, Bachar el-Assad, hésite.", {("président syrien, Bachar el-Assad", "bashar-al-assad")}, "office, name between commas"),
    ("en", "German Chancellor Angela Merkel hesitates.", {("German Chancellor Angela Merkel", "angela-merkel")}, "office and name"),
    ("en", "Vladimir Putin hesitates.", {("Vladimir Putin", "vladimir-putin")}, "name"),
    ("fr", "Vladimir Poutine hésite. M. Poutine attend.", {("Vladimir Poutine", "vladimir-putin"), ("Poutine", "vladimir-putin")}, "surname after the name"),
    ("fr", "La Russie attend. Poutine hésite.", {("Russie", "RUS"), ("Poutine", "vladimir-putin")}, "surname beside the state"),
    ("en", "Germany waits. Merkel hesitates.", {("Germany", "DEU"), ("Merkel", "angela-merkel")}, "surname beside the state"),
    # Collectives
    ("fr", "Des manifestants turcs hésitent.", {("manifestants turcs", "TUR.protesters")}, "collective"),
    ("en", "Syrian rebels hesitate.", {("Syrian rebels", "SYR.rebels")}, "collective"),
    ("fr", "L’opposition vénézuélienne hésite.", {("opposition vénézuélienne", "VEN.opposition")}, "collective"),
    ("en", "Protesters hesitate.", {("Protesters", "unknown.protesters")}, "collective of nobody knows whom"),
    # Compounds
    ("fr", "La frontière russo-turque est fermée.", {("russo", "RUS"), ("turque", "TUR")}, "compound demonym"),
    ("en", "The Russo-Turkish border is closed.", {("Russo", "RUS"), ("Turkish", "TUR")}, "compound demonym"),
    ("en", "A Franco-German summit is held.", {("Franco", "FRA"), ("German", "DEU")}, "compound demonym"),
    # Not actors
    ("fr", "La mer de Chine est calme.", set(), "sea"),
    ("en", "The South China Sea is calm.", set(), "sea"),
    ("fr", "Le golfe du Mexique est calme.", set(), "gulf"),
    ("fr", "Lire aussi : Le temps se gâte", set(), "link"),
    ("fr", "International\n\nLe temps se gâte.", set(), "section title"),
    ("en", "World\n\nThe weather is turning.", set(), "section title"),
    ("en", "Thanksgiving turkey is dear this year.", set(), "common noun"),
    ("fr", "La dinde est chère cette année.", set(), "nobody"),
    ("en", "He polishes the china.", set(), "common noun"),
    ("en", "Downing Street hesitates.", {("Downing Street", "GBR")}, "seat"),
    ("fr", "Le sommet sino-américain a lieu.", {("sino", "CHN"), ("américain", "USA")}, "compound demonym"),
    ("fr", "Un accord gréco-turc a été signé.", {("gréco", "GRC"), ("turc", "TUR")}, "compound demonym"),
]  # fmt: skip

# Right, but not yet what comes out: (reason, row).
WRONG: list[tuple[str, Row]] = [
    ("an organ split by a demonym is not joined before de la Défense", ("fr", "Le ministère russe de la Défense hésite.", {("ministère russe de la Défense", "RUS.ministry-of-defence")}, "organ around a demonym")),
    ("a body that a compound describes is given to its second half alone", ("fr", "Un comité franco-malien siège.", {("franco", "FRA"), ("malien", "MLI")}, "compound demonym")),
    ("the stop phrase is undone by the tagger, which finds the newspaper as an organisation", ("fr", "Le New York Times hésite.", set(), "newspaper")),
    ("the stop phrase is undone by the tagger, which finds the newspaper as an organisation", ("en", "The New York Times hesitates.", set(), "newspaper")),
]  # fmt: skip


def marked(right: list[Row], wrong: list[tuple[str, Row]]) -> list[object]:
    """Give the rows as parameters, those known to fail marked."""
    known = [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for reason, row in wrong]
    return [*(pytest.param(*row) for row in right), *known]


def actors(found: Extraction) -> set[tuple[str, str]]:
    return {(m.text, re.sub(r"^unknown-[0-9a-f]{8}", "unknown", m.actor)) for m in found.mentions}


@pytest.mark.parametrize(("lang", "sentence", "expected", "phenomenon"), marked(ROWS, WRONG))
def test_actors(
    understand: Understand, lang: str, sentence: str, expected: set[tuple[str, str]], phenomenon: str
) -> None:
    found = understand(lang, sentence, DAY)
    assert actors(found) == expected
    assert all(found.article.full_text[m.begin : m.end] == m.text for m in found.mentions)


# (language, words, day of publication, who holds the office)
HOLDERS: list[tuple[str, str, str, str]] = [
    ("fr", "Le président français hésite.", "2010-06-01", "nicolas-sarkozy"),
    ("fr", "Le président français hésite.", "2016-06-01", "francois-hollande"),
    ("fr", "Le président français hésite.", "2018-06-01", "emmanuel-macron"),
    ("en", "The French president hesitates.", "2016-06-01", "francois-hollande"),
    ("en", "The French president hesitates.", "2018-06-01", "emmanuel-macron"),
    ("en", "The US president hesitates.", "2016-06-01", "barack-obama"),
    ("en", "The US president hesitates.", "2018-06-01", "donald-trump"),
    ("en", "The US president hesitates.", "2022-06-01", "joe-biden"),
    ("fr", "La première ministre britannique hésite.", "2018-06-01", "theresa-may"),
    ("en", "The British prime minister hesitates.", "2013-06-01", "david-cameron"),
    ("fr", "Le chef de la diplomatie russe hésite.", "2015-06-01", "sergei-lavrov"),
    ("en", "The Russian foreign minister hesitates.", "2015-06-01", "sergei-lavrov"),
    ("en", "The Israeli prime minister hesitates.", "2012-06-01", "benjamin-netanyahu"),
    ("fr", "Le secrétaire général de l’ONU hésite.", "2010-06-01", "ban-ki-moon"),
    ("en", "The UN secretary-general hesitates.", "2019-06-01", "antonio-guterres"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "sentence", "published", "holder"), HOLDERS)
def test_who_holds_an_office_on_the_day(
    understand: Understand, lang: str, sentence: str, published: str, holder: str
) -> None:
    found = understand(lang, sentence, published)
    assert [m.actor for m in found.mentions] == [holder]


# (language, sentence, day of publication, actor, for whom it acts)
PRINCIPALS: list[tuple[str, str, str | None, str, str]] = [
    ("fr", "L’armée turque hésite.", DAY, "TUR.armed-forces", "TUR"),
    ("en", "Syria's foreign ministry hesitates.", DAY, "SYR.ministry-of-foreign-affairs", "SYR"),
    ("fr", "Le Pentagone hésite.", DAY, "us-department-of-defense", "USA"),
    ("fr", "Le porte-parole du Kremlin hésite.", DAY, "RUS.spokesperson", "RUS"),
    ("fr", "Emmanuel Macron hésite.", "2018-06-01", "emmanuel-macron", "FRA"),
    ("en", "Barack Obama hesitates.", "2016-06-01", "barack-obama", "USA"),
    ("en", "Barack Obama hesitates.", "2019-06-01", "barack-obama", "barack-obama"),
    ("en", "Joe Biden hesitates.", "2019-06-01", "joe-biden", "joe-biden"),
    ("en", "Joe Biden hesitates.", "2022-06-01", "joe-biden", "USA"),
    ("fr", "Le Conseil de sécurité de l’ONU hésite.", DAY, "un-security-council", "united-nations"),
    ("fr", "Des manifestants turcs hésitent.", DAY, "TUR.protesters", "TUR.protesters"),
    ("en", "Syrian rebels hesitate.", DAY, "SYR.rebels", "SYR.rebels"),
    ("fr", "Le Hezbollah hésite.", DAY, "hezbollah", "hezbollah"),
    ("fr", "Jeanne Martel, porte-parole du Pentagone, hésite.", DAY, "jeanne-martel", "USA"),
    ("en", "Jane Martell, a spokeswoman for the Pentagon, hesitates.", DAY, "jane-martell", "USA"),
    ("en", "Kremlin spokesman Anton Belov hesitates.", DAY, "anton-belov", "RUS"),
]  # fmt: skip
PRINCIPALS_WRONG: list[tuple[str, tuple[str, str, str | None, str, str]]] = []


@pytest.mark.parametrize(
    ("lang", "sentence", "published", "actor", "principal"),
    [
        *(pytest.param(*row) for row in PRINCIPALS),
        *(pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why)) for why, row in PRINCIPALS_WRONG),
    ],
)
def test_for_whom_an_actor_acts(
    understand: Understand, lang: str, sentence: str, published: str | None, actor: str, principal: str
) -> None:
    found = understand(lang, sentence, published)
    assert actor in {m.actor for m in found.mentions}
    assert found.cast.principal(actor) == principal


# (language, sentence, actors that are meant as places)
PLACES: list[tuple[str, str, set[str]]] = [
    ("fr", "L’armée turque combat en Syrie.", {"SYR"}),
    ("en", "The Turkish army is fighting in Syria.", {"SYR"}),
    ("en", "Norway opened an office in Ankara.", {"TUR"}),
    ("en", "In northern Mali, the French army is on patrol.", {"MLI"}),
    ("fr", "La Norvège soutient la Turquie.", set()),
    ("fr", "La Norvège reproche à Ankara son silence.", set()),
    ("en", "Norway gave weapons to Turkey.", set()),
    ("en", "ANKARA (Wire) - Norway hesitates.", {"TUR"}),
    ("fr", "Les deux hommes se sont vus à Moscou.", {"RUS"}),
    ("fr", "La Norvège livre des armes à la Turquie.", set()),
    ("fr", "Le soutien de la Norvège à la Turquie est entier.", set()),
    ("fr", "La Norvège apporte son aide au Mali.", set()),
    ("en", "Norway is angry at Turkey.", set()),
]
PLACES_WRONG: list[tuple[str, tuple[str, str, set[str]]]] = [
    ("French à after the object of a verb is not taken for a place", ("fr", "La Norvège ouvre un bureau à Ankara.", {"TUR"})),
    ("a part of a state (dans le nord du Mali) is not marked as a place", ("fr", "Dans le nord du Mali, l’armée française patrouille.", {"MLI"})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "sentence", "places"),
    [
        *(pytest.param(*row) for row in PLACES),
        *(pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why)) for why, row in PLACES_WRONG),
    ],
)
def test_places_are_marked(understand: Understand, lang: str, sentence: str, places: set[str]) -> None:
    assert {m.actor for m in understand(lang, sentence, DAY).mentions if m.place} == places


# (language, sentence, who formerly held the office)
FORMER_WRONG: list[tuple[str, tuple[str, str, str]]] = [
    ("ex- before an office hides the office", ("fr", "L’ex-chancelier allemand Gerhard Schröder hésite.", "gerhard-schroder")),
]  # fmt: skip
FORMER: list[tuple[str, str, str]] = [
    ("fr", "L’ancien président français Nicolas Sarkozy hésite.", "nicolas-sarkozy"),
    ("en", "Former French president Nicolas Sarkozy hesitates.", "nicolas-sarkozy"),
    ("en", "Ex-British prime minister Tony Blair hesitates.", "tony-blair"),
]


@pytest.mark.parametrize(
    ("lang", "sentence", "person"),
    [
        *(pytest.param(*row) for row in FORMER),
        *(pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why)) for why, row in FORMER_WRONG),
    ],
)
def test_former_office_holders_act_for_nobody(understand: Understand, lang: str, sentence: str, person: str) -> None:
    found = understand(lang, sentence, DAY)
    assert [m.actor for m in found.mentions] == [person]
    assert found.cast.principal(person) == person


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("fr", "L’ancien président français hésite."), ("en", "The former French president hesitates.")],
)
def test_an_office_that_is_over_is_not_its_holder(understand: Understand, lang: str, sentence: str) -> None:
    (mention,) = understand(lang, sentence, DAY).mentions
    assert mention.former
    assert mention.actor != "francois-hollande"


@pytest.mark.parametrize(
    ("lang", "sentence", "label", "owner"),
    [
        ("fr", "Jeanne Martel, porte-parole du Pentagone, condamne la Russie.", "Jeanne Martel", "us-department-of-defense"),
        ("en", "Jane Martell, a spokeswoman for the Pentagon, condemned Russia.", "Jane Martell", "us-department-of-defense"),
        ("en", "Kremlin spokesman Anton Belov condemned Norway.", "Anton Belov", "RUS"),
    ],
)  # fmt: skip
def test_unlisted_persons_are_introduced_by_their_office(
    understand: Understand, lang: str, sentence: str, label: str, owner: str
) -> None:
    found = understand(lang, sentence, DAY)
    (person,) = found.discovered
    assert (person.cls, person.label, person.acts_for) == ("Person", label, owner)


def test_a_later_surname_is_the_unlisted_person(understand: Understand) -> None:
    found = understand("fr", "Jeanne Martel, porte-parole du Pentagone, hésite. Mme Martel attend.", DAY)
    assert [m.actor for m in found.mentions if m.text.endswith("Martel")][-1:] == ["jeanne-martel"]


def test_a_person_whom_nothing_introduces_acts_for_nobody(understand: Understand) -> None:
    found = understand("fr", "Jeanne Martel a condamné la Russie.", DAY)
    assert found.cast.principal("jeanne-martel") == "jeanne-martel"


def test_what_one_article_introduces_is_unknown_to_the_next(understand: Understand) -> None:
    understand("fr", "Jeanne Martel, porte-parole du Pentagone, condamne la Russie.", DAY)
    found = understand("fr", "Jeanne Martel condamne la Russie.", DAY)
    assert found.cast.principal("jeanne-martel") == "jeanne-martel"


def test_a_bare_organ_belongs_to_the_state_of_the_text(understand: Understand) -> None:
    found = understand("fr", "La Norvège vote. Oslo hésite. Le gouvernement attend.", DAY)
    (organ,) = (m for m in found.mentions if m.text == "gouvernement")
    assert (organ.actor, organ.open) == ("NOR.government", True)
    assert organ.score < 1


def test_every_listed_actor_of_the_rows_exists(understand: Understand) -> None:
    gazetteer = load_gazetteer()
    for _, _, expected, _ in ROWS:
        for _, actor in expected:
            assert actor.startswith("unknown.") or gazetteer.actor(actor) is not None, actor
