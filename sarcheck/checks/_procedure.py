"""A statutory procedure as data: questions in their order, where each answer leads, annexes with dates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from sarcheck.model import Answer, PathResult, holds_on

Asks = Literal[
    "system",
    "requester",
    "sensor",
    "ground_segment",
    "free_area",
    "resolution",
    "area",
    "persons",
    "delay",
    "detail",
]
Kind = Literal["german-authority", "annex-4-authority", "authorised-agent"]
BOUNDED = frozenset({"system", "resolution", "delay", "detail"})
"""Questions that need a bound."""

ENDS: dict[str, PathResult] = {
    "sensitive": "sensitive",
    "not_sensitive": "not_sensitive",
    "incomplete": "incomplete",
    "out_of_scope": "out_of_scope",
}
"""Where a procedure may end, by what leads there."""

Bound = Annotated[float, Meta(gt=0.0)]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question: what it asks, in words, where each answer leads, the bound, the standings that count."""

    id: str
    asks: Asks
    question: str
    yes: str
    no: str
    unknown: str = "incomplete"
    bound: Bound | None = None
    kinds: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row without what its question needs."""
        if self.asks in BOUNDED and self.bound is None:
            raise ValueError(f"step {self.id} asks for {self.asks} and needs a bound")
        if self.asks == "requester" and not self.kinds:
            raise ValueError(f"step {self.id} asks for the requester and needs kinds")

    @property
    def limit(self) -> float:
        """Return the bound of a row that has one."""
        if self.bound is None:
            raise ValueError(f"step {self.id} has no bound")
        return self.bound

    def leads(self, answer: Answer) -> str:
        """Return the id of the next question, or the end, that an answer leads to."""
        return {"yes": self.yes, "no": self.no, "unknown": self.unknown}[answer]


class Dated(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry of an annex in its own words: states and regions that it means, and when it stood there."""

    text: str
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    since: dt.date | None = field(name="from", default=None)
    until: dt.date | None = field(name="to", default=None)


class Station(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a receiving station is that products name without its country."""

    names: tuple[str, ...]
    country: str
    source: str


class Parameters(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a rule may set for this check."""

    steps: Annotated[tuple[Row, ...], Meta(min_length=1)]
    south_of: float
    north_of: float
    ground_segments: tuple[Dated, ...]
    areas: tuple[Dated, ...]
    stations: tuple[Station, ...] = ()
    phase_types: tuple[str, ...] = ()
    amplitude_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a procedure in which an answer leads nowhere or back, so that each way has an end."""
        ids = [row.id for row in self.steps]
        for place, row in enumerate(self.steps):
            for target in (row.yes, row.no, row.unknown):
                if target not in ENDS and target not in ids[place + 1 :]:
                    raise ValueError(f"step {row.id} leads to {target!r}, which is neither a later step nor an end")
        if len(set(ids)) != len(ids):
            raise ValueError("two steps have one id")


def standing_on(annex: tuple[Dated, ...], day: dt.date) -> tuple[Dated, ...]:
    """Return the entries of an annex as it stood on a day."""
    return tuple(entry for entry in annex if holds_on(entry.since, entry.until, day))
