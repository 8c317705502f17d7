"""Inputs that fuzzing starts from: small genuine-looking files, made by what the suite's own tests make theirs with.

Nothing here is kept: each is made when it is asked for. An input of several files is packed (``mutate.packed``).
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.fuzz.mutate import packed

Made = Iterator[bytes]


def files(make: Callable[[Path], Any]) -> dict[str, bytes]:
    """Return the files that a function writes into a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
        }


def _bytes(make: Callable[[Path], Any], name: str = "x") -> bytes:
    return files(lambda folder: make(folder / name))[name]


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files as a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """Return files as a tar archive."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


# --- products -----------------------------------------------------------------------------------


def _made_up(*formats: str) -> Made:
    from tests.readers.documents import PRODUCTS

    for name in formats:
        yield packed({file: text.encode() for file, text in PRODUCTS[name].items()})


def _safe() -> dict[str, bytes]:
    from tests.readers.conftest import ANNOTATION, MANIFEST, STEM

    return {"manifest.safe": MANIFEST.encode(), f"annotation/{STEM}.xml": ANNOTATION.encode()}


def safe() -> Made:
    from tests.readers import test_spacety
    from tests.readers.conftest import ANNOTATION, MANIFEST, edited

    files = _safe()
    yield packed(files)
    yield packed({"manifest.safe": files["manifest.safe"]})
    yield packed({name: data for name, data in files.items() if name != "manifest.safe"})
    yield packed(
        {
            "manifest.safe": edited(MANIFEST, test_spacety.manifest("HISEA-1", "")).encode(),
            f"annotation/{test_spacety.STEM}.xml": edited(ANNOTATION, test_spacety.ANNOTATION).encode(),
        }
    )


def radarsat_and_terrasar() -> Made:
    yield from _made_up("terrasarx", "lutan1", "radarsat2", "rcm")


def other_xml() -> Made:
    yield from _made_up("gaofen3", "saocom", "novasar", "eos04", "biomass")
    from tests.readers import telespazio, test_strix

    yield packed({"x_Aux.xml": telespazio.aux_xml().encode()})
    yield packed({"DFDN_x.h5.xml": telespazio.NOTE.encode(), "DFAS_x.xml": telespazio.SHEET.encode()})
    yield packed({"PAR-x.xml": test_strix.XML.encode(), "IMG-VV-x.tif": b"II*\0"})


def lines() -> Made:
    from tests.readers import test_alos, test_uavsar

    yield from _made_up("risat1")
    yield packed({"zenda.ann": test_uavsar.ANN.encode("latin-1")})
    yield packed({"summary.txt": test_alos.SUMMARY.encode(), "card.xml": test_alos.CARD.encode()})


def ceos() -> Made:
    from tests.readers import ceos as made
    from tests.readers import test_alos, test_ers_ceos

    volume = made.volume(test_alos.VOLUME, test_alos.TEXT)
    yield packed({"LED-x": test_alos.leader(), "VOL-x": volume, "IMG-HH-x": b""})
    yield packed({"LED-x": test_alos.leader(mm=True, fixed=False), "summary.txt": test_alos.SUMMARY.encode()})
    leader = made.leader(test_ers_ceos.DSS, made.corners(*test_ers_ceos.RING), made.orbit(), length=1886)
    cells = {112: "1996070112000000", 128: "RURITANIA", 148: "SITE"}
    yield packed({"LEA_01.001": leader, "VDF_DAT.001": made.volume(cells, {})})


def envisat() -> Made:
    from tests.readers import test_envisat

    yield packed({"image.N1": test_envisat.made()})


def hdf5() -> Made:
    from tests.readers import telespazio

    yield packed(files(lambda folder: telespazio.hdf5(folder / f"{telespazio.STEM}.h5")))
    yield packed(files(lambda folder: telespazio.hdf5(folder / "x.h5", swaths=3, fixed=False)))
    korean = {"Mission ID": "KMPS", "Satellite ID": "KMPS5", "Product Type": "GTC_B"}
    yield packed(files(lambda folder: telespazio.hdf5(folder / "k.h5", korean)))

    from tests.readers import test_iceye, test_nisar

    yield packed(files(lambda folder: test_iceye.hdf5(folder / "renamed.h5")))
    for group in ("RSLC", "GSLC"):
        yield packed(files(lambda folder, group=group: test_nisar.granule(folder / "granule.h5", group=group)))


def nga() -> Made:
    from tests.readers import nitf as made
    from tests.readers import test_sicd, test_sidd

    yield packed({"image.ntf": made.nitf(test_sicd.XML.encode())})
    yield packed({"image.ntf": made.nitf(test_sidd.XML.encode(), test_sicd.XML.encode())})
    yield packed({"sicd.xml": test_sicd.XML.encode()})

    from tests.readers import test_cphd

    yield packed({"signal.cphd": test_cphd.packed(test_cphd.CPHD)})
    crsd = test_cphd.packed(test_cphd.CRSD, "CRSD/1.0.0", ("XML_BLOCK_SIZE", "XML_BLOCK_BYTE_OFFSET"))
    yield packed({"signal.crsd": crsd})


def json_products() -> Made:
    from tests.readers import test_capella, test_eopf, test_stac, test_umbra

    yield packed({"x_extended.json": _json(test_capella.DOCUMENT)})
    for geometry in (test_capella.MAP, test_capella.PFA):
        yield packed({"x_extended.json": _json(test_capella.changed(collect__image__image_geometry=geometry))})
    yield packed({"METADATA.json": _json(test_umbra.DOCUMENT)})
    yield packed({"item.json": _json(test_stac.ITEM)})
    yield packed({".zattrs": _json({"stac_discovery": test_eopf.ITEM}), "measurements/.zattrs": b"{}"})
    yield packed({"zarr.json": _json({"attributes": {"stac_discovery": test_eopf.ITEM}})})


def iceye() -> Made:
    from tests.readers import test_iceye

    yield packed({"x.xml": test_iceye.xml().encode()})
    for order, big in (("<", False), (">", True)):
        yield packed({"x.tif": test_iceye.tiff(test_iceye.tags(), order, big)})
    yield packed({"x.json": _json(test_iceye.COG)})


def archives() -> Made:
    yield zipped({f"x.SAFE/{name}": data for name, data in _safe().items()})
    from tests.readers.documents import GAOFEN3

    yield zipped({"a/b.meta.xml": GAOFEN3.encode(), "a/quick.tiff": b"II*\0" + bytes(2000)})

    files = {f"x.SAFE/{name}": data for name, data in _safe().items()}
    yield tarred(files)
    yield tarred(files, tarfile.GNU_FORMAT)
    yield gzip.compress(tarred(files, tarfile.USTAR_FORMAT), 1, mtime=0)


# --- orders, records ----------------------------------------------------------------------------


def orders() -> Made:
    from tests import tiny

    yield _json(tiny.order())
    party = {
        "id": "owned",
        "roles": ["end_user", "owner"],
        "name": "Спутник 航天 Ltd",
        "aliases": ["Sputnik"],
        "country": "RU",
        "owners": [{"party": "buyer", "share": 60, "source": "register"}],
        "identifiers": {"inn": "7707083893"},
        "address": "Port Example 95123",
        "born": "1970-01-02",
        "nationalities": ["DE"],
    }
    yield _json(tiny.order(parties=[*tiny.order()["parties"], party], end_use={"statement": "Mapping of fields"}))
    for sample in sorted((Path(__file__).parents[2] / "samples").rglob("order.json"))[:12]:
        yield sample.read_bytes()

    from tests.orders import test_stapi
    from tests.readers import test_stac

    yield _json(tiny.order(products=[{"id": "p1", "item": test_stac.ITEM}]))
    chain = {key: value for key, value in test_stapi.CHAIN.items() if key != "id"}
    for body, own in ((test_stapi.ORDER, chain), (test_stapi.OLDER, chain), (test_stapi.FLAT, test_stapi.CHAIN)):
        yield packed({"body.json": _json(body), "chain.json": _json(own)})
    yield packed({"body.json": _json(test_stapi.ORDER)})


def verdicts() -> Made:
    import datetime as dt

    import msgspec

    from sarcheck import ruleset
    from sarcheck.intake import load_order
    from sarcheck.screen import screen
    from tests import tiny

    with tempfile.TemporaryDirectory() as folder:
        loaded = ruleset.load(tiny.write(Path(folder) / "rules"), cache=Path(folder) / "cache")
        for party in ("Orbital Imaging Zvezda Company", "Harmless Maps Ltd"):
            parties = [{"id": "buyer", "roles": ["customer", "end_user"], "name": party, "country": "CN"}]
            made = screen(load_order(tiny.order(parties=parties)), loaded, dt.date(2026, 11, 22))
            yield msgspec.json.encode(made)
        del loaded
    samples = (Path(__file__).parents[2] / "samples").rglob("verdict.json")
    yield from sorted((path.read_bytes() for path in samples), key=len)[:2]


def batches() -> Made:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    rows = [*orders()][:3]
    text = b"\n".join(rows)
    yield text
    yield gzip.compress(text, 1, mtime=0)
    yield _bytes(lambda path: write_table(pa.table({"order": pa.array(rows)}), path, row_group_size=2))
    yield _bytes(lambda path: write_table(pa.table({"order": pa.array(["{}", None])}), path))


def envelopes() -> Made:
    from tests import test_attest

    yield test_attest.ENVELOPE
    yield test_attest.PAIR.public
    yield test_attest.PAIR.private
    yield test_attest.forged({"_type": test_attest.attest.STATEMENT, "predicateType": test_attest.attest.PREDICATE})


def stores() -> Made:
    from sarcheck.store import write
    from tests.test_store import SECTIONS

    yield _bytes(lambda path: write(path, SECTIONS), "a.store")
    sections = [["text", "|u1", [14], 0, 14], ["grid", "<f8", [3, 4], 64, 96], ["empty", "<i4", [0], 192, 0]]
    yield _json({"made_as": "a.store", "byteorder": sys.byteorder, "sections": sections})


def journals() -> Made:
    import datetime as dt

    import msgspec

    from sarcheck import journal
    from sarcheck.intake import load_order
    from tests import tiny
    from tests.journal.conftest import NOW, draft

    def fill(path: Path) -> None:
        for number in range(3):
            journal.append(path, [draft(number)], NOW)
        journal.append(path, [draft(9, keep=dt.date(2026, 11, 27))], NOW)

    yield _bytes(fill, "journal.db")
    made = msgspec.json.decode(next(verdicts()))
    order = tiny.order(products=[])
    products = msgspec.to_builtins(load_order(tiny.order()).products)
    waiver = {"id": "w", "rule": "listed", "approvers": ["A"], "reason": "R", "expires": "2027-01-01"}
    waiver |= {
        "from": "2026-11-01",
        "party": {"name": "Orbital Imaging", "country": "LU"},
        "entry": {"list": "a-list", "id": "77", "version": "c42dc7bdda711e6a"},
    }
    decision = {"kind": "false_positive", "order": made["order"], "judged": "2026-11-22", "record": 1, "finding": "f1"}
    decision |= {"rule": "listed", "subject": made["findings"][0]["subject"], "message": "M", "reason": "R"}
    decision |= {"since": "2026-11-01", "expires": "2027-01-01", "waiver": waiver, "approvals": [{"by": "A"}]}
    head = {"kind": "verdict", "written": "2026-11-26T12:00:00Z", "retain_until": "2031-11-26", "engine": 3045000}
    facts = {"outcome": "review", "as_of": "2026-11-22", "rules": "0" * 64}
    parts = {"index": {"order": "O-1", "names": ["A"]}, "order": order, "products": products, "verdict": made}
    about = {"about": 1, "decision": "false_positive", "finding": "f1", "completes": None, "waiting_for": 0}
    records = [
        {"header": head | {"facts": facts}, "parts": parts | {"entries": []}},
        {
            "header": head | {"kind": "decision", "facts": about},
            "parts": {"index": {"order": "O-1"}, "decision": decision},
        },
        {"header": head | {"kind": "purge", "facts": {"erased_records": [9]}}, "parts": {}},
    ]
    yield _json({"records": records})


# --- rules and regions --------------------------------------------------------------------------


def packs() -> Made:
    from tests import tiny

    small = files(tiny.write)
    yield packed(small)
    rules = Path(__file__).parents[2] / "rules"
    own = {
        "operator.toml": OPERATOR.encode(),
        "waivers/w.toml": WAIVER.encode(),
        "ownership/register.csv": b"owned,owner,share\nDown,Up,60\n",
        "regions/mine.toml": REGIONS.encode(),
    }
    yield packed(small | own)
    for name in ("provenance.toml", "matching.toml", "facilities.toml"):
        if (rules / name).is_file():
            small = small | {name: (rules / name).read_bytes()}
    yield packed(small)


OPERATOR = """
name = "Example GmbH"
jurisdictions = ["LU"]
distributors = { orbit-co = ["Reseller Ltd"] }
[[licenses]]
id = "D1"
authority = "BIS"
rules = ["listed"]
areas = "*"
from = 2026-01-01
to = 2027-01-01
parties = [{ name = "Orbital Imaging", country = "LU", identifiers = { lei = "529900EXAMPLE" } }]
"""
WAIVER = """
id = "w"
rule = "listed"
approvers = ["A. Officer", "B. Officer"]
reason = "Another of the same name."
from = 2026-11-01
expires = 2027-01-31
[party]
name = "Orbital Imaging"
country = "LU"
[entry]
list = "a-list"
id = "77"
version = "c42dc7bdda711e6a"
"""
REGIONS = """schema = "sarcheck.regions/1"
kind = "base"
source = "Ministry"
stated = 2026-01-01
accuracy_m = 50
[[region]]
id = "a"
wkt = "POLYGON((30 46, 36 46, 36 50, 30 50, 30 46))"
[[region]]
id = "south"
band = { south = -90, north = -60 }
[[region]]
id = "c"
circle = { longitude = 30.5, latitude = 50.25, radius_km = 10 }
"""


def regions() -> Made:
    from tests import tiny

    yield packed({"square.geojson": _json(tiny.SQUARE)})
    yield packed({"mine.toml": REGIONS.encode()})
    yield packed({"countries.toml": tiny.FILES["countries.toml"].replace("\n        ", "\n").encode()})


def vectors() -> Made:
    import shapely

    from tests.regions import test_vector

    box = shapely.box(30, 46, 36, 50)
    for suffix in (".gpkg", ".shp"):
        made = files(lambda folder, suffix=suffix: test_vector.written(folder / f"a{suffix}", box, id=["E"]))
        if suffix == ".gpkg":
            made = {name: _small(data) for name, data in made.items()}
        yield packed(made)


def _small(database: bytes) -> bytes:
    """Return a GeoPackage without the free pages that its writer leaves."""

    def vacuum(path: Path) -> None:
        path.write_bytes(database)
        held = sqlite3.connect(path)
        held.execute("VACUUM")
        held.close()

    return _bytes(vacuum, "x.gpkg")


def grounds() -> Made:
    from tests import tiny

    yield _json(tiny.SQUARE)
    yield _json(tiny.SQUARE["features"][0]["geometry"])
    yield _json([[30, 50], [31, 50], [31, 51], [30, 51]])
    yield b"30,50 31,50 31,51 30,51"


def settings() -> Made:
    yield b'rules = "rules"\nroot = ["a", "b"]\nformat = "text"\nexplain = true\njournal = "j.db"\n'


NAMES = (
    "Общество с ограниченной ответственностью «Спутник»",
    "长沙天仪空间科技研究院有限公司 (Spacety) c/o Müller & Söhne GmbH, formerly X-7 Ltd.",
    "شركة الأقمار الصناعية ۱۲۳ / 株式会社シンスペクティブ 2024",
    "ＡＢＣ　Ⅷ \u202eevil\u200b a.k.a. O'Neil-d'Arc Jr. 1/2",
)


def lookups() -> Made:
    yield b'{"name": "Orbital Imaging", "country": "CN"}\n{"name": "x", "type": "person", "born": "1970"}'
    yield b'{"name": "Orbital", "identifiers": {"inn": "7707083893"}, "aliases": ["a"]}'
    for name in NAMES:
        yield _json({"name": name, "aliases": [name[:20]]})


# --- lists --------------------------------------------------------------------------------------


def ofac_xml() -> Made:
    from tests.lists.ofac import test_ofac_advanced as advanced
    from tests.lists.ofac import test_ofac_enhanced as enhanced
    from tests.lists.ofac import test_ofac_xml as legacy

    party = advanced.party(1) + advanced.party(
        2, "1", features=advanced.feature("f1", advanced.period("1960-01-01", "1961-02-03"))
    )
    yield advanced.document(
        party,
        relations=advanced.relationship(1, 2, "r1"),
        listings=advanced.listing(1) + advanced.listing(2),
    ).encode()
    yield enhanced.document(
        enhanced.entity(
            36,
            names=enhanced.name(enhanced.translation("HERON", primary=True), alias="A.K.A."),
            features=enhanced.feature("Birthdate", "circa 1966") + enhanced.feature("Website", "heron.example"),
            identityDocuments=enhanced.document_number("Tax ID No.", "7707083893", "China"),
        )
    ).encode()
    yield legacy.document(legacy.HERON, legacy.EGRET, legacy.VESSEL).encode()


def _ofac_csv() -> Made:
    from tests.lists.ofac import test_ofac_csv as made

    def end(*rows: str) -> bytes:
        return ("\r\n".join(rows) + made.END).encode()

    remarks = "DOB 01 Jan 1970; alt. POB Perm, Russia; Passport A1 (Russia) expires 12 Nov 2012; (Linked To: EGRET)."
    yield packed(
        {
            "sdn.csv": end(made.row(36, "HERON", remarks=remarks), made.row(37, "EGRET", "individual", "A] [B")),
            "alt.csv": end('36,12,"aka","H",-0- ', '37,13,"fka","Old",-0- '),
            "add.csv": end('36,25,"Dock 1","Harbour 100","Russia",-0- '),
        }
    )


def us() -> Made:
    yield from _ofac_csv()
    from tests.lists.us import test_us_csl as csl
    from tests.lists.us import test_us_dpl as dpl

    cells = {
        "alt_names": "Heron; Old Heron",
        "addresses": "Dock 1, Harbour, RU; CN",
        "ids": "Tax ID No., 7707083893, RU; IMO 9074729",
        "start_date": "2020-01-01",
        "dates_of_birth": "1970; circa 1971",
        "federal_register_notice": "85 FR 1",
        "license_policy": "Presumption of denial",
    }
    rows = [
        csl.row(source, key=f"k{i}", **cells) for i, source in enumerate((csl.EL, csl.DPL, csl.ISN, csl.SDN, csl.CMIC))
    ]
    yield _bytes(lambda path: csl.as_csv(path, *rows))
    nested = [row | {"alt_names": ["Heron"], "addresses": [{"address": "Dock 1", "country": "RU"}]} for row in rows]
    nested = [row | {"ids": [{"type": "Tax ID", "number": "7707083893", "country": "RU"}]} for row in nested]
    yield _bytes(lambda path: csl.as_json(path, *nested))
    table = [dict(zip(dpl.COLUMNS, dpl.COLUMNS, strict=True)), dpl.ORDER, {**dpl.ORDER, "Name": "IBIS"}]
    yield "\n".join("\t".join(f'"{one[column]}"' for column in dpl.COLUMNS) for one in table).encode() + b"\n"


def eu_uk() -> Made:
    import csv

    from tests.lists.eu import test_eu_fsf_csv as table
    from tests.lists.eu import test_eu_fsf_xml as xml
    from tests.lists.eu import test_eu_journal as journal

    parts = (
        xml.name("Ann Heron", function="Chair"),
        '<birthdate birthdate="1965-12-12" year="1965" circa="false" calendarType="GREGORIAN" city="Tunis"/>',
        '<address street="Dock 1" zipCode="1000" city="Tunis" countryIso2Code="TN"/>',
        '<identification identificationTypeCode="passport" number="L 191609" countryIso2Code="TN"/>',
    )
    yield xml.export(xml.entity(*parts), xml.entity(xml.name("B"), code="enterprise")).encode()
    yield ("\ufeff" + "\r\n".join([";".join(table.COLUMNS), *table.ROWS]) + "\r\n").encode()
    stream = io.StringIO()
    writer = csv.DictWriter(stream, journal.COLUMNS, extrasaction="ignore")
    writer.writeheader()
    more = {"alias": "苍鹭航天有限公司; Heron", "startDate": "17.3.2014", "country": "China", "birthDate": "c. 1970"}
    writer.writerows(
        [
            journal.ROW,
            journal.ROW | more | {"registrationNumber": "Reg. no. 91110000600037341L", "imoNumber": "9074729"},
        ]
    )
    yield stream.getvalue().encode()

    from tests.lists.uk import test_uk_ofsi as ofsi
    from tests.lists.uk import test_uk_sl_csv as table
    from tests.lists.uk import test_uk_sl_xml as xml

    yield xml.PARTIES.encode()
    row = {
        "Name 6": "EGRET",
        "Name 1": "Ann",
        "DOB": "00/00/1980",
        "Alias Type": "Primary name",
        "Passport Details": "A1 (Iran)",
    }
    for header in (ofsi.OLDER, ofsi.NEWER):
        yield ofsi.table(header, {key: text for key, text in row.items() if key in header})
    stream = io.StringIO()
    stream.write("Report Date: 08-Oct-2026\n")
    writer = csv.DictWriter(stream, table.HEADER, extrasaction="ignore")
    writer.writeheader()
    more = {
        "D.O.B": "dd/mm/1945",
        "IMO number": "IMO9074729",
        "Nationality(/ies)": "(1) Russia (2) Iran",
        "Name 6": "HERON",
    }
    writer.writerows([table.USUAL | {"Name 6": "HERON"}, table.USUAL | more])
    yield stream.getvalue().encode()


def states() -> Made:
    from tests.lists.states import test_ca_sema_xml as ca
    from tests.lists.states import test_ch_seco as seco
    from tests.lists.states import test_un_sc_xml as un

    years = "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1965</TO_YEAR>"
    born = f"<INDIVIDUAL_DATE_OF_BIRTH>{years}</INDIVIDUAL_DATE_OF_BIRTH>"
    alias = "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Anna a) Ann b) An</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    paper = (
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A1</NUMBER></INDIVIDUAL_DOCUMENT>"
    )
    listed = "<UN_LIST_TYPE>Libya</UN_LIST_TYPE><LISTED_ON>2015-04-07-04:00</LISTED_ON>"
    yield un.document(un.person(listed + born + alias + paper), un.entity(listed)).encode()
    records = ca.record(EntityOrShip="Heron", Aliases="Ibis; Stork") + ca.record(
        LastName="EGRET", GivenName="Ann", DateOfBirthOrShipBuildDate="1961-06-01"
    )
    yield f'<?xml version="1.0"?>\n<data-set>{records}</data-set>'.encode()
    ann = seco.identity(
        seco.name(seco.part("Heron", 1, "family-name", seco.spelt("Херон")), seco.part("Ann", 2, "given-name")),
        '<day-month-year day="23" month="3" year="1980" calendar="Gregorian" quality="good"/>',
        '<place-of-birth place-id="90" quality="good"/>',
    )
    targets = seco.target(seco.individual(ann, own=' sex="female"'))
    head = '<swiss-sanctions-list list-type="whole-list" date="2026-08-27">'
    yield f"{head}{seco.PROGRAM}{targets}{seco.PLACE}</swiss-sanctions-list>".encode()

    import openpyxl

    from tests.lists.states import test_au_dfat_xlsx as au

    for header in (au.OLDER, au.NEWER):
        book = openpyxl.Workbook()
        sheet = book.active
        row = au.USUAL | {
            "Name of Individual or Entity": "Ann EGRET",
            "Date of Birth": "a) 1970 b) 3 Mar. 1971",
            "Citizenship": "a) Afghanistan b) BY",
            "Control Date": "2014-12-15",
        }
        sheet.append(header)
        sheet.append([row.get(column) for column in header])
        stream = io.BytesIO()
        book.save(stream)
        yield stream.getvalue()


def opensanctions() -> Made:
    from tests.lists.opensanctions import test_opensanctions as made

    party = made.heron(
        aliases='"Heron; Grey";苍鹭',
        birth_date="2001;2001-05",
        countries="cn;ua-cri",
        identifiers="91110000600037341L;IMO 9074729",
        sanctions='"A - b - 2024-01-01"',
    )
    for header in (made.OLDER, made.NEWER):
        yield made.simple(party, header=header).encode()
    entities = [
        made.party("NK-1", name=["Heron"], country=["cn"], alias=["H"], registrationNumber=["1"]),
        made.party("NK-2", "Person", name=["Ann"], birthDate=["1970"]),
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["NK-2"], "asset": ["NK-1"], "percentage": ["60"]}},
        {
            "id": "s",
            "schema": "Sanction",
            "properties": {"entity": ["NK-1"], "program": ["P"], "startDate": ["2020-01-01"]},
        },
        {"id": "a", "schema": "Address", "properties": {"full": ["Dock 1"], "country": ["cn"]}},
    ]
    yield b"\n".join(map(_json, entities))


def own() -> Made:
    from tests.lists.own import test_parties

    yield test_parties.WHOLE.replace('"FR"', '"CN"').encode()
    header = b"id,name,aliases,type,countries,identifiers,addresses,listed,remarks\n"
    yield header + b"1,Heron,Grey|H,company,RU,inn:7707083893@RU,Dock 1,2020-01-01,x\n"
    text = b"id,name,countries\n1,Heron,RU\n2,Ibis,\n"
    yield gzip.compress(text, 1, mtime=0)
    yield zipped({"own.csv": text})


def manifests() -> Made:
    from tests.test_importing import ALIAS, HERON

    def make(folder: Path) -> None:
        from sarcheck import importing

        (folder / "in").mkdir()
        (folder / "in" / "sdn.csv").write_text(HERON, newline="")
        (folder / "in" / "alt.csv").write_text(ALIAS, newline="")
        importing.import_lists([folder / "in"], folder / "rules", country_code={"Russia": "RU"}.get)

    made = files(make)
    place = "rules/lists/us-sdn/"
    yield packed({name.removeprefix(place): data for name, data in made.items() if name.startswith(place)})


def registers() -> Made:
    from tests.holdings import test_published as made
    from tests.holdings.test_own_csv import HEADER

    yield packed(
        {
            "register.csv": (
                HEADER + "Up|Верх,inn:7707083893@RU,Down,registration:1@LU,25.1,yes,2020-01-01,2024-12-31,R\n"
            ).encode()
        }
    )
    tie = made.tie({"type": "shareholding", "share": {"exact": 60}, "startDate": "2020-01-01"})
    yield packed({"register.json": _json([made.ENTITY, made.PERSON, tie])})
    yield packed({"register.jsonl": b"\n".join(map(_json, [made.ENTITY, made.PERSON, tie]))})
    entities = [
        {"id": "a", "schema": "Company", "properties": {"name": ["A"]}},
        {"id": "b", "schema": "Person", "properties": {"name": ["B"]}},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["b"], "asset": ["a"], "percentage": ["60 %"]}},
    ]
    yield packed({"entities.ftm.json": b"\n".join(map(_json, entities))})
