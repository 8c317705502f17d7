"""The table of fingerprints in docs/provenance.md is that of the pack; SARCHECK_UPDATE_DOCS=1 writes it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from sarcheck.model import NominalOrbit
from sarcheck.provenance.geometry import CHECKS

ROOT = Path(__file__).parents[1]
DOC = ROOT / "docs/provenance.md"
BEGIN, END = "<!-- fingerprints -->\n", "<!-- end -->"
HEAD = (
    "| platform | inclination | semi-major axis, km | local time of the node, h | products | usable |\n"
    "|---|---|---|---|---|---|\n"
)


def row(key: str, orbit: NominalOrbit) -> str:
    may = orbit.tolerances
    axis = f"{orbit.semi_major_axis_km:g} ± {may.semi_major_axis_km:g}" if orbit.semi_major_axis_km else ""
    local = f"{orbit.local_time_h:g} ± {may.local_time_h:g}" if orbit.local_time_h is not None else ""
    inclination = f"{orbit.inclination_deg:g} ± {may.inclination_deg:g}"
    return f"| `{key}` | {inclination} | {axis} | {local} | {orbit.products} | {'yes' if orbit.usable else 'no'} |\n"


def table() -> str:
    raw: list[dict[str, Any]] = tomllib.loads((ROOT / "rules/platforms.toml").read_text(encoding="utf-8"))["platform"]
    found = {one["key"]: msgspec.convert(one["orbit"], NominalOrbit) for one in raw if "orbit" in one}
    return HEAD + "".join(row(key, found[key]) for key in sorted(found))


def test_the_table_of_fingerprints_is_the_packs() -> None:
    text = DOC.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    shown, after = rest.split(END)
    if os.environ.get("SARCHECK_UPDATE_DOCS"):
        DOC.write_text(before + BEGIN + table() + END + after, encoding="utf-8", newline="\n")
        return
    assert shown == table()


def test_every_question_is_in_the_table() -> None:
    text = DOC.read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"| `{check}` |" in text
