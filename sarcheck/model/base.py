"""Outcomes, roles and the other words that several kinds of value share."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
from msgspec import Struct

Outcome = Literal["clear", "review", "incomplete", "license_required", "deny"]
FindingOutcome = Literal["notice", "review", "incomplete", "license_required", "deny"]

NOT_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding JSON raises: it is none, or not of the type; a text in it is not UTF-8; it nests too deep."""

OUTCOMES: tuple[Outcome, ...] = ("clear", "review", "incomplete", "license_required", "deny")
"""The ladder of outcomes, mildest first. A verdict takes the worst of its findings."""

Role = Literal[
    "operator",
    "ground_station",
    "processor",
    "supplier",
    "reseller",
    "customer",
    "intermediate_consignee",
    "ultimate_consignee",
    "end_user",
    "data_recipient",
    "payer",
    "owner",
]
PartyType = Literal["person", "company", "organization", "vessel"]
EntryType = Literal["person", "company", "organization", "vessel", "aircraft", "unknown"]
EvidenceLevel = Literal["asserted", "metadata", "closed"]
Relation = Literal["inside", "border", "outside"]
BasisStatus = Literal["verified", "secondary", "unverified", "unconfirmed"]
"""How a legal fact is known: read at its source; read in a secondary source; general knowledge;
read, but whether it is in force today could not be confirmed."""

BASIS_STATUSES: tuple[BasisStatus, ...] = ("verified", "secondary", "unconfirmed", "unverified")
"""How a legal fact may be known, the best first."""

Point = tuple[float, float]
"""(longitude, latitude) in degrees."""


class Problem(Struct, frozen=True, kw_only=True):
    """Something that could not be read or done, as a value: where, what, and the cure if known."""

    pointer: str
    message: str
    code: str = "unreadable"


class Fault(Struct, frozen=True, kw_only=True):
    """Something doubtful in a rules folder: of which part (``topic``), of what kind, where, and what to do about it.

    ``details`` are the same facts as data, for who reads the JSON form.
    """

    topic: str
    kind: str
    where: str
    message: str
    details: dict[str, Any] = {}


def severity(outcome: FindingOutcome | Outcome) -> int:
    """Return the rank of an outcome, the mildest lowest; a notice is milder than all."""
    return -1 if outcome == "notice" else OUTCOMES.index(outcome)


def holds_on(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    """Tell whether a day lies in an interval, both ends included; an end that is not stated is no end."""
    return (since is None or since <= day) and (until is None or day <= until)


def worst(outcomes: Any) -> Outcome:
    """Return the worst of several outcomes; a notice changes nothing, and none at all is clear."""
    return max(set(outcomes) - {"notice"}, key=OUTCOMES.index, default="clear")
