"""What a journal promises, measured: speed, room, and that a flipped byte anywhere is found.

    python benchmarks/journal.py [--flip-all]

A record is that of a real verdict, with order, products and entries. ``--flip-all`` flips every byte of a small
journal, which takes minutes; without it, every hundredth. Kills are in the tests: SARCHECK_KILLS=300 pytest
tests/journal/test_writers.py -k killed. There is no peer: other append-only logs are servers.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sarcheck import journal, load_order, load_rules, screen  # noqa: E402  the project is found first
from sarcheck.errors import JournalError  # noqa: E402

SAMPLE = ROOT / "samples" / "owned-by-listed"
NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
RECORDS = 2_000


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "journal.db"
        draft = drafted()
        began = time.perf_counter()
        for _ in range(RECORDS):
            receipt = journal.append(path, [draft], NOW)
        row("appends a second, one record each", RECORDS / (time.perf_counter() - began))
        row("bytes a record", path.stat().st_size / RECORDS)
        began = time.perf_counter()
        assert journal.verify(path, receipt.head, receipt.count).faults == ()
        row("records a second, verified", RECORDS / (time.perf_counter() - began))
        began = time.perf_counter()
        with journal.reading(path) as held:
            assert not list(journal.found(held, "nobody of that name"))
        row("records a second, searched", RECORDS / (time.perf_counter() - began))
        flips(Path(place), draft, step=1 if "--flip-all" in sys.argv else 100)


def drafted() -> journal.Draft:
    """Return the record of a sample's verdict."""
    order, rules = load_order(SAMPLE / "order.json", hashed=True), load_rules(SAMPLE / "rules")
    verdict = screen(order, rules, dt.date(2026, 11, 22))
    named = journal.named([verdict])
    return journal.verdict_draft(order, verdict, [e for e in rules.entries.entries() if (e.list, e.id) in named])


def flips(place: Path, draft: journal.Draft, step: int) -> None:
    """Flip bytes of a journal of three records, one at a time, and count those that verify does not find."""
    path, damaged = place / "small.db", place / "damaged.db"
    journal.append(path, [draft] * 3, NOW)
    data, missed = bytearray(path.read_bytes()), 0
    places = range(0, len(data), step)
    for i in places:
        data[i] ^= 1 << i % 8
        damaged.write_bytes(data)
        data[i] ^= 1 << i % 8
        try:
            missed += not journal.verify(damaged).faults
        except JournalError:
            continue
    row(f"flipped bytes of {len(places)} that were not found", missed)


def row(what: str, value: float) -> None:
    print(f"{what:<48} {value:>12,.0f}")


if __name__ == "__main__":
    main()
