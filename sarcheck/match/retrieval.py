"""Trigram retrieval: which indexed names share rare letter triples with a name, in numpy arrays."""

from __future__ import annotations

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

Alike = npt.NDArray[np.float32]

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


def _triples(forms: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the distinct letter triples of some forms, sorted by form: the form of each, and the triple."""
    joined = [text.encode("ascii", "replace") for text in forms]
    owner = np.repeat(np.arange(len(joined)), [len(text) for text in joined])
    codes = _CODES[np.frombuffer(b"".join(joined), dtype=np.uint8)]
    triples = codes[:-2] * BASE * BASE + codes[1:-1] * BASE + codes[2:]
    pairs = distinct((owner[:-2] * SIZE + triples)[owner[:-2] == owner[2:]])
    return pairs // SIZE, pairs % SIZE


def build(forms: Sequence[str], entries: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
    """Return the postings of the forms of names, each form once: offsets and form ids by triple, and how many names
    have the triple; weights by triple; norms and names by form; entries by name.

    Many lists carry the same names, so that there are far fewer forms than names.
    """
    places = {text: place for place, text in enumerate(dict.fromkeys(forms))}
    form_of = np.array([places[text] for text in forms], dtype=np.intp)
    bearers = np.bincount(form_of, minlength=len(places))
    ids, triples = _triples(list(places))
    order = np.argsort(triples, kind="stable")
    ids, triples = ids[order], triples[order]
    counts = np.bincount(triples, bearers[ids], SIZE)
    weights = np.log1p(len(forms) / np.maximum(counts, 1)).astype(np.float32)
    norms = np.sqrt(np.bincount(ids, weights=weights[triples].astype(np.float64) ** 2, minlength=len(places)))
    return {
        "trigram_counts": counts.astype(np.int32),
        "trigram_offsets": offsets(np.bincount(triples, minlength=SIZE)).astype(np.int32),
        "trigram_forms": ids,
        "trigram_weights": weights,
        "form_norms": np.maximum(norms, 1e-6).astype(np.float32),
        "form_offsets": offsets(bearers).astype(np.int32),
        "form_names": np.argsort(form_of, kind="stable").astype(np.int32),
        "name_entries": np.array(entries, dtype=np.int32),
    }


class Trigrams:
    """The postings, read where they lie."""

    def __init__(self, get: Callable[[str], npt.NDArray[Any]]) -> None:
        self._get = get

    def nearest(self, texts: Iterable[str], limit: int) -> Ints:
        """Return the ids of the listed names most alike to one in its several forms, as ``nearest_many`` does."""
        return self.nearest_many([tuple(texts)], limit)[1]

    def nearest_many(self, named: Sequence[Sequence[str]], limit: int) -> tuple[Ints, Ints]:
        """Return the ids of the listed names most alike to each of some in its several forms: whom each is for, best
        first, and the ids, of ``limit`` entries each.

        An entry counts by its best form, and entries equally alike count once, so that neither a party with many
        spellings nor one on many lists crowds others out. Names far less alike than the best one are left out.
        """
        asker, form, alike = self._alike(named)
        bearer, place = spread(self._get("form_offsets"), form)
        asker, alike, names = asker[bearer], alike[bearer], self._get("form_names")[place].astype(np.intp)
        kept = alike >= _least(asker, alike, limit * WIDE, len(named))[asker]
        asker, alike, names = asker[kept], alike[kept], names[kept]
        best = _best(asker, alike, self._get("name_entries")[names])
        kept = alike >= _least(asker[best], alike[best], limit, len(named))[asker]
        asker, alike, names = asker[kept], alike[kept], names[kept]
        order = np.lexsort((names, -alike, asker))
        return asker[order], names[order]

    def _alike(self, named: Sequence[Sequence[str]]) -> tuple[Ints, Ints, Alike]:
        """Return the forms that are alike enough to names to be looked at: for which name, the form, and how alike."""
        form, triple = _triples([text for texts in named for text in texts])
        name = np.repeat(np.arange(len(named)), [len(texts) for texts in named])
        # One reading may take words for a name's that another takes for its legal form: the shortest one counts.
        squares = np.bincount(form, self._get("trigram_weights")[triple].astype(np.float64) ** 2, len(name))
        own = np.full(len(named), np.inf)
        np.minimum.at(own, name[squares > 0], np.sqrt(squares[squares > 0]))
        triples = _chosen(self._get("trigram_counts"), name[form], triple, len(named))
        found = [self._shared(*one) for one in zip(triples, own.tolist(), strict=True)]
        asker = np.repeat(np.arange(len(named)), [len(forms) for forms, _ in found])
        return asker, _joined([forms for forms, _ in found]), _joined([alike for _, alike in found])

    def _shared(self, triples: Ints, own: float) -> tuple[Ints, Alike]:
        """Return the forms alike enough to a name by the triples that they share, and how alike they are."""
        ends, weight, norms = self._get("trigram_offsets"), self._get("trigram_weights"), self._get("form_norms")
        if not len(triples):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
        postings = self._get("trigram_forms")
        begin, end = ends[triples], ends[triples + 1]
        ids = np.concatenate([postings[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)])
        shared = np.bincount(ids, np.repeat(weight[triples] ** 2, end - begin), len(norms))
        alike = shared.astype(np.float32)
        alike /= norms
        near = np.flatnonzero(alike >= np.float32(RELATIVE * min(own, float(alike.max()))))
        kept = (alike[near] >= ALIKE * own) | (alike[near] >= HELD * norms[near])
        return near[kept], alike[near[kept]]


def _joined(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)


def _best(asker: Ints, alike: Alike, owner: Ints) -> Ints:
    """Return the places of the best of each owner for each asker, of equally good ones only one."""
    order = np.lexsort((-alike, owner, asker))
    best = order[starts(owner[order]) | starts(asker[order])]
    best = best[np.lexsort((alike[best], asker[best]))]
    return best[starts(alike[best]) | starts(asker[best])]


def _least(asker: Ints, alike: Alike, limit: int, askers: int) -> Alike:
    """Return the last of the ``limit`` greatest values of each asker, nothing at all where it has no more."""
    order = np.lexsort((alike, asker))
    sizes = np.bincount(asker, minlength=askers)
    many = sizes > limit
    least = np.full(askers, -np.inf, dtype=np.float32)
    least[many] = alike[order[np.cumsum(sizes)[many] - limit]]
    return least


def _chosen(counts: npt.NDArray[np.int32], name: Ints, triple: Ints, names: int) -> list[Ints]:
    """Return the triples to read for each name: those that occur, rarest first, within the budget of names."""
    pairs = distinct(name * SIZE + triple)
    name, triple = pairs // SIZE, pairs % SIZE
    order = np.lexsort((counts[triple], name))
    order = order[counts[triple[order]] > 0]
    name, triple = name[order], triple[order]
    first = offsets(np.bincount(name, minlength=names))
    spent = offsets(counts[triple])
    affordable = spent[1:] - spent[first[name]] <= BUDGET
    affordable |= np.arange(len(name)) - first[name] < LEAST_TRIPLES
    ends = np.cumsum(np.bincount(name[affordable], minlength=names))
    return np.split(triple[affordable], ends[:-1])
