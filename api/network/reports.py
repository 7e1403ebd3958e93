"""What the analyses of the network answer; ``graph.signed.plain`` makes the values."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Certainty, Month, Relation


class Plain(BaseModel):
    """An answer with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Quote(Plain):
    """One claim with its sentence; actors by their ids."""

    id: str = Field(description="Id of the stance.", examples=["755b685716a79d27"])
    relation: Relation
    polarity: Literal["affirmed", "denied"]
    subject: str = Field(description="As mentioned, not whom it acts for.", examples=["IRN"])
    object: str = Field(examples=["houthis"])
    date: str | None = Field(description="Day of the stance, else of publication.", examples=["2019-09-18"])
    stated: bool = Field(description="Whether the text gives the day.")
    certainty: Certainty
    confidence: float = Field(examples=[0.9])
    speaker: str | None = Field(description="None: the outlet says it in its own voice.", examples=["IRN"])
    quote: str = Field(examples=["Tehran denies arming the rebels."])
    article: str = Field(description="Id of the article.", examples=["23836bc6325a18d4"])
    title: str | None = Field(examples=["Saudi Arabia blames Iran for strike on oil terminal"])
    publisher: str | None = Field(examples=["The Meridian Post"])
    url: str | None = Field(examples=["https://example.org/meridian-post/2019/09/19/terminal"])


class CurrentRelation(Plain):
    """What holds between two actors as of the latest evidence, with the surest sentence."""

    source: str = Field(examples=["USA"])
    relation: Relation
    target: str = Field(examples=["RUS"])
    articles: int = Field(examples=[4])
    stances: int = Field(examples=[6])
    confidence: float = Field(examples=[0.9])
    certainty: Certainty
    first: str | None = Field(examples=["2021-02-16"])
    last: str | None = Field(examples=["2021-05-02"])
    publishers: list[str] = Field(examples=[["Northern Wire"]])
    single_source: bool = Field(description="Whether fewer than two outlets are known to report it.")
    evidence: Quote


class ReportActor(Plain):
    """An actor of the network."""

    id: str = Field(examples=["IRN"])
    iri: str = Field(examples=["https://w3id.org/detente/id/actor/IRN"])
    names: dict[str, str] = Field(examples=[{"en": "Iran", "fr": "Iran"}])
    type: str | None = Field(examples=["State"])
    code: str | None = Field(examples=["IRN"])
    wikidata: str | None = Field(examples=["http://www.wikidata.org/entity/Q794"])
    bloc: int | None = Field(description="Which of the two blocs it is in.", examples=[0])


class Blocs(Plain):
    """Blocs, and the relations that do not fit: support across, opposition within."""

    k: int = Field(description="How many blocs were asked for.", examples=[2])
    index: int = Field(description="How many relations do not fit: the frustration index.", examples=[14])
    total: int = Field(description="How many relations there are.", examples=[115])
    share: float | None = Field(description="Share of relations that do not fit.", examples=[0.12])
    exact: bool = Field(description="Whether nothing can be better; else the best that a search found.")
    blocs: list[list[str]] = Field(
        description="Members of each bloc, the one with the busiest actor first. Parts of the network that nothing "
        "ties to each other have blocs of their own, and are here joined by number.",
        examples=[[["FRA", "USA"], ["IRN", "RUS"]]],
    )
    frustrated: list[CurrentRelation]


class Pair(Plain):
    """Two actors with relations of both signs between them."""

    a: str = Field(examples=["HUN"])
    b: str = Field(examples=["RUS"])
    relations: list[CurrentRelation]


class Triad(Plain):
    """Three actors whose ties do not hold together."""

    kind: str = Field(description="`++-`: a friend of two enemies; `---`: three enemies.", examples=["++-"])
    actors: list[str] = Field(examples=[["FRA", "MLI", "RUS"]])
    relations: list[CurrentRelation]


class Balance(Plain):
    """Structural balance: triads by kind, and those that are unbalanced in the strong sense, best reported first."""

    triads: int = Field(description="Triads whose three sides have a sign.", examples=[32])
    census: dict[str, int] = Field(examples=[{"+++": 8, "++-": 11, "+--": 10, "---": 3}])
    strong: float | None = Field(description="Share of `+++` and `+--`.", examples=[0.56])
    weak: float | None = Field(description="Share of these and of `---`.", examples=[0.66])
    ambivalent: int = Field(description="Triads with a side of both signs, in no share.", examples=[5])
    ambivalent_pairs: list[Pair]
    unbalanced: list[Triad] = Field(description="The 200 best reported ones.")


class Centrality(Plain):
    """How central an actor is, in support and in opposition apart."""

    actor: str = Field(examples=["RUS"])
    supports: int = Field(examples=[3])
    supported: int = Field(examples=[4])
    opposes: int = Field(examples=[2])
    opposed: int = Field(examples=[6])
    support_rank: float = Field(description="PageRank among supporters.", examples=[0.0821])
    opposition_rank: float = Field(description="PageRank among opponents.", examples=[0.1034])


class EgoActor(Plain):
    """An actor around another."""

    id: str = Field(examples=["houthis"])
    distance: int = Field(description="Ties away; the actor itself is 0.", examples=[1])


class Ego(Plain):
    """An actor, those around it, and the relations among them all."""

    actor: str = Field(examples=["IRN"])
    radius: int = Field(examples=[1])
    actors: list[EgoActor]
    relations: list[CurrentRelation]


class PathStep(Plain):
    """One step of a path, whoever of the two supports or opposes the other."""

    start: str = Field(alias="from", examples=["USA"])
    end: str = Field(alias="to", examples=["UKR"])
    relation: Relation
    ambivalent: bool = Field(description="Whether there is also a relation of the other sign between the two.")
    relations: list[CurrentRelation]


class Path(Plain):
    """Steps from one actor to another; what they suggest is inferred, stated by no text, and not stored."""

    inferred: Literal[True]
    suggests: Relation
    pattern: str = Field(description="Signs of the steps; `+-` is the enemy of a friend.", examples=["+-"])
    confidence: float = Field(description="Product of the confidence of the steps.", examples=[0.72])
    steps: list[PathStep]


class PathExplanation(Plain):
    """Why one actor would support or oppose another: what is stated, and what paths suggest."""

    a: str = Field(examples=["USA"])
    c: str = Field(examples=["RUS"])
    stated: list[CurrentRelation]
    suggestions: dict[str, int] = Field(
        description="How many paths suggest what.", examples=[{"supports": 1, "opposes": 6}]
    )
    paths: list[Path] = Field(description="The twenty best: short, unambiguous, well reported.")


class NetworkFlip(Plain):
    """A stance that turned into its opposite, with the surest sentence of both days."""

    subject: str = Field(examples=["MLI"])
    object: str = Field(examples=["FRA"])
    before: Quote
    after: Quote


class NetworkContradiction(Plain):
    """A relation that one affirms and another denies."""

    subject: str = Field(examples=["IRN"])
    relation: Relation
    object: str = Field(examples=["houthis"])
    affirmed: list[Quote]
    denied: list[Quote]


class OutletSays(NetworkContradiction):
    """What one outlet says of a relation; one list may be empty."""

    outlet: str | None = Field(examples=["Northern Wire"])


class SpeakerSays(NetworkContradiction):
    """What one speaker says of a relation; one list may be empty."""

    speaker: str | None = Field(description="None: outlets in their own voice.", examples=["IRN"])


class NetworkDyad(Plain):
    """What is said between two actors in both directions, by whom, and where it turned."""

    a: str = Field(examples=["FRA"])
    b: str = Field(examples=["MLI"])
    relations: list[CurrentRelation]
    steps: list[Quote] = Field(description="Affirmed claims, oldest first.")
    flips: list[NetworkFlip]
    months: list[Month] = Field(description="PLOVER scores of events; of the filters only the confidence counts.")
    outlets: list[OutletSays]
    speakers: list[SpeakerSays]
    contradictions: list[NetworkContradiction]
    single_source: list[str] = Field(description="Relations of one outlet alone.", examples=[["FRA opposes MLI"]])
    explanation: PathExplanation | None = Field(description="None where one of the two is not in the network.")


class BlocChange(Plain):
    """An actor that went from one bloc to the other."""

    actor: str = Field(examples=["MLI"])
    before: int = Field(examples=[0])
    after: int = Field(examples=[1])


class Quarter(Plain):
    """The blocs as of the end of a quarter."""

    quarter: str = Field(examples=["2021-Q2"])
    as_of: str = Field(examples=["2021-06-30"])
    index: int = Field(examples=[3])
    share: float | None = Field(examples=[0.05])
    exact: bool
    blocs: list[list[str]] = Field(examples=[[["FRA", "USA"], ["IRN", "RUS"]]])
    joined: list[str] = Field(description="Actors that were not there before.", examples=[["HUN"]])
    changed: list[BlocChange]


class NetworkFilters(Plain):
    """The filters of an answer."""

    as_of: str | None = Field(examples=["2021-06-30"])
    start: str | None = Field(alias="from", examples=["2021-01-01"])
    end: str | None = Field(alias="to", examples=["2021-12-31"])
    min_confidence: float = Field(examples=[0.4])
    certainty: Certainty
    source: list[str] = Field(examples=[["Northern Wire"]])
    speaker: list[str] = Field(examples=[["IRN"]])
    type: list[str] = Field(examples=[["State"]])
    lang: str | None = Field(examples=["fr"])
    principals: bool


class ReportSummary(Plain):
    """A network in numbers."""

    actors: int = Field(examples=[65])
    relations: int = Field(examples=[115])
    supports: int = Field(examples=[54])
    opposes: int = Field(examples=[61])
    stances: int = Field(examples=[195])
    articles: int = Field(examples=[20])
    first: str | None = Field(description="Day of the oldest dated evidence.", examples=["2019-09-18"])
    last: str | None = Field(examples=["2021-12-17"])
    single_source: int = Field(description="Relations that fewer than two outlets report.", examples=[90])
    frustration: int = Field(examples=[14])
    frustration_share: float | None = Field(examples=[0.12])
    frustration_exact: bool
    balance: float | None = Field(examples=[0.56])
    balance_weak: float | None = Field(examples=[0.66])


class NetworkReport(Plain):
    """All analyses, as ``detente network --format json`` gives them."""

    filters: NetworkFilters
    summary: ReportSummary
    actors: list[ReportActor]
    relations: list[CurrentRelation]
    frustration: Blocs
    blocs: Blocs
    balance: Balance
    centrality: list[Centrality]
    evolution: list[Quarter]
    flips: list[NetworkFlip]
    contradictions: list[NetworkContradiction]
    single_source: list[str] = Field(description="Relations of one outlet alone.", examples=[["FRA opposes MLI"]])
