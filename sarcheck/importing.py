"""Publishers' lists in a rules folder: put there, read back, and judged for their age.

A list lives in ``<rules>/lists/<list id>/``: the publisher's files unchanged, and source.toml, which
says what they are, of which day, and their hashes. The version that an import replaces is kept in
``<rules>/lists/.previous/<list id>/``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from sarcheck import lists, tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import Entry, Source, SourceStatus

__all__ = ["import_lists", "read_entries", "read_source", "status"]

CountryCode = Callable[[str], "str | None"]

MANIFEST = "source.toml"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_BLOCK = 1024 * 1024


class StoredFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of an imported list."""

    name: str
    role: str
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """source.toml: what an imported list is."""

    schema: Literal["sarcheck.source/1"] = "sarcheck.source/1"
    id: str
    format: str
    title: str
    files: tuple[StoredFile, ...]
    entries: int
    published: dt.date | None = None
    retrieved: dt.date | None = None
    partial: str | None = None


# --- import -------------------------------------------------------------------------------------


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
    mixes dates (RulesError) leaves the folder as it was. ``list_id`` names a list whose files do not.
    """
    if published and retrieved and published > retrieved:
        raise RulesError("import", "", f"published {published} is after retrieved {retrieved}")
    sets = [(found, _list_id(found, list_id)) for found in lists.recognise(_files(paths), list_id)]
    if not sets:
        raise RulesError(", ".join(map(str, paths)), "", "holds no list that sarcheck reads")
    read = [(found, _manifest(found, name, published, retrieved, country_code)) for found, name in sets]
    for found, manifest in read:
        _store(found, manifest, rules_folder / "lists")
    return tuple(_source(manifest) for _, manifest in read)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files to import: those named, and those of a named folder that end as lists do.

    Such a file must then be a list; others in the folder (a specification, a note) are passed over.
    """
    suffixes = {module.SUFFIX for module in lists.LISTS}
    for path in paths:
        try:
            inside = sorted(path.iterdir()) if path.is_dir() else None
        except OSError as error:
            raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
        if inside is None:
            yield path
            continue
        yield from (p for p in inside if p.suffix.lower() in suffixes and p.name != MANIFEST)


def _list_id(found: lists.FileSet, list_id: str | None) -> str:
    """Return a set's list id, which becomes the name of a folder; ``list_id`` is what the caller expects."""
    where = ", ".join(str(path) for path in found.files.values())
    if found.list_id is None:
        raise RulesError(where, "", "the file names do not tell which list this is: give a list id")
    if not _ID.fullmatch(found.list_id):
        raise RulesError(where, "", f"{found.list_id!r} cannot be a list id: small letters, digits and hyphens only")
    if list_id not in (None, found.list_id):
        raise RulesError(where, "", f"is the list {found.list_id}, not {list_id}")
    return found.list_id


def _manifest(
    found: lists.FileSet,
    list_id: str,
    published: dt.date | None,
    retrieved: dt.date | None,
    country_code: CountryCode,
) -> Manifest:
    """Read a set whole, for its faults and its size, and describe it."""
    stored = tuple(_stored(path, role) for role, path in sorted(found.files.items()))
    names = [file.name for file in stored]
    if len(set(names)) < len(names) or MANIFEST in names:
        raise RulesError(list_id, "", f"file names must differ and none may be {MANIFEST}: {', '.join(names)}")
    entries = sum(1 for _ in found.format.read(found.files, list_id, country_code))
    return Manifest(
        id=list_id,
        format=found.format.NAME,
        title=found.format.title(found.files, list_id),
        files=stored,
        entries=entries,
        published=published,
        retrieved=retrieved,
        partial=found.format.gaps(found.files),
    )


def _stored(path: Path, role: str) -> StoredFile:
    digest, size = _hash(path)
    return StoredFile(name=path.name, role=role, sha256=digest, bytes=size)


def _hash(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
    return digest.hexdigest(), size


def _store(found: lists.FileSet, manifest: Manifest, folder: Path) -> None:
    """Put a list in its place in one step: whoever reads meanwhile sees the former one or the new one."""
    import shutil
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=folder) as work:
            fresh = Path(work) / manifest.id
            fresh.mkdir()
            for file in manifest.files:
                shutil.copyfile(found.files[file.role], fresh / file.name)
            (fresh / MANIFEST).write_text(_toml(manifest), encoding="utf-8")
            _verify(fresh, manifest)
            _swap(fresh, folder / manifest.id, folder / ".previous" / manifest.id, Path(work) / "older")
    except OSError as error:
        raise RulesError(str(folder / manifest.id), "", f"cannot be written: {error.strerror}") from error


def _swap(fresh: Path, place: Path, previous: Path, older: Path) -> None:
    """Move a new list into its place, the former one to ``previous`` and the one before it to ``older``."""
    if place.exists():
        previous.parent.mkdir(exist_ok=True)
        if previous.exists():
            previous.rename(older)
        place.rename(previous)
    fresh.rename(place)


def _toml(manifest: Manifest) -> str:
    """Write a manifest as TOML, in a fixed order; JSON's strings are TOML's."""

    def line(key: str, value: object) -> str:
        text = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
        return f"{key} = {text}"

    fields = msgspec.structs.asdict(manifest)
    files = fields.pop("files")
    head = [line(key, value) for key, value in fields.items() if value is not None]
    tables = [["", "[[files]]", *(line(k, v) for k, v in msgspec.structs.asdict(file).items())] for file in files]
    return "\n".join([*head, *(text for table in tables for text in table)]) + "\n"


# --- read back ----------------------------------------------------------------------------------


def read_source(folder: Path) -> Source:
    """Return what an imported list is, from its source.toml; raise RulesError when that cannot be trusted."""
    return _source(_load(folder))


def read_entries(folder: Path, country_code: CountryCode) -> Iterator[Entry]:
    """Yield the entries of an imported list; raise RulesError when a file is not the one imported."""
    manifest = _load(folder)
    _verify(folder, manifest)
    module = lists.by_name(manifest.format, str(folder / MANIFEST))
    yield from module.read({file.role: folder / file.name for file in manifest.files}, manifest.id, country_code)


def _load(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        manifest = tomlfile.converted(tomlfile.read(path), Manifest, path)
    except RulesError as error:
        raise RulesError(error.file, error.pointer, f"{error.message}; import the list again") from error
    if manifest.id != folder.name:
        raise RulesError(str(path), "/id", f"{manifest.id!r} lies in the folder {folder.name!r}")
    if odd := [file.name for file in manifest.files if Path(file.name).name != file.name]:
        raise RulesError(str(path), "/files", f"names files outside its folder: {', '.join(odd)}")
    return manifest


def _verify(folder: Path, manifest: Manifest) -> None:
    for file in manifest.files:
        if _hash(folder / file.name) != (file.sha256, file.bytes):
            message = "is not the file that was imported: its sha256 differs; import the list again"
            raise RulesError(str(folder / file.name), "", message)


def _source(manifest: Manifest) -> Source:
    """Return a list's source; its hash is that of its files' hashes and roles, one a line."""
    lines = "".join(f"{file.sha256}  {file.role}\n" for file in sorted(manifest.files, key=lambda f: f.role))
    return Source(
        id=manifest.id,
        title=manifest.title,
        published=manifest.published,
        retrieved=manifest.retrieved,
        sha256=hashlib.sha256(lines.encode()).hexdigest(),
        entries=manifest.entries,
        format=manifest.format,
        partial=manifest.partial,
    )


# --- age ----------------------------------------------------------------------------------------


def status(source: Source, as_of: dt.date, max_age_days: int | None) -> SourceStatus:
    """Return the state of a list on a day; ``max_age_days`` None lets it be of any known age.

    Age counts from the day of retrieval. Where that is unknown it counts from publication, which can
    only be earlier; where both are, the list is stale. A list newer than ``as_of`` is not stale, but
    what it says of that day is not what was known then: a caveat says so.
    """
    since = source.retrieved or source.published
    age = (as_of - since).days if since else None
    newest = max((day for day in (source.published, source.retrieved) if day), default=None)
    state: Literal["current", "stale", "missing", "partial"] = "current"
    caveats = [*source.problems]
    if source.partial:
        state = "partial"
        caveats.append(source.partial)
    if age is None:
        state = "stale"
        caveats.append("its day of retrieval is not recorded")
    elif max_age_days is not None and age > max_age_days:
        state = "stale"
        caveats.append(f"{age} days old; at most {max_age_days} are allowed")
    if newest and newest > as_of:
        caveats.append(f"newer than the day judged: it is of {newest}, later listings and delistings included")
    if not source.entries:
        state, caveats = "missing", ["no such list is loaded"]
    return SourceStatus(
        id=source.id,
        published=source.published,
        retrieved=source.retrieved,
        sha256=source.sha256,
        entries=source.entries,
        age_days=age,
        state=state,
        caveat="; ".join(caveats) or None,
    )
