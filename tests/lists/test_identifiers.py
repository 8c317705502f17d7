"""Identifiers: one number, however written, is one (scheme, value)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.lists.identifiers import identifier, party_identifiers


@pytest.mark.parametrize(
    ("scheme", "value", "country", "expected"),
    [
        ("INN", "7707083893", None, ("inn", "7707083893", True)),
        ("inn", "INN 7707083893", None, ("inn", "7707083893", True)),
        ("inn", "7707083894", None, ("inn", "7707083894", False)),
        ("inn", "７７０７０８３８９３", None, ("inn", "7707083893", True)),
        ("inn", "٧٧٠٧٠٨٣٨٩٣", None, ("inn", "7707083893", True)),
        ("OGRN", "1027700132195", None, ("ogrn", "1027700132195", True)),
        ("okpo", "00032537", None, ("okpo", "00032537", True)),
        ("okpo", "00032538", None, ("okpo", "00032538", False)),
        ("okpo", "00010049", None, ("okpo", "00010049", True)),  # its second pass decides
        ("okpo", "00010910", None, ("okpo", "00010910", True)),  # both passes give 10, written 0
        ("okpo", "1234", None, ("okpo", "1234", False)),
        ("unified social credit code", "91110000600037341l", None, ("uscc", "91110000600037341L", True)),
        ("USCC", "USCC: 91110000600037341L", "CN", ("uscc", "91110000600037341L", True)),
        ("LEI", "213800WSGIIZCXF1P572", None, ("lei", "213800WSGIIZCXF1P572", True)),
        ("IMO number", "IMO 9074729", None, ("imo", "9074729", True)),
        ("imo", "9074728", None, ("imo", "9074728", False)),
        ("VAT", "LU 150.274.42", "LU", ("vat", "LU15027442", True)),
        ("vat", "15027442", "LU", ("vat", "LU15027442", True)),
        ("V.A.T. Number", "094259216", "GR", ("vat", "EL094259216", True)),
        ("vat", "GR094259216", None, ("vat", "EL094259216", True)),
        ("vat", "823 026 0248", "TR", ("vat", "8230260248", None)),
        ("company number", "B 12.345", "LU", ("registration", "B12345", None)),
        ("Trade Register Extract", "x-1", None, ("trade_register_extract", "X1", None)),
        ("swift", "SABRRUMM", None, ("swift", "SABRRUMM", None)),
    ],
)
def test_one_number_has_one_form(
    scheme: str, value: str, country: str | None, expected: tuple[str, str, bool | None]
) -> None:
    found = identifier(scheme, value, country)
    assert (found.scheme, found.value, found.valid) == expected
    assert found.country == country


@pytest.mark.parametrize(
    ("scheme", "value", "country", "expected"),
    [
        ("tax_id", "7707083893", "RU", "inn"),
        ("tax_id", "7707083894", "RU", "inn"),  # right shape, wrong check digit: a mistyped INN
        ("tax_id", "12345", "RU", "tax"),
        ("tax_id", "7707083893", None, "tax"),
        ("registration", "1027700132195", "RU", "ogrn"),
        ("registration", "1027700132196", "RU", "registration"),
        ("registration", "91110000600037341L", "CN", "uscc"),
        ("registration", "430193000093452", "CN", "registration"),
    ],
)
def test_a_general_number_becomes_the_well_known_one_of_its_country(
    scheme: str, value: str, country: str | None, expected: str
) -> None:
    assert identifier(scheme, value, country).scheme == expected


@pytest.mark.parametrize(("scheme", "length"), [("inn", 10), ("imo", 7), ("ogrn", 13), ("lei", 20), ("okpo", 8)])
def test_noughts_are_a_placeholder_and_never_valid(scheme: str, length: int) -> None:
    assert identifier(scheme, "0" * length).valid is False


def test_an_orders_identifiers_take_its_country_and_keep_faulty_values() -> None:
    found = party_identifiers({"tax_id": "7707083893", "imo": "9074728", "lei": " - "}, "RU")
    assert [(one.scheme, one.value, one.valid) for one in found] == [
        ("imo", "9074728", False),
        ("inn", "7707083893", True),
    ]


@given(st.text(max_size=30), st.text(max_size=40), st.sampled_from([None, "RU", "CN", "LU", "GR", "FR", "ES"]))
def test_any_text_is_taken_and_normalising_again_changes_nothing(scheme: str, value: str, country: str | None) -> None:
    once = identifier(scheme, value, country)
    again = identifier(once.scheme, once.value, country)
    assert (again.scheme, again.value, again.valid) == (once.scheme, once.value, once.valid)


@pytest.mark.parametrize("scheme", ["inn", "ogrn", "okpo", "uscc", "lei", "imo", "isin", "vat", "imo_company"])
@given(value=st.text(max_size=25))
def test_no_value_of_a_checked_scheme_raises(scheme: str, value: str) -> None:
    assert identifier(scheme, value).valid in (True, False, None)
