"""Documents that parsers read in different ways, and orders that bring their own rules."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_order
from sarcheck.errors import OrderError
from sarcheck.orders.native import MAX_NAMES
from sarcheck.ruleset import Ruleset
from tests.evasion import camp

TEXT = json.dumps(camp.clean(), ensure_ascii=False)
OTHERS = '"parties": [{"id": "b", "roles": ["customer", "end_user"], "name": "X GmbH", "country": "DE"}]'


@pytest.mark.parametrize(
    "text",
    [
        f"{TEXT[:-1]}, {OTHERS}}}",
        TEXT[:-1] + ', "p\\u0061rties": []}',
        TEXT.replace('"name": "Pegelkarte', f'"name": "{camp.RADAR}", "name": "Pegelkarte'),
        TEXT.replace('"country": "DE"', '"country": "RU", "country": "DE"', 1),
    ],
)
def test_duplicate_keys(text: str) -> None:
    with pytest.raises(OrderError, match="duplicate key"):
        load_order(text.encode())


@pytest.mark.parametrize("key", ["part\u200bies", "ｐarties", "pаrties", "Parties", "parties ", "ｅnd_use"])
def test_keys_that_look_like_others(key: str) -> None:
    with pytest.raises(OrderError, match="unknown field"):
        load_order(json.dumps(camp.clean(**{key: []})).encode())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("6.8", "NaN"), "NaN is not a number"),
        (TEXT.replace("6.8", "1e999"), "too large for a number"),
        (TEXT.replace("6.8", '"6.8"'), "two or three numbers"),
        (TEXT.replace("6.8", "true"), "two or three numbers"),
        (TEXT.replace("false", '"false"'), "true or false"),
        (TEXT + '{"parties": []}', "text after the end"),
        (TEXT.replace("Pegelkarte", "Pegel\\u0000karte"), "control character"),
        (TEXT.replace("Pegelkarte", "Pegel\\ud800karte"), "half a character"),
        (f"[{TEXT}]", "one JSON object"),
        ("// a comment\n" + TEXT, "is not JSON"),
    ],
)
def test_values_that_parsers_disagree_about(text: str, message: str) -> None:
    with pytest.raises(OrderError, match=message):
        load_order(text.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_another_encoding(encoding: str) -> None:
    with pytest.raises(OrderError, match="UTF-8"):
        load_order(TEXT.replace("Beispieltal", "Bäspieltal").encode(encoding))


def test_a_share_as_text() -> None:
    with pytest.raises(OrderError, match="/owners/0/share: must be a number"):
        parties = camp.owned(("r", "payer", "51"), names={"r": camp.RADAR})  # type: ignore[arg-type]
        load_order(camp.clean(parties=parties))


def test_an_owner_who_is_only_named() -> None:
    parties = camp.owned(("r", "payer", 51.0), names={"r": camp.RADAR})
    with pytest.raises(OrderError, match="is no party of this order"):
        load_order(camp.clean(parties=parties[:-1]))


def test_a_hundred_thousand_parties() -> None:
    rows = [{"id": f"p{i}", "roles": ["end_user"], "name": f"Muster {i} GmbH"} for i in range(100_000)]
    start = time.process_time()
    with pytest.raises(OrderError, match=r"more than 1,000; split the order|holds more than"):
        load_order(camp.clean(parties=[*rows, *camp.customer(camp.RADAR)]))
    assert time.process_time() - start < 30


def test_as_many_aliases_as_a_list_has_names() -> None:
    aliases = [f"Muster {i} GmbH" for i in range(MAX_NAMES // 20)]
    parties = [{"id": f"p{i}", "roles": ["end_user"], "name": "M", "aliases": aliases} for i in range(21)]
    with pytest.raises(OrderError, match="split the order"):
        load_order(camp.clean(parties=parties))


def test_a_listed_party_behind_many_others(ruleset: Ruleset) -> None:
    rows = [
        {"id": f"p{i}", "roles": ["data_recipient"], "name": f"Muster {i} GmbH", "country": "DE"} for i in range(300)
    ]
    parties = [*camp.clean()["parties"], *rows, {"id": "x", "roles": ["payer"], "name": camp.RADAR, "country": "DE"}]
    verdict = camp.judged(camp.clean(parties=parties), ruleset)
    assert ("eu-269-annex-i", "deny", f"/parties/{len(parties) - 1}/name") in camp.told(verdict)


@pytest.mark.parametrize(
    "more",
    [
        {"jurisdictions": ["BR"]},
        {"licenses": ["BAFA-2026-0117"]},
        {"extensions": {"as_of": "2019-01-01", "jurisdictions": [], "dropped": ["EU-269"]}},
    ],
)
def test_what_an_order_claims_of_the_law(ruleset: Ruleset, more: dict[str, Any]) -> None:
    verdict = camp.judged(camp.clean(parties=camp.customer(camp.RADAR), **more), ruleset)
    assert ("eu-269-annex-i", "deny", "/parties/0/name") in camp.told(verdict)
    assert {"DE", "EU"} <= set(verdict.jurisdictions or ())


def test_a_jurisdiction_that_nobody_knows(ruleset: Ruleset) -> None:
    verdict = camp.judged(camp.clean(jurisdictions=["ZZ"]), ruleset)
    assert ("sarcheck-unproblematic", "incomplete", "/jurisdictions/0") in camp.told(verdict)


def test_an_order_that_brings_its_own_rules(tmp_path: Path) -> None:
    """Configuration, profile, pack and lists in the order's folder, and in the working folder, have no effect."""
    folder = camp.field(tmp_path)
    shutil.copytree(camp.FLOOD / "rules", folder / "rules")
    for name, text in {
        "sarcheck.toml": 'rules = "rules"\n',
        ".sarcheck.toml": 'rules = "rules"\n',
        "operator.toml": 'jurisdictions = ["BR"]\n',
        "pack.toml": 'name = "evil"\nversion = "1"\n',
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "order.json"
    path.write_text(json.dumps(camp.clean(parties=camp.customer(camp.RADAR))), encoding="utf-8")
    rules = camp.arm(tmp_path / "armed")
    command = [sys.executable, "-m", "sarcheck", "screen", str(path), "-r", str(rules), "--as-of", "2026-11-22", "-q"]
    env = _environment()
    for cwd in (folder, tmp_path):
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout[:4]) == (13, "DENY"), done.stderr


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(camp.ROOT)}
