"""The ISO 3166-1 alpha-3 codes, by which gold lines name states."""

from __future__ import annotations

from typing import Final

from ontology.tables import rows

STATE_CODES: Final = frozenset(row["code"] for row in rows("gazetteer", "state_codes.csv"))
"""All of ISO 3166-1 and ``XKX`` (Kosovo). A key that is none of these, ``EU`` or ``PERSON:Navalny``, is no state."""
