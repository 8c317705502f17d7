"""source.toml: what an imported list is, and whether the files beside it are still those imported."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import Source

NAME = "source.toml"
PREVIOUS = ".previous"
"""The folder of earlier versions, each in a folder of its list's."""
NEW = ".new"
"""How the folder of a version ends that is complete and about to take its place; no list id holds a full stop."""

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_BLOCK = 1024 * 1024


class Origin(NamedTuple):
    """Where a file was fetched, what the server said of its version, and when, UTC."""

    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched: str | None = None


class StoredFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of an imported list; the last four are known of files that sarcheck fetched."""

    name: str
    role: str
    sha256: str
    bytes: int
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """source.toml: a list, or a publication that carries several.

    ``lists`` counts the entries of each, ``names`` and ``identifiers`` theirs; ``gaps`` says what single lists lack.
    ``recorded`` is the moment (``moment``) at which the version came, or ``retrieved`` was told anew.
    """

    schema: Literal["sarcheck.source/1"] = "sarcheck.source/1"
    id: str
    format: str
    title: str
    lists: dict[str, int]
    names: dict[str, int] = {}
    identifiers: dict[str, int] = {}
    gaps: dict[str, str] = {}
    files: tuple[StoredFile, ...]
    published: dt.date | None = None
    retrieved: dt.date | None = None
    recorded: str | None = None
    partial: str | None = None


def moment(now: dt.datetime) -> str:
    """Return a moment as source.toml records it: UTC, in a form whose order as text is that of time."""
    return now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _day_of(moment: str | None) -> dt.date | None:
    """Return the day of a moment as it is recorded, None where there is none."""
    try:
        return dt.date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


# --- read and write -----------------------------------------------------------------------------


def load(folder: Path) -> Manifest:
    """Read the source.toml of a list's folder; raise RulesError, with the cure, when it cannot be trusted."""
    path = folder / NAME
    archived = folder.parent.parent.name == PREVIOUS
    try:
        manifest = tomlfile.converted(tomlfile.read(path), Manifest, path)
    except RulesError as error:
        cure = "delete this earlier version" if archived else "import the list again"
        raise RulesError(error.file, error.pointer, f"{error.message}; {cure}") from error
    if manifest.id != (folder.parent.name if archived else folder.name.removesuffix(NEW)):
        raise RulesError(str(path), "/id", f"{manifest.id!r} lies in the folder {folder.name!r}")
    if odd := [file.name for file in manifest.files if Path(file.name).name != file.name]:
        raise RulesError(str(path), "/files", f"names files outside its folder: {', '.join(odd)}")
    if manifest.recorded and _day_of(manifest.recorded) is None:
        message = f"{manifest.recorded!r} is no moment like 2026-11-22T09:00:00Z; import the list again"
        raise RulesError(str(path), "/recorded", message)
    if manifest.retrieved and manifest.recorded and str(manifest.retrieved) > manifest.recorded:
        message = f"{manifest.retrieved} was not yet when this was recorded, {manifest.recorded}; import the list again"
        raise RulesError(str(path), "/retrieved", message)
    return manifest


def recorded(path: Path, name: str) -> set[tuple[str, int]]:
    """Return the hashes and sizes that a source.toml, wherever it lies, tells of files of a name.

    Raise RulesError when it cannot be read.
    """
    try:
        files = tomlfile.converted(tomlfile.read(path), Manifest, path).files
    except RulesError as error:
        message = f"{error.message}; the files beside it cannot be held against it: fetch them again"
        raise RulesError(error.file, error.pointer, message) from error
    return {(file.sha256, file.bytes) for file in files if file.name == name}


def text(manifest: Manifest) -> str:
    """Return a manifest as TOML, in a fixed order; what is not known is left out."""
    fields = msgspec.structs.asdict(manifest)
    files = fields.pop("files")
    parts = {name: fields.pop(name) for name in ("lists", "names", "identifiers", "gaps")}
    tables = [(f"[{name}]", dict(sorted(part.items()))) for name, part in parts.items() if part]
    tables += [("[[files]]", msgspec.structs.asdict(file)) for file in files]
    lines = [*_pairs(fields), *(line for head, table in tables for line in ("", head, *_pairs(table)))]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items() if value is not None]


def _value(value: object) -> str:
    """Write a value as TOML, whose strings are JSON's but for the DEL character."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- files --------------------------------------------------------------------------------------


def described(path: Path, role: str, origin: Origin) -> StoredFile:
    """Describe a file that is to be stored; raise RulesError when it cannot be read."""
    digest, size = hashed(path)
    return StoredFile(name=path.name, role=role, sha256=digest, bytes=size, **origin._asdict())


def hashed(path: Path) -> tuple[str, int]:
    """Return a file's sha256 and size; raise RulesError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except (OSError, ValueError) as error:  # a name with a zero in it is none
        raise RulesError(str(path), "", f"cannot be read: {getattr(error, 'strerror', error)}") from error
    return digest.hexdigest(), size


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise RulesError when a file of a list is not the one imported."""
    for file in manifest.files:
        if hashed(folder / file.name) != (file.sha256, file.bytes):
            message = "is not the file that was imported: its sha256 differs; import the list again"
            raise RulesError(str(folder / file.name), "", message)


def intact(folder: Path, manifest: Manifest) -> bool:
    """Tell whether the files of a list are all those imported."""
    try:
        verify(folder, manifest)
    except RulesError:
        return False
    return True


def same_files(one: Manifest, other: Manifest) -> bool:
    """Tell whether two manifests describe the very same files, and say the same of what they lack."""
    first, second = ({(file.name, file.sha256) for file in manifest.files} for manifest in (one, other))
    alike = (one.id, one.partial, one.gaps) == (other.id, other.partial, other.gaps)
    return alike and first == second


def sha256(manifest: Manifest) -> str:
    """Return the hash of a list: that of its files' hashes and roles, one a line."""
    lines = "".join(f"{file.sha256}  {file.role}\n" for file in sorted(manifest.files, key=lambda f: f.role))
    return hashlib.sha256(lines.encode()).hexdigest()


def sources(manifest: Manifest) -> tuple[Source, ...]:
    """Return the lists that a manifest's files are or carry, by id."""
    digest = sha256(manifest)
    return tuple(
        Source(
            id=list_id,
            title=manifest.title,
            published=manifest.published,
            retrieved=manifest.retrieved,
            recorded=_day_of(manifest.recorded),
            sha256=digest,
            entries=entries,
            format=manifest.format,
            partial=manifest.partial or manifest.gaps.get(list_id),
            carrier=None if list_id == manifest.id else manifest.id,
        )
        for list_id, entries in sorted(manifest.lists.items())
    )
