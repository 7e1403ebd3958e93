"""All settings of the HTTP application in one frozen value, read from ``DETENTE_…`` variables of the environment."""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api import defaults

_SERVER: Final = re.compile(r"https?://[^/?#@*\s]+/[^\s*]*\*?")


class Settings(BaseSettings):
    """Where the graph is, where to listen, and how much one request may ask for."""

    model_config = SettingsConfigDict(env_prefix="DETENTE_", frozen=True, extra="ignore")

    store: str = Field(default=defaults.STORE, description="Folder of the store, or `:memory:`.")
    host: str = Field(default=defaults.HOST, description="Address to listen on.")
    port: int = Field(default=defaults.PORT, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    page_size: int = Field(default=50, ge=1, description="Items in a list when the request gives no `limit`.")
    max_page_size: int = Field(default=500, ge=1, description="The largest `limit` a request may give.")
    max_query_bytes: int = Field(default=100_000, ge=1, description="The longest SPARQL request taken, in bytes.")
    max_data_bytes: int = Field(default=64 * 2**20, ge=1, description="The most RDF or update text taken, in bytes.")
    default_graph: Literal["union", "unnamed"] = Field(
        default="union", description="What queries without a dataset ask: `union` of all graphs, or the `unnamed` one."
    )
    allow_writes: bool = Field(default=False, description="Take updates and writes of graphs over HTTP.")
    service_allow: tuple[str, ...] = Field(
        default=(), description="IRIs that SERVICE and LOAD may read, as a JSON list; `*` at the end takes all below."
    )
    public_url: str = Field(default="", description="Address clients see, where a proxy hides it; else `Host` tells.")

    @field_validator("service_allow")
    @classmethod
    def _names_servers(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse entries that would let in servers of other names, as `https://a.org*` would `https://a.org.evil`."""
        for entry in entries:
            if not _SERVER.fullmatch(entry):
                raise ValueError(f"{entry!r}: give http:// or https:// with the server and its path, if only /.")
        return entries
