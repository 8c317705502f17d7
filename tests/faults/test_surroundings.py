"""A strange place to run in: no home, no folder, no files left to open, a disk that fails, another alphabet."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import Site
from tests.faults.world import AS_OF, here, ran, together


def test_a_working_folder_that_was_deleted(site: Site) -> None:
    gone = site.folder / "gone"

    def fault() -> None:
        gone.mkdir()
        os.chdir(gone)
        gone.rmdir()

    assert ran(site.deny, "-r", site.rules, *AS_OF, fault=fault).code == 13
    ended = ran("order.json", "-r", site.rules, *AS_OF, fault=fault)
    assert (ended.code, ended.err) == (3, "sarcheck: order.json: no such file\n")
    ended = ran(site.clear, "-r", site.rules, *AS_OF, "-f", "json=v.json", fault=fault)
    assert ended.code == 1
    assert "internal error" not in ended.err
    ended = ran("batch", site.lines, "out", "-r", site.rules, *AS_OF, fault=together(here, fault))
    assert ended.code == 1
    assert "out: No such file or directory" in ended.err


def test_a_user_without_a_home(site: Site) -> None:
    def fault() -> None:
        import pwd

        def unknown(_: int) -> None:
            raise KeyError("no such user")

        pwd.getpwuid = unknown  # type: ignore[assignment]

    bare = {"HOME": None, "XDG_DATA_HOME": None, "XDG_CONFIG_HOME": None, "XDG_CACHE_HOME": None}
    assert ran(site.deny, "-r", site.rules, *AS_OF, fault=fault, **bare).code == 13
    ended = ran(site.clear, *AS_OF, fault=fault, **bare)
    assert ended.code == 4
    assert "set HOME, or name a rules folder (--rules)" in ended.err
    assert ran(site.deny, "-r", site.rules, *AS_OF, fault=fault, SARCHECK_CACHE=None, **bare).code == 13


@pytest.mark.parametrize("variable", ["HOME", "TMPDIR", "SARCHECK_CACHE"])
@pytest.mark.parametrize("place", ["/proc/nowhere/at/all", "/dev/null"])
def test_a_folder_of_the_environment_that_is_not_there(site: Site, variable: str, place: str) -> None:
    out = site.folder / "out"
    command = ["batch", site.lines, out, "-r", site.rules, *AS_OF]
    assert ran(*command, fault=here, **{variable: place}).code == 13


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_of_another_alphabet(site: Site, encoding: str) -> None:
    def fault() -> None:
        sys.stdout.reconfigure(encoding=encoding, errors="strict")  # type: ignore[union-attr]
        sys.stderr.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]

    report = ran(site.deny, "-r", site.rules, *AS_OF, fault=fault)
    assert report.code == 13
    assert report.out == ran(site.deny, "-r", site.rules, *AS_OF).out
    ended = ran("示例.json", "-r", site.rules, *AS_OF, fault=fault)
    assert ended.code == 3
    assert ".json: no such file" in ended.err


def test_too_many_open_files(site: Site) -> None:
    """However few more there may be: the right verdict, or none and the reason."""
    codes = []
    for more in range(5):

        def fault(more: int = more) -> None:
            most = max(os.open(os.devnull, os.O_RDONLY) for _ in range(64)) + 1 + more  # no number below is free
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

        ended = ran(site.deny, site.clear, "-r", site.rules, *AS_OF, fault=fault)
        assert ended.code in (1, 4, 11, 13), ended.err
        assert ended.code == 13 or "Too many open files" in ended.err
        assert "internal error" not in ended.err
        codes.append(ended.code)
    assert set(codes) > {11, 13}


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file of which no byte can be read, on Linux")
def test_a_disk_that_fails(site: Site) -> None:
    """The first page of /proc/self/mem is a file's that gives EIO."""
    failing = Path("/proc/self/mem")
    ended = ran(failing, "-r", site.rules, *AS_OF)
    assert (ended.code, ended.err) == (3, "sarcheck: /proc/self/mem: cannot be read: Input/output error\n")
    ended = ran("batch", failing, site.folder / "out", "-r", site.rules, *AS_OF, fault=here)
    assert ended.code in (1, 3)
    assert "Input/output error" in ended.err
    assert "internal error" not in ended.err
    ended = ran("rules", "import", failing, "--list", "a-list", "-r", site.rules)
    assert ended.code == 4
    assert "Input/output error" in ended.err
    (site.rules / "regimes/us/more.toml").symlink_to(failing)
    ended = ran(site.clear, "-r", site.rules, *AS_OF)
    assert (ended.code, ended.out) == (4, b"")
    assert "regimes/us/more.toml: cannot be read: Input/output error" in ended.err


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
def test_a_server_that_lost_its_files(site: Site, number: int) -> None:
    """As a network file system fails: on looking into a folder of the rules, and on writing a shard."""

    def folders() -> None:
        scandir = os.scandir

        def failing(path: str | Path = ".") -> object:
            if str(path).endswith("regimes/house"):
                raise OSError(number, os.strerror(number), str(path))
            return scandir(path)

        os.scandir = failing  # type: ignore[assignment]

    ended = ran(site.clear, "-r", site.rules, *AS_OF, fault=folders)
    assert (ended.code, ended.out) == (4, b"")
    assert f"{site.rules}/regimes/house: cannot be read: {os.strerror(number)}" in ended.err

    def syncs() -> None:
        def failing(_handle: int) -> None:
            raise OSError(number, os.strerror(number))

        os.fsync = failing

    out = site.folder / "out"
    ended = ran("batch", site.lines, out, "-r", site.rules, *AS_OF, fault=together(here, syncs))
    assert ended.code == 1
    assert f"{out}/000000.ndjson: {os.strerror(number)}; " in ended.err
    assert not [path for path in out.iterdir() if path.suffix != ".part"]
    shutil.rmtree(out)
