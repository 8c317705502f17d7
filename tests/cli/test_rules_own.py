"""explain, rules show, init and diff: the rules at a terminal, and a folder of one's own from start to verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAMPLE = Path(__file__).parents[2] / "samples" / "spacety-terra-tech" / "order.json"


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_rule_is_explained_in_full(run: Run) -> None:
    result = run("explain", "--rule", "us-ear-affiliates")
    assert result.exit_code == 0
    told = words(result.stdout)
    assert "Is a party of the chain owned by parties on a denied-party list?" in told
    assert "from 2026-11-10 (unconfirmed)" in told
    assert "license required under the law of US; review elsewhere" in told
    assert "HOW THE CHECK WORKS" in told
    assert "regimes/us-ear/affiliates.toml" in result.stdout.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("verb", [("explain", "--rule"), ("rules", "show")])
def test_an_unknown_rule_is_a_slip_with_a_hint(run: Run, verb: tuple[str, ...]) -> None:
    near = run(*verb, "us-ofac-snd")
    assert near.exit_code == 2
    assert "did you mean us-ofac-sdn" in near.stderr
    assert "sarcheck rules show" in run(*verb, "zzzz").stderr
    assert "\x1b" not in run(*verb, "\x1b[31m").stderr


def test_explain_asks_for_what_to_explain(run: Run) -> None:
    assert run("explain").exit_code == 2


def test_a_rule_as_json(run: Run) -> None:
    found = json.loads(run("explain", "--rule", "us-ofac-sdn", "-f", "json").stdout)
    assert found["rule"]["citation"].startswith("31 CFR")
    assert [Path(name).name for name in found["files"]] == ["sdn.toml"]


def test_rules_of_a_day(run: Run) -> None:
    then, now = (
        json.loads(run("rules", "show", "--as-of", day, "-f", "json").stdout) for day in ("2022-01-01", "2024-01-01")
    )
    counts = [
        {row["rule"]["id"]: row["in_force"] for row in found["rules"]}["us-ofac-donetsk-luhansk"]
        for found in (then, now)
    ]
    assert counts == [False, True]
    assert "us-ofac-donetsk-luhansk not in force" in words(run("rules", "show", "--as-of", "2022-01-01").stdout)


def test_a_folder_of_ones_own_from_start_to_verdict(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "my rules"
    started = run("rules", "init", own)
    assert started.exit_code == 0
    assert {path.relative_to(own).as_posix() for path in own.rglob("*") if path.is_file()} == {
        "operator.toml", "pack.toml", "regimes/house/own-example.toml", "regions/own.toml",
    }  # fmt: skip
    day = ("--as-of", "2026-11-22", "-f", "json")
    before = json.loads(run(SAMPLE, *day).stdout)
    after = json.loads(run(SAMPLE, "-r", own, *day).stdout)
    assert after["rules"].pop("pack") == "my rules"
    assert before["rules"].pop("pack") == "sarcheck-default"
    for verdict in (before, after):
        del verdict["rules"]
    assert after == before

    lint = run("rules", "lint", "-r", own, "-f", "json")
    assert lint.exit_code == 0
    faults = {
        (f["kind"], f["where"].rpartition("/")[2]) for f in json.loads(lint.stdout)["faults"] if f["topic"] == "regions"
    }
    assert {kind for kind, _ in faults} == {"expired"}

    with (own / "pack.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[[dropped]]\nregime = "US-ISN"\nreason = "No US person."\n')
        stream.write('[[change]]\nrule = "ukraine-imagery"\noutcome = "deny"\nreason = "The board."\n')
    changed = json.loads(run(SAMPLE, "-r", own, *day).stdout)
    assert [one["regime"] for one in changed["dropped"]] == ["US-ISN"]
    assert {f["outcome"] for f in changed["findings"] if f["rule"] == "ukraine-imagery"} == {"deny"}
    text = words(run(SAMPLE, "-r", own, "--as-of", "2026-11-22").stdout)
    assert "US-ISN (2 rules): No US person." in text
    assert "changed ukraine-imagery: review -> deny; The board." in words(
        run("rules", "show", "ukraine-imagery", "-r", own).stdout
    )
    assert "US-ISN: dropped, No US person." in words(run("rules", "show", "-r", own).stdout)
    assert "dropped No US person." in words(run("rules", "show", "us-isn", "-r", own).stdout)


def test_a_start_keeps_what_is_there(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "operator.toml").write_text('jurisdictions = ["LU"]\n', encoding="utf-8")
    assert "kept operator.toml" in words(run("rules", "init", own).stdout)
    assert (own / "operator.toml").read_text() == 'jurisdictions = ["LU"]\n'
    again = run("rules", "init", own)
    assert again.exit_code == 4
    assert "is there already" in again.stderr


def test_a_start_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("rules", "init", tmp_path / "file" / "own")
    assert result.exit_code == 4
    assert "cannot be written" in result.stderr


def test_a_diff_of_folders_tells_rules_and_regions(run: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    run("rules", "init", one)
    run("rules", "init", other)
    assert "Nothing differs." in run("rules", "diff", one, other).stdout
    rule, region = other / "regimes/house/own-example.toml", other / "regions/own.toml"
    rule.write_text(
        rule.read_text().replace('outcome = "review"', 'outcome = "deny"').replace('["AQ"]', '["AQ", "BV"]')
    )
    region.write_text(region.read_text().replace("7.2 50.5", "7.3 50.5"))
    with (other / "pack.toml").open("a") as stream:
        stream.write('[[dropped]]\nregime = "US-ISN"\nreason = "x"\n')
    text = words(run("rules", "diff", one, other).stdout)
    assert "changed own-example outcome review -> deny; parameters.countries AQ -> AQ, BV" in text
    assert "removed us-isn" in text
    assert "REGIONS changed own-example" in text
    found = json.loads(run("rules", "diff", one, other, "-f", "json").stdout)["policy"]
    assert {(row["kind"], row["how"]) for row in found} == {
        ("rule", "changed"),
        ("rule", "removed"),
        ("region", "changed"),
    }
    assert found[0]["fields"]["outcome"] == ["review", "deny"] or found[1]["fields"] == {}
