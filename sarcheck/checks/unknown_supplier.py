"""Does the supplier have anything to do with the satellite's operator?

The operator profile may state the distributors of an operator. Then a supplier or reseller of an image of one of its
satellites who is neither the operator nor one of those is a red flag: where the image really comes from is open. An
operator for whom the profile states no distributors is not asked about, and the order itself is never believed here.

Parameters: none.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sarcheck.checks._finding import finding
from sarcheck.evidence import Evidence
from sarcheck.model import Finding, Rule

NAME = "unknown_supplier"
EXAMINES = "supplies"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check: nothing."""


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each supplier without a known relation to the operator of a product's satellite."""
    for supply in evidence.supplies:
        if not supply.known:
            yield finding(
                rule,
                evidence,
                pointer=supply.party.pointer,
                subject=supply.party.subject,
                message=f'"{supply.party.party.name}" supplies an image of {supply.platform} and is neither its '
                f"operator {supply.operator} nor one of the distributors that the operator profile states.",
                facts=({"kind": "supplier", "platform": supply.platform, "operator": supply.operator},),
            )
