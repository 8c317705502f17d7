"""A verdict is that of a day: rules, regions, lists, owners and operators each by the day that is theirs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from sarcheck import load_order, load_rules, screen
from sarcheck.model import Verdict
from tests import tiny
from tests.builders import AS_OF

RING = [[10.2, 50.2], [10.8, 50.2], [10.8, 50.8], [10.2, 50.8], [10.2, 50.2]]
HOLD = tiny.FILES["regimes/house/region.toml"].replace("[{ from = 2000-01-01 }]", "[{ from = 2024-05-02 }]")


def item(day: str | None, key: str = "item") -> dict[str, Any]:
    made: dict[str, Any] = tiny.order()["products"][0]["item"]
    properties = {"datetime": day and f"{day}T00:00:00Z", "platform": "sat-1"}
    return made | {"id": key, "properties": properties, "geometry": {"type": "Polygon", "coordinates": [RING]}}


def judged(folder: Path, as_of: dt.date = AS_OF, **fields: Any) -> Verdict:
    return screen(load_order(tiny.order(**fields)), load_rules(folder, cache=folder.parent / "cache"), as_of)


def asking(question: str, rule: str = HOLD) -> str:
    return f'{rule.rstrip()}\n        asks = "{question}"\n'


def hits(verdict: Verdict, rule: str = "region") -> list[tuple[str, str, dt.date | None]]:
    return [(f.pointer, f.basis.asks, f.basis.on) for f in verdict.findings if f.rule == rule]


def test_only_the_images_of_days_in_force_are_judged(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack", regimes__house__region=asking("acquisition"))
    products = [{"id": "p1", "item": item("2024-05-01")}, {"id": "p2", "item": item("2024-05-02")}]
    verdict = judged(folder, products=products)
    assert hits(verdict) == [("/products/1", "acquisition", dt.date(2024, 5, 2))]
    assert {e.rule: e.subjects for e in verdict.examined}["region"] == 1
    assert "region" not in {e.rule for e in judged(folder, products=products[:1]).examined}


def test_an_image_of_today_is_judged_by_the_rules_of_today(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack", regimes__house__region=asking("today"))
    products = [{"id": "p1", "item": item("2020-05-01")}]
    assert hits(judged(folder, products=products)) == [("/products/0", "today", AS_OF)]
    assert hits(judged(folder, dt.date(2024, 5, 1), products=products)) == []


def test_an_order_is_judged_by_the_rules_of_its_day(tmp_path: Path) -> None:
    ended = tiny.FILES["regimes/house/region.toml"].replace("2000-01-01 }", "2000-01-01, to = 2024-05-01 }")
    folder = tiny.write(tmp_path / "pack", regimes__house__region=asking("order", ended))
    products = [{"id": "p1", "item": item("2020-05-01")}]
    created = judged(folder, products=products, created="2024-04-30T00:00:00Z")
    assert hits(created) == [("/products/0", "order", dt.date(2024, 4, 30))]
    assert hits(judged(folder, products=products)) == []


def test_a_region_counts_on_the_day_that_the_rule_asks_of(tmp_path: Path) -> None:
    region = json.loads(json.dumps(tiny.SQUARE))
    region["features"][0]["properties"]["valid_from"] = "2024-05-02"
    for question, days in {
        "acquisition": {"2024-05-01": False, "2024-05-02": True},
        "today": {"2024-05-01": True},
    }.items():
        rule = asking(question, tiny.FILES["regimes/house/region.toml"])
        folder = tiny.write(tmp_path / question / "pack", regimes__house__region=rule)
        (folder / "regions" / "square.geojson").write_text(json.dumps(region), encoding="utf-8")
        for day, hit in days.items():
            assert bool(hits(judged(folder, products=[{"id": "p1", "item": item(day)}]))) is hit


def test_an_operator_counts_for_the_images_of_its_days(tmp_path: Path) -> None:
    rule = asking("acquisition", tiny.FILES["regimes/us/operator.toml"]).replace("2020-01-01 }", "2024-05-02 }")
    folder = tiny.write(tmp_path / "pack", regimes__us__operator=rule)
    assert hits(judged(folder, products=[{"id": "p1", "item": item("2024-05-02")}]), "operator")
    assert not hits(judged(folder, products=[{"id": "p1", "item": item("2024-05-01")}]), "operator")


def test_who_operated_the_satellite_is_asked_of_the_images_day(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack")
    assert hits(judged(folder, products=[{"id": "p1", "item": item("2020-01-01")}]), "operator")
    assert not hits(judged(folder, products=[{"id": "p1", "item": item("2019-12-31")}]), "operator")


@pytest.mark.parametrize(("as_of", "owned"), [("2023-05-31", True), ("2023-06-01", False)])
def test_who_owns_a_party_is_asked_of_the_day_judged(tmp_path: Path, as_of: str, owned: bool) -> None:
    rule = tiny.FILES["regimes/us/operator.toml"].replace("listed_operator", "owned_by_listed")
    rule = rule.replace('["a-list"] }', '["a-list"], threshold = 50.0 }')
    folder = tiny.write(tmp_path / "pack", regimes__us__operator=rule)
    stake = {"party": "owner", "share": 60.0, "from": "2020-01-01", "to": "2023-05-31"}
    parties = [
        {"id": "buyer", "roles": ["end_user"], "name": "Minett Kartographie", "country": "LU", "owners": [stake]},
        {"id": "owner", "roles": ["owner"], "name": "Orbital Imaging Zvezda Company", "country": "CN"},
    ]
    found = [f for f in judged(folder, dt.date.fromisoformat(as_of), parties=parties).findings if f.rule == "operator"]
    assert any(f.outcome == "deny" for f in found) is owned


def test_a_replay_says_that_the_list_of_that_day_is_not_there(tmp_path: Path) -> None:
    from sarcheck.importing import import_lists

    folder = tiny.write(tmp_path / "pack")
    path = tmp_path / "a-list.toml"
    path.write_text((folder / "parties" / "a-list.toml").read_text().replace("stated", "whole = true\nstated"))
    import_lists([path], folder, country_code=lambda code: code, published=AS_OF, retrieved=AS_OF)
    then = judged(folder, dt.date(2022, 10, 16))
    (told,) = [f for f in then.findings if f.rule == "fresh"]
    assert (told.outcome, then.outcome) == ("notice", "clear")
    assert "after the day judged" in told.message
    assert [f.rule for f in judged(folder).findings if f.outcome == "notice"] == []


def test_the_record_is_kept_for_the_longest_period_that_binds(tmp_path: Path) -> None:
    periods = """
        [[retention]]
        regime = "HOUSE"
        years = 20
        clock = "acquisition"
        because = "House: 20 years after the image"
        status = "unverified"
    """
    folder = tiny.write(tmp_path / "pack", pack=tiny.FILES["pack.toml"] + periods)
    kept = judged(folder, products=[{"id": "p1", "item": item("2024-02-29")}]).retain_until
    assert kept
    assert (kept.date, kept.because) == (dt.date(2044, 2, 29), ("House: 20 years after the image (unverified)",))
    unknown = judged(folder, products=[{"id": "p1", "item": item(None)}]).retain_until
    assert unknown
    assert unknown.date == dt.date(2046, 11, 22)
    assert "when the image is taken is not known" in unknown.because[0]
    old = judged(folder, products=[{"id": "p1", "item": item("2010-02-28")}]).retain_until
    assert old
    assert (old.date, old.because) == (dt.date(2036, 11, 22), ("Law 9: 10 years",))


def imported(folder: Path, day: dt.date, name: str) -> None:
    from sarcheck.importing import import_lists

    text = tiny.FILES["parties/a-list.toml"].replace("stated", "whole = true\n        stated")
    path = folder.parent / f"{day}.toml"
    text = text.replace("ORBITAL IMAGING ZVEZDA COMPANY", name).replace("stated = 2026-01-01", f"stated = {day}")
    path.write_text("\n".join(line.strip() for line in text.splitlines()), encoding="utf-8")
    import_lists([path], folder, country_code=lambda code: code, published=day, retrieved=day, recorded=str(day))


def test_a_replay_takes_the_version_of_its_day(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "pack")
    (folder / "parties" / "a-list.toml").unlink()
    days = [dt.date(2024, 1, 10), dt.date(2024, 2, 10), dt.date(2024, 3, 10)]
    for day, name in zip(days, ("FIRST ZVEZDA COMPANY", "ORBITAL IMAGING ZVEZDA COMPANY", "THIRD ZVEZDA"), strict=True):
        imported(folder, day, name)

    def on(day: dt.date) -> tuple[str, str, dt.date | None]:
        loaded = load_rules(folder, as_of=day, cache=tmp_path / "cache")
        (source,) = loaded.sources(day)
        verdict = screen(load_order(tiny.order()), loaded, day)
        return verdict.outcome, verdict.rules.sha256, source.retrieved

    assert [on(day)[2] for day in days] == days
    assert [on(day)[0] for day in days] == ["clear", "deny", "clear"]
    assert on(days[1] + dt.timedelta(4))[1:] == on(days[1])[1:]
    assert len({on(day)[1] for day in days}) == 3
    before_all = days[0] - dt.timedelta(1)
    assert on(before_all)[2] == days[2]
    assert load_rules(folder, cache=tmp_path / "cache").stamp.sha256 == on(days[2])[1]


def test_a_version_that_was_changed_on_disk_stops_the_replay(tmp_path: Path) -> None:
    from sarcheck.errors import RulesError

    folder = tiny.write(tmp_path / "pack")
    (folder / "parties" / "a-list.toml").unlink()
    for day in (dt.date(2024, 1, 10), dt.date(2024, 2, 10)):
        imported(folder, day, "ZVEZDA")
    (old,) = (folder / "lists" / ".previous" / "a-list").iterdir()
    with next(path for path in old.iterdir() if path.name != "source.toml").open("a") as stream:
        stream.write("\n# edited\n")
    load_rules(folder, as_of=dt.date(2024, 2, 10), cache=tmp_path / "cache")
    with pytest.raises(RulesError):
        load_rules(folder, as_of=dt.date(2024, 1, 10), cache=tmp_path / "cache")
