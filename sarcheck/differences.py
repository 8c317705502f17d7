"""Two versions of lists or rules compared: what came, what went, and what changed in the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from sarcheck import amending, compiling, importing, lists, roster, ruleset
from sarcheck.errors import RulesError
from sarcheck.model import Entry, Problem
from sarcheck.packs import LAYOUT

if TYPE_CHECKING:
    from sarcheck.lists import FileSet

__all__ = ["Change", "Differences", "PolicyChange", "compare", "compare_policy", "policy", "read"]

Policy = dict[tuple[str, str], dict[str, Any]]
"""Rules and regions by kind and id, each as flat values: what a field holds inside stands behind a dot."""


class Change(Struct, frozen=True, kw_only=True):
    """An entry in both versions whose ``fields`` differ."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


class PolicyChange(Struct, frozen=True, kw_only=True):
    """A rule or a region that came, went, or has other values: ``fields`` are those that differ, before and after."""

    kind: Literal["rule", "region"]
    id: str
    how: Literal["added", "removed", "changed"]
    fields: dict[str, tuple[Any, Any]] = {}


class Differences(Struct, frozen=True, kw_only=True):
    """What a newer version of lists has that an older one had not, has no more, or has otherwise.

    ``policy`` are the rules and regions that differ, where both versions are rules folders.
    """

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Change, ...]
    policy: tuple[PolicyChange, ...] = ()


def compare(before: Iterable[Entry], after: Iterable[Entry]) -> Differences:
    """Return the differences of two versions, each in the order of list and id."""
    old, new = _by_key(before), _by_key(after)
    both = sorted(old.keys() & new.keys())
    pairs = ((old[key], new[key]) for key in both if old[key] != new[key])
    return Differences(
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(Change(before=one, after=other, fields=_fields(one, other)) for one, other in pairs),
    )


def _by_key(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    return {(entry.list, entry.id): entry for entry in entries}


def _fields(one: Entry, other: Entry) -> tuple[str, ...]:
    first, second = msgspec.structs.asdict(one), msgspec.structs.asdict(other)
    return tuple(name for name in first if first[name] != second[name])


def compare_policy(before: Policy, after: Policy) -> tuple[PolicyChange, ...]:
    """Return how rules and regions differ, rules first, each kind by id."""
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[0] != "rule", key))
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return tuple(_policy_change(*pair) for pair in pairs if pair[1] != pair[2])


def _policy_change(
    key: tuple[str, str], one: Mapping[str, Any] | None, other: Mapping[str, Any] | None
) -> PolicyChange:
    how: Literal["added", "removed", "changed"] = "added" if one is None else "removed" if other is None else "changed"
    both = one is not None and other is not None
    names = dict.fromkeys((*(one or {}), *(other or {}))) if both else ()
    values = {name: ((one or {}).get(name), (other or {}).get(name)) for name in names}
    apart = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
    return PolicyChange(kind=key[0], id=key[1], how=how, fields=apart)  # type: ignore[arg-type]


def policy(path: Path) -> Policy | None:
    """Return the rules and the regions of a rules folder over the pack that it extends; None for anything else.

    The rules of a dropped regime are not among them.
    """
    if not _is_rules_folder(path):
        return None
    layers = ruleset.layers(path)
    law = amending.amended(layers)
    dropped = {one.regime for one in law.dropped}
    found: Policy = {("rule", rule.id): _flat(rule) for rule in law.rules if rule.regime not in dropped}
    regions = [one for one in compiling.region_files(layers) if not isinstance(one, Problem)]
    for i, region in enumerate(regions):
        first = ("region", region.id) not in found
        found["region", region.id if first else f"{region.id} ({i})"] = _flat(region)
    return found


def _flat(value: Struct) -> dict[str, Any]:
    """Return a struct's values that say something; those inside a table behind a dot, an outline by its hash."""
    outlined = {name: _outline(one) for name, one in msgspec.structs.asdict(value).items()}
    flat: dict[str, Any] = {}
    for name, one in msgspec.to_builtins(outlined).items():
        flat |= {f"{name}.{key}": inner for key, inner in one.items()} if isinstance(one, dict) else {name: one}
    return {name: one for name, one in flat.items() if one not in (None, "", [], ())}


def _outline(value: Any) -> Any:
    return f"outline {hashlib.sha256(value).hexdigest()[:12]}" if isinstance(value, bytes) else value


def _is_rules_folder(path: Path) -> bool:
    return not (path / importing.MANIFEST).is_file() and any((path / name).exists() for name in LAYOUT)


def read(path: Path, layers: Sequence[Path]) -> list[Entry]:
    """Return the entries at a path: a rules folder, an imported list or an earlier version of one, publishers' files.

    ``layers`` are the rules folders below it, which name the countries. Raise RulesError when it holds none of these.
    """
    country_code = compiling.country_codes(layers)
    if path.is_dir() and (path / importing.MANIFEST).is_file():
        return list(importing.read_entries(path, country_code))
    if path.is_dir() and any((path / name).exists() for name in LAYOUT):
        return roster.gathered((*layers, path), country_code)[0]
    return [entry for found in lists.recognise(_files(path)) for entry in _read(found, path, country_code)]


def _read(found: FileSet, path: Path, country_code: compiling.CountryCode) -> Iterator[Entry]:
    return found.format.read(found.files, found.list_id or path.name.partition(".")[0], country_code)


def _files(path: Path) -> list[Path]:
    try:
        files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    if not files:
        raise RulesError(str(path), "", "is neither a rules folder nor a list")
    return files
