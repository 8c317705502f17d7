"""Places that cannot be written, and folders that cannot be read: told, and never taken for empty."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sarcheck import journal
from tests.faults import world
from tests.faults.conftest import ALL, Site, Verdicts
from tests.faults.test_disk import files
from tests.faults.world import AS_OF, heeding, here, ran


@contextlib.contextmanager
def frozen(place: Path) -> Iterator[Path]:
    """Let nobody write below a folder: by a mount for root, who heeds no rights, else by taking the rights away."""
    if os.geteuid():
        folders = [place, *(path for path in place.rglob("*") if path.is_dir())]
        try:
            for folder in folders:
                folder.chmod(0o500)
            yield place
        finally:
            for folder in folders:
                folder.chmod(0o700)
        return
    inside = place.with_name(place.name + "-kept")
    place.rename(inside)
    with world.small_disk(place, "20m"):
        shutil.copytree(inside, place, dirs_exist_ok=True)
        world.read_only(place)
        yield place


@pytest.fixture
def cache(site: Site) -> Path:
    """Return a cache of the test's own, with the compiled rules in it."""
    place = site.folder / "cache"
    shutil.copytree(os.environ["SARCHECK_CACHE"], place)
    return place


def test_a_read_only_cache_changes_no_verdict(site: Site, cache: Path) -> None:
    with frozen(cache):
        assert ran(site.deny, "-r", site.rules, *AS_OF, SARCHECK_CACHE=str(cache)).code == 13
        assert ran(site.clear, "-r", site.rules, *AS_OF, SARCHECK_CACHE=str(cache)).code == 0


def test_a_read_only_rules_folder_is_read_and_nothing_is_put_there(site: Site) -> None:
    more = world.party_list(site.folder / "new", "ANOTHER COMPANY")
    book = site.folder / "book.db"
    with frozen(site.rules):
        assert ran(site.deny, "-r", site.rules, *AS_OF, "--journal", book).code == 13
        ended = ran("rules", "import", more, "-r", site.rules)
        assert ended.code == 4
        assert f"{site.rules}/lists: cannot be written: " in ended.err
        assert ran("rules", "update", "-r", site.rules).code == 4
        waived = ["decide", book, "f1", "--as", "false_positive", "--reason", "Another.", "--by", "A", "--by", "B"]
        ended = ran(*waived, "--expires", "2099-01-01", "-r", site.rules)
        assert ended.code in (2, 4)
        assert ran(site.deny, "-r", site.rules, *AS_OF).code == 13


def test_a_read_only_place_for_verdicts(site: Site, verdicts: Verdicts) -> None:
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF, "--shard", "4"]
    assert ran(*command, fault=here).code == 13
    before = files(out)
    with frozen(out):
        assert ran(*command, fault=here).code == 13, "all is there: nothing is written"
        ended = ran(*command, "--no-resume", fault=here)
        assert ended.code == 1
        assert f"{out}/000000.done.json: " in ended.err
        assert "internal error" not in ended.err
        assert files(out) == before
        assert verdicts(out) == ALL
        ended = ran("batch", site.lines, out / "new", "-r", site.rules, *AS_OF, fault=here)
        assert ended.code == 1
        assert f"{out}/new: " in ended.err


def test_a_read_only_place_for_reports_records_and_signatures(site: Site) -> None:
    place = site.folder / "place"
    place.mkdir()
    (place / "order.json").write_bytes(site.clear.read_bytes())
    assert ran("key", "new", site.folder / "key").code == 0
    with frozen(place):
        command = [place / "order.json", "-r", site.rules, *AS_OF]
        assert ran(*command).code == 0
        assert ran(*command, "-f", f"json={place}/v.json").code == 1
        ended = ran(*command, "--journal", place / "book.db")
        assert (ended.code, ended.out) == (5, b"")
        assert ran(*command, "--sign", site.folder / "key").code == 5
        assert ran("key", "new", place / "key").code == 5
        assert [path.name for path in place.iterdir()] == ["order.json"]


def test_a_journal_that_cannot_be_written_can_be_read(site: Site) -> None:
    place = site.folder / "place"
    place.mkdir()
    book = place / "book.db"
    assert ran(site.clear, "-r", site.rules, *AS_OF, "--journal", book).code == 0
    with frozen(place):
        assert ran("journal", "verify", book).code == 0
        assert ran(site.clear, "-r", site.rules, *AS_OF, "--journal", book).code == 5
        assert journal.verify(book).count == 1


UNREADABLE = ["regimes/house", "regimes", "lists", "lists/a-list", "regions", "regimes/us/operator.toml", "."]


@pytest.mark.parametrize("part", UNREADABLE)
def test_a_part_of_the_rules_that_cannot_be_read_stops_the_run(site: Site, part: str) -> None:
    """pathlib's walk passes over such a folder: its rules would have been gone, and the order clear."""
    place = site.rules / part
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        ended = ran(site.clear, "-r", site.rules, *AS_OF, fault=heeding)
        assert ended.code == (2 if part == "." else 4)
        assert ended.out == b""
        assert "Permission denied" in ended.err or "not readable" in ended.err or "no such rules folder" in ended.err
        assert str(place.resolve()) in ended.err
    finally:
        place.chmod(mode)


@pytest.mark.parametrize("part", ["regimes/house", "lists/a-list"])
def test_a_link_to_a_folder_among_the_rules_is_refused(site: Site, part: str) -> None:
    """It was passed over: its rules did not count, and a change of its lists went unseen."""
    place, elsewhere = site.rules / part, site.folder / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    ended = ran(site.deny, "-r", site.rules, *AS_OF)
    assert ended.code == 4
    assert f"{place}: is a link to a folder, which is not followed" in ended.err


def test_a_product_that_cannot_be_read_is_incomplete(site: Site) -> None:
    product = site.folder / "scene"
    product.mkdir()
    (product / "manifest.safe").write_text("<x/>", encoding="utf-8")
    document = json.loads(site.clear.read_bytes())
    document["products"].append({"id": "p2", "href": "scene"})
    site.clear.write_text(json.dumps(document), encoding="utf-8")
    (product / "manifest.safe").chmod(0)
    ended = ran(site.clear, "-r", site.rules, *AS_OF, fault=heeding)
    assert ended.code == 11, ended.err
    product.chmod(0)
    try:
        assert ran(site.clear, "-r", site.rules, *AS_OF, fault=heeding).code == 11
    finally:
        product.chmod(0o755)
