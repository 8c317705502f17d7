"""What a lawyer would find in rules; the default pack has none of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sarcheck import amending, load_rules, rulelint
from sarcheck.model import Fault
from sarcheck.ruleset import Ruleset, default_pack
from tests import tiny

REGION = tiny.FILES["regimes/house/region.toml"]


def faults(ruleset: Ruleset, topic: str = rulelint.RULES, *layers: Path) -> list[Fault]:
    return [fault for fault in rulelint.faults(ruleset, amending.defined(layers)) if fault.topic == topic]


def of(tmp_path: Path, **files: str | None) -> set[tuple[str, str]]:
    folder = tiny.write(tmp_path / "pack", **files)
    ruleset = load_rules(folder, cache=tmp_path / "cache")
    stated = [(fault.kind, fault.where) for fault in faults(ruleset, rulelint.RULES, folder)]
    return {(kind, where) for kind, where in stated if kind != "no-status"}


def test_no_rule_of_the_default_pack_lacks_anything() -> None:
    found = faults(load_rules(default_pack()), rulelint.RULES, default_pack())
    assert [fault for fault in found if fault.kind != "no-regime"] == []


def test_the_law_that_is_not_verified_is_listed_interval_by_interval() -> None:
    pack = load_rules(default_pack())
    listed = faults(pack, rulelint.LAW)
    assert len(listed) == sum(i.status != "verified" for rule in pack.content.rules for i in rule.in_force)
    assert {fault.kind for fault in listed} <= {"secondary", "unverified", "unconfirmed"}


def test_a_tidy_pack_has_no_fault(tmp_path: Path) -> None:
    assert of(tmp_path) == set()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('citation = "House"', 'citation = " "', "no-citation"),
        ('remedy = "Ask."', 'remedy = ""', "no-remedy"),
        ('authority = "A"', 'authority = ""', "no-authority"),
        ("[{ from = 2000-01-01 }]", "[]", "no-interval"),
        ("[{ from = 2000-01-01 }]", "[{ from = 2000-01-01, to = 1999-01-01 }]", "never"),
        ("[{ from = 2000-01-01 }]", "[{ from = 2000-01-01 }, { from = 2010-01-01 }]", "overlap"),
        ("[{ from = 2000-01-01 }]", "[{ from = 2010-01-01 }, { to = 2010-01-01 }]", "overlap"),
        ('["square", "MT"]', '["square", "ATLANTIS"]', "no-region"),
        ('["square", "MT"]', "[]", "unreachable"),
        ('"sensitive_region"', '"sensitive_regions"', "no-check"),
        ("regions =", "region =", "parameters"),
    ],
)
def test_each_lack_is_found(tmp_path: Path, old: str, new: str, kind: str) -> None:
    assert old in REGION
    assert (kind, "region") in of(tmp_path, regimes__house__region=REGION.replace(old, new))


def test_a_status_that_nobody_stated_is_found(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack")
    found = faults(load_rules(folder, cache=tmp_path / "cache"), rulelint.RULES, folder)
    assert {(fault.kind, fault.where) for fault in found} >= {("no-status", "region"), ("no-status", "listed")}


@pytest.mark.parametrize(
    "days", ["[{ to = 2009-12-31 }, { from = 2010-01-01 }]", "[{ from = 2010-01-01 }, { to = 2009-12-31 }]"]
)
def test_intervals_that_meet_do_not_overlap(tmp_path: Path, days: str) -> None:
    assert of(tmp_path, regimes__house__region=REGION.replace("[{ from = 2000-01-01 }]", days)) == set()


def test_a_retention_period_of_no_regime_is_found(tmp_path: Path) -> None:
    assert of(tmp_path, pack=tiny.FILES["pack.toml"].replace("R-US", "R-UK")) == {("no-regime", "R-UK")}


def test_what_a_folder_changed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sarcheck import ruleset

    base, own = tiny.write(tmp_path / "base"), tmp_path / "own"
    monkeypatch.setattr(ruleset, "default_pack", lambda: base)
    own.mkdir()
    change: dict[str, Any] = {"rule": "operator", "outcome": "review", "reason": "Because."}
    rows = "".join(f'{key} = "{value}"\n' for key, value in change.items())
    text = f'extends = "tiny"\n[[change]]\n{rows}[[dropped]]\nregime = "HOUSE"\nreason = "Not ours."\n'
    (own / "pack.toml").write_text(text, encoding="utf-8")
    found = faults(load_rules(own, cache=tmp_path / "cache"))
    assert {(f.kind, f.where) for f in found} == {("milder", "operator"), ("dropped", "HOUSE")}
    assert any("deny -> review" in f.message and "Because." in f.message for f in found)
