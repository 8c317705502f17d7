"""Is a party, or the delivery, at an address that a list names?

Some Entity List rows are addresses without a name, and an address equal to that of a listed party is a red flag
in itself. Only whole addresses count; a town is not an address.

Parameters: ``lists``.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding
from sarcheck.evidence import Day, Evidence
from sarcheck.model import Entry, Finding, Rule, entry_version

NAME = "listed_address"
EXAMINES = "places"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    lists: tuple[str, ...]


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those with a list that an address of the order is on."""
    by_list = _sieves.table((rule.parameters["lists"], rule) for rule in rules)
    return lambda evidence: _sieves.looked_up(by_list, (e.list for one in evidence.places for e, _ in one.addresses))


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each listed address that the delivery or a party gives."""
    for place in evidence.places:
        for entry, address in place.addresses:
            if entry.list in rule.parameters["lists"]:
                name = "an address-only row" if entry.address_only else entry.names[0].text
                yield finding(
                    rule,
                    evidence,
                    pointer=f"{place.pointer}/address",
                    subject=place.subject,
                    message=f"{place.who} has the address of {entry.list} {entry.id} ({name}): {address}.",
                    citation=entry.citation,
                    facts=(_facts(entry, address),),
                )


def _facts(entry: Entry, address: str) -> dict[str, str]:
    return {
        "kind": "address_match",
        "list": entry.list,
        "entry": entry.id,
        "entry_version": entry_version(entry),
        "listed_address": address,
    }
