"""Verdicts for a reader at a terminal: the outcome first, then each finding with fact, law and remedy,
what was examined, and how old the lists are. Plain text unless colour is asked for."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from sarcheck.model import OUTCOMES, Claim, worst
from sarcheck.reports import amendments, brief, findings, origins, procedure, product, sources, waived
from sarcheck.reports.page import Line, amount, cells, clean, fit, led, pages, paragraph, table, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sarcheck.model import Outcome, Screened, Verdict

NAME = "text"

_UNBROKEN = 1_000_000
HEAD_LINES = 5
"""How many lines outcome, reason and what to do next may take at the top."""
_MORE = " ..."


def render(
    verdicts: Sequence[Verdict],
    *,
    width: int = 80,
    colour: bool = False,
    explain: bool = False,
    quiet: bool = False,
    show_waived: bool = False,
    unreadable: int = 0,
    **_options: Any,
) -> bytes:
    """Return verdicts as UTF-8 text, one after the other, and a summary where there are several orders.

    ``explain`` adds all evidence, ``show_waived`` what waivers set aside; ``quiet`` leaves the outcome lines only;
    ``unreadable`` is how many further orders could not be read.
    """
    width = fit(width)
    several = len(verdicts) + unreadable > 1
    lines: list[Line] = []
    for verdict in verdicts:
        whole = verdict_lines(verdict, width, explain=explain, show_waived=show_waived)
        lines += _outcome(verdict, _UNBROKEN) if quiet else whole
        lines += [[("=" * width, "faint")], []] if several and not quiet else []
    if several and not quiet:
        lines += _summary(verdicts, unreadable, width)
    return pages(lines, colour=colour)


def verdict_lines(verdict: Verdict, width: int, *, explain: bool, show_waived: bool) -> Iterator[Line]:
    """Yield one verdict's lines."""
    yield from head(verdict, width)
    yield []
    yield from paragraph(f"FINDINGS: {findings.counted(verdict.findings) or 'none'}", width, style="head")
    yield []
    yield from _findings(verdict, width, explain=explain)
    yield from after_findings(verdict, width, explain=explain, show_waived=show_waived)


def head(verdict: Verdict, width: int) -> Iterator[Line]:
    """Yield what an officer needs first, in five lines: outcome, order, day, the reason, and what to do next.

    A reason or an advice that is longer is cut where the findings tell it in full.
    """
    told = bool(verdict.findings) and verdict.outcome != "clear"
    reason = _cut(_outcome(verdict, width), HEAD_LINES - 1 if told else _UNBROKEN, width)
    yield from reason
    yield from _cut(_next(verdict, width), max(HEAD_LINES - len(reason), 1), width)


def _cut(lines: Iterable[Line], most: int, width: int) -> list[Line]:
    """Return so many lines at most, an ellipsis at the end of the last where there are more."""
    whole = list(lines)
    if len(whole) <= most:
        return whole
    *spans, (text, style) = whole[most - 1]
    room = width - sum(cells(piece) for piece, _ in spans) - len(_MORE)
    return [*whole[: most - 1], [*spans, (wrap(text, room)[0] + _MORE, style)]]


def after_findings(verdict: Verdict, width: int, *, explain: bool, show_waived: bool) -> Iterator[Line]:
    """Yield what follows the findings: problems, what was examined and on what it rests, and the outcome again."""
    yield from _block("PROBLEMS", chain.from_iterable(_problems(verdict, width)), width)
    yield from waived.lines(verdict.waived, width, show=show_waived)
    yield []
    yield from _block(f"SCREENED: {_parties(verdict)}", table(_screened(verdict), width), width)
    yield from _block(f"REGIMES: {_binding(verdict)}", _regimes(verdict, width), width)
    yield from _block(f"EXAMINED: {_counts(verdict)}", table(_examined(verdict, explain=explain), width), width)
    yield from _block("PROCEDURES, step by step", procedure.lines(verdict.examined, width), width)
    yield from amendments.lines(verdict.dropped, verdict.changed, width)
    yield from _block("PRODUCTS", _products(verdict, width) if explain else (), width)
    yield from _block("PROVENANCE", origins.traced(verdict.provenance, width) if explain else (), width)
    yield from _block("LISTS", _lists(verdict, width, explain=explain), width)
    yield from _block("RECORD", table(_record(verdict), width), width)
    yield from led([findings.tag(verdict.outcome), ("  ", "")], f"order {verdict.order.id}", width)


def _findings(verdict: Verdict, width: int, *, explain: bool) -> Iterator[Line]:
    """Yield the findings that decide the verdict, then the milder ones, short unless all is to be explained."""
    groups = findings.merged(verdict.findings)
    told = [group for group in groups if explain or findings.decides(group[0].outcome, verdict.outcome)]
    for number, group in enumerate(told, 1):
        yield from findings.lines(number, group, width, explain=explain)
        yield []
    short = brief.alike(groups[len(told) :])
    for number, group in enumerate(short, len(told) + 1):
        yield from brief.lines(number, group, width)
    yield from [[]] if short else []
    remedies = brief.remedies(told, short, width)
    yield from _block("WHAT TO DO about the findings told short (--explain tells them in full)", remedies, width)


# --- outcome and summary ------------------------------------------------------------------------


def _outcome(verdict: Verdict, width: int) -> Iterator[Line]:
    reason = verdict.status.reason_text or verdict.status.reason_code
    text = f"order {verdict.order.id}, as of {verdict.as_of}: {reason}"
    yield from led([findings.tag(verdict.outcome), ("  ", "")], text, width)


def _next(verdict: Verdict, width: int) -> Iterator[Line]:
    """Yield what to do about the finding that the outcome rests on: who reads no further knows that much."""
    first = next((finding for finding in verdict.findings if finding.outcome == verdict.outcome), None)
    if first and first.remedy:
        yield from paragraph(first.remedy, width, indent=len(verdict.outcome) + 2, label="next:", hang=6)


def _summary(verdicts: Sequence[Verdict], unreadable: int, width: int) -> Iterator[Line]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    parts = [_tally(counts)] if counts else []
    if unreadable:
        parts.append(f"{unreadable} unreadable (counted as incomplete)")
    outcome = worst([*counts, *(["incomplete"] if unreadable else [])])
    text = f"{len(verdicts) + unreadable} orders: {', '.join(parts)}"
    yield from led([findings.tag(outcome), ("  ", "")], text, width)


def _tally(counts: Mapping[Outcome, int]) -> str:
    return ", ".join(f"{counts[o]} {o.replace('_', ' ')}" for o in reversed(OUTCOMES) if counts.get(o))


def _block(title: str, lines: Iterable[Line], width: int) -> Iterator[Line]:
    body = list(lines)
    if body:
        yield from paragraph(title, width, style="head")
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


def _parties(verdict: Verdict) -> str:
    plural = "party" if len(verdict.screened) == 1 else "parties"
    return f"{len(verdict.screened)} {plural} held against the lists"


def _screened(verdict: Verdict) -> Iterator[list[tuple[str, str]]]:
    """Yield each party: its id, its country, what it does in the order, its name."""
    for party in verdict.screened:
        role = _role(party)
        yield [(party.id, ""), (party.country or "--", ""), (role, ""), (party.name, "strong")]


def _role(party: Screened) -> str:
    if party.origin == "platform":
        return f"operates {party.platform}"
    if party.origin == "orbit":
        return f"may operate: orbit of {party.platform}"
    return _words(party.roles) + (" (product)" if party.origin == "product" else "") or party.origin


def _words(names: Iterable[str]) -> str:
    return ", ".join(names).replace("_", " ")


_INCOMPLETE = (
    "Incomplete: a list that it rests on is missing or too old, or the order lacks something; "
    "counts for the outcome only where it binds."
)


def _regimes(verdict: Verdict, width: int) -> Iterator[Line]:
    """Yield the regimes by what they make of the order."""
    regimes: dict[str, list[str]] = {}
    for name, outcome in verdict.regimes.items():
        regimes.setdefault(outcome, []).append(name)
    yield from table(_by_outcome(regimes), width)
    if "incomplete" in regimes:
        yield from paragraph(_INCOMPLETE, width, indent=2, style="faint")


def _counts(verdict: Verdict) -> str:
    counts = Counter(item.outcome for item in verdict.examined)
    return f"{amount(len(verdict.examined), 'rule')}: {_tally(counts)}"


def _examined(verdict: Verdict, *, explain: bool) -> Iterator[list[tuple[str, str]]]:
    """Yield an outcome, and the rules that came to it without a finding that says so.

    To explain, yield all rules, each with the number of subjects that it looked at.
    """
    told = {(finding.rule, finding.outcome) for finding in verdict.findings}
    rules: dict[str, list[str]] = {}
    for item in verdict.examined:
        if explain or not (item.outcome == "clear" or (item.rule, item.outcome) in told):
            rules.setdefault(item.outcome, []).append(f"{item.rule}({item.subjects})" if explain else item.rule)
    return _by_outcome(rules)


def _by_outcome(names: Mapping[str, Sequence[str]]) -> Iterator[list[tuple[str, str]]]:
    for outcome in reversed(OUTCOMES):
        if outcome in names:
            yield [findings.tag(outcome), (", ".join(names[outcome]), "")]


def _lists(verdict: Verdict, width: int, *, explain: bool) -> Iterator[Line]:
    """Yield each list that there is, and the missing ones together."""
    missing = [source.id for source in verdict.sources if source.state == "missing" and not explain]
    rows = [sources.row(source) for source in verdict.sources if source.id not in missing]
    if missing:
        rows.append([(amount(len(missing), "list"), ""), ("missing", "incomplete"), (", ".join(missing), "")])
    yield from table(rows, width)


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
