"""Where the data and the parties are: country and subdivision codes, place names in addresses in whatever script and
under whatever country, points, and addresses that a list names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import structs

from sarcheck import names
from sarcheck.errors import GeometryError
from sarcheck.evidence.areas import around
from sarcheck.evidence.chain import listed_on
from sarcheck.evidence.facts import NamedPlace, Place
from sarcheck.evidence.words import UNSPACED, words
from sarcheck.model import Order, Point, Role, Subject

if TYPE_CHECKING:
    from sarcheck.packs import PlaceGroup
    from sarcheck.ruleset import Ruleset

LETTERS = re.compile(r"[a-z]+")
LEAST_INSIDE = 8
"""Letters of a place name that is looked for inside other words; shorter ones stand in too many."""


class Stated(NamedTuple):
    """What an order states of a place: countries, each with its field, subdivision and address."""

    countries: tuple[tuple[str, str | None], ...]
    subdivision: str | None
    address: str


def places(order: Order, ruleset: Ruleset, as_of: dt.date) -> Iterator[Place]:
    """Yield where the delivery goes and where each party of the order is."""
    if delivery := order.document.delivery:
        subject = Subject(kind="delivery", id="delivery")
        text = f"{delivery.address or ''} {delivery.ground_station or ''} {delivery.endpoint or ''}"
        stated = Stated((("country", delivery.country),), delivery.subdivision, text)
        place = _place(subject, "The delivery", "/delivery", ("delivery",), stated, ruleset, as_of)
        yield _located(place, delivery.location, ruleset, as_of) if delivery.location else place
    for i, party in enumerate(order.document.parties):
        subject, who = Subject(kind="party", id=party.id), f'"{party.name}" ({", ".join(party.roles)})'
        countries = (("country", party.country), ("residence", party.residence))
        stated = Stated(countries, party.subdivision, party.address or "")
        place = _place(subject, who, f"/parties/{i}", party.roles, stated, ruleset, as_of)
        yield structs.replace(place, nationalities=party.nationalities) if party.nationalities else place


def _place(
    subject: Subject,
    who: str,
    pointer: str,
    roles: tuple[Role | Literal["delivery"], ...],
    stated: Stated,
    ruleset: Ruleset,
    as_of: dt.date,
) -> Place:
    of_subdivision = stated.subdivision.partition("-")[0] if stated.subdivision else None
    told = {code: field for field, code in (("subdivision", of_subdivision), *reversed(stated.countries)) if code}
    near = ruleset.entries.by_address(stated.address) if stated.address.strip() else ()
    return Place(
        subject=subject,
        who=who,
        pointer=pointer,
        roles=roles,
        countries=tuple(told.items()),
        unknown=tuple(code for code in told if code not in ruleset.content.countries),
        subdivision=stated.subdivision,
        named=ruleset.once(_naming)(stated.address, tuple(told)) if stated.address else (),
        addresses=tuple((entry, listed) for entry, listed in near if listed_on(entry, as_of)),
    )


def _located(place: Place, point: Point, ruleset: Ruleset, as_of: dt.date) -> Place:
    try:
        return structs.replace(place, point=True, regions=around(point, ruleset, as_of))
    except GeometryError as error:
        return structs.replace(place, point=True, problem=f"its location {list(point)} is no place: {error}")


def _naming(ruleset: Ruleset) -> Callable[[str, tuple[str, ...]], tuple[NamedPlace, ...]]:
    """Return ``named`` by the places of a ruleset, remembering: customers and their addresses come again."""
    return lru_cache(maxsize=1 << 12)(partial(named, groups=ruleset.content.places))


def named(text: str, countries: tuple[str, ...], groups: tuple[PlaceGroup, ...]) -> tuple[NamedPlace, ...]:
    """Return the known places that a text names, one for each group.

    A postal code tells a place only under a country of the group: other countries write codes of the same form.
    A long name inside other letters (of a street, inflected, split in two) is not ascribed: it may mean
    something else.
    """
    said = words(text)
    glued = _glued(said)
    found = (_of_group(said, glued, countries, group) for group in (groups if said else ()))
    return tuple(place for place in found if place)


def _of_group(said: str, glued: str, countries: tuple[str, ...], group: PlaceGroup) -> NamedPlace | None:
    ascribed = not countries or not set(countries).isdisjoint(group.countries)
    forms = _forms(group)
    name = next((name for form, name in forms.whole if form in f" {said} "), None)
    name = name or (_postal_code(said, group.postal_prefixes) if ascribed else None)
    if not name and (name := next((form for form in forms.inside if form in glued), None)):
        ascribed = False
    return NamedPlace(group=group.id, name=name, subdivision=group.subdivision, ascribed=ascribed) if name else None


def _postal_code(said: str, prefixes: tuple[str, ...]) -> str | None:
    """Return the first word that is a postal code of a group; an X in a prefix is any digit."""
    codes = (word for word in said.split() if word.isdecimal())
    shapes = [prefix.replace("X", "[0-9]") for prefix in prefixes]
    return next((code for code in codes if any(fnmatchcase(code, shape) for shape in shapes)), None)


def _glued(said: str) -> str:
    """Return the letters of a text alone, romanised: what hyphens, blanks, digits and accents cannot hide."""
    return "".join(LETTERS.findall(said if said.isascii() else names.romanise(said)))


class _Forms(NamedTuple):
    """A group's names as they are looked for: whole words, and letters inside other words."""

    whole: tuple[tuple[str, str], ...]
    inside: tuple[str, ...]


@lru_cache(maxsize=256)
def _forms(group: PlaceGroup) -> _Forms:
    folded = {words(name): name for name in reversed(group.names)}
    letters = {_glued(form) for form in folded if form.isascii()}
    return _Forms(
        whole=tuple((form if UNSPACED.search(form) else f" {form} ", name) for form, name in sorted(folded.items())),
        inside=tuple(sorted(form for form in letters if len(form) >= LEAST_INSIDE)),
    )
