"""An answer that differs in any way has its order screened anew, and says how it differs."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from sarcheck import geo
from sarcheck.model import Region
from sarcheck.regions import RegionIndex, Remembering, build
from sarcheck.rescreen import changes
from sarcheck.rescreen.tape import Seen, Trace, Within, _Regions, days, digest

HELD = geo.footprint([(10.2, 50.2), (10.4, 50.2), (10.4, 50.4), (10.2, 50.4)])


def regions(east: float) -> RegionIndex:
    import shapely

    drawn = shapely.to_wkb(shapely.box(10, 50, east, 51))
    return RegionIndex(build([Region(id="zone", name="Zone", kind="licensed", source="x", area=drawn)]).__getitem__)


def seen(name: str, entry: str = "e", how: str = "h") -> Seen:
    return Seen(list="a-list", id=name, entry=entry, how=how)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([seen("1")], [seen("1")], []),
        ([], [seen("1")], ["a-list 1 (One): now resembles Acme"]),
        ([seen("1")], [], ["a-list 1 (One): no longer resembles Acme"]),
        ([seen("1")], [seen("1", entry="f")], ["a-list 1 (One): the entry changed, which resembles Acme"]),
        (
            [seen("1")],
            [seen("1", how="i")],
            ["a-list 1 (One): resembles Acme to another degree, as"],
        ),
        ([seen("1"), seen("2")], [seen("2"), seen("1")], ["the entries that resemble Acme are in another order"]),
    ],
)
def test_how_two_answers_about_a_party_differ(before: list[Seen], after: list[Seen], told: list[str]) -> None:
    found = list(changes._differences(before, after, {("a-list", "1"): "One"}, "Acme"))
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True))


def test_whether_a_region_holds_an_area_is_heard_and_asked_again() -> None:
    tape: Any = SimpleNamespace(within=[])
    assert _Regions(regions(11.0), tape).holds("zone", HELD)
    assert tape.within == [Within("zone", HELD, True)]
    trace = Trace(order="O", sha256="", kind="archive", within=tuple(tape.within))
    assert list(changes._of_regions(trace, SimpleNamespace(regions=regions(11.0)))) == []  # type: ignore[arg-type]
    moved = list(changes._of_regions(trace, SimpleNamespace(regions=regions(10.3))))  # type: ignore[arg-type]
    assert moved == ["region zone: holds an area of the order, or no longer"]


def test_what_is_foreseen_is_not_heard_before_it_is_asked() -> None:
    tape: Any = SimpleNamespace(under=[])
    far = geo.footprint([(-70.2, -30.2), (-70.4, -30.2), (-70.4, -30.4), (-70.2, -30.4)])
    heard = _Regions(Remembering(regions(11.0)), tape)
    heard.foresee([HELD, far], within_km=5.0)
    assert tape.under == []
    assert [len(heard.overlaps(one, within_km=5.0)) for one in (far, HELD)] == [0, 1]
    assert [one.footprint for one in tape.under] == [far, HELD]


def test_a_region_that_is_known_otherwise_or_no_more_is_told() -> None:
    index = regions(11.0)
    known = (("zone", digest(index.region("zone"))), ("gone", "x"))
    trace = Trace(order="O", sha256="", kind="archive", regions=known)
    assert list(changes._of_regions(trace, SimpleNamespace(regions=index))) == [  # type: ignore[arg-type]
        "region gone: what is known of it changed"
    ]


def test_days_are_found_wherever_they_stand() -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    held = {
        "2020-01-01": [1, 2.5, None, True, "2026-11-22", "Mapping 2026-11-23"],
        "a": ({"b": "2026-10-05T00:00:00Z/2026-10-06T23:30:00-02:00"}, frozenset({dt.date(2026, 1, 2)})),
        "c": [[Seen(list="2026-02-03", id="x", entry="..", how="2026-13-01")], dt.datetime(2026, 3, 4, 1, tzinfo=zone)],
        "d": "../2026-04-05T00:00:00Z",
        "e": "2026-05-06T00:00:00",
        "f": "2026-05-07" + " " * 80,
    }
    told = ["2026-11-22", "2026-10-05", "2026-10-06", "2026-10-07", "2026-01-02", "2026-02-03", "2026-03-04"]
    assert days(held) == set(map(dt.date.fromisoformat, [*told, "2026-04-05", "2026-05-06"]))
    assert days(dt.date(2026, 1, 2)) == {dt.date(2026, 1, 2)}
    assert days(None) == set()
