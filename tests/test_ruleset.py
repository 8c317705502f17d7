"""Rules folders: closed, layered, hashed whole, compiled once, and refused when anything in them is unreadable."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import sarcheck.ruleset
from sarcheck import compiling
from sarcheck.errors import RulesError
from sarcheck.model import Interval, Source
from sarcheck.ruleset import default_pack, in_force, load
from tests import tiny
from tests.builders import entry, rule


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


def test_a_pack_entry_yields_only_to_a_whole_newer_list(tmp_path: Path) -> None:
    stated = dt.date(2026, 1, 1)
    for days, partial, kept in ((0, None, False), (-1, None, True), (0, "cut", True)):
        source = Source(id="a-list", title="A", retrieved=stated + dt.timedelta(days), partial=partial)
        seen = compiling.whole_lists({"a-list": (tmp_path, source)})
        assert compiling.superseded(entry(list="a-list", stated=stated), seen.get("a-list")) != kept


def test_a_damaged_store_is_built_anew(tmp_path: Path) -> None:
    folder, cache = tiny.write(tmp_path / "pack"), tmp_path / "cache"
    load(folder, cache=cache)
    for path in cache.glob("*.store"):
        path.write_bytes(path.read_bytes()[:100])
    assert load(folder, cache=cache).regions.ids


def test_no_cache_folder_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert load(tiny.write(tmp_path / "pack"), cache=tmp_path / "cache").regions.ids


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
        ("pack.toml", 'name = "x"\n', "Expected `str`, got `null`"),
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
        ("matching.toml", "deny = 0.7\nreview = 0.8\n", "review must not be above deny"),
        ("parties/a-list.toml", 'schema = "other"\n', "a-list.toml"),
        ("operator.toml", "jurisdiction = []\n", "operator.toml"),
        ("operator.toml", "jurisdictions = []\n", "must name at least one jurisdiction"),
        ("operator.toml", 'jurisdictions = ["lu"]\n', "must name at least one jurisdiction"),
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
