"""Which sentences of a text can carry a claim, so that only these reach the statistical models."""

from ingest.sieve.choose import Sieve, whole
from ingest.sieve.model import Sifted

__all__ = ["Sieve", "Sifted", "whole"]
