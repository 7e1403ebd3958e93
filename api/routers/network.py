"""The signed network: who supports and opposes whom, drawn, measured and explained, with its evidence."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from api import schemas
from api.network import reports
from api.network import schemas as models
from api.routers.asking import ANSWER, DRAWING, AskDep, drawn
from api.routers.filters import ActorFilter, ActorPath
from api.views import network as view
from graph.signed import plain
from graph.signed.balance import balance
from graph.signed.blocs import blocs
from graph.signed.centrality import centralities
from graph.signed.dyads import flips
from graph.signed.ego import ego
from graph.signed.evolution import evolution
from graph.signed.model import SignedNetwork
from graph.signed.paths import MOST_STEPS, explain
from graph.signed.report import report, to_dict

BlocCount = Annotated[int, Query(ge=1, le=20, description="How many blocs at most.")]
Form = Literal["graphml", "gexf", "csv", "html"]
MEDIA: Final[dict[Form, str]] = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv",
    "html": "text/html",
}
EXPORT: Final[dict[int | str, dict[str, Any]]] = {
    **ANSWER,
    200: {**ANSWER[200], "content": {media: {"schema": {"type": "string"}} for media in MEDIA.values()}},
}

router: Final = APIRouter(prefix="/network", tags=["network"])


@router.get("", summary="Draw the network", response_model=models.Drawing, responses=ANSWER)
async def draw(ask: AskDep) -> Response:
    """Show the actors with their places, the relations among them, and what the filters can be set to.

    Relations are what holds as of the latest evidence that the filters let in. The two blocs stand left and right. The
    places are the same each time, and much the same with other filters.
    """
    return await ask.answer("drawing", DRAWING, lambda _: drawn(ask.reading, ask.filters))


@router.get(
    "/evidence",
    summary="Show the evidence of a relation",
    response_model=list[models.EvidenceItem],
    responses=ANSWER,
)
async def show_evidence(
    ask: AskDep,
    subject: Annotated[str, Query(description="Id (`IRN`) or IRI of an actor.", max_length=500, examples=["IRN"])],
    object_: Annotated[
        str, Query(alias="object", description="Id or IRI of the other.", max_length=500, examples=["houthis"])
    ],
    relation: schemas.Relation | None = None,
) -> Response:
    """List the claims that one actor supports or opposes another, newest first, each with its sentence."""
    one, other = ask.actor(subject), ask.actor(object_)
    what = ("evidence", one, other, relation or "")
    return await ask.answer("drawing", what, lambda network: view.evidence(network, one, other, relation))


@router.get("/report", summary="Analyse the network", response_model=reports.NetworkReport, responses=ANSWER)
async def show_report(ask: AskDep, k: BlocCount = 2) -> Response:
    """Give all analyses at once, as `detente network --format json` does: blocs, balance, centralities, what changed.

    On a large graph it takes its time the first time; then it is kept until the graph changes.
    """
    return await ask.answer("history", ("report", str(k)), lambda network: to_dict(report(network, k)))


@router.get("/blocs", summary="Part the actors into blocs", response_model=reports.Blocs, responses=ANSWER)
async def show_blocs(ask: AskDep, k: BlocCount = 2) -> Response:
    """Part the actors into blocs with as few relations as possible that do not fit, and name those.

    A relation does not fit if it is support across or opposition within. With two blocs their number is the
    frustration index; `exact` tells whether it is proven that no partition has fewer.
    """
    return await ask.answer("analysis", ("blocs", str(k)), lambda network: plain.partition(blocs(network, k)))


@router.get("/balance", summary="Show structural balance", response_model=reports.Balance, responses=ANSWER)
async def show_balance(ask: AskDep) -> Response:
    """Count triads by the signs of their sides, and list the unbalanced ones with a quote for each side."""
    return await ask.answer("analysis", ("balance",), lambda network: plain.balance(balance(network)))


@router.get("/centrality", summary="Rank the actors", response_model=list[reports.Centrality], responses=ANSWER)
async def show_centrality(ask: AskDep) -> Response:
    """Show how central actors are, in support and in opposition apart, those with most relations first."""
    return await ask.answer(
        "analysis", ("centrality",), lambda network: [plain.centrality(one) for one in centralities(network)]
    )


@router.get("/ego/{actor_id}", summary="Show an ego network", response_model=reports.Ego, responses=ANSWER)
async def show_ego(
    ask: AskDep,
    actor_id: ActorPath,
    radius: Annotated[int, Query(ge=1, le=2, description="1: neighbours; 2: also theirs.")] = 1,
) -> Response:
    """Show an actor, those around it, and the relations among them all."""
    name = ask.short(actor_id)
    return await ask.answer(
        "drawing", ("ego", name, str(radius)), lambda network: plain.ego(ego(network, name, radius))
    )


@router.get(
    "/paths/{a}/{b}",
    summary="Explain a relation by others",
    response_model=reports.PathExplanation,
    responses=ANSWER,
)
async def show_paths(
    ask: AskDep,
    a: ActorPath,
    b: ActorPath,
    steps: Annotated[int, Query(ge=2, le=3, description="How long a path may be.")] = MOST_STEPS,
) -> Response:
    """Show by which friends and enemies one actor might come to support or oppose another, each step with a quote.

    What paths suggest is inferred and not stored; what texts state of the two is given apart.
    """
    one, other = ask.short(a), ask.short(b)
    return await ask.answer(
        "analysis",
        ("paths", one, other, str(steps)),
        lambda network: plain.explanation(explain(network, one, other, steps)),
    )


@router.get("/evolution", summary="Follow the blocs", response_model=list[reports.Quarter], responses=ANSWER)
async def show_evolution(ask: AskDep) -> Response:
    """Show the two blocs at the end of each quarter, and who came or changed sides."""
    return await ask.answer(
        "history", ("evolution",), lambda network: [plain.quarter(one) for one in evolution(network)]
    )


@router.get("/flips", summary="List what turned", response_model=list[reports.NetworkFlip], responses=ANSWER)
async def show_flips(ask: AskDep, actor: ActorFilter = None, other: ActorFilter = None) -> Response:
    """List stances that turned into their opposite, with both sentences, by the day of the turn.

    `actor` narrows it to what it has a part in, with `other` to what is between the two.
    """
    ends = {ask.actor(ref) for ref in (actor, other) if ref}
    return await ask.answer(
        "analysis",
        ("flips", *sorted(ends)),
        lambda network: [plain.flip(one) for one in flips(network) if ends <= {one.subject, one.object}],
    )


@router.get(
    "/dyads/{a}/{b}",
    summary="Compare what is said of two",
    response_model=reports.NetworkDyad,
    responses=ANSWER,
)
async def show_dyad(ask: AskDep, a: ActorPath, b: ActorPath) -> Response:
    """Show what is said between two actors by outlet and by speaker, where it turned, and what contradicts itself."""
    one, other = ask.short(a), ask.short(b)
    store = ask.exchange.store
    return await ask.answer("analysis", ("dyad", one, other), lambda network: view.dyad(store, network, one, other))


@router.get("/export", summary="Take the network away", response_class=Response, responses=EXPORT)
async def export(
    ask: AskDep,
    form: Annotated[Form, Query(alias="format", description="Form of the file.", examples=["graphml"])],
) -> Response:
    """Give the network as a file: GraphML and GEXF with the places of the actors, CSV with a relation a line.

    `html` is the picture in one page that needs no internet.
    """

    def write(network: SignedNetwork) -> bytes:
        picture = drawn(ask.reading, ask.filters)
        return view.page(network, picture) if form == "html" else view.exported(network, form, picture)

    return await ask.attach("drawing", ("export", form), write, MEDIA[form], f"network.{form}")
