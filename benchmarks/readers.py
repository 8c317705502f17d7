"""What reading products costs and covers: each one's warm time and peak memory, and what peers read of the same files.

    python benchmarks/readers.py PRODUCTS [--runs N] [--only FORMAT] [--no-peers]

PRODUCTS is a folder of genuine products in folders by sensor. The peers (pip install 'sarcheck[bench]') are rasterio,
sarkit, sarpy, pystac and capella-reader; each is given the product's folder and every file in it, bare XML included,
and the best answer counts. A product is usable by a peer that returns, as values of its own and not as XML to search,
the satellite, the start of the acquisition and the place: corners, control points, a map projection, or the centre.
For rasterio, any tag counts whose name speaks of a satellite or mission, and any that speaks of a start and holds a
date. Many of these products have no pixels, for which several peers ask: that is what deliveries of metadata are.
sarcheck is held to the same three, and timed with and without the checksums of listed files.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import re
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sarcheck import readers  # noqa: E402  the project is found first
from sarcheck.errors import ProductError  # noqa: E402

MEDIAN_MS, P95_MS, PEAK_MB = 2.0, 25.0, 200.0
"""The goals: of the products' warm medians, and of any product's peak memory."""
DEEP, MOST_FILES = 3, 40
"""How many folders below PRODUCTS a product may begin; how many of its files a peer is given."""
NEEDED = {"platform", "start", "place"}
Told = dict[str, Any]
Peer = Callable[[Path], Told]


class Case(NamedTuple):
    """A product that sarcheck reads, and its format."""

    path: Path
    name: str
    format: str


def main() -> None:
    """Read the products, tell what each costs, and what the peers make of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("products", type=Path, help="a folder of genuine products, in folders by sensor")
    parser.add_argument("--runs", type=int, default=15, help="warm runs of each product, of which the median is told")
    parser.add_argument("--only", help="only products of this format")
    parser.add_argument("--no-peers", action="store_true", help="tell sarcheck's own figures only")
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.peak:
        print(peak_of(chosen.peak))
        return
    cases = [case for case in found(chosen.products) if chosen.only in (None, case.format)]
    if not cases:
        sys.exit(f"{chosen.products} holds no product that can be read")
    told_cost(cases, chosen.runs)
    if not chosen.no_peers:
        told_peers(cases)


def found(folder: Path) -> list[Case]:
    """Return every product below a folder; a product's own folders are not searched."""
    cases: list[Case] = []

    def visit(path: Path, depth: int) -> None:
        try:
            product = readers.read(path, checksums=False)
            alone = all(problem.code != "not-read" for problem in product.problems)
        except ProductError:
            alone = False
        if not alone:
            if path.is_dir() and depth < DEEP:
                for inner in sorted(path.iterdir()):
                    visit(inner, depth + 1)
            return
        cases.append(Case(path, product.id, product.format))

    for sensor in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in sorted(sensor.iterdir()):
            visit(path, 1)
    return cases


# --- cost ---------------------------------------------------------------------------------------


def told_cost(cases: list[Case], runs: int) -> None:
    """Print what reading each product takes, warm, and its peak memory in a process of its own."""
    print(f"{'format':<12}{'product':<44}{'read ms':>9}{'p95 ms':>9}{'+sums ms':>10}{'peak MB':>9}")
    medians, peaks = [], []
    for case in sorted(cases, key=lambda case: (case.format, case.name)):
        times = sorted(timed(lambda at=case.path: readers.read(at, checksums=False), runs))
        sums = statistics.median(timed(lambda at=case.path: readers.read(at), max(3, runs // 3)))
        command = [sys.executable, __file__, str(case.path), "--peak", str(case.path)]
        peak = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        medians.append(statistics.median(times))
        peaks.append(peak)
        row = f"{case.format:<12}{case.name[:42]:<44}{medians[-1]:>9.2f}{times[int(0.95 * len(times))]:>9.2f}"
        print(f"{row}{sums:>10.2f}{peak:>9.0f}")
    medians.sort()
    median, high = statistics.median(medians), medians[min(len(medians) - 1, int(0.95 * len(medians)))]
    print(f"\n{len(cases)} products: median {median:.2f} ms (goal {MEDIAN_MS:g}), p95 {high:.2f} ms (goal {P95_MS:g}),")
    print(f"slowest {medians[-1]:.2f} ms, peak memory {max(peaks):.0f} MB, interpreter included (goal {PEAK_MB:g})")


def timed(call: Callable[[], object], runs: int) -> list[float]:
    """Return the milliseconds of processor time of some warm runs: a busy machine does not count."""
    call()
    taken = []
    for _ in range(runs):
        started = time.process_time()
        call()
        taken.append((time.process_time() - started) * 1e3)
    return taken


def peak_of(path: Path) -> float:
    """Return the peak memory of this process in megabytes after reading one product."""
    readers.read(path)
    status = Path("/proc/self/status")  # Linux hands getrusage's maximum on from the parent
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)


# --- peers --------------------------------------------------------------------------------------


def told_peers(cases: list[Case]) -> None:
    """Print, by peer, how many products are usable and what reading one takes."""
    peers = {"sarcheck": of_sarcheck} | dict(installed())
    usable: dict[str, dict[str, float]] = {name: {} for name in peers}
    for case in cases:
        for name, peer in peers.items():
            told, milliseconds = best(peer, case.path, itself=name == "sarcheck")
            if told >= NEEDED:
                usable[name][str(case.path)] = milliseconds
    formats = sorted({case.format for case in cases})
    print(f"\n{'usable products':<16}{'all':>5}" + "".join(f"{name:>15}" for name in peers))
    for form in formats:
        paths = [str(case.path) for case in cases if case.format == form]
        counts = "".join(f"{sum(path in usable[name] for path in paths):>15}" for name in peers)
        print(f"{form:<16}{len(paths):>5}{counts}")
    print(f"{'all':<16}{len(cases):>5}" + "".join(f"{len(usable[name]):>15}" for name in peers))
    medians = (
        f"{statistics.median(taken.values()):>15.2f}" if (taken := usable[name]) else f"{'-':>15}" for name in peers
    )
    print(f"{'median ms':<21}" + "".join(medians))
    shared = "".join(f"{beside(usable, name):>15}" for name in peers)
    print(f"{'sarcheck, same ones':<21}{shared}")


def beside(usable: dict[str, dict[str, float]], name: str) -> str:
    """Return sarcheck's median on the products that a peer can use."""
    taken = [usable["sarcheck"][path] for path in usable[name] if path in usable["sarcheck"]]
    return f"{statistics.median(taken):.2f}" if taken else "-"


def best(peer: Peer, path: Path, *, itself: bool) -> tuple[set[str], float]:
    """Return what a peer tells at best of a product's files, and the warm milliseconds that telling it takes."""
    told: tuple[set[str], float] = (set(), 0.0)
    for target in [path] if itself else candidates(path):
        found = quiet(peer, target)
        if len(found) > len(told[0]):
            told = found, statistics.median(timed(lambda at=target: quiet(peer, at), 3)) if found >= NEEDED else 0.0
    return told


def candidates(path: Path) -> list[Path]:
    """Return a product's folder and its files; those of an archive are the peer's own matter."""
    files = [file for file in sorted(path.rglob("*")) if file.is_file()] if path.is_dir() else []
    return [path, *files[:MOST_FILES]]


def quiet(peer: Peer, target: Path) -> set[str]:
    """Return the names of what a peer tells; nothing where it fails, in whatever way it does."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            return {key for key, value in peer(target).items() if value is not None and str(value).strip()}
        except Exception:  # noqa: BLE001  peers fail in many ways, and each counts as nothing told
            return set()


def installed() -> Iterator[tuple[str, Peer]]:
    """Yield the peers that are installed; say which are not."""
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("CPL_LOG", os.devnull)
    for name, peer in PEERS.items():
        try:
            __import__(name.replace("-", "_"))
        except ImportError:
            print(f"{name} is not installed, and not compared (pip install 'sarcheck[bench]')")
        else:
            yield name, peer


def of_sarcheck(path: Path) -> Told:
    product = readers.read(path, checksums=False)
    place = product.outlines or [ties for ties in product.ties if ties.points]
    return {"platform": product.platform, "start": product.start, "place": place or None}


def of_rasterio(path: Path) -> Told:
    import rasterio

    with rasterio.open(path) as image:
        spaces = [None, *image.tag_namespaces()]
        tags = {key.upper(): str(text) for space in spaces for key, text in image.tags(ns=space).items()}
        place = image.gcps[0] or image.crs or image.rpcs
    satellite = next((t for key, t in tags.items() if re.search("SATELLITE|MISSION|PLATFORM|SPACECRAFT", key)), None)
    begun = (text for key, text in tags.items() if re.search("START|SENSING|BEGIN|FIRST_LINE|ACQUISITION", key))
    start = next((text for text in begun if re.search(r"\d{4}|\d\d-[A-Z]{3}-\d{4}", text)), None)
    return {"platform": satellite, "start": start, "place": place or None}


def of_sarkit(path: Path) -> Told:
    from lxml import etree
    from sarkit import cphd, crsd, sicd, sidd

    data = path.read_bytes()
    with path.open("rb") as stream:
        if data[:4] in (b"NITF", b"NSIF"):
            reader: Any = sidd.NitfReader if b"SIDD" in data[:120] else sicd.NitfReader
            tree = reader(stream).metadata
            tree = tree.xmltree if hasattr(tree, "xmltree") else tree.images[0].xmltree
        elif data[:4] in (b"CPHD", b"CRSD"):
            tree = (cphd if data[:4] == b"CPHD" else crsd).Reader(stream).metadata.xmltree
        else:
            tree = etree.parse(stream)
    kind = etree.QName(tree.getroot()).localname[:4]
    helper = {"SICD": sicd, "SIDD": sidd, "CPHD": cphd, "CRSD": crsd}[kind].XmlHelper(tree)

    def load(path: str) -> Any:
        return helper.load("./{*}" + path) if tree.find("./{*}" + path) is not None else None

    return {
        key: next((found for path in paths if (found := load(path)) is not None), None) for key, paths in NGA.items()
    }


NGA = {
    "platform": (
        *("CollectionInfo/{*}CollectorName", "ExploitationFeatures//{*}SensorName"),
        *("CollectionID/{*}CollectorName", "TransmitInfo/{*}SensorName", "SARInfo/{*}CollectionRefTime"),
    ),
    "start": (
        *("Timeline/{*}CollectStart", "ExploitationFeatures//{*}CollectionDateTime"),
        *("Global/{*}Timeline/{*}CollectionStart", "Global/{*}CollectionRefTime"),
    ),
    "place": (
        *("GeoData/{*}ImageCorners", "SceneCoordinates/{*}ImageAreaCornerPoints"),
        "GeographicAndTarget//{*}ImageCorners",
    ),
}
"""Where the standards of sarkit's formats state what is needed."""


def of_sarpy(path: Path) -> Told:
    import sarpy.io

    if path.suffix == ".xml":
        from sarpy.io.complex.sicd_elements.SICD import SICDType

        about: Any = SICDType.from_xml_file(str(path))
    else:
        reader = sarpy.io.open(str(path))
        about = reader.get_sicds_as_tuple()[0] if hasattr(reader, "get_sicds_as_tuple") else reader.cphd_meta
    corners = about.GeoData.ImageCorners if getattr(about, "GeoData", None) else about.SceneCoordinates
    start = about.Timeline.CollectStart if hasattr(about, "Timeline") else about.Global.Timeline.CollectionStart
    info = getattr(about, "CollectionInfo", None) or about.CollectionID
    return {"platform": info.CollectorName, "start": start, "place": corners}


def of_pystac(path: Path) -> Told:
    import pystac

    document = json.loads(path.read_bytes())
    if document.get("type") != "Feature" or "stac_version" not in document:
        return {}
    item = pystac.Item.from_dict(document)
    start = item.common_metadata.start_datetime or item.datetime
    return {"platform": item.common_metadata.platform, "start": start, "place": item.geometry}


def of_capella_reader(path: Path) -> Told:
    from capella_reader import CapellaSLCMetadata

    collect = CapellaSLCMetadata.model_validate_json(path.read_bytes()).collect
    place = collect.image.center_pixel.target_position
    return {"platform": collect.platform, "start": collect.start_timestamp, "place": place}


PEERS: dict[str, Peer] = {
    "rasterio": of_rasterio,
    "sarkit": of_sarkit,
    "sarpy": of_sarpy,
    "pystac": of_pystac,
    "capella-reader": of_capella_reader,
}

if __name__ == "__main__":
    main()
