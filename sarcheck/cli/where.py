"""``sarcheck where``: which regions a footprint touches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _ground, _options, _streams
from sarcheck.errors import GeometryError, ProductError, RulesError
from sarcheck.model import Problem
from sarcheck.reports.places import FLAGS, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sarcheck.model import Footprint, Overlap
    from sarcheck.regions import RegionIndex

    Ask = Callable[[Footprint], tuple[Overlap, ...]]

GEOJSON_SUFFIXES = (".json", ".geojson")
GEOJSON_LIMIT = 16 * 1024 * 1024
"""Bytes of a GeoJSON file with one footprint."""


@click.command("where")
@click.argument("inputs", nargs=-1, metavar="PRODUCT|GEOJSON...")
@click.option(
    "--regions",
    "own",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|FOLDER",
    help="Regions of your own instead of the rules'; those outside are shown too, with their distance.",
)
@_options.output("text", "json")
@_options.rules
@_options.config
@_options.verbose
def command(inputs: tuple[str, ...], own: Path | None, form: str, rules: Path | None) -> int:
    """Tell which regions the footprint of a product or of a GeoJSON file touches.

    GEOJSON is a geometry, a Feature, or a collection of one Feature; - reads it from standard input. A MultiPoint
    is a list of corners. Only each region's own accuracy applies: a margin belongs to a rule. A footprint that
    cannot be determined is never clear: the exit code is then 11.
    """
    if not inputs:
        _streams.complain("no product and no GeoJSON given")
        return exitcodes.NO_INPUT
    from sarcheck.reports import places as report
    from sarcheck.reports.json import document

    index = _index(own, rules)
    ask = index.relations if own else index.overlaps
    places, codes = [], []
    for name in inputs:
        place, code = _locate(name, ask, index.problems)
        places.append(place)
        codes.append(code)
    if form == "json":
        found = [report.as_dict(place) for place in places]
        named = [{"input": place.input, **answer} for place, answer in zip(places, found, strict=True)]
        _streams.emit(document(found[0] if len(found) == 1 else named))
    else:
        _streams.emit(report.render(places, **_streams.paper()))
    return exitcodes.NO_INPUT if exitcodes.NO_INPUT in codes else max(codes)


def _index(own: Path | None, rules: Path | None) -> RegionIndex:
    """Return the regions to ask: one's own, else those of the rules; raise RulesError when there is none."""
    from sarcheck import ruleset

    index = _own_index(own) if own else ruleset.load(rules, progress=_streams.progress).regions
    if not index.ids:
        raise RulesError(str(own or "rules"), "", "holds no region: there is nothing to hold a footprint against")
    return index


def _own_index(path: Path) -> RegionIndex:
    from sarcheck.regions import RegionIndex, build, read_file

    files = sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".") if path.is_dir() else [path]
    sections = build(region for file in files for region in read_file(file))
    return RegionIndex(sections.__getitem__)


def _locate(name: str, ask: Ask, doubts: Sequence[Problem]) -> tuple[Place, int]:
    """Return where one input lies, and the exit code that it asks for; ``doubts`` are about the regions themselves."""
    try:
        footprint, problems = _footprint(name)
    except ProductError as error:
        _streams.complain(str(error))
        return Place(input=name, problems=(_problem(error.pointer, error.message),)), exitcodes.NO_INPUT
    except GeometryError as error:
        return Place(input=name, problems=(_problem("", str(error), _ground.UNDETERMINED),)), exitcodes.INCOMPLETE
    told = tuple(_problem("", FLAGS[flag], flag) for flag in footprint.flags if flag in FLAGS)
    unsure = (*problems, *doubts)
    place = Place(input=name, footprint=footprint, overlaps=ask(footprint), problems=(*unsure, *told))
    return place, exitcodes.INCOMPLETE if unsure else exitcodes.CLEAR


def _problem(pointer: str, message: str, code: str = "unreadable") -> Problem:
    return Problem(pointer=pointer, message=message, code=code)


def _footprint(name: str) -> tuple[Footprint, tuple[Problem, ...]]:
    """Return the footprint of a GeoJSON document or of a product, and what is wrong with its outlines."""
    document = _geojson(name)
    if document is not None:
        return _ground.of_geojson(document), ()
    from sarcheck import readers

    return _ground.of_product(readers.read(Path(name)))


def _geojson(name: str) -> dict[str, Any] | None:
    """Return a GeoJSON document, None where the input is a product (a STAC Item is one)."""
    try:
        data = _streams.read_stdin(GEOJSON_LIMIT) if name == "-" else _head(Path(name))
        if data is None:
            return None
        if len(data) > GEOJSON_LIMIT:
            raise ProductError(name, "", f"larger than {GEOJSON_LIMIT} bytes")
        document = msgspec.json.decode(data)
    except OSError as error:
        raise ProductError(name, "", f"cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProductError(name, "", f"is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ProductError(name, "", "is neither GeoJSON nor a STAC Item")
    return None if "stac_version" in document else document


def _head(path: Path) -> bytes | None:
    """Return the content of a file that is named like GeoJSON, None for any other; raise OSError."""
    if path.suffix.lower() not in GEOJSON_SUFFIXES or not path.is_file():
        return None
    with path.open("rb") as stream:
        return stream.read(GEOJSON_LIMIT + 1)
