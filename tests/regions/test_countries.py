from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

import sarcheck
from sarcheck import geo
from sarcheck.errors import RulesError
from sarcheck.model import Problem, Region
from sarcheck.regions import RegionIndex, build, countries

TABLE = Path(sarcheck.__file__).parents[1] / "rules" / "countries.toml"
LUXEMBOURG = '[[country]]\ncode = "LU"\nname = "Luxembourg"\nzones = ["Europe/Luxembourg"]\n'


@pytest.fixture
def rows() -> list[dict[str, object]]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return table["country"]  # type: ignore[no-any-return]


def small(folder: Path, text: str) -> Path:
    """Write a table that claims every zone, so that only what a test is about is reported."""
    import tzfpy

    claimed = tomllib.loads(text).get("country", [])
    taken = {zone for country in claimed for zone in country.get("zones", ())} if isinstance(claimed, list) else set()
    path = folder / "countries.toml"
    path.write_text(text, encoding="utf-8")
    assert taken <= set(tzfpy.timezonenames()) or "Nowhere" in text
    return path


def about(path: Path, code: str) -> list[Region | Problem]:
    found = list(countries.read(path))
    return [f for f in found if (f.id if isinstance(f, Region) else f.pointer.split()[-1]) == code]


def test_every_zone_of_the_map_belongs_to_one_country(rows: list[dict[str, object]]) -> None:
    import tzfpy

    zones = [zone for row in rows for zone in row.get("zones", ())]  # type: ignore[attr-defined]
    land = [zone for zone in tzfpy.timezonenames() if not zone.startswith("Etc/")]
    assert sorted(zones) == sorted(land)


def test_every_code_and_no_name_is_twice(rows: list[dict[str, object]]) -> None:
    assert len({row["code"] for row in rows}) == len(rows) == 250
    owner: dict[str, object] = {}
    for row in rows:
        for name in (row["code"], row["name"], *row.get("names", ())):  # type: ignore[attr-defined]
            assert owner.setdefault(name.casefold(), row["code"]) == row["code"], name


def test_a_country_is_read_with_its_source_and_accuracy(tmp_path: Path) -> None:
    (region,) = about(small(tmp_path, LUXEMBOURG), "LU")
    assert isinstance(region, Region)
    assert (region.kind, region.country, region.accuracy_m) == ("country", "LU", 4000.0)
    assert "OpenStreetMap" in region.source
    assert "ODbL" in region.source
    assert region.area is not None
    assert shapely.intersects_xy(shapely.from_wkb(region.area), 6.13, 49.61)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('sentinels = [["Paris", 2.35, 48.86]]', "does not hold Paris"),
        ("area_km2 = [3000, 3100]", "covers 2,600 km2, not 3,000 to 3,100"),
        ('zones2 = ["Europe/Nowhere"]', "Europe/Nowhere"),
    ],
)
def test_a_country_that_fails_its_checks_is_reported_and_left_out(tmp_path: Path, more: str, says: str) -> None:
    text = LUXEMBOURG + more + "\n"
    if more.startswith("zones2"):
        text = LUXEMBOURG.replace('"]', '", "Europe/Nowhere"]')
    (problem,) = about(small(tmp_path, text), "LU")
    assert isinstance(problem, Problem)
    assert says in problem.message


def test_zones_that_no_country_claims_are_reported(tmp_path: Path) -> None:
    found = list(countries.read(small(tmp_path, LUXEMBOURG)))
    assert sum(isinstance(f, Problem) and "belongs to no country" in f.message for f in found) == 417


def test_without_the_map_nothing_passes_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small(tmp_path, LUXEMBOURG)
    monkeypatch.setitem(sys.modules, "tzfpy", None)
    (problem,) = countries.read(path)
    assert isinstance(problem, Problem)
    assert "install tzfpy" in problem.message
    index = RegionIndex(build([problem]).__getitem__)
    assert index.problems == (problem,)
    assert index.overlaps(geo.footprint([(6, 49), (7, 49), (7, 50), (6, 50)])) == ()


@pytest.mark.parametrize(
    "text",
    [
        "country = 7",
        "[[country]]\nname = 'x'",
        "[[country]]\ncode = 'xx'\nname = 'x'",
        "[[country]]\ncode = 'XX'\nname = 'x'\nunknown = 1",
        LUXEMBOURG + LUXEMBOURG,
        LUXEMBOURG + LUXEMBOURG.replace('"LU"', '"BE"'),
        "[[country",
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "countries.toml"
    path.write_text(text)
    with pytest.raises(RulesError):
        list(countries.read(path))


def test_an_absent_table_is_refused(tmp_path: Path) -> None:
    for use in (countries.key, lambda path: list(countries.read(path))):
        with pytest.raises(RulesError, match="cannot be read"):
            use(tmp_path / "countries.toml")


def test_the_key_tells_the_table_and_the_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small(tmp_path, LUXEMBOURG)
    first = countries.key(path)
    assert first == countries.key(path)
    monkeypatch.setattr(countries, "_release", lambda: "tzfpy 0")
    assert countries.key(path) != first
    monkeypatch.undo()
    path.write_text(LUXEMBOURG + "# more\n")
    assert countries.key(path) != first


def test_the_pack_holds_its_sentinels() -> None:
    """Read the rows with sentinels or areas only: the whole takes seconds."""
    known = set(__import__("tzfpy").timezonenames())
    for country in countries._table(TABLE):
        if country.code in ("UA", "GE", "MD", "KP", "CY", "TW"):
            region = countries._region(country, known, "tzfpy")
            assert isinstance(region, Region), region
            assert np.isfinite(shapely.from_wkb(region.area).bounds).all()
