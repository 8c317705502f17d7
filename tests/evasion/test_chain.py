"""Parties who are in the order and not where one looks: roles, aliases, texts, owners."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import pytest

from sarcheck.model import Role
from sarcheck.ruleset import Ruleset
from tests.evasion import camp

ROLES = get_args(Role)
HOLDINGS = {"h": "Alzette Beispill Holding S.A.", "u": "Ourdall Beispill Holding S.A."}
EVERYONE = {**HOLDINGS, "r": camp.RADAR, "v": camp.VEKTOR}


def owned(ruleset: Ruleset, *links: tuple[str, str, float | None], **more: Any) -> str:
    """Return the grade of the ownership rule for a payer owned along some links, "clear" where it is silent."""
    named = {key: EVERYONE.get(key, f"Beispill {key} Holding S.A.") for link in links for key in link[:2]}
    named.pop("payer", None)
    verdict = camp.judged(camp.clean(parties=camp.owned(*links, names=named, **more)), ruleset)
    return next((found.outcome for found in camp.on(verdict, "eu-269-owned")), "clear")


@pytest.mark.parametrize("role", ROLES)
def test_a_listed_party_in_a_role_where_nobody_looks(ruleset: Ruleset, role: str) -> None:
    hidden = {"id": "x", "roles": [role], "name": camp.RADAR, "country": "DE"}
    verdict = camp.judged(camp.clean(parties=[*camp.clean()["parties"], hidden]), ruleset)
    assert ("eu-269-annex-i", "deny", "/parties/2/name") in camp.told(verdict)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"owner", "operator", "supplier"}))
def test_a_recipient_in_an_embargoed_country_under_another_role(ruleset: Ruleset, role: str) -> None:
    hidden = {"id": "x", "roles": [role], "name": "Neizvestnaya Geodeziya", "country": "RU", "type": "company"}
    verdict = camp.judged(camp.clean(parties=[*camp.clean()["parties"], hidden]), ruleset)
    assert ("eu-833-5n-russia", "deny", "/parties/2/country") in camp.told(verdict)


def test_a_listed_name_as_an_alias(ruleset: Ruleset) -> None:
    verdict = camp.judged(camp.clean(parties=camp.customer("Musterfirma Nord GmbH", aliases=[camp.RADAR])), ruleset)
    assert ("eu-269-annex-i", "deny", "/parties/0/aliases/0") in camp.told(verdict)


@pytest.mark.parametrize(
    ("pointer", "changed"),
    [
        ("/delivery/address", {"delivery": {"country": "DE", "address": f"c/o {camp.RADAR}, Musterweg 4"}}),
        ("/delivery/address", {"delivery": {"country": "DE", "address": "Terra Vektor AO\nMusterweg 4\n53501 Tal"}}),
        ("/delivery/endpoint", {"delivery": {"country": "DE", "endpoint": "s3://volkhovskiy-vymysel-radar-concern/x"}}),
        ("/end_use/statement", {"end_use": {"statement": f"Images for {camp.VEKTOR}, as agreed", "military": False}}),
        ("/parties/0/address", {"parties": camp.customer("Muster GmbH", address=f"c/o {camp.RADAR}, Musterweg 4")}),
    ],
)
def test_a_listed_name_in_a_text(ruleset: Ruleset, pointer: str, changed: dict[str, Any]) -> None:
    verdict = camp.judged(camp.clean(**changed), ruleset)
    assert camp.told(verdict) == {("eu-269-annex-i", "review", pointer)}


def test_harmless_texts_stay_clear(ruleset: Ruleset) -> None:
    delivery = {"country": "DE", "address": "c/o Müller & Söhne, Frankfurt am Main", "endpoint": "s3://my-bucket/in"}
    end_use = {"statement": "Flood extent mapping for the district, and subsidence", "military": False}
    assert camp.judged(camp.clean(delivery=delivery, end_use=end_use), ruleset).outcome == "clear"


def test_a_listed_ground_station(ruleset: Ruleset) -> None:
    verdict = camp.judged(camp.clean(delivery={"country": "DE", "ground_station": camp.RADAR}), ruleset)
    assert ("eu-269-annex-i", "deny", "/delivery/ground_station") in camp.told(verdict)


def test_an_owner_three_levels_up_at_26_and_25(ruleset: Ruleset) -> None:
    up = (("h", "payer", 100.0), ("u", "h", 100.0))
    assert owned(ruleset, *up, ("r", "u", 26.0), ("v", "u", 25.0)) == "deny"
    assert owned(ruleset, *up, ("r", "u", 26.0), ("v", "u", 23.9)) == "review"


def test_a_share_spread_over_many_hands(ruleset: Ruleset) -> None:
    hands = [f"s{i}" for i in range(12)]
    links = [(hand, "payer", 100 / 12) for hand in hands] + [("r", hand, 100.0) for hand in hands]
    assert owned(ruleset, *links) == "deny"


def test_a_share_written_in_two_rows(ruleset: Ruleset) -> None:
    assert owned(ruleset, ("r", "payer", 30.0), ("r", "payer", 30.0)) == "deny"


def test_owners_in_a_circle(ruleset: Ruleset) -> None:
    assert owned(ruleset, ("h", "payer", 60.0), ("u", "h", 60.0), ("h", "u", 40.0), ("r", "h", 60.0)) == "deny"
    assert owned(ruleset, ("h", "payer", 60.0), ("h", "h", 90.0), ("r", "h", 10.0)) == "review"


def test_a_long_chain_of_owners(ruleset: Ruleset) -> None:
    links = [("s0", "payer", 100.0), *((f"s{i + 1}", f"s{i}", 100.0) for i in range(300)), ("r", "s300", 100.0)]
    assert owned(ruleset, *links) == "deny"


def test_a_share_that_is_not_stated(ruleset: Ruleset) -> None:
    assert owned(ruleset, ("h", "payer", None), ("r", "h", None)) == "review"


@pytest.mark.parametrize(
    ("more", "grade"),
    [({"from": "2030-01-01"}, "clear"), ({"to": "2026-11-21"}, "clear"), ({"control": False}, "deny")],
)
def test_an_owner_of_another_day_is_still_asked_about(ruleset: Ruleset, more: dict[str, Any], grade: str) -> None:
    assert owned(ruleset, ("r", "payer", 100.0), **more) == grade
    parties = camp.owned(("r", "payer", 100.0), names={"r": camp.RADAR}, **more)
    verdict = camp.judged(camp.clean(parties=parties), ruleset)
    assert ("eu-269-annex-i", "review", "/parties/3/name") in camp.told(verdict)


def test_an_order_from_the_future_does_not_age_a_firm(ruleset: Ruleset) -> None:
    young = camp.customer("Neue Muster GmbH", incorporated="2026-11-01", type="company")
    for created in ("2026-11-20T00:00:00Z", "2031-11-20T00:00:00Z"):
        verdict = camp.judged(camp.clean(parties=young, created=created), ruleset, dt.date(2026, 11, 22))
        assert any(pointer == "/parties/0/incorporated" for _, _, pointer in camp.told(verdict)), created
