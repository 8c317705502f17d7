"""A rules folder -> one frozen Ruleset: hashed, compiled to a store the first time, then mapped.

A folder extends the default pack, its items winning by id, unless it is a whole pack itself: one
with a ``pack.toml`` that does not say ``extends``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sarcheck import tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import Interval, PackStamp, Rule, SourceStatus, holds_on
from sarcheck.packs import FOLDERS, LAYOUT, Pack
from sarcheck.platforms import PlatformTable
from sarcheck.store import Store, write

if TYPE_CHECKING:
    import numpy as np

    from sarcheck.match import Index
    from sarcheck.regions import RegionIndex

    Sections = Callable[[str], np.ndarray]

BUILDERS = (
    *("lists/*.py", "regions/*.py", "match/*.py", "names/*.py", "geo/*.py"),
    *("vocabulary/*.py", "model/*.py", "compiling.py", "packs.py", "tomlfile.py"),
)
"""The modules that decide what a store holds."""


class Ruleset:
    """Rules, lists, regions, platforms and the operator profile: frozen, hashed, safe to share.

    The large tables are opened when they are first asked for; nothing changes afterwards.
    """

    def __init__(self, pack: Pack, sha256: str, sections: Sections, countries: Sections) -> None:
        self._sections, self._countries = sections, countries
        self.content = pack
        self.stamp = PackStamp(pack=pack.name, version=pack.version, sha256=sha256)
        self.platforms = PlatformTable(pack.platforms, pack.operators)
        self.rules = pack.rules
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

    def sources(self, as_of: dt.date) -> tuple[SourceStatus, ...]:
        """Return the state of every list that the pack knows, on a day."""
        from sarcheck.importing import status

        return tuple(status(source, as_of, source.max_age_days) for source in self.content.sources)

    def binding(self, stated: tuple[str, ...]) -> frozenset[str] | None:
        """Return the jurisdictions that bind: the profile's, what they imply, and those an order adds.

        None means all of them: without a profile nobody has said which laws do not apply.
        """
        if self.profile.jurisdictions is None:
            return None
        named = (*self.profile.jurisdictions, *stated)
        return frozenset(named).union(*(self.content.jurisdictions.get(code, ()) for code in named))


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

    return Path(platformdirs.user_data_dir("sarcheck", appauthor=False)) / "rules"


def cache_folder() -> Path:
    """Return where compiled stores are kept: SARCHECK_CACHE, else the user's cache directory."""
    if chosen := os.environ.get("SARCHECK_CACHE"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("sarcheck", appauthor=False))


def load(
    folder: Path | None = None, *, cache: Path | None = None, progress: Callable[[str], None] | None = None
) -> Ruleset:
    """Load a rules folder, by default the user's own if there is one, over the default pack.

    ``progress`` is told what is being compiled, which happens once and takes seconds. Raise RulesError when
    any file of the folder cannot be read: a ruleset is whole or it is not there.
    """
    if folder is not None and not _is_folder(folder):
        raise RulesError(str(folder), "", "there is no such rules folder")
    layers = _layers(folder or user_folder())
    sha256 = _tree_hash([file for layer in layers for file in _files(layer)])
    return _open(layers, sha256, cache or cache_folder(), progress or (lambda _: None))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # a name too long for the file system names nothing


def _open(layers: tuple[Path, ...], sha256: str, cache: Path, progress: Callable[[str], None]) -> Ruleset:
    def rules() -> dict[str, np.ndarray]:
        from sarcheck.compiling import compile_layers  # what only a compile needs is imported only then

        progress("compiling rules and lists, once")
        return compile_layers(layers)

    def outlines() -> dict[str, np.ndarray]:
        from sarcheck.compiling import compile_countries

        progress("compiling the outlines of countries, once")
        return compile_countries(layers)

    code = _code_hash()
    sections = _stored(cache / f"rules-{_key(sha256, code)}.store", rules)
    pack = msgspec.msgpack.decode(sections("pack").tobytes(), type=Pack)
    countries = _stored(cache / f"countries-{_key(pack.boundaries, code)}.store", outlines)
    return Ruleset(pack, sha256, sections, countries)


def _key(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def _code_hash() -> str:
    """Return a hash of the code that compiles: a store made by other code is never opened."""
    here = Path(__file__).resolve().parent
    whole = hashlib.sha256()
    for path in sorted(path for name in BUILDERS for path in here.glob(name)):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _stored(path: Path, build: Callable[[], dict[str, np.ndarray]]) -> Sections:
    """Open a store, building it when it is missing or damaged; stay in memory where none can be kept."""
    if path.exists():
        try:
            return Store(path)
        except RulesError:
            pass  # damaged or of another version: what it was made from is at hand, so build it anew
    sections = build()
    try:
        write(path, sections)
    except OSError:
        return sections.__getitem__
    return Store(path)


def _layers(folder: Path) -> tuple[Path, ...]:
    """Return the folders that make a ruleset, the weakest first."""
    if not folder.is_dir():
        return (default_pack(),)
    if (folder / "pack.toml").is_file() and "extends" not in tomlfile.read(folder / "pack.toml"):
        return (folder,)
    return (default_pack(), folder)


def _files(layer: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name within the layer, path) of every file that counts, sorted."""
    for top in sorted(layer.iterdir()):
        if top.name.startswith(".") or top.name.lower().startswith("readme"):
            continue
        if top.name not in LAYOUT:
            raise RulesError(str(top), "", f"does not belong in a rules folder, which may hold {', '.join(LAYOUT)}")
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(layer)
            if path.is_dir() or any(part.startswith(".") for part in name.parts):
                continue
            if top.is_dir() and not any(name.match(pattern) for pattern in FOLDERS[top.name]):
                raise RulesError(str(path), "", f"is not read; {top.name} holds {' and '.join(FOLDERS[top.name])}")
            yield name.as_posix(), path


def _tree_hash(files: list[tuple[str, Path]]) -> str:
    """Return a sha256 over names and contents, so that any change makes another ruleset."""
    whole = hashlib.sha256()
    for name, path in files:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise RulesError(str(path), "", f"cannot be read: {error.strerror}") from error
        whole.update(f"{name}\0{digest}\n".encode())
    return whole.hexdigest()
