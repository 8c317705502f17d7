from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import msgspec
import pytest

from sarcheck.model import Basis, Finding, SourceStatus, Subject, Verdict
from sarcheck.reports import REPORTS, brief, findings, text
from sarcheck.reports import report as report_of
from sarcheck.reports.page import cells

Make = Callable[..., Verdict]
MakeFinding = Callable[..., Finding]

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(*verdicts: Verdict, **options: object) -> str:
    return text.render(verdicts, **options).decode()  # type: ignore[arg-type]


def test_the_outcome_comes_first_and_everything_is_told(make_verdict: Make) -> None:
    report = shown(make_verdict())
    assert report.startswith("DENY  order ORD-1, as of 2026-11-22: Acme is listed.\n")
    for fact in (
        "FINDINGS: 1 deny",
        "DENY  Party on a list",
        '"Acme" (customer) is the name ACME',
        "[/parties/1/name]",
        "Authority, 1 LAW 2.3; in force since 2021-04-15\n",
        "Do not deliver.",
        "Only where the law applies.",
        "/products/0: cut off after 3 bytes",
        "  LICENSE REQUIRED  REGIME-B\n",
        "SCREENED: 2 parties held against the lists\n",
        "  buyer  DE  customer, end user  Acme GmbH\n",
        "  ops    --  operates sat-1      Sat Operations\n",
        "EXAMINED: 3 rules: 1 deny, 1 incomplete, 1 clear\n  INCOMPLETE  other-list\n",
        "published unknown, retrieved 2026-11-20, 2 days old, 15402",
        "  1 list  missing  list-b\n",
        "pack 1, sha256 cccccccccccc",
        "scene, sat-1",
        "until 2036-11-22 (1 LAW 9: 10 years)",
    ):
        assert fact in report, fact


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_page(make_verdict: Make, make_finding: MakeFinding, width: int) -> None:
    long = make_finding(message="长沙天仪空间科技研究院有限公司 " * 20 + "x" * 300, title="title " * 40)
    report = shown(make_verdict(findings=(long,)), width=width, explain=True)
    assert max(cells(line) for line in report.splitlines()) <= min(width, 120)


def test_plain_has_no_codes_and_colour_the_same_words(make_verdict: Make) -> None:
    plain, colour = shown(make_verdict()), shown(make_verdict(), colour=True)
    assert "\x1b" not in plain
    assert ANSI.search(colour)
    assert ANSI.sub("", colour) == plain


@pytest.mark.parametrize("colour", [False, True])
def test_outside_data_cannot_steer_the_terminal(make_verdict: Make, make_finding: MakeFinding, colour: bool) -> None:
    evil = "\x1b[2J\u202e\x07"
    finding = make_finding(
        message=evil, title=evil, pointer=evil, remedy=evil, caveats=(evil,), subject=Subject(kind="party", id=evil)
    )
    finding = msgspec.structs.replace(finding, evidence=({"kind": evil, evil: evil, "rows": [{evil: evil}]},))
    report = shown(make_verdict(findings=(finding,), products=({"id": evil},)), explain=True, colour=colour)
    bare = ANSI.sub("", report)
    assert "\\u001b[2J\\u202e\\u0007" in bare
    assert not set("\x1b\u202e\x07") & set(bare)


def test_findings_of_one_rule_and_grade_share_what_they_share(make_verdict: Make, make_finding: MakeFinding) -> None:
    seller = Subject(kind="party", id="seller")
    given = (
        make_finding(message="Fact 1."),
        make_finding(message="Fact 2.", subject=seller, pointer="/parties/0", caveats=("Only here.",)),
        make_finding(message="Fact 3."),
        make_finding(outcome="review", message="Fact 4."),
        make_finding(rule="other", title="Another rule", message="Fact 5."),
    )
    report = shown(make_verdict(findings=given))
    assert "FINDINGS: 4 deny, 1 review" in report
    assert re.findall(r"^ *(?:fact|where|caveat|next|\d+\.) +(.*)$", report, re.MULTILINE)[:9] == [
        "DENY  Party on a list [list-rule, confidence 0.97]",
        "Fact 1. [/parties/1/name]",
        "Only where the law applies.",
        "Fact 3. [/parties/1/name]",
        "Fact 2. [/parties/0]",
        "Only here.",
        "Do not deliver.",
        "DENY  Another rule [other, confidence 0.97]",
        "Fact 5. [/parties/1/name]",
    ]


def test_milder_findings_are_short_and_their_remedies_told_once(make_verdict: Make, make_finding: MakeFinding) -> None:
    place = Subject(kind="product", id="p1")
    fact = {"outcome": "review", "subject": place, "message": "P1 touches X.", "evidence": (), "confidence": 1.0}
    law = Basis(citation="Other law", in_force_from=None, in_force_to=dt.date(2030, 1, 1), status="verified")
    given = (
        make_finding(),
        make_finding(outcome="review", rule="weak", confidence=0.75),
        make_finding(**fact, rule="place-a", title="Place A", remedy="Ask."),
        make_finding(**fact, rule="place-b", title="Place B", remedy="Ask.", basis=law),
    )
    report = shown(make_verdict(findings=given), width=120)
    short = report[report.index(" 2. ") : report.index("SCREENED")]
    assert short[: short.index("PROBLEMS")].splitlines() == [
        " 2. REVIEW  Party on a list [weak]",
        "    fact    buyer: list-a 7, name 0.97",
        "    law     Authority, 1 LAW 2.3; in force since 2021-04-15",
        " 3. REVIEW  Place A / Place B",
        "    fact    P1 touches X.",
        "    law     Authority, 1 LAW 2.3; in force since 2021-04-15 [place-a]",
        "    law     Authority, Other law; in force until 2030-01-01 [place-b]",
        "",
        "WHAT TO DO about the findings told short (--explain tells them in full)",
        "  - 2: as for 1.",
        "  - 3: Ask.",
        "",
    ]
    assert shown(make_verdict(findings=given), explain=True).count("Only where the law applies.") == 4


def test_facts_that_differ_in_one_word_are_one(make_finding: MakeFinding) -> None:
    messages = ["The list a is gone.", "Else.", "The list b is gone.", "The list c is old.", "The list d is gone."]
    given = [make_finding(message=message, evidence=()) for message in messages]
    assert brief.facts(given) == ["The list a / b / d is gone.", "Else.", "The list c is old."]


def test_lists_that_lack_the_same_are_one_fact_of_the_verdict(make_verdict: Make, make_finding: MakeFinding) -> None:
    given = [make_finding(subject=Subject(kind="list", id=x), message=f"The list {x} is gone.") for x in ("a", "b")]
    assert "    fact    The list a / b is gone.\n" in shown(make_verdict(findings=tuple(given)))
    assert "The list b is gone." in shown(make_verdict(findings=tuple(given)), explain=True)


def test_sarcheck_makes_no_law_and_certainty_goes_without_saying(make_verdict: Make, make_finding: MakeFinding) -> None:
    verdict = make_verdict(findings=(make_finding(authority="sarcheck", confidence=1.0),))
    assert "    basis   1 LAW 2.3; in force since" in shown(verdict)
    assert "confidence" not in shown(verdict)
    assert "list-rule, REGIME-A, confidence 1.00" in shown(verdict, explain=True).replace("\n", "")


def test_incomplete_regimes_are_explained(make_verdict: Make) -> None:
    report = shown(make_verdict(regimes={"A": "incomplete", "B": "clear", "C": "incomplete"}), width=120)
    assert "  INCOMPLETE  A, C\n  CLEAR       B\n  Incomplete: a list that it rests on is missing" in report
    assert "Incomplete:" not in shown(make_verdict(regimes={"A": "clear"}))


def test_explain_tells_every_rule_and_list(make_verdict: Make) -> None:
    report = shown(make_verdict(), explain=True)
    assert "  DENY        list-rule(1)\n  INCOMPLETE  other-list(2)\n  CLEAR       good(1)\n" in report
    assert "list-b  missing  not imported" in report
    assert "/parties/1/name (party buyer)" in report
    assert "list-a 7: score 0.97 on strong name ACME" in report


def test_a_list_has_no_place_in_the_order(make_verdict: Make, make_finding: MakeFinding) -> None:
    given = [make_finding(subject=Subject(kind="list", id=name), message=f"{name} is old.") for name in ("a", "b")]
    report = shown(make_verdict(findings=tuple(given)))
    assert "    where " not in report
    assert report.count("Do not deliver.") == 2, "once at the head, once for both findings"


def test_the_worst_findings_come_first_and_notices_last(make_finding: MakeFinding) -> None:
    grades = ("notice", "review", "incomplete", "license_required", "deny")
    groups = findings.merged([make_finding(outcome=grade, rule=grade) for grade in grades])
    assert [group[0].outcome for group in groups] == list(reversed(grades))


def test_a_clear_verdict_says_what_was_examined(make_verdict: Make) -> None:
    report = shown(make_verdict(outcome="clear", findings=(), problems=()))
    assert report.startswith("CLEAR")
    assert "FINDINGS: none" in report
    assert "PROBLEMS" not in report
    assert "EXAMINED" in report


@pytest.mark.parametrize(
    ("since", "until", "status", "words"),
    [
        (None, None, "verified", "X; in force since a date not stated"),
        (dt.date(2020, 1, 1), dt.date(2021, 1, 1), "secondary", "X; in force 2020-01-01 to 2021-01-01 [known from a"),
        (None, dt.date(2021, 1, 1), "unverified", "X; in force until 2021-01-01 [not verified at its source]"),
        (dt.date(2020, 1, 1), None, "unconfirmed", "[not confirmed to be in force]"),
    ],
)
def test_the_law_says_when_and_how_sure(since: dt.date | None, until: dt.date | None, status: str, words: str) -> None:
    basis = Basis(citation="X", in_force_from=since, in_force_to=until, status=status)  # type: ignore[arg-type]
    assert words in findings.law(basis)


@pytest.mark.parametrize(
    ("jurisdictions", "words"),
    [(None, "all bind"), ((), "binding is the law of no jurisdiction"), (("DE", "EU"), "binding is the law of DE, EU")],
)
def test_it_is_said_which_law_binds(make_verdict: Make, jurisdictions: tuple[str, ...] | None, words: str) -> None:
    assert f"REGIMES: {words}" in shown(make_verdict(jurisdictions=jurisdictions))


def test_quiet_is_one_line_however_long(make_verdict: Make) -> None:
    verdict = make_verdict()
    verdict = msgspec.structs.replace(
        verdict, status=msgspec.structs.replace(verdict.status, reason_text="long reason " * 40)
    )
    assert len(shown(verdict, quiet=True).splitlines()) == 1
    assert len(shown(verdict, verdict, quiet=True).splitlines()) == 2


def test_several_orders_end_in_a_summary_of_the_worst(make_verdict: Make) -> None:
    clear, review = make_verdict(outcome="clear"), make_verdict(outcome="review")
    last = shown(clear, review, unreadable=1).splitlines()[-1]
    assert last == "INCOMPLETE  3 orders: 1 review, 1 clear, 1 unreadable (counted as incomplete)"
    assert shown(clear, review).splitlines()[-1] == "REVIEW  2 orders: 1 review, 1 clear"


def test_explain_adds_the_evidence_in_full(make_verdict: Make) -> None:
    assert "acme=acme" not in shown(make_verdict())
    report = shown(make_verdict(), explain=True)
    assert re.search(r"name\s+value\s+weight\s+detail\n\s+tokens\s+0.970\s+1.000\s+acme=acme", report)
    assert re.search(r"aligned:\n\s+acme\s+acme\s+1.000\n", report)


def test_a_stale_list_says_why(make_verdict: Make) -> None:
    stale = SourceStatus(
        id="old", published=None, retrieved=None, sha256=None, entries=3, age_days=None, state="stale", caveat="no date"
    )
    report = shown(make_verdict(sources=(stale,)), width=120)
    assert "old  stale  published unknown, retrieved unknown, age unknown, 3 entries; no date" in report


def test_reports_are_the_registered_ones() -> None:
    assert REPORTS == ("text", "json", "html", "geojson", "csv", "png")
    assert tuple(report_of(name).NAME for name in REPORTS) == REPORTS


@pytest.mark.parametrize("width", [80, 160])
def test_the_first_five_lines_are_what_an_officer_needs(
    width: int, make_verdict: Make, make_finding: MakeFinding
) -> None:
    reason = make_verdict().status.reason_text + " because of what it is" * 12
    status = msgspec.structs.replace(make_verdict().status, reason_text=reason)
    long = make_verdict(status=status, findings=(make_finding(remedy="Ask first, " * 40 + "then deliver."),))
    head, rest = shown(long, width=width).split("\n\n", 1)
    lines = head.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("DENY  order ORD-1, as of 2026-11-22: Acme is listed.")
    assert any("next: Ask first," in line for line in lines)
    assert lines[-1].endswith(" ...")
    assert max(map(cells, head.splitlines())) <= min(width, 120)
    assert "then deliver." in rest
