"""The checks, in the order in which a verdict reports them.

A check module offers ``NAME`` (what a rule's ``check`` says), ``Parameters`` (the type of what a rule may set),
``EXAMINES`` (the attribute of Evidence that holds its subjects) and ``check(evidence, rule) -> Iterator[Finding]``.
Its docstring is its user's page. It may offer ``sieve(rules, day) -> Callable[[Evidence], Iterable[str]]``, which tells
of an order's facts which of its rules may find anything (``_sieves.py``), and it must name each that would.
"""

from __future__ import annotations

from sarcheck.checks import (
    axis_order,
    blocking_statute,
    completeness,
    country,
    end_use,
    freshness,
    hold,
    imaging_limit,
    listed_address,
    listed_operator,
    listed_party,
    owned_by_listed,
    person_support,
    provenance,
    red_flag,
    satdsiv,
    sensitive_region,
    suspension,
    unidentified_platform,
)

CHECKS = (
    listed_party,
    listed_operator,
    listed_address,
    owned_by_listed,
    country,
    end_use,
    person_support,
    sensitive_region,
    satdsiv,
    imaging_limit,
    hold,
    suspension,
    red_flag,
    blocking_statute,
    axis_order,
    unidentified_platform,
    provenance,
    completeness,
    freshness,
)
