"""The page of a run, and the reports that it leads to: of the worst orders, as many as the page has room for.

Both are made from the shards alone, so they can be made again. A report made so knows no more than its verdict does.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from msgspec import Struct

from sarcheck.batch import storage
from sarcheck.batch.forms import documents
from sarcheck.batch.shards import Job, opened
from sarcheck.batch.summary import Summary, records
from sarcheck.model import OUTCOMES, Outcome, Verdict
from sarcheck.reports import batchpage, html

FILE, FOLDER = "index.html", "reports"

REPORTED = 500
"""Orders that get a report of their own; the others of the table stand in the shards."""


class Head(Struct):
    """What the page tells of a verdict; the rest of its JSON is passed over."""

    outcome: Outcome
    order: dict[str, str]
    status: dict[str, str]


class _Place(NamedTuple):
    """Where a verdict lies: the file of its shard, and its number there."""

    file: str
    number: int


def write(job: Job, total: Summary) -> None:
    """Write the page of a finished run, and a report for each of the worst orders that are not clear."""
    worst = heapq.nsmallest(batchpage.MOST, _heads(job.out), key=_rank)
    reported = {place for place, head in worst[:REPORTED] if head.outcome != "clear"}
    storage.make_folder(storage.join(job.out, FOLDER))
    regions = opened(job).regions
    for place, document in _documents(job.out):
        if place in reported:
            verdict = msgspec.json.decode(document, type=Verdict)
            storage.write(storage.join(job.out, _report(place)), html.render([verdict], regions=regions))
    rows = [
        batchpage.Row(
            order=head.order["id"],
            outcome=head.outcome,
            rule=head.status["reason_code"],
            reason=head.status["reason_text"],
            report=_report(place) if place in reported else "",
        )
        for place, head in worst
    ]
    page = batchpage.render(
        rows,
        outcomes=total.outcomes,
        regimes=total.regimes,
        as_of=total.as_of,
        ruleset=total.ruleset[:12],
        unreadable=total.unreadable,
    )
    storage.write(storage.join(job.out, FILE), page)


def _documents(out: str) -> Iterator[tuple[_Place, bytes]]:
    for done in records(out):
        data = storage.read(storage.join(out, done.file)) or b""
        for number, document in enumerate(documents(done.file, data)):
            yield _Place(done.file, number), document


def _heads(out: str) -> Iterator[tuple[_Place, Head]]:
    decoder = msgspec.json.Decoder(Head)
    return ((place, decoder.decode(document)) for place, document in _documents(out))


def _rank(one: tuple[_Place, Head]) -> tuple[int, str, _Place]:
    place, head = one
    return -OUTCOMES.index(head.outcome), head.order["id"], place


def _report(place: _Place) -> str:
    return f"{FOLDER}/{place.file.partition('.')[0]}-{place.number:06d}.html"
