"""Lists in a rules folder: put there whole or not at all, read back unchanged, judged for their age."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from pathlib import Path

import pytest

from sarcheck import importing
from sarcheck.errors import RulesError
from sarcheck.model import Source

HERON = '36,"HERON",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
EGRET = HERON.replace("36", "37").replace("HERON", "EGRET")
ALIAS = '36,1,"aka","H",-0- \r\n\x1a'
ADDRESS = '36,1,-0- ,-0- ,"Atlantis",-0- \r\n\x1a'
OWN = 'schema = "sarcheck.parties/1"\nlist = "own"\ntitle = "Own \\"list\\""\n[[party]]\nid = "a"\nnames = ["A"]\n'
DAY = dt.date(2026, 11, 20)


def code(name: str) -> str | None:
    return None


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Return a folder that holds a whole set, a note, and nothing else."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, text in {"sdn.csv": HERON, "alt.csv": ALIAS, "add.csv": ADDRESS, "dat_spec.txt": "notes"}.items():
        (folder / name).write_text(text, newline="")
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "rules"


def put(path: Path, rules: Path, *more: Path, **options: object) -> tuple[Source, ...]:
    return importing.import_lists([path, *more], rules, country_code=code, **options)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return [entry.names[0].text for entry in importing.read_entries(folder, code)]


def test_a_folder_is_imported_and_read_back(inbox: Path, rules: Path) -> None:
    (source,) = put(inbox, rules, published=dt.date(2026, 11, 19), retrieved=DAY)
    folder = rules / "lists" / "us-sdn"
    assert sorted(path.name for path in folder.iterdir()) == ["add.csv", "alt.csv", "sdn.csv", "source.toml"]
    assert (folder / "sdn.csv").read_bytes() == (inbox / "sdn.csv").read_bytes()
    assert source == importing.read_source(folder)
    assert (source.id, source.entries, source.format, source.partial) == ("us-sdn", 1, "ofac-csv", None)
    assert (source.published, source.retrieved) == (dt.date(2026, 11, 19), DAY)
    assert names(folder) == ["HERON"]
    assert sorted(path.name for path in (rules / "lists").iterdir()) == ["us-sdn"]


def test_the_manifest_is_toml_with_every_files_hash(inbox: Path, rules: Path) -> None:
    put(inbox, rules, retrieved=DAY)
    manifest = tomllib.loads((rules / "lists" / "us-sdn" / "source.toml").read_text())
    assert manifest["schema"] == "sarcheck.source/1"
    assert manifest["retrieved"] == DAY
    assert "published" not in manifest
    assert [(f["name"], f["role"], f["bytes"]) for f in manifest["files"]] == [
        ("add.csv", "address", len(ADDRESS)),
        ("alt.csv", "alias", len(ALIAS)),
        ("sdn.csv", "primary", len(HERON)),
    ]


def test_the_same_files_make_the_same_bytes_and_hash_wherever_they_lie(
    inbox: Path, rules: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(inbox, other)
    (first,), (second,) = put(inbox, rules), put(other, tmp_path / "rules2")
    assert first == second
    manifest = Path("lists", "us-sdn", "source.toml")
    assert (rules / manifest).read_bytes() == (tmp_path / "rules2" / manifest).read_bytes()
    (inbox / "alt.csv").write_text(ALIAS.replace('"H"', '"I"'), newline="")
    assert put(inbox, rules)[0].sha256 != first.sha256


def test_a_toml_list_keeps_its_title_whatever_is_in_it(tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('"Own', '"🛰 Own'), encoding="utf-8")
    assert put(path, rules)[0].title == importing.read_source(rules / "lists" / "own").title == '🛰 Own "list"'


def test_several_lists_at_once(inbox: Path, rules: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert [source.id for source in put(inbox, rules, own)] == ["us-sdn", "own"]


def test_a_new_import_replaces_the_list_and_keeps_the_former_one(inbox: Path, rules: Path) -> None:
    for text in (HERON.replace("HERON", "OLDEST"), HERON.replace("HERON", "OLD"), HERON):
        (inbox / "sdn.csv").write_text(text, newline="")
        put(inbox, rules)
    assert names(rules / "lists" / "us-sdn") == ["HERON"]
    assert names(rules / "lists" / ".previous" / "us-sdn") == ["OLD"]
    assert sorted(path.name for path in (rules / "lists").iterdir()) == [".previous", "us-sdn"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("sdn.csv", EGRET, "not of one date"),
        ("sdn.csv", "<html>", "web page"),
        ("sdn.csv", "\x1a", "not of a list format"),
        ("alt.csv", ALIAS + "broken,row\r\n", "line"),
        ("prices.csv", "a,b,c\n", "not of a list format"),
        ("other.toml", "x = 1\n", "not of a list format"),
    ],
)
def test_a_bad_file_leaves_the_folder_as_it_was(inbox: Path, rules: Path, name: str, text: str, message: str) -> None:
    put(inbox, rules, retrieved=DAY)
    before = {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()}
    (inbox / name).write_text(text, newline="")
    with pytest.raises(RulesError, match=message):
        put(inbox, rules)
    assert {p: p.read_bytes() for p in rules.rglob("*") if p.is_file()} == before


def test_one_bad_list_keeps_the_good_one_out_too(inbox: Path, rules: Path, tmp_path: Path) -> None:
    bad = tmp_path / "own.toml"
    bad.write_text(OWN.replace("names", "nmaes"))
    with pytest.raises(RulesError, match="nmaes"):
        put(inbox, rules, bad)
    assert not rules.exists()


def test_an_imported_list_can_be_imported_elsewhere(inbox: Path, rules: Path, tmp_path: Path) -> None:
    first = put(inbox, rules)
    assert put(rules / "lists" / "us-sdn", tmp_path / "other") == first


def test_files_that_would_overwrite_one_another_are_refused(inbox: Path, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "aliases").mkdir()
    same = (inbox / "alt.csv").rename(tmp_path / "aliases" / "sdn.csv")
    with pytest.raises(RulesError, match="file names must differ"):
        put(inbox, rules, same)
    own = tmp_path / "source.toml"
    own.write_text(OWN)
    with pytest.raises(RulesError, match=r"none may be source\.toml"):
        put(own, rules)


def test_a_file_that_changes_while_it_is_imported_is_refused(
    inbox: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfile", lambda source, target: target.write_text(EGRET))
    with pytest.raises(RulesError, match="sha256 differs"):
        put(inbox, rules)
    assert not list((rules / "lists").iterdir())


def test_a_partial_set_says_so(inbox: Path, rules: Path) -> None:
    (inbox / "alt.csv").unlink()
    assert put(inbox, rules)[0].partial == "the alias file is missing"
    assert importing.read_source(rules / "lists" / "us-sdn").partial == "the alias file is missing"


def test_a_list_without_an_official_name_needs_an_id(tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HERON, newline="")
    with pytest.raises(RulesError, match="give a list id"):
        put(path, rules)
    assert put(path, rules, list_id="us-sdn")[0].id == "us-sdn"


@pytest.mark.parametrize("list_id", ["../etc", "a/b", ".hidden", "", "A", "-a", "a" * 65, "ä"])
def test_a_list_id_cannot_leave_the_folder(tmp_path: Path, rules: Path, list_id: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('"own"', f'"{list_id}"'))
    with pytest.raises(RulesError, match="list id"):
        put(path, rules)


def test_an_id_that_contradicts_the_files_is_refused(inbox: Path, rules: Path) -> None:
    with pytest.raises(RulesError, match="is the list us-sdn, not us-cons"):
        put(inbox, rules, list_id="us-cons")


def test_dates_in_the_wrong_order_and_empty_folders_are_refused(inbox: Path, rules: Path, tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="is after retrieved"):
        put(inbox, rules, published=DAY, retrieved=DAY - dt.timedelta(1))
    (tmp_path / "empty").mkdir()
    with pytest.raises(RulesError, match="holds no list"):
        put(tmp_path / "empty", rules)
    with pytest.raises(RulesError, match="No such file"):
        put(tmp_path / "absent.csv", rules)


def test_a_rules_folder_that_cannot_be_written_is_an_error(inbox: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(RulesError, match="cannot be written"):
        put(inbox, blocked)


def test_a_changed_file_is_not_trusted(inbox: Path, rules: Path) -> None:
    put(inbox, rules)
    folder = rules / "lists" / "us-sdn"
    (folder / "sdn.csv").write_text(HERON.replace("HERON", "EGRET"), newline="")
    with pytest.raises(RulesError, match="sha256 differs"):
        names(folder)
    (folder / "sdn.csv").unlink()
    with pytest.raises(RulesError, match="cannot be read"):
        names(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "us-sdn"', 'id = "us-cons"', "lies in the folder"),
        ('name = "sdn.csv"', 'name = "../sdn.csv"', "outside its folder"),
        ('name = "sdn.csv"', 'name = "/etc/passwd"', "outside its folder"),
        ('format = "ofac-csv"', 'format = "x"', "unknown list format"),
        ("entries = 1", 'entries = "many"', "import the list again"),
        ("sarcheck.source/1", "sarcheck.source/9", "import the list again"),
        ("entries = 1", "entries = 1\nentries = 2", "import the list again"),
    ],
)
def test_a_changed_manifest_is_not_trusted(inbox: Path, rules: Path, old: str, new: str, message: str) -> None:
    put(inbox, rules)
    manifest = rules / "lists" / "us-sdn" / "source.toml"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))
    with pytest.raises(RulesError, match=message):
        names(manifest.parent)


def test_a_folder_without_a_manifest_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"source\.toml.*cannot be read"):
        importing.read_source(tmp_path)


def of(**fields: object) -> Source:
    return Source(**({"id": "l", "title": "L", "entries": 5} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "days", "state", "age"),
    [
        (of(retrieved=DAY), 0, "current", 0),
        (of(retrieved=DAY), 7, "current", 7),
        (of(retrieved=DAY), 8, "stale", 8),
        (of(retrieved=DAY, published=DAY - dt.timedelta(300)), 7, "current", 7),
        (of(published=DAY), 7, "current", 7),
        (of(published=DAY), 8, "stale", 8),
        (of(), 0, "stale", None),
        (of(retrieved=DAY, partial="the alias file is missing"), 1, "partial", 1),
        (of(retrieved=DAY, partial="the alias file is missing"), 8, "stale", 8),
        (of(retrieved=DAY, entries=0), 0, "missing", 0),
        (of(entries=0), 0, "missing", None),
        (of(retrieved=DAY), -1, "current", -1),
    ],
)
def test_the_state_of_a_list_on_a_day(source: Source, days: int, state: str, age: int | None) -> None:
    found = importing.status(source, DAY + dt.timedelta(days), 7)
    assert (found.state, found.age_days) == (state, age)
    assert (found.caveat is None) == (state == "current" and days >= 0)


def test_without_a_limit_only_an_unknown_age_is_stale() -> None:
    later = DAY + dt.timedelta(4000)
    assert importing.status(of(retrieved=DAY), later, None).state == "current"
    assert importing.status(of(), later, None).state == "stale"


def test_a_list_newer_than_the_day_judged_carries_a_caveat() -> None:
    found = importing.status(of(retrieved=DAY), dt.date(2022, 1, 1), 7)
    assert found.state == "current"
    assert "newer than the day judged" in str(found.caveat)


def test_every_reason_is_in_the_caveat() -> None:
    found = importing.status(of(retrieved=DAY, partial="no aliases", problems=("odd",)), DAY + dt.timedelta(9), 7)
    assert found.caveat == "odd; no aliases; 9 days old; at most 7 are allowed"
