"""An index of regions that remembers: the same answers, each looked for once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sarcheck import geo, load_rules
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


def test_it_forgets_before_it_grows_without_bound(index: RegionIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.regions.index.REMEMBERED", 2)
    monkeypatch.setattr("sarcheck.regions.shard.DRAWN", 1)
    remembering = Remembering(index)
    for one in squares():
        assert remembering.overlaps(one, within_km=300.0) == index.overlaps(one, within_km=300.0)
    assert len(remembering._found) <= 2
    with pytest.raises(KeyError):
        remembering.region("nowhere")
