"""Each sample has the verdict that it is there to show, and agrees with what made it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from sarcheck.model import OUTCOMES, Verdict
from sarcheck.reports import text
from seeds import __main__ as main
from seeds import samples
from seeds.__main__ import drift

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/sample.toml"))


class Sample(NamedTuple):
    """A sample with its verdict of today."""

    folder: Path
    as_of: dt.date
    expects: str
    verdict: dict[str, Any]

    def findings(self, outcome: str) -> set[str]:
        return {finding["rule"] for finding in self.verdict["findings"] if finding["outcome"] == outcome}


@pytest.fixture(scope="module", params=NAMES)
def sample(request: pytest.FixtureRequest) -> Sample:
    return load(request.param)


def load(name: str) -> Sample:
    folder = SAMPLES / name
    stated = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    verdict = json.loads(samples.verdict(folder, stated["as_of"]))
    return Sample(folder, stated["as_of"], stated["expects"], verdict)


def test_samples_are_all_there() -> None:
    assert {path.stem for path in samples.names()} == set(NAMES)
    assert len(NAMES) == 11


def test_outcome_is_the_expected_one(sample: Sample) -> None:
    assert sample.verdict["outcome"] == sample.expects
    assert sample.expects in OUTCOMES
    assert sample.verdict["as_of"] == sample.as_of.isoformat()


def test_product_reads_and_only_the_lookalike_has_a_problem(sample: Sample) -> None:
    assert len(sample.verdict["products"]) == 1
    codes = {problem["code"] for problem in sample.verdict["problems"]}
    assert codes == ({"unidentified-platform"} if sample.folder.name == "unidentified-lookalike" else set())


def test_nothing_but_the_operator_is_missing(sample: Sample) -> None:
    missing = sample.findings("incomplete")
    if (sample.folder / "rules").is_dir():
        assert missing <= {"sarcheck-operator", "sarcheck-unproblematic"}
    else:
        assert sample.expects == "deny"


@pytest.mark.parametrize(
    ("name", "outcome", "rules"),
    [
        ("spacety-terra-tech", "deny", {"us-ofac-sdn", "us-ofac-sdn-operator"}),
        ("spacety-terra-tech", "review", {"ukraine-imagery"}),
        ("hidden-operator", "deny", {"us-ofac-sdn-operator"}),
        ("unidentified-lookalike", "incomplete", {"sarcheck-operator", "sarcheck-unproblematic"}),
        ("unidentified-lookalike", "review", {"look-alike-product", "ukraine-imagery"}),
        ("head-gaofen", "deny", {"us-ofac-sdn", "eu-269-annex-i"}),
        ("ukraine-relief", "review", {"ukraine-imagery"}),
        ("simferopol-ua", "deny", {"eu-692-crimea"}),
        ("simferopol-ru", "deny", {"us-ofac-crimea"}),
        ("owned-by-listed", "review", {"eu-269-annex-i"}),
        ("owned-by-listed", "deny", {"eu-269-owned"}),
        ("split-ownership", "deny", {"eu-269-owned"}),
    ],
)
def test_reasons_are_the_right_ones(name: str, outcome: str, rules: set[str]) -> None:
    assert rules <= load(name).findings(outcome)


def test_hidden_operator_alone_decides() -> None:
    assert load("hidden-operator").findings("deny") == {"us-ofac-sdn-operator"}


def test_an_officer_understands_the_hidden_operator_in_ten_lines() -> None:
    verdict = msgspec.json.decode(json.dumps(load("hidden-operator").verdict), type=Verdict)
    head = " ".join(" ".join(text.render([verdict]).decode().splitlines()[:10]).split())
    assert head.startswith("DENY order ORD-2022-0151")
    for told in (
        "Changsha Tianyi Space Science and Technology Research Institute",
        "whom the order does not name, operates hisea-1, which took the image",
        "us-sdn 40477",
        "Do not deliver or pass on data of this satellite",
    ):
        assert told in head


def test_clear_sample_examined_everything_and_found_nothing() -> None:
    clear = load("germany-flood").verdict
    assert clear["findings"] == []
    assert {"eu-269-annex-i", "eu-833-annex-iv", "un-sc", "ukraine-imagery", "sarcheck-freshness"} <= {
        examined["rule"] for examined in clear["examined"] if examined["subjects"]
    }
    assert {source["state"] for source in clear["sources"] if source["id"] in ("eu-fsf", "eu-833-iv", "un-sc")} == {
        "current"
    }


def test_near_name_is_never_denied() -> None:
    near = load("near-name")
    assert near.expects in ("clear", "review")
    assert not near.findings("deny")


def test_nothing_has_drifted_from_the_seeds() -> None:
    assert drift() == []


def test_drift_names_what_was_changed_added_or_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLES, tmp_path / "samples")
    shutil.copytree(SAMPLES.parent / "rules" / "parties", tmp_path / "rules" / "parties")
    verdict = tmp_path / "samples" / "near-name" / "verdict.json"
    changed = json.loads(verdict.read_bytes()) | {"outcome": "deny"}
    verdict.write_text(json.dumps(changed), encoding="utf-8")
    (tmp_path / "samples" / "stray.txt").write_text("", encoding="utf-8")
    (tmp_path / "rules" / "parties" / "us-sdn.toml").unlink()
    monkeypatch.setattr(main, "ROOT", tmp_path)
    assert drift() == ["rules/parties/us-sdn.toml", "samples/near-name/verdict.json", "samples/stray.txt"]
