"""Publishers' lists fetched from their official addresses, judged before they take the place of those in force.

A feed that fails, or whose list cannot be trusted, leaves the list in force as it is, and the other feeds go on.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from sarcheck import importing, lists
from sarcheck.errors import RulesError
from sarcheck.importing import Manifest, Origin, StoredFile
from sarcheck.update._fetch import Answer, FetchError, Progress, Sleep, Task, fetch, is_newer

if TYPE_CHECKING:
    from sarcheck.packs import Download, Feed, UpdatePolicy

__all__ = ["Progress", "Result", "State", "check", "update"]

State = Literal["updated", "unchanged", "newer", "failed", "refused"]


class Result(Struct, frozen=True, kw_only=True):
    """What became of a feed.

    ``before`` and ``after`` count the entries of its lists that were in force and are now; ``published`` and
    ``retrieved`` are of what is in force now. ``bytes`` is how much was fetched. ``message`` says why, and what to do.
    """

    feed: str
    state: State
    message: str = ""
    before: dict[str, int]
    after: dict[str, int]
    published: dt.date | None = None
    retrieved: dt.date | None = None
    bytes: int = 0


class _Held(NamedTuple):
    """What is in force of a feed: its folder and manifest, and whether its files are all unchanged."""

    folder: Path
    manifest: Manifest
    intact: bool


class _Run(NamedTuple):
    """What all feeds of one run share."""

    rules_folder: Path
    policy: UpdatePolicy
    now: dt.datetime
    country_code: Callable[[str], str | None]
    formats: Mapping[str, Sequence[str]]
    accept: frozenset[str]
    progress: Progress
    sleep: Sleep


def update(
    rules_folder: Path,
    policy: UpdatePolicy,
    feeds: Sequence[Feed],
    *,
    now: dt.datetime,
    country_code: Callable[[str], str | None],
    formats: Mapping[str, Sequence[str]] | None = None,
    accept: Collection[str] = (),
    progress: Progress = lambda *_: None,
    sleep: Sleep = time.sleep,
) -> tuple[Result, ...]:
    """Fetch feeds into a rules folder, one after the other; return what became of each.

    ``accept`` holds ids of feeds or lists that may shrink, become older or lose a part. Raise RulesError when the
    rules folder cannot be written.
    """
    with importing.locked(rules_folder):
        pass  # what a killed import left is mended before anything is compared with it
    run = _Run(rules_folder, policy, now, country_code, formats or {}, frozenset(accept), progress, sleep)
    return tuple(_updated(feed, run) for feed in feeds)


def check(
    rules_folder: Path,
    policy: UpdatePolicy,
    feeds: Sequence[Feed],
    *,
    sleep: Sleep = time.sleep,
) -> tuple[Result, ...]:
    """Ask publishers whether they have newer files than those in force, and store nothing.

    The states are newer, unchanged and failed. A list that is not in force is newer without asking.
    """
    return tuple(_checked(feed, _held(rules_folder, feed), policy, sleep) for feed in feeds)


# --- one feed -----------------------------------------------------------------------------------


def _updated(feed: Feed, run: _Run) -> Result:
    held = _held(run.rules_folder, feed)
    moment = run.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    tasks: list[Task] = []
    with tempfile.TemporaryDirectory(prefix="sarcheck-") as work:
        try:
            tasks = _tasks(feed, held, Path(work), run.policy)
            answers = [fetch(t, run.policy, fetched=moment, sleep=run.sleep, progress=run.progress) for t in tasks]
            manifest, is_new = _stored(feed, held, answers, run)
        except FetchError as error:
            return _kept(feed, error.state, held, error.message)
        except RulesError as error:
            return _kept(feed, "refused", held, _by_address(str(error), tasks))
    return Result(
        feed=feed.id,
        state="updated" if is_new else "unchanged",
        message=f"not whole: {manifest.partial}" if manifest.partial else "",
        before=held.manifest.lists if held else {},
        after=manifest.lists,
        published=manifest.published,
        retrieved=manifest.retrieved,
        bytes=sum(answer.bytes for answer in answers),
    )


def _by_address(text: str, tasks: Iterable[Task]) -> str:
    """Return a message that names fetched files by where they came from: where they lay is gone."""
    for task in sorted(tasks, key=lambda task: len(str(task.target)), reverse=True):
        text = text.replace(str(task.target), task.url)
    return text


def _tasks(feed: Feed, held: _Held | None, folder: Path, policy: UpdatePolicy) -> list[Task]:
    """Return the files to fetch; only a feed that is stored whole and unchanged names its versions to the server."""
    if not feed.files:
        raise RulesError(f"feed {feed.id}", "/files", "names no file to fetch")
    names = [_name(feed, download) for download in feed.files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise RulesError(f"feed {feed.id}", "/files", f"two files would be kept as {twice[0]}: give each a name")
    known = _known(feed, held)
    limit = feed.max_bytes or policy.max_bytes
    return [
        Task(download.url, folder / name, limit, known.get(download.url))
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


def _known(feed: Feed, held: _Held | None) -> Mapping[str, StoredFile]:
    """Return the stored files by address if they are all of a feed's and unchanged."""
    if held is None or not held.intact:
        return {}
    stored = {file.url: file for file in held.manifest.files if file.url}
    wanted = {download.url for download in feed.files}
    return stored if stored.keys() == wanted and len(held.manifest.files) == len(wanted) else {}


def _stored(feed: Feed, held: _Held | None, answers: Sequence[Answer], run: _Run) -> tuple[Manifest, bool]:
    """Put what came in force unless something speaks against it; return what is then, and whether it is new."""
    origins = _whole(feed, held, answers)
    today = run.now.date()
    if held and (same := _confirmed(held, origins)):
        files = {file.role: held.folder / file.name for file in same.files}
        return importing.store(files, msgspec.structs.replace(same, retrieved=today), run.rules_folder), False
    found = _set(feed, origins)
    manifest = importing.describe(
        found, feed.id, country_code=run.country_code, retrieved=today, origins=origins, formats=run.formats
    )
    unread = held is None and feed.id in importing.folders(run.rules_folder)
    told = [(feed.id, "cannot be compared with what is in force: its source.toml cannot be read")] if unread else []
    told += _objections(feed, held, manifest, run.policy)
    objections = [one for one in told if not run.accept & {one[0], feed.id}]
    if objections:
        words = "; ".join(f"{key} {text}" for key, text in objections)
        cure = " ".join(f"--accept {key}" for key in dict.fromkeys(key for key, _ in objections))
        raise FetchError(f"{words}: if the publisher's page confirms it, run again with {cure}", "refused")
    return importing.store(found.files, manifest, run.rules_folder), True


def _whole(feed: Feed, held: _Held | None, answers: Sequence[Answer]) -> dict[Path, Origin]:
    """Return the paths of a feed's files with their origins; those that a server did not send are the stored copies."""
    known = _known(feed, held)
    whole: dict[Path, Origin] = {}
    for download, answer in zip(feed.files, answers, strict=True):
        if answer.path:
            whole[answer.path] = answer.origin
        elif held:
            file = known[download.url]
            whole[held.folder / file.name] = Origin(file.url, file.etag, file.last_modified, file.fetched)
    return whole


def _confirmed(held: _Held, origins: Mapping[Path, Origin]) -> Manifest | None:
    """Return what is in force, with the origins of today, if the files that came are the very same; else None."""
    came = {path.name: (importing.hashed(path)[0], origin) for path, origin in origins.items()}
    if not held.intact or {file.name: file.sha256 for file in held.manifest.files} != {
        n: h for n, (h, _) in came.items()
    }:
        return None
    files = (msgspec.structs.replace(file, **came[file.name][1]._asdict()) for file in held.manifest.files)
    return msgspec.structs.replace(held.manifest, files=tuple(files))


def _set(feed: Feed, paths: Iterable[Path]) -> lists.FileSet:
    """Return the one set that a feed's files make; raise RulesError when they are not its list."""
    first, *more = lists.recognise(paths, feed.id)
    if odd := [found.list_id for found in (first, *more) if found.list_id != feed.id]:
        raise RulesError(f"feed {feed.id}", "", f"its server sent the list {odd[0]}, not {feed.id}")
    if more:
        forms = ", ".join(found.format.NAME for found in (first, *more))
        raise RulesError(f"feed {feed.id}", "", f"its files are not one set but several: {forms}")
    return first


# --- what speaks against a list -----------------------------------------------------------------


def _objections(feed: Feed, held: _Held | None, fresh: Manifest, policy: UpdatePolicy) -> Iterator[tuple[str, str]]:
    """Yield (id, in words) what speaks against a list that was read without fault."""
    before = held.manifest.lists if held else {}
    for key in feed.lists:
        if key not in before and key not in fresh.lists:
            yield key, "is not in the file"
    limit = feed.max_shrink or policy.max_shrink
    yield from importing.shrunk(before, fresh.lists, limit).items()
    if held is None:
        return
    former = held.manifest
    yield from importing.shrunk(former.names, fresh.names, limit, "names").items()
    yield from importing.shrunk(former.identifiers, fresh.identifiers, limit, "identifiers").items()
    yield from _aged(feed, former, fresh)
    if fresh.published and former.published and fresh.published < former.published:
        yield feed.id, f"is of {fresh.published}, older than the one in force, of {former.published}"
    if fresh.partial and not former.partial:
        yield feed.id, f"is not whole, as the one in force is: {fresh.partial}"


def _aged(feed: Feed, former: Manifest, fresh: Manifest) -> Iterator[tuple[str, str]]:
    """Yield that a file which states no day is older, by what its server says of it, than the one in force."""
    known = {file.url: file.last_modified for file in former.files}
    for file in fresh.files:
        before, after = _moment(known.get(file.url)), _moment(file.last_modified)
        if not fresh.published and before and after and after < before:
            yield feed.id, f"was last changed {file.last_modified}, before the one in force: {known[file.url]}"


def _moment(text: str | None) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or dt.UTC) if found else None


def _held(rules_folder: Path, feed: Feed) -> _Held | None:
    held = importing.in_force(rules_folder, feed.id)
    return _Held(*held, importing.intact(*held)) if held else None


def _kept(feed: Feed, state: State, held: _Held | None, message: str) -> Result:
    """Return the result of a feed whose list stays as it was, and say so."""
    day = held and (held.manifest.retrieved or held.manifest.published)
    stays = f"the list of {day} stays in force" if day else "the list in force stays"
    return _result(feed, state, held, f"{message}; {stays if held else 'the list is missing, as before'}")


def _result(feed: Feed, state: State, held: _Held | None, message: str = "") -> Result:
    """Return the result of a feed that changed nothing."""
    if held is None:
        return Result(feed=feed.id, state=state, message=message, before={}, after={})
    manifest = held.manifest
    return Result(
        feed=feed.id,
        state=state,
        message=message,
        before=manifest.lists,
        after=manifest.lists,
        published=manifest.published,
        retrieved=manifest.retrieved,
    )


# --- asking -------------------------------------------------------------------------------------


def _checked(feed: Feed, held: _Held | None, policy: UpdatePolicy, sleep: Sleep) -> Result:
    if held is None:
        return _result(feed, "newer", held, "not in force yet")
    with tempfile.TemporaryDirectory(prefix="sarcheck-") as work:
        try:
            tasks = _tasks(feed, held, Path(work), policy)
            if not all(task.known for task in tasks):
                return _result(feed, "newer", held, "the files in force did not come from this address")
            newer = any(_differs(task, policy, sleep) for task in tasks)
        except (FetchError, RulesError) as error:
            return _kept(feed, "failed", held, str(error))
    return _result(feed, "newer" if newer else "unchanged", held)


def _differs(task: Task, policy: UpdatePolicy, sleep: Sleep) -> bool:
    """Tell whether a server has another file than the stored one; one that tells no version has to send it."""
    newer = is_newer(task, policy, sleep=sleep)
    if newer is not None:
        return newer
    answer = fetch(task, policy, fetched="", sleep=sleep, progress=lambda *_: None)
    return answer.path is not None and task.known is not None and importing.hashed(answer.path)[0] != task.known.sha256
