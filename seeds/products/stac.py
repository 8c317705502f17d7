"""STAC 1.1.0 Items with the sar, sat, view, product and processing extensions, placed by an orbit like any product.

Besides the keys of scene, a spec gives ``id``, ``platform`` (of the fleet, or with an ``orbit`` of its own), ``mode``,
``product_type``, and may give ``polarisations``, ``constellation``, ``frequency_ghz`` with ``band``, ``resolution_m``,
``orbit_number``, ``relative_orbit``, ``facility`` {name}, ``processed``, ``level``, ``providers``, ``assets``, and
``properties`` that are added as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seeds.products import beam
from seeds.products.fleet import FLEET
from seeds.products.scene import Scene, Spec, completed, outline, scene, utc

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

EXTENSIONS = [
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("sar/v1.3.0", "sat/v1.0.0", "view/v1.0.0", "product/v0.1.0", "processing/v1.2.0")
]
DEFAULTS: Mapping[str, Any] = {
    "width_km": 30,
    "length_km": 30,
    "incidence_deg": 35.0,
    "polarisations": ["VV"],
    "frequency_ghz": 5.4,
    "band": "C",
    "level": "L1",
    "product_type": "SLC",
}


def item(given: Spec) -> dict[str, Any]:
    """Return the STAC Item of a spec."""
    spec = completed(given, DEFAULTS)
    made = scene(spec, spec["platform"].lower())
    ring = [[round(lon, 6), round(lat, 6)] for lon, lat in reversed(outline(made))]
    lons, lats = ([point[k] for point in ring] for k in (0, 1))
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": EXTENSIONS,
        "id": spec["id"],
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "bbox": [min(lons), min(lats), max(lons), max(lats)],
        "properties": _properties(spec, made) | dict(spec.get("properties", {})),
        "links": [],
        "assets": dict(spec.get("assets", {})),
    }


def _properties(spec: Spec, made: Scene) -> dict[str, Any]:
    known = FLEET.get(spec["platform"].lower())
    values = {
        "datetime": _time(made.start),
        "start_datetime": _time(made.start),
        "end_datetime": _time(made.stop),
        "platform": spec["platform"],
        "constellation": spec.get("constellation"),
        "instruments": ["sar"],
        "providers": spec.get("providers"),
        "sar:instrument_mode": spec["mode"],
        "sar:frequency_band": spec["band"],
        "sar:center_frequency": spec["frequency_ghz"],
        "sar:polarizations": list(spec["polarisations"]),
        "sar:observation_direction": "right",
        "sar:resolution_range": spec.get("resolution_m"),
        "sar:resolution_azimuth": spec.get("resolution_m"),
        "sat:platform_international_designator": known.cospar if known else None,
        "sat:orbit_state": spec["pass"],
        "sat:absolute_orbit": spec.get("orbit_number"),
        "sat:relative_orbit": spec.get("relative_orbit"),
        "sat:anx_datetime": _time(made.node_time),
        "view:incidence_angle": round(float(beam.incidence(made.target, made.middle[:3])), 3),
        "view:off_nadir": round(float(beam.elevation(made.target, made.middle[:3])), 3),
        "product:type": spec["product_type"],
        "processing:level": spec["level"],
        "processing:facility": spec.get("facility", {}).get("name"),
        "processing:datetime": _time(utc(spec["processed"])) if "processed" in spec else None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _time(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}Z"
