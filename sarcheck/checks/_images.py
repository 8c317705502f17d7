"""What the checks of images share: an image that is delivered or to be taken, its satellite, time and resolution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from msgspec import Struct

from sarcheck.evidence import Area, Evidence
from sarcheck.model import Operator, Overlap, Product, Subject
from sarcheck.orders import interval


class Image(Struct, frozen=True, kw_only=True):
    """A product that was read, or the image of a tasking: where it lies, who operates its satellite, when it is taken.

    ``resolutions`` are its resolutions in metres, None for each that is not stated, and ``spacings`` those of its
    pixels; ``first`` and ``last`` are the days between which it is taken, None where that is not known.
    """

    subject: Subject
    pointer: str
    areas: tuple[Area, ...]
    operators: tuple[Operator, ...]
    resolutions: tuple[float | None, ...]
    spacings: tuple[float | None, ...]
    first: dt.date | None
    last: dt.date | None
    product: Product | None = None

    @property
    def name(self) -> str:
        """Return what a message calls the image."""
        return "The image to be taken" if self.product is None else f"The product {self.subject.id}"

    @property
    def complex(self) -> bool | None:
        """Tell whether the phase is kept; None where that is not known."""
        return self.product.complex if self.product else None

    @property
    def finest(self) -> float | None:
        """Return the finest of the resolutions that are stated, in metres."""
        return min((value for value in self.resolutions if value is not None), default=None)

    def finer_than(self, limit: float, *, inclusive: bool) -> bool | None:
        """Tell whether the image is finer than a limit in metres in its best direction; None where that is open.

        Pixels farther apart than the limit show nothing finer, whatever the resolution.
        """
        if self.finest is not None and (self.finest < limit or (inclusive and self.finest == limit)):
            return True
        pairs = zip(self.resolutions, self.spacings, strict=True)
        settled = all(value is not None or (apart is not None and apart > limit) for value, apart in pairs)
        return False if settled else None

    def touched(self, regions: Collection[str]) -> Overlap | None:
        """Return how the image lies to the first of some regions that it touches, surely or perhaps."""
        near = (o for area in self.areas for o in area.overlaps if o.region in regions and o.relation != "outside")
        return min(near, key=lambda overlap: (overlap.relation != "inside", overlap.region), default=None)


def images(evidence: Evidence) -> tuple[Image, ...]:
    """Return each product of the order that was read, and the image that a tasking asks for."""
    return evidence.once(_all)


def _all(evidence: Evidence) -> tuple[Image, ...]:
    return tuple(_images(evidence))


def _images(evidence: Evidence) -> Iterator[Image]:
    order = evidence.order
    for ordered in order.products:
        if product := ordered.product:
            days = [time.date() for time in (product.start, product.stop) if time]
            yield Image(
                subject=Subject(kind="product", id=ordered.ref.id),
                pointer=ordered.pointer,
                areas=tuple(area for area in evidence.areas if area.pointer == ordered.pointer),
                operators=_operators(evidence, ordered.pointer),
                resolutions=(product.resolution_range, product.resolution_azimuth),
                spacings=(product.spacing_range, product.spacing_azimuth),
                first=min(days, default=None),
                last=max(days, default=None),
                product=product,
            )
    if tasking := order.document.tasking:
        first, last = interval(order.document.datetime) if order.document.datetime else (None, None)
        yield Image(
            subject=Subject(kind="order", id="tasking"),
            pointer="/tasking",
            areas=tuple(area for area in evidence.areas if area.subject.kind == "footprint"),
            operators=_operators(evidence, "/tasking"),
            resolutions=(tasking.resolution_m,),
            spacings=(None,),
            first=max(first.date(), evidence.as_of) if first else evidence.as_of,
            last=last.date() if last else None,
        )


def _operators(evidence: Evidence, pointer: str) -> tuple[Operator, ...]:
    return tuple(operator for one in evidence.imaging if one.pointer == pointer for _, operator, _ in one.operators)
