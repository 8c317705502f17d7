"""What retrieval and bounds do with numpy arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Ints", "distinct", "offsets", "spread", "starts"]

Ints = npt.NDArray[np.intp]


def offsets(sizes: npt.NDArray[Any]) -> Ints:
    """Return where each of some runs begins when they lie one after the other, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.intp)


def spread(ends: npt.NDArray[Any], chosen: Ints) -> tuple[Ints, Ints]:
    """Return the members of chosen runs, given where the runs begin: which of the chosen has each, and its place."""
    begin = ends[chosen].astype(np.intp)
    sizes = ends[chosen + 1] - begin
    before = np.cumsum(sizes) - sizes
    owners = np.repeat(np.arange(len(chosen)), sizes)
    return owners, np.arange(len(owners)) + (begin - before)[owners]


def starts(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell where a new value starts in a sorted array."""
    return np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, dtype=np.bool_)


def distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the distinct values, sorted: np.unique without numpy.ma, whose import costs a cold start 12 ms."""
    ordered = np.sort(values)
    return ordered[starts(ordered)]
