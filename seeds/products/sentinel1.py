"""Sentinel-1 SAFE products of level 1 (product layouts A1).

Besides the keys of scene, a spec may give ``platform`` ("S1A", "sentinel-1b"), ``mode`` ("IW", "EW", "SM"),
``swath`` (the beam of SM), ``product_type`` ("GRD", "SLC"), ``polarisations``, ``orbit_number``, ``relative_orbit``,
``data_take``, ``facility`` {name, organisation, country, site}, ``software`` {name, version}, ``processed`` and
``package`` ("folder", "zip").
"""

from __future__ import annotations

import binascii
import datetime as dt
from typing import TYPE_CHECKING, Any

from seeds.products import safe
from seeds.products.annotation import Identity, Sensor
from seeds.products.fleet import FLEET
from seeds.products.markup import Content, compact, time
from seeds.products.scene import Scene, Spec, completed, scene, utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FREQUENCY_HZ, PRF_HZ = 5.405e9, 1717.129
DEFAULTS: Mapping[str, Any] = {
    "mode": "IW",
    "product_type": "GRD",
    "polarisations": ["VV"],
    "package": "folder",
    "software": {"name": "Sentinel-1 IPF", "version": "003.52"},
    "facility": {
        "name": "Copernicus S1 Core Ground Segment - DPA",
        "organisation": "ESA",
        "country": "Germany",
        "site": "DLR-Oberpfaffenhofen",
    },
}
MODES: Mapping[str, Mapping[str, Any]] = {
    "IW": {"width_km": 250, "duration_s": 25.0, "incidence_deg": 39.0, "swaths": ["IW1", "IW2", "IW3"]},
    "EW": {"width_km": 400, "duration_s": 60.0, "incidence_deg": 34.5, "swaths": [f"EW{k}" for k in range(1, 6)]},
    "SM": {"width_km": 80, "duration_s": 25.0, "incidence_deg": 36.5, "swath": "S4"},
}
_SPACING = {  # mode, type -> range and azimuth spacing (m), resolution class
    ("IW", "GRD"): (10.0, 10.0, "H"),
    ("EW", "GRD"): (40.0, 40.0, "M"),
    ("SM", "GRD"): (10.0, 10.0, "H"),
    ("IW", "SLC"): (2.329562, 13.94, "_"),
    ("EW", "SLC"): (5.989832, 19.92, "_"),
    ("SM", "SLC"): (1.997943, 4.17, "_"),
}
_TAKES = {"A": (302867, 39156, 8.757), "B": (205463, 26269, 8.03)}
"""Platform -> a data take, its orbit, data takes an orbit, as published products number them."""


def write(given: Spec, folder: Path) -> Path:
    """Write a Sentinel-1 product and return its path; its name ends in the CRC of its manifest, as the format rules."""
    spec = completed(given, DEFAULTS, MODES[given.get("mode", "IW")])
    letter = str(spec.get("platform", "A"))[-1].upper()
    made = scene(spec, f"sentinel-1{letter.lower()}")
    range_spacing, azimuth_spacing, resolution = _SPACING[spec["mode"], spec["product_type"]]
    sensor = Sensor(spec["mode"], spec["product_type"], FREQUENCY_HZ, PRF_HZ, range_spacing, azimuth_spacing, 10, 60)
    orbit = _orbit(spec, made)
    identity = Identity(f"S1{letter}", orbit.number, _data_take(spec, letter, orbit.number))
    beam = spec["swath"] if spec["mode"] == "SM" else spec["mode"]
    swaths = spec["swaths"] if sensor.complex and spec["mode"] != "SM" else [beam]
    times = f"{compact(made.start)}-{compact(made.stop)}"

    def stem(swath: str, channel: str, number: int) -> str:
        return (
            f"{identity.mission}-{swath}-{sensor.product_type}-{channel}-{times}-"
            f"{identity.orbit:06d}-{identity.data_take:06x}-{number:03d}"
        )

    files = safe.contents(made, sensor, identity, swaths, spec["polarisations"], stem)
    metadata = safe.metadata(
        made,
        orbit,
        processing=_processing(spec, made, identity),
        platform=_platform(spec, identity, swaths),
        general=_general(spec, identity),
    )
    channels = safe.channel_code(spec["polarisations"])
    version = f"{sensor.product_type}/standard/{beam}{channels[0]}p".lower()
    manifest = safe.manifest(
        f"esa/safe/sentinel-1.0/sentinel-1/sar/level-1/{version}",
        f"Sentinel-1 {sensor.mode} Level-1 {sensor.product_type} Product",
        metadata,
        files,
    )
    name = (
        f"{identity.mission}_{beam}_{sensor.product_type}{resolution}_1S{channels}_{times.replace('-', '_')}_"
        f"{identity.orbit:06d}_{identity.data_take:06X}_{binascii.crc_hqx(manifest, 0xFFFF):04X}.SAFE"
    )
    return safe.pack(name, manifest, files, folder, spec["package"])


def _orbit(spec: Spec, made: Scene) -> safe.Orbit:
    series = made.platform.series
    if series is None:
        return safe.Orbit(spec["orbit_number"], spec["relative_orbit"], 1)
    number = spec.get("orbit_number", series.number(made.node_time))
    return safe.Orbit(number, spec.get("relative_orbit", series.relative(number)), series.cycle(number))


def _data_take(spec: Spec, letter: str, orbit: int) -> int:
    if "data_take" in spec or letter not in _TAKES:
        return int(spec["data_take"])
    take, at, rate = _TAKES[letter]
    return take + round((orbit - at) * rate)


def _processing(spec: Spec, made: Scene, identity: Identity) -> Content:
    end = utc(spec.get("processed", made.stop + dt.timedelta(hours=3)))
    margin = dt.timedelta(seconds=4)
    source = (
        f"{identity.mission}_{spec['mode']}_RAW__0S{safe.channel_code(spec['polarisations'])}_"
        f"{compact(made.start - margin)}_{compact(made.stop + margin)}_{identity.orbit:06d}_{identity.data_take:06X}"
    )
    return {
        "@name": f"{spec['product_type']} Processing",
        "@start": time(end - dt.timedelta(minutes=9)),
        "@stop": time(end),
        "safe:facility": safe.facility(spec),
        "safe:resource": {
            "@name": f"{source}_{binascii.crc_hqx(source.encode(), 0xFFFF):04X}.SAFE",
            "@role": "Level-0 Product",
        },
    }


def _platform(spec: Spec, identity: Identity, swaths: Sequence[str]) -> Content:
    letter = identity.mission[-1]
    known = FLEET.get(f"sentinel-1{letter.lower()}")
    content: dict[str, Any] = {"safe:nssdcIdentifier": known.cospar} if known else {}
    return content | {
        "safe:familyName": "SENTINEL-1",
        "safe:number": letter,
        "safe:instrument": {
            "safe:familyName": {"@abbreviation": "SAR", "#": "Synthetic Aperture Radar"},
            "safe:extension": {
                "s1sarl1:instrumentMode": {"s1sarl1:mode": spec["mode"], "s1sarl1:swath": list(swaths)},
            },
        },
    }


def _general(spec: Spec, identity: Identity) -> Content:
    return {
        "s1sarl1:instrumentConfigurationID": 7,
        "s1sarl1:missionDataTakeID": identity.data_take,
        "s1sarl1:transmitterReceiverPolarisation": list(spec["polarisations"]),
        "s1sarl1:productClass": "S",
        "s1sarl1:productClassDescription": "SAR Standard L1 Product",
        "s1sarl1:productComposition": "Individual",
        "s1sarl1:productType": spec["product_type"],
        "s1sarl1:productTimelinessCategory": "NRT-3h",
        "s1sarl1:sliceProductFlag": "false",
    }
