"""Catalogue items: the seller's word in the place of a product, beside one, or hidden in one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sarcheck.ruleset import Ruleset
from tests.evasion import camp
from tests.evasion.camp import box

(GENUINE,) = (camp.FLOOD / "products").iterdir()
HREF = f"products/{GENUINE.name}"
PROPERTIES = {
    "datetime": "2021-07-18T17:24:48Z",
    "platform": "sentinel-1a",
    "constellation": "sentinel-1",
    "sar:instrument_mode": "IW",
    "sar:frequency_band": "C",
    "product:type": "GRD",
}


def item(
    geometry: dict[str, Any] | None = None, properties: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """Return an Item that states what the clean order wants."""
    placed = {"geometry": geometry or box(6.0, 49.5, 9.0, 51.0), "bbox": [6.0, 49.5, 9.0, 51.0]}
    basis = {"type": "Feature", "stac_version": "1.1.0", "id": "x", "links": [], "assets": {}}
    return basis | placed | {"properties": PROPERTIES | (properties or {})} | more


def beside(ruleset: Ruleset, **changed: Any) -> set[str]:
    """Return the rules that speak where an Item stands beside the clean product."""
    products = [{"id": "p1", "href": HREF}, {"id": "p2", "item": item(**changed)}]
    return camp.rules_of(camp.judged(camp.clean(products=products), ruleset))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sarcheck:evidence": "closed"},
        {"evidence": "closed"},
        {"properties": {"sarcheck:claims": [{"field": "platform", "value": "sentinel-1a"}]}},
        {"properties": {"sarcheck:evidence": "closed"}},
    ],
)
def test_an_item_instead_of_the_product(ruleset: Ruleset, tmp_path: Path, claims: dict[str, Any]) -> None:
    inline = camp.judged(camp.clean(products=[{"id": "p1", "item": item(**claims)}]), ruleset)
    assert ("sarcheck-evidence", "incomplete", "/products") in camp.told(inline)
    (tmp_path / "i.json").write_text(json.dumps(item(**claims)), encoding="utf-8")
    named = camp.judged(camp.clean(products=[{"id": "p1", "href": "i.json"}]), ruleset, folder=tmp_path)
    assert ("sarcheck-evidence", "incomplete", "/products") in camp.told(named)


def test_an_item_beside_a_product_is_not_covered_by_it(ruleset: Ruleset) -> None:
    assert beside(ruleset) == {"sarcheck-asserted"}


def test_an_item_hidden_in_a_product(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    (folder / HREF / "item.json").write_text(json.dumps(item(properties={"platform": "hisea-1"})), encoding="utf-8")
    verdict = camp.judged(camp.clean(products=[{"id": "p1", "href": HREF}]), ruleset, folder=folder)
    assert ("sarcheck-provenance-integrity", "incomplete", "/products/0") in camp.told(verdict)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [7, 50]},
        {"type": "GeometryCollection", "geometries": [box(34.0, 44.9, 34.2, 45.1)]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["34", "44.9"], ["34.2", "44.9"], ["34.2", "45.1"]]]},
    ],
)
def test_an_item_that_cannot_be_placed(ruleset: Ruleset, geometry: dict[str, Any]) -> None:
    assert "sarcheck-footprint" in beside(ruleset, geometry=geometry)


def test_an_item_with_a_hole_around_the_place(ruleset: Ruleset) -> None:
    rings = [box(0.0, 40.0, 40.0, 60.0)["coordinates"][0], box(33.0, 44.0, 36.0, 46.0)["coordinates"][0]]
    assert "eu-692-crimea-footprint" in beside(ruleset, geometry={"type": "Polygon", "coordinates": rings})


def test_an_item_of_an_unknown_satellite(ruleset: Ruleset) -> None:
    assert "sarcheck-operator" in beside(ruleset, properties={"platform": "totally-new"})


def test_an_item_processed_by_a_listed_party(ruleset: Ruleset) -> None:
    assert "eu-269-annex-i" in beside(ruleset, properties={"processing:facility": camp.RADAR})
