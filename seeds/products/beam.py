"""Where a side-looking radar's beam meets the ellipsoid, and the orbit that makes it meet a given place.

``aim`` and ``slant_ranges`` round what they solve for, and all that follows is written with fewer digits
than machines may differ in: the same spec gives the same bytes everywhere. Points are Earth-fixed, in m;
moments are Earth-fixed states.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

import numpy as np

from seeds.products.orbits import Array, Plane, earth_fixed, norm, osculating, unit

SEMI_MAJOR, SEMI_MINOR = 6378137.0, 6356752.314245  # m, WGS 84


def from_geodetic(lon: float, lat: float, height: float) -> Array:
    """Return the Earth-fixed point (3,) of a longitude and latitude in degrees and a height in m."""
    lam, phi = radians(lon), radians(lat)
    squash = (SEMI_MINOR / SEMI_MAJOR) ** 2
    normal = SEMI_MAJOR / sqrt(1 - (1 - squash) * sin(phi) ** 2)
    ring = (normal + height) * cos(phi)
    return np.array([ring * cos(lam), ring * sin(lam), (normal * squash + height) * sin(phi)])


def to_geodetic(point: Array) -> tuple[float, float, float]:
    """Return (longitude, latitude, height) in degrees and m of an Earth-fixed point (3,), by fixed-point iteration."""
    x, y, z = (float(v) for v in point)
    ring, squash = hypot(x, y), (SEMI_MINOR / SEMI_MAJOR) ** 2
    phi, normal = atan2(z, ring * squash), SEMI_MAJOR
    for _ in range(12):
        normal = SEMI_MAJOR / sqrt(1 - (1 - squash) * sin(phi) ** 2)
        phi = atan2(z + (1 - squash) * normal * sin(phi), ring)
    height = ring * cos(phi) + z * sin(phi) - SEMI_MAJOR**2 / normal
    return degrees(atan2(y, x)), degrees(phi), height


def vertical(points: Array) -> Array:
    """Return the ellipsoid's outward normals (..., 3) at points near its surface."""
    return unit(points / np.array([SEMI_MAJOR**2, SEMI_MAJOR**2, SEMI_MINOR**2]))


def incidence(target: Array, antenna: Array) -> Array:
    """Return the incidence angles (...,) in degrees at targets (..., 3) seen from antenna positions."""
    return np.asarray(np.degrees(np.arccos((unit(antenna - target) * vertical(target)).sum(axis=-1))))


def elevation(target: Array, antenna: Array) -> Array:
    """Return the angles (...,) in degrees at the antenna between the direction to the Earth's centre and the target."""
    return np.asarray(np.degrees(np.arccos((unit(target - antenna) * unit(-antenna)).sum(axis=-1))))


def aim(plane: Plane, target: Array, incidence_deg: float, *, ascending: bool) -> Array:
    """Return the state (6,) at the epoch whose right-looking, zero-Doppler beam meets a target at an incidence angle.

    Solve argument of latitude and node by Newton's method from the spherical answer, then round to
    0.1 mm and 0.1 um/s. Raise ValueError where the orbit never comes near enough to the target.
    """
    theta = radians(incidence_deg)

    def residual(latitude: float, node: float) -> tuple[float, float]:
        moment = earth_fixed(osculating(plane, latitude, node), 0.0)
        sight = target - moment[:3]
        return float((sight * unit(moment[3:])).sum()), (
            radians(float(incidence(target, moment[:3]))) - theta
        ) * plane.semi_major_m

    latitude, node = _spherical_aim(plane, target, theta, ascending)
    for _ in range(8):
        doppler, angle = residual(latitude, node)
        nudge = 1e-6
        d_lat, a_lat = (
            (b - a) / nudge for a, b in zip((doppler, angle), residual(latitude + nudge, node), strict=True)
        )
        d_node, a_node = (
            (b - a) / nudge for a, b in zip((doppler, angle), residual(latitude, node + nudge), strict=True)
        )
        size = d_lat * a_node - d_node * a_lat
        latitude -= (doppler * a_node - angle * d_node) / size
        node -= (angle * d_lat - doppler * a_lat) / size
    if hypot(*residual(latitude, node)) > 0.1:
        raise ValueError("the aim did not settle: the target lies too near the orbit's northern or southern end")
    state = osculating(plane, latitude, node)
    return np.concatenate([np.round(state[:3], 4), np.round(state[3:], 7)])


def _spherical_aim(plane: Plane, target: Array, theta: float, ascending: bool) -> tuple[float, float]:
    ground = float(norm(target))
    offset = theta - asin(ground * sin(theta) / plane.semi_major_m)
    height = target[2] / ground
    rise = (height + sin(offset) * cos(plane.inclination)) / (cos(offset) * sin(plane.inclination))
    if abs(rise) >= 1:
        raise ValueError("the target lies beyond the reach of this orbit at this incidence angle")
    latitude = asin(rise) if ascending else pi - asin(rise)
    east = cos(offset) * cos(latitude)
    north = cos(offset) * sin(latitude) * cos(plane.inclination) + sin(offset) * sin(plane.inclination)
    return latitude, atan2(target[1], target[0]) - atan2(north, east)


def geolocate(moments: Array, slant_range: Array, height: float) -> Array:
    """Return the points (n, 3) at a height right of Earth-fixed states (n, 6), at zero Doppler and slant ranges.

    Newton's method on the range sphere, the zero-Doppler plane and the ellipsoid grown by the height.
    """
    antenna, ahead = moments[:, :3], unit(moments[:, 3:])
    axes = np.array([SEMI_MAJOR + height, SEMI_MAJOR + height, SEMI_MINOR + height]) ** 2
    point = _spherical_points(antenna, ahead, slant_range)
    for _ in range(8):
        sight = point - antenna
        misses = ((sight * sight).sum(1) - slant_range**2, (sight * ahead).sum(1), (point * point / axes).sum(1) - 1)
        slopes = (2 * sight, ahead, 2 * point / axes)
        crosses = [np.cross(slopes[(k + 1) % 3], slopes[(k + 2) % 3]) for k in range(3)]
        scale = (slopes[0] * crosses[0]).sum(1)[:, None]
        for miss, cross in zip(misses, crosses, strict=True):
            point = point - miss[:, None] * cross / scale
    return point


def _spherical_points(antenna: Array, ahead: Array, slant_range: Array) -> Array:
    radius, down = norm(antenna), -unit(antenna)
    right = unit(np.cross(down, ahead))
    cosine = (radius**2 + slant_range**2 - 6.371e6**2) / (2 * radius * slant_range)
    reach = slant_range[:, None]
    return antenna + reach * (cosine[:, None] * down + np.sqrt(1 - cosine**2)[:, None] * right)


def slant_ranges(moment: Array, target: Array, ground: Array, height: float) -> Array:
    """Return the slant ranges (n,) of points at signed ground distances (m) from a target.

    Away from the track is positive. The points lie in the zero-Doppler plane of one Earth-fixed
    state (6,); distances follow the sphere through them.
    """
    moments = np.tile(moment, (len(ground), 1))
    middle = norm(target - moment[:3])
    reach = middle + ground * sin(radians(float(incidence(target, moment[:3]))))
    for _ in range(25):
        points = geolocate(moments, reach, height)
        chord, radius = norm(points - target), norm(points)
        arc = np.copysign(2 * radius * np.arcsin(chord / (2 * radius)), reach - middle)
        reach = reach + (ground - arc) * np.sin(np.radians(incidence(points, moments[:, :3])))
    return np.round(reach, 4)


def heading(moment: Array) -> float:
    """Return the course over ground of an Earth-fixed state (6,) in degrees east of north."""
    position, velocity = moment[:3], moment[3:]
    east = unit(np.array([-position[1], position[0], 0.0]))
    north = np.cross(unit(position), east)
    return degrees(atan2(float((velocity * east).sum()), float((velocity * north).sum())))
