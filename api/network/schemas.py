"""What the routes of the network answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas import ActorRef, ArticleRef, Certainty, Mark, Relation


class Summary(BaseModel):
    """The network in numbers."""

    actors: int = Field(examples=[12])
    relations: int = Field(description="What holds as of the latest evidence.", examples=[31])
    supports: int = Field(examples=[11])
    opposes: int = Field(examples=[20])
    stances: int = Field(description="Affirmed claims that count, one for each sentence and pair.", examples=[74])
    articles: int = Field(description="Articles that these are from.", examples=[9])
    frustration: int = Field(
        description="Relations that do not fit two blocs: support across, opposition within.", examples=[2]
    )
    frustration_exact: bool = Field(description="Whether no split into two blocs has fewer; else the best one found.")
    balance: float | None = Field(
        default=None, description="Share of triads that are balanced; null where there is no triad.", examples=[0.92]
    )


class NetworkActor(BaseModel):
    """An actor of the network with its place in the picture."""

    id: str = Field(examples=["IRN"])
    iri: str = Field(examples=["https://w3id.org/detente/id/actor/IRN"])
    names: dict[str, str] = Field(
        description="Name by language; the empty key for no language.", examples=[{"en": "Iran", "fr": "Iran"}]
    )
    type: str = Field(description="Class, empty if not known.", examples=["State"])
    code: str = Field(description="ISO 3166 alpha-3 code of a state, else empty.", examples=["IRN"])
    wikidata: str = Field(
        description="Its Wikidata entity, empty if not known.", examples=["http://www.wikidata.org/entity/Q794"]
    )
    x: float = Field(description="Place from left to right, -1 to 1.", examples=[-0.42])
    y: float = Field(description="Place from bottom to top, -1 to 1.", examples=[0.13])
    bloc: int = Field(description="Which of the two blocs it is in.", examples=[0])
    supports: int = Field(description="How many it supports.", examples=[3])
    supported: int = Field(description="How many support it.", examples=[1])
    opposes: int = Field(description="How many it opposes.", examples=[4])
    opposed: int = Field(description="How many oppose it.", examples=[5])


class NetworkRelation(BaseModel):
    """What holds between two actors as of the latest evidence."""

    source: str = Field(description="Id of the actor that supports or opposes.", examples=["USA"])
    relation: Relation
    target: str = Field(description="Id of the actor that is supported or opposed.", examples=["RUS"])
    articles: int = Field(description="Articles that report it.", examples=[4])
    stances: int = Field(description="Claims that affirm it.", examples=[6])
    confidence: float = Field(description="Joined over independent sources.", examples=[0.9])
    certainty: Certainty = Field(description="Certainty of what is said most surely.")
    first: str = Field(description="Day of the oldest dated claim, empty if none is dated.", examples=["2021-02-16"])
    last: str = Field(description="Day of the latest claim, empty if none is dated.", examples=["2021-05-02"])
    single_source: bool = Field(description="Whether one outlet alone reports it.")
    frustrated: bool = Field(description="Whether it does not fit the two blocs.")


class ArticleMonth(BaseModel):
    """How many articles were published in a month."""

    month: str = Field(examples=["2021-03"])
    articles: int = Field(examples=[3])


class SourceCount(BaseModel):
    """How many articles an outlet has in the graph."""

    publisher: str = Field(description="Name of the outlet, empty where it is not known.", examples=["Northern Wire"])
    articles: int = Field(examples=[4])


class TypeCount(BaseModel):
    """How many actors of a class any stance is about."""

    type: str = Field(examples=["State"])
    actors: int = Field(examples=[19])


class LanguageCount(BaseModel):
    """How many articles are in a language."""

    lang: str = Field(examples=["fr"])
    articles: int = Field(examples=[12])


class Drawing(BaseModel):
    """The network as pages and notebooks draw it, with what its filters can be set to."""

    summary: Summary
    actors: list[NetworkActor]
    relations: list[NetworkRelation]
    months: list[ArticleMonth] = Field(
        description="Dated articles of the outlets and the language asked for, whatever the period."
    )
    sources: list[SourceCount] = Field(description="Outlets of the whole graph, those with most articles first.")
    types: list[TypeCount] = Field(description="Classes of the actors of the whole graph.")
    languages: list[LanguageCount] = Field(description="Languages of the whole graph.")


class EvidenceItem(BaseModel):
    """One claim that a relation rests on, in its sentence; the actors are given as they are mentioned."""

    id: str = Field(description="Id of the stance.", examples=["755b685716a79d27"])
    iri: str = Field(examples=["https://w3id.org/detente/id/stance/755b685716a79d27"])
    relation: Relation
    polarity: Literal["affirmed", "denied"]
    certainty: Certainty
    confidence: float = Field(examples=[0.9])
    date: str | None = Field(
        description="Day from which the text says that it holds, else of publication.", examples=["2019-09-18"]
    )
    stated: bool = Field(description="Whether the text gives the day.")
    attribution: str | None = Field(description="`Narrator`, `ReportedSpeech` or `Quotation`.", examples=["Narrator"])
    speaker: ActorRef | None
    subject: ActorRef
    object: ActorRef
    subject_mention: str = Field(description="The words of the text.", examples=["Tehran"])
    object_mention: str = Field(examples=["the rebels"])
    quote: str = Field(description="The sentence.", examples=["Tehran denies arming the rebels."])
    marks: list[Mark] = Field(description="Where the sentence names the two, in the order of the text.")
    article: ArticleRef
