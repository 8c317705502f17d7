"""Whom to look for, how alike two names are, and who may be meant."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from sarcheck.model.base import EntryType
from sarcheck.model.lists import Entry, Identifier


class Feature(Struct, frozen=True, kw_only=True):
    """One reason for a score: a pure feature's value, its weight, and what it saw."""

    name: str
    value: float
    weight: float
    detail: str = ""


class Score(Struct, frozen=True, kw_only=True):
    """How alike two names are: ``value`` in 0..1, the features it is made of, tokens side by side."""

    value: float
    features: tuple[Feature, ...] = ()
    aligned: tuple[tuple[str, str, float], ...] = ()


class Query(Struct, frozen=True, kw_only=True):
    """Whom to look for. ``names`` are all names of one party, in any script, best first."""

    names: tuple[str, ...]
    kind: EntryType = "unknown"
    countries: tuple[str, ...] = ()
    born: dt.date | None = None
    gender: Literal["female", "male"] | None = None
    identifiers: tuple[Identifier, ...] = ()


class Candidate(Struct, frozen=True, kw_only=True):
    """An entry that may be the party. ``by`` tells whether an identifier or a name found it;
    ``strength`` is that of the matched name; ``query`` is the name of the party that matched."""

    entry: Entry
    by: Literal["identifier", "name"]
    query: str
    matched: str
    strength: Literal["strong", "weak"]
    score: Score
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
