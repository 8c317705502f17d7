from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck import exitcodes
from sarcheck.model import OUTCOMES, Outcome

Run = Callable[..., Result]
WriteOrder = Callable[..., Path]

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.usefixtures("judge")
def test_the_exit_code_is_the_outcome(run: Run, write_order: WriteOrder, outcome: Outcome) -> None:
    result = run(write_order(id=outcome))
    assert result.exit_code == exitcodes.of_outcome(outcome)
    assert result.stdout.startswith(outcome.replace("_", " ").upper())


@pytest.mark.usefixtures("judge")
def test_screen_is_what_happens_without_a_verb(run: Run, write_order: WriteOrder) -> None:
    order = write_order(id="review")
    assert run("-q", order).output == run("screen", "-q", order).output


@pytest.mark.usefixtures("judge")
def test_a_dash_is_standard_input(run: Run, write_order: WriteOrder) -> None:
    data = write_order(id="deny").read_bytes()
    result = run("-", "-f", "json", stdin=data)
    assert result.exit_code == exitcodes.DENY
    assert json.loads(result.stdout)["order"]["id"] == "deny"


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b'{"a":1,"a":2}', b"[" * 100_000])
def test_bad_standard_input_is_an_unreadable_order(run: Run, data: bytes) -> None:
    result = run("-", stdin=data)
    assert result.exit_code == exitcodes.NO_INPUT
    assert result.stdout == ""
    assert result.stderr.startswith("sarcheck: standard input: ")


@pytest.mark.usefixtures("judge")
def test_several_orders_take_the_worst_and_an_unreadable_one_counts_as_incomplete(
    run: Run, write_order: WriteOrder, tmp_path: Path
) -> None:
    clear, review = write_order("a.json", id="clear"), write_order("b.json", id="review")
    deny = write_order("c.json", id="deny")
    assert run(clear, review).exit_code == exitcodes.REVIEW
    broken = run(clear, tmp_path / "none.json", review)
    assert broken.exit_code == exitcodes.INCOMPLETE
    assert broken.stdout.splitlines()[-1].startswith("INCOMPLETE  3 orders: 1 review, 1 clear, 1 unreadable")
    assert "none.json: no such file" in broken.stderr
    assert run(clear, tmp_path / "none.json", deny).exit_code == exitcodes.DENY


@pytest.mark.usefixtures("judge")
def test_several_orders_in_json_are_lines(run: Run, write_order: WriteOrder) -> None:
    result = run(write_order("a.json", id="clear"), write_order("b.json", id="deny"), "-f", "json")
    assert [json.loads(line)["outcome"] for line in result.stdout.splitlines()] == ["clear", "deny"]


@pytest.mark.usefixtures("judge")
def test_reports_go_to_files_and_to_standard_output(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    target = tmp_path / "verdict.json"
    target.write_text("old")
    result = run(write_order(id="review"), "-f", f"json={target}", "-f", "text")
    assert json.loads(target.read_bytes())["outcome"] == "review"
    assert result.stdout.startswith("REVIEW")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.usefixtures("judge")
def test_no_report_replaces_an_order(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    order, link = write_order(id="clear"), tmp_path / "link.json"
    link.symlink_to(order)
    before = order.read_bytes()
    for asked, target in ((order, order), (order, link), (link, order)):
        result = run(asked, "-f", f"json={target}")
        assert result.exit_code == exitcodes.USAGE
        assert "is the order itself: write the report to a file of its own" in result.stderr
    assert order.read_bytes() == before


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize(("href", "file"), [("scene", "v.json"), ("scene/manifest.safe", "v.json"), ("s.zip", "")])
def test_no_report_goes_into_a_product(run: Run, write_order: WriteOrder, tmp_path: Path, href: str, file: str) -> None:
    (tmp_path / "scene").mkdir()
    (tmp_path / "scene" / "manifest.safe").touch()
    order = write_order(id="clear", products=[{"id": "p", "href": href}])
    target = tmp_path / href.partition("/")[0] / file
    result = run(order, "-f", f"json={target}")
    assert result.exit_code == exitcodes.USAGE
    assert "is in a product that is screened: write the report outside it" in result.stderr
    assert not target.exists()
    assert run(order, "-f", f"json={tmp_path / 'verdict.json'}").exit_code == exitcodes.CLEAR


@pytest.mark.usefixtures("judge")
def test_a_product_outside_the_order_hinders_no_report(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    order = write_order(id="clear", products=[{"id": "p", "href": "../../.."}])
    assert run(order, "-f", f"json={tmp_path / 'verdict.json'}").exit_code == exitcodes.CLEAR


def test_an_empty_name_is_a_usage_error(run: Run) -> None:
    result = run("")
    assert result.exit_code == exitcodes.USAGE
    assert "an empty name is no order" in result.stderr


@pytest.mark.usefixtures("judge")
def test_a_report_that_cannot_be_written_is_told(
    run: Run, write_order: WriteOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(write_order(id="clear"), "-f", f"json={tmp_path / 'v.json'}")
    assert result.exit_code == exitcodes.INTERNAL
    assert "v.json: the report cannot be written: No space left on device" in result.stderr
    assert sorted(path.suffix for path in tmp_path.iterdir()) == ["", ".json"]


@pytest.mark.usefixtures("judge")
def test_a_link_is_followed_and_a_pipe_is_never_replaced(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    order, target, link, pipe = write_order(id="clear"), tmp_path / "t", tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(target)
    run(order, "-f", f"json={link}")
    assert link.is_symlink()
    assert json.loads(target.read_bytes())["outcome"] == "clear"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run(order, "-f", f"json={pipe}")
    assert json.loads(os.read(reader, 65536))["outcome"] == "clear"
    os.close(reader)
    assert pipe.is_fifo()


def test_the_day_is_todays_unless_given(run: Run, write_order: WriteOrder, judge: object) -> None:
    before = dt.datetime.now(dt.UTC).date()
    run(write_order(id="clear"))
    run(write_order(id="clear"), "--as-of", "2022-10-14")
    today, given = judge.days  # type: ignore[attr-defined]
    assert before <= today <= dt.datetime.now(dt.UTC).date()
    assert given == dt.date(2022, 10, 14)


def test_rules_are_not_loaded_when_no_order_can_be_read(run: Run, judge: object) -> None:
    run("none.json")
    assert judge.rules == []  # type: ignore[attr-defined]


@pytest.mark.usefixtures("judge")
def test_all_errors_of_an_order_are_told_with_their_pointers(run: Run, write_order: WriteOrder) -> None:
    result = run(write_order(id="clear", parties=[], kind="gift", extra=1))
    assert result.exit_code == exitcodes.NO_INPUT
    assert len(result.stderr.splitlines()) >= 3
    assert "/kind" in result.stderr


@pytest.mark.usefixtures("judge")
def test_hostile_text_in_messages_is_shown_not_obeyed(run: Run, write_order: WriteOrder) -> None:
    result = run(write_order(id="clear", kind="\x1b[2J\u202e"), "no\x1b[31m\u202efile")
    assert not {"\x1b", "\u202e"} & set(result.output)


def test_a_rules_folder_that_does_not_exist_stops_the_run(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    result = run(write_order(), "-r", tmp_path / "none")
    assert result.exit_code == exitcodes.NO_RULES
    assert result.stdout == ""


def test_an_interrupt_ends_the_run_without_a_traceback() -> None:
    code = "import os, sarcheck.cli.screen, sarcheck.intake; os.write(2, b'ready'); sarcheck.cli.main()"
    command = [sys.executable, "-c", code, "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdin and process.stderr
    with process.stdin, process.stderr:
        process.stderr.read(5)
        time.sleep(1)  # on a busy machine the command line takes its time to wait for its input
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == exitcodes.INTERRUPTED
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("arguments", ["-", "where -", "match -"])
def test_a_closed_standard_input_is_no_input(tmp_path: Path, arguments: str) -> None:
    done = shell(f"{arguments} <&-", tmp_path)
    assert done.returncode == exitcodes.NO_INPUT
    assert done.stderr == "sarcheck: standard input is closed: pipe a document in, or name a file\n"


def test_a_closed_standard_output_changes_no_exit_code(tmp_path: Path, write_order: WriteOrder) -> None:
    order = write_order()
    told, untold = shell(f"{order}", tmp_path), shell(f"{order} >&-", tmp_path)
    assert told.stdout
    assert (untold.returncode, untold.stderr) == (told.returncode, told.stderr)


def shell(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a shell, for a user who has nothing but sarcheck."""
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    return subprocess.run(
        ["bash", "-c", f"{sys.executable} -m sarcheck {command}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """The pipe is closed before anything is written; the exit code stays that of the work."""
    script = f"{sys.executable} -m sarcheck schema verdict | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


STAPI = {"search_parameters": {"datetime": "2026-12-01T00:00:00Z/..", "geometry": {"type": "Polygon"}}}


@pytest.mark.usefixtures("judge")
def test_parties_come_from_a_file_of_their_own(run: Run, write_order: WriteOrder, tmp_path: Path) -> None:
    ring = [[20, 50], [21, 50], [21, 51], [20, 50]]
    STAPI["search_parameters"]["geometry"] = {"type": "Polygon", "coordinates": [ring]}  # type: ignore[assignment]
    body, chain = tmp_path / "body.json", tmp_path / "chain.json"
    body.write_text(json.dumps(STAPI))
    chain.write_text(json.dumps({"id": "review", "parties": [{"id": "b", "roles": ["end_user"], "name": "B"}]}))
    assert run(body, "--parties", chain).exit_code == exitcodes.REVIEW
    assert run("-", "--parties", chain, stdin=body.read_bytes()).exit_code == exitcodes.REVIEW
    twice = run(body, body, "--parties", chain)
    assert (twice.exit_code, "--parties is about one order" in twice.stderr) == (exitcodes.USAGE, True)
    over = run(body, "--parties", chain, "-f", f"json={chain}")
    assert (over.exit_code, "write the report to a file of its own" in over.stderr) == (exitcodes.USAGE, True)
    chain.write_text(json.dumps({"parties": [{"id": "b"}]}))
    wrong = run(body, "--parties", chain)
    assert wrong.exit_code == exitcodes.NO_INPUT
    assert f"sarcheck: {chain}: /parties/0/roles: is missing" in wrong.stderr
