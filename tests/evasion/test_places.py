"""Places that should not be told from what is written: countries spelt out, towns in disguise, codes that differ."""

from __future__ import annotations

from typing import Any

import pytest

from sarcheck.errors import OrderError
from sarcheck.ruleset import Ruleset
from tests.evasion import camp


def sent(ruleset: Ruleset, **delivery: Any) -> set[tuple[str, str, str]]:
    return camp.told(camp.judged(camp.clean(delivery={"country": "DE"} | delivery), ruleset))


@pytest.mark.parametrize("code", ["Russia", "ru", "RUS", "R\u200bU", "ＲＵ", "РU"])
def test_a_country_that_is_no_code(ruleset: Ruleset, code: str) -> None:
    with pytest.raises(OrderError, match="/delivery/country"):
        sent(ruleset, country=code)


@pytest.mark.parametrize("code", ["XX", "ZZ", "EU", "UK", "SU"])
def test_a_code_that_is_no_country(ruleset: Ruleset, code: str) -> None:
    assert ("sarcheck-country", "incomplete", "/delivery") in sent(ruleset, country=code)


@pytest.mark.parametrize(
    "address",
    [
        "Lenina 5, Minsk, Belarus",
        "Tehran, Iran",
        "P'yongyang, DPRK",
        "ул. Ленина 1, Россия",
        "Moskau",
        "M\u200boscow",
        "莫斯科",
        "Damascus, Syria",
        "12 calle Uno, Cuba",
        "R u s s i a",
    ],
)
def test_a_country_spelt_out_under_another_code(ruleset: Ruleset, address: str) -> None:
    assert ("red-flag-address-elsewhere", "review", "/delivery/address") in sent(ruleset, address=address)


@pytest.mark.parametrize(
    "address",
    [
        "Simferopol, Krym",
        "Сeвастoполь",  # Latin e and o
        "S i m f e r o p o l",
        "Sim\u200bferopol",
        "Aqmescit",
        "Kertsch",
        "Simferopolstraat-Noord",
        "Donezk",
        "Donec'k",
        "Luhans'k",
        "Cherson",
    ],
)
def test_a_town_in_disguise(ruleset: Ruleset, address: str) -> None:
    assert ("red-flag-address-elsewhere", "review", "/delivery/address") in sent(ruleset, address=address)


@pytest.mark.parametrize(
    ("field", "value", "finding"),
    [
        ("subdivision", "RU-MOW", ("eu-833-5n-russia", "deny", "/delivery/subdivision")),
        ("subdivision", "UA-43", ("eu-692-crimea", "deny", "/delivery/subdivision")),
        ("location", [34.1, 44.95], ("eu-692-crimea", "deny", "/delivery/location")),
        ("location", [37.6, 55.75], ("eu-833-5n-russia", "deny", "/delivery/location")),
    ],
)
def test_a_harmless_code_beside_a_telling_place(
    ruleset: Ruleset, field: str, value: Any, finding: tuple[str, str, str]
) -> None:
    assert finding in sent(ruleset, **{field: value})


def test_a_residence_or_a_nationality_elsewhere(ruleset: Ruleset) -> None:
    at_home = camp.judged(camp.clean(parties=camp.customer("Muster Nord GmbH", residence="RU")), ruleset)
    assert ("eu-833-5n-russia", "deny", "/parties/0/residence") in camp.told(at_home)
    person = camp.customer("Max Muster", type="person", nationalities=["RU"])
    of_state = camp.judged(camp.clean(parties=person), ruleset)
    assert ("eu-833-5n-russia", "review", "/parties/0/nationalities") in camp.told(of_state)


def test_a_country_that_is_left_out(ruleset: Ruleset) -> None:
    assert ("sarcheck-country", "incomplete", "/delivery") in sent(ruleset, country=None)
    without = {key: value for key, value in camp.clean().items() if key != "delivery"}
    assert ("sarcheck-country", "incomplete", "/delivery") in camp.told(camp.judged(without, ruleset))
