"""A verdict told again from its JSON alone: each finding down to tokens, shares, areas and errors of closure.

Nothing is looked up and nothing is judged anew: what the verdict does not keep is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.reports import evidence, findings, text
from sarcheck.reports.page import Line, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sarcheck.model import Finding, Verdict

    Item = Mapping[str, Any]

INDENT = 4


def render(verdicts: Sequence[Verdict], finding: str = "", *, width: int = 80, colour: bool = False) -> bytes:
    """Return verdicts as UTF-8 text, or of one only the findings that an id or a rule names, in full."""
    width = fit(width)
    lines: list[Line] = []
    for verdict in verdicts:
        lines += [[]] if lines else []
        lines += _finding_alone(verdict, finding, width) if finding else _whole(verdict, width)
    return pages(lines, colour=colour)


def named(verdict: Verdict, finding: str) -> list[Finding]:
    """Return the findings of a verdict, standing or waived, that an id (f3) or a rule names."""
    every = [*verdict.findings, *(one.finding for one in verdict.waived)]
    return [one for one in every if finding in (one.id, one.rule)]


def _whole(verdict: Verdict, width: int) -> Iterator[Line]:
    yield from text.head(verdict, width)
    yield []
    for one in verdict.findings:
        yield from lines(one, width)
        yield []
    yield from text.after_findings(verdict, width, explain=True, show_waived=True)


def _finding_alone(verdict: Verdict, finding: str, width: int) -> Iterator[Line]:
    yield from paragraph(f"order {verdict.order.id}, as of {verdict.as_of}", width, style="faint")
    for one in named(verdict, finding):
        yield from lines(one, width)


def lines(finding: Finding, width: int) -> Iterator[Line]:
    """Yield one finding: what, about whom, on which law, what next, and from which evidence step by step."""
    number = int(finding.id[1:]) if finding.id[1:].isdecimal() and len(finding.id) < INDENT * 2 else 0
    yield from findings.title(number, finding.outcome, f"{finding.title} [{finding.rule}, {finding.regime}]", width)
    about = f"{finding.subject.kind} {finding.subject.id}, at {finding.pointer or '/'}"
    label, law = findings.law_of(finding)
    rows = [("fact", finding.message), ("about", about), (label, law), ("sure", f"confidence {finding.confidence:.4g}")]
    rows += [("next", finding.remedy)] + [("caveat", caveat) for caveat in finding.caveats]
    for name, told in rows:
        if told:
            yield from findings.field(name, told, width)
    for item in finding.evidence:
        yield from _TELLERS.get(str(item.get("kind")), _other)(item, width)


# --- evidence, step by step ---------------------------------------------------------------------


def _match(item: Item, width: int) -> Iterator[Line]:
    yield from _lead(f"name against list: {item.get('list')} {item.get('entry')}", width)
    known = ("query", "matched_name", "strength", "programs", "listed", "support", "against", "entry_version")
    yield from _facts(item, known, width)
    if tokens := [row for row in _listed(item, "aligned") if isinstance(row, (list, tuple)) and len(row) == 3]:
        head = [("asked for", "faint"), ("on the list", "faint"), ("likeness", "faint")]
        body = [[(str(a) or "--", ""), (str(b) or "--", ""), (evidence.value_of(v), "")] for a, b, v in tokens]
        yield from table([head, *body], width, indent=INDENT + 2)
    yield from _sum(item, width)


def _sum(item: Item, width: int) -> Iterator[Line]:
    """Yield the arithmetic of a score: each feature's value times its weight, their sum, and the score."""
    features = [one for one in _listed(item, "features") if isinstance(one, dict)]
    body, total = [], 0.0
    for one in features:
        value, weight = (_number(one.get(key)) for key in ("value", "weight"))
        total += value * weight
        name, detail = evidence.words(one.get("name")), str(one.get("detail") or "")
        body.append([(name, ""), (f"{value:.3f} x {weight:+.3f} = {value * weight:+.3f}", ""), (detail, "")])
    if body:
        score = _number(item.get("score"))
        held = "" if abs(total - score) < 0.005 else f" (the sum held within 0 and 1, or other bounds: {score:.3f})"
        body.append([("sum", "strong"), (f"{total:+.3f}", "strong"), (f"score {score:.3f}{held}", "")])
        yield from table(body, width, indent=INDENT + 2)


def _ownership(item: Item, width: int) -> Iterator[Line]:
    yield from _lead("ownership", width)
    path = _listed(item, "path")
    yield from findings.field("path", " owns ".join(str(name) for name in path), width, under=True)
    for step in str(item.get("arithmetic") or "").split("; "):
        yield from findings.field("sum", step, width, under=True)
    for row in _listed(item, "owners"):
        if isinstance(row, dict):
            yield from findings.field("stake", _stake(row), width, under=True)
    yield from _facts(item, ("degree", "list", "entry"), width)


def _stake(row: Item) -> str:
    """Return a stake in words: who holds how much of whom, since when, by which source, and as whom the owner is
    listed."""
    share = row.get("share")
    held = "an unknown share" if share is None else f"{_number(share):.10g} %"
    more = [
        "and more that is not known" if row.get("unknown_share") and share is not None else "",
        "with control" if row.get("control") else "",
        f"held {evidence.value_of(row['dates'])}" if row.get("dates") else "",
        f"by {evidence.value_of(row['sources'])}" if row.get("sources") else "",
        f"listed: {row['listed']}" if row.get("listed") else "",
    ]
    return ", ".join([f"{row.get('owner')} holds {held} of {row.get('of')}", *filter(None, more)])


def _overlap(item: Item, width: int) -> Iterator[Line]:
    yield from _lead(evidence.short(item), width)
    shared, whole = item.get("overlap_km2"), item.get("footprint_km2")
    if isinstance(shared, (int, float)) and isinstance(whole, (int, float)) and whole > 0:
        sum_ = f"{shared:,.3f} km2 / {whole:,.3f} km2 = {shared / whole:.4%} of the footprint"
        yield from findings.field("sum", sum_, width, under=True)
    if item.get("distance_km"):
        yield from _facts(item, ("distance_km", "margin_km"), width)


def _provenance(item: Item, width: int) -> Iterator[Line]:
    yield from _lead(f"provenance: {evidence.words(item.get('check'))}, {evidence.words(item.get('result'))}", width)
    yield from _facts(item, tuple(key for key in item if key not in ("kind", "check", "result")), width)


def _other(item: Item, width: int) -> Iterator[Line]:
    yield from _lead(evidence.words(item.get("kind") or "evidence"), width)
    yield from evidence.full({**item, "kind": ""}, width, indent=INDENT + 2)


_TELLERS: dict[str, Callable[[Item, int], Iterator[Line]]] = {
    "name_match": _match,
    "identifier_match": _match,
    "ownership": _ownership,
    "region_overlap": _overlap,
    "provenance": _provenance,
}


def _lead(words: str, width: int) -> Iterator[Line]:
    yield from findings.field("from", words, width)


def _facts(item: Item, keys: Sequence[str], width: int) -> Iterator[Line]:
    """Yield the values of some keys, those that there are."""
    flat = [
        (key, item[key])
        for key in keys
        if item.get(key) not in (None, [], (), "") and not evidence.is_nested(item[key])
    ]
    yield from table(
        ([(evidence.words(k), "faint"), (evidence.value_of(v), "")] for k, v in flat), width, indent=INDENT + 2
    )
    for key in keys:
        if evidence.is_nested(item.get(key)):
            yield from evidence.full({"kind": "", key: item[key]}, width, indent=INDENT + 2)


def _listed(item: Item, key: str) -> Sequence[Any]:
    """Return a list of an item, an empty one for anything else."""
    value = item.get(key)
    return value if isinstance(value, (list, tuple)) else ()


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
