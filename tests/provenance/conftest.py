"""A synthetic product whose geometry closes, made by code of its own, and a table of platforms to hold it against."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from sarcheck import readers
from sarcheck.model import NominalOrbit, OrbitTolerances, Platform, Product, ProvenanceLimits
from sarcheck.platforms import PlatformTable

ROOT = Path(__file__).parents[2]
TIGHT = OrbitTolerances(inclination_deg=0.03, semi_major_axis_km=2.0, local_time_h=0.1)
ORBITS = {
    "sentinel-1a": NominalOrbit(
        inclination_deg=98.183, semi_major_axis_km=7071.0, local_time_h=18.02, tolerances=TIGHT, products=7
    ),
    "twin": NominalOrbit(inclination_deg=98.183, semi_major_axis_km=7071.0, local_time_h=18.02, tolerances=TIGHT),
    "low": NominalOrbit(inclination_deg=97.446, semi_major_axis_km=6883.5, local_time_h=18.02, tolerances=TIGHT),
    "noon": NominalOrbit(inclination_deg=98.183, semi_major_axis_km=7071.0, local_time_h=12.0, tolerances=TIGHT),
    "drifting": NominalOrbit(
        inclination_deg=98.183, semi_major_axis_km=7071.0, local_time_h=3.0, tolerances=TIGHT, usable=False
    ),
    "inclined": NominalOrbit(inclination_deg=53.0, tolerances=TIGHT, usable=False),
}


@pytest.fixture(scope="session")
def limits() -> ProvenanceLimits:
    raw = tomllib.loads((ROOT / "rules/provenance.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, ProvenanceLimits)


@pytest.fixture(scope="session")
def table(limits: ProvenanceLimits) -> PlatformTable:
    platforms = [Platform(key=key, orbit=nominal) for key, nominal in ORBITS.items()]
    return PlatformTable([*platforms, Platform(key="unknown-orbit")], [], limits=limits)


@pytest.fixture(scope="session")
def genuine() -> Product:
    (path,) = (ROOT / "samples/germany-flood/products").iterdir()
    return readers.read(path)
