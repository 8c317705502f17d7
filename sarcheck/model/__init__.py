"""The values that cross module borders, all frozen, in the field's standard terms.

Coordinates are (longitude, latitude) in degrees on WGS 84; lengths in metres unless a name ends in
``_km`` or ``_km2``; times are timezone-aware UTC; countries are ISO 3166-1 alpha-2 codes and
subdivisions ISO 3166-2 codes, upper case.
"""

from __future__ import annotations

from sarcheck.model.base import (
    BASIS_STATUSES,
    OUTCOMES,
    BasisStatus,
    EntryType,
    EvidenceLevel,
    Fault,
    FindingOutcome,
    Outcome,
    PartyType,
    Point,
    Problem,
    Relation,
    Role,
    holds_on,
    worst,
)
from sarcheck.model.ground import Footprint, Overlap, Region
from sarcheck.model.lists import LINK_TYPES, Address, Entry, EntryRef, Identifier, Link, Name, Source, SourceStatus
from sarcheck.model.matching import Candidate, Feature, Query, Score
from sarcheck.model.operators import License, Operation, Operator, OperatorProfile, Platform
from sarcheck.model.orders import Delivery, EndUse, OrderDocument, Owner, Party, ProductRef, Tasking
from sarcheck.model.products import Claim, Order, OrderedProduct, Outline, Product, StateVector
from sarcheck.model.verdicts import (
    Basis,
    Examined,
    Finding,
    Interval,
    OrderStamp,
    PackStamp,
    Retention,
    Rule,
    Screened,
    Status,
    Subject,
    ToolStamp,
    Verdict,
    Waived,
)
from sarcheck.model.waivers import WaivedEntry, WaivedParty, Waiver, entry_version

__all__ = [
    "BASIS_STATUSES",
    "LINK_TYPES",
    "OUTCOMES",
    "Address",
    "Basis",
    "BasisStatus",
    "Candidate",
    "Claim",
    "Delivery",
    "EndUse",
    "Entry",
    "EntryRef",
    "EntryType",
    "EvidenceLevel",
    "Examined",
    "Fault",
    "Feature",
    "Finding",
    "FindingOutcome",
    "Footprint",
    "Identifier",
    "Interval",
    "License",
    "Link",
    "Name",
    "Operation",
    "Operator",
    "OperatorProfile",
    "Order",
    "OrderDocument",
    "OrderStamp",
    "OrderedProduct",
    "Outcome",
    "Outline",
    "Overlap",
    "Owner",
    "PackStamp",
    "Party",
    "PartyType",
    "Platform",
    "Point",
    "Problem",
    "Product",
    "ProductRef",
    "Query",
    "Region",
    "Relation",
    "Retention",
    "Role",
    "Rule",
    "Score",
    "Screened",
    "Source",
    "SourceStatus",
    "StateVector",
    "Status",
    "Subject",
    "Tasking",
    "ToolStamp",
    "Verdict",
    "Waived",
    "WaivedEntry",
    "WaivedParty",
    "Waiver",
    "entry_version",
    "holds_on",
    "worst",
]
