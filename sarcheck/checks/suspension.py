"""Is a program, or a class of customers, cut off in the time of the rule?

A suspension is a decision of whoever runs a program and no listing. It is told by a name or an identifier of a party,
or by a term in the statement of end use; where the rule names countries, whoever the term is for must be in one of
them.

Parameters: ``program``, ``names``, ``identifiers`` (scheme and value), ``terms``, ``applies_to``, ``countries``,
``groups``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sarcheck.checks._finding import finding
from sarcheck.checks._uses import ORDER, users
from sarcheck.evidence import Evidence
from sarcheck.evidence.words import first_of, words
from sarcheck.model import Finding, Party, Role, Rule, Subject

NAME = "suspension"
EXAMINES = "parties"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    program: str
    applies_to: tuple[Role | Literal["delivery"], ...]
    names: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    terms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each party, and for the statement of end use, that tells of the suspended program."""
    parameters, document = rule.parameters, evidence.order.document
    for i, party in enumerate(document.parties):
        if _named(party, rule):
            yield _finding(rule, evidence, f"/parties/{i}", Subject(kind="party", id=party.id), f'"{party.name}" is')
    term = first_of(parameters.get("terms", ()), document.end_use.statement if document.end_use else "")
    countries = evidence.countries(parameters)
    there = users(evidence, parameters["applies_to"], countries)
    if term and (there or not countries):
        who = f"{there[0].who} and the statement of end use" if there else "The statement of end use"
        yield _finding(rule, evidence, "/end_use/statement", ORDER, f'{who} ("{term}") tell')


def _named(party: Party, rule: Rule) -> bool:
    names = {words(name) for name in rule.parameters.get("names", ())}
    known = {(scheme.casefold(), value) for scheme, value in rule.parameters.get("identifiers", {}).items()}
    numbers = {(scheme.casefold(), value) for scheme, value in party.identifiers.items()}
    return not names.isdisjoint(map(words, (party.name, *party.aliases))) or not known.isdisjoint(numbers)


def _finding(rule: Rule, evidence: Evidence, pointer: str, subject: Subject, who: str) -> Finding:
    program = rule.parameters["program"]
    return finding(
        rule,
        evidence,
        pointer=pointer,
        subject=subject,
        message=f"{who} of {program}, which is suspended.",
        facts=({"kind": "suspension", "program": program},),
    )
