"""The faults of a rules folder in words and as JSON, whatever their kind."""

from __future__ import annotations

import json

from sarcheck.model import Fault, Link
from sarcheck.relations import Fault as LinkFault
from sarcheck.reports import faults
from sarcheck.reports.json import document
from tests.builders import entry

EVIL = "\x1b[2J"
BAD = Fault(topic="regions", kind="undated", where="a.toml (/region/0)", message="a: no day", details={"region": "a"})


def of_links() -> list[Fault]:
    several = Link(target="ACME", type="linked_to", resolved=(("l", "1"), ("l", "2")), former=True)
    nobody = Link(target="Nobody", type="owned_by")
    return list(faults.of_links([LinkFault(entry(), several, "ambiguous"), LinkFault(entry(), nobody, "unresolved")]))


def test_every_topic_is_told_with_its_count() -> None:
    text = faults.text([BAD, *of_links()], 9, width=120).decode()
    assert "REGIONS\n  1 fault: 1 undated.\n\n  undated  a.toml (/region/0)  a: no day\n\nLINKS" in text
    assert "9 links: 7 mean one entry, 1 unresolved, 1 ambiguous." in text
    assert 'ambiguous   some-list 1  formerly linked_to "ACME" may be l 1, l 2' in text


def test_none_and_not_looked_at_differ() -> None:
    text = faults.text([], None).decode()
    assert "REGIONS\n  no fault.\n" in text
    assert "not looked at" in text
    assert "0 links: 0 mean one entry" in faults.text([], 0).decode()


def test_long_tales_are_cut_and_cannot_steer_the_terminal() -> None:
    many = [Fault(topic="regions", kind=EVIL, where=EVIL, message=EVIL) for _ in range(faults.SHOWN + 2)]
    text = faults.text(many, 0).decode()
    assert "and 2 more" in text
    assert "\x1b" not in text


def test_the_json_form_is_a_list_of_kinds_with_their_details() -> None:
    answer = json.loads(document(faults.document([BAD, *of_links()], 9)))
    assert answer["links"] == 9
    assert answer["faults"][0] == {
        "kind": "undated", "topic": "regions", "where": "a.toml (/region/0)", "message": "a: no day", "region": "a",
    }  # fmt: skip
    assert [(f["kind"], f["list"], f["entry"], f["link"]["target"]) for f in answer["faults"][1:]] == [
        ("ambiguous", "some-list", "1", "ACME"), ("unresolved", "some-list", "1", "Nobody"),
    ]  # fmt: skip
