"""Rules folders: closed, layered, hashed whole, compiled once, and refused when anything in them is unreadable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

import sarcheck.ruleset
from sarcheck import compiling, roster
from sarcheck.errors import RulesError
from sarcheck.model import Interval, Source
from sarcheck.ruleset import default_pack, in_force, load
from sarcheck.store import Store, _hashes, hashes, write
from tests import tiny
from tests.builders import rule


def test_a_whole_pack_loads(tmp_path: Path) -> None:
    ruleset = load(tiny.write(tmp_path / "pack"), cache=tmp_path / "cache")
    assert ruleset.stamp.pack == "tiny"
    assert [r.id for r in ruleset.rules] == ["fresh", "listed", "needs", "operator", "region"]
    assert ruleset.platforms.keys("SAT_1") == ("sat-1",)
    assert {"square", "LU", "MT"} <= set(ruleset.regions.ids)
    assert [entry.id for entry in ruleset.entries.entries()] == ["77"]


def test_the_second_start_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    first = load(folder, cache=cache)

    def refused(_layers: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("sarcheck.compiling.compile_layers", refused)
    monkeypatch.setattr("sarcheck.compiling.compile_countries", refused)
    second = load(folder, cache=cache)
    assert second.stamp == first.stamp
    assert [e.id for e in second.entries.entries()] == ["77"]


def test_any_change_is_another_ruleset(tmp_path: Path) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    before = load(folder, cache=cache).stamp.sha256
    for name in ("matching.toml", "regions/square.geojson", "parties/a-list.toml"):
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write("\n")
        after = load(folder, cache=cache).stamp.sha256
        assert after != before
        before = after


def test_other_code_never_opens_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    before = {path.name for path in cache.iterdir()}
    monkeypatch.setattr("sarcheck.ruleset._code_hash", lambda: "other")
    load(folder, cache=cache)
    assert len({path.name for path in cache.iterdir()} - before) == 2


def test_every_builder_is_a_module_that_exists() -> None:
    package = Path(sarcheck.ruleset.__file__).parent
    assert all(list(package.glob(name)) for name in sarcheck.ruleset.BUILDERS)


def test_a_pack_entry_yields_only_to_a_whole_newer_list() -> None:
    stated = dt.date(2026, 1, 1)
    for days, partial, kept in ((0, None, False), (-1, None, True), (0, "cut", True)):
        source = Source(id="a-list", title="A", retrieved=stated + dt.timedelta(days), partial=partial)
        assert roster.superseded(source, stated) != kept
    old = Source(id="a-list", title="A", retrieved=stated, published=stated - dt.timedelta(1000))
    assert not roster.superseded(old, stated), "fetched today, and still what the publisher said years ago"


def test_a_damaged_store_is_built_anew(tmp_path: Path) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    for path in cache.glob("*.store"):
        path.write_bytes(path.read_bytes()[:100])
    assert load(folder, cache=cache).regions.ids


def test_no_cache_folder_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert load(tiny.write(tmp_path / "pack"), cache=tmp_path / "cache").regions.ids


# --- the store of a folder ----------------------------------------------------------------------


def test_another_rulesets_store_is_not_believed(tmp_path: Path) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    (own,) = cache.glob("rules-*.store")
    party = folder / "parties" / "a-list.toml"
    party.write_text(party.read_text().replace("77", "78"))
    load(folder, cache=cache)
    (other,) = set(cache.glob("rules-*.store")) - {own}
    own.replace(other)
    assert [entry.id for entry in load(folder, cache=cache).entries.entries()] == ["78"]


def spoil(store: Path, section: str) -> None:
    """Change one byte of a section in place."""
    content = Store(store)(section).tobytes()
    with store.open("r+b") as stream:
        stream.seek(store.read_bytes().index(content))
        stream.write(bytes([content[0] ^ 1]))


@pytest.mark.parametrize("section", ["pack", "entry_bytes", "region_records"])
def test_a_section_found_damaged_is_compiled_anew(tmp_path: Path, section: str) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    (store,) = cache.glob("rules-*.store")
    spoil(store, section)
    ruleset = load(folder, cache=cache)
    assert [entry.id for entry in ruleset.entries.entries()] == ["77"]
    assert "square" in ruleset.regions.ids
    Store(store)(section)


def test_a_damaged_store_is_not_healed_from_a_folder_that_has_changed(tmp_path: Path) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    ruleset = load(folder, cache=cache)
    (store,) = cache.glob("rules-*.store")
    spoil(store, "entry_offsets")
    touch(folder)
    with pytest.raises(RulesError, match="was changed since it was opened"):
        len(ruleset.entries)


def touch(folder: Path) -> None:
    with (folder / "matching.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n")


Compile = Callable[[Sequence[Path]], dict[str, np.ndarray]]


def restless(monkeypatch: pytest.MonkeyPatch, function: str, times: int, change: Callable[[], None]) -> list[str]:
    """Let the first compiles be disturbed by a change; return what was compiled."""
    plain: Compile = getattr(compiling, function)
    done: list[str] = []

    def disturbed(layers: Sequence[Path]) -> dict[str, np.ndarray]:
        done.append(function)
        if len(done) <= times:
            change()
        return plain(layers)

    monkeypatch.setattr(compiling, function, disturbed)
    return done


@pytest.mark.parametrize("function", ["compile_layers", "compile_countries"])
def test_a_source_that_changes_meanwhile_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    done = restless(monkeypatch, function, 1, lambda: touch(folder))
    stamp = load(folder, cache=cache).stamp
    assert len(done) == 2
    assert load(folder, cache=cache).stamp == stamp
    assert len(done) == 2


def test_an_error_of_a_source_that_changes_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.write(tmp_path / "pack")
    needed, aside = folder / "sources.toml", folder / "README"

    def away_and_back() -> None:
        needed.rename(aside) if needed.exists() else aside.rename(needed)

    done = restless(monkeypatch, "compile_layers", 2, away_and_back)
    assert load(folder, cache=tmp_path / "cache").regions.ids
    assert len(done) == 3


def test_a_source_that_never_rests_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.write(tmp_path / "pack")
    done = restless(monkeypatch, "compile_layers", 99, lambda: touch(folder))
    with pytest.raises(RulesError, match="keeps changing"):
        load(folder, cache=tmp_path / "cache")
    assert len(done) == sarcheck.ruleset.TRIES
    assert not list((tmp_path / "cache").glob("*.store"))


def test_what_is_remembered_of_a_file_never_names_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_hashes, "LARGE", 1)
    monkeypatch.setattr(_hashes, "TICK_NS", -(10**12))
    folder = tiny.write(tmp_path / "pack")
    true = load(folder, cache=tmp_path / "one").stamp
    load(folder, cache=tmp_path / "two")
    (index,) = (tmp_path / "two").glob("hashes-*.store")
    content = Store(index)("hashes").tobytes()
    (digest,) = hashes([folder / "matching.toml"], tmp_path / "elsewhere" / "hashes-1.store")
    write(index, {"hashes": np.frombuffer(content.replace(digest.encode(), b"0" * 64), np.uint8)})
    assert load(folder, cache=tmp_path / "two").stamp == true


def test_the_layer_of_a_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, own = tiny.write(tmp_path / "base"), tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr("sarcheck.ruleset.default_pack", lambda: base)
    (base / "sources.toml").rename(base / "README")
    (own / "sources.toml").write_bytes((base / "README").read_bytes())
    last = load(own, cache=tmp_path / "cache").stamp
    (own / "sources.toml").rename(base / "sources.toml")
    assert load(own, cache=tmp_path / "cache").stamp != last


# --- layers and contents ------------------------------------------------------------------------


def test_a_users_folder_extends_the_default_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = tiny.write(tmp_path / "base")
    monkeypatch.setattr("sarcheck.ruleset.default_pack", lambda: base)
    own = tmp_path / "own"
    (own / "regimes").mkdir(parents=True)
    (own / "operator.toml").write_text('name = "Me"\njurisdictions = ["LU"]\n')
    milder = tiny.FILES["regimes/house/region.toml"].replace('outcome = "review"', 'outcome = "deny"')
    (own / "regimes" / "region.toml").write_text("\n".join(line.strip() for line in milder.splitlines()))
    ruleset = load(own, cache=tmp_path / "cache")
    assert ruleset.profile.name == "Me"
    assert {r.id: r.outcome for r in ruleset.rules}["region"] == "deny"
    assert len(ruleset.rules) == 5


@pytest.mark.parametrize(
    ("profile", "stated", "expected"),
    [
        ("", ("US",), None),
        ('jurisdictions = ["LU"]', (), {"LU", "EU"}),
        ('jurisdictions = ["LU"]', ("US",), {"LU", "EU", "US"}),
    ],
)
def test_what_binds(tmp_path: Path, profile: str, stated: tuple[str, ...], expected: set[str] | None) -> None:
    ruleset = load(tiny.write(tmp_path / "pack", operator=profile), cache=tmp_path / "cache")
    assert ruleset.binding(stated) == expected


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("operater.toml", "", "does not belong in a rules folder"),
        ("pack.toml", "name = ", "is not valid TOML"),
        ("pack.toml", 'name = "x"\n', "Expected text in quotation marks, got nothing"),
        ("matching.toml", 'deny = "high"\nreview = 0.7\n', "matching.toml"),
        ("regimes/us/listed.toml", 'id = "listed"\n', "missing required field"),
        ("regimes/us/twice.toml", tiny.FILES["regimes/us/operator.toml"], "occurs twice"),
        ("sources.toml", "", "names lists that sources.toml lacks"),
        ("platforms.toml", '[[platform]]\nkey = "s"\noperators = [{operator = "nobody"}]\n', "unknown operators"),
        ("regions/bad.geojson", "{", "bad.geojson"),
        ("regions/bad.xyz", "?", "is not read; regions holds"),
        ("parties/party.TOML", "", "is not read; parties holds"),
        ("regimes/a.tml", "", "is not read; regimes holds"),
        ("lists/loose.toml", "", "is not read; lists holds"),
        ("sources.toml", "[[sources]]\nid = 'x'\n", "/sources"),
        ("pack.toml", 'name = "x"\nversion = "1"\njurisdiction = 1\n', "/jurisdiction"),
        ("parties/other.toml", tiny.FILES["parties/a-list.toml"].replace("a-list", "no-list"), "no-list"),
        ("matching.toml", "deny = 2.0\nreview = 0.5\n", "matching.toml"),
        ("matching.toml", "deny = 0.7\nreview = 0.8\nreview_person = 0.8\n", "nor that above deny"),
        ("parties/a-list.toml", 'schema = "other"\n', "a-list.toml"),
        ("operator.toml", "jurisdiction = []\n", "operator.toml"),
        ("operator.toml", "jurisdictions = []\n", "must name at least one jurisdiction"),
        (
            "operator.toml",
            'jurisdictions = ["LU", "lu"]\n',
            "/jurisdictions/1): 'lu' is no code of a jurisdiction; write LU",
        ),
        ("operator.toml", 'jurisdictions = ["Malta"]\n', "'Malta' is no code of a jurisdiction; write MT"),
        ("operator.toml", 'jurisdictions = ["Atlantis"]\n', "write a country's code like LU, or EU"),
        ("operator.toml", 'jurisdictions = "LU"\n', 'write jurisdictions = ["LU"]'),
        ("operator.toml", "jurisdictions = 3\n", "Expected a list in brackets, got a whole number"),
        ("operator.toml", "jurisdictions = [3]\n", "/jurisdictions/0): Expected text in quotation marks"),
    ],
)
def test_what_cannot_be_read_stops_the_run(tmp_path: Path, file: str, text: str, message: str) -> None:
    folder = tiny.write(tmp_path / "pack")
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("\n".join(line.strip() for line in text.splitlines()), encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load(folder, cache=tmp_path / "cache")
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="no such rules folder"):
        load(tmp_path / "nowhere")


def test_the_default_pack_is_at_hand() -> None:
    assert (default_pack() / "pack.toml").is_file()


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2019-12-31", None),
        ("2020-01-01", "verified"),
        ("2025-12-31", "verified"),
        ("2026-01-01", None),
        ("2026-06-01", "unconfirmed"),
        ("2099-01-01", "unconfirmed"),
    ],
)
def test_intervals_include_both_ends(day: str, status: str | None) -> None:
    intervals = (
        Interval(since=dt.date(2020, 1, 1), until=dt.date(2025, 12, 31)),
        Interval(since=dt.date(2026, 6, 1), status="unconfirmed"),
    )
    found = in_force(rule("any", in_force=intervals), dt.date.fromisoformat(day))
    assert (found.status if found else None) == status


# --- groups of countries ------------------------------------------------------------------------

GROUP = """
[[group]]
group = "bloc"
title = "A bloc"
countries = ["{country}"]
source = "made up"
status = "verified"
to = {until}
[[group]]
group = "bloc"
title = "A bloc"
countries = ["LU"]
source = "made up"
status = "verified"
from = 2025-01-01
"""


def grouped(folder: Path, *, country: str = "MT", until: str = "2024-12-31", named: str = "bloc") -> Path:
    tiny.write(folder)
    (folder / "groups.toml").write_text(GROUP.format(country=country, until=until), encoding="utf-8")
    rule_file = folder / "regimes" / "us" / "listed.toml"
    text = rule_file.read_text(encoding="utf-8")
    extra = text.replace('id = "listed"', 'id = "there"').partition("check = ")[0]
    extra += f"""check = "country"
outcome = "deny"
citation = "Law 1"
remedy = "Ask."
[[in_force]]
status = "verified"
[parameters]
applies_to = ["delivery"]
groups = ["{named}"]
"""
    (folder / "regimes" / "us" / "there.toml").write_text(extra, encoding="utf-8")
    return folder


def test_a_group_has_the_members_of_the_day(tmp_path: Path) -> None:
    from sarcheck.evidence import gather
    from tests.builders import order

    ruleset = load(grouped(tmp_path / "pack"), cache=tmp_path / "cache")
    for day, members in ((dt.date(2024, 12, 31), {"MT"}), (dt.date(2025, 1, 1), {"LU"})):
        assert gather(order(), ruleset, day, ruleset.rules).groups == {"bloc": members}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"country": "XX"}, "no country's codes"),
        ({"until": "2025-01-01"}, "intervals of 'bloc' overlap"),
        ({"named": "block"}, "groups that groups.toml lacks"),
    ],
)
def test_groups_that_cannot_be_meant_are_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(RulesError, match=message):
        load(grouped(tmp_path / "pack", **change), cache=tmp_path / "cache")


def test_what_is_made_of_a_pack_is_made_once_by_a_ruleset_that_remembers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(tiny.write(tmp_path / "pack"), cache=tmp_path / "cache")
    asked: list[int] = []

    def made(_: object, number: int) -> int:
        asked.append(number)
        return number + 1

    assert [loaded.once(made, 1) for _ in range(2)] == [2, 2]
    monkeypatch.setattr("sarcheck.ruleset.REMEMBERED", 2)
    remembering = loaded.remembering()
    assert [remembering.once(made, 1) for _ in range(3)] == [2, 2, 2]
    assert asked == [1, 1, 1]
    assert [remembering.once(made, number) for number in (2, 3, 1)] == [3, 4, 2]
    assert asked == [1, 1, 1, 2, 3, 1]


def test_what_is_made_of_a_thing_is_made_once_for_as_long_as_few_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(tiny.write(tmp_path / "pack"), cache=tmp_path / "cache")
    things = [["same"], ["same"], ["other"]]  # equal or not, each is itself
    asked: list[int] = []

    def made(_: object, thing: list[str]) -> int:
        asked.append(next(i for i, one in enumerate(things) if one is thing))
        return asked[-1]

    assert [loaded.about(made, things[0]) for _ in range(2)] == [0, 0]
    monkeypatch.setattr("sarcheck.ruleset.THINGS", 2)
    remembering = loaded.remembering()
    assert [remembering.about(made, things[i]) for i in (0, 1, 0, 1, 2, 0)] == [0, 1, 0, 1, 2, 0]
    assert asked == [0, 0, 0, 1, 2, 0]
