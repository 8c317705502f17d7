"""Decisions: who approved, what is signed, and the waiver's file."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sarcheck import attest, deciding, tomlfile
from sarcheck.deciding import Approval, Decision
from sarcheck.model import OrderStamp, Subject, WaivedEntry, WaivedParty, Waiver
from sarcheck.waivers import unsigned

DAY = dt.date(2026, 11, 20)
PAIR, OTHER = attest.new_key(), attest.new_key()


def waiver(**changes: Any) -> Waiver:
    given = {
        "id": "w",
        "rule": "r",
        "party": WaivedParty(name="Example GmbH", country="DE"),
        "entry": WaivedEntry(list="some-list", id="1", version="0" * 16),
        "approvers": (),
        "reason": "A namesake.",
        "since": DAY,
        "expires": DAY,
    }
    return Waiver(**given | changes)


def decision(**changes: Any) -> Decision:
    given = {
        "kind": "false_positive",
        "order": OrderStamp(id="O-1", sha256="0" * 64),
        "judged": DAY,
        "record": 1,
        "finding": "f1",
        "rule": "r",
        "subject": Subject(kind="party", id="p"),
        "message": "A finding.",
        "reason": "A namesake.",
        "since": DAY,
        "expires": DAY,
        "waiver": waiver(),
        "needs": 2,
    }
    return Decision(**given | changes)


def approve(one: Decision, by: str, pair: attest.KeyPair | None = None) -> Decision:
    approval = Approval(by=by)
    if pair:
        signed = attest.sign(*deciding.payload(one, by), pair.private)
        approval = Approval(by=by, key=signed.key, signature=signed.signature)
    made = deciding.approved(one, approval)
    assert isinstance(made, Decision), made
    return made


def test_two_approvers_are_two_people_with_two_keys() -> None:
    one = approve(decision(), "Ada", PAIR)
    assert (one.missing, one.unauthenticated) == (1, ())
    for by, key in (("ADA", None), ("\uff21da", None), ("Ben", PAIR.id)):
        assert isinstance(deciding.approved(one, Approval(by=by, key=key, signature="0")), str)
    two = approve(one, "Ben")
    assert (two.missing, two.unauthenticated) == (0, ("Ben",))
    assert two.waiver
    assert (two.waiver.approvers, unsigned(two.waiver)) == (("Ada", "Ben"), ("Ben",))


def test_a_signature_holds_after_others_sign_and_not_after_the_waiver_is_changed() -> None:
    two = approve(approve(decision(), "Ada", PAIR), "Ben", OTHER).waiver
    assert two
    for one, pair in zip(two.signatures, (PAIR, OTHER), strict=True):
        signed = attest.Signed(one.key, one.signature)

        def holds(changed: Waiver, by: str, signed: attest.Signed = signed, pair: attest.KeyPair = pair) -> bool:
            return attest.holds(deciding.waiver_payload(changed, by), deciding.WAIVER_TYPE, signed, pair.public)

        assert holds(two, one.by)
        assert not holds(two, "Cyd")
        assert not holds(structs.replace(two, expires=DAY + dt.timedelta(days=1)), one.by)
        assert not holds(structs.replace(two, party=structs.replace(two.party, aliases=("Other",))), one.by)


def test_decisions_without_a_waiver_are_signed_whole() -> None:
    plain = decision(kind="confirmed", waiver=None, needs=1)
    payload, kind = deciding.payload(plain, "Ada")
    assert kind == deciding.DECISION_TYPE
    assert payload == deciding.payload(approve(plain, "Ben"), "Ada")[0]
    assert payload != deciding.payload(structs.replace(plain, reason="Other."), "Ada")[0]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
WORDS = TEXTS.filter(lambda text: any(not c.isspace() for c in text)).map(lambda text: "x" + text)


@given(WORDS, WORDS, st.dictionaries(TEXTS, TEXTS, max_size=3), st.lists(TEXTS, max_size=3), st.none() | TEXTS)
def test_any_waiver_is_read_again_from_its_file(
    name: str, reason: str, numbers: dict[str, str], aliases: list[str], address: str | None
) -> None:
    party = WaivedParty(
        name=name, country="DE", identifiers=numbers, aliases=tuple(aliases), born=DAY, address=address or None
    )
    one = approve(decision(waiver=waiver(party=party, reason=reason)), "Ada", PAIR).waiver
    assert one
    text = deciding.waiver_text(one)
    assert tomlfile.converted(tomllib.loads(text), Waiver, Path("w.toml")) == one


@pytest.mark.parametrize("kind", deciding.KINDS)
def test_a_decision_is_read_again_from_its_record(kind: Any) -> None:
    one = approve(decision(kind=kind), "Ada", PAIR)
    assert msgspec.json.decode(msgspec.json.encode(one), type=Decision) == one
