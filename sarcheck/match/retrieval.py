"""Trigram retrieval: which indexed names share rare letter triples with a name, in numpy arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sarcheck.match.align import MIN_ACRONYM
from sarcheck.match.arrays import Ints, distinct, offsets, spread, starts
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
    """Return the postings of the forms of names, each form once: offsets and form ids by triple, and how many names
    have the triple; weights by triple; norms and names by form; entries by name.

    Many lists carry the same names, so that there are far fewer forms than names.
    """
    places = {text: place for place, text in enumerate(dict.fromkeys(forms))}
    form_of = np.array([places[text] for text in forms], dtype=np.intp)
    bearers = np.bincount(form_of, minlength=len(places))
    pairs = _pairs([text.encode("ascii", "replace") for text in places])
    triples, ids = pairs // max(1, len(places)), pairs % max(1, len(places))
    counts = np.bincount(triples, bearers[ids], SIZE)
    weights = np.log1p(len(forms) / np.maximum(counts, 1)).astype(np.float32)
    norms = np.sqrt(np.bincount(ids, weights=weights[triples].astype(np.float64) ** 2, minlength=len(places)))
    return {
        "trigram_counts": counts.astype(np.int32),
        "trigram_offsets": offsets(np.bincount(triples, minlength=SIZE)).astype(np.int32),
        "trigram_forms": ids.astype(np.intp),
        "trigram_weights": weights,
        "form_norms": np.maximum(norms, 1e-6).astype(np.float32),
        "form_offsets": offsets(bearers).astype(np.int32),
        "form_names": np.argsort(form_of, kind="stable").astype(np.int32),
        "name_entries": np.array(entries, dtype=np.int32),
    }


def _pairs(joined: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """Return triple * number of forms + form for every distinct pair, sorted."""
    if not joined:
        return np.empty(0, dtype=np.int64)
    lengths = np.array([len(t) for t in joined])
    owner = np.repeat(np.arange(len(joined)), lengths)
    triples = _triples(b"".join(joined)).astype(np.int64)
    inside = owner[:-2] == owner[2:]
    return distinct(triples[inside] * len(joined) + owner[:-2][inside])


class Trigrams:
    """The postings, read where they lie."""

    def __init__(self, get: Callable[[str], npt.NDArray[Any]]) -> None:
        self._get = get

    def nearest(self, texts: Iterable[str], limit: int) -> Ints:
        """Return the ids of the names most alike to one in its several forms, best first: of ``limit`` entries.

        An entry counts by its best form, and entries equally alike count once, so that neither a party with many
        spellings nor one on many lists crowds others out. Names far less alike than the best one are left out.
        """
        near, alike = self._bearers(*self._alike([distinct(_triples(t.encode("ascii", "replace"))) for t in texts]))
        if len(near) > limit * WIDE:
            cut = len(near) - limit * WIDE
            near, alike = _from(np.partition(alike, cut)[cut], near, alike)
        if len(near) > limit:
            owners = self._get("name_entries")[near]
            order = np.lexsort((-alike, owners))
            best = distinct(alike[order[starts(owners[order])]])
            if len(best) > limit:
                near, alike = _from(best[-limit], near, alike)
        return near[np.lexsort((near, -alike))]

    def _bearers(self, forms: Ints, alike: npt.NDArray[np.float32]) -> tuple[Ints, npt.NDArray[np.float32]]:
        """Return the names that have some forms, and how alike each is."""
        bearer, place = spread(self._get("form_offsets"), forms)
        return self._get("form_names")[place].astype(np.intp), alike[bearer]

    def _alike(self, readings: Sequence[npt.NDArray[np.int32]]) -> tuple[Ints, npt.NDArray[np.float32]]:
        """Return the forms that are alike enough to a name's readings to be looked at, and how alike they are."""
        ends, weight, norms = self._get("trigram_offsets"), self._get("trigram_weights"), self._get("form_norms")
        triples = distinct(np.concatenate(readings)) if readings else np.empty(0, dtype=np.int32)
        triples = _chosen(self._get("trigram_counts"), triples)
        if not len(triples):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        postings = self._get("trigram_forms")
        begin, end = ends[triples], ends[triples + 1]
        ids = np.concatenate([postings[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)])
        shared = np.bincount(ids, np.repeat(weight[triples] ** 2, end - begin), len(norms))
        alike = shared.astype(np.float32)
        alike /= norms
        own = min(math.sqrt(float(np.dot(weight[r], weight[r]))) for r in readings if len(r))
        # One reading may take words for a name's that another takes for its legal form: the shortest one counts.
        near = np.flatnonzero(alike >= np.float32(RELATIVE * min(own, float(alike.max()))))
        kept = (alike[near] >= ALIKE * own) | (alike[near] >= HELD * norms[near])
        return near[kept], alike[near[kept]]


def _from(least: float, near: Ints, alike: npt.NDArray[np.float32]) -> tuple[Ints, npt.NDArray[np.float32]]:
    kept = alike >= least
    return near[kept], alike[kept]


def _chosen(counts: npt.NDArray[np.int32], triples: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return the triples to read: those that occur, rarest first, within the budget of names."""
    sizes = counts[triples]
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    affordable = (np.cumsum(sizes[order]) <= BUDGET) | (np.arange(len(order)) < LEAST_TRIPLES)
    return triples[order[affordable]]
