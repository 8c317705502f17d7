"""What is recorded is read again, and what was done to a journal is found and named."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck import journal
from sarcheck.errors import JournalError
from sarcheck.journal import Receipt, _pages, _records
from tests.journal.conftest import KEEP, NOW, draft

Filled = tuple[Path, Receipt]
Told = Callable[..., str]


def edit(path: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Change a journal as somebody with the sqlite3 shell would."""
    with sqlite3.connect(path) as connection:
        for sql, values in statements:
            connection.execute(sql, values)
    connection.close()


def row(path: Path, sql: str, *values: Any) -> Any:
    with sqlite3.connect(path) as connection:
        found = connection.execute(sql, values).fetchone()
    connection.close()
    return found


# --- what is written is read --------------------------------------------------------------------


def test_records_are_read_as_they_were_written(filled: Filled) -> None:
    path, receipt = filled
    with journal.reading(path) as held:
        records = list(held.records())
        assert [record.seq for record in records] == [1, 2, 3, 4, 5, 6]
        assert records[-1].hash == receipt.head
        for number, record in enumerate(records):
            assert held.part(record, "order") == draft(number, 150_000 if number == 3 else 40).parts["order"]
            assert held.part(record, "other") is None
            assert record.header.retain_until == KEEP
            assert record.header.written == "2026-11-26T12:00:00.000000Z"


def test_each_append_tells_head_and_count_and_verify_agrees(path: Path) -> None:
    first = journal.append(path, [draft(1), draft(2)], NOW)
    second = journal.append(path, [draft(3)], NOW)
    assert (first.records, first.count, second.records, second.count) == ((1, 2), 2, (3,), 3)
    assert journal.verify(path, second.head, 3) == journal.Verified((), 3, second.head)
    assert journal.verify(path, first.head, 2).faults == ()  # an older receipt holds as well
    assert journal.verify(path, first.head.upper()).faults == ()


def test_the_file_is_its_owners_and_nothing_lies_beside_it(filled: Filled) -> None:
    path, _ = filled
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_headers_hold_nothing_of_what_the_parts_say(path: Path) -> None:
    parts = {"order": b"Jean Exemple, Luxembourg", "index": b"{}"}
    journal.append(path, [journal.Draft(kind="verdict", retain_until=KEEP, facts={}, parts=parts)], NOW)
    journal.purge(path, dt.date(2032, 1, 1), dt.datetime(2032, 1, 1, tzinfo=dt.UTC))
    data = path.read_bytes()
    assert b"Exemple" not in data
    assert hashlib.sha256(b"Jean Exemple, Luxembourg").hexdigest().encode() not in data


@given(st.binary(max_size=3000))
def test_a_part_is_sealed_and_opened(content: bytes) -> None:
    seal, stored = _records.sealed(content)
    assert _records.opened(stored) == content
    assert _records.seal(stored) == seal
    assert not _records.erased(stored)


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    text, other, trigger = tmp_path / "text", tmp_path / "other.db", tmp_path / "trigger.db"
    text.write_text("not a database, but longer than the header of one, which is what is looked at " * 3)
    edit(other, ("CREATE TABLE t(x)", ()))
    journal.append(trigger, [draft()], NOW)
    edit(trigger, ("CREATE TRIGGER g AFTER INSERT ON record BEGIN DELETE FROM record; END", ()))
    for path in (text, other, trigger, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(JournalError):
            journal.append(path, [draft()], NOW)
        with pytest.raises(JournalError), journal.reading(path):
            pass
        assert not path.is_file() or path.read_bytes() == before
    with pytest.raises(JournalError, match="no such journal"):
        journal.verify(tmp_path / "none.db")
    assert journal.verify(trigger).faults
    assert not journal.is_journal(text)


def test_a_read_only_copy_can_be_verified(filled: Filled, tmp_path: Path, told: Told) -> None:
    path, receipt = filled
    folder = tmp_path / "archive"
    folder.mkdir()
    copy = shutil.copy(path, folder / "copy.db")
    copy.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert told(copy, receipt.head, receipt.count) == ""
    finally:
        folder.chmod(0o700)


# --- what was done to it is found and named -----------------------------------------------------


def test_a_changed_record_is_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    (header,) = row(path, "SELECT header FROM record WHERE seq = 3")
    edit(path, ("UPDATE record SET header = ? WHERE seq = 3", (header.replace(b'"n":2', b'"n":9'),)))
    assert told(path) == "record 3 was changed: it does not have its hash"
    with journal.reading(path) as held, pytest.raises(JournalError, match="record 3: was changed"):
        held.record(3)


def test_a_changed_record_with_a_hash_that_fits_breaks_the_chain_at_the_next(filled: Filled, told: Told) -> None:
    path, _ = filled
    (header,) = row(path, "SELECT header FROM record WHERE seq = 3")
    forged = header.replace(b'"n":2', b'"n":9')
    edit(path, ("UPDATE record SET header = ?, hash = ? WHERE seq = 3", (forged, hashlib.sha256(forged).digest())))
    assert told(path) == "record 4 does not follow the one before it: record 3 was changed or put there"


def test_a_removed_record_is_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    edit(path, ("DELETE FROM record WHERE seq = 4", ()))
    assert told(path).startswith("record 4 is missing: record 5 is next")


def test_a_removed_record_whose_number_another_takes_is_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    numbers = [(f"UPDATE record SET seq = {n - 1} WHERE seq = {n}", ()) for n in (5, 6)]
    edit(path, ("DELETE FROM record WHERE seq = 4", ()), *numbers)
    assert "record 4 was removed or put elsewhere: in its place stands record 5" in told(path)


def test_reordered_records_are_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    steps = ((2, 99), (5, 2), (99, 5))
    edit(path, *((f"UPDATE record SET seq = {new} WHERE seq = {old}", ()) for old, new in steps))
    found = told(path)
    assert "record 2 was removed or put elsewhere: in its place stands record 5" in found
    assert "record 5 was removed or put elsewhere: in its place stands record 2" in found


def test_a_changed_part_is_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    (data,) = row(path, "SELECT data FROM payload WHERE id = 3")
    edit(path, ("UPDATE payload SET data = ? WHERE id = 3", (data[:-1] + bytes([data[-1] ^ 1]),)))
    assert told(path) == "record 2 was changed: its part order does not have its seal"
    with journal.reading(path) as held, pytest.raises(JournalError, match="its part order was changed"):
        held.part(held.record(2), "order")


def test_a_part_that_was_removed_or_blanked_is_named(filled: Filled, told: Told) -> None:
    path, _ = filled
    edit(path, ("DELETE FROM payload WHERE id = 4", ()))
    edit(path, ("UPDATE payload SET data = zeroblob(length(data)) WHERE id = 5", ()))
    found = told(path)
    assert "record 2 lacks its part index" in found
    assert "record 3 has a blank part order, and no record says that it was erased" in found


def test_a_part_of_another_type_is_not_one(filled: Filled, told: Told) -> None:
    path, _ = filled
    edit(path, ("UPDATE payload SET data = CAST(data AS TEXT) WHERE id = 4", ()))
    assert "record 2 lacks its part index" in told(path)


def test_records_cut_off_at_the_end_are_found_by_head_and_count(filled: Filled, told: Told) -> None:
    path, receipt = filled
    edit(path, ("DELETE FROM record WHERE seq = 6", ()))
    assert "parts that belong to no record" in told(path)
    edit(path, ("DELETE FROM payload WHERE id > 10", ()))
    assert "record" not in told(path)  # the chain is whole, only shorter; the file shows that something was there
    assert "no record has the head's hash" in told(path, receipt.head)
    assert "there are 5 records, there were 6" in told(path, None, receipt.count)


def test_a_journal_rolled_back_to_a_copy_is_found_by_its_head(path: Path, tmp_path: Path, told: Told) -> None:
    journal.append(path, [draft(1)], NOW)
    copy = shutil.copy(path, tmp_path / "copy.db")
    lost = journal.append(path, [draft(2)], NOW)
    shutil.copy(copy, path)
    assert told(path) == ""
    assert "cut off, rolled back or written anew" in told(path, lost.head, lost.count)
    journal.append(path, [draft(3)], NOW)
    assert "no record has the head's hash" in told(path, lost.head, lost.count)


def test_nothing_is_added_to_a_chain_whose_end_was_changed(filled: Filled) -> None:
    path, _ = filled
    edit(path, ("UPDATE record SET header = header || x'20' WHERE seq = 6", ()))
    with pytest.raises(JournalError, match="record 6: was changed"):
        journal.append(path, [draft()], NOW)


def test_a_flipped_byte_is_found_wherever_it_is(filled: Filled, tmp_path: Path) -> None:
    """Flip some bytes of everything; benchmarks/journal.py flips them all."""
    path, _ = filled
    data, damaged = bytearray(path.read_bytes()), tmp_path / "damaged.db"
    chosen = random.Random(7)
    written = [place for place, byte in enumerate(data) if byte]
    places = {*range(120), *chosen.sample(written, 250), *chosen.sample(range(len(data)), 250)}
    places |= {start + offset for start in range(0, len(data), _pages.PAGE) for offset in (*range(12), _pages.PAGE - 1)}
    missed = []
    for place in sorted(places):
        flip = chosen.choice((0x01, 0x08, 0x80, 0xFF))
        data[place] ^= flip
        damaged.write_bytes(data)
        data[place] ^= flip
        try:
            found = bool(journal.verify(damaged).faults)
        except JournalError:
            found = True
        missed += [] if found else [place]
    assert missed == []


def test_a_flipped_byte_is_found_in_pages_that_lead_to_others_and_behind_long_rows(path: Path, tmp_path: Path) -> None:
    """A row that is a little too long for a page has a second page with a blank end; twenty make a page of pointers."""
    journal.append(path, [draft(number, 68_000) for number in range(20)], NOW)
    data, damaged = bytearray(path.read_bytes()), tmp_path / "damaged.db"
    root = _pages.PAGE * 2
    assert data[root] == _pages.INTERIOR
    blank = [start + _pages.PAGE - 1 for start in range(_pages.PAGE * 3, len(data), _pages.PAGE)]
    missed = []
    for place in [*range(root, root + 30), *range(root + _pages.PAGE - 60, root + _pages.PAGE), *blank]:
        data[place] ^= 1
        damaged.write_bytes(data)
        data[place] ^= 1
        missed += [] if journal.verify(damaged).faults else [place]
    assert missed == []


@pytest.mark.parametrize(
    "changes",
    [
        {"first": 2**63},
        {"first": -1},
        {"kind": "purge", "facts": {"erased_records": 5}},
        {"kind": "purge", "facts": {"erased_records": [1, "x"], "before": 5}},
        {"kind": "purge", "facts": {"erased_records": [1], "before": "soon"}, "written": "never"},
        {"kind": "purge", "facts": {"erased_records": [6], "before": "2000-01-01", "undated": "2000-01-01"}},
        {"facts": None},
        {"parts": [["order", "0"]]},
        {"seq": 2**64},
        {"other": 1},
    ],
)
def test_a_forged_header_whose_hash_fits_never_crashes(filled: Filled, told: Told, changes: dict[str, Any]) -> None:
    path, _ = filled
    (header,) = row(path, "SELECT header FROM record WHERE seq = 6")
    forged = json.dumps(json.loads(header) | changes).encode()
    edit(path, ("UPDATE record SET header = ?, hash = ? WHERE seq = 6", (forged, hashlib.sha256(forged).digest())))
    assert told(path) != ""
    try:
        with journal.reading(path) as held:
            for record in held.records():
                for part in record.header.parts:
                    held.part(record, part.name)
    except JournalError:
        pass


def test_a_file_cut_or_grown_is_found(filled: Filled, tmp_path: Path, told: Told) -> None:
    path, _ = filled
    data, damaged = path.read_bytes(), tmp_path / "damaged.db"
    for other in (data[:-1], data[: -_pages.PAGE], data + b"\0", data + bytes(_pages.PAGE), data[: _pages.PAGE * 2]):
        damaged.write_bytes(other)
        assert told(damaged) != ""


@given(st.data())
def test_a_file_of_any_bytes_is_refused_and_never_crashes(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    base = bytearray(_base(tmp_path_factory))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(base) - 8))
        base[place : place + 8] = data.draw(st.binary(min_size=8, max_size=8))
    path = tmp_path_factory.mktemp("any") / "any.db"
    path.write_bytes(base)
    try:
        journal.verify(path)
    except JournalError:
        assert not journal.is_journal(path) or path.stat().st_size == 0


_BASE: list[bytes] = []


def _base(factory: pytest.TempPathFactory) -> bytes:
    if not _BASE:
        path = factory.mktemp("base") / "base.db"
        journal.append(path, [draft(number) for number in range(3)], NOW)
        _BASE.append(path.read_bytes())
    return _BASE[0]


# --- what may be erased -------------------------------------------------------------------------

LATER = dt.datetime(2032, 1, 2, tzinfo=dt.UTC)


def test_purge_erases_what_is_over_and_the_chain_still_holds(path: Path, told: Told) -> None:
    old, new = draft(1, keep=dt.date(2031, 12, 31)), draft(2, 70_000, keep=dt.date(2032, 1, 1))
    undated = draft(3, keep=None)
    before = journal.append(path, [old, new, undated], NOW)
    assert len(_stored(path)) == 3
    done = journal.purge(path, dt.date(2032, 1, 1), LATER)
    assert done.records == (1,)
    assert done.receipt is not None
    assert told(path, before.head, before.count) == ""
    assert told(path, done.receipt.head, done.receipt.count) == ""
    assert _stored(path) == [new.parts["order"], undated.parts["order"]]
    assert journal.purge(path, dt.date(2032, 1, 1), LATER).records == ()
    assert journal.purge(path, dt.date(2032, 1, 1), LATER, dt.date(2026, 11, 26)).records == ()
    assert journal.purge(path, dt.date(2032, 1, 1), LATER, dt.date(2026, 11, 27)).records == (3,)
    assert told(path) == ""


def _stored(path: Path) -> list[bytes]:
    with journal.reading(path) as held:
        parts = (held.part(record, "order") for record in held.records())
        return [part for part in parts if part is not None]


def test_a_purge_before_its_time_is_found(path: Path, told: Told) -> None:
    journal.append(path, [draft(1)], NOW)
    journal.purge(path, dt.date(2032, 1, 1), NOW)  # a clock that says 2026 must not erase what 2032 may
    assert told(path) == "record 1 was erased by record 2 before it might be"


def test_a_part_that_a_purge_names_and_that_is_there_is_found(path: Path, told: Told) -> None:
    journal.append(path, [draft(1)], NOW)
    (data,) = row(path, "SELECT data FROM payload WHERE id = 1")
    journal.purge(path, dt.date(2032, 1, 1), LATER)
    edit(path, ("UPDATE payload SET data = ? WHERE id = 1", (data,)))
    assert "has a part order, which record 2 says was erased" in told(path)


def test_a_header_is_json_of_one_form(filled: Filled) -> None:
    path, _ = filled
    (header,) = row(path, "SELECT header FROM record WHERE seq = 2")
    assert header == json.dumps(json.loads(header), sort_keys=True, separators=(",", ":")).encode()
