"""Fit the weights of the name score to the first half of labelled pairs, and write them into the rules pack.

    python benchmarks/fit_names.py NAMES [--rules FOLDER] [--lists FOLDER] [--write]

A logistic regression for each kind of name, by projected gradient steps from fixed beginnings: no feature that speaks
for a match may weigh against it or the other way round. The half that ``benchmarks/names.py`` measures on is not read.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from listed import entries
from pairs import Flags, Floats, NamePair, queries, read, split

from sarcheck import tomlfile
from sarcheck.match import retrieval
from sarcheck.match.features import FEATURES
from sarcheck.match.model import KINDS, digest, ready, shipped
from sarcheck.match.scoring import FAMILY, Match, best, is_same
from sarcheck.match.scoring import read as read_name
from sarcheck.model import Entry, Name
from sarcheck.names import ParsedName, readings
from sarcheck.packs import Matching, NameModel, Weights

RULES = Path(__file__).resolve().parents[1] / "rules" / "matching.toml"
SIGNS = np.array([row.sign for row in FEATURES], dtype=float)
SHIFT = {"person": -0.1, "organization": 0.1, "vessel": 0.0}
"""What is added to the biases: a branch of a listed firm must reach review, and clean persons seldom."""

NEAREST = 5
"""Listed names that a clean one is held against."""

STEPS, RATE, ROUNDS = 4000, 0.5, 3
PRIOR = {"person": 1.0, "organization": 0.5, "vessel": 4.0}
"""How strongly weights are held to their prior: none, but for vessels, which are few, those of organisations."""

FIXED = {
    "numerals_differ": -4.0,
    "numeral_missing": -1.0,
    "signs_differ": -4.0,
    "fathers_differ": -3.0,
    "place_missing": -0.3,
    "places_differ": -0.3,
}
"""What is set by judgement: numbers must agree, whatever labels say of "Storm 1" and "Storm 2"."""

SURENESS = {"perturb": 0.35, "retrieved person": 0.3, "retrieved": 0.2, "neighbours": 1.0}
"""What pairs count that were made by a program; each other pair counts one."""


def matched(pair: NamePair, model: NameModel) -> Match | None:
    """Return the best match of a pair's names under a model."""
    kind = FAMILY[pair.kind]
    return best(read_name(pair.query, kind), read_name(pair.candidate, kind), ready(model))


def table(pairs: Sequence[NamePair], model: NameModel) -> tuple[Floats, Flags, Floats]:
    """Return features, labels and weights of the pairs whose score is the model's to decide."""
    rows = [(m, p) for p in pairs if (m := matched(p, model)) and m.alignment.pairs and not is_same(m.alignment)]
    features = np.array([[row.measure(m.alignment) for row in FEATURES] for m, _ in rows])
    counts = [next((w for part, w in SURENESS.items() if part in p.source), 1.0) for _, p in rows]
    return features, np.array([p.is_match for _, p in rows]), np.array(counts)


def fitted(features: Floats, labels: Flags, counts: Floats, prior: Floats, hold: float) -> Floats:
    """Return bias and weights that fit best: logistic loss, squared distance from a prior, signs kept."""
    data = np.column_stack([np.ones(len(features)), features])
    signs = np.concatenate([[0.0], SIGNS])
    at, speed = prior.copy(), np.zeros_like(prior)
    fixed = np.array([np.nan, *(FIXED.get(row.name, np.nan) for row in FEATURES)])
    settled = ~np.isnan(fixed)
    penalty = np.concatenate([[0.0], np.full(len(SIGNS), hold)]) / counts.sum()
    for _ in range(STEPS):
        said = 1.0 / (1.0 + np.exp(-(data @ at)))
        slope = data.T @ (counts * (said - labels)) / counts.sum() + penalty * (at - prior)
        speed = 0.9 * speed - RATE * slope
        at = at + speed
        wrong = signs * at < 0
        at[wrong], speed[wrong] = 0.0, 0.0
        at[settled] = fixed[settled]
    return at


def as_weights(fit: Floats) -> Weights:
    """Return a fit as the model states it, rounded so that the file says all."""
    values = {row.name: round(float(w), 2) + 0.0 for row, w in zip(FEATURES, fit[1:], strict=True)}
    return Weights(bias=round(float(fit[0]), 2), features=values)


def fit(pairs: Sequence[NamePair], start: NameModel) -> NameModel:
    """Return a model fitted to pairs: each pair by its best reading under the model of the round before."""
    model = start
    for _ in range(ROUNDS):
        found: dict[str, Floats] = {}
        for kind in KINDS:
            prior = found["organization"] if kind == "vessel" else np.zeros(len(SIGNS) + 1)
            features, labels, counts = table([p for p in pairs if FAMILY[p.kind] == kind], model)
            found[kind] = fitted(features, labels, counts, prior, PRIOR[kind])
        model = msgspec.structs.replace(model, **{kind: as_weights(found[kind]) for kind in KINDS})
    return model


def value(pair: NamePair, model: NameModel) -> float:
    """Return a pair's value before facts beside the names."""
    match = matched(pair, model)
    return match.value if match else 0.0


def written(model: NameModel, path: Path) -> str:
    """Return the text of matching.toml with a model in place of the one that it has."""
    head = path.read_text(encoding="utf-8").partition("\n[model")[0].rstrip("\n")
    lines = [head, "", "[model]", f'pairs_sha256 = "{model.pairs_sha256}"', f'sha256 = "{digest(model)}"']
    for side in ("agrees", "differs"):
        lines += ["", f"[model.{side}]", *(f"{name} = {value}" for name, value in getattr(model, side).items())]
    for kind in KINDS:
        weights: Weights = getattr(model, kind)
        lines += ["", f"[model.{kind}]", f"bias = {weights.bias}", "", f"[model.{kind}.features]"]
        lines += [f"{name} = {weight}" for name, weight in weights.features.items()]
    return "\n".join(lines) + "\n"


# --- names that retrieval brings up --------------------------------------------------------------


def unlike(listed: Sequence[Entry], clean: Sequence[tuple[str, str]]) -> Iterator[NamePair]:
    """Yield pairs of clean names with the listed names of their kind that retrieval finds nearest: no matches."""
    named = [
        (n.text, FAMILY[e.type], i, name) for i, e in enumerate(listed) for n in e.names for name, _ in read_as(n, e)
    ]
    forms = retrieval.build([retrieval.form(name) for *_, name in named], [i for _, _, i, _ in named])
    trigrams = retrieval.Trigrams(forms.__getitem__)
    for text, kind in clean:
        for name, _ in readings(text, FAMILY[kind]):
            near = [named[i] for i in trigrams.nearest([retrieval.form(name)], 2 * NEAREST).tolist()]
            alike = [listed_as for listed_as, family, *_ in near if family == FAMILY[kind]]
            yield from (
                NamePair(text, other, kind, "", "", False, f"retrieved {kind}", "") for other in alike[:NEAREST]
            )


def read_as(name: Name, entry: Entry) -> tuple[tuple[ParsedName, bool], ...]:
    """Return the readings of an entry's name."""
    return readings(name.text, FAMILY[entry.type])


def clean_names(folder: Path) -> list[tuple[str, str]]:
    """Return half of the clean persons and firms, by the hash of the name, and the well-known firms of this folder."""
    files = (("clean_persons.csv", "person"), ("clean_orgs.csv", "company"))
    found = [(q, kind) for file, kind in files for q in queries(folder / file)]
    half = [(q, kind) for q, kind in found if hashlib.sha256(q.encode()).digest()[0] % 2 == 0]
    firms = (Path(__file__).parent / "clean_firms.txt").read_text(encoding="utf-8").splitlines()
    return half + [(firm, "company") for firm in firms]


def main() -> None:
    """Fit the weights, print them, and write them into the rules pack if told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", type=Path, help="folder of labelled pairs and clean names")
    parser.add_argument("--rules", type=Path, help="rules folder whose lists clean names are held against")
    parser.add_argument("--lists", type=Path, help="folder of list files that clean names are held against")
    parser.add_argument("--write", action="store_true", help="write the weights into rules/matching.toml")
    chosen = parser.parse_args()
    pairs, _ = split(read(chosen.names / "pairs.csv"))
    unlikely = list(unlike(entries(chosen.rules, chosen.lists), clean_names(chosen.names)))
    print(f"{len(pairs)} pairs and {len(unlikely)} unlike ones")
    start = tomlfile.converted(tomlfile.read(RULES), Matching, RULES).model or shipped()
    model = shifted(fit([*pairs, *unlikely], start))
    model = msgspec.structs.replace(
        model, pairs_sha256=hashlib.sha256((chosen.names / "pairs.csv").read_bytes()).hexdigest()
    )
    text = written(model, RULES)
    print(text.partition("[model]")[2])
    if chosen.write:
        RULES.write_text(text, encoding="utf-8")


def shifted(model: NameModel) -> NameModel:
    """Return a model with its biases moved so that one threshold fits every kind of name."""
    biases = {kind: getattr(model, kind) for kind in KINDS}
    moved = {k: msgspec.structs.replace(w, bias=round(w.bias + SHIFT[k], 2)) for k, w in biases.items()}
    return msgspec.structs.replace(model, **moved)


if __name__ == "__main__":
    main()
