"""Two versions of lists compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from sarcheck import differences
from sarcheck.errors import RulesError
from sarcheck.model import Entry, Identifier, Name
from sarcheck.reports import differences as report
from sarcheck.ruleset import default_pack

LAYERS = (default_pack(),)


def entry(key: str, name: str, *more: str, number: str = "") -> Entry:
    numbers = (Identifier(scheme="inn", value=number),) if number else ()
    names = (Name(text=name), *(Name(text=text, kind="alias") for text in more))
    return Entry(list="us-sdn", id=key, type="organization", names=names, identifiers=numbers)


def parties(path: Path, *names: str) -> Path:
    rows = "".join(f'[[party]]\nid = "{i}"\nnames = ["{name}"]\n' for i, name in enumerate(names, 1))
    path.write_text(f'schema = "sarcheck.parties/1"\nlist = "us-el"\n{rows}', encoding="utf-8")
    return path


def test_what_came_went_and_changed() -> None:
    found = differences.compare(
        [entry("1", "HERON"), entry("2", "EGRET"), entry("3", "IBIS", number="1")],
        [entry("2", "EGRET"), entry("3", "IBIS", "SACRED IBIS", number="2"), entry("4", "STORK")],
    )
    assert [e.id for e in found.added] == ["4"]
    assert [e.id for e in found.removed] == ["1"]
    assert [(c.after.id, c.fields) for c in found.changed] == [("3", ("names", "identifiers"))]


def test_the_text_tells_values_that_came_and_went() -> None:
    found = differences.compare([entry("3", "IBIS", number="1")], [entry("3", "IBIS", "SACRED IBIS", number="2")])
    text = " ".join(report.text(found, before="a", after="b", width=120).decode().split())
    assert "us-sdn 0 added, 0 removed, 1 changed" in text
    assert "us-sdn 3 IBIS: names +SACRED IBIS; identifiers +inn 2, -inn 1" in text


def test_equal_versions_differ_in_nothing() -> None:
    found = differences.compare([entry("1", "HERON")], [entry("1", "HERON")])
    assert found == differences.Differences(added=(), removed=(), changed=())
    assert "Nothing differs." in report.text(found, before="a", after="b").decode()


def test_many_are_cut_in_the_text_and_said_to_be() -> None:
    found = differences.compare([], [entry(str(i), "HERON") for i in range(25)])
    text = report.text(found, before="a", after="b").decode()
    assert "and 5 more entries; --format json has all" in text


def test_files_are_read_as_what_they_are(tmp_path: Path) -> None:
    file = parties(tmp_path / "el.toml", "Heron", "Egret")
    assert [e.id for e in differences.read(file, LAYERS)] == ["1", "2"]
    assert [e.id for e in differences.read(tmp_path, LAYERS)] == ["1", "2"]


def test_a_rules_folder_is_read_over_the_default_pack(tmp_path: Path) -> None:
    (tmp_path / "parties").mkdir()
    parties(tmp_path / "parties" / "us-el.toml", "Heron")
    listed = differences.read(tmp_path, LAYERS)
    assert ("us-el", "1") in {(e.list, e.id) for e in listed}
    assert any(e.list == "us-sdn" for e in listed)


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_what_holds_no_list_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RulesError, match=r"cannot be read|neither a rules folder nor a list"):
        differences.read(tmp_path / name, LAYERS)
