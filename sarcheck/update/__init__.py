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

import msgspec
from msgspec import Struct

from sarcheck import importing, lists
from sarcheck.errors import RulesError
from sarcheck.importing import Manifest, Origin
from sarcheck.update._fetch import Answer, FetchError, Progress, Sleep, Task, fetch, is_newer
from sarcheck.update._objections import objections, replaced
from sarcheck.update._tasks import Held, in_force, known, tasks_of

if TYPE_CHECKING:
    from sarcheck.packs import Feed, UpdatePolicy

__all__ = ["Progress", "Result", "State", "check", "update"]

State = Literal["updated", "unchanged", "newer", "unknown", "failed", "refused"]


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

    The states are newer, unchanged, unknown and failed. A list that is not in force is newer where its server can be
    asked; unknown is whether a list is newer whose files in force came from elsewhere.
    """
    return tuple(_checked(feed, in_force(rules_folder, feed), policy, sleep) for feed in feeds)


# --- one feed -----------------------------------------------------------------------------------


def _updated(feed: Feed, run: _Run) -> Result:
    held = in_force(run.rules_folder, feed)
    moment = run.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    tasks: list[Task] = []
    with tempfile.TemporaryDirectory(prefix="sarcheck-") as work:
        try:
            tasks = tasks_of(feed, held, Path(work), run.policy)
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


def _stored(feed: Feed, held: Held | None, answers: Sequence[Answer], run: _Run) -> tuple[Manifest, bool]:
    """Put what came in force unless something speaks against it; return what is then, and whether it is new."""
    origins = _whole(feed, held, answers)
    today = run.now.date()
    if held and (same := _confirmed(held, origins)):
        files = {file.role: held.folder / file.name for file in same.files}
        same = msgspec.structs.replace(same, retrieved=today, recorded=importing.moment(run.now))
        return importing.store(files, same, run.rules_folder), False
    found = _set(feed, origins)
    manifest, ids = importing.describe(
        found,
        feed.id,
        country_code=run.country_code,
        retrieved=today,
        origins=origins,
        formats=run.formats,
        recorded=importing.moment(run.now),
    )
    _accepted(feed, _told(feed, held, manifest, ids, run), run)
    return importing.store(found.files, manifest, run.rules_folder), True


def _told(
    feed: Feed, held: Held | None, manifest: Manifest, ids: importing.Ids, run: _Run
) -> Iterator[tuple[str, str]]:
    """Yield (id, in words) all that speaks against a list; of one that is shorter not also whom it lacks."""
    if held is None and feed.id in importing.folders(run.rules_folder):
        yield feed.id, "cannot be compared with what is in force: its source.toml cannot be read"
    told = list(objections(feed, held.manifest if held else None, manifest, run.policy))
    yield from told
    if held and held.intact:
        shorter = {key for key, _ in told}
        found = replaced(feed, held.folder, ids, run.policy, run.country_code)
        yield from (one for one in found if one[0] not in shorter)


def _accepted(feed: Feed, told: Iterable[tuple[str, str]], run: _Run) -> None:
    """Raise FetchError for what speaks against a list and was not accepted."""
    if against := [one for one in told if not run.accept & {one[0], feed.id}]:
        words = "; ".join(f"{key} {text}" for key, text in against)
        cure = " ".join(f"--accept {key}" for key in dict.fromkeys(key for key, _ in against))
        raise FetchError(f"{words}: if the publisher's page confirms it, run again with {cure}", "refused")


def _whole(feed: Feed, held: Held | None, answers: Sequence[Answer]) -> dict[Path, Origin]:
    """Return the paths of a feed's files with their origins; those that a server did not send are the stored copies."""
    stored = known(feed, held)
    whole: dict[Path, Origin] = {}
    for download, answer in zip(feed.files, answers, strict=True):
        if answer.path:
            whole[answer.path] = answer.origin
        elif held:
            file = stored[download.url]
            whole[held.folder / file.name] = Origin(file.url, file.etag, file.last_modified, file.fetched)
    return whole


def _confirmed(held: Held, origins: Mapping[Path, Origin]) -> Manifest | None:
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


def _kept(feed: Feed, state: State, held: Held | None, message: str) -> Result:
    """Return the result of a feed whose list stays as it was, and say so."""
    day = held and (held.manifest.retrieved or held.manifest.published)
    stays = f"the list of {day} stays in force" if day else "the list in force stays"
    return _result(feed, state, held, f"{message}; {stays if held else 'the list is missing, as before'}")


def _result(feed: Feed, state: State, held: Held | None, message: str = "") -> Result:
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


def _checked(feed: Feed, held: Held | None, policy: UpdatePolicy, sleep: Sleep) -> Result:
    with tempfile.TemporaryDirectory(prefix="sarcheck-") as work:
        try:
            tasks = tasks_of(feed, held, Path(work), policy)
            if held and all(task.known for task in tasks):
                newer = any(_differs(task, policy, sleep) for task in tasks)
                return _result(feed, "newer" if newer else "unchanged", held)
            for task in tasks:
                is_newer(task, policy, sleep=sleep)
        except (FetchError, RulesError) as error:
            return _kept(feed, "failed", held, str(error))
    if held is None:
        return _result(feed, "newer", held, "not in force yet")
    return _result(feed, "unknown", held, "the files in force did not come from this address, or were changed")


def _differs(task: Task, policy: UpdatePolicy, sleep: Sleep) -> bool:
    """Tell whether a server has another file than the stored one; one that tells no version has to send it."""
    newer = is_newer(task, policy, sleep=sleep)
    if newer is not None:
        return newer
    answer = fetch(task, policy, fetched="", sleep=sleep, progress=lambda *_: None)
    return answer.path is not None and task.known is not None and importing.hashed(answer.path)[0] != task.known.sha256
