"""Which platform a product claims, in whatever spelling, and who operates it on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from sarcheck.model import Claim, Operation, Operator, Platform
from sarcheck.platforms import PlatformTable, claimed, identify
from tests.builders import product

OLD = Operation(operator="old", until=dt.date(2021, 6, 30))
NEW = Operation(operator="new", since=dt.date(2021, 7, 1))
TABLE = PlatformTable(
    [
        Platform(key="sat-1", names=("SAT 1", "Satellite One"), operators=(OLD, NEW)),
        Platform(key="twin-a", names=("TWIN",)),
        Platform(key="twin-b", names=("TWIN",)),
    ],
    [Operator(id="old", name="Old Owner"), Operator(id="new", name="New Owner")],
)


def named(*stated: str) -> tuple[Claim, ...]:
    return tuple(Claim(field="platform", value=s, stated=s, source="f", path="p") for s in stated)


@pytest.mark.parametrize("name", ["sat-1", "SAT_1", "Sat 1", "satellite-one"])
def test_spellings(name: str) -> None:
    assert TABLE.keys(name) == ("sat-1",)


@pytest.mark.parametrize("name", ["", None, "sat-2"])
def test_unknown_names(name: str | None) -> None:
    assert TABLE.keys(name) == ()


def test_a_name_that_two_platforms_share_is_no_guess() -> None:
    assert claimed(product(platform="twin"), TABLE) == ("twin-a", "twin-b")
    assert identify(product(platform="twin"), TABLE) is None


def test_a_product_that_contradicts_itself_claims_both() -> None:
    torn = product(platform="sat-1", claims=named("SAT 1", "TWIN"))
    assert claimed(torn, TABLE) == ("sat-1", "twin-a", "twin-b")
    assert identify(torn, TABLE) == "sat-1"


def test_a_stated_name_is_found_where_the_readers_key_is_not() -> None:
    assert identify(product(platform="x-9", claims=named("Satellite One")), TABLE) == "sat-1"


@pytest.mark.parametrize(
    ("day", "operators"),
    [("2021-06-30", ["old"]), ("2021-07-01", ["new"]), (None, ["old", "new"])],
)
def test_a_satellite_changes_hands(day: str | None, operators: list[str]) -> None:
    platform = TABLE.platform("sat-1")
    assert platform
    found = TABLE.operators(platform, dt.date.fromisoformat(day) if day else None)
    assert [operator.id for operator, _ in found] == operators
