"""All settings of the HTTP application in one frozen value, read from ``DETENTE_…`` variables of the environment."""

from __future__ import annotations

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
    max_query_bytes: int = Field(default=100_000, ge=1, description="The longest SPARQL request taken, in bytes.")
