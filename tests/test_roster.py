"""Publishers' lists and the pack's own records, put together: nobody is lost who was on either."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from sarcheck import importing, roster
from sarcheck.errors import RulesError
from sarcheck.lists.merging import merged
from sarcheck.model import Entry, Identifier, Link, Name, Source

DAY = dt.date(2026, 11, 20)
HEAD = 'schema = "sarcheck.parties/1"\nlist = "us-sdn"\n'


def parties(path: Path, *rows: str, head: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + head + "".join(f"[[party]]\n{row}\n" for row in rows), encoding="utf-8")
    return path


def bring(rules: Path, path: Path, **days: dt.date | None) -> None:
    importing.import_lists([path], rules, country_code=lambda code: code, **days)  # type: ignore[arg-type]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    own = 'id = "1"\nnames = ["HERON"]\naliases = ["GREY HERON"]\nidentifiers = { inn = "7722429553" }'
    parties(tmp_path / "rules" / "parties" / "us-sdn.toml", own, head="stated = 2026-07-31\n")
    return tmp_path / "rules"


def found(rules: Path) -> dict[str, set[str]]:
    entries, _ = roster.gathered((rules,), lambda code: code)
    return {entry.id: {name.text for name in entry.names} for entry in entries}


@pytest.mark.parametrize(
    ("whole", "published", "retrieved", "kept"),
    [
        (True, None, DAY, False),
        (False, None, DAY, True),
        (True, dt.date(2022, 4, 15), DAY, True),
        (True, dt.date(2026, 7, 31), DAY, False),
        (True, None, dt.date(2026, 7, 30), True),
        (True, None, None, True),
    ],
)
def test_the_packs_record_adds_what_an_older_or_partial_list_lacks(
    tmp_path: Path, rules: Path, whole: bool, published: dt.date | None, retrieved: dt.date | None, kept: bool
) -> None:
    head = "whole = true\n" if whole else ""
    bring(
        rules,
        parties(tmp_path / "l.toml", 'id = "1"\nnames = ["HERON"]', head=head),
        published=published,
        retrieved=retrieved,
    )
    assert found(rules) == {"1": {"HERON", "GREY HERON"} if kept else {"HERON"}}


def test_a_whole_newer_list_without_a_party_takes_it_off(tmp_path: Path, rules: Path) -> None:
    bring(rules, parties(tmp_path / "l.toml", 'id = "2"\nnames = ["EGRET"]', head="whole = true\n"), retrieved=DAY)
    assert found(rules) == {"2": {"EGRET"}}


def test_a_partial_list_takes_nobody_off(tmp_path: Path, rules: Path) -> None:
    bring(rules, parties(tmp_path / "l.toml", 'id = "2"\nnames = ["EGRET"]'), retrieved=DAY)
    assert found(rules).keys() == {"1", "2"}


def test_a_format_that_is_not_the_lists_own_is_refused(tmp_path: Path, rules: Path) -> None:
    path = parties(tmp_path / "l.toml", 'id = "1"\nnames = ["HERON"]')
    with pytest.raises(RulesError, match="is parties, but us-sdn comes as ofac-csv"):
        importing.import_lists([path], rules, country_code=lambda code: code, formats={"us-sdn": ("ofac-csv",)})


def test_whole_says_it_for_a_file_that_does_not(tmp_path: Path, rules: Path) -> None:
    path = parties(tmp_path / "l.toml", 'id = "1"\nnames = ["HERON"]')
    (part,) = importing.import_lists([path], rules, country_code=lambda code: code, retrieved=DAY)
    assert "nobody has said" in (part.partial or "")
    (whole,) = importing.import_lists([path], rules, country_code=lambda code: code, retrieved=DAY, whole=True)
    assert whole.partial is None


def test_a_list_that_is_not_as_long_as_recorded_is_refused(tmp_path: Path, rules: Path) -> None:
    rows = ('id = "1"\nnames = ["HERON"]', 'id = "2"\nnames = ["EGRET"]')
    path = parties(tmp_path / "l.toml", *rows)
    bring(rules, path, retrieved=DAY)
    place, digest = rules / "lists/us-sdn", importing.hashed(path)
    short = importing.hashed(parties(place / "l.toml", rows[0]))
    text = (place / "source.toml").read_text()
    changed = text.replace(digest[0], short[0]).replace(f"bytes = {digest[1]}", f"bytes = {short[1]}")
    (place / "source.toml").write_text(changed)
    with pytest.raises(
        RulesError, match=r"entries of us-sdn: 1 read, 2 recorded.*delete its folder, and fetch or import"
    ):
        found(rules)
    shutil.rmtree(place)
    bring(rules, path, retrieved=DAY)
    assert found(rules).keys() == {"1", "2"}


def test_an_old_copy_is_stale_whenever_it_was_fetched() -> None:
    source = Source(
        id="l",
        title="L",
        published=dt.date(2022, 4, 15),
        retrieved=DAY,
        entries=1,
        max_age_days=7,
        max_published_days=60,
    )
    state = importing.status(source, DAY, 7)
    assert state.state == "stale"
    assert "old copy" in (state.caveat or "")


def test_two_records_of_one_party_become_one() -> None:
    one = Entry(list="l", id="1", type="company", names=(Name(text="A"),), listed=dt.date(2023, 2, 27), born=("2019",))
    other = Entry(
        list="l",
        id="1",
        type="company",
        names=(Name(text="A", kind="alias"), Name(text="B", kind="alias")),
        identifiers=(Identifier(scheme="inn", value="1"),),
        links=(Link(target="C", type="linked_to"),),
        listed=dt.date(2023, 2, 24),
        delisted=dt.date(2030, 1, 1),
        remarks="x",
    )
    both = merged(one, other)
    assert [name.text for name in both.names] == ["A", "B"]
    assert (both.listed, both.delisted) == (dt.date(2023, 2, 24), None)
    assert (both.identifiers, both.links, both.born, both.remarks) == (other.identifiers, other.links, ("2019",), "x")
