"""Lists fetched from a publisher's server that misbehaves: the list in force stays unless a better one came whole."""

from __future__ import annotations

import ast
import datetime as dt
import gzip
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import sarcheck
from sarcheck import importing
from sarcheck.errors import RulesError
from sarcheck.packs import Download, Feed, UpdatePolicy
from sarcheck.update import Result, _fetch, check, update
from sarcheck.update._fetch import Task, fetch
from tests import loopback
from tests.loopback import Publisher, cut, drip, file, packed, redirect, status, unmeasured

POLICY = UpdatePolicy(
    silence_s=0.2, total_s=0.6, tries=3, pause_s=0.01, max_redirects=3, max_bytes=100_000, max_shrink=0.1
)
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
OWN = "/own.toml"
PLACE = Path("lists", "own")


def a_list(count: int, *, name: str = "own", prefix: str = "P") -> str:
    parties = (f'[[party]]\nid = "{i}"\nnames = ["{prefix} {i}"]\n' for i in range(count))
    return f'schema = "sarcheck.parties/1"\nlist = "{name}"\ntitle = "Own"\nwhole = true\n' + "".join(parties)


TWENTY = a_list(20)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let temporary files go to a folder that is empty again after every update."""
    work = tmp_path / "tmp"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    yield
    assert list(work.iterdir()) == []


@pytest.fixture
def server() -> Iterator[Publisher]:
    with loopback.publisher() as running:
        yield running


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return tmp_path / "rules"


class Pauses(list[float]):
    """A sleep that only notes how long it was to last."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def feed(server: Publisher, *paths: str, name: str = "own", **more: object) -> Feed:
    files = tuple(Download(url=server.url(path)) for path in paths or (OWN,))
    return Feed(id=name, files=files, **more)  # type: ignore[arg-type]


def run(
    rules: Path,
    *feeds: Feed,
    now: dt.datetime = NOW,
    accept: tuple[str, ...] = (),
    pauses: Pauses | None = None,
    **policy: object,
) -> Result:
    (result,) = update(
        rules,
        msgspec.structs.replace(POLICY, **policy),
        feeds,
        now=now,
        country_code=lambda name: None,
        accept=accept,
        sleep=Pauses() if pauses is None else pauses,
    )
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(rules: Path, name: str = "own") -> importing.Manifest:
    held = importing.in_force(rules, name)
    assert held
    return held[1]


# --- when all goes well -------------------------------------------------------------------------


def test_a_first_update_puts_the_list_in_force_and_records_where_it_came_from(server: Publisher, rules: Path) -> None:
    url = server.serve(OWN, file(TWENTY))
    told: list[tuple[str, int, int | None]] = []
    (result,) = update(
        rules,
        POLICY,
        [feed(server)],
        now=NOW,
        country_code=lambda name: None,
        progress=lambda *progress: told.append(progress),
    )
    assert (result.state, result.before, result.after, result.bytes) == ("updated", {}, {"own": 20}, len(TWENTY))
    assert (rules / PLACE / "own.toml").read_text() == TWENTY
    (stored,) = manifest(rules).files
    assert (stored.url, stored.fetched, stored.last_modified) == (url, "2026-11-22T09:00:00Z", loopback.YESTERDAY)
    assert stored.etag
    assert manifest(rules).retrieved == NOW.date()
    assert told[-1] == (url, len(TWENTY), len(TWENTY))
    assert server.asked[0][1]["User-Agent"] == f"sarcheck/{sarcheck.__version__}"


def test_nothing_new_confirms_the_list_of_today(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    result = run(rules, feed(server), now=LATER)
    assert (result.state, result.bytes, result.retrieved) == ("unchanged", 0, LATER.date())
    assert server.asked[1][1]["If-Modified-Since"] == loopback.YESTERDAY
    (stored,) = manifest(rules).files
    assert stored.fetched == "2026-11-22T09:00:00Z"
    assert importing.versions(rules, "own") == (rules / PLACE,)


def test_nothing_new_on_the_same_day_changes_no_file(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    before = tree(rules)
    assert run(rules, feed(server), now=NOW + dt.timedelta(hours=2)).state == "unchanged"
    assert tree(rules) == before


def test_the_same_bytes_from_a_server_without_versions_are_nothing_new(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY, conditional=False))
    run(rules, feed(server))
    result = run(rules, feed(server), now=LATER)
    assert (result.state, result.retrieved) == ("unchanged", LATER.date())
    assert importing.versions(rules, "own") == (rules / PLACE,)


def test_a_newer_list_takes_the_place_and_the_former_is_kept(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, file(a_list(21)))
    result = run(rules, feed(server), now=LATER)
    assert (result.state, result.before, result.after) == ("updated", {"own": 20}, {"own": 21})
    older, newer = importing.versions(rules, "own")
    assert (older.name[:11], newer) == ("2026-11-22-", rules / PLACE)
    assert (older / "own.toml").read_text() == TWENTY


def test_a_packed_answer_is_unpacked(server: Publisher, rules: Path) -> None:
    server.serve(OWN, packed(TWENTY.encode()))
    assert run(rules, feed(server)).state == "updated"
    assert (rules / PLACE / "own.toml").read_text() == TWENTY


def test_an_answer_packed_in_several_members_is_unpacked_whole(server: Publisher, rules: Path) -> None:
    half = len(TWENTY) // 2
    data = gzip.compress(TWENTY[:half].encode()) + gzip.compress(TWENTY[half:].encode())
    server.serve(OWN, file(data, Content_Encoding="gzip"))
    assert run(rules, feed(server)).after == {"own": 20}


def test_a_packed_file_is_kept_packed(server: Publisher, rules: Path) -> None:
    data = gzip.compress(HERON.encode(), mtime=0)
    server.serve("/sdn.csv.gz", file(data))
    run(rules, feed(server, "/sdn.csv.gz", name="us-sdn"))
    assert (rules / "lists/us-sdn/sdn.csv.gz").read_bytes() == data


HERON = '36,"HERON",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
EGRET = '37,"EGRET",-0- ,"T",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n' + HERON
ALIAS = '36,1,"aka","H",-0- \r\n\x1a'
ADDRESS = '36,1,-0- ,-0- ,"Atlantis",-0- \r\n\x1a'
SET = ("/sdn.csv", "/alt.csv", "/add.csv")


def a_set(server: Publisher) -> Feed:
    for path, text in zip(SET, (HERON, ALIAS, ADDRESS), strict=True):
        server.serve(path, file(text))
    return feed(server, *SET, name="us-sdn")


def test_of_a_set_only_the_changed_files_come_again(server: Publisher, rules: Path) -> None:
    wanted = a_set(server)
    assert run(rules, wanted).after == {"us-sdn": 1}
    server.serve("/alt.csv", file(ALIAS.replace('"H"', '"THE HERON"')))
    result = run(rules, wanted, now=LATER)
    assert (result.state, result.bytes) == ("updated", len(ALIAS) + 8)
    files = manifest(rules, "us-sdn").files
    assert {file.name: (file.fetched or "")[:10] for file in files} == {
        "add.csv": "2026-11-22",
        "alt.csv": "2026-11-23",
        "sdn.csv": "2026-11-22",
    }
    (entry,) = importing.read_entries(rules / "lists/us-sdn", lambda name: None)
    assert [name.text for name in entry.names] == ["HERON", "THE HERON"]


def test_files_of_a_set_that_are_not_of_one_date_are_refused(server: Publisher, rules: Path) -> None:
    wanted = a_set(server)
    server.serve("/alt.csv", file(ALIAS.replace("36", "38")))
    result = run(rules, wanted)
    assert result.state == "refused"
    assert "not of one date" in result.message


def test_a_set_of_which_a_file_fails_changes_nothing(server: Publisher, rules: Path) -> None:
    wanted = a_set(server)
    run(rules, wanted)
    before = tree(rules)
    server.serve("/sdn.csv", file(EGRET))
    server.serve("/add.csv", status(404))
    assert run(rules, wanted, now=LATER).state == "failed"
    assert tree(rules) == before


@pytest.mark.parametrize("damage", ["changed", "removed"])
def test_what_is_damaged_on_disk_is_fetched_whole(server: Publisher, rules: Path, damage: str) -> None:
    wanted = a_set(server)
    run(rules, wanted)
    stored = rules / "lists/us-sdn/alt.csv"
    stored.unlink() if damage == "removed" else stored.write_text("36,1\r\n")
    assert run(rules, wanted).state == "updated"
    assert stored.read_text() == ALIAS.replace("\r\n", "\n")
    assert not any("If-None-Match" in headers for _, headers in server.asked)


def test_an_unreadable_manifest_is_mended_by_an_update_that_is_accepted(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    (rules / PLACE / "source.toml").write_text("broken")
    refused = run(rules, feed(server))
    assert refused.state == "refused"
    assert "cannot be compared with what is in force" in refused.message
    assert run(rules, feed(server), accept=["own"]).state == "updated"
    assert manifest(rules).lists == {"own": 20}


def test_a_list_that_keeps_its_entries_and_loses_its_names_is_refused(server: Publisher, rules: Path) -> None:
    rich = TWENTY.replace("names = [", 'aliases = ["B", "C", "D"]\nnames = [')
    server.serve(OWN, file(rich))
    run(rules, feed(server))
    server.serve(OWN, file(TWENTY))
    refused = run(rules, feed(server))
    assert (refused.state, refused.after) == ("refused", {"own": 20})
    assert "20 names, 60 fewer" in refused.message


def test_a_file_that_was_changed_before_the_one_in_force_is_refused(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY, conditional=False, Last_Modified="Sat, 21 Nov 2026 00:00:00 GMT"))
    run(rules, feed(server))
    server.serve(OWN, file(TWENTY + "# older\n", conditional=False, Last_Modified="Thu, 01 Oct 2026 00:00:00 GMT"))
    refused = run(rules, feed(server))
    assert refused.state == "refused"
    assert "before the one in force" in refused.message


def test_a_new_address_asks_without_conditions(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve("/moved/own.toml", file(TWENTY))
    result = run(rules, feed(server, "/moved/own.toml"))
    assert "If-None-Match" not in server.asked[-1][1]
    assert result.state == "unchanged"
    assert manifest(rules).files[0].url == server.url("/moved/own.toml")


def test_an_imported_list_is_replaced_by_the_fetched_one(server: Publisher, rules: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(a_list(19))
    importing.import_lists([tmp_path / "own.toml"], rules, country_code=lambda name: None, retrieved=NOW.date())
    server.serve(OWN, file(TWENTY))
    result = run(rules, feed(server))
    assert (result.state, result.before) == ("updated", {"own": 19})


# --- when it does not come ----------------------------------------------------------------------

BODY = TWENTY.encode()
PASSING = {
    "cut": (cut(BODY, at=100), "connection failed"),
    "cut when packed": (cut(gzip.compress(BODY), at=60, Content_Encoding="gzip"), "connection failed"),
    "cut when packed, without length": (file(gzip.compress(BODY)[:60], Content_Encoding="gzip"), "cut in the middle"),
    "damaged when packed": (file(b"\x1f\x8b" + BODY, Content_Encoding="gzip"), "damaged"),
    "server error": (status(500), "500 Internal Server Error"),
    "unavailable": (status(503), "503 Service Unavailable"),
    "too many": (status(429), "429 Too Many Requests"),
    "silent": (loopback.silence(0.4), "silent for 0.1 s"),
    "closed": (lambda handler: None, "connection failed"),
    "no HTTP": (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), "connection failed"),
}
LASTING = {
    "not found": (status(404), "404 Not Found"),
    "forbidden": (status(403), "403 Forbidden"),
    "no content": (status(204), "204 No Content"),
    "part": (status(206), "206 Partial Content"),
    "not modified, unasked": (lambda handler: handler.answer(304), "304 Not Modified"),
    "redirect loop": (redirect(OWN), "redirects more than 3 times"),
    "redirect without target": (status(302), "302 Found"),
    "redirect to a file": (redirect("file:///etc/passwd"), "not on the web"),
    "redirect to another protocol": (redirect("ftp://example.org/own.toml"), "not on the web"),
    "dripping body": (drip(BODY, every=0.05), "took longer than 0.4 s"),
    "dripping head": (loopback.dripping_head(every=0.05), "took longer than 0.4 s"),
    "bomb": (packed(b"A" * 30_000_000), "is larger than 100000 bytes"),
    "bomb in a bomb": (file(gzip.compress(gzip.compress(b"A" * 9**8)), Content_Encoding="gzip, gzip"), "not asked for"),
    "unknown packing": (file(BODY, Content_Encoding="br"), "not asked for"),
    "huge length": (cut(BODY, at=100, Content_Length=str(10**15)), "is larger than 100000 bytes"),
    "endless": (unmeasured(b"A" * 3_000_000), "is larger than 100000 bytes"),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_tried_again(server: Publisher, rules: Path, name: str) -> None:
    act, _ = PASSING[name]
    server.serve(OWN, act, act, file(TWENTY))
    pauses = Pauses()
    result = run(rules, feed(server), pauses=pauses, silence_s=0.1, total_s=5.0)
    assert result.state == "updated", result.message
    assert pauses == [0.01, 0.02]


@pytest.mark.parametrize("name", PASSING | LASTING)
def test_a_list_that_does_not_come_leaves_the_one_in_force(server: Publisher, rules: Path, name: str) -> None:
    act, words = (PASSING | LASTING)[name]
    server.serve(OWN, file(a_list(18)))
    run(rules, feed(server))
    server.asked.clear()
    if name == "not modified, unasked":  # what is damaged is asked for without conditions
        (rules / PLACE / "own.toml").write_text("damaged")
    before = tree(rules)
    server.serve(OWN, act)
    pauses = Pauses()
    result = run(rules, feed(server), now=LATER, pauses=pauses, silence_s=0.1, total_s=0.4)
    assert result.state in ("failed", "refused")
    assert words in result.message
    assert result.message.endswith("the list of 2026-11-22 stays in force")
    assert server.url(OWN) in result.message
    assert tree(rules) == before
    assert bool(pauses) == (name in PASSING)
    if name not in ("redirect loop", "silent"):
        assert len(server.asked) == (3 if name in PASSING else 1)


def test_without_a_list_in_force_it_is_missing_as_before(server: Publisher, rules: Path) -> None:
    result = run(rules, feed(server))
    assert result.message.endswith("the list is missing, as before")
    assert (result.before, result.after) == ({}, {})


def test_a_server_that_is_not_there(server: Publisher, rules: Path) -> None:
    wanted = Feed(id="own", files=(Download(url="http://127.0.0.1:1/own.toml"),))
    pauses = Pauses()
    result = run(rules, wanted, pauses=pauses)
    assert "connection failed" in result.message
    assert len(pauses) == 2


def test_a_name_that_means_no_server_is_told_in_plain_words(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_options: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    result = run(rules, Feed(id="own", files=(Download(url="http://lists.example.org/own.toml"),)))
    assert "no such server, or no network, or only a proxy" in result.message
    assert "Errno" not in result.message


@pytest.mark.parametrize(("code", "told"), [(403, "`sarcheck rules import` it"), (404, "sources.toml of your rules")])
def test_an_answer_that_stays_tells_what_to_do(server: Publisher, rules: Path, code: int, told: str) -> None:
    server.serve(OWN, status(code))
    assert told in run(rules, feed(server)).message


def test_a_server_that_was_given_up_does_not_hold_the_program(server: Publisher, rules: Path) -> None:
    server.serve(OWN, loopback.silence(5.0))
    code = f"""
import datetime as dt, pathlib
from sarcheck.packs import Download, Feed, UpdatePolicy
from sarcheck.update import update
policy = UpdatePolicy(
    silence_s=5.0, total_s=0.2, tries=1, pause_s=0.0, max_redirects=0, max_bytes=99, max_shrink=0.1
)
feed = Feed(id="own", files=(Download(url="{server.url(OWN)}"),))
now = dt.datetime(2026, 11, 22)
print(update(pathlib.Path({str(rules)!r}), policy, [feed], now=now, country_code=str)[0].message)
"""
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "took longer than 0.2 s" in done.stdout
    assert time.monotonic() - begun < 4.0


@pytest.mark.parametrize(
    ("told", "pauses"),
    [
        ("1", [1.0, 1.0]),
        ("0", [0.01, 0.02]),
        ("soon", [0.01, 0.02]),
        ("Sun, 22 Nov 2026 10:00:02 GMT", [2.0, 2.0]),
        ("Sun, 22 Nov 2026 09:00:00 GMT", [0.01, 0.02]),
        ("3600", []),
        ("9" * 400, []),
    ],
)
def test_a_server_may_say_how_long_to_wait(server: Publisher, rules: Path, told: str, pauses: list[float]) -> None:
    def busy(handler: loopback.Handler) -> None:
        handler.send_response_only(429)
        for name, value in (("Retry-After", told), ("Date", "Sun, 22 Nov 2026 10:00:00 GMT"), ("Content-Length", "0")):
            handler.send_header(name, value)
        handler.end_headers()

    server.serve(OWN, busy)
    noted = Pauses()
    assert run(rules, feed(server), pauses=noted, total_s=10.0).state == "failed"
    assert noted == pauses


def test_redirects_are_followed(server: Publisher, rules: Path) -> None:
    server.serve(OWN, redirect("/elsewhere"))
    server.serve("/elsewhere", redirect(server.serve("/there?download=../../etc/passwd", file(TWENTY))))
    assert run(rules, feed(server)).state == "updated"
    assert sorted(path.name for path in (rules / PLACE).iterdir()) == ["own.toml", "source.toml"]


def test_a_redirect_never_leaves_encryption(server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(str(request.url))
        return httpx.Response(302, headers={"Location": server.url(OWN)})

    monkeypatch.setattr(
        "sarcheck.update._fetch._client", lambda *_: httpx.Client(transport=httpx.MockTransport(answer))
    )
    task = Task("https://example.org/own.toml", tmp_path / "own.toml", 1000)
    with pytest.raises(sarcheck.errors.SarcheckError, match="anyone could change the list"):
        fetch(task, POLICY, fetched="", sleep=Pauses(), progress=lambda *_: None)
    assert sent == ["https://example.org/own.toml"]
    assert server.asked == []


# --- when it is not the list --------------------------------------------------------------------

NO_LIST = {
    "web page": ("<!DOCTYPE html><html><body>Please log in</body></html>", "is a web page"),
    "empty": ("", "is empty"),
    "not a list": ("a,b,c\n", "not of a list format"),
    "wrong list": (a_list(20, name="other"), "the list other, not own"),
    "no parties": (a_list(0), "would clear everybody"),
    "broken": (TWENTY + "[[party]]\nid = \n", "not valid TOML"),
    "wrong encoding": (TWENTY.replace("P 0", "Pé").encode("latin-1"), "not valid TOML"),
    "cut in half": (TWENTY[: len(TWENTY) // 2 + 3], "own.toml"),
    "shrunk": (a_list(17), "own has 17 entries, 3 fewer than the 20"),
}


@pytest.mark.parametrize("name", NO_LIST)
def test_what_is_not_the_list_is_refused(server: Publisher, rules: Path, name: str) -> None:
    body, words = NO_LIST[name]
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    before = tree(rules)
    server.serve(OWN, file(body))
    result = run(rules, feed(server), now=LATER)
    assert result.state == "refused"
    assert words in result.message
    assert result.message.endswith("the list of 2026-11-22 stays in force")
    assert tempfile.gettempdir() not in result.message
    assert (result.before, result.after) == ({"own": 20}, {"own": 20})
    assert tree(rules) == before
    server.serve(OWN, file(a_list(21)))
    assert run(rules, feed(server), now=LATER).state == "updated"


@pytest.mark.parametrize("count", [18, 19, 40])
def test_a_small_loss_and_any_growth_are_taken(server: Publisher, rules: Path, count: int) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, file(a_list(count)))
    assert run(rules, feed(server)).after == {"own": count}


def renumbered(count: int, of: int) -> str:
    text = a_list(of)
    for i in range(count):
        text = text.replace(f'id = "{i}"', f'id = "new-{i}"')
    return text


@pytest.mark.parametrize(("count", "state"), [(2, "updated"), (3, "refused"), (20, "refused")])
def test_a_list_of_the_same_length_that_holds_others_is_refused(
    server: Publisher, rules: Path, count: int, state: str
) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, file(renumbered(count, of=20)))
    result = run(rules, feed(server))
    assert result.state == state, result.message
    if state == "refused":
        assert f"own lacks {count} of the 20 ids in force" in result.message
        assert run(rules, feed(server), accept=("own",)).state == "updated"


def test_a_list_that_cannot_be_read_any_more_cannot_be_compared(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    place = rules / PLACE / "source.toml"
    place.write_text(place.read_text().replace('format = "parties"', 'format = "former"'))
    server.serve(OWN, file(a_list(21)))
    assert "cannot be compared with what is in force" in run(rules, feed(server)).message


def test_a_confirmed_list_is_recorded_anew(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    run(rules, feed(server), now=LATER)
    assert (manifest(rules).retrieved, manifest(rules).recorded) == (LATER.date(), importing.moment(LATER))


def test_a_feed_may_have_limits_of_its_own(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, file(a_list(12)))
    assert run(rules, feed(server, max_bytes=99)).state == "refused"
    assert run(rules, feed(server, max_shrink=0.5)).state == "updated"


def test_a_loss_that_is_accepted_by_name_is_taken(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, file(a_list(5)))
    assert "run again with --accept own" in run(rules, feed(server), accept=("other",)).message
    assert run(rules, feed(server), accept=("own",)).after == {"own": 5}


def test_to_accept_a_loss_is_not_to_accept_a_web_page(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file("<html></html>"))
    assert run(rules, feed(server), accept=("own",)).state == "refused"


class Dated:
    """A list format whose files state a day and the lists that they carry: ``day list list ...``, one row an entry."""

    NAME = "dated"
    SUFFIXES = (".dated",)

    def sniff(self, head: bytes, name: str) -> str | None:
        return "list" if head.startswith(b"day ") else None

    def family(self, head: bytes, name: str) -> str | None:
        return "pub"

    def about(self, files: dict[str, Path], list_id: str) -> object:
        from sarcheck.lists import About

        _, day, *rest = files["list"].read_text().split()
        return About("Publication", dt.date.fromisoformat(day), "no aliases" if "partial" in rest else None)

    def read(self, files: dict[str, Path], list_id: str, country_code: object) -> Iterator[object]:
        from sarcheck.model import Entry, Name

        for i, name in enumerate(word for word in files["list"].read_text().split()[2:] if word != "partial"):
            yield Entry(list=name, id=str(i), type="unknown", names=(Name(text="N"),))


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.lists._formats", lambda: (Dated(),))


@pytest.mark.usefixtures("dated")
def test_a_publication_carries_several_lists(server: Publisher, rules: Path) -> None:
    wanted = feed(server, "/p.dated", name="pub", lists=("a", "b"))
    server.serve("/p.dated", file("day 2026-11-20 a a"))
    assert "b is not in the file" in run(rules, wanted).message
    server.serve("/p.dated", file("day 2026-11-20 a a b"))
    assert run(rules, wanted).after == {"a": 2, "b": 1}
    one, two = importing.read_sources(rules / "lists/pub")
    assert [(s.id, s.carrier, s.entries, s.published) for s in (one, two)] == [
        ("a", "pub", 2, dt.date(2026, 11, 20)),
        ("b", "pub", 1, dt.date(2026, 11, 20)),
    ]
    server.serve("/p.dated", file("day 2026-11-21 a a"))
    result = run(rules, wanted)
    assert (result.state, "b has 0 entries, 1 fewer" in result.message) == ("refused", True)
    assert "--accept b" in result.message
    assert run(rules, wanted, accept=("b",)).after == {"a": 2}
    assert len(importing.versions(rules, "a")) == 2


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day 2026-11-19 pub", "is of 2026-11-19, older than the one in force, of 2026-11-20"),
        ("day 2026-11-21 pub partial", "is not whole, as the one in force is: no aliases"),
    ],
)
def test_an_older_list_and_one_that_is_no_longer_whole_need_to_be_accepted(
    server: Publisher, rules: Path, text: str, words: str
) -> None:
    wanted = feed(server, "/p.dated", name="pub")
    server.serve("/p.dated", file("day 2026-11-20 pub"))
    run(rules, wanted)
    server.serve("/p.dated", file(text))
    result = run(rules, wanted)
    assert (result.state, words in result.message) == ("refused", True), result.message
    assert run(rules, wanted, accept=("pub",)).state == "updated"


@pytest.mark.usefixtures("dated")
def test_a_list_of_tomorrow_is_of_a_time_zone_and_one_of_next_week_of_none(server: Publisher, rules: Path) -> None:
    wanted = feed(server, "/p.dated", name="pub")
    server.serve("/p.dated", file("day 2026-11-30 pub"))
    assert "say that they are of 2026-11-30" in run(rules, wanted).message
    server.serve("/p.dated", file("day 2026-11-23 pub"))
    assert run(rules, wanted).published == dt.date(2026, 11, 23)


# --- feeds --------------------------------------------------------------------------------------


def test_a_failed_feed_does_not_keep_the_others(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    server.serve("/two.toml", file(a_list(3, name="two")))
    feeds = [feed(server, "/gone.toml", name="gone"), feed(server), feed(server, "/two.toml", name="two")]
    results = update(rules, POLICY, feeds, now=NOW, country_code=lambda name: None)
    assert [result.state for result in results] == ["failed", "updated", "updated"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/..%2f..%2fescape.toml", ""),
        ("/%2e%2e", ""),
        ("/", ""),
        ("/.hidden", ""),
        ("/a%00b", ""),
        ("/a%0ab", ""),
        (OWN, "../escape.toml"),
        (OWN, "/etc/escape.toml"),
        (OWN, "..\\escape.toml"),
    ],
)
def test_a_name_never_leaves_the_folder(server: Publisher, rules: Path, path: str, name: str) -> None:
    server.serve(path, file(TWENTY))
    result = run(rules, Feed(id="own", files=(Download(url=server.url(path), name=name),)))
    assert (result.state, "needs a `name`" in result.message) == ("refused", True)
    assert server.asked == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "names no file"),
        ((Download(url="http://127.0.0.1/a.csv"), Download(url="http://127.0.0.1/b/a.csv")), "kept as a.csv"),
        ((Download(url="http://[::1/a.csv"),), "is not an address"),
        ((Download(url="file:///etc/passwd"),), "not on the web"),
        ((Download(url="http:///a.csv"),), "not on the web"),
        ((Download(url="a.csv"),), "not on the web"),
        ((Download(url="http://exa mple/\x01", name="a"),), "not an address"),
    ],
)
def test_a_feed_that_cannot_be_asked(rules: Path, files: tuple[Download, ...], words: str) -> None:
    pauses = Pauses()
    result = run(rules, Feed(id="own", files=files), pauses=pauses)
    assert (result.state in ("failed", "refused"), words in result.message) == (True, True), result.message
    assert pauses == []


def test_a_feeds_id_never_leaves_the_folder(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(a_list(20, name="../escape")))
    result = run(rules, feed(server, name="../escape"))
    assert (result.state, "cannot be a list id" in result.message) == ("refused", True), result.message
    assert [path.name for path in rules.rglob("*")] == ["lists"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "socks5://127.0.0.1:1"), ("ALL_PROXY", "odd://x"), ("SSL_CERT_FILE", "/nowhere/certificates.pem")],
)
def test_an_environment_that_cannot_be_used(
    server: Publisher, rules: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    _fetch._authorities.cache_clear()
    result = run(rules, feed(server))
    _fetch._authorities.cache_clear()
    assert (result.state, "that the environment names cannot be used" in result.message) == ("failed", True)
    assert server.asked == []


def test_a_servers_versions_that_cannot_be_stored_are_not(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY, ETag='"' + "x" * 9999 + '"', Last_Modified="gestern, \xe4"))
    assert run(rules, feed(server)).state == "updated"
    assert (manifest(rules).files[0].etag, manifest(rules).files[0].last_modified) == (None, None)


def test_a_rules_folder_that_cannot_be_written_is_told_before_anything_is_fetched(
    server: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "blocked").write_text("")
    with pytest.raises(RulesError, match="cannot be written"):
        run(tmp_path / "blocked", feed(server))
    assert server.asked == []


# --- check --------------------------------------------------------------------------------------


def asked(rules: Path, *feeds: Feed) -> list[str]:
    return [result.state for result in check(rules, POLICY, feeds, sleep=Pauses())]


def test_check_tells_what_is_newer_and_stores_nothing(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    assert asked(rules, feed(server)) == ["newer"]
    assert asked(rules, feed(server, "/gone.toml")) == ["failed"]
    run(rules, feed(server))
    before = tree(rules)
    assert asked(rules, feed(server)) == ["unchanged"]
    server.serve(OWN, file(a_list(21)))
    assert asked(rules, feed(server)) == ["newer"]
    server.serve(OWN, status(500))
    assert asked(rules, feed(server)) == ["failed"]
    assert asked(rules, feed(server, "/other/own.toml")) == ["failed"]
    server.serve("/other/own.toml", file(TWENTY))
    assert asked(rules, feed(server, "/other/own.toml")) == ["unknown"]
    assert tree(rules) == before


def test_check_compares_the_files_of_a_server_that_tells_no_versions(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY, conditional=False))
    run(rules, feed(server))
    assert asked(rules, feed(server)) == ["unchanged"]
    server.serve(OWN, file(a_list(20, prefix="Q"), conditional=False))
    assert asked(rules, feed(server)) == ["newer"]


def test_check_does_not_fetch_what_the_version_tells(server: Publisher, rules: Path) -> None:
    server.serve(OWN, file(TWENTY))
    run(rules, feed(server))
    server.serve(OWN, cut(BODY, at=0, ETag='"another"'))
    assert asked(rules, feed(server)) == ["newer"]


def test_check_writes_nothing_where_there_is_nothing(server: Publisher, rules: Path) -> None:
    asked(rules, feed(server))
    assert not rules.exists()


# --- the floor ----------------------------------------------------------------------------------


def test_only_update_talks_to_a_network() -> None:
    package = Path(sarcheck.__file__).parent
    network = {"httpx", "socket", "urllib.request", "http.client", "ftplib", "requests", "urllib3"}
    for path in package.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        if names & network:
            assert path.parent == package / "update", path
