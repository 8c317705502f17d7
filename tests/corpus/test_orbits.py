"""Real products: their orbits lead to the points that they state, and forgeries of them are found."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from msgspec.structs import replace

from sarcheck import orbit, provenance, readers, ruleset
from sarcheck.errors import ProductError
from sarcheck.provenance import geometry, plane
from tests.corpus.truth import rows

CLOSES_WITHIN_M = 4.0
"""Sentinel-1's grids are made with better orbits than the annotated ones."""
MADE_UP = ("sarpy", "sarkit", "synthetic")
"""Places of products that no satellite took."""


@pytest.fixture(scope="module")
def platforms():
    return ruleset.load(ruleset.default_pack()).platforms


@pytest.fixture(scope="module")
def products(shared):
    """Return every product of the table that can be read and has state vectors, by its path."""
    genuine = {row["path"] for row in rows(shared, lambda row: row["genuineness"].startswith("genuine"))}
    found = {}
    for path in sorted(genuine):
        try:
            product = readers.read(shared / "data/products" / path)
        except ProductError:
            continue
        if product.state_vectors and not any(word in path for word in MADE_UP):
            found[path] = product
    assert len([path for path in found if path.startswith("sentinel-1/")]) >= 8
    return found


def test_sentinel_1_grids_are_met_within_metres(products):
    for path, product in products.items():
        if product.format != "sentinel1":
            continue
        track = orbit.track(product.state_vectors)
        for ties in product.ties:
            position, velocity = orbit.states(track, track.at([p.time for p in ties.points]), 0.0)
            reach, height = (np.array([getattr(p, name) for p in ties.points]) for name in ("slant_range", "height"))
            found = orbit.geolocate(position, velocity, reach, np.ones(len(reach)), height)
            lon, lat = (np.array([getattr(p, name) for p in ties.points]) for name in ("longitude", "latitude"))
            off = orbit.length(found - orbit.earth_fixed(lon, lat, height))
            assert off.max() < CLOSES_WITHIN_M, path


def test_withheld_vectors_are_interpolated_within_a_decimetre(products):
    for path, product in products.items():
        if product.format != "sentinel1":
            continue
        track = orbit.track(product.state_vectors)
        inner = np.arange(2, len(track.seconds) - 2, 2)
        kept = np.setdiff1d(np.arange(len(track.seconds)), inner)
        sparse = orbit.Track(track.epoch, track.seconds[kept], track.position[kept], track.velocity[kept])
        position, _ = orbit.states(sparse, track.seconds[inner], 0.0)
        assert orbit.length(position - track.position[inner]).max() < 0.15, path


def test_no_genuine_product_is_doubted(products, platforms):
    wrong = [
        f"{path}: {fact.check}: {fact.message}"
        for path, product in products.items()
        for fact in provenance.facts(product, platforms)
        if fact.result == "fail" and fact.check in geometry.CHECKS
    ]
    assert wrong == []


def test_each_platform_keeps_to_its_orbit(products, platforms):
    nominal = dict(platforms.orbits)
    for path, product in products.items():
        if product.platform in nominal and nominal[product.platform].usable:
            found = orbit.plane(orbit.track(product.state_vectors))
            assert not plane.misfits(nominal[product.platform], found), path


def forged(product):
    """Yield a few forgeries of a product, by name."""
    ties = tuple(
        replace(one, points=tuple(replace(p, latitude=p.latitude + 3 / 111.2) for p in one.points))
        for one in product.ties
    )
    yield "3 km north", replace(product, ties=ties)
    half = dt.timedelta(seconds=0.5)
    yield "0.5 s", replace(product, state_vectors=tuple(replace(v, time=v.time + half) for v in product.state_vectors))
    yield "look", replace(product, look={"right": "left", "left": "right"}[product.look])


def test_forgeries_are_found(products, platforms):
    tried = 0
    for path, product in products.items():
        closure = next(f for f in provenance.facts(product, platforms) if f.check == "closure")
        if product.look is None or closure.result != "pass" or not closure.numbers["ranges"]:
            continue
        for name, forgery in forged(product):
            tried += 1
            facts = provenance.facts(forgery, platforms)
            assert any(f.check == "closure" and f.result == "fail" for f in facts), f"{path}: {name}"
    assert tried >= 24
