"""Spacety's imitation of a Sentinel-1 SAFE (product layouts B1).

Besides the keys of scene, a spec may give ``mode`` ("SM", "SP", "NS", "ES"), ``swath``, ``product_type`` ("SLC"),
``polarisations``, ``mission_id`` (the prefix of names, "BC1"), ``state_platform`` with ``family_name`` and ``number``,
``orbit_number``, ``relative_orbit``, ``data_take``, ``facility``, ``software``, ``processed`` and ``package``.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from seeds.products import safe
from seeds.products.annotation import Identity, Sensor
from seeds.products.markup import Content, compact, time
from seeds.products.scene import Scene, Spec, completed, scene, utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FREQUENCY_HZ, PRF_HZ = 5.4e9, 3830.0
DEFAULTS: Mapping[str, Any] = {
    "mode": "SM",
    "product_type": "SLC",
    "polarisations": ["VV"],
    "mission_id": "BC1",
    "state_platform": True,
    "family_name": "HISEA-1",
    "package": "folder",
    "software": {"name": "SAR level 1 processor", "version": "1.0"},
}
MODES: Mapping[str, Mapping[str, Any]] = {
    "SM": {"width_km": 20, "duration_s": 5.2, "incidence_deg": 29.0, "swaths": ["SM1"]},
    "SP": {"width_km": 5, "length_km": 5, "incidence_deg": 33.5, "swaths": ["SP1"]},
    "NS": {"width_km": 50, "duration_s": 18.4, "incidence_deg": 35.5, "swaths": [f"NS{k}" for k in range(1, 5)]},
    "ES": {"width_km": 100, "duration_s": 30.0, "incidence_deg": 33.0, "swaths": [f"ES{k}" for k in range(1, 7)]},
}
_SPACING = {"SM": (0.6258, 1.18), "SP": (0.3122, 0.41), "NS": (2.498, 4.72), "ES": (4.997, 9.44)}
_COUNTED, _COUNT, _EVERY = dt.datetime(2021, 3, 24, 21, 43, 40, tzinfo=dt.UTC), 394, dt.timedelta(hours=3.363)
"""A published product's time and number, and how fast that number grows to a later one's (394, 804)."""


def write(given: Spec, folder: Path) -> Path:
    """Write a product in Spacety's layout and return its path."""
    spec = completed(given, DEFAULTS, MODES[given.get("mode", "SM")])
    swaths = [spec["swath"]] if "swath" in spec else spec["swaths"]
    made = scene(spec, "hisea-1")
    sensor = Sensor(spec["mode"], spec["product_type"], FREQUENCY_HZ, PRF_HZ, *_SPACING[spec["mode"]], 1, 5)
    number = spec.get("orbit_number", _COUNT + round((made.start - _COUNTED) / _EVERY))
    identity = Identity(spec["mission_id"], number, spec.get("data_take", number))

    def stem(swath: str, channel: str, number: int) -> str:
        return (
            f"{identity.mission}-{swath}-{sensor.product_type}-{channel}-{compact(made.start)}-"
            f"{identity.orbit:06d}-{identity.data_take:06x}-{number:02d}"
        )

    files = safe.contents(made, sensor, identity, swaths, spec["polarisations"], stem)
    metadata = safe.metadata(
        made,
        safe.Orbit(number, spec.get("relative_orbit", number), 1),
        processing=_processing(spec, made),
        platform=_platform(spec, swaths),
        general=_general(spec, identity),
    )
    manifest = safe.manifest("1.0", f"{sensor.mode} Level-1 {sensor.product_type} Product", metadata, files)
    name = (
        f"{identity.mission}_{sensor.mode}_{sensor.product_type}_1S{safe.channel_code(spec['polarisations'])}_"
        f"{compact(made.start)}_{identity.orbit:06d}_{identity.data_take:06X}"
    )
    return safe.pack(name, manifest, files, folder, spec["package"])


def _processing(spec: Spec, made: Scene) -> Content:
    return {
        "@name": f"{spec['product_type']} Processing",
        "@start": time(utc(spec.get("processed", made.stop + dt.timedelta(hours=9)))),
        "safe:facility": safe.facility(spec),
    }


def _platform(spec: Spec, swaths: list[str]) -> Content:
    stated = {}
    if spec["state_platform"]:
        stated = {"safe:familyName": spec["family_name"]} | (
            {"safe:number": spec["number"]} if "number" in spec else {}
        )
    mode = {"s1sarl1:mode": spec["mode"], "s1sarl1:swath": list(swaths)}
    return stated | {"safe:instrument": {"safe:extension": {"s1sarl1:instrumentMode": mode}}}


def _general(spec: Spec, identity: Identity) -> Content:
    return {
        "s1sarl1:missionDataTakeID": identity.data_take,
        "s1sarl1:transmitterReceiverPolarisation": list(spec["polarisations"]),
        "s1sarl1:productClass": "S",
        "s1sarl1:productComposition": "Individual",
        "s1sarl1:productType": spec["product_type"],
    }
