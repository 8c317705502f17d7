"""The lines of OpenSanctions' entities.ftm.json: one entity of the FollowTheMoney model each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.errors import RulesError
from sarcheck.lists._files import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_LINE = 16 * 1024 * 1024
"""One entity; the longest published ones are some hundred kB."""
_NESTED = b'"properties"'


class Item(msgspec.Struct, frozen=True):
    """One entity: a party, or what is said of one (a sanction, an address, a tie), joined by ``id``."""

    id: str
    schema: str
    caption: str = ""
    properties: dict[str, tuple[str, ...]] = {}
    referents: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    target: bool | None = None

    def of(self, *names: str) -> tuple[str, ...]:
        """Return the values of properties, in the order of the names, without blank ones."""
        stated = self.properties
        return tuple(value for n in names if n in stated for text in stated[n] if (value := text.strip()))


def items(path: Path, *, strictly: bool) -> Iterator[tuple[int, Item]]:
    """Yield (line, entity); ``strictly`` also refuses names used twice in one object, of which one would be lost."""
    decoder = msgspec.json.Decoder(Item)
    for number, line in _lines(path):
        try:
            if strictly:
                json.loads(line, object_pairs_hook=_once)
            item = decoder.decode(line)
        except (ValueError, RecursionError) as error:
            nested = line.count(_NESTED) > 1 and isinstance(error, msgspec.ValidationError)
            cure = "entities lie in one another, as in targets.nested.json: use entities.ftm.json" if nested else error
            raise RulesError(str(path), f"line {number}", f"is no entity: {cure}") from error
        if not item.id or not item.schema:
            raise RulesError(str(path), f"line {number}", "is an entity without an id or a schema")
        yield number, item


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    with opened(path) as stream:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise RulesError(str(path), f"line {number}", f"is longer than {MAX_LINE} bytes; this is not a list")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield number, line


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} occurs twice in one object")
    return found
