"""The house has floors: a module imports only from floors below its own, and keeps its floor's manners."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sarcheck

PACKAGE = Path(sarcheck.__file__).parent

FLOORS: dict[str, int] = {
    "model": 0, "errors": 0, "kept": 0, "__init__": 0,
    "geo": 1, "names": 1, "vocabulary": 1, "packs": 1, "tomlfile": 1, "folders": 1, "tool": 1, "exitcodes": 1,
    "orbit": 1,
    "orders": 2, "readers": 2, "lists": 2, "regions": 2, "match": 2, "platforms": 2, "relations": 2, "ownership": 2,
    "stacitem": 2, "store": 2,
    "ruleset": 3, "amending": 3, "compiling": 3, "differences": 3, "importing": 3, "holdings": 3, "update": 3,
    "intake": 3, "roster": 3, "provenance": 3,
    "evidence": 4,
    "checks": 5,
    "asking": 6, "screen": 6, "waivers": 6, "licenses": 6, "rulelint": 6,
    "reports": 7, "schemas": 7, "journal": 7, "attest": 7, "deciding": 7,
    "batch": 8, "casefile": 8, "replay": 8, "rescreen": 8, "cli": 9, "__main__": 10,
}  # fmt: skip
"""Every module of the package, with its floor. A new one is entered here first."""

TOGETHER = [
    {"ruleset", "amending", "compiling", "importing", "holdings", "update", "differences", "roster"},
    {"names", "vocabulary"},
    {"screen", "asking", "waivers", "licenses"},
    {"batch", "rescreen"},
]
"""Modules of one floor that are one thing in several files."""

OPENERS = {
    *("readers", "lists", "regions", "store", "tomlfile"),
    *("ruleset", "differences", "importing", "update", "intake"),
    *("journal", "batch", "rescreen", "cli"),
}
"""Who may open files."""

CLOCKS = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("datetime", "utcnow")}
FILE_METHODS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "iterdir",
    "glob",
    "rglob",
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_rules" not in path.parts)


def home(path: Path) -> str:
    """Return the top-level module or package that a file belongs to."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(tree: ast.AST, path: Path) -> Iterator[tuple[str, int]]:
    """Yield (top-level module of sarcheck, line) of each import, also those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path}:{node.lineno}: import by the full name")
        if isinstance(node, ast.ImportFrom) and node.module == "sarcheck":
            for alias in node.names:
                yield (alias.name if alias.name in FLOORS else "__init__"), node.lineno
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sarcheck."):
            yield (node.module or "").split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("sarcheck."):
                    yield alias.name.split(".")[1], node.lineno


def type_checking_only(tree: ast.Module) -> ast.Module:
    """Return a module without its ``if TYPE_CHECKING`` blocks, which import nothing at run time."""
    kept = [n for n in tree.body if not (isinstance(n, ast.If) and getattr(n.test, "id", "") == "TYPE_CHECKING")]
    return ast.Module(body=kept, type_ignores=[])


def violations(path: Path, source: str) -> list[str]:
    own = home(path)
    tree = type_checking_only(ast.parse(source))
    wrong = []
    for target, line in imported(tree, path):
        beside = target == own or any({own, target} <= group for group in TOGETHER)
        if not beside and FLOORS[target] >= FLOORS[own] and own != "__init__":
            wrong.append(f"{path.name}:{line}: {own} (floor {FLOORS[own]}) imports {target} (floor {FLOORS[target]})")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        owner = getattr(getattr(node.func, "value", None), "id", getattr(getattr(node.func, "value", None), "attr", ""))
        if own not in OPENERS and own != "__main__" and (name == "open" or (name in FILE_METHODS and owner != "")):
            wrong.append(f"{path.name}:{node.lineno}: {own} must not open files ({name})")
        if (
            own != "cli"
            and own != "__main__"
            and ((owner, name) in CLOCKS or (owner, name) in {("", "print"), ("", "exit"), ("sys", "exit")})
        ):
            wrong.append(f"{path.name}:{node.lineno}: only the command line may call {owner}.{name}")
    return wrong


def test_every_module_has_a_floor() -> None:
    assert {home(path) for path in modules()} == set(FLOORS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    assert violations(path, path.read_text(encoding="utf-8")) == []


def test_leaves_that_nobody_takes_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given = OPENERS
    monkeypatch.setattr(sys.modules[__name__], "OPENERS", set())
    opens = {home(path) for path in modules() if violations(path, path.read_text(encoding="utf-8"))}
    assert opens == given


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("geo.py", "from sarcheck.screen import screen"),
        ("readers/sentinel1.py", "def read():\n    from sarcheck import ruleset"),
        ("match.py", "import sarcheck.evidence"),
        ("screen.py", "open('x')"),
        ("evidence.py", "import datetime as dt\ndt.date.today()"),
        ("checks/country.py", "print('x')"),
    ],
)
def test_a_violation_is_found(file: str, source: str) -> None:
    assert violations(PACKAGE / file, source)
