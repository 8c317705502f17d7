"""``sarcheck where``: which regions footprints touch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _ground, _options, _streams
from sarcheck.errors import GeometryError, ProductError, RulesError
from sarcheck.model import NOT_JSON, Problem
from sarcheck.reports.places import DOUBTFUL, FLAGS, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sarcheck.model import Footprint, Overlap
    from sarcheck.regions import RegionIndex

    Ask = Callable[[Footprint], tuple[Overlap, ...]]
    Placed = tuple[Footprint, tuple[Problem, ...]]
    Asked = tuple[str, Callable[[], Placed]]
    """What a footprint is called, and how to get it and what is wrong with it."""

GEOJSON_SUFFIXES = (".json", ".geojson")
GEOJSON_LIMIT = 256 * 1024 * 1024
"""Bytes of a GeoJSON file."""


@click.command("where")
@click.argument("inputs", nargs=-1, metavar="PRODUCT|GEOJSON|CORNERS...")
@click.option(
    "--regions",
    "own",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|FOLDER",
    help="Regions of your own instead of the rules'; those outside are shown too, with their distance.",
)
@_options.output("text", "json", "geojson")
@_options.rules
@_options.config
@_options.verbose
def command(inputs: tuple[str, ...], own: Path | None, form: str, rules: Path | None) -> int:
    """Tell which regions the footprints of products, GeoJSON files or corners touch.

    GEOJSON is a geometry, a Feature, or a collection, of which each Feature is asked about; - reads it from standard
    input. A MultiPoint, a bare JSON list of positions and CORNERS ("30,50 31,50 31,51 30,51", longitude first; put --
    before a minus) are lists of corners. Only each region's own accuracy applies: a margin belongs to a rule. A
    footprint that cannot be determined, or whose axes seem exchanged, is never clear: the exit code is then 11. The
    form geojson is a map: footprints, the regions that they touch, and what they share.
    """
    if not inputs:
        _streams.complain("no product, no GeoJSON and no corners given")
        return exitcodes.NO_INPUT
    index = _index(own, rules)
    ask = index.relations if own else index.overlaps
    answers = [answer for name in inputs for answer in _answers(name, ask, index.problems)]
    _streams.emit(_rendered([place for place, _ in answers], form, index))
    codes = [code for _, code in answers]
    return exitcodes.NO_INPUT if exitcodes.NO_INPUT in codes else max(codes)


def _rendered(places: list[Place], form: str, index: RegionIndex) -> bytes:
    """Return the answers in a form; one is a JSON document as it is, several are a list with their inputs."""
    from sarcheck.reports import placemap
    from sarcheck.reports import places as report
    from sarcheck.reports.json import document

    if form == "text":
        return report.render(places, **_streams.paper())
    if form == "geojson":
        return placemap.render(places, index.shape)
    if len(places) == 1:
        return document(report.as_dict(places[0]))
    return document([{"input": place.input, **report.as_dict(place)} for place in places])


def _index(own: Path | None, rules: Path | None) -> RegionIndex:
    """Return the regions to ask: one's own, else those of the rules; raise RulesError when there is none."""
    from sarcheck import ruleset

    index = _own_index(own) if own else ruleset.load(rules, progress=_streams.progress).regions
    if not index.ids:
        raise RulesError(str(own or "rules"), "", "holds no region: there is nothing to hold a footprint against")
    return index


def _own_index(path: Path) -> RegionIndex:
    from sarcheck.regions import RegionIndex, build, files, read_file

    found = files(path) if path.is_dir() else [path]
    sections = build(region for file in found for region in read_file(file))
    return RegionIndex(sections.__getitem__)


def _answers(name: str, ask: Ask, doubts: Sequence[Problem]) -> Iterator[tuple[Place, int]]:
    """Yield where each footprint of an input lies, and the exit code that it asks for.

    ``doubts`` are about the regions themselves.
    """
    try:
        for called, get in _asked(name):
            yield _located(called, get, ask, doubts)
    except ProductError as error:
        _streams.complain(str(error))
        yield Place(input=name, problems=(_problem(error.pointer, error.message),)), exitcodes.NO_INPUT


def _located(name: str, get: Callable[[], Placed], ask: Ask, doubts: Sequence[Problem]) -> tuple[Place, int]:
    try:
        footprint, problems = get()
    except GeometryError as error:
        return Place(input=name, problems=(_problem("", str(error), _ground.UNDETERMINED),)), exitcodes.INCOMPLETE
    told = tuple(_problem("", FLAGS[flag], flag) for flag in footprint.flags if flag in FLAGS)
    unsure = (*problems, *doubts)
    place = Place(input=name, footprint=footprint, overlaps=ask(footprint), problems=(*unsure, *told))
    doubtful = unsure or not DOUBTFUL.isdisjoint(footprint.flags)
    return place, exitcodes.INCOMPLETE if doubtful else exitcodes.CLEAR


def _problem(pointer: str, message: str, code: str = "unreadable") -> Problem:
    return Problem(pointer=pointer, message=message, code=code)


def _asked(name: str) -> Iterator[Asked]:
    """Yield the footprints of an input: of corners and products one, of a GeoJSON document one for each Feature."""
    document = _ground.corners(name) or _geojson(name)
    if document is None:
        from sarcheck import readers

        yield name, lambda: _ground.of_product(readers.read(Path(name)))
        return
    for called, shape in _ground.shapes(name, document):
        yield called, lambda shape=shape: (_ground.of_geojson(shape), ())  # type: ignore[misc]


def _geojson(name: str) -> dict[str, Any] | None:
    """Return a GeoJSON document, a list of positions as a MultiPoint; None where the input is a product (a STAC Item
    is one)."""
    try:
        data = _streams.read_stdin(GEOJSON_LIMIT) if name == "-" else _head(Path(name))
        if data is None:
            return None
        if len(data) > GEOJSON_LIMIT:
            raise ProductError(name, "", f"larger than {GEOJSON_LIMIT} bytes")
        document = msgspec.json.decode(data)
    except OSError as error:
        raise ProductError(name, "", f"cannot be read: {error.strerror}") from error
    except NOT_JSON as error:
        raise ProductError(name, "", f"is not JSON: {error}") from error
    if isinstance(document, list) and document and all(isinstance(point, list) for point in document):
        return {"type": "MultiPoint", "coordinates": document}
    if not isinstance(document, dict):
        raise ProductError(name, "", "is neither GeoJSON nor a STAC Item, nor a list of positions")
    return None if "stac_version" in document and document.get("type") != "FeatureCollection" else document


def _head(path: Path) -> bytes | None:
    """Return the content of a file that is named like GeoJSON, None for any other; raise OSError."""
    if path.suffix.lower() not in GEOJSON_SUFFIXES or not path.is_file():
        return None
    with path.open("rb") as stream:
        return stream.read(GEOJSON_LIMIT + 1)
