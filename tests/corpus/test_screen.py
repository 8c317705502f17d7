"""The whole way on real lists and products: founding parties without the pack's own, real deliveries through --root."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_order, load_rules, screen
from sarcheck.compiling import country_codes
from sarcheck.importing import import_lists
from sarcheck.ruleset import Ruleset, default_pack
from tests.builders import AS_OF

PRODUCTS = "data/products"
IMPORTED = ("ofac_sdn_csv/2023-12-28", "ofac_cons_csv/2025-12-19")
ZIP = "sentinel-1/S1A_IW_GRDH_1SDV_20150222T170725_20150222T170750_004739_005DD8_CEAB.zip"
SAFE = "sentinel-1/S1A_IW_SLC__1SDV_20210615T050456_20210615T050523_038346_048680_CE6D.SAFE"
ITEM = "stac/stactools-sentinel1"


@pytest.fixture(scope="module")
def ruleset(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    """Return the default pack without its own parties, with real OFAC lists."""
    folder = tmp_path_factory.mktemp("real")
    pack = folder / "pack"
    shutil.copytree(default_pack(), pack)
    shutil.rmtree(pack / "parties")
    for name in IMPORTED:
        import_lists(
            [shared / "data" / "lists" / name],
            pack,
            country_code=country_codes([pack]),
            retrieved=dt.date(2026, 11, 20),
        )
    return load_rules(pack)


def judged(ruleset: Ruleset, roots: list[Path] | None = None, **fields: Any) -> Any:
    party = {"id": "buyer", "roles": ["customer", "end_user"], "name": "Harmlose Kartographie GmbH", "country": "DE"}
    order = {
        "schema": "sarcheck.order/1",
        "id": "O",
        "kind": "archive",
        "parties": [party],
        "delivery": {"country": "DE"},
    } | fields
    return screen(load_order(order, roots=roots or []), ruleset, AS_OF)


@pytest.mark.parametrize(
    ("name", "country", "entry"),
    [
        ("Spacety Luxembourg", "LU", "40478"),
        ("长沙天仪空间科技研究院有限公司", "CN", "40477"),
        ("АО «ТЕРРА ТЕХ»", "RU", "40476"),
        ("ЧВК Вагнер", "RU", "22543"),
        ("长光卫星技术股份有限公司", "CN", "46669"),
    ],
)
def test_founding_parties_are_found_without_the_packs_own(
    ruleset: Ruleset, name: str, country: str, entry: str
) -> None:
    verdict = judged(ruleset, parties=[{"id": "x", "roles": ["supplier"], "name": name, "country": country}])
    hits = [f for f in verdict.findings if f.rule == "us-ofac-sdn"]
    assert entry in [hit.evidence[0]["entry"] for hit in hits]
    assert verdict.outcome in ("deny", "license_required", "incomplete")


def test_the_hidden_operator_is_found_without_the_packs_own(ruleset: Ruleset) -> None:
    sample = default_pack().parent / "samples" / "hidden-operator" / "order.json"
    verdict = screen(load_order(sample), ruleset, AS_OF)
    assert ("us-ofac-sdn-operator", "deny") in {(f.rule, f.outcome) for f in verdict.findings}


def test_real_products_through_a_root(ruleset: Ruleset, shared: Path) -> None:
    refs = [{"id": f"p{i}", "href": href} for i, href in enumerate((ZIP, SAFE, ITEM))]
    verdict = judged(ruleset, [shared / PRODUCTS], products=refs)
    assert [product["properties"]["platform"] for product in verdict.products] == ["sentinel-1a"] * 3
    assert {f.rule for f in verdict.findings} == {"sarcheck-asserted", "sarcheck-freshness"}
    assert {e.subjects for e in verdict.examined if e.rule == "us-ofac-sdn-operator"} == {2}


def test_a_bucket_layout_through_a_root(ruleset: Ruleset, shared: Path, tmp_path: Path) -> None:
    bucket = tmp_path / "bucket"
    (bucket / "annotation").mkdir(parents=True)
    source = shared / PRODUCTS / SAFE
    shutil.copy(source / "manifest.safe", bucket)
    for file in (source / "annotation").iterdir():
        parts = file.stem.split("-")
        shutil.copy(file, bucket / "annotation" / f"{parts[1]}-{parts[3]}.xml")
    verdict = judged(ruleset, [tmp_path], products=[{"id": "p", "href": "bucket"}])
    assert {f.rule for f in verdict.findings} == {"sarcheck-freshness"}
    assert verdict.products[0]["properties"]["platform"] == "sentinel-1a"


def test_without_its_root_a_product_is_not_read(ruleset: Ruleset, shared: Path) -> None:
    verdict = judged(ruleset, products=[{"id": "p", "href": str(shared / PRODUCTS / ZIP)}])
    assert "sarcheck-product" in {f.rule for f in verdict.findings}
    assert verdict.products == ()


def test_real_entries_carry_their_programs_to_every_regime(ruleset: Ruleset) -> None:
    supplier = {"id": "x", "roles": ["supplier"], "name": "Spacety Luxembourg S.A.", "country": "LU"}
    verdict = judged(ruleset, parties=[supplier])
    found = {f.rule: f for f in verdict.findings if f.subject.id == "x" and f.evidence[0].get("entry") == "40478"}
    assert found["us-ofac-sdn"].outcome == "deny"
    assert found["us-ofac-sdn"].basis.citation == "E.O. 14024; 31 CFR 587.201"
    assert found["us-ear-744-8"].outcome == "license_required"
