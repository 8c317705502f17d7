"""A rules folder -> one frozen Ruleset: hashed, compiled to a store the first time, then mapped.

A folder extends the default pack, its items winning by id, unless it is a whole pack itself: one
with a ``pack.toml`` that does not say ``extends``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sarcheck import folders, tomlfile
from sarcheck.errors import RulesError
from sarcheck.kept import Kept
from sarcheck.model import Interval, PackStamp, Query, Rule, SourceStatus, holds_on
from sarcheck.packs import FOLDERS, LAYOUT, Pack
from sarcheck.platforms import PlatformTable
from sarcheck.store import Sections, hashes, kept

if TYPE_CHECKING:
    import numpy as np

    from sarcheck.match import Index
    from sarcheck.ownership import Relations
    from sarcheck.regions import RegionIndex

BUILDERS = (
    *("lists/**/*.py", "importing/*.py", "regions/*.py", "match/*.py", "names/*.py", "geo/*.py"),
    *("ownership/*.py", "holdings/*.py"),
    *(
        "vocabulary/*.py",
        "model/*.py",
        "amending.py",
        "compiling.py",
        "folders.py",
        "packs.py",
        "relations.py",
        "roster.py",
        "tomlfile.py",
    ),
)
"""The modules that decide what a store holds."""

LITTER = ("thumbs.db", "desktop.ini", "ehthumbs.db")
"""What Windows puts into folders that somebody looks at, in small letters; nothing reads it."""

Instead = Mapping[Path, Path]
"""Earlier versions of lists, by the folder of the version in whose place they are."""

REMEMBERED, THINGS = 1 << 12, 64
"""Answers of ``once`` that a ruleset remembers: few, as they differ by day and binding laws only; and of ``about``."""

_Made = TypeVar("_Made")
_Thing = TypeVar("_Thing")

TRIES = 3
"""How often a folder may change while it is compiled before that is an error."""


class Ruleset:
    """Rules, lists, regions, platforms and the operator profile: frozen, hashed, safe to share.

    The large tables are opened when they are first asked for; nothing changes afterwards.
    """

    def __init__(self, pack: Pack, sha256: str, sections: Sections, countries: Sections) -> None:
        self._sections, self._countries = sections, countries
        self.content = pack
        self.stamp = PackStamp(pack=pack.name, version=pack.version, sha256=sha256)
        self.platforms = PlatformTable(
            pack.platforms, pack.operators, facilities=pack.facilities, limits=pack.provenance
        )
        absent = {source.id for source in pack.sources if source.optional and not source.entries}
        dropped = {one.regime for one in pack.dropped}
        self.rules = tuple(r for r in pack.rules if r.regime not in dropped and not _rests_on(r, absent))
        self._known = tuple(source for source in pack.sources if source.id not in absent)
        self.profile = pack.profile
        self.matching = pack.matching

    @cached_property
    def regions(self) -> RegionIndex:
        """Return the index of regions: the pack's and the user's, and countries."""
        from sarcheck.regions import RegionIndex

        return RegionIndex(self._sections, self._countries)

    @cached_property
    def entries(self) -> Index:
        """Return the index of denied parties."""
        from sarcheck.match import Index

        return Index(self._sections)

    @cached_property
    def owners(self) -> Relations:
        """Return what the pack's lists and files say of owners."""
        from sarcheck.ownership import Relations

        return Relations(self._sections)

    def sources(self, as_of: dt.date) -> tuple[SourceStatus, ...]:
        """Return the state on a day of every list that the pack knows, without optional ones that are not loaded."""
        from sarcheck.importing import status

        return tuple(status(source, as_of, source.max_age_days) for source in self._known)

    def remembering(self) -> Ruleset:
        """Return the same ruleset, which looks for nothing twice: what was found for one order is told to the next.

        Every answer is the one that this ruleset gives; what is remembered is bounded.
        """
        return self if isinstance(self, _Remembering) else _Remembering(self)

    def once(self, make: Callable[..., _Made], *about: Hashable) -> _Made:
        """Return what a function makes of the pack and some values, the same for all orders; one that remembers makes
        it once. Of the large tables the function asks nothing."""
        return make(self, *about)

    def about(self, make: Callable[[Ruleset, _Thing], _Made], thing: _Thing) -> _Made:
        """Return what ``once`` would of a thing that orders may share as one and the same, such as a product; of few
        things that is remembered."""
        return make(self, thing)

    def foresee(self, queries: Sequence[Query]) -> None:
        """Search for parties together who will be asked for one by one, where what is found is remembered."""

    def tables(self) -> dict[str, str]:
        """Return a hash of each large table: "entries", "owners" and "regions" (without the outlines of countries,
        which the pack's ``boundaries`` tell)."""
        from sarcheck.regions.tiles import BLOCK

        tiles = range(-(-len(self._sections("region_ends")) // BLOCK))
        parts = {
            "entries": ("entry_bytes", "entry_offsets", "match_model"),
            "owners": ("owner_bytes", "owner_offsets"),
            "regions": (
                *("region_records", "region_problems", "region_bounds", "region_owner", "region_layer", "region_ends"),
                *(f"region_tiles_{block}" for block in tiles),
            ),
        }
        return {name: self._hashed(sections) for name, sections in parts.items()}

    def _hashed(self, sections: Sequence[str]) -> str:
        whole = hashlib.sha256()
        for name in sections:
            whole.update(hashlib.sha256(self._sections(name).tobytes()).digest())
        return whole.hexdigest()

    def binding(self, stated: tuple[str, ...]) -> frozenset[str] | None:
        """Return the jurisdictions that bind: the profile's, what they imply, and those an order adds.

        None means all of them: without a profile nobody has said which laws do not apply.
        """
        if self.profile.jurisdictions is None:
            return None
        named = (*self.profile.jurisdictions, *stated)
        return frozenset(named).union(*(self.content.jurisdictions.get(code, ()) for code in named))


class _Remembering(Ruleset):
    """A ruleset that remembers what its indexes answered."""

    def __init__(self, known: Ruleset) -> None:
        lazy = ("regions", "entries")
        self.__dict__.update({name: value for name, value in known.__dict__.items() if name not in lazy})
        self._made: Kept[tuple[object, ...], Any] = Kept(REMEMBERED)
        self._things: Kept[tuple[object, int], tuple[Any, Any]] = Kept(THINGS)
        self._first = known

    @cached_property
    def regions(self) -> RegionIndex:
        """Return the index of regions, remembering."""
        from sarcheck.regions import Remembering

        return Remembering(self._first.regions)

    @cached_property
    def entries(self) -> Index:
        """Return the index of denied parties, remembering."""
        from sarcheck.match import Remembering

        return Remembering(self._first.entries)

    def foresee(self, queries: Sequence[Query]) -> None:
        """Search for parties together, at the floors at which they will be asked for."""
        self.entries.search_many(queries, floor=self.matching.review, person_floor=self.matching.review_person)

    def sources(self, as_of: dt.date) -> tuple[SourceStatus, ...]:
        """Return the state of every list on a day."""
        return self.once(Ruleset.sources, as_of)

    def once(self, make: Callable[..., _Made], *about: Hashable) -> _Made:
        """Return what ``Ruleset.once`` returns."""
        return self._made.once((make, *about), lambda: make(self, *about))  # type: ignore[no-any-return]

    def about(self, make: Callable[[Ruleset, _Thing], _Made], thing: _Thing) -> _Made:
        """Return what ``Ruleset.about`` returns. The thing is kept with it: no other one gets its number meanwhile."""
        return self._things.once((make, id(thing)), lambda: (thing, make(self, thing)))[1]  # type: ignore[no-any-return]


def _rests_on(rule: Rule, absent: set[str]) -> bool:
    """Tell whether a rule has nothing to judge by: all its lists are optional and none of them is loaded."""
    lists = set(rule.parameters.get("lists", ()))
    return bool(lists) and lists <= absent


def in_force(rule: Rule, on: dt.date) -> Interval | None:
    """Return the interval in which a rule is in force on a day, both ends included."""
    return next((interval for interval in rule.in_force if holds_on(interval.since, interval.until, on)), None)


def default_pack() -> Path:
    """Return the folder of the pack that ships with sarcheck: in the wheel, else beside the sources."""
    here = Path(__file__).resolve().parent
    shipped = here / "_rules"
    return shipped if shipped.is_dir() else here.parent / "rules"


def user_folder() -> Path:
    """Return the user's own rules folder, which need not exist."""
    import platformdirs

    try:
        return Path(platformdirs.user_data_dir("sarcheck", appauthor=False)) / "rules"
    except RuntimeError as error:
        message = "it is not known where your home is: set HOME, or name a rules folder (--rules)"
        raise RulesError("rules", "", message) from error


def cache_folder() -> Path:
    """Return where compiled stores are kept: SARCHECK_CACHE, else the user's cache directory, else nowhere."""
    if chosen := os.environ.get("SARCHECK_CACHE"):
        return Path(chosen)
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("sarcheck", appauthor=False))
    except RuntimeError:  # a user without a home: nothing can be kept in a place below a file
        return Path(os.devnull, "sarcheck")


def load(
    folder: Path | None = None,
    *,
    as_of: dt.date | None = None,
    cache: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Ruleset:
    """Load a rules folder, by default the user's own if there is one, over the default pack.

    For a day ``as_of``, a list in force that is newer gives way to the version of that day, where the folder keeps
    one; without it the lists in force are taken. ``progress`` is told what is being compiled, which happens once and
    takes seconds. Raise RulesError when any file of the folder cannot be read or keeps changing: a ruleset is whole
    or it is not there.
    """
    if folder is not None and not _is_folder(folder):
        raise RulesError(str(folder), "", "there is no such rules folder")
    place, cache = folder or user_folder(), cache or cache_folder()
    for attempt in range(TRIES):
        found = layers(place)
        instead = _instead(found, as_of)
        sha256 = _tree_hash(found, instead, cache, anew=attempt > 0)
        try:
            return _open(found, instead, sha256, cache, progress or (lambda _: None))
        except _ChangedError:
            continue
    raise RulesError(str(place), "", "keeps changing while it is compiled; try again when it is left alone")


def _instead(found: Sequence[Path], day: dt.date | None) -> Instead:
    """Return the earlier versions that stand in for lists of a later day, by the folder in whose place they are."""
    if day is None:
        return {}
    from sarcheck import importing

    return {current: former for layer in found for current, former in importing.earlier(layer, day).items()}


class _ChangedError(RulesError):
    """A rules folder is no longer the one that was hashed."""


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # a name too long for the file system names nothing


def _open(
    found: tuple[Path, ...], instead: Instead, sha256: str, cache: Path, progress: Callable[[str], None]
) -> Ruleset:
    def made(what: str, function: str) -> Callable[[], Mapping[str, np.ndarray]]:
        def build() -> Mapping[str, np.ndarray]:
            from sarcheck import compiling  # what only a compile needs is imported only then

            progress(f"compiling {what}, once")
            build = getattr(compiling, function)
            if instead and function == "compile_layers":
                build = partial(build, instead=instead)
            return _compiled(build, found, instead, sha256, cache)

        return build

    code = _code_hash()
    sections = kept(cache, f"rules-{_key(sha256, code)}", made("rules and lists", "compile_layers"))
    pack = msgspec.msgpack.decode(sections("pack").tobytes(), type=Pack)
    outlines = made("the outlines of countries", "compile_countries")
    countries = kept(cache, f"countries-{_key(pack.boundaries, code)}", outlines)
    return Ruleset(pack, sha256, sections, countries)


def _compiled(
    build: Callable[[Sequence[Path]], Mapping[str, np.ndarray]],
    found: tuple[Path, ...],
    instead: Instead,
    sha256: str,
    cache: Path,
) -> Mapping[str, np.ndarray]:
    """Compile layers of a hash; raise _ChangedError when they have, or get while it takes, another."""

    def same() -> bool:
        return layers(found[-1]) == found and _tree_hash(found, instead, cache, anew=True) == sha256

    try:
        sections = build(found)
    except RulesError:
        if same():
            raise
        sections = {}  # a file vanished under the compiler, say: what it met is no fault of the folder's
    if not sections or not same():
        raise _ChangedError(str(found[-1]), "", "was changed since it was opened; open it anew")
    return sections


def _key(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def _code_hash() -> str:
    """Return a hash of the code that compiles, Python included: a store made by other code is never opened."""
    here = Path(__file__).resolve().parent
    whole = hashlib.sha256(str(sys.implementation.cache_tag).encode())
    for path in sorted(path for name in BUILDERS for path in here.glob(name)):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def layers(folder: Path) -> tuple[Path, ...]:
    """Return the folders that make a ruleset, the weakest first. Raise RulesError for one that cannot be read."""
    try:
        if not folder.is_dir():
            return (default_pack(),)
        if (folder / "pack.toml").is_file() and "extends" not in tomlfile.read(folder / "pack.toml"):
            return (folder,)
    except OSError as error:
        raise RulesError(str(folder), "", f"cannot be read: {error.strerror}") from error
    return (default_pack(), folder)


def _is_litter(path: Path) -> bool:
    """Tell whether a file is one that a file manager or an editor leaves in folders by itself."""
    return path.name.lower() in LITTER or path.name.startswith("~$")


def _files(layer: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name within the layer, path) of every file that counts, sorted."""
    for top in _tops(layer):
        if top.name.startswith(".") or top.name.lower().startswith("readme") or _is_litter(top):
            continue
        if top.name not in LAYOUT:
            message = f"does not belong in a rules folder, which may hold {', '.join(LAYOUT)}; move it elsewhere"
            raise RulesError(str(top), "", message)
        for path in folders.files(top) if top.name in FOLDERS else [top]:
            name = path.relative_to(layer)
            if top.name in FOLDERS and not any(name.match(pattern) for pattern in FOLDERS[top.name]):
                if _is_litter(path):
                    continue
                holds = " and ".join(FOLDERS[top.name])
                raise RulesError(str(path), "", f"is not read; {top.name} holds {holds}; move it elsewhere")
            yield name.as_posix(), path


def _tops(layer: Path) -> list[Path]:
    try:
        return sorted(layer.iterdir())
    except OSError as error:
        raise RulesError(str(layer), "", f"cannot be read: {error.strerror}") from error


def _tree_hash(found: tuple[Path, ...], instead: Instead, cache: Path, *, anew: bool = False) -> str:
    """Return a sha256 over layers, names and contents, so that any change makes another ruleset.

    Earlier versions of lists count beside the ones in whose place they are.

    ``anew`` reads all files, also those whose hash is remembered from an earlier start.
    """
    files = [(number, name, path) for number, layer in enumerate(found) for name, path in _files(layer)]
    for current, former in instead.items():
        files += [(-1, f"{current.name}/{path.name}", path) for path in sorted(former.glob("*"))]
    index = cache / f"hashes-{_key(*(str(layer.absolute()) for layer in found))}.store"
    whole = hashlib.sha256()
    for (number, name, _), digest in zip(files, hashes([path for *_, path in files], index, anew=anew), strict=True):
        whole.update(f"{number} {name}\0{digest}\n".encode())
    return whole.hexdigest()
