"""A disk that is full: what is not written whole is not there, and the exit code says so."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sarcheck import journal
from tests import loopback
from tests.faults import world
from tests.faults.conftest import ALL, Site, Verdicts
from tests.faults.world import AS_OF, here, ran, room, together


@pytest.mark.parametrize("arguments", [["clear.json"], ["--help"]])
def test_standard_output_on_a_full_disk(site: Site, arguments: list[str]) -> None:
    """A program of its own: Python's own flush at the end must not change the exit code either."""
    command = [sys.executable, "-m", "sarcheck", *arguments]
    environment = os.environ | {"PYTHONPATH": str(world.ROOT), "SARCHECK_RULES": str(site.rules)}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=site.folder, env=environment, check=False
        )
    assert ended.returncode == 1
    assert b"standard output cannot be written: No space left on device" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_standard_error_on_a_full_disk(site: Site) -> None:
    def deaf() -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 2)

    assert ran("no.json", fault=deaf).code == 3
    assert ran("clear.json", "--such", fault=deaf).code == 2
    book = site.folder / "book.db"
    assert ran(site.deny, "-r", site.rules, *AS_OF, "--journal", book, fault=deaf).code == 13
    assert journal.verify(book).faults == ()


def test_a_report_without_room_leaves_the_former_one(site: Site) -> None:
    report = site.folder / "v.json"
    report.write_bytes(b"former")
    before = sorted(site.folder.iterdir())
    ended = ran(site.clear, "-r", site.rules, *AS_OF, "-f", f"json={report}", fault=room(1000))
    assert ended.code == 1
    assert f"{report}: the report cannot be written: File too large" in ended.err
    assert report.read_bytes() == b"former"
    assert sorted(site.folder.iterdir()) == before


def test_a_cache_without_room_changes_no_verdict(site: Site, tmp_path: Path) -> None:
    ended = ran(site.deny, "-r", site.rules, *AS_OF, "-q", fault=room(4096), SARCHECK_CACHE=str(tmp_path / "cache"))
    assert ended.code == 13
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_import_without_room_leaves_the_list_in_force(site: Site) -> None:
    more = world.party_list(site.folder / "new", *(f"EXAMPLE {i} COMPANY" for i in range(100)))
    before = files(site.rules)
    ended = ran("rules", "import", more, "-r", site.rules, "--retrieved", "2026-11-22", fault=room(2000))
    assert ended.code == 4
    assert f"{site.rules}/lists: cannot be written: File too large" in ended.err
    assert files(site.rules) == before
    assert ran("rules", "import", more, "-r", site.rules, "--retrieved", "2026-11-22").code == 0
    assert ran(site.deny, "-r", site.rules, *AS_OF).code == 13


def test_an_update_without_room_leaves_the_list_in_force(site: Site) -> None:
    names = [f"EXAMPLE {i} COMPANY" for i in range(100)]
    body = world.party_list(site.folder / "new", *names).read_bytes()
    with loopback.publisher() as server:
        address = server.serve("/a-list.toml", loopback.file(body))
        feed = f'\n[[feed]]\nid = "a-list"\nfiles = [{{ url = "{address}" }}]\n'
        sources = site.rules / "sources.toml"
        sources.write_text(sources.read_text(encoding="utf-8") + feed, encoding="utf-8")
        before = files(site.rules)
        for size in (1000, len(body) - 1):
            ended = ran("rules", "update", "-r", site.rules, fault=room(size))
            assert ended.code == 11
            assert b"cannot be kept: File too large" in b" ".join(ended.out.split())
            assert files(site.rules) == before
        assert ran("rules", "update", "-r", site.rules).code == 0
    assert ran(site.deny, "-r", site.rules, *AS_OF).code == 13


def test_a_day_of_retrieval_without_room_leaves_the_former_one(site: Site) -> None:
    """The same files again: only source.toml is written anew."""
    same = site.rules / "lists/a-list/a-list.toml"
    copy = site.folder / "a-list.toml"
    copy.write_bytes(same.read_bytes())
    before = files(site.rules)
    assert ran("rules", "import", copy, "-r", site.rules, "--retrieved", "2026-11-22", fault=room(50)).code == 4
    assert files(site.rules) == before


def test_a_batch_without_room_keeps_whole_shards_and_goes_on(site: Site, verdicts: Verdicts) -> None:
    lines = [b'{"id": "broken"', *site.lines.read_bytes().splitlines()]
    site.lines.write_bytes(b"\n".join(lines) + b"\n")
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "1"]
    ended = ran(*command, fault=together(here, room(20_000)))
    assert ended.code == 1
    assert f"{out}/000001.ndjson: File too large; " in ended.err
    assert list(verdicts(out).values()) == ["incomplete"]
    assert not list(out.glob("000001*")) + list(out.glob(".*")) + list(out.glob("summary.json"))
    first = (out / "000000.done.json").stat().st_mtime_ns
    assert ran(*command, fault=here).code == 13
    assert (out / "000000.done.json").stat().st_mtime_ns == first
    assert verdicts(out) == {"in.ndjson:1": "incomplete", **ALL}
    assert json.loads((out / "summary.json").read_bytes())["orders"] == 9


def test_a_sum_without_room_is_made_by_the_next_run(site: Site) -> None:
    """The shards are whole; what is added up of them, and the patterns across them, find no room."""
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "4"]
    assert ran(*command, fault=here).code == 13
    whole = (out / "summary.json").read_bytes()
    (out / "summary.json").unlink()
    (out / "asked.json").unlink()
    ended = ran(*command, fault=together(here, room(100)))
    assert ended.code == 1
    assert f"{out}/asked.json: File too large" in ended.err
    assert not list(out.glob("summary.json"))
    assert ran(*command, fault=here).code == 13
    assert (out / "summary.json").read_bytes() == whole
    (out / "summary.json").unlink()
    ended = ran(*command, fault=together(here, room(4000)))
    assert ended.code == 1
    assert "no table of patterns can be made" in ended.err
    assert ran(*command, fault=here).code == 13
    assert (out / "summary.json").read_bytes() == whole


def test_a_rescreening_without_room_leaves_the_earlier_verdicts(site: Site, verdicts: Verdicts) -> None:
    out, anew = site.folder / "out", site.folder / "anew"
    assert ran("batch", site.lines, out, "-r", site.rules, *AS_OF, fault=here).code == 13
    before = files(out)
    command = ["rescreen", site.lines, out, "--out", anew, "-r", site.rules, "--as-of", "2026-11-23", "--jobs", "1"]
    ended = ran(*command, fault=room(20_000))
    assert ended.code == 1
    assert f"{anew}/000000.ndjson: File too large" in ended.err
    assert files(out) == before
    assert verdicts(anew) == {}
    assert ran(*command).code == 13
    assert verdicts(anew) == ALL


def test_a_verdict_is_told_only_if_its_record_is_durable(site: Site) -> None:
    book = site.folder / "book.db"
    command = [site.clear, "-r", site.rules, *AS_OF, "--journal", book]
    assert ran(*command).code == 0
    held = journal.verify(book)
    ended = ran(*command, fault=room(book.stat().st_size))
    assert ended.code == 5
    assert ended.out == b""
    assert "nothing was recorded, and what was recorded before is as it was" in ended.err
    assert journal.verify(book) == held
    assert ran(*command).code == 0


def test_a_decision_without_room_makes_no_waiver(site: Site) -> None:
    book = site.folder / "book.db"
    assert ran(site.deny, "-r", site.rules, *AS_OF, "--journal", book).code == 13
    decided = ["decide", book, "f1", "--as", "false_positive", "--reason", "Another.", "--by", "A", "--by", "B"]
    command = [*decided, "--expires", "2099-01-01", "-r", site.rules]
    held = journal.verify(book)
    ended = ran(*command, fault=room(book.stat().st_size))
    assert ended.code == 5
    assert journal.verify(book) == held
    assert not (site.rules / "waivers").exists()


def test_a_waiver_without_room_has_no_effect_and_says_where_it_is(site: Site) -> None:
    """The record comes first: a waiver that nobody answers for would be worse than none."""
    book = site.folder / "book.db"
    command = [site.deny, "-r", site.rules, *AS_OF, "--journal", book]
    assert ran(*command).code == 13
    decided = ["decide", book, "f1", "--as", "false_positive", "--reason", "Another.", "--by", "A", "--by", "B"]

    def fault() -> None:
        from sarcheck.cli import _streams

        def full(_path: Path, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        _streams.write_file = full

    ended = ran(*decided, "--expires", "2099-01-01", "-r", site.rules, fault=fault)
    assert ended.code == 4
    assert f"sarcheck journal export {book} brings the file to put there" in ended.err
    assert journal.verify(book).count == 2
    assert ran(*command).code == 13


def test_a_case_file_without_room_is_not_there(site: Site) -> None:
    book, out = site.folder / "book.db", site.folder / "case.zip"
    assert ran(site.deny, "-r", site.rules, *AS_OF, "--journal", book).code == 13
    ended = ran("journal", "export", book, out, "--case", "DENY", fault=room(1000))
    assert ended.code == 5
    assert f"{out}: cannot be written: File too large" in ended.err
    assert not out.exists()


def test_half_a_key_and_half_an_attestation_are_not_there(site: Site) -> None:
    pytest.importorskip("securesystemslib")
    key, signed = site.folder / "key", site.folder / "clear.attestation.json"
    before = sorted(site.folder.iterdir())
    assert ran("key", "new", key, fault=room(115)).code == 5, "the private half is larger than the public one"
    assert sorted(site.folder.iterdir()) == before
    assert ran("key", "new", key).code == 0
    ended = ran(site.clear, "-r", site.rules, *AS_OF, "--sign", key, fault=room(1000))
    assert ended.code == 5
    assert f"{signed}: cannot be written: File too large" in ended.err
    assert not signed.exists()


def test_a_file_system_without_room(site: Site, verdicts: Verdicts) -> None:
    """The true thing: cache, reports, list and batch on one that fills up, and has room again."""
    with world.small_disk(site.folder / "disk", "200k") as disk:
        out, report = disk / "out", disk / "v.json"
        command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "1"]
        ended = ran(*command, fault=here, SARCHECK_CACHE=str(disk / "cache"))
        assert ended.code == 1
        assert "No space left on device; make room and run it again" in ended.err
        kept = verdicts(out)
        assert kept
        assert kept.items() < ALL.items()
        assert not list(out.glob("summary.json"))
        (disk / "filler").write_bytes(b"0" * _free(disk))
        assert ran(site.clear, "-r", site.rules, *AS_OF, "-f", f"json={report}").code == 1
        assert not report.exists()
        (disk / "filler").unlink()
        world._called("mount", "-o", "remount,size=10m", str(disk))
        assert ran(*command, fault=here).code == 13
        assert verdicts(out) == ALL


def _free(disk: Path) -> int:
    state = os.statvfs(disk)
    return state.f_bavail * state.f_bsize


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, hidden files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
