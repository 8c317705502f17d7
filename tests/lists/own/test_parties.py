"""Parties as TOML: every key, and every way to get one wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.own import parties
from sarcheck.model import Address, Entry, Identifier, Link, Name

CODES = {"CN": "CN", "China": "CN", "FR": "FR"}
HEAD = 'schema = "sarcheck.parties/1"\nlist = "us-el"\n'
WHOLE = """\
schema = "sarcheck.parties/1"
list = "us-el"
title = "Herons"
source = "Gazette 1"
stated = 2024-06-27

[[party]]
id = "heron"
type = "company"
names = ["Heron Co., Ltd.", "苍鹭有限公司"]
aliases = ["Heron"]
weak = ["Grey"]
former = ["Egret Co."]
identifiers = [{ scheme = "USCC", value = "91110000600037341l", country = "China" }, { scheme = "imo", value = "1" }]
countries = ["CN"]
addresses = [{ text = "Pier 2", country = "FR" }, { text = "Pier 3" }]
programs = ["P"]
measures = ["export_control"]
citation = "1 G 2"
listed = 2023-02-27
delisted = 2024-01-01
born = ["2001"]
links = [{ target = "Egret", type = "subsidiary_of" }, { target = "17", type = "owned_by", by = "id", former = true }]
remarks = "r"
address_only = true

[[party]]
id = "ibis"
names = ["Ibis"]
countries = ["China"]
identifiers = { registration = "91110000600037341L" }
"""


def read(tmp_path: Path, text: str | bytes) -> list[Entry]:
    path = tmp_path / "herons.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(parties.read({"list": path}, "herons", CODES.get))


def test_every_key_is_read(tmp_path: Path) -> None:
    heron, ibis = read(tmp_path, WHOLE)
    assert heron == Entry(
        list="us-el",
        id="heron",
        type="company",
        names=(
            Name(text="Heron Co., Ltd."),
            Name(text="苍鹭有限公司"),
            Name(text="Heron", kind="alias"),
            Name(text="Grey", kind="alias", strength="weak"),
            Name(text="Egret Co.", kind="former"),
        ),
        identifiers=(
            Identifier(scheme="uscc", value="91110000600037341L", valid=True, country="CN"),
            Identifier(scheme="imo", value="1", valid=False),
        ),
        addresses=(Address(text="Pier 2", country="FR"), Address(text="Pier 3")),
        countries=("CN", "FR"),
        programs=("P",),
        measures=("export_control",),
        citation="1 G 2",
        listed=dt.date(2023, 2, 27),
        delisted=dt.date(2024, 1, 1),
        born=("2001",),
        links=(
            Link(target="Egret", type="subsidiary_of"),
            Link(target="17", type="owned_by", by="id", former=True),
        ),
        remarks="r",
        address_only=True,
        stated=dt.date(2024, 6, 27),
    )
    assert ibis.type == "unknown"
    assert ibis.identifiers == (Identifier(scheme="uscc", value="91110000600037341L", valid=True, country="CN"),)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert len(read(tmp_path, "\ufeff" + WHOLE)) == 2


def test_title_family_and_gaps(tmp_path: Path) -> None:
    read(tmp_path, WHOLE)
    files = {"list": tmp_path / "herons.toml"}
    assert parties.about(files, "us-el").title == "Herons"
    assert parties.family(WHOLE.encode(), "x") == "us-el"
    assert "nobody has said that it is the whole list" in (parties.about(files, "us-el").gaps or "")
    read(tmp_path, WHOLE.replace('title = "Herons"', 'title = "Herons"\nwhole = true'))
    assert parties.about(files, "us-el").gaps is None
    read(tmp_path, HEAD + '[[party]]\nid = "a"\nnames = ["A"]')
    assert parties.about(files, "us-el").title == "us-el"


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        (HEAD, "/party", "holds no parties"),
        (HEAD + '[[party]]\nid = "a"\nnames = ["A"]\nalias = ["B"]', "/party/0", "alias"),
        (HEAD + 'colour = "red"\n[[party]]\nid = "a"\nnames = ["A"]', "", "colour"),
        (HEAD + '[[party]]\nid = "a"\nnames = []', "/party/0/names", "at least one name"),
        (HEAD + '[[party]]\nid = "a"\nnames = [" "]', "/party/0/names", "blank"),
        (HEAD + '[[party]]\nid = "a"\nnames = ["A"]\n[[party]]\nid = "a"\nnames = ["B"]', "/party/1/id", "twice"),
        (
            HEAD + '[[party]]\nid = "a"\nnames = ["A"]\ncountries = ["CN", "Atlantis"]',
            "/party/0/countries/1",
            "Atlantis",
        ),
        (
            HEAD + '[[party]]\nid = "a"\nnames = ["A"]\naddresses = [{country = "X"}]',
            "/party/0/addresses/0/country",
            "X",
        ),
        (HEAD + '[[party]]\nid = "a"\nnames = ["A"]\ntype = "firm"', "/party/0/type", "firm"),
        (HEAD + '[[party]]\nid = "a"\nnames = ["A"]\nlinks = [{target = "B"}]', "/party/0/links/0", "type"),
        (HEAD.replace("parties/1", "parties/9") + '[[party]]\nid = "a"\nnames = ["A"]', "/schema", "parties/9"),
        (HEAD + '[[party]]\nid = "a"\nid = "b"', "", "not valid TOML"),
        (HEAD + "x = " + "[" * 5000, "", "not valid TOML"),
        ("", "", "schema"),
        (b"\xff\xfe", "", "not valid TOML"),
        (bytes(range(256)), "", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str | bytes, pointer: str, message: str) -> None:
    with pytest.raises(RulesError) as caught:
        read(tmp_path, text)
    assert caught.value.pointer == pointer
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("head", "role"),
    [
        (WHOLE, "list"),
        ("\ufeff" + WHOLE, "list"),
        ("# a comment\nschema = 'sarcheck.parties/1'\n", "list"),
        ('schema = "sarcheck.parties/2"\n', None),
        ('title = "schema = sarcheck.parties/1"', None),
        ("", None),
    ],
)
def test_a_file_is_told_by_its_schema(head: str, role: str | None) -> None:
    assert parties.sniff(head.encode(), "any.toml") == role
