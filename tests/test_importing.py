"""Lists in a rules folder: put there whole or not at all, read back unchanged, judged for their age."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import shutil
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sarcheck import importing, ruleset
from sarcheck.errors import RulesError
from sarcheck.lists import About
from sarcheck.model import Entry, Name, Source
from tests import tiny

HERON = '36,"HERON",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
EGRET = HERON.replace("36", "37").replace("HERON", "EGRET")
ALIAS = '36,1,"aka","H",-0- \r\n\x1a'
ADDRESS = '36,1,-0- ,-0- ,"Atlantis",-0- \r\n\x1a'
HEAD = 'schema = "sarcheck.parties/1"\nlist = "own"\ntitle = "Own \\"list\\""\nwhole = true\n'
OWN = HEAD + '[[party]]\nid = "a"\nnames = ["A"]\n'
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


def visible(rules: Path) -> list[str]:
    return sorted(path.name for path in (rules / "lists").iterdir())


def names(folder: Path) -> list[str]:
    return [entry.names[0].text for entry in importing.read_entries(folder, code)]


def test_a_folder_is_imported_and_read_back(inbox: Path, rules: Path) -> None:
    (source,) = put(inbox, rules, published=dt.date(2026, 11, 19), retrieved=DAY)
    folder = rules / "lists" / "us-sdn"
    assert sorted(path.name for path in folder.iterdir()) == ["add.csv", "alt.csv", "sdn.csv", "source.toml"]
    assert (folder / "sdn.csv").read_bytes() == (inbox / "sdn.csv").read_bytes()
    assert (source,) == importing.read_sources(folder)
    assert (source.id, source.entries, source.format, source.partial) == ("us-sdn", 1, "ofac-csv", None)
    assert (source.published, source.retrieved) == (dt.date(2026, 11, 19), DAY)
    assert names(folder) == ["HERON"]
    assert visible(rules) == ["us-sdn"]


def test_the_manifest_is_toml_with_every_files_hash(inbox: Path, rules: Path) -> None:
    put(inbox, rules, retrieved=DAY)
    manifest = tomllib.loads((rules / "lists" / "us-sdn" / "source.toml").read_text())
    assert manifest["schema"] == "sarcheck.source/1"
    assert manifest["retrieved"] == DAY
    assert "published" not in manifest
    assert manifest["lists"] == {"us-sdn": 1}
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
    assert put(path, rules)[0].title == importing.read_sources(rules / "lists" / "own")[0].title == '🛰 Own "list"'


def test_several_lists_at_once(inbox: Path, rules: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert [source.id for source in put(inbox, rules, own)] == ["us-sdn", "own"]


def test_a_new_import_replaces_the_list_and_keeps_the_former_ones(inbox: Path, rules: Path) -> None:
    days = {"UNDATED": None, "OLDEST": DAY - dt.timedelta(9), "OLD": DAY - dt.timedelta(1), "HERON": DAY}
    for name, day in days.items():
        (inbox / "sdn.csv").write_text(HERON.replace("HERON", name), newline="")
        put(inbox, rules, retrieved=day)
    assert visible(rules) == [".previous", "us-sdn"]
    versions = importing.versions(rules, "us-sdn")
    assert [names(folder) for folder in versions] == [[name] for name in days]
    assert [folder.name.rpartition("-")[0] for folder in versions[:3]] == ["undated", "2026-11-11", "2026-11-19"]
    assert versions[3] == rules / "lists" / "us-sdn"
    assert importing.versions(rules, "us-cons") == ()


def test_an_earlier_version_can_be_put_back(inbox: Path, rules: Path) -> None:
    put(inbox, rules, retrieved=DAY)
    (inbox / "sdn.csv").write_text(EGRET.replace("37", "36"), newline="")
    put(inbox, rules, retrieved=DAY)
    put(importing.versions(rules, "us-sdn")[0], rules, retrieved=DAY)
    assert names(rules / "lists" / "us-sdn") == ["HERON"]
    put(inbox, rules, retrieved=DAY)
    assert sorted(names(folder) for folder in importing.versions(rules, "us-sdn")) == [["EGRET"], ["HERON"]]


def test_versions_of_one_day_are_in_the_order_in_which_they_came(inbox: Path, rules: Path) -> None:
    names_in_order = ["A", "B", "C", "D", "B", "E"]
    for minute, name in enumerate(names_in_order):
        (inbox / "sdn.csv").write_text(HERON.replace("HERON", name), newline="")
        moment = importing.moment(dt.datetime(2026, 11, 20, 9, minute, tzinfo=dt.UTC))
        put(inbox, rules, retrieved=DAY, recorded=moment)
    assert [names(folder) for folder in importing.versions(rules, "us-sdn")] == [["A"], ["C"], ["D"], ["B"], ["E"]]


def test_changed_bytes_are_never_kept_as_the_version_that_they_were(inbox: Path, rules: Path) -> None:
    put(inbox, rules, retrieved=DAY)
    (rules / "lists/us-sdn/sdn.csv").write_text(HERON.replace("HERON", "EGRET"), newline="")
    put(inbox, rules, retrieved=DAY)
    (kept,) = (rules / "lists/.previous/us-sdn").iterdir()
    assert kept.name.startswith("damaged-")
    assert importing.versions(rules, "us-sdn") == (rules / "lists/us-sdn",)
    with pytest.raises(RulesError, match=r"sdn\.csv.*is not the file that .*source\.toml tells of: its sha256 differs"):
        put(kept, rules, retrieved=DAY)
    with pytest.raises(RulesError, match="is not the file"):
        put(kept / "sdn.csv", rules, retrieved=DAY)
    (kept / "source.toml").write_text("")
    with pytest.raises(RulesError, match="cannot be held against it"):
        put(kept, rules, retrieved=DAY)
    assert names(rules / "lists/us-sdn") == ["HERON"]


def test_a_day_of_retrieval_after_the_import_is_not_trusted(inbox: Path, rules: Path) -> None:
    recorded = importing.moment(dt.datetime(2026, 11, 20, 23, 59, tzinfo=dt.UTC))
    put(inbox, rules, retrieved=DAY, recorded=recorded)
    manifest = rules / "lists/us-sdn/source.toml"
    manifest.write_text(manifest.read_text().replace(f"retrieved = {DAY}", "retrieved = 2026-11-21"))
    with pytest.raises(RulesError, match="2026-11-21 was not yet when this was recorded"):
        importing.read_sources(manifest.parent)


def test_a_folder_of_folders_is_told_as_such(inbox: Path, rules: Path) -> None:
    with pytest.raises(RulesError, match=r"holds no list itself: name the folders in it that do \(inbox\)"):
        put(inbox.parent, rules)


def test_an_earlier_version_that_is_damaged_says_so(inbox: Path, rules: Path) -> None:
    put(inbox, rules)
    (inbox / "sdn.csv").write_text(HERON.replace("HERON", "EGRET"), newline="")
    put(inbox, rules)
    (importing.versions(rules, "us-sdn")[0] / "source.toml").write_text("")
    with pytest.raises(RulesError, match="delete this earlier version"):
        importing.versions(rules, "us-sdn")


def test_the_very_same_files_only_refresh_what_is_known(inbox: Path, rules: Path) -> None:
    put(inbox, rules, published=DAY - dt.timedelta(5), retrieved=DAY - dt.timedelta(5))
    (source,) = put(inbox, rules, retrieved=DAY)
    assert (source.published, source.retrieved) == (DAY - dt.timedelta(5), DAY)
    assert (source,) == importing.read_sources(rules / "lists" / "us-sdn")
    assert put(inbox, rules) == (source,)
    assert visible(rules) == ["us-sdn"]


def test_a_damaged_list_is_mended_by_the_same_files(inbox: Path, rules: Path) -> None:
    put(inbox, rules)
    (rules / "lists" / "us-sdn" / "alt.csv").write_text("36,1\n")
    put(inbox, rules)
    assert names(rules / "lists" / "us-sdn") == ["HERON"]
    (rules / "lists" / "us-sdn" / "source.toml").write_text("")
    assert importing.in_force(rules, "us-sdn") is None
    assert importing.counts(rules) == {}
    put(inbox, rules)
    assert names(rules / "lists" / "us-sdn") == ["HERON"]
    assert list((rules / "lists" / ".previous" / "us-sdn").glob("damaged-*"))


def killed(step: int, inbox: Path, rules: Path) -> bool:
    """Import in a process that is killed before one of its steps; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        left = [step]

        def counted(work: object) -> object:
            def run(*arguments: object, **options: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return work(*arguments, **options)  # type: ignore[operator]

            return run

        for owner, name in ((Path, "rename"), (Path, "write_text"), (shutil, "copyfile"), (shutil, "rmtree")):
            setattr(owner, name, counted(getattr(owner, name)))
        put(inbox, rules, retrieved=DAY)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_an_import_that_is_killed_leaves_one_whole_version(inbox: Path, rules: Path, tmp_path: Path) -> None:
    put(inbox, rules, retrieved=DAY - dt.timedelta(1))
    (inbox / "sdn.csv").write_text(HERON.replace("HERON", "EGRET"), newline="")
    found: list[str] = []
    places: set[str] = set()
    for step in range(100):
        copied = shutil.copytree(rules, tmp_path / f"rules{step}")
        if not killed(step, inbox, copied):
            break
        (folder,) = importing.folders(copied).values()
        found += names(folder)
        places.add(folder.name)
        with importing.locked(copied):
            assert names(copied / "lists" / "us-sdn") == found[-1:]
        put(inbox, copied, retrieved=DAY)
        assert names(copied / "lists" / "us-sdn") == ["EGRET"]
        assert visible(copied) == [".previous", "us-sdn"]
        assert [names(version) for version in importing.versions(copied, "us-sdn")] == [["HERON"], ["EGRET"]]
    assert step >= 7
    assert found == sorted(found, reverse=True)
    assert set(found) == {"HERON", "EGRET"}
    assert places == {"us-sdn", "us-sdn.new"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_an_import_waits_for_another_writer(inbox: Path, rules: Path) -> None:
    ready, go = os.pipe()
    if (child := os.fork()) == 0:
        os.read(ready, 1)
        put(inbox, rules)
        os._exit(0)
    with importing.locked(rules):
        os.write(go, b"!")
        time.sleep(0.2)
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
        assert importing.folders(rules) == {}
    assert os.waitpid(child, 0)[1] == 0
    assert names(rules / "lists" / "us-sdn") == ["HERON"]
    os.close(ready)
    os.close(go)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_imports_at_the_same_time_come_one_after_the_other(rules: Path, tmp_path: Path) -> None:
    children = []
    for i in range(6):
        inbox = tmp_path / str(i)
        inbox.mkdir()
        (inbox / "sdn.csv").write_text(HERON.replace("HERON", f"HERON {i}"), newline="")
        if (child := os.fork()) == 0:
            put(inbox, rules, retrieved=DAY - dt.timedelta(i))
            os._exit(0)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6
    versions = importing.versions(rules, "us-sdn")
    assert sorted(name for version in versions for name in names(version)) == [f"HERON {i}" for i in range(6)]
    assert visible(rules) == [".previous", "us-sdn"]


def test_a_ruleset_never_lacks_a_list_that_is_being_replaced(tmp_path: Path) -> None:
    rules = tiny.write(tmp_path / "rules")

    def loaded() -> tuple[str, int]:
        (state,) = ruleset.load(rules, cache=tmp_path / "cache").sources(DAY)
        return state.state, state.entries

    path = tmp_path / "list.toml"
    path.write_text(OWN.replace('"own"', '"a-list"'))
    put(path, rules, retrieved=DAY)
    assert loaded() == ("current", 1)
    place = rules / "lists" / "a-list"
    place.rename(place.with_name("a-list.new"))
    assert loaded() == ("current", 1)
    path.write_text(path.read_text() + '[[party]]\nid = "b"\nnames = ["B"]\n')
    put(path, tmp_path / "newer", retrieved=DAY)
    shutil.copytree(tmp_path / "newer" / "lists" / "a-list", place)
    assert loaded() == ("current", 2)
    put(path, rules, retrieved=DAY)
    assert visible(rules) == ["a-list"]


def test_a_packed_file_is_kept_as_it_is(inbox: Path, rules: Path) -> None:
    data = gzip.compress((inbox / "sdn.csv").read_bytes(), mtime=0)
    (inbox / "sdn.csv").unlink()
    (inbox / "sdn.csv.gz").write_bytes(data)
    put(inbox, rules)
    assert (rules / "lists" / "us-sdn" / "sdn.csv.gz").read_bytes() == data
    assert names(rules / "lists" / "us-sdn") == ["HERON"]


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
    assert visible(rules) == []


def test_a_partial_set_says_so(inbox: Path, rules: Path) -> None:
    (inbox / "alt.csv").unlink()
    assert put(inbox, rules)[0].partial == "the alias file is missing"
    assert importing.read_sources(rules / "lists" / "us-sdn")[0].partial == "the alias file is missing"


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
        ("us-sdn = 1", 'us-sdn = "many"', "import the list again"),
        ("sarcheck.source/1", "sarcheck.source/9", "import the list again"),
        ("us-sdn = 1", "us-sdn = 1\nus-sdn = 2", "import the list again"),
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
        importing.read_sources(tmp_path)


class Dated:
    """A list format whose files state a day and the lists of their entries: ``day list list ...``."""

    def __init__(self, name: str = "dated") -> None:
        self.NAME, self.SUFFIXES = name, (f".{name}",)

    def sniff(self, head: bytes, name: str) -> str | None:
        return "list" if name.endswith(self.SUFFIXES) else None

    def family(self, head: bytes, name: str) -> str | None:
        return "pub"

    def about(self, files: Mapping[str, Path], list_id: str) -> About:
        return About("Publication", dt.date.fromisoformat(files["list"].read_text().split()[0]))

    def read(self, files: Mapping[str, Path], list_id: str, country_code: object) -> Iterator[Entry]:
        for i, name in enumerate(files["list"].read_text().split()[1:]):
            yield Entry(list=name, id=str(i), type="unknown", names=(Name(text="N"),))


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that says it is of DAY and carries two entries of list b and one of list a."""
    monkeypatch.setattr("sarcheck.lists._formats", lambda: (Dated(), Dated("other")))
    path = tmp_path / "p.dated"
    path.write_text(f"{DAY} b b a")
    return path


def test_a_publication_carries_several_lists(publication: Path, rules: Path) -> None:
    a, b = put(publication, rules)
    assert [(s.id, s.entries, s.carrier, s.published) for s in (a, b)] == [("a", 1, "pub", DAY), ("b", 2, "pub", DAY)]
    assert (a, b) == importing.read_sources(rules / "lists" / "pub")
    assert importing.counts(rules) == {"a": 1, "b": 2}
    assert importing.versions(rules, "a") == importing.versions(rules, "pub") == (rules / "lists" / "pub",)


def test_the_day_that_files_state_is_not_contradicted(publication: Path, rules: Path) -> None:
    with pytest.raises(RulesError, match=f"of {DAY}, not 2026-11-19"):
        put(publication, rules, published=DAY - dt.timedelta(1))
    with pytest.raises(RulesError, match=f"of {DAY}, after retrieved 2026-11-18"):
        put(publication, rules, retrieved=DAY - dt.timedelta(2))
    assert put(publication, rules, retrieved=DAY - dt.timedelta(1))[0].published == DAY


def test_one_list_in_two_forms_is_refused(publication: Path, rules: Path) -> None:
    other = publication.with_suffix(".other")
    shutil.copy(publication, other)
    with pytest.raises(RulesError, match=r"comes twice, as dated \(p\.dated\) and as other \(p\.other\): import one"):
        put(publication, rules, other)
    assert not rules.exists()


def test_a_name_that_cannot_be_kept_is_refused(inbox: Path, rules: Path) -> None:
    path = (inbox / "sdn.csv").rename(inbox / "sdn\x7f.csv")
    with pytest.raises(RulesError, match="rename the file"):
        put(path, rules)


@pytest.mark.parametrize(
    ("before", "after", "share", "told"),
    [
        ({"a": 100}, {"a": 90}, 0.1, {}),
        ({"a": 100}, {"a": 89}, 0.1, {"a": "has 89 entries, 11 fewer than the 100 of the version before"}),
        ({"a": 100}, {"a": 99}, 0.0, {"a": "has 99 entries, 1 fewer than the 100 of the version before"}),
        ({"a": 9, "b": 1}, {"a": 9}, 0.5, {"b": "has 0 entries, 1 fewer than the 1 of the version before"}),
        ({"a": 9}, {"a": 1}, 0.5, {"a": "has 1 entry, 8 fewer than the 9 of the version before"}),
        ({}, {"a": 1}, 0.0, {}),
        ({"a": 1}, {"a": 2}, 0.0, {}),
    ],
)
def test_what_a_list_has_lost(
    before: dict[str, int], after: dict[str, int], share: float, told: dict[str, str]
) -> None:
    assert importing.shrunk(before, after, share) == told


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
