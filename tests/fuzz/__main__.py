"""Fuzz one parser, guided by coverage.

    python -m tests.fuzz TARGET [--seconds 600] [--corpus FOLDER] [--found FOLDER] [--blind]

TARGET is a name of ``targets.TARGETS``; without one, all are listed. Needs atheris (``pip install -e '.[fuzz]'``) but
for ``--blind``, which counts no branches: it keeps to what it starts from, and is faster. Each new finding is told on
standard error and kept in ``--found``, and the run goes on; TARGET.json there holds executions, seconds of wall and of
processor, and findings so far. A hang or a crash of the interpreter itself ends the process, and leaves the input as
TARGET-timeout-* or TARGET-crash-*.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import importlib
import json
import pkgutil
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import sarcheck
from sarcheck.errors import RulesError

HANGS = 120
"""Seconds of wall time after which an input hangs, instrumented, on a busy machine."""
SLOW = 10.0
"""Seconds of processor time that an input may take under instrumentation."""
MEGABYTES = 2500
PRODUCTS = ["sarcheck.readers", "sarcheck.provenance", "sarcheck.stacitem", "sarcheck.orbit"]
LISTS = ["sarcheck.lists", "sarcheck.importing", "sarcheck.holdings", "sarcheck.tomlfile"]
GUIDED = {
    **dict.fromkeys(("safe", "terrasar-radarsat", "xml", "lines", "ceos", "envisat", "hdf5"), PRODUCTS),
    **dict.fromkeys(("nga", "json", "iceye", "archives"), PRODUCTS),
    **dict.fromkeys(("ofac", "us", "eu-uk", "states", "opensanctions", "own", "manifest", "register"), LISTS),
}
"""Packages whose branches guide a target, where not all of them do: the rest then runs at its usual speed."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("target", nargs="?")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="a folder of more inputs to start from, a file each")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--blind", action="store_true", help="do without atheris")
    given = parser.parse_args()
    if given.blind:
        from tests.fuzz import targets

        Run(None, _named(targets, given.target), given).blindly()
        return
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install -e '.[fuzz]', or --blind where it has no wheel")
    guided = GUIDED.get(given.target, ["sarcheck"])
    with atheris.instrument_imports(include=guided):
        for module in pkgutil.walk_packages(sarcheck.__path__, "sarcheck."):
            if module.name.startswith(tuple(guided)) and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        from tests.fuzz import targets
    Run(atheris, _named(targets, given.target), given).go()


def _named(targets: Any, name: str | None) -> Any:
    if name not in targets.BY_NAME:
        sys.exit("\n".join(f"{target.name:20} {target.parsers}" for target in targets.TARGETS))
    return targets.BY_NAME[name]


class Run:
    """One target for some seconds; ``counts`` are what became of its inputs."""

    def __init__(self, atheris: Any, target: Any, given: argparse.Namespace) -> None:
        from tests.fuzz.harness import Room

        self.atheris, self.target, self.found = atheris, target, given.found
        self.room, self.seconds = Room(), given.seconds
        self.counts: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.seeds = self._seeds(given.corpus)
        self.wall, self.processor = time.monotonic(), time.process_time()
        self.told = self.wall

    def _seeds(self, corpus: Path | None) -> tuple[bytes, ...]:
        from tests.fuzz.mutate import MOST

        more = [path.read_bytes() for path in sorted(corpus.iterdir())] if corpus and corpus.is_dir() else []
        return tuple(dict.fromkeys([*self.target.starts(), *(data for data in more if len(data) <= MOST)]))

    def _begin(self) -> None:
        from tests.fuzz import targets

        targets.THOROUGH = False
        if self.target.allowed != (RulesError,):
            targets.ruleset()  # so that no input is charged with loading it
        self.found.mkdir(parents=True, exist_ok=True)

    def blindly(self) -> None:
        """Damage what the target starts from until the time is over."""
        from tests.fuzz.mutate import mutated

        self._begin()
        chance = random.Random()
        while time.monotonic() < self.wall + self.seconds:
            faulthandler.dump_traceback_later(HANGS, exit=True)
            self.one(mutated(chance.choice(self.seeds), self.seeds, chance))
        faulthandler.cancel_dump_traceback_later()
        self.tell()
        self.room.close()

    def go(self) -> None:
        """Let atheris choose what to damage, by the branches that inputs reach."""
        from tests.fuzz.mutate import MOST

        self._begin()
        start = self.room.folder / "start"
        start.mkdir()
        for data in self.seeds:
            (start / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        options = [f"-max_total_time={self.seconds}", f"-timeout={HANGS}", f"-rss_limit_mb={MEGABYTES}"]
        options += [
            f"-max_len={MOST}",
            f"-artifact_prefix={self.found}/{self.target.name}-",
            "-reload=0",
            "-print_final_stats=0",
            "-verbosity=0",
        ]
        self.atheris.Setup([sys.argv[0], *options, str(start)], self.one, custom_mutator=self.mutate)
        self.tell()
        self.atheris.Fuzz()

    def mutate(self, data: bytes, most: int, seed: int) -> bytes:
        from tests.fuzz.mutate import mutated

        return mutated(
            data, self.seeds, random.Random(seed), lambda piece: self.atheris.Mutate(piece, max(len(piece) + 8, 64))
        )[:most]

    def one(self, data: bytes) -> None:
        from tests.fuzz.harness import place_of, tried

        try:
            self.counts[tried(self.target, data, self.room, SLOW)] += 1
        except Exception as error:  # noqa: BLE001  what else comes is what is looked for
            place = place_of(error)
            self.counts["finding"] += 1
            self.places[place] += 1
            if self.places[place] == 1:
                name = f"{self.target.name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
                (self.found / name).write_bytes(data)
                (self.found / f"{name}.txt").write_text(f"{place}\n{error}\n", encoding="utf-8", errors="replace")
                sys.stderr.write(f"FOUND {name}: {place}: {str(error)[:200]!r}\n")
        if time.monotonic() - self.told > 5:
            self.tell()

    def tell(self) -> None:
        """Write the state so far: the process may end at any time, and libFuzzer ends it without a word."""
        self.told = time.monotonic()
        state = {
            "target": self.target.name,
            "executions": sum(self.counts.values()),
            "wall": round(self.told - self.wall),
            "processor": round(time.process_time() - self.processor),
            "became": dict(self.counts),
            "findings": dict(self.places),
        }
        (self.found / f"{self.target.name}.json").write_text(json.dumps(state, indent=1))


if __name__ == "__main__":
    main()
