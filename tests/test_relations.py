"""Links between listed parties: whom they mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck import relations
from sarcheck.model import Entry, Link, Name

REGIMES = {"sdn": "US", "cons": "US", "fsf": "EU", "own": ""}


def entry(key: str, *names: str, on: str = "sdn", links: tuple[Link, ...] = (), alias: str = "") -> Entry:
    listed = (*(Name(text=name) for name in names), *([Name(text=alias, kind="alias")] if alias else []))
    return Entry(list=on, id=key, type="organization", names=listed, links=links)


def named(target: str, **fields: Any) -> Link:
    return Link(target=target, type="linked_to", **fields)


def found(link: Link, *others: Entry, on: str = "sdn") -> tuple[tuple[str, str], ...]:
    whole = relations.resolved([entry("1", "SUBJECT", on=on, links=(link,)), *others], REGIMES)
    return whole[0].links[0].resolved


@pytest.mark.parametrize("target", ["HERON LTDA", "HERON LTDA.", "Heron  Ltda.", " HERON LTDA. "])
@pytest.mark.parametrize("name", ["HERON LTDA", "HERON LTDA."])
def test_a_full_stop_at_the_end_tells_nothing_apart(target: str, name: str) -> None:
    assert found(named(target), entry("2", name)) == (("sdn", "2"),)


def test_a_primary_name_goes_before_an_alias_and_the_own_list_before_another() -> None:
    assert found(named("HERON"), entry("2", "EGRET", alias="HERON"), entry("3", "HERON")) == (("sdn", "3"),)
    assert found(named("HERON"), entry("2", "HERON", on="cons"), entry("3", "X", alias="HERON")) == (("sdn", "3"),)
    assert found(named("HERON"), entry("2", "HERON", on="cons")) == (("cons", "2"),)


def test_an_id_is_of_the_lists_of_one_regime_only() -> None:
    link = Link(target="7", type="owned_by", by="id")
    assert found(link, entry("7", "A", on="cons")) == (("cons", "7"),)
    assert found(link, entry("7", "A", on="fsf")) == ()
    assert found(link, entry("7", "A", on="cons"), entry("7", "A")) == (("sdn", "7"),)
    assert found(named("7"), entry("7", "A")) == ()


def test_lists_without_a_regime_do_not_share_names() -> None:
    assert found(named("HERON"), entry("2", "HERON", on="other"), on="own") == ()


def test_a_name_of_two_parties_is_ambiguous_and_one_of_none_is_unresolved() -> None:
    twice = entry("1", "S", links=(named("HERON"), named("STORK", former=True), named("IBIS")))
    whole = relations.resolved([twice, entry("2", "HERON"), entry("3", "heron."), entry("4", "IBIS")], REGIMES)
    told = [(fault.kind, fault.link.target, fault.link.former) for fault in relations.faults(whole)]
    assert told == [("ambiguous", "HERON", False), ("unresolved", "STORK", True)]
    assert whole[0].links[0].resolved == (("sdn", "2"), ("sdn", "3"))


def test_nothing_but_the_resolution_changes() -> None:
    before = [entry("1", "S", links=(named("X", stated="tied to", former=True),)), entry("2", "X")]
    after = relations.resolved(before, REGIMES)
    assert [e.names for e in after] == [e.names for e in before]
    link = after[0].links[0]
    assert (link.target, link.type, link.stated, link.former) == ("X", "linked_to", "tied to", True)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABCD")), max_size=12))
@settings(max_examples=50)
def test_every_link_is_kept_and_is_resolved_or_a_fault(pairs: list[tuple[str, str]]) -> None:
    entries = [entry(str(i), name, links=(named(target),)) for i, (name, target) in enumerate(pairs)]
    whole = relations.resolved(entries, REGIMES)
    faulty = {(f.entry.id, f.link.target) for f in relations.faults(whole)}
    counts = {target: sum(name == target for name, _ in pairs) for _, target in pairs}
    assert faulty == {(str(i), target) for i, (_, target) in enumerate(pairs) if counts[target] != 1}
