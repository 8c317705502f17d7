"""``sarcheck rules update``, ``check`` and what ``status`` and ``import`` tell of it: exit codes, words, the bar."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck import exitcodes
from sarcheck.cli import _bar
from sarcheck.model import Source
from sarcheck.reports import sources as report
from tests import loopback, tiny
from tests.loopback import Publisher, file, status

Run = Callable[..., Result]
NOW = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
SOURCES = """
[update]
silence_s = 1.0
total_s = 2.0
tries = 1
pause_s = 0.01
max_redirects = 1
max_bytes = 100000
max_shrink = 0.1
[[source]]
id = "a-list"
title = "List A"
max_age_days = 7
[[source]]
id = "b-list"
title = "List B"
max_age_days = 7
[[source]]
id = "by-hand"
title = "List by hand"
url = "https://example.org/by-hand"
max_age_days = 7
[[source]]
id = "spare"
title = "Spare list"
max_age_days = 7
optional = true
"""


def a_list(count: int, name: str = "a-list") -> str:
    parties = (f'[[party]]\nid = "{i}"\nnames = ["P {i}"]\n' for i in range(count))
    return f'schema = "sarcheck.parties/1"\nlist = "{name}"\ntitle = "A"\nwhole = true\n' + "".join(parties)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(importlib.import_module("sarcheck.cli._feeds"), "now", lambda: NOW)
    with loopback.publisher() as running:
        running.serve("/a.toml", file(a_list(20)))
        running.serve("/b.toml", file(a_list(10, "b-list")))
        yield running


@pytest.fixture
def rules(server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    feeds = (f'[[feed]]\nid = "{i}-list"\nfiles = [{{ url = "{server.url(f"/{i}.toml")}" }}]\n' for i in "ab")
    folder = tiny.write(tmp_path / "rules", sources=SOURCES + "".join(feeds))
    monkeypatch.setenv("SARCHECK_RULES", str(folder))
    return folder


def states(result: Result) -> dict[str, str]:
    return {feed["feed"]: feed["state"] for feed in json.loads(result.stdout)["feeds"]}


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_all_feeds_are_fetched(run: Run, rules: Path) -> None:
    result = run("rules", "update")
    assert result.exit_code == exitcodes.CLEAR
    assert "on 2026-11-22" in words(result)
    assert "a-list updated 20 entries, published unknown, retrieved 2026-11-22, 0.8 kB fetched" in words(result)
    assert "2 feeds: 2 updated" in words(result)
    assert result.stderr == ""
    assert "unchanged" in run("rules", "update").stdout
    assert run("rules", "update", "-q").output == ""


def test_json_tells_the_same(run: Run, rules: Path) -> None:
    answer = json.loads(run("rules", "update", "-f", "json").stdout)
    assert (answer["updated"], answer["folder"]) == ("2026-11-22T23:30:00Z", str(rules))
    first = answer["feeds"][0]
    assert (first["feed"], first["state"], first["before"], first["after"]) == ("a-list", "updated", {}, {"a-list": 20})
    assert (first["retrieved"], first["published"], first["message"]) == ("2026-11-22", None, "")
    assert first["bytes"] == len(a_list(20))


def test_only_the_named_lists(run: Run, rules: Path, server: Publisher) -> None:
    assert states(run("rules", "update", "b-list", "-f", "json")) == {"b-list": "updated"}
    assert [path for path, _ in server.asked] == ["/b.toml"]


def test_a_list_that_a_publication_carries_names_its_feed(run: Run, rules: Path) -> None:
    with (rules / "sources.toml").open("a") as stream:
        stream.write('\n[[feed]]\nid = "pub"\nlists = ["by-hand"]\nfiles = [{ url = "http://127.0.0.1:1/x.toml" }]\n')
    assert states(run("rules", "update", "by-hand", "-f", "json")) == {"pub": "failed"}


@pytest.mark.parametrize("arguments", [("c-list",), ("--accept", "c-list"), ("by-hand",)])
def test_an_id_that_no_feed_brings_is_a_usage_error(
    run: Run, rules: Path, server: Publisher, arguments: tuple[str, ...]
) -> None:
    result = run("rules", "update", *arguments)
    assert result.exit_code == exitcodes.USAGE
    assert "there are a-list, b-list" in result.stderr
    assert server.asked == []


def test_a_failed_feed_is_told_and_the_code_is_incomplete(run: Run, rules: Path, server: Publisher) -> None:
    server.serve("/a.toml", status(404))
    result = run("rules", "update")
    assert result.exit_code == exitcodes.INCOMPLETE
    assert "404 Not Found" in words(result)
    assert "2 feeds: 1 updated, 1 failed" in words(result)
    quiet = run("rules", "update", "-q")
    assert quiet.exit_code == exitcodes.INCOMPLETE
    assert quiet.stdout.startswith("a-list  failed  http://127.0.0.1:")


def test_a_shrunk_list_needs_a_word(run: Run, rules: Path, server: Publisher) -> None:
    run("rules", "update")
    server.serve("/a.toml", file(a_list(5)))
    refused = run("rules", "update")
    assert refused.exit_code == exitcodes.INCOMPLETE
    assert "run again with --accept a-list; the list of 2026-11-22 stays in force" in words(refused)
    taken = run("rules", "update", "--accept", "a-list")
    assert taken.exit_code == exitcodes.CLEAR
    assert "5 entries (20 before)" in words(taken)


def test_check_asks_and_the_code_tells(run: Run, rules: Path, server: Publisher) -> None:
    first = run("rules", "check")
    assert first.exit_code == exitcodes.NEWER_LISTS
    assert "a-list newer not in force yet" in words(first)
    assert "sarcheck rules update a-list b-list" in words(first)
    run("rules", "update")
    assert run("rules", "check").exit_code == exitcodes.CLEAR
    server.serve("/a.toml", status(404))
    failed = run("rules", "check")
    assert failed.exit_code == exitcodes.INCOMPLETE
    assert "rules update" not in failed.stdout
    server.serve("/b.toml", file(a_list(11, "b-list")))
    newer = run("rules", "check", "-f", "json")
    assert newer.exit_code == exitcodes.NEWER_LISTS
    assert states(newer) == {"a-list": "failed", "b-list": "newer"}


def test_a_folder_without_feeds_says_what_to_do(run: Run, tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "bare", sources=SOURCES)
    for verb in ("update", "check"):
        result = run("rules", verb, "-r", folder)
        assert result.exit_code == exitcodes.NO_RULES
        assert "import list files instead" in result.stderr


def test_a_file_in_place_of_the_rules_folder_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("rules", "update", "-r", tmp_path / "file")
    assert (result.exit_code, len(result.stderr.splitlines())) == (exitcodes.NO_RULES, 1)


def test_status_tells_what_to_fetch_and_what_to_import(run: Run, rules: Path) -> None:
    before = words(run("rules", "status", "--as-of", "2026-11-22"))
    assert "3 of 3 lists cannot be relied on" in before
    assert "Fetch from their publishers a-list, b-list: sarcheck rules update" in before
    assert "No feed brings the others." in before
    assert "by-hand List by hand https://example.org/by-hand" in before
    assert "spare" not in before
    run("rules", "update")
    after = words(run("rules", "status", "--as-of", "2026-11-25"))
    assert "a-list current published unknown, retrieved 2026-11-22, 3 days old of 7 allowed, 20 entries" in after
    assert "sarcheck rules update" not in after
    stale = words(run("rules", "status", "--as-of", "2026-12-25"))
    assert "a-list stale published unknown, retrieved 2026-11-22, 33 days old, 20 entries" in stale
    assert "sarcheck rules update" in stale


def test_a_list_is_fetched_with_the_publication_that_carries_it(run: Run, rules: Path, server: Publisher) -> None:
    carrier = f'\n[[feed]]\nid = "both"\nlists = ["a-list"]\nfiles = [{{ url = "{server.url("/b.toml")}" }}]\n'
    (rules / "sources.toml").write_text((rules / "sources.toml").read_text() + carrier)
    assert "sarcheck: both also carries a-list" in run("rules", "update", "a-list").stderr
    assert "carries" not in run("rules", "update", "b-list").stderr
    assert "carries" not in run("rules", "update", "-q", "a-list").stderr


def test_a_list_that_nobody_fetched_is_asked_for_and_not_called_newer(
    run: Run, rules: Path, server: Publisher, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(a_list(20, f"{name}-list"))
        run("rules", "import", tmp_path / f"{name}.toml", "--retrieved", "2026-11-22")
    server.serve("/b.toml", status(403))
    asked = run("rules", "check")
    assert asked.exit_code == exitcodes.NEWER_LISTS
    assert "a-list unknown" in words(asked)
    assert "sarcheck rules update a-list" in asked.stdout
    failed = run("rules", "check", "b-list")
    assert failed.exit_code == exitcodes.INCOMPLETE
    assert "403 Forbidden: it may refuse programs: download the file by hand" in words(failed)


def test_status_tells_what_the_profiles_law_needs(run: Run, rules: Path) -> None:
    (rules / "operator.toml").write_text('jurisdictions = ["LU"]\n')
    before = words(run("rules", "status", "--as-of", "2026-11-22"))
    assert "cannot be relied on" not in before
    assert "Not needed for the law of LU, unless an order names another: a-list, b-list, by-hand." in before
    listed = rules / "regimes/us/listed.toml"
    listed.write_text(listed.read_text().replace('["US"]', '["LU"]'))
    after = words(run("rules", "status", "--as-of", "2026-11-22"))
    assert "1 of 1 lists that the law of LU needs cannot be relied on" in after
    assert "Not needed for the law of LU, unless an order names another: b-list, by-hand." in after


def test_what_windows_leaves_in_folders_is_passed_over(run: Run, rules: Path) -> None:
    run("rules", "update", "-q")
    before = run("rules", "status", "--as-of", "2026-11-22").stdout
    for name in ("Thumbs.db", "desktop.ini", "~$operator.toml", "lists/Thumbs.db", "regions/desktop.ini"):
        (rules / name).write_bytes(b"\xd0\xcf\x11\xe0")
    assert run("rules", "status", "--as-of", "2026-11-22").stdout == before
    for name in ("notes.txt", "lists/notes.txt"):
        (rules / name).write_text("?")
        result = run("rules", "status")
        assert (result.exit_code, "move it elsewhere" in result.stderr) == (exitcodes.NO_RULES, True)
        (rules / name).unlink()


def test_status_tells_of_a_day_that_has_not_come(run: Run, rules: Path) -> None:
    run("rules", "update", "a-list")
    manifest = rules / "lists/a-list/source.toml"
    kept = (line for line in manifest.read_text().splitlines() if not line.startswith("recorded"))
    manifest.write_text("\n".join(kept).replace("retrieved = 2026-11-22", "retrieved = 2999-01-01"))
    result = run("rules", "status", "--as-of", "2026-11-22")
    assert "a-list: its day of retrieval, 2999-01-01, has not come" in result.stderr
    assert "days after the day judged" in words(result)


def test_a_diff_compares_with_the_version_before_of_the_same_day(
    run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = importlib.import_module("sarcheck.cli._feeds")
    one = run("rules", "diff", "a-list")
    assert (one.exit_code, "is no list in" in one.stderr) == (exitcodes.NO_RULES, True)
    for minute, count in enumerate((5, 8, 6, 5, 9)):
        monkeypatch.setattr(clock, "now", lambda minute=minute: NOW + dt.timedelta(minutes=minute))
        (tmp_path / "a.toml").write_text(a_list(count))
        run("rules", "import", tmp_path / "a.toml", "--retrieved", "2026-11-22")
        if minute == 0:
            assert "has only the version in force" in run("rules", "diff", "a-list").stderr
    found = json.loads(run("rules", "diff", "a-list", "-f", "json").stdout)
    assert ([entry["id"] for entry in found["added"]], found["removed"]) == (["5", "6", "7", "8"], [])


def test_an_import_tells_of_an_id_that_no_rule_can_name(run: Run, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(a_list(19, "a-lst"))
    told = words(run("rules", "import", tmp_path / "a.toml", "--retrieved", "2026-11-22"))
    assert "! a-lst: sources.toml has no list of that id, so no rule asks for it; did you mean a-list?" in told
    (tmp_path / "a.toml").write_text(a_list(19))
    assert "!" not in run("rules", "import", tmp_path / "a.toml", "--retrieved", "2026-11-22").stdout


def test_an_import_tells_what_is_used_beside_a_lists_own_file() -> None:
    carried = Source(id="a", title="A", entries=1, retrieved=NOW.date(), carrier="pub")
    told = report.imported([carried], folder="f", own=["a", "pub"], known={"a": ""}, shrunk={"a": "has 1 entry"})
    assert b"! a: used only for what the file of the list's own lacks" in told
    assert b"! a has 1 entry: make sure that it should" in told
    plain = report.imported([carried], folder="f", own=["pub"], known={"a": "https://a.example"}, shrunk={"a": "x"})
    assert b"used only" not in plain
    assert b"! a x: make sure on https://a.example that it should" in plain


def test_an_import_that_shrinks_a_list_warns(run: Run, rules: Path, tmp_path: Path) -> None:
    run("rules", "update")
    (tmp_path / "a.toml").write_text(a_list(19))
    result = run("rules", "import", tmp_path / "a.toml", "--retrieved", "2026-11-22")
    assert result.exit_code == exitcodes.CLEAR
    assert "! a-list has 19 entries, 1 fewer than the 20 of the version before" in words(result)
    assert "!" not in run("rules", "import", tmp_path / "a.toml", "--retrieved", "2026-11-22").stdout


# --- the bar ------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "wanted"), [(True, True), (True, False), (False, True)])
def test_a_bar_is_for_a_terminal_that_wants_one(monkeypatch: pytest.MonkeyPatch, terminal: bool, wanted: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with _bar.downloads({"http://example.org/b": "2 of 4 b-list"}, wanted=wanted) as told:
        told("http://example.org/list\x1b[31m.xml?token=secret", 10, None)
        told("http://example.org/list\x1b[31m.xml?token=secret", 20, 20)
        told("http://example.org/b", 20, 20)
    shown = stream.getvalue()
    assert ("2 of 4 b-list b" in shown) == (terminal and wanted)
    assert bool(shown) == (terminal and wanted)
    assert "secret" not in shown
    assert "[31m.xml" not in shown.replace("\\u001b[31m.xml", "")


def test_no_progress_reaches_the_bar(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    real = _bar.downloads
    monkeypatch.setattr(
        _bar, "downloads", lambda labels, *, wanted: asked.append((wanted, *labels.values())) or real({}, wanted=False)
    )
    for options in ((), ("--no-progress",), ("-q",)):
        run("rules", "update", *options)
    assert asked == [(wanted, "1 of 2 a-list", "2 of 2 b-list") for wanted in (True, False, False)]


def test_the_network_library_is_loaded_only_to_fetch() -> None:
    code = "import sys, sarcheck.cli.rules_update, sarcheck.update; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
