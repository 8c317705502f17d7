"""The weights of a score, as the rules pack holds them: checked against their hash, defaults from the shipped pack."""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.match.align import Alignment
from sarcheck.match.features import FEATURES, Row
from sarcheck.packs import Matching, NameModel, Weights

__all__ = ["BESIDE", "KINDS", "Model", "checked", "default", "digest", "ready", "shipped"]

BESIDE = {
    "agrees": {"country", "born", "gender", "identifier"},
    "differs": {"country", "born", "gender", "identifier", "kind"},
}
"""The facts beside a name that a model weighs."""

KINDS = ("person", "organization", "vessel")

PACK = Path("matching.toml")


def digest(model: NameModel) -> str:
    """Return the SHA-256 of a model's values, of the sorted JSON without its own hash."""
    values: dict[str, Any] = msgspec.to_builtins(model)
    del values["sha256"]
    return hashlib.sha256(msgspec.json.encode(values, order="sorted")).hexdigest()


def checked(model: NameModel, file: str) -> NameModel:
    """Return a model whose features are known, whose signs are right and whose hash holds; else raise RulesError."""
    for kind in KINDS:
        weights: Weights = getattr(model, kind)
        known = {row.name: row.sign for row in FEATURES}
        if wrong := sorted(weights.features.keys() ^ known.keys()):
            raise RulesError(file, f"/model/{kind}/features", f"must weigh each known feature: {', '.join(wrong)}")
        if wrong := sorted(n for n, w in weights.features.items() if not (math.isfinite(w) and w * known[n] >= 0)):
            raise RulesError(file, f"/model/{kind}/features", f"the sign is wrong: {', '.join(wrong)}")
    for side, names in BESIDE.items():
        facts: dict[str, float] = getattr(model, side)
        if facts.keys() != names or not all(
            0 <= abs(value) < 1 and (value > 0) == (side == "agrees") for value in facts.values()
        ):
            raise RulesError(file, f"/model/{side}", f"must weigh {', '.join(sorted(names))}, each within its bounds")
    if model.sha256 != digest(model):
        raise RulesError(file, "/model/sha256", f"is not that of the values, which is {digest(model)}")
    return model


class Step(NamedTuple):
    """A feature to measure, its weight, and what the features after it can add at most."""

    row: Row
    weight: float
    still: float


class Model(NamedTuple):
    """A model made ready: for each kind of name its bias and the features that count, and the facts beside names."""

    bias: dict[str, float]
    steps: dict[str, tuple[Step, ...]]
    agrees: dict[str, float]
    differs: dict[str, float]

    def logit(self, a: Alignment, least: float) -> float | None:
        """Return the logit of an alignment, or None as soon as nothing left to measure could lift it to ``least``."""
        found = self.bias[a.left.kind]
        for row, weight, still in self.steps[a.left.kind]:
            found += weight * row.measure(a)
            if found + still < least:
                return None
        return found


def ready(model: NameModel) -> Model:
    """Return a model as scoring uses it."""
    return Model(
        bias={kind: getattr(model, kind).bias for kind in KINDS},
        steps={kind: _steps(getattr(model, kind)) for kind in KINDS},
        agrees=model.agrees,
        differs=model.differs,
    )


def _steps(weights: Weights) -> tuple[Step, ...]:
    rows = [(row, weights.features[row.name]) for row in FEATURES if weights.features[row.name]]
    return tuple(Step(row, w, sum(v for _, v in rows[i + 1 :] if v > 0)) for i, (row, w) in enumerate(rows))


@lru_cache(maxsize=1)
def shipped() -> NameModel:
    """Return the model of the pack that ships with sarcheck."""
    package = Path(__file__).resolve().parents[1]
    wheel = package / "_rules"
    path = (wheel if wheel.is_dir() else package.parent / "rules") / PACK
    model = tomlfile.converted(tomlfile.read(path), Matching, path).model
    if model is None:
        raise RulesError(str(path), "/model", "is missing from the default pack")
    return checked(model, str(path))


@lru_cache(maxsize=1)
def default() -> Model:
    """Return the shipped model, ready."""
    return ready(shipped())
