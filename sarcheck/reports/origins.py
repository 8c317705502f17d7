"""Provenance facts of products, in words and as JSON: what was asked, the answer, the numbers, the place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from sarcheck.reports.json import document
from sarcheck.reports.page import Line, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Product, ProvenanceFact, Traced
    from sarcheck.reports.page import Span

Origin = tuple["Product", "Sequence[ProvenanceFact]"]

_STYLES: dict[Literal["pass", "fail", "not_possible"], str] = {"pass": "clear", "fail": "deny", "not_possible": "faint"}

CAUTION = (
    "What passes shows that the product agrees with itself and with what is known of its satellite, "
    "not that it is true."
)


def as_text(origins: Sequence[Origin], *, width: int = 80, colour: bool = False) -> bytes:
    """Return the facts of products as UTF-8 text, failures first."""
    width = fit(width)
    lines: list[Line] = []
    for number, (product, facts) in enumerate(origins):
        lines += [[]] if number else []
        lines += _lines(product, facts, width)
    return pages(lines, colour=colour)


def as_json(origins: Sequence[Origin]) -> bytes:
    """Return the facts of one product as a JSON list, those of several as a list of products with their facts."""
    if len(origins) == 1:
        return document([_row(fact) for fact in origins[0][1]])
    return document(
        [
            {"product": product.id, "href": product.href, "provenance": [_row(fact) for fact in facts]}
            for product, facts in origins
        ]
    )


def _row(fact: ProvenanceFact) -> dict[str, Any]:
    """Return a fact as a flat object; a number never hides what was asked and answered."""
    told = {"check": fact.check, "result": fact.result, "message": fact.message}
    where = {"source": fact.source, "path": fact.path} if fact.source else {}
    return told | where | {key: value for key, value in fact.numbers.items() if key not in (*told, *where)}


def traced(provenance: Sequence[Traced], width: int) -> Iterator[Line]:
    """Yield the facts that a verdict keeps, failures first; nothing where it keeps none."""
    for one in provenance:
        name = one.subject.kind if one.subject.id == one.subject.kind else f"{one.subject.kind} {one.subject.id}"
        yield from _told(name, one.verification, one.facts, width)
    if provenance:
        yield from paragraph(CAUTION, width, style="faint")


def _lines(product: Product, facts: Sequence[ProvenanceFact], width: int) -> Iterator[Line]:
    yield from _told(product.id, product.verification, facts, width)
    yield from paragraph(CAUTION, width, style="faint")


def _told(name: str, verification: str, facts: Sequence[ProvenanceFact], width: int) -> Iterator[Line]:
    counts = Counter(fact.result for fact in facts)
    tally = ", ".join(f"{counts[result]} {result.replace('_', ' ')}" for result in _STYLES if counts[result])
    yield from paragraph(f"{name}: {tally}", width, style="head")
    if verification == "layout only":
        yield from paragraph("The reader knows this format from its layout only.", width, indent=2, style="incomplete")
    ranked = sorted(facts, key=lambda fact: ("fail", "pass", "not_possible").index(fact.result))
    yield from table([_cells(fact) for fact in ranked], width)


def _cells(fact: ProvenanceFact) -> list[Span]:
    where = f" [{fact.source}{': ' + fact.path if fact.path else ''}]" if fact.source else ""
    result = fact.result.replace("_", " ")
    return [
        (result, _STYLES[fact.result]),
        (fact.check.replace("_", " "), ""),
        (f"{fact.message}{where}{_numbers(fact)}", ""),
    ]


def _numbers(fact: ProvenanceFact) -> str:
    shown = [
        f"{key} {value}"
        for key, value in fact.numbers.items()
        if isinstance(value, (int, float, str)) and not isinstance(value, bool)
    ]
    return f" ({', '.join(shown)})" if shown else ""
