"""Logs on standard error, as lines of text or of JSON, each with the id of its request."""

from __future__ import annotations

import logging
import logging.config
from typing import TYPE_CHECKING, Any, Final

from pythonjsonlogger.json import JsonFormatter

from api.observing.trace import current_id

if TYPE_CHECKING:
    from api.settings import Settings

_SHOWN: Final = ("ms", "bytes", "address", "client", "query", "seconds", "outcome", "job", "sparql")
"""Fields that a line of text shows after the message, where they are set."""


class RequestId(logging.Filter):
    """Give every record the id of the request it is from."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.request_id = current_id()
        return True


class TextFormatter(logging.Formatter):
    """One line a record: time, level, logger, message, fields; a traceback follows on lines of its own."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}{fields}", "%Y-%m-%dT%H:%M:%S%z", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        given = {name: getattr(record, name, None) for name in (*_SHOWN, "request_id")}
        record.fields = "".join(f" {name}={value}" for name, value in given.items() if value is not None)
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is that of the base class)
        """Write the line; what a request brings along cannot begin another."""
        line = super().formatMessage(record)
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


def json_formatter() -> JsonFormatter:
    """Make a formatter that writes one JSON object a record."""
    return JsonFormatter(
        "{asctime}{levelname}{name}{message}",
        "%Y-%m-%dT%H:%M:%S%z",
        style="{",
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
    )


def config(settings: Settings) -> dict[str, Any]:
    """Write the configuration of all loggers; standard output is for data."""
    formatter = json_formatter if settings.log_format == "json" else TextFormatter
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": RequestId}},
        "formatters": {"line": {"()": formatter}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "line",
                "filters": ["request"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "detente": {"level": level},
            "uvicorn": {"level": "WARNING"},
            "uvicorn.error": {"level": "WARNING"},
        },
    }


def configure(settings: Settings) -> None:
    """Send all logs of this process to standard error, as the settings say."""
    logging.config.dictConfig(config(settings))
