"""Verdicts as one self-contained page: to read on any screen, to print on A4, to sign.

No network, no script, no library: text, tables and SVG. The same verdicts give the same bytes. With ``orders`` and
``regions`` there are maps with countries and the ownership that the orders state; without them the page says what it
lacks. Everything from outside is made harmless and escaped (``_tags.el``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sarcheck.model import OUTCOMES, worst
from sarcheck.reports.chain import chain
from sarcheck.reports.charts import Atlas, charts
from sarcheck.reports.html import _chain, _map, _sections
from sarcheck.reports.html._marks import chip, words
from sarcheck.reports.html._style import STYLE
from sarcheck.reports.html._tags import Markup, cut, el, join, name, rows, text

if TYPE_CHECKING:
    from sarcheck.model import Order, Verdict
    from sarcheck.regions import RegionIndex

NAME = "html"


def render(
    verdicts: Sequence[Verdict],
    *,
    orders: Sequence[Order | None] = (),
    regions: RegionIndex | None = None,
    explain: bool = False,
    unreadable: int = 0,
    **_options: Any,
) -> bytes:
    """Return verdicts as one HTML page, an article each.

    ``orders`` are those of the verdicts, one by one, or none at all; ``explain`` opens all evidence; ``unreadable`` is
    how many further orders could not be read.
    """
    atlas = Atlas(regions) if regions is not None else None
    known = orders or [None] * len(verdicts)
    several = len(verdicts) + unreadable > 1
    articles = [
        _article(verdict, order, atlas, number, explain=explain, heading="h2" if several else "h1")
        for number, (verdict, order) in enumerate(zip(verdicts, known, strict=True), 1)
    ]
    top = [_several(verdicts, unreadable)] if several else []
    return page(_title(verdicts, unreadable), join(*top, *articles))


def page(title: str, body: Markup, script: Markup | None = None, allowed: str = "'none'") -> bytes:
    """Return a whole page; ``script`` is ours, small, and what the page does without; ``allowed`` is its hash."""
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        el("style", Markup(STYLE)),
    )
    skip = el("a", "Skip to the report", href="#report", class_="skip")
    whole = el("html", head, el("body", skip, el("main", body, id="report"), script), lang="en")
    return f"<!DOCTYPE html>\n{whole}\n".encode()


def _title(verdicts: Sequence[Verdict], unreadable: int) -> str:
    if len(verdicts) == 1 and not unreadable:
        return f"{words(verdicts[0].outcome).upper()}: order {cut(verdicts[0].order.id, 80)}, {verdicts[0].as_of}"
    return f"{len(verdicts) + unreadable} orders screened"


def _several(verdicts: Sequence[Verdict], unreadable: int) -> Markup:
    """Return the counts of several orders, and the way to each."""
    counts = Counter(verdict.outcome for verdict in verdicts)
    if unreadable:
        counts["incomplete"] += unreadable
    tally = [el("li", chip(o), el("b", str(counts[o]))) for o in reversed(OUTCOMES) if counts[o]]
    body: list[list[object]] = [
        [el("a", name(v.order.id), href=f"#o{i}"), chip(v.outcome), text(v.status.reason_text, 240)]
        for i, v in enumerate(verdicts, 1)
    ]
    told = f"{len(verdicts) + unreadable} orders; the worst is {words(worst(counts))}"
    lost = el("p", f"{unreadable} of them could not be read and count as incomplete.") if unreadable else None
    table = el("nav", rows(("order", "outcome", "reason"), body), class_="orders", aria_label="Orders")
    return el("section", el("h1", told), el("ul", tally, class_="tally"), lost, table)


def _article(
    verdict: Verdict, order: Order | None, atlas: Atlas | None, number: int, *, explain: bool, heading: str
) -> Markup:
    key = f"o{number}"
    maps, lacking = charts(verdict, order, atlas)
    deciding, further = _sections.found(verdict, explain=explain)
    parts: Iterator[tuple[str, object]] = iter(
        (
            ("Findings" if not further else "Findings that decide", deciding),
            ("Problems: what could not be read", _sections.problems(verdict)),
            ("Where", _map.figures(maps, lacking, key)),
            ("Who", join(_chain.figure(chain(verdict, order), f"{key}-chain"), _sections.parties(verdict))),
            ("Further findings, which do not decide", further),
            ("Products and where they come from", list(_sections.products(verdict))),
            ("Procedures, step by step", list(_sections.procedures(verdict))),
            ("Waived", _sections.waived(verdict)),
            ("Rules that are not the pack's own", _sections.amended(verdict)),
            ("Examined", list(_sections.examined(verdict))),
            ("Lists", _sections.lists(verdict)),
            ("Record", _sections.record(verdict)),
        )
    )
    sections = [el("section", el("h2", title), content) for title, content in parts if content]
    return el(
        "article",
        _sections.banner(verdict, heading),
        _sections.key_facts(verdict),
        sections,
        _sections.sign_off(),
        id=key,
    )
