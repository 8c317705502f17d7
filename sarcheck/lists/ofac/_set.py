"""The files of one OFAC delimited set, joined by party number and checked to be of one date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sarcheck.errors import RulesError
from sarcheck.lists._rows import rows
from sarcheck.lists.ofac._remarks import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS = {"primary": 12, "alias": 5, "address": 6, "comments": 2}
NULL = "-0-"
_REMARKS = 11
_FREE_TEXT = {"primary": _REMARKS, "comments": 1}
"""Columns that may be cut within a sentence, so that a blank at either end belongs to it."""


class Joined(NamedTuple):
    """A set: its main file, names and smaller files by party number; ``comments`` is None when absent."""

    primary: Path
    names: dict[str, str]
    aliases: dict[str, list[list[str]]]
    addresses: dict[str, list[list[str]]]
    comments: dict[str, str] | None


def join(files: Mapping[str, Path]) -> Joined:
    """Read a set's smaller files, and check that every number in them is a party of the main file."""
    if "primary" not in files:
        found = ", ".join(f"{path.name} ({role})" for role, path in sorted(files.items()))
        raise RulesError(found, "", "the set lacks its main file (sdn.csv or cons_prim.csv)")
    primary = files["primary"]
    names, sizes = _primary(primary)
    groups = {role: _grouped(files[role], role) for role in ("alias", "address", "comments") if role in files}
    for role, by_number in groups.items():
        _agree(files[role], by_number.keys() - names.keys(), f"are not in {primary.name}")
    short = {number for number in groups.get("comments", ()) if sizes[number] < LIMIT}
    if short:
        _agree(files["comments"], short, f"continue Remarks that {primary.name} does not cut")
    comments = {n: "".join(row[1] for row in group) for n, group in groups.get("comments", {}).items()}
    return Joined(
        primary=primary,
        names=names,
        aliases=groups.get("alias", {}),
        addresses=groups.get("address", {}),
        comments=comments if "comments" in groups else None,
    )


def parties(primary: Path) -> Iterator[list[str]]:
    """Yield the rows of a main file."""
    return (cells for _, cells in _table(primary, "primary"))


def is_cut(cells: list[str], joined: Joined) -> bool:
    """Tell whether a party's Remarks reach the limit and nothing continues them."""
    if len(cells[_REMARKS]) < LIMIT:
        return False
    if joined.comments is None:
        return True
    return cells[0] not in joined.comments and not cells[_REMARKS].endswith(".")


def gaps(files: Mapping[str, Path]) -> str | None:
    """Say what a readable set lacks, in words; None when it is whole."""
    joined = join(files)
    reasons = [f"the {role} file is missing" for role in ("alias", "address") if role not in files]
    if cut := sum(is_cut(cells, joined) for cells in parties(joined.primary)):
        reasons.append(f"the Remarks of {cut} parties are cut at {LIMIT} characters and not continued")
    if "address" in files and (bare := len(joined.names.keys() - joined.addresses.keys())):
        reasons.append(f"{bare} parties have no row in the address file, which has one for each: it may be older")
    return "; ".join(reasons) or None


def _primary(path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Return names and lengths of Remarks by number; an empty list and a number used twice are errors."""
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for line, cells in _table(path, "primary"):
        number, name = cells[0], cells[1]
        if number in names:
            raise RulesError(str(path), f"line {line}", f"number {number} is used twice")
        if not name:
            raise RulesError(str(path), f"line {line}", f"party {number} has no name")
        names[number], sizes[number] = name, len(cells[_REMARKS])
    if not names:
        raise RulesError(str(path), "", "holds no parties; an empty list would clear everybody: download it again")
    return names, sizes


def _grouped(path: Path, role: str) -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = {}
    for _, cells in _table(path, role):
        groups.setdefault(cells[0], []).append(cells)
    return groups


def _agree(path: Path, strangers: set[str], how: str) -> None:
    """Refuse a file when numbers in it contradict the main file: parties would be joined wrongly."""
    if strangers:
        few = ", ".join(sorted(strangers, key=int)[:3])
        message = f"these files are not of one date: {len(strangers)} ids ({few} ...) {how}; download the set at once"
        raise RulesError(str(path), "", message)


def _table(path: Path, role: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells), nulls as empty strings, without the row of column names that some copies have."""
    width, free = COLUMNS[role], _FREE_TEXT.get(role)
    for count, (line, cells) in enumerate(rows(path)):
        first = cells[0].strip()
        if count == 0 and first.casefold() == "ent_num" and len(cells) == width:
            continue
        if len(cells) != width or not (first.isascii() and first.isdigit()):
            message = f"expected {width} cells, a number first; found {len(cells)}, the first {first[:40]!r}"
            raise RulesError(str(path), f"line {line}", message)
        yield line, [_value(cell, keep=i == free) for i, cell in enumerate(cells)]


def _value(cell: str, *, keep: bool) -> str:
    stripped = cell.strip()
    if stripped == NULL:
        return ""
    return cell if keep else stripped
