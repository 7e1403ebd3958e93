"""Runs: what an ingest is reading, how far it is, what failed, and how it goes on after it was stopped."""
