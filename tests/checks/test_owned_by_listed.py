"""Owners: who counts as owned under a rule, how it is told, and what is left to the check of listed parties."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from sarcheck.checks import owned_by_listed
from sarcheck.evidence import ChainParty, Evidence, Holder, Ownership
from sarcheck.model import Finding, FindingOutcome, Rule
from sarcheck.ownership import Stake
from tests.builders import candidate, chain, entry, evidence, order, party, rule

BUYER = chain(party=party("Buyer Ltd", id="buyer"))
MIDDLE = chain(party=party("Middle Ltd", id="middle", roles=("owner",)), owns=True, pointer="/parties/1")
PARENT = chain(
    (candidate(),), party=party("Parent Ltd", id="parent", roles=("owner",)), owns=True, pointer="/parties/2"
)


def law(**parameters: object) -> Rule:
    given = {"lists": ["some-list"], "threshold": 50.0, "outcome_unknown": "license_required"}
    return rule("owned_by_listed", parameters=given | parameters)


def holder(one: ChainParty) -> Holder:
    return Holder(key=one.party.id, name=one.party.name, party=one, matches=one.matches)


def stake(owner: str, owned: str, share: float | None, **more: object) -> Stake:
    given = {"owner": owner, "owned": owned, "share": share, "source": "order", "asserted": True}
    return Stake(**given | more)  # type: ignore[arg-type]


def facts(*stakes: Stake, more: tuple[Holder, ...] = (), parties: tuple[ChainParty, ...] = ()) -> Evidence:
    everyone = parties or (BUYER, MIDDLE, PARENT)
    tree = Ownership(holders=(*map(holder, everyone), *more), stakes=stakes)
    return evidence(parties=everyone, ownership=tree)


def found(*stakes: Stake, **parameters: object) -> list[Finding]:
    return list(owned_by_listed.check(facts(*stakes), law(**parameters)))


@pytest.mark.parametrize(
    ("share", "parameters", "outcome"),
    [
        (50.0, {}, "deny"),
        (50.0, {"operator": ">"}, "notice"),
        (49.9, {}, "notice"),
        (None, {}, "license_required"),
        (60.0, {"lists": ["another"]}, None),
        (10.0, {"threshold": 10.0}, "deny"),
    ],
)
def test_grades(share: float | None, parameters: dict[str, object], outcome: FindingOutcome | None) -> None:
    assert [f.outcome for f in found(stake("parent", "buyer", share), **parameters)] == ([outcome] if outcome else [])


def test_control_counts_where_the_regime_counts_it_and_is_a_caution_elsewhere() -> None:
    controls = stake("parent", "buyer", 10.0, control=True)
    (finding,) = found(controls, control=True)
    assert finding.outcome == "deny"
    assert "controlled by Parent Ltd, some-list 1" in finding.message
    (finding,) = found(controls)
    assert finding.outcome == "review"
    assert any("control alone does not count here" in caveat for caveat in finding.caveats)


def test_the_finding_shows_path_and_arithmetic() -> None:
    (finding,) = found(
        stake("middle", "buyer", 80.0), stake("parent", "middle", 60.0, since=dt.date(2019, 8, 21), source="register")
    )
    assert finding.message == (
        '"Buyer Ltd" (customer, end_user) counts as owned by a listed party: 80 % (Middle Ltd) >= 50 %; '
        "Middle Ltd: 60 % (Parent Ltd, some-list 1) >= 50 %."
    )
    (told,) = finding.evidence
    assert told["path"] == ["Parent Ltd", "Middle Ltd", "Buyer Ltd"]
    assert told["arithmetic"] == "80 % (Middle Ltd) >= 50 %; 60 % (Parent Ltd, some-list 1) >= 50 %"
    assert told["owners"][1]["listed"] == "some-list 1"
    assert told["owners"][1]["dates"] == ["2019-08-21/.."]
    assert told["sources"] == ["order", "register"]
    assert any("order's own word" in caveat for caveat in finding.caveats)
    assert finding.subject.id == "buyer"


def test_an_owner_alone_is_told_in_the_finding_about_whom_it_owns() -> None:
    assert [f.subject.id for f in found(stake("parent", "middle", 60.0))] == []
    payer = msgspec.structs.replace(MIDDLE, party=party("Middle Ltd", id="middle", roles=("owner", "payer")))
    tree = facts(stake("parent", "middle", 60.0), parties=(BUYER, payer, PARENT))
    assert [f.subject.id for f in owned_by_listed.check(tree, law())] == ["middle"]


def test_a_minority_owner_whom_only_a_source_names_is_for_review() -> None:
    outside = Holder(key="named", name="Outside Ltd", matches=(candidate(),))
    tree = facts(stake("named", "buyer", 30.0, source="register", asserted=False), more=(outside,))
    (finding,) = owned_by_listed.check(tree, law())
    assert finding.outcome == "review"
    assert "30 % (Outside Ltd, some-list 1) < 50 %" in finding.message
    (finding,) = owned_by_listed.check(tree, law(outcome_minority="notice"))
    assert finding.outcome == "notice"


def test_who_resembles_a_listed_party_makes_ownership_possible() -> None:
    likely = msgspec.structs.replace(PARENT, matches=(candidate(0.75),))
    tree = facts(stake("parent", "buyer", 60.0), parties=(BUYER, MIDDLE, likely))
    (finding,) = owned_by_listed.check(tree, law())
    assert finding.outcome == "review"
    assert finding.confidence == 0.75


def test_a_listed_party_itself_is_left_to_the_check_of_listed_parties() -> None:
    listed = msgspec.structs.replace(BUYER, matches=(candidate(),))
    assert list(owned_by_listed.check(facts(stake("parent", "buyer", 60.0), parties=(listed, PARENT)), law())) == []


def test_a_weak_likeness_does_not_hide_that_a_party_is_owned() -> None:
    likely = msgspec.structs.replace(BUYER, matches=(candidate(0.75),))
    (finding,) = owned_by_listed.check(facts(stake("parent", "buyer", 60.0), parties=(likely, PARENT)), law())
    assert finding.outcome == "deny"


def test_an_entry_of_another_list_brings_its_owners() -> None:
    other = candidate(entry=entry(list="other-list", id="7"))
    buyer = msgspec.structs.replace(BUYER, matches=(other,))
    daughter = Holder(key="entry other-list 7", name="DAUGHTER", listed=("other-list", "7"), on_list=True)
    mother = Holder(key="entry some-list 1", name="MOTHER", listed=("some-list", "1"), on_list=True)
    tie = stake(mother.key, daughter.key, 70.0, source="other-list", asserted=False)
    (finding,) = owned_by_listed.check(facts(tie, more=(daughter, mother), parties=(buyer,)), law())
    assert finding.outcome == "deny"
    assert "the same party as DAUGHTER" in finding.message
    gone = msgspec.structs.replace(mother, on_list=False)
    assert list(owned_by_listed.check(facts(tie, more=(daughter, gone), parties=(buyer,)), law())) == []


def test_shares_alone_are_not_added_up_where_each_owner_counts_alone() -> None:
    second = chain((candidate(),), party=party("Second Ltd", id="second", roles=("owner",)), owns=True)
    two = (stake("parent", "buyer", 30.0), stake("second", "buyer", 30.0))
    tree = facts(*two, parties=(BUYER, PARENT, second))
    (finding,) = owned_by_listed.check(tree, law(aggregate=False))
    assert finding.outcome == "notice"
    assert "each alone < 50 %" in finding.message
    (finding,) = owned_by_listed.check(tree, law())
    assert "30 % (Parent Ltd, some-list 1) + 30 % (Second Ltd, some-list 1) = 60 % >= 50 %" in finding.message


def test_the_operator_of_a_platform_can_be_owned_too() -> None:
    operator = chain(
        party=party("Orbit Co", id="orbit", roles=("operator",)),
        origin="platform",
        platform="sat-1",
        pointer="/products/0",
    )
    tree = facts(stake("parent", "orbit", 60.0), parties=(operator, PARENT))
    (finding,) = owned_by_listed.check(tree, law())
    assert finding.pointer == "/products/0"
    assert "which operates sat-1, counts as owned" in finding.message


def test_a_tree_that_was_cut_is_incomplete() -> None:
    (finding,) = owned_by_listed.check(evidence(ownership=Ownership(cut=True)), law())
    assert finding.outcome == "incomplete"


def test_an_open_share_is_told_with_what_it_may_be() -> None:
    tree = facts(stake("parent", "buyer", None), stake("middle", "buyer", 60.0, asserted=False, source="register"))
    (finding,) = owned_by_listed.check(tree, law())
    assert finding.outcome == "notice"
    assert "an unknown share (Parent Ltd, some-list 1), up to 40 % together < 50 %" in finding.message


def test_archive_imagery_notes_the_open_question() -> None:
    tree = msgspec.structs.replace(facts(stake("parent", "buyer", 60.0)), order=order(kind="archive"))
    (finding,) = owned_by_listed.check(tree, law(caveat_archive="Ask counsel."))
    assert "Ask counsel." in finding.caveats
