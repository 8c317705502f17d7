"""What is screened anew and what stands: together the same bytes as a full run, whatever changed."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sarcheck import batch, load_rules
from sarcheck.batch import Job, storage
from sarcheck.batch.parts import parts
from sarcheck.batch.shards import work
from sarcheck.errors import OrderError
from sarcheck.lists.own import parties as own_parties
from sarcheck.model import entry_version
from sarcheck.rescreen import base
from sarcheck.rescreen.run import Change, Task, Total, run
from tests import tiny

DAY = dt.date(2026, 11, 22)
SHARD = 4
NAMES = (
    *("Orbital Imaging Zvezda Company", "Zvezda Trading", "Alpha Trading House", "Beta Trading House"),
    *("Gamma Shipping Line", "Gamma Shipping Lines", "Delta Imaging", "Harmlose Kartographie GmbH"),
    *("Ivan Petrov Trading", "Northern Orbital Works"),
)


def party(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": "x", "roles": ["customer", "end_user"], "name": name, "country": "LU"} | fields


def square(west: float, south: float, side: float = 0.6) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def documents() -> Iterator[dict[str, Any]]:
    """Yield orders that differ in all that a change may be about: names, numbers, places, days, kind."""
    for i, name in enumerate(NAMES):
        fields: dict[str, Any] = {"id": f"N-{i}", "parties": [party(name)], "created": "2026-10-01T00:00:00Z"}
        if i % 3 == 0:
            item = tiny.order()["products"][0]["item"]
            item["properties"]["platform"] = "sat-9"
            fields["products"] = [{"id": "p1", "item": item}]
        yield tiny.order(**fields)
    yield tiny.order(id="NUMBER", parties=[party("Nobody Known", identifiers={"inn": "7722429553"})])
    yield tiny.order(id="ADDRESS", parties=[party("Nobody Known", address="Main Street 12 Building Four, Town")])
    yield tiny.order(id="OWNED", parties=[party("Nobody Known")], created="2026-11-25T00:00:00Z")
    yield tiny.order(id="UNDATED", parties=[party("Ivan Petrov Trading")])
    for i, west in enumerate((10.2, 11.2, 12.2)):
        yield tiny.order(id=f"R-{i}", geometry=square(west, 50.2), created="2026-10-01T00:00:00Z", products=[])
    yield tiny.order(
        id="T", kind="tasking", products=[], tasking={"platform": "sat-1"}, datetime="2026-11-01T00:00:00Z/..",
        geometry=square(20, 50), parties=[party("Delta Imaging", born="1970-01-01")],
    )  # fmt: skip
    yield {"schema": "sarcheck.order/1", "id": "BROKEN"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with the orders in a file, and let stores be compiled there."""
    folder = tmp_path_factory.mktemp("rescreen")
    (folder / "orders.ndjson").write_text("\n".join(json.dumps(one) for one in documents()) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SARCHECK_CACHE", str(folder / "cache"))
        yield folder


def toml(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(one)}' for key, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)


def pack(folder: Path, world: dict[str, Any]) -> Path:
    """Write a rules folder of a world: entries, regions, rules, waivers, owners."""
    shutil.rmtree(folder, ignore_errors=True)
    rows = [
        "[[party]]\n" + "\n".join(f"{key} = {toml(value)}" for key, value in row.items() if value is not None)
        for row in world["entries"]
    ]
    head = 'schema = "sarcheck.parties/1"\nlist = "a-list"\ntitle = "A list"\nsource = "made up"\nstated = 2026-01-01\n'
    listed = tiny.FILES["regimes/us/listed.toml"]
    first, _, second = listed.partition("to = 2025-12-31 }, { from = 2026-06-01")
    listed = f"{first}to = 2026-10-31 }}, {{ from = {world['since'].isoformat()}{second}"
    listed = listed.replace('outcome = "deny"', f'outcome = "{world["grade"]}"')
    changed: dict[str, str | None] = {"regimes__us__listed": listed, "parties__a-list": head + "\n".join(rows)}
    if world["waived"]:
        changed["waivers__w"] = world["waived"]
    tiny.write(folder, **changed)
    features = [
        {
            "type": "Feature",
            "id": name,
            "properties": {"name": name, "source": "made up", "kind": "sensitive"}
            | ({"valid_to": until} if until else {}),
            "geometry": square(west, 50, 1.0),
        }
        for name, (west, until) in world["regions"].items()
    ]
    (folder / "regions" / "square.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return folder


WORLD: dict[str, Any] = {
    "entries": [
        {"id": "77", "type": "company", "names": [NAMES[0]], "countries": ["CN"], "programs": ["P"],
         "listed": dt.date(2023, 1, 26)},
    ],
    "regions": {"square": (10, None)},
    "since": dt.date(2026, 11, 1),
    "grade": "deny",
    "waived": None,
}  # fmt: skip

NUMBERS = count()


def job(folder: Path, as_of: dt.date, out: Path | str) -> Job:
    return Job(rules=str(folder), ruleset=load_rules(folder).stamp.sha256, as_of=as_of, out=str(out), form="ndjson")


def full(home: Path, folder: Path, as_of: dt.date, out: Path) -> Path:
    """Screen all orders, as a batch run does, in this process."""
    storage.make_folder(str(out))
    of = job(folder, as_of, out)
    found = list(parts(str(home / "orders.ndjson"), SHARD))
    for part in found:
        work(of, part)
    batch.finish(of, len(found))
    return out


def rescreened(
    home: Path, folder: Path, as_of: dt.date, before: Path, out: Path | str = ""
) -> tuple[Total, list[Change]]:
    told: list[Change] = []
    task = Task(job=job(folder, as_of, out), verdicts=str(before))
    return run(str(home / "orders.ndjson"), task, shard=SHARD, told=told.append), told


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def compared(home: Path, before: dict[str, Any], day: dt.date, after: dict[str, Any], later: dt.date) -> Total:
    """Rescreen one world's verdicts under another, hold them against a full run, and return the numbers."""
    number = next(NUMBERS)
    old = full(home, pack(home / "old", before), day, home / f"{number}-old")
    new = pack(home / "new", after)
    want = full(home, new, later, home / f"{number}-full")
    total, told = rescreened(home, new, later, old, home / f"{number}-made")
    made = files(home / f"{number}-made")
    assert made.keys() == files(want).keys()
    for name, data in files(want).items():
        assert made[name] == data, name
    first, second = (_outcomes(folder) for folder in (old, want))
    assert {c.order: (c.before, c.after) for c in told if c.before != c.after} == {
        key: (first[key], second[key]) for key in first if first[key] != second[key]
    }
    for folder in (old, want, home / f"{number}-made"):
        shutil.rmtree(folder)
    return total


def _outcomes(folder: Path) -> dict[str, str]:
    shown = [path for path in sorted(folder.glob("*.ndjson")) if path.stem.isdecimal()]
    lines = (line for path in shown for line in path.read_text(encoding="utf-8").splitlines())
    return {v["order"]["id"]: v["outcome"] for v in map(json.loads, lines)}


def waiver(expires: dt.date) -> str:
    """Return a waiver of the finding on the entry that every world has, until a day."""
    row = "\n".join(f"{key} = {toml(value)}" for key, value in WORLD["entries"][0].items())
    file = Path(tempfile.mkdtemp()) / "a-list.toml"
    file.write_text(
        f'schema = "sarcheck.parties/1"\nlist = "a-list"\nsource = "made up"\nstated = 2026-01-01\n[[party]]\n{row}\n'
    )
    (entry,) = own_parties.read({"list": file}, "a-list", lambda name: name)
    shutil.rmtree(file.parent)
    return f"""
        id = "w"
        rule = "listed"
        reason = "Someone else."
        approvers = ["A", "B"]
        from = 2026-01-01
        expires = {expires.isoformat()}
        [entry]
        list = "a-list"
        id = "77"
        version = "{entry_version(entry)}"
        [party]
        name = "{NAMES[0]}"
        country = "LU"
    """


DAYS = st.dates(dt.date(2026, 11, 15), dt.date(2026, 12, 1))
ENTRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["company", "person", "organization"]),
        "names": st.lists(st.sampled_from((*NAMES, "Zvezda", "Petrov, Ivan", "Gama Shiping")), min_size=1, max_size=2),
        "countries": st.sampled_from([["CN"], ["LU"], []]),
        "listed": st.none() | DAYS,
        "delisted": st.none() | DAYS,
        "addresses": st.sampled_from([None, [{"text": "Main Street 12 Building Four"}]]),
    }
)  # fmt: skip
WORLDS = st.fixed_dictionaries(
    {
        "entries": st.dictionaries(st.sampled_from("abcdef"), ENTRIES, max_size=4).map(
            lambda rows: [*WORLD["entries"], *({"id": key, **row} for key, row in sorted(rows.items()))]
        ),
        "regions": st.dictionaries(
            st.sampled_from(["square", "other"]),
            st.tuples(st.sampled_from([10, 11, 12]), st.none() | DAYS.map(str)),
            min_size=1,
            max_size=2,
        ),
        "since": st.just(WORLD["since"]) | DAYS,
        "grade": st.sampled_from(["deny", "deny", "deny", "review"]),
        "waived": st.none() | DAYS.map(waiver),
    }
)
FIELDS = ("entries", "regions", "since", "grade", "waived")


@given(WORLDS, WORLDS, st.sets(st.sampled_from(FIELDS), max_size=2), DAYS, st.sampled_from([0, 0, 1, 2, 9]))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_the_answers_are_those_of_a_full_run(
    home: Path, before: dict[str, Any], other: dict[str, Any], changed: set[str], day: dt.date, later: int
) -> None:
    after = before | {name: other[name] for name in changed}
    compared(home, before, day, after, day + dt.timedelta(later))


def entry(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": "new", "type": "company", "names": [name], "countries": ["CN"], **fields}


def made(
    home: Path, after: dict[str, Any], later: dt.date = DAY, before: dict[str, Any] = WORLD
) -> tuple[Total, dict[str, Change]]:
    """Return what rescreening the usual orders under another world comes to."""
    old = full(home, pack(home / "old", before), DAY, home / f"{next(NUMBERS)}-old")
    total, told = rescreened(home, pack(home / "new", after), later, old)
    return total, {change.order: change for change in told}


def test_where_nothing_changed_nothing_is_screened_but_what_could_not_be_read(home: Path) -> None:
    total, told = made(home, WORLD)
    assert (total.orders, total.anew, total.changed, total.whole) == (len(list(documents())), 1, 0, ())
    assert told == {}


def test_an_entry_that_is_new_is_told_with_those_whom_it_concerns(home: Path) -> None:
    total, told = made(home, WORLD | {"entries": [*WORLD["entries"], entry("Delta Imaging")]})
    assert told.keys() == {"N-6", "T"}
    change = told["N-6"]
    assert (change.before, change.after) == ("incomplete", "deny")
    assert [(one.rule, one.outcome) for one in change.appeared] == [("listed", "deny")]
    assert "a-list new (Delta Imaging): now resembles Delta Imaging" in change.because
    assert total.anew < total.orders / 2
    assert total.changed == 2


def test_an_entry_that_is_gone_takes_its_finding_along(home: Path) -> None:
    listed = WORLD | {"entries": [*WORLD["entries"], entry("Delta Imaging")]}
    _, told = made(home, WORLD, before=listed)
    assert [(one.rule, one.outcome) for one in told["N-6"].vanished] == [("listed", "deny")]
    assert "a-list new: no longer resembles Delta Imaging" in told["N-6"].because


def test_the_day_alone_moves_what_states_a_day_near_it(home: Path) -> None:
    world = WORLD | {"entries": [*WORLD["entries"], entry("Delta Imaging", listed=DAY + dt.timedelta(1))]}
    total, told = made(home, world, DAY + dt.timedelta(1), before=world)
    assert told["N-6"].after == "deny"
    assert f"{DAY + dt.timedelta(1)}, a day that the order" in told["N-6"].because[0]
    assert 1 < total.anew < total.orders / 2


def test_a_region_that_moved_concerns_what_lies_near_it(home: Path) -> None:
    total, told = made(home, WORLD | {"regions": {"square": (11, None)}})
    assert told.keys() == {"R-0", "R-1"}
    assert [one.rule for one in told["R-1"].appeared] == [one.rule for one in told["R-0"].vanished] == ["region"]
    assert told["R-1"].because == ("region square: lies otherwise to an area of the order",)
    assert total.anew < total.orders / 2


def test_a_rule_that_changed_or_began_concerns_every_order(home: Path) -> None:
    total, _ = made(home, WORLD | {"grade": "review"})
    assert (total.anew, total.whole) == (total.orders, ("rule listed: changed",))
    world = WORLD | {"since": DAY + dt.timedelta(3)}
    total, _ = made(home, world, DAY + dt.timedelta(5), before=world)
    assert total.anew == total.orders
    assert "rule listed: an interval begins or ends between 2026-11-22 and 2026-11-27" in total.whole


def test_a_waiver_concerns_whom_it_is_about(home: Path) -> None:
    total, told = made(home, WORLD | {"waived": waiver(DAY + dt.timedelta(90))})
    assert told.keys() == {"N-0"}
    assert told["N-0"].before == "deny"
    assert total.anew < total.orders / 2


def test_other_code_or_damaged_shards_are_never_believed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = full(home, pack(home / "old", WORLD), DAY, home / f"{next(NUMBERS)}-old")
    shard = old / "000001.ndjson"
    shard.write_bytes(shard.read_bytes().replace(b'"deny"', b'"review"'))
    (old / "000002.asked.ndjson.gz").write_bytes(b"\x1f\x8bdamaged")
    shutil.copy(old / "000004.ndjson", old / "000003.ndjson")
    total, _ = rescreened(home, home / "old", DAY, old)
    assert total.reasons["the orders, their products or the shards are not those of the earlier run"] == 3 * SHARD
    monkeypatch.setattr(base, "code", lambda: "other")
    total, _ = rescreened(home, home / "old", DAY, old)
    assert total.anew == total.orders
    assert total.whole[0].startswith("sarcheck itself or its libraries changed")


def test_plain_verdicts_are_compared_though_everything_is_screened_anew(home: Path, tmp_path: Path) -> None:
    old = full(home, pack(home / "old", WORLD), DAY, home / f"{next(NUMBERS)}-old")
    lines = b"".join(path.read_bytes() for path in sorted(old.glob("0*.ndjson")))
    (tmp_path / "verdicts").mkdir()
    (tmp_path / "verdicts" / "all.ndjson").write_bytes(lines)
    new = pack(home / "new", WORLD | {"entries": [*WORLD["entries"], entry("Delta Imaging")]})
    for place in (tmp_path / "verdicts", tmp_path / "verdicts" / "all.ndjson"):
        total, told = rescreened(home, new, DAY, place)
        assert total.anew == total.orders
        assert "without a record" in total.whole[0]
        assert {change.order for change in told} == {"N-6", "T"}
    with pytest.raises(OrderError, match="there are no verdicts"):
        rescreened(home, new, DAY, tmp_path / "none.ndjson")


def test_an_order_that_is_new_is_told_as_such(home: Path, tmp_path: Path) -> None:
    old = full(home, pack(home / "old", WORLD), DAY, home / f"{next(NUMBERS)}-old")
    more = tmp_path / "orders.ndjson"
    more.write_bytes((home / "orders.ndjson").read_bytes() + json.dumps(tiny.order(id="NEW")).encode() + b"\n")
    told: list[Change] = []
    task = Task(job=job(home / "old", DAY, ""), verdicts=str(old))
    total = run(str(more), task, shard=SHARD, told=told.append)
    assert [(change.order, change.before) for change in told] == [("NEW", None)]
    assert "the order had no verdict" in told[0].because
    assert total.anew < total.orders


def test_processes_come_to_the_same(home: Path) -> None:
    old = full(home, pack(home / "old", WORLD), DAY, home / f"{next(NUMBERS)}-old")
    new = pack(home / "new", WORLD | {"entries": [*WORLD["entries"], entry("Delta Imaging")]})
    task = Task(job=job(new, DAY, ""), verdicts=str(old))
    told: list[Change] = []
    total = run(str(home / "orders.ndjson"), task, shard=SHARD, jobs=2, told=told.append)
    assert (total, told) == rescreened(home, new, DAY, old)


@pytest.mark.parametrize("later", [200, -20])
def test_the_samples_under_the_default_pack_come_to_the_same_on_another_day(tmp_path: Path, later: int) -> None:
    """The pack's own checks use the day in every way that there is."""
    samples = str(Path(__file__).parents[1] / "samples")
    (tmp_path / "rules").mkdir()
    ends = (DAY, DAY + dt.timedelta(later))
    for day in ends:
        of = job(tmp_path / "rules", day, tmp_path / f"full-{day}")
        storage.make_folder(of.out)
        for part in parts(samples, 50):
            work(of, part)
        batch.finish(of, 1)
    task = Task(job=job(tmp_path / "rules", ends[1], tmp_path / "made"), verdicts=str(tmp_path / f"full-{DAY}"))
    total = run(samples, task, shard=50)
    assert files(tmp_path / "made") == files(tmp_path / f"full-{ends[1]}")
    assert total.anew == (0 if later > 0 else total.orders)
    assert bool(total.whole) == (later < 0)
