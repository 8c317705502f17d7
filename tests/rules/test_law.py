"""The default pack on whole orders: what each regime makes of a sale, and that it stays silent where it should."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_order, load_rules, screen
from sarcheck.model import Finding, Verdict
from sarcheck.ruleset import Ruleset
from tests.builders import AS_OF

ROOT = Path(__file__).parents[2]
FLOOD = ROOT / "samples" / "germany-flood"
TEL_AVIV, DOHA, DONETSK, BONN, GAZA = (34.8, 32.0), (51.4, 25.2), (37.8, 48.0), (7.1, 50.7), (34.4, 31.4)


@pytest.fixture(scope="module")
def rulesets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ruleset]:
    """Return the default pack for an operator bound by each of some laws, without imported lists."""
    found = {}
    for code in ("US", "LU", "FR", "JP", "GB"):
        folder = tmp_path_factory.mktemp("bound") / code
        folder.mkdir()
        (folder / "operator.toml").write_text(f'name = "Test"\njurisdictions = ["{code}"]\n', encoding="utf-8")
        found[code] = load_rules(folder)
    return found


def item(at: tuple[float, float], platform: str, day: str = "2026-01-10", **properties: Any) -> dict[str, Any]:
    (x, y), d = at, 0.02
    ring = [[x - d, y - d], [x + d, y - d], [x + d, y + d], [x - d, y + d], [x - d, y - d]]
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "id": "image",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "bbox": [x - d, y - d, x + d, y + d],
        "properties": {"datetime": f"{day}T12:00:00Z", "platform": platform, **properties},
        "links": [],
        "assets": {},
    }


def fine(resolution: float) -> dict[str, float]:
    return {"sar:resolution_range": resolution, "sar:resolution_azimuth": resolution}


def judged(ruleset: Ruleset, image: dict[str, Any] | None = None, *, day: dt.date = AS_OF, **fields: Any) -> Verdict:
    party = {"id": "buyer", "roles": ["customer", "end_user"], "name": "Harmlose Kartographie GmbH", "country": "DE"}
    order = {
        "schema": "sarcheck.order/1",
        "id": "O",
        "kind": "archive",
        "parties": [party | fields.pop("buyer", {}), *fields.pop("others", [])],
        "delivery": {"country": "DE"},
        "end_use": {"statement": "Crop maps", "military": False},
        "products": [{"id": "p", "item": image or item(BONN, "sentinel-1a")}],
    } | fields
    return screen(load_order(order), ruleset, day)


def of(verdict: Verdict, *regimes: str) -> dict[str, str]:
    """Return the grade by rule of the findings of some regimes, of all but the pack's own needs where none is named."""
    findings: tuple[Finding, ...] = verdict.findings
    return {f.rule: f.outcome for f in findings if (f.regime in regimes if regimes else f.regime != "SARCHECK")}


# --- silence ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["US", "LU", "FR", "JP", "GB"])
def test_a_harmless_order_meets_no_law(rulesets: dict[str, Ruleset], code: str) -> None:
    assert of(judged(rulesets[code])) == {}


# --- imagery ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "platform", "properties", "us", "lu"),
    [
        (TEL_AVIV, "capella-13", fine(0.3), {"us-kba": "deny"}, {"us-kba": "review"}),
        (TEL_AVIV, "capella-13", fine(0.5), {}, {}),
        (TEL_AVIV, "capella-13", {}, {"us-kba": "incomplete"}, {"us-kba": "review"}),
        (TEL_AVIV, "iceye-x7", fine(0.3), {}, {}),
        (BONN, "capella-13", fine(0.3), {}, {}),
        (GAZA, "capella-13", fine(0.3), {"us-kba-territories": "review"}, {"us-kba-territories": "review"}),
    ],
)
def test_kyl_bingaman(
    rulesets: dict[str, Ruleset],
    at: tuple[float, float],
    platform: str,
    properties: dict[str, Any],
    us: dict[str, str],
    lu: dict[str, str],
) -> None:
    for code, expected in (("US", us), ("LU", lu)):
        found = of(judged(rulesets[code], item(at, platform, **properties)), "US-KBA")
        assert {name: found[name] for name in expected} == expected
        assert found.keys() <= {*expected, "us-kba", "us-kba-territories"} if at == GAZA else found == expected


@pytest.mark.parametrize(("code", "rule"), [("FR", "fr-los-3m"), ("JP", "jp-srs-3m")])
def test_three_metres_is_the_bound_in_france_and_japan(rulesets: dict[str, Ruleset], code: str, rule: str) -> None:
    for resolution, count in ((3.0, 1), (3.1, 0)):
        found = of(judged(rulesets[code], item(BONN, "iceye-x7", **fine(resolution))))
        assert found == ({rule: "review"} if count else {})
    assert of(judged(rulesets["LU"], item(BONN, "iceye-x7", **fine(1.0)))) == {}


def test_a_hold_reaches_back_to_images_taken_before_it_was_made_known(rulesets: dict[str, Ruleset]) -> None:
    image = item(DOHA, "capella-13", "2026-03-10", **fine(1.0))
    for day, expected in ((dt.date(2026, 4, 4), {}), (dt.date(2026, 4, 5), {"practice-middle-east-2026": "review"})):
        assert of(judged(rulesets["LU"], image, day=day), "PRACTICE") == expected
    older = item(DOHA, "capella-13", "2026-03-08", **fine(1.0))
    assert of(judged(rulesets["LU"], older), "PRACTICE") == {}
    assert of(judged(rulesets["LU"], item(DOHA, "iceye-x7", "2026-03-10")), "PRACTICE") == {}


def test_an_order_cleared_then_is_held_by_the_hold_of_the_page(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(FLOOD / "rules", rules)
    order = load_order(FLOOD / "order.json")
    assert screen(order, load_rules(rules), AS_OF).outcome == "clear"
    page = (ROOT / "docs" / "holds.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: hold -->\n```toml\n(.*?)```", page, re.DOTALL)
    assert example
    (rules / "regimes").mkdir()
    (rules / "regimes" / "our-hold-ahr.toml").write_text(example[1], encoding="utf-8")
    (rules / "regions").mkdir()
    circle = "circle = { longitude = 7.0, latitude = 50.5, radius_km = 20 }"
    region = (
        f'schema = "sarcheck.regions/1"\n[[region]]\nid = "ahr"\nname = "The Ahr"\nkind = "subdivision"\n{circle}\n'
    )
    (rules / "regions" / "ahr.toml").write_text(region + 'source = "made up"\naccuracy_m = 100\n', encoding="utf-8")
    loaded = load_rules(rules)
    (finding,) = screen(order, loaded, AS_OF).findings
    assert (finding.rule, finding.outcome) == ("our-hold-ahr", "notice")  # everyone who receives is excepted
    (rules / "regimes" / "our-hold-ahr.toml").write_text(
        example[1].partition("[parameters.exceptions]")[0], encoding="utf-8"
    )
    (finding,) = screen(order, load_rules(rules), AS_OF).findings
    assert (finding.rule, finding.outcome) == ("our-hold-ahr", "review")
    assert "taken from 2021-07-01 on is held without an end" in finding.message
    assert "made known on 2026-11-20" in finding.message
    assert finding.basis.in_force_from == dt.date(2026, 11, 20)
    assert screen(order, load_rules(rules), dt.date(2026, 11, 19)).outcome == "clear"


# --- areas that the user brings -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (AS_OF, {"eu-2022-263-line": "deny", "eu-2022-263-line-footprint": "review"}),
        (dt.date(2024, 12, 31), {}),
    ],
)
def test_the_line_in_ukraine_is_the_users(tmp_path: Path, day: dt.date, expected: dict[str, str]) -> None:
    (tmp_path / "operator.toml").write_text('jurisdictions = ["LU"]\n', encoding="utf-8")
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "line.toml").write_text(
        'schema = "sarcheck.regions/1"\n[[region]]\nid = "ua-not-government-controlled"\nname = "Beyond the line"\n'
        'kind = "line"\nsource = "made up"\naccuracy_m = 100\nfrom = 2025-01-01\n'
        "circle = { longitude = 37.8, latitude = 48.0, radius_km = 30 }\n",
        encoding="utf-8",
    )
    delivery = {"country": "UA", "location": list(DONETSK)}
    verdict = judged(load_rules(tmp_path), item(DONETSK, "sentinel-1a", "2024-06-01"), day=day, delivery=delivery)
    line = {name: grade for name, grade in of(verdict, "EU-2022-263").items() if "line" in name}
    assert line == expected


def test_without_the_line_whole_oblasts_are_for_review(rulesets: dict[str, Ruleset]) -> None:
    delivery = {"country": "UA", "location": list(DONETSK)}
    found = of(judged(rulesets["LU"], delivery=delivery), "EU-2022-263")
    assert found == {"eu-2022-263-donetsk-luhansk": "review"}


# --- persons, uses, programs --------------------------------------------------------------------

CHINA = {"country": "CN", "name": "Example Survey Institute"}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], "incomplete"),
        ([{"id": "u", "roles": ["processor"], "name": "Pat Example", "us_person": True}], "license_required"),
        ([{"id": "u", "roles": ["processor"], "name": "Pat Example", "nationalities": ["US"]}], "license_required"),
    ],
)
def test_a_us_person_anywhere_carries_the_ear_to_foreign_imagery(
    rulesets: dict[str, Ruleset], others: list[dict[str, Any]], expected: str
) -> None:
    use = {"statement": "For the military intelligence bureau", "military": True}
    verdict = judged(rulesets["LU"], buyer=CHINA, others=others, end_use=use)
    assert of(verdict)["us-ear-us-person-support"] == expected
    assert of(verdict)["us-ear-mieu-end-use"] == "review"


def test_military_end_use_by_country(rulesets: dict[str, Ruleset]) -> None:
    use = {"statement": "Maps for the army", "military": True}
    found = {
        country: of(judged(rulesets["US"], buyer={"country": country}, end_use=use)) for country in ("RU", "CN", "FR")
    }
    assert found["RU"]["us-ear-meu-end-use-any"] == "license_required"
    assert found["CN"]["us-ear-meu-end-use"] == "review"
    assert not any("meu" in name for name in found["FR"])
    assert of(judged(rulesets["LU"], buyer={"country": "CN"}, end_use=use))["eu-2021-821-4"] == "review"
    assert of(judged(rulesets["GB"], buyer={"country": "CN"}, end_use=use))["uk-military-end-use"] == "review"


def test_silence_on_the_use_is_incomplete_where_it_decides(rulesets: dict[str, Ruleset]) -> None:
    found = of(judged(rulesets["US"], buyer=CHINA, end_use=None))
    assert {"us-ear-meu-end-use", "us-ear-mieu-end-use"} <= {r for r, grade in found.items() if grade == "incomplete"}
    assert found["red-flag-end-use-missing"] == "review"
    assert of(judged(rulesets["US"], end_use=None)) == {}


def test_a_statement_of_an_authority_comes_before_a_designation(rulesets: dict[str, Ruleset]) -> None:
    chang_guang = {"id": "s", "roles": ["supplier"], "name": "长光卫星技术股份有限公司", "country": "CN"}
    for day, expected in (
        (dt.date(2025, 4, 16), {}),
        (dt.date(2025, 4, 17), {"practice-official-statement": "review"}),
    ):
        found = of(judged(rulesets["LU"], others=[chang_guang], day=day), "PRACTICE")
        assert {name: grade for name, grade in found.items() if grade != "notice"} == expected


@pytest.mark.parametrize(
    ("day", "country", "count"),
    [(dt.date(2025, 3, 8), "UA", 1), (dt.date(2025, 3, 6), "UA", 0), (dt.date(2025, 3, 8), "PL", 0)],
)
def test_a_suspended_program_is_dated(rulesets: dict[str, Ruleset], day: dt.date, country: str, count: int) -> None:
    use = {"statement": "Bought through GEGD", "military": False}
    verdict = judged(rulesets["LU"], buyer={"country": country}, end_use=use, created=f"{day}T00:00:00Z", day=day)
    assert len(of(verdict, "PRACTICE")) == count


def test_laws_that_block_each_other_are_noted_where_both_matter(rulesets: dict[str, Ruleset]) -> None:
    cuba = {"buyer": {"country": "CU"}, "delivery": {"country": "CU"}}
    assert of(judged(rulesets["LU"], **cuba))["eu-blocking-statute"] == "notice"
    assert of(judged(rulesets["GB"], **cuba))["uk-blocking-statute"] == "notice"
    assert not [name for name in of(judged(rulesets["US"], **cuba)) if "blocking" in name]


def test_a_company_founded_after_the_invasion_is_a_red_flag_outside_the_coalition(rulesets: dict[str, Ruleset]) -> None:
    for country, count in (("KZ", 1), ("DE", 0)):
        buyer = {"country": country, "incorporated": "2022-06-01"}
        found = of(judged(rulesets["LU"], buyer=buyer), "RED-FLAGS")
        assert ("red-flag-incorporated-after-invasion" in found) is bool(count)


def test_the_founding_case_shows_the_terms_of_its_entries(rulesets: dict[str, Ruleset]) -> None:
    order = load_order(ROOT / "samples" / "spacety-terra-tech" / "order.json")
    verdict = screen(order, rulesets["US"], AS_OF)
    listed = [f for f in verdict.findings if f.rule == "us-ear-entity-list" and f.evidence[0].get("license_policy")]
    assert listed
    assert any("734.9(g)" in caveat for caveat in listed[0].caveats)
    assert of(verdict)["us-ear-744-8"] == "license_required"
    assert of(verdict)["us-ofac-sdn"] == "deny"
