"""Orders in bulk: parts of an input, mapped by an engine, each to one shard of verdicts; then counted from the shards.

A run that is stopped, however, leaves whole shards or none: the next one goes on. Shards of another ruleset, day or
tool are made anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from sarcheck.batch import engines, parts, patterns, storage, summary
from sarcheck.batch.parts import Part, count
from sarcheck.batch.shards import RECORD, Done, Form, Job, opened
from sarcheck.batch.summary import Summary
from sarcheck.rescreen import base

if TYPE_CHECKING:
    from sarcheck.batch.engines import WorkerError

__all__ = ["SHARD", "Done", "Form", "Job", "Summary", "WorkerError", "count", "form_of", "run"]

SHARD = 1_000
"""Orders of a shard, unless another number is asked for."""

Engine = Callable[[Job, Iterator[Part]], Iterator[Done]]


def form_of(place: str) -> Form:
    """Return the form of verdicts that suits an input: Parquet for Parquet, else NDJSON."""
    if storage.is_remote(place) or Path(place).is_file():
        with storage.reading(place) as stream:
            return "parquet" if stream.read(4) == b"PAR1" else "ndjson"
    return "ndjson"


def run(
    place: str,
    job: Job,
    *,
    shard: int = SHARD,
    jobs: int = 1,
    scheduler: str | None = None,
    resume: bool = True,
    told: Callable[[Done], None] = lambda _done: None,
) -> Summary:
    """Screen every order of an input into shards of verdicts, and return what the shards add up to.

    ``jobs`` processes do it, or the cluster of a Dask ``scheduler``; ``told`` hears of each shard. Raises OrderError
    for an input that is none or was changed while it was read, RulesError for rules that changed, WorkerError, OSError
    where nothing can be written.
    """
    storage.make_folder(job.out)
    seen: list[int] = []
    with storage.unchanged(place):
        given = _counting(parts.parts(place, shard), seen)
        if scheduler:
            made = engines.dask(job, given, scheduler=scheduler, anew=not resume)
        else:
            made = engines.local(job, given, jobs=jobs, anew=not resume)
        for done in made:
            told(done)
    _clear(job.out, set(seen))
    return finish(job, len(seen))


def _told_of(job: Job) -> None:
    """Write what a run rests on, unless that is there."""
    place = storage.join(job.out, base.FILE)
    known = base.decode(storage.read(place))
    if known is None or (known.job, known.code) != (job.stamp, base.code()):
        storage.write(place, base.encode(base.of(opened(job), job.as_of, job.roots, job.stamp)))


def finish(job: Job, shards: int) -> Summary:
    """Return what the shards add up to, with the patterns across orders; both are written unless they stand.

    What the run rested on is written beside them, for a later rescreening.
    """
    _told_of(job)
    total, before = summary.add_up(job, shards), summary.written(job.out)
    found = storage.join(job.out, patterns.FILE)
    if (
        before == structs.replace(total, patterns=before.patterns if before else None)
        and storage.size(found) is not None
    ):
        return before
    counts: Counter[str] | None = Counter() if job.patterns else None
    storage.remove(storage.join(job.out, summary.FILE))  # an old one must never stand beside new patterns
    storage.write_lines(found, _patterns(job, shards, counts))
    total = structs.replace(total, patterns=None if counts is None else dict(sorted(counts.items())))
    storage.write(storage.join(job.out, summary.FILE), summary.encode(total))
    return total


def _patterns(job: Job, shards: int, counts: Counter[str] | None) -> Iterator[bytes]:
    """Yield the patterns across the orders of a run as NDJSON, and count them by kind."""
    if job.patterns is None or counts is None:
        return
    for pattern in patterns.find(job.out, range(shards), job.patterns):
        counts[pattern["pattern"]] += 1
        yield msgspec.json.encode(pattern) + b"\n"


def _counting(found: Iterator[Part], seen: list[int]) -> Iterator[Part]:
    for part in found:
        seen.append(part.number)
        yield part


def _clear(out: str, numbers: set[int]) -> None:
    """Remove an earlier run's shards that this one has no parts for, and what a killed worker left half written."""
    for name in storage.listed(out, RECORD):
        number = name.removesuffix(RECORD)
        if number.isdecimal() and int(number) not in numbers:
            for file in storage.listed(out, ""):
                if file.startswith(f"{number}."):
                    storage.remove(storage.join(out, file))
    storage.sweep(out)
