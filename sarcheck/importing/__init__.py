"""Publishers' lists in a rules folder: put there, read back, and judged for their age.

A list lives in ``<rules>/lists/<list id>/``: the publisher's files unchanged, and source.toml, which
says what they are, of which day, and their hashes. A publication that carries several lists lives in one
folder under its own id. The versions that imports replace are kept in ``<rules>/lists/.previous/<id>/``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sarcheck import lists
from sarcheck.errors import RulesError
from sarcheck.importing import _manifest
from sarcheck.importing._age import shrunk, status
from sarcheck.importing._manifest import Manifest, Origin, StoredFile, hashed, intact, same_files
from sarcheck.importing._shelf import counts, folders, in_force, locked, store, versions
from sarcheck.model import Entry, Source

__all__ = [
    "MANIFEST",
    "Manifest",
    "Origin",
    "StoredFile",
    "counts",
    "describe",
    "folders",
    "hashed",
    "import_lists",
    "in_force",
    "intact",
    "locked",
    "read_entries",
    "read_sources",
    "same_files",
    "shrunk",
    "status",
    "store",
    "versions",
]

MANIFEST = _manifest.NAME
CountryCode = Callable[[str], "str | None"]

_ZONES = dt.timedelta(days=1)
"""A publisher east of Greenwich may date its file tomorrow."""
_PROSE = ".txt"
"""How the specifications end that publishers put beside their lists, and one of the lists."""
_NO_ORIGINS: Mapping[Path, Origin] = {}


def import_lists(
    paths: Sequence[Path],
    rules_folder: Path,
    *,
    country_code: CountryCode,
    published: dt.date | None = None,
    retrieved: dt.date | None = None,
    list_id: str | None = None,
) -> tuple[Source, ...]:
    """Put publishers' files, or folders of them, into a rules folder; return the lists they made.

    All files are read whole before anything is written, so a list that cannot be read, is empty or
    mixes dates (RulesError) leaves the folder as it was. ``list_id`` names a list whose files do not;
    ``published`` is the day of files that do not state theirs.
    """
    if published and retrieved and published > retrieved:
        raise RulesError("import", "", f"published {published} is after retrieved {retrieved}")
    sets = lists.recognise(_files(paths), list_id)
    if not sets:
        raise RulesError(", ".join(map(str, paths)), "", "holds no list that sarcheck reads")
    named = [(found, _list_id(found, list_id)) for found in sets]
    _once_each(named)
    read = [
        (found.files, describe(found, name, country_code=country_code, published=published, retrieved=retrieved))
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


def _is_list(path: Path) -> bool:
    try:
        return bool(lists.recognise([path]))
    except RulesError:
        return False


def _list_id(found: lists.FileSet, list_id: str | None) -> str:
    """Return a set's list id; ``list_id`` is what the caller expects."""
    where = ", ".join(str(path) for path in found.files.values())
    if found.list_id is None:
        raise RulesError(where, "", "the file names do not tell which list this is: give a list id")
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
) -> Manifest:
    """Read a set whole, for its faults and its size, and return its manifest; raise RulesError.

    ``list_id`` becomes the name of a folder; ``origins`` tells of files where they were fetched.
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
    sizes: dict[str, int] = {}
    for entry in found.format.read(found.files, list_id, country_code):
        sizes[entry.list] = sizes.get(entry.list, 0) + 1
    about = found.format.about(found.files, list_id)
    return Manifest(
        id=list_id,
        format=found.format.NAME,
        title=about.title,
        lists=sizes,
        files=files,
        published=_day(list_id, about.published, published, retrieved),
        retrieved=retrieved,
        partial=about.gaps,
    )


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
