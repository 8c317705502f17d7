"""What lists cost: reading each publisher's format, compiling all that is at hand, opening the store once more.

    python benchmarks/lists.py [--lists FOLDER] [--runs N] [--inflate] [--no-compile]

``--lists`` holds publishers' files in folders; each set that a parser recognises is measured. Every measurement is
a new process. The peer of a parser is its floor: ``csv.reader``, ``iterparse``, ``json.loads`` or ``openpyxl`` over
the same file, doing nothing with what it reads; the two take turns. ``--inflate`` repeats the entries of a file,
each copy with ids of its own, until there are 20 MB. For the compile every set is imported as a list of its own:
several snapshots and forms of one list count as several lists, so that all entries are compiled.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

INFLATED_MB, PARSE_MB = 20, 150.0
COMPILE_S, OPEN_MS, OPEN_MB = 15.0, 50.0, 30.0
REPEATED = {
    "ofac-xml": (rb"(?s)<sdnEntry>.*?</sdnEntry>", rb"()(?<=<uid>)(\d+)"),
    "un-sc-xml": (rb"(?s)<INDIVIDUAL>.*?</INDIVIDUAL>", rb"(<DATAID>|<REFERENCE_NUMBER>)(\w)"),
    "ca-sema-xml": (rb"(?s)<record>.*?</record>", rb"(<Item>)(\d)"),
    "ofac-csv": (rb"(?m)^\d+,[^\n]*\n", rb"^()(\d)"),
    "us-csl": (rb"(?ms)^[0-9a-f]{12,},.*?\n(?=[0-9a-f]{12,},|\Z)", rb"^()(\w)"),
    "ofac-advanced": (rb"(?s)<DistinctParty .*?</DistinctParty>", rb'(FixedRef="|<Profile ID="|<Identity ID=")(\d)'),
}
"""For each format that can be inflated: how an entry looks in the file, and where its ids are."""


class Set(NamedTuple):
    """Files that make one list, as a parser recognised them."""

    format: str
    list_id: str
    files: dict[str, Path]
    label: str


# --- in a process of its own --------------------------------------------------------------------


def parse(job: dict[str, Any]) -> dict[str, float]:
    """Read a set; return entries, seconds, and MB above what the process had before."""
    from sarcheck import compiling, lists
    from sarcheck.ruleset import default_pack

    files = {role: Path(path) for role, path in job["files"].items()}
    country_code, module = compiling.country_codes([default_pack()]), lists.by_name(job["format"], "")
    import_libraries()
    before, start = peak_mb(), time.perf_counter()
    entries = sum(1 for _ in module.read(files, job["list_id"], country_code))
    return {"entries": entries, "seconds": time.perf_counter() - start, "mb": peak_mb() - before}


def floor(job: dict[str, Any]) -> dict[str, float]:
    """Read the same files with the bare library; return the seconds."""
    import_libraries()
    start = time.perf_counter()
    for path in map(Path, job["files"].values()):
        for _ in bare(path):
            pass
    return {"seconds": time.perf_counter() - start}


def import_libraries() -> None:
    """Import what reads files, so that no measurement counts it."""
    for library in ("csv", "lxml.etree", "openpyxl", "sarcheck.lists"):
        with contextlib.suppress(ImportError):
            importlib.import_module(library)


def bare(path: Path) -> Iterator[object]:
    """Yield what the library for a file's kind finds in it."""
    import csv
    import io

    from lxml import etree

    from sarcheck.lists import _files

    name = _files.head(path)[1].lower()
    if name.endswith(".xlsx"):
        import openpyxl

        yield from openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        return
    with _files.opened(path) as stream:
        if name.endswith(".xml"):
            for _, element in etree.iterparse(stream, resolve_entities=False, no_network=True):
                element.clear()
                yield element
        elif name.endswith((".json", ".ndjson", ".jsonl")):
            yield from map(json.loads, stream) if not name.endswith(".json") else [json.load(stream)]
        else:
            text = io.StringIO(stream.read().decode("utf-8", "replace"), newline="")
            yield from csv.reader(text, delimiter="\t" if name.endswith(".txt") else ",")


def load_once(job: dict[str, Any]) -> dict[str, float]:
    """Load a rules folder and look one name up; return what each cost, in ms and MB."""
    from sarcheck import match, regions, ruleset
    from sarcheck.model import Query

    _ = match.Index, regions.RegionIndex  # the code is in memory before the store is opened
    first = resident_mb()
    start = time.perf_counter()
    loaded = ruleset.load(Path(job["rules"]) if job["rules"] else None)
    seconds, opened = time.perf_counter() - start, resident_mb()
    start = time.perf_counter()
    entries = len(loaded.entries)
    loaded.entries.search(Query(names=("Example Trading Company",)), floor=0.75)
    return {
        "seconds": seconds,
        "rss": opened[0] - first[0],
        "pss": opened[1] - first[1],
        "name_seconds": time.perf_counter() - start,
        "name_rss": resident_mb()[0] - first[0],
        "name_pss": resident_mb()[1] - first[1],
        "entries": entries,
    }


def peak_mb() -> float:
    """Return the most memory that this process ever had: ru_maxrss would count its parent's too."""
    return next(kilobytes("/proc/self/status", "VmHWM")) / 1024


def resident_mb() -> tuple[float, float]:
    """Return this process' resident memory in MB: as it is, and with what is shared counted in parts."""
    rss, pss = (next(kilobytes("/proc/self/smaps_rollup", field)) / 1024 for field in ("Rss", "Pss"))
    return rss, pss


def kilobytes(file: str, field: str) -> Iterator[int]:
    """Yield the numbers of a field in one of the system's tables."""
    yield from (int(line.split()[1]) for line in Path(file).read_text().splitlines() if line.startswith(field + ":"))


JOBS: dict[str, Callable[[dict[str, Any]], dict[str, float]]] = {"parse": parse, "floor": floor, "load": load_once}


def apart(job: dict[str, Any]) -> dict[str, float]:
    """Do a job in a new process; a failure of it is told, not hidden."""
    command = [sys.executable, __file__, "--job", json.dumps(job, default=str)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    result: dict[str, float] = json.loads(done.stdout)
    return result


# --- what is at hand ----------------------------------------------------------------------------


def sets(folder: Path) -> Iterator[Set]:
    """Yield the sets in a folder and those below it, each folder by itself; pass over what is no list."""
    from sarcheck import lists
    from sarcheck.errors import RulesError

    for place in sorted({path.parent for path in folder.rglob("*") if path.is_file()}):
        readable = []
        for path in sorted(path for path in place.iterdir() if path.is_file()):
            try:
                lists.recognise([path])
            except RulesError:
                continue
            readable.append(path)
        for found in lists.recognise(readable):
            label = f"{place.relative_to(folder)} {found.format.NAME}"
            yield Set(found.format.NAME, found.list_id or "a-list", found.files, label)


def inflated(one: Set, folder: Path) -> Set | None:
    """Return a set whose largest file has 20 MB of the same entries under other ids; None for other formats."""
    from sarcheck.lists import _files

    if one.format not in REPEATED:
        return None
    role, path = next(iter(sorted(one.files.items(), key=lambda item: -item[1].stat().st_size)))
    with _files.opened(path) as stream:
        content = stream.read()
    entry, ids = (re.compile(pattern) for pattern in REPEATED[one.format])
    entries = list(entry.finditer(content))
    copies = INFLATED_MB * 1024 * 1024 // sum(len(match[0]) for match in entries)
    folder.mkdir()
    target, after_first = folder / _files.head(path)[1], entries[0].end()
    with target.open("wb") as out:
        out.write(content[:after_first])
        for copy in range(copies):
            out.writelines(ids.sub(rb"\g<1>%d\g<2>" % (1000 + copy), match[0]) for match in entries)
        out.write(content[after_first:])
    return Set(one.format, one.list_id, {**one.files, role: target}, f"{one.label}, inflated")


def imported(found: Iterable[Set], rules: Path, retrieved: dt.date | None = None) -> int:
    """Import each set as a list of its own into a rules folder, as fetched on a day; return how many there are."""
    from sarcheck import compiling, importing, lists
    from sarcheck.errors import RulesError
    from sarcheck.ruleset import default_pack

    country_code, names = compiling.country_codes([default_pack()]), set[str]()
    for one in found:
        name = next(n for n in (one.list_id, *(f"{one.list_id}-{i}" for i in range(2, 99))) if n not in names)
        module = lists.by_name(one.format, "")
        try:
            described, _ = importing.describe(
                lists.FileSet(module, one.list_id, one.files), name, country_code=country_code, retrieved=retrieved
            )
            importing.store(one.files, described, rules)
        except RulesError as error:
            print(f"  not imported: {one.label}: {error}")
            continue
        names.add(name)
    return len(names)


# --- the tables ---------------------------------------------------------------------------------


def parsers(found: Iterable[Set], runs: int) -> list[Set]:
    """Print what each parser takes, beside its floor; return the sets that could be read."""
    read = []
    print(f"{'set':<52}{'entries':>8}{'MB':>7}{'ms':>8}{'entries/s':>11}{'floor ms':>10}{'ratio':>7}{'peak MB':>9}")
    for one in found:
        job = {"format": one.format, "list_id": one.list_id, "files": one.files}
        try:
            results = [(apart({**job, "job": "parse"}), apart({**job, "job": "floor"})) for _ in range(runs)]
        except RuntimeError as error:
            print(f"{one.label:<52}  not read: {error}")
            continue
        read.append(one)
        own, bare_s, peak = (
            statistics.median(values)
            for values in zip(*((p["seconds"], f["seconds"], p["mb"]) for p, f in results), strict=True)
        )
        size, entries = sum(path.stat().st_size for path in one.files.values()) / 1e6, results[0][0]["entries"]
        kept = "" if peak <= PARSE_MB else f"  BROKEN: <= {PARSE_MB:.0f} promised"
        print(
            f"{one.label:<52}{entries:>8}{size:>7.1f}{own * 1000:>8.0f}{entries / own:>11,.0f}"
            f"{bare_s * 1000:>10.0f}{own / bare_s:>7.1f}{peak:>9.0f}{kept}"
        )
    return read


def store(found: list[Set], runs: int, work: Path) -> None:
    """Print what compiling everything and opening it once more take."""
    os.environ |= {"SARCHECK_CACHE": f"{work}/cache", "XDG_DATA_HOME": f"{work}/data", "XDG_CONFIG_HOME": f"{work}/c"}
    (work / "rules").mkdir()
    lists = imported(found, work / "rules")
    outlines = apart({"job": "load", "rules": None})
    compiled = apart({"job": "load", "rules": work / "rules"})
    print(f"\noutlines of countries and the pack alone, once: {outlines['seconds']:.1f} s")
    print(
        f"compile of {lists} lists, {compiled['entries']:,} entries: {kept_word(compiled['seconds'], COMPILE_S, 's')}"
    )
    again = [apart({"job": "load", "rules": work / "rules"}) for _ in range(runs)]
    middle = {key: statistics.median(one[key] for one in again) for key in again[0]}
    print(f"opening it once more: {kept_word(middle['seconds'] * 1000, OPEN_MS, 'ms')}")
    print(f"  more resident memory: {kept_word(middle['rss'], OPEN_MB, 'MB')}")
    print(
        f"the first name looked up in it: {middle['name_seconds'] * 1000:.0f} ms; resident since before the opening: "
        f"{middle['name_rss']:.0f} MB, with what is shared counted in parts {middle['name_pss']:.0f} MB"
    )


def kept_word(value: float, promised: float, unit: str) -> str:
    """Return a value beside what is promised."""
    return f"{value:.1f} {unit}   <= {promised:.0f} {unit} {'kept' if value <= promised else 'BROKEN'}"


def main() -> None:
    """Measure and print the tables."""
    shared = Path(os.environ.get("SARCHECK_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=Path, default=shared / "data" / "lists", help="folder of publishers' files")
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement")
    parser.add_argument("--inflate", action="store_true", help="measure lists of 20 MB made of real entries too")
    parser.add_argument("--no-compile", action="store_true", help="measure the parsers only")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.job:
        job = json.loads(chosen.job)
        print(json.dumps(JOBS[job["job"]](job)))
        return
    print(f"lists, median of {chosen.runs} runs, Python {sys.version.split()[0]}\n")
    found = parsers(sets(chosen.lists), chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.inflate:
            places = [Path(folder) / str(number) for number in range(len(found))]
            made = (inflated(one, place) for one, place in zip(found, places, strict=True))
            parsers((one for one in made if one), 1)
        if not chosen.no_compile:
            store(found, chosen.runs, Path(folder))


if __name__ == "__main__":
    main()
