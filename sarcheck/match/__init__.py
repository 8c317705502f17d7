"""A party against the denied parties: retrieve, score, explain; identifiers first."""

from __future__ import annotations

from sarcheck.match.building import build
from sarcheck.match.index import Index, Remembering
from sarcheck.match.model import checked
from sarcheck.match.scoring import score

__all__ = ["Index", "Remembering", "build", "checked", "score"]
