"""Orders in bulk: parts of an input, mapped by an engine, each to one shard of verdicts; then counted from the shards.

A run that is stopped, however, leaves whole shards or none: the next one goes on. Shards of another ruleset, day or
tool are made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sarcheck.batch import engines, patterns, storage, summary
from sarcheck.batch.parts import Part, parts
from sarcheck.batch.shards import RECORD, Done, Form, Job, opened
from sarcheck.batch.summary import Summary
from sarcheck.rescreen import base

if TYPE_CHECKING:
    from sarcheck.batch.engines import WorkerError

__all__ = ["SHARD", "Done", "Form", "Job", "Summary", "WorkerError", "form_of", "run"]

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
    for an input that is none, RulesError for rules that changed, WorkerError, OSError where nothing can be written.
    """
    storage.make_folder(job.out)
    seen: list[int] = []
    given = _counting(parts(place, shard), seen)
    if scheduler:
        made = engines.dask(job, given, scheduler=scheduler, anew=not resume)
    else:
        made = engines.local(job, given, jobs=jobs, anew=not resume)
    for done in made:
        told(done)
    _clear(job.out, set(seen))
    return finish(job, len(seen))


def finish(job: Job, shards: int) -> Summary:
    """Write what the shards of a run add up to, the patterns across orders, and what the run rested on."""
    asked = base.of(opened(job), job.as_of, job.roots, job.stamp)
    storage.write(storage.join(job.out, base.FILE), base.encode(asked))
    total = summary.add_up(job, shards)
    storage.write(storage.join(job.out, patterns.FILE), patterns.find(job.out, range(shards)))
    storage.write(storage.join(job.out, summary.FILE), summary.encode(total))
    return total


def _counting(found: Iterator[Part], seen: list[int]) -> Iterator[Part]:
    for part in found:
        seen.append(part.number)
        yield part


def _clear(out: str, numbers: set[int]) -> None:
    """Remove the shards of an earlier run that this one has no parts for."""
    for name in storage.listed(out, RECORD):
        number = name.removesuffix(RECORD)
        if number.isdecimal() and int(number) not in numbers:
            for file in storage.listed(out, ""):
                if file.startswith(f"{number}."):
                    storage.remove(storage.join(out, file))


def shards(out: str) -> Sequence[Done]:
    """Return the records of all shards of a finished run, in order."""
    return summary.records(out)
