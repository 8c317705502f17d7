"""Tables of the documentation whose rows each name their test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TEST = r"[\w/]*\btest_\w+\.py::test_\w+"
"""How a test is named: its file, from ``tests/`` where it lies in another folder, and its function."""


def rows(text: str, head: str) -> list[str]:
    """Return the rows of a page's tables; ``head`` is what the first column is called."""
    return [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(f"| {head} |")]


def cells(row: str) -> list[str]:
    """Return what stands in the columns of a row."""
    return [cell.strip() for cell in row.strip("|").split("|")]


def named(text: str) -> list[str]:
    """Return the tests that a text names."""
    return re.findall(TEST, text)


def functions_in(paths: list[Path]) -> set[str]:
    """Return every test of some files as ``file::function``."""
    trees = ((path.name, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    found = ((name, node.name) for name, tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return {f"{name}::{test}" for name, test in found if test.startswith("test_")}
