"""Place names are found in whatever script, under whatever country, and hidden in other letters."""

from __future__ import annotations

import pytest

from sarcheck.evidence.places import named
from sarcheck.packs import PlaceGroup

GROUP = PlaceGroup(
    id="coast",
    subdivision="XB-1",
    countries=("XB", "XC"),
    names=("Simferopol", "Симферополь", "Сімферополь", "辛菲罗波尔", "Yalta", "Yany Kapu"),
    postal_prefixes=("295XXX", "95XXX"),
)


@pytest.mark.parametrize(
    "text",
    [
        "ul. Kirova 1, Simferopol",
        "SIMFEROPOL,295000",
        "г. Симферополь, ул. Кирова",
        "м.Сімферополь",
        "克里米亚辛菲罗波尔市",
        "Sim\u200bferopol",
        "Ｓｉｍｆｅｒｏｐｏｌ",
        "Ѕіmfеrороl",
        "Yany-Kapu",
        "295 Lane, 295011",
        "x" * 5000 + " Yalta",
        "x," * 2000 + "Yalta",
    ],
)
def test_a_place_is_named(text: str) -> None:
    (found,) = named(text, ("XB",), (GROUP,))
    assert (found.group, found.subdivision, found.ascribed) == ("coast", "XB-1", True)


@pytest.mark.parametrize(
    "text",
    [
        "Simferopolskyi bulvar 3",
        "в Симферополе",
        "Simfero-pol",
        "Sim feropol",
        "Símferópol",
        "Simferopol295000",
        "Simferopol_Airport",
        "Σιμφεροπολ",
    ],
)
def test_a_long_name_inside_other_letters_is_found_and_not_ascribed(text: str) -> None:
    (found,) = named(text, ("XB",), (GROUP,))
    assert not found.ascribed


@pytest.mark.parametrize(
    ("text", "countries", "ascribed"),
    [("Simferopol", (), True), ("Simferopol", ("XD",), False), ("Simferopol", ("XD", "XC"), True)],
)
def test_the_country_beside_it_decides_what_it_may_mean(text: str, countries: tuple[str, ...], ascribed: bool) -> None:
    (found,) = named(text, countries, (GROUP,))
    assert found.ascribed == ascribed


@pytest.mark.parametrize(("text", "countries"), [("", ()), ("Berlin", ()), ("Yaltan", ()), ("295011 Berlin", ("XD",))])
def test_what_is_no_such_place(text: str, countries: tuple[str, ...]) -> None:
    assert named(text, countries, (GROUP,)) == ()
