"""Every doubt about a region file is told, with its place; a good file leaves none."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import sarcheck
from sarcheck.regions import lint

DAY = dt.date(2026, 11, 22)
SQUARE = [[30.0, 46.0], [36.0, 46.0], [36.0, 50.0], [30.0, 50.0], [30.0, 46.0]]
HOLE = [[31.0, 47.0], [31.0, 49.0], [35.0, 49.0], [35.0, 47.0], [31.0, 47.0]]
GOOD = {"id": "a", "source": "S", "stated": "2026-01-01", "accuracy_m": 5}


def feature(*rings: list[list[float]], **properties: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": list(rings) or [SQUARE]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def moved(ring: list[list[float]], by: float) -> list[list[float]]:
    return [[x + by, y] for x, y in ring]


def written(folder: Path, *features: dict[str, Any], name: str = "a.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def told(*folders: Path) -> list[tuple[str, str]]:
    return [(fault.kind, fault.where.rpartition("/features")[2].rstrip(")")) for fault in lint.faults(folders, DAY)]


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    written(tmp_path, feature(SQUARE, HOLE, **GOOD, valid_to="2026-11-22"))
    assert told(tmp_path) == []


def test_the_packs_own_regions_have_none() -> None:
    assert list(lint.faults([Path(sarcheck.__file__).parents[1] / "rules" / "regions"], DAY)) == []


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (feature(SQUARE[::-1], **GOOD), "mis-wound"),
        (feature(SQUARE, HOLE[::-1], **GOOD), "mis-wound"),
        (feature(**GOOD | {"source": None}), "unsourced"),
        (feature(**GOOD | {"stated": None}), "undated"),
        (feature(**GOOD | {"accuracy_m": None}), "no-accuracy"),
        (feature(**GOOD, valid_to="2026-11-21"), "expired"),
        (feature(**GOOD | {"accuracy_m": -1}), "invalid"),
        (feature([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], **GOOD), "invalid"),
    ],
)
def test_each_doubt_has_its_kind(tmp_path: Path, one: dict[str, Any], kind: str) -> None:
    written(tmp_path, one)
    assert [found for found, _ in told(tmp_path)] == [kind]


def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    bad = feature([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
    written(tmp_path, bad, feature(**GOOD, valid_to="2020-01-01"), feature(country="Ruritania"))
    assert told(tmp_path) == [("invalid", "/0/geometry/coordinates"), ("invalid", "/2/properties"), ("expired", "/1")]


def test_a_file_that_is_none_and_one_that_is_empty_are_invalid(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\x00")
    written(tmp_path, name="b.geojson")
    (tmp_path / "c.toml").write_text('schema = "sarcheck.regions/1"\n[[region]]\nid = "a"\n')
    faults = list(lint.faults([tmp_path], DAY))
    assert [fault.kind for fault in faults] == ["invalid"] * 3
    assert "/region/0" in faults[2].where
    (tmp_path / "d.dbf").write_bytes(b"")
    assert [fault.kind for fault in lint.faults([tmp_path], DAY)] == ["invalid"]


def test_an_id_in_two_files_is_told_once_for_each_later_file(tmp_path: Path) -> None:
    outer, inner = (feature(SQUARE, **GOOD, boundary="outer"), feature(HOLE[::-1], **GOOD, boundary="inner"))
    written(tmp_path, outer, inner)
    (tmp_path / "more").mkdir()
    written(tmp_path / "more", feature(moved(SQUARE, 9), **GOOD))
    (fault,) = lint.faults([tmp_path, tmp_path / "more"], DAY)
    assert fault.kind == "duplicate"
    assert "more" in fault.where
    assert str(tmp_path / "a.geojson") in fault.message


def test_one_outline_under_two_ids_is_told_however_it_is_written(tmp_path: Path) -> None:
    turned = [*SQUARE[2:], *SQUARE[1:3]]
    written(tmp_path, feature(**GOOD), feature(turned, **GOOD | {"id": "b"}), feature(HOLE[::-1], **GOOD | {"id": "c"}))
    (fault,) = lint.faults([tmp_path], DAY)
    assert (fault.kind, fault.details) == ("duplicate", {"region": "b"})


def test_the_day_of_the_verdict_decides_what_is_expired(tmp_path: Path) -> None:
    written(tmp_path, feature(**GOOD, valid_to="2026-11-21"))
    assert not list(lint.faults([tmp_path], dt.date(2026, 11, 21)))
