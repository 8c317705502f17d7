"""Owners from everywhere: the order, the ties of lists and the rules folder's files, brought together by party."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck import load_order, load_rules, screen
from sarcheck.evidence import owners
from sarcheck.evidence.facts import ChainParty
from sarcheck.model import Finding, Owner, Party
from sarcheck.ownership import End, Relation, Relations, build
from sarcheck.rescreen.tape import _Owners
from sarcheck.ruleset import default_pack
from tests import tiny
from tests.builders import AS_OF

OWNED = """
    id = "owned"
    title = "Owned by a listed party"
    regime = "R-US"
    authority = "A"
    check = "owned_by_listed"
    outcome = "deny"
    jurisdictions = ["US"]
    citation = "Law 2"
    remedy = "Stop."
    in_force = [{ from = 2020-01-01 }]
    parameters = { lists = ["a-list"], threshold = 50.0 }
"""
LINKS = """
    [[party]]
    id = "78"
    type = "company"
    names = ["QUARTZ HOLDING VYMYSEL"]
    links = [
      { target = "Daughter of Quartz Ltd", type = "owns" },
      { target = "Former Daughter Ltd", type = "owns", former = true },
    ]
"""
CSV = """owner,owner_identifiers,owned,owned_identifiers,share,control,from,to,source
Orbital Imaging Zvezda Company,,Alpha Example Ltd,lei:529900EXAMPLE0000001,60,,,,register
Middle Example Ltd,,Beta Example Ltd,,100,,,,register
Orbital Imaging Zvezda Company,,Middle Example Ltd,,30,,,,register
QUARTZ HOLDING VYMYSEL,,Middle Example Ltd,,25,,,,register
Middle Example Ltd,,Past Example Ltd,,100,,,2020-12-31,register
"""


def judged(folder: Path, *parties: dict[str, Any], csv: str = CSV) -> list[Finding]:
    parties_file = tiny.FILES["parties/a-list.toml"] + LINKS
    pack = tiny.write(folder / "pack", regimes__us__owned=OWNED, parties__a__list=None)
    (pack / "parties").mkdir(exist_ok=True)
    text = "\n".join(line.strip() for line in parties_file.splitlines())
    (pack / "parties" / "a-list.toml").write_text(text, encoding="utf-8")
    if csv:
        (pack / "ownership").mkdir(exist_ok=True)
        (pack / "ownership" / "register.csv").write_text(csv, encoding="utf-8")
    order = load_order(tiny.order(parties=list(parties)))
    verdict = screen(order, load_rules(pack, cache=folder / "cache"), AS_OF)
    return [finding for finding in verdict.findings if finding.rule == "owned"]


def party(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": "buyer", "roles": ["customer", "end_user"], "name": name, "country": "LU"} | fields


@pytest.mark.parametrize(
    ("buyer", "outcome", "told"),
    [
        (party("Alpha Example Limited"), "deny", "60 % (Orbital Imaging Zvezda Company, a-list 77) >= 50 %"),
        (party("Other", identifiers={"lei": "529900EXAMPLE0000001"}), "deny", "60 %"),
        (party("Beta Example"), "deny", "30 % (Orbital Imaging Zvezda Company, a-list 77) + 25 % (QUARTZ"),
        (party("Alpha Example Ltd", identifiers={"lei": "529900EXAMPLE0000002"}), "review", "the same party as Alpha"),
        (party("Daughter of Quartz Ltd"), "review", "an unknown share (QUARTZ HOLDING VYMYSEL, a-list 78)"),
        (party("Former Daughter Ltd"), None, ""),
        (party("Past Example Ltd"), None, ""),
        (party("Harmlose Kartographie GmbH"), None, ""),
    ],
)
def test_files_and_lists_tell_of_owners_that_the_order_hides(
    tmp_path: Path, buyer: dict[str, Any], outcome: str | None, told: str
) -> None:
    found = judged(tmp_path, buyer)
    assert [finding.outcome for finding in found] == ([outcome] if outcome else [])
    assert all(told in finding.message for finding in found)


def test_an_order_cannot_talk_a_stake_away(tmp_path: Path) -> None:
    clean = {"id": "clean", "roles": ["owner"], "name": "Clean Owner AG", "country": "LU"}
    owned = [{"party": "clean", "share": 100.0}]
    (finding,) = judged(tmp_path, party("Alpha Example Ltd", owners=owned), clean)
    assert finding.outcome == "deny"
    (finding,) = judged(tmp_path, party("Daughter of Quartz Ltd", owners=owned), clean)
    assert finding.outcome == "review"


def test_two_of_one_name_in_an_order_are_both_found(tmp_path: Path) -> None:
    found = judged(tmp_path, party("Alpha Example Ltd"), party("ALPHA EXAMPLE LIMITED", id="two", roles=["payer"]))
    assert [(finding.subject.id, finding.outcome) for finding in found] == [("buyer", "deny"), ("two", "deny")]


def test_a_tree_that_is_too_large_is_said_to_be_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "MAX_ENDS", 1)
    assert "incomplete" in {finding.outcome for finding in judged(tmp_path, party("Beta Example Ltd"))}


def test_the_default_pack_knows_of_a_firm_whose_owners_are_listed() -> None:
    buyer = party("ScanEx", country="RU", type="company")
    verdict = screen(load_order(tiny.order(parties=[buyer])), load_rules(default_pack()), AS_OF)
    (found,) = [finding for finding in verdict.findings if finding.rule == "eu-269-owned"]
    assert found.outcome == "review"
    assert "an unknown share (Konstantin Nikolayev, eu-fsf 269/2014 person 1931)" in found.message


def test_without_owners_nothing_is_gathered(tmp_path: Path) -> None:
    assert judged(tmp_path, party("Beta Example Ltd"), csv="") == []


CHAIN = st.lists(
    st.builds(
        lambda name, owner: (name, (Owner(party="p0", share=60.0),) if owner else ()),
        st.sampled_from(["Alpha Mapping Ltd", "Beta Mapping Ltd", "Gamma Mapping Ltd", "Delta Mapping Ltd", "?"]),
        st.booleans(),
    ),
    max_size=4,
)


@given(CHAIN, st.sampled_from(["Gamma Mapping Limited", "Nobody", ""]))
def test_the_short_way_to_nobody_tells_and_hears_what_the_graph_does(
    chain: list[tuple[str, tuple[Owner, ...]]], owned: str
) -> None:
    rows = [Relation(owner=End(names=("Omega Ltd",)), owned=End(names=(owned,)), share=70.0)] if owned else []
    index = Relations(build(rows).__getitem__)
    parties = tuple(
        ChainParty(
            party=Party(id=f"p{i}", roles=("customer",), name=name, owners=stated),
            pointer="",
            origin="order",
            matches=(),
        )
        for i, (name, stated) in enumerate(chain)
    )

    def asked() -> tuple[object, object]:
        tape: Any = SimpleNamespace(sought={}, relations={})
        entries = SimpleNamespace(search=lambda *_, **__: ())
        ruleset: Any = SimpleNamespace(
            owners=_Owners(index, tape), entries=entries, matching=SimpleNamespace(review=0.8)
        )
        return owners.ownership(parties, ruleset, AS_OF), (list(tape.sought), tape.relations)

    short = asked()
    with mock.patch.object(owners, "_unowned", return_value=False):
        assert asked() == short
