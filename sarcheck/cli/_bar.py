"""Progress for a person at a terminal: of downloads, of a batch."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sarcheck.reports.page import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.progress import TaskID

    from sarcheck.batch import Done

_LONGEST = 32
"""Letters of a label beside its bar."""


@contextlib.contextmanager
def downloads(labels: Mapping[str, str], *, wanted: bool) -> Iterator[Callable[[str, int, int | None], None]]:
    """Show one bar a download on standard error, gone in the end; yield the function that is told of progress.

    ``labels`` are the bars' by address. Without a terminal, or where it is not wanted, nothing is shown.
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _url, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(12), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(url: str, done: int, total: int | None) -> None:
            if url not in tasks:
                tasks[url] = bars.add_task(_label(url, labels.get(url)), total=None)
            bars.update(tasks[url], completed=done, total=total)

        yield told


def _label(url: str, known_as: str | None) -> str:
    """Return what a download is known as, else its server, and its file; short, without what is secret in it."""
    parts = urlsplit(url)
    file = parts.path.rpartition("/")[2]
    return clean(f"{known_as or parts.hostname or ''} {file}")[:_LONGEST]


@contextlib.contextmanager
def counting(count: Callable[[], int | None], *, wanted: bool) -> Iterator[Callable[[Done], None]]:
    """Show how many orders of a batch are done, how fast, the time left, and what they came to; yield what is told of
    each shard.

    ``count`` tells how many there are, None where that is not known before all are read: then the time left is not
    known either. Without a terminal nothing is shown.
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done: None
        return
    from collections import Counter

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    text = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(12), TimeElapsedColumn(), TimeRemainingColumn(), text)
    counts: Counter[str] = Counter()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading orders", total=count())

        def told(done: Done) -> None:
            counts.update(done.outcomes)
            orders, elapsed = sum(counts.values()), bars.tasks[task].elapsed or 1e-9
            each = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.most_common())
            bars.update(task, completed=orders, description=f"{orders:,} orders, {orders / elapsed:,.0f}/s: {each}")

        yield told
