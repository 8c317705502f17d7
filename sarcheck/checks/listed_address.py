"""Is a party at an address that a list names?

Some Entity List rows are addresses without a name, and an address equal to that of a listed party is a red flag
in itself. Only whole addresses count; a town is not an address.

Parameters: ``lists``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sarcheck.checks._finding import finding
from sarcheck.evidence import Evidence
from sarcheck.model import Finding, Rule

NAME = "listed_address"
EXAMINES = "parties"


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each listed address that a party of the order gives as its own."""
    for party in evidence.parties:
        for entry, address in party.addresses:
            if entry.list in rule.parameters["lists"]:
                name = "an address-only row" if entry.address_only else entry.names[0].text
                yield finding(
                    rule,
                    evidence,
                    pointer=f"{party.pointer}/address",
                    subject=party.subject,
                    message=f'"{party.party.name}" gives the address of {entry.list} {entry.id} ({name}): {address}.',
                    citation=entry.citation,
                    facts=(
                        {"kind": "address_match", "list": entry.list, "entry": entry.id, "listed_address": address},
                    ),
                )
