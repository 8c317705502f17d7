"""What the list of a product's files shows, and what it cannot show."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck.model import FileRecord, ProvenanceFact
from sarcheck.platforms import PlatformTable
from sarcheck.provenance import integrity
from tests.builders import product

TABLE = PlatformTable((), ())
GOOD = {"listed": True, "present": True, "algorithm": "md5", "stated": "aa", "found": "aa", "size": 9000}


def told(*files: FileRecord) -> dict[str, ProvenanceFact]:
    return {fact.check: fact for fact in integrity.facts(product(files=files), TABLE)}


def file(name: str = "a.xml", **fields: Any) -> FileRecord:
    role = "pixels" if name.endswith("tiff") else "metadata"
    return FileRecord(**{"name": name, "role": role} | GOOD | fields)


def test_files_with_their_checksums_pass_and_the_text_says_what_that_does_not_show() -> None:
    facts = told(file(), file("b.tiff"))
    assert {facts[check].result for check in ("integrity", "pixels", "files_absent", "files_added")} == {"pass"}
    assert "not who made them" in facts["integrity"].message


def test_without_a_list_nothing_passes() -> None:
    assert {fact.result for fact in told().values()} == {"not_possible"}


@pytest.mark.parametrize(
    "fields",
    [
        {"found": "bb"},
        {"found": None, "size": 8999, "stated_size": 9000},
        {"found": None, "size": 9001, "stated_size": 9000},
    ],
)
def test_altered_metadata_fail_and_are_named(fields: dict[str, Any]) -> None:
    fact = told(file(**fields), file("c.xml"))["integrity"]
    assert (fact.result, fact.source, fact.numbers["altered"]) == ("fail", "a.xml", 1)


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"found": "bb"}, "fail"),
        ({"found": None, "size": 9001, "stated_size": 9000}, "fail"),
        ({"found": None, "size": 8000, "stated_size": 9000}, "not_possible"),
        ({"found": "bb", "size": 912}, "not_possible"),
        ({"found": None, "present": False, "size": None}, "not_possible"),
        ({"found": None, "size": 2**40, "stated_size": 2**40}, "not_possible"),
    ],
    ids=["altered", "longer", "cut", "hollow", "absent", "too large"],
)
def test_pixels_that_are_there_must_be_those_listed(fields: dict[str, Any], result: str) -> None:
    assert told(file(), file("b.tiff", **fields))["pixels"].result == result


def test_a_lacking_metadata_file_fails_where_the_delivery_means_to_be_whole() -> None:
    here, gone = file(), {"present": False, "found": None, "size": None}
    assert told(here, file("b.xml"), file("c.xml", **gone))["files_absent"].result == "fail"
    excerpt = told(here, file("b.xml", **gone), file("c.xml", **gone))["files_absent"]
    assert excerpt.result == "not_possible"
    assert "excerpt: 1 of 3" in excerpt.message


def test_an_added_file_fails() -> None:
    fact = told(file(), FileRecord(name="x.xml", listed=False, present=True))["files_added"]
    assert (fact.result, fact.numbers) == ("fail", {"files": ["x.xml"], "added": 1})


def test_the_name_vouches_for_the_list_or_not() -> None:
    good = file("manifest.safe", algorithm="crc16")
    assert told(good)["name_checksum"].result == "pass"
    other = told(file("manifest.safe", algorithm="crc16", found="bb"))["name_checksum"]
    assert (other.result, other.numbers) == ("not_possible", {"stated": "aa", "found": "bb"})
