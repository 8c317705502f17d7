"""Relations as registers and collections publish them: BODS 0.4 statements and FollowTheMoney entities."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from sarcheck import holdings
from sarcheck.errors import RulesError
from sarcheck.ownership import Relation


def code(name: str) -> str | None:
    return name if len(name) == 2 and name.isupper() else None


def read(folder: Path, content: Any, name: str = "register.json") -> list[Relation]:
    path = folder / name
    lines = "\n".join(json.dumps(one) for one in content) if name.endswith("l") else json.dumps(content)
    path.write_text(content if isinstance(content, str) else lines, encoding="utf-8")
    return list(holdings.read(path, code))


# --- BODS ---------------------------------------------------------------------------------------


def statement(record: str, kind: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"statementId": f"s-{record}", "recordId": record, "recordType": kind, "recordDetails": details} | more


ENTITY = statement(
    "e1",
    "entity",
    {
        "name": "Example Down Ltd",
        "jurisdiction": {"name": "United Kingdom", "code": "GB"},
        "identifiers": [{"scheme": "GB-COH", "id": "01234567"}, {"scheme": "XI-LEI", "id": "529900EXAMPLE0000001"}],
    },
)
PERSON = statement("p1", "person", {"names": [{"type": "legal", "fullName": "Vymysl Obraztsov"}]})


def tie(*interests: dict[str, Any], party: Any = "p1", **more: Any) -> dict[str, Any]:
    details = {"subject": "e1", "interestedParty": party, "interests": list(interests)}
    return statement("r1", "relationship", details, **more)


def shares(*interests: dict[str, Any], folder: Path, **more: Any) -> list[tuple[float | None, bool | None]]:
    found = read(folder, [ENTITY, PERSON, tie(*interests, **more)])
    return [(one.share, one.control) for one in found]


def test_a_statement_of_ownership_is_a_stake(tmp_path: Path) -> None:
    interest = {"type": "shareholding", "share": {"exact": 60}, "startDate": "2020-01-01", "endDate": "2024-12-31"}
    for name in ("register.json", "register.jsonl"):
        (found,) = read(tmp_path, [ENTITY, PERSON, tie(interest)], name)
        assert found.owner.names == ("Vymysl Obraztsov",)
        assert found.owned.names == ("Example Down Ltd",)
        assert [(n.scheme, n.value, n.country) for n in found.owned.identifiers] == [
            ("registration", "01234567", "GB"),
            ("lei", "529900EXAMPLE0000001", "GB"),
        ]
        assert (found.share, found.since, found.until) == (60.0, dt.date(2020, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        ({"type": "shareholding", "share": {"exact": 60, "minimum": 60, "maximum": 60}}, [(60.0, None)]),
        ({"type": "shareholding", "share": {"exclusiveMinimum": 25, "maximum": 50}}, [(25.0, None), (None, None)]),
        ({"type": "votingRights", "share": {"minimum": 75, "maximum": 75}}, [(75.0, None)]),
        ({"type": "shareholding"}, [(0.0, None), (None, None)]),
        ({"type": "appointmentOfBoard"}, [(None, True)]),
        ({"type": "unknownInterest"}, [(None, None)]),
    ],
)
def test_interests(tmp_path: Path, interest: dict[str, Any], expected: list[Any]) -> None:
    assert shares(interest, folder=tmp_path) == expected


def test_a_relationship_without_interests_is_of_unknown_share(tmp_path: Path) -> None:
    assert shares(folder=tmp_path) == [(None, None)]


def test_shares_and_votes_are_not_added_up(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [ENTITY, PERSON, tie(*({"type": kind, "share": {"exact": 30}} for kind in ("shareholding", "votingRights")))],
    )
    assert len({one.source for one in found}) == 2


def test_a_closed_record_says_nothing_and_a_later_statement_takes_its_place(tmp_path: Path) -> None:
    whole = {"type": "shareholding", "share": {"exact": 60}}
    assert shares(whole, folder=tmp_path, recordStatus="closed") == []
    updated = [ENTITY, PERSON, tie(whole), tie({"type": "shareholding", "share": {"exact": 10}})]
    assert [one.share for one in read(tmp_path, updated)] == [10.0]


def test_a_party_that_is_not_specified_has_no_name(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [ENTITY, tie(party={"reason": "interestedPartyUnknown"})])
    assert found.owner.names == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "is not valid JSON"),
        ([{"recordId": "x"}], "/0.*no recordDetails"),
        ([statement("x", "thing", {})], "/0.*no recordType"),
        ([ENTITY, tie()], "/1.*'p1' is not in the file"),
        ([ENTITY, PERSON, tie({"type": "shareholding", "share": {"exact": 160}})], "/2.*no share in percent"),
        ([ENTITY, PERSON, tie({"type": "shareholding", "share": {"exact": "60"}})], "/2.*no share in percent"),
        ([ENTITY, PERSON, tie({"type": "shareholding", "startDate": "2020-99-99"})], "/2.*no statement of BODS"),
        ([ENTITY, PERSON, tie({"type": "shareholding", "share": [1]})], "/2.*no statement of BODS"),
        ([ENTITY, PERSON, tie(party=["p1"])], "/2.*no statement of BODS"),
    ],
)
def test_what_is_no_statement_is_told(tmp_path: Path, content: Any, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        read(tmp_path, content)


# --- FollowTheMoney -----------------------------------------------------------------------------

DOWN = {
    "id": "d",
    "schema": "Company",
    "properties": {"name": ["Down AO"], "innCode": ["7707083893"], "country": ["ru"]},
}
UP = {"id": "u", "schema": "Person", "caption": "Vymysl Obraztsov", "properties": {}}


def owns(**properties: list[str]) -> dict[str, Any]:
    return {"id": "o", "schema": "Ownership", "properties": {"owner": ["u"], "asset": ["d"]} | properties}


@pytest.mark.parametrize(
    ("percentage", "share"),
    [(["60"], 60.0), (["25.5 %"], 25.5), (["25-50"], None), ([], None), (["10", "30"], 30.0), (["600"], None)],
)
def test_an_ownership_is_a_stake(tmp_path: Path, percentage: list[str], share: float | None) -> None:
    dates = {"startDate": ["2020-01-01"], "endDate": ["2024"]}
    (found,) = read(tmp_path, [UP, DOWN, owns(percentage=percentage, **dates)], "entities.jsonl")
    assert (found.owner.names, found.owned.names, found.share) == (("Vymysl Obraztsov",), ("Down AO",), share)
    assert [(n.scheme, n.value, n.country) for n in found.owned.identifiers] == [("inn", "7707083893", "RU")]
    assert (found.since, found.until, found.source) == (dt.date(2020, 1, 1), None, "entities.jsonl")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([UP, owns()], "line 2.*names 'd', which is not in the file"),
        ([UP, DOWN, owns(asset=[])], "line 3.*without an asset"),
        ([UP, {"schema": "Company", "properties": {}}], "line 2.*is no entity"),
    ],
)
def test_what_is_no_ownership_is_told(tmp_path: Path, content: Any, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        read(tmp_path, content, "entities.jsonl")
