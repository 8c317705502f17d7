"""Does an order show a red flag that authorities have published, of those that an order can show?

One ``flag`` a rule; ``_flags.py`` says what each looks at. A red flag is a reason to ask, not a finding of guilt: the
duty is to resolve it before the order goes on. Where every party and the delivery is in a country of
``except_groups`` or ``except_countries``, the flag is not raised: what is a sign of diversion elsewhere is daily
business there.

``end_use_missing``: the order does not say what the data are for. ``military_unsaid``: the statement names a term of
``terms`` while the end use is not stated to be military. ``incorporated_after``: a party was incorporated after
``after``. ``recently_incorporated``: less than ``days`` before the order. ``payer_elsewhere``: who pays is in another
country than everyone who gets the data. ``delivery_elsewhere``: the data go to a country in which none of those is.
``transit``: a party between seller and end user is in one of ``countries`` or ``groups`` and the end user is not.
``many_countries``: more than ``most`` countries between seller and end user. ``subdivision_elsewhere``: a
subdivision, or a place named in an address, is of another country than the one stated. ``terms_in_name``: the name or
sector of a party holds a term. ``terms_in_address``: the address of a company does. ``fine_for_sector``: the
customer's sector holds a term and an image is finer than ``finer_than`` metres. ``fresh_and_fine``: data less than
``days`` old on delivery are as fine as ``finer_than`` or keep the phase. ``station``: an image was received or
processed in one of ``countries`` or ``groups``, or at a station of ``stations``. ``supplier_unrelated``: who supplies
the data is neither the operator of the satellite nor a distributor of the operator profile's, and the operator is not
among ``open_operators``.

Parameters: ``flag``, and those named above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from sarcheck.checks import _flags, _sieves
from sarcheck.checks._finding import finding
from sarcheck.evidence import Day, Evidence
from sarcheck.model import Finding, Role, Rule

NAME = "red_flag"
EXAMINES = "orders"

Flag = Literal[
    "end_use_missing",
    "military_unsaid",
    "incorporated_after",
    "recently_incorporated",
    "payer_elsewhere",
    "delivery_elsewhere",
    "transit",
    "many_countries",
    "subdivision_elsewhere",
    "terms_in_name",
    "terms_in_address",
    "fine_for_sector",
    "fresh_and_fine",
    "station",
    "supplier_unrelated",
]


class Parameters(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a rule may set for this check."""

    flag: Flag
    applies_to: tuple[Role, ...] = ("customer", "end_user", "ultimate_consignee", "intermediate_consignee", "reseller")
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    except_countries: tuple[str, ...] = ()
    except_groups: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    open_operators: tuple[str, ...] = ()
    after: dt.date | None = None
    days: Annotated[int, Meta(ge=1)] | None = None
    most: Annotated[int, Meta(ge=1)] | None = None
    finer_than: Annotated[float, Meta(gt=0.0)] | None = None

    def __post_init__(self) -> None:
        """Refuse a rule that does not set what its flag needs."""
        if lacking := [name for name in NEEDED.get(self.flag, ()) if not getattr(self, name)]:
            raise ValueError(f"the flag {self.flag} needs {', '.join(lacking)}")


NEEDED: dict[Flag, tuple[str, ...]] = {
    "military_unsaid": ("terms",),
    "incorporated_after": ("after",),
    "recently_incorporated": ("days",),
    "many_countries": ("most",),
    "terms_in_name": ("terms",),
    "terms_in_address": ("terms",),
    "fine_for_sector": ("terms", "finer_than"),
    "fresh_and_fine": ("days", "finer_than"),
}
"""What a rule must set for a flag."""


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: those on a flag for which the order states what it rests on."""
    flagged = [(rule.id, _flags.RESTS_ON.get(rule.typed(Parameters).flag)) for rule in rules]
    return lambda evidence: [name for name, stated in flagged if stated is None or stated(evidence)]


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each thing that raises the rule's flag."""
    parameters = rule.typed(Parameters)
    if _all_excepted(evidence, rule):
        return
    for sign in _flags.FLAGS[parameters.flag](evidence, parameters):
        yield finding(
            rule,
            evidence,
            pointer=sign.pointer,
            subject=sign.subject,
            message=sign.message,
            facts=({"kind": "red_flag", "flag": parameters.flag},),
        )


def _all_excepted(evidence: Evidence, rule: Rule) -> bool:
    """Tell whether everyone and the delivery are in countries for which the flag is not raised."""
    excepted = evidence.countries(rule.parameters, codes="except_countries", groups="except_groups")
    return bool(excepted) and evidence.everywhere is not None and evidence.everywhere <= excepted
