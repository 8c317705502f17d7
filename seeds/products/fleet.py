"""The satellites that the samples' products come from: their orbits, and when each really passes.

Orbit elements are computed from the state vectors of published products; those of HISEA-1 are the
catalogued altitude and inclination with the local time that four published scenes agree on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from seeds.products.orbits import Plane

if TYPE_CHECKING:
    from collections.abc import Mapping

REVOLUTIONS = 175  # a Sentinel-1 repeats its track after 175 revolutions ...
REVOLUTION = dt.timedelta(days=12) / REVOLUTIONS  # ... and 12 days, kept to half a minute over years
HALF_TRACK_H = 180 / REVOLUTIONS / 15  # how far two neighbouring tracks share local time, hours
PHASE_SLACK = dt.timedelta(seconds=60)
LOCAL_TIME_SLACK_H = 0.25


@dataclass(frozen=True)
class Series:
    """A repeating track: one revolution's number and ascending node, and where relative orbits and cycles begin."""

    orbit: int
    node: dt.datetime
    first: int
    cycles_before: int

    def number(self, node: dt.datetime) -> int:
        """Return the number of the revolution whose ascending node is nearest to a time."""
        return self.orbit + round((node - self.node) / REVOLUTION)

    def at(self, number: int) -> dt.datetime:
        """Return the ascending node of a revolution."""
        return self.node + (number - self.orbit) * REVOLUTION

    def relative(self, number: int) -> int:
        """Return the relative orbit, 1 to 175, of a revolution."""
        return (number - self.first) % REVOLUTIONS + 1

    def cycle(self, number: int) -> int:
        """Return the number of the repeat cycle that a revolution belongs to."""
        return (number - self.first) // REVOLUTIONS + self.cycles_before


@dataclass(frozen=True)
class Platform:
    """A satellite: its orbit, the mean local time of its ascending node (h), and its numbering if known."""

    plane: Plane
    local_time_h: float | None = None
    series: Series | None = None
    cospar: str | None = None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


_SENTINEL_1 = Plane(semi_major_m=7070.9e3, inclination_deg=98.182, eccentricity=0.00115)

FLEET: Mapping[str, Platform] = {
    "sentinel-1a": Platform(_SENTINEL_1, 18.02, Series(39156, _moment("2021-08-09T17:27:46.470"), 73, 15), "2014-016A"),
    "sentinel-1b": Platform(_SENTINEL_1, 18.01, Series(26269, _moment("2021-04-01T04:49:55.638"), 27, 7), "2016-025A"),
    "hisea-1": Platform(Plane(6890.3e3, 97.45, 0.0011), 0.02, cospar="2020-102B"),
    "gaofen-3": Platform(Plane(7133.2e3, 98.41, 0.0011), 18.04, cospar="2016-049A"),
}


def with_orbit(platform: Platform | None, orbit: Mapping[str, float]) -> Platform:
    """Return a platform with a spec's own orbit values over its nominal ones; all but the local time must be known."""
    changes = {key: float(orbit[key]) for key in ("inclination_deg", "eccentricity") if key in orbit}
    if "altitude_km" in orbit:
        changes["semi_major_m"] = 6378137.0 + 1e3 * float(orbit["altitude_km"])
    if platform is None:
        if not {"semi_major_m", "inclination_deg"} <= set(changes):
            raise ValueError("a platform outside the fleet needs orbit.altitude_km and orbit.inclination_deg")
        return Platform(Plane(**{"eccentricity": 0.0011, **changes}), orbit.get("local_time_h"))
    return replace(
        platform,
        plane=replace(platform.plane, **changes),
        local_time_h=orbit.get("local_time_h", platform.local_time_h),
    )


def next_node(platform: Platform, earliest: dt.datetime, longitude: float) -> dt.datetime:
    """Return the first time from ``earliest`` at which a platform rises through the equator near a longitude (deg)."""
    if platform.local_time_h is None:
        raise ValueError("without orbit.local_time_h no pass can be foretold: give start")
    if platform.series is None:
        return _millisecond(earliest + dt.timedelta(hours=-_late(platform.local_time_h, earliest, longitude) % 24))
    first = platform.series.orbit + ceil((earliest - platform.series.node) / REVOLUTION)
    candidates = (platform.series.at(number) for number in range(first, first + REVOLUTIONS + 1))
    nodes = (node for node in candidates if abs(_late(platform.local_time_h, node, longitude)) <= HALF_TRACK_H)
    return _millisecond(next(nodes))


def rises(platform: Platform, node: dt.datetime, longitude: float) -> bool:
    """Tell whether a platform can rise through the equator at a time and a longitude (deg)."""
    if platform.local_time_h is None:
        return True
    late = abs(_late(platform.local_time_h, node, longitude))
    if platform.series is None:
        return late <= LOCAL_TIME_SLACK_H
    offset = abs(node - platform.series.at(platform.series.number(node)))
    return offset <= PHASE_SLACK and late <= HALF_TRACK_H + PHASE_SLACK / dt.timedelta(hours=1)


def _late(nominal_h: float, node: dt.datetime, longitude: float) -> float:
    """Return by how many hours, -12 to 12, the mean local time at a node is past the nominal one."""
    midnight = node.replace(hour=0, minute=0, second=0, microsecond=0)
    return ((node - midnight) / dt.timedelta(hours=1) + longitude / 15 - nominal_h + 12) % 24 - 12


def _millisecond(time: dt.datetime) -> dt.datetime:
    """Return a time rounded up to a millisecond, so that the last bits of a solution leave no trace."""
    return time + dt.timedelta(microseconds=-time.microsecond % 1000)
