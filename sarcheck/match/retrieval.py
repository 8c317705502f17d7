"""Trigram retrieval: which indexed names share rare letter triples with a name, in numpy arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sarcheck.match.align import MIN_ACRONYM
from sarcheck.names import ParsedName, consonants, skeleton

__all__ = ["Trigrams", "build", "form"]

BASE = 37
SIZE = BASE**3
BUDGET = 50_000
"""Postings read for one name at most, rarest triples first: what bounds a hostile name's cost."""

WIDE = 16
"""Forms looked at for each entry wanted: a party may have many spellings."""

RELATIVE, ALIKE, HELD = 0.3, 0.26, 0.7
"""How alike a form must be to be looked at: against the best one, and by cosine or by how much of it is in the name."""

LEAST_TRIPLES = 6
"""Triples read whatever they cost, so that a name of common letters is found too."""

_CODES = np.full(256, 0, dtype=np.int32)
_CODES[ord("a") : ord("z") + 1] = np.arange(1, 27)
_CODES[ord("0") : ord("9") + 1] = np.arange(27, 37)


def form(name: ParsedName) -> str:
    """Return what of a name is indexed: tokens apart and glued, by skeletons, consonants and initials; numbers."""
    said = [(t, r) for t, r in zip(name.tokens, name.roles, strict=True) if r != "particle"] or [
        (t, "name") for t in name.tokens
    ]
    tokens = [skeleton(t) for t, _ in said]
    own = [consonants(t) for t, r in said if r in ("name", "aside")]
    bare = " ".join(dict.fromkeys((*own, "".join(own), _acronym(name))))
    return f" {' '.join((*tokens, *name.numerals))} {skeleton(''.join(tokens))} {bare} "


def _acronym(name: ParsedName) -> str:
    initials = "".join(t[0] for t, r in zip(name.tokens, name.roles, strict=True) if r not in ("particle", "aside"))
    return skeleton(initials) if name.kind != "person" and len(initials) >= MIN_ACRONYM else ""


def _triples(text: bytes) -> npt.NDArray[np.int32]:
    codes = _CODES[np.frombuffer(text, dtype=np.uint8)]
    return codes[:-2] * BASE * BASE + codes[1:-1] * BASE + codes[2:]


def build(forms: Sequence[str], entries: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
    """Return the postings of every form: offsets by triple, form ids, weights by triple; norms and entries by form."""
    joined = [f.encode("ascii", "replace") for f in forms]
    pairs = _pairs(joined)
    triples, ids = pairs // max(1, len(forms)), pairs % max(1, len(forms))
    counts = np.bincount(triples, minlength=SIZE)
    weights = np.log1p(len(forms) / np.maximum(counts, 1)).astype(np.float32)
    norms = np.sqrt(np.bincount(ids, weights=weights[triples].astype(np.float64) ** 2, minlength=len(forms)))
    return {
        "trigram_offsets": np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        "trigram_names": ids.astype(np.int32),
        "trigram_weights": weights,
        "name_entries": np.array(entries, dtype=np.int32),
        "name_norms": np.maximum(norms, 1e-6).astype(np.float32),
    }


def _pairs(joined: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """Return triple * number of forms + form for every distinct pair, sorted."""
    if not joined:
        return np.empty(0, dtype=np.int64)
    lengths = np.array([len(t) for t in joined])
    owner = np.repeat(np.arange(len(joined)), lengths)
    triples = _triples(b"".join(joined)).astype(np.int64)
    inside = owner[:-2] == owner[2:]
    return _distinct(triples[inside] * len(joined) + owner[:-2][inside])


class Trigrams:
    """The postings, read where they lie."""

    def __init__(self, get: Callable[[str], npt.NDArray[Any]]) -> None:
        self._get = get

    def nearest(self, texts: Iterable[str], limit: int) -> npt.NDArray[np.intp]:
        """Return the ids of the forms most alike to a name in its several readings, best first: of ``limit`` entries.

        An entry counts by its best form, and entries equally alike count once, so that neither a party with many
        spellings nor one on many lists crowds others out. Forms far less alike than the best one are left out.
        """
        near, alike = self._alike([_distinct(_triples(text.encode("ascii", "replace"))) for text in texts])
        if len(near) > limit * WIDE:
            cut = len(near) - limit * WIDE
            near, alike = _from(np.partition(alike, cut)[cut], near, alike)
        if len(near) > limit:
            owners = self._get("name_entries")[near]
            order = np.lexsort((-alike, owners))
            best = _distinct(alike[order[_starts(owners[order])]])
            if len(best) > limit:
                near, alike = _from(best[-limit], near, alike)
        return near[np.lexsort((near, -alike))]

    def _alike(self, readings: Sequence[npt.NDArray[np.int32]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Return the forms that are alike enough to a name's readings to be looked at, and how alike they are."""
        offsets, weight, norms = self._get("trigram_offsets"), self._get("trigram_weights"), self._get("name_norms")
        triples = _chosen(offsets, _distinct(np.concatenate(readings)) if readings else np.empty(0, dtype=np.int32))
        if not len(triples):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        postings = self._get("trigram_names")
        starts, ends = offsets[triples].tolist(), offsets[triples + 1].tolist()
        ids = np.concatenate([postings[start:end] for start, end in zip(starts, ends, strict=True)])
        shared = np.bincount(ids, np.repeat(weight[triples] ** 2, np.subtract(ends, starts)), len(norms))
        alike = shared.astype(np.float32)
        alike /= norms
        own = min(math.sqrt(float(np.dot(weight[r], weight[r]))) for r in readings if len(r))
        # One reading may take words for a name's that another takes for its legal form: the shortest one counts.
        near = np.flatnonzero(alike >= np.float32(RELATIVE * min(own, float(alike.max()))))
        kept = (alike[near] >= ALIKE * own) | (alike[near] >= HELD * norms[near])
        return near[kept], alike[near[kept]]


def _from(
    least: float, near: npt.NDArray[np.intp], alike: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    kept = alike >= least
    return near[kept], alike[kept]


def _starts(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell where a new value starts in a sorted array."""
    return np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, dtype=np.bool_)


def _distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the distinct values, sorted: np.unique without numpy.ma, whose import costs a cold start 12 ms."""
    ordered = np.sort(values)
    return ordered[_starts(ordered)]


def _chosen(offsets: npt.NDArray[np.int32], triples: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the triples to read: those that occur, rarest first, within the budget."""
    sizes = offsets[triples + 1] - offsets[triples]
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    affordable = (np.cumsum(sizes[order]) <= BUDGET) | (np.arange(len(order)) < LEAST_TRIPLES)
    return triples[order[affordable]]
