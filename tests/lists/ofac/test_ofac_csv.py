"""OFAC's delimited sets: joining, dates that disagree, gaps, and files that are something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarcheck.errors import RulesError
from sarcheck.lists.ofac import csv_set
from sarcheck.model import Address, Entry, Link, Name

CODES = {"Russia": "RU", "China": "CN", "Panama": "PA"}
END = "\r\n\x1a"
N = "-0- "
HEADER = "ent_num,SDN_name,SDN_type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks"


def row(number: int, name: str, kind: str = N, programs: str = "TEST", remarks: str = N, **cells: str) -> str:
    middle = ",".join(cells.get(c, N) for c in ("title", "call", "type", "tonnage", "grt", "flag", "owner"))
    quoted = (f'"{text}"' if text != N else N for text in (name, kind, programs))
    return f"{number},{','.join(quoted)},{middle}," + (f'"{remarks}"' if remarks != N else N)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    """Return a function that writes a set: rows by role, under the publisher's names."""
    names = {"primary": "sdn.csv", "alias": "alt.csv", "address": "add.csv", "comments": "sdn_comments.csv"}

    def make(**roles: list[str]) -> dict[str, Path]:
        for role, lines in roles.items():
            (tmp_path / names[role]).write_text("\r\n".join(lines) + END, encoding="ascii", newline="")
        return {role: tmp_path / names[role] for role in roles}

    return make


def entries(files: dict[str, Path], list_id: str = "us-sdn") -> list[Entry]:
    return list(csv_set.read(files, list_id, CODES.get))


def test_a_set_is_joined_by_number(write: Callable[..., dict[str, Path]]) -> None:
    files = write(
        primary=[
            row(36, "HERON SPACE CO., LTD.", programs="TCO] [CAR", remarks="a.k.a. 'GREY HERON'; Linked To: EGRET."),
            row(40, "EGRET, Ann", "individual", remarks="DOB 01 Jun 1961; nationality Russia."),
        ],
        alias=['36,1,"aka","HERON",-0- ', '36,2,"fka","OLD HERON",-0- ', '40,3,"nka","EGRET, Anna",-0- '],
        address=[
            '36,5,"Dock 1, Pier 2","Harbour 100",China,-0- ',
            f"40,6,{N},{N},{N},{N}",
            f'40,7,{N},{N},"Atlantis",{N}',
            f'40,8,{N},{N},"Region: Panama",{N}',
        ],
    )
    heron, egret = entries(files)
    assert heron == Entry(
        list="us-sdn",
        id="36",
        type="organization",
        names=(
            Name(text="HERON SPACE CO., LTD."),
            Name(text="HERON", kind="alias"),
            Name(text="OLD HERON", kind="former"),
            Name(text="GREY HERON", kind="alias", strength="weak"),
        ),
        addresses=(Address(text="Dock 1, Pier 2, Harbour 100", country="CN"),),
        countries=("CN",),
        programs=("TCO", "CAR"),
        measures=("asset_freeze",),
        links=(Link(target="EGRET", type="linked_to"),),
        remarks="a.k.a. 'GREY HERON'; Linked To: EGRET.",
    )
    assert (egret.type, egret.names[0].text, egret.born, egret.countries) == (
        "person",
        "EGRET, Ann",
        ("1961-06-01",),
        ("RU", "PA"),
    )
    assert egret.addresses == (
        Address(text="Atlantis"),
        Address(country="PA"),
    )  # an unknown country stays in the text; a null row is none


def test_a_vessel_keeps_its_flag_call_sign_and_owner(write: Callable[..., dict[str, Path]]) -> None:
    remarks = "Vessel Registration Identification IMO 9074729."
    cells = {"call": '"HO1234"', "type": '"Tanker"', "flag": '"Panama"', "owner": '"HERON LINE"'}
    (vessel,) = entries(write(primary=[row(7, "SEA HERON", "vessel", remarks=remarks, **cells)]))
    assert [(n.scheme, n.value, n.valid) for n in vessel.identifiers] == [
        ("call_sign", "HO1234", None),
        ("imo", "9074729", True),
    ]
    assert (vessel.type, vessel.countries, vessel.links) == (
        "vessel",
        ("PA",),
        (Link(target="HERON LINE", type="vessel_owner", stated="Vessel Owner"),),
    )


def test_a_link_whose_name_ends_in_a_full_stop_is_found(write: Callable[..., dict[str, Path]]) -> None:
    files = write(
        primary=[
            row(1, "HERON LTDA."),
            row(2, "EGRET", remarks="Linked To: HERON LTDA."),
            row(3, "IBIS", remarks="Linked To: HERON LTDA.; Linked To: EGRET."),
            row(4, "STORK", remarks="Linked To: NOBODY CO."),
        ]
    )
    assert [[link.target for link in entry.links] for entry in entries(files)] == [
        [],
        ["HERON LTDA."],
        ["HERON LTDA.", "EGRET"],
        ["NOBODY CO"],
    ]


def test_remarks_are_continued_within_a_word(write: Callable[..., dict[str, Path]]) -> None:
    head = "Website www." + "x" * 970 + "; a.k.a. 'GREY HE"
    head = head.rjust(1000, "y")[:1000]
    files = write(primary=[row(1, "HERON", remarks=head)], comments=['1,"RON\'; Linked To: EGRET."'])
    (heron,) = entries(files)
    assert [name.text for name in heron.names] == ["HERON", "GREY HERON"]
    assert [link.target for link in heron.links] == ["EGRET"]
    assert csv_set.about(files, "us-sdn").gaps == "the alias file is missing; the address file is missing"


def test_a_blank_at_the_cut_belongs_to_the_remarks(write: Callable[..., dict[str, Path]]) -> None:
    head = ("y" * 1000 + "; a.k.a. 'GREY ")[-1000:]
    files = write(primary=[row(1, "HERON", remarks=head)], comments=['1,"HERON\'."'])
    assert entries(files)[0].names[1].text == "GREY HERON"


def test_remarks_that_are_cut_and_not_continued_make_the_list_partial(write: Callable[..., dict[str, Path]]) -> None:
    head = ("y" * 1000 + "; a.k.a. 'IBIS'; a.k.a. 'GREY HE")[-1000:]
    files = write(
        primary=[row(1, "HERON", remarks=head)], alias=['1,1,"aka","H",-0- '], address=["1,1,-0- ,-0- ,-0- ,-0- "]
    )
    assert [name.text for name in entries(files)[0].names] == ["HERON", "H", "IBIS"]
    assert (
        csv_set.about(files, "us-sdn").gaps == "the Remarks of 1 parties are cut at 1000 characters and not continued"
    )


def test_remarks_of_exactly_the_limit_are_whole_when_the_comments_file_does_not_continue_them(
    write: Callable[..., dict[str, Path]],
) -> None:
    ended, broken = ("y" * 1000 + "; a.k.a. 'IBIS'.")[-1000:], ("y" * 1000 + "; a.k.a. 'IBI")[-1000:]
    primary = [row(1, "HERON", remarks=ended), row(2, "EGRET", remarks=ended), row(3, "STORK", remarks=broken)]
    files = write(primary=primary, comments=["1,\"; a.k.a. 'GREY'.\""])
    assert [len(entry.names) for entry in entries(files)] == [3, 2, 1]
    assert "Remarks of 1 parties" in str(csv_set.about(files, "us-sdn").gaps)


def test_a_whole_set_has_no_gaps_and_a_missing_address_row_is_one(write: Callable[..., dict[str, Path]]) -> None:
    rows = {"primary": [row(1, "HERON"), row(2, "EGRET")], "alias": ['1,1,"aka","H",-0- ']}
    whole = write(**rows, address=[f"{i},{i},{N},{N},{N},{N}" for i in (1, 2)])
    assert csv_set.about(whole, "us-sdn")[:3] == ("Specially Designated Nationals and Blocked Persons List", None, None)
    fewer = write(**rows, address=[f"1,1,{N},{N},{N},{N}"])
    assert "1 parties have no row in the address file" in str(csv_set.about(fewer, "us-sdn").gaps)


@pytest.mark.parametrize(
    "extra",
    [
        {"alias": ['9,1,"aka","H",-0- ']},
        {"address": ["9,1,-0- ,-0- ,-0- ,-0- "]},
        {"comments": ['9,"rest."']},
        {"comments": ['1,"rest."']},  # of a party whose Remarks are not cut
    ],
)
def test_files_of_different_dates_are_refused(
    write: Callable[..., dict[str, Path]], extra: dict[str, list[str]]
) -> None:
    with pytest.raises(RulesError, match=r"not of one date: 1 ids"):
        entries(write(primary=[row(1, "HERON")], **extra))


def test_a_row_of_column_names_may_come_first_and_nowhere_else(write: Callable[..., dict[str, Path]]) -> None:
    assert len(entries(write(primary=[HEADER, row(1, "HERON")]))) == 1
    with pytest.raises(RulesError, match="line 2"):
        entries(write(primary=[row(1, "HERON"), HEADER]))


def test_a_byte_order_mark_and_unix_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{row(1, 'HERON')}\n{row(2, 'ÉGRET')}\n".encode())
    assert [entry.names[0].text for entry in entries({"primary": path})] == ["HERON", "ÉGRET"]


@pytest.mark.parametrize(
    ("programs", "measures"),
    [
        ("SOME-EO13662] [SOME-EO14024", ("sectoral",)),
        ("CMIC-EO13959", ("securities",)),
        ("NS-PLC] [SOME-EO13662", ("restriction", "sectoral")),
        (N, ("restriction",)),
    ],
)
def test_measures_of_the_consolidated_list_come_from_the_program(
    write: Callable[..., dict[str, Path]], programs: str, measures: tuple[str, ...]
) -> None:
    files = write(primary=[row(1, "HERON", programs=programs)])
    assert entries(files, "us-cons")[0].measures == measures
    assert entries(files)[0].measures == ("asset_freeze",)


HOSTILE = {
    "empty": b"",
    "end mark alone": b"\x1a",
    "header only": f"{HEADER}{END}".encode(),
    "web page": b"<!DOCTYPE html>\n<html><body>Access denied, sorry</body></html>",
    "binary": bytes(range(256)) * 50,
    "nul": b'1,"HE\0RON",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
    "unbalanced quote": f'{row(1, "HERON")}\r\n2,"EGRET,-0- \r\n{row(3, "IBIS")}\r\n'.encode(),
    "open quote at the end": f'{row(1, "HERON")}\r\n2,"EGRET'.encode(),
    "latin-1": f"{row(1, 'ÉGRET')}\r\n".encode("latin-1"),
    "too few cells": b'1,"HERON",-0- \r\n',
    "cut off": row(1, "HERON").encode()[:-12],
    "huge field": b'1,"' + b"H" * 200_000 + b'",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
    "gigantic line": b"1," * 600_000,
    "no name": b"1,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
    "number twice": f"{row(1, 'HERON')}\r\n{row(1, 'EGRET')}\r\n".encode(),
    "negative number": row(1, "HERON").replace("1,", "-1,", 1).encode(),
    "superscript number": row(1, "HERON").replace("1,", "²,", 1).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_such_a_list_is_one_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(content)
    with pytest.raises(RulesError) as caught:
        entries({"primary": path})
    assert caught.value.file == str(path)


def test_a_gigantic_line_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(HOSTILE["gigantic line"])
    with pytest.raises(RulesError, match="longer than"):
        entries({"primary": path})


def test_a_set_without_its_main_file_is_refused(write: Callable[..., dict[str, Path]]) -> None:
    with pytest.raises(RulesError, match="lacks its main file"):
        entries(write(alias=['1,1,"aka","H",-0- ']))


def test_an_error_names_the_line(write: Callable[..., dict[str, Path]]) -> None:
    with pytest.raises(RulesError) as caught:
        entries(write(primary=[row(1, "HERON"), row(2, "EGRET"), "3,broken"]))
    assert caught.value.pointer == "line 3"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text(alphabet='1,"-0 \r\naka\x1a', max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "alt.csv"
    path.write_bytes(content)
    main = tmp_path / "sdn.csv"
    main.write_text(row(1, "HERON") + END, newline="")
    csv_set.sniff(content, path.name)
    try:
        found = entries({"primary": main, "alias": path})
    except RulesError:
        return
    assert len(found) == 1


@pytest.mark.parametrize(
    ("head", "name", "role"),
    [
        (row(36, "HERON"), "anything.csv", "primary"),
        ('36,12,"aka","HERON",-0- ', "x", "alias"),
        ('36,25,-0- ,"Harbour","China",-0- ', "x", "address"),
        ('36,"rest."', "SDN_COMMENTS.CSV", "comments"),
        ('36,"rest."', "prices.csv", None),
        ("ent_num,alt_num,alt_type,alt_name,alt_remarks", "x", "alias"),
        ("id,name,price,size,colour", "alt.csv", None),
        ("1,2,3,4,5", "alt.csv", None),
        ("<html>", "sdn.csv", None),
        ("", "sdn.csv", None),
    ],
)
def test_a_file_is_told_by_its_content(head: str, name: str, role: str | None) -> None:
    assert csv_set.sniff(head.encode(), name) == role


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("sdn.csv", "us-sdn"),
        ("SDN_COMMENTS.CSV", "us-sdn"),
        ("add (1).csv", "us-sdn"),
        ("alt_2024.csv", "us-sdn"),
        ("cons_prim.csv", "us-cons"),
        ("consolidated.csv", None),
        ("addresses.csv", None),
        ("export.csv", None),
    ],
)
def test_the_list_is_told_by_the_publishers_file_name(name: str, family: str | None) -> None:
    assert csv_set.family(b"", name) == family
