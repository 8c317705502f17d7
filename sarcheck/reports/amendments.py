"""What the rules folder made of the pack that it extends, in words: regimes that were not asked, rules that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports.page import Line, amount, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import ChangedRule, DroppedRegime


def lines(dropped: Sequence[DroppedRegime], changed: Sequence[ChangedRule], width: int) -> Iterator[Line]:
    """Yield each dropped regime with its reason, and each rule that is not the pack's own; nothing where all is."""
    if dropped:
        yield from paragraph("NOT ASKED: regimes that the rules folder drops", width, style="head")
        for one in dropped:
            text = f"{one.regime} ({amount(len(one.rules), 'rule')}): {one.reason}"
            yield from paragraph(text, width, indent=2, label="-", hang=2, style="incomplete")
        yield []
    if changed:
        yield from paragraph("CHANGED: rules that the rules folder has otherwise than the pack", width, style="head")
        for rule in changed:
            style = "incomplete" if rule.milder else ""
            yield from paragraph(told(rule), width, indent=2, label="-", hang=2, style=style)
        yield []


def told(rule: ChangedRule) -> str:
    """Return in a line what became of a rule."""
    same = rule.before == rule.after
    grade = rule.after.replace("_", " ") if same else f"{rule.before} -> {rule.after}".replace("_", " ")
    what = f"{rule.rule}: {grade}{', milder' if rule.milder else ''}"
    fields = ", ".join(field for field in rule.fields if field != "outcome")
    also = f"; {'differs in' if same else 'also'} {fields}" if fields else ""
    return f"{what}{also}; {rule.reason or 'replaced by a file of the rules folder'}"
