"""Nothing from outside makes sarcheck read beyond its roots, reach a network, or write where it was not told.

The program runs as a process of its own on products, rules and lists that try. Three look on: the interpreter's audit
hook sees what Python opens, the kernel (inotify) tells whether any library opened a secret, and a server waits for a
connection that must not come.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import select
import socket
import struct
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import pytest

from sarcheck import exitcodes
from tests import tiny
from tests.lists.states import test_un_sc_xml as un
from tests.readers import telespazio
from tests.readers.documents import GAOFEN3, GF3_NAME, TERRASARX, TSX_NAME

ROOT = Path(__file__).parents[1]
RUN = """
import json, os, sys
from tests.fuzz.harness import Watch
watch = Watch()
watch.own, watch.roots = (tuple(map(os.path.realpath, places)) for places in json.loads(sys.argv.pop(1)))
from sarcheck.cli import main
sys.addaudithook(watch)
watch.armed = True
try:
    main()
finally:
    watch.armed = False
    os.write(int(os.environ["TOLD"]), json.dumps(watch.seen).encode())
"""
"""What runs the command line under a watch: its first argument are places to write to, and places to read."""
IN_ACCESS, IN_OPEN = 0x1, 0x20


class World:
    """A folder of orders, secrets beside it, and a server that nobody may ask."""

    def __init__(self, folder: Path, server: socket.socket) -> None:
        self.orders, self.secrets, self.home = folder / "orders", folder / "secrets", folder / "home"
        for place in (self.orders, self.secrets, self.home):
            place.mkdir()
        self.server, self.url = server, f"http://127.0.0.1:{server.getsockname()[1]}"
        (self.secrets / "secret.xml").write_text(TERRASARX)
        (self.secrets / "secret.dtd").write_text('<!ENTITY told "SECRET">')
        (self.secrets / "secret.json").write_text(json.dumps(tiny.order()))
        (self.secrets / "secret.geojson").write_text(json.dumps(tiny.SQUARE))
        telespazio.hdf5(self.secrets / "secret.h5")
        self.places = [str(self.secrets / "secret.xml"), f"file://{self.secrets}/secret.dtd", f"{self.url}/x.dtd"]

    def run(self, *arguments: str | Path, writes: tuple[Path, ...] = ()) -> tuple[int, str, list[str]]:
        """Run the command line; return its exit code, what it printed, and what the hook saw that must not be."""
        cache = os.environ["SARCHECK_CACHE"]
        places = json.dumps([[*map(str, writes), cache], [str(self.orders)]])
        told, tell = os.pipe()
        environment = os.environ | {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            "TOLD": str(tell),
        }
        command = [sys.executable, "-c", RUN, places, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.orders, env=environment, pass_fds=[tell]
        )
        os.close(tell)
        with os.fdopen(told) as stream:
            seen = json.loads(stream.read() or '["it did not end as it should"]')
        return done.returncode, done.stdout + done.stderr, seen

    def asked(self) -> bool:
        """Tell whether anybody connected to the server."""
        return bool(select.select([self.server], [], [], 0)[0])

    def files(self) -> set[tuple[str, int]]:
        """Return every file of this world but the cache, and when it was changed."""
        found = (path for path in self.orders.parent.rglob("*") if path.is_file())
        return {(str(path), path.lstat().st_mtime_ns) for path in found if "cache" not in path.parts}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield World(tmp_path, server)


class Guard:
    """The kernel's word on which files of a folder were opened or read, by whatever library."""

    def __init__(self, folder: Path) -> None:
        library = ctypes.CDLL(None, use_errno=True)
        self.handle = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        library.inotify_add_watch(self.handle, os.fsencode(folder), IN_ACCESS | IN_OPEN)

    def touched(self) -> set[str]:
        """Return the names of the files that were opened or read since the last time."""
        found: set[str] = set()
        try:
            while data := os.read(self.handle, 65536):
                while data:
                    (length,) = struct.unpack_from("I", data, 12)
                    found.add(data[16 : 16 + length].rstrip(b"\0").decode())
                    data = data[16 + length :]
        except BlockingIOError:
            pass  # no more is told
        return found - {""}  # the folder itself, which the tests list


@pytest.fixture
def guard(world: World) -> Iterator[Guard]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the kernel tells of opened files on Linux only")
    made = Guard(world.secrets)
    yield made
    os.close(made.handle)


# --- products that try --------------------------------------------------------------------------


def doctype(world: World, place: Path, address: str, encoding: str = "utf-8") -> None:
    start, mark, rest = TERRASARX.partition("?>")
    text = f'{start}{mark}<!DOCTYPE level1Product SYSTEM "{address}" [<!ENTITY e SYSTEM "{address}">]>{rest}'
    text = text.replace("TMSP", "&e;&told;").replace("UTF-8", encoding.upper())
    (place / f"{TSX_NAME}.xml").write_bytes(text.encode(encoding))


def included(world: World, place: Path) -> None:
    address, space = world.places[0], 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    asks = f'<xi:include {space} href="{address}"/><xi:include {space} href="{world.url}/y" parse="text"/>'
    schema = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="{world.url}/s.xsd"'
    styled = f'?><?xml-stylesheet href="{world.url}/s.xsl" type="text/xsl"?>'
    text = GAOFEN3.replace("?>", styled, 1).replace("<product>", f"<product {schema}>{asks}")
    (place / f"{GF3_NAME}.meta.xml").write_text(text)


def hdf5_link(world: World, place: Path) -> None:
    path = telespazio.hdf5(place / "x.h5")
    with h5py.File(path, "r+") as file:
        del file["S01"]
        file["S01"] = h5py.ExternalLink(str(world.secrets / "secret.h5"), "/S01")


def hdf5_values(world: World, place: Path) -> None:
    from tests.readers.test_iceye import hdf5

    path, secret = hdf5(place / "x.h5"), str(world.secrets / "secret.h5")
    with h5py.File(path, "r+") as file:
        for name in ("posX", "posY", "velX"):
            del file[name]
        file.create_dataset("posX", shape=(3,), dtype="f8", external=[(secret, 0, 24)])
        layout = h5py.VirtualLayout(shape=(3,), dtype="f8")
        layout[:] = h5py.VirtualSource(secret, "State Vectors Times", shape=(3,))
        file.create_virtual_dataset("posY", layout)
        file["velX"] = h5py.ExternalLink(secret, "/")


def zip_escape(world: World, place: Path) -> None:
    with zipfile.ZipFile(place / "x.zip", "w") as archive:
        archive.writestr(f"../../secrets/{TSX_NAME}.xml", TERRASARX)


def zip_link(world: World, place: Path) -> None:
    link = zipfile.ZipInfo(f"{TSX_NAME}.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(place / "x.zip", "w") as archive:
        archive.writestr(link, world.places[0])


def tar_link(world: World, place: Path, kind: bytes = tarfile.SYMTYPE) -> None:
    with tarfile.open(place / "x.tar", "w") as archive:
        member = tarfile.TarInfo(f"{TSX_NAME}.xml")
        member.type, member.linkname = kind, world.places[0]
        archive.addfile(member, io.BytesIO())


def folder_link(world: World, place: Path) -> None:
    (place / f"{TSX_NAME}.xml").symlink_to(world.places[0])


def stac_item(world: World, place: Path) -> None:
    item = tiny.order()["products"][0]["item"]
    assets = {str(i): {"href": address} for i, address in enumerate(world.places)}
    links = [{"rel": rel, "href": world.url} for rel in ("self", "parent", "derived_from", "license")]
    more = {"assets": assets, "links": links, "stac_extensions": [f"{world.url}/schema.json"]}
    (place / "item.json").write_text(json.dumps(item | more))


def gdal_wrapper(world: World, place: Path) -> None:
    source = f'<SourceFilename relativeToVRT="0">{world.places[0]}</SourceFilename>'
    remote = f"<SourceFilename>/vsicurl/{world.url}/x.tif</SourceFilename>"
    band = f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource>{source}{remote}</SimpleSource></VRTRasterBand>'
    (place / "x.tif").write_text(f'<VRTDataset rasterXSize="9" rasterYSize="9">{band}</VRTDataset>')


TRIES: dict[str, Callable[[World, Path], None]] = {
    "an external document type": lambda world, place: doctype(world, place, world.places[1]),
    "a remote document type": lambda world, place: doctype(world, place, world.places[2]),
    "a document type in UTF-16": lambda world, place: doctype(world, place, world.places[1], "utf-16"),
    "XML that includes": included,
    "an HDF5 link": hdf5_link,
    "HDF5 values elsewhere": hdf5_values,
    "a zip that leads out": zip_escape,
    "a link in a zip": zip_link,
    "a link in a tar": tar_link,
    "a hard link in a tar": lambda world, place: tar_link(world, place, tarfile.LNKTYPE),
    "a link in a folder": folder_link,
    "a STAC Item with addresses": stac_item,
    "a GDAL wrapper": gdal_wrapper,
}


def test_no_product_makes_it_look_elsewhere(world: World, guard: Guard) -> None:
    refs = []
    for number, attempt in enumerate(TRIES.values()):
        place = world.orders / f"p{number}"
        place.mkdir()
        attempt(world, place)
        refs.append({"id": f"p{number}", "href": place.name})
    named = (*world.places, "../secrets/secret.xml", "/etc/passwd", "/proc/self/environ", "//127.0.0.1/share", "~/x")
    refs += [{"id": f"n{number}", "href": href} for number, href in enumerate(named)]
    (world.orders / "order.json").write_text(json.dumps(tiny.order(products=refs)))
    guard.touched()  # what was made above opened them
    before = world.files()
    code, said, seen = world.run("order.json", "-f", "json", "--explain")
    assert (seen, guard.touched(), world.asked()) == ([], set(), False)
    assert code == exitcodes.INCOMPLETE, said
    assert "SECRET" not in said
    assert world.files() == before
    for attempt in refs[: len(TRIES)]:
        *_, seen = world.run("inspect", attempt["href"])
        assert (seen, guard.touched(), world.asked()) == ([], set(), False), attempt


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".toml"])
def test_no_file_of_regions_makes_it_look_elsewhere(world: World, guard: Guard, suffix: str) -> None:
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>{world.secrets}/secret.geojson</SrcDataSource></OGRVRTLayer>'
    remote = f'<OGRVRTLayer name="b"><SrcDataSource>/vsicurl/{world.url}/x.geojson</SrcDataSource></OGRVRTLayer>'
    text = f"<OGRVRTDataSource>{layer}{remote}</OGRVRTDataSource>"
    if suffix == ".geojson":
        linked = {"crs": {"type": "link", "properties": {"href": f"{world.url}/crs", "type": "proj4"}}}
        text = json.dumps(tiny.SQUARE | linked | {"$schema": f"{world.url}/s"})
    (world.orders / f"x{suffix}").write_text(text)
    guard.touched()
    before = world.files()
    *_, seen = world.run("where", "30,50 31,50 31,51", "--regions", f"x{suffix}")
    assert (seen, guard.touched(), world.asked()) == ([], set(), False)
    assert world.files() == before


def test_no_list_makes_it_look_elsewhere(world: World, guard: Guard) -> None:
    text = un.document(un.person("<UN_LIST_TYPE>Libya</UN_LIST_TYPE>"))
    for number, address in enumerate(world.places[1:]):
        declared = f'?><!DOCTYPE CONSOLIDATED_LIST SYSTEM "{address}" [<!ENTITY e SYSTEM "{address}">]>'
        (world.orders / f"{number}.xml").write_text(text.replace("?>", declared, 1).replace("ANN", "&e;"))
    guard.touched()
    before = world.files()
    for number in range(2):
        rules = world.orders / "rules"
        *_, seen = world.run("rules", "import", f"{number}.xml", "-r", rules, writes=(rules,))
        assert (seen, guard.touched(), world.asked()) == ([], set(), False)
    assert {path for path, _ in world.files() - before} <= {str(world.orders / "rules/lists/.lock")}


# --- where it writes ----------------------------------------------------------------------------


def test_it_writes_where_it_is_told_and_nowhere_else(world: World) -> None:
    parties = [{"id": "x", "roles": ["end_user"], "name": "../../out", "country": "DE"}]
    named = tiny.order(id="../../../evil", parties=parties)
    (world.orders / "order.json").write_text(json.dumps(named))
    before = {path for path, _ in world.files()}
    report, kept = world.orders / "told" / "report.json", world.orders / "told" / "journal.db"
    report.parent.mkdir()
    arguments = ("order.json", "-f", f"json={report}", "--journal", kept)
    code, said, seen = world.run(*arguments, writes=(report.parent,))
    assert seen == [], said
    assert {path for path, _ in world.files()} - before == {str(report), str(kept)}
    assert code not in (exitcodes.INTERNAL, exitcodes.NO_INPUT), said
    case = world.orders / "told" / "case.zip"
    exported = ("journal", "export", kept, case, "--case", "../../../evil")
    *_, seen = world.run(*exported, writes=(report.parent,))
    assert seen == []
    with zipfile.ZipFile(case) as archive:
        assert not [name for name in archive.namelist() if ".." in Path(name).parts or name.startswith("/")]
    batch = world.orders / "shards"
    *_, seen = world.run("batch", world.orders, "-o", batch, writes=(batch, world.orders / "told"))
    assert seen == []


def test_the_watch_sees_what_it_should(world: World, guard: Guard) -> None:
    """Without this, all of the above would pass where nobody looks."""
    code, _, seen = world.run("where", world.secrets / "secret.geojson")
    assert code == exitcodes.CLEAR
    assert any("secret.geojson" in one for one in seen)
    assert guard.touched() == {"secret.geojson"}
    (world.orders / "order.json").write_text(json.dumps(tiny.order()))
    *_, seen = world.run("order.json", "-f", f"json={world.home}/report.json")
    assert any(one.startswith("write") and "/home/" in one for one in seen)
    with socket.create_connection(world.server.getsockname()):
        assert world.asked()
