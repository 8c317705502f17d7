"""The examples of the library's pages run, as they are, and print what they should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sarcheck

ROOT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
PRINTED = {
    "library.md": [
        "deny us-ofac-sdn /parties/0/identifiers",
        "True",
        "True",
        "rejected",
        "/parties is empty; name at least one",
        "deny",
    ],
    "pipeline.md": [
        "True ORD-2026-0815",
        "rejected order: /search_parameters/datetime: is missing",
    ],
}
CASES = [(name, i, text) for name, printed in PRINTED.items() for i, text in enumerate(printed)]


def examples(name: str) -> list[str]:
    return EXAMPLE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PRINTED)
def test_every_example_is_run(name: str) -> None:
    assert len(examples(name)) == len(PRINTED[name])


@pytest.mark.parametrize(("name", "number", "printed"), CASES)
def test_an_example_runs(
    name: str, number: int, printed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(examples(name)[number], f"{name} {number}", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out.splitlines() == [printed]


def test_what_is_public_is_there() -> None:
    table = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    for name in ("load_rules", "load_order", "read_product", "screen", "screen_many"):
        assert callable(getattr(sarcheck, name))
        assert f"| `{name}(" in table
    assert all(getattr(sarcheck, name) is not None for name in sarcheck.__all__)
