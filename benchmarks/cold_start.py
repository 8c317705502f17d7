"""What a cold start costs: help beside its peer ``import click``, one verdict beside ``import shapely, pyproj``.

    python benchmarks/cold_start.py [--runs N] [--order ORDER.json] [--sdn FOLDER]

Every run is a new process; the commands take turns, so that a busy machine is unfair to none. The rules are
compiled once before the clock runs, and so are all modules, as those of an installed program are. ``--sdn``
imports a publisher's list files into a rules folder of the benchmark's own first, so that the verdict is given
against lists of real size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "spacety-terra-tech" / "order.json"
CLICK, GEO = [sys.executable, "-c", "import click"], [sys.executable, "-c", "import shapely, pyproj"]
SARCHECK = [sys.executable, "-m", "sarcheck"]
PROMISES = (("sarcheck --help", "import click", 1.5), ("sarcheck ORDER", "import shapely, pyproj", 2.0))


def main() -> None:
    """Measure, and print the medians and their ratios beside what is promised."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="runs of each command")
    parser.add_argument("--order", type=Path, default=SAMPLE, help="the order to screen")
    parser.add_argument("--sdn", type=Path, help="folder of a publisher's list files to import first")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rules = rules_folder(Path(folder), chosen.order, chosen.sdn)
        environment = {**os.environ, "SARCHECK_CACHE": f"{folder}/cache", "XDG_CONFIG_HOME": f"{folder}/config"}
        environment |= {"XDG_DATA_HOME": f"{folder}/data", "PYTHONPATH": str(ROOT)}
        environment |= {"PYTHONPYCACHEPREFIX": f"{folder}/modules", "PYTHONDONTWRITEBYTECODE": ""}
        screen = [*SARCHECK, str(chosen.order), *(["-r", str(rules)] if rules else [])]
        compiling = timed(screen, environment)
        commands = {
            "import click": CLICK,
            "sarcheck --help": [*SARCHECK, "--help"],
            "import shapely, pyproj": GEO,
            "sarcheck ORDER": screen,
        }
        for command in commands.values():
            timed(command, environment)
        seconds = measure(commands, environment, chosen.runs)
    report(seconds, compiling, chosen.runs)


def rules_folder(work: Path, order: Path, lists: Path | None) -> Path | None:
    """Return the order's own rules folder if it has one, with the given lists imported into a copy of it."""
    own = order.parent / "rules"
    if lists is None:
        return own if own.is_dir() else None
    rules = work / "rules"
    if own.is_dir():
        shutil.copytree(own, rules)
    command = [*SARCHECK, "rules", "import", str(lists), "-r", str(rules), "--retrieved", "2026-11-20"]
    subprocess.run(command, check=True, cwd=ROOT)
    return rules


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Run a command to its end and return the seconds it took; a failure of sarcheck itself stops the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode in range(1, 10):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return seconds


def measure(commands: dict[str, list[str]], environment: dict[str, str], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run of each command, the commands taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seconds[name].append(timed(command, environment))
    return seconds


def report(seconds: dict[str, list[float]], compiling: float, runs: int) -> None:
    """Print the table of medians and ratios."""
    print(f"cold start, median (fastest) of {runs} runs, Python {sys.version.split()[0]}\n")
    print(f"{'command':<18}{'ms':>16}   {'peer':<24}{'ms':>16}   {'ratio':>5}   promised")
    for name, peer, promised in PROMISES:
        own, other = statistics.median(seconds[name]), statistics.median(seconds[peer])
        word = "kept" if own <= promised * other else "BROKEN"
        print(
            f"{name:<18}{told(seconds[name]):>16}   {peer:<24}{told(seconds[peer]):>16}   "
            f"{own / other:>5.2f}   <= {promised} {word}"
        )
    print(f"\nThe first start, which compiles the rules and lists, took {compiling:.1f} s.")


def told(seconds: list[float]) -> str:
    """Return the median and the fastest in milliseconds."""
    return f"{statistics.median(seconds) * 1000:.0f} ({min(seconds) * 1000:.0f})"


if __name__ == "__main__":
    main()
