"""Does a product imitate a layout without saying which satellite made it?

A product in one of the rule's layouts that names no platform that the pack knows may come from any satellite of
that maker. Who operates it is unknown, so ``completeness`` holds the order; this check tells the officer why.

Parameters: ``formats`` (readers' names).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sarcheck.checks._finding import finding
from sarcheck.evidence import Evidence
from sarcheck.model import Finding, Rule

NAME = "unidentified_platform"
EXAMINES = "imaging"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    formats: tuple[str, ...]


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each product in a look-alike layout that names no known platform."""
    for imaging in evidence.imaging:
        if imaging.format in rule.parameters["formats"] and not imaging.platforms:
            layout = imaging.format.capitalize()
            yield finding(
                rule,
                evidence,
                pointer=imaging.pointer,
                subject=imaging.subject,
                message=f"The product {imaging.subject.id} is {layout}-like, unidentified: its layout is "
                f"{layout}'s and it names no known platform.",
                facts=({"kind": "platform", "stated": imaging.stated, "format": imaging.format},),
            )
