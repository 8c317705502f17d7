"""A verdict judged again: what of its inputs is not as it was, and what comes out otherwise. Pure.

Three things can differ, and are told apart: the inputs (order, products, lists, rules), which is what an auditor looks
for; the versions of sarcheck, boundary data and numeric libraries, which is no tampering; and the result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from sarcheck.screen import screen

if TYPE_CHECKING:
    from sarcheck.attest import Subject
    from sarcheck.model import Order
    from sarcheck.ruleset import Ruleset

Result = Literal["identical", "other versions", "not identical"]
SHOWN = 12
"""Digits of a hash that are told."""


class Replay(NamedTuple):
    """What a replay came to: other inputs, other versions, and what came out otherwise."""

    inputs: tuple[str, ...]
    versions: tuple[str, ...]
    results: tuple[str, ...]

    @property
    def result(self) -> Result:
        """Return "identical" where nothing but versions differs, "other versions" where they may be why."""
        if self.inputs or (self.results and not self.versions):
            return "not identical"
        return "other versions" if self.results else "identical"


def replay(
    recorded: Mapping[str, Any], subjects: Sequence[Subject], held: Sequence[Subject], order: Order, ruleset: Ruleset
) -> Replay:
    """Judge an order again on the day of a recorded verdict, and compare.

    ``subjects`` are the digests of the recorded inputs, ``held`` those of ``order`` now.
    """
    day = dt.date.fromisoformat(recorded["as_of"])
    again = msgspec.json.decode(msgspec.json.encode(screen(order, ruleset, day)))
    versions = tuple(_versions(recorded["tool"], again["tool"]))
    inputs = (*apart(subjects, held, read_alike=not versions), *_rules(recorded, again))
    return Replay(inputs, versions, tuple(_results(recorded, again)))


def apart(recorded: Sequence[Subject], held: Sequence[Subject], *, read_alike: bool) -> Iterator[str]:
    """Yield the order and the products that are not those that were judged.

    Metadata of products are compared where the same versions read them: ``read_alike``.
    """
    now = {subject.name: subject.digest for subject in held}
    for subject in recorded:
        digest = now.pop(subject.name, None)
        if digest is None:
            yield f"{subject.name}: was judged, and is not there any more"
            continue
        other = [name for name in subject.digest if digest.get(name) != subject.digest[name]]
        if "sha256" in other:
            found = digest.get("sha256")
            told = f"sha256 {_short(subject.digest['sha256'])}, now {_short(found)}"
            yield f"{subject.name}: is not what was judged: {told}"
        elif other and read_alike:
            yield f"{subject.name}: its metadata are not those that were judged"
    for name in now:
        yield f"{name}: was not judged"


def _rules(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    """Yield lists and rules that are not those that judged."""
    before = {source["id"]: source for source in recorded["sources"]}
    for source in again["sources"]:
        then = before.pop(source["id"], None)
        if then is None:
            yield f"list {source['id']}: was not there"
        elif then["sha256"] != source["sha256"] or then["entries"] != source["entries"]:
            yield f"list {source['id']}: is not the one that judged: {_list(then)}, now {_list(source)}"
    for name in before:
        yield f"list {name}: is not there any more"
    then, now = recorded["rules"], again["rules"]
    if then != now:
        told = f"{then['pack']} {then['version']} {_short(then['sha256'])}, now {now['pack']} {now['version']}"
        yield f"rules: the rules folder is not as it was when it judged: {told} {_short(now['sha256'])}"


def _list(source: Mapping[str, Any]) -> str:
    return f"{source['entries']} entries, sha256 {_short(source['sha256'])}"


def _versions(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if (then["name"], then["version"]) != (now["name"], now["version"]):
        yield f"{then['name']} {then['version']}, now {now['version']}"
    for name in sorted({*then["libraries"], *now["libraries"]}):
        before, after = then["libraries"].get(name), now["libraries"].get(name)
        if before != after:
            yield f"{name} {before or 'none'}, now {after or 'none'}"


def _results(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    """Yield what came out otherwise: the outcome, findings by their rule, and other parts of the verdict by name."""
    if recorded["outcome"] != again["outcome"]:
        yield f"the outcome, {recorded['outcome']}, now {again['outcome']}"
    then, now = (sorted(f"{one['rule']} ({one['outcome']})" for one in v["findings"]) for v in (recorded, again))
    if gone := [name for name in then if name not in now]:
        yield f"findings are gone, {', '.join(gone)}"
    if new := [name for name in now if name not in then]:
        yield f"findings are new, {', '.join(new)}"
    told = {"outcome", "tool", "rules", "sources"} | ({"findings"} if gone or new else set())
    for name in sorted(recorded.keys() | again.keys()):
        if name not in told and recorded.get(name) != again.get(name):
            yield f"{name} of the verdict"


def _short(digest: str | None) -> str:
    return digest[:SHOWN] if digest else "unknown"
