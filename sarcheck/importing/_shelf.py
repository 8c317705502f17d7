"""The folders of lists: which version is in force, and how another takes its place.

``lists/<id>`` is the version in force; ``lists/<id>.new`` a complete one on its way there; ``lists/.previous/<id>``
holds the earlier ones. A version is complete before it is called ``.new``, so a program that is killed at any
moment leaves either the former version or the new one, and readers (``folders``) find it under one of the two names.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from sarcheck.errors import RulesError
from sarcheck.importing import _manifest
from sarcheck.importing._manifest import NEW, PREVIOUS, Manifest, StoredFile

_WORK = ".import-"
_LOCK = ".lock"
_KEPT = re.compile(r"(?:(\d{4}-\d\d-\d\d)|undated)-[0-9a-f]{12}")
_DAMAGED = "damaged"


def folders(rules_folder: Path) -> dict[str, Path]:
    """Return the folders of the lists and publications in force, by id.

    Where an import was killed after the former version had left its place, the new one counts already. Raise RulesError
    where it cannot be told which there are.
    """
    found = {path.name: path for path in _inside(rules_folder / "lists") if _is_list(path)}
    for name in [name for name in found if name.endswith(NEW)]:
        found.setdefault(name.removesuffix(NEW), found.pop(name))
    return found


def _inside(folder: Path) -> list[Path]:
    """Return what lies in a folder, sorted; unlike a glob, raise where that cannot be told."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RulesError(str(folder), "", f"cannot be read: {error.strerror}") from error


def earlier(rules_folder: Path, day: dt.date) -> dict[Path, Path]:
    """Return, for each list in force that is newer than a day, the version kept that was the last one on that day.

    A list of which no such version is kept is left out, and so is one without days. Raise RulesError when a version
    cannot be read.
    """
    found: dict[Path, Path] = {}
    for name, current in folders(rules_folder).items():
        newest = _newest(current)
        if newest and newest > day:
            kept = [path for path in versions(rules_folder, name)[:-1] if (of := _newest(path)) and of <= day]
            if kept:
                found[current] = kept[-1]
    return found


def _newest(folder: Path) -> dt.date | None:
    """Return the later one of the days on which a version was published and fetched."""
    manifest = _manifest.load(folder)
    return max((day for day in (manifest.published, manifest.retrieved) if day), default=None)


def _is_list(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".")


def in_force(rules_folder: Path, name: str) -> tuple[Path, Manifest] | None:
    """Return folder and manifest of what is in force under an id; None where nothing is that can be read."""
    folder = folders(rules_folder).get(name)
    if folder is None:
        return None
    try:
        return folder, _manifest.load(folder)
    except RulesError:
        return None


def counts(rules_folder: Path) -> dict[str, int]:
    """Return how many entries each list in force has; one whose source.toml cannot be read is left out."""
    held = (in_force(rules_folder, name) for name in folders(rules_folder))
    return {key: count for pair in held if pair for key, count in pair[1].lists.items()}


def versions(rules_folder: Path, list_id: str) -> tuple[Path, ...]:
    """Return the folders of all versions of a list, oldest first, the one in force last.

    The list may be one that a publication carries. Versions are in the order in which they came: by the moment
    that was recorded, else that of fetching, else their days, those without any first. Raise RulesError when one
    cannot be read.
    """
    current = folders(rules_folder)
    carriers = (name for name in current if (held := in_force(rules_folder, name)) and list_id in held[1].lists)
    name = list_id if list_id in current else next(carriers, list_id)
    kept = [path for path in (rules_folder / "lists" / PREVIOUS / name).glob("*") if _KEPT.fullmatch(path.name)]
    return (*sorted(kept, key=_age), *(path for key, path in current.items() if key == name))


def _age(folder: Path) -> tuple[str, str]:
    match, manifest = _KEPT.fullmatch(folder.name), _manifest.load(folder)
    fetched = max((file.fetched or "" for file in manifest.files), default="")
    return manifest.recorded or fetched or (match[1] if match else None) or "", folder.name


# --- writing ------------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(rules_folder: Path) -> Iterator[Path]:
    """Hold the folder of lists against other writers, and finish or undo what a killed one left; yield the folder.

    The lock ends with the process that holds it, however that ends. Raise RulesError when nothing can be written.
    """
    folder = rules_folder / "lists"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder / _LOCK):
            _mend(folder)
            yield folder
    except OSError as error:
        raise RulesError(str(folder), "", f"cannot be written: {error.strerror}") from error


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Wait for a lock file, hold it, and delete it in the end.

    Who was waiting meanwhile holds a file that is deleted, which locks nobody out, and tries anew.
    """
    while True:
        with path.open("ab") as stream:
            _wait(stream.fileno())
            if not _is_at(path, stream.fileno()):
                continue
            try:
                yield
            finally:
                with contextlib.suppress(PermissionError):  # Windows deletes no file that somebody has open
                    path.unlink(missing_ok=True)
            return


def _is_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _wait(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _mend(folder: Path) -> None:
    """Put a new version in the place that the former one has left; drop what was not in force yet."""
    for fresh in folder.glob(f"*{NEW}"):
        place = fresh.with_name(fresh.name.removesuffix(NEW))
        if place.exists():
            shutil.rmtree(fresh)
        else:
            fresh.rename(place)
    for work in folder.glob(f"{_WORK}*"):
        shutil.rmtree(work)


def store(files: Mapping[str, Path], manifest: Manifest, rules_folder: Path) -> Manifest:
    """Put a list's files, by role, in force; return the manifest that is in force then.

    Whoever reads meanwhile sees the former version or this one. The very files that are in force already only
    refresh what is known of them; a version that they would replace is kept. Raise RulesError.
    """
    with locked(rules_folder) as folder:
        current = _intact(rules_folder, manifest.id)
        if current and _manifest.same_files(current, manifest):
            manifest = _refreshed(current, manifest)
            if manifest != current:
                _rewrite(folder / manifest.id, manifest)
            return manifest
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
            fresh = Path(work) / manifest.id
            fresh.mkdir()
            for file in manifest.files:
                shutil.copyfile(files[file.role], fresh / file.name)
            (fresh / _manifest.NAME).write_text(_manifest.text(manifest), encoding="utf-8")
            _manifest.verify(fresh, manifest)
            _settle(fresh)
            _swap(fresh, folder / manifest.id)
        return manifest


def _settle(folder: Path) -> None:
    """Return when the disk has the files of a folder: only then may they take the place of others."""
    for path in folder.iterdir():
        with path.open("r+b") as stream:
            os.fsync(stream.fileno())


def _intact(rules_folder: Path, name: str) -> Manifest | None:
    """Return the manifest in force under an id if its files are all there unchanged."""
    held = in_force(rules_folder, name)
    return held[1] if held and _manifest.intact(*held) else None


def _refreshed(current: Manifest, later: Manifest) -> Manifest:
    """Return what is known later of the same files; what nobody says anew stays known.

    The moment of fetching stays that of the bytes, which have not changed; the moment recorded is that of the day
    of retrieval, so that the same answer on the same day changes nothing.
    """
    retrieved = later.retrieved or current.retrieved
    held = {file.name: file for file in current.files}
    files = tuple(_known_of(held[file.name], file) for file in later.files)
    return msgspec.structs.replace(
        later,
        files=files,
        published=later.published or current.published,
        retrieved=retrieved,
        recorded=current.recorded if retrieved == current.retrieved else later.recorded,
    )


def _known_of(file: StoredFile, later: StoredFile) -> StoredFile:
    if later.url is None:
        return msgspec.structs.replace(file, role=later.role)
    return msgspec.structs.replace(later, fetched=file.fetched or later.fetched)


def _rewrite(place: Path, manifest: Manifest) -> None:
    """Replace a list's source.toml in one step."""
    part = place / f".{_manifest.NAME}.part"
    try:
        part.write_text(_manifest.text(manifest), encoding="utf-8")
        part.replace(place / _manifest.NAME)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _swap(fresh: Path, place: Path) -> None:
    """Let a complete version take its place; at every step ``folders`` finds one whole version.

    A version is not kept beside itself: the same files of the same day, put back, leave the earlier versions.
    """
    kept = place.parent / PREVIOUS / place.name
    ready = fresh.rename(place.with_name(place.name + NEW))
    if place.exists():
        kept.mkdir(parents=True, exist_ok=True)
        former = kept / _kept_as(place)
        shutil.rmtree(former, ignore_errors=True)
        place.rename(former)
    again = kept / _kept_as(ready.rename(place))
    if again.exists():
        shutil.rmtree(again)


def _kept_as(place: Path) -> str:
    """Return the name by which a version is kept: its day, and the start of its hash.

    One whose files are not those imported goes by the hash of what is there, and counts as no version.
    """
    try:
        manifest = _manifest.load(place)
        _manifest.verify(place, manifest)
    except RulesError:
        files = sorted((path.name, _manifest.hashed(path)[0]) for path in place.iterdir() if path.is_file())
        return f"{_DAMAGED}-{hashlib.sha256(repr(files).encode()).hexdigest()[:12]}"
    return f"{manifest.retrieved or manifest.published or 'undated'}-{_manifest.sha256(manifest)[:12]}"
