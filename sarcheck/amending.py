"""What a rules folder makes of the rules of the pack that it extends: replaces, regrades, adds, drops a regime.

A rule of the folder takes the place of the pack's rule of the same id. ``[[change]]`` in its pack.toml gives a rule
another grade, ``[[dropped]]`` leaves a regime out, each with a reason that every verdict tells. The regimes that the
pack calls its ``guards`` are not to be softened: without them what nobody checked would pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec import structs

from sarcheck import folders, tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import ChangedRule, DroppedRegime, FindingOutcome, Rule, severity
from sarcheck.packs import Change, Drop

HEAD = "pack.toml"
T = TypeVar("T")


class Defined(NamedTuple):
    """A rule as one file has it, and whether each of its intervals states how it is known."""

    rule: Rule
    path: Path
    stated: bool = True


class Amended(NamedTuple):
    """The rules that rules folders make together, and what the last of them did to those of the others."""

    rules: tuple[Rule, ...]
    dropped: tuple[DroppedRegime, ...]
    changed: tuple[ChangedRule, ...]


def defined(layers: Sequence[Path]) -> dict[str, tuple[Defined, ...]]:
    """Return each rule of rules folders by id as each folder defines it, the weakest first.

    Raise RulesError when a file is no rule, or two of one folder have one id.
    """
    found: dict[str, tuple[Defined, ...]] = {}
    for layer in layers:
        own: dict[str, Defined] = {}
        for path in (path for path in folders.files(layer / "regimes") if path.suffix == ".toml"):
            raw = tomlfile.read(path)
            rule = tomlfile.converted(raw, Rule, path)
            if rule.id in own:
                message = f"id {rule.id!r} occurs twice; each may occur once in a folder"
                raise RulesError(str(path), "", message)
            own[rule.id] = Defined(rule, path, all("status" in interval for interval in raw["in_force"]))
        found |= {key: (*found.get(key, ()), one) for key, one in own.items()}
    return {key: found[key] for key in sorted(found)}


def amended(layers: Sequence[Path]) -> Amended:
    """Return the rules of rules folders; raise RulesError where the last asks for what is not there or not allowed."""
    found, guards = defined(layers), _guards(layers[0])
    rules = {key: versions[-1].rule for key, versions in found.items()}
    changed = list(_replaced(found, guards))
    path = layers[-1] / HEAD
    changes, drops = _asked(path, "change", Change), _asked(path, "dropped", Drop)
    if len(layers) == 1 and (changes or drops):
        raise RulesError(str(path), "", "changes or drops what is its own: only a pack with extends = ... may")
    for i, change in enumerate(changes):
        before = _known(rules, change.rule, path, f"/change/{i}/rule", "rule")
        rules[before.id] = after = _regraded(before, change)
        _allowed(before, after, guards, path, f"/change/{i}")
        changed.append(_told(before, after, change.reason))
    return Amended(tuple(rules.values()), tuple(_dropped(drops, rules.values(), guards, path)), tuple(changed))


def retention(layers: Sequence[Path]) -> list[Any]:
    """Return the retention periods of all rules folders: a folder adds its own and shortens none."""
    return [row for layer in layers for row in _asked(layer / HEAD, "retention", dict)]


def _head(path: Path) -> dict[str, Any]:
    return tomlfile.read(path) if path.is_file() else {}


def _guards(layer: Path) -> frozenset[str]:
    path = layer / HEAD
    return frozenset(tomlfile.converted(_head(path).get("guards", []), tuple[str, ...], path, "/guards"))


def _asked(path: Path, table: str, kind: type[T]) -> tuple[T, ...]:
    return tomlfile.converted(_head(path).get(table, []), tuple[kind, ...], path, f"/{table}")  # type: ignore[valid-type]


def _known(known: Mapping[str, T], name: str, path: Path, pointer: str, kind: str) -> T:
    """Return what a name means; raise RulesError with what may have been meant."""
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise RulesError(str(path), pointer, f"there is no {kind} {name!r}{hint}")
    return known[name]


# --- what is changed ----------------------------------------------------------------------------


def _replaced(found: Mapping[str, tuple[Defined, ...]], guards: frozenset[str]) -> Iterator[ChangedRule]:
    """Yield the rules that a later folder defines otherwise; raise RulesError where it replaces a guard."""
    for versions in found.values():
        before, (after, path, _) = versions[0].rule, versions[-1]
        if before == after:
            continue
        if before.regime in guards:
            cure = "give yours an id of its own, or make the grade stricter with [[change]] in pack.toml"
            raise RulesError(str(path), "/id", f"{before.id} guards what nobody checked and is not replaced: {cure}")
        yield _told(before, after, "")


def _regraded(rule: Rule, change: Change) -> Rule:
    return structs.replace(
        rule,
        outcome=change.outcome or rule.outcome,
        outcome_elsewhere=change.outcome_elsewhere or rule.outcome_elsewhere,
    )


def _allowed(before: Rule, after: Rule, guards: frozenset[str], path: Path, pointer: str) -> None:
    if before == after:
        raise RulesError(str(path), pointer, f"leaves {before.id} as it is: state outcome or outcome_elsewhere")
    if before.regime in guards and severity(after.outcome) < severity(before.outcome):
        message = f"{before.id} guards what nobody checked: it may be made stricter than {before.outcome}, not milder"
        raise RulesError(str(path), pointer, message)


def _told(before: Rule, after: Rule, reason: str) -> ChangedRule:
    fields = tuple(name for name in Rule.__struct_fields__ if getattr(before, name) != getattr(after, name))
    return ChangedRule(
        rule=after.id,
        regime=after.regime,
        how="regraded" if reason else "replaced",
        fields=fields,
        before=before.outcome,
        after=after.outcome,
        milder=_milder(before.outcome, after.outcome)
        or _milder(before.outcome_elsewhere or "notice", after.outcome_elsewhere or "notice"),
        reason=reason,
    )


def _milder(before: FindingOutcome, after: FindingOutcome) -> bool:
    return severity(after) < severity(before)


def _dropped(
    drops: Iterable[Drop], rules: Iterable[Rule], guards: frozenset[str], path: Path
) -> Iterator[DroppedRegime]:
    """Yield the regimes that are left out with their rules; raise RulesError for one that is not there, or a guard."""
    by_regime: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        by_regime[rule.regime] = (*by_regime.get(rule.regime, ()), rule.id)
    for i, drop in enumerate(drops):
        ids = _known(by_regime, drop.regime, path, f"/dropped/{i}/regime", "regime")
        if drop.regime in guards:
            message = f"{drop.regime} guards what nobody checked and cannot be dropped"
            raise RulesError(str(path), f"/dropped/{i}/regime", message)
        yield DroppedRegime(regime=drop.regime, reason=drop.reason, rules=ids)
