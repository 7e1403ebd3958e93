"""Writing articles: taken in as jobs that are read in the background, and removed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.access import Token, require
from api.dependencies import RunnerDep, SettingsDep, StoreDep, WriterDep
from api.errors import PROBLEM_JSON
from api.jobs import submission
from api.jobs.model import Job
from api.jobs.queue import JobQueue
from graph import retention
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["writing"])

Writer = Annotated[Token | None, Depends(require("write"))]


class ArticleRecord(BaseModel):
    """An article, as `detente ingest` takes it."""

    text: str = Field(description="The body; all other fields may be left out.")
    id: str | None = Field(default=None, description="Your own id, kept as `gp:sourceId`.")
    url: str | None = None
    title: str | None = None
    published: str | None = Field(default=None, description="ISO date, to which relative dates in the text refer.")
    publisher: str | None = None
    lang: str | None = Field(default=None, description="`en` or `fr`; told from the text if it is left out.")


class Retention(BaseModel):
    """What a deletion by conditions did, and what there is still to do."""

    deleted: int = Field(description="Articles removed by this request.")
    left: int = Field(description="Articles that the conditions still choose: send the request again until it is 0.")
    copies: int = Field(description="Articles without claims of their own that were copies of those removed, and stay.")


class Deleted(BaseModel):
    """What a deletion removed."""

    graphs: list[str] = Field(description="Names of the article graphs removed.")


_RECORD: Final = ArticleRecord.model_json_schema()
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            submission.JSON: {
                "schema": {"oneOf": [_RECORD, {"type": "array", "items": _RECORD, "minItems": 1}]},
                "example": {
                    "id": "42",
                    "title": "Paris condemns Moscow",
                    "text": "France condemned Russia on Monday.",
                    "published": "2021-03-09",
                    "publisher": "The Example",
                },
            },
            submission.LINES[0]: {"schema": {"type": "string"}},
        },
    }
}


BUSY: Final[dict[str, Any]] = {"description": "Not now; `Retry-After` says when.", "content": {PROBLEM_JSON: {}}}
"""The answer of a route that may be too busy, for the OpenAPI description."""


async def _jobs(request: Request, _: Writer) -> JobQueue:
    """Give the queue of jobs to those who may write."""
    return cast(JobQueue, request.app.state.jobs)


JobsDep = Annotated[JobQueue, Depends(_jobs)]


@router.post(
    "/articles",
    status_code=202,
    summary="Send articles",
    response_model=Job,
    responses={503: BUSY},
    openapi_extra=_BODY,
)
async def send_articles(
    request: Request, response: Response, writer: Writer, jobs: JobsDep, settings: SettingsDep
) -> Job:
    """Accept one article, a list of them, or an object a line, to be read in the background.

    All are accepted or none. The answer is a job; its address is in the header `Location`. Once it is given, the
    articles are on disk, and are read even if the service is stopped in between.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in submission.MEDIA:
        raise DetenteError(f"Send articles as one of {', '.join(submission.MEDIA)}.", 415)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise DetenteError("Send the articles without Content-Encoding.", 415)
    data = await request.body()
    taken = await run_in_threadpool(submission.articles, data, media_type, settings.max_json_depth)
    job = await run_in_threadpool(jobs.submit, taken, writer.name if writer else None)
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/jobs/{job.id}"
    return job


@router.delete("/articles/{article_hash:path}", summary="Delete an article", response_model=Deleted)
async def delete_article(article_hash: str, store: StoreDep, writing: WriterDep, _: Writer) -> Deleted:
    """Remove an article and what was derived from it; it is named by hash, IRI, URL or the id it was sent with."""
    return Deleted(graphs=await writing.run(store.delete_article, article_hash))


@router.delete("/articles", summary="Delete articles by age or publisher", response_model=Retention)
async def delete_articles(
    store: StoreDep,
    writing: WriterDep,
    _: Writer,
    older_than: Annotated[
        str | None, Query(description="Published before a day, or longer ago than so many days.", examples=["365d"])
    ] = None,
    undated: Annotated[bool, Query(description="Also those without a publication date.")] = False,
    publisher: Annotated[list[str] | None, Query(description="Of one of these publishers.")] = None,
    copies: Annotated[bool, Query(description="Also the copies of those chosen.")] = False,
    dry_run: Annotated[bool, Query(description="Count only, and delete nothing.")] = False,
    limit: Annotated[int, Query(ge=1, le=1000, description="Articles to remove at most.")] = 1000,
) -> Retention:
    """Remove articles that conditions choose, all of which must hold, and what was derived from them."""
    before = retention.cutoff(older_than, datetime.now(UTC).date()) if older_than else None
    selection = retention.Selection(before, undated, tuple(publisher or ()))
    chosen = await run_in_threadpool(retention.select, store, selection)
    copied = await run_in_threadpool(retention.copies, store, chosen)
    graphs = [*copied, *chosen] if copies else chosen  # copies first: they are found by what they are copies of
    deleted = 0 if dry_run else await writing.run(retention.delete, store, graphs[:limit])
    return Retention(deleted=deleted, left=len(graphs) - deleted, copies=0 if copies else len(copied))


@router.get("/jobs", summary="List jobs", response_model=list[Job])
def list_jobs(jobs: JobsDep, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> list[Job]:
    """List the jobs, the newest first."""
    return jobs.latest(limit)


@router.get("/jobs/{job_id}", summary="Show a job", response_model=Job)
async def show_job(job_id: str, jobs: JobsDep, runner: RunnerDep, response: Response) -> Job:
    """Show how far a job is, and what went wrong; what a finished one stored can be queried."""
    response.headers["Cache-Control"] = "no-store"
    job = jobs.get(job_id)
    if job.is_finished:
        await runner.refresh()
    return job


@router.delete("/jobs/{job_id}", summary="Cancel a job", response_model=Job)
def cancel_job(job_id: str, jobs: JobsDep) -> Job:
    """Leave out the articles of a job that are not begun; those that are through stay."""
    return jobs.cancel(job_id)
