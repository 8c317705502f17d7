from __future__ import annotations

import json as stdlib
from collections.abc import Callable

import msgspec

from sarcheck.model import Verdict
from sarcheck.reports import json

KEYS = (
    "schema outcome as_of order status findings regimes examined waived problems "
    "products sources rules tool retain_until"
).split()

Make = Callable[..., Verdict]


def test_one_verdict_is_the_contract_in_its_order(make_verdict: Make) -> None:
    data = json.render([make_verdict()])
    keys = list(stdlib.loads(data))
    assert keys == list(Verdict.__struct_fields__)
    assert [key for key in keys if key in KEYS] == KEYS
    assert data.startswith(b'{\n  "schema": "sarcheck.verdict/1",\n')
    assert data.endswith(b"}\n")


def test_nothing_is_lost(make_verdict: Make) -> None:
    assert msgspec.json.decode(json.render([make_verdict()]), type=Verdict) == make_verdict()


def test_unknown_is_null_and_days_are_iso(make_verdict: Make) -> None:
    verdict = stdlib.loads(json.render([make_verdict()]))
    assert verdict["findings"][0]["basis"]["in_force_to"] is None
    assert verdict["sources"][0]["retrieved"] == "2026-11-20"


def test_several_verdicts_are_one_line_each(make_verdict: Make) -> None:
    data = json.render([make_verdict(), make_verdict(outcome="clear")], width=80, explain=True)
    assert [stdlib.loads(line)["outcome"] for line in data.splitlines()] == ["deny", "clear"]
    assert data.count(b"\n") == 2


def test_names_keep_their_script(make_verdict: Make) -> None:
    assert "Терра".encode() in json.render([make_verdict(regimes={"Терра": "deny"})])


def test_no_verdict_is_no_output() -> None:
    assert json.render([]) == b""
