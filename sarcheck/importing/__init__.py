"""Publishers' lists in a rules folder: put there, read back, and judged for their age.

A list lives in ``<rules>/lists/<list id>/``: the publisher's files unchanged, and source.toml, which
says what they are, of which day, and their hashes. A publication that carries several lists lives in one
folder under its own id. The versions that imports replace are kept in ``<rules>/lists/.previous/<id>/``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sarcheck import lists
from sarcheck.errors import RulesError
from sarcheck.importing import _manifest
from sarcheck.importing._age import shrunk, status
from sarcheck.importing._manifest import Manifest, Origin, StoredFile, hashed, intact, moment
from sarcheck.importing._shelf import counts, earlier, folders, in_force, locked, store, versions
from sarcheck.model import Entry, Source

__all__ = [
    "MANIFEST",
    "Ids",
    "Manifest",
    "Origin",
    "StoredFile",
    "counts",
    "describe",
    "earlier",
    "folders",
    "hashed",
    "import_lists",
    "in_force",
    "intact",
    "locked",
    "moment",
    "passed_over",
    "read_entries",
    "read_sources",
    "shrunk",
    "status",
    "store",
    "versions",
]

MANIFEST = _manifest.NAME
CountryCode = Callable[[str], "str | None"]
Ids = set[tuple[str, str]]
"""The list and the id of each entry."""

_ZONES = dt.timedelta(days=1)
"""A publisher east of Greenwich may date its file tomorrow."""
_PROSE = ".txt"
"""How the specifications end that publishers put beside their lists, and one of the lists."""
_NO_ORIGINS: Mapping[Path, Origin] = {}
_NO_FORMATS: Mapping[str, Sequence[str]] = {}


def import_lists(
    paths: Sequence[Path],
    rules_folder: Path,
    *,
    country_code: CountryCode,
    published: dt.date | None = None,
    retrieved: dt.date | None = None,
    list_id: str | None = None,
    whole: bool = False,
    formats: Mapping[str, Sequence[str]] = _NO_FORMATS,
    recorded: str | None = None,
) -> tuple[Source, ...]:
    """Put publishers' files, or folders of them, into a rules folder; return the lists they made.

    All files are read whole before anything is written, so a list that cannot be read, is empty or
    mixes dates (RulesError) leaves the folder as it was. ``list_id`` names a list whose files do not;
    ``published`` is the day of files that do not state theirs; ``whole`` says of files that do not that they hold
    the whole list. ``formats`` names the formats that may carry a list: a table of one's own is not the publisher's.
    ``recorded`` is the moment of the import (``moment``), which orders the versions that are kept.
    """
    if published and retrieved and published > retrieved:
        raise RulesError("import", "", f"published {published} is after retrieved {retrieved}")
    sets = lists.recognise(_files(paths), list_id)
    if not sets:
        raise RulesError(", ".join(map(str, paths)), "", _without_lists(paths))
    for found in sets:
        _as_recorded(found.files.values())
    named = [(found, _list_id(found, list_id)) for found in sets]
    _once_each(named)
    read = [
        (
            found.files,
            describe(
                found,
                name,
                country_code=country_code,
                published=published,
                retrieved=retrieved,
                whole=whole,
                formats=formats,
                recorded=recorded,
            )[0],
        )
        for found, name in named
    ]
    stored = [store(files, manifest, rules_folder) for files, manifest in read]
    return tuple(source for manifest in stored for source in _manifest.sources(manifest))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files to import: those named, and those of a named folder that end as lists do, packed or not.

    Such a file must then be a list; others in the folder (a specification, a note) are passed over, and so is
    a text that is no list.
    """
    plain = {suffix for module in lists.LISTS for suffix in module.SUFFIXES}
    suffixes = (*plain, *(suffix + ".gz" for suffix in plain), ".zip")
    for path in paths:
        try:
            inside = sorted(path.iterdir()) if path.is_dir() else None
        except OSError as error:
            raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
        if inside is None:
            yield path
            continue
        named = (p for p in inside if p.name.lower().endswith(suffixes) and p.name != MANIFEST)
        yield from (p for p in named if p.suffix.lower() != _PROSE or _is_list(p))


def _without_lists(paths: Sequence[Path]) -> str:
    """Return in words that paths hold no list, and which folders below them may."""
    below = [inside.name for path in paths if path.is_dir() for inside in sorted(path.iterdir()) if inside.is_dir()]
    if not below:
        return "holds no list that sarcheck reads"
    return f"holds no list itself: name the folders in it that do ({', '.join(below)})"


def _as_recorded(files: Iterable[Path]) -> None:
    """Refuse a file that is not the one of which the source.toml beside it tells, whoever changed it, and when.

    Files that lie beside a source.toml are a list that was imported: its day and its hash would be taken for theirs.
    """
    for path in files:
        beside = path.with_name(MANIFEST)
        if path != beside and beside.is_file() and _manifest.hashed(path) not in _manifest.recorded(beside, path.name):
            message = f"is not the file that {beside} tells of: its sha256 differs; fetch it from its publisher again"
            raise RulesError(str(path), "", message)


def passed_over(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files of named folders that an import does not take: nothing in them is a list."""
    inside = (sorted(path.iterdir()) for path in paths if path.is_dir())
    taken = set(_files(paths))
    return tuple(p for found in inside for p in found if p.is_file() and p not in taken and p.name != MANIFEST)


def _is_list(path: Path) -> bool:
    try:
        return bool(lists.recognise([path]))
    except RulesError:
        return False


def _list_id(found: lists.FileSet, list_id: str | None) -> str:
    """Return a set's list id; ``list_id`` is what the caller expects."""
    where = ", ".join(str(path) for path in found.files.values())
    if found.list_id is None:
        raise RulesError(where, "", "the file names do not tell which list this is: give a list id (--list ID)")
    if list_id not in (None, found.list_id):
        raise RulesError(where, "", f"is the list {found.list_id}, not {list_id}")
    return found.list_id


def _once_each(named: Sequence[tuple[lists.FileSet, str]]) -> None:
    """Refuse a list that comes in two forms: one would silently replace the other."""
    first: dict[str, lists.FileSet] = {}
    for found, name in named:
        other = first.setdefault(name, found)
        if other is not found:
            one, two = (", ".join(path.name for path in each.files.values()) for each in (other, found))
            forms = f"as {other.format.NAME} ({one}) and as {found.format.NAME} ({two})"
            raise RulesError(name, "", f"comes twice, {forms}: import one of them")


# --- one set of files ---------------------------------------------------------------------------


def describe(
    found: lists.FileSet,
    list_id: str,
    *,
    country_code: CountryCode,
    published: dt.date | None = None,
    retrieved: dt.date | None = None,
    origins: Mapping[Path, Origin] = _NO_ORIGINS,
    whole: bool = False,
    formats: Mapping[str, Sequence[str]] = _NO_FORMATS,
    recorded: str | None = None,
) -> tuple[Manifest, Ids]:
    """Read a set whole, for its faults and its size, and return its manifest and its entries' ids; raise RulesError.

    ``list_id`` becomes the name of a folder; ``origins`` tells of files where they were fetched.
    ``whole``, ``formats`` and ``recorded`` are as for ``import_lists``.
    """
    if not _manifest.ID.fullmatch(list_id):
        raise RulesError(list_id, "", f"{list_id!r} cannot be a list id: small letters, digits and hyphens only")
    files = tuple(
        _manifest.described(path, role, origins.get(path, Origin())) for role, path in sorted(found.files.items())
    )
    names = [file.name for file in files]
    if len(set(names)) < len(names) or MANIFEST in names:
        raise RulesError(list_id, "", f"file names must differ and none may be {MANIFEST}: {', '.join(names)}")
    if odd := [name for name in names if not name.isprintable()]:
        raise RulesError(list_id, "", f"{odd[0]!r} cannot be kept by this name: rename the file")
    sizes: dict[str, Counter[str]] = {"lists": Counter(), "names": Counter(), "identifiers": Counter()}
    ids: Ids = set()
    for entry in found.format.read(found.files, list_id, country_code):
        ids.add((entry.list, entry.id))
        sizes["lists"][entry.list] += 1
        sizes["names"][entry.list] += len(entry.names)
        sizes["identifiers"][entry.list] += len(entry.identifiers)
    _fitting(found, sizes["lists"], formats)
    about = found.format.about(found.files, list_id)
    manifest = Manifest(
        id=list_id,
        format=found.format.NAME,
        title=about.title,
        lists=dict(sizes["lists"]),
        names=dict(sizes["names"]),
        identifiers=dict(sizes["identifiers"]),
        gaps={key: gap for key, gap in about.gaps_of.items() if key in sizes["lists"]},
        files=files,
        published=_day(list_id, about.published, published, retrieved),
        retrieved=retrieved,
        recorded=recorded,
        partial=None if whole and about.gaps == lists.UNSTATED else about.gaps,
    )
    return manifest, ids


def _fitting(found: lists.FileSet, carried: Iterable[str], formats: Mapping[str, Sequence[str]]) -> None:
    """Refuse a format that is not among those of a list: whatever it holds, it is not that list as published."""
    name = found.format.NAME
    for key in carried:
        if key in formats and name not in formats[key]:
            where = ", ".join(str(path) for path in found.files.values())
            message = f"is {name}, but {key} comes as {', '.join(formats[key])}: see `formats` in sources.toml"
            raise RulesError(where, "", message)


def _day(list_id: str, stated: dt.date | None, given: dt.date | None, retrieved: dt.date | None) -> dt.date | None:
    """Return the day of publication: the one that the files state, else the one given."""
    if stated and given and stated != given:
        raise RulesError(list_id, "", f"its files say that they are of {stated}, not {given}: leave the day out")
    if stated and retrieved and stated > retrieved + _ZONES:
        raise RulesError(list_id, "", f"its files say that they are of {stated}, after retrieved {retrieved}")
    return stated or given


# --- read back ----------------------------------------------------------------------------------


def read_sources(folder: Path) -> tuple[Source, ...]:
    """Return the lists of an imported folder from its source.toml; raise RulesError when that cannot be trusted."""
    return _manifest.sources(_manifest.load(folder))


def read_entries(folder: Path, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of an imported folder; raise RulesError when a file is not the one imported."""
    manifest = _manifest.load(folder)
    _manifest.verify(folder, manifest)
    module = lists.by_name(manifest.format, str(folder / MANIFEST))
    yield from module.read({file.role: folder / file.name for file in manifest.files}, manifest.id, country_code)
