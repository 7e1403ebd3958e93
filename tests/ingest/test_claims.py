"""What a sentence claims: who supports or opposes whom, whether it is denied, how sure, who says so, when.

Add a row where a sentence is read rightly; where it is read wrongly and should not be, add it to the WRONG table of the
language with the reason. Actors are principals: states by their code, others by their gazetteer id.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from conftest import Understand

from ingest.extract import Extraction

PUBLISHED = "2016-03-16"
SURE = 0.5
"""Stances of less confidence are not counted."""
# subject principal, relation, object principal, polarity
Claim = tuple[str, str, str, str]
# (sentence, its stances, phenomenon)
Row = tuple[str, set[Claim], str]
NOTHING: set[Claim] = set()


def claims(*lines: str) -> set[Claim]:
    """Write claims briefly: ``claims("RUS supports SYR", "USA opposes IRN denied")``."""
    found: set[Claim] = set()
    for line in lines:
        subject, relation, object_, *polarity = line.split()
        found.add((subject, relation, object_, polarity[0] if polarity else "affirmed"))
    return found


def mutual(one: str, relation: str, other: str) -> set[Claim]:
    """Write a stance of two actors to each other."""
    return claims(f"{one} {relation} {other}", f"{other} {relation} {one}")


FRENCH: list[Row] = [
    ("La Russie soutient la Syrie.", claims("RUS supports SYR"), "active"),
    ("Le Canada a condamné l’Iran.", claims("CAN opposes IRN"), "active"),
    ("L’Égypte a critiqué la Turquie.", claims("EGY opposes TUR"), "active"),
    ("Israël a bombardé le Liban.", claims("ISR opposes LBN"), "active"),
    ("Le Japon a salué l’Inde.", claims("JPN supports IND"), "active"),
    ("L’Allemagne a livré des chars à l’Ukraine.", claims("DEU supports UKR"), "aid"),
    ("L’Iran a été condamné par le Canada.", claims("CAN opposes IRN"), "passive"),
    ("La Géorgie a été envahie par la Russie.", claims("RUS opposes GEO"), "passive"),
    ("Cuba est soutenu par le Venezuela.", claims("VEN supports CUB"), "passive"),
    ("L’Iran a été condamné.", NOTHING, "agentless passive"),
    ("La Géorgie a été attaquée dans la nuit.", NOTHING, "agentless passive"),
    ("Le soutien de l’Iran à la Syrie inquiète les marchés.", claims("IRN supports SYR"), "nominal"),
    ("L’invasion de la Géorgie par la Russie a surpris.", claims("RUS opposes GEO"), "nominal"),
    ("Les frappes saoudiennes contre le Yémen continuent.", claims("SAU opposes YEM"), "nominal with demonym"),
    ("L’aide américaine à l’Égypte atteint un milliard.", claims("USA supports EGY"), "nominal with demonym"),
    ("La Syrie, soutenue par l’Iran, ne répond pas.", claims("IRN supports SYR"), "participle"),
    ("Attaquée par l’Éthiopie, l’Érythrée appelle au calme.", claims("ETH opposes ERI"), "participle"),
    ("La Chine a apporté son soutien au Pakistan.", claims("CHN supports PAK"), "light verb"),
    ("Washington a imposé des sanctions à la Russie.", claims("USA opposes RUS"), "light verb"),
    ("L’Arabie saoudite a mené des frappes contre le Yémen.", claims("SAU opposes YEM"), "light verb"),
    ("L’Éthiopie a lancé une offensive contre l’Érythrée.", claims("ETH opposes ERI"), "light verb"),
    ("L’Inde refuse de coopérer avec le Pakistan.", claims("IND opposes PAK"), "refusal"),
    ("La Pologne a refusé d’aider la Hongrie.", claims("POL opposes HUN"), "refusal"),
    ("La France ne soutient pas l’Iran.", claims("FRA supports IRN denied"), "negation"),
    ("La Russie n’a pas attaqué la Turquie.", claims("RUS opposes TUR denied"), "negation"),
    ("La Suède n’aidera pas la Hongrie.", claims("SWE opposes HUN"), "refusal by a negated future"),
    ("La Russie dément soutenir la Corée du Nord.", claims("RUS supports PRK denied"), "denial"),
    ("Le Rwanda nie avoir attaqué le Burundi.", claims("RWA opposes BDI denied"), "denial"),
    ("La Turquie menace d’attaquer la Grèce.", claims("TUR opposes GRC"), "threat"),
    ("Washington menace Caracas de sanctions.", claims("USA opposes VEN"), "threat"),
    ("Le Japon a promis d’aider les Philippines.", claims("JPN supports PHL"), "promise"),
    ("L’Allemagne exige que la Biélorussie libère les opposants.", claims("DEU opposes BLR"), "demand"),
    (
        "« Nous soutenons l’Arménie », a déclaré le ministre grec des affaires étrangères.",
        claims("GRC supports ARM"),
        "quotation with we",
    ),
    (
        "Le président égyptien a pris la parole. « Nous condamnons l’Éthiopie », a-t-il lancé.",
        claims("EGY opposes ETH"),
        "quotation with we, speaker by a pronoun",
    ),
    ("L’Iran a attaqué le Yémen, affirme l’Arabie saoudite.", claims("IRN opposes YEM"), "trailing reporting clause"),
    ("Selon la Turquie, la Syrie soutient l’Iran.", claims("SYR supports IRN"), "selon"),
    ("D’après Londres, la Russie a attaqué la Géorgie.", claims("RUS opposes GEO"), "d’après"),
    (
        "Le Rwanda accuse le Burundi de soutenir l’Ouganda.",
        claims("RWA opposes BDI", "BDI supports UGA"),
        "accusation with a claim inside",
    ),
    (
        "L’Inde accuse le Pakistan d’avoir attaqué l’Afghanistan.",
        claims("IND opposes PAK", "PAK opposes AFG"),
        "accusation with a claim inside",
    ),
    ("L’Inde et le Pakistan se sont affrontés.", mutual("IND", "opposes", "PAK"), "symmetric act"),
    ("La Chine et la Russie ont signé un accord de coopération.", mutual("CHN", "supports", "RUS"), "symmetric act"),
    ("La Norvège et la Suède condamnent l’Iran.", claims("NOR opposes IRN", "SWE opposes IRN"), "coordinated agents"),
    (
        "La Norvège, la Suède et le Danemark soutiennent l’Ukraine.",
        claims("NOR supports UKR", "SWE supports UKR", "DNK supports UKR"),
        "three coordinated agents",
    ),
    (
        "Washington a sanctionné la Russie et la Biélorussie.",
        claims("USA opposes RUS", "USA opposes BLR"),
        "coordinated targets",
    ),
    (
        "L’Iran condamne Israël et soutient la Syrie.",
        claims("IRN opposes ISR", "IRN supports SYR"),
        "coordinated verbs",
    ),
    (
        "La Turquie, qui soutient l’Azerbaïdjan, a fermé la route.",
        claims("TUR supports AZE"),
        "relative clause",
    ),
    (
        "Le Qatar, que l’Égypte accuse, se défend.",
        claims("EGY opposes QAT"),
        "relative clause with object",
    ),
    ("L’Algérie a protesté. Elle condamne le Maroc.", claims("DZA opposes MAR"), "pronoun"),
    ("Moscou a condamné Washington.", claims("RUS opposes USA"), "metonymy of capitals"),
    ("Le Kremlin a critiqué la Maison Blanche.", claims("RUS opposes USA"), "metonymy of seats"),
    ("L’armée turque a bombardé la Syrie.", claims("TUR opposes SYR"), "organ"),
    ("Le ministère russe de la Défense a dénoncé la Turquie.", claims("RUS opposes TUR"), "organ"),
    ("Londres rejette la proposition de Moscou.", claims("GBR opposes RUS"), "through a plan"),
    ("Le Canada dénonce la décision américaine.", claims("CAN opposes USA"), "through a decision"),
    ("Syrie : la Turquie condamne la Russie", claims("TUR opposes RUS"), "title with a colon"),
    ("La France a bombardé l’organisation État islamique en Syrie.", claims("FRA opposes islamic-state"), "place"),
    ("En Libye, l’Égypte soutient la Russie.", claims("EGY supports RUS"), "place"),
    ("Le ministre grec s’est rendu en Turquie.", NOTHING, "visit"),
    ("La Russie et la Turquie ont discuté de la Syrie.", NOTHING, "talks"),
    ("L’Iran a rencontré l’Irak à Genève.", NOTHING, "talks"),
    ("La France a battu l’Allemagne en finale du Mondial de football.", NOTHING, "sport"),
    ("La Norvège est plus riche que la Suède.", NOTHING, "comparison"),
    ("Le prix du pétrole a baissé en Norvège et au Canada.", NOTHING, "co-mention"),
    ("Des militants pro-russes ont attaqué l’Ukraine.", claims("RUS.militants opposes UKR"), "prefix"),
    ("Le Venezuela, allié de Cuba, se tait.", claims("VEN supports CUB"), "apposition"),
    ("Paris s’oppose à Ankara.", claims("FRA opposes TUR"), "reflexive verb"),
    ("L’Équateur a rompu ses relations diplomatiques avec la Colombie.", claims("ECU opposes COL"), "broken relations"),
    ("La Corée du Nord a tiré un missile vers le Japon.", claims("PRK opposes JPN"), "attack towards"),
    ("Le Mali continue de soutenir le Niger.", claims("MLI supports NER"), "transparent operator"),
    ("Le Canada a cessé d’aider l’Égypte.", claims("CAN opposes EGY"), "cease"),
    ("Les États-Unis ont levé les sanctions contre le Soudan.", claims("USA supports SDN"), "lifted sanctions"),
]

FRENCH_WRONG: list[tuple[str, Row]] = []

ENGLISH: list[Row] = [
    ("Russia supports Syria.", claims("RUS supports SYR"), "active"),
    ("Canada condemned Iran.", claims("CAN opposes IRN"), "active"),
    ("Egypt criticised Turkey.", claims("EGY opposes TUR"), "active"),
    ("Israel bombed Lebanon.", claims("ISR opposes LBN"), "active"),
    ("Japan praised India.", claims("JPN supports IND"), "active"),
    ("Germany sent tanks to Ukraine.", claims("DEU supports UKR"), "aid"),
    ("Poland gave Ukraine weapons.", claims("POL supports UKR"), "double object"),
    ("Iran was condemned by Canada.", claims("CAN opposes IRN"), "passive"),
    ("Georgia was invaded by Russia.", claims("RUS opposes GEO"), "passive"),
    ("Cuba is backed by Venezuela.", claims("VEN supports CUB"), "passive"),
    ("Iran was condemned.", NOTHING, "agentless passive"),
    ("Georgia was attacked overnight.", NOTHING, "agentless passive"),
    ("Iran's support for Syria worries markets.", claims("IRN supports SYR"), "nominal"),
    ("The invasion of Georgia by Russia came as a surprise.", claims("RUS opposes GEO"), "nominal"),
    ("Saudi strikes on Yemen continue.", claims("SAU opposes YEM"), "nominal with demonym"),
    ("American aid to Egypt has reached a billion.", claims("USA supports EGY"), "nominal with demonym"),
    ("Syria, supported by Iran, did not reply.", claims("IRN supports SYR"), "participle"),
    ("Attacked by Ethiopia, Eritrea called for calm.", claims("ETH opposes ERI"), "participle"),
    ("China gave its support to Pakistan.", claims("CHN supports PAK"), "light verb"),
    ("Washington imposed sanctions on Russia.", claims("USA opposes RUS"), "light verb"),
    ("Saudi Arabia carried out strikes against Yemen.", claims("SAU opposes YEM"), "light verb"),
    ("Ethiopia launched an offensive against Eritrea.", claims("ETH opposes ERI"), "light verb"),
    ("India refuses to cooperate with Pakistan.", claims("IND opposes PAK"), "refusal"),
    ("Poland declined to help Hungary.", claims("POL opposes HUN"), "refusal"),
    ("France does not support Iran.", claims("FRA supports IRN denied"), "negation"),
    ("Russia did not attack Turkey.", claims("RUS opposes TUR denied"), "negation"),
    ("Sweden will not help Hungary.", claims("SWE opposes HUN"), "refusal by a negated future"),
    ("Russia denies supporting North Korea.", claims("RUS supports PRK denied"), "denial"),
    ("Rwanda denied that it had attacked Burundi.", claims("RWA opposes BDI denied"), "denial"),
    ("Turkey threatens to attack Greece.", claims("TUR opposes GRC"), "threat"),
    ("Washington threatened Caracas with sanctions.", claims("USA opposes VEN"), "threat"),
    ("Japan promised to help the Philippines.", claims("JPN supports PHL"), "promise"),
    ("Germany demanded that Belarus release the prisoners.", claims("DEU opposes BLR"), "demand"),
    ("Germany urged Belarus to withdraw its troops.", claims("DEU opposes BLR"), "demand"),
    ("“We support Armenia,” the Greek foreign minister said.", claims("GRC supports ARM"), "quotation with we"),
    (
        "The Egyptian president took the floor. “We condemn Ethiopia,” he said.",
        claims("EGY opposes ETH"),
        "quotation with we, speaker by a pronoun",
    ),
    ("Iran attacked Yemen, Saudi Arabia said.", claims("IRN opposes YEM"), "trailing reporting clause"),
    ("According to Turkey, Syria supports Iran.", claims("SYR supports IRN"), "according to"),
    ("Russia attacked Georgia, according to London.", claims("RUS opposes GEO"), "trailing according to"),
    (
        "Rwanda accuses Burundi of supporting Uganda.",
        claims("RWA opposes BDI", "BDI supports UGA"),
        "accusation with a claim inside",
    ),
    (
        "India accused Pakistan of attacking Afghanistan.",
        claims("IND opposes PAK", "PAK opposes AFG"),
        "accusation with a claim inside",
    ),
    ("India and Pakistan clashed.", mutual("IND", "opposes", "PAK"), "symmetric act"),
    ("China and Russia signed a cooperation agreement.", mutual("CHN", "supports", "RUS"), "symmetric act"),
    ("Norway and Sweden condemn Iran.", claims("NOR opposes IRN", "SWE opposes IRN"), "coordinated agents"),
    (
        "Norway, Sweden and Denmark support Ukraine.",
        claims("NOR supports UKR", "SWE supports UKR", "DNK supports UKR"),
        "three coordinated agents",
    ),
    (
        "Washington sanctioned Russia and Belarus.",
        claims("USA opposes RUS", "USA opposes BLR"),
        "coordinated targets",
    ),
    ("Iran condemns Israel and supports Syria.", claims("IRN opposes ISR", "IRN supports SYR"), "coordinated verbs"),
    ("Turkey, which supports Azerbaijan, closed the road.", claims("TUR supports AZE"), "relative clause"),
    ("Qatar, which Egypt accuses, defended itself.", claims("EGY opposes QAT"), "relative clause with object"),
    ("Algeria protested. It condemns Morocco.", claims("DZA opposes MAR"), "pronoun"),
    ("Moscow condemned Washington.", claims("RUS opposes USA"), "metonymy of capitals"),
    ("The Kremlin criticised the White House.", claims("RUS opposes USA"), "metonymy of seats"),
    ("The Turkish army bombed Syria.", claims("TUR opposes SYR"), "organ"),
    ("Syria's foreign ministry denounced Turkey.", claims("SYR opposes TUR"), "organ"),
    ("London rejects Moscow's proposal.", claims("GBR opposes RUS"), "through a plan"),
    ("Canada denounced the American decision.", claims("CAN opposes USA"), "through a decision"),
    ("Syria: Turkey condemns Russia", claims("TUR opposes RUS"), "title with a colon"),
    ("France bombed Islamic State in Syria.", claims("FRA opposes islamic-state"), "place"),
    ("In Libya, Egypt supports Russia.", claims("EGY supports RUS"), "place"),
    ("The Greek minister travelled to Turkey.", NOTHING, "visit"),
    ("Russia and Turkey discussed Syria.", NOTHING, "talks"),
    ("Iran met Iraq in Geneva.", NOTHING, "talks"),
    ("France beat Germany in the World Cup final.", NOTHING, "sport"),
    ("Norway is richer than Sweden.", NOTHING, "comparison"),
    ("Oil prices fell in Norway and Canada.", NOTHING, "co-mention"),
    ("Russian-backed militants attacked Ukraine.", claims("RUS supports unknown.militants", "unknown.militants opposes UKR"), "backed by"),
    ("Venezuela, an ally of Cuba, kept silent.", claims("VEN supports CUB"), "apposition"),
    ("Paris is opposed to Ankara.", claims("FRA opposes TUR"), "predicative adjective"),
    ("Ecuador broke off diplomatic relations with Colombia.", claims("ECU opposes COL"), "broken relations"),
    ("North Korea fired a missile at Japan.", claims("PRK opposes JPN"), "attack at"),
    ("Mali continues to support Niger.", claims("MLI supports NER"), "transparent operator"),
    ("Canada stopped helping Egypt.", claims("CAN opposes EGY"), "cease"),
    ("The United States lifted sanctions on Sudan.", claims("USA supports SDN"), "lifted sanctions"),
]  # fmt: skip

ENGLISH_WRONG: list[tuple[str, Row]] = []


def params() -> list[object]:
    """Give the rows of both languages as parameters, those known to fail marked."""
    rows: list[object] = []
    for lang, right, wrong in (("fr", FRENCH, FRENCH_WRONG), ("en", ENGLISH, ENGLISH_WRONG)):
        rows += [pytest.param(lang, *row) for row in right]
        rows += [pytest.param(lang, *row, marks=pytest.mark.xfail(strict=True, reason=why)) for why, row in wrong]
    return rows


def stances(found: Extraction, threshold: float = SURE) -> set[Claim]:
    """Give the stances of a text between principals."""
    who = found.cast.principal
    return {
        (who(s.subject.actor), s.relation, who(s.object.actor), "denied" if s.denied else "affirmed")
        for s in found.stances
        if s.confidence >= threshold
    }


@pytest.mark.parametrize(("lang", "sentence", "expected", "phenomenon"), params())
def test_stances(understand: Understand, lang: str, sentence: str, expected: set[Claim], phenomenon: str) -> None:
    assert stances(understand(lang, sentence, PUBLISHED)) == expected
