"""One part of a batch -> one shard of verdicts: read, screened, written, and its record beside it.

``work`` is what an engine maps over parts, wherever a worker runs: it needs no more than the job and the part. A shard
is there once its record is, which names the bytes that it belongs to; what was done before is not done again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec import Struct

from sarcheck import tool
from sarcheck.batch import parts, storage, traces
from sarcheck.batch.forms import FORMS
from sarcheck.batch.parts import Part, Taken
from sarcheck.errors import OrderError, RulesError
from sarcheck.intake import Products, load_order
from sarcheck.model import NOT_JSON, Order, OrderStamp, Outcome, Problem, Status, Verdict
from sarcheck.packs import OrderPatterns
from sarcheck.rescreen import base, tape
from sarcheck.rescreen.tape import Tape, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.ruleset import Ruleset

Form = Literal["ndjson", "parquet"]

RECORD = ".done.json"
"""The ending of a shard's record."""

SUMMARY = "summary.json"
"""The name of what the shards add up to."""


class Job(Struct, frozen=True, kw_only=True):
    """What holds for all parts of a run: rules and their hash, the day judged, where verdicts go and in which form."""

    rules: str | None
    ruleset: str
    as_of: dt.date
    out: str
    form: Form
    roots: tuple[str, ...] = ()
    patterns: OrderPatterns | None = None

    @property
    def stamp(self) -> str:
        """Return a hash of all that decides a verdict beside its order."""
        deciding = (self.ruleset, self.as_of.isoformat(), self.form, *self.roots, *map(str, _tool()))
        return hashlib.sha256("\0".join(deciding).encode()).hexdigest()


class Done(Struct, frozen=True, kw_only=True):
    """The record of a shard: of which orders, under what, and what came out, counted."""

    number: int
    file: str
    orders: int
    orders_sha256: str
    job_sha256: str
    bytes: int
    sha256: str
    unreadable: int
    outcomes: dict[Outcome, int]
    regimes: dict[str, dict[str, int]]
    rules: dict[str, dict[str, int]]


def work(job: Job, part: Part, *, anew: bool = False) -> Done:
    """Return the record of a part's shard, made now unless it is there for the same orders under the same job.

    Raises OrderError where the input cannot be read, RulesError where the rules are not those of the job, OSError
    where the shard cannot be written.
    """
    taken, sha256 = given(job, part)
    known = None if anew else standing(job, part.number)
    if known and known.orders_sha256 == sha256:
        return known
    rows = list(judged(job, part, taken))
    kept = traces.encode([row.order for row in rows if row.order])
    return write(job, part.number, sha256, [(row.verdict, row.trace) for row in rows], kept)


def given(job: Job, part: Part) -> tuple[list[Taken], str]:
    """Return the orders of a part, and a hash of them and of their products' files."""
    taken = parts.read(part)
    return taken, parts.fingerprint(part, taken, _roots(part, job))


class Judged(NamedTuple):
    """A verdict, what its screening asked of the ruleset, and the order if it could be read."""

    verdict: Verdict
    trace: Trace
    order: Order | None


def judged(job: Job, part: Part, taken: Sequence[Taken]) -> Iterator[Judged]:
    """Yield the verdict on each of some orders of a part."""
    from sarcheck.screen import screen_many

    ruleset = opened(job)
    recorder = Tape(ruleset)
    products = Products()
    orders = [_order(one, part, job, products) for one in taken]
    verdicts = iter(screen_many((one for one in orders if isinstance(one, Order)), recorder.ruleset, job.as_of))
    for one, source in zip(orders, taken, strict=True):
        if isinstance(one, Order):
            verdict = next(verdicts)
            yield Judged(verdict, recorder.cut(one, job.as_of), one)
        else:
            verdict = unreadable(source, one, ruleset, job.as_of)
            stamp = verdict.order
            yield Judged(verdict, Trace(order=stamp.id, sha256=stamp.sha256, kind="unreadable"), None)


def standing(job: Job, number: int) -> Done | None:
    """Return the record of a shard that is whole and was made under the same job."""
    written = storage.read(storage.join(job.out, f"{number:06d}{RECORD}"))
    if written is None:
        return None
    try:
        done = msgspec.json.decode(written, type=Done)
    except NOT_JSON:
        return None
    whole = storage.size(storage.join(job.out, done.file)) == done.bytes
    return done if whole and done.job_sha256 == job.stamp else None


def opened(job: Job) -> Ruleset:
    """Return the ruleset of a job. Raises RulesError where it is no longer what it was."""
    return _ruleset(job.rules, job.ruleset)


@lru_cache(maxsize=1)
def _ruleset(folder: str | None, sha256: str) -> Ruleset:
    """Return the ruleset of a worker, opened once; it remembers from shard to shard."""
    from sarcheck import ruleset

    opened = ruleset.load(Path(folder) if folder else None)
    if opened.stamp.sha256 != sha256:
        raise RulesError(folder or "rules", "", "are not those that the run began with; start it again")
    return opened.remembering()


@lru_cache(maxsize=1)
def _tool() -> tuple[str, ...]:
    stamp = tool.stamp("")
    return (stamp.name, stamp.version, *(f"{name} {version}" for name, version in sorted(stamp.libraries.items())))


# --- orders and verdicts ------------------------------------------------------------------------


def _order(taken: Taken, part: Part, job: Job, products: Products) -> Order | OrderError:
    """Return an order with its products, or what keeps it from being one."""
    roots = _roots(part, job)
    try:
        return load_order(taken.path or taken.data or b"", roots=roots, name=taken.name, products=products)
    except OrderError as error:
        return error


def _roots(part: Part, job: Job) -> list[Path]:
    """Return the folders that products may lie in: that of a file of many orders, and those of the job."""
    beside = [] if part.kind == "files" or storage.is_remote(part.place) else [Path(part.place).parent]
    return [*beside, *map(Path, job.roots)]


def unreadable(taken: Taken, error: OrderError, ruleset: Ruleset, as_of: dt.date) -> Verdict:
    """Return the verdict on an order that cannot be read: incomplete, with what is wrong with it."""
    data = taken.data if taken.data is not None else parts.text_of(taken.path)
    return Verdict(
        outcome="incomplete",
        as_of=as_of,
        order=OrderStamp(id=taken.name, sha256=hashlib.sha256(data).hexdigest()),
        status=Status(
            status_code="held", reason_code="unreadable-order", reason_text=f"The order {taken.name} cannot be read."
        ),
        findings=(),
        regimes={},
        examined=(),
        problems=tuple(Problem(pointer=pointer, message=message) for pointer, message in error.problems),
        rules=ruleset.stamp,
        tool=tool.stamp(ruleset.content.boundaries),
    )


# --- writing ------------------------------------------------------------------------------------


def write(
    job: Job, number: int, orders_sha256: str, rows: Sequence[tuple[Verdict, Trace]], patterned: bytes | None
) -> Done:
    """Write a shard, what is kept beside it, and last its record, which is returned. Raises OSError."""
    verdicts = [verdict for verdict, _ in rows]
    data = FORMS[job.form](verdicts)
    file = f"{number:06d}.{job.form}"
    record = storage.join(job.out, f"{number:06d}{RECORD}")
    storage.remove(record)  # an old record must never stand beside a new shard, nor an old sum beside new records
    storage.remove(storage.join(job.out, SUMMARY))
    storage.write(storage.join(job.out, file), data)
    if patterned is not None:
        storage.write(storage.join(job.out, f"{number:06d}{traces.ENDING}"), patterned)
    asked = tape.encode(base.code(), [trace for _, trace in rows])
    storage.write(storage.join(job.out, f"{number:06d}{tape.ENDING}"), asked)
    done = Done(
        number=number,
        file=file,
        orders=len(verdicts),
        orders_sha256=orders_sha256,
        job_sha256=job.stamp,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        unreadable=sum(trace.kind == "unreadable" for _, trace in rows),
        outcomes=dict(Counter(verdict.outcome for verdict in verdicts)),
        regimes=_counted((regime, outcome) for v in verdicts for regime, outcome in v.regimes.items()),
        rules=_counted(pair for v in verdicts for pair in {(f.rule, f.outcome) for f in v.findings}),
    )
    storage.write(record, msgspec.json.encode(done, order="deterministic"))
    return done


def _counted(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return how often each pair occurs, by its first part."""
    table: dict[str, dict[str, int]] = {}
    for (first, second), count in sorted(Counter(pairs).items()):
        table.setdefault(first, {})[second] = count
    return table
