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
    ("L’invasion de la Géorgie par la Russie a surpris.", claims("RUS opposes GEO"), "nominal"),
    ("Les frappes saoudiennes contre le Yémen continuent.", claims("SAU opposes YEM"), "nominal with demonym"),
    ("La Syrie, soutenue par l’Iran, ne répond pas.", claims("IRN supports SYR"), "participle"),
    ("L’Arabie saoudite a mené des frappes contre le Yémen.", claims("SAU opposes YEM"), "light verb"),
    ("L’Éthiopie a lancé une offensive contre l’Érythrée.", claims("ETH opposes ERI"), "light verb"),
    ("L’Inde refuse de coopérer avec le Pakistan.", claims("IND opposes PAK"), "refusal"),
    ("La Pologne a refusé d’aider la Hongrie.", claims("POL opposes HUN"), "refusal"),
    ("La France ne soutient pas l’Iran.", claims("FRA supports IRN denied"), "negation"),
    ("La Suède n’aidera pas la Hongrie.", claims("SWE opposes HUN"), "refusal by a negated future"),
    ("Le Rwanda nie avoir attaqué le Burundi.", claims("RWA opposes BDI denied"), "denial"),
    ("Le Japon a promis d’aider les Philippines.", claims("JPN supports PHL"), "promise"),
    ("L’Allemagne exige que la Biélorussie libère les opposants.", claims("DEU opposes BLR"), "demand"),
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
    ("L’Algérie a protesté. Elle condamne le Maroc.", claims("DZA opposes MAR"), "pronoun"),
    ("Moscou a condamné Washington.", claims("RUS opposes USA"), "metonymy of capitals"),
    ("Le Kremlin a critiqué la Maison Blanche.", claims("RUS opposes USA"), "metonymy of seats"),
    ("L’armée turque a bombardé la Syrie.", claims("TUR opposes SYR"), "organ"),
    ("Le ministère russe de la Défense a dénoncé la Turquie.", claims("RUS opposes TUR"), "organ"),
    ("Londres rejette la proposition de Moscou.", claims("GBR opposes RUS"), "through a plan"),
    ("Le Canada dénonce la décision américaine.", claims("CAN opposes USA"), "through a decision"),
    ("La France a bombardé l’organisation État islamique en Syrie.", claims("FRA opposes islamic-state"), "place"),
    ("En Libye, l’Égypte soutient la Russie.", claims("EGY supports RUS"), "place"),
    ("Le ministre grec s’est rendu en Turquie.", NOTHING, "visit"),
    ("La Russie et la Turquie ont discuté de la Syrie.", NOTHING, "talks"),
    ("L’Iran a rencontré l’Irak à Genève.", NOTHING, "talks"),
    ("La France a battu l’Allemagne en finale du Mondial de football.", NOTHING, "sport"),
    ("La Norvège est plus riche que la Suède.", NOTHING, "comparison"),
    ("Le prix du pétrole a baissé en Norvège et au Canada.", NOTHING, "co-mention"),
    ("Le Venezuela, allié de Cuba, se tait.", mutual("VEN", "supports", "CUB"), "apposition: allies of each other"),
    ("L’Équateur a rompu ses relations diplomatiques avec la Colombie.", claims("ECU opposes COL"), "broken relations"),
    ("Le Mali continue de soutenir le Niger.", claims("MLI supports NER"), "transparent operator"),
    ("Le Canada a cessé d’aider l’Égypte.", claims("CAN opposes EGY"), "cease"),
    ("Les États-Unis ont levé les sanctions contre le Soudan.", claims("USA supports SDN"), "lifted sanctions"),
    (
        "Le premier ministre hongrois, Viktor Orban, a dénoncé mardi la politique migratoire de Bruxelles.",
        claims("HUN opposes european-union"),
        "office and name, through a policy",
    ),
    (
        "Le chef de la diplomatie russe, Sergueï Lavrov, a accusé Kiev de violer la trêve.",
        claims("RUS opposes UKR"),
        "office holder",
    ),
    (
        "Des rebelles houthistes ont tiré un missile contre l’Arabie saoudite.",
        claims("houthis opposes SAU"),
        "armed movement",
    ),
    (
        "Des centaines de Maliens ont manifesté contre la France à Bamako.",
        claims("MLI opposes FRA"),
        "protest",
    ),
    (
        "Le Conseil de sécurité de l’ONU a condamné à l’unanimité l’essai nucléaire nord-coréen.",
        claims("united-nations opposes PRK"),
        "through an act with a demonym",
    ),
    (
        "La Turquie a convoqué l’ambassadeur d’Autriche pour protester contre ces propos.",
        claims("TUR opposes AUT"),
        "summoned ambassador",
    ),
    ("L’Union européenne a prolongé ses sanctions contre la Russie.", claims("european-union opposes RUS"), "prolonged sanctions"),
    ("La Russie a opposé son veto à la résolution française.", claims("RUS opposes FRA"), "veto"),
    ("Le Pakistan a expulsé l’ambassadeur de l’Inde.", claims("PAK opposes IND"), "expelled ambassador"),
    ("Le Sénégal a envoyé des troupes pour aider la Gambie.", claims("SEN supports GMB"), "purpose clause"),
    ("Malgré les critiques de la Norvège, la Suède soutient le Danemark.", claims("SWE supports DNK"), "despite"),
    ("La Suisse n’a jamais soutenu l’Érythrée.", claims("CHE supports ERI denied"), "never"),
    ("Si la Chine attaque Taïwan, les marchés chuteront.", NOTHING, "condition: below the threshold"),
    ("La chancelière allemande Angela Merkel a défendu la Grèce.", claims("DEU supports GRC"), "office and name"),
    ("Merkel a critiqué Erdogan.", NOTHING, "surnames without their states are not enough"),
    ("La France et l’Allemagne ont appelé la Russie à retirer ses troupes de Géorgie.", claims("FRA opposes RUS", "DEU opposes RUS"), "demand by two"),
    ("Téhéran, principal soutien de Damas, a envoyé des conseillers militaires.", claims("IRN supports SYR"), "apposition"),
    ("« Nous ne céderons pas aux menaces de la Corée du Nord », a prévenu le premier ministre japonais.", claims("JPN opposes PRK"), "quotation with we, negated"),
    ("L’Arabie saoudite a rompu avec le Qatar, accusé de soutenir le terrorisme.", claims("SAU opposes QAT"), "participle without an agent"),
    ("La Grèce s’est dite prête à aider l’Albanie.", claims("GRC supports ALB"), "readiness"),
    ("La Chine a mis en garde Taïwan contre toute provocation.", claims("CHN opposes TWN"), "warning"),
    ("La Serbie ne reconnaît pas l’indépendance du Kosovo.", claims("SRB supports XKX denied"), "negation through a status"),
    ("L’aviation israélienne a frappé des positions du Hezbollah au Liban.", claims("ISR opposes hezbollah"), "through positions, place"),
    ("Les relations entre le Chili et la Bolivie sont tendues.", NOTHING, "tension is nobody's stance"),
    ("Le gouvernement turc a remercié le Qatar pour son aide.", claims("TUR supports QAT"), "thanks"),
]  # fmt: skip

FRENCH_WRONG: list[tuple[str, Row]] = [
    ("French à before a state is taken for a place after a noun", ("Le soutien de l’Iran à la Syrie inquiète les marchés.", claims("IRN supports SYR"), "nominal")),
    ("French à before a state is taken for a place after a noun", ("L’aide américaine à l’Égypte atteint un milliard.", claims("USA supports EGY"), "nominal with demonym")),
    ("a participle clause before the subject: its patient is the subject, and call for does not reach into it", ("Attaquée par l’Éthiopie, l’Érythrée appelle au calme.", claims("ETH opposes ERI"), "participle")),
    ("French à before a state is taken for a place after a noun", ("La Chine a apporté son soutien au Pakistan.", claims("CHN supports PAK"), "light verb")),
    ("French à before a state is taken for a place after a noun", ("Washington a imposé des sanctions à la Russie.", claims("USA opposes RUS"), "light verb")),
    ("the parser calls a French direct object obl:mod and it is not read as an object", ("La Russie n’a pas attaqué la Turquie.", claims("RUS opposes TUR denied"), "negation")),
    ("the tagger takes dément for an adverb: the denial comes out affirmed", ("La Russie dément soutenir la Corée du Nord.", claims("RUS supports PRK denied"), "denial")),
    ("the tagger takes the finite verb for a noun", ("La Turquie menace d’attaquer la Grèce.", claims("TUR opposes GRC"), "threat")),
    ("the tagger takes the finite verb for a noun", ("Washington menace Caracas de sanctions.", claims("USA opposes VEN"), "threat")),
    ("French subject after the verb is parsed as its object, so nobody speaks", ("« Nous soutenons l’Arménie », a déclaré le ministre grec des affaires étrangères.", claims("GRC supports ARM"), "quotation with we")),
    ("the speaker stands in an inverted pronoun (-t-il) and is not looked for", ("Le président égyptien a pris la parole. « Nous condamnons l’Éthiopie », a-t-il lancé.", claims("EGY opposes ETH"), "quotation with we, speaker by a pronoun")),
    ("no entry for s'affronter with coordinated subjects", ("L’Inde et le Pakistan se sont affrontés.", mutual("IND", "opposes", "PAK"), "symmetric act")),
    ("the parser takes the relative clause for an adverbial one", ("Le Qatar, que l’Égypte accuse, se défend.", claims("EGY opposes QAT"), "relative clause with object")),
    ("the topic of a headline before a colon is taken for a second subject", ("Syrie : la Turquie condamne la Russie", claims("TUR opposes RUS"), "title with a colon")),
    ("pro- on an adjective that is one token is not read", ("Des militants pro-russes ont attaqué l’Ukraine.", claims("UKR.activists supports RUS", "UKR.activists opposes UKR"), "prefix")),
    ("s'opposer à: the complement is parsed as xcomp", ("Paris s’oppose à Ankara.", claims("FRA opposes TUR"), "reflexive verb")),
    ("vers and at after firing mark a place, not a target", ("La Corée du Nord a tiré un missile vers le Japon.", claims("PRK opposes JPN"), "attack towards")),
    ("face à is no recipient of renforcer", ("L’OTAN a renforcé sa présence en Pologne face à la Russie.", claims("nato opposes RUS"), "against whom")),
    ("the host of a recalled ambassador is taken for a place", ("Bahreïn a rappelé son ambassadeur en Iran.", claims("BHR opposes IRN"), "recalled ambassador")),
    ("aux côtés de beside a verb of fighting is not support", ("Le Hezbollah a combattu les rebelles syriens aux côtés de l’armée syrienne.", claims("hezbollah opposes SYR.rebels", "hezbollah supports SYR"), "on the side of")),
    ("qualifier de and call with a hostile label are not read as criticism", ("Le président vénézuélien Nicolas Maduro a qualifié les sanctions américaines d’« agression ».", claims("VEN opposes USA"), "hostile label")),
    ("Kurdish militias are not the Kurds: the owner is guessed or lost", ("Ankara reproche à Washington de soutenir les milices kurdes.", claims("TUR opposes USA", "USA supports kurds"), "accusation with a claim inside")),
    ("French à before a state is taken for a place after a noun", ("Les États-Unis, qui ont longtemps appuyé le Pakistan, ont gelé leur aide militaire à Islamabad.", claims("USA supports PAK", "USA opposes PAK"), "frozen aid")),
    ("the host of a recalled ambassador is taken for a place", ("Le Maroc a retiré son ambassadeur au Danemark.", claims("MAR opposes DNK"), "recalled ambassador")),
    ("idiom voler au secours de is missing", ("Moscou a volé au secours de Damas.", claims("RUS supports SYR"), "idiom")),
    ("a participle on the object of an adopting verb does not reach the adopter", ("Le Parlement européen a voté une résolution condamnant la Hongrie.", claims("european-union opposes HUN"), "participle on the object of a light verb")),
    ("a participle after one of two coordinated nouns is given to both", ("L’Inde, soutenue par les États-Unis, et le Pakistan, appuyé par la Chine, négocient.", claims("USA supports IND", "CHN supports PAK"), "participles on coordinated nouns")),
    ("the French subjunctive after démentir is read as merely possible", ("Le Pentagone a démenti que les États-Unis aient bombardé la Somalie.", claims("USA opposes SOM denied"), "denial of a clause")),
]  # fmt: skip

ENGLISH: list[Row] = [
    ("Russia supports Syria.", claims("RUS supports SYR"), "active"),
    ("Canada condemned Iran.", claims("CAN opposes IRN"), "active"),
    ("Egypt criticised Turkey.", claims("EGY opposes TUR"), "active"),
    ("Israel bombed Lebanon.", claims("ISR opposes LBN"), "active"),
    ("Japan praised India.", claims("JPN supports IND"), "active"),
    ("Germany sent tanks to Ukraine.", claims("DEU supports UKR"), "aid"),
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
    (
        "Washington sanctioned Russia and Belarus.",
        claims("USA opposes RUS", "USA opposes BLR"),
        "coordinated targets",
    ),
    ("Iran condemns Israel and supports Syria.", claims("IRN opposes ISR", "IRN supports SYR"), "coordinated verbs"),
    ("Turkey, which supports Azerbaijan, closed the road.", claims("TUR supports AZE"), "relative clause"),
    ("Algeria protested. It condemns Morocco.", claims("DZA opposes MAR"), "pronoun"),
    ("Moscow condemned Washington.", claims("RUS opposes USA"), "metonymy of capitals"),
    ("The Kremlin criticised the White House.", claims("RUS opposes USA"), "metonymy of seats"),
    ("The Turkish army bombed Syria.", claims("TUR opposes SYR"), "organ"),
    ("Syria's foreign ministry denounced Turkey.", claims("SYR opposes TUR"), "organ"),
    ("London rejects Moscow's proposal.", claims("GBR opposes RUS"), "through a plan"),
    ("Canada denounced the American decision.", claims("CAN opposes USA"), "through a decision"),
    ("France bombed Islamic State in Syria.", claims("FRA opposes islamic-state"), "place"),
    ("In Libya, Egypt supports Russia.", claims("EGY supports RUS"), "place"),
    ("The Greek minister travelled to Turkey.", NOTHING, "visit"),
    ("Russia and Turkey discussed Syria.", NOTHING, "talks"),
    ("Iran met Iraq in Geneva.", NOTHING, "talks"),
    ("France beat Germany in the World Cup final.", NOTHING, "sport"),
    ("Norway is richer than Sweden.", NOTHING, "comparison"),
    ("Oil prices fell in Norway and Canada.", NOTHING, "co-mention"),
    ("Rwandan-backed M23 attacked Burundi.", claims("RWA supports m23", "m23 opposes BDI"), "backed by"),
    ("Venezuela, an ally of Cuba, kept silent.", mutual("VEN", "supports", "CUB"), "apposition: allies of each other"),
    ("Ecuador broke off diplomatic relations with Colombia.", claims("ECU opposes COL"), "broken relations"),
    ("Mali continues to support Niger.", claims("MLI supports NER"), "transparent operator"),
    ("Canada stopped helping Egypt.", claims("CAN opposes EGY"), "cease"),
    ("The United States lifted sanctions on Sudan.", claims("USA supports SDN"), "lifted sanctions"),
    ("Hungarian Prime Minister Viktor Orban denounced Berlin's migration policy on Tuesday.", claims("HUN opposes DEU"), "office and name, through a policy"),
    ("Russian Foreign Minister Sergei Lavrov accused Kiev of violating the truce.", claims("RUS opposes UKR"), "office holder"),
    ("The UN Security Council unanimously condemned North Korea's nuclear test.", claims("united-nations opposes PRK"), "through an act with an owner"),
    ("Turkey summoned Austria's ambassador to protest against the remarks.", claims("TUR opposes AUT"), "summoned ambassador"),
    ("The European Union extended its sanctions against Russia.", claims("european-union opposes RUS"), "prolonged sanctions"),
    ("Russia vetoed the French resolution.", claims("RUS opposes FRA"), "veto"),
    ("Pakistan expelled India's ambassador.", claims("PAK opposes IND"), "expelled ambassador"),
    ("Bahrain recalled its ambassador from Iran.", claims("BHR opposes IRN"), "recalled ambassador"),
    ("Senegal sent troops to help Gambia.", claims("SEN supports GMB"), "purpose clause"),
    ("Despite Norway's criticism, Sweden supports Denmark.", claims("SWE supports DNK"), "despite"),
    ("Switzerland has never supported Eritrea.", claims("CHE supports ERI denied"), "never"),
    ("If China attacks Taiwan, markets will fall.", NOTHING, "condition: below the threshold"),
    ("German Chancellor Angela Merkel defended Greece.", claims("DEU supports GRC"), "office and name"),
    ("France and Germany called on Russia to withdraw its troops from Georgia.", claims("FRA opposes RUS", "DEU opposes RUS"), "demand by two"),
    ("Tehran, the main backer of Damascus, sent military advisers.", claims("IRN supports SYR"), "apposition"),
    ("“We will not give in to North Korea's threats,” Japan's prime minister warned.", claims("JPN opposes PRK"), "quotation with we, negated"),
    ("Saudi Arabia cut ties with Qatar, accused of supporting terrorism.", claims("SAU opposes QAT"), "participle without an agent"),
    ("The United States, which had long backed Pakistan, froze its military aid to Islamabad.", claims("USA supports PAK", "USA opposes PAK"), "frozen aid"),
    ("Moscow came to the aid of Damascus.", claims("RUS supports SYR"), "idiom"),
    ("China warned Taiwan against any provocation.", claims("CHN opposes TWN"), "warning"),
    ("Serbia does not recognise Kosovo's independence.", claims("SRB supports XKX denied"), "negation through a status"),
    ("The Pentagon denied that the United States had bombed Somalia.", claims("USA opposes SOM denied"), "denial of a clause"),
    ("Israeli jets hit Hezbollah positions in Lebanon.", claims("ISR opposes hezbollah"), "through positions, place"),
    ("Relations between Chile and Bolivia are tense.", NOTHING, "tension is nobody's stance"),
    ("Egypt, Iran's rival, praised Jordan.", mutual("EGY", "opposes", "IRN") | claims("EGY supports JOR"), "apposition: rivals of each other"),
    ("Cameroon's army clashed with Boko Haram near the border with Nigeria.", mutual("CMR", "opposes", "boko-haram"), "clash with, place"),
    ("The Turkish government thanked Qatar for its help.", claims("TUR supports QAT"), "thanks"),
    ("The US-backed Kurdish forces attacked Islamic State.", claims("USA supports kurds", "kurds opposes islamic-state"), "backed by"),
    ("A US drone strike killed a leader of al-Shabaab in Somalia.", claims("USA opposes al-shabaab"), "through a leader, place"),
    ("Ethiopian troops entered Somalia to fight al-Shabaab.", claims("ETH opposes al-shabaab"), "purpose clause, place"),
    ("Houthi rebels fired a missile against Saudi Arabia.", claims("houthis opposes SAU"), "armed movement"),
]  # fmt: skip

ENGLISH_WRONG: list[tuple[str, Row]] = [
    ("the parser takes the double object for a compound", ("Poland gave Ukraine weapons.", claims("POL supports UKR"), "double object")),
    ("a participle clause before the subject: its patient is the subject, and call for does not reach into it", ("Attacked by Ethiopia, Eritrea called for calm.", claims("ETH opposes ERI"), "participle")),
    ("urge + infinitive: neither the demand nor its recipient is found", ("Germany urged Belarus to withdraw its troops.", claims("DEU opposes BLR"), "demand")),
    ("the tagger takes the finite verb for a noun", ("Norway and Sweden condemn Iran.", claims("NOR opposes IRN", "SWE opposes IRN"), "coordinated agents")),
    ("the tagger takes the finite verb for a noun", ("Norway, Sweden and Denmark support Ukraine.", claims("NOR supports UKR", "SWE supports UKR", "DNK supports UKR"), "three coordinated agents")),
    ("defend itself is read as defending the nearest actor", ("Qatar, which Egypt accuses, defended itself.", claims("EGY opposes QAT"), "relative clause with object")),
    ("the topic of a headline before a colon is taken for a second subject", ("Syria: Turkey condemns Russia", claims("TUR opposes RUS"), "title with a colon")),
    ("the backer is taken for the owner of the group", ("Russian-backed rebels shelled Ukrainian troops.", claims("RUS supports UKR.rebels", "UKR.rebels opposes UKR"), "backed by")),
    ("to be opposed to is read as a passive", ("Paris is opposed to Ankara.", claims("FRA opposes TUR"), "predicative adjective")),
    ("vers and at after firing mark a place, not a target", ("North Korea fired a missile at Japan.", claims("PRK opposes JPN"), "attack at")),
    ("protesters without a state are given to the embassy's state, not to the place", ("Hundreds of protesters gathered in front of the French embassy in Bamako.", claims("MLI.protesters opposes FRA"), "protest")),
    ("China's ally North Korea: the possessor is taken for an agent, the alliance is lost", ("China's ally North Korea threatened Japan.", claims("PRK opposes JPN", "PRK supports CHN", "CHN supports PRK"), "ally before the name")),
    ("qualifier de and call with a hostile label are not read as criticism", ("Venezuelan President Nicolas Maduro called the US sanctions an “act of aggression”.", claims("VEN opposes USA"), "hostile label")),
    ("Kurdish militias are not the Kurds: the owner is guessed or lost", ("Ankara blames Washington for supporting Kurdish militias.", claims("TUR opposes USA", "USA supports kurds"), "accusation with a claim inside")),
    ("ready to, in reported speech, is weighed as a mere possibility", ("Greece said it was ready to help Albania.", claims("GRC supports ALB"), "readiness")),
    ("a participle on the object of an adopting verb does not reach the adopter", ("The European Parliament passed a resolution condemning Hungary.", claims("european-union opposes HUN"), "participle on the object of a light verb")),
    ("a participle after one of two coordinated nouns is given to both", ("India, backed by the United States, and Pakistan, supported by China, are negotiating.", claims("USA supports IND", "CHN supports PAK"), "participles on coordinated nouns")),
    ("to be at war with is missing", ("Turkey has been at war with the PKK since 1984.", mutual("TUR", "opposes", "pkk"), "at war with")),
    ("a bare collective is given to the state of an adjective, not to the place", ("Israeli air strikes killed civilians in Lebanon.", claims("ISR opposes LBN.civilians"), "a collective at a place")),
]  # fmt: skip


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


@pytest.mark.xfail(strict=True, reason="a subject or a belief of nobody does not negate the claim")
@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "Personne ne croit que le Chili attaquera le Pérou."),
        ("en", "Nobody believes that Chile will attack Peru."),
        ("fr", "Aucun pays africain n’a soutenu l’Érythrée."),
        ("en", "No African country supported Eritrea."),
    ],
)
def test_what_nobody_does_or_believes_is_not_affirmed(understand: Understand, lang: str, sentence: str) -> None:
    assert not [s for s in understand(lang, sentence, PUBLISHED).stances if not s.denied]


# (language, text, stance as "subject relation object", who says so or "", attribution)
SOURCES: list[tuple[str, str, str, str, str]] = [
    ("fr", "La Russie soutient la Syrie.", "RUS supports SYR", "", "Narrator"),
    ("en", "Russia supports Syria.", "RUS supports SYR", "", "Narrator"),
    ("en", "Syria supports Iran, Turkey said.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("fr", "La Turquie affirme que la Syrie soutient l’Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "Turkey said that Syria supports Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("fr", "Selon la Turquie, la Syrie soutient l’Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "According to Turkey, Syria supports Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "“Syria has long supported Iran,” Turkey said.", "SYR supports IRN", "TUR", "Quotation"),
    (
        "fr",
        "Le Rwanda accuse le Burundi de soutenir l’Ouganda.",
        "BDI supports UGA",
        "RWA",
        "ReportedSpeech",
    ),
    ("en", "Rwanda accuses Burundi of supporting Uganda.", "RWA opposes BDI", "", "Narrator"),
    ("en", "Rwanda accuses Burundi of supporting Uganda.", "BDI supports UGA", "RWA", "ReportedSpeech"),
    ("fr", "La Russie nie avoir attaqué la Géorgie.", "RUS opposes GEO", "RUS", "ReportedSpeech"),
    ("en", "Russia denies having attacked Georgia.", "RUS opposes GEO", "RUS", "ReportedSpeech"),
]
SOURCES_WRONG: list[tuple[str, tuple[str, str, str, str, str]]] = [
    ("French subject after the verb is parsed as its object, so nobody speaks", ("fr", "La Syrie soutient l’Iran, affirme la Turquie.", "SYR supports IRN", "TUR", "ReportedSpeech")),
    ("French subject after the verb is parsed as its object, so nobody speaks", ("fr", "« La Syrie soutient l’Iran depuis longtemps », affirme la Turquie.", "SYR supports IRN", "TUR", "Quotation")),
    ("the accusation itself is attributed to the accuser", ("fr", "Le Rwanda accuse le Burundi de soutenir l’Ouganda.", "RWA opposes BDI", "", "Narrator")),
    ("the speaker stands in an inverted pronoun (-t-il) and is not looked for", ("fr", "La porte-parole du Kremlin a pris la parole. « Nous soutenons pleinement la Syrie », a-t-elle dit.", "RUS supports SYR", "RUS", "Quotation")),
    ("a quotation that goes on after the reporting clause has no speaker", ("en", "“Russia fully supports the government of Syria,” the Kremlin said. “We will not help Turkey.”", "RUS opposes TUR", "RUS", "Quotation")),
    ("a demand is attributed to the one who demands", ("fr", "La Norvège a appelé la Russie à retirer ses troupes.", "NOR opposes RUS", "", "Narrator")),
    ("a demand is attributed to the one who demands", ("en", "Norway called on Russia to withdraw its troops.", "NOR opposes RUS", "", "Narrator")),
]  # fmt: skip


def marked(right: Iterable[tuple[object, ...]], wrong: Iterable[tuple[str, tuple[object, ...]]]) -> list[object]:
    """Give rows as parameters, those known to fail marked."""
    known = [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for reason, row in wrong]
    return [*(pytest.param(*row) for row in right), *known]


@pytest.mark.parametrize(("lang", "text", "stance", "speaker", "attribution"), marked(SOURCES, SOURCES_WRONG))
def test_who_says_so(understand: Understand, lang: str, text: str, stance: str, speaker: str, attribution: str) -> None:
    found = understand(lang, text, PUBLISHED)
    who = found.cast.principal
    said = [
        (who(s.source.speaker.actor) if s.source.speaker else "", s.source.attribution)
        for s in found.stances
        if f"{who(s.subject.actor)} {s.relation} {who(s.object.actor)}" == stance
    ]
    assert said == [(speaker, attribution)]


# (language, text, certainty of the one stance, denied)
CERTAINTY: list[tuple[str, str, str, bool]] = [
    ("fr", "L’Iran a attaqué le Yémen.", "certain", False),
    ("en", "Iran attacked Yemen.", "certain", False),
    ("fr", "L’Iran aurait attaqué le Yémen.", "possible", False),
    ("en", "Iran may have attacked Yemen.", "possible", False),
    ("fr", "L’Iran pourrait attaquer le Yémen.", "possible", False),
    ("en", "Iran could attack Yemen.", "possible", False),
    ("fr", "Si l’Iran attaque le Yémen, le pétrole montera.", "possible", False),
    ("en", "If Iran attacks Yemen, oil will rise.", "possible", False),
    ("fr", "L’Iran envisage d’attaquer le Yémen.", "possible", False),
    ("en", "Iran plans to attack Yemen.", "possible", False),
    ("en", "Iran has allegedly attacked Yemen.", "possible", False),
    ("en", "Iran probably attacked Yemen.", "probable", False),
    ("fr", "L’Iran n’a pas attaqué l’Irak.", "certain", True),
    ("en", "Iran did not attack Yemen.", "certain", True),
    ("fr", "L’Iran a attaqué l’Irak sans soutenir personne.", "certain", False),
]
CERTAINTY_WRONG: list[tuple[str, tuple[str, str, str, bool]]] = [
    ("the parser calls a French direct object obl:mod and it is not read as an object", ("fr", "L’Iran a peut-être attaqué le Yémen.", "possible", False)),
    ("the parser calls a French direct object obl:mod and it is not read as an object", ("fr", "L’Iran a probablement attaqué le Yémen.", "probable", False)),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "certainty", "denied"), marked(CERTAINTY, CERTAINTY_WRONG))
def test_certainty(understand: Understand, lang: str, text: str, certainty: str, denied: bool) -> None:
    (stance,) = understand(lang, text, PUBLISHED).stances
    assert (stance.relation, stance.certainty, stance.denied) == ("opposes", certainty, denied)


def test_what_is_possible_weighs_less(understand: Understand) -> None:
    (sure,) = understand("en", "Iran attacked Yemen.").stances
    (unsure,) = understand("en", "Iran may have attacked Yemen.").stances
    assert 0 < unsure.confidence < sure.confidence <= 1


# (language, text, day of publication, stance, its date or "")
DATED: list[tuple[str, str, str | None, str, str]] = [
    ("fr", "L’Iran a attaqué l’Irak le 3 mai 2011.", None, "IRN opposes IRQ", "2011-05-03"),
    ("en", "Iran attacked Iraq on 3 May 2011.", None, "IRN opposes IRQ", "2011-05-03"),
    ("fr", "Le Canada a condamné lundi l’Iran.", PUBLISHED, "CAN opposes IRN", "2016-03-14"),
    ("en", "Canada condemned Iran on Monday.", PUBLISHED, "CAN opposes IRN", "2016-03-14"),
    ("fr", "Le Canada a condamné l’Iran.", PUBLISHED, "CAN opposes IRN", ""),
    ("en", "Canada condemned Iran.", PUBLISHED, "CAN opposes IRN", ""),
    ("fr", "Le Canada a condamné lundi l’Iran.", None, "CAN opposes IRN", ""),
    ("en", "Canada condemned Iran on Monday.", None, "CAN opposes IRN", ""),
    (
        "fr",
        "L’Iran, qui avait attaqué l’Irak en 1999, a salué hier la Syrie.",
        PUBLISHED,
        "IRN opposes IRQ",
        "1999-01-01",
    ),
    (
        "fr",
        "L’Iran, qui avait attaqué l’Irak en 1999, a salué hier la Syrie.",
        PUBLISHED,
        "IRN supports SYR",
        "2016-03-15",
    ),
    (
        "en",
        "Iran, which had attacked Iraq in 1999, praised Syria yesterday.",
        PUBLISHED,
        "IRN opposes IRQ",
        "1999-01-01",
    ),
    (
        "en",
        "Iran, which had attacked Iraq in 1999, praised Syria yesterday.",
        PUBLISHED,
        "IRN supports SYR",
        "2016-03-15",
    ),
    ("fr", "Les discussions ont repris lundi. Le Canada soutient le Mali.", PUBLISHED, "CAN supports MLI", ""),
    ("en", "Talks resumed on Monday. Canada supports Mali.", PUBLISHED, "CAN supports MLI", ""),
]  # fmt: skip
DATED_WRONG: list[tuple[str, tuple[str, str, str | None, str, str]]] = [
    ("a date of a relative clause or participle is given to the main verb", ("en", "Canada supports Mali, which became independent in 1960.", PUBLISHED, "CAN supports MLI", "")),
    ("a date of a relative clause or participle is given to the main verb", ("fr", "Le Canada soutient le Mali, devenu indépendant en 1960.", PUBLISHED, "CAN supports MLI", "")),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "published", "stance", "date"), marked(DATED, DATED_WRONG))
def test_the_date_belongs_to_its_act(
    understand: Understand, lang: str, text: str, published: str | None, stance: str, date: str
) -> None:
    found = understand(lang, text, published)
    who = found.cast.principal
    dates = [
        s.time.date if s.time else ""
        for s in found.stances
        if f"{who(s.subject.actor)} {s.relation} {who(s.object.actor)}" == stance
    ]
    assert dates == [date]


# (language, text, event types with their modes)
EVENTS: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("fr", "La Russie soutient la Syrie.", {("SUPPORT", "")}),
    ("en", "Russia supports Syria.", {("SUPPORT", "")}),
    ("fr", "Le Canada a condamné l’Iran.", {("ACCUSE", "disapprove")}),
    ("en", "Canada condemned Iran.", {("ACCUSE", "disapprove")}),
    ("fr", "L’Inde refuse de coopérer avec le Pakistan.", {("REJECT", "assist")}),
    ("en", "India refuses to cooperate with Pakistan.", {("REJECT", "assist")}),
    ("fr", "L’Allemagne menace d’attaquer l’Autriche.", {("THREATEN", "violence")}),
    ("en", "Turkey threatens to attack Greece.", {("THREATEN", "violence")}),
    ("fr", "Le Japon a promis d’aider les Philippines.", {("AGREE", "")}),
    ("en", "Japan promised to help the Philippines.", {("AGREE", "")}),
    ("fr", "Les États-Unis ont levé les sanctions contre le Soudan.", {("CONCEDE", "")}),
    ("en", "The United States lifted sanctions on Sudan.", {("CONCEDE", "")}),
    ("fr", "Le Canada a cessé d’aider l’Égypte.", {("SANCTION", "discontinue")}),
    ("en", "Canada stopped helping Egypt.", {("SANCTION", "discontinue")}),
    ("fr", "La Russie et la Turquie ont discuté de la Syrie.", {("CONSULT", "")}),
    ("en", "Iran met Iraq in Geneva.", {("CONSULT", "")}),
    ("fr", "L’Iran a attaqué l’Irak.", {("ASSAULT", "")}),
    ("en", "Iran attacked Iraq.", {("ASSAULT", "")}),
    ("fr", "Le temps se gâte en Norvège.", set()),
    ("en", "Norway has fine weather.", set()),
]
EVENTS_WRONG: list[tuple[str, tuple[str, str, set[tuple[str, str]]]]] = [
    ("one act, two events: the light verb and its noun", ("en", "Israel carried out air strikes on Lebanon.", {("ASSAULT", "aerial")})),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), marked(EVENTS, EVENTS_WRONG))
def test_event_types(understand: Understand, lang: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(e.type, e.mode) for e in understand(lang, text, PUBLISHED).events} == expected


@pytest.mark.parametrize(
    ("lang", "text", "tense"),
    [
        ("fr", "L’Iran a attaqué l’Irak.", "Past"),
        ("fr", "L’Iran attaque l’Irak.", "Present"),
        ("fr", "La Russie attaquera la Géorgie.", "Future"),
        ("en", "Iran attacked Iraq.", "Past"),
        ("en", "Iran is attacking Iraq.", "Present"),
        ("en", "Iran will attack Iraq.", "Future"),
    ],
)
def test_tense(understand: Understand, lang: str, text: str, tense: str) -> None:
    assert [e.tense for e in understand(lang, text).events] == [tense]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "La Russie soutient la Syrie. Le Canada condamne l’Iran."),
        ("en", "Russia backs Syria. Canada condemns Iran."),
    ],
)
def test_evidence_is_the_sentence(understand: Understand, lang: str, text: str) -> None:
    found = understand(lang, text, PUBLISHED, title="Une. Dépêche")
    full = found.article.full_text
    quotes = {full[s.begin : s.end] for s in found.stances} | {full[e.begin : e.end] for e in found.events}
    assert quotes == {f"{part}." for part in text.rstrip(".").split(". ")}


def test_a_stance_names_its_event(understand: Understand) -> None:
    found = understand("en", "Rwanda accuses Burundi. Canada condemned Iran.", PUBLISHED)
    assert {s.event for s in found.stances} <= {e.iri for e in found.events}
    assert len(found.stances) == 2


def test_contradicting_claims_coexist(understand: Understand) -> None:
    found = understand("en", "Turkey said that Iran attacked Iraq. Iran denies having attacked Iraq.", PUBLISHED)
    assert stances(found) == claims("IRN opposes IRQ", "IRN opposes IRQ denied")
