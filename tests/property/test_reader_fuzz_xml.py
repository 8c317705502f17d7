"""Mutated products of the XML formats, made up: a Product or a ProductError comes out, soon."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.documents import PRODUCTS
from tests.readers.mutations import mutations, outcome


@pytest.mark.parametrize("format_", list(PRODUCTS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(damages=st.lists(mutations(), min_size=1, max_size=3), pick=st.integers(0, 2))
def test_mutated_made_up_products(format_, damages, pick):
    files = {name: text.encode() for name, text in PRODUCTS[format_].items()}
    target = sorted(files)[pick % len(files)]
    for damage in damages:
        files[target] = damage(files[target].decode(errors="replace"))
    outcome(files)
