"""One product in words: what its reader saw, claim by claim, each with the place it was read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sarcheck.reports.page import Line, amount, cells, fit, padded, pages, paragraph, table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sarcheck.model import Claim, Outline, Product

_NUMBER = re.compile(r"(\d+)")

EVIDENCE = {
    "asserted": "asserted: the seller's word",
    "metadata": "metadata: read from the product's own files",
    "closed": "closed: its geometry closes",
}


def render(products: Sequence[tuple[Product, str | None, str]], *, width: int = 80, colour: bool = False) -> bytes:
    """Return products as UTF-8 text; each comes with its platform key, None if unknown, and where it lies, in words."""
    width = fit(width)
    lines: list[Line] = []
    for number, (product, platform, extent) in enumerate(products):
        lines += [[]] if number else []
        lines += product_lines(product, platform, extent, width)
    return pages(lines, colour=colour)


def product_lines(product: Product, platform: str | None, extent: str, width: int) -> Iterator[Line]:
    """Yield one product's lines: what it is, its claims, its outlines and orbit, and what is wrong with it."""
    yield from paragraph(product.id, width, style="head")
    yield from table(_summary(product, platform, extent), width)
    yield []
    yield from paragraph(f"CLAIMS: {len(product.claims)}", width, style="head")
    yield from claim_lines(product.claims, width)
    if product.problems:
        yield []
        yield from paragraph("PROBLEMS", width, style="incomplete")
        for problem in product.problems:
            yield from paragraph(f"{problem.pointer or '/'}: {problem.message}", width, indent=2, label="-", hang=2)


def _summary(product: Product, platform: str | None, extent: str) -> Iterator[list[tuple[str, str]]]:
    layout = "" if product.verification == "verified" else " (layout only: never checked on a real product)"
    facts = (
        ("format", f"{product.format}{layout}"),
        ("evidence", EVIDENCE[product.evidence]),
        ("platform", _platform(product, platform)),
        ("acquired", _interval(product)),
        ("bbox", extent),
        ("outlines", "; ".join(_outlines(product.outlines))),
        ("orbit", _orbit(product)),
    )
    for label, text in facts:
        yield [(label, "faint"), (text or "not stated", "" if text else "incomplete")]


def _outlines(outlines: Sequence[Outline]) -> Iterator[str]:
    """Yield outlines in words; a row of like ones, as of wave mode, together."""
    rows: dict[tuple[str, ...], list[Outline]] = {}
    for outline in outlines:
        path = _NUMBER.sub("#", outline.path)
        rows.setdefault((outline.kind, str(len(outline.points)), outline.source, path), []).append(outline)
    for (kind, points, source, _), row in rows.items():
        first, last = (_NUMBER.split(outline.path) for outline in (row[0], row[-1]))
        path = "".join(a if a == b else f"{a}..{b}" for a, b in zip(first, last, strict=True))
        yield f"{kind if len(row) == 1 else amount(len(row), kind)} of {points} points, {source}: {path}"


def _platform(product: Product, known: str | None) -> str:
    if known:
        return known
    return f"{product.platform} (not in the table of platforms)" if product.platform else ""


def _interval(product: Product) -> str:
    return " to ".join(_utc(time) for time in (product.start, product.stop) if time)


def _orbit(product: Product) -> str:
    vectors = product.state_vectors
    if not vectors:
        return ""
    return f"{amount(len(vectors), 'state vector')}, {_utc(vectors[0].time)} to {_utc(vectors[-1].time)}"


def _utc(time: dt.datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def claim_lines(claims: Sequence[Claim], width: int, *, indent: int = 2) -> Iterator[Line]:
    """Yield each claim in two lines: field and value, then where it was read and as what."""
    hang = max((cells(claim.field) for claim in claims), default=0) + 2
    for claim in claims:
        value = _value(claim.value)
        yield from paragraph(value, width, indent=indent, label=padded(claim.field, hang), hang=hang)
        for text in _origin(claim, value):
            yield from paragraph(text, width, indent=indent + hang, style="faint")


def _origin(claim: Claim, value: str) -> Iterator[str]:
    if claim.stated != value:
        yield f'stated "{claim.stated}"'
    if claim.derived:
        yield f"derived: {claim.derived}"
    yield f"from {claim.source}: {claim.path}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(item) for item in value)
    return str(value)
