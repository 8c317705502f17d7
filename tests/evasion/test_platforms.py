"""Satellites under another name, metadata that was stripped or contradicts itself, images moved in place or time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sarcheck.model import Verdict
from sarcheck.ruleset import Ruleset
from tests.evasion import camp

LISTED_OPERATOR = camp.ROOT / "samples/hidden-operator/products"
LOOK_ALIKE = camp.ROOT / "samples/unidentified-lookalike/products"
(GENUINE,) = (camp.FLOOD / "products").iterdir()
HREF = f"products/{GENUINE.name}"


def delivered(ruleset: Ruleset, folder: Path, href: str = HREF) -> Verdict:
    """Return the verdict on the clean order with a product that its order does not vouch for."""
    return camp.judged(camp.clean(products=[{"id": "p1", "href": href}]), ruleset, folder=folder)


def edited(folder: Path, pattern: str, instead: str, suffixes: tuple[str, ...] = (".safe", ".xml", ".kml")) -> None:
    """Replace a pattern in all metadata of the clean product; fail where there is nothing to replace."""
    count = 0
    for path in (folder / HREF).rglob("*"):
        if path.suffix in suffixes:
            text, times = re.subn(pattern, instead, path.read_text(encoding="utf-8"))
            path.write_text(text, encoding="utf-8")
            count += times
    assert count


def grades(verdict: Verdict) -> dict[str, str]:
    return {found.rule: found.outcome for found in verdict.findings}


def test_the_product_without_an_attack_is_clear(ruleset: Ruleset, tmp_path: Path) -> None:
    assert delivered(ruleset, camp.field(tmp_path)).outcome == "clear"


@pytest.mark.parametrize("name", ["hisea-1", "HISEA–1", "chaohu-1"])
def test_a_listed_operators_satellite_by_any_spelling(ruleset: Ruleset, name: str) -> None:
    order = camp.tasking(camp.box(6.8, 50.3, 7.2, 50.6), tasking={"platform": name, "resolution_m": 20})
    assert any(rule.endswith("-operator") for rule in camp.rules_of(camp.judged(order, ruleset)))


@pytest.mark.parametrize("name", ["BC1", "spacety", "Sentinel-1А", "no such satellite"])
def test_a_satellite_that_nobody_knows(ruleset: Ruleset, name: str) -> None:
    order = camp.tasking(camp.box(6.8, 50.3, 7.2, 50.6), tasking={"platform": name, "resolution_m": 20})
    assert ("sarcheck-operator", "incomplete", "/tasking") in camp.told(camp.judged(order, ruleset))


@pytest.mark.parametrize(
    ("products", "rule"), [(LISTED_OPERATOR, "us-ofac-sdn-operator"), (LOOK_ALIKE, "sarcheck-operator")]
)
def test_a_product_named_as_another_satellites(ruleset: Ruleset, tmp_path: Path, products: Path, rule: str) -> None:
    (product,) = products.iterdir()
    shutil.copytree(product, tmp_path / GENUINE.name)
    assert rule in camp.rules_of(delivered(ruleset, tmp_path, GENUINE.name))


def test_a_folder_named_as_the_twins(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    other = GENUINE.name.replace("S1A", "S1B")
    (folder / HREF).rename(folder / "products" / other)
    assert grades(delivered(ruleset, folder, f"products/{other}"))["sarcheck-unproblematic"] == "incomplete"


@pytest.mark.parametrize("key", ["hisea-1", "RADARSAT-2", "TSX-1"])
def test_a_platform_renamed_inside(ruleset: Ruleset, tmp_path: Path, key: str) -> None:
    folder = camp.field(tmp_path)
    edited(folder, r"<missionId>[^<]*", f"<missionId>{key}", (".xml",))
    assert delivered(ruleset, folder).outcome == "incomplete"


def test_dates_moved(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    edited(folder, "2021-07-18", "2021-07-16")
    found = grades(delivered(ruleset, folder))
    assert {"sarcheck-provenance-able", "sarcheck-provenance-integrity"} <= found.keys()


@pytest.mark.parametrize("checksums", [True, False])
def test_an_outline_moved(ruleset: Ruleset, tmp_path: Path, checksums: bool) -> None:
    folder = camp.field(tmp_path)
    edited(folder, r"(<gml:coordinates>)[^<]*", r"\g<1>50.2,8.5 50.2,9.5 50.8,9.5 50.8,8.5", (".safe",))
    if not checksums:
        edited(folder, r"<checksum [^>]*>[^<]*</checksum>", "", (".safe",))
    assert grades(delivered(ruleset, folder))["sarcheck-provenance-closure"] == "incomplete"


def test_an_outline_moved_and_the_orbit_taken_out(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    shutil.rmtree(folder / HREF / "annotation")
    edited(folder, r"(<gml:coordinates>)[^<]*", r"\g<1>50.2,6.5 50.2,7.5 50.8,7.5 50.8,6.5", (".safe",))
    assert grades(delivered(ruleset, folder)) == {"sarcheck-provenance-stripped": "review"}


def test_state_vectors_taken_out(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    edited(folder, r"(?s)<orbitList.*?</orbitList>", "", (".xml",))
    edited(folder, r"<checksum [^>]*>[^<]*</checksum>", "", (".safe",))
    assert grades(delivered(ruleset, folder))["sarcheck-provenance-stripped"] == "review"


def no_measurement(product: Path) -> None:
    (product / "manifest.safe").unlink()
    shutil.rmtree(product / "annotation")


def add_annotation(product: Path) -> None:
    (product / "annotation/s1a-iw-grd-vv-20220101t000000-20220101t000010-041000-04df00-009.xml").write_text(
        "<product/>"
    )


def add_pixels(product: Path) -> None:
    (product / "measurement/more.tiff").write_bytes(b"II*\0")


def alter_pixels(product: Path) -> None:
    path = next((product / "measurement").iterdir())
    path.write_bytes(path.read_bytes() + b"more")


@pytest.mark.parametrize("attack", [no_measurement, add_annotation, add_pixels, alter_pixels])
def test_files_taken_out_added_or_altered(ruleset: Ruleset, tmp_path: Path, attack: Callable[[Path], object]) -> None:
    folder = camp.field(tmp_path)
    attack(folder / HREF)
    assert delivered(ruleset, folder).outcome == "incomplete"


def test_another_product_than_the_one_ordered(ruleset: Ruleset) -> None:
    order = camp.clean(products=[{"id": "p1", "href": HREF, "sha256": "0" * 64}])
    assert grades(camp.judged(order, ruleset))["sarcheck-unproblematic"] == "incomplete"


def test_one_product_under_two_names(ruleset: Ruleset) -> None:
    order = camp.clean(products=[{"id": name, "href": HREF} for name in ("p1", "p2")])
    assert grades(camp.judged(order, ruleset))["sarcheck-provenance-as-ordered"] == "review"


def test_one_bad_product_among_good_ones(ruleset: Ruleset, tmp_path: Path) -> None:
    folder = camp.field(tmp_path)
    (bad,) = LISTED_OPERATOR.iterdir()
    shutil.copytree(bad, folder / "bad")
    order = camp.clean(products=[{"id": "p1", "href": HREF}, {"id": "p2", "href": "bad"}])
    assert "us-ofac-sdn-operator" in camp.rules_of(camp.judged(order, ruleset, folder=folder))


def test_no_product_at_all(ruleset: Ruleset) -> None:
    assert grades(camp.judged(camp.clean(products=[]), ruleset))["sarcheck-product"] == "incomplete"
