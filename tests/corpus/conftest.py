"""Tests here run on real products and lists, which are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DEFAULT = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data: SARCHECK_SHARED, else ``shared`` beside the checkout."""
    folder = Path(os.environ.get("SARCHECK_SHARED", DEFAULT))
    if not (folder / "data").is_dir():
        pytest.skip("real products and lists are not at hand (set SARCHECK_SHARED to their folder)")
    return folder
