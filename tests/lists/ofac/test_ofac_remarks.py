"""Remarks: names, numbers, dates, countries and links that have no column of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.lists._dates import edtf
from sarcheck.lists.ofac._remarks import Facts, parse
from sarcheck.model import Link

CODES = {"Russia": "RU", "China": "CN", "Germany": "DE", "Belgium": "BE", "Congo, Democratic Republic of the": "CD"}


def facts(remarks: str, *, vessel: bool = False, cut: bool = False) -> Facts:
    return parse(remarks, CODES.get, vessel=vessel, cut=cut)


def numbers(remarks: str, *, vessel: bool = False) -> list[tuple[str, str, str | None]]:
    return [(n.scheme, n.value, n.country) for n in facts(remarks, vessel=vessel).identifiers]


@pytest.mark.parametrize(
    ("segment", "text", "kind"),
    [
        ("a.k.a. 'GREY HERON'.", "GREY HERON", "alias"),
        ("a.k.a. 'HERON, J. I.'.", "HERON, J. I.", "alias"),
        ("a.k.a. 'ABU 'ABD AL-'AZIZ'.", "ABU 'ABD AL-'AZIZ", "alias"),
        ("a.k.a. ''ALI AL-HERON'.", "'ALI AL-HERON", "alias"),
        ("f.k.a. 'HERON 5'.", "HERON 5", "former"),
        ("n.k.a. 'HERON 6'.", "HERON 6", "alias"),
        ('a.k.a. "HERON".', "HERON", "alias"),
        ("alt. a.k.a. 'HERON'.", "HERON", "alias"),
    ],
)
def test_names_in_quotes_are_weak(segment: str, text: str, kind: str) -> None:
    weak = facts(f"DOB 1970; {segment}").weak
    assert [(name.text, name.kind, name.strength) for name in weak] == [(text, kind, "weak")]


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        ("Tax ID No. 7707083893 (Russia)", ("inn", "7707083893", "RU")),
        ("Tax ID No. 100036386 (China)", ("tax", "100036386", "CN")),
        ("Registration Number 1027700132195 (Russia)", ("ogrn", "1027700132195", "RU")),
        ("Registration ID 1027700132195 (Russia)", ("ogrn", "1027700132195", "RU")),
        ("Registration Number 430193000093452 (China)", ("registration", "430193000093452", "CN")),
        ("Registration Number HRA 738077 (Stuttgart) (Germany)", ("registration", "HRA738077", "DE")),
        ("Government Gazette Number 00032537 (Russia)", ("okpo", "00032537", "RU")),
        ("Unified Social Credit Code (USCC) 91110000600037341L (China)", ("uscc", "91110000600037341L", "CN")),
        ("V.A.T. Number BE 454,419,759", ("vat", "BE454419759", None)),
        ("V.A.T. Number 0403.019.261 (Belgium)", ("vat", "BE0403019261", "BE")),
        ("Legal Entity Number 213800WSGIIZCXF1P572", ("lei", "213800WSGIIZCXF1P572", None)),
        ("SWIFT/BIC HAVIGB2L", ("swift", "HAVIGB2L", None)),
        ("Vessel Registration Identification IMO  9074729", ("imo", "9074729", None)),
        ("Vessel Registration Identification RS 150443 (Russia)", ("registration", "RS150443", "RU")),
        ("International Maritime Organization No. (9074729)", ("imo", "9074729", None)),
        ("MMSI 572469210", ("mmsi", "572469210", None)),
        ("SWIFT/BIC HERNRUMM", ("swift", "HERNRUMM", None)),
        ("Other Vessel Call Sign HOAB", ("call_sign", "HOAB", None)),
        ("Driver's License No. J17001W6Z12", ("driving_licence", "J17001W6Z12", None)),
        ("Other Vessel Call Sign 5IM713", ("call_sign", "5IM713", None)),
        ("Company Number IMO 5055293", ("imo_company", "5055293", None)),
        ("Passport K 815205 issued 17 Sep 1994 expires 16 Sep 1999", ("passport", "K815205", None)),
        ("alt. Passport 123456 (Russia) issued 01 Jan 2010", ("passport", "123456", "RU")),
        ("National ID No.: 1372584, Kenya", ("national_id", "1372584", None)),
        ("National ID No. CNIC: 35202-5400413-9", ("national_id", "3520254004139", None)),
        ("Identification Number 17 (Congo, Democratic Republic of the)", ("national_id", "17", "CD")),
        ("alt. Digital Currency Address - XBT 1Gq9abcDEF", ("crypto", "1GQ9ABCDEF", None)),
        ("C.U.R.P. # HESU430525HBCRMR13 (Mexico)", ("national_id", "HESU430525HBCRMR13", None)),
    ],
)
def test_a_number_is_told_by_its_head(segment: str, expected: tuple[str, str, str | None]) -> None:
    assert numbers(f"Gender Male; {segment}.") == [expected]


def test_a_vessels_identification_number_imo_is_its_own() -> None:
    assert numbers("Identification Number IMO 9074729.", vessel=True) == [("imo", "9074729", None)]
    assert numbers("Identification Number IMO 9074729.") == [("imo_company", "9074729", None)]


@pytest.mark.parametrize(
    "segment",
    [
        "Secondary sanctions risk: See Section 11 of Executive Order 14024.",
        "Executive Order 13662 Directive Determination - Subject to Directive 1",
        "Website www.example.org",
        "Email Address info@example.org",
        "Phone Number 982188526300",
        "Transactions Prohibited For Persons Owned or Controlled By Institutions: section 510.214",
        "Passport issued in Amman",
        "Licensed pilot 17",
        "Chinese Commercial Code 1234 5678",
        "SWIFT/BIC not known",
    ],
)
def test_notes_are_not_identifiers(segment: str) -> None:
    assert numbers(f"{segment}; Gender Female.") == []


def test_countries_dates_and_links() -> None:
    found = facts(
        "DOB 01 Jun 1961; alt. DOB circa 1962; POB Leningrad, Russia; nationality Russia; alt. citizen China; "
        "Former Vessel Flag Germany; Linked To: HERON FISHERIES, LTD.; Linked To: HERON S.A."
    )
    assert found.countries == ("RU", "CN")
    assert found.born == ("1961-06-01", "1962~")
    assert found.gender is None
    assert found.links == ("HERON FISHERIES, LTD.", "HERON S.A")


def test_heads_of_ships_and_aircraft_and_people() -> None:
    found = facts(
        "Gender Female; Vessel Year of Build 1998; Aircraft Manufacture Date 01 Jan 1995; "
        "Nationality of Registration China; Other Vessel Flag Russia; Aircraft Operator HERON AIR"
    )
    assert (found.gender, found.born, found.countries) == ("female", ("1998", "1995-01-01"), ("CN", "RU"))
    assert found.ties == (Link(target="HERON AIR", type="operated_by", stated="Aircraft Operator"),)


def test_a_legal_phrase_that_ends_in_a_full_stop_does_not_end_the_remarks() -> None:
    found = facts("For more information: http://example.org/directives.; a.k.a. 'HERON'; Linked To: HERON.")
    assert [name.text for name in found.weak] == ["HERON"]
    assert found.links == ("HERON",)


def test_a_value_that_was_cut_off_is_left_out() -> None:
    assert facts("a.k.a. 'HERON'; Registration Number 10277", cut=True).identifiers == ()
    assert facts("a.k.a. 'HERON'; a.k.a. 'HER", cut=True).weak == facts("a.k.a. 'HERON'.").weak


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01 Jun 1961", "1961-06-01"),
        ("Aug 1995", "1995-08"),
        ("1951", "1951"),
        ("circa 1951", "1951~"),
        ("circa 01 Jan 1961", "1961-01-01~"),
        ("1966 to 1967", "1966/1967"),
        ("08 Nov 1985 to 07 Nov 1986", "1985-11-08/1986-11-07"),
        ("circa 1979-1982", "1979~/1982~"),
        ("01 Foo 1961", "01 Foo 1961"),
        ("in his forties", "in his forties"),
    ],
)
def test_dates_are_written_as_edtf_and_anything_else_is_kept(text: str, expected: str) -> None:
    assert edtf(text) == expected


@given(st.text(max_size=200), st.booleans(), st.booleans())
def test_any_text_is_taken(text: str, vessel: bool, cut: bool) -> None:
    parse(text, CODES.get, vessel=vessel, cut=cut)


@given(st.lists(st.text(alphabet="ABC ,.'-", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=5))
def test_every_weak_alias_comes_back_as_written(names: list[str]) -> None:
    remarks = "; ".join(f"a.k.a. '{name}'" for name in names) + "."
    assert [name.text for name in facts(remarks).weak] == names
