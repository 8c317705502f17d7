"""Patterns across orders: several customers of one area, several sellers to one end user, one order in pieces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sarcheck import load_order, load_rules
from sarcheck.batch import patterns, traces
from sarcheck.errors import RulesError
from tests import tiny
from tests.batch.conftest import LIMITS, MakeJob, ndjson, run


def order(
    number: int, *, west: float = 10.0, south: float = 50.0, side: float = 0.05, day: str = "2026-11-01", **who: str
) -> Any:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    named = {"customer": f"Customer {number}", "end_user": f"User {number}"} | who
    parties = [{"id": role, "roles": [role], "name": name, "country": "LU"} for role, name in named.items()]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return tiny.order(id=f"O-{number}", created=f"{day}T00:00:00Z", geometry=geometry, parties=parties)


def found(tmp_path: Path, *orders: Any, **limits: Any) -> list[dict[str, Any]]:
    for number, one in enumerate(orders):
        (tmp_path / f"{number:06d}{traces.ENDING}").write_bytes(traces.encode([load_order(one)]))
    return list(patterns.find(str(tmp_path), range(len(orders)), msgspec.structs.replace(LIMITS, **limits)))


def kinds(tmp_path: Path, *orders: Any, **limits: Any) -> list[str]:
    return [one["pattern"] for one in found(tmp_path, *orders, **limits)]


def test_one_small_area_for_several_customers(tmp_path: Path) -> None:
    (one,) = found(tmp_path, *(order(i, day=f"2026-11-0{i + 1}") for i in range(3)))
    assert one == {
        "pattern": "same_area",
        "key": "50 10|50 10",
        "among": ["customer 0|LU", "customer 1|LU", "customer 2|LU"],
        "count": 3,
        "orders": ["O-0", "O-1", "O-2"],
        "from": "2026-11-01",
        "to": "2026-11-03",
    }


def test_an_area_is_not_one_for_two_customers_nor_for_one_under_many_spellings_nor_a_large_one(tmp_path: Path) -> None:
    assert kinds(tmp_path, order(0), order(1)) == []
    assert kinds(tmp_path, order(0), order(1), customers=2) == ["same_area"]
    assert kinds(tmp_path, *(order(i, customer=f"One {' ' * i}FIRM") for i in range(3))) == []
    assert kinds(tmp_path, *(order(i, side=0.6) for i in range(3))) == []
    assert kinds(tmp_path, *(order(i, side=0.6) for i in range(3)), small_deg=0.7) == ["same_area"]
    assert kinds(tmp_path, *(order(i, west=10 + i) for i in range(3))) == []


def test_one_end_user_behind_several_sellers(tmp_path: Path) -> None:
    far = [order(i, west=10.0 + 5 * i, end_user="Quiet User", reseller=f"Seller {i // 2}") for i in range(2)]
    (one,) = found(tmp_path, *far)
    assert (one["pattern"], one["among"]) == ("many_sellers", ["customer 0|LU", "customer 1|LU", "seller 0|LU"])
    assert kinds(tmp_path, *far, sellers=4) == []
    own = [order(i, west=10.0 + 5 * i, end_user="Own User", customer="Own User") for i in range(4)]
    assert kinds(tmp_path, *own) == []


def test_one_order_in_pieces(tmp_path: Path) -> None:
    pieces = [order(i, customer="One Firm", west=10.0 + 0.1 * i, day=f"2026-11-{10 * i + 1:02d}") for i in range(3)]
    (one,) = found(tmp_path, *pieces)
    assert (one["pattern"], one["count"], one["orders"]) == ("split_orders", 3, ["O-0", "O-1", "O-2"])
    assert kinds(tmp_path, *pieces, split_days=9) == []
    assert kinds(tmp_path, *pieces, split=4) == []
    assert kinds(tmp_path, *(order(i, customer="One Firm") for i in range(3))) == []


def test_long_lists_of_orders_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LISTED", 2)
    (one,) = found(tmp_path, *(order(i) for i in range(5)))
    assert (one["count"], one["orders"], len(one["among"])) == (5, ["O-0", "O-1"], 2)


def test_a_run_writes_and_counts_them_and_changes_no_verdict(tmp_path: Path, job: MakeJob) -> None:
    place = ndjson(tmp_path / "in.ndjson", [json.dumps(order(i)).encode() for i in range(3)])
    total = run(place, job(), shard=2)
    assert total.patterns == {"same_area": 1}
    lines = Path(job().out, patterns.FILE).read_bytes().splitlines()
    assert [json.loads(line)["pattern"] for line in lines] == ["same_area"]
    without = run(place, job("without", patterns=None), shard=2)
    assert without.patterns is None
    assert without.shards_sha256 == total.shards_sha256


def test_the_rules_say_what_a_pattern_is(tmp_path: Path) -> None:
    default = load_rules().content.patterns
    assert default is not None
    assert default.customers >= 2
    assert load_rules(tiny.write(tmp_path / "none")).content.patterns is None
    table = "[patterns]\ncell_deg = 0.1\nsmall_deg = 0.5\ncustomers = 1\nsellers = 3\nsplit = 3\nsplit_days = 14\n"
    head = f'name = "tiny"\nversion = "1"\n{table}'
    with pytest.raises(RulesError, match="/patterns/customers"):
        load_rules(tiny.write(tmp_path / "low", pack=head))
