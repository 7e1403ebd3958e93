"""What the REST lists answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Relation = Literal["supports", "opposes"]
Direction = Literal["out", "in"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["certain", "probable", "possible"]
ActorType = Literal[
    "State", "IntergovernmentalOrganization", "ArmedGroup", "PoliticalParty", "Person", "Organization", "Collective"
]


class ActorName(BaseModel):
    """An actor by its id and name."""

    id: str = Field(description="Id within this graph.", examples=["IRN"])
    iri: str = Field(examples=["https://w3id.org/detente/id/actor/IRN"])
    label: str = Field(description="Name in English where there is one.", examples=["Iran"])


class ActorRef(ActorName):
    """An actor, as others point to it."""

    names: dict[str, str] = Field(
        default={}, description="Name by language; the empty key for no language.", examples=[{"en": "Iran"}]
    )

    def __str__(self) -> str:
        """Give the id."""
        return self.id


class ArticleRef(BaseModel):
    """The article a claim is from."""

    id: str = Field(examples=["23836bc6325a18d4"])
    iri: str = Field(examples=["https://w3id.org/detente/id/article/23836bc6325a18d4"])
    title: str | None = Field(default=None, examples=["Saudi Arabia blames Iran for strike on oil terminal"])
    publisher: str | None = Field(default=None, examples=["The Meridian Post"])
    published: str | None = Field(default=None, description="Day of publication.", examples=["2019-09-19"])
    url: str | None = Field(default=None, examples=["https://example.org/meridian-post/2019/09/19/terminal"])
    lang: str | None = Field(default=None, description="Language of the text.", examples=["en"])


class Article(ArticleRef):
    """One article with the number of its claims."""

    source_id: str | None = Field(default=None, description="The id the user gave.", examples=["gulf-01-en"])
    stances: int = 0
    events: int = 0


class Mark(BaseModel):
    """Where a sentence names an actor of a claim."""

    begin: int = Field(description="First character, counted in Unicode code points.", examples=[0])
    end: int = Field(description="Character after the last one.", examples=[6])
    role: Literal["subject", "object"] = Field(
        description="`subject` is the agent of an event, `object` the recipient."
    )

    def __str__(self) -> str:
        """Give place and role, for tables."""
        return f"{self.begin}-{self.end} {self.role}"


class Claim(BaseModel):
    """What events and stances share: who says so, how surely, and in which words."""

    id: str = Field(examples=["755b685716a79d27"])
    iri: str = Field(examples=["https://w3id.org/detente/id/stance/755b685716a79d27"])
    polarity: str = Field(examples=["denied"])
    certainty: str = Field(description="How sure the text is.", examples=["certain"])
    confidence: float = Field(description="How sure the extraction is, 0 to 1.", examples=[0.9])
    attribution: str | None = Field(
        default=None, description="`Narrator`, `ReportedSpeech` or `Quotation`.", examples=["ReportedSpeech"]
    )
    speaker: ActorRef | None = None
    quote: str = Field(description="The sentence it is from.", examples=["Tehran denies arming the rebels."])
    begin: int | None = Field(default=None, description="First character of the sentence in the article.")
    end: int | None = Field(default=None, description="Character after the last one of the sentence.")
    marks: list[Mark] = Field(default=[], description="Where the sentence names the actors, in the order of the text.")
    article: ArticleRef | None = None


class Stance(Claim):
    """A claim that one actor supports or opposes another."""

    subject: ActorRef
    relation: str = Field(examples=["supports"])
    object: ActorRef
    subject_mention: str = Field(description="The words of the text.", examples=["Tehran"])
    object_mention: str = Field(examples=["the rebels"])
    subject_principal: ActorRef | None = Field(default=None, description="Whom the subject acts for.")
    object_principal: ActorRef | None = Field(default=None, description="Whom the object acts for.")
    basis: str | None = Field(
        default=None, description="`Stated`, `ImpliedByEvent` or `Inferred`.", examples=["Stated"]
    )
    via_event: str | None = Field(default=None, description="Id of the event that implies it.")
    valid_from: str | None = Field(
        default=None, description="Only where the text dates the stance.", examples=["2019-09-18"]
    )
    valid_until: str | None = None


class Event(Claim):
    """A claim that something happened between actors."""

    type: str = Field(description="PLOVER category.", examples=["AID"])
    mode: str | None = Field(default=None, examples=["AID-military"])
    contexts: list[str] = Field(default=[], examples=[["military"]])
    agents: list[ActorRef] = []
    recipients: list[ActorRef] = []
    agent_mentions: list[str] = []
    recipient_mentions: list[str] = []
    place: ActorRef | None = None
    date: str | None = Field(default=None, description="Only where the text dates the event.", examples=["2019-09-18"])
    date_end: str | None = None
    date_precision: str | None = Field(default=None, examples=["Day"])
    date_basis: str | None = Field(default=None, examples=["RelativeToPublication"])
    tense: str | None = Field(default=None, examples=["Past"])
    reason: str | None = None
    happening: str | None = Field(default=None, description="Id of the happening that others report, too.")


class Happening(BaseModel):
    """What several event claims report as one; its actors are those they act for."""

    id: str = Field(examples=["0e1f0ad3c2b4a596"])
    iri: str
    type: str = Field(description="PLOVER category.", examples=["ASSAULT"])
    mode: str | None = None
    agents: list[ActorRef] = []
    recipients: list[ActorRef] = []
    place: ActorRef | None = None
    date: str | None = Field(default=None, description="Only where a text dates it.", examples=["2019-09-18"])
    date_end: str | None = None
    date_precision: str | None = Field(default=None, examples=["Day"])
    reports: int = Field(description="Event claims that report it.", examples=[3])
    articles: int = Field(description="Articles that report it, copies included.", examples=[4])
    sources: int = Field(description="Independent sources: publishers, copies left out.", examples=[2])
    confidence: float = Field(description="Joined over independent sources.", examples=[0.91])


class HappeningDetail(Happening):
    """A happening with the event claims that report it."""

    told: list[Event] = Field(default=[], description="The reports, oldest article first.")


class Actor(ActorName):
    """An actor in a list."""

    type: str | None = Field(default=None, examples=["State"])
    code: str | None = Field(default=None, description="ISO 3166 alpha-3 code of a state.", examples=["IRN"])
    claims: int = Field(
        default=0, description="How often stances and events name it, itself or who acts for it.", examples=[62]
    )


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


class ActorMatch(ActorName):
    """An actor found by one of its names."""

    type: str = Field(examples=["State"])
    claims: int = Field(description="How often stances and events name it.", examples=[62])
    name: str = Field(description="The name that fits what was typed.", examples=["République islamique d’Iran"])
    fit: Literal["exact", "prefix", "word"] = Field(
        description="The name is what was typed, begins with it, or one of its later words does."
    )


class ActorRelation(BaseModel):
    """How an actor stands to another, by the evidence."""

    direction: Direction = Field(description="`out`: the actor supports or opposes the other; `in`: the other does.")
    relation: Relation
    actor: ActorRef = Field(description="The other.")
    current: bool = Field(description="Whether it holds as of the latest evidence.")
    affirmed: int = Field(description="Claims that affirm it as certain or probable.", examples=[3])
    possible: int = Field(description="Claims that call it possible.", examples=[0])
    denied: int = Field(description="Claims that deny it.", examples=[2])
    first: str | None = Field(
        default=None,
        description="Day of the earliest claim: of the stance, else of publication.",
        examples=["2019-09-18"],
    )
    last: str | None = Field(default=None, description="Day of the latest claim.", examples=["2019-09-24"])


class Dated(BaseModel):
    """An event or stance in its place in time."""

    date: str | None = Field(default=None, description="None where it is undated.", examples=["2019-09-18"])
    date_end: str | None = None
    precision: str | None = Field(default=None, description="`Day`, `Week`, `Month` or `Year`.", examples=["Day"])
    dated_by: Literal["text", "publication"] | None = Field(
        default=None, description="Events count as dated only where the text dates them."
    )
    kind: Literal["event", "stance"]
    id: str = Field(description="Id of the event or stance.", examples=["ef771a0f618b24e6"])
    iri: str = Field(examples=["https://w3id.org/detente/id/event/ef771a0f618b24e6"])
    what: str = Field(
        description="PLOVER category of an event, `supports` or `opposes` for a stance.", examples=["AID"]
    )
    mode: str | None = None
    score: float | None = Field(
        default=None, description="PLOVER score, +10 (cooperation) to -10 (conflict); events only."
    )
    polarity: str = Field(examples=["affirmed"])
    certainty: str = Field(examples=["certain"])
    confidence: float = Field(examples=[0.9])
    speaker: ActorRef | None = Field(default=None, description="None: the outlet says it in its own voice.")
    quote: str = Field(examples=["Iran delivered forty missiles to the Houthis between January and June."])
    marks: list[Mark] = Field(default=[], description="Where the quote names the actors.")
    article: ArticleRef | None = None


class Step(Dated):
    """One dated event or stance between two actors."""

    agent: ActorRef = Field(description="Which of the two acts, supports or opposes.")
    recipient: ActorRef


class ActorStep(Dated):
    """One event or stance of an actor; who takes part is given as mentioned."""

    direction: Direction = Field(description="`out`: the actor acts, supports or opposes; `in`: it is acted upon.")
    agents: list[ActorRef]
    recipients: list[ActorRef]


class ModeName(BaseModel):
    """One way of doing a PLOVER category."""

    code: str = Field(examples=["AID-military"])
    labels: dict[str, str] = Field(description="Name by language.", examples=[{"en": "military aid"}])
    score: float = Field(examples=[8.3])


class EventTypeName(BaseModel):
    """One PLOVER category."""

    code: str = Field(examples=["AID"])
    labels: dict[str, str] = Field(description="Name by language.", examples=[{"en": "provide aid"}])
    quad_class: Literal["VerbalCooperation", "MaterialCooperation", "VerbalConflict", "MaterialConflict"]
    score: float = Field(description="+10 (cooperation) to -10 (conflict).", examples=[7.0])
    modes: list[ModeName]


class Month(BaseModel):
    """Cooperation and conflict of two actors in one month: affirmed, certain, past events."""

    month: str = Field(examples=["2021-05"])
    cooperation: int = Field(examples=[2])
    conflict: int = Field(examples=[0])
    mean_score: float = Field(description="+10 (cooperation) to -10 (conflict).", examples=[2.5])


class Voice(BaseModel):
    """One speaker in one outlet."""

    outlet: str | None = Field(default=None, examples=["Northern Wire"])
    speaker: ActorRef | None = Field(default=None, description="None: the outlet says it in its own voice.")
    claims: int = Field(examples=[1])
    first: str | None = Field(default=None, examples=["2019-09-19"])
    last: str | None = Field(default=None, examples=["2019-09-19"])
    stance: str = Field(description="Id of the latest claim.", examples=["755b685716a79d27"])
    quote: str = Field(description="Its words.", examples=["Tehran denies arming the rebels."])
    marks: list[Mark] = Field(default=[], description="Where the words name the two actors.")
    certainty: str | None = Field(default=None, description="Of the latest claim.", examples=["certain"])
    confidence: float | None = Field(default=None, description="Of the latest claim.", examples=[0.9])
    article: ArticleRef | None = Field(default=None, description="Where it stands.")

    def __str__(self) -> str:
        """Name outlet and speaker."""
        return " / ".join(filter(None, (self.outlet, str(self.speaker or "")))) or "?"


class Contradiction(BaseModel):
    """What some sources affirm and others deny."""

    subject: ActorRef
    relation: Relation
    object: ActorRef
    affirmed_by: list[Voice]
    denied_by: list[Voice]


class ArticleDetail(Article):
    """An article with its claims, in the order of the text."""

    stance_claims: list[Stance] = []
    event_claims: list[Event] = []
    copy_of: ArticleRef | None = Field(
        default=None, description="The article whose words this one prints; the claims are with that one."
    )
    copies: list[ArticleRef] = Field(default=[], description="The articles that print the words of this one.")


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
    """A parameter of a named query."""

    name: str
    type: Literal["actor", "relation", "date", "number", "text"]
    default: str
    description: str


class Example(BaseModel):
    """A named query."""

    name: str
    question: str
    question_fr: str | None = None
    parameters: list[Parameter] = []
    query: str
    url: str = Field(description="Where the service answers it.")
