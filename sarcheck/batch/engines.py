"""Who maps the work over parts: processes of this machine, or a Dask cluster that is there already.

An engine yields records as they are made, in any order, and holds no more than a few parts at a time. A worker that
dies loses nothing: its part is given out again.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any, TypeVar

from sarcheck.batch.shards import Done, Job, work
from sarcheck.errors import SarcheckError

if TYPE_CHECKING:
    from sarcheck.batch.parts import Part

T = TypeVar("T")

AHEAD = 3
"""Parts given out beyond those being worked on, for each worker."""

GARBAGE = 50_000
"""Values that a worker makes before it looks for garbage; an order makes some thousands."""

TRIES = 3
"""How often a part may be given to a worker that dies of it."""


class WorkerError(SarcheckError):
    """A part that kills whoever works on it, or fails in a way that nobody foresaw."""


class SpentError(WorkerError):
    """A worker that ran out of memory, and lives: its part is given out again, as that of one that died."""


def local(job: Job, parts: Iterator[Part], *, jobs: int, anew: bool = False) -> Iterator[Done]:
    """Yield the record of each part, made by processes of this machine."""
    return (done for _, done in mapped(partial(work, job, anew=anew), parts, jobs=jobs))


def mapped(do: Callable[[Part], T], parts: Iterator[Part], *, jobs: int) -> Iterator[tuple[Part, T]]:
    """Yield each part and what processes of this machine make of it, as they are done. Raises WorkerError."""
    while True:
        given: dict[Part, Future[T] | None] = {}
        pool = _pool(jobs)
        try:
            yield from _mapped(pool, do, parts, given, jobs * AHEAD)
            return
        except (BrokenProcessPool, SpentError):
            orphans = sorted(given, key=lambda part: part.number)
        finally:
            _end(pool)
        # Which part it was that a worker died of is not known: each is done alone.
        for part in orphans:
            yield part, _alone(do, part)


def _tried(do: Callable[[Part], T], part: Part) -> T:
    """Return what is made of a part; where that fails in a way that nobody foresaw, say of which orders it did."""
    try:
        return do(part)
    except (SarcheckError, OSError):
        raise
    except MemoryError:
        raise SpentError("a worker is out of memory") from None
    except Exception as error:
        raise WorkerError(
            f"{part.place}: internal error in the orders from number {part.first} on: {type(error).__name__}: {error}; "
            "shards that are done stand; screen these orders singly to find the one (-v shows the traceback)"
        ) from error


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Make a worker leave Ctrl-C to the process that gave it work, and end when that one does, killed or not.

    It looks for rings of garbage every few orders, not several times an order: there are hardly any.
    """
    gc.set_threshold(GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _mapped(
    pool: ProcessPoolExecutor,
    do: Callable[[Part], T],
    parts: Iterator[Part],
    given: dict[Part, Future[T] | None],
    ahead: int,
) -> Iterator[tuple[Part, T]]:
    """Yield results as they are made; ``given`` holds the parts that are out, also one that could not be given out."""
    while True:
        for part in islice(parts, ahead - len(given)):
            given[part] = None
            given[part] = pool.submit(_tried, do, part)
        if not given:
            return
        wait([future for future in given.values() if future], return_when=FIRST_COMPLETED)
        for part, future in [(part, future) for part, future in given.items() if future and future.done()]:
            done = future.result()
            del given[part]
            yield part, done


def _alone(do: Callable[[Part], T], part: Part) -> T:
    """Return what a process of its own makes of a part that was out when a worker died."""
    for _ in range(TRIES):
        pool = _pool(1)
        try:
            return pool.submit(_tried, do, part).result()
        except (BrokenProcessPool, SpentError):
            continue
        finally:
            _end(pool)
    raise WorkerError(
        f"{part.place}: whoever screens the orders from number {part.first} on is killed, {TRIES} times now, or runs "
        "out of memory; give each process more memory (--jobs 1) or smaller parts (--shard), and run again"
    )


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool and its processes, at work or not: a shard that is not whole has no record."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def dask(job: Job, parts: Iterator[Part], *, scheduler: str, anew: bool = False) -> Iterator[Done]:
    """Yield the record of each part, made by the workers of a Dask cluster. Raises SarcheckError without one."""
    client, as_completed = _client(scheduler)
    rest = iter(parts)
    with _lost_told(scheduler), client:
        ahead = max(1, sum(client.nthreads().values())) * AHEAD
        running = as_completed([_submitted(client, job, part, anew) for part in islice(rest, ahead)], loop=client.loop)
        for future in running:
            yield _result(future)
            for part in islice(rest, 1):
                running.add(_submitted(client, job, part, anew))
    for part in rest:
        raise _lost(scheduler, f"nobody took the orders from number {part.first} on")


@contextlib.contextmanager
def _lost_told(scheduler: str) -> Iterator[None]:
    """Say so where a scheduler goes away: its futures break off in several ways."""
    import distributed
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CommClosedError, distributed.CancelledError) as error:
        raise _lost(scheduler, str(error)) from error


def _lost(scheduler: str, why: str) -> WorkerError:
    return WorkerError(
        f"the Dask scheduler at {scheduler} went away ({why}); start it and run again: shards that are done stand"
    )


def _result(future: Any) -> Done:
    import distributed

    try:
        done: Done = future.result()
    except (distributed.KilledWorker, SpentError) as error:
        raise WorkerError(f"{error}; give each worker more memory, or smaller parts (--shard)") from None
    return done


def _submitted(client: Any, job: Job, part: Part, anew: bool) -> Any:
    return client.submit(_tried, partial(work, job, anew=anew), part, pure=False, retries=TRIES)


def _client(scheduler: str) -> tuple[Any, Callable[..., Any]]:
    try:
        import distributed
    except ImportError:
        raise SarcheckError("the Dask engine needs dask: pip install 'sarcheck[dask]'") from None
    try:
        connected: Any = distributed.Client  # untyped code
        return connected(scheduler, set_as_default=False), distributed.as_completed
    except (OSError, ValueError, TimeoutError) as error:
        raise SarcheckError(f"no Dask scheduler answers at {scheduler}: {error}") from None
