"""Parties and operators against lists: when a likeness denies, when it is for review, when it is nothing."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from sarcheck.checks import _listed, listed_address, listed_operator, listed_party
from sarcheck.evidence import Place
from sarcheck.model import Feature, Finding, Name, Score, Subject
from tests.builders import AS_OF, candidate, chain, entry, evidence, order, party, rule

LISTS = {"lists": ["some-list"]}


def found(**match: object) -> list[Finding]:
    facts = evidence(parties=(chain((candidate(**match),)),))  # type: ignore[arg-type]
    return list(listed_party.check(facts, rule("listed_party", parameters=LISTS)))


@pytest.mark.parametrize(
    ("match", "outcome"),
    [
        ({"score": 0.97}, "deny"),
        ({"score": 0.9}, "deny"),
        ({"score": 0.89}, "review"),
        ({"score": 0.97, "strength": "weak"}, "review"),
        ({"score": 0.97, "strength": "weak", "support": ("country",)}, "deny"),
        ({"score": 0.97, "against": ("born",)}, "review"),
        ({"score": 0.97, "against": ("identifier",)}, "review"),
        ({"score": 0.97, "against": ("country",)}, "deny"),
        ({"score": 0.2, "by": "identifier"}, "deny"),
        ({"score": 1.0, "by": "identifier", "strength": "weak"}, "review"),
    ],
)
def test_grades(match: dict[str, object], outcome: str) -> None:
    (finding,) = found(**match)
    assert finding.outcome == outcome


def test_what_is_too_weak_is_not_reported() -> None:
    assert found(score=0.69) == []


GONE = {"listed": dt.date(2023, 1, 26), "delisted": AS_OF}
COMING = {"listed": AS_OF + dt.timedelta(1)}


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (
            GONE,
            f"resembles (0.95) the name LISTED COMPANY LTD of some-list 1; the entry counted on days before {AS_OF}",
        ),
        (COMING, "the entry counts from 2026-11-23 and not yet on 2026-11-22."),
    ],
)
def test_a_sure_match_that_does_not_count_on_the_day_is_noted(days: dict[str, dt.date], told: str) -> None:
    facts = evidence(parties=(chain(unlisted=(candidate(entry=entry(**days)),)),))
    (finding,) = listed_party.check(facts, rule("listed_party", parameters=LISTS))
    assert (finding.outcome, finding.pointer, finding.confidence) == ("notice", "/parties/0/name", 0.95)
    assert told in finding.message
    assert (finding.title, finding.remedy) == (_listed.UNLISTED, _listed.RECORD)
    (item,) = finding.evidence
    assert (item["kind"], item["list"], item["entry"]) == ("unlisted_match", "some-list", "1")
    assert item["delisted"] == ("2026-11-22" if days is GONE else None)


def test_what_does_not_count_and_would_not_decide_is_not_noted() -> None:
    gone = entry(**GONE)
    weak = chain(unlisted=(candidate(entry=gone, score=0.89), candidate(entry=entry(**GONE, list="another-list"))))
    assert list(listed_party.check(evidence(parties=(weak,)), rule("listed_party", parameters=LISTS))) == []
    sure = evidence(parties=(chain(unlisted=(candidate(entry=gone),)),), binding=frozenset({"EU"}))
    assert list(listed_party.check(sure, rule("listed_party", parameters=LISTS, jurisdictions=("US",)))) == []


def test_other_lists_are_other_rules() -> None:
    assert found(entry=entry(list="another-list")) == []


def test_a_finding_tells_the_fact_the_place_and_the_law() -> None:
    listed = entry(programs=("PROG-1",), listed=dt.date(2023, 1, 26))
    law = rule("listed_party", parameters=LISTS | {"program_citations": {"PROG-1": "Order 1"}})
    (finding,) = listed_party.check(evidence(parties=(chain((candidate(entry=listed),)),)), law)
    assert finding.pointer == "/parties/0/name"
    assert finding.subject.id == "p"
    assert '"Example GmbH" (customer, end_user) resembles (0.95)' in finding.message
    assert finding.basis.citation == "Order 1"
    assert finding.evidence[0]["entry"] == "1"


def test_an_alias_is_pointed_at_and_told() -> None:
    listed = candidate(query="Other Name")
    facts = evidence(parties=(chain((listed,), party=party(aliases=("First", "Other Name"))),))
    (finding,) = listed_party.check(facts, rule("listed_party", parameters=LISTS))
    assert finding.pointer == "/parties/0/aliases/1"
    assert 'also "Other Name",' in finding.message


def test_the_same_name_is_told_as_the_same_whatever_speaks_against_it() -> None:
    same = Score(value=0.96, features=(Feature(name="same_name", value=1.0, weight=1.0),))
    facts = evidence(parties=(chain((msgspec.structs.replace(candidate(), score=same),)),))
    (finding,) = listed_party.check(facts, rule("listed_party", parameters=LISTS))
    assert "is the name" in finding.message


def test_an_entrys_own_citation_comes_first() -> None:
    (finding,) = found(entry=entry(citation="88 FR 1"))
    assert finding.basis.citation == "88 FR 1"


def test_a_pack_record_and_an_unknown_listing_date_are_said() -> None:
    (finding,) = found(entry=entry(stated=dt.date(2024, 6, 27)))
    assert any("pack's own record" in caveat for caveat in finding.caveats)
    assert any("no listing date" in caveat for caveat in finding.caveats)


@pytest.mark.parametrize(
    ("roles", "owns", "outcome"),
    [(("owner",), True, "review"), (("owner", "payer"), True, "deny"), (("owner",), False, "deny")],
)
def test_only_who_is_named_as_anothers_owner_and_nothing_else_is_capped(
    roles: tuple[str, ...], owns: bool, outcome: str
) -> None:
    capped = rule("listed_party", parameters=LISTS | {"outcome_owner": "review"})
    facts = evidence(parties=(chain((candidate(),), party=party(roles=roles), owns=owns),))
    assert [f.outcome for f in listed_party.check(facts, capped)] == [outcome]


@pytest.mark.parametrize(
    ("bound", "outcome"), [(None, "deny"), (frozenset({"US"}), "deny"), (frozenset({"EU"}), "review")]
)
def test_a_regime_that_does_not_bind_is_milder(bound: frozenset[str] | None, outcome: str) -> None:
    law = rule("listed_party", parameters=LISTS, jurisdictions=("US",), outcome_elsewhere="review")
    (finding,) = listed_party.check(evidence(parties=(chain((candidate(),)),), binding=bound), law)
    assert finding.outcome == outcome
    assert any("does not bind" in caveat for caveat in finding.caveats) == (outcome == "review")


def test_a_regime_that_says_nothing_of_others_only_notes_them() -> None:
    law = rule("listed_party", parameters=LISTS, jurisdictions=("US",))
    (finding,) = listed_party.check(evidence(parties=(chain((candidate(),)),), binding=frozenset({"EU"})), law)
    assert finding.outcome == "notice"


def test_archive_imagery_notes_the_open_question() -> None:
    law = rule("listed_party", parameters=LISTS | {"caveat_archive": "Ask counsel."})
    parties = (chain((candidate(),)),)
    for kind, said in (("archive", True), ("tasking", False)):
        (finding,) = listed_party.check(evidence(parties=parties, order=order(kind=kind)), law)
        assert ("Ask counsel." in finding.caveats) == said


def test_the_operator_is_found_whatever_the_order_says() -> None:
    operator = chain(
        (candidate(),),
        party=party("Orbit Co", roles=("operator",)),
        origin="platform",
        platform="sat-1",
        pointer="/products/0",
    )
    (finding,) = listed_operator.check(evidence(operators=(operator,)), rule("listed_operator", parameters=LISTS))
    assert finding.pointer == "/products/0"
    assert "whom the order does not name, operates sat-1, which took the image" in finding.message


def test_an_address_only_row_bites_without_a_name() -> None:
    row = entry(names=(), address_only=True)
    where = Place(
        subject=Subject(kind="delivery", id="delivery"),
        who="The delivery",
        pointer="/delivery",
        roles=("delivery",),
        countries=(),
        unknown=(),
        subdivision=None,
        named=(),
        addresses=((row, "1 Long Street, Town 12345"),),
    )
    law = rule("listed_address", outcome="review", parameters=LISTS)
    (finding,) = listed_address.check(evidence(places=(where,)), law)
    assert "The delivery has the address of some-list 1 (an address-only row)" in finding.message
    assert finding.pointer == "/delivery/address"


def test_who_is_not_among_the_parties_is_pointed_at_where_named() -> None:
    station = chain((candidate(),), origin="delivery", pointer="/delivery/ground_station")
    (finding,) = listed_party.check(evidence(parties=(station,)), rule("listed_party", parameters=LISTS))
    assert finding.pointer == "/delivery/ground_station"


def test_an_entry_without_a_primary_name_is_still_told() -> None:
    (finding,) = found(by="identifier", entry=entry(names=()), matched="")
    assert "has the LEI 529900EXAMPLE of some-list 1." in finding.message


def test_names_are_told_with_their_strength() -> None:
    weak = candidate(strength="weak", entry=entry(names=(Name(text="X", strength="weak"),)))
    (finding,) = listed_party.check(evidence(parties=(chain((weak,)),)), rule("listed_party", parameters=LISTS))
    assert "the weak alias" in finding.message


def test_an_entry_states_its_own_license_terms() -> None:
    terms = {"license_requirement": "For all items\nsubject to the EAR.", "license_policy": "Presumption of denial"}
    (finding,) = found(entry=entry(**terms))
    assert finding.evidence[0]["license_policy"] == "Presumption of denial"
    assert "License requirement of the entry: For all items subject to the EAR." in finding.caveats
    assert "License review policy of the entry: Presumption of denial." in finding.caveats


@pytest.mark.parametrize(("programs", "count"), [(("P1",), 1), (("P2", "P1"), 1), (("P2",), 0), ((), 1)])
@pytest.mark.parametrize("gone", [False, True])
def test_a_rule_may_be_on_some_programs_only(programs: tuple[str, ...], count: int, gone: bool) -> None:
    match = candidate(entry=entry(programs=programs, **GONE if gone else {}))
    law = rule("listed_party", parameters=LISTS | {"programs": ["P1"]})
    party_found = chain(unlisted=(match,)) if gone else chain((match,))
    findings = list(listed_party.check(evidence(parties=(party_found,)), law))
    assert [f.outcome for f in findings] == ["notice" if gone else "deny"] * count
