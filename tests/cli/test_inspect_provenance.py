"""``sarcheck inspect --provenance``: every fact with its numbers, as text and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sarcheck.provenance import PROVENANCE
from sarcheck.ruleset import default_pack

SAMPLES = default_pack().parent / "samples"
PRODUCTS = sorted(path for path in SAMPLES.glob("*/products/*") if path.is_dir())


def test_one_product_is_a_list_of_facts(run) -> None:
    result = run("inspect", "--provenance", "--format", "json", PRODUCTS[0])
    assert result.exit_code == 0
    facts = json.loads(result.stdout)
    assert isinstance(facts, list)
    assert {fact["result"] for fact in facts} <= {"pass", "fail", "not_possible"}
    assert all(fact["check"] and fact["message"] for fact in facts)
    (whole,) = [fact for fact in facts if fact["check"] == "integrity"]
    assert whole["listed"] >= whole["agreeing"] > 0
    assert len({fact["check"] for fact in facts}) >= len(PROVENANCE)


def test_several_products_are_told_apart(run) -> None:
    one, two = PRODUCTS[:2]
    told = json.loads(run("inspect", "--provenance", "--format", "json", one, two).stdout)
    assert [product["href"] for product in told] == [str(one), str(two)]
    assert all(product["provenance"] for product in told)


def test_the_text_tells_failures_first_and_warns_of_too_much_trust(run, tmp_path: Path) -> None:
    copy = tmp_path / PRODUCTS[0].name
    shutil.copytree(PRODUCTS[0], copy)
    (copy / "added.xml").write_text("<x/>")
    text = run("inspect", "--provenance", copy).stdout
    lines = text.splitlines()
    assert ", 1 fail, " in " ".join(lines[:2])
    assert next(line for line in lines if "  fail " in line).split()[:3] == ["fail", "files", "added"]
    assert text.index("files added") < text.index("integrity")
    assert "not that it is true" in " ".join(text.split())


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--provenance", "--format", "stac")])
def test_forms_that_do_not_go_together_are_a_usage_error(run, arguments: tuple[str, ...]) -> None:
    result = run("inspect", *arguments, PRODUCTS[0])
    assert result.exit_code == 2
    assert "--format json goes with --provenance" in result.stderr
