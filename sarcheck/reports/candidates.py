"""What a lookup in the lists found: candidates, how alike they are, and why. As text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.reports.page import Line, amount, fit, led, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Candidate, Entry, Query, SourceStatus

Thresholds = tuple[float, float, float]
"""From which scores a name match denies, and from which it is for review: any listed party, and a listed person."""


def as_dict(
    query: Query, found: Sequence[Candidate], thresholds: Thresholds, below: Sequence[Candidate] = ()
) -> dict[str, Any]:
    """Return a lookup and its candidates as JSON data, the likeliest first; ``below`` are those nearest to review."""
    asked = {
        "name": query.names[0],
        "kind": query.kind,
        "countries": query.countries,
        "born": query.born,
        "identifiers": {identifier.scheme: identifier.value for identifier in query.identifiers},
    }
    told = {"query": asked, "candidates": [_candidate(candidate, thresholds) for candidate in found]}
    return told | ({"below": [_candidate(c, thresholds) | {"why_not": why_not(c)} for c in below]} if below else {})


def why_not(candidate: Candidate) -> str:
    """Tell what weighed most against a candidate, in words."""
    features = [f for f in candidate.score.features if f.value * f.weight < 0]
    against = sorted(features, key=lambda f: f.value * f.weight)[:2]
    lacking = [a or b for a, b, _ in candidate.score.aligned if not (a and b)]
    reasons = [f.name.replace("_", " ") + (f" ({f.detail})" if f.detail else "") for f in against]
    return (
        "; ".join(reasons + ([f"only on one side: {', '.join(lacking[:4])}"] if lacking else [])) or "too little shared"
    )


def _candidate(candidate: Candidate, thresholds: Thresholds) -> dict[str, Any]:
    entry, score = candidate.entry, candidate.score
    return {
        "list": entry.list,
        "entry": entry.id,
        "name": entry.names[0].text if entry.names else None,
        "matched_name": candidate.matched,
        "score": score.value,
        "reaches": reaches(candidate, thresholds),
        "by": candidate.by,
        "strength": candidate.strength,
        "type": entry.type,
        "countries": entry.countries,
        "programs": entry.programs,
        "measures": entry.measures,
        "listed": entry.listed,
        "delisted": entry.delisted,
        "query": candidate.query,
        "aligned": score.aligned,
        "features": score.features,
        "support": candidate.support,
        "against": candidate.against,
    }


def reaches(candidate: Candidate, thresholds: Thresholds) -> str | None:
    """Return the highest threshold that a score reaches; a rule may still grade it lower, on other facts."""
    deny, review, of_person = thresholds
    review = of_person if candidate.entry.type == "person" else review
    if candidate.by == "identifier" or candidate.score.value >= deny:
        return "deny"
    return "review" if candidate.score.value >= review else None


def render(
    query: Query,
    found: Sequence[Candidate],
    thresholds: Thresholds,
    sources: Sequence[SourceStatus],
    below: Sequence[Candidate] = (),
    *,
    width: int = 80,
    colour: bool = False,
) -> bytes:
    """Return one lookup as UTF-8 text: each candidate with its score and the reasons for it, and what was searched."""
    width = fit(width)
    lines = list(_heading(query, found, thresholds, width))
    for number, candidate in enumerate(found, 1):
        lines += [[], *_lines(number, candidate, thresholds, width)]
    if below:
        lines += [[], *_missed(below, width)]
    lines += [[], *_searched(sources, width)]
    return pages(lines, colour=colour)


def _heading(query: Query, found: Sequence[Candidate], thresholds: Thresholds, width: int) -> Iterator[Line]:
    count = amount(len(found), "candidate") if found else "no candidate"
    yield from paragraph(f"{query.names[0]}: {count}", width, style="head")
    deny, review, of_person = thresholds
    person = f" ({of_person:.2f} for a listed person)" if of_person != review else ""
    told = f"A score of {review:.2f} is for review{person}, {deny:.2f} may deny."
    yield from paragraph(told, width, style="faint")


def _lines(number: int, candidate: Candidate, thresholds: Thresholds, width: int) -> Iterator[Line]:
    score = candidate.score
    grade = reaches(candidate, thresholds)
    lead = [(f"{number:>2}. ", "faint"), (f"{score.value:.3f}", grade or "faint"), ("  ", "")]
    yield from led(lead, candidate.matched, width, style="strong")
    yield from table(
        ([(label, "faint"), (text, "")] for label, text in _facts(candidate, grade) if text), width, indent=4
    )
    if score.aligned:
        yield from paragraph("tokens", width, indent=4, style="faint")
        yield from table(([(a, ""), (b, ""), (f"{value:.2f}", "")] for a, b, value in score.aligned), width, indent=6)
    if score.features:
        yield from paragraph("features: value x weight", width, indent=4, style="faint")
        yield from table(
            (
                [(f.name.replace("_", " "), ""), (f"{f.value:.2f}", ""), (f"x {f.weight:.2f}", ""), (f.detail, "")]
                for f in score.features
            ),
            width,
            indent=6,
        )


def _missed(below: Sequence[Candidate], width: int) -> Iterator[Line]:
    yield from paragraph("Nearest below review", width, style="faint")
    rows = ([(f"{c.score.value:.3f}", ""), (f"{c.matched} ({c.entry.list})", ""), (why_not(c), "")] for c in below)
    yield from table(rows, width, indent=4)


def _facts(candidate: Candidate, grade: str | None) -> Iterator[tuple[str, str]]:
    entry = candidate.entry
    yield "list", f"{entry.list}, entry {entry.id}"
    by = "an equal identifier" if candidate.by == "identifier" else f"a {candidate.strength} name"
    yield "found by", f"{by}; {f'reaches {grade}' if grade else 'below review'}{_counts(entry)}"
    names = [name.text for name in entry.names if name.text != candidate.matched]
    yield "names", "; ".join(names[:6]) + (f"; and {len(names) - 6} more" if len(names) > 6 else "")
    yield (
        "entry",
        ", ".join(filter(None, (entry.type, *entry.countries, f"listed {entry.listed or 'on an unstated day'}"))),
    )
    yield "measures", ", ".join(entry.measures)
    yield "programs", ", ".join(entry.programs)
    yield "agrees", ", ".join(candidate.support)
    yield "differs", ", ".join(candidate.against)
    yield "record", f"the rules pack's own, read on {entry.stated}: confirm it on the list" if entry.stated else ""


def _counts(entry: Entry) -> str:
    """Tell on which days alone an entry counts that has left its list, or is to leave it."""
    return f", but only on days before {entry.delisted}: delisted then" if entry.delisted else ""


def _searched(sources: Sequence[SourceStatus], width: int) -> Iterator[Line]:
    held = [f"{source.id} ({source.entries}, {source.state})" for source in sources if source.state != "missing"]
    lacking = [source.id for source in sources if source.state == "missing"]
    yield from paragraph(f"Searched: the rules pack's own parties; {', '.join(held) or 'no publisher list'}", width)
    if lacking:
        text = f"Not searched, because not imported: {', '.join(lacking)} (sarcheck rules status)"
        yield from paragraph(text, width, style="incomplete")
