"""State vectors: interpolation, zero-Doppler geolocation, orbit plane, sub-satellite track.

Positions are Earth-fixed (WGS 84) in metres and velocities relative to the rotating Earth in m/s, shape (n, 3); times
are seconds after a track's epoch, shape (n,); angles are in degrees. What cannot be answered is NaN, never an error.
Constants: WGS 84, J2 of EGM96.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sarcheck.model import StateVector

Array = NDArray[np.float64]

A, F = 6378137.0, 1 / 298.257223563
B, E2 = A * (1 - F), F * (2 - F)
MU = 3.986004418e14  # m3/s2
SPIN = 7.292115e-5  # rad/s
J2 = 1.08262668e-3
LIGHT = 299792458.0  # m/s

FARTHEST_M = 1e8
"""No radar flies farther from the Earth's centre."""
NODES = 4
"""State vectors that one interpolation rests on: degree 7. At 60 s spacing the remainder is below a millimetre."""
SAMPLE = 5
"""State vectors from which the orbit plane is taken."""
BESIDE_S = 1e-7
"""How near to a vector's own time an interpolation may be: a millimetre of flight."""
STEP_S = 60.0
"""Step of the propagation beyond the vectors; Runge-Kutta of order 4 is then exact to a decimetre in two minutes."""
NEAR_S = 0.25
"""How near to the time at which a point is seen constant acceleration serves: to a millimetre of flight."""


@dataclass(frozen=True)
class Track:
    """State vectors as arrays: seconds (n,) after the epoch in rising order, position and velocity (n, 3)."""

    epoch: dt.datetime
    seconds: Array
    position: Array
    velocity: Array

    def at(self, times: Sequence[dt.datetime]) -> Array:
        """Return times as seconds (n,) after the epoch."""
        return np.array([(time - self.epoch).total_seconds() for time in times])


@dataclass(frozen=True)
class Elements:
    """An orbit at one moment, free of the oblateness's first-order ripple; lengths in m, angles in degrees.

    ``eccentricity`` is the osculating one. ``node_longitude`` is Earth-fixed, ``local_time_h`` the mean local time at
    the ascending node, ``latitude_argument`` the angle from that node.
    """

    semi_major_m: float
    eccentricity: float
    inclination: float
    node_longitude: float
    local_time_h: float
    latitude_argument: float


# --- ground -------------------------------------------------------------------------------------


def earth_fixed(lon: Array, lat: Array, height: Array | float = 0.0) -> Array:
    """Return the points (n, 3) of longitudes and latitudes in degrees and heights above the ellipsoid in metres."""
    lam, phi = np.radians(lon), np.radians(lat)
    normal = A / np.sqrt(1 - E2 * np.sin(phi) ** 2)
    ring = (normal + height) * np.cos(phi)
    points = np.empty((*ring.shape, 3))
    points[..., 0], points[..., 1] = ring * np.cos(lam), ring * np.sin(lam)
    points[..., 2] = (normal * (1 - E2) + height) * np.sin(phi)
    return points


def geodetic(points: Array) -> tuple[Array, Array, Array]:
    """Return longitude, latitude (degrees) and height (m) of points (n, 3), by Bowring's formula applied twice."""
    ring, z = np.hypot(points[:, 0], points[:, 1]), points[:, 2]
    reduced = np.arctan2(z * A, ring * B)
    phi = reduced
    for _ in range(2):
        phi = np.arctan2(z + E2 / (1 - E2) * B * np.sin(reduced) ** 3, ring - E2 * A * np.cos(reduced) ** 3)
        reduced = np.arctan2(B * np.sin(phi), A * np.cos(phi))
    normal = A / np.sqrt(1 - E2 * np.sin(phi) ** 2)
    height = ring * np.cos(phi) + z * np.sin(phi) - A**2 / normal
    return np.degrees(np.arctan2(points[:, 1], points[:, 0])), np.degrees(phi), height


def vertical(points: Array) -> Array:
    """Return the ellipsoid's outward normals (n, 3) at points near its surface."""
    return unit(points / np.array([A * A, A * A, B * B]))


def unit(vectors: Array) -> Array:
    """Return vectors (..., 3) at length one."""
    return np.asarray(vectors / length(vectors)[..., None])


def length(vectors: Array) -> Array:
    """Return the lengths of vectors (..., 3)."""
    return np.asarray(np.sqrt(np.vecdot(vectors, vectors)))


def cross(one: Array, other: Array) -> Array:
    """Return the vector products of vectors (..., 3): numpy's own spends most of its time on other shapes."""
    x, y, z = one[..., 0], one[..., 1], one[..., 2]
    u, v, w = other[..., 0], other[..., 1], other[..., 2]
    found = np.empty(np.broadcast_shapes(one.shape, other.shape))
    found[..., 0], found[..., 1], found[..., 2] = y * w - z * v, z * u - x * w, x * v - y * u
    return found


def dot(one: Array, other: Array) -> Array:
    """Return the scalar products of vectors (..., 3)."""
    return np.asarray(np.vecdot(one, other))


def median(values: Array) -> float:
    """Return the middle value, NaN of none and of any NaN: np.median would import numpy.ma, 12 ms of a cold start."""
    ordered = np.sort(values, axis=None)
    if not len(ordered):
        return float("nan")
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return float("nan") if np.isnan(ordered[-1]) else float(middle)


# --- vectors ------------------------------------------------------------------------------------


def track(vectors: Sequence[StateVector]) -> Track | None:
    """Return state vectors as arrays, each time once, None where there is none that can be used."""
    if not vectors:
        return None
    epoch = vectors[0].time
    rows = np.array([[(v.time - epoch).total_seconds(), *v.position, *v.velocity] for v in vectors])
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    rows = rows[np.diff(rows[:, 0], prepend=-np.inf) > 0]
    with np.errstate(all="ignore"):
        usable = np.isfinite(rows).all(axis=1) & (length(rows[:, 4:]) > 0)
        usable &= (length(rows[:, 1:4]) > B) & (length(rows[:, 1:4]) < FARTHEST_M)
    rows = rows[usable]
    return Track(epoch, rows[:, 0], rows[:, 1:4], rows[:, 4:]) if len(rows) else None


def states(orbit: Track, seconds: Array, margin_s: float) -> tuple[Array, Array]:
    """Return positions and velocities (n, 3) at some seconds; NaN further than a margin from the vectors.

    Between vectors they are interpolated by a Hermite polynomial through the nearest ones; outside, and where there
    is only one, the nearest vector is flown there under gravity.
    """
    position, velocity = np.full((2, len(seconds), 3), np.nan)
    known = orbit.seconds
    within = (seconds >= known[0]) & (seconds <= known[-1])
    if within.any() and len(known) > 1:
        position[within], velocity[within] = _hermite(orbit, seconds[within])
    else:
        within = np.zeros(len(seconds), bool)
    nearest = np.where(seconds < known[0], 0, -1) if len(known) > 1 else np.zeros(len(seconds), int)
    ahead = seconds - known[nearest]
    beyond = ~within & (np.abs(ahead) <= margin_s)
    if beyond.any():
        start = np.concatenate([orbit.position[nearest[beyond]], orbit.velocity[nearest[beyond]]], axis=1)
        position[beyond], velocity[beyond] = np.split(fly(start, ahead[beyond]), 2, axis=1)
    return position, velocity


def _hermite(orbit: Track, seconds: Array) -> tuple[Array, Array]:
    """Return positions and velocities (m, 3) within the vectors, by Lagrange's basis squared.

    At a vector's own time they are those 0.2 us later, where the basis's logarithmic derivative is finite.
    """
    size = min(NODES, len(orbit.seconds))
    first = np.clip(np.searchsorted(orbit.seconds, seconds) - size // 2, 0, len(orbit.seconds) - size)
    pick = first[:, None] + np.arange(size)
    nodes = orbit.seconds[pick]
    ahead = seconds[:, None] - nodes
    ahead += 2 * BESIDE_S * (np.abs(ahead) < BESIDE_S).any(axis=1)[:, None]
    gaps = nodes[:, :, None] - nodes[:, None, :] + np.eye(size)
    slopes = (1 / gaps).sum(axis=2) - 1
    nearness = 1 / ahead
    basis = ahead.prod(axis=1)[:, None] * nearness / gaps.prod(axis=2)
    steps = nearness.sum(axis=1)[:, None] - nearness
    square = basis * basis
    growth = 2 * square * steps
    weight = 1 - 2 * ahead * slopes
    origin = orbit.position[first]  # small numbers, so that the basis's slopes do not lose their digits
    place, speed = orbit.position[pick] - origin[:, None], orbit.velocity[pick]
    weights = np.empty((len(seconds), 2, 2 * size))
    weights[:, 0, :size], weights[:, 0, size:] = weight * square, ahead * square
    weights[:, 1, :size], weights[:, 1, size:] = weight * growth - 2 * slopes * square, square + ahead * growth
    found = weights @ np.concatenate([place, speed], axis=1)
    return found[:, 0] + origin, found[:, 1]


def inertial(position: Array, velocity: Array) -> Array:
    """Return velocities (n, 3) in the frame that stands still and coincides with the Earth's at the moment."""
    still = np.array(velocity)
    still[..., 0] -= SPIN * position[..., 1]
    still[..., 1] += SPIN * position[..., 0]
    return still


def fly(state: Array, seconds: Array) -> Array:
    """Return Earth-fixed states (n, 6) some seconds later or earlier, under gravity, J2 and the Earth's turning."""
    steps = max(1, int(np.ceil(np.abs(seconds).max() / STEP_S)))
    h = (seconds / steps)[:, None]
    for _ in range(steps):
        k1 = _rate(state)
        k2 = _rate(state + h / 2 * k1)
        k3 = _rate(state + h / 2 * k2)
        k4 = _rate(state + h * k3)
        state = state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def _rate(state: Array) -> Array:
    rate = np.empty_like(state)
    rate[:, :3] = state[:, 3:]
    x, y, z, along_x, along_y, _ = state.T
    square = dot(state[:, :3], state[:, :3])
    pull, bulge, polar = -MU / (square * np.sqrt(square)), 1.5 * J2 * A * A / square, 5 * z * z / square
    level = pull * (1 + bulge * (1 - polar)) + SPIN**2
    rate[:, 3] = level * x + 2 * SPIN * along_y
    rate[:, 4] = level * y - 2 * SPIN * along_x
    rate[:, 5] = pull * (1 + bulge * (3 - polar)) * z
    return rate


# --- sight --------------------------------------------------------------------------------------


def geolocate(
    position: Array,
    velocity: Array,
    slant_range: Array,
    side: Array,
    height: Array | float = 0.0,
    cone: Array | float = 90.0,
) -> Array:
    """Return the points (n, 3) at slant ranges (m), a cone angle and a height; side is +1 right, -1 left of the track.

    The cone angle lies between velocity and line of sight: 90 is zero Doppler. The ellipsoid is grown by the height,
    which is true to 1e-5 of it. NaN where a range does not reach the ground, or ends
    beyond the horizon.
    """
    ahead = unit(velocity)
    along = dot(position, ahead)
    down = along[:, None] * ahead - position
    depth = length(down)
    down = down / depth[:, None]
    right = cross(down, ahead)
    angle = np.radians(np.broadcast_to(cone, len(position)))
    forward, outward = slant_range * np.cos(angle), slant_range * np.sin(angle)
    square = dot(position, position)
    radius = np.full(len(position), (A + B) / 2) + height
    grown = np.array([A, A, B]) + np.broadcast_to(height, len(position))[:, None]
    point = position
    for _ in range(4):  # to 5 cm
        turn = (square + slant_range**2 - radius**2 + 2 * forward * along) / (2 * outward * depth)
        turn = np.where((np.abs(turn) <= 1) & (slant_range**2 <= square - radius**2), turn, np.nan)
        lean = (outward * side * np.sqrt(1 - turn**2))[:, None] * right
        point = position + forward[:, None] * ahead + (outward * turn)[:, None] * down + lean
        radius = 1 / length(unit(point) / grown)
    return point


def overflight(
    orbit: Track, points: Array, guess: Array, margin_s: float, cone: Array | float = 90.0
) -> tuple[Array, Array, Array]:
    """Return when points (n, 3) lie in the beam's cone, in seconds after the epoch, and the platform's states then.

    NaN for points that never do within the margin. Newton's method, the last steps at constant
    acceleration.
    """
    seconds = np.array(guess, float)
    for _ in range(8):
        position, velocity = states(orbit, seconds, margin_s)
        step = _delay(position, velocity, points, cone)
        seconds = seconds + step
        if not (np.abs(step) > NEAR_S).any():
            break
    ahead = np.where(np.abs(step) <= NEAR_S, step, np.nan)[:, None]
    pull = _rate(np.concatenate([position, velocity], axis=1))[:, 3:]
    position, velocity = position + ahead * (velocity + ahead / 2 * pull), velocity + ahead * pull
    rest = _delay(position, velocity, points, cone)
    return seconds + rest, position + rest[:, None] * velocity, velocity


def _delay(position: Array, velocity: Array, points: Array, cone: Array | float) -> Array:
    """Return in how many seconds (n,) the beam will have reached points (n, 3), as far as it goes straight on."""
    return ahead_of_beam(position, velocity, points, cone) / ground_speed(position, velocity, points)


def ground_speed(position: Array, velocity: Array, points: Array) -> Array:
    """Return how fast (m/s) the beam moves over points (n, 3): slower than the platform, which circles the Earth."""
    return np.asarray(length(velocity) * dot(points, position) / dot(position, position))


def ahead_of_beam(position: Array, velocity: Array, points: Array, cone: Array | float = 90.0) -> Array:
    """Return by how many metres points (n, 3) lie ahead of the beam's cone, along the track."""
    sight, angle = points - position, np.radians(cone)
    return np.asarray((dot(sight, unit(velocity)) - length(sight) * np.cos(angle)) / np.sin(angle) ** 2)


def side(position: Array, velocity: Array, points: Array) -> Array:
    """Return +1 for points (n, 3) right of the track, -1 for points left of it."""
    return np.sign(dot(points - position, cross(velocity, position)))


def incidence(position: Array, points: Array) -> Array:
    """Return the angles (n,) between the vertical at points (n, 3) and the direction to the platform."""
    return np.degrees(np.arccos(np.clip(dot(unit(position - points), vertical(points)), -1, 1)))


def below(position: Array) -> tuple[Array, Array]:
    """Return longitude and latitude (n,) of the sub-satellite points."""
    lon, lat, _ = geodetic(position)
    return lon, lat


# --- plane --------------------------------------------------------------------------------------


def plane(orbit: Track) -> Elements:
    """Return the elements of a track: the middle values over vectors spread along it, so that no single one decides."""
    chosen = sorted(set(np.linspace(0, len(orbit.seconds) - 1, SAMPLE).round().astype(int).tolist()))
    hours = day_hours(orbit.epoch) + orbit.seconds[chosen] / 3600
    rows = _elements(hours, orbit.position[chosen], orbit.velocity[chosen])
    for column, turn in ((3, 360.0), (4, 24.0), (5, 360.0)):
        rows[:, column] = rows[0, column] + (rows[:, column] - rows[0, column] + turn / 2) % turn - turn / 2
    axis, shape, tilt, node, local, angle = (float(value) for value in np.sort(rows, axis=0)[len(rows) // 2])
    return Elements(axis, shape, tilt, (node + 180) % 360 - 180, local % 24, angle % 360)


def eccentricities(orbit: Track) -> Array:
    """Return the osculating eccentricities (n,) of all vectors of a track."""
    speed = inertial(orbit.position, orbit.velocity)
    momentum = cross(orbit.position, speed)
    return length(cross(speed, momentum) / MU - unit(orbit.position))


def _elements(hours: Array, position: Array, velocity: Array) -> Array:
    """Return rows (n, 6) of what Elements holds, of Earth-fixed states at hours of the day in UTC.

    Local time needs no sidereal angle: the node's Earth-fixed longitude and the time of day give it. The ripple of
    twice the argument of latitude is taken off semi-major axis, inclination and node (first order in J2, e = 0).
    """
    speed = inertial(position, velocity)
    momentum = cross(position, speed)
    tilt = np.arctan2(np.hypot(momentum[:, 0], momentum[:, 1]), momentum[:, 2])
    node = np.arctan2(momentum[:, 0], -momentum[:, 1])
    radius = length(position)
    axis = 1 / (2 / radius - dot(speed, speed) / MU)
    shape = cross(speed, momentum) / MU - position / radius[:, None]
    rising = np.stack([np.cos(node), np.sin(node), np.zeros_like(node)], axis=-1)
    angle = np.arctan2(dot(position, cross(unit(momentum), rising)), dot(position, rising))
    bulge, wave = J2 * (A / axis) ** 2, np.cos(2 * angle)
    axis = axis * (1 - 1.5 * bulge * np.sin(tilt) ** 2 * wave)
    node = np.degrees(node - 0.75 * bulge * np.cos(tilt) * np.sin(2 * angle))
    tilt = np.degrees(tilt - 0.375 * bulge * np.sin(2 * tilt) * wave)
    return np.stack([axis, length(shape), tilt, node, hours + node / 15, np.degrees(angle)], axis=-1)


def day_hours(time: dt.datetime) -> float:
    """Return the hours since midnight of a time."""
    return time.hour + time.minute / 60 + (time.second + time.microsecond / 1e6) / 3600
