"""Names of dependencies in both models' schemes: Universal Dependencies (French) and ClearNLP (English)."""

from __future__ import annotations

from typing import Final

SUBJECTS: Final = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS: Final = frozenset({"nsubj:pass", "nsubjpass"})
ANY_SUBJECT: Final = SUBJECTS | PASSIVE_SUBJECTS
NAMED_SUBJECTS: Final = frozenset({"nsubj"}) | PASSIVE_SUBJECTS
"""Subjects that are no clauses."""
OBJECTS: Final = frozenset({"obj", "dobj"})
ARGUMENTS: Final = NAMED_SUBJECTS | OBJECTS
ADNOMINAL: Final = frozenset({"acl", "acl:relcl", "relcl"})
