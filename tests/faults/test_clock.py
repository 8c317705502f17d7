"""A clock that is behind: it would make old lists new, law not yet in force, and what has expired count again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from sarcheck import journal
from sarcheck.importing import import_lists, moment
from tests.faults import world
from tests.faults.conftest import Site
from tests.faults.world import AS_OF, here, ran

LATER = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
"""When the list was fetched: by today's clock it has yet to be."""


@pytest.fixture
def behind(site: Site) -> Site:
    """Return a site whose list was recorded by a clock that this machine's is behind."""
    path = world.party_list(site.folder / "later", "ANOTHER COMPANY")
    day = LATER.date()
    import_lists([path], site.rules, country_code=str, published=day, retrieved=day, recorded=moment(LATER))
    return site


@pytest.mark.parametrize("verb", ["screen", "batch", "rescreen"])
def test_a_clock_behind_the_lists_gives_no_verdict(behind: Site, verb: str) -> None:
    out, rules = behind.folder / "out", ("-r", behind.rules)
    if verb == "rescreen":
        assert ran("batch", behind.lines, out, *rules, *AS_OF, fault=here).code == 13
    places = {"screen": [behind.clear], "batch": [behind.lines, out], "rescreen": [behind.lines, out, "--jobs", "1"]}
    ended = ran(verb, *places[verb], *rules)
    assert (ended.code, ended.out) == (4, b"")
    today = dt.datetime.now(dt.UTC).date()
    assert f"a-list: was recorded on {LATER.date()}, and the clock now says {today}: set the clock" in ended.err


def test_a_day_that_a_person_names_needs_no_clock(behind: Site) -> None:
    assert ran(behind.deny, "-r", behind.rules, *AS_OF).code == 13
    assert ran(behind.deny, "-r", behind.rules, "--as-of", LATER.date().isoformat()).code == 13


def test_a_list_that_a_wrong_clock_recorded_is_imported_again(behind: Site) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    same = behind.folder / "later" / "a-list.toml"
    assert ran("rules", "import", same, "-r", behind.rules, "--retrieved", today).code == 0
    assert ran(behind.deny, "-r", behind.rules).code == 13


def test_a_moment_that_is_none_is_refused(behind: Site) -> None:
    manifest = behind.rules / "lists/a-list/source.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(moment(LATER), "tomorrow"), encoding="utf-8")
    ended = ran(behind.clear, "-r", behind.rules)
    assert (ended.code, ended.out) == (4, b"")
    assert "'tomorrow' is no moment like" in ended.err


def test_midnight_between_two_machines_is_no_fault(site: Site) -> None:
    path = world.party_list(site.folder / "later", "ANOTHER COMPANY")
    now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=20)
    day = now.date()
    import_lists([path], site.rules, country_code=str, published=day, retrieved=day, recorded=moment(now))
    assert ran(site.deny, "-r", site.rules).code == 13


def test_a_clock_behind_the_journal_records_nothing(site: Site) -> None:
    book = site.folder / "book.db"
    command = [site.clear, "-r", site.rules, *AS_OF, "--journal", book]
    assert ran(*command).code == 0
    draft = journal.Draft(kind="purge", retain_until=None, facts={}, parts={})
    journal.append(book, [draft], LATER)
    ended = ran(*command)
    assert (ended.code, ended.out) == (5, b"")
    assert f"record 2: was written on {LATER.date()}, and the clock now says" in ended.err
    assert journal.verify(book).count == 2


@pytest.mark.parametrize("when", ["1971-01-01", "2090-01-01"])
def test_dates_of_files_make_no_list_younger(site: Site, when: str) -> None:
    """How old a list is says its source.toml, and a cache is known by what is in the files."""
    stamp = dt.datetime.fromisoformat(when).timestamp()
    for path in [*site.rules.rglob("*"), *Path(os.environ["SARCHECK_CACHE"]).glob("*")]:
        os.utime(path, (stamp, stamp))
    assert ran(site.clear, "-r", site.rules, *AS_OF).code == 0
    ended = ran(site.clear, "-r", site.rules, "--as-of", "2026-12-24")
    assert ended.code == 11
    assert b"33 days old; at most 20 are allowed" in b" ".join(ended.out.split())


def test_a_list_of_an_unknown_day_is_stale_by_any_clock(site: Site) -> None:
    path = world.party_list(site.folder / "later", "ANOTHER COMPANY")
    import_lists([path], site.rules, country_code=str)
    for day in ("2021-01-01", "2026-11-22", "2099-01-01"):
        assert ran(site.clear, "-r", site.rules, "--as-of", day).code == 11
