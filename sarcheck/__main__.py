"""``python -m sarcheck``."""

from __future__ import annotations

from sarcheck.cli import main

if __name__ == "__main__":
    main()
