"""State vectors as metadata files list them: one element each, or numbers in a row."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING

from sarcheck.model import StateVector
from sarcheck.readers import _values as v
from sarcheck.readers import _xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sarcheck.readers._product import Notes
    from sarcheck.readers._xml import Document

MAX_VECTORS = 20_000
SURE_M = 1.0
"""Metres by which two files may place the satellite apart at one time."""


def each(document: Document, path: str, names: Sequence[str], notes: Notes) -> tuple[StateVector, ...]:
    """Return the state vectors of the elements at a path, in order of time.

    ``names`` are those of the children that hold the time, the position x, y, z and the velocity x, y, z.
    """
    found = []
    for i, node in enumerate(islice(_xml.each(document.root, path), MAX_VECTORS + 1), 1):
        pointer = f"{document.source}#{path}[{i}]"
        if i > MAX_VECTORS:
            notes.problem(pointer, f"more than {MAX_VECTORS} state vectors; the rest was not read")
            break
        texts = {_xml.local(child): _xml.text(child) for child in node}
        try:
            found.append(one(texts.get(names[0], ""), [texts.get(name, "") for name in names[1:]]))
        except ValueError as error:
            notes.problem(pointer, f"state vector: {error}")
    return merged(found, f"{document.source}#{path}", notes)


def one(time: str, numbers: Sequence[str]) -> StateVector:
    """Return a state vector of texts; raise ValueError where one of them is none. ESA's orbit files prefix the time."""
    x, y, z, vx, vy, vz = (v.number(text) for text in numbers)
    return StateVector(time=v.instant(time.removeprefix("UTC=")), position=(x, y, z), velocity=(vx, vy, vz))


def row(start: str, step: str, positions: Sequence[str], velocities: Sequence[str]) -> list[StateVector]:
    """Return evenly spaced state vectors: positions and velocities are x, y, z, x, y, z, ... in a row.

    Raises ValueError where they do not pair, or the time is none.
    """
    first, seconds = v.instant(start), v.number(step)
    if len(positions) != len(velocities) or len(positions) % 3 or len(positions) > 3 * MAX_VECTORS:
        raise ValueError(f"{len(positions)} position and {len(velocities)} velocity values do not pair")
    if not 0 < seconds * len(positions) < 1e6:
        raise ValueError(f"a step of {seconds:g} s is not plausible")
    return [
        StateVector(
            time=first + dt.timedelta(seconds=seconds * (i // 3)),
            position=_triple(positions[i : i + 3]),
            velocity=_triple(velocities[i : i + 3]),
        )
        for i in range(0, len(positions), 3)
    ]


def _triple(texts: Sequence[str]) -> tuple[float, float, float]:
    x, y, z = (v.number(text) for text in texts)
    return x, y, z


def merged(vectors: Iterable[StateVector], pointer: str, notes: Notes) -> tuple[StateVector, ...]:
    """Return state vectors in order of time, each time once; two positions at one time are a contradiction."""
    known: dict[dt.datetime, StateVector] = {}
    for vector in vectors:
        kept = known.setdefault(vector.time, vector)
        if any(abs(a - b) > SURE_M for a, b in zip(vector.position, kept.position, strict=True)):
            notes.problem(pointer, f"two positions are stated for {vector.time:%FT%TZ}", "claims-disagree")
    return tuple(known[time] for time in sorted(known))
