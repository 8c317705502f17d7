"""The Swiss list: de-listed targets, versions nested in others, names in parts and spellings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists.states import ch_seco
from sarcheck.model import Address, Entry, Link, Name

CODES = {"BY": "BY", "Belarus": "BY", "RU": "RU", "CN": "CN"}
PROGRAM = """<sanctions-program ssid="20"><program-key lang="ger">Reiherland</program-key>
<program-key lang="eng">Heronland</program-key>
<program-name lang="eng">Ordinance on measures against Heronland</program-name>
<sanctions-set ssid="1" lang="ger">Artikel 2 -- Finanzsanktionen</sanctions-set>
<sanctions-set ssid="1" lang="eng">article 2 -- Financial sanctions; article 3 -- travel ban</sanctions-set>
<sanctions-set ssid="2" lang="eng">article 4 -- Restrictions of a new kind</sanctions-set></sanctions-program>"""
PLACE = """<place ssid="90"><location>Minsk</location><area>Minsk Region</area>
<country iso-code="BY">Belarus</country></place>"""
LISTED = '<modification modification-type="listed" effective-date="2021-08-11"/>'


def part(value: str, order: int = 1, kind: str = "whole-name", variants: str = "") -> str:
    return f'<name-part order="{order}" name-part-type="{kind}"><value>{value}</value>{variants}</name-part>'


def spelt(text: str, script: str = "CYRL", lang: str = "RUS") -> str:
    return f'<spelling-variant lang="{lang}" script="{script}">{text}</spelling-variant>'


def name(*parts: str, kind: str = "primary-name", quality: str = "good") -> str:
    return f'<name name-type="{kind}" quality="{quality}">{"".join(parts)}</name>'


def identity(*parts: str, main: str = "true") -> str:
    return f'<identity ssid="8" main="{main}">{"".join(parts)}</identity>'


def target(subject: str, changes: str = LISTED, ssid: str = "7", sets: str = "1") -> str:
    return f'<target ssid="{ssid}"><sanctions-set-id>{sets}</sanctions-set-id>{subject}{changes}</target>'


def individual(*parts: str, own: str = "") -> str:
    return f"<individual{own}>{''.join(parts)}</individual>"


ANN = identity(name(part("Ann Heron")))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., dict[str, Path]]:
    """Return a function that writes targets between the programmes and the places."""

    def make(*targets: str, kind: str = "whole-list") -> dict[str, Path]:
        text = f'<swiss-sanctions-list list-type="{kind}" date="2026-08-27">{PROGRAM}{"".join(targets)}{PLACE}'
        (tmp_path / "seco.xml").write_text(f"{text}</swiss-sanctions-list>", encoding="utf-8")
        return {"list": tmp_path / "seco.xml"}

    return make


@pytest.fixture
def read(write: Callable[..., dict[str, Path]]) -> Callable[..., list[Entry]]:
    """Return a function that reads targets from a file of their own."""
    return lambda *targets: list(ch_seco.read(write(*targets), "ch-seco", CODES.get))


def test_a_target_is_read_with_all_it_states(read: Callable[..., list[Entry]]) -> None:
    (heron,) = read(
        target(
            "<foreign-identifier>140</foreign-identifier>"
            + individual(
                identity(
                    name(
                        part("Heron", 1, "family-name", spelt("Херон")),
                        part("Ann", 2, "given-name", spelt("Анна")),
                        part("Dr", 3, "title"),
                    ),
                    '<nationality><country iso-code="BY">Belarus</country></nationality>',
                    '<day-month-year day="23" month="3" year="1980" calendar="Gregorian" quality="good"/>',
                    '<place-of-birth place-id="90" quality="good"/>',
                    '<address place-id="90"><c-o>Club</c-o><address-details>Dock 1</address-details>'
                    "<p-o-box>5</p-o-box><zip-code>220029</zip-code></address>",
                    '<identification-document document-type="diplomatic-passport"><number>AB 123</number>'
                    '<issuer code="BY">Belarus</issuer></identification-document>',
                ),
                "<justification>Owns Egret.</justification>",
                "<other-information>Tax number: 192029010</other-information>",
                '<relation relation-type="related-to" target-id="34"/>',
                own=' sex="female"',
            )
        )
    )
    assert (heron.list, heron.id, heron.type, heron.gender) == ("ch-seco", "7", "person", "female")
    assert heron.names == (
        Name(text="Heron Ann", script="Latn"),
        Name(text="Херон Анна", kind="alias", script="Cyrl"),
    )
    assert [(n.scheme, n.value, n.country) for n in heron.identifiers] == [
        ("passport", "AB123", "BY"),
        ("tax", "192029010", "BY"),
    ]
    assert heron.addresses == (Address(text="Club, Dock 1, P.O. Box 5, 220029, Minsk, Minsk Region", country="BY"),)
    assert (heron.countries, heron.born, heron.programs) == (("BY",), ("1980-03-23",), ("Heronland",))
    assert heron.measures == ("asset_freeze", "travel_ban")
    ordinance = "Ordinance on measures against Heronland"
    assert heron.citation == f"{ordinance}, article 2 -- Financial sanctions; article 3 -- travel ban"
    assert (heron.listed, heron.delisted) == (dt.date(2021, 8, 11), None)
    assert heron.links == (Link(target="34", type="linked_to", by="id", stated="related-to"),)
    born = "born in Minsk, Minsk Region, BY"
    assert heron.remarks == f"Dr; Owns Egret.; Tax number: 192029010; {born}; foreign identifier 140"


@pytest.mark.parametrize(
    ("changes", "listed", "delisted"),
    [
        (("listed 2016-05-18",), "2016-05-18", None),
        (("amended 2020-01-02", "listed 2016-05-18"), "2016-05-18", None),
        (("de-listed 2020-01-02", "amended 2018-01-01", "listed 2016-05-18"), "2016-05-18", "2020-01-02"),
        (("listed 2022-01-01", "de-listed 2020-01-02", "listed 2016-05-18"), "2016-05-18", None),
        (("de-listed 2016-03-01", "amended 2015-11-18"), None, "2016-03-01"),
        ((), None, None),
    ],
)
def test_the_latest_modification_tells_whether_a_target_is_listed(
    read: Callable[..., list[Entry]], changes: tuple[str, ...], listed: str | None, delisted: str | None
) -> None:
    modifications = "".join(
        f'<modification modification-type="{kind}" publication-date="2000-01-01" effective-date="{day}"/>'
        for kind, day in (change.split() for change in changes)
    )
    (entry,) = read(target(individual(ANN), modifications))
    days = [day and dt.date.fromisoformat(day) for day in (listed, delisted)]
    assert [entry.listed, entry.delisted] == days


def test_a_delisting_counts_from_its_next_best_day_and_needs_one(read: Callable[..., list[Entry]]) -> None:
    gone = '<modification modification-type="de-listed" enactment-date="2016-02-29"/>'
    assert read(target(individual(ANN), gone))[0].delisted == dt.date(2016, 2, 29)
    with pytest.raises(RulesError, match="de-listed without a date"):
        read(target(individual(ANN), gone.replace("enactment-date", "x")))


def test_versions_nested_in_a_modification_are_not_read(read: Callable[..., list[Entry]]) -> None:
    old = identity(name(part("Old Name")), '<day-month-year year="1900"/>', '<address place-id="90"/>')
    nested = f"<individual>{old}</individual>"
    changes = f'<modification modification-type="amended" effective-date="2015-11-18"><added>{old}{nested}</added>'
    within = f"{changes}</modification>"
    (entry,) = read(target(individual(ANN, within), f"{changes}<removed>{old}</removed></modification>{LISTED}"))
    assert [n.text for n in entry.names] == ["Ann Heron"]
    assert (entry.born, entry.addresses) == ((), ())


def test_names_of_every_kind_and_quality(read: Callable[..., list[Entry]]) -> None:
    second = identity(name(part("Anna Heron")), main="false")
    main = identity(
        name(part("Grey"), kind="alias", quality="low"),
        name(part("Ann Heron")),
        name(part("Ann Egret"), kind="formerly-known-as"),
    )
    (entry,) = read(target(individual(second, main)))
    assert [(n.text, n.kind, n.strength) for n in entry.names] == [
        ("Ann Heron", "primary", "strong"),
        ("Anna Heron", "alias", "strong"),
        ("Grey", "alias", "weak"),
        ("Ann Egret", "former", "strong"),
    ]


def test_parts_are_in_their_order_and_spelt_in_every_way(read: Callable[..., list[Entry]]) -> None:
    given = part("Ann", 2, "given-name", spelt("Anne", "LATN", "FRA") + spelt("Anna", "LATN", "FRA"))
    (entry,) = read(
        target(individual(identity(name(given, part("Heron", 1, "family-name", spelt("苍鹭", "HANS", "CHI"))))))
    )
    assert [(n.text, n.script) for n in entry.names] == [
        ("Heron Ann", "Latn"),
        ("苍鹭 Ann", "Hans"),
        ("Heron Anne", "Latn"),
        ("Heron Anna", "Latn"),
    ]


def test_a_name_of_very_many_spellings_is_spelt_one_part_at_a_time(read: Callable[..., list[Entry]]) -> None:
    parts = [part(f"A{n}", n, "other", "".join(spelt(f"B{n}{i}", "LATN") for i in range(9))) for n in range(1, 5)]
    (entry,) = read(target(individual(identity(name(*parts)))))
    assert len(entry.names) == 1 + 4 * 9
    assert entry.names[1].text == "B10 A2 A3 A4"


@pytest.mark.parametrize(
    ("subject", "kind", "numbers"),
    [
        ("<entity>{}</entity>", "organization", []),
        (
            '<object object-type="vessel">{}<other-information>IMO Number: 8405270</other-information></object>',
            "vessel",
            ["8405270"],
        ),
        ('<object object-type="aircraft">{}</object>', "aircraft", []),
        ('<object object-type="satellite">{}</object>', "unknown", []),
    ],
)
def test_types(read: Callable[..., list[Entry]], subject: str, kind: str, numbers: list[str]) -> None:
    (entry,) = read(target(subject.format(ANN)))
    assert (entry.type, [n.value for n in entry.identifiers]) == (kind, numbers)


@pytest.mark.parametrize(
    ("day", "born", "remark"),
    [
        ('year="1980" month="3" day="23"', ("1980-03-23",), ""),
        ('year="1980" month="3"', ("1980-03",), ""),
        ('year="1980" quality="low"', ("1980~",), ""),
        ('year="1359" calendar="Islamic"', (), "born 1359 (Islamic calendar)"),
        ('day="3"', (), ""),
    ],
)
def test_dates_of_birth(read: Callable[..., list[Entry]], day: str, born: tuple[str, ...], remark: str) -> None:
    (entry,) = read(target(individual(identity(name(part("Ann")), f"<day-month-year {day}/>"))))
    assert (entry.born, entry.remarks) == (born, remark)


def test_ties_of_blood_are_no_ties_of_ownership(read: Callable[..., list[Entry]]) -> None:
    relations = (
        '<relation relation-type="parent-of" target-id="34"/><relation relation-type="Heads-Up" target-id="35"/>'
    )
    person, entity = read(target(individual(ANN, relations)), target(f"<entity>{ANN}{relations}</entity>", ssid="8"))
    assert [link.type for link in person.links] == ["family_of", "heads_up"]
    assert [link.type for link in entity.links] == ["parent_of", "heads_up"]


def test_sets_of_measures(read: Callable[..., list[Entry]]) -> None:
    new, unknown = read(target(individual(ANN), sets="2"), target(individual(ANN), ssid="8", sets="77"))
    assert (new.measures, new.programs) == (("restriction",), ("Heronland",))
    assert (unknown.measures, unknown.programs, unknown.citation) == (("restriction",), ("sanctions set 77",), None)


@pytest.mark.parametrize(
    ("targets", "place", "message"),
    [
        ((), "", "holds no parties"),
        ((target(individual(identity())),), "target[1]/@ssid=7", "has no name"),
        ((target(""),), "target[1]/@ssid=7", "neither individual, entity nor object"),
        ((target(individual(ANN), ssid=""),), "target[1]", "has no number"),
    ],
)
def test_what_says_too_little_is_an_error(
    read: Callable[..., list[Entry]], targets: tuple[str, ...], place: str, message: str
) -> None:
    with pytest.raises(RulesError, match=message) as caught:
        read(*targets)
    assert caught.value.pointer == place


def test_two_targets_of_one_number_are_two_entries(read: Callable[..., list[Entry]]) -> None:
    assert [e.id for e in read(target(individual(ANN)), target(individual(ANN)))] == ["7", "7/2"]


def test_a_cut_file_is_an_error(write: Callable[..., dict[str, Path]]) -> None:
    files = write(target(individual(ANN)))
    files["list"].write_bytes(files["list"].read_bytes()[:-60])
    with pytest.raises(RulesError, match="not well-formed"):
        list(ch_seco.read(files, "ch-seco", CODES.get))


def test_the_file_is_known_by_its_root_and_says_its_day(write: Callable[..., dict[str, Path]]) -> None:
    files = write(target(individual(ANN)))
    head = files["list"].read_bytes()
    assert (ch_seco.sniff(head, "x.xml"), ch_seco.family(head, "x.xml")) == ("list", "ch-seco")
    assert ch_seco.sniff(b"<export/>", "x.xml") is None
    assert ch_seco.sniff(b"not xml", "x.xml") is None
    about = ch_seco.about(files, "ch-seco")
    assert (about.published, about.gaps) == (dt.date(2026, 8, 27), None)
    assert ch_seco.about(write(kind="delta-list"), "ch-seco").gaps == "is a delta-list, not the whole list"
