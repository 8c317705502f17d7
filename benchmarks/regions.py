"""What regions cost: which of them a footprint touches, and how much of it, beside geopandas on the same shapes.

    python benchmarks/regions.py [--footprints N] [--runs N] [--country CODE] [--rules FOLDER] [--map FILE.png]

Footprints are random rectangles anywhere on Earth, 5 to 400 km long; regions one country, all countries, and 4,500
pieces of countries, all drawn without doubt so that the question is the peers' own. The peers get the true outlines
in the same plane, ready made, without those beyond 80 degrees or across the 180th meridian, which they cannot ask
about; sarcheck is timed with its quadrilaterals ready made, and from raw corners. All take turns in every run, and
medians are shown. Slow peers get the first footprints only (SHARES), and rates are compared.
"""

from __future__ import annotations

import argparse
import heapq
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402  the project is found first
import numpy as np  # noqa: E402
import shapely  # noqa: E402

from sarcheck import ruleset  # noqa: E402
from sarcheck.geo.batch import Batch, batch  # noqa: E402
from sarcheck.geo.ellipsoid import ROUND  # noqa: E402
from sarcheck.geo.planes import unroll  # noqa: E402
from sarcheck.model import Region  # noqa: E402
from sarcheck.regions import RegionIndex, build, countries  # noqa: E402
from sarcheck.regions.bulk import FLAT_M  # noqa: E402

if TYPE_CHECKING:
    from sarcheck.geo.ellipsoid import Array

SMALL_REGIONS = 4500
CROOKED = 100
"""Corners of a line that cuts a region in two."""
PEERS_AT_MOST = 100_000
SHARES = {
    "country": {"sjoin(footprints, regions)": 0.5, "loop": 0.2, "overlay": 0.2},
    "countries": {"sjoin(footprints, regions)": 0.05, "loop": 0.05, "overlay": 0.04},
    "pieces": {"sjoin(footprints, regions)": 0.1, "loop": 0.005, "overlay": 0.05},
}
"""What part of the footprints slow peers get, so that a run ends soon."""
PEERS = "sjoin(footprints, regions)", "sjoin(regions, footprints)", "overlay"
GOALS = {
    "country": {"sjoin(footprints, regions)": 20, "sjoin(regions, footprints)": 1, "overlay": 25},
    "countries": {"sjoin(footprints, regions)": 80, "sjoin(regions, footprints)": 1, "overlay": 25},
    "pieces": {"sjoin(footprints, regions)": 20, "sjoin(regions, footprints)": 1, "overlay": 3},
}
MOST_US = 120.0
"""How long one footprint from raw corners may take, against the default pack, once warm."""
SINGLES = 5000

Job = tuple[Callable[[], int], int]
"""Something to time, which returns how many pairs it found, and how many footprints it is given."""


class Case(NamedTuple):
    """Regions in the plane, as both sides see them."""

    name: str
    shapes: list[Any]
    index: RegionIndex


def main() -> None:
    """Measure and print, case by case; draw the map if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--footprints", type=int, default=50_000, help="how many")
    parser.add_argument("--runs", type=int, default=3, help="runs of each contender")
    parser.add_argument("--country", help="code of the one country (that of most vertices)")
    parser.add_argument("--rules", type=Path, help="rules folder for single footprints and the map (the pack's)")
    parser.add_argument("--map", type=Path, metavar="FILE.png", help="draw 10,000 footprints by answer, and stop")
    chosen = parser.parse_args()
    packed = ruleset.load(chosen.rules).regions
    if chosen.map:
        draw(packed, chosen.map)
        return
    corners = scenes(chosen.footprints, seed=20)
    single(packed, corners[:SINGLES].tolist())
    anywhere(packed, corners)
    plain = ordinary(corners)
    print(f"\n{len(plain):,} of {len(corners):,} footprints below 80 degrees and off the 180th meridian:")
    peers = outlines(plain[:PEERS_AT_MOST])
    for case in cases(chosen.country):
        compare(case, plain, peers, chosen.runs)


# --- data ---------------------------------------------------------------------------------------


def scenes(count: int, seed: int) -> Array:
    """Return the corners of random rectangles, even over the Earth, shape (n, 4, 2)."""
    from pyproj import Geod

    random = np.random.default_rng(seed)
    lon, lat = random.uniform(-180, 180, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))
    length = np.exp(random.uniform(np.log(5e3), np.log(4e5), count))
    width, turn = length * random.uniform(0.4, 1.0, count), random.uniform(0, 360, count)
    corners = np.empty((count, 4, 2))
    for i, (across, along) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        azimuth = np.degrees(np.arctan2(across * width, along * length)) + turn
        x, y, _ = Geod(ellps="WGS84").fwd(lon, lat, azimuth, np.hypot(width, length) / 2)
        corners[:, i] = np.stack([x, y], axis=-1)
    return corners


def ordinary(corners: Array) -> Array:
    """Return those that lie in the cylinder and within 180 degrees, which the peers can be asked about."""
    kept = np.concatenate(
        [
            laid.rows[(np.abs(laid.bounds[:, [0, 2]]) < ROUND / 2).all(axis=1)]
            for laid in batch(corners).laid
            if laid.quads.pole[0] == 0
        ]
    )
    return corners[np.sort(kept)]


def outlines(corners: Array) -> Any:
    """Return the true outlines of footprints in the plane, for the peers."""
    (laid,) = batch(corners).laid
    return laid.outlines(np.arange(len(corners)), FLAT_M)


def ready(corners: Array) -> Batch:
    """Return a batch with all that it derives from corners alone."""
    found = batch(corners)
    for laid in found.laid:
        _ = laid.bounds, laid.around, laid.within
    return found


def cases(code: str | None) -> list[Case]:
    """Return one country, all countries, and pieces of countries."""
    table = ruleset.default_pack() / "countries.toml"
    regions = [
        msgspec.structs.replace(found, accuracy_m=0.0) for found in countries.read(table) if isinstance(found, Region)
    ]
    small = pieces(regions)
    one = code or max(regions, key=lambda r: int(shapely.get_num_coordinates(shapely.from_wkb(r.area)))).id
    return [_case("country", [r for r in regions if r.id == one]), _case("countries", regions), _case("pieces", small)]


def _case(name: str, regions: list[Region]) -> Case:
    index = RegionIndex(build(regions).__getitem__)
    index.which_many([[(0, 0.5), (9, 0.5), (9, 9), (0, 9)]])
    ground = index.ground(0)
    ground.shapes(np.arange(len(ground.box)))
    return Case(name, [unroll(shapely.from_wkb(r.area)) for r in regions], index)


def pieces(regions: list[Region]) -> list[Region]:
    """Return countries cut in halves, always the largest next, until there are SMALL_REGIONS."""
    heap: list[tuple[float, int, Any]] = []

    def add(shape: Any) -> None:
        if not shape.is_empty:
            heapq.heappush(heap, (-unroll(shape).area, next(added), shape))

    added, random = iter(range(10 * SMALL_REGIONS)), np.random.default_rng(4)
    for region in regions:
        add(shapely.from_wkb(region.area))
    while len(heap) < SMALL_REGIONS:
        shape = heapq.heappop(heap)[2]
        low = _lower_half(shape.bounds, random)
        add(_polygonal(shapely.intersection(shape, low)))
        add(_polygonal(shapely.difference(shape, low)))
    shapes = [shape for _, _, shape in sorted(heap, key=lambda item: item[1])]
    return [
        Region(id=f"{i:05}", name=str(i), kind="piece", source="countries", area=shapely.to_wkb(shape))
        for i, shape in enumerate(shapes)
    ]


def _lower_half(bounds: tuple[float, ...], random: np.random.Generator) -> Any:
    """Return what lies west or south of a line as crooked as borders are, across the longer side of bounds."""
    west, south, east, north = bounds
    wide, high = east - west, north - south
    steps = random.normal(0, 1, CROOKED).cumsum()
    bridge = steps - np.linspace(steps[0], steps[-1], CROOKED)
    across = 0.5 + 0.1 * bridge / np.abs(bridge).max()
    along = np.linspace(-0.01, 1.01, CROOKED)
    line = np.stack([across, along] if wide > high else [along, across], axis=-1)
    ends = [(-0.01, 1.01), (-0.01, -0.01)] if wide > high else [(1.01, -0.01), (-0.01, -0.01)]
    return shapely.Polygon(np.concatenate([line, ends]) * (wide, high) + (west, south))


def _polygonal(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])


# --- contenders ---------------------------------------------------------------------------------


def compare(case: Case, corners: Array, peers: Any, runs: int) -> None:
    """Time sarcheck and its peers on one case, and print rates and ratios."""
    laid = ready(corners)
    which: dict[str, Job] = {
        "sarcheck": (lambda: len(case.index.which_many(laid).region), len(corners)),
        "  from raw corners": (lambda: len(case.index.which_many(corners).region), len(corners)),
    }
    area: dict[str, Job] = {
        "sarcheck": (lambda: len(case.index.overlaps_many(laid).region), len(corners)),
        "  from raw corners": (lambda: len(case.index.overlaps_many(corners).region), len(corners)),
    }
    joined, overlaid = geopandas_jobs(case, peers)
    share = max(1, int(SHARES[case.name]["loop"] * len(peers)))
    joined["loop"] = (lambda: loop(case.shapes, peers[:share]), share)
    vertices = sum(shapely.get_num_coordinates(case.shapes))
    print(f"\n{case.name}: {len(case.shapes):,} regions, {vertices:,} vertices")
    table("which", which | joined, GOALS[case.name], runs)
    table("area", area | overlaid, GOALS[case.name], runs)


def geopandas_jobs(case: Case, peers: Any) -> tuple[dict[str, Job], dict[str, Job]]:
    """Return what geopandas does: joins, and overlays; none where it is not installed."""
    try:
        import geopandas
    except ImportError:
        print("geopandas is not installed: nothing to compare with (pip install geopandas)")
        return {}, {}
    regions = geopandas.GeoDataFrame({"region": range(len(case.shapes))}, geometry=case.shapes)
    _ = regions.sindex  # regions are indexed once, on both sides; footprints are new to every question
    counts = {name: max(1, int(SHARES[case.name].get(name, 1.0) * len(peers))) for name in PEERS}

    def frame(name: str) -> Any:
        return geopandas.GeoDataFrame(geometry=peers[: counts[name]])

    asked: dict[str, Callable[[], int]] = {
        PEERS[0]: lambda: len(geopandas.sjoin(frame(PEERS[0]), regions, predicate="intersects")),
        PEERS[1]: lambda: len(geopandas.sjoin(regions, frame(PEERS[1]), predicate="intersects")),
        PEERS[2]: lambda: len(geopandas.overlay(frame(PEERS[2]), regions, how="intersection").area),
    }
    jobs: dict[str, Job] = {name: (asked[name], counts[name]) for name in PEERS}
    return {name: jobs[name] for name in PEERS[:2]}, {name: jobs[name] for name in PEERS[2:]}


def loop(regions: list[Any], footprints: Any) -> int:
    """Ask each footprint of each prepared region whose box it meets, one by one."""
    from shapely.prepared import prep

    prepared = [(region.bounds, prep(region)) for region in regions]
    found = 0
    for footprint in footprints:
        west, south, east, north = footprint.bounds
        for (left, low, right, top), region in prepared:
            if left <= east and right >= west and low <= north and top >= south:
                found += region.intersects(footprint)
    return found


def table(title: str, jobs: dict[str, Job], goals: dict[str, int], runs: int) -> None:
    """Run jobs in turn and print the medians of their rates, and how many times faster sarcheck is."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    pairs: dict[str, int] = {}
    for _ in range(runs):
        for name, (job, _) in jobs.items():
            start = time.perf_counter()
            pairs[name] = job()
            seconds[name].append(time.perf_counter() - start)
    rates = {name: count / statistics.median(seconds[name]) for name, (_, count) in jobs.items()}
    print(f"  {title:<28}{'footprints':>12}{'footprints/s':>14}{'pairs':>10}{'sarcheck is':>14}")
    for name, (_, count) in jobs.items():
        ratio = rates["sarcheck"] / rates[name]
        goal = f"  goal {goals[name]} {'kept' if ratio >= goals[name] else 'MISSED'}" if name in goals else ""
        print(f"  {name:<28}{count:>12,}{rates[name]:>14,.0f}{pairs[name]:>10,}{ratio:>13.1f}x{goal}")


# --- the pack -----------------------------------------------------------------------------------


def single(index: RegionIndex, corners: list[Any]) -> None:
    """Print how long one footprint takes against a pack, from raw corners, once warm."""
    for ring in corners:
        index.which(ring)
    spent: dict[bool, list[float]] = {True: [], False: []}
    for ring in corners:
        start = time.perf_counter()
        found = index.which(ring)
        spent[bool(found)].append((time.perf_counter() - start) * 1e6)
    everything = spent[True] + spent[False]
    median = statistics.median(everything)
    print(f"one footprint from raw corners, {len(index.ids)} regions of the pack, which, microseconds:")
    for name, times in (("anywhere", everything), ("touching a region", spent[True]), ("touching none", spent[False])):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"  {name:<20} median {statistics.median(times):>6.0f}   95% {p95:>6.0f}   of {len(times):,}")
    print(f"  goal {MOST_US:.0f} {'kept' if median <= MOST_US else 'MISSED'}")


def anywhere(index: RegionIndex, corners: Array) -> None:
    """Print the rates for all footprints against a pack, accuracies, poles and the 180th meridian included."""
    index.which_many(corners)
    for name, ask in (("which", index.which_many), ("with overlap area", index.overlaps_many)):
        start = time.perf_counter()
        ask(corners)
        rate = len(corners) / (time.perf_counter() - start)
        print(f"anywhere on Earth, the pack with its borders, {name}: {rate:,.0f} footprints/s")


# --- the map ------------------------------------------------------------------------------------

COLOURS = {"outside": "#b9c4cc", "inside": "#2b6ca3", "border": "#e2711d", "both": "#7d3c98", "undetermined": "#000000"}


def draw(index: RegionIndex, path: Path, count: int = 10_000) -> None:
    """Draw random footprints in longitude and latitude, coloured by what they touch."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
        from matplotlib.collections import PolyCollection
    except ImportError:
        sys.exit("matplotlib is not installed: no map (pip install matplotlib)")
    corners = scenes(count, seed=7)
    answers = answered(index, corners)
    figure, axes = pyplot.subplots(figsize=(20, 10.5))
    for answer, colour in COLOURS.items():
        rows = np.nonzero(answers == answer)[0]
        rings = corners[rows].copy()
        rings[..., 0] -= 360 * np.round((rings[..., 0] - rings[:, :1, 0]) / 360)
        label = f"{answer}: {len(rows):,}"
        axes.add_collection(
            PolyCollection(list(rings), facecolors=colour, alpha=0.45, edgecolors=colour, linewidths=0.3, label=label)
        )
    axes.set(xlim=(-180, 180), ylim=(-90, 90), xlabel="longitude", ylabel="latitude", aspect="equal")
    axes.set_title(f"{count:,} random footprints against {len(index.ids)} regions of the pack")
    axes.legend(loc="lower left")
    figure.savefig(path, dpi=110, bbox_inches="tight")
    print(f"{path}: " + ", ".join(f"{(answers == answer).sum():,} {answer}" for answer in COLOURS))


def answered(index: RegionIndex, corners: Array) -> Any:
    """Return for each footprint: inside some region, at the border of one, both, outside of all, or undetermined."""
    found = index.which_many(corners)
    inside, border = (np.isin(np.arange(len(corners)), found.footprint[found.relation == word]) for word in (0, 1))
    answers = np.select([inside & border, inside, border], ["both", "inside", "border"], "outside").astype(object)
    answers[list(found.problems)] = "undetermined"
    return answers


if __name__ == "__main__":
    main()
