"""The files that a rules folder of one's own starts with. None of them changes a verdict until somebody edits it."""

from __future__ import annotations

import json

PACK = """\
# Your own rules over the default pack; docs/own-pack.md tells what can stand here.
# Until you edit these files, verdicts are those of the default pack.

name = {name}
version = "1"
extends = {base}
description = "What this house does otherwise than the default pack."

# Another grade for a rule. Every verdict tells it with the reason.
# [[change]]
# rule = "ukraine-imagery"
# outcome = "deny"
# reason = "Board decision of 2026-11-20: no imagery of Ukraine."

# A regime that is not asked. Every verdict tells it with the reason.
# [[dropped]]
# regime = "US-ISN"
# reason = "Counsel, 2026-11-20: no US person takes part."

# A longer time for which records are kept. The pack's own periods stay.
# [[retention]]
# regime = "HOUSE"
# years = 10
# because = "House rule 7: 10 years"
"""

OPERATOR = """\
# Who runs sarcheck. Which laws bind and which licenses are held comes from here, never from an order.
# Without `jurisdictions` every law binds.

# name = "Example Imaging S.A."
# jurisdictions = ["LU"]               # a member state implies "EU"
# recipients = ["Example Ministry"]    # authorised recipients, by name

# [[licenses]]
# id = "BAFA-2026-0117"
# rules = ["rule-id"]                  # the rules that it answers
# parties = ["Example GmbH"]
# from = 2026-01-01
# to = 2026-12-31
"""

RULE = """\
# A rule of your own. It was in force on one day long ago and so does nothing: take `to` away, and put your own words
# and facts in. `sarcheck explain --rule own-example` shows how it reads, `sarcheck rules lint` what it lacks.
id = "own-example"
title = "Delivery to Antarctica"
regime = "HOUSE"
authority = "your own house"
check = "country"
outcome = "review"
citation = "House rule 1"
remedy = "Ask who will receive the data there."

[[in_force]]
from = 2000-01-01
to = 2000-01-01
status = "verified"

[parameters]
applies_to = ["delivery"]
countries = ["AQ"]
"""

REGIONS = """\
# Regions of your own. Each is for review as soon as it counts (rule own-regions); a rule may name it and say more.
# This one counted on one day long ago: take `from` and `to` away, and put your own outline in.
schema = "sarcheck.regions/1"

[[region]]
id = "own-example"
name = "Example harbour"
kind = "site"
source = "made up, as an example"
stated = 2000-01-01
wkt = "POLYGON((7.0 50.4, 7.2 50.4, 7.2 50.5, 7.0 50.5, 7.0 50.4))" # longitude first
accuracy_m = 200
from = 2000-01-01
to = 2000-01-01
"""


def files(name: str, base: str) -> dict[str, str]:
    """Return the text of each file, by its path in the folder, of a pack of a name over a base."""
    return {
        "pack.toml": PACK.format(name=_quoted(name), base=_quoted(base)),
        "operator.toml": OPERATOR,
        "regimes/house/own-example.toml": RULE,
        "regions/own.toml": REGIONS,
    }


def _quoted(text: str) -> str:
    """Return a TOML string, whose escapes are those of JSON."""
    return json.dumps(text)
