"""The page: whole, harmless, the same bytes each time, readable for everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from sarcheck.model import (
    DroppedRegime,
    Examined,
    Finding,
    Path,
    Product,
    ProvenanceFact,
    Screened,
    Step,
    StepValue,
    Subject,
    Traced,
    Verdict,
    Waived,
)
from sarcheck.reports import html
from sarcheck.reports.html import _style
from sarcheck.reports.html._tags import Markup, el
from sarcheck.stacitem import to_item

Make = Callable[..., Verdict]
MakeFinding = Callable[..., Finding]
VOID = {"meta", "br"}
INLINE = {"bdi", "code", "strong", "a"}


class Balanced(HTMLParser):
    """Reads a page, and keeps what stands open, all ids, all attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, key, value or "") for key, value in attrs]
        self.ids += [value or "" for key, value in attrs if key == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: bytes) -> Balanced:
    parser = Balanced()
    parser.feed(page.decode())
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    return parser


def told(page: bytes) -> str:
    return " ".join(read(page).text.split())


@pytest.fixture
def full(make_verdict: Make, make_finding: MakeFinding) -> Verdict:
    """Return a verdict in which every part of the report has something to tell."""
    stake = {"owner": "Mother Co", "of": "Acme GmbH", "share": 60.0, "listed": "list-a 7", "sources": ["order"]}
    owned = {"kind": "ownership", "owners": [stake]}
    step = Step(
        step="1",
        question="Is it fine?",
        answer="no",
        values=(StepValue(name="resolution_m", value=2.0, pointer="/x"),),
        consequence="go_on",
    )
    path = Path(subject=Subject(kind="product", id="p1"), pointer="/products/0", result="sensitive", steps=(step,))
    facts = (
        ProvenanceFact(check="closure", result="fail", message="it does not close", numbers={"maximum_km": 12.5}),
        ProvenanceFact(check="pixels", result="pass", message="2 of 2 agree"),
        ProvenanceFact(check="name", result="not_possible", message="no name"),
    )
    screened = (
        Screened(id="buyer", name="Acme GmbH", roles=("customer",), country="DE", origin="order", pointer="/parties/0"),
        Screened(id="ops", name="Sat Ops", roles=(), country="CN", origin="platform", platform="sat-1", pointer="/x"),
    )
    waived = Waived(
        waiver="w1",
        approvers=("A", "B"),
        reason="someone else",
        since=dt.date(2026, 1, 1),
        expires=dt.date(2027, 1, 1),
        finding=make_finding(),
    )
    return make_verdict(
        findings=(
            make_finding(id="f1"),
            make_finding(id="f2", rule="owned", title="Owned", evidence=(owned,)),
            make_finding(id="f3", rule="milder", outcome="review", title="Milder", evidence=()),
        ),
        screened=screened,
        examined=(Examined(rule="steps", subjects=1, outcome="license_required", paths=(path,)),),
        provenance=(Traced(subject=Subject(kind="product", id="p1"), pointer="/products/0", facts=facts),),
        waived=(waived,),
        dropped=(DroppedRegime(regime="REGIME-Z", reason="not ours", rules=("z",)),),
    )


def test_all_is_told(full: Verdict) -> None:
    page = told(html.render([full]))
    for fact in (
        "deny Order ORD-1, judged as of 2026-11-22. Do not deliver.",
        "Acme is listed.",
        "Next: Do not deliver.",
        "1 LAW 2.3; in force since 2021-04-15",
        "Only where the law applies.",
        "confidence 0.97",
        "Further findings, which do not decide",
        "cut off after 3 bytes",
        "operates sat-1",
        "Mother Co",
        "it does not close (maximum km 12.5)",
        "1 fail, 1 pass, 1 not possible",
        "Is it fine? [resolution m 2.000]",
        "someone else",
        "REGIME-Z (1 rule): not ours",
        "REGIME-B",
        "15402 entries, sha256 bbbbbbbbbbbb",
        "a" * 64,
        "until 2036-11-22: 1 LAW 9: 10 years",
        "Name and signature",
    ):
        assert fact in page, fact


def test_the_chain_shows_ownership_listings_and_who_was_revealed(full: Verdict) -> None:
    page = html.render([full]).decode()
    assert ">60 %</text>" in page
    assert 'class="box dashed"' in page
    assert "list-a 7" in page
    assert "Sat Ops, operates sat-1, revealed by the product" in page
    assert "Mother Co owns Acme GmbH (60 %)" in page


def test_a_page_stands_alone_and_runs_nothing(full: Verdict) -> None:
    page = html.render([full, full])
    parser = read(page)
    assert not {"script", "link", "iframe", "img", "object", "base", "form"} & set(parser.tags)
    assert [v for _, key, v in parser.attributes if key in ("src", "href") and not v.startswith("#")] == []
    assert not re.search(rb"@import|url\((?!#)", page)
    assert any(value.startswith("default-src 'none'") for _, _, value in parser.attributes)
    assert not [key for _, key, _ in parser.attributes if key.startswith("on")]


def test_the_same_verdict_gives_the_same_bytes(full: Verdict) -> None:
    assert html.render([full]) == html.render([full])


def test_the_page_has_a_language_headings_in_order_and_words_for_every_drawing(full: Verdict) -> None:
    page = html.render([full])
    parser = read(page)
    assert ("html", "lang", "en") in parser.attributes
    levels = [int(tag[1]) for tag in parser.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    drawings = re.findall(r"<svg ([^>]*)>", page.decode())
    assert drawings
    assert all("aria-labelledby=" in d or 'aria-hidden="true"' in d for d in drawings)


def test_several_orders_are_counted_and_led_to(make_verdict: Make) -> None:
    clear = make_verdict(outcome="clear", findings=())
    page = html.render([make_verdict(), clear], unreadable=1)
    assert "3 orders; the worst is deny" in told(page)
    assert "1 of them could not be read and count as incomplete." in told(page)
    assert b'href="#o2"' in page
    assert b'id="o2"' in page


def test_a_clear_order_says_what_that_rests_on(make_verdict: Make) -> None:
    page = told(html.render([make_verdict(outcome="clear", findings=(), problems=())]))
    assert "No rule in force found anything against this order." in page
    assert "Problems" not in page


def test_what_the_page_lacks_is_said(make_verdict: Make, make_product: Callable[..., Product]) -> None:
    item = to_item(make_product())
    page = told(html.render([make_verdict(products=(item,))]))
    assert "drawn from the verdict alone" in page
    assert "countries and regions are not shown" in page
    assert "keeps no facts of provenance: what was not asked has not passed" in page
    assert "Not drawn: scene: it states no outline" in told(html.render([make_verdict()]))


def test_orders_are_those_of_the_verdicts(make_verdict: Make) -> None:
    with pytest.raises(ValueError, match="zip"):
        html.render([make_verdict()], orders=[None, None])


# --- what comes from outside --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</title></style><img src=x onerror=alert(1)>",
        "\" onmouseover='alert(1)",
        "&lt;b&gt;",
        "\u202egnp.exe",
        "שלום" * 2500,
        "A" * 10_000,
    ],
)
def test_no_name_does_harm(name: str, make_verdict: Make, make_finding: MakeFinding) -> None:
    party = Screened(id=name, name=name, roles=("customer",), country="DE", origin="order", pointer=name)
    item = {"kind": "name_match", "list": name, "entry": name, "aligned": [[name, name, 1.0]], name: {name: [name]}}
    finding = make_finding(
        message=name, title=name, remedy=name, pointer=name, rule=name, evidence=(item,), caveats=(name,),
        subject=Subject(kind="party", id=name),
    )  # fmt: skip
    scene = {"id": name, "properties": {"platform": name, "sarcheck:format": name}, "geometry": None}
    plain, hostile = make_verdict(), make_verdict(findings=(finding,), screened=(party,), products=(scene,))
    page = html.render([hostile])
    parser = read(page)
    assert not {"script", "img", "b"} & set(parser.tags)
    assert not [key for _, key, _ in parser.attributes if key.startswith("on")]
    assert "\u202e" not in page.decode()
    assert len(page) < len(html.render([plain])) + 250_000


def test_only_markup_is_let_through() -> None:
    assert el("p", "<i>", Markup("<b>x</b>"), title='"') == '<p title="&quot;">&lt;i&gt;<b>x</b></p>'


# --- contrast -----------------------------------------------------------------------------------


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", css))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


DARK = _style.TEMPLATE[_style.TEMPLATE.index("prefers-color-scheme:dark") : _style.TEMPLATE.index("*{box-sizing")]


@pytest.mark.parametrize("css", [_style.LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(css: str) -> None:
    known = colours(css)
    pairs = [(grade, f"{grade}-bg") for grade in _style.GRADES] + [("ink", f"{grade}-bg") for grade in _style.GRADES]
    pairs += [(text, ground) for text in ("ink", "soft", "link") for ground in ("paper", "panel")]
    pairs += [("ink", ground) for ground in ("sea", "land", "here")]
    low = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


def test_contrast_is_measured_as_it_should_be() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("field", ["message", "title"])
def test_a_long_text_is_cut_and_says_so(field: str, make_verdict: Make, make_finding: MakeFinding) -> None:
    changes: dict[str, Any] = {field: "word" * 2500}
    assert "[cut: 10,0" in told(html.render([make_verdict(findings=(make_finding(**changes),))]))
