"""Made-up articles as texts, in English and French, as many as are wanted; the same seed gives the same ones.

The sentences are few in kind and many in words, so that what is read in them is known in kind, and no two articles are
copies of each other.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from ontology.gazetteer import load_gazetteer

SEED: Final = 20_300_102
FIRST_DAY: Final = date(2014, 1, 1)
DAYS: Final = 3_650
STATES: Final = (
    "USA RUS CHN FRA UKR SYR IRN ISR DEU GBR TUR ITA ESP POL JPN IND BRA EGY SAU IRQ LBY MLI NGA ETH KEN ZAF MAR "
    "DZA TUN GRC SRB HUN ROU MDA GEO ARM AZE KAZ PAK AFG PRK KOR VNM PHL IDN AUS CAN MEX COL VEN CUB PER CHL ARG"
)
CLAIMS: Final = {
    "en": (
        "{a} supports {b}.",
        "{a} condemned {b} over the {noun} of {place}.",
        "{a} imposed sanctions on {b} after the {noun}.",
        "The government of {a} signed a {noun} agreement with {b}.",
        "{a} sent weapons to {b}, an official said.",
        "{a} accused {b} of blocking the {noun}.",
        "{a} threatened {b} with measures against its {noun}.",
    ),
    "fr": (
        "{a} soutient {b}.",
        "{a} a condamné {b} pour {noun} de {place}.",
        "{a} a imposé des sanctions à {b} après {noun}.",
        "Le gouvernement de {a} a signé un accord sur {noun} avec {b}.",
        "{a} a livré des armes à {b}, selon un responsable.",
        "{a} accuse {b} de bloquer {noun}.",
        "{a} a menacé {b} de mesures contre {noun}.",
    ),
}
FILLERS: Final = {
    "en": ("The {noun} in {place} lasted {n} days.", "Some {n} people waited for the {noun} near {place}."),
    "fr": ("À {place}, {noun} a duré {n} jours.", "Quelque {n} personnes attendaient {noun} près de {place}."),
}
NOUNS: Final = {
    "en": "harvest,bridge,railway,pipeline,festival,flood,census,strike,market,tunnel,port,canal,dam,airport,fishery",
    "fr": "la récolte,le pont,le canal,le tunnel,la crue,la grève,le marché,le port,le barrage,la foire,la pêche",
}
SYLLABLES: Final = "ba ke lo mi nu ra se to vi za dor fen gal hul jin kor lem mon nar pel"


def articles(count: int, seed: int = SEED, sentences: tuple[int, int] = (4, 9)) -> Iterator[dict[str, str]]:
    """Yield records of articles, with between so many sentences each."""
    random = Random(seed)
    for number in range(count):
        lang = random.choice(("en", "fr"))
        lines = [_sentence(random, lang) for _ in range(random.randint(*sentences))]
        yield {
            "id": f"made-up-{number}",
            "url": f"https://news.example.org/{number}",
            "title": _sentence(random, lang).rstrip("."),
            "text": " ".join(lines),
            "published": (FIRST_DAY + timedelta(random.randrange(DAYS))).isoformat(),
            "publisher": f"Gazette {random.randrange(40)}",
            "lang": lang,
        }


def _sentence(random: Random, lang: str) -> str:
    kinds = CLAIMS if random.random() < 0.5 else FILLERS
    a, b = random.sample(STATES.split(), 2)
    words = {
        "a": _name(a, lang),
        "b": _name(b, lang),
        "noun": random.choice(NOUNS[lang].split(",")),
        "n": random.randint(3, 9000),
    }
    text = random.choice(kinds[lang]).format(**words, place=_place(random))
    return text[0].upper() + text[1:]


def _name(state: str, lang: str) -> str:
    actor = load_gazetteer().actor(state)
    return actor.label(lang) if actor else state


def _place(random: Random) -> str:
    return "".join(random.choices(SYLLABLES.split(), k=3)).capitalize()


if __name__ == "__main__":
    for record in articles(int(sys.argv[1])):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
