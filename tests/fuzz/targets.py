"""Every parser of what comes from outside, each a function of bytes: the table of what is fuzzed."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import json
import math
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import click
import msgspec

from sarcheck.errors import AttestationError, GeometryError, JournalError, OrderError, ProductError, RulesError
from tests.fuzz import starts
from tests.fuzz.harness import Target
from tests.fuzz.mutate import MARK, files_of

DAY = dt.date(2026, 11, 22)
THOROUGH = True
"""Whether all that is read is judged and reported too; a fuzzer does that with some inputs, told by their bytes."""


def laid(data: bytes, folder: Path, alone: str = "x") -> list[Path]:
    """Write the files of an input into a folder; a name that cannot be had is passed over."""
    found = []
    for name, content in files_of(data, alone).items():
        path = folder / name
        with contextlib.suppress(OSError):  # one name is a file and a folder, or too long for the disk
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            found.append(path)
    return found


@functools.cache
def ruleset() -> Any:
    """Return the default rules, which have no publisher's list: loaded once a process."""
    from sarcheck import ruleset as module

    return module.load(module.default_pack())


# --- products -----------------------------------------------------------------------------------


def product(data: bytes, folder: Path) -> None:
    """Read a folder of files as a product, and judge what was read."""
    from sarcheck import readers

    laid(data, folder)
    followed(readers.read(folder), data)


def one_file(name: str) -> Callable[[bytes, Path], None]:
    """Return a function that reads an input as a single file: an archive."""

    def read(data: bytes, folder: Path) -> None:
        from sarcheck import readers

        (folder / name).write_bytes(data)
        followed(readers.read(folder / name), data)

    return read


def _every(number: int, data: bytes) -> bool:
    return THOROUGH or zlib.crc32(data) % number == 0


def followed(found: Any, data: bytes) -> None:
    """Judge an order of a product that was read; what is in it must be sane, and nothing behind may fail on it."""
    from sarcheck.model import OrderedProduct, ProductRef
    from sarcheck.screen import screen
    from tests.builders import order

    for outline in found.outlines:
        assert all(math.isfinite(lon) and math.isfinite(lat) for lon, lat in outline.points), outline.points[:5]
    for claim in found.claims:
        assert claim.stated.isprintable(), claim.stated[:80]
    assert found.start is None or 1950 <= found.start.year <= 2100, found.start
    if not _every(4, data):
        return
    msgspec.json.decode(msgspec.json.encode(found), type=type(found))
    ordered = OrderedProduct(ref=ProductRef(id="p1", href="p1"), pointer="/products/0", product=found)
    told(screen(order((ordered,)), ruleset(), DAY), data)


def told(verdict: Any, data: bytes) -> None:
    """Write a verdict in the forms that the command line offers."""
    from sarcheck import reports

    assert verdict.outcome in ("clear", "review", "incomplete", "license_required", "deny")
    for name in reports.REPORTS if _every(16, data) else ():
        if name != "png":
            reports.report(name).render([verdict])


# --- orders and what is read back ---------------------------------------------------------------


def order(data: bytes, folder: Path) -> None:
    """Take an order with its products, and judge it; of several files, body.json with chain.json as its parties."""
    from sarcheck.intake import load_order
    from sarcheck.screen import screen

    if MARK not in data:
        taken = load_order(data)
    else:
        named = {path.name: path for path in laid(data, folder)}
        if "body.json" not in named:
            return
        taken = load_order(named["body.json"], parties=named.get("chain.json"))
    told(screen(taken, ruleset(), DAY), data)


def verdict(data: bytes, folder: Path) -> None:
    """Read verdicts again from their JSON and tell them in words."""
    from sarcheck.cli import explain

    path = folder / "verdict.json"
    path.write_bytes(data)
    for form in ("text", "html", "json") if _every(4, data) else ("text",):
        explain._told(str(path), explain._read(str(path)), "", form)


def batch(data: bytes, folder: Path) -> None:
    """Cut an input of a batch into parts and read them."""
    from sarcheck.batch import parts
    from sarcheck.intake import load_order

    path = folder / "in"
    path.write_bytes(data)
    for part in parts.parts(str(path), 2):
        taken = parts.read(part)
        parts.fingerprint(part, taken, [folder])
        for one in taken:
            with contextlib.suppress(OrderError):
                load_order(one.data if one.data is not None else one.path, name=one.name)


def attestation(data: bytes, folder: Path) -> None:
    """Read an envelope and keys of a stranger."""
    from sarcheck import attest
    from tests.test_attest import PAIR

    for read in (lambda: attest.opened(data, PAIR.public), lambda: attest.key_id(data)):
        with contextlib.suppress(AttestationError):
            read()
    attest.sign(b"x", "kind", data)


def store(data: bytes, folder: Path) -> None:
    """Open a compiled store and all its sections; one given as JSON gets the checksums that it should have."""
    from sarcheck.store import Store

    path = folder / "a.store"
    path.write_bytes(_sealed_store(data) if data[:1] == b"{" else data)
    opened = Store(path)
    for name in list(opened._table):
        opened(name)


def _sealed_store(data: bytes) -> bytes:
    """Return a store of a header given as JSON, which whoever makes a store may write as they like."""
    from sarcheck.store import _file

    body = bytes(range(256)) * 2
    header = _plain_json(data)
    for section in header.get("sections") or () if isinstance(header.get("sections"), list) else ():
        if isinstance(section, list) and len(section) == 5 and all(isinstance(n, int) for n in section[3:]):
            section.append(_file._digest(body[max(section[3], 0) :][: max(section[4], 0)]))
    raw = msgspec.msgpack.encode([header.get(key) for key in ("made_as", "byteorder", "sections")])
    head = _file.MAGIC + len(raw).to_bytes(8, "little") + _file._digest(raw) + raw
    return head.ljust(_file._aligned(len(head)), b"\0") + body


def _plain_json(data: bytes) -> dict[str, Any]:
    """Return an object of JSON, an empty one for what is none, with numbers that the formats can hold."""
    try:
        tree = json.loads(data, parse_int=lambda text: max(-(2**63), min(int(text[:25]), 2**63 - 1)))
    except (ValueError, RecursionError):
        return {}
    return tree if isinstance(tree, dict) else {}


def journal(data: bytes, folder: Path) -> None:
    """Read, verify, search, show, export and add to a journal; one given as JSON gets the hashes that are due."""
    from sarcheck import casefile
    from sarcheck import journal as module
    from sarcheck.cli import _records, journal_show

    path = folder / "journal.db"
    if data[:1] == b"{":
        _sealed_journal(data, path)
    else:
        path.write_bytes(data)
    if not module.is_journal(path):
        return
    with contextlib.suppress(JournalError):
        module.verify(path)
    with contextlib.suppress(JournalError), module.reading(path) as held:
        list(module.due(held, DAY))
        list(module.found(held, "a"))
        list(module.decisions_on(held, held.records()))
    with contextlib.suppress(JournalError), module.reading(path) as held:
        for record in held.records():
            _records.lines([_records.told(held, record)])
            for tell in (journal_show._whole, journal_show._text):
                with contextlib.suppress(JournalError):
                    tell(held, record)
    for redacted in (False, True):
        with contextlib.suppress(JournalError), module.reading(path) as held:
            case = zipfile.ZipFile(io.BytesIO(casefile.export(held, "O-1", DAY, redacted=redacted)))
            assert not any(".." in PurePath(name).parts or name.startswith("/") for name in case.namelist())
    module.append(path, [_draft()], dt.datetime(2026, 11, 26, 13, tzinfo=dt.UTC))


def _sealed_journal(data: bytes, path: Path) -> None:
    """Write a journal of records given as JSON: its headers as they are, each seal and hash as it should be."""
    import sqlite3

    from sarcheck.journal import _file
    from sarcheck.journal import _records as made

    with contextlib.closing(sqlite3.connect(path)) as held:
        held.execute(f"PRAGMA page_size={_file.PAGE}")
        held.execute(f"PRAGMA application_id={_file.APPLICATION}")
        held.execute(f"PRAGMA user_version={_file.FORMAT}")
        for _, _, sql in _file.SCHEMA:
            held.execute(sql)
        previous, row = made.BEGINNING, 1
        records = _plain_json(data).get("records")
        for seq, record in enumerate(records if isinstance(records, list) else (), 1):
            header = record.get("header") if isinstance(record, dict) else None
            parts = record.get("parts") if isinstance(record, dict) else None
            stored = {str(name): made.sealed(json.dumps(part).encode()) for name, part in _items(parts)}
            seals = {
                "parts": [{"name": name, "seal": seal} for name, (seal, _) in stored.items()],
                "first": row,
                "previous": previous,
            }
            written = json.dumps({"seq": seq} | seals | dict(_items(header))).encode()
            previous = made.digest(written).hex()
            held.execute("INSERT INTO record VALUES (?, ?, ?)", (seq, written, made.digest(written)))
            for _, content in stored.values():
                held.execute("INSERT INTO payload VALUES (?, ?)", (row, content))
                row += 1
        held.commit()


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _draft() -> Any:
    from tests.journal.conftest import draft

    return draft(3)


def setting(data: bytes, folder: Path) -> None:
    """Read a configuration file."""
    from sarcheck.cli import _options

    path = folder / "sarcheck.toml"
    path.write_bytes(data)
    _options.read_config(path)


def lookups(data: bytes, folder: Path) -> None:
    """Answer the queries of a stream."""
    from unittest import mock

    from sarcheck.cli import _streams, match

    quiet = {"emit": lambda *_: None, "complain": lambda *_: None, "stdin": lambda: io.BytesIO(data)}
    with mock.patch.multiple(_streams, **quiet):
        match._stream(ruleset(), 5)


# --- rules and ground ---------------------------------------------------------------------------


def pack(data: bytes, folder: Path) -> None:
    """Load a rules folder and judge an order by it."""
    from sarcheck import ruleset as module
    from sarcheck.intake import load_order
    from sarcheck.screen import screen
    from tests import tiny

    laid(data, folder)
    cache = folder.parent / "compiled"
    loaded = module.load(folder, cache=cache)
    try:
        told(screen(load_order(tiny.order()), loaded, DAY), data)
    finally:
        del loaded
        for path in cache.glob("rules-*"):
            path.unlink()


def region(data: bytes, folder: Path) -> None:
    """Read files of regions and lay an index over them."""
    from sarcheck import geo
    from sarcheck.regions import RegionIndex, build, files, read_file

    laid(data, folder)
    found = [one for path in files(folder) for one in read_file(path)]
    index = RegionIndex(build(found).__getitem__)
    index.relations(geo.footprint([(30.0, 50.0), (31.0, 50.0), (31.0, 51.0), (30.0, 51.0)]))


def ground(data: bytes, folder: Path) -> None:
    """Ask where a GeoJSON document or corners on the command line lie."""
    from sarcheck.cli import _ground, where

    path = folder / "x.geojson"
    path.write_bytes(data)
    asked = []
    with contextlib.suppress(ProductError):
        asked += [get for _, get in where._asked(str(path))]
    said = data.decode("utf-8", "replace")
    with contextlib.suppress(ProductError, GeometryError):
        if corners := _ground.corners(said):
            asked += [lambda: (_ground.of_geojson(corners), ())]
    for get in asked[:20]:
        with contextlib.suppress(ProductError, GeometryError):
            ruleset().regions.overlaps(get()[0])


# --- lists --------------------------------------------------------------------------------------

CODES = {"Russia": "RU", "China": "CN", "Iran": "IR", "RU": "RU", "CN": "CN", "Tunisia": "TN", "Belarus": "BY"}


def listed(data: bytes, folder: Path) -> None:
    """Recognise files as lists, describe each and read it whole."""
    from sarcheck import importing, lists

    paths = laid(data, folder, "list")
    for found in lists.recognise(paths, "house-list"):
        importing.describe(found, found.list_id or "house-list", country_code=CODES.get)


def imported(data: bytes, folder: Path) -> None:
    """Read an imported list back by its manifest."""
    from sarcheck import importing

    folder = folder / "us-sdn"
    folder.mkdir()
    laid(data, folder)
    importing.read_sources(folder)
    for _ in importing.read_entries(folder, CODES.get):
        pass


def register(data: bytes, folder: Path) -> None:
    """Read files that say who owns whom."""
    from sarcheck import holdings, ownership  # noqa: F401

    for path in laid(data, folder):
        with contextlib.suppress(RulesError):
            list(holdings.read(path, CODES.get))


# --- the table ----------------------------------------------------------------------------------

_PRODUCT, _LIST, _ORDER = (ProductError,), (RulesError,), (OrderError,)

TARGETS: tuple[Target, ...] = (
    Target(
        "order", order, starts.orders, _ORDER, "orders: native, STAPI with parties, Items in them; verdict, reports"
    ),
    Target("safe", product, starts.safe, _PRODUCT, "sentinel1, spacety"),
    Target("terrasar-radarsat", product, starts.radarsat_and_terrasar, _PRODUCT, "terrasarx, lutan1, radarsat2, rcm"),
    Target(
        "xml",
        product,
        starts.other_xml,
        _PRODUCT,
        "gaofen3, saocom, novasar, eos04, biomass, strix, cosmo and kompsat5 in XML",
    ),
    Target("lines", product, starts.lines, _PRODUCT, "risat1, uavsar, alos (summary, CARD4L)"),
    Target("ceos", product, starts.ceos, _PRODUCT, "alos (CEOS), ers_ceos"),
    Target("envisat", product, starts.envisat, _PRODUCT, "envisat"),
    Target("hdf5", product, starts.hdf5, _PRODUCT, "HDF5: cosmo, kompsat5, iceye, nisar"),
    Target("nga", product, starts.nga, _PRODUCT, "sicd, sidd (NITF, XML), cphd, crsd"),
    Target("json", product, starts.json_products, _PRODUCT, "capella, umbra, stac, eopf"),
    Target("iceye", product, starts.iceye, _PRODUCT, "iceye (XML, GeoTIFF, JSON)"),
    Target("archives", one_file("x.zip"), starts.archives, _PRODUCT, "zip, tar and tar.gz round a product"),
    Target("ofac", listed, starts.ofac_xml, _LIST, "ofac advanced, enhanced and legacy XML"),
    Target("us", listed, starts.us, _LIST, "ofac CSV sets, csl (CSV, JSON), dpl"),
    Target("eu-uk", listed, starts.eu_uk, _LIST, "eu fsf XML and CSV, journal; uk sanctions list XML and CSV, ofsi"),
    Target("states", listed, starts.states, _LIST, "un_sc, ca_sema, ch_seco, au_dfat (XLSX)"),
    Target("opensanctions", listed, starts.opensanctions, _LIST, "opensanctions simple CSV, FollowTheMoney"),
    Target("own", listed, starts.own, _LIST, "own tables (CSV), parties (TOML); gzip and zip round a list"),
    Target("manifest", imported, starts.manifests, _LIST, "source.toml of imported lists"),
    Target("register", register, starts.registers, _LIST, "holdings: CSV, BODS, FollowTheMoney"),
    Target("rules", pack, starts.packs, _LIST, "rules folders: every table, rules, waivers, operator, parties"),
    Target("regions", region, starts.regions, _LIST, "regions: GeoJSON, TOML, countries"),
    Target("vectors", region, starts.vectors, _LIST, "regions: GeoPackage, Shapefile"),
    Target("ground", ground, starts.grounds, (), "GeoJSON and corners of where"),
    Target("batch", batch, starts.batches, _ORDER, "batches: lines, gzip, Parquet"),
    Target("verdict", verdict, starts.verdicts, (OrderError, click.UsageError), "verdicts read back by explain"),
    Target("attest", attestation, starts.envelopes, (AttestationError,), "attestations and keys"),
    Target("store", store, starts.stores, _LIST, "compiled stores"),
    Target("journal", journal, starts.journals, (JournalError,), "journals"),
    Target("config", setting, starts.settings, (click.UsageError,), "sarcheck.toml"),
    Target("lookup", lookups, starts.lookups, (), "queries of match: names in any script"),
)
BY_NAME = {target.name: target for target in TARGETS}
