"""An index of regions that remembers: the same answers, each looked for once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sarcheck import geo, load_rules
from sarcheck.geo.planes import lay_out
from sarcheck.model import Footprint
from sarcheck.regions import Asked, RegionIndex, Remembering
from tests import tiny


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> RegionIndex:
    return load_rules(tiny.write(Path(tmp_path_factory.mktemp("tiny")) / "pack")).regions


def squares() -> list[Footprint]:
    starts = [(9.9, 50.2), (10.4, 50.4), (11.01, 50.5), (14.4, 35.8), (100.0, 10.0)]
    return [geo.footprint([(x, y), (x + 0.2, y), (x + 0.2, y + 0.2), (x, y + 0.2)]) for x, y in starts]


def test_it_finds_the_same_and_looks_once(index: RegionIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    names = (None, Asked(frozenset({"square"})), Asked(frozenset({"MT"})))
    asked = [(one, km, ids) for one in squares() for km in (0.0, 5.0, 300.0) for ids in names]
    expected = [index.overlaps(one, within_km=km, asked=ids) for one, km, ids in asked]
    remembering = Remembering(index)
    assert [remembering.overlaps(one, within_km=km, asked=ids) for one, km, ids in asked] == expected
    assert len({str(found) for found in expected}) > 5
    assert remembering.region("square") == index.region("square")
    monkeypatch.setattr(RegionIndex, "overlaps", lambda *_args, **_more: pytest.fail("looked for again"))
    assert [remembering.overlaps(one, within_km=km, asked=ids) for one, km, ids in asked] == expected


@pytest.mark.parametrize("km", [0.0, 5.0, 300.0])
@pytest.mark.parametrize("asked", [None, Asked(frozenset({"square"})), Asked(frozenset({"MT"}))])
def test_it_looks_once_at_all_that_nothing_is_near(
    index: RegionIndex, km: float, asked: Asked | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also across 180 degrees, and of what is laid out round a pole it remembers nothing."""
    ends = [[(179.5, y), (179.9, y), (179.9, y + 0.4), (179.5, y + 0.4)] for y in (-10.0, 60.0, 85.0)]
    footprints = [*squares(), *map(geo.footprint, ends), geo.footprint([(179, 1), (-179, 1), (-179, 2), (179, 2)])]
    expected = [index.overlaps(one, within_km=km, asked=asked) for one in footprints]
    remembering = Remembering(index)
    remembering.foresee(footprints, within_km=km, asked=asked)
    assert set(remembering._found.values()) == {()}
    assert [remembering.overlaps(one, within_km=km, asked=asked) for one in footprints] == expected
    afresh, looked = Remembering(index), list[Footprint]()
    afresh.foresee(footprints, within_km=km, asked=asked)
    monkeypatch.setattr(RegionIndex, "overlaps", lambda _, one, **_more: looked.append(one) or ())
    for one in footprints:
        afresh.overlaps(one, within_km=km, asked=asked)
    assert squares()[-1] not in looked
    assert all(one in looked for one, found in zip(footprints, expected, strict=True) if found)


def test_many_are_near_the_tiles_that_each_is_near(index: RegionIndex) -> None:
    bounds = np.array([lay_out(one.rings)[0].bounds for one in squares()])
    for shard in index._shards:
        tiles = shard.tiles(None)
        pieces, found, _ = tiles.beside(bounds, 300_000.0)
        alone = [tiles.near(lay_out(one.rings)[0], 300_000.0).tolist() for one in squares()]
        assert [tiles.numbers[found[pieces == i]].tolist() for i in range(len(bounds))] == alone


def test_an_index_that_remembers_nothing_foresees_nothing(index: RegionIndex) -> None:
    index.foresee(squares(), within_km=5.0)
    Remembering(index).foresee([])


def test_it_forgets_before_it_grows_without_bound(index: RegionIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.regions.index.REMEMBERED", 2)
    monkeypatch.setattr("sarcheck.regions.shard.DRAWN", 1)
    remembering = Remembering(index)
    for one in squares():
        assert remembering.overlaps(one, within_km=300.0) == index.overlaps(one, within_km=300.0)
    assert len(remembering._found) <= 2
    remembering.foresee(squares() * 3)
    assert len(remembering._found) <= 2
    with pytest.raises(KeyError):
        remembering.region("nowhere")
