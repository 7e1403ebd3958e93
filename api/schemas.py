"""What the REST lists answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Relation = Literal["supports", "opposes"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["certain", "probable", "possible"]
ActorType = Literal[
    "State", "IntergovernmentalOrganization", "ArmedGroup", "PoliticalParty", "Person", "Organization", "Collective"
]


class ActorRef(BaseModel):
    """An actor, as others point to it."""

    id: str = Field(description="Id within this graph, such as `USA`.")
    iri: str
    label: str = Field(description="Name in English where there is one.")


class ArticleRef(BaseModel):
    """The article a claim is from."""

    id: str
    iri: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = Field(default=None, description="Day of publication.")
    url: str | None = None


class Article(ArticleRef):
    """One article with the number of its claims."""

    source_id: str | None = Field(default=None, description="The id the user gave.")
    lang: str | None = None
    stances: int = 0
    events: int = 0


class Claim(BaseModel):
    """What events and stances share: who says so, how surely, and in which words."""

    id: str
    iri: str
    polarity: str
    certainty: str = Field(description="How sure the text is.")
    confidence: float = Field(description="How sure the extraction is, 0 to 1.")
    attribution: str | None = Field(default=None, description="`Narrator`, `ReportedSpeech` or `Quotation`.")
    speaker: ActorRef | None = None
    quote: str = Field(description="The sentence it is from.")
    begin: int | None = Field(default=None, description="First character of the sentence in the article.")
    end: int | None = Field(default=None, description="Character after the last one of the sentence.")
    article: ArticleRef | None = None


class Stance(Claim):
    """A claim that one actor supports or opposes another."""

    subject: ActorRef
    relation: str
    object: ActorRef
    subject_mention: str
    object_mention: str
    subject_principal: ActorRef | None = Field(default=None, description="Whom the subject acts for.")
    object_principal: ActorRef | None = Field(default=None, description="Whom the object acts for.")
    basis: str | None = None
    via_event: str | None = Field(default=None, description="Id of the event that implies it.")
    valid_from: str | None = Field(default=None, description="Only where the text dates the stance.")
    valid_until: str | None = None


class Event(Claim):
    """A claim that something happened between actors."""

    type: str = Field(description="PLOVER category, such as `REJECT`.")
    mode: str | None = None
    contexts: list[str] = []
    agents: list[ActorRef] = []
    recipients: list[ActorRef] = []
    agent_mentions: list[str] = []
    recipient_mentions: list[str] = []
    place: ActorRef | None = None
    date: str | None = Field(default=None, description="Only where the text dates the event.")
    date_end: str | None = None
    date_precision: str | None = None
    date_basis: str | None = None
    tense: str | None = None
    reason: str | None = None


class Actor(ActorRef):
    """An actor in a list."""

    type: str | None = None
    code: str | None = Field(default=None, description="ISO 3166 alpha-3 code of a state.")


class ActorDetail(Actor):
    """An actor with its names, and its current relations."""

    labels: dict[str, str] = Field(default={}, description="Name by language; the empty key for no language.")
    aliases: list[str] = []
    same_as: list[str] = []
    acts_for: list[ActorRef] = []
    supports: list[ActorRef] = []
    opposes: list[ActorRef] = []
    supported_by: list[ActorRef] = []
    opposed_by: list[ActorRef] = []


class Counts(BaseModel):
    """How much the graph holds."""

    quads: int
    articles: int
    stances: int
    events: int
    actors: int


class Health(BaseModel):
    """The state of the service."""

    status: Literal["ok"] = "ok"
    version: str
    counts: Counts


class Parameter(BaseModel):
    """A parameter of an example."""

    name: str
    default: str
    description: str


class Example(BaseModel):
    """A named query."""

    name: str
    question: str
    question_fr: str | None = None
    parameters: list[Parameter] = []
    query: str
