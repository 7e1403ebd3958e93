"""Who is meant: names, organs, offices, persons and collectives of one document as mentions."""

from ingest.actors.cast import UNKNOWN_OWNER, Cast
from ingest.actors.find import find_mentions, home_mention, main_group

__all__ = ["UNKNOWN_OWNER", "Cast", "find_mentions", "home_mention", "main_group"]
