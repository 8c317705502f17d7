"""Where reports go: ``-f FORMAT[=FILE]``, and the files that no report may replace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sarcheck.cli._near import meant
from sarcheck.reports import REPORTS, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.model import Order
    from sarcheck.reports import Report

STDIN = "standard input"
"""What an order is called that comes without a file."""


class Target(NamedTuple):
    """A report and the file it goes to; None is standard output."""

    report: Report
    path: Path | None


def targets(_ctx: click.Context, _option: click.Parameter, formats: tuple[str, ...]) -> tuple[Target, ...]:
    """Read ``FORMAT[=FILE]``; refuse before any work what could not be written after it."""
    found = tuple(_target(text) for text in formats)
    places = [target.path for target in found]
    if len(set(places)) < len(places):
        raise click.BadParameter("two reports for one place: give each but one a file, as in json=verdict.json")
    return found


def _target(text: str) -> Target:
    name, given, file = text.partition("=")
    if name not in REPORTS:
        raise click.BadParameter(f"no report '{name}'; there are {', '.join(REPORTS)}{meant(name, REPORTS)}")
    chosen = report(name)
    if lacking := getattr(chosen, "lacking", str)():
        raise click.BadParameter(f"{name}: {lacking}")
    if not given:
        return Target(chosen, None)
    try:
        if not file or Path(file).is_dir():
            raise click.BadParameter(f"{text}: name a file after '='")
        if not Path(file).parent.is_dir():
            raise click.BadParameter(f"{file}: its folder does not exist")
    except OSError as error:
        raise click.BadParameter(f"{file}: {error.strerror}") from error
    return Target(chosen, Path(file))


def spare_orders(chosen: Iterable[Target], names: Iterable[str]) -> None:
    """Raise click.UsageError when a report would replace an order that is screened."""
    files = [name for name in names if name != "-"]
    for path in (target.path for target in chosen if target.path):
        if any(same(path, Path(name)) for name in files):
            raise click.UsageError(f"{path} is the order itself: write the report to a file of its own")


def spare_products(chosen: Iterable[Target], orders: Iterable[Order], roots: Sequence[Path]) -> None:
    """Raise click.UsageError when a report would be written over or into a product of an order."""
    paths = [target.path for target in chosen if target.path]
    if not paths:
        return
    places = {place for order in orders for place in _places(order, roots)}
    for path in paths:
        if any(_real(path).is_relative_to(place) for place in places):
            raise click.UsageError(f"{path} is in a product that is screened: write the report outside it")


def _places(order: Order, roots: Sequence[Path]) -> Iterator[Path]:
    """Yield where the products of an order lie; a manifest stands for the folder around it."""
    own = [] if order.source == STDIN else [Path(order.source).parent]
    bases = [_real(folder) for folder in (*own, *roots)]
    for href in (product.href for product in order.document.products if product.href):
        for place in (_real(base / href) for base in bases):
            if any(place.is_relative_to(base) for base in bases):
                yield place.parent if place.name.lower() == "manifest.safe" else place


def same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, there or not yet, through links or in letters of another case."""
    try:
        return one.samefile(other)
    except OSError:
        return _real(one) == _real(other)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
