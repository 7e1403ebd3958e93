"""Queries in processes of their own, which can be ended: no query can hurt another."""
