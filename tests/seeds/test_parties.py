"""The pack's own parties are the cases' facts, one file for each list, and readable as a list."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sarcheck.lists.own import parties as reader
from sarcheck.model import Entry
from seeds import parties, toml

FILES = parties.files()


def entries(name: str, folder: Path) -> list[Entry]:
    path = folder / name
    path.write_text(FILES[name], encoding="utf-8")
    return list(reader.read({"list": path}, path.stem, lambda code: code))


def test_files_are_those_of_the_pack() -> None:
    folder = Path(__file__).parents[2] / "rules" / "parties"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")} == FILES


@pytest.mark.parametrize("name", FILES)
def test_list_reads(name: str, tmp_path: Path) -> None:
    found = entries(name, tmp_path)
    assert found
    assert all(entry.stated and entry.stated <= dt.date(2026, 11, 22) for entry in found)
    assert all(entry.measures and entry.countries for entry in found)
    stem = name.removesuffix(".toml")
    assert all("case C" in entry.remarks for entry in found) or (parties.HERE / "named" / f"{stem}.toml").is_file()


def test_numbers_of_the_founding_case(tmp_path: Path) -> None:
    found = {entry.id: entry for entry in entries("us-sdn.toml", tmp_path)}
    assert {"40476", "40477", "40478", "42075", "46669", "46680", "40237", "22543", "21171"} <= found.keys()
    assert {(i.scheme, i.value) for i in found["40476"].identifiers} == {
        ("inn", "7722429553"),
        ("ogrn", "5177746378431"),
    }
    assert all(i.valid is not False for entry in found.values() for i in entry.identifiers)
    assert [name.text for name in found["46669"].names if name.strength == "weak"] == ["CHARMING GLOBE"]


def test_bodies_that_the_regulation_names_are_there(tmp_path: Path) -> None:
    found = entries("us-mieu.toml", tmp_path)
    assert {entry.list for entry in found} == {"us-mieu"}
    assert {entry.measures for entry in found} == {("military_intelligence_end_user",)}
    assert Counter(entry.countries[0] for entry in found) == Counter("BY CN CU CU IR IR KH KP MM MM RU SY VE".split())
    assert min(entry.listed for entry in found if entry.listed) == dt.date(2021, 3, 16)
    assert all(entry.citation and entry.citation.startswith("15 CFR 744.22(f)(2); 8") for entry in found)
    (directorate,) = (entry for entry in found if entry.countries == ("RU",))
    assert [(name.text, name.strength) for name in directorate.names] == [
        ("Main Intelligence Directorate", "strong"),
        ("GRU", "weak"),
    ]


def test_named_bodies_are_on_no_list_of_the_cases() -> None:
    named = {path.stem for path in (parties.HERE / "named").glob("*.toml")}
    of_cases = {party["list"] for case in parties.cases() for party in case.get("party", ())}
    assert named == {"us-mieu", "official-statements"}
    assert not named & of_cases


def test_lists_differ_as_the_public_record_does(tmp_path: Path) -> None:
    def told(name: str) -> str:
        return " ".join(n.text for entry in entries(name, tmp_path) for n in entry.names).casefold()

    assert "spacety" not in told("uk-sl.toml")
    assert "spacety" not in told("eu-fsf.toml")
    assert "luxembourg" not in told("eu-833-iv.toml")
    assert "chang guang" not in told("us-el.toml")
    assert "长沙天仪空间科技研究院有限公司" in told("jp-eul.toml")


def test_cases_state_their_sources() -> None:
    cases = parties.cases()
    assert [case["id"] for case in cases] == [f"C{number:02d}" for number in range(1, len(cases) + 1)]
    for case in cases:
        assert case["title"] and case["what"] and case["sources"] and case["verification"]
        assert isinstance(case["date"], dt.date)


def test_toml_is_read_back_as_written() -> None:
    document = {
        "text": 'a "quoted" \\ line\nand 长沙',
        "day": dt.date(2026, 11, 22),
        "yes": True,
        "left_out": None,
        "names": ["x" * 100, "y" * 100],
        "numbers": [{"scheme": "inn", "value": "1"}],
        "party": [{"id": "1", "links": []}, {"id": "2", "addresses": [{"text": "t", "country": "LU"}]}],
    }
    assert tomllib.loads(toml.dumps(document)) == {k: v for k, v in document.items() if v is not None}
