"""``sarcheck inspect``: what a reader sees in a product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarcheck import exitcodes
from sarcheck.cli import _ground, _options, _streams
from sarcheck.errors import GeometryError, ProductError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Product


@click.command("inspect")
@click.argument("products", nargs=-1, metavar="PRODUCT...", type=click.Path(path_type=Path))
@_options.output("text", "stac", "json")
@click.option("--provenance", is_flag=True, help="Every fact on where the product comes from, as text or json.")
@_options.rules
@_options.config
@_options.verbose
def command(products: tuple[Path, ...], form: str, provenance: bool, rules: Path | None) -> int:
    """Show what a reader sees in a product, claim by claim, each with the place it was read from.

    PRODUCT is a folder, an archive or a metadata file. In STAC, one product is an Item and several are a
    FeatureCollection. --provenance tells what its own numbers say of where it comes from: whether its files are whole,
    its geometry closes, its satellite flew; in JSON one product is a list of facts.
    """
    if (form == "json") != provenance and form != "text":
        raise click.UsageError("--format json goes with --provenance; the product itself is --format stac")
    if not products:
        _streams.complain("no product given")
        return exitcodes.NO_INPUT
    read = [product for path in products if (product := _read(path))]
    if read:
        _streams.emit(_origins(read, rules, form) if provenance else _seen(read, rules, form))
    return exitcodes.CLEAR if len(read) == len(products) else exitcodes.NO_INPUT


def _read(path: Path) -> Product | None:
    """Read a product; one that cannot be read is told on standard error."""
    from sarcheck import readers

    try:
        return readers.read(path)
    except ProductError as error:
        _streams.complain(str(error))
        return None


def _seen(products: Sequence[Product], rules: Path | None, form: str) -> bytes:
    return _stac(products, rules) if form == "stac" else _text(products, rules)


def _origins(products: Sequence[Product], rules: Path | None, form: str) -> bytes:
    from sarcheck import provenance, ruleset
    from sarcheck.reports import origins

    table = ruleset.load(rules, progress=_streams.progress).platforms
    found = [(product, provenance.facts(product, table)) for product in products]
    return origins.as_json(found) if form == "json" else origins.as_text(found, **_streams.paper())


def _stac(products: Sequence[Product], rules: Path | None) -> bytes:
    from sarcheck import ruleset, stacitem
    from sarcheck.platforms import identify
    from sarcheck.reports.json import document

    table = ruleset.load(rules, progress=_streams.progress).platforms
    items = [stacitem.to_item(product, identify(product, table)) for product in products]
    return document(items[0] if len(items) == 1 else stacitem.to_collection(items))


def _text(products: Sequence[Product], rules: Path | None) -> bytes:
    from sarcheck import ruleset
    from sarcheck.platforms import identify
    from sarcheck.reports import product as report

    table = ruleset.load(rules, progress=_streams.progress).platforms
    return report.render([(p, identify(p, table), _extent(p)) for p in products], **_streams.paper())


def _extent(product: Product) -> str:
    """Return where a product lies, in words: bounding box and area, or why it cannot be placed."""
    from sarcheck import stacitem

    if not product.outlines:
        return ""
    try:
        footprint, problems = _ground.of_product(product)
    except GeometryError as error:
        return f"cannot be placed: {error}"
    box = stacitem.to_item(product).get("bbox")
    corners = f"{' '.join(f'{degrees:.4f}' for degrees in box)} (W S E N), " if box else ""
    notes = [*footprint.flags, *(problem.message for problem in problems)]
    return f"{corners}{footprint.area_km2:,.0f} km2" + (f" ({'; '.join(notes)})" if notes else "")
