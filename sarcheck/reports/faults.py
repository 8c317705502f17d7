"""What is doubtful in a rules folder, in words: links that mean no listed party or several, and useless waivers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, amount, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Waiver
    from sarcheck.relations import Fault

    Doubts = Sequence[tuple[Waiver, str]]

SHOWN = 50
"""Links told in the text; the JSON form has them all."""


def text(faults: Sequence[Fault], links: int, doubts: Doubts, *, width: int = 80, colour: bool = False) -> bytes:
    """Return how many links there are, which of them mean no entry or several, and useless waivers, as text."""
    width = fit(width)
    counts = Counter(fault.kind for fault in faults)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ("unresolved", "ambiguous"))
    lines: list[Line] = [
        *paragraph("LINKS between listed parties", width, style="head"),
        *paragraph(f"{amount(links, 'link')}: {links - len(faults)} mean one entry, {told}.", width, indent=2),
    ]
    if faults:
        rows = [
            [
                (fault.kind, "review"),
                (f"{fault.entry.list} {fault.entry.id}", ""),
                (_words(fault), ""),
            ]
            for fault in faults[:SHOWN]
        ]
        lines += [[], *table(rows, width)]
    if len(faults) > SHOWN:
        lines += paragraph(f"and {len(faults) - SHOWN} more; --format json has all", width, indent=2)
    if doubts:
        lines += [[], *paragraph("WAIVERS that have no effect on any order", width, style="head")]
        lines += table(([(waiver.id, "review"), (why, "")] for waiver, why in doubts), width)
    return pages(lines, colour=colour)


def _words(fault: Fault) -> str:
    link = fault.link
    several = f" may be {', '.join(f'{name} {entry}' for name, entry in link.resolved)}" if link.resolved else ""
    former = "formerly " if link.former else ""
    return f'{former}{link.type} "{link.target}"{several}'


def document(faults: Sequence[Fault], links: int, doubts: Doubts) -> dict[str, object]:
    """Return the content of the JSON form: every fault with its entry, link and kind, every useless waiver with why."""
    return {
        "links": links,
        "faults": [{"kind": f.kind, "list": f.entry.list, "entry": f.entry.id, "link": f.link} for f in faults],
        "waivers": [{"id": waiver.id, "why": why} for waiver, why in doubts],
    }
