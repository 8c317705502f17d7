"""One armed rules folder for the whole campaign."""

from __future__ import annotations

import pytest

from sarcheck.ruleset import Ruleset
from tests.evasion import camp


@pytest.fixture(scope="session")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    return camp.german(tmp_path_factory.mktemp("camp"))
