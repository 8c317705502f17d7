"""``sarcheck explain VERDICT.json``: from the file alone, without rules, network or orders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAMPLES = Path(__file__).parents[2] / "samples"
VERDICT = SAMPLES / "split-ownership" / "verdict.json"


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_verdict_is_told_again(run: Run) -> None:
    result = run("explain", VERDICT)
    assert result.exit_code == 0
    told = words(result.stdout)
    assert told.startswith("DENY order ORD-2024-0417")
    assert (
        "26 % (Volkhovskiy Vymysel Radar Concern, eu-fsf SAMPLE-1) + 25 % (JSC Terra Vektor, eu-fsf SAMPLE-2)" in told
    )
    assert "RECORD" in told


def test_one_finding_is_told_again(run: Run) -> None:
    told = words(run("explain", VERDICT, "f2").stdout)
    assert "asked for on the list likeness" in told
    assert "f1" not in told
    found = json.loads(run("explain", VERDICT, "f2", "-f", "json").stdout)
    assert found["id"] == "f2"


def test_a_verdict_comes_from_standard_input_and_several_as_lines(run: Run) -> None:
    line = json.dumps(json.loads(VERDICT.read_bytes()))
    result = run("explain", "-", stdin=f"{line}\n\n{line}\n")
    assert result.exit_code == 0
    assert result.stdout.count("DENY  order ORD-2024-0417, as of") == 2


def test_a_verdict_as_a_page(run: Run) -> None:
    page = run("explain", VERDICT, "-f", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "drawn without the rules folder" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no verdict"),
        (b"{", "is no verdict of sarcheck"),
        (b"[]", "is no verdict of sarcheck"),
        (b'{"schema": "sarcheck.verdict/2"}', "is no verdict of sarcheck"),
        (b"\xff\xfe{}", "is no verdict of sarcheck"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "is no verdict of sarcheck"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_verdict_is_said(content: bytes | None, said: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    if content is not None:
        path.write_bytes(content)
    result = run("explain", path)
    assert result.exit_code == 3
    assert said in result.stderr


def test_deeply_nested_evidence_is_refused_or_told(run: Run, tmp_path: Path) -> None:
    verdict = json.loads(VERDICT.read_bytes())
    verdict["findings"][0]["evidence"] = [{"kind": "new", "deep": "@"}]
    path = tmp_path / "v.json"
    path.write_text(json.dumps(verdict).replace('"@"', '{"a": [' * 350 + "1" + "]}" * 350), encoding="utf-8")
    assert run("explain", path).exit_code in (0, 2, 3)
    assert run("explain", path, "-f", "html").exit_code in (0, 2, 3)


@pytest.mark.parametrize(
    "arguments",
    [
        (VERDICT, "f99"),
        (VERDICT, "--rule", "us-ofac-sdn"),
        (VERDICT, "f1", "-f", "html"),
        ("--rule", "x", "-f", "html"),
    ],
)
def test_slips_are_told(arguments: tuple[str | Path, ...], run: Run) -> None:
    assert run("explain", *arguments).exit_code == 2
