"""Waivers: what they set aside, and everything that leaves them without effect."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from sarcheck import load_order, load_rules, screen, waivers
from sarcheck.checks import listed_address, listed_operator, listed_party
from sarcheck.cli import cli
from sarcheck.errors import RulesError
from sarcheck.evidence import Evidence, Place
from sarcheck.model import Finding, Identifier, Link, Name, Rule, Subject, Verdict, Waiver, entry_version
from sarcheck.reports import text
from sarcheck.waivers import Settled, settle
from tests import tiny
from tests.builders import AS_OF, candidate, chain, entry, evidence, party, rule

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "waivers.md"
LISTS = {"lists": ["some-list"]}
LISTED = entry()
DAY = dt.timedelta(days=1)


def waiver(**changes: Any) -> Waiver:
    """Return a waiver of rule r on the builders' party and entry; a dict changes a part of it."""
    raw: dict[str, Any] = {
        "id": "w",
        "rule": "r",
        "party": {"name": "Example GmbH", "country": "DE"},
        "entry": {"list": "some-list", "id": "1", "version": entry_version(LISTED)},
        "approvers": ["Ada", "Ben"],
        "reason": "A namesake.",
        "from": AS_OF - 30 * DAY,
        "expires": AS_OF + 30 * DAY,
    }
    for key, value in changes.items():
        raw[key] = raw[key] | value if isinstance(value, dict) else value
    return msgspec.convert(raw, Waiver)


class Pack:
    """What ``settle`` asks of a ruleset."""

    def __init__(self, held: tuple[Waiver, ...], rules: tuple[Rule, ...]) -> None:
        self.content = self
        self.waivers, self.rules = held, rules

    def once(self, make: Callable[..., Any], *about: object) -> Any:
        return make(self, *about)


LAW = rule("listed_party", parameters=LISTS)


def judged(*held: Waiver, law: Rule = LAW, facts: Evidence | None = None, **match: Any) -> Settled:
    """Return what waivers make of the findings of a rule, by default on one party that matches one entry."""
    facts = facts or evidence(parties=(chain((candidate(**match),)),))
    check = {"listed_party": listed_party, "listed_operator": listed_operator, "listed_address": listed_address}
    found = list(check[law.check].check(facts, law))
    assert found, "a test of waivers needs a finding"
    settled = settle(found, facts, Pack(held, (law,)))  # type: ignore[arg-type]
    assert len(settled.standing) + len(settled.waived) == len(found)
    return settled


def faults(settled: Settled) -> list[str]:
    """Return why waivers had no effect; the finding stands then."""
    assert settled.standing
    assert not settled.waived
    assert all(finding.outcome == "notice" for finding in settled.notices)
    return [fault for finding in settled.notices for fault in finding.evidence[0]["faults"]]


def people(**fields: Any) -> Evidence:
    return evidence(parties=(chain((candidate(),), party=party(**fields)),))


# --- what fits ----------------------------------------------------------------------------------


def test_a_valid_waiver_sets_the_finding_aside_and_is_told_with_it() -> None:
    settled = judged(waiver())
    assert settled.standing == ()
    assert settled.notices == ()
    (one,) = settled.waived
    assert (one.waiver, one.approvers, one.reason) == ("w", ("Ada", "Ben"), "A namesake.")
    assert (one.finding.id, one.finding.outcome, one.finding.rule) == ("w1", "deny", "r")
    assert one.expires == AS_OF + 30 * DAY


def test_without_waivers_every_finding_stands() -> None:
    assert faults(judged()) == []


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ({"expires": AS_OF}, None),
        ({"expires": AS_OF - DAY}, "expired"),
        ({"from": AS_OF}, None),
        ({"from": AS_OF + DAY}, "not_yet_valid"),
    ],
)
def test_both_ends_are_included(day: dict[str, dt.date], fault: str | None) -> None:
    settled = judged(waiver(**day))
    assert settled.waived if fault is None else faults(settled) == [fault]


def test_a_changed_entry_brings_the_finding_back_and_tells_its_version() -> None:
    changed = structs.replace(LISTED, programs=("NEW",))
    settled = judged(waiver(), entry=changed)
    assert faults(settled) == ["entry_changed"]
    assert entry_version(changed) in settled.notices[0].message
    assert entry_version(LISTED) in settled.notices[0].message


@pytest.mark.parametrize(
    ("approvers", "score", "fault"),
    [
        (["Ada", "Ben"], 0.97, None),
        (["Ada"], 0.97, "approvers"),
        ([], 0.97, "approvers"),
        (["Ada Ex", "ada  EX "], 0.97, "approvers"),
        (["Ada", "A\u200bda"], 0.97, "approvers"),
        (["Ada", "\uff21da"], 0.97, "approvers"),
        (["Ada", " "], 0.97, "approvers"),
        (["Ada"], 0.8, None),
        ([], 0.8, "approvers"),
        ([" "], 0.8, "approvers"),
    ],
)
def test_deny_needs_two_different_approvers(approvers: list[str], score: float, fault: str | None) -> None:
    settled = judged(waiver(approvers=approvers), score=score)
    assert settled.waived if fault is None else faults(settled) == [fault]


@pytest.mark.parametrize("strength", ["strong", "weak"])
def test_an_identifier_match_can_be_waived_only_where_the_rule_says_so(strength: str) -> None:
    match = {"by": "identifier", "strength": strength}
    assert faults(judged(waiver(), **match)) == ["identifier"]
    open_law = rule("listed_party", parameters=LISTS | {"waivable_identifier": True})
    assert judged(waiver(), law=open_law, **match).waived
    if strength == "strong":
        assert faults(judged(waiver(approvers=["Ada"]), law=open_law, **match)) == ["approvers"]


def test_all_that_is_wrong_is_told_in_one_notice() -> None:
    held = waiver(approvers=["Ada"], expires=AS_OF - DAY, entry={"version": "0" * 16})
    assert faults(judged(held)) == ["expired", "entry_changed", "approvers"]


def test_a_newer_waiver_makes_an_expired_one_no_matter() -> None:
    settled = judged(waiver(id="a", expires=AS_OF - DAY), waiver(id="b"))
    assert [one.waiver for one in settled.waived] == ["b"]
    assert settled.notices == ()


@pytest.mark.parametrize("other", [{"rule": "r2"}, {"entry": {"id": "2"}}, {"entry": {"list": "other"}}])
def test_another_rule_or_entry_is_not_concerned(other: dict[str, Any]) -> None:
    facts = people()
    found = list(listed_party.check(facts, LAW))
    both = (LAW, rule("listed_party", id="r2", parameters=LISTS))
    settled = settle(found, facts, Pack((waiver(**other),), both))  # type: ignore[arg-type]
    assert faults(settled) == []


# --- who is meant -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["example gmbh", " EXAMPLE  GmbH", "Exam\u200bple GmbH", "\uff25xample GmbH"])
def test_the_writing_of_a_name_does_not_matter(name: str) -> None:
    assert judged(waiver(), facts=people(name=name)).waived


@pytest.mark.parametrize(
    "fields", [{"name": "Example AG"}, {"country": "AT"}, {"country": None}, {"name": "Exämple GmbH"}]
)
def test_a_party_of_another_name_or_country_is_another_party(fields: dict[str, Any]) -> None:
    assert faults(judged(waiver(), facts=people(**fields))) == []


def test_long_names_are_compared_to_their_end() -> None:
    long = "x" * 2000
    held = waiver(party={"name": f"{long} one"})
    assert judged(held, facts=people(name=f"{long} ONE")).waived
    assert faults(judged(held, facts=people(name=f"{long} two"))) == []


@pytest.mark.parametrize(
    ("ordered", "waived", "differs"),
    [
        ({"identifiers": {"inn": "7707083893"}}, {}, "identifiers"),
        ({}, {"identifiers": {"inn": "7707083893"}}, "identifiers"),
        ({"identifiers": {"inn": "7707083893"}}, {"identifiers": {"inn": "7722429553"}}, "identifiers"),
        ({"identifiers": {"inn": "1", "lei": "2"}}, {"identifiers": {"inn": "1"}}, "identifiers"),
        ({"identifiers": {"INN": "7707-083 893"}}, {"identifiers": {"inn": "7707083893"}}, None),
        ({"born": dt.date(1960, 1, 1)}, {}, "born"),
        ({"residence": "RU"}, {}, "residence"),
        ({"nationalities": ("DE", "FR")}, {"nationalities": ["FR", "DE"]}, None),
        ({"nationalities": ("RU",)}, {}, "nationalities"),
        ({"aliases": ("Listed Company",)}, {}, "aliases"),
        ({"aliases": ("other  NAME",)}, {"aliases": ["Other Name", "Third"]}, None),
        ({}, {"aliases": ["Other Name"]}, None),
        ({"type": "company"}, {}, None),
        ({"type": "person"}, {"type": "company"}, "type"),
        ({"address": "1 Road"}, {}, None),
        ({"address": "1 Road"}, {"address": "2 Road"}, "address"),
        ({"address": "1  ROAD"}, {"address": "1 Road"}, None),
    ],
)
def test_a_fact_that_the_decision_did_not_know_undoes_it(
    ordered: dict[str, Any], waived: dict[str, Any], differs: str | None
) -> None:
    settled = judged(waiver(party=waived), facts=people(**ordered))
    if differs is None:
        assert settled.waived
    else:
        assert faults(settled) == ["party_differs"]
        assert settled.notices[0].message.endswith(f"decided on: {differs}.")


def test_the_id_that_an_order_gives_a_party_plays_no_part() -> None:
    assert judged(waiver(), facts=people(id="whoever")).waived
    assert faults(judged(waiver(), facts=people(id="p", name="Someone Else"))) == []


def test_parties_of_one_id_are_told_apart_by_their_place() -> None:
    station = chain((candidate(),), party=party("Station X", country=None), origin="delivery", pointer="/delivery/x")
    both = evidence(parties=(chain(()), station))
    assert faults(judged(waiver(), facts=both)) == []
    tenth = chain((candidate(),), party=party("Tenth"), pointer="/parties/10")
    assert faults(judged(waiver(), facts=evidence(parties=(chain((), pointer="/parties/1"), tenth)))) == []


def test_one_waiver_counts_for_each_party_that_it_describes() -> None:
    two = tuple(chain((candidate(),), party=party(id=f"p{i}"), pointer=f"/parties/{i}") for i in range(2))
    assert [one.finding.id for one in judged(waiver(), facts=evidence(parties=two)).waived] == ["w1", "w2"]


def test_a_crowd_of_one_party_is_judged_in_a_moment() -> None:
    crowd = tuple(
        chain((candidate(),), party=party(id=f"p{i}"), pointer=f"/parties/{i}") for i in range(2000)
    )  # each against each would be four million
    facts = evidence(parties=crowd)
    found = list(listed_party.check(facts, LAW))
    held = Pack((*(waiver(id=f"w{i}", party={"name": f"Other {i}"}) for i in range(500)), waiver()), (LAW,))
    began = time.process_time()
    assert len(settle(found, facts, held).waived) == 2000  # type: ignore[arg-type]
    assert time.process_time() - began < 2


# --- which checks -------------------------------------------------------------------------------


def test_an_operator_is_waived_like_a_party() -> None:
    law = rule("listed_operator", parameters=LISTS)
    operator = chain((candidate(),), party=party(id="ops"), origin="platform", pointer="/products/0", platform="sat-1")
    assert judged(waiver(), law=law, facts=evidence(operators=(operator,))).waived


@pytest.mark.parametrize(("address", "waived"), [("1 Long Street", True), (None, False), ("2 Long Street", False)])
def test_an_address_is_waived_only_where_the_decision_names_it(address: str | None, waived: bool) -> None:
    law = rule("listed_address", parameters=LISTS)
    facts = evidence(
        parties=(chain((), party=party(address="1 Long Street")),),
        places=(_place(Subject(kind="party", id="p"), "/parties/0"),),
    )
    settled = judged(waiver(party={"address": address}), law=law, facts=facts)
    assert bool(settled.waived) == waived
    if not waived:
        assert faults(settled) == ["party_differs"]


def test_a_delivery_is_no_party_and_cannot_be_waived() -> None:
    law = rule("listed_address", parameters=LISTS)
    place = _place(Subject(kind="delivery", id="delivery"), "/delivery")
    held = waiver(party={"address": "1 Long Street"})
    assert faults(judged(held, law=law, facts=evidence(parties=(chain(),), places=(place,)))) == []


def _place(subject: Subject, pointer: str) -> Place:
    where = {"subject": subject, "who": "X", "pointer": pointer, "roles": (), "countries": (), "unknown": ()}
    return Place(**where, subdivision=None, named=(), addresses=((LISTED, "1 Long Street"),))  # type: ignore[arg-type]


def test_the_findings_of_any_other_check_stand_whatever_their_evidence() -> None:
    facts = people()
    found = list(listed_party.check(facts, LAW))
    other = structs.replace(LAW, check="country")
    settled = settle(found, facts, Pack((waiver(),), (other,)))  # type: ignore[arg-type]
    assert faults(settled) == ["rule_not_waivable"]


def test_a_renamed_rule_is_told_to_those_whom_the_waiver_concerns() -> None:
    settled = judged(waiver(rule="former"))
    assert faults(settled) == ["rule_unknown"]
    assert "there is no rule former" in settled.notices[0].message
    assert faults(judged(waiver(rule="former", party={"country": "AT"}))) == []


def test_doubts_are_told_without_an_order() -> None:
    held = {
        "good": waiver(id="good"),
        "rule": waiver(id="rule", rule="former"),
        "gone": waiver(id="gone", entry={"id": "2"}),
        "changed": waiver(id="changed", entry={"version": "0" * 16}),
    }
    told = {one.id: why for one, why in waivers.doubts(tuple(held.values()), (LAW,), [LISTED])}
    assert told.keys() == {"rule", "gone", "changed"}
    assert "no list holds" in told["gone"]
    assert entry_version(LISTED) in told["changed"]


# --- versions of entries ------------------------------------------------------------------------

CHANGES: dict[str, Any] = {
    "names": (Name(text="LISTED COMPANY LTD"), Name(text="LC", kind="alias", strength="weak")),
    "identifiers": (Identifier(scheme="inn", value="7707083893"),),
    "countries": ("RU",),
    "programs": ("P",),
    "measures": ("asset_freeze",),
    "citation": "Law",
    "listed": dt.date(2024, 1, 1),
    "delisted": dt.date(2027, 1, 1),
    "born": ("1960",),
    "links": (Link(target="X", type="owned_by"),),
    "remarks": "r",
    "id": "2",
    "type": "person",
}


@pytest.mark.parametrize("field", CHANGES)
def test_any_change_that_a_list_makes_is_another_version(field: str) -> None:
    assert entry_version(structs.replace(LISTED, **{field: CHANGES[field]})) != entry_version(LISTED)


def test_what_is_not_the_lists_own_word_changes_no_version() -> None:
    linked = structs.replace(LISTED, links=CHANGES["links"])
    link = structs.replace(linked.links[0], resolved=(("some-list", "9"),))
    assert entry_version(structs.replace(linked, links=(link,), stated=AS_OF)) == entry_version(linked)


def test_a_version_is_the_same_for_ever() -> None:
    assert entry_version(LISTED) == "4699bbd0c92e1e60"


# --- any order, any waiver ----------------------------------------------------------------------

NAMES = st.sampled_from(["Example GmbH", "EXAMPLE GMBH", "Example AG", "Example\u00a0GmbH", "Another"])
COUNTRIES = st.sampled_from(["DE", "AT"])
NUMBERS = st.dictionaries(st.sampled_from(["inn", "lei"]), st.sampled_from(["1234567", "7654321"]))
APPROVED = st.lists(st.sampled_from(["Ada", "ada ", "Ben", ""]), max_size=3)
DAYS = st.integers(-2, 2).map(lambda days: AS_OF + days * DAY)


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(NAMES, COUNTRIES, NUMBERS), st.tuples(NAMES, COUNTRIES, NUMBERS), APPROVED, st.tuples(DAYS, DAYS),
    st.sampled_from([0.8, 0.97]),
)  # fmt: skip
def test_nothing_is_waived_but_by_a_decision_that_fits_in_every_way(
    ordered: tuple[Any, ...], decided: tuple[Any, ...], approvers: list[str], days: tuple[dt.date, ...], score: float
) -> None:
    fields = ("name", "country", "identifiers")
    since, until = sorted(days)
    held = waiver(
        party=dict(zip(fields, decided, strict=True)), approvers=approvers, **{"from": since, "expires": until}
    )
    one = chain((candidate(score),), party=party(**dict(zip(fields, ordered, strict=True))))
    settled = judged(held, facts=evidence(parties=(one,)))
    different = len({name.strip().lower() for name in approvers} - {""})
    fits = (
        (" ".join(ordered[0].split()).lower(), *ordered[1:]) == (" ".join(decided[0].split()).lower(), *decided[1:])
        and since <= AS_OF <= until
        and different >= (2 if score == 0.97 else 1)
    )
    assert bool(settled.waived) == fits
    assert all(finding.outcome == "notice" for finding in settled.notices)


# --- the way through ----------------------------------------------------------------------------

TOML = """
id = "w1"
rule = "listed"
approvers = ["Ada", "Ben"]
reason = "A namesake: see the file."
from = 2026-11-01
expires = 2026-12-31
[party]
name = "Orbital Imaging Zvezda Co."
country = "CN"
[entry]
list = "a-list"
id = "77"
version = "{version}"
"""
BUYER = {"id": "x", "roles": ["end_user"], "name": "Orbital Imaging Zvezda Co.", "country": "CN"}


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the version of the tiny pack's entry as a verdict tells it."""
    folder = tmp_path_factory.mktemp("plain")
    (finding,) = _listed(_screened(folder))
    told = finding.evidence[0]["entry_version"]
    assert isinstance(told, str)
    return told


@pytest.fixture
def waive(tmp_path: Path, version: str) -> Callable[..., Verdict]:
    """Return a function that screens a listed buyer under the tiny pack with a waiver, changed line by line."""

    def run(*changes: tuple[str, str], as_of: dt.date = AS_OF, **order: Any) -> Verdict:
        content = TOML.format(version=version)
        for old, new in changes:
            assert old in content
            content = content.replace(old, new)
        return _screened(tmp_path, content, as_of, **order)

    return run


def _screened(folder: Path, content: str | None = None, as_of: dt.date = AS_OF, **order: Any) -> Verdict:
    pack = tiny.write(folder / "pack", waivers__w1=content)
    asked = tiny.order(**{"parties": [BUYER], "products": []} | order)
    return screen(load_order(asked), load_rules(pack, cache=folder / "cache"), as_of)


def _listed(verdict: Verdict) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == "listed"]


def test_the_verdict_is_computed_without_what_is_waived(waive: Callable[..., Verdict], tmp_path: Path) -> None:
    before = _screened(tmp_path / "before")
    assert (before.outcome, before.regimes["R-US"], before.waived) == ("deny", "deny", ())
    after = waive()
    assert _listed(after) == []
    assert (after.outcome, after.regimes["R-US"]) == ("incomplete", "incomplete")
    assert {one.rule: one.outcome for one in after.examined}["listed"] == "incomplete"
    assert [(one.waiver, one.finding.rule) for one in after.waived] == [("w1", "listed")]
    assert after.rules.sha256 != before.rules.sha256


def test_the_day_of_the_verdict_decides(waive: Callable[..., Verdict]) -> None:
    for day, outcome in (("2026-10-31", "deny"), ("2026-12-31", "incomplete"), ("2027-01-01", "deny")):
        assert waive(as_of=dt.date.fromisoformat(day)).outcome == outcome


def test_a_guards_finding_is_never_waived(waive: Callable[..., Verdict]) -> None:
    for guard in ("fresh", "needs", "region"):
        verdict = waive(('rule = "listed"', f'rule = "{guard}"'))
        assert "fresh" in {finding.rule for finding in verdict.findings}
        assert verdict.waived == ()
        (notice,) = [finding for finding in verdict.findings if finding.rule == "waiver"]
        assert notice.evidence[0]["faults"] == ["rule_not_waivable"]
        assert notice.basis.citation == "waivers/w1.toml"


def test_the_same_bytes_give_the_same_verdict(waive: Callable[..., Verdict]) -> None:
    assert msgspec.json.encode(waive()) == msgspec.json.encode(waive())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reason = "A namesake: see the file."\n', "", "missing required field `reason`"),
        ('reason = "A namesake: see the file."', 'reason = " "', "/reason"),
        ("expires = 2026-12-31\n", "", "missing required field `expires`"),
        ("expires = 2026-12-31", 'expires = "never"', "/expires"),
        ("expires = 2026-12-31", "expires = 2026-10-31", "before it begins"),
        ("expires = 2026-12-31", "expires = 10:00:00", "/expires"),
        ("from = 2026-11-01\n", "", "missing required field `from`"),
        ('country = "CN"\n', "", "missing required field `country`"),
        ('country = "CN"', 'country = "China"', "/party/country"),
        ('country = "CN"', 'country = "CN"\nid = "x"', "unknown field `id`"),
        ('rule = "listed"', 'rule = "listed"\nrules = ["*"]', "unknown field `rules`"),
        ('name = "Orbital Imaging Zvezda Co."', 'name = "\u200b \u3000"', ""),
        ('id = "w1"', 'id = "w2"', "must be 'w1'"),
        ('id = "w1"', "id = 1", "must be 'w1'"),
        ('version = "', 'version = "*', "/entry/version"),
        ('approvers = ["Ada", "Ben"]', 'approvers = "Ada, Ben"', "/approvers"),
        ('approvers = ["Ada", "Ben"]', "approvers = " + "[" * 5000, "not valid TOML"),
        ('id = "w1"', 'id = "w1"\nid = "w1"', "not valid TOML"),
    ],
)
def test_a_waiver_that_says_something_else_stops_the_run(
    waive: Callable[..., Verdict], old: str, new: str, said: str
) -> None:
    if not said:  # a name without letters names nobody
        assert waive((old, new)).waived == ()
        return
    with pytest.raises(RulesError, match=re.escape(said)) as caught:
        waive((old, new))
    assert caught.value.file.endswith("w1.toml")


@pytest.mark.parametrize("name", ["w1.TOML", "w1.json", "more/w1.toml", "README.md"])
def test_what_is_no_waiver_does_not_lie_among_them(tmp_path: Path, name: str) -> None:
    pack = tiny.write(tmp_path / "pack")
    path = pack / "waivers" / name
    path.parent.mkdir(parents=True)
    path.write_text("", encoding="utf-8")
    with pytest.raises(RulesError, match=re.escape(r"is not read; waivers holds waivers/*.toml")):
        load_rules(pack, cache=tmp_path / "cache")


def test_a_hidden_file_is_no_waiver(tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack")
    (pack / "waivers").mkdir()
    (pack / "waivers" / ".w1.toml").write_text("nonsense", encoding="utf-8")
    assert load_rules(pack, cache=tmp_path / "cache").content.waivers == ()


def test_a_waiver_that_is_not_utf_8_stops_the_run(tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "pack")
    (pack / "waivers").mkdir()
    (pack / "waivers" / "w1.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RulesError, match="not valid TOML"):
        load_rules(pack, cache=tmp_path / "cache")


# --- reports ------------------------------------------------------------------------------------


def shown(verdict: Verdict, **options: bool) -> str:
    return text.render([verdict], **options).decode()


def test_how_many_findings_were_waived_is_always_told(waive: Callable[..., Verdict], tmp_path: Path) -> None:
    assert "\nWAIVED: none\n" in shown(_screened(tmp_path / "before"))
    verdict = waive()
    assert "\nWAIVED: 1 finding set aside (--show-waived tells which, by whom and why)\n" in shown(verdict)
    assert "namesake" not in shown(verdict)


def test_on_request_each_is_told_with_who_why_and_until_when(waive: Callable[..., Verdict]) -> None:
    told = " ".join(shown(waive(), show_waived=True).split())
    for said in (
        "WAIVED: 1 finding set aside 1. DENY Listed party [listed]",
        "of a-list 77",
        "w1, approved by Ada (unauthenticated) and Ben (unauthenticated); from 2026-11-01 until 2026-12-31",
        "A namesake: see the file.",
    ):
        assert said in told


def test_a_clear_verdict_that_rests_on_waivers_says_so(waive: Callable[..., Verdict], tmp_path: Path) -> None:
    pack = tiny.write(tmp_path / "lu", operator='jurisdictions = ["LU"]')
    (pack / "waivers").mkdir()
    (pack / "waivers" / "w1.toml").write_text(
        TOML.format(version=_listed(_screened(tmp_path / "v"))[0].evidence[0]["entry_version"]), encoding="utf-8"
    )
    order = load_order(tiny.order(parties=[BUYER], products=[]))
    verdict = screen(order, load_rules(pack, cache=tmp_path / "cache"), AS_OF)
    assert (verdict.outcome, len(verdict.waived)) == ("clear", 1)
    assert verdict.status.reason_text == (
        "No rule in force found anything against this order beyond what waivers set aside (1)."
    )


def test_the_json_always_has_all(waive: Callable[..., Verdict]) -> None:
    (one,) = json.loads(msgspec.json.encode(waive()))["waived"]
    assert one.keys() == {"waiver", "approvers", "unauthenticated", "reason", "from", "expires", "finding"}
    assert (one["from"], one["expires"]) == ("2026-11-01", "2026-12-31")
    assert one["finding"]["evidence"][0]["entry"] == "77"


def test_the_command_line_shows_what_was_waived(waive: Callable[..., Verdict], tmp_path: Path) -> None:
    waive()
    order = tmp_path / "order.json"
    order.write_text(json.dumps(tiny.order(parties=[BUYER], products=[])), encoding="utf-8")
    asked = [str(order), "-r", str(tmp_path / "pack"), "--as-of", str(AS_OF)]
    runner = CliRunner()
    assert "namesake" not in runner.invoke(cli, asked).output
    assert "A namesake: see the file." in runner.invoke(cli, [*asked, "--show-waived"]).output
    assert "namesake" in runner.invoke(cli, asked, env={"SARCHECK_SHOW_WAIVED": "1"}).output
    config = tmp_path / "sarcheck.toml"
    config.write_text("show_waived = true", encoding="utf-8")
    assert "namesake" in runner.invoke(cli, [*asked, "--config", str(config)]).output


def test_lint_tells_waivers_that_no_order_can_need(waive: Callable[..., Verdict], tmp_path: Path) -> None:
    runner, pack = CliRunner(), str(tmp_path / "pack")
    waive()
    assert "no-effect" not in runner.invoke(cli, ["rules", "lint", "-r", pack]).output
    waive(('id = "77"', 'id = "78"'), ('rule = "listed"', 'rule = "former"'))
    told = " ".join(runner.invoke(cli, ["rules", "lint", "-r", pack]).output.split())
    assert "w1 there is no rule former; no list holds the entry any more" in told
    faults = json.loads(runner.invoke(cli, ["rules", "lint", "-r", pack, "-f", "json"]).output)["faults"]
    (one,) = (fault for fault in faults if fault["topic"] == "waivers")
    assert (one["where"], one["message"]) == ("w1", "there is no rule former; no list holds the entry any more")


def test_the_example_of_the_document_works_and_shows_what_is_shown(tmp_path: Path) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    examples = re.findall(r"<!-- example: waiver[^\n]* -->\n```toml\n(id = \"(.*?)\".*?)```", document, re.DOTALL)
    output = re.search(r"<!-- shown: waived -->\n```\n(.*?)```", document, re.DOTALL)
    assert len(examples) == 2
    assert output
    sample = ROOT / "samples" / "owned-by-listed"
    shutil.copytree(sample / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "waivers").mkdir()
    for example, name in examples:
        (tmp_path / "rules" / "waivers" / f"{name}.toml").write_text(example, encoding="utf-8")
    verdict = screen(load_order(sample / "order.json"), load_rules(tmp_path / "rules"), AS_OF)
    assert verdict.outcome == "clear"
    assert f"\n{output[1]}\n" in shown(verdict, show_waived=True)
