"""Batches of orders on a tiny pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sarcheck import batch, load_rules
from sarcheck.batch import Job
from sarcheck.packs import OrderPatterns
from tests import tiny
from tests.builders import AS_OF

MakeJob = Callable[..., Job]

LIMITS = OrderPatterns(cell_deg=0.1, small_deg=0.5, customers=3, sellers=3, split=3, split_days=14)


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("tiny") / "pack")


@pytest.fixture
def job(rules: Path, tmp_path: Path) -> MakeJob:
    """Return a function that makes the job of a run into a folder of its own."""

    def make(name: str = "out", **fields: Any) -> Job:
        folder = Path(fields.get("rules") or rules)
        sha256 = load_rules(folder).stamp.sha256
        given = {"as_of": AS_OF, "out": str(tmp_path / name), "form": "ndjson", "patterns": LIMITS}
        return Job(**(given | fields | {"rules": str(folder), "ruleset": sha256}))

    return make


def documents(count: int) -> list[bytes]:
    """Return orders of which every seventh names a listed-like operator only, every fifth cannot be read."""
    return [document(i) if i % 5 != 4 else b'{"id": "broken", "parties": [' for i in range(count)]


def document(number: int, **fields: Any) -> bytes:
    """Return an order of a firm of its own, or of one that came before."""
    names = ("Harmlose Kartographie GmbH", "Orbital Imaging Zvezda Co.", f"Firma {number} GmbH")
    party = {"id": "buyer", "roles": ["customer", "end_user"], "name": names[number % 3], "country": "LU"}
    return json.dumps(tiny.order(id=f"O-{number}", parties=[party]) | fields).encode()


def ndjson(path: Path, lines: list[bytes]) -> str:
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return str(path)


def verdicts(job: Job) -> list[bytes]:
    """Return the verdicts of a run in the order of its shards."""
    from sarcheck.batch import forms, summary

    found = [Path(job.out, done.file) for done in summary.records(job.out)]
    return [one for path in found for one in forms.documents(path.name, path.read_bytes())]


def run(place: str, job: Job, **options: Any) -> batch.Summary:
    return batch.run(place, job, **options)
