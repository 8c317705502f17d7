"""Read products in a process of its own whose memory and time are limited, and print what became of each.

    python -m tests.readers.endure MEGABYTES SECONDS < PATHS

Each line of JSON tells a path, "product", "refused" or the name of another exception, the seconds of processor time and
the peak memory so far, in megabytes.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sarcheck.errors import ProductError
from sarcheck.readers import read

ROOT = Path(__file__).parents[2]


def outcomes(paths: list[Path], *, megabytes: int = 2000, seconds: int = 120) -> list[dict[str, Any]]:
    """Return what became of each product, read under limits of address space and processor time."""
    command = [sys.executable, "-m", "tests.readers.endure", str(megabytes), str(seconds)]
    told = subprocess.run(
        command, input="\n".join(map(str, paths)), capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    return [json.loads(line) for line in told.stdout.splitlines()]


def main() -> None:
    megabytes, seconds = (int(text) for text in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for line in sys.stdin:
        path, started = Path(line.rstrip("\n")), time.process_time()
        try:
            read(path)
            became = "product"
        except ProductError as error:
            became = "refused" if error.href == str(path) and error.message else "refused without a word"
        except Exception as error:  # noqa: BLE001  what else comes is what the tests look for
            became = f"{type(error).__name__}: {error}"[:300]
        taken = round(time.process_time() - started, 3)
        told = {"path": str(path), "became": became, "seconds": taken, "megabytes": _peak()}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _peak() -> int:
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) >> 10 if found else 0


if __name__ == "__main__":
    main()
