"""The ground of the campaign: an order that is clear, and lists on which everybody listed is made up.

An attack changes what its author could write: the order, the product's files, how they are packed. What it must not
get is ``clear``.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sarcheck import load_order, load_rules, screen
from sarcheck.importing import import_lists
from sarcheck.model import Finding, Verdict
from sarcheck.ruleset import Ruleset
from seeds import toml

ROOT = Path(__file__).parents[2]
FLOOD = ROOT / "samples/germany-flood"
AS_OF = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)

LISTED: dict[str, list[dict[str, Any]]] = {
    "eu-fsf": [
        {
            "id": "E1",
            "type": "company",
            "names": ["Volkhovskiy Vymysel Radar Concern JSC"],
            "aliases": ["АО Концерн Волховский Вымысел Радар"],
            "identifiers": {"inn": "7707083893"},
            "countries": ["RU"],
            "measures": ["asset_freeze"],
        },
        {
            "id": "E2",
            "type": "company",
            "names": ["Joint Stock Company Terra Vektor"],
            "countries": ["RU"],
            "measures": ["asset_freeze"],
        },
        {
            "id": "E3",
            "type": "person",
            "names": ["Vymysl Primerovich Obraztsov"],
            "aliases": ["Вымысл Примерович Образцов"],
            "countries": ["RU"],
            "born": ["1971-03-09"],
            "measures": ["asset_freeze"],
        },
        {
            "id": "E4",
            "type": "company",
            "names": ["Liziyuan Xugou Radar Technology Research Institute Co., Ltd."],
            "aliases": ["栗子园虚构雷达技术研究院有限公司"],
            "countries": ["CN"],
            "measures": ["asset_freeze"],
        },
        {
            "id": "E5",
            "type": "company",
            "names": ["Zavod Primernoy Geodezii"],
            "countries": ["RU"],
            "measures": ["asset_freeze"],
            "listed": dt.date(2026, 3, 1),
            "delisted": dt.date(2026, 11, 23),
        },
    ],
    "eu-833-iv": [
        {
            "id": "A1",
            "type": "company",
            "names": ["Primernyi Vymysel Optika AO"],
            "countries": ["RU"],
            "measures": ["export_control"],
        }
    ],
    "un-sc": [
        {
            "id": "U1",
            "type": "organization",
            "names": ["Front of the Invented Example"],
            "measures": ["asset_freeze"],
        }
    ],
}

RADAR = "Volkhovskiy Vymysel Radar Concern JSC"
VEKTOR = "Joint Stock Company Terra Vektor"


def arm(rules: Path, profile: str = 'jurisdictions = ["DE"]', retrieved: dt.date = AS_OF - DAY) -> Path:
    """Write a rules folder over the default pack: a profile, and the lists that bind a German operator."""
    work = rules.with_name(rules.name + "-lists")
    work.mkdir(parents=True)
    rules.mkdir(parents=True)
    (rules / "operator.toml").write_text(profile, encoding="utf-8")
    for name, parties in LISTED.items():
        head = {"schema": "sarcheck.parties/1", "list": name, "title": f"Made-up {name}", "whole": True}
        text = toml.dumps({**head, "source": "nobody in it exists", "party": parties})
        (work / f"{name}.toml").write_text(text, encoding="utf-8")
    import_lists([work], rules, country_code=lambda code: code, published=retrieved, retrieved=retrieved)
    return rules


def clean(**changed: Any) -> dict[str, Any]:
    """Return the order of the flood sample, which is clear, with some of its members changed."""
    order: dict[str, Any] = json.loads((FLOOD / "order.json").read_text(encoding="utf-8"))
    return order | changed


def customer(name: str, **fields: Any) -> list[dict[str, Any]]:
    """Return the parties of the clean order with another customer."""
    _, user = copy.deepcopy(clean()["parties"])
    return [{"id": "buyer", "roles": ["customer"], "name": name, "country": "DE"} | fields, user]


def owned(*links: tuple[str, str, float | None], names: Mapping[str, str], **more: Any) -> list[dict[str, Any]]:
    """Return the clean parties, a payer, and owners: links are (owner, owned, share), names the owners' names."""
    rows = {key: {"id": key, "roles": ["owner"], "name": name, "type": "company"} for key, name in names.items()}
    payer = {"id": "payer", "roles": ["payer"], "name": "Sauer Beispill Finanz S.A.", "type": "company"}
    parties: dict[str, dict[str, Any]] = {"payer": payer | {"country": "LU"}, **rows}
    for owner, what, share in links:
        parties[what].setdefault("owners", []).append({"party": owner, "share": share} | more)
    return [*clean()["parties"], *parties.values()]


def field(tmp_path: Path, name: str = "order") -> Path:
    """Return a folder with the clean order's own product in it."""
    place = tmp_path / name
    place.mkdir(parents=True)
    shutil.copytree(FLOOD / "products", place / "products")
    return place


def judged(order: dict[str, Any] | bytes, ruleset: Ruleset, as_of: dt.date = AS_OF, folder: Path = FLOOD) -> Verdict:
    """Return the verdict on an order whose products lie in a folder."""
    data = order if isinstance(order, bytes) else json.dumps(order, ensure_ascii=False).encode()
    return screen(load_order(data, roots=[folder]), ruleset, as_of)


def told(verdict: Verdict) -> set[tuple[str, str, str]]:
    """Return the findings as (rule, outcome, pointer)."""
    return {(f.rule, f.outcome, f.pointer) for f in verdict.findings}


def rules_of(verdict: Verdict) -> set[str]:
    """Return the rules that found something that is more than a notice."""
    return {f.rule for f in verdict.findings if f.outcome != "notice"}


def on(verdict: Verdict, rule: str) -> list[Finding]:
    """Return the findings of a rule."""
    return [finding for finding in verdict.findings if finding.rule == rule]


def german(tmp_path: Path, **fields: Any) -> Ruleset:
    """Return the ruleset of an operator in Germany, compiled afresh where a test changes it."""
    return load_rules(arm(tmp_path / "rules", **fields))


def ring(*points: tuple[float, float]) -> dict[str, Any]:
    """Return a GeoJSON polygon of one ring, closed."""
    return {"type": "Polygon", "coordinates": [[*map(list, points), list(points[0])]]}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return a GeoJSON polygon between meridians and parallels, in degrees."""
    return ring((west, south), (east, south), (east, north), (west, north))


def tasking(geometry: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return an order that asks a Sentinel-1 to take an image of an area, clear over Germany."""
    asked = {"platform": "sentinel-1a", "mode": "IW", "resolution_m": 20, "product_type": "GRD"}
    times = {"created": "2026-11-20T00:00:00Z", "datetime": "2026-11-25T00:00:00Z/2026-11-27T00:00:00Z"}
    return clean(kind="tasking", geometry=geometry, tasking=asked, products=[], **times) | changed
