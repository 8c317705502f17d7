"""The default pack is policy: every rule, list, platform and place of it must hold together on its own."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sarcheck import checks, compiling
from sarcheck.checks.completeness import NEEDS
from sarcheck.lists import LISTS
from sarcheck.model import Operation, Operator, Platform, Rule
from sarcheck.packs import LAYOUT, CountryGroup, Matching, Period, PlaceGroup
from sarcheck.platforms import PlatformTable

PACK = Path(__file__).parents[2] / "rules"
RULES = sorted((PACK / "regimes").rglob("*.toml"))
PLATFORMS_OF_THE_FACTS = 205


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((PACK / name).read_text(encoding="utf-8"))


def rule(path: Path) -> Rule:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Rule)


@pytest.fixture(scope="module")
def every() -> dict[str, Rule]:
    return {(found := rule(path)).id: found for path in RULES}


@pytest.fixture(scope="module")
def listed() -> set[str]:
    return {row["id"] for row in read("sources.toml")["source"]}


@pytest.fixture(scope="module")
def groups() -> dict[str, PlaceGroup]:
    return {row["id"]: msgspec.convert(row, PlaceGroup) for row in read("places.toml")["group"]}


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rule_can_be_acted_on(path: Path, listed: set[str], groups: dict[str, PlaceGroup]) -> None:
    found = rule(path)
    assert found.check in {module.NAME for module in checks.CHECKS}
    assert path.parent.name == found.regime.lower()
    for text in (found.title, found.citation, found.remedy, found.caveat):
        assert text == " ".join(text.split()), "a broken line left blanks in the text"
    assert found.citation
    assert found.remedy.endswith((".", "DATE."))
    assert set(found.parameters.get("lists", ())) <= listed
    assert set(found.parameters.get("places", ())) <= groups.keys()
    assert set(found.parameters.get("needs", ())) <= NEEDS.keys()


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rule_says_when_it_is_in_force(path: Path) -> None:
    intervals = rule(path).in_force
    assert intervals
    assert intervals[-1].until is None or intervals[-1].since
    for earlier, later in itertools.pairwise(intervals):
        assert earlier.until and later.since
        assert earlier.until < later.since


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rule_says_how_it_is_known(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert all(interval.get("status") for interval in raw["in_force"])
    assert raw["authority"]
    parameters = next(module for module in checks.CHECKS if raw["check"] == module.NAME).Parameters
    msgspec.convert(raw["parameters"], parameters)


def test_groups_of_countries_have_members_whenever_a_rule_asks(every: dict[str, Rule]) -> None:
    rows: dict[str, list[CountryGroup]] = {}
    for row in read("groups.toml")["group"]:
        rows.setdefault(row["group"], []).append(msgspec.convert(row, CountryGroup))
    for group in rows.values():
        for earlier, later in itertools.pairwise(group):
            assert earlier.until and later.since == earlier.until + dt.timedelta(1), later.group
        assert group[-1].until is None
    asking = [(r, name) for r in every.values() for key in compiling.GROUPED for name in r.parameters.get(key, ())]
    assert asking
    for found, name in asking:
        first = rows[name][0].since
        assert first is None or (found.in_force[0].since and first <= found.in_force[0].since), (found.id, name)


def test_each_rule_has_an_id_of_its_own(every: dict[str, Rule]) -> None:
    assert len(every) == len(RULES)


def test_every_list_is_screened_for_parties_and_for_operators(every: dict[str, Rule], listed: set[str]) -> None:
    for check in ("listed_party", "listed_operator"):
        assert {name for r in every.values() if r.check == check for name in r.parameters["lists"]} == listed


def test_every_need_has_its_rule(every: dict[str, Rule]) -> None:
    needs = [need for r in every.values() if r.check == "completeness" for need in r.parameters["needs"]]
    assert sorted(needs) == sorted(NEEDS)
    mild = {r.id for r in every.values() if r.check in ("completeness", "freshness") and r.outcome != "incomplete"}
    assert mild == {"sarcheck-asserted"}  # one product known from its own files is enough, the others are for review


def test_export_rules_of_the_ear_speak_conditionally(every: dict[str, Rule]) -> None:
    hooks = ("us-ear-mieu", "us-ear-us-person-support")  # these reach support of persons and any item
    ear = [r for r in every.values() if r.regime == "US-EAR" and not r.id.startswith(hooks)]
    assert ear
    for found in ear:
        assert found.outcome != "deny"
        assert found.parameters.get("outcome_place") != "deny"
        assert found.caveat.startswith("If subject to the EAR.")


def test_law_of_a_country_binds_only_there(every: dict[str, Rule]) -> None:
    universal = {"HOUSE", "SARCHECK", "UN", "PRACTICE", "RED-FLAGS"}
    noted = {"sensitive_region", "satdsiv", "blocking_statute", "imaging_limit"}
    follows_the_person = {"us-ear-us-person-support"}
    for found in every.values():
        assert bool(found.jurisdictions) != (found.regime in universal), found.id
        if found.jurisdictions and found.id not in follows_the_person:
            mild = {"us-itar-126-1", "us-ear-country-group-d5"}  # of no concern to whom the law does not bind
            expected = {"notice", "review"} if found.check in noted or found.id in mild else {"review"}
            assert found.outcome_elsewhere in expected, found.id


def test_place_of_crimea_is_for_review_under_any_country(every: dict[str, Rule]) -> None:
    crimea = [r for r in every.values() if "crimea" in r.parameters.get("places", ())]
    assert {r.regime for r in crimea} == {"US-OFAC", "US-EAR", "EU-692", "UK"}
    for found in crimea:
        assert {"UA-43", "UA-40"} <= set(found.parameters["subdivisions"])
        assert found.parameters["outcome_place"] == found.outcome
        assert found.parameters["outcome_place_elsewhere"] == "review"


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("us-ofac-donetsk-luhansk", dt.date(2022, 2, 20), False),
        ("us-ofac-donetsk-luhansk", dt.date(2022, 2, 21), True),
        ("eu-833-5n-russia", dt.date(2025, 10, 23), False),
        ("eu-833-5n-russia", dt.date(2025, 10, 24), True),
        ("eu-2022-263-kherson-zaporizhzhia", dt.date(2022, 9, 30), False),
        ("ukraine-imagery", dt.date(2014, 7, 31), False),
        ("us-ear-entity-list", dt.date(1999, 1, 1), True),
        ("us-ear-affiliates", dt.date(2025, 9, 28), False),
        ("us-ear-affiliates", dt.date(2025, 11, 9), True),
        ("us-ear-affiliates", dt.date(2025, 11, 10), False),
        ("us-ear-affiliates-red-flag", dt.date(2025, 11, 10), True),
        ("us-ear-affiliates-red-flag", dt.date(2026, 11, 10), False),
        ("us-ear-affiliates", dt.date(2026, 11, 10), True),
        ("eu-269-owned-until-2024", dt.date(2024, 7, 2), True),
        ("eu-269-owned-until-2024", dt.date(2024, 7, 3), False),
        ("eu-269-owned", dt.date(2024, 7, 2), False),
        ("eu-269-owned", dt.date(2024, 7, 3), True),
    ],
)
def test_rules_start_on_their_day(every: dict[str, Rule], name: str, day: dt.date, expected: bool) -> None:
    from sarcheck.ruleset import in_force

    assert bool(in_force(every[name], day)) is expected


@pytest.mark.parametrize(
    ("name", "operator", "aggregate", "control"),
    [
        ("us-ofac-50", ">=", True, False),
        ("us-ear-affiliates", ">=", True, False),
        ("eu-269-owned", ">=", True, True),
        ("eu-269-owned-until-2024", ">", True, True),
        ("uk-owned", ">", False, True),
    ],
)
def test_owners_count_as_each_regime_counts_them(
    every: dict[str, Rule], name: str, operator: str, aggregate: bool, control: bool
) -> None:
    given = every[name].parameters
    assert (given["operator"], given["aggregate"], given["control"]) == (operator, aggregate, control)
    assert given["threshold"] == 50.0


def test_the_affiliates_rule_that_may_be_back_is_said_to_be_unconfirmed(every: dict[str, Rule]) -> None:
    assert every["us-ear-affiliates"].in_force[-1].status == "unconfirmed"
    assert every["us-ear-affiliates"].outcome == "license_required"


# --- platforms ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def platforms() -> list[Platform]:
    return [msgspec.convert(row, Platform) for row in read("platforms.toml")["platform"]]


@pytest.fixture(scope="module")
def operators() -> dict[str, Operator]:
    return {row["id"]: msgspec.convert(row, Operator) for row in read("platforms.toml")["operator"]}


def test_platforms_are_those_of_the_facts(platforms: list[Platform]) -> None:
    assert len(platforms) == len({platform.key for platform in platforms}) == PLATFORMS_OF_THE_FACTS
    assert all(platform.names and platform.source and platform.operators for platform in platforms)


def test_operators_are_known_and_used(platforms: list[Platform], operators: dict[str, Operator]) -> None:
    named = {operation.operator for platform in platforms for operation in platform.operators}
    assert named == operators.keys()
    assert all(operator.source for operator in operators.values())


def test_one_operator_for_each_legal_entity(operators: dict[str, Operator]) -> None:
    assert not [operator.name for operator in operators.values() if " / " in operator.name or "(" in operator.name]


def test_shared_names_tell_the_same_operators(platforms: list[Platform]) -> None:
    told: dict[str, tuple[Operation, ...]] = {}
    for platform in platforms:
        for name in platform.names:
            assert told.setdefault(name.casefold(), platform.operators) == platform.operators, name


def test_satellites_end_after_they_begin(platforms: list[Platform]) -> None:
    for platform in platforms:
        assert not (platform.launched and platform.ended) or platform.launched <= platform.ended


@pytest.mark.parametrize(
    ("name", "operator"),
    [("S1A", "esa"), ("Haisi-1", "spacety"), ("TDX-1", "dlr"), ("RADARSAT-2", "mda"), ("ICEYE_X7", "iceye")],
)
def test_names_as_products_write_them(
    platforms: list[Platform], operators: dict[str, Operator], name: str, operator: str
) -> None:
    table = PlatformTable(platforms, operators.values())
    platform = table.platform(next(iter(table.keys(name)), None))
    assert platform
    assert operator in {found.id for found, _ in table.operators(platform, None)}


def test_table_of_platforms_judges_nobody() -> None:
    text = (PACK / "platforms.toml").read_text(encoding="utf-8").casefold()
    assert not [word for word in ("deny", "review", "red flag", "sanction", "blocked") if word in text]


# --- the rest -----------------------------------------------------------------------------------


def test_pack_holds_nothing_that_is_not_read() -> None:
    assert {path.name for path in PACK.iterdir() if not path.name.startswith(".")} <= set(LAYOUT)


def test_member_states_imply_the_union() -> None:
    implied = read("pack.toml")["jurisdictions"]
    assert sum("EU" in codes for codes in implied.values()) == 27
    assert implied["LU"] == ["EU"]


def test_periods_and_thresholds_are_well_formed() -> None:
    periods = [msgspec.convert(row, Period) for row in read("pack.toml")["retention"]]
    assert {(p.regime, p.years, p.clock) for p in periods} == {
        ("US-OFAC", 10, "as_of"),
        ("US-EAR", 5, "as_of"),
        ("DE-SATDSIG", 5, "acquisition"),
    }
    matching = msgspec.convert(read("matching.toml"), Matching)
    assert 0.5 < matching.review < matching.deny < 1


def test_sources_have_an_age_limit(listed: set[str]) -> None:
    sources = read("sources.toml")["source"]
    assert len(sources) == len(listed)
    assert all(row["max_age_days"] > 0 and row["title"] for row in sources)
    assert {row["id"] for row in sources if not row.get("url", "").startswith("https://")} == {"house-list"}


def test_place_names_are_unambiguous(groups: dict[str, PlaceGroup]) -> None:
    seen: dict[str, str] = {}
    for group in groups.values():
        assert group.source
        assert len(set(group.names)) == len(group.names)
        for name in group.names:
            assert seen.setdefault(name.casefold(), group.id) == group.id, name


def test_every_format_of_a_list_has_its_reader() -> None:
    sources = tomllib.loads((PACK / "sources.toml").read_text(encoding="utf-8"))["source"]
    assert {name for source in sources for name in source["formats"]} <= {module.NAME for module in LISTS}


def test_feeds_bring_lists_that_rules_can_name(listed: set[str]) -> None:
    policy, feeds = compiling.feeds((PACK,))
    assert policy.tries > 1
    assert 0 < policy.max_shrink < 0.5
    for feed in feeds:
        assert set(feed.lists or (feed.id,)) <= listed
        assert all(file.url.startswith("https://") for file in feed.files)
    by_hand = listed - {name for feed in feeds for name in feed.lists or (feed.id,)}
    assert by_hand == {"us-mieu", "eu-833-iv", "eu-oj", "jp-eul", "opensanctions", "official-statements", "house-list"}


def test_every_list_has_a_rule(every: dict[str, Rule], listed: set[str]) -> None:
    assert {name for found in every.values() for name in found.parameters.get("lists", ())} == listed
