"""What there is of a feed, and the files to fetch for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from sarcheck import importing
from sarcheck.errors import RulesError
from sarcheck.importing import Manifest, StoredFile
from sarcheck.update._fetch import Task

if TYPE_CHECKING:
    from sarcheck.packs import Download, Feed, UpdatePolicy


class Held(NamedTuple):
    """What is in force of a feed: its folder and manifest, and whether its files are all unchanged."""

    folder: Path
    manifest: Manifest
    intact: bool


def in_force(rules_folder: Path, feed: Feed) -> Held | None:
    """Return what is in force of a feed; None where nothing is that can be read."""
    held = importing.in_force(rules_folder, feed.id)
    return Held(*held, importing.intact(*held)) if held else None


def tasks_of(feed: Feed, held: Held | None, folder: Path, policy: UpdatePolicy) -> list[Task]:
    """Return the files to fetch; only a feed that is stored whole and unchanged names its versions to the server."""
    if not feed.files:
        raise RulesError(f"feed {feed.id}", "/files", "names no file to fetch")
    names = [_name(feed, download) for download in feed.files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise RulesError(f"feed {feed.id}", "/files", f"two files would be kept as {twice[0]}: give each a name")
    stored = known(feed, held)
    limit = feed.max_bytes or policy.max_bytes
    return [
        Task(download.url, folder / name, limit, stored.get(download.url))
        for download, name in zip(feed.files, names, strict=True)
    ]


def _name(feed: Feed, download: Download) -> str:
    """Return the plain name by which a file is kept; what a server calls it does not count."""
    try:
        name = download.name or unquote(urlsplit(download.url).path.rpartition("/")[2])
    except ValueError as error:
        raise RulesError(f"feed {feed.id}", "/files", f"{download.url} is not an address: {error}") from error
    if not name.isprintable() or not name.strip(". ") or name[0] == "." or set(name) & set('/\\:*?"<>|'):
        raise RulesError(f"feed {feed.id}", "/files", f"{download.url} needs a `name` to keep the file by")
    return name


def known(feed: Feed, held: Held | None) -> Mapping[str, StoredFile]:
    """Return the stored files by address if they are all of a feed's and unchanged."""
    if held is None or not held.intact:
        return {}
    stored = {file.url: file for file in held.manifest.files if file.url}
    wanted = {download.url for download in feed.files}
    return stored if stored.keys() == wanted and len(held.manifest.files) == len(wanted) else {}
