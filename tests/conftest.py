"""Shared by all tests: one cache of compiled stores a run, and nothing of the user's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def clean_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give every test a user who has no folders yet, and keep compiled stores for the run."""
    home = tmp_path_factory.mktemp("home")
    changed = {
        "SARCHECK_CACHE": os.environ.get("SARCHECK_CACHE", str(home / "cache")),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    before = {name: os.environ.get(name) for name in [*changed, "SARCHECK_RULES"]}
    os.environ.update(changed)
    os.environ.pop("SARCHECK_RULES", None)
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
