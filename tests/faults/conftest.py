"""A site to break: a rules folder with one list in force, two orders, and what a batch takes."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # forks, signals and limits of POSIX
else:
    from tests.faults import world


class Site(NamedTuple):
    """Where things lie: the rules, an order that is clear, one that is denied, and eight of them as lines."""

    folder: Path
    rules: Path
    clear: Path
    deny: Path
    lines: Path


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """Return a folder that every user may enter, unlike those of pytest: some tests become another one."""
    with tempfile.TemporaryDirectory(prefix="sarcheck-faults-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def home(ground: Path) -> Iterator[Path]:
    """Give commands a home and a cache of their own, and nothing that a user may have set."""
    chosen = {
        "SARCHECK_CACHE": ground / "cache",
        "XDG_DATA_HOME": ground / "data",
        "XDG_CONFIG_HOME": ground / "config",
    }
    before = {name: value for name, value in os.environ.items() if name.startswith(("SARCHECK_", "XDG_"))}
    for name in before:
        del os.environ[name]
    os.environ.update({name: str(path) for name, path in chosen.items()})
    yield ground
    for name in chosen:
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(scope="session")
def made(home: Path) -> Site:
    """Return the site, whose rules are compiled; nothing in it is changed."""
    folder = home / "made"
    folder.mkdir()
    site = placed(folder)
    world.pack(site.rules)
    site.clear.write_bytes(world.order("clear", id="CLEAR"))
    site.deny.write_bytes(world.order("deny", id="DENY"))
    kinds = ["clear", "clear", "deny", "clear"] * 2
    lines = [world.order(kind, id=f"O-{i}") for i, kind in enumerate(kinds)]
    site.lines.write_bytes(b"".join(line + b"\n" for line in lines))
    world.warm(site.rules, site.deny)
    return site


@pytest.fixture
def site(made: Site, ground: Path) -> Iterator[Site]:
    """Return a site of the test's own."""
    folder = Path(tempfile.mkdtemp(dir=ground))
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    folder.chmod(0o755)
    yield placed(folder)
    shutil.rmtree(folder)


def placed(folder: Path) -> Site:
    return Site(folder, folder / "pack", folder / "clear.json", folder / "deny.json", folder / "in.ndjson")


Verdicts = Callable[[Path], dict[str, str]]


@pytest.fixture
def verdicts() -> Verdicts:
    """Return a function that tells the outcome of each order of a batch's folder by its id, whole shards only."""

    def told(out: Path) -> dict[str, str]:
        found = {}
        for record in sorted(out.glob("*.done.json")):
            shard = out / json.loads(record.read_bytes())["file"]
            for line in shard.read_bytes().splitlines():
                verdict = json.loads(line)
                found[verdict["order"]["id"]] = verdict["outcome"]
        return found

    return told


ALL = {f"O-{i}": "deny" if i % 4 == 2 else "clear" for i in range(8)}
"""What the eight orders come to."""
