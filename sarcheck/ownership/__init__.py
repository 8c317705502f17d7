"""Who owns whom, how much, and what counts: the arithmetic of regimes, and an index of what is known of owners."""

from __future__ import annotations

from sarcheck.ownership._closure import DEGREES, Arithmetic, Counted, Degree, Holding, Stake, closure, path
from sarcheck.ownership._index import End, Relation, Relations, build, keys
from sarcheck.ownership._links import from_links

__all__ = [
    "DEGREES",
    "Arithmetic",
    "Counted",
    "Degree",
    "End",
    "Holding",
    "Relation",
    "Relations",
    "Stake",
    "build",
    "closure",
    "from_links",
    "keys",
    "path",
]
