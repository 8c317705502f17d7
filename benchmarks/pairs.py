"""Labelled pairs of names: read, split by groups of names, and measured. For ``names.py`` and ``fit_names.py``."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sarcheck.names import words_of

KINDS = {"Person": "person", "Vessel": "vessel"}


class NamePair(NamedTuple):
    """Two names, whose they are, whether they are one party's, and who says so how surely."""

    query: str
    candidate: str
    kind: str
    query_country: str
    candidate_country: str
    is_match: bool
    source: str
    quality: str


Measure = Callable[[NamePair], float]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def read(path: Path) -> list[NamePair]:
    """Read a csv of pairs; rows without a candidate are queries that must find nobody, and no pairs."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["candidate"]]
    return [
        NamePair(
            row["query"],
            row["candidate"],
            KINDS.get(row["schema"], "company"),
            row["query_country"],
            row["candidate_country"],
            row["label"] == "match",
            row["source"],
            row["quality"],
        )
        for row in rows
    ]


def queries(path: Path) -> list[str]:
    """Read the queries of a csv whose parties are on no list."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["query"] for row in csv.DictReader(stream) if not row.get("candidate")]


# --- the split ----------------------------------------------------------------------------------


def split(pairs: Sequence[NamePair]) -> tuple[list[NamePair], list[NamePair]]:
    """Split pairs into a half to fit to and a half to measure on, so that no name is on both sides.

    Pairs that share a name in any spelling, case or word order are one group, and a group goes where the hash of its
    first name sends it.
    """
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for pair in pairs:
        one, other = sorted((find(_key(pair.query)), find(_key(pair.candidate))))
        leader[other] = one
    halves: tuple[list[NamePair], list[NamePair]] = ([], [])
    for pair in pairs:
        group = find(_key(pair.query))
        halves[hashlib.sha256(group.encode()).digest()[0] % 2].append(pair)
    return halves


def _key(name: str) -> str:
    return " ".join(sorted(words_of(name)))


# --- sets ---------------------------------------------------------------------------------------


def _is_mixed(pair: NamePair) -> bool:
    return "perturb" not in pair.source and pair.quality != "WEAK"


SETS: dict[str, Callable[[NamePair], bool]] = {
    "mixed": _is_mixed,
    "persons": lambda p: _is_mixed(p) and p.kind == "person",
    "organisations": lambda p: _is_mixed(p) and p.kind == "company",
    "vessels": lambda p: _is_mixed(p) and p.kind == "vessel",
    "cascade": lambda p: _is_mixed(p) and p.source.startswith("cascade"),
    "name bench": lambda p: _is_mixed(p) and "name_bench" in p.source,
    "perturbed": lambda p: "perturb" in p.source or "neighbours" in p.source,
    "all": lambda _: True,
}
"""The sets that are measured. "mixed" is all but perturbed and weak pairs; those after it are parts of it."""


def is_variation(pair: NamePair) -> bool:
    """Tell whether a pair is a spelling that the United Kingdom lists, or no match at all: the set of one goal."""
    return _is_mixed(pair) and (pair.source.startswith("uk-") or not pair.is_match)


# --- measures -----------------------------------------------------------------------------------


def f1(values: Floats, labels: Flags, threshold: float) -> float:
    """Return the harmonic mean of precision and recall of values from a threshold up."""
    said = values >= threshold
    hits = int(np.count_nonzero(said & labels))
    wrong = int(np.count_nonzero(said != labels))
    return 2 * hits / (2 * hits + wrong) if hits else 0.0


def best_threshold(values: Floats, labels: Flags) -> float:
    """Return the threshold with the best F1, midway between two values so that no one value decides."""
    ordered = np.unique(values)
    cuts = np.concatenate([ordered[:1], (ordered[1:] + ordered[:-1]) / 2])
    scores = [f1(values, labels, float(cut)) for cut in cuts]
    near = [float(cut) for cut, score in zip(cuts, scores, strict=True) if score >= max(scores) - 1e-3]
    return near[len(near) // 2]


def auc(values: Floats, labels: Flags) -> float:
    """Return the chance that a match scores above a pair that is none; a tie counts half."""
    matches, rest = values[labels], np.sort(values[~labels])
    if not (len(matches) and len(rest)):
        return float("nan")
    below = np.searchsorted(rest, matches, "left") + np.searchsorted(rest, matches, "right")
    return float(below.mean() / 2 / len(rest))


def recall_at(values: Floats, labels: Flags, false_share: float, chosen: tuple[Floats, Flags] | None = None) -> float:
    """Return the share of matches above the threshold that lets a share of the others pass, chosen on other pairs."""
    base, truth = chosen or (values, labels)
    threshold = float(np.quantile(base[~truth], 1 - false_share, method="higher"))
    return float(np.mean(values[labels] > threshold))


def interval(measure: Callable[[Floats, Flags], float], values: Floats, labels: Flags, draws: int = 500) -> str:
    """Return the middle 95 % of a measure over bootstrap samples of the pairs, drawn from a fixed seed."""
    rng = np.random.default_rng(20260101)
    picks = (rng.integers(0, len(values), len(values)) for _ in range(draws))
    got = [measure(values[pick], labels[pick]) for pick in picks]
    low, high = np.nanquantile(got, [0.025, 0.975])
    return f"{low:.3f}-{high:.3f}"


def measured(measure: Measure, pairs: Iterable[NamePair]) -> tuple[Floats, Flags]:
    """Return the value and the label of each pair."""
    rows = [(measure(pair), pair.is_match) for pair in pairs]
    return np.array([v for v, _ in rows], dtype=float), np.array([m for _, m in rows], dtype=bool)
