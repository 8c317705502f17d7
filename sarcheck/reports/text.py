"""Verdicts for a reader at a terminal: the outcome first, then each finding with fact, law and remedy,
what was examined, and how old the lists are. Plain text unless colour is asked for."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.model import OUTCOMES, Claim, worst
from sarcheck.reports import findings, product, sources
from sarcheck.reports.page import Line, amount, clean, fit, led, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.model import Verdict

NAME = "text"

_UNBROKEN = 1_000_000


def render(
    verdicts: Sequence[Verdict],
    *,
    width: int = 80,
    colour: bool = False,
    explain: bool = False,
    quiet: bool = False,
    unreadable: int = 0,
) -> bytes:
    """Return verdicts as UTF-8 text, one after the other, and a summary where there are several orders.

    ``explain`` adds all evidence, ``quiet`` leaves the outcome lines only; ``unreadable`` is how many further
    orders could not be read.
    """
    width = fit(width)
    several = len(verdicts) + unreadable > 1
    lines: list[Line] = []
    for verdict in verdicts:
        lines += _outcome(verdict, _UNBROKEN) if quiet else verdict_lines(verdict, width, explain=explain)
        lines += [[("=" * width, "faint")], []] if several and not quiet else []
    if several and not quiet:
        lines += _summary(verdicts, unreadable, width)
    return pages(lines, colour=colour)


def verdict_lines(verdict: Verdict, width: int, *, explain: bool) -> Iterator[Line]:
    """Yield one verdict's lines."""
    yield from _outcome(verdict, width)
    yield []
    groups = findings.merged(verdict.findings)
    yield from paragraph(f"FINDINGS: {findings.counted(verdict.findings) or 'none'}", width, style="head")
    yield []
    for number, group in enumerate(groups, 1):
        yield from findings.lines(number, group, width, explain=explain)
        yield []
    yield from _block("PROBLEMS", chain.from_iterable(_problems(verdict, width)))
    regimes = table((((name, ""), findings.tag(outcome)) for name, outcome in verdict.regimes.items()), width)
    yield from _block(f"REGIMES: {_binding(verdict)}", regimes)
    yield from _block("EXAMINED: rules, with the number of subjects", table(_examined(verdict), width))
    yield from _block("PRODUCTS", _products(verdict, width) if explain else ())
    yield from _block("LISTS", table(map(sources.row, verdict.sources), width))
    yield from _block("RECORD", table(_record(verdict), width))
    yield from led([findings.tag(verdict.outcome), ("  ", "")], f"order {verdict.order.id}", width)


# --- outcome and summary ------------------------------------------------------------------------


def _outcome(verdict: Verdict, width: int) -> Iterator[Line]:
    reason = verdict.status.reason_text or verdict.status.reason_code
    text = f"order {verdict.order.id}, as of {verdict.as_of}: {reason}"
    yield from led([findings.tag(verdict.outcome), ("  ", "")], text, width)


def _summary(verdicts: Sequence[Verdict], unreadable: int, width: int) -> Iterator[Line]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    parts = [f"{counts[outcome]} {outcome}" for outcome in reversed(OUTCOMES) if counts[outcome]]
    if unreadable:
        parts.append(f"{unreadable} unreadable (counted as incomplete)")
    outcome = worst([*counts, *(["incomplete"] if unreadable else [])])
    text = f"{len(verdicts) + unreadable} orders: {', '.join(parts)}"
    yield from led([findings.tag(outcome), ("  ", "")], text, width)


def _block(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    body = list(lines)
    if body:
        yield [(title, "head")]
        yield from body
        yield []


# --- the rest of the verdict --------------------------------------------------------------------


def _problems(verdict: Verdict, width: int) -> Iterator[Iterator[Line]]:
    for problem in verdict.problems:
        yield paragraph(f"{problem.pointer or '/'}: {problem.message}", width, indent=2, label="-", hang=2)


def _binding(verdict: Verdict) -> str:
    if verdict.jurisdictions is None:
        return "all bind, for want of an operator profile"
    return f"binding is the law of {', '.join(verdict.jurisdictions) or 'no jurisdiction'}"


def _examined(verdict: Verdict) -> Iterator[list[tuple[str, str]]]:
    """Yield an outcome, and the rules that came to it with the number of their subjects."""
    rules: dict[str, list[str]] = {}
    for item in verdict.examined:
        rules.setdefault(item.outcome, []).append(f"{item.rule}({item.subjects})")
    for outcome in reversed(OUTCOMES):
        if outcome in rules:
            yield [findings.tag(outcome), (", ".join(rules[outcome]), "")]


def _products(verdict: Verdict, width: int) -> Iterator[Line]:
    """Yield what each product says of itself, claim by claim."""
    for item in verdict.products:
        yield from paragraph(product_line(item), width, indent=2, style="strong")
        claims = item.get("properties", {}).get("sarcheck:claims", ())
        yield from product.claim_lines(msgspec.convert(claims, tuple[Claim, ...]), width, indent=4)


def _record(verdict: Verdict) -> Iterator[list[tuple[str, str]]]:
    rules, tool, order = verdict.rules, verdict.tool, verdict.order
    yield [("order", "faint"), (f"{order.id}, sha256 {order.sha256[:12]}", "")]
    for item in verdict.products:
        yield [("product", "faint"), (product_line(item), "")]
    yield [("rules", "faint"), (f"{rules.pack} {rules.version}, sha256 {rules.sha256[:12]}", "")]
    yield [("tool", "faint"), (f"{tool.name} {tool.version}", "")]
    if verdict.waived:
        yield [("waived", "faint"), (f"{amount(len(verdict.waived), 'finding')} set aside by waivers", "")]
    if keep := verdict.retain_until:
        yield [("keep", "faint"), (f"until {keep.date} ({'; '.join(keep.because)})", "")]


def product_line(item: dict[str, Any]) -> str:
    """Return a product of a verdict, a STAC Item, in one line."""
    properties = item.get("properties") or {}
    when = properties.get("start_datetime") or properties.get("datetime")
    level = properties.get("sarcheck:evidence")
    known = (properties.get("platform"), when, properties.get("sar:instrument_mode"))
    facts = (*known, properties.get("sarcheck:format"), f"evidence {level}" if level else "")
    return ", ".join(clean(fact) for fact in (item.get("id"), *facts) if fact)
