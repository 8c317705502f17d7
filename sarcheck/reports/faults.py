"""What is doubtful in a rules folder, in words: topic by topic, each fault with its kind and where it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sarcheck.model import Fault
from sarcheck.reports.page import Line, amount, fit, pages, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck import relations
    from sarcheck.model import Waiver

SHOWN = 50
"""Faults of a topic told in the text, but for law, which stands in one place; the JSON form has them all."""

REGIONS, LINKS, WAIVERS, LAW = "regions", "links", "waivers", "law"
TITLES = {
    "rules": "RULES",
    LAW: "LAW that is not verified at its source",
    REGIONS: "REGIONS",
    LINKS: "LINKS between listed parties",
    WAIVERS: "WAIVERS that have no effect on any order",
}
"""The topics in the order in which they are told."""


def of_links(faults: Iterable[relations.Fault]) -> Iterator[Fault]:
    """Yield the links that mean no entry, or several, as faults."""
    for fault in faults:
        entry, link = fault.entry, fault.link
        several = f" may be {', '.join(f'{name} {key}' for name, key in link.resolved)}" if link.resolved else ""
        former = "formerly " if link.former else ""
        yield Fault(
            topic=LINKS,
            kind=fault.kind,
            where=f"{entry.list} {entry.id}",
            message=f'{former}{link.type} "{link.target}"{several}',
            details={"list": entry.list, "entry": entry.id, "link": link},
        )


def of_waivers(doubts: Iterable[tuple[Waiver, str]]) -> Iterator[Fault]:
    """Yield the waivers that can have no effect on any order, as faults."""
    for waiver, why in doubts:
        yield Fault(topic=WAIVERS, kind="no-effect", where=waiver.id, message=why, details={"waiver": waiver.id})


def text(faults: Sequence[Fault], links: int | None, *, width: int = 80, colour: bool = False) -> bytes:
    """Return the faults of every topic as text; ``links`` is how many links there are, None if that is not known."""
    width = fit(width)
    lines: list[Line] = []
    for topic, title in TITLES.items():
        own = [fault for fault in faults if fault.topic == topic]
        lines += [[]] if lines else []
        lines += paragraph(title, width, style="head")
        lines += paragraph(_summary(topic, own, links), width, indent=2)
        shown = len(own) if topic == LAW else SHOWN
        rows = [[(fault.kind, "review"), (fault.where, ""), (fault.message, "")] for fault in own[:shown]]
        lines += [[], *table(rows, width)] if rows else []
        if len(own) > shown:
            lines += paragraph(f"and {len(own) - shown} more; --format json has all", width, indent=2)
    return pages(lines, colour=colour)


def _summary(topic: str, own: Sequence[Fault], links: int | None) -> str:
    """Return in one line how many faults of which kind there are."""
    counts = Counter(fault.kind for fault in own)
    if links is None and topic != REGIONS:
        return "not looked at: the rules folder cannot be loaded as it is."
    if topic == LINKS and links is not None:
        told = ", ".join(f"{counts[kind]} {kind}" for kind in ("unresolved", "ambiguous"))
        return f"{amount(links, 'link')}: {links - len(own)} mean one entry, {told}."
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    if topic == LAW:
        return f"{amount(len(own), 'interval')}: {told}." if own else "none."
    return f"{amount(len(own), 'fault')}: {told}." if own else "no fault."


def document(faults: Sequence[Fault], links: int | None) -> dict[str, object]:
    """Return the content of the JSON form: every fault with its kind, where it is, what it is, and its details."""
    return {
        "links": links,
        "faults": [
            {"kind": f.kind, "topic": f.topic, "where": f.where, "message": f.message} | f.details for f in faults
        ],
    }
