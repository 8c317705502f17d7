"""What outsiders' files must not be: each is refused by its place, none is read in part."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sarcheck import compiling, holdings
from sarcheck.errors import RulesError
from sarcheck.importing import status
from sarcheck.lists.opensanctions import lines
from sarcheck.lists.own import parties
from sarcheck.model import Source
from sarcheck.regions import geojson, read_file
from sarcheck.ruleset import load
from tests import tiny

SECOND = '[[platform]]\nkey = "sat-1"\n'
PLACED = tiny.FILES["regimes/house/region.toml"].replace('"sensitive_region"', '"country"')


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"platforms": tiny.FILES["platforms.toml"] + SECOND}, "key 'sat-1' occurs twice"),
        ({"countries": None, "parties__a-list": None}, "no countries.toml: copy the default pack's"),
        (
            {"regimes__house__place": PLACED.replace('id = "region"', 'id = "place"').replace("regions =", "places =")},
            "names places that places.toml lacks: ['MT', 'square']",
        ),
    ],
    ids=["twice", "no countries", "unknown places"],
)
def test_a_pack_that_contradicts_itself_is_no_ruleset(tmp_path: Path, changed: Any, reason: str) -> None:
    with pytest.raises(RulesError) as caught:
        assert load(tiny.write(tmp_path / "pack", **changed), cache=tmp_path / "cache").regions
    assert reason in str(caught.value)


def test_an_imported_list_that_no_source_knows_has_no_allowed_age() -> None:
    (found,) = compiling._sources(
        (), {"b-list": Source(id="b-list", title="B", retrieved=dt.date(2026, 11, 21), sha256="a", entries=1)}
    )
    assert (found.id, found.max_age_days) == ("b-list", 0)
    assert status(found, dt.date(2026, 11, 22), found.max_age_days).state == "stale"


def test_parties_of_a_list_that_no_source_knows_are_refused(tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack")
    text = (pack / "parties/a-list.toml").read_text(encoding="utf-8")
    (pack / "parties/b-list.toml").write_text(text.replace('"a-list"', '"b-list"'), encoding="utf-8")
    with pytest.raises(RulesError, match=r"holds parties of b-list, a list that sources\.toml lacks"):
        load(pack, cache=tmp_path / "cache")


# --- too large ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["geojson", "toml", "gpkg", "shp"])
def test_a_region_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    module = {"gpkg": "geopackage", "shp": "shapefile"}.get(form, form)
    monkeypatch.setattr(f"sarcheck.regions.{module}.MAX_BYTES", 10)
    head = {"gpkg": b"SQLite format 3\0", "shp": b"\0\0\x27\x0a"}.get(form, b"")
    for suffix in ("shp", "shx", "dbf", "prj") if form == "shp" else (form,):
        (tmp_path / f"mine.{suffix}").write_bytes(head + b" " * 100)
    with pytest.raises(RulesError, match="is larger than"):
        list(read_file(tmp_path / f"mine.{form}"))


def test_a_file_of_parties_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parties, "MAX_BYTES", 10)
    (tmp_path / "a.toml").write_text("# a long line\n", encoding="utf-8")
    with pytest.raises(RulesError, match="a file of parties may have 10"):
        list(parties.read({"list": tmp_path / "a.toml"}, "a", lambda _: None))


@pytest.mark.parametrize("blanks", [b"", b"\n \n"])
def test_a_line_that_is_too_long_is_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blanks: bytes) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 40)
    path = tmp_path / "entities.ftm.json"
    path.write_bytes(blanks + b'{"id": "1"}\n' + b" " * 50)
    with pytest.raises(RulesError, match=r"is longer than 40 bytes; this is not a list") as caught:
        list(lines._lines(path))
    assert f"line {2 + blanks.count(bytes([10]))}" in str(caught.value)


# --- not what it seems --------------------------------------------------------------------------


def test_a_collection_without_features_holds_no_region(tmp_path: Path) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text('{"type": "FeatureCollection", "features": {}}', encoding="utf-8")
    with pytest.raises(RulesError, match="is missing or no list"):
        list(geojson.read(path))


def test_a_region_that_states_a_day_twice_is_refused(tmp_path: Path) -> None:
    feature = tiny.SQUARE["features"][0]  # type: ignore[index]
    stated = feature["properties"] | {"from": "2020-01-01", "valid_from": "2021-01-01"}  # type: ignore[index]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps(feature | {"properties": stated}), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(RulesError, match="states both from and valid_from: give one of them"):
        list(geojson.read(path))


@pytest.fixture
def short_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("sarcheck.holdings.bods.MAX_LINE", 90)
    yield


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"statementId": "s", "recordType": "entity", "recordDetails": {}}\n', "it has no recordId"),
        ('{"statementId": "s", "recordId": "' + "e" * 90 + '"}\n', "is longer than 90 bytes"),
        ('\n\n{"statementId": "s", "recordId": "e", "recordDetails": []}\n', "it has no recordDetails"),
    ],
)
@pytest.mark.usefixtures("short_lines")
def test_a_statement_that_is_none_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "register.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=reason):
        list(holdings.read(path, lambda _: None))
