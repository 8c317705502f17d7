"""One acquisition as a spec asks for it: when the platform really passes, and what its beam then covers.

A spec is a table of a case file. Geometry reads these keys of it:

- ``centre`` [longitude, latitude], ``height_m`` of the ground, ``width_km`` across the track,
  ``duration_s`` or else ``length_km`` along it, ``incidence_deg`` at the centre;
- ``pass`` "ascending" or "descending"; ``look`` may only be "right";
- ``after``, a date or time from which to take the platform's next pass over the centre, or ``start``, the exact time,
  which is refused where the platform does not pass then;
- ``orbit`` {altitude_km, inclination_deg, eccentricity, local_time_h}, each over the platform's own value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import Any

import numpy as np

from seeds.products import beam
from seeds.products.fleet import FLEET, Platform, next_node, rises, with_orbit
from seeds.products.orbits import Array, earth_fixed, fly, last_node, norm

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """An acquisition: ``state`` is the orbit at ``epoch``, mid-acquisition, whose beam centre meets ``target``."""

    platform: Platform
    epoch: dt.datetime
    duration: dt.timedelta
    state: Array
    target: Array
    height: float
    width: float
    node_longitude: float
    since_node: dt.timedelta

    @property
    def start(self) -> dt.datetime:
        """Return the zero-Doppler time of the first line."""
        return self.epoch - self.duration / 2

    @property
    def stop(self) -> dt.datetime:
        """Return the zero-Doppler time of the last line."""
        return self.start + self.duration

    @property
    def node_time(self) -> dt.datetime:
        """Return when the platform last rose through the equator."""
        return self.epoch - self.since_node

    @cached_property
    def middle(self) -> Array:
        """Return the Earth-fixed state (6,) at mid-acquisition."""
        return earth_fixed(self.state, 0.0)

    def moments(self, times: Sequence[dt.datetime]) -> Array:
        """Return the Earth-fixed states (n, 6) at some times."""
        seconds = [(time - self.epoch).total_seconds() for time in times]
        return np.stack([earth_fixed(fly(self.state, s), s) for s in seconds])

    def vectors(self, step_s: int, margin_s: int) -> tuple[list[dt.datetime], Array]:
        """Return whole-second times, a step apart, from a margin before the start to one after the stop, and states."""
        first = (self.start - dt.timedelta(seconds=margin_s)).replace(microsecond=0)
        count = floor((self.stop - first).total_seconds() + margin_s) // step_s + 1
        times = [first + dt.timedelta(seconds=step_s * k) for k in range(count)]
        return times, self.moments(times)

    def ranges(self, ground: Array) -> Array:
        """Return the slant ranges (n,) in m at signed ground distances (n,) in m from the centre of the swath."""
        return beam.slant_ranges(self.middle, self.target, ground, self.height)


@dataclass(frozen=True)
class Grid:
    """A row-major geolocation grid; every array is (rows * columns,)."""

    columns: int
    times: tuple[dt.datetime, ...]
    ranges: Array
    longitude: Array
    latitude: Array
    incidence: Array
    elevation: Array

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Return (longitude, latitude) of last near, last far, first far, first near: a ring's order."""
        size = len(self.times)
        order = (size - self.columns, size - 1, self.columns - 1, 0)
        return tuple((float(self.longitude[k]), float(self.latitude[k])) for k in order)


def grid(scene: Scene, times: Sequence[dt.datetime], ranges: Array) -> Grid:
    """Return the geolocation grid of azimuth times (rows) and slant ranges (columns)."""
    moments = np.repeat(scene.moments(times), len(ranges), axis=0)
    reach = np.tile(ranges, len(times))
    points = beam.geolocate(moments, reach, scene.height)
    geodetic = np.array([beam.to_geodetic(point) for point in points])
    return Grid(
        columns=len(ranges),
        times=tuple(time for time in times for _ in ranges),
        ranges=reach,
        longitude=geodetic[:, 0],
        latitude=geodetic[:, 1],
        incidence=beam.incidence(points, moments[:, :3]),
        elevation=beam.elevation(points, moments[:, :3]),
    )


def outline(scene: Scene) -> tuple[tuple[float, float], ...]:
    """Return the acquisition's four corners, (longitude, latitude), in a ring's order."""
    half = scene.width / 2
    return grid(scene, (scene.start, scene.stop), scene.ranges(np.array([-half, half]))).corners()


def completed(given: Spec, *defaults: Spec) -> dict[str, Any]:
    """Return a spec over its layout's defaults, later over earlier; a given length unseats a default duration."""
    spec = {key: value for default in defaults for key, value in default.items()}
    if "length_km" in given:
        spec.pop("duration_s", None)
    return spec | dict(given)


def scene(spec: Spec, name: str | None) -> Scene:
    """Return the acquisition that a spec describes, by a platform of the fleet or on an orbit of the spec's own.

    Raise ValueError where the spec asks for what the orbit cannot do.
    """
    platform = with_orbit(FLEET.get(name or ""), spec.get("orbit", {}))
    if spec.get("look", "right") != "right":
        raise ValueError("only a right look is made")
    ascending = {"ascending": True, "descending": False}[spec["pass"]]
    height = float(spec.get("height_m", 120.0))
    lon, lat = spec["centre"]
    target = beam.from_geodetic(lon, lat, height)
    state = beam.aim(platform.plane, target, float(spec["incidence_deg"]), ascending=ascending)
    since, node = last_node(state)
    since_node = dt.timedelta(seconds=round(since, 3))
    duration = _duration(spec, earth_fixed(state, 0.0), target)
    return Scene(
        platform=platform,
        epoch=_start(spec, platform, since_node - duration / 2, node) + duration / 2,
        duration=duration,
        state=state,
        target=target,
        height=height,
        width=float(spec["width_km"]) * 1e3,
        node_longitude=node,
        since_node=since_node,
    )


def _duration(spec: Spec, middle: Array, target: Array) -> dt.timedelta:
    """Return the acquisition's length in time, an even number of milliseconds so that its middle is a whole one."""
    seconds = spec.get("duration_s")
    if seconds is None:
        ground_speed = norm(middle[3:]) * norm(target) / norm(middle[:3])
        seconds = float(spec["length_km"]) * 1e3 / float(ground_speed)
    return dt.timedelta(milliseconds=2 * round(seconds * 500))


def _start(spec: Spec, platform: Platform, to_start: dt.timedelta, node: float) -> dt.datetime:
    """Return the start: the one asked for where the platform passes then, or that of its next pass."""
    if ("start" in spec) == ("after" in spec):
        raise ValueError("give either start, the exact time, or after, from when to take the next pass")
    if "after" in spec:
        return next_node(platform, utc(spec["after"]) - to_start, node) + to_start
    start = utc(spec["start"])
    if not rises(platform, start - to_start, node):
        cure = next_node(platform, start - to_start, node) + to_start
        raise ValueError(f"the platform does not pass there at {start:%FT%T}Z; its next pass starts {cure:%FT%T.%f}Z")
    return start


def utc(value: dt.date) -> dt.datetime:
    """Return a spec's date or time as a time in UTC, which one without a zone already is."""
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
