"""A sieve leaves out no rule that finds something: whatever the facts, all others are asked and find nothing."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sarcheck import asking, checks, evidence
from sarcheck.evidence import Evidence, NamedPlace, Ownership, Place, Provenance
from sarcheck.model import Delivery, EndUse, Interval, Overlap, Party, Product, ProvenanceFact, Rule, Subject
from sarcheck.ownership import Stake
from sarcheck.ruleset import load
from tests import builders

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
SIEVED = tuple(check.NAME for check in checks.CHECKS if hasattr(check, "sieve"))
ROLES = ("customer", "end_user", "reseller", "data_recipient", "payer", "intermediate_consignee")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of the pack, each in force for ever and on every day: the sieves must hold for all of them."""
    return tuple(
        Rule(
            **{name: getattr(rule, name) for name in rule.__struct_fields__}
            | {"asks": "today", "in_force": (Interval(),)}
        )
        for rule in load().content.rules
    )


@lru_cache
def named(*keys: str) -> list[str]:
    """Return what the rules name under some parameters, with something that none of them names."""
    told = (value for rule in rules() for key in keys for value in rule.parameters.get(key, ()))
    return sorted({value for value in told if isinstance(value, str)} | {"ZZ"})


@lru_cache(maxsize=8)
def day(regions: frozenset[str]) -> evidence.Day:
    groups = {row.group: frozenset(row.countries) for row in load().content.groups}
    return evidence.Day((), (), regions, (), groups, evidence.facts.shared())


@st.composite
def matches(draw: st.DrawFn) -> tuple[Any, ...]:
    return tuple(
        builders.candidate(
            draw(st.sampled_from((0.75, 0.95))),
            entry=builders.entry(
                list=draw(st.sampled_from(named("lists", "listed_on"))),
                programs=tuple(draw(st.lists(st.sampled_from(named("programs")), max_size=2))),
            ),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


@st.composite
def places(draw: st.DrawFn, pointer: str, roles: tuple[str, ...]) -> Place:
    codes = st.sampled_from(named("countries", "delivered_to", "person_countries"))
    overlaps = st.builds(builders.overlap, st.sampled_from(named("regions", "optional_regions")), country=codes)
    return Place(
        subject=Subject(kind="party", id=pointer),
        who="Somebody",
        pointer=pointer,
        roles=roles,  # type: ignore[arg-type]
        countries=tuple((code, "country") for code in draw(st.lists(codes, max_size=2, unique=True))),
        unknown=(),
        subdivision=draw(st.none() | st.sampled_from(named("subdivisions"))),
        named=tuple(
            NamedPlace(group=group, name="Town", subdivision="UA-43", ascribed=draw(st.booleans()))
            for group in draw(st.lists(st.sampled_from(named("places")), max_size=1))
        ),
        nationalities=tuple(draw(st.lists(codes, max_size=1))),
        point=draw(st.booleans()),
        regions=tuple(draw(st.lists(overlaps, max_size=1))),
        addresses=tuple(
            (builders.entry(list=name), "1 Street")
            for name in draw(st.lists(st.sampled_from(named("lists")), max_size=1))
        ),
    )


@st.composite
def overlaps(draw: st.DrawFn) -> Overlap:
    return builders.overlap(
        draw(st.sampled_from(named("regions", "optional_regions"))),
        draw(st.sampled_from(("inside", "border", "outside"))),
        kind=draw(st.sampled_from([*named("other_kinds"), "country"])),
        distance_km=draw(st.sampled_from((0.0, 1.0, 5000.0))),
    )


@st.composite
def parties_of(draw: st.DrawFn, number: int) -> Party:
    return builders.party(
        draw(st.sampled_from(("Example GmbH", *named("terms")))),
        id=f"p{number}",
        roles=(draw(st.sampled_from(ROLES)),),
        country=draw(st.none() | st.sampled_from(named("countries"))),
        address=draw(st.none() | st.sampled_from(named("terms"))),
        sector=draw(st.none() | st.sampled_from(named("terms"))),
        incorporated=draw(st.none() | st.dates(dt.date(2020, 1, 1), builders.AS_OF)),
    )


@st.composite
def products(draw: st.DrawFn) -> Product:
    return builders.product(
        resolution_range=draw(st.none() | st.just(0.2)),
        start=draw(st.none() | st.just(NOW)),
        complex=draw(st.none() | st.booleans()),
        receiving_country=draw(st.none() | st.sampled_from(named("countries"))),
        facility=draw(st.none() | st.sampled_from(named("stations"))),
    )


@st.composite
def facts(draw: st.DrawFn) -> Evidence:
    """Draw the facts of an order, of everything that sieved checks look at."""
    parties = tuple(
        builders.chain(
            draw(matches()),
            party=draw(parties_of(i)),
            pointer=f"/parties/{i}",
            unlisted=draw(matches()),
        )
        for i in range(draw(st.integers(1, 3)))
    )
    words = st.none() | st.sampled_from(["Mapping", *named("terms")])
    document = {
        "parties": tuple(one.party for one in parties),
        "delivery": draw(
            st.none()
            | st.builds(Delivery, country=st.none() | st.sampled_from(named("countries")), at=st.none() | st.just(NOW))
        ),
        "end_use": draw(st.none() | st.builds(EndUse, statement=words, military=st.none() | st.booleans())),
    }
    operator = builders.operator(draw(st.sampled_from(named("operator_countries"))))
    names = named("facts")
    results = st.sampled_from(("pass", "fail", "not_possible"))
    told = tuple(
        ProvenanceFact(check=name, result=draw(results), message="so")
        for name in draw(st.lists(st.sampled_from(names), max_size=3))
    )
    stakes = (Stake(owner="a", owned="b", share=60.0, control=False, source="order", sure=True, asserted=True),)
    return builders.evidence(
        order=builders.order((builders.ordered(draw(products())),), **document),
        parties=parties,
        operators=(builders.chain(draw(matches()), origin="platform", pointer="/products/0"),),
        imaging=draw(st.sampled_from(((), (builders.imaging(operator),)))),
        areas=(builders.area(*draw(st.lists(overlaps(), max_size=3))),),
        places=tuple(draw(places(one.pointer, one.party.roles)) for one in parties),
        ownership=draw(st.sampled_from((Ownership(), Ownership(cut=True), Ownership(stakes=stakes)))),
        provenance=(
            Provenance(
                subject=Subject(kind="product", id="p1"),
                pointer="/products/0",
                verification="verified",
                facts=told,
                format="sentinel1",
            ),
        ),
        regions=frozenset(named("regions")) - frozenset(draw(st.lists(st.sampled_from(named("regions")), max_size=1))),
        groups=day(frozenset()).groups,
        binding=draw(st.none() | st.just(frozenset({"DE"}))),
    )


@given(facts())
def test_rules_that_are_not_heard_find_nothing(given_facts: Evidence) -> None:
    for name in SIEVED:
        of_check = tuple(rule for rule in rules() if rule.check == name)
        check = asking.CHECKS[name]
        heard = set(check.sieve(of_check, day(given_facts.regions))(given_facts))
        silent = [rule for rule in of_check if rule.id not in heard]
        assert not [finding for rule in silent for finding in check.check(given_facts, rule)], name


def test_sieves_leave_most_rules_out_where_there_is_nothing_to_find() -> None:
    empty = builders.evidence(regions=frozenset(named("regions")))
    heard = [
        rule
        for name in SIEVED
        for rule in asking.CHECKS[name].sieve(tuple(r for r in rules() if r.check == name), day(empty.regions))(empty)
    ]
    assert len(heard) < 10
