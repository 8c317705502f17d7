"""What provenance finds and what it costs: closure of genuine products, and forgeries made from them.

    python benchmarks/provenance.py PRODUCTS [--rules FOLDER] [--runs N] [--format NAME]

PRODUCTS is a folder of genuine products in folders by sensor. Every product that a reader knows is read; a table tells
how each closes and fits its satellite's orbit, and what fails on an untouched product, which is a false alarm. Then
each is forged in many ways, and the share that is found is told per forgery, with what was not found. "can be found"
counts the products on which the facts that would find it can be stated at all; what fails untouched is not forged.
Geometry is forged in the product as read; files are altered in a copy of its folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  the project is found first
from msgspec.structs import replace  # noqa: E402

from sarcheck import orbit, provenance, readers, ruleset  # noqa: E402
from sarcheck.errors import ProductError  # noqa: E402
from sarcheck.model import FileRecord, Product, ProvenanceFact, StateVector, TiePoint, TiePoints  # noqa: E402
from sarcheck.platforms import PlatformTable, identify  # noqa: E402
from sarcheck.provenance import plane  # noqa: E402

GEOMETRY = ("closure", "look_side", "pass", "incidence", "outline_closure")
DEEP = 3
"""How many folders below PRODUCTS a product may begin."""
MOST_MS = 5.0
"""How long the provenance of one product may take, once warm."""
ALL = 100.0


class Case(NamedTuple):
    """A genuine product as read, where it lies, and its facts."""

    path: Path
    product: Product
    facts: tuple[ProvenanceFact, ...]


class Forgery(NamedTuple):
    """A way to forge a product: a change, and which facts may find it; ``goal`` is the share to find, None for none."""

    name: str
    change: Callable[[Product], Product | None]
    checks: tuple[str, ...]
    goal: float | None = ALL


def main() -> None:
    """Read, tell how products close, forge them and tell what is found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("products", type=Path, help="a folder of genuine products, in folders by sensor")
    parser.add_argument("--rules", type=Path, help="rules folder (the pack's)")
    parser.add_argument("--runs", type=int, default=15, help="runs of which the median is told")
    parser.add_argument("--format", help="only products of this format")
    chosen = parser.parse_args()
    platforms = ruleset.load(chosen.rules or ruleset.default_pack()).platforms
    cases = [case for case in read_all(chosen.products, platforms) if chosen.format in (None, case.product.format)]
    if not cases:
        sys.exit(f"{chosen.products} holds no product that can be read")
    told_closure(cases)
    told_alarms(cases)
    sound = [case for case in cases if not any(fact.result == "fail" for fact in case.facts)]
    told_forgeries(sound, platforms)
    told_renames(sound, platforms)
    told_files(sound, platforms)
    told_cost(cases, platforms, chosen.runs)


# --- genuine products ---------------------------------------------------------------------------


def read_all(folder: Path, platforms: PlatformTable) -> list[Case]:
    """Return every product below a folder that some reader knows; a product's own folders are not searched."""
    found: list[Case] = []

    def visit(path: Path, depth: int) -> None:
        try:
            product = readers.read(path)
        except ProductError:
            if path.is_dir() and depth < DEEP:
                for inner in sorted(path.iterdir()):
                    visit(inner, depth + 1)
            return
        found.append(Case(path, product, provenance.facts(product, platforms)))

    for sensor in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in sorted(sensor.iterdir()):
            visit(path, 1)
    return found


def told_closure(cases: list[Case]) -> None:
    """Print, by format, what each product's closure and orbit came to."""
    print(f"{'format':<14}{'product':<42}{'vectors':>8}{'points':>8}{'median m':>10}{'max m':>10}{'limit m':>9}  orbit")
    for case in sorted(cases, key=lambda case: (case.product.format, case.product.id)):
        vectors, row = len(case.product.state_vectors), f"{case.product.format:<14}{case.product.id[:40]:<42}"
        (plane_fact,) = (fact for fact in case.facts if fact.check == plane.CHECK)
        for fact in (fact for fact in case.facts if fact.check == "closure"):
            if fact.numbers.get("maximum_km") is None:
                print(f"{row}{vectors:>8}  {fact.result}: {fact.message[:76]}")
                continue
            numbers = fact.numbers
            metres = "".join(f"{numbers[key] * 1e3:>{width}.1f}" for key, width in COLUMNS)
            print(f"{row}{vectors:>8}{numbers['points']:>8}{metres}  {plane_fact.result}")


COLUMNS = (("median_km", 10), ("maximum_km", 10), ("tolerance_km", 9))


def told_alarms(cases: list[Case]) -> None:
    """Print what fails on untouched products."""
    alarms = [(case, fact) for case in cases for fact in case.facts if fact.result == "fail"]
    print(f"\n{len(cases)} untouched products, {len(alarms)} alarms (goal 0 on genuine ones)")
    for case, fact in alarms:
        print(f"  {case.product.format} {case.product.id[:40]}: {fact.check}: {fact.message[:240]}")


# --- forgeries of geometry ----------------------------------------------------------------------


def forgeries() -> Iterator[Forgery]:
    """Yield the ways to forge a product's geometry."""
    for km in (1.0, 3.0, 30.0):
        for bearing, where in ((0.0, "north"), (90.0, "east")):
            goal = ALL if km >= 3 else None
            yield Forgery(f"all moved {km:g} km {where}", shifted(km, bearing), GEOMETRY, goal)
            outline = shifted(km, bearing, ties=False)
            yield Forgery(f"outline moved {km:g} km {where}", outline, ("outline_closure",), None)
    yield Forgery("look side flipped", flipped, GEOMETRY)
    yield Forgery("latitude and longitude swapped", placed(lambda lon, lat: (lat, lon)), GEOMETRY)
    yield Forgery("sign of longitude", placed(lambda lon, lat: (-lon, lat)), GEOMETRY)
    yield Forgery("sign of latitude", placed(lambda lon, lat: (lon, -lat)), GEOMETRY)
    for seconds in (-0.5, 0.5):
        yield Forgery(f"vectors {seconds:+} s", vectors_later(dt.timedelta(seconds=seconds)), GEOMETRY)
        yield Forgery(f"times of points {seconds:+} s", ties_later(dt.timedelta(seconds=seconds)), GEOMETRY)
    yield Forgery("acquisition 3 days later", acquisition_later(dt.timedelta(days=3)), ("vector_times",))
    yield Forgery("all times 3 days later", all_later(dt.timedelta(days=3)), ("orbit_number",))
    yield Forgery("all times 3 hours later", all_later(dt.timedelta(hours=3)), (*GEOMETRY, plane.CHECK))
    for turn in (2.0, 20.0, -20.0):
        goal = ALL if abs(turn) == 20.0 else None
        yield Forgery(f"vectors and ground turned {turn:+g} degrees", turned(turn), (*GEOMETRY, plane.CHECK), goal)
    yield Forgery("orbit made circular", circular, ("made_up_orbit",))
    yield Forgery("positions rounded to 1 km", coarse, ("made_up_orbit",), None)


def told_forgeries(cases: list[Case], platforms: PlatformTable) -> None:
    """Print, per forgery, on how many products it can be found, on how many it is, and which were missed."""
    print(f"\n{'forgery':<42}{'can be found':>14}{'found':>8}{'share':>9}")
    for forgery in forgeries():
        able, missed = 0, []
        for case in cases:
            changed = forgery.change(case.product)
            if changed is None or not stated(case.facts, forgery.checks):
                continue
            able += 1
            facts = provenance.facts(changed, platforms)
            if not any(fact.result == "fail" for fact in facts if fact.check in forgery.checks):
                missed.append(f"{case.product.format} {case.product.id[:30]}")
        told(forgery.name, able, missed, forgery.goal)


def stated(facts: tuple[ProvenanceFact, ...], checks: tuple[str, ...]) -> bool:
    """Tell whether the decisive fact of some checks can be stated of a product: closure with ranges, or the last named.

    A closure without slant ranges sees nothing that lies across the track.
    """
    if checks == GEOMETRY:
        return any(fact.check == "closure" and fact.result == "pass" and fact.numbers["ranges"] for fact in facts)
    return any(fact.check == checks[-1] and fact.result == "pass" for fact in facts)


def told(name: str, able: int, missed: list[str], goal: float | None) -> None:
    """Print one line of a table of forgeries."""
    found = able - len(missed)
    share = 100.0 * found / able if able else 100.0
    kept = "" if goal is None or not able else f"  goal {goal:.0f} % {'kept' if share >= goal else 'MISSED'}"
    print(f"{name:<42}{able:>14}{found:>8}{share:>8.1f}%{kept}")
    if missed:
        print(f"    not found: {', '.join(missed[:8])}{' ...' if len(missed) > 8 else ''}")


def placed(
    move: Callable[[float, float], tuple[float, float]], *, ties: bool = True
) -> Callable[[Product], Product | None]:
    """Return a forgery that moves all stated points, or only the outlines."""

    def change(product: Product) -> Product | None:
        try:
            outlines = tuple(
                replace(one, points=tuple(moved(*point) for point in one.points)) for one in product.outlines
            )
            points = tuple(
                replace(one, points=tuple(_at(point, *moved(point.longitude, point.latitude)) for point in one.points))
                for one in product.ties
            )
        except ValueError:
            return None
        return replace(product, outlines=outlines, ties=points if ties else product.ties)

    def moved(lon: float, lat: float) -> tuple[float, float]:
        lon, lat = move(lon, lat)
        if abs(lat) > 90:
            raise ValueError("no place on Earth")
        return lon, lat

    return change


def _at(point: TiePoint, lon: float, lat: float) -> TiePoint:
    return replace(point, longitude=lon, latitude=lat)


def shifted(km: float, bearing: float, *, ties: bool = True) -> Callable[[Product], Product | None]:
    """Return a forgery that moves points by a distance in a direction (degrees east of north)."""
    north, east = km / 111.2 * np.cos(np.radians(bearing)), km / 111.2 * np.sin(np.radians(bearing))
    return placed(
        lambda lon, lat: (lon + float(east / max(np.cos(np.radians(lat)), 0.05)), lat + float(north)), ties=ties
    )


def flipped(product: Product) -> Product | None:
    """Return a product that states the other look side, None where none is stated."""
    return product.look and replace(product, look={"left": "right", "right": "left"}[product.look])


def vectors_later(delay: dt.timedelta) -> Callable[[Product], Product]:
    """Return a forgery that dates the state vectors otherwise."""
    return lambda product: replace(product, state_vectors=_late_vectors(product, delay))


def ties_later(delay: dt.timedelta) -> Callable[[Product], Product]:
    """Return a forgery that dates the points on the ground otherwise."""
    return lambda product: replace(product, ties=_late_ties(product, delay))


def acquisition_later(delay: dt.timedelta) -> Callable[[Product], Product | None]:
    """Return a forgery that dates the acquisition otherwise, and nothing else."""

    def change(product: Product) -> Product | None:
        if product.start is None:
            return None
        return replace(product, start=product.start + delay, stop=product.stop and product.stop + delay)

    return change


def all_later(delay: dt.timedelta) -> Callable[[Product], Product | None]:
    """Return a forgery that dates all of a product otherwise."""

    def change(product: Product) -> Product | None:
        later = acquisition_later(delay)(product)
        vectors, ties = _late_vectors(product, delay), _late_ties(product, delay)
        return later and replace(later, state_vectors=vectors, ties=ties)

    return change


def _late_vectors(product: Product, delay: dt.timedelta) -> tuple[StateVector, ...]:
    return tuple(replace(vector, time=vector.time + delay) for vector in product.state_vectors)


def _late_ties(product: Product, delay: dt.timedelta) -> tuple[TiePoints, ...]:
    return tuple(
        replace(one, points=tuple(replace(point, time=point.time + delay) for point in one.points))
        for one in product.ties
    )


def turned(degrees: float) -> Callable[[Product], Product | None]:
    """Return a forgery that turns vectors and ground together about the Earth's axis."""
    c, s = float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))

    def turn(v: tuple[float, float, float]) -> tuple[float, float, float]:
        return c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]

    def change(product: Product) -> Product | None:
        ground = placed(lambda lon, lat: ((lon + degrees + 180) % 360 - 180, lat))(product)
        vectors = tuple(replace(v, position=turn(v.position), velocity=turn(v.velocity)) for v in product.state_vectors)
        return ground and replace(ground, state_vectors=vectors)

    return change


def circular(product: Product) -> Product | None:
    """Return a product on a circular orbit through its middle state vector, flown without oblateness."""
    track = orbit.track(product.state_vectors)
    if track is None:
        return None
    middle = len(track.seconds) // 2
    place = track.position[middle]
    speed = orbit.inertial(place, track.velocity[middle])
    radius = float(orbit.length(place))
    up = place / radius
    ahead = speed - (speed @ up) * up
    ahead /= float(orbit.length(ahead))
    rate = float(np.sqrt(orbit.MU / radius**3))
    vectors = []
    for at in track.seconds - track.seconds[middle]:
        c, s = np.cos(rate * at), np.sin(rate * at)
        spot, fast = radius * (c * up + s * ahead), radius * rate * (c * ahead - s * up)
        c, s = np.cos(orbit.SPIN * at), np.sin(orbit.SPIN * at)
        back = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
        spot, fast = back @ spot, back @ fast
        fast = fast - orbit.inertial(spot, np.zeros(3))
        when = track.epoch + dt.timedelta(seconds=float(track.seconds[middle] + at))
        vectors.append(StateVector(time=when, position=tuple(spot.tolist()), velocity=tuple(fast.tolist())))
    return replace(product, state_vectors=tuple(vectors))


def coarse(product: Product) -> Product | None:
    """Return a product whose positions are rounded to a kilometre."""
    vectors = tuple(replace(v, position=tuple(round(x, -3) for x in v.position)) for v in product.state_vectors)
    return replace(product, state_vectors=vectors) if vectors else None


# --- other names --------------------------------------------------------------------------------


def told_renames(cases: list[Case], platforms: PlatformTable) -> None:
    """Print how many products are found out when they name each platform whose orbit differs from their own."""
    able, missed, alike = 0, [], 0
    for case in cases:
        track, own = orbit.track(case.product.state_vectors), identify(case.product, platforms)
        if track is None or own is None:
            continue
        found = orbit.plane(track)
        for key, nominal in platforms.orbits:
            if key == own:
                continue
            if not plane.misfits(nominal, found):
                alike += 1
                continue
            able += 1
            facts = provenance.facts(renamed(case.product, key), platforms)
            if not any(fact.check == plane.CHECK and fact.result == "fail" for fact in facts):
                missed.append(f"{own} as {key}")
    told("named as another platform", able, missed, ALL)
    print(f"    {alike} names more are those of platforms on the same orbit, which no orbit can tell apart")


def renamed(product: Product, key: str) -> Product:
    """Return a product that names another platform throughout."""
    claims = tuple(claim for claim in product.claims if claim.field != "platform")
    return replace(product, platform=key, claims=claims)


# --- files --------------------------------------------------------------------------------------


def told_files(cases: list[Case], platforms: PlatformTable) -> None:
    """Print how many altered and added files are found, on products whose listing carries checksums."""
    tried: dict[str, tuple[int, list[str]]] = {}
    for case in cases:
        if not case.path.is_dir():
            continue
        for name, (change, can) in FILES.items():
            if not can(case.product):
                continue
            able, missed = tried.get(name, (0, []))
            if not found_on_disk(case, change, platforms):
                missed.append(f"{case.product.format} {case.product.id[:30]}")
            tried[name] = able + 1, missed
    for name in FILES:
        able, missed = tried.get(name, (0, []))
        told(name, able, missed, ALL)


def found_on_disk(case: Case, change: Callable[[Path, Product], None], platforms: PlatformTable) -> bool:
    """Tell whether a change to a copy of a product is a failure that the untouched one does not have."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / case.path.name
        shutil.copytree(case.path, copy, copy_function=_writable)
        change(copy, case.product)
        try:
            facts = provenance.facts(readers.read(copy), platforms)
        except ProductError:
            return True
        before = {fact.check for fact in case.facts if fact.result == "fail"}
        return any(fact.result == "fail" and fact.check not in before for fact in facts)


def _agreeing(product: Product) -> list[FileRecord]:
    """Return the files that are there as listed; where pixels were taken out a digest says nothing."""
    return [one for one in product.files if one.found and one.found == one.stated and one.algorithm != "crc16"]


def _listed(product: Product) -> list[FileRecord]:
    return [one for one in product.files if one.listed and one.present]


def _writable(source: str, target: str) -> None:
    Path(target).write_bytes(Path(source).read_bytes())


def altered(copy: Path, product: Product) -> None:
    """Change one byte of a file that the product lists with a checksum."""
    record = _agreeing(product)[0]
    path = copy / record.name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def added(copy: Path, product: Product) -> None:
    """Add a file beside one that the product lists."""
    path = copy / _listed(product)[0].name
    path.with_name("added" + path.suffix).write_bytes(path.read_bytes())


FILES = {"a listed file altered": (altered, _agreeing), "a file added": (added, _listed)}
"""What is done to a product's files, and the files to which it can be done."""


# --- cost ---------------------------------------------------------------------------------------


def told_cost(cases: list[Case], platforms: PlatformTable, runs: int) -> None:
    """Print how long the facts of one product take, once warm."""
    medians = {}
    for case in (case for case in cases if case.product.state_vectors):
        spent = []
        for _ in range(runs):
            start = time.process_time()
            provenance.facts(case.product, platforms)
            spent.append(1e3 * (time.process_time() - start))
        medians[case.product.id] = statistics.median(spent)
    if not medians:
        return
    slowest = max(medians, key=lambda name: medians[name])
    print(
        f"\nprovenance of one product with state vectors, warm, processor time: "
        f"median {statistics.median(medians.values()):.2f} ms"
    )
    kept = "kept" if medians[slowest] <= MOST_MS else "MISSED"
    print(f"  slowest {medians[slowest]:.2f} ms ({slowest[:40]}), goal {MOST_MS:g} ms {kept}")


if __name__ == "__main__":
    main()
