"""All settings of the HTTP application in one frozen value, read from ``DETENTE_…`` variables of the environment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api import defaults
from ontology.errors import DetenteError


def _words(value: object) -> object:
    """Split a text at commas and spaces."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
"""A list that a variable gives with commas or spaces between."""

_SERVER: Final = re.compile(r"https?://[^/?#@*\s]+/[^\s*]*\*?")


class Settings(BaseSettings):
    """Where the graph is, where to listen, who may do what, and how much one request may ask for."""

    model_config = SettingsConfigDict(env_prefix="DETENTE_", frozen=True, extra="ignore", populate_by_name=True)

    store: str = Field(default=defaults.STORE, description="Folder of the store, or `:memory:`.")
    host: str = Field(default=defaults.HOST, description="Address to listen on.")
    port: int = Field(default=defaults.PORT, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    page_size: int = Field(default=50, ge=1, description="Items in a list when the request gives no `limit`.")
    max_page_size: int = Field(default=500, ge=1, description="The largest `limit` a request may give.")
    max_query_bytes: int = Field(default=2 << 20, ge=1, description="The longest SPARQL request taken, in bytes.")
    default_graph: Literal["union", "unnamed"] = Field(
        default="union",
        description="What queries without a dataset ask: `union` of all graphs, or the `unnamed` one.",
    )
    readers: int = Field(default=0, ge=0, description="Reader processes; 0 is one for each core, at least four.")
    query_timeout: float = Field(default=30, gt=0, description="The longest a query may take, in seconds.")
    query_memory: int = Field(default=2048, ge=0, description="Memory one query may take, in MiB; 0 is no limit.")
    max_answer_rows: int = Field(default=0, ge=0, description="Rows of an answer at most; 0 is no limit.")
    max_answer_bytes: int = Field(default=0, ge=0, description="Bytes of an answer at most; 0 is no limit.")
    queue: int = Field(default=0, ge=0, description="Queries that may wait for a reader; 0 is sixteen for each reader.")
    queue_wait: float = Field(default=10, gt=0, description="The longest a query waits for a reader, in seconds.")
    rate: float = Field(default=0, ge=0, description="Requests a second that one client may make; 0 is no limit.")
    burst: int = Field(default=50, ge=1, description="Requests that one client may make at once.")
    proxies: int = Field(default=0, ge=0, description="Proxies before the service, whose X-Forwarded-For is trusted.")
    max_data_bytes: int = Field(default=64 * 2**20, ge=1, description="The most RDF or update text taken, in bytes.")
    service_allow: Words = Field(
        default=(), description="IRIs that SERVICE and LOAD may read; `*` at the end takes all below."
    )
    public_url: str = Field(default="", description="Address clients see, where a proxy hides it; else `Host` tells.")

    allow_writes: bool = Field(
        default=False, description="Open the store for writing too, and take writes from tokens with the scope `write`."
    )
    tokens: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer tokens as `name:scope+scope:secret`, with spaces or commas between; "
        "a secret may be given as `sha256:` and its hash.",
    )
    tokens_file: Path | None = Field(
        default=None, description="File with such tokens, one a line, that others on the machine cannot read."
    )
    read_token_required: bool = Field(default=False, description="Ask for a token with the scope `read` for reading.")
    anonymous_writes: bool = Field(
        default=False, description="Take writes without a token: only for a throw-away store on the own machine."
    )
    trusted_hosts: Words = Field(
        default=("*",), description="Names the service is called by, `*.example.org` among them; `*` is any."
    )
    cors_origins: Words = Field(
        default=(), description="Origins whose pages may call the service, `*` for all; none by default."
    )

    max_body_bytes: int = Field(default=64 * 2**20, ge=1, description="The longest body of a request taken, in bytes.")
    max_url_bytes: int = Field(default=16_384, ge=256, le=32_768, description="The longest URL taken, in bytes.")
    max_header_bytes: int = Field(
        default=16_384, ge=1024, le=32_768, description="The most bytes that all headers of a request may have."
    )
    max_json_depth: int = Field(default=32, ge=2, le=500, description="How deep JSON that is sent may be nested.")

    max_jobs: int = Field(default=100, ge=1, description="Jobs of `POST /articles` that may wait; beyond that, 503.")
    keep_jobs: int = Field(default=1000, ge=1, description="Finished jobs that can still be looked up.")
    article_batch: int = Field(
        default=16, ge=1, description="Articles of a job that are read and stored together; a stop waits for them."
    )
    article_seconds: float = Field(
        default=300, gt=0, description="The longest that reading one article may take, or those of a batch together."
    )

    try_it: Literal["off", "text", "url"] = Field(
        default="text",
        validation_alias="DETENTE_TRY",
        description="What `POST /extractions` and the page `/try` read for visitors, without storing it: nothing, "
        "`text` that they send, or also pages whose `url` they give. A service that fetches pages for strangers is a "
        "proxy, though this one goes to the public web only: think twice.",
    )
    try_characters: int = Field(default=50_000, ge=1, description="The longest text that is read for visitors.")
    try_seconds: float = Field(
        default=120, gt=0, description="The longest that reading one text for them may take, with loading the models."
    )
    try_queue: int = Field(default=8, ge=0, description="Texts of visitors that may wait; one is read at a time.")

    backups: Path | None = Field(
        default=None, description="Folder into which `POST /backups` copies the store; without it there are no backups."
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Logs as lines of text or JSON.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least that is logged; requests are `info`, slow queries `warning`."
    )
    slow_query_seconds: float = Field(
        default=1.0, ge=0, description="Queries that take longer are logged with their beginning."
    )
    metrics: Literal["open", "token", "off"] = Field(
        default="open", description="Who may read `/metrics`: anyone, tokens with the scope `admin`, or nobody."
    )
    shutdown_seconds: int = Field(default=30, ge=1, description="How long answers under way may take at shutdown.")

    remote_server: str = Field(
        default="generic",
        description="Kind of SPARQL service that the store is, when it is a web address: `generic`, `oxigraph`, "
        "`virtuoso`, `graphdb`, `fuseki`, `stardog`, `neptune`, `qlever`; its other addresses follow from that.",
    )
    remote_query_url: str = Field(default="", description="Where such a service takes queries.")
    remote_update_url: str = Field(default="", description="Where it takes updates.")
    remote_graph_store_url: str = Field(default="", description="Where it takes graphs, for those larger than updates.")
    remote_auth: Literal["none", "basic", "digest", "bearer"] = Field(
        default="none", description="How we say who we are to it."
    )
    remote_user: str = Field(default="", description="The user for `basic` and `digest`.")
    remote_password: SecretStr = Field(default=SecretStr(""), description="The password for `basic` and `digest`.")
    remote_token: SecretStr = Field(default=SecretStr(""), description="The token for `bearer`.")
    remote_default_graph: Literal["union", "empty"] | None = Field(
        default=None, description="What its default graph is: the `union` of all graphs, or `empty`; else by its kind."
    )
    remote_union_parameters: str | None = Field(
        default=None, description="Parameters of a query that make the union its default graph, as `a=b&c=d`."
    )
    remote_largest_update: int = Field(
        default=0, ge=0, description="Triples in one request to it; 0 is what its kind takes."
    )
    remote_largest_bytes: int = Field(default=1 << 20, ge=1024, description="Bytes in one request to it.")
    remote_timeout: float = Field(default=60, gt=0, description="The longest it may be silent, in seconds.")
    remote_patience: float = Field(
        default=60, ge=0, description="How long to go on trying while it is away or has no room, in seconds."
    )
    remote_verify: bool = Field(default=True, description="Read back what was written to it, and compare.")

    @property
    def union(self) -> bool:
        """Tell whether the default graph is the union of all graphs."""
        return self.default_graph == "union"

    @field_validator("service_allow")
    @classmethod
    def _names_servers(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse entries that would let in servers of other names, as `https://a.org*` would `https://a.org.evil`."""
        for entry in entries:
            if not _SERVER.fullmatch(entry):
                raise ValueError(f"{entry!r}: give http:// or https:// with the server and its path, if only /.")
        return entries


def read_settings(**given: Any) -> Settings:
    """Make the settings of what is given and of the environment.

    Raises:
        DetenteError: a value makes no sense; its variable is named.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        raise DetenteError("; ".join(map(_complaint, error.errors(include_input=False))), 500) from None


def _complaint(error: ErrorDetails) -> str:
    """Name the variable, and what is wrong with it, without its value."""
    name = "_".join(map(str, error["loc"][:1])).upper().removeprefix("DETENTE_")
    return f"DETENTE_{name}: {error['msg']}"
