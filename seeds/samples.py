"""Orders that show what sarcheck does: samples/<name>/ with its product, lists, profile and expected verdict.

Each file of seeds/orders/ is one sample; lists.toml holds the made-up lists that they share. Its keys: ``title``,
``as_of``, ``expects`` (the outcome), ``why``, ``jurisdictions`` (whose law binds) with ``lists`` (which of the shared
lists are current), both left out where the default pack alone decides, ``order`` (an order document without products)
and ``product`` (specs of seeds.products, with ``ref`` for the product's id in the order).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from sarcheck import load_order, load_rules, screen
from sarcheck.importing import import_lists
from sarcheck.intake import sha256_of
from sarcheck.reports import json as report
from sarcheck.ruleset import default_pack
from seeds import products, toml

ORDERS = Path(__file__).parent / "orders"
VERDICT = "verdict.json"
LIST_AGE = dt.timedelta(days=1)

README = """\
# {title}

{why}

Everybody here who is not part of the public record is made up, and so are the image's bytes: the product holds metadata
on a real orbit and no pixels.

    sarcheck samples/{name}/order.json{rules} --as-of {as_of}

Expected outcome: **{expects}** (`verdict.json`).
"""


def write(folder: Path) -> None:
    """Write every sample into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for path in names():
        sample = tomllib.loads(path.read_text(encoding="utf-8"))
        place = folder / path.stem
        place.mkdir(parents=True)
        _text(place / "order.json", _json(_order(sample, place)))
        _rules(sample, place / "rules")
        _text(place / "sample.toml", toml.dumps({key: sample[key] for key in ("as_of", "expects", "why")}))
        has_rules = (place / "rules").is_dir()
        rules = f" -r samples/{path.stem}/rules" if has_rules else ""
        _text(place / "README.md", README.format(**sample | {"name": path.stem, "rules": rules}))
        (place / VERDICT).write_bytes(verdict(place, sample["as_of"]))


def names() -> list[Path]:
    """Return the files that describe a sample each, sorted."""
    return sorted(path for path in ORDERS.glob("*.toml") if path.stem != "lists")


def verdict(sample: Path, as_of: dt.date) -> bytes:
    """Return a sample's verdict as JSON, under its own rules over the default pack, or the default pack alone."""
    rules = sample / "rules"
    ruleset = load_rules(rules if rules.is_dir() else default_pack())
    return report.render([screen(load_order(sample / "order.json"), ruleset, as_of)])


def comparable(path: Path) -> dict[str, Any]:
    """Return an expected verdict without what depends on the machine or on any edit of the pack."""
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found | {"tool": None, "rules": {**found["rules"], "sha256": None}}


# --- parts of a sample --------------------------------------------------------------------------


def _order(sample: dict[str, Any], place: Path) -> dict[str, Any]:
    order = dict(sample["order"])
    chain = {key: order.pop(key) for key in ("parties", "delivery", "end_use")}
    made = [_product(spec, place) for spec in sample["product"]]
    return {"schema": "sarcheck.order/1", **order, "products": made, **chain}


def _product(spec: dict[str, Any], place: Path) -> dict[str, Any]:
    """Make a product and return the order's reference to it."""
    wanted = {key: value for key, value in spec.items() if key != "ref"}
    if spec["layout"] == "stac":
        return {"id": spec["ref"], "item": products.item(wanted)}
    path = products.write(wanted, place / "products")
    return {"id": spec["ref"], "href": path.relative_to(place).as_posix(), "sha256": sha256_of(path)}


def _rules(sample: dict[str, Any], rules: Path) -> None:
    """Write the sample's rules folder, unless the default pack is all it needs: a profile and its current lists."""
    if "jurisdictions" not in sample:
        return
    rules.mkdir()
    profile = {"name": "Sample operator", "jurisdictions": sample["jurisdictions"]}
    _text(rules / "operator.toml", toml.dumps(profile))
    shared = {row["id"]: row for row in tomllib.loads((ORDERS / "lists.toml").read_text(encoding="utf-8"))["list"]}
    with tempfile.TemporaryDirectory() as work:
        for name in sample["lists"]:
            _text(Path(work) / f"{name}.toml", _list(shared[name]))
        day = sample["as_of"] - LIST_AGE
        import_lists([Path(work)], rules, country_code=lambda code: code, published=day, retrieved=day)


def _list(found: dict[str, Any]) -> str:
    head = {
        "schema": "sarcheck.parties/1",
        "list": found["id"],
        "title": f"Made-up {found['id']} of the samples",
        "whole": True,
    }
    return toml.dumps({**head, "source": "seeds/orders/lists.toml: nobody in it exists", "party": found["party"]})


def _json(value: object) -> str:
    """Return indented JSON in which a list of plain values stands on one line."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=_iso) + "\n"
    return re.sub(r"\[\s+([^][{}]+?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text)


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{value!r} has no form in JSON")
