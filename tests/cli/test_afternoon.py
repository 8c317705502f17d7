"""An officer's afternoon: screen, dismiss a false positive with a second approver, screen again, the entry changes, the
finding is back, export the case."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result

from sarcheck import attest, exitcodes, journal
from sarcheck.importing import import_lists

Run = Callable[..., Result]
SAMPLE = Path(__file__).parents[2] / "samples" / "owned-by-listed"
CASE = "ORD-2024-0402"
PEOPLE = ("Volkhovskiy", "Minett", "Alzette", "Beispill", "Exemple", CASE)


class Desk(NamedTuple):
    """What lies on the officer's desk."""

    run: Run
    order: Path
    rules: Path
    book: Path
    anna: Path
    jean: Path

    def screen(self, *more: str | Path) -> dict[str, Any]:
        result = self.run(
            *(self.order, "-r", self.rules, "--as-of", "2026-11-22", "--journal", self.book, "-f", "json", *more)
        )
        told: dict[str, Any] = json.loads(result.stdout)
        assert f"{self.book}: record" in result.stderr
        return told

    def decide(self, *more: str | Path) -> Result:
        return self.run("decide", self.book, *more, "-r", self.rules)


TERMS = ("--as", "false_positive", "--reason", "Another number: extract of 2026-11-19.", "--expires", "2027-05-20")
SINCE = ("--from", "2026-11-20")


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Desk:
    shutil.copytree(SAMPLE, tmp_path / "case")
    for name in ("anna", "jean"):
        assert run("key", "new", tmp_path / f"{name}.key").exit_code == 0
    places = (tmp_path / "case" / "order.json", tmp_path / "case" / "rules", tmp_path / "book.db")
    return Desk(run, *places, tmp_path / "anna.key", tmp_path / "jean.key")


def change_the_entry(desk: Desk, tmp_path: Path) -> None:
    """Import the list anew, with a program more for the listed concern."""
    held = desk.rules / "lists" / "eu-fsf"
    source = tomllib.loads((held / "source.toml").read_text("utf-8"))
    fresh = tmp_path / "fresh" / "eu-fsf.toml"
    fresh.parent.mkdir()
    text = (held / "eu-fsf.toml").read_text("utf-8")
    assert 'id = "SAMPLE-1"\n' in text
    fresh.write_text(text.replace('id = "SAMPLE-1"\n', 'id = "SAMPLE-1"\nremarks = "Amended."\n'), encoding="utf-8")
    shutil.rmtree(held)
    days = {"published": source["published"], "retrieved": source["retrieved"]}
    import_lists([fresh.parent], desk.rules, country_code=lambda code: code, **days)


def test_an_afternoon(desk: Desk, tmp_path: Path) -> None:
    # Two findings: the parent resembles a listed concern, and the customer would be owned by it.
    first = desk.screen("--sign", desk.anna)
    assert [(one["id"], one["outcome"]) for one in first["findings"]] == [("f1", "deny"), ("f2", "review")]

    # Anna dismisses both. The first is a deny: it waits for a second approver, and the verdict stands.
    alone = desk.decide("f1", *TERMS, *SINCE, "--by", "Anna Beispill", "--sign", desk.anna)
    assert "without effect yet: a finding of this grade needs a second approver" in alone.stdout
    assert not list(desk.rules.glob("waivers/*"))
    namesake = desk.decide("f2", *TERMS, *SINCE, "--by", "Anna Beispill", "--id", "namesake")
    assert "Anna Beispill is unauthenticated: no signature" in namesake.stdout
    assert desk.screen()["outcome"] == "deny"

    # Nobody approves twice, by another name or with the same key; Jean does, with his own.
    again = desk.decide("--second", "2", "--by", "anna  BEISPILL", "--sign", desk.jean)
    assert (again.exit_code, "has approved it already" in again.stderr) == (exitcodes.USAGE, True)
    same = desk.decide("--second", "2", "--by", "Jean Exemple", "--sign", desk.anna)
    assert (same.exit_code, "each approver signs with an own key" in same.stderr) == (exitcodes.USAGE, True)
    second = desk.decide("--second", "2", "--by", "Jean Exemple", "--sign", desk.jean)
    assert second.exit_code == 0, second.stderr
    waiver = desk.rules / "waivers" / "ord-2024-0402-f1-2026-11-20.toml"
    keys = ("--key", f"{desk.anna}.pub", "--key", f"{desk.jean}.pub")
    assert "SIGNED by Jean Exemple" in desk.run("verify", waiver, *keys).stdout
    third = desk.decide("--second", "2", "--by", "Third Person")
    assert (third.exit_code, "needs nobody else" in third.stderr) == (exitcodes.USAGE, True)

    # The order is screened again: both findings are set aside, and told with who decided so.
    cleared = desk.screen()
    assert cleared["outcome"] == "clear"
    assert [(one["waiver"], one["unauthenticated"]) for one in cleared["waived"]] == [
        ("namesake", ["Anna Beispill"]),
        ("ord-2024-0402-f1-2026-11-20", []),
    ]
    shown = " ".join(desk.run(desk.order, "-r", desk.rules, "--as-of", "2026-11-22", "--show-waived").stdout.split())
    assert "approved by Anna Beispill and Jean Exemple; from 2026-11-20 until 2027-05-20" in shown
    assert "approved by Anna Beispill (unauthenticated);" in shown

    # The list amends the entry: the findings are back, with a notice that the waivers have no effect.
    change_the_entry(desk, tmp_path)
    back = desk.screen()
    assert back["outcome"] == "deny"
    notices = [one for one in back["findings"] if one["outcome"] == "notice"]
    assert {fault for one in notices for fault in one["evidence"][0]["faults"]} == {"entry_changed"}

    # The case is exported; the journal holds all of it, and the first verdict is as it was.
    exported = desk.run("journal", "export", desk.book, tmp_path / "case.zip", "--case", CASE, "--on", "2026-11-26")
    assert exported.exit_code == 0, exported.stderr
    check_case(tmp_path / "case.zip", first)
    assert desk.run("journal", "verify", desk.book).exit_code == 0
    twice = desk.run("journal", "export", desk.book, tmp_path / "again.zip", "--case", CASE, "--on", "2026-11-26")
    assert twice.exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "case.zip").read_bytes()


def check_case(path: Path, first: dict[str, Any]) -> None:
    """See that a case file holds all and answers the questions of its first page."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert json.loads(files["000001-verdict/verdict.json"]) == first
    assert files["000001-verdict/order.json"] == (SAMPLE / "order.json").read_bytes()
    assert json.loads(files["000001-verdict/attestation.json"])["payloadType"] == "application/vnd.in-toto+json"
    assert json.loads(files["000001-verdict/products.json"])[0]["product"]["claims"]
    before, after = (json.loads(files[f"{record}-verdict/entries.json"])[0] for record in ("000001", "000007"))
    assert (before["remarks"], after["remarks"]) == ("", "Amended.")
    assert {"000001-verdict/report.txt", "000005-decision/ord-2024-0402-f1-2026-11-20.toml"} <= files.keys()
    index = files["index.md"].decode()
    for answer in (
        "The latest verdict, as of 2026-11-22, is **deny**",
        "Minett Geomatik S.à r.l. (customer, end user, LU)",
        "Anna Beispill (unauthenticated: no signature) decided (record 3",
        "and Jean Exemple (signed with key",
        "| eu-fsf | 2026-11-21 | 2026-11-21 | 3 | current |",
        "## Is it still valid on 2026-11-26?",
        "- The verdict is for 2026-11-22, 4 days earlier",
        "## What would change it?",
    ):
        assert answer in index


def test_a_redacted_case_tells_nobody(desk: Desk, tmp_path: Path) -> None:
    desk.screen("--sign", desk.anna)
    desk.decide("f2", *TERMS, *SINCE, "--by", "Anna Beispill", "--sign", desk.anna)
    out = tmp_path / "redacted.zip"
    assert desk.run("journal", "export", desk.book, out, "--case", CASE, "--redact").exit_code == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in files.items():
        assert [person for person in PEOPLE if person.casefold() in (name + text).casefold()] == []
    key = attest.key_id(Path(f"{desk.anna}.pub").read_bytes())
    assert not [name for name, text in files.items() if key in text or key[:12] in text]
    assert not [name for name in files if "attestation" in name]
    verdict = json.loads(files["000001-verdict/verdict.json"])
    party = next(one for one in verdict["screened"] if "customer" in one["roles"])
    assert party["name"].startswith("name-")
    assert party["name"] in files["index.md"]
    assert party["name"] in files["000001-verdict/order.json"]
    assert "This copy is redacted" in files["index.md"]


def test_decisions_that_set_nothing_aside_are_kept_and_change_nothing(desk: Desk) -> None:
    desk.screen()
    terms = ("--reason", "Known owner.", "--by", "Anna Beispill")
    assert desk.decide("f1", "--as", "confirmed", *terms).exit_code == 0
    assert desk.decide("f1", "--as", "escalated", *terms, "--sign", desk.anna).exit_code == 0
    license_terms = ("--license", "L-1", "--expires", "2027-01-01")
    told = desk.decide("f1", "--as", "license_obtained", *terms, *license_terms)
    assert "until it is there, findings stand" in told.stdout
    assert desk.screen()["outcome"] == "deny"
    rows = [json.loads(line) for line in desk.run("journal", "show", desk.book, "-f", "json").stdout.splitlines()]
    kinds = [row["decision"] for row in rows if row["kind"] == "decision"]
    assert kinds == ["confirmed", "escalated", "license_obtained"]
    assert all(row["about"] == 1 for row in rows if row["kind"] == "decision")


def test_a_decision_on_a_verdict_file_needs_its_order(desk: Desk, tmp_path: Path) -> None:
    verdict = tmp_path / "verdict.json"
    desk.run(desk.order, "-r", desk.rules, "--as-of", "2026-11-22", "-f", f"json={verdict}")
    before = verdict.read_bytes()
    base = ("decide", verdict, "f2", *TERMS, *SINCE, "--by", "Anna Beispill", "-r", desk.rules)
    assert "--order FILE" in desk.run(*base).stderr
    other = tmp_path / "other.json"
    other.write_bytes(desk.order.read_bytes() + b"\n")
    assert "is not the order that the verdict is on" in desk.run(*base, "--order", other).stderr
    assert desk.run(*base, "--order", desk.order).exit_code == 0
    assert [path.name for path in desk.rules.glob("waivers/*")] == ["ord-2024-0402-f2-2026-11-20.toml"]
    assert "is there already" in desk.run(*base, "--order", desk.order).stderr
    assert verdict.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("f1",), "--by NAME"),
        (("f1", "--by", " "), "--by NAME"),
        (("f1", "--by", "A"), "--as KIND --reason TEXT"),
        (("f1", "--by", "A", "--as", "false_positive", "--reason", "x"), "--expires DATE"),
        (("f9", "--by", "A", "--as", "confirmed", "--reason", "x"), "it has f1, f2"),
        (("f1", "--by", "A", "--as", "license_obtained", "--reason", "x", "--expires", "2030-01-01"), "--license"),
        (("f1", "--by", "A", "--as", "confirmed", "--reason", "x", "--expires", "2020-01-01"), "before it begins"),
        (("--second", "1", "--by", "A"), "holds no decision"),
        (("f1", "--by", "A", "--as", "confirmed", "--reason", "x", "--record", "9"), "there is no such record"),
    ],
)
def test_what_is_missing_from_a_decision_is_told(desk: Desk, arguments: tuple[str, ...], why: str) -> None:
    desk.screen()
    result = desk.decide(*arguments)
    assert result.exit_code != 0
    assert why in result.stderr
    assert journal.verify(desk.book).count == 1


def test_what_cannot_be_waived_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE.parent / "unidentified-lookalike", tmp_path / "case")
    book, order = tmp_path / "book.db", tmp_path / "case" / "order.json"
    rules = tmp_path / "case" / "rules"
    options = ("-r", rules, "--as-of", "2026-11-22") if rules.is_dir() else ("--as-of", "2026-11-22")
    found = json.loads(run(order, *options, "--journal", book, "-f", "json").stdout)["findings"]
    one = next(finding for finding in found if finding["rule"] == "sarcheck-operator")
    result = run("decide", book, one["id"], *TERMS, "--by", "A", *(options[:2] if rules.is_dir() else ()))
    assert (result.exit_code, "cannot be set aside" in result.stderr) == (exitcodes.USAGE, True)
    assert journal.verify(book).count == 1


def test_records_are_searched_shown_and_purged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.screen()
    found = desk.run("journal", "search", desk.book, "minett")
    assert (found.exit_code, CASE in found.stdout) == (0, True)
    assert desk.run("journal", "search", desk.book, "nobody at all").exit_code == exitcodes.NO_INPUT
    assert "Minett Geomatik" in desk.run("journal", "show", desk.book, "1").stdout
    assert desk.run("journal", "show", desk.book, "1", "--part", "order").stdout_bytes == desk.order.read_bytes()
    told = json.loads(desk.run("journal", "show", desk.book, "1", "-f", "json").stdout)
    assert told["parts"]["verdict"]["order"]["id"] == CASE
    head, today = told["hash"], dt.datetime.now(dt.UTC).date()
    dry = desk.run("journal", "purge", desk.book)
    assert "0 records would be erased" in dry.stderr
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    monkeypatch.setattr("sarcheck.cli._options.now", lambda: later)
    monkeypatch.setattr("sarcheck.cli._options._today", lambda: str(later.date()))
    since = str(today + dt.timedelta(days=1))
    assert "1 record would be erased" in desk.run("journal", "purge", desk.book, "--undated-before", since).stderr
    assert desk.run("journal", "purge", desk.book, "--undated-before", since, "--yes").stdout == "erased 1 record\n"
    assert desk.run("journal", "verify", desk.book, "--head", head, "--count", "2").exit_code == exitcodes.NOT_PROVEN
    assert desk.run("journal", "verify", desk.book, "--head", head, "--count", "1").exit_code == 0
    assert desk.run("journal", "search", desk.book, "minett").exit_code == exitcodes.NO_INPUT
    assert "(erased)" in desk.run("journal", "show", desk.book).stdout
    assert "it was erased" in desk.run("journal", "show", desk.book, "1", "--part", "order").stderr
    gone = desk.run("journal", "export", desk.book, desk.book.with_name("x.zip"), "--case", CASE)
    assert (gone.exit_code, "or it was erased" in gone.stderr) == (exitcodes.NOT_PROVEN, True)


def test_a_verdict_that_cannot_be_recorded_is_not_given(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "none" / "book.db"
    result = desk.run(desk.order, "-r", desk.rules, "--as-of", "2026-11-22", "--journal", place)
    assert (result.exit_code, result.stdout) == (exitcodes.NOT_PROVEN, "")
    for target in (desk.book, desk.anna):
        result = desk.run(desk.order, "--journal", desk.book, "--sign", desk.anna, "-f", f"json={target}")
        assert (result.exit_code, "would be written over" in result.stderr) == (exitcodes.USAGE, True)
    assert not desk.book.exists()
    assert desk.run("-", "--sign", desk.anna, stdin=b"{}").exit_code == exitcodes.USAGE
