"""The sensitivity check: every way through the procedure, every bound from both sides, every input that may lack."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sarcheck.checks import _sensitivity, satdsiv
from sarcheck.checks._procedure import ENDS, Parameters
from sarcheck.checks._sensitivity import Reply
from sarcheck.evidence import Area, Evidence, Imaging, Place, Standing
from sarcheck.model import (
    Answer,
    Claim,
    Delivery,
    Footprint,
    Overlap,
    Party,
    Product,
    Recognised,
    Rule,
    Subject,
    Tasking,
)
from sarcheck.ruleset import in_force
from tests.builders import AS_OF, evidence, order, ordered, party, product, rule

ROOT = Path(__file__).parents[2]
FILE = ROOT / "rules" / "regimes" / "de-satdsig" / "sensitivity-check.toml"
LAW = msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Rule)
PARAMETERS = msgspec.convert(LAW.parameters, Parameters)
REGIONS = frozenset(region for entry in PARAMETERS.areas for region in entry.regions)

TAKEN = dt.datetime(2026, 11, 15, 4, 0, 0, tzinfo=dt.UTC)
DAYS = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
SUBJECT = Subject(kind="product", id="p1")
BUYER = party("Beispiel AG", type="company", country="CH")


def area(south: float = 50.0, north: float = 51.0, *regions: str, relation: str = "inside", **more: Any) -> Area:
    ring = ((10.0, south), (11.0, south), (11.0, north), (10.0, north))
    overlaps = tuple(
        Overlap(
            region=region,
            name=region,
            kind="country",
            relation=relation,  # type: ignore[arg-type]
            overlap_km2=1.0,
            overlap_share=0.1,
            distance_km=0.0,
        )
        for region in regions
    )
    footprint = Footprint(rings=(ring,), area_km2=1000.0)
    return Area(**{"subject": SUBJECT, "pointer": "/products/0", "footprint": footprint, "overlaps": overlaps} | more)


def recognised(kind: str, **more: Any) -> Recognised:
    notified = {"notified": dt.date(2020, 1, 1)} if kind == "authorised-agent" else {}
    raw = {"id": "A", "kind": kind, "name": "Beispiel AG", "country": "CH"} | notified | more
    return msgspec.convert(raw, Recognised)


def standing(kind: str, *, counts: bool = True) -> Standing:
    return Standing(pointer="/parties/0", recognised=recognised(kind), counts=counts)


def facts(**given: Any) -> Evidence:
    """Return the facts of an order that goes through every question to the last and is not sensitive by that."""
    parties: tuple[Party, ...] = given.get("parties", (BUYER,))
    stated = {"resolution_range": 2.0, "resolution_azimuth": 2.0, "complex": False, "stop": TAKEN}
    one: Product = product(**stated | given.get("product", {}))
    delivery = given.get("delivery", Delivery(country="CH", at=TAKEN + DAYS))
    imaging = Imaging(
        subject=SUBJECT,
        pointer="/products/0",
        format="x",
        stated="x",
        platforms=given.get("platforms", ("x",)),
        operators=(),
        finest_m=given.get("finest_m", 0.25),
    )
    return evidence(
        as_of=given.get("as_of", AS_OF),
        order=order((ordered(one),), parties=parties, delivery=delivery),
        imaging=(imaging,),
        areas=given.get("areas", (area(),)),
        places=given.get("places", ()),
        regions=given.get("regions", REGIONS),
        recognised=given.get("recognised", ()),
        standings=given.get("standings", ()),
        binding=given.get("binding"),
    )


def way(one: Evidence) -> tuple[str, str]:
    """Return the result of an order's only product and the step that decided it."""
    (path,) = satdsiv.paths(one, LAW)
    return path.result, path.steps[-1].step


# --- every way ----------------------------------------------------------------------------------

SYRIA = Place(
    subject=Subject(kind="party", id="s"),
    who="station",
    pointer="/parties/1",
    roles=("ground_station",),
    countries=(("SY", "country"),),
    unknown=(),
    subdivision=None,
    named=(),
)
STATION = party("Station One", id="s", roles=("ground_station",), country="SY")

CAUSES: dict[tuple[str, Answer], dict[str, Any]] = {
    ("scope", "yes"): {"finest_m": 3.0},
    ("scope", "no"): {"finest_m": 5.0, "product": {"resolution_range": 20.0, "resolution_azimuth": 20.0}},
    ("scope", "unknown"): {"finest_m": None, "product": {"resolution_range": None, "resolution_azimuth": 20.0}},
    ("1", "yes"): {"standings": (standing("german-authority"),)},
    ("2", "unknown"): {"platforms": (), "product": {"evidence": "asserted"}},
    ("3", "yes"): {"parties": (BUYER, STATION), "places": (SYRIA,)},
    ("3", "unknown"): {"delivery": Delivery(country="CH", ground_station="Station Two")},
    ("4", "yes"): {"areas": (area(-80.0, -70.0),)},
    ("4", "unknown"): {"areas": ()},
    ("5", "no"): {"product": {"resolution_range": 3.5, "resolution_azimuth": 3.5}},
    ("5", "unknown"): {"product": {"resolution_range": None, "resolution_azimuth": 3.5}},
    ("6", "yes"): {"areas": (area(50.0, 51.0, "UA"),)},
    ("6", "unknown"): {"regions": REGIONS - {"UA"}},
    ("persons", "unknown"): {"parties": (party("Erika Muster", type="person"),)},
    ("7", "yes"): {"standings": (standing("annex-4-authority"),)},
    ("8", "no"): {"delivery": Delivery(country="CH", at=TAKEN + 6 * DAYS)},
    ("8", "unknown"): {"delivery": Delivery(country="CH")},
    ("9", "yes"): {"product": {"complex": True}},
    ("9", "unknown"): {"product": {"complex": None}},
}
"""What makes a question answer otherwise than the facts of ``facts()`` do."""

IMPOSSIBLE = {("1", "unknown"), ("7", "unknown"), ("persons", "no")}
"""Answers that a question never gives: a standing is in the profile or it is not."""


def ways(step: str = "scope", taken: tuple[tuple[str, Answer], ...] = ()) -> Iterator[tuple[tuple[str, Answer], ...]]:
    """Yield every way through the procedure as its answers, whether facts can lead there or not."""
    if step in ENDS:
        yield taken
        return
    row = next(row for row in PARAMETERS.steps if row.id == step)
    for answer in ("yes", "no", "unknown"):
        if (step, answer) not in IMPOSSIBLE:
            yield from ways(row.leads(answer), (*taken, (step, answer)))


ALL = list(ways())


def end(one: tuple[tuple[str, Answer], ...]) -> str:
    step, answer = one[-1]
    return next(row for row in PARAMETERS.steps if row.id == step).leads(answer)


def test_the_chart_has_its_ten_ways() -> None:
    own = [one for one in ALL if one[0] == ("scope", "yes") and "unknown" not in {answer for _, answer in one}]
    assert len(own) == 10
    assert sorted((one[-1], end(one)) for one in own) == [
        (("1", "yes"), "not_sensitive"),
        (("2", "yes"), "sensitive"),
        (("3", "yes"), "sensitive"),
        (("4", "yes"), "not_sensitive"),
        (("5", "no"), "not_sensitive"),
        (("6", "yes"), "sensitive"),
        (("7", "yes"), "not_sensitive"),
        (("8", "no"), "not_sensitive"),
        (("9", "no"), "not_sensitive"),
        (("9", "yes"), "sensitive"),
    ]


def test_eight_more_ways_end_for_want_of_an_input() -> None:
    assert sum(one[0] == ("scope", "yes") and end(one) == "incomplete" for one in ALL) == 8
    assert len(ALL) == 1 + 2 * (10 + 8)


def test_every_question_has_its_answer() -> None:
    assert set(_sensitivity.QUESTIONS) == {row.asks for row in PARAMETERS.steps}


@pytest.mark.parametrize("one", ALL, ids=lambda one: " ".join(f"{step}{answer[0]}" for step, answer in one))
def test_every_way_leads_to_its_end(one: tuple[tuple[str, Answer], ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts lead along each way; the thermal sensor and a system unknown beside a fine image are answers put in."""
    given: dict[str, Any] = {}
    for step in one:
        for key, value in CAUSES.get(step, {}).items():
            given[key] = given.get(key, {}) | value if isinstance(value, dict) else value
    if ("2", "yes") in one:
        monkeypatch.setitem(_sensitivity.QUESTIONS, "sensor", lambda *_: Reply("yes"))
    if {("scope", "unknown"), ("5", "yes")} <= set(one):
        monkeypatch.setitem(_sensitivity.QUESTIONS, "system", lambda *_: Reply("unknown"))
        given["product"] = {k: v for k, v in given["product"].items() if not k.startswith("resolution")}
    (path,) = satdsiv.paths(facts(**given), LAW)
    assert tuple((step.step, step.answer) for step in path.steps) == one
    assert path.result == end(one)
    outcomes = [finding.outcome for finding in satdsiv.check(facts(**given), LAW)]
    wanted = {"sensitive": ["license_required"], "incomplete": ["incomplete"]}
    assert outcomes == wanted.get(path.result, [])


# --- bounds -------------------------------------------------------------------------------------


def res(range_m: float | None, azimuth_m: float | None, **more: Any) -> dict[str, Any]:
    return {"product": {"resolution_range": range_m, "resolution_azimuth": azimuth_m} | more}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # high-grade: 3 m or finer
        ({"finest_m": 3.0, **res(9.0, 9.0)}, ("not_sensitive", "5")),
        ({"finest_m": 3.000001, **res(9.0, 9.0)}, ("out_of_scope", "scope")),
        ({"finest_m": 5.0, **res(9.0, 3.0)}, ("not_sensitive", "5")),
        # 2.5 m or less, of the better direction
        (res(2.5, 2.5), ("not_sensitive", "9")),
        (res(2.500001, 2.500001), ("not_sensitive", "5")),
        (res(9.0, 2.5), ("not_sensitive", "9")),
        (res(2.5, 9.0), ("not_sensitive", "9")),
        (res(2.5, None), ("incomplete", "9")),
        (res(2.6, None), ("incomplete", "5")),
        (res(None, None), ("incomplete", "5")),
        # 1.2 m or less
        (res(1.2, 2.0), ("sensitive", "9")),
        (res(2.0, 1.2), ("sensitive", "9")),
        (res(1.200001, 2.0), ("not_sensitive", "9")),
        (res(1.2, None), ("sensitive", "9")),
        # phase
        (res(2.0, 2.0, complex=True), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="SLC"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="SSC______HS_S_SRA"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="cphd"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, level="L0"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, level="L1.1"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=False, product_type="SLC"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=False, level="L0"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="GRD"), ("not_sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="DGM_B", level="L1B"), ("not_sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="SCS_B", level="L1A"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="GEC/SICD"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, product_type="ASA_IMS_1P"), ("sensitive", "9")),
        (res(2.0, 2.0, complex=None, level="L1B"), ("incomplete", "9")),
        (res(2.0, 2.0, complex=None, product_type="XYZ"), ("incomplete", "9")),
        (res(2.0, 2.0, complex=None), ("incomplete", "9")),
        # less than five days
        ({"delivery": Delivery(country="CH", at=TAKEN + 5 * DAYS)}, ("not_sensitive", "8")),
        ({"delivery": Delivery(country="CH", at=TAKEN + 5 * DAYS - SECOND)}, ("not_sensitive", "9")),
        ({"delivery": Delivery(country="CH", at=TAKEN - DAYS)}, ("not_sensitive", "9")),
        ({"delivery": Delivery(country="CH"), **res(1.0, 1.0)}, ("incomplete", "8")),
        ({"product": {"stop": None}}, ("incomplete", "8")),
        ({"product": {"stop": None, "start": TAKEN}}, ("not_sensitive", "9")),
        # south of 60 degrees south, north of 84 degrees north, all of it
        ({"areas": (area(-61.0, -60.000001),)}, ("not_sensitive", "4")),
        ({"areas": (area(-61.0, -60.0),)}, ("not_sensitive", "9")),
        ({"areas": (area(84.000001, 85.0),)}, ("not_sensitive", "4")),
        ({"areas": (area(84.0, 85.0),)}, ("not_sensitive", "9")),
        ({"areas": (area(84.5, 85.0), area(50.0, 51.0))}, ("not_sensitive", "9")),
        ({"areas": (area(84.5, 85.0), area(footprint=None, problem="?"))}, ("incomplete", "4")),
        # Annex 3
        ({"areas": (area(50.0, 51.0, "UA", relation="border"),)}, ("sensitive", "6")),
        ({"areas": (area(50.0, 51.0, "UA", relation="outside"),)}, ("not_sensitive", "9")),
        ({"areas": (area(50.0, 51.0, "DE"),)}, ("not_sensitive", "9")),
        ({"areas": (area(50.0, 51.0, "UA"),), "regions": frozenset({"UA"})}, ("sensitive", "6")),
        ({"areas": (area(50.0, 51.0), area(footprint=None, problem="?"))}, ("incomplete", "6")),
    ],
)
def test_bounds(given: dict[str, Any], expected: tuple[str, str]) -> None:
    assert way(facts(**given)) == expected


@pytest.mark.parametrize("flag", ["swapped", "swap_suspect"])
def test_an_area_whose_axes_may_be_exchanged_frees_nobody(flag: str) -> None:
    ring = ((10.0, -80.0), (11.0, -80.0), (11.0, -79.0))
    doubtful = area(footprint=Footprint(rings=(ring,), area_km2=1.0, flags=(flag,)))
    assert way(facts(areas=(doubtful,))) == ("incomplete", "4")


def test_the_finest_of_contradicting_claims_decides() -> None:
    other = Claim(field="resolution_azimuth", value=1.0, stated="1.0", source="x.xml", path="/a")
    (path,) = satdsiv.paths(facts(product={"claims": (other,)}), LAW)
    assert (path.result, path.steps[-1].step) == ("sensitive", "9")
    value = next(v for v in path.steps[-1].values if v.name == "resolution_azimuth")
    assert (value.value, value.source, value.pointer) == (1.0, "x.xml /a", "/products/0")


def test_a_claim_to_be_complex_is_enough() -> None:
    other = Claim(field="complex", value=True, stated="COMPLEX", source="x.xml", path="/a")
    assert way(facts(product={"claims": (other,)})) == ("sensitive", "9")


METRES = st.sampled_from([None, 0.5, 1.2, 1.3, 2.5, 2.6, 3.0, 3.1, 20.0])
COMPLEX = st.sampled_from([None, True, False])
HIDDEN: dict[str, Any] = {
    "range": {"product": {"resolution_range": None}},
    "azimuth": {"product": {"resolution_azimuth": None}},
    "complex": {"product": {"complex": None}},
    "time": {"product": {"stop": None}},
    "system": {"finest_m": None},
    "delivery": {"delivery": None},
    "served": {"delivery": Delivery(country="CH")},
    "area": {"areas": (area(footprint=None, problem="?"),)},
    "residence": {"parties": (structs.replace(BUYER, country=None),)},
    "requester": {"parties": ()},
    "standing": {"standings": ()},
}


STATED = st.fixed_dictionaries({"resolution_range": METRES, "resolution_azimuth": METRES, "complex": COMPLEX})
GIVEN = {
    "product": STATED,
    "finest_m": st.sampled_from([None, 0.25, 3.0, 5.0]),
    "areas": st.sampled_from([(area(),), (area(50.0, 51.0, "UA"),), (area(-80.0, -70.0),), ()]),
    "delivery": st.sampled_from([Delivery(at=TAKEN + DAYS), Delivery(at=TAKEN + 9 * DAYS)]),
    "standings": st.sampled_from([(), (standing("german-authority"),), (standing("annex-4-authority"),)]),
}


@given(stated=st.fixed_dictionaries(GIVEN), hidden=st.sampled_from(sorted(HIDDEN)))
@settings(max_examples=400)
def test_what_is_kept_back_frees_nothing(stated: dict[str, Any], hidden: str) -> None:
    """An order that is not free does not get free by leaving out what the procedure asks for."""
    less = {key: stated[key] | value if key == "product" else value for key, value in HIDDEN[hidden].items()}
    free = {"not_sensitive", "out_of_scope"}
    if way(facts(**stated))[0] not in free:
        assert way(facts(**stated | less))[0] not in free


# --- annexes by day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "day", "listed"),
    [
        ("UA", dt.date(2014, 7, 31), False),
        ("UA", dt.date(2014, 8, 1), True),
        ("UA", AS_OF, True),
        ("BH", dt.date(2014, 7, 31), True),
        ("BH", dt.date(2014, 8, 31), True),
        ("BH", dt.date(2014, 9, 1), False),
        ("CG", dt.date(2014, 8, 31), True),
        ("CG", dt.date(2014, 9, 1), False),
        ("CD", dt.date(2010, 1, 1), True),
        ("CD", AS_OF, True),
        ("PS", dt.date(2009, 1, 1), True),
        ("XK", AS_OF, True),
    ],
)
def test_annex_3_is_that_of_the_day(region: str, day: dt.date, listed: bool) -> None:
    assert way(facts(areas=(area(50.0, 51.0, region),), as_of=day))[0] == ("sensitive" if listed else "not_sensitive")


def test_the_annexes_have_as_many_entries_as_their_versions() -> None:
    def count(day: dt.date) -> int:
        return len(_sensitivity.standing_on(PARAMETERS.areas, day))

    assert len(PARAMETERS.ground_segments) == 21
    assert count(AS_OF) == 26
    assert count(dt.date(2010, 1, 1)) == 20


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (dt.date(2008, 4, 4), None),
        (dt.date(2008, 4, 5), "unverified"),
        (dt.date(2014, 7, 31), "verified"),
        (dt.date(2014, 8, 1), "unverified"),
        (dt.date(2014, 9, 1), "verified"),
        (dt.date(2022, 3, 27), "unconfirmed"),
    ],
)
def test_how_the_ordinance_is_known_on_a_day(day: dt.date, status: str | None) -> None:
    interval = in_force(LAW, day)
    assert (interval.status if interval else None) == status


# --- requester and persons ----------------------------------------------------------------------


def test_a_standing_that_does_not_count_on_the_day_is_none_and_is_told() -> None:
    one = facts(standings=(standing("german-authority", counts=False),))
    (path,) = satdsiv.paths(one, LAW)
    assert path.result == "not_sensitive"
    assert path.steps[-1].step == "9"
    assert "does not count on the day" in path.steps[1].values[0].value


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("german-authority", ("not_sensitive", "1")),
        ("annex-4-authority", ("not_sensitive", "7")),
        ("authorised-agent", ("not_sensitive", "7")),
        ("ground-segment", ("not_sensitive", "9")),
    ],
)
def test_each_standing_frees_at_its_own_step(kind: str, expected: tuple[str, str]) -> None:
    assert way(facts(standings=(standing(kind),))) == expected


def test_an_agent_is_no_free_pass_for_sensitive_areas() -> None:
    assert way(facts(standings=(standing("annex-4-authority"),), areas=(area(50.0, 51.0, "UA"),))) == ("sensitive", "6")


def test_every_customer_must_have_the_standing() -> None:
    two = (BUYER, party("Fremde AG", id="q", type="company", country="CH"))
    assert way(facts(parties=two, standings=(standing("german-authority"),))) == ("not_sensitive", "9")


@pytest.mark.parametrize(
    ("parties", "known"),
    [
        ((party(type="company", country="DE"),), True),
        ((party(type="organization", country="DE"),), True),
        ((party(type="company", country=None),), False),
        ((party(type="company", country=None, residence="DE"),), True),
        ((party(type="person", country="DE"),), False),
        ((party(type="person", country="DE", residence="AT"),), True),
        ((party(type=None, country="DE"),), False),
        ((BUYER, party(id="q", roles=("data_recipient",), type="person")), False),
        ((BUYER, party(id="q", roles=("intermediate_consignee",), type="person")), False),
        ((BUYER, party(id="q", roles=("payer",), type="person")), True),
        ((party(roles=("end_user",), type="company"),), False),
    ],
)
def test_everybody_who_gets_the_data_needs_a_residence(parties: tuple[Party, ...], known: bool) -> None:
    expected = ("not_sensitive", "9") if known else ("incomplete", "persons")
    assert way(facts(parties=parties)) == expected
    assert way(facts(parties=parties, **res(3.0, 3.0))) == ("not_sensitive", "5")  # an early end asks for nobody


def test_what_lacks_is_told_with_its_place() -> None:
    someone = party("Erika Muster", id="q", roles=("data_recipient",), type="person")
    (finding,) = satdsiv.check(facts(parties=(BUYER, someone)), LAW)
    assert finding.pointer == "/parties/1"
    assert '"Erika Muster"' in finding.message
    (finding,) = satdsiv.check(facts(delivery=Delivery(country="CH")), LAW)
    assert finding.pointer == "/delivery/at"


# --- ground segments ----------------------------------------------------------------------------


def at(pointer: str, *codes: str) -> Place:
    return structs.replace(SYRIA, pointer=pointer, countries=tuple((code, "country") for code in codes))


ALLIED = (recognised("ground-segment", name="Station One", country="SY"),)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"product": {"receiving_station": "X", "receiving_country": "IR"}}, ("sensitive", "3")),
        ({"product": {"receiving_country": "IR"}}, ("sensitive", "3")),
        ({"product": {"receiving_station": "X"}}, ("incomplete", "3")),
        ({"product": {"receiving_station": "NSG"}}, ("not_sensitive", "9")),
        ({"product": {"receiving_station": "Neustrelitz (NSG)"}}, ("not_sensitive", "9")),
        ({"product": {"receiving_station": "NSGX"}}, ("incomplete", "3")),
        ({"delivery": None}, ("incomplete", "3")),
        ({"delivery": Delivery(country="SY", at=TAKEN + DAYS)}, ("not_sensitive", "9")),
        (
            {"delivery": Delivery(country="SY", ground_station="S"), "places": (at("/delivery", "SY"),)},
            ("sensitive", "3"),
        ),
        (
            {"delivery": Delivery(country="SY", ground_station="NSG"), "places": (at("/delivery", "SY"),)},
            ("sensitive", "3"),
        ),
        ({"parties": (BUYER, STATION), "places": (at("/parties/1", "CH"),)}, ("not_sensitive", "9")),
        ({"parties": (BUYER, STATION), "places": (SYRIA,), "recognised": ALLIED}, ("not_sensitive", "9")),
        ({"parties": (BUYER, STATION), "places": (at("/parties/1", "IR"),), "recognised": ALLIED}, ("sensitive", "3")),
        ({"parties": (BUYER, STATION), "recognised": ALLIED}, ("incomplete", "3")),
        ({"product": {"receiving_station": "Station One"}, "recognised": ALLIED}, ("not_sensitive", "9")),
    ],
)
def test_ground_segments(given: dict[str, Any], expected: tuple[str, str]) -> None:
    assert way(facts(**given)) == expected


# --- tasking, several products, other jurisdictions ---------------------------------------------


def tasked(asked: Tasking, **given: Any) -> Evidence:
    imaging = Imaging(
        subject=Subject(kind="order", id="tasking"),
        pointer="/tasking",
        format="tasking",
        stated=None,
        platforms=("x",),
        operators=(),
        finest_m=0.25,
    )
    stated = {
        "kind": "tasking",
        "parties": (BUYER,),
        "tasking": asked,
        "datetime": "2026-12-01T00:00:00Z/2026-12-02T00:00:00Z",
    }
    document = stated | {"delivery": Delivery(country="CH", at=dt.datetime(2026, 12, 3, tzinfo=dt.UTC))} | given
    own = area(subject=Subject(kind="footprint", id="geometry"), pointer="/geometry")
    return evidence(order=order(**document), imaging=(imaging,), areas=(own,), regions=REGIONS)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (tasked(Tasking(resolution_m=1.2, product_type="GRD")), ("sensitive", "9")),
        (tasked(Tasking(resolution_m=1.3, product_type="GRD")), ("not_sensitive", "9")),
        (tasked(Tasking(resolution_m=1.3, product_type="SLC")), ("sensitive", "9")),
        (tasked(Tasking(resolution_m=1.3)), ("incomplete", "9")),
        (tasked(Tasking(product_type="SLC")), ("incomplete", "5")),
        (tasked(Tasking(resolution_m=1.0), datetime=None), ("incomplete", "8")),
        (tasked(Tasking(resolution_m=1.0), datetime="2026-12-01T00:00:00Z/.."), ("incomplete", "8")),
        (
            tasked(
                Tasking(resolution_m=1.0), delivery=Delivery(country="CH", at=dt.datetime(2026, 12, 7, tzinfo=dt.UTC))
            ),
            ("not_sensitive", "8"),
        ),
    ],
)
def test_a_tasking_goes_its_own_way(one: Evidence, expected: tuple[str, str]) -> None:
    assert way(one) == expected


def test_each_product_goes_its_own_way() -> None:
    one = facts()
    second = ordered(
        product(resolution_range=1.0, resolution_azimuth=1.0, complex=True, stop=TAKEN), pointer="/products/1"
    )
    both = structs.replace(
        one,
        order=structs.replace(one.order, products=(*one.order.products, second)),
        imaging=(*one.imaging, structs.replace(one.imaging[0], pointer="/products/1")),
    )
    assert [path.result for path in satdsiv.paths(both, LAW)] == ["not_sensitive", "sensitive"]
    (finding,) = satdsiv.check(both, LAW)
    assert finding.pointer == "/products/1"
    assert [step["step"] for step in finding.evidence[0]["steps"]][-1] == "9"


def test_where_the_law_does_not_bind_it_is_a_notice_and_what_lacks_is_nothing() -> None:
    sensitive = {"areas": (area(50.0, 51.0, "UA"),)}
    assert [f.outcome for f in satdsiv.check(facts(**sensitive, binding=frozenset({"US"})), LAW)] == ["notice"]
    assert [f.outcome for f in satdsiv.check(facts(**sensitive, binding=frozenset({"DE"})), LAW)] == [
        "license_required"
    ]
    assert list(satdsiv.check(facts(areas=(), binding=frozenset({"US"})), LAW)) == []


def test_a_sensitive_request_names_the_authority_and_the_permission() -> None:
    (finding,) = satdsiv.check(facts(areas=(area(50.0, 51.0, "UA"),)), LAW)
    assert finding.authority == "BAFA"
    assert re.search(r"permission of BAFA .*s\. 19.*s\. 20", finding.remedy)
    assert "Ukraine (UA, inside)" in finding.message


# --- procedures that are none -------------------------------------------------------------------

ROW = {"id": "1", "asks": "sensor", "question": "?", "yes": "sensitive", "no": "not_sensitive"}
REST = {"south_of": -60.0, "north_of": 84.0, "ground_segments": [], "areas": []}


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([], "length >= 1"),
        ([ROW | {"yes": "1"}], "neither a later step nor an end"),
        ([ROW | {"no": "clear"}], "neither a later step nor an end"),
        ([ROW, ROW], "one id"),
        ([ROW | {"asks": "delay"}], "needs a bound"),
        ([ROW | {"asks": "requester"}], "needs kinds"),
        ([ROW | {"asks": "mood"}], "mood"),
    ],
)
def test_a_procedure_that_is_none_is_refused(steps: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=says):
        msgspec.convert(REST | {"steps": steps}, Parameters)


def test_an_own_procedure_may_be_shorter() -> None:
    law = rule("satdsiv", parameters=REST | {"steps": [ROW]}, outcome="deny")
    (path,) = satdsiv.paths(facts(), law)
    assert (path.result, len(path.steps)) == ("not_sensitive", 1)


def test_no_type_is_both_complex_and_amplitude() -> None:
    assert set(PARAMETERS.phase_types).isdisjoint(PARAMETERS.amplitude_types)
