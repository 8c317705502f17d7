"""Rules, what they find, and the verdict."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from sarcheck.model.base import BasisStatus, FindingOutcome, Outcome, Problem, Role
from sarcheck.model.lists import SourceStatus
from sarcheck.model.products import ProvenanceFact

_Parameters = TypeVar("_Parameters")


class Interval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a rule is in force, inclusive at both ends, and how that is known."""

    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)
    status: BasisStatus = "verified"


Question = Literal["today", "order", "acquisition"]
"""The day on which a rule must be in force to count: the day judged, that of the order, that of the acquisition."""


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One testable provision of a regime, as data. ``asks`` is the day on which it must be in force to count."""

    id: str
    title: str
    regime: str
    authority: str
    check: str
    outcome: FindingOutcome
    citation: str
    remedy: str
    in_force: tuple[Interval, ...]
    jurisdictions: tuple[str, ...] = ()
    outcome_elsewhere: FindingOutcome | None = None
    asks: Question = "today"
    url: str = ""
    caveat: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    def typed(self, kind: type[_Parameters]) -> _Parameters:
        """Return the parameters as its check's own type, converted once. Raises msgspec.ValidationError."""
        known = self.__dict__.get("_typed")
        if known is None:
            known = self.__dict__["_typed"] = msgspec.convert(self.parameters, kind)
        return known


class Subject(Struct, frozen=True, kw_only=True):
    """What a finding is about."""

    kind: Literal["party", "product", "footprint", "delivery", "list", "order"]
    id: str


class Basis(Struct, frozen=True, kw_only=True):
    """The law behind a finding. ``asks`` is the question that its rule asks, ``on`` the day on which it was asked
    and answered: null where that day is not known."""

    citation: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    status: BasisStatus
    asks: Question = "today"
    on: dt.date | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """A rule that bit: which rule, which fact, where in the input, which law, how sure, what next."""

    id: str
    rule: str
    regime: str
    authority: str
    outcome: FindingOutcome
    confidence: float
    title: str
    pointer: str
    subject: Subject
    message: str
    remedy: str
    basis: Basis
    evidence: tuple[dict[str, Any], ...] = ()
    caveats: tuple[str, ...] = ()


class Waived(Struct, frozen=True, kw_only=True):
    """A finding that a waiver sets aside, and who decided so, why, and for how long.

    ``unauthenticated`` are the approvers of whom the waiver holds no signature.
    """

    waiver: str
    approvers: tuple[str, ...]
    unauthenticated: tuple[str, ...] = ()
    reason: str
    since: dt.date = field(name="from")
    expires: dt.date
    finding: Finding


class Screened(Struct, frozen=True, kw_only=True):
    """A party that was held against the lists: who named it, and for an operator, of which platform.

    ``origin`` "product" are those whom a product names, "orbit" operators of platforms whose orbit it fits.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    country: str | None
    pointer: str
    origin: Literal["order", "delivery", "platform", "product", "orbit"]
    platform: str = ""


Answer = Literal["yes", "no", "unknown"]
PathResult = Literal["sensitive", "not_sensitive", "incomplete", "out_of_scope"]


class StepValue(Struct, frozen=True, kw_only=True):
    """A value that a step rests on: where in the order it stands, and where in a product it was read."""

    name: str
    value: Any
    pointer: str
    source: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """A question of a statutory procedure, its answer, the values and the bound it rests on, and where it leads."""

    step: str
    question: str
    answer: Answer
    values: tuple[StepValue, ...] = ()
    bound: str = ""
    consequence: str


class Path(Struct, frozen=True, kw_only=True):
    """The way that a subject took through a statutory procedure, step by step, and what it came to."""

    subject: Subject
    pointer: str
    result: PathResult
    steps: tuple[Step, ...]


class Examined(Struct, frozen=True, kw_only=True):
    """That a rule was applied, to how many subjects, its worst outcome, and the ways taken if it is a procedure."""

    rule: str
    subjects: int
    outcome: Outcome
    paths: tuple[Path, ...] = ()


class Traced(Struct, frozen=True, kw_only=True):
    """What the numbers of a product, or of an order as a whole, say of where it comes from: every fact, also what
    passed and what could not be had."""

    subject: Subject
    pointer: str
    verification: Literal["verified", "layout only"] = "verified"
    facts: tuple[ProvenanceFact, ...] = ()


class DroppedRegime(Struct, frozen=True, kw_only=True):
    """A regime that the rules folder leaves out, why, and the rules that were not asked for it."""

    regime: str
    reason: str
    rules: tuple[str, ...]


class ChangedRule(Struct, frozen=True, kw_only=True):
    """A rule of the pack that the rules folder has otherwise: a file of its own, or another grade with its reason.

    ``fields`` are those that differ; ``milder`` tells whether the grade is, for those bound or elsewhere.
    """

    rule: str
    regime: str
    how: Literal["replaced", "regraded"]
    fields: tuple[str, ...]
    before: FindingOutcome
    after: FindingOutcome
    milder: bool
    reason: str


class OrderStamp(Struct, frozen=True, kw_only=True):
    """Which order was judged."""

    id: str
    sha256: str


class Status(Struct, frozen=True, kw_only=True):
    """The verdict in the words of an order API (STAPI)."""

    status_code: Literal["accepted", "held", "rejected"]
    reason_code: str
    reason_text: str


class PackStamp(Struct, frozen=True, kw_only=True):
    """Which rules judged."""

    pack: str
    version: str
    sha256: str


class ToolStamp(Struct, frozen=True, kw_only=True):
    """Which sarcheck judged, on which numeric libraries and boundary data."""

    name: str
    version: str
    libraries: dict[str, str] = field(default_factory=dict)


class Retention(Struct, frozen=True, kw_only=True):
    """Until when the record must be kept, and why."""

    date: dt.date
    because: tuple[str, ...]


class Verdict(Struct, frozen=True, kw_only=True):
    """The order's outcome, its findings, what was examined, and the exact inputs.

    ``regimes`` tells each regime's own answer, also of those that do not bind; one that rests on a list
    which is missing or too old is "incomplete". ``jurisdictions`` are those that bind, null where all do.
    What is ``waived`` has no part in outcome, regimes and what was examined. ``dropped`` and ``changed`` are what the
    rules folder made of the pack that it extends.
    """

    schema: Literal["sarcheck.verdict/1"] = "sarcheck.verdict/1"
    outcome: Outcome
    as_of: dt.date
    order: OrderStamp
    status: Status
    findings: tuple[Finding, ...]
    jurisdictions: tuple[str, ...] | None = None
    regimes: dict[str, Outcome]
    examined: tuple[Examined, ...]
    screened: tuple[Screened, ...] = ()
    waived: tuple[Waived, ...] = ()
    dropped: tuple[DroppedRegime, ...] = ()
    changed: tuple[ChangedRule, ...] = ()
    problems: tuple[Problem, ...] = ()
    products: tuple[dict[str, Any], ...] = ()
    provenance: tuple[Traced, ...] = ()
    sources: tuple[SourceStatus, ...] = ()
    rules: PackStamp
    tool: ToolStamp
    retain_until: Retention | None = None
