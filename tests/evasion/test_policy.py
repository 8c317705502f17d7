"""What the operator's own policy leaves to an order: licenses, the sensitivity check, holds, dropped regimes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_rules
from sarcheck.ruleset import Ruleset
from tests.evasion import camp
from tests.evasion.camp import box

SYRIA = box(36.2, 33.4, 36.4, 33.6)
PROFILE = """
jurisdictions = ["DE"]

[[licenses]]
id = "BAFA-1"
authority = "BAFA"
rules = ["de-satdsiv"]
areas = ["SY"]
from = 2026-11-01
to = 2026-11-30
parties = [
  { name = "Pegelkarte Beispieltal GmbH", country = "DE" },
  { name = "Kreisverwaltung Beispieltal", country = "DE" },
]
"""
HOLD = """
id = "our-hold"
title = "Imagery of the Ahr valley"
regime = "HOUSE"
authority = "Example Imaging Ltd"
check = "hold"
outcome = "review"
citation = "Notice to customers of 2026-11-20"
remedy = "Ask the duty officer to release the image by name."
[[in_force]]
from = 2026-11-20
[parameters]
regions = ["DE"]
imaged_from = 2021-07-01
announced = 2026-11-20
[parameters.exceptions]
recipients = ["Kreisverwaltung Beispieltal"]
roles = ["customer"]
"""


@pytest.fixture(scope="module")
def licensed(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    return camp.german(tmp_path_factory.mktemp("licensed"), profile=PROFILE)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    rules = camp.arm(tmp_path_factory.mktemp("held") / "rules")
    (rules / "regimes/house").mkdir(parents=True)
    (rules / "regimes/house/our-hold.toml").write_text(HOLD, encoding="utf-8")
    return load_rules(rules)


def fine(geometry: dict[str, Any] = SYRIA, **changed: Any) -> dict[str, Any]:
    """Return an order for a fine image of Syria, which needs a license in Germany."""
    asked = {"platform": "terrasar-x", "mode": "SL", "resolution_m": 1.0, "product_type": "SSC"}
    return camp.tasking(geometry, tasking=asked) | changed


def sensitive(order: dict[str, Any], ruleset: Ruleset, as_of: dt.date = camp.AS_OF) -> set[str]:
    return {found.outcome for found in camp.on(camp.judged(order, ruleset, as_of), "de-satdsiv")}


def another(*roles: str) -> list[dict[str, Any]]:
    stranger = {"id": "z", "roles": list(roles), "name": "Dritte GmbH", "country": "DE", "type": "company"}
    return [*camp.clean()["parties"], stranger]


def test_the_license_covers_what_it_is_for(licensed: Ruleset) -> None:
    assert sensitive(fine(), licensed) == {"notice"}


@pytest.mark.parametrize(
    "changed",
    [
        {"parties": another("data_recipient")},
        {"parties": another("intermediate_consignee")},
        {"parties": another("processor")},
        {"parties": another("ground_station")},
        {"delivery": {"country": "DE", "ground_station": "Fremde Station"}},
        {"delivery": {"country": "DE", "at": "2026-12-24T00:00:00Z"}},
        {"delivery": {"country": "DE", "at": "2026-10-24T00:00:00Z"}},
        {"geometry": box(35.0, 32.0, 36.4, 33.6)},
        {"geometry": box(35.8, 33.4, 36.4, 33.6)},
    ],
)
def test_a_license_for_others_elsewhere_or_another_day(licensed: Ruleset, changed: dict[str, Any]) -> None:
    assert sensitive(fine(**changed), licensed) == {"license_required"}


@pytest.mark.parametrize(
    "fields", [{"name": "Pegelkarten Beispieltal GmbH"}, {"country": "CH"}, {"country": None}, {"name": "Pegelkarte"}]
)
def test_a_party_that_writes_like_a_licensed_one(licensed: Ruleset, fields: dict[str, Any]) -> None:
    buyer, user = camp.clean()["parties"]
    assert sensitive(fine(parties=[buyer | fields, user]), licensed) == {"license_required"}


def test_a_license_that_ended_or_that_the_order_invents(licensed: Ruleset, ruleset: Ruleset) -> None:
    assert sensitive(fine(), licensed, dt.date(2026, 12, 1)) == {"license_required"}
    assert sensitive(fine(licenses=["BAFA-1"]), ruleset) == {"license_required"}


def test_a_license_makes_no_listed_party_unlisted(licensed: Ruleset) -> None:
    verdict = camp.judged(fine(parties=camp.customer(camp.RADAR)), licensed)
    assert verdict.outcome == "deny"


@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({"tasking": {"platform": "terrasar-x"}}, "incomplete"),  # leave the resolution out
        ({"tasking": {"platform": "terrasar-x", "resolution_m": 1.0}, "delivery": {"country": "DE"}}, "incomplete"),
        ({"delivery": None}, "incomplete"),
        ({"datetime": "2026-11-25T00:00:00Z/.."}, "incomplete"),
    ],
)
def test_facts_left_out_of_the_sensitivity_check(ruleset: Ruleset, changed: dict[str, Any], grade: str) -> None:
    germany = fine(box(6.8, 50.3, 7.2, 50.6), delivery={"country": "DE", "at": "2027-03-01T00:00:00Z"})
    asked = germany["tasking"] | {"product_type": "EEC"}
    assert sensitive(germany | {"tasking": asked}, ruleset) == set()
    assert sensitive(germany | {"tasking": asked} | changed, ruleset) == {grade}


def test_a_ground_station_in_a_listed_state(ruleset: Ruleset) -> None:
    delivery = {"country": "DE", "ground_station": "Station X", "at": "2027-03-01T00:00:00Z"}
    germany = fine(box(6.8, 50.3, 7.2, 50.6), delivery=delivery)
    germany["tasking"]["product_type"] = "EEC"
    assert sensitive(germany, ruleset) == set()
    assert sensitive(germany | {"delivery": delivery | {"country": "BY"}}, ruleset) == {"license_required"}
    station = {"id": "s", "roles": ["ground_station"], "name": "S", "country": "BY"}
    parties = {"parties": [*camp.clean()["parties"], station]}
    assert sensitive(germany | parties, ruleset) == {"license_required"}


def hold(order: dict[str, Any], ruleset: Ruleset) -> set[str]:
    return {found.outcome for found in camp.on(camp.judged(order, ruleset), "our-hold")}


@pytest.mark.parametrize("role", ["end_user", "data_recipient", "processor", "ground_station", "ultimate_consignee"])
def test_a_hold_is_lifted_for_nobody_else(held: Ruleset, role: str) -> None:
    assert hold(camp.clean(), held) == {"notice"}
    assert hold(camp.clean(parties=another(role)), held) == {"review"}


@pytest.mark.parametrize("name", ["Kreisverwaltung Beispieltal West", "Kreisverwaltung", "Beispieltal Kreisverwaltung"])
def test_a_recipient_who_writes_like_an_excepted_one(held: Ruleset, name: str) -> None:
    buyer, user = camp.clean()["parties"]
    assert hold(camp.clean(parties=[buyer, user | {"name": name}]), held) == {"review"}


def test_an_image_without_a_day_is_held(held: Ruleset) -> None:
    item = {
        "type": "Feature", "stac_version": "1.1.0", "id": "x", "geometry": box(6.9, 50.3, 7.0, 50.4),
        "properties": {"datetime": None, "platform": "sentinel-1a"}, "links": [], "assets": {},
    }  # fmt: skip
    assert hold(camp.clean(products=[{"id": "p1", "item": item}]), held) == {"incomplete"}


def test_a_regime_that_the_folder_drops_is_told(tmp_path: Path) -> None:
    rules = camp.arm(tmp_path / "rules")
    text = (
        'name = "x"\nversion = "1"\nextends = "sarcheck-default"\n[[dropped]]\nregime = "US-ISN"\nreason = "Counsel."\n'
    )
    (rules / "pack.toml").write_text(text, encoding="utf-8")
    verdict = camp.judged(camp.clean(extensions={"dropped": ["EU-269"]}), load_rules(rules))
    assert verdict.outcome == "clear"
    assert "not asked, as the rules folder drops it: US-ISN" in verdict.status.reason_text
    assert {one.regime for one in verdict.dropped} == {"US-ISN"}
