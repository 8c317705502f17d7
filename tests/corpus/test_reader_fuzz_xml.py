"""Mutated metadata files of real products: a Product or a ProductError comes out, soon."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.mutations import mutations, outcome

REAL = (
    "terrasar-x/*/*.xml",
    "radarsat-2/*/product.xml",
    "rcm-3/*/metadata/product.xml",
    "gaofen-3/*/*.meta.xml",
    "saocom-1/*/*.xemt",
    "saocom-1/S1A*/Data/*-hh-h.xml",
    "sentinel-1/S1A_S6*/manifest.safe",
)


@pytest.mark.parametrize("pattern", REAL)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(damages=st.lists(mutations(), min_size=1, max_size=3))
def test_mutated_real_files(shared, pattern, damages):
    path = sorted((shared / "data/products").glob(pattern))[0]
    data = path.read_bytes()
    for damage in damages:
        data = damage(data.decode(errors="replace"))
    outcome({path.name: data})
