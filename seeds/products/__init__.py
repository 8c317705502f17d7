"""Synthetic products: metadata of acquisitions that never were, in the vendors' layouts, on orbits that close.

``write`` makes a product on disk, ``item`` a STAC Item. The same spec gives the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seeds.products import sentinel1, spacety, stac

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from seeds.products.scene import Spec

__all__ = ["item", "write"]


def write(spec: Spec, folder: Path) -> Path:
    """Write the product of a spec into a folder and return its path; each layout's module names its keys.

    Raise ValueError where the spec asks for what the orbit cannot do, KeyError where it lacks a key or
    names a mode that the layout does not have.
    """
    layout = spec["layout"]
    if layout == "stac":
        made = item(spec)
        path = folder / f"{made['id']}.json"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        return path
    writers = {"sentinel1": sentinel1.write, "spacety": spacety.write}
    if layout not in writers:
        raise ValueError(f"no such layout: {layout}")
    return writers[layout](spec, folder)


def item(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the STAC Item of a spec of layout stac."""
    return stac.item(spec)
