"""A newcomer's steps, as the pages tell them, really work: see ``tests/walks.py``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import walks

UPDATE = os.environ.get("SARCHECK_UPDATE_DOCS") == "1"


@pytest.mark.parametrize("page", walks.pages(), ids=lambda path: path.name)
def test_what_a_page_tells_to_do_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    fresh = walks.walked(page.read_text(encoding="utf-8"), tmp_path)
    if UPDATE:
        page.write_text(fresh, encoding="utf-8")
    assert fresh == page.read_text(encoding="utf-8")


def test_a_walk_does_all_steps_in_order(tmp_path: Path) -> None:
    page = (
        "<!-- file: mine/a.txt -->\n```\nHello\n```\n\nThen:\n\n"
        "```console\n$ cat mine/a.txt\nold\n$ false\n$ echo $?\n```\n\n"
        "```python\nprint(open('mine/a.txt').read().strip())\n```\n\n"
        "```text\nold\n```\n\n```\nsarcheck is not run\n```\n"
    )
    fresh = (
        page.replace("a.txt\nold", "a.txt\nHello")
        .replace("echo $?\n", "echo $?\n1\n")
        .replace("text\nold", "text\nHello")
    )
    assert walks.walked(page, tmp_path) == fresh


def test_a_walk_goes_on_over_lines(tmp_path: Path) -> None:
    page = "```console\n$ echo one \\\n>   two\n```\n"
    assert walks.walked(page, tmp_path) == "```console\n$ echo one \\\n>   two\none two\n```\n"


@pytest.mark.parametrize("page", ["```console\nsarcheck --help\n```\n", "<!-- file: ../x -->\n```\n```\n"])
def test_a_walk_stops_at_a_page_that_is_none(page: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        walks.walked(page, tmp_path)


def test_a_program_that_fails_fails_the_walk(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        walks.walked("```python\n1 / 0\n```\n", tmp_path)


def test_pages_are_walked() -> None:
    assert {"first-day.md", "tutorial.md"} <= {path.name for path in walks.pages()}
