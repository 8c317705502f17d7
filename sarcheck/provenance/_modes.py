"""Kinds of acquisition behind the words that orders and products use for them."""

from __future__ import annotations

import re

KINDS: dict[str, frozenset[str]] = {
    "spotlight": frozenset(
        {
            "sp",
            "sl",
            "hs",
            "hs300",
            "st",
            "spt",
            "spotlight",
            "dynamicspotlight",
            "slidingspotlight",
            "spotlightextended",
        }
        | {
            "staringspotlight",
            "highresolutionspotlight",
            "ultrafinespotlight",
            "spot",
            "spotlightfine",
            "spotlightextended",
            "dwell",
        }
    ),
    "stripmap": frozenset(
        {"sm", "s1", "s2", "s3", "s4", "s5", "s6", "strip", "stripmap", "himage", "pingpong", "ultrafine"}
        | {"fbs", "fbd", "sbs", "plr", "ufs", "fsi", "fsii", "qpsi", "qpsii"}
    ),
    "scansar": frozenset(
        {"sc", "scansar", "topsar", "topsarmode", "iw", "ew", "ns", "es", "nsc", "wsc", "ssc", "gsc", "wideswath"}
        | {"scn", "scw", "wbs", "wbd", "wwd", "wideregion", "hugeregion"}
    ),
}
"""Words in small letters without blanks and marks. A word that is in none of them is not compared."""


def kind(text: str) -> str | None:
    """Return the kind of acquisition that a mode's name tells, None where it tells none."""
    word = re.sub(r"[^a-z0-9]+", "", text.casefold())
    return next((name for name, words in KINDS.items() if word in words), None)
