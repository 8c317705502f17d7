"""What the shards of a run add up to, counted from their records: orders by outcome, regime and rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from sarcheck.batch import storage
from sarcheck.batch.shards import RECORD, SUMMARY, Done, Job, standing
from sarcheck.errors import SarcheckError
from sarcheck.model import NOT_JSON, OUTCOMES, Outcome, worst

FILE = SUMMARY


class Summary(Struct, frozen=True, kw_only=True):
    """A run in numbers. ``regimes`` and ``rules`` count orders by what each made of them; ``patterns`` counts those
    found across orders, null where the rules say of none what it is."""

    schema: Literal["sarcheck.summary/1"] = "sarcheck.summary/1"
    as_of: dt.date
    ruleset: str
    orders: int
    unreadable: int
    outcome: Outcome
    outcomes: dict[str, int]
    regimes: dict[str, dict[str, int]]
    rules: dict[str, dict[str, int]]
    shards: int
    shards_sha256: tuple[str, ...]
    patterns: dict[str, int] | None = None


def add_up(job: Job, count: int) -> Summary:
    """Return the sum of a run's shards. Raises SarcheckError when one is not there, or not whole."""
    found = [_standing(job, number) for number in range(count)]
    outcomes = _sum(done.outcomes for done in found)
    return Summary(
        as_of=job.as_of,
        ruleset=job.ruleset,
        orders=sum(done.orders for done in found),
        unreadable=sum(done.unreadable for done in found),
        outcome=worst(outcomes),
        outcomes={outcome: outcomes[outcome] for outcome in reversed(OUTCOMES) if outcome in outcomes},
        regimes=_merged(done.regimes for done in found),
        rules=_merged(done.rules for done in found),
        shards=count,
        shards_sha256=tuple(done.sha256 for done in found),
    )


def _standing(job: Job, number: int) -> Done:
    done = standing(job, number)
    if done is None:
        raise SarcheckError(f"{job.out}: shard {number} is not whole, or was changed while others were made; run again")
    return done


def records(out: str) -> list[Done]:
    """Return the records of all shards in a folder, in order, whatever they were made under."""
    written = (storage.read(storage.join(out, name)) for name in storage.listed(out, RECORD))
    return [msgspec.json.decode(data, type=Done) for data in written if data]


def encode(summary: Summary) -> bytes:
    """Return a summary as an indented JSON document."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n"


def written(out: str) -> Summary | None:
    """Return the summary of an earlier run in a folder, None where there is none that can be read."""
    try:
        return msgspec.json.decode(storage.read(storage.join(out, FILE)) or b"", type=Summary)
    except NOT_JSON:
        return None


def _sum(counts: Iterable[dict[Outcome, int]]) -> Counter[Outcome]:
    total: Counter[Outcome] = Counter()
    for one in counts:
        total.update(one)
    return total


def _merged(tables: Iterable[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    total: dict[str, Counter[str]] = {}
    for table in tables:
        for key, counts in table.items():
            total.setdefault(key, Counter()).update(counts)
    return {key: dict(sorted(total[key].items())) for key in sorted(total)}
