"""A synthetic satellite's orbit: from a platform's mean elements to Earth-fixed state vectors.

A state is an array (6,) of position (m) and velocity (m/s) in the inertial frame that coincides
with the Earth-fixed one at the epoch, so no sidereal time is needed.

Written from first principles and apart from ``sarcheck.orbit``, which must not check itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, ceil, cos, degrees, pi, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MU = 3.986004418e14  # m3/s2, WGS 84
EARTH_RATE = 7.292115e-5  # rad/s, WGS 84
OBLATENESS = 1.08262668e-3 * 6378137.0**2  # J2 (EGM96) times the squared equatorial radius, m2

STEP_S = 10.0  # Runge-Kutta of order 4 at this step is good to 2 cm over a whole revolution


@dataclass(frozen=True)
class Plane:
    """A platform's nominal orbit: mean elements; the perigee is held at the northernmost point."""

    semi_major_m: float
    inclination_deg: float
    eccentricity: float

    @property
    def inclination(self) -> float:
        """Return the inclination in radians."""
        return radians(self.inclination_deg)


def norm(vectors: Array) -> Array:
    """Return the lengths of vectors (..., 3)."""
    return np.asarray(np.sqrt((vectors * vectors).sum(axis=-1)))


def unit(vectors: Array) -> Array:
    """Return vectors (..., 3) at length one."""
    return vectors / norm(vectors)[..., None]


def osculating(plane: Plane, latitude: float, node: float) -> Array:
    """Return the state (6,) at an argument of latitude, the ascending node at a longitude (both radians).

    First-order J2 theory of a near-circular orbit: the radius and the osculating semi-major axis
    carry their mean offset and the terms in twice the argument of latitude.
    """
    a, e, s2 = plane.semi_major_m, plane.eccentricity, sin(plane.inclination) ** 2
    bulge, motion = OBLATENESS / a, sqrt(MU / a**3)
    radius = a * (1 - e * sin(latitude)) - 1.5 * bulge * (1 - 1.5 * s2) + bulge / 4 * s2 * cos(2 * latitude)
    climb = -motion * (a * e * cos(latitude) + bulge / 2 * s2 * sin(2 * latitude))
    axis = a + 1.5 * bulge * s2 * cos(2 * latitude)
    along = sqrt(MU * (2 / radius - 1 / axis) - climb**2)
    up, ahead = _direction(plane, latitude, node), _direction(plane, latitude + pi / 2, node)
    return np.concatenate([radius * up, climb * up + along * ahead])


def _direction(plane: Plane, latitude: float, node: float) -> Array:
    flat, tilted = cos(latitude), sin(latitude) * cos(plane.inclination)
    return np.array(
        [
            flat * cos(node) - tilted * sin(node),
            flat * sin(node) + tilted * cos(node),
            sin(latitude) * sin(plane.inclination),
        ]
    )


def _rate(state: Array) -> Array:
    position, r2 = state[:3], (state[:3] * state[:3]).sum()
    pull, bulge = -MU / (r2 * np.sqrt(r2)), 1.5 * OBLATENESS / r2
    polar = 5 * position[2] * position[2] / r2
    shape = np.array([1 + bulge * (1 - polar), 1 + bulge * (1 - polar), 1 + bulge * (3 - polar)])
    return np.concatenate([state[3:], pull * shape * position])


def fly(state: Array, seconds: float) -> Array:
    """Return the state (6,) some seconds later or earlier, under gravity and J2 (Runge-Kutta of order 4)."""
    steps = max(1, ceil(abs(seconds) / STEP_S))
    h = seconds / steps
    for _ in range(steps):
        k1 = _rate(state)
        k2 = _rate(state + h / 2 * k1)
        k3 = _rate(state + h / 2 * k2)
        k4 = _rate(state + h * k3)
        state = state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def earth_fixed(state: Array, seconds: float) -> Array:
    """Return a state (6,) reached some seconds after the epoch in the Earth-fixed frame of that moment."""
    c, s = cos(EARTH_RATE * seconds), sin(EARTH_RATE * seconds)
    x, y, z, vx, vy, vz = state
    px, py = c * x + s * y, c * y - s * x
    return np.array([px, py, z, c * vx + s * vy + EARTH_RATE * py, c * vy - s * vx - EARTH_RATE * px, vz])


def last_node(state: Array) -> tuple[float, float]:
    """Return how many seconds ago the orbit last rose through the equator, and at which longitude (deg)."""
    up, polar_speed = asin(max(-1.0, min(1.0, state[2] / norm(state[:3])))), state[5]
    since = (up if polar_speed > 0 else pi - up) % (2 * pi) / sqrt(MU / float(norm(state[:3])) ** 3)
    for _ in range(2):
        at_node = fly(state, -since)
        since += at_node[2] / at_node[5]
    crossing = earth_fixed(fly(state, -since), -since)
    return since, degrees(atan2(crossing[1], crossing[0]))
