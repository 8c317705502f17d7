"""What a run rested on, kept beside its verdicts, and what of it is otherwise now.

Everything that all orders share is compared here as a whole: the code, the pack but for its lists, the state of the
lists, the day. Where any of it may decide a verdict differently, every order is screened anew, and why is told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from sarcheck import tool
from sarcheck.model import NOT_JSON, ToolStamp
from sarcheck.names.scripts import plain
from sarcheck.rescreen.tape import days, digest

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

FILE = "asked.json"
"""The name of the record in the folder of a run."""

APART = frozenset({"rules", "sources", "feeds", "waivers", "name", "version", "patterns"})
"""Fields of a pack that are compared by themselves, or that decide nothing."""

MARGIN = dt.timedelta(days=1)


class Listed(Struct, frozen=True, kw_only=True):
    """The state of a list on the day of a run, as far as a verdict tells of it to everyone."""

    state: str
    caveat: str | None
    loaded: bool
    dated: str
    sha256: str | None


class Decision(Struct, frozen=True, kw_only=True):
    """A waiver as a run had it: its hash, and the name and country of the party that it is about."""

    sha256: str
    name: str
    country: str | None


class Base(Struct, frozen=True, kw_only=True):
    """What a run rested on. ``job`` is the hash that its shards bear; ``pack`` are hashes of the parts of the pack,
    ``tables`` of the large tables."""

    schema: Literal["sarcheck.asked/1"] = "sarcheck.asked/1"
    as_of: dt.date
    job: str
    roots: tuple[str, ...]
    code: str
    tool: ToolStamp
    pack: dict[str, str]
    rules: dict[str, str]
    waivers: dict[str, Decision]
    lists: dict[str, Listed]
    tables: dict[str, str]
    regions: tuple[str, ...]
    problems: str


class Shift(NamedTuple):
    """What differs between two runs: reasons that concern every order, the tables that are others, the parties of
    waivers that came, went or changed, and the first and the last of the two days."""

    whole: tuple[str, ...]
    tables: frozenset[str]
    decided: frozenset[tuple[str, str | None]]
    first: dt.date
    last: dt.date
    durations: tuple[int, ...]

    def crosses(self, day: dt.date) -> bool:
        """Tell whether a comparison with a day, or with one some days later, may turn out differently."""
        if self.first == self.last:
            return False
        return any(self.first - MARGIN <= one <= self.last + MARGIN for one in _later(day, self.durations))


def _later(day: dt.date, durations: tuple[int, ...]) -> Iterator[dt.date]:
    yield day
    for length in durations:
        if abs(length) < (dt.date.max - day).days:
            yield day + dt.timedelta(days=length)


def of(ruleset: Ruleset, as_of: dt.date, roots: tuple[str, ...], job: str) -> Base:
    """Return what a run on a day rests on."""
    pack = ruleset.content
    in_use = {rule.id for rule in ruleset.rules}
    return Base(
        as_of=as_of,
        job=job,
        roots=roots,
        code=code(),
        tool=tool.stamp(pack.boundaries),
        pack={name: digest(getattr(pack, name)) for name in pack.__struct_fields__ if name not in APART},
        rules={rule.id: digest((rule, rule.id in in_use)) for rule in pack.rules},
        waivers={
            waiver.id: Decision(sha256=digest(waiver), name=plain(waiver.party.name), country=waiver.party.country)
            for waiver in pack.waivers
        },
        lists={one.id: _listed(one) for one in ruleset.sources(as_of)},
        tables=ruleset.tables(),
        regions=ruleset.regions.ids,
        problems=digest(ruleset.regions.problems),
    )


def _listed(one: Any) -> Listed:
    """Return the state of a list; its dates count only where something is to be said of them."""
    dated = f"{one.published} {one.retrieved}" if one.caveat else ""
    return Listed(state=one.state, caveat=one.caveat, loaded=bool(one.entries), dated=dated, sha256=one.sha256)


@lru_cache(maxsize=1)
def code() -> str:
    """Return a hash of sarcheck's own code."""
    whole = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        whole.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def shift(before: Base, after: Base, ruleset: Ruleset) -> Shift:
    """Return what differs between two runs, by the later one's ruleset."""
    first, last = sorted((before.as_of, after.as_of))
    decided = [one for key in _apart(before.waivers, after.waivers) for one in _both(before, after, key)]
    crossed = Shift((), frozenset(), frozenset(), first, last, ()).crosses
    decided += [
        after.waivers[waiver.id]
        for waiver in ruleset.content.waivers
        if any(map(crossed, days((waiver.since, waiver.expires))))
    ]
    return Shift(
        whole=tuple(_whole(before, after, ruleset, crossed)),
        tables=frozenset(name for name in after.tables if before.tables.get(name) != after.tables[name]),
        decided=frozenset((one.name, one.country) for one in decided),
        first=first,
        last=last,
        durations=tuple(sorted(set(_durations([rule.parameters for rule in ruleset.content.rules])))),
    )


def _both(before: Base, after: Base, key: str) -> Iterator[Decision]:
    yield from (one for one in (before.waivers.get(key), after.waivers.get(key)) if one)


def _apart(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return the keys under which two tables differ."""
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _whole(before: Base, after: Base, ruleset: Ruleset, crossed: Any) -> Iterator[str]:
    """Yield why every order is to be screened anew."""
    if (before.code, before.tool) != (after.code, after.tool):
        yield f"sarcheck itself or its libraries changed ({before.tool.version}, now {after.tool.version})"
    if before.roots != after.roots:
        yield "products may be read from other folders (--root)"
    for name in _apart(before.pack, after.pack):
        yield f"the rules folder's {name} changed"
    for key in _apart(before.rules, after.rules):
        yield f"rule {key}: {_how(key in before.rules, key in after.rules)}"
    yield from _of_lists(before, after)
    if before.problems != after.problems:
        yield "what is wrong with the sources of regions changed"
    named = set(_texts([(rule.parameters) for rule in ruleset.content.rules] + [ruleset.content.profile]))
    for name in sorted({*before.regions} ^ {*after.regions}):
        if name in named:
            how = _how(name in before.regions, name in after.regions)
            yield f"region {name}, which a rule or a license names: {how}"
    if before.as_of != after.as_of:
        yield from _of_days(before, after, ruleset, crossed)


def _how(was: bool, is_now: bool) -> str:
    return "changed" if was and is_now else "is gone" if was else "is new"


def _of_lists(before: Base, after: Base) -> Iterator[str]:
    for key in _apart(before.lists, after.lists):
        one, other = before.lists.get(key), after.lists.get(key)
        if one is None or other is None:
            yield f"list {key}: {_how(one is not None, other is not None)}"
        elif msgspec.structs.replace(one, sha256=None) != msgspec.structs.replace(other, sha256=None):
            yield f"list {key}: was {one.state}, is {other.state}" + (f" ({other.caveat})" if other.caveat else "")


def _of_days(before: Base, after: Base, ruleset: Ruleset, crossed: Any) -> Iterator[str]:
    """Yield the parts of the pack that state a day which was crossed."""
    between = f"between {before.as_of} and {after.as_of}"
    for rule in ruleset.content.rules:
        if any(map(crossed, days((rule.in_force, rule.parameters)))):
            yield f"rule {rule.id}: an interval begins or ends {between}"
    for name in ruleset.content.__struct_fields__:
        if name not in APART and any(map(crossed, days(getattr(ruleset.content, name)))):
            yield f"the rules folder's {name}: a day lies {between}"


def _durations(value: Any, name: str = "") -> Iterator[int]:
    """Yield the numbers of days that rules count from a day."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _durations(one, key)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _durations(one, name)
    elif isinstance(value, int) and not isinstance(value, bool) and (name == "days" or name.endswith("_days")):
        yield value


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        yield from _texts(msgspec.to_builtins(value))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (key, *_texts(one))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def encode(base: Base) -> bytes:
    """Return the record as JSON."""
    return msgspec.json.encode(base, order="deterministic") + b"\n"


def decode(data: bytes | None) -> Base | None:
    """Return a record, None where it is none of this version."""
    try:
        return msgspec.json.decode(data, type=Base) if data else None
    except NOT_JSON:
        return None
