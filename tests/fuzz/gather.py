"""Sort what lies in folders into inputs of the targets that can read it, to start from besides the project's own.

    python -m tests.fuzz.gather OUT FOLDER...

Folders are what tests leave behind (``pytest --basetemp FOLDER -o tmp_path_retention_policy=all``), or products and
lists of one's own. Of each target the inputs go into a folder of OUT; large ones are left out.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sarcheck import lists, readers
from sarcheck.errors import SarcheckError
from sarcheck.readers import _files
from tests.fuzz.mutate import packed

LARGEST, MOST = 100_000, 80
"""Bytes of an input, and inputs of a target."""
READERS = {
    "sentinel1 spacety": "safe",
    "terrasarx lutan1 radarsat2 rcm": "terrasar-radarsat",
    "gaofen3 saocom novasar eos04 biomass strix": "xml",
    "risat1 uavsar": "lines",
    "alos ers_ceos": "ceos",
    "envisat": "envisat",
    "nisar": "hdf5",
    "sicd sidd cphd": "nga",
    "capella umbra stac eopf": "json",
    "iceye": "iceye",
    "cosmo kompsat5": "xml",
}
LISTS = {
    "ofac-csv us": "us",
    "ofac": "ofac",
    "eu uk": "eu-uk",
    "un ca ch au": "states",
    "opensanctions": "opensanctions",
    "own parties": "own",
}


def _of(table: dict[str, str], name: str) -> str | None:
    return next(
        (target for words, target in table.items() if any(name.startswith(word) for word in words.split())), None
    )


def _products(folder: Path) -> Iterator[tuple[str, bytes]]:
    places = [folder, *(path for path in folder.rglob("*") if not path.is_symlink())]
    for place in places:
        if place.name.lower().endswith((".zip", ".tar", ".tgz", ".gz")) and place.is_file():
            yield "archives", place.read_bytes()
        try:
            with _files.opened(place, "x") as files:
                found = readers._recognised(files)
        except (SarcheckError, OSError):
            continue
        if found and place.exists():
            kept = [path for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file()]
            texts = {
                str(path.relative_to(place) if place.is_dir() else path.name): path
                for path in kept
                if path.stat().st_size <= LARGEST
            }
            data = packed({name: path.read_bytes() for name, path in sorted(texts.items())})
            target = _of(READERS, found[0].name) or "xml"
            yield "hdf5" if b"\x89HDF\r\n" in data else target, data


def _lists(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in (path for path in folder.rglob("*") if path.is_file() and path.stat().st_size <= LARGEST):
        try:
            (found,) = lists.recognise([path], "house-list")
        except (SarcheckError, ValueError):
            continue
        if target := _of(LISTS, found.format.NAME):
            data = path.read_bytes()
            yield target, data


def main() -> None:
    out, counts = Path(sys.argv[1]), Counter[str]()
    for folder in map(Path, sys.argv[2:]):
        for target, data in (*_products(folder), *_lists(folder)):
            if len(data) <= LARGEST and counts[target] < MOST:
                (out / target).mkdir(parents=True, exist_ok=True)
                place = out / target / hashlib.sha256(data).hexdigest()[:16]
                counts[target] += not place.exists()
                place.write_bytes(data)
    sys.stderr.write(f"{dict(counts)}\n")


if __name__ == "__main__":
    main()
