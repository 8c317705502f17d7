"""The verb ``rescreen``: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck import exitcodes
from tests import tiny

Run = Callable[..., Result]
DAY = "2026-11-22"
ENTRY = """
        [[party]]
        id = "78"
        type = "company"
        names = ["HARMLOSE KARTOGRAPHIE GMBH"]
        countries = ["LU"]
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Return a file of two orders, one of them without a product of the denied operator."""
    item = tiny.order()["products"][0]["item"]
    item["properties"]["platform"] = "sat-9"
    other = tiny.order(id="O-2", products=[{"id": "p1", "item": item}], created="2026-10-01T00:00:00Z")
    far = other | {"id": "O-3", "parties": [other["parties"][0] | {"name": "Somebody Quite Different Ltd"}]}
    path = tmp_path / "orders.ndjson"
    path.write_text(json.dumps(other) + "\n" + json.dumps(far) + "\n")
    return path


@pytest.fixture
def folders(tmp_path: Path, orders: Path, run: Run) -> tuple[Path, Path, Path]:
    """Return an old pack, a new one that lists a customer, and the verdicts under the old one."""
    old = tiny.write(tmp_path / "old")
    new = tiny.write(tmp_path / "new", **{"parties__a-list": tiny.FILES["parties/a-list.toml"] + ENTRY})
    out = tmp_path / "verdicts"
    run("batch", orders, out, "-r", old, "--as-of", DAY, "--jobs", "1")
    return old, new, out


def test_what_changed_is_told_with_the_reason(
    run: Run, orders: Path, folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, new, out = folders
    again = tmp_path / "again"
    result = run("rescreen", orders, out, "-r", new, "--as-of", DAY, "--jobs", "1", "--out", again)
    assert result.exit_code == exitcodes.DENY
    told = " ".join(result.stdout.split())
    assert told.startswith("incomplete -> deny: order O-2 + deny [listed]")
    assert "because a-list 78 (HARMLOSE KARTOGRAPHIE GMBH): now resembles Harmlose Kartographie GmbH" in told
    assert (
        "2 orders looked at, as of 2026-11-22, before as of 2026-11-22: 1 screened anew, 1 stand as they were" in told
    )
    assert json.loads((again / "summary.json").read_bytes())["outcomes"] == {"deny": 1, "incomplete": 1}
    back = run("rescreen", orders, again, "-r", new, "--as-of", DAY, "--jobs", "1")
    assert "0 screened anew, 2 stand as they were; 0 changed" in " ".join(back.stdout.split())


def test_json_is_a_line_for_each_change_and_one_for_the_numbers(
    run: Run, orders: Path, folders: tuple[Path, Path, Path]
) -> None:
    _, new, out = folders
    result = run("rescreen", orders, out, "-r", new, "--as-of", DAY, "--jobs", "1", "-f", "json")
    change, total = map(json.loads, result.stdout.splitlines())
    assert (change["order"], change["before"], change["after"]) == ("O-2", "incomplete", "deny")
    assert (total["orders"], total["anew"], total["changed"], total["outcome"]) == (2, 1, 1, "deny")


def test_the_earlier_verdicts_are_not_written_over(
    run: Run, orders: Path, folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, new, out = folders
    result = run("rescreen", orders, out, "-r", new, "--out", f"{out}/")
    assert result.exit_code == exitcodes.USAGE
    assert "--out is where the earlier verdicts are" in result.stderr
    assert run("rescreen", orders, tmp_path / "none.ndjson", "-r", new, "--jobs", "1").exit_code == exitcodes.NO_INPUT
