"""All settings of the HTTP application in one frozen value, read from ``DETENTE_…`` variables of the environment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from api import defaults


class Settings(BaseSettings):
    """Where the graph is, where to listen, and how much one request may ask for."""

    model_config = SettingsConfigDict(env_prefix="DETENTE_", frozen=True, extra="ignore")

    store: str = Field(default=defaults.STORE, description="Folder of the store, or `:memory:`.")
    host: str = Field(default=defaults.HOST, description="Address to listen on.")
    port: int = Field(default=defaults.PORT, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    page_size: int = Field(default=50, ge=1, description="Items in a list when the request gives no `limit`.")
    max_page_size: int = Field(default=500, ge=1, description="The largest `limit` a request may give.")
    max_query_bytes: int = Field(default=2 << 20, ge=1, description="The longest SPARQL request taken, in bytes.")
    default_graph: Literal["union", "unnamed"] = Field(
        default="union", description="What a query without a dataset reads: all graphs, or only what is in none."
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
