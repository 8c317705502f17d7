"""Rules grade facts that there are: a misspelt one would never be graded."""

from __future__ import annotations

from sarcheck import load_rules, provenance
from sarcheck.provenance import ordered as against
from tests.builders import AS_OF, order, ordered, product

GEOMETRY = frozenset(
    {"closure", "outline_closure", "look_side", "pass", "incidence", "vector_times", "orbit_plane", "made_up_orbit"}
)
"""Facts on the geometry of a product and its satellite's orbit."""

REPORTED = frozenset({"lifetime", "name", "claims", "sha256", "count"})
"""Facts that other checks report already, from the problems of the order and its products."""

TOLD = frozenset({"name_checksum", "processor", "ground_station"})
"""Facts from which nothing follows by themselves."""


def test_every_graded_fact_is_stated_and_every_stated_fact_is_graded() -> None:
    ruleset, blank = load_rules(), product()
    one = ordered(blank)
    found = [
        *provenance.facts(blank, ruleset.platforms),
        *against.facts(order((one,)), one, None, (), ruleset.platforms, 0.7, AS_OF),
        *against.whole(order((one,))),
    ]
    stated = {fact.check for fact in found} | GEOMETRY
    graded = {name for rule in ruleset.rules if rule.check == "provenance" for name in rule.parameters["facts"]}
    assert graded <= stated
    assert stated - graded == REPORTED | TOLD
