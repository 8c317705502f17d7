"""The annotation file of one swath and channel: Sentinel-1's elements, which Spacety's products share.

Product layouts A1 and B1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from seeds.products import beam
from seeds.products.markup import Content, counted, document, polynomial, science, time
from seeds.products.orbits import Array, norm
from seeds.products.scene import Grid, Scene, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT = 299792458.0  # m/s
ROWS, COLUMNS = 4, 5


@dataclass(frozen=True)
class Sensor:
    """What a mode's images have in common; ``range_spacing`` is on the ground, or in slant range for complex images."""

    mode: str
    product_type: str
    frequency_hz: float
    prf_hz: float
    range_spacing: float
    azimuth_spacing: float
    vector_step_s: int
    vector_margin_s: int

    @property
    def complex(self) -> bool:
        """Tell whether pixels are complex, which is to say in slant range."""
        return self.product_type == "SLC"


@dataclass(frozen=True)
class Identity:
    """Who and when, as every file of a product repeats it."""

    mission: str
    orbit: int
    data_take: int


@dataclass(frozen=True)
class Image:
    """One swath of a scene as an image: its sampling, and the grid that places it."""

    swath: str
    samples: int
    lines: int
    interval_s: float
    near: float
    pixels: tuple[int, ...]
    rows: tuple[int, ...]
    ground: Array
    reach: Array
    grid: Grid


def image(scene: Scene, sensor: Sensor, swath: str, left: float, right: float) -> Image:
    """Return the image of a swath between two signed ground distances (m) from the scene's centre."""
    near, far = scene.ranges(np.array([left, right]))
    across = (far - near) if sensor.complex else (right - left)
    samples = round(across / sensor.range_spacing) + 1
    pixels = _spread(samples, COLUMNS)
    shares = np.array(pixels) / (samples - 1)
    ground = left + shares * (right - left)
    reach = np.round(near + shares * (far - near), 4) if sensor.complex else scene.ranges(ground)
    ground_speed = norm(scene.middle[3:]) * norm(scene.target) / norm(scene.middle[:3])
    seconds = scene.duration.total_seconds()
    lines = round(seconds * float(ground_speed) / sensor.azimuth_spacing) + 1
    rows = _spread(lines, ROWS)
    interval = seconds / (lines - 1)
    times = [scene.start + dt.timedelta(seconds=row * interval) for row in rows]
    return Image(
        swath, samples, lines, interval, float(near), pixels, rows, ground - left, reach, grid(scene, times, reach)
    )


def _spread(size: int, count: int) -> tuple[int, ...]:
    return tuple(round(k * (size - 1) / (count - 1)) for k in range(count))


def annotate(scene: Scene, sensor: Sensor, image: Image, identity: Identity, channel: str, number: int) -> bytes:
    """Return the annotation file of one image in one channel, the ``number``-th of its product."""
    content = {
        "adsHeader": {
            "missionId": identity.mission,
            "productType": sensor.product_type,
            "polarisation": channel,
            "mode": sensor.mode,
            "swath": image.swath,
            "startTime": time(scene.start),
            "stopTime": time(scene.stop),
            "absoluteOrbitNumber": identity.orbit,
            "missionDataTakeId": identity.data_take,
            "imageNumber": f"{number:03d}",
        },
        "generalAnnotation": _general(scene, sensor, image),
        "imageAnnotation": {
            "imageInformation": _image(scene, sensor, image),
            "processingInformation": {
                "orbitDataFileUsed": "false",
                "ellipsoidName": "WGS84",
                "ellipsoidSemiMajorAxis": science(beam.SEMI_MAJOR),
                "ellipsoidSemiMinorAxis": science(beam.SEMI_MINOR),
            },
        },
        "dopplerCentroid": {"dcEstimateList": counted("dcEstimate", [_doppler(scene, image)])},
        "geolocationGrid": {
            "geolocationGridPointList": counted("geolocationGridPoint", _points(scene, image)),
        },
        "coordinateConversion": {
            "coordinateConversionList": counted(
                "coordinateConversion", [] if sensor.complex else [_conversion(scene, image)]
            ),
        },
    }
    return document("product", content)


def _general(scene: Scene, sensor: Sensor, image: Image) -> Content:
    times, states = scene.vectors(sensor.vector_step_s, sensor.vector_margin_s)
    slant_spacing = sensor.range_spacing * (1.0 if sensor.complex else 0.5)
    return {
        "productInformation": {
            "pass": "Ascending" if scene.middle[5] > 0 else "Descending",
            "platformHeading": science(beam.heading(scene.middle)),
            "projection": "Slant Range" if sensor.complex else "Ground Range",
            "rangeSamplingRate": science(LIGHT / 2 / slant_spacing),
            "radarFrequency": science(sensor.frequency_hz),
            "prf": science(sensor.prf_hz),
        },
        "downlinkInformationList": counted(
            "downlinkInformation",
            [{"swath": image.swath, "azimuthTime": time(scene.start), "prf": science(sensor.prf_hz)}],
        ),
        "orbitList": counted("orbit", [_vector(moment, state) for moment, state in zip(times, states, strict=True)]),
        "terrainHeightList": counted(
            "terrainHeight",
            [{"azimuthTime": time(moment), "value": science(scene.height)} for moment in (scene.start, scene.stop)],
        ),
    }


def _vector(moment: dt.datetime, state: Array) -> Content:
    return {
        "time": time(moment),
        "frame": "Earth Fixed",
        "position": {axis: science(value) for axis, value in zip("xyz", state[:3], strict=True)},
        "velocity": {axis: science(value) for axis, value in zip("xyz", state[3:], strict=True)},
    }


def _image(scene: Scene, sensor: Sensor, image: Image) -> Content:
    middle = scene.moments([scene.epoch])
    centre = beam.geolocate(middle, image.reach[[len(image.reach) // 2]], scene.height)
    return {
        "productFirstLineUtcTime": time(scene.start),
        "productLastLineUtcTime": time(scene.stop),
        "ascendingNodeTime": time(scene.node_time),
        "anchorTime": time(scene.start),
        "productComposition": "Individual",
        "slantRangeTime": science(2 * image.near / LIGHT),
        "pixelValue": "Complex" if sensor.complex else "Detected",
        "outputPixels": "16 bit Signed Integer" if sensor.complex else "16 bit Unsigned Integer",
        "rangePixelSpacing": science(sensor.range_spacing),
        "azimuthPixelSpacing": science(sensor.azimuth_spacing),
        "azimuthTimeInterval": science(image.interval_s),
        "azimuthFrequency": science(sensor.prf_hz if sensor.complex else 1 / image.interval_s),
        "numberOfSamples": image.samples,
        "numberOfLines": image.lines,
        "incidenceAngleMidSwath": science(float(beam.incidence(centre, middle[:, :3])[0])),
    }


def _doppler(scene: Scene, image: Image) -> Content:
    still = polynomial([0.0, 0.0, 0.0])  # the platform steers to zero Doppler
    return {
        "azimuthTime": time(scene.epoch),
        "t0": science(2 * image.near / LIGHT),
        "geometryDcPolynomial": still,
        "dataDcPolynomial": still,
    }


def _points(scene: Scene, image: Image) -> list[Mapping[str, Any]]:
    points = image.grid
    return [
        {
            "azimuthTime": time(points.times[k]),
            "slantRangeTime": science(2 * points.ranges[k] / LIGHT),
            "line": image.rows[k // COLUMNS],
            "pixel": image.pixels[k % COLUMNS],
            "latitude": science(points.latitude[k]),
            "longitude": science(points.longitude[k]),
            "height": science(scene.height),
            "incidenceAngle": science(points.incidence[k]),
            "elevationAngle": science(points.elevation[k]),
        }
        for k in range(len(points.times))
    ]


def _conversion(scene: Scene, image: Image) -> Content:
    return {
        "azimuthTime": time(scene.epoch),
        "slantRangeTime": science(2 * image.near / LIGHT),
        "sr0": science(image.near),
        "srgrCoefficients": polynomial(_through(image.reach - image.near, image.ground)),
        "gr0": science(0.0),
        "grsrCoefficients": polynomial(_through(image.ground, image.reach)),
    }


def _through(places: Array, values: Array) -> list[float]:
    """Return the polynomial, constant term first, through points: Newton's divided differences, multiplied out."""
    steps = [float(value) for value in values]
    for order in range(1, len(places)):
        for k in range(len(places) - 1, order - 1, -1):
            steps[k] = (steps[k] - steps[k - 1]) / float(places[k] - places[k - order])
    terms = [steps[-1]]
    for k in range(len(places) - 2, -1, -1):
        shifted = [0.0, *terms]
        terms = [b - float(places[k]) * a for a, b in zip([*terms, 0.0], shifted, strict=True)]
        terms[0] += steps[k]
    return terms
