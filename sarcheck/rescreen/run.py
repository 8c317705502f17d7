"""Orders and earlier verdicts -> what changes under a newer ruleset or on another day, part by part.

What may have changed is screened anew, the rest carried over: together they are what a full run would have given.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from sarcheck import batch
from sarcheck.batch import engines, forms, patterns, storage, summary, traces
from sarcheck.batch.parts import Part, parts
from sarcheck.batch.shards import RECORD, Done, Job, Judged, given, judged, opened, write
from sarcheck.errors import OrderError
from sarcheck.model import NOT_JSON, Outcome, Verdict, worst
from sarcheck.rescreen import base, changes, tape
from sarcheck.rescreen.changes import Change, Earlier

if TYPE_CHECKING:
    from sarcheck.rescreen.base import Base, Shift
    from sarcheck.rescreen.tape import Trace

__all__ = ["Change", "Task", "Total", "run", "work"]

NO_RECORD = "the earlier verdicts come without a record of what was asked (asked.json): only a batch run keeps one"
OTHER_ORDERS = "the orders, their products or the shards are not those of the earlier run"
NO_VERDICT = "the order had no verdict"
ENDINGS = (".ndjson", ".json", ".parquet")
"""What files of verdicts end in."""


class Task(Struct, frozen=True, kw_only=True):
    """What holds for all parts: the new run, its verdicts written to ``job.out`` unless that is empty, and where the
    earlier verdicts are."""

    job: Job
    verdicts: str


class Result(Struct, frozen=True, kw_only=True):
    """What a part came to: how many orders, how many of them screened anew and why, outcomes, and what changed."""

    orders: int
    anew: int
    reasons: dict[str, int]
    before: dict[str, int]
    after: dict[str, int]
    changes: tuple[Change, ...]


class Total(Struct, frozen=True, kw_only=True):
    """A rescreening in numbers. ``whole`` are reasons for which every order was screened anew; ``reasons`` count the
    orders that were for reasons of their own."""

    schema: str = "sarcheck.rescreen/1"
    as_of: str
    before_as_of: str | None
    orders: int
    anew: int
    changed: int
    whole: tuple[str, ...]
    reasons: dict[str, int]
    before: dict[str, int]
    after: dict[str, int]
    outcome: Outcome


class _Row(NamedTuple):
    """An order of an earlier run: its verdict and what was asked for it."""

    verdict: Verdict
    trace: Trace


def run(
    place: str,
    task: Task,
    *,
    shard: int = batch.SHARD,
    jobs: int = 1,
    told: Callable[[Change], None] = lambda _change: None,
) -> Total:
    """Rescreen every order of an input; ``told`` hears of each change, in the order of the orders.

    Raises OrderError for an input or verdicts that are none, RulesError, OSError.
    """
    _shift.cache_clear()  # what lies at a place may have changed since an earlier run of this process
    _index.cache_clear()
    if task.job.out:
        storage.make_folder(task.job.out)
    whole, before = _whole(task)
    found: list[Result] = []
    changed = 0
    with storage.unchanged(place):
        for result in _mapped(task, parts(place, shard), jobs):
            for change in result.changes:
                told(change)
            changed += len(result.changes)
            found.append(msgspec.structs.replace(result, changes=()))
    if task.job.out:
        batch.finish(task.job, len(found))
    after = _summed(one.after for one in found)
    return Total(
        as_of=task.job.as_of.isoformat(),
        before_as_of=before.as_of.isoformat() if before else None,
        orders=sum(one.orders for one in found),
        anew=sum(one.anew for one in found),
        changed=changed,
        whole=whole,
        reasons=_summed(one.reasons for one in found),
        before=_summed(one.before for one in found),
        after=after,
        outcome=worst(after),
    )


def _summed(counts: Iterator[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def _whole(task: Task) -> tuple[tuple[str, ...], Base | None]:
    before, moved = _shift(task)
    return (moved.whole if moved else (NO_RECORD,)), before


@lru_cache(maxsize=1)
def _shift(task: Task) -> tuple[Base | None, Shift | None]:
    """Return the record of the earlier run, and what differs since; nothing where there is none."""
    before = base.decode(storage.read(storage.join(task.verdicts, base.FILE))) if _is_folder(task.verdicts) else None
    if before is None:
        return None, None
    ruleset = opened(task.job)
    after = base.of(ruleset, task.job.as_of, task.job.roots, task.job.stamp)
    return before, base.shift(before, after, ruleset)


def _is_folder(place: str) -> bool:
    return storage.is_remote(place) or Path(place).is_dir()


# --- mapping ------------------------------------------------------------------------------------


def _mapped(task: Task, rest: Iterator[Part], jobs: int) -> Iterator[Result]:
    """Yield the result of each part, in order, made by processes of this machine; by this one where one is enough."""
    if jobs == 1:
        yield from (work(task, part) for part in rest)
        return
    held: dict[int, Result] = {}
    told = 0
    for part, result in engines.mapped(partial(work, task), rest, jobs=jobs):
        held[part.number] = result
        while told in held:
            yield held.pop(told)
            told += 1


def work(task: Task, part: Part) -> Result:
    """Return what a part comes to, and write its shard where one is wanted."""
    job = task.job
    taken, sha256 = given(job, part)
    rows = _earlier_rows(task, part, sha256)
    why = _reasons(task, rows, len(taken))
    anew = list(judged(job, part, [one for one, because in zip(taken, why, strict=True) if because]))
    now = list(_joined(task, rows, why, anew))
    if job.out:
        write(job, part.number, sha256, now, _patterned(task, part, rows, anew))
    if rows is None:
        known = _index(task.verdicts)
        return _result([known.get(verdict.order.sha256) for verdict, _ in now], now, why)
    return _result([changes.brief(row.verdict) for row in rows], now, why)


def _joined(
    task: Task, rows: Sequence[_Row] | None, why: Sequence[tuple[str, ...]], anew: Sequence[Judged]
) -> Iterator[tuple[Verdict, Trace]]:
    """Yield verdict and trace of each order, of those that were screened anew and of those whose verdict stands."""
    fresh, ruleset = iter(anew), opened(task.job).remembering()
    for row, because in zip(rows if rows is not None else repeat(None, len(why)), why, strict=True):
        if because or row is None:
            found = next(fresh)
            yield found.verdict, found.trace
        else:
            yield changes.carried(row.verdict, row.trace, ruleset, task.job.as_of), row.trace


def _reasons(task: Task, rows: Sequence[_Row] | None, count: int) -> list[tuple[str, ...]]:
    """Return for each order why it is screened anew; nothing for one whose verdict stands."""
    _, moved = _shift(task)
    if rows is None or moved is None or moved.whole:
        whole = moved.whole if moved else (NO_RECORD,)
        return [whole or (OTHER_ORDERS,)] * count
    ruleset = opened(task.job).remembering()
    if "entries" in moved.tables:
        ruleset.foresee([one.query for row in rows for one in row.trace.searches])
    found = (tuple(dict.fromkeys(changes.doubts(row.trace, row.verdict, moved, ruleset))) for row in rows)
    return [
        ("it could not be read",) if row.trace.kind == "unreadable" else why
        for row, why in zip(rows, found, strict=True)
    ]


def _result(
    old: Sequence[Earlier | None], now: Sequence[tuple[Verdict, Trace]], why: Sequence[tuple[str, ...]]
) -> Result:
    made = [
        changes.change(before, verdict, (*because, *([] if before else [NO_VERDICT])))
        for before, (verdict, _), because in zip(old, now, why, strict=True)
    ]
    return Result(
        orders=len(now),
        anew=sum(map(bool, why)),
        reasons=dict(Counter(_kind(one) for because in why for one in because[:1])),
        before=dict(Counter(one.outcome if one else "none" for one in old)),
        after=dict(Counter(verdict.outcome for verdict, _ in now)),
        changes=tuple(one for one in made if one),
    )


def _kind(reason: str) -> str:
    """Return what a reason is about, without what only one order has: how reasons are counted."""
    return reason.partition(": ")[0]


# --- earlier verdicts ---------------------------------------------------------------------------


def _earlier_rows(task: Task, part: Part, sha256: str) -> list[_Row] | None:
    """Return the orders of the same part of the earlier run, where orders and shard are still those of its record."""
    before, _ = _shift(task)
    if before is None:
        return None
    name = f"{part.number:06d}"
    record = storage.read(storage.join(task.verdicts, f"{name}{RECORD}"))
    asked = storage.read(storage.join(task.verdicts, f"{name}{tape.ENDING}"))
    if record is None or asked is None:
        return None
    try:
        done = msgspec.json.decode(record, type=Done)
        found = tape.decode(asked, before.code)
        verdicts = _verdicts(task.verdicts, done)
    except (OrderError, *NOT_JSON):
        return None
    same = done.orders_sha256 == sha256 and done.job_sha256 == before.job
    if not same or found is None or verdicts is None or not len(found) == len(verdicts) == done.orders:
        return None
    rows = [_Row(*row) for row in zip(verdicts, found, strict=True)]
    return rows if all(row.verdict.order.sha256 == row.trace.sha256 for row in rows) else None


def _verdicts(place: str, done: Done) -> list[Verdict] | None:
    data = storage.read(storage.join(place, done.file))
    if data is None or hashlib.sha256(data).hexdigest() != done.sha256:
        return None
    return [msgspec.json.decode(one, type=Verdict) for one in forms.documents(done.file, data)]


def _patterned(task: Task, part: Part, rows: Sequence[_Row] | None, anew: Sequence[Judged]) -> bytes | None:
    """Return what patterns need of the orders of a part: what was kept of them, or made anew."""
    if rows is not None:
        return storage.read(storage.join(task.verdicts, f"{part.number:06d}{traces.ENDING}"))
    return traces.encode([one.order for one in anew if one.order])


@lru_cache(maxsize=1)
def _index(place: str) -> dict[str, Earlier]:
    """Return all earlier verdicts at a place by the hash of their order; held whole, a kilobyte or so for each."""
    return {verdict.order.sha256: changes.brief(verdict) for verdict in _all(place)}


def _all(place: str) -> Iterator[Verdict]:
    """Yield the verdicts of a run's folder, or of files of verdicts. Raises OrderError for what is none."""
    if _is_folder(place):
        for name in storage.listed(place, ""):
            beside = name in (base.FILE, summary.FILE, patterns.FILE) or name.endswith(RECORD)
            if name.endswith(ENDINGS) and not beside:
                yield from _in_file(storage.join(place, name))
    else:
        yield from _in_file(place)


def _in_file(place: str) -> Iterator[Verdict]:
    data = storage.read(place)
    if data is None:
        raise OrderError([("", "there are no verdicts")], place)
    try:
        if data[:4] == b"PAR1":
            documents = forms.documents("x.parquet", data)
        else:
            documents = (
                iter([data]) if place.endswith(".json") else (line for line in data.splitlines() if line.strip())
            )
        for one in documents:
            yield msgspec.json.decode(one, type=Verdict)
    except NOT_JSON as error:
        raise OrderError([("", f"holds what is no verdict: {error}")], place) from None
