"""Synthetic orders in any number, the same for the same seed: what the benchmarks of a batch screen.

Four to six parties of 200,000 names, a fifth of them misspelt forms of others and a few close to a listed one; one
product as a STAC Item; footprints anywhere on Earth between 80 degrees of latitude.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

NAMES = 200_000
MISSPELT = 0.2
LISTED_SHARE = 0.0005
"""Parties that are a listed name: few, as in life, so that verdicts differ."""

SYLLABLES = "al an ar ba be bor ca cor da del den dor el en er fa fen gar gi hal hol in ka kel la len lo mar mel mi mor na nel no or pa per ra ren ri ro sa sel so ta ten ti tor va vel vi wen ya zan".split()  # noqa: E501
TRADES = "Agro Analytics Consulting Energy Engineering Forestry Geo Geodata Hydro Imaging Insurance Logistics Mapping Maritime Mining Planning Ports Rail Research Shipping Survey Systems Trading".split()  # noqa: E501
FORMS = {
    "DE": "GmbH", "FR": "SARL", "IT": "S.p.A.", "ES": "S.L.", "GB": "Ltd", "US": "Inc.",
    "NL": "B.V.", "PL": "Sp. z o.o.", "SE": "AB", "JP": "K.K.", "IN": "Pvt Ltd", "BR": "Ltda", "AU": "Pty Ltd",
    "CA": "Corp.", "KR": "Co., Ltd.", "TR": "A.S.",
}  # fmt: skip
LISTED = ("Terra Tech", "Spacety Luxembourg S.A.", "PMC Wagner", "Rosoboronexport", "Head Aerospace Technology")
PLATFORMS = (("sentinel-1a", "sentinel-1", "C"), ("terrasar-x", "terrasar-x", "X"), ("radarsat-2", "radarsat", "C"))


@lru_cache(maxsize=1)
def names(seed: int = 7) -> tuple[tuple[str, str], ...]:
    """Return 200,000 names of firms, each with its country."""
    chance = random.Random(seed)
    proper = [_firm(chance) for _ in range(int(NAMES * (1 - MISSPELT)))]
    return (*proper, *(_misspelt(chance.choice(proper), chance) for _ in range(NAMES - len(proper))))


def _firm(chance: random.Random) -> tuple[str, str]:
    word = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()
    country = chance.choice(tuple(FORMS))
    return f"{word} {chance.choice(TRADES)} {FORMS[country]}", country


def _misspelt(firm: tuple[str, str], chance: random.Random) -> tuple[str, str]:
    name, country = firm
    place = chance.randrange(1, len(name) - 1)
    how = chance.choice(("drop", "double", "swap"))
    pair = {"drop": "", "double": name[place] * 2, "swap": name[place + 1] + name[place]}[how]
    return name[:place] + pair + name[place + (2 if how == "swap" else 1) :], country


def order(number: int, chance: random.Random) -> dict[str, Any]:
    """Return an order document."""
    ring = _ring(chance)
    parties = [_party(i, chance) for i in range(chance.randint(4, 6))]
    platform, constellation, band = chance.choice(PLATFORMS)
    day = f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}"
    item = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [],
        "id": f"scene-{number}",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "bbox": [min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring)],
        "properties": {
            "datetime": f"{day}T05:00:00Z", "platform": platform, "constellation": constellation,
            "sar:instrument_mode": "SM", "sar:frequency_band": band, "sar:polarizations": ["VV"],
            "sar:product_type": "GRD",
        },
        "links": [],
        "assets": {},
    }  # fmt: skip
    return {
        "schema": "sarcheck.order/1",
        "id": f"ORD-{number:08d}",
        "created": "2026-11-20T09:30:00Z",
        "kind": "archive",
        "datetime": f"{day}T00:00:00Z/{day}T23:59:59Z",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "products": [{"id": "p1", "item": item}],
        "parties": parties,
        "delivery": {"country": parties[0]["country"]},
        "end_use": {"statement": "Mapping", "military": False},
    }


ROLES = (["customer"], ["end_user", "data_recipient"], ["reseller"], ["payer"], ["supplier"], ["data_recipient"])


def _party(place: int, chance: random.Random) -> dict[str, Any]:
    name, country = chance.choice(names())
    if chance.random() < LISTED_SHARE:
        name = chance.choice(LISTED)
    party = {"id": f"party{place}", "roles": ROLES[place], "name": name, "type": "company", "country": country}
    return party | ({"address": f"{chance.randint(1, 200)} Main Street"} if chance.random() < 0.5 else {})


def _ring(chance: random.Random) -> list[list[float]]:
    lon, lat = chance.uniform(-180, 178), chance.uniform(-75, 78)
    width, height = chance.uniform(0.05, 1.5), chance.uniform(0.05, 1.5)
    tilt = chance.uniform(-0.2, 0.2) * height
    corners = [
        (lon, lat),
        (lon + width, lat + tilt),
        (lon + width - tilt, lat + height + tilt),
        (lon - tilt, lat + height),
    ]
    ring = [[round(x, 5), round(y, 5)] for x, y in corners]
    return [*ring, ring[0]]


def documents(count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield orders as JSON."""
    chance = random.Random(seed)
    for number in range(count):
        yield json.dumps(order(number, chance), separators=(",", ":")).encode()


def write_parquet(path: Path, count: int, *, group: int = 1_000) -> None:
    """Write orders to a Parquet file, a row group for every shard of the usual size."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([("order", pa.binary())])
    with ParquetWriter(path, schema, compression="zstd") as writer:
        batch: list[bytes] = []
        for document in documents(count):
            batch.append(document)
            if len(batch) == group:
                writer.write_table(_table(batch, schema))
                batch = []
        if batch:
            writer.write_table(_table(batch, schema))


def _table(batch: Sequence[bytes], schema: Any) -> Any:
    import pyarrow as pa

    return pa.table({"order": pa.array(batch, pa.binary())}, schema=schema)
