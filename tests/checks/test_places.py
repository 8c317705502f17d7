"""Where data and parties are, and what lies under an image."""

from __future__ import annotations

import pytest

from sarcheck.checks import country, sensitive_region
from sarcheck.evidence import Area, NamedPlace, Place
from sarcheck.model import Finding, Footprint, Overlap, Subject
from tests.builders import evidence, rule

RULE = rule(
    "country",
    parameters={
        "applies_to": ["delivery", "end_user"],
        "countries": ["XA"],
        "subdivisions": ["XB-1"],
        "places": ["coast"],
        "outcome_place": "deny",
        "outcome_place_elsewhere": "review",
    },
)


def place(**fields: object) -> Place:
    given = {
        "subject": Subject(kind="delivery", id="delivery"),
        "who": "The delivery",
        "pointer": "/delivery",
        "roles": ("delivery",),
        "countries": (("XC", "country"),),
        "unknown": (),
        "subdivision": None,
        "named": (),
    }
    return Place(**given | fields)  # type: ignore[arg-type]


def judged(one: Place) -> list[tuple[str, str]]:
    return [(f.outcome, f.pointer) for f in country.check(evidence(places=(one,)), RULE)]


def named(*, ascribed: bool) -> tuple[NamedPlace, ...]:
    return (NamedPlace(group="coast", name="Port", subdivision="XB-1", ascribed=ascribed),)


def overlap(relation: str = "inside", **fields: object) -> Overlap:
    given = {
        "region": "R1",
        "name": "Region One",
        "kind": "sensitive",
        "relation": relation,
        "overlap_km2": 120.0,
        "overlap_share": 0.4,
        "distance_km": 0.0,
    }
    return Overlap(**given | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, []),
        ({"countries": (("XA", "country"),)}, [("deny", "/delivery/country")]),
        ({"countries": (("XA", "residence"),)}, [("deny", "/delivery/residence")]),
        ({"nationalities": ("XA",)}, [("review", "/delivery/nationalities")]),
        ({"point": True}, [("incomplete", "/delivery/location")]),
        ({"countries": (("XC", "country"), ("XA", "subdivision"))}, [("deny", "/delivery/subdivision")]),
        ({"subdivision": "XB-1"}, [("deny", "/delivery/subdivision")]),
        ({"named": named(ascribed=True)}, [("deny", "/delivery/address")]),
        ({"named": named(ascribed=False)}, [("review", "/delivery/address")]),
        ({"regions": (overlap(subdivision="XB-1"),)}, [("deny", "/delivery/location")]),
        ({"regions": (overlap(subdivision="XB-9+XB-1"),)}, [("deny", "/delivery/location")]),
        ({"regions": (overlap("border", country="XA"),)}, [("review", "/delivery/location")]),
        ({"regions": (overlap(country="XZ"),)}, []),
    ],
)
def test_embargoed_places(where: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert judged(place(**where)) == expected


def test_only_the_roles_that_the_rule_names_count() -> None:
    assert judged(place(roles=("payer",), countries=(("XA", "country"),))) == []
    assert judged(place(roles=("payer", "end_user"), countries=(("XA", "country"),)))


def areas(*overlaps: Overlap) -> list[Finding]:
    area = Area(
        subject=Subject(kind="product", id="p1"),
        pointer="/products/0",
        footprint=Footprint(rings=(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),), area_km2=300.0),
        overlaps=overlaps,
    )
    law = rule(
        "sensitive_region",
        outcome="license_required",
        parameters={
            "regions": ["R1"],
            "other_kinds": ["sensitive"],
            "outcome_border": "review",
            "margin_km": 10.0,
        },
    )
    return list(sensitive_region.check(evidence(areas=(area,)), law))


@pytest.mark.parametrize(
    ("near", "outcome"),
    [
        (overlap(), "license_required"),
        (overlap("border"), "review"),
        (overlap("outside", distance_km=9.9), "review"),
        (overlap(region="R2", kind="base"), "license_required"),
    ],
)
def test_regions(near: Overlap, outcome: str) -> None:
    (finding,) = areas(near)
    assert finding.outcome == outcome
    assert finding.evidence[0]["relation"] == near.relation


def test_regions_of_no_concern() -> None:
    assert areas(overlap("outside", distance_km=10.1), overlap(region="R2")) == []


def test_a_tiny_overlap_is_not_told_as_nothing() -> None:
    (finding,) = areas(overlap(overlap_share=0.0004, overlap_km2=0.2))
    assert "less than 1%" in finding.message


def test_countries_may_be_named_as_a_group_on_the_day() -> None:
    law = rule("country", parameters={"applies_to": ["delivery"], "groups": ["bloc"]})
    there = place(countries=(("XA", "country"),))
    for members, count in (({"XA"}, 1), ({"XB"}, 0)):
        facts = evidence(places=(there,), groups={"bloc": frozenset(members)})
        assert len(list(country.check(facts, law))) == count


@pytest.mark.parametrize(("region", "expected"), [("R1", ["deny"]), ("R2", [])])
def test_a_region_that_only_the_user_has_need_not_be_there(region: str, expected: list[str]) -> None:
    law = rule("country", parameters={"applies_to": ["delivery"], "optional_regions": [region]})
    facts = evidence(places=(place(point=True, regions=(overlap(),)),))
    assert [f.outcome for f in country.check(facts, law)] == expected
    imagery = rule("sensitive_region", parameters={"optional_regions": [region]})
    area = Area(subject=Subject(kind="product", id="p1"), pointer="/products/0", footprint=None, overlaps=(overlap(),))
    assert [f.outcome for f in sensitive_region.check(evidence(areas=(area,)), imagery)] == expected
