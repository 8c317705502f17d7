"""Whether the machine's clock can be right, where a verdict's day is the clock's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sarcheck.cli import _options
from sarcheck.errors import RulesError

if TYPE_CHECKING:
    from sarcheck.ruleset import Ruleset

_SLACK = dt.timedelta(days=1)
"""How far apart the clocks of machines that share a rules folder may be, midnight between them."""


def believed(loaded: Ruleset, day: dt.date) -> Ruleset:
    """Return rules that may judge a day; raise RulesError where the clock named it and is behind what it once was.

    By a clock that is behind, old lists are new, law is not in force yet, and what has expired counts again. A day that
    a person named needs no clock.
    """
    today = _options.today()
    if today - _SLACK <= day <= today:
        for source in loaded.content.sources:
            if source.recorded and source.recorded > today + _SLACK:
                message = (
                    f"was recorded on {source.recorded}, and the clock now says {today}: set the clock; where it was "
                    "wrong then, fetch the list again, or import it with its day (--retrieved). --as-of DATE judges a "
                    "day that you name"
                )
                raise RulesError(source.id, "", message)
    return loaded
