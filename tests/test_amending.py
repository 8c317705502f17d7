"""A folder that extends a pack: rules replaced, regraded, dropped; each told by the verdict, and no guard softened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sarcheck import amending, load_order, load_rules, ruleset, screen
from sarcheck.errors import RulesError
from sarcheck.model import Verdict
from sarcheck.reports import text
from tests import tiny
from tests.builders import AS_OF

BASE = tiny.FILES["pack.toml"].replace('version = "1"', 'version = "1"\n        guards = ["GUARD"]')
NEEDS = tiny.FILES["regimes/house/needs.toml"].replace('"HOUSE"', '"GUARD"')
EXTENDS = 'name = "mine"\nversion = "2"\nextends = "tiny"\n'
DROP = '[[dropped]]\nregime = "R-US"\nreason = "Counsel, 2026-11-01: not bound."\n'
CHANGE = '[[change]]\nrule = "operator"\noutcome = "review"\nreason = "Counsel, 2026-11-02."\n'


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that writes a folder over the tiny pack and judges an order by it."""
    base = tiny.write(tmp_path / "base", pack=BASE, regimes__house__needs=NEEDS)
    monkeypatch.setattr(ruleset, "default_pack", lambda: base)

    def judge(pack: str = "", files: dict[str, str] | None = None, **fields: Any) -> Verdict:
        own = tmp_path / "own"
        for name, content in {"pack.toml": EXTENDS + pack, **(files or {})}.items():
            (own / name).parent.mkdir(parents=True, exist_ok=True)
            (own / name).write_text(content, encoding="utf-8")
        return screen(load_order(tiny.order(**fields)), load_rules(own, cache=tmp_path / "cache"), AS_OF)

    return judge


def shown(verdict: Verdict, **options: Any) -> str:
    return " ".join(text.render([verdict], width=120, **options).decode().split())


def test_a_regime_is_dropped_with_its_reason_in_every_verdict(over: Any) -> None:
    whole, without = over(), over(DROP)
    assert (whole.outcome, whole.dropped, whole.changed) == ("deny", (), ())
    assert [(one.regime, one.rules) for one in without.dropped] == [("R-US", ("listed", "operator"))]
    assert without.outcome == "clear"
    assert "R-US" not in without.regimes
    assert "Counsel, 2026-11-01: not bound." in shown(without)
    assert "not asked, as the rules folder drops it: R-US" in shown(without, quiet=True)
    assert "NOT ASKED" not in shown(whole)


def test_a_dropped_regime_still_wants_its_records_kept(over: Any) -> None:
    assert over(DROP).retain_until == over().retain_until is not None


def test_a_list_of_a_dropped_regime_is_not_missed(over: Any) -> None:
    assert [f.rule for f in over(DROP).findings] == []


def test_a_grade_is_changed_with_its_reason_in_every_verdict(over: Any) -> None:
    verdict = over(CHANGE)
    assert {f.outcome for f in verdict.findings if f.rule == "operator"} == {"review"}
    (changed,) = verdict.changed
    assert (changed.how, changed.before, changed.after, changed.milder) == ("regraded", "deny", "review", True)
    assert changed.fields == ("outcome",)
    assert "operator: deny -> review, milder; Counsel, 2026-11-02." in shown(verdict)


def test_a_rule_of_the_same_id_replaces_the_packs(over: Any) -> None:
    mine = tiny.FILES["regimes/us/operator.toml"].replace('"deny"', '"review"').replace("Law 1", "Law 2")
    verdict = over(files={"regimes/mine.toml": mine})
    (changed,) = verdict.changed
    assert (changed.how, changed.fields, changed.milder) == ("replaced", ("outcome", "citation"), True)
    assert "operator: deny -> review, milder; also citation; replaced by a file" in shown(verdict)


def test_a_copy_of_a_rule_changes_nothing(over: Any) -> None:
    assert over(files={"regimes/copy.toml": tiny.FILES["regimes/us/operator.toml"]}).changed == ()


def test_a_rule_is_added(over: Any) -> None:
    mine = tiny.FILES["regimes/house/region.toml"].replace('"region"', '"mine"').replace('"square", "MT"', '"square"')
    assert "mine" in {e.rule for e in over(files={"regimes/mine.toml": mine}).examined}


def test_a_folder_adds_retention_and_shortens_none(over: Any) -> None:
    row = '[[retention]]\nregime = "{}"\nyears = {}\nbecause = "Mine"\n'
    assert over(row.format("R-US", 1)).retain_until.because == ("Law 9: 10 years",)
    assert over(row.format("HOUSE", 30)).retain_until.because == ("Mine",)


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        (DROP.replace("R-US", "GUARD"), "GUARD guards what nobody checked and cannot be dropped"),
        (DROP.replace("R-US", "R-UK"), "there is no regime 'R-UK'; did you mean R-US?"),
        (DROP.replace("Counsel, 2026-11-01: not bound.", "  "), "/dropped/0/reason"),
        (DROP.splitlines()[0] + '\nregime = "R-US"\n', "missing required field `reason`"),
        (CHANGE.replace("operator", "operators"), "there is no rule 'operators'; did you mean operator?"),
        (CHANGE.replace("operator", "needs"), "may be made stricter than incomplete, not milder"),
        (CHANGE.replace('"review"', '"deny"'), "leaves operator as it is"),
        (CHANGE.replace('"review"', '"clear"'), "clear"),
        (CHANGE.replace("outcome", "grade"), "unknown field `grade`"),
        ('dropped = "R-US"\n', "/dropped"),
        ("[[dropped]]\nregime = 7\nreason = 'x'\n", "/dropped/0/regime"),
    ],
)
def test_what_cannot_be_is_refused_by_name(over: Any, pack: str, message: str) -> None:
    with pytest.raises(RulesError) as caught:
        over(pack)
    assert message in str(caught.value)
    assert "pack.toml" in str(caught.value)


def test_a_guard_may_be_made_stricter(over: Any) -> None:
    assert over(CHANGE.replace('"operator"', '"needs"').replace('"review"', '"deny"')).changed[0].milder is False


def test_a_guard_is_not_replaced(over: Any) -> None:
    with pytest.raises(RulesError, match="guards what nobody checked and is not replaced"):
        over(files={"regimes/needs.toml": NEEDS.replace('["end_user"]', "[]")})


def test_a_folder_cannot_call_off_the_guards(over: Any) -> None:
    with pytest.raises(RulesError, match="cannot be dropped"):
        over("guards = []\n" + DROP.replace("R-US", "GUARD"))


def test_a_whole_pack_has_nothing_to_drop(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack", pack=tiny.FILES["pack.toml"] + DROP.replace("\n", "\n        "))
    with pytest.raises(RulesError, match="only a pack with extends"):
        amending.amended((folder,))


def test_where_a_rule_is_defined(tmp_path: Path) -> None:
    first, second = tiny.write(tmp_path / "a"), tmp_path / "b"
    (second / "regimes").mkdir(parents=True)
    (second / "regimes" / "x.toml").write_text(tiny.FILES["regimes/us/operator.toml"], encoding="utf-8")
    found = amending.defined((first, second))["operator"]
    assert [one.path for one in found] == [first / "regimes/us/operator.toml", second / "regimes/x.toml"]
