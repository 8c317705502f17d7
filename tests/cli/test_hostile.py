"""Bad input through the whole program: one line or a problem in the verdict, the right exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck import exitcodes

Run = Callable[..., Result]
WriteOrder = Callable[..., Path]

ROOT = Path(__file__).parents[2]
SAFE = "S1A_IW_GRDH_1SDV_20210718T172448_20210718T172513_038835_049418_494F.SAFE"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><xfdu:XFDU xmlns:xfdu="urn:ccsds:schema:xfdu:1">&b;&f;</xfdu:XFDU>"""


def make_missing(path: Path) -> None:
    pass


def make_empty(path: Path) -> None:
    path.touch()


def make_truncated(path: Path) -> None:
    path.write_text('{"schema": "sarcheck.order/1", "id": "x"')


def make_huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b'{"a": "')
        stream.truncate(100 * 1024 * 1024)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_deep(path: Path) -> None:
    path.write_text('{"extensions": ' + "[" * 200_000)


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_duplicate(path: Path) -> None:
    path.write_text('{"id": "a", "id": "b"}')


def make_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


MAKERS = [
    make_missing,
    make_empty,
    make_truncated,
    make_huge,
    make_folder,
    make_deep,
    make_loop,
    make_pipe,
    make_duplicate,
    make_binary,
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_an_unreadable_order_is_told_in_lines(run: Run, tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "bad.json"
    make(path)
    result = run(path)
    assert result.exit_code == exitcodes.NO_INPUT
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith(f"sarcheck: {path}: ") and len(line) < 400 for line in lines)


def make_bomb(folder: Path) -> str:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{SAFE}/manifest.safe", b" " * (300 * 1024 * 1024))
    return "bomb.zip"


def make_entities(folder: Path) -> str:
    (folder / SAFE).mkdir()
    (folder / SAFE / "manifest.safe").write_bytes(ENTITIES)
    return SAFE


def make_escape(folder: Path) -> str:
    return "../../../../etc/passwd"


def make_link(folder: Path) -> str:
    (folder / "link").symlink_to("/etc")
    return "link"


def make_absent(folder: Path) -> str:
    return "nothing-here"


def make_remote(folder: Path) -> str:
    return "https://example.org/product.zip"


def make_damaged(folder: Path) -> str:
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04 and then nothing")
    return "damaged.zip"


@pytest.mark.parametrize(
    "make",
    [make_bomb, make_entities, make_escape, make_link, make_absent, make_remote, make_damaged],
    ids=lambda make: make.__name__,
)
def test_an_unreadable_product_is_a_problem_in_the_verdict(
    run: Run, tmp_path: Path, write_order: WriteOrder, make: Callable[[Path], str]
) -> None:
    order = write_order(products=[{"id": "p1", "href": make(tmp_path)}])
    result = run(order, "-f", "json", "--as-of", "2026-11-22")
    assert result.exit_code == exitcodes.INCOMPLETE
    verdict = json.loads(result.stdout)
    assert any(problem["pointer"].startswith("/products/0") for problem in verdict["problems"])
    assert "root:" not in result.stdout
    assert "aaaaaaaaaaaaaaaaaaaa" not in result.stdout


def test_names_that_steer_terminals_do_not(run: Run, write_order: WriteOrder) -> None:
    evil = "Acme \u202etxt.exe \u200bLtd"
    parties = [{"id": "x", "roles": ["customer", "end_user"], "name": evil, "country": "DE", "address": evil}]
    result = run(write_order(id="x", parties=parties), "--explain")
    assert result.exit_code != exitcodes.INTERNAL
    assert not {"\u202e", "\u200b", "\x1b"} & set(result.output)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pack.toml", b"extends = ["),
        ("surprise.txt", b""),
        ("regimes/r.toml", b'id = "x"'),
        ("operator.toml", b"jurisdictions = 3"),
        ("regions/r.geojson", b"{}"),
        ("lists/us-sdn/source.toml", b"\xff"),
    ],
)
def test_rules_that_cannot_be_trusted_stop_the_run(
    run: Run, write_order: WriteOrder, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / "rules" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    result = run(write_order(), "-r", tmp_path / "rules")
    assert result.exit_code == exitcodes.NO_RULES
    assert result.stdout == ""
    assert path.name in result.stderr


def test_a_whole_process_ends_in_lines_and_codes(tmp_path: Path, write_order: WriteOrder) -> None:
    """As a user sees it: a process, its streams and its code, on a pipe that is not UTF-8."""
    order = write_order(parties=[{"id": "x", "roles": ["end_user"], "name": "Спутник", "country": "DE"}])
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "sarcheck", str(order), str(tmp_path / "none.json")]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == exitcodes.INCOMPLETE
    assert done.stderr.decode() == f"sarcheck: {tmp_path / 'none.json'}: no such file\n"
    assert done.stdout.decode("utf-8").splitlines()[-1].startswith("INCOMPLETE  2 orders: 1 incomplete, 1 unreadable")
