"""Watching: feeds and folders looked at again and again, and what is new in them taken in."""

from ingest.watch.clock import Clock, SystemClock
from ingest.watch.notes import Notes
from ingest.watch.watcher import Plan, Watcher

__all__ = ["Clock", "Notes", "Plan", "SystemClock", "Watcher"]
