"""Which day a rule asks of: the day judged, that of the order, or those on which its images were taken.

An order may only make its own screening stricter. The day on which it says that it was made therefore adds the days
from then to the day judged, and takes none away; an image whose day is not known is taken to be of a day on which the
rule was in force. The day of an image is the one in its metadata.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from sarcheck.model import Interval, Order, Product, Question, Subject
from sarcheck.orders import interval as stated_interval

NO_DAY = "The order does not say on which day it was made: the day judged stands for it."
OWN_WORD = (
    "Not in force on {day}, the day on which the order says that it was made; that is its own word, so the days from "
    "then to the day judged count too."
)
NOT_KNOWN = "On which day {image} was taken is not known: the rule counts as in force on it."
ASSERTED = "The day on which {image} was taken is only the seller's word."


class Span(Struct, frozen=True, kw_only=True):
    """The first and the last day of what was done; None is not known. ``asserted``: only the seller says so."""

    first: dt.date | None
    last: dt.date | None
    asserted: bool = False


class Days(Struct, frozen=True, kw_only=True):
    """The days that rules may ask of; ``images`` by what findings call an image: a product, or the tasking."""

    today: dt.date
    created: dt.date | None
    images: dict[Subject, Span]


class Answer(NamedTuple):
    """In which interval of a rule the day that it asks of lies, which day that is (None is not known), and doubts."""

    interval: Interval
    on: dt.date | None
    caveats: tuple[str, ...] = ()


def days_of(order: Order, as_of: dt.date) -> Days:
    """Return the days of an order that is judged on a day."""
    images = {Subject(kind="product", id=one.ref.id): _taken(one.product) for one in order.products}
    if order.document.kind == "tasking" or order.document.tasking:
        images[Subject(kind="order", id="tasking")] = _window(order.document.datetime, as_of)
    created = order.document.created
    return Days(today=as_of, created=created.date() if created else None, images=images)


def _taken(product: Product | None) -> Span:
    """Return the days on which an image was taken, whichever way round its start and stop are stated."""
    stated = sorted(time.date() for time in (product.start, product.stop) if time) if product else []
    if product is None or not stated:
        return Span(first=None, last=None)
    return Span(first=stated[0], last=stated[-1], asserted=product.evidence == "asserted")


def _window(stated: str | None, as_of: dt.date) -> Span:
    """Return the days on which a tasking's image may be taken: those that the order states, and the day judged."""
    if not stated:
        return Span(first=None, last=None)
    start, end = stated_interval(stated)
    first = min(start.date(), as_of) if start else as_of
    return Span(first=first, last=max(end.date(), as_of) if end else dt.date.max)


def answer(asks: Question, intervals: tuple[Interval, ...], days: Days, about: Subject | None = None) -> Answer | None:
    """Return the interval that counts on the day asked of, None where there is none.

    ``about`` is what is judged: of a single image its own days count, of anything else those of any image.
    """
    if asks == "today":
        return _first(intervals, days.today, days.today)
    if asks == "order":
        return _of_order(intervals, days)
    if about in days.images:
        return _of_image(intervals, days, about)
    found = [each for image in days.images if (each := _of_image(intervals, days, image))]
    if not days.images:
        return _unknown(intervals, days, "the image")
    return min(found, key=lambda each: len(each.caveats), default=None)


def _of_order(intervals: tuple[Interval, ...], days: Days) -> Answer | None:
    if days.created is None:
        found = _first(intervals, days.today, days.today)
        return found and found._replace(caveats=(NO_DAY,))
    if found := _first(intervals, days.created, days.created):
        return found
    first, last = sorted((days.created, days.today))
    found = _first(intervals, first, last)
    return found and found._replace(caveats=(OWN_WORD.format(day=days.created),))


def _of_image(intervals: tuple[Interval, ...], days: Days, image: Subject) -> Answer | None:
    span = days.images[image]
    if span.first is None or span.last is None:
        return _unknown(intervals, days, image.id)
    found = _first(intervals, span.first, span.last)
    return found._replace(caveats=(ASSERTED.format(image=image.id),)) if found and span.asserted else found


def _unknown(intervals: tuple[Interval, ...], days: Days, image: str) -> Answer | None:
    """Return an answer for an image of an unknown day: what is in force on the day judged, else the last that was."""
    found = _first(intervals, days.today, days.today)
    interval = found.interval if found else next(reversed(intervals), None)
    return Answer(interval, None, (NOT_KNOWN.format(image=image),)) if interval else None


@lru_cache(maxsize=1 << 14)
def _first(intervals: tuple[Interval, ...], first: dt.date, last: dt.date) -> Answer | None:
    """Return the first day of a span on which an interval holds, both ends included."""
    found = ((max(first, interval.since or first), interval) for interval in intervals)
    held = [(day, interval) for day, interval in found if day <= min(last, interval.until or last)]
    day, interval = min(held, key=lambda each: each[0], default=(None, None))
    return Answer(interval, day) if interval else None
