"""The questions of a sensitivity check, each answered from the facts of one product or tasking."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sarcheck.checks._procedure import Asks, Parameters, Row, standing_on
from sarcheck.checks.completeness import EXCHANGED, PLACED
from sarcheck.evidence import Area, Evidence, Imaging, Place
from sarcheck.model import Answer, Party, Product, StepValue, Subject, Tasking
from sarcheck.names.scripts import plain
from sarcheck.orders import interval

SEATED = frozenset({"company", "organization"})
"""Types of parties whose country is their seat."""

DIRECTIONS = ("resolution_range", "resolution_azimuth")
PART = re.compile(r"[^0-9A-Z]+")
WORD = re.compile(r"[^\W_]+")


class Request(NamedTuple):
    """One product, or what a tasking asks for, with the facts of the order around it."""

    imaging: Imaging
    evidence: Evidence
    product: Product | None
    tasking: Tasking | None
    areas: tuple[Area, ...]

    @property
    def subject(self) -> Subject:
        """Return what is asked about, as a finding names it."""
        return self.imaging.subject

    @property
    def pointer(self) -> str:
        """Return where it stands in the order."""
        return self.imaging.pointer

    @property
    def parties(self) -> Iterator[tuple[str, Party]]:
        """Yield the order's parties with their places."""
        return ((f"/parties/{i}", party) for i, party in enumerate(self.evidence.order.document.parties))

    def value(self, name: str, value: object, pointer: str | None = None) -> StepValue:
        """Return a value of the product or tasking, with the places that it was read from."""
        claims = self.product.claims if self.product else ()
        sources = (f"{claim.source} {claim.path}" for claim in claims if claim.field == name and claim.value == value)
        place = f"{self.pointer}/{name}" if self.tasking else self.pointer
        return StepValue(name=name, value=value, pointer=pointer or place, source=next(sources, ""))


class Reply(NamedTuple):
    """An answer, what it rests on, the bound it was held against, and for an unknown one what is lacking."""

    says: Answer
    values: tuple[StepValue, ...] = ()
    bound: str = ""
    lacks: str = ""


def requests(evidence: Evidence) -> Iterator[Request]:
    """Yield each product that was read, and what a tasking asks for."""
    document = evidence.order.document
    products = {ordered.pointer: ordered.product for ordered in evidence.order.products}
    for imaging in evidence.imaging:
        product = products.get(imaging.pointer)
        tasking = document.tasking if product is None else None
        own = tuple(area for area in evidence.areas if area.subject == imaging.subject)
        stated = tuple(area for area in evidence.areas if area.pointer == "/geometry")
        yield Request(imaging, evidence, product, tasking, own if product else stated)


def ask(request: Request, parameters: Parameters, row: Row) -> Reply:
    """Answer one question about one request."""
    return QUESTIONS[row.asks](request, parameters, row)


# --- the system and what it delivers ------------------------------------------------------------


def _system(request: Request, _parameters: Parameters, row: Row) -> Reply:
    """A product proves what its system can do; that it cannot, only the table of platforms can tell."""
    bound, finest = f"{row.limit:g} m or finer", request.imaging.finest_m
    stated = [value for value in _stated(request).values() if value and value.value <= row.limit]
    if stated:
        return Reply("yes", tuple(stated), bound)
    if finest is None:
        return Reply("unknown", (), bound, "how fine the system can see is not in platforms.toml, so it may")
    value = StepValue(name="finest_m", value=finest, pointer=request.pointer, source="platforms.toml")
    return Reply("yes" if finest <= row.limit else "no", (value,), bound)


def _sensor(request: Request, _parameters: Parameters, _row: Row) -> Reply:
    """Formats of radar products and platforms of the table are radar; of a mere Item its own fields must tell."""
    product = request.product
    own = product and (product.evidence != "asserted" or product.frequency_band or product.polarisations)
    if own or request.imaging.platforms:
        return Reply("no", (StepValue(name="sensor", value="radar", pointer=request.pointer),))
    return Reply("unknown", (), "", "nothing tells that it is radar; name its platform or its frequency band")


def _stated(request: Request) -> dict[str, StepValue | None]:
    """Return the finest resolution in metres that is stated in each direction; a tasking states one for both."""
    if request.tasking:
        stated = request.tasking.resolution_m
        return {"resolution_m": None if stated is None else request.value("resolution_m", stated)}
    found: dict[str, StepValue | None] = {}
    for name in DIRECTIONS if request.product else ():
        claims = (claim.value for claim in request.product.claims if claim.field == name)  # type: ignore[union-attr]
        values = [v for v in (getattr(request.product, name), *claims) if isinstance(v, (int, float)) and v > 0]
        found[name] = request.value(name, min(values)) if values else None
    return found


def _resolution(request: Request, _parameters: Parameters, row: Row) -> Reply:
    """The better direction decides; where one is not stated, only the other being fine enough is an answer."""
    stated, bound = _stated(request), f"{row.limit:g} m or finer"
    values = tuple(value for value in stated.values() if value)
    if any(value.value <= row.limit for value in values):
        return Reply("yes", values, bound)
    missing = [name.replace("_", " ") for name, value in stated.items() if not value]
    if missing or not stated:
        return Reply("unknown", values, bound, f"{request.subject.id} does not state its {' and '.join(missing)}")
    return Reply("no", values, bound)


def _phase(request: Request, parameters: Parameters) -> Reply:
    """Return whether the phase can be recovered: complex and raw data have it, whatever else says not."""
    kinds, states = _kinds(request), _complex(request)
    values = (*(value for value, _ in kinds), *states)
    if any(value.value for value in states) or any(_is_one(words, parameters.phase_types) for _, words in kinds):
        return Reply("yes", values)
    if states or any(_is_one(words, parameters.amplitude_types) for _, words in kinds):
        return Reply("no", values)
    return Reply("unknown", values, "", "nothing tells whether the data are complex; state the product type")


def _complex(request: Request) -> tuple[StepValue, ...]:
    product = request.product
    claims = [claim.value for claim in product.claims if claim.field == "complex"] if product else []
    stated = dict.fromkeys(v for v in (product.complex if product else None, *claims) if isinstance(v, bool))
    return tuple(request.value("complex", value) for value in stated)


def _kinds(request: Request) -> list[tuple[StepValue, set[str]]]:
    """Return product types and levels as stated, each with its whole and its parts in capitals."""
    found: list[tuple[StepValue, set[str]]] = []
    for name in ("product_type", "level"):
        claims = request.product.claims if request.product else ()
        own = getattr(request.product or request.tasking, name, None)
        for text in dict.fromkeys(v for v in (own, *(c.value for c in claims if c.field == name)) if v):
            whole = str(text).upper().strip()
            found.append((request.value(name, text), {whole, *PART.split(whole)}))
    return found


def _is_one(words: set[str], of: tuple[str, ...]) -> bool:
    return not words.isdisjoint(of)


def _detail(request: Request, parameters: Parameters, row: Row) -> Reply:
    """Either half is enough for yes; no needs both to be no."""
    fine, phase = _resolution(request, parameters, row), _phase(request, parameters)
    values, bound = (*fine.values, *phase.values), f"{fine.bound}, or phase"
    if "yes" in (fine.says, phase.says):
        return Reply("yes", values, bound)
    if "unknown" in (fine.says, phase.says):
        return Reply("unknown", values, bound, "; ".join(filter(None, (fine.lacks, phase.lacks))))
    return Reply("no", values, bound)


# --- who asks -----------------------------------------------------------------------------------


def _requester(request: Request, _parameters: Parameters, row: Row) -> Reply:
    """A standing comes from the operator profile alone, so that whoever is not in it has none."""
    standings = request.evidence.standings
    customers = [(pointer, party) for pointer, party in request.parties if "customer" in party.roles]
    values, all_stand = list[StepValue](), bool(customers)
    for pointer, party in customers:
        known = [s for s in standings if s.pointer == pointer and s.recognised.kind in row.kinds]
        valid = next((s for s in known if s.counts), None)
        told = [f"recognised as {s.recognised.kind} {s.recognised.id}" for s in ([valid] if valid else known)]
        standing = ", ".join(told) + ("" if valid else ", which does not count on the day") if told else "no standing"
        values.append(StepValue(name="requester", value=f'"{party.name}": {standing}', pointer=pointer))
        all_stand = all_stand and valid is not None
    return Reply("yes" if all_stand else "no", tuple(values))


def _persons(request: Request, _parameters: Parameters, _row: Row) -> Reply:
    touch = [(pointer, party) for pointer, party in request.parties if not PLACED.isdisjoint(party.roles)]
    values = tuple(
        StepValue(name="residence", value=f'"{party.name}": {_residence(party) or "not stated"}', pointer=pointer)
        for pointer, party in touch
    )
    if not any("customer" in party.roles for _, party in touch):
        lacking = StepValue(name="requester", value="not stated", pointer="/parties")
        return Reply("unknown", (*values, lacking), "", "who requests the data is not known: no party is the customer")
    homeless = [(pointer, party) for pointer, party in touch if not _residence(party)]
    if homeless:
        names = ", ".join(f'"{party.name}"' for _, party in homeless)
        last = [value for value in values if value.pointer == homeless[0][0]]
        rest = [value for value in values if value not in last]
        return Reply("unknown", (*rest, *last), "", f"state the residence (of a company, its country) of {names}")
    return Reply("yes", values)


def _residence(party: Party) -> str | None:
    return party.residence or (party.country if party.type in SEATED else None)


# --- where the data go --------------------------------------------------------------------------


class _Segment(NamedTuple):
    """A ground segment that gets the data: its name, its place in the order, the states in which it may lie."""

    name: str
    pointer: str
    states: frozenset[str]


def _ground_segment(request: Request, parameters: Parameters, _row: Row) -> Reply:
    evidence = request.evidence
    barred = {code for e in standing_on(parameters.ground_segments, evidence.as_of) for code in e.countries}
    segments = list(_segments(request, parameters))
    values = tuple(_described(segment) for segment in segments)
    asked = [one for one in segments if not _is_allied(one, evidence)]
    if bad := [one for one in asked if one.states & barred]:
        return Reply("yes", tuple(map(_described, bad)))
    if lost := [one for one in asked if not one.states]:
        names = ", ".join(f'"{one.name}"' for one in lost)
        values = (*(v for v in values if v.pointer != lost[0].pointer), _described(lost[0]))
        return Reply("unknown", values, "", f"in which state the ground segment {names} lies is not stated")
    if not any(one.pointer != request.pointer for one in segments) and evidence.order.document.delivery is None:
        value = StepValue(name="delivery", value="not stated", pointer="/delivery")
        return Reply("unknown", (*values, value), "", "the order does not say where the data go")
    none = StepValue(name="ground_segment", value="none named", pointer="/delivery")
    return Reply("no", values or (none,))


def _segments(request: Request, parameters: Parameters) -> Iterator[_Segment]:
    """Yield the stations that the product, the delivery and the parties name."""
    places = {place.pointer: place for place in request.evidence.places}
    product, delivery = request.product, request.evidence.order.document.delivery
    if product and (product.receiving_station or product.receiving_country):
        name, country = product.receiving_station or "", product.receiving_country
        states = _named_states(name, parameters) | ({country} if country else set())
        yield _Segment(name or f"in {country}", request.pointer, frozenset(states))
    if delivery and (station := delivery.ground_station):
        states = _named_states(station, parameters) | _states(places.get("/delivery"))
        yield _Segment(station, "/delivery/ground_station", frozenset(states))
    for pointer, party in request.parties:
        if "ground_station" in party.roles:
            states = _named_states(party.name, parameters) | _states(places.get(pointer))
            yield _Segment(party.name, pointer, frozenset(states))


def _named_states(name: str, parameters: Parameters) -> set[str]:
    words = f" {' '.join(WORD.findall(plain(name)))} "
    return {s.country for s in parameters.stations if any(f" {plain(known)} " in words for known in s.names)}


def _states(place: Place | None) -> set[str]:
    """Return every state in which a place may lie: by code, by subdivision, by its point."""
    if place is None:
        return set()
    around = {o.country for o in place.regions if o.country and o.relation != "outside"}
    return {code for code, _ in place.countries} | around


def _is_allied(segment: _Segment, evidence: Evidence) -> bool:
    """Tell whether the operator profile recognises a ground segment, by its whole name and its state.

    A product need not say in which state its station lies; an order must.
    """
    states = segment.states or (None if segment.pointer[1:].startswith("products") else frozenset[str]())
    return any(
        one.kind == "ground-segment" and plain(one.name) == plain(segment.name) and states in (None, {one.country})
        for one in evidence.recognised
    )


def _described(segment: _Segment) -> StepValue:
    where = "/".join(sorted(segment.states)) or "state unknown"
    return StepValue(name="ground_segment", value=f"{segment.name} ({where})", pointer=segment.pointer)


# --- what is in the image, and when it was taken ------------------------------------------------


def _placed(area: Area) -> bool:
    return area.footprint is not None and EXCHANGED.isdisjoint(area.footprint.flags)


def _unplaced(request: Request) -> str:
    """Return why the area is not wholly known; empty where it is."""
    if not request.areas:
        return f"{request.subject.id} has no area: neither a footprint nor a geometry"
    lost = [area for area in request.areas if not _placed(area)]
    return f"the area cannot be placed on the ground: {lost[0].problem or 'its axes may be exchanged'}" if lost else ""


def _free_area(request: Request, parameters: Parameters, _row: Row) -> Reply:
    bound = f"south of {parameters.south_of:g} or north of {parameters.north_of:g} degrees"
    values, outside = list[StepValue](), False
    for area in request.areas:
        if area.footprint:
            latitudes = [latitude for ring in area.footprint.rings for _, latitude in ring]
            told = f"{min(latitudes):.4f} to {max(latitudes):.4f}"
            values.append(StepValue(name="latitudes", value=told, pointer=area.pointer))
            free = max(latitudes) < parameters.south_of or min(latitudes) > parameters.north_of
            outside = outside or (_placed(area) and not free)
    if outside:
        return Reply("no", tuple(values), bound)
    if lacks := _unplaced(request):
        return Reply("unknown", tuple(values), bound, lacks)
    return Reply("yes", tuple(values), bound)


def _area(request: Request, parameters: Parameters, _row: Row) -> Reply:
    entries = standing_on(parameters.areas, request.evidence.as_of)
    wanted = {region: entry.text for entry in entries for region in entry.regions}
    touched = [
        StepValue(name="area", value=f"{wanted[o.region]} ({o.region}, {o.relation})", pointer=area.pointer)
        for area in request.areas
        for o in area.overlaps
        if o.region in wanted and o.relation != "outside"
    ]
    if touched:
        return Reply("yes", tuple(touched))
    unknown = sorted(wanted.keys() - request.evidence.regions)
    lacks = f"the outlines of {', '.join(unknown)} are not known" if unknown else _unplaced(request)
    value = StepValue(name="area", value=f"none of {len(entries)}", pointer=request.pointer)
    return Reply("unknown", (), "", lacks) if lacks else Reply("no", (value,))


def _delay(request: Request, _parameters: Parameters, row: Row) -> Reply:
    bound, limit = f"less than {row.limit:g} days", dt.timedelta(days=row.limit)
    (name, pointer, taken), delivery = _taken(request), request.evidence.order.document.delivery
    if taken is None:
        return Reply("unknown", (), bound, f"when {request.subject.id} is or was taken is not stated")
    generated = StepValue(name=name, value=_written(taken), pointer=pointer)
    if delivery is None or delivery.at is None:
        missing = StepValue(name="delivery.at", value="not stated", pointer="/delivery/at")
        return Reply("unknown", (generated, missing), bound, "when the image is served is not stated")
    served = StepValue(name="delivery.at", value=_written(delivery.at), pointer="/delivery/at")
    return Reply("yes" if delivery.at - taken < limit else "no", (generated, served), bound)


def _taken(request: Request) -> tuple[str, str, dt.datetime | None]:
    """Return the last moment at which the data are or were generated, with its name and its place in the order."""
    if request.product:
        name = "stop" if request.product.stop else "start"
        return name, request.pointer, getattr(request.product, name)
    stated = request.evidence.order.document.datetime
    return "datetime", "/datetime", interval(stated)[1] if stated else None


def _written(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


QUESTIONS: dict[Asks, Callable[[Request, Parameters, Row], Reply]] = {
    "system": _system,
    "requester": _requester,
    "sensor": _sensor,
    "ground_segment": _ground_segment,
    "free_area": _free_area,
    "resolution": _resolution,
    "area": _area,
    "persons": _persons,
    "delay": _delay,
    "detail": _detail,
}
