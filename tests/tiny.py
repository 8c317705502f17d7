"""A rules folder small enough to compile in a moment: two small countries, one region, one list, one operator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILES = {
    "pack.toml": """
        name = "tiny"
        version = "1"
        [jurisdictions]
        LU = ["EU"]
        [[retention]]
        regime = "R-US"
        years = 10
        because = "Law 9: 10 years"
    """,
    "sources.toml": """
        [[source]]
        id = "a-list"
        title = "A list"
        max_age_days = 7
    """,
    "matching.toml": "deny = 0.9\nreview = 0.75\nreview_person = 0.75\n",
    "platforms.toml": """
        [[operator]]
        id = "orbit-co"
        name = "Orbital Imaging Zvezda Company"
        country = "CN"
        source = "made up"
        [[platform]]
        key = "sat-1"
        names = ["SAT-1", "Satellite One"]
        operators = [{ operator = "orbit-co", from = 2020-01-01 }]
    """,
    "countries.toml": """
        [[country]]
        code = "LU"
        name = "Luxembourg"
        zones = ["Europe/Luxembourg"]
        [[country]]
        code = "MT"
        name = "Malta"
        names = ["Republic of Malta"]
        zones = ["Europe/Malta"]
        [[country]]
        code = "CN"
        name = "China"
    """,
    "places.toml": """
        [[group]]
        id = "coast"
        subdivision = "XB-1"
        countries = ["MT"]
        names = ["Port Example", "Порт Пример", "示例港"]
        postal_prefixes = ["95XXX"]
    """,
    "regimes/us/listed.toml": """
        id = "listed"
        title = "Listed party"
        regime = "R-US"
        authority = "A"
        check = "listed_party"
        outcome = "deny"
        outcome_elsewhere = "review"
        jurisdictions = ["US"]
        citation = "Law 1"
        remedy = "Stop."
        in_force = [{ from = 2020-01-01, to = 2025-12-31 }, { from = 2026-06-01, status = "unconfirmed" }]
        parameters = { lists = ["a-list"] }
    """,
    "regimes/us/operator.toml": """
        id = "operator"
        title = "Listed operator"
        regime = "R-US"
        authority = "A"
        check = "listed_operator"
        outcome = "deny"
        jurisdictions = ["US"]
        citation = "Law 1"
        remedy = "Stop."
        in_force = [{ from = 2020-01-01 }]
        parameters = { lists = ["a-list"] }
    """,
    "regimes/house/region.toml": """
        id = "region"
        title = "Sensitive region"
        regime = "HOUSE"
        authority = "A"
        check = "sensitive_region"
        outcome = "review"
        citation = "House"
        remedy = "Ask."
        in_force = [{ from = 2000-01-01 }]
        parameters = { regions = ["square", "MT"] }
    """,
    "regimes/house/freshness.toml": """
        id = "fresh"
        title = "List not current"
        regime = "HOUSE"
        authority = "A"
        check = "freshness"
        outcome = "incomplete"
        citation = "House"
        remedy = "Import it."
        in_force = [{}]
    """,
    "regimes/house/needs.toml": """
        id = "needs"
        title = "Something is missing"
        regime = "HOUSE"
        authority = "A"
        check = "completeness"
        outcome = "incomplete"
        citation = "House"
        remedy = "Add it."
        in_force = [{}]
        parameters = { needs = ["end_user"] }
    """,
    "parties/a-list.toml": """
        schema = "sarcheck.parties/1"
        list = "a-list"
        title = "A list"
        source = "made up"
        stated = 2026-01-01
        [[party]]
        id = "77"
        type = "company"
        names = ["ORBITAL IMAGING ZVEZDA COMPANY"]
        countries = ["CN"]
        programs = ["P"]
        listed = 2023-01-26
    """,
}
SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "square",
            "properties": {"name": "The Square", "source": "made up", "kind": "sensitive"},
            "geometry": {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]},
        }
    ],
}


def write(folder: Path, **changed: str | None) -> Path:
    """Write the tiny pack. A keyword replaces a TOML file (its name with __ for /), or leaves it out when None."""
    named = {name.replace("__", "/") + ".toml": text for name, text in changed.items()}
    for name, text in (FILES | named).items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(line.strip() for line in text.splitlines()), encoding="utf-8")
    (folder / "regions").mkdir(exist_ok=True)
    (folder / "regions" / "square.geojson").write_text(json.dumps(SQUARE), encoding="utf-8")
    return folder


def order(**fields: Any) -> dict[str, Any]:
    """Return an order document over Germany for a harmless customer."""
    item = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "id": "item",
        "geometry": {"type": "Polygon", "coordinates": [[[20, 50], [21, 50], [21, 51], [20, 51], [20, 50]]]},
        "bbox": [20, 50, 21, 51],
        "properties": {"datetime": "2024-05-01T00:00:00Z", "platform": "sat-1"},
        "links": [],
        "assets": {},
    }
    party = {"id": "buyer", "roles": ["customer", "end_user"], "name": "Harmlose Kartographie GmbH", "country": "LU"}
    return {
        "schema": "sarcheck.order/1",
        "id": "O-1",
        "kind": "archive",
        "products": [{"id": "p1", "item": item}],
        "parties": [party],
        "delivery": {"country": "LU"},
    } | fields
