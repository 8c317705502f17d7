"""What is doubtful in region files: what is invalid, mis-wound, unsourced, undated, expired, of no stated accuracy, or
there twice.

A file is read to its end, so that all its flaws are told at once; reading it for a ruleset stops at the first.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import shapely

from sarcheck.errors import RulesError
from sarcheck.model import Fault
from sarcheck.regions import _features, files, reader_of
from sarcheck.regions._features import Feature

TOPIC = "regions"
INVALID = "invalid"
"""The kind of a fault that keeps the whole ruleset from loading."""

SAME_DEG = 1e-9
"""Outlines whose points lie on one grid of this size are the same."""


class Drawn(NamedTuple):
    """A feature and the file that it is in."""

    path: Path
    feature: Feature


def faults(folders: Sequence[Path], as_of: dt.date) -> Iterator[Fault]:
    """Yield the faults of the region files of folders, file by file, then what is there twice."""
    drawn: list[Drawn] = []
    for folder in folders:
        try:
            paths = files(folder)
        except RulesError as error:
            yield _invalid(error)
            continue
        for path in paths:
            found, flaws = _read(path)
            drawn += found
            yield from map(_invalid, flaws)
    for one in drawn:
        yield from _doubts(one, as_of)
    yield from _twice_by_id(drawn)
    yield from _twice_by_shape(drawn)


def _read(path: Path) -> tuple[list[Drawn], list[RulesError]]:
    """Return the features of a file that can be used, and its flaws."""
    good: dict[str, list[Feature]] = defaultdict(list)
    flaws: list[RulesError] = []
    try:
        features = getattr(reader_of(path), "features", None)
        for item in features(path) if features else ():
            if isinstance(item, RulesError):
                flaws.append(item)
            else:
                good[item.id].append(item)
        if not good and not flaws:
            flaws += _flaws_of(path, [])
    except RulesError as error:
        flaws.append(error)
    for of_one_id in good.values():
        flaws += _flaws_of(path, of_one_id)
    return [Drawn(path, feature) for of_one_id in good.values() for feature in of_one_id], flaws


def _flaws_of(path: Path, features: list[Feature]) -> list[RulesError]:
    """Return why features of one id make no region together."""
    try:
        list(_features.read(path, features))
    except RulesError as error:
        return [error]
    return []


def _invalid(error: RulesError) -> Fault:
    return Fault(topic=TOPIC, kind=INVALID, where=_where(error.file, error.pointer), message=error.message)


def _where(file: str | Path, place: str) -> str:
    return f"{file} ({place})" if place else str(file)


# --- one region ---------------------------------------------------------------------------------


def _doubts(drawn: Drawn, as_of: dt.date) -> Iterator[Fault]:
    """Yield what a region that can be used leaves open."""
    feature, stated = drawn.feature, drawn.feature.properties
    if not feature.wound:
        message = "a ring runs the wrong way round: other programs may take it for all that lies outside; rewind it"
        yield _fault("mis-wound", drawn, message)
    if not stated.source:
        yield _fault("unsourced", drawn, "it states no source: say who drew it, and from what")
    if not (stated.valid_from or stated.valid_to or stated.stated):
        yield _fault("undated", drawn, "it states no day: give stated (the day of its source), or from and to")
    if stated.accuracy_m is None and not stated.boundary:
        message = "it states no accuracy and is taken for exact: give accuracy_m, or an outer and an inner boundary"
        yield _fault("no-accuracy", drawn, message)
    if stated.valid_to and stated.valid_to < as_of:
        yield _fault("expired", drawn, f"it ended on {stated.valid_to} and counts for nothing on {as_of}")


def _fault(kind: str, drawn: Drawn, message: str) -> Fault:
    where = _where(drawn.path, drawn.feature.pointer)
    told = {"region": drawn.feature.id}
    return Fault(topic=TOPIC, kind=kind, where=where, message=f"{drawn.feature.id}: {message}", details=told)


# --- twice --------------------------------------------------------------------------------------


def _twice_by_id(drawn: Iterable[Drawn]) -> Iterator[Fault]:
    """Yield each region whose id another file has too: the two count as one region known twice."""
    first: dict[str, Path] = {}
    seen: set[tuple[str, Path]] = set()
    for one in drawn:
        key = one.feature.id
        if (key, one.path) not in seen and first.setdefault(key, one.path) != one.path:
            message = f"its id is also in {first[key]}: the two are taken for one region; give one of them another id"
            yield _fault("duplicate", one, message)
        seen.add((key, one.path))


def _twice_by_shape(drawn: Iterable[Drawn]) -> Iterator[Fault]:
    """Yield each region that covers just what one of another id covers: an order would be told of it twice."""
    first: dict[tuple[bytes, str | None], str] = {}
    for one in drawn:
        role = one.feature.properties.boundary
        grid = shapely.set_precision(one.feature.shape, SAME_DEG)
        other = first.setdefault((shapely.to_wkb(shapely.normalize(grid)), role), one.feature.id)
        if other != one.feature.id:
            yield _fault("duplicate", one, f"it covers just what {other} covers: drop one of the two")
