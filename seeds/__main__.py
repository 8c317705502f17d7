"""Write what the cases and orders of this folder make, or tell what no longer agrees with them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from seeds import parties, samples

ROOT = Path(__file__).parents[1]
GENERATED = ("rules/parties", "samples")


def main() -> int:
    """Return 0 when all is written or agrees, 1 when a file has drifted."""
    parser = argparse.ArgumentParser(prog="python -m seeds", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name each file that drifted")
    if not parser.parse_args().check:
        generate(ROOT)
        return 0
    drifted = drift()
    for name in drifted:
        print(f"{name} no longer agrees with seeds/: run python -m seeds", file=sys.stderr)
    return 1 if drifted else 0


def generate(root: Path) -> None:
    """Write rules/parties and samples under a folder."""
    parties.write(root / "rules")
    samples.write(root / "samples")


def drift() -> list[str]:
    """Return the generated files, by their paths, that differ from a fresh generation or should not exist."""
    with tempfile.TemporaryDirectory() as work:
        fresh = Path(work)
        generate(fresh)
        names = sorted({*_names(ROOT), *_names(fresh)})
        return [name for name in names if _content(ROOT / name) != _content(fresh / name)]


def _names(root: Path) -> list[str]:
    paths = (path for folder in GENERATED for path in (root / folder).rglob("*") if path.is_file())
    return [path.relative_to(root).as_posix() for path in paths]


def _content(path: Path) -> object:
    """Return what must agree: the bytes, and of an expected verdict what does not depend on the machine."""
    if not path.is_file():
        return None
    return samples.comparable(path) if path.name == samples.VERDICT else path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
