"""Licenses: what they cover, and everything for which one does not."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sarcheck import geo, licenses, load_order, load_rules, screen
from sarcheck.checks._finding import finding
from sarcheck.errors import RulesError
from sarcheck.evidence import Area, Evidence, identity
from sarcheck.licenses import Licensed, settle
from sarcheck.model import (
    OUTCOMES,
    Delivery,
    Finding,
    KnownParty,
    License,
    OperatorProfile,
    Party,
    Recognised,
    Region,
    Subject,
    Verdict,
)
from sarcheck.regions import RegionIndex, build
from tests import tiny
from tests.builders import AS_OF, chain, evidence, order, party, rule

DAY = dt.timedelta(days=1)
LAW = rule("country", outcome="license_required")
BUYER = party("Example GmbH", identifiers={"lei": "529900T8BM49AURSDO55"})


def square(west: float, south: float, side: float = 1.0) -> shapely.Polygon:
    return shapely.box(west, south, west + side, south + side)


DRAWN = shapely.to_wkb(square(10, 50))
INDEX = RegionIndex(
    build(
        [
            Region(id="sure", name="Sure", kind="licensed", source="x", area=DRAWN),
            Region(
                id="blurred",
                name="B",
                kind="licensed",
                source="x",
                area=DRAWN,
                accuracy_m=5000.0,
            ),
            Region(id="outer", name="O", kind="licensed", source="x", outer=DRAWN),
            Region(
                id="inner",
                name="I",
                kind="licensed",
                source="x",
                outer=shapely.to_wkb(square(9, 49, 3)),
                inner=DRAWN,
            ),
        ]
    ).__getitem__
)


def area(west: float, south: float, side: float) -> Area:
    points = list(square(west, south, side).exterior.coords)[:-1]
    return Area(subject=Subject(kind="product", id="p1"), pointer="/products/0", footprint=geo.footprint(points))


WITHIN = area(10.4, 50.4, 0.1)


class Rules(NamedTuple):
    """What ``settle`` asks of a ruleset."""

    profile: OperatorProfile
    regions: RegionIndex = INDEX


def license_(**changes: Any) -> License:
    raw = {
        "id": "BAFA-1",
        "authority": "BAFA",
        "rules": ["r"],
        "parties": [{"name": "example gmbh", "country": "DE"}],
        "areas": ["sure"],
        "from": AS_OF - 30 * DAY,
        "to": AS_OF + 30 * DAY,
    }
    return msgspec.convert(raw | changes, License)


def facts(*, parties: tuple[Party, ...] = (BUYER,), areas: tuple[Area, ...] = (WITHIN,), **fields: Any) -> Evidence:
    return evidence(
        order=order(parties=parties, **fields),
        parties=tuple(chain(party=one, pointer=f"/parties/{i}") for i, one in enumerate(parties)),
        areas=areas,
        regions=frozenset(INDEX.ids),
    )


def found(one: Evidence, outcome: str = "license_required", **more: Any) -> Finding:
    about = {"pointer": "/products/0", "subject": Subject(kind="product", id="p1"), "message": "It is sensitive."}
    return finding(LAW, one, outcome=outcome, **about | more)  # type: ignore[arg-type]


def judged(*held: License, one: Evidence | None = None, **more: Any) -> Licensed:
    one = one or facts()
    return settle((found(one, **more),), one, Rules(OperatorProfile(licenses=held)))  # type: ignore[arg-type]


def faults(settled: Licensed) -> list[str]:
    """Return why licenses do not cover the finding, which stands then."""
    (standing,) = settled.findings
    assert standing.outcome == "license_required"
    told = [item for item in standing.evidence if item["kind"] == "license"]
    assert len([text for text in standing.caveats if "does not cover" in text]) == len(told)
    return [fault for item in told for fault in item["faults"]]


# --- what fits ----------------------------------------------------------------------------------


def test_a_license_that_fits_makes_a_notice_that_cites_it() -> None:
    settled = judged(license_(note="Quarterly report due."))
    (notice,) = settled.findings
    assert notice.outcome == "notice"
    assert "License BAFA-1 of BAFA" in notice.message
    assert "It is sensitive." in notice.message
    assert "Quarterly report due." in notice.caveats
    assert notice.evidence[-1]["was"] == "license_required"
    assert settled.notices == ()


def test_without_licenses_a_finding_stands_as_it_is() -> None:
    one = facts()
    assert settle((found(one),), one, Rules(OperatorProfile())).findings == (found(one),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"to": AS_OF}, None),
        ({"to": AS_OF - DAY}, "expired"),
        ({"from": AS_OF}, None),
        ({"from": AS_OF + DAY}, "not_yet_valid"),
        ({"rules": ["q", "r"]}, None),
        ({"parties": "*"}, None),
        ({"parties": [{"name": "EXAMPLE  GmbH", "country": "DE"}]}, None),
        ({"parties": [{"name": "Example GmbH", "country": "AT"}]}, "party"),
        ({"parties": [{"name": "Example", "country": "DE"}]}, "party"),
        (
            {"parties": [{"name": "X", "country": "DE", "identifiers": {"lei": "529900T8BM49AURSDO55"}}]},
            None,
        ),
        (
            {"parties": [{"name": "Example GmbH", "country": "DE", "identifiers": {"lei": "5493001KJTIIGC8Y1R12"}}]},
            "party",
        ),
        ({"areas": "*"}, None),
        ({"areas": ["inner"]}, None),
        ({"areas": ["blurred"]}, None),
        ({"areas": ["outer"]}, "area"),
        ({"areas": ["nowhere", "sure"]}, None),
    ],
)
def test_each_part_must_fit(changes: dict[str, Any], fault: str | None) -> None:
    settled = judged(license_(**changes))
    if fault is None:
        assert settled.findings[0].outcome == "notice"
    else:
        assert faults(settled) == [fault]


def test_a_region_that_nobody_draws_holds_nothing() -> None:
    assert faults(judged(license_(areas=["nowhere"]))) == ["area", "area_unknown"]


def test_all_that_does_not_fit_is_told() -> None:
    bad = license_(to=AS_OF - DAY, parties=[{"name": "Other", "country": "DE"}], areas=["outer"])
    assert sorted(faults(judged(bad))) == ["area", "expired", "party"]


@pytest.mark.parametrize(
    ("where", "areas", "covered"),
    [
        ("sure", (area(10.0, 50.0, 0.5),), True),
        ("sure", (area(9.999, 50.4, 0.1),), False),
        ("sure", (area(20.0, 50.4, 0.1),), False),
        ("sure", (WITHIN, area(20.0, 50.4, 0.1)), False),
        ("sure", (), False),
        ("sure", (structs.replace(WITHIN, footprint=None),), False),
        ("blurred", (area(10.1, 50.1, 0.5),), True),
        ("blurred", (area(10.01, 50.1, 0.5),), False),
        ("inner", (area(9.9, 50.1, 0.5),), False),
    ],
)
def test_the_region_must_surely_hold_every_area(where: str, areas: tuple[Area, ...], covered: bool) -> None:
    settled = judged(license_(areas=[where]), one=facts(areas=areas))
    assert settled.findings[0].outcome == ("notice" if covered else "license_required")


@pytest.mark.parametrize(
    ("role", "covered"),
    [("end_user", False), ("data_recipient", False), ("intermediate_consignee", False), ("payer", True)],
)
def test_everybody_who_gets_the_data_must_be_licensed(role: str, covered: bool) -> None:
    other = party("Somebody Else", id="q", roles=(role,))
    settled = judged(license_(), one=facts(parties=(BUYER, other)))
    assert settled.findings[0].outcome == ("notice" if covered else "license_required")


def test_the_party_that_a_finding_is_on_must_be_licensed() -> None:
    payer = party("Somebody Else", id="q", roles=("payer",))
    settled = judged(license_(), one=facts(parties=(BUYER, payer)), subject=Subject(kind="party", id="q"))
    assert faults(settled) == ["party"]


@pytest.mark.parametrize(("days", "fault"), [(30, None), (31, "expired"), (-31, "not_yet_valid")])
def test_the_day_of_delivery_counts_too(days: int, fault: str | None) -> None:
    at = dt.datetime.combine(AS_OF, dt.time(12), dt.UTC) + days * DAY
    settled = judged(license_(), one=facts(delivery=Delivery(at=at)))
    assert settled.findings[0].outcome == "notice" if fault is None else faults(settled) == [fault]


# --- what the order names -----------------------------------------------------------------------


def test_a_license_for_another_rule_is_told_only_if_the_order_relies_on_it() -> None:
    other = license_(rules=["q"])
    assert faults(judged(other)) == []
    assert faults(judged(other, one=facts(licenses=("BAFA-1",)))) == ["rule"]


def test_an_order_cannot_make_a_license() -> None:
    settled = judged(one=facts(licenses=("MADE-UP", "BAFA-1")))
    assert faults(settled) == []
    assert [(notice.outcome, notice.pointer) for notice in settled.notices] == [
        ("notice", "/licenses/0"),
        ("notice", "/licenses/1"),
    ]
    assert "MADE-UP" in settled.notices[0].message


@given(
    outcomes=st.lists(st.sampled_from(["notice", "review", "incomplete", "license_required", "deny"]), max_size=6),
    changes=st.fixed_dictionaries(
        {},
        optional={
            "rules": st.sampled_from([["r"], ["q"]]),
            "parties": st.sampled_from(["*", [{"name": "Other", "country": "DE"}]]),
            "areas": st.sampled_from(["*", ["outer"]]),
            "to": st.sampled_from([AS_OF, AS_OF - DAY]),
        },
    ),
    named=st.booleans(),
)
def test_nothing_but_license_required_ever_gets_milder(
    outcomes: list[Any], changes: dict[str, Any], named: bool
) -> None:
    one = facts(licenses=("BAFA-1",) if named else ())
    before = tuple(found(one, outcome) for outcome in outcomes)
    held = OperatorProfile(licenses=(license_(**changes),))
    after = settle(before, one, Rules(held)).findings  # type: ignore[arg-type]
    for old, new in zip(before, after, strict=True):
        if old.outcome != "license_required":
            assert new == old
        else:
            assert new.outcome == ("notice" if _fits(changes) else "license_required")


def _fits(changes: dict[str, Any]) -> bool:
    bad = [changes.get("rules") == ["q"], isinstance(changes.get("parties"), list)]
    return not any([*bad, changes.get("areas") == ["outer"], changes.get("to") == AS_OF - DAY])


# --- who is whom --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "same"),
    [
        ({"name": "Example GmbH", "country": "DE"}, True),
        ({"name": " example\u200b  GMBH ", "country": "DE"}, True),
        ({"name": "Exämple GmbH", "country": "DE"}, False),
        ({"name": "Example GmbH", "country": None}, False),
        ({"name": "Example GmbH", "country": "AT"}, False),
        ({"name": "Example GmbH", "country": "DE", "aliases": ("Other",)}, True),
        ({"name": "Other", "country": "DE", "aliases": ("Example GmbH",)}, False),
        ({"name": "Other", "country": "DE", "identifiers": {"LEI": "5299 00T8BM49AURSDO55"}}, True),
        ({"name": "Other", "country": None, "identifiers": {"lei": "529900T8BM49AURSDO55"}}, True),
        ({"name": "Other", "country": "AT", "identifiers": {"lei": "529900T8BM49AURSDO55"}}, False),
        ({"name": "Example GmbH", "country": "DE", "identifiers": {"lei": "5493001KJTIIGC8Y1R12"}}, False),
        ({"name": "Example GmbH", "country": "DE", "identifiers": {"vat": "DE136695976"}}, True),
    ],
)
def test_a_known_party_is_told_by_number_or_by_whole_name_and_country(stated: dict[str, Any], same: bool) -> None:
    known = KnownParty(name="Example GmbH", country="DE", identifiers={"lei": "529900T8BM49AURSDO55"})
    assert identity.is_party(known, party(**stated)) is same


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"from": AS_OF}, True),
        ({"from": AS_OF + DAY}, False),
        ({"to": AS_OF}, True),
        ({"to": AS_OF - DAY}, False),
        ({"notified": AS_OF}, True),
        ({"notified": AS_OF + DAY}, False),
    ],
)
def test_a_standing_counts_within_its_dates(more: dict[str, Any], counts: bool) -> None:
    raw = {
        "id": "a",
        "kind": "authorised-agent",
        "name": "Example GmbH",
        "country": "DE",
        "notified": dt.date(2020, 1, 1),
    }
    one = msgspec.convert(raw | more, Recognised)
    (standing,) = identity.standings(order(parties=(party("Example GmbH"),)), (one,), AS_OF)
    assert (standing.pointer, standing.counts) == ("/parties/0", counts)


# --- operator.toml, and the way through ---------------------------------------------------------

REGION = """
    id = "region"
    title = "Sensitive region"
    regime = "HOUSE"
    authority = "A"
    check = "sensitive_region"
    outcome = "license_required"
    citation = "House"
    remedy = "Ask."
    in_force = [{ from = 2000-01-01 }]
    parameters = { regions = ["square"] }
"""
OPERATOR = """
    jurisdictions = ["LU"]
    [[licenses]]
    id = "L-1"
    authority = "A"
    rules = ["region"]
    areas = ["square"]
    from = 2026-01-01
    to = 2026-12-31
    [[licenses.parties]]
    name = "Harmlose Kartographie GmbH"
    country = "LU"
"""


def verdict(folder: Path, operator: str, as_of: dt.date = AS_OF, **fields: Any) -> Verdict:
    pack = tiny.write(folder / "pack", operator=operator, regimes__house__region=REGION, regimes__us__operator=None)
    raw = tiny.order(**fields)
    item = raw["products"][0]["item"]
    item["geometry"]["coordinates"] = [[[10.2, 50.2], [10.4, 50.2], [10.4, 50.4], [10.2, 50.4], [10.2, 50.2]]]
    return screen(load_order(raw), load_rules(pack, cache=folder / "cache"), as_of)


def test_a_license_clears_what_only_lacked_it(tmp_path: Path) -> None:
    one = verdict(tmp_path, OPERATOR)
    outcomes = {f.rule: f.outcome for f in one.findings}
    assert outcomes["region"] == "notice"
    assert one.regimes["HOUSE"] == next(e.outcome for e in one.examined if e.rule == "region") == "clear"
    assert one.outcome == "clear"


def test_the_same_after_it_ended_needs_another(tmp_path: Path) -> None:
    one = verdict(tmp_path, OPERATOR.replace("2026-12-31", "2026-11-21"))
    (standing,) = [f for f in one.findings if f.rule == "region"]
    assert standing.outcome == one.outcome == "license_required"
    assert standing.caveats == ("License L-1 does not cover this: it ended on 2026-11-21, before 2026-11-22.",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OPERATOR.replace('areas = ["square"]', ""), "areas"),
        (OPERATOR.replace('rules = ["region"]', "rules = []"), "length"),
        (OPERATOR.replace('rules = ["region"]', 'rules = ["regoin"]'), "rules that there are not"),
        (OPERATOR.replace("2026-12-31", "2025-12-31"), "before it begins"),
        (OPERATOR.replace('country = "LU"', 'country = "Luxembourg"'), "country"),
        (OPERATOR + OPERATOR.partition('"LU"]')[2], "occurs twice"),
        ('[[recognised]]\nid = "a"\nkind = "authorised-agent"\nname = "A"\ncountry = "DE"', "notified"),
        ('[[recognised]]\nid = "a"\nkind = "friend"\nname = "A"\ncountry = "DE"', "friend"),
    ],
)
def test_a_register_that_leaves_something_open_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RulesError, match=says):
        verdict(tmp_path, text)


def test_the_example_of_a_register_is_one() -> None:
    text = (Path(__file__).parents[1] / "docs" / "licenses.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: licenses -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert example
    (one,) = msgspec.convert(tomllib.loads(example[1]), OperatorProfile).licenses
    assert one.areas == ("UA",)


def test_the_only_grade_is_one_of_the_ladder() -> None:
    assert licenses.GRADE in OUTCOMES


# --- ground stations ------------------------------------------------------------------------------

DOWNLINK = Delivery(country="DE", ground_station="Strelsau Station")


def test_a_ground_station_that_gets_the_data_is_to_be_licensed_too() -> None:
    assert faults(judged(license_(), one=facts(delivery=DOWNLINK))) == ["party"]
    told = judged(license_(), one=facts(delivery=DOWNLINK)).findings[0]
    assert any("it is not for Strelsau Station" in caveat for caveat in told.caveats)
    assert judged(license_(parties="*"), one=facts(delivery=DOWNLINK)).findings[0].outcome == "notice"


def test_a_ground_segment_that_the_profile_recognises_needs_no_license_of_its_own() -> None:
    allied = Recognised(id="g", name="STRELSAU  station", country="DE", kind="ground-segment")
    other = structs.replace(allied, id="o", kind="german-authority")
    one = facts(delivery=DOWNLINK)
    assert judged(license_(), one=structs.replace(one, recognised=(other, allied))).findings[0].outcome == "notice"
    assert faults(judged(license_(), one=structs.replace(one, recognised=(other,)))) == ["party"]
