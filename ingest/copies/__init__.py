"""Copies: articles that print the words of another are linked to it, and not read again."""

from ingest.copies.finder import Copies, Link, stale
from ingest.copies.graph import graph_of_copy

__all__ = ["Copies", "Link", "graph_of_copy", "stale"]
