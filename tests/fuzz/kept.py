"""Inputs that once brought down what reads them, each as small as it could be made: read or refused ever since."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests import tiny
from tests.fuzz import starts
from tests.fuzz.mutate import packed


class Kept(NamedTuple):
    """An input: the target that it goes through, and what came of it before that was mended."""

    target: str
    was: str
    data: bytes


def _pack(**files: str) -> bytes:
    """Return the tiny rules folder with files replaced or added (``__`` for /)."""
    named = {name.replace("__", "/") + ".toml": text.encode() for name, text in files.items()}
    small = {name: "\n".join(line.strip() for line in text.splitlines()).encode() for name, text in tiny.FILES.items()}
    return packed(small | {"regions/square.geojson": json.dumps(tiny.SQUARE).encode()} | named)


def _rule(parameters: str) -> str:
    text = "\n".join(line.strip() for line in tiny.FILES["regimes/us/listed.toml"].splitlines())
    old = 'parameters = { lists = ["a-list"] }'
    assert old in text
    return text.replace(old, f"parameters = {{ {parameters} }}")


DEEP = "[" * 5000 + "]" * 5000
LONG = "9" * 5000
"""A number that Python does not read: it has a limit of 4300 digits, and an error of its own."""


ED25519 = b"\x2b\x65\x70"
"""How a key says of which kind it is."""


def rules() -> Iterator[Kept]:
    for was, row in (
        ("KeyError", '[[country]]\ncode = "LU"\n'),
        ("AttributeError", '[[country]]\ncode = "LU"\nname = "L"\nnames = [7]\n'),
        ("TypeError", "country = 7\n"),
    ):
        yield Kept("rules", f"a country that is none: {was}", _pack(countries=row))
    yield Kept("rules", "a number of 5000 digits: ValueError", _pack(pack=f"name = {LONG}\n"))
    for was, parameters in (
        ("TypeError", "lists = 7"),
        ("TypeError", "lists = [['a-list']]"),
        ("TypeError", "groups = 7"),
        ("TypeError", "places = true"),
    ):
        yield Kept(
            "rules", f"names in a parameter that is no list: {was}", _pack(regimes__us__listed=_rule(parameters))
        )
    yield Kept(
        "rules", "periods that are no table: TypeError", _pack(pack='name = "t"\nversion = "1"\nretention = 7\n')
    )


def verdicts() -> Iterator[Kept]:
    tree = json.loads(next(starts.verdicts()))
    tree["products"][0]["properties"]["sarcheck:claims"] = [{}]
    yield Kept("verdict", "a claim without its source: ValidationError", json.dumps(tree).encode())


def others() -> Iterator[Kept]:
    item: dict[str, Any] = tiny.order()["products"][0]["item"]
    ring = [[30, 50], [31, 50], [31, 51], [30, 51], [30, 7]]
    narrow = item | {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    order = tiny.order(products=[{"id": "p1", "item": narrow}])
    yield Kept("order", "a ring that mending leaves empty: ValueError in the map", json.dumps(order).encode())
    deeper = "[" * 100_000 + "]" * 100_000
    ring = [[100, 50], [31, 50], [-31, 51], [30, 51], [30, 7], [100, 50]]
    wide = item | {"geometry": {"type": "Polygon", "coordinates": [ring]}, "bbox": [-31, 7, 100, 51]}
    order = tiny.order(products=[{"id": "p1", "item": wide}])
    yield Kept("order", "a footprint over three continents: 12 s of processor time", json.dumps(order).encode())
    yield Kept("lookup", "a query nested 100 000 deep: RecursionError", f'{{"name": "a", "x": {deeper}}}'.encode())
    yield Kept("lookup", "a query that is not UTF-8: UnicodeDecodeError", b'{"name": "\xff"}')
    yield Kept("config", "a number of 5000 digits: ValueError", f"rules = {LONG}".encode())
    yield Kept("config", "lists nested 5000 deep: RecursionError", f"rules = {DEEP}".encode())


def lists() -> Iterator[Kept]:
    row = {"_id": "a", "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Heron", "alt_names": []}
    for cell in ("ids", "addresses"):
        odd = json.dumps({"results": [row | {cell: 1.5}]}).encode()
        yield Kept("us", f"a number where {cell} are listed: TypeError", odd)
    odd = next(starts.eu_uk()).replace(b"<nameAlias", b"<x:0 /><nameAlias", 1)
    yield Kept("eu-uk", "an element whose name begins with a digit behind a prefix: ValueError", odd)
    swiss = next(data for data in starts.states() if b"swiss-sanctions-list" in data)
    odd = swiss.replace(b'order="1"', f'order="{LONG}"'.encode())
    yield Kept("states", "an order of 5000 digits: ValueError", odd)
    book = next(data for data in starts.states() if data.startswith(b"PK"))
    end = book.rindex(b"PK\5\6") + 16
    (place,) = struct.unpack_from("<I", book, end)
    moved = book[:end] + struct.pack("<I", place + 4) + book[end + 4 :]
    yield Kept("states", "a workbook whose parts lie before it: ValueError", moved)


def vectors() -> Iterator[Kept]:
    import shapely

    from tests.regions.test_vector import written

    *_, shape = starts.vectors()
    odd = shape.replace(b"WGS_1984", b"WGS\xef1984")
    yield Kept("vectors", "a coordinate system that is not UTF-8: UnboundLocalError in pyogrio", odd)
    sliver = shapely.Polygon([(500_000, 5e6), (500_000 + 1e-9, 5e6), (500_000, 5e6 + 1e-9)])
    made = starts.files(lambda folder: written(folder / "a.shp", sliver, id=["E"], crs="EPSG:32633"))
    yield Kept("vectors", "a region that covers nothing: taken for one, and ValueError for its distance", packed(made))


def trusted() -> Iterator[Kept]:
    """Yield keys of a kind that nobody knows, and stores with the right checksums that point elsewhere."""
    from tests.test_attest import PAIR

    for half in (PAIR.public, PAIR.private):
        first, *body, last = half.decode().strip().splitlines()
        known = base64.b64decode("".join(body))
        assert ED25519 in known
        other = base64.b64encode(known.replace(ED25519, b"\x2b\x65\x03")).decode()
        yield Kept("attest", "a key of an unknown kind: UnsupportedAlgorithm", f"{first}\n{other}\n{last}\n".encode())
    *_, store = starts.stores()
    for was, place, odd in (("SyntaxError", 1, "<1,2 3"), ("ValueError", 3, -(2**63))):
        tree = json.loads(store)
        tree["sections"][1][place] = odd
        yield Kept("store", f"a section of {odd}: {was}", json.dumps(tree).encode())


def journals() -> Iterator[Kept]:
    """Yield journals in which every hash and seal is right, and a part is not what it should be."""
    whole = [*starts.journals()][1]
    for was, part, value in (
        ("AttributeError in search", "index", [7]),
        ("AttributeError in search", "index", {"order": "O-1", "names": [7]}),
        ("ValidationError in show", "verdict", {}),
        ("KeyError in export", "entries", None),
    ):
        tree = json.loads(whole)
        tree["records"][0]["parts"][part] = value
        yield Kept("journal", f"{part} {value!r}: {was}", json.dumps(tree).encode())
    tree = json.loads(whole)
    tree["records"][0]["parts"]["verdict"]["products"][0]["properties"]["sarcheck:claims"] = [{}]
    yield Kept("journal", "a claim without its source: ValidationError in show and export", json.dumps(tree).encode())
    tree = json.loads(whole)
    tree["records"][1]["parts"]["decision"]["waiver"]["id"] = "../../../outside"
    yield Kept("journal", "a waiver whose file would lie outside its folder", json.dumps(tree).encode())


def _nameless(data: bytes) -> bytes:
    """Return a zip archive of one member without a name, which a zip writer does not make."""
    name, size = b"Q" * 10, len(data)
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
        archive.writestr(name.decode(), data)
    whole = stream.getvalue()
    head, listed = whole[:30], whole[30 + len(name) + size :]
    none = struct.pack("<H", 0)
    listed = listed.replace(name, b"")
    central = listed[:28] + none + listed[30:]
    end = central.rindex(b"PK\5\6")
    place = struct.pack("<II", end, 30 + size)
    return head[:26] + none + head[28:] + data + central[: end + 12] + place + central[end + 20 :]


def archives() -> Iterator[Kept]:
    yield Kept("archives", "a zip member without a name: IndexError", _nameless(b"<x/>"))
    yield Kept("own", "a zip member without a name: IndexError", _nameless(b"id,name\n1,Heron\n"))


def manifests() -> Iterator[Kept]:
    for whole in starts.manifests():
        if (named := whole.replace(b'name = "sdn.csv"', rb'name = "sd\u0000n.csv"')) != whole:
            yield Kept("manifest", "a file's name with a zero in it: ValueError", named)


def kept() -> tuple[Kept, ...]:
    """Return all of them."""
    return (*rules(), *verdicts(), *others(), *archives(), *lists(), *vectors(), *trusted(), *journals(), *manifests())
