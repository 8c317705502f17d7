"""inspect, where, match and rules, on the default pack and on small files."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sarcheck import exitcodes
from sarcheck.model import Outline, Problem, Product
from tests.stac import faults

Run = Callable[..., Result]

SAMPLES = Path(__file__).parents[2] / "samples"
SQUARE = [[[10.0, 50.0], [11.0, 50.0], [11.0, 51.0], [10.0, 51.0], [10.0, 50.0]]]
SDN = '{id},"{name}","-0- ","PROG","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "\r\n'


@pytest.fixture
def product() -> Path:
    """Return a product of the samples."""
    return next((SAMPLES / "germany-flood" / "products").iterdir())


@pytest.fixture
def write_json(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes JSON to a file and returns its path."""

    def write(value: object, name: str = "area.geojson") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value))
        return path

    return write


@pytest.fixture
def regions(write_json: Callable[..., Path]) -> Path:
    """Return a region file: one region round the square, one far away, both exact."""

    def feature(name: str, west: float) -> dict[str, object]:
        ring = [[west, 49.0], [west + 3, 49.0], [west + 3, 52.0], [west, 52.0], [west, 49.0]]
        told = {"id": name, "name": name.title(), "kind": "area", "accuracy_m": 100, "source": "test"}
        return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    collection = {"type": "FeatureCollection", "features": [feature("near", 9.0), feature("far", 30.0)]}
    return write_json(collection, "regions.geojson")


# --- where --------------------------------------------------------------------------------------


def shapes() -> list[dict[str, object]]:
    polygon = {"type": "Polygon", "coordinates": SQUARE}
    feature = {"type": "Feature", "properties": {}, "geometry": polygon}
    corners = {"type": "MultiPoint", "coordinates": [SQUARE[0][i] for i in (2, 0, 1, 3)]}
    return [polygon, feature, {"type": "FeatureCollection", "features": [feature]}, corners]


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape["type"])
def test_where_answers_every_form_of_footprint(
    run: Run, write_json: Callable[..., Path], regions: Path, shape: dict[str, object]
) -> None:
    result = run("where", write_json(shape), "--regions", regions, "-f", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ["footprint_km2", "regions", "problems"]
    assert answer["footprint_km2"] == pytest.approx(7892, abs=1)
    near, far = answer["regions"]
    assert (near["id"], near["relation"], near["distance_km"]) == ("near", "inside", 0)
    assert near["overlap_share"] == pytest.approx(1, abs=1e-3)
    assert (far["id"], far["relation"], far["overlap_km2"]) == ("far", "outside", 0)
    assert 1300 < far["distance_km"] < 1400


def test_where_reads_standard_input_and_says_it_in_words(run: Run, regions: Path) -> None:
    result = run("where", "-", "--regions", regions, stdin=json.dumps({"type": "Polygon", "coordinates": SQUARE}))
    assert result.stdout.startswith("-: 7,892.1 km2\n  inside   near  Near (area): 7,892.1 km2, 100.0%")


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Polygon", "coordinates": [[[10, 50], [11, 51], [10, 50]]]},
        {"type": "MultiPoint", "coordinates": [[0, 0], [0, 0], [0, 0], [0, 0]]},
        {"type": "Point", "coordinates": [10, 50]},
        {"type": "FeatureCollection", "features": []},
        {"type": "Feature", "geometry": None},
        {},
    ],
)
def test_a_footprint_that_is_none_is_undetermined_never_clear(
    run: Run, write_json: Callable[..., Path], regions: Path, shape: dict[str, object]
) -> None:
    result = run("where", write_json(shape), "--regions", regions, "-f", "json")
    assert result.exit_code == exitcodes.INCOMPLETE
    answer = json.loads(result.stdout)
    assert answer["footprint_km2"] is None
    assert [problem["code"] for problem in answer["problems"]] == ["undetermined"]


def test_several_inputs_are_a_list_and_the_worst_decides(
    run: Run, write_json: Callable[..., Path], regions: Path, tmp_path: Path
) -> None:
    good = write_json({"type": "Polygon", "coordinates": SQUARE})
    flat = write_json({"type": "Point", "coordinates": [1, 2]}, "flat.json")
    result = run("where", good, flat, "--regions", regions, "-f", "json")
    assert result.exit_code == exitcodes.INCOMPLETE
    assert [Path(place["input"]).name for place in json.loads(result.stdout)] == ["area.geojson", "flat.json"]
    missing = run("where", good, tmp_path / "none", "--regions", regions, "-f", "json")
    assert missing.exit_code == exitcodes.NO_INPUT
    assert len(json.loads(missing.stdout)) == 2


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff", b"[" * 50_000, b'{"type": NaN}'])
def test_where_refuses_what_is_no_geojson(run: Run, regions: Path, data: bytes) -> None:
    result = run("where", "-", "--regions", regions, stdin=data)
    assert result.exit_code == exitcodes.NO_INPUT
    assert result.stderr.startswith("sarcheck: -: ")


@pytest.mark.parametrize("name", ["none.json", "pipe.json", "folder.json", "x" * 300 + ".json"])
def test_where_never_waits_for_what_is_no_file(run: Run, regions: Path, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    result = run("where", tmp_path / name, "--regions", regions)
    assert result.exit_code == exitcodes.NO_INPUT
    assert len(result.stderr.splitlines()) == 1


def test_where_takes_a_product_and_a_stac_item(
    run: Run, product: Path, regions: Path, write_json: Callable[..., Path]
) -> None:
    ours = json.loads(run("where", product, "--regions", regions, "-f", "json").stdout)
    item = write_json(json.loads(run("inspect", product, "-f", "stac").stdout), "item.json")
    theirs = json.loads(run("where", item, "--regions", regions, "-f", "json").stdout)
    assert theirs["footprint_km2"] == pytest.approx(ours["footprint_km2"], rel=1e-6)
    assert theirs["regions"]


def test_ground_that_is_partly_unknown_is_never_clear(run: Run, regions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = Outline(points=tuple(tuple(point) for point in SQUARE[0]), kind="ring", source="a.xml", path="one")
    flat = Outline(points=((1, 1), (2, 2)), kind="ring", source="a.xml", path="two")
    read = Product(id="P", href="p", format="f", evidence="metadata", outlines=(good, flat))
    monkeypatch.setattr("sarcheck.readers.read", lambda _: read)
    result = run("where", "p", "--regions", regions, "-f", "json")
    assert result.exit_code == exitcodes.INCOMPLETE
    answer = json.loads(result.stdout)
    assert answer["regions"][0]["relation"] == "inside"
    assert [problem["pointer"] for problem in answer["problems"]] == ["two"]


def test_regions_that_are_in_doubt_are_never_clear(
    run: Run, write_json: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Doubtful:
        class regions:  # noqa: N801
            ids, problems = ("X",), (Problem(pointer="X", message="not known by its outline", code="boundary"),)
            overlaps = staticmethod(lambda _: ())

    monkeypatch.setattr("sarcheck.ruleset.load", lambda *_, **_options: Doubtful)
    result = run("where", write_json({"type": "Polygon", "coordinates": SQUARE}))
    assert result.exit_code == exitcodes.INCOMPLETE
    assert "not known by its outline" in result.stdout


def test_several_outlines_are_one_footprint(run: Run, regions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [tuple((lon + by, lat) for lon, lat in SQUARE[0]) for by in (0.0, 20.0)]
    outlines = tuple(Outline(points=part, kind="ring", source="a.xml", path="x") for part in parts)
    read = Product(id="P", href="p", format="f", evidence="metadata", outlines=outlines)
    monkeypatch.setattr("sarcheck.readers.read", lambda _: read)
    answer = json.loads(run("where", "p", "--regions", regions, "-f", "json").stdout)
    assert answer["footprint_km2"] == pytest.approx(2 * 7892, abs=2)
    assert {region["relation"] for region in answer["regions"]} == {"inside"}


def test_regions_that_hold_nothing_are_refused(run: Run, tmp_path: Path, write_json: Callable[..., Path]) -> None:
    area = write_json({"type": "Polygon", "coordinates": SQUARE})
    (tmp_path / "empty").mkdir()
    result = run("where", area, "--regions", tmp_path / "empty")
    assert result.exit_code == exitcodes.NO_RULES
    assert "holds no region" in result.stderr


def test_where_asks_the_rules_regions(run: Run, write_json: Callable[..., Path]) -> None:
    result = run("where", write_json({"type": "Polygon", "coordinates": SQUARE}))
    assert result.exit_code == 0
    assert "  inside  DE  " in result.stdout


# --- inspect ------------------------------------------------------------------------------------


def test_inspect_tells_claims_with_their_places(run: Run, product: Path) -> None:
    result = run("inspect", product)
    assert result.exit_code == 0
    assert result.stdout.startswith(product.name.removesuffix(".SAFE"))
    assert "metadata: read from the product's own files" in result.stdout
    assert "from manifest.safe: " in result.stdout
    assert "(W S E N)" in result.stdout


def test_one_product_is_an_item_and_several_a_collection(run: Run, product: Path) -> None:
    item = json.loads(run("inspect", product, "-f", "stac").stdout)
    assert (item["type"], item["stac_version"]) == ("Feature", "1.1.0")
    assert faults(item) == []
    several = json.loads(run("inspect", product, product, "-f", "stac").stdout)
    assert several == {"type": "FeatureCollection", "features": [item, item]}


def test_an_unreadable_product_is_told_and_the_others_are_shown(run: Run, product: Path, tmp_path: Path) -> None:
    result = run("inspect", tmp_path, product)
    assert result.exit_code == exitcodes.NO_INPUT
    assert str(tmp_path) in result.stderr
    assert "CLAIMS" in result.stdout


# --- match --------------------------------------------------------------------------------------


def test_match_finds_a_party_of_the_pack_in_another_script(run: Run) -> None:
    result = run("match", "长沙天仪空间科技研究院有限公司", "--country", "cn", "-f", "json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert {"us-sdn", "us-el"} <= {found["list"] for found in answer["candidates"]}
    assert [found["score"] for found in answer["candidates"]] == sorted(
        (found["score"] for found in answer["candidates"]), reverse=True
    )
    assert {source["id"]: source["state"] for source in answer["sources"]}["us-sdn"] == "missing"


def test_match_explains_in_words_and_says_what_was_not_searched(run: Run) -> None:
    result = run("match", "Spacety Luxembourg", "--limit", "1")
    assert "Spacety Luxembourg: 1 candidate\n" in result.stdout
    assert "tokens" in result.stdout
    assert "Not searched, because not imported:" in result.stdout


def test_an_identifier_decides(run: Run) -> None:
    result = run("match", "Someone Else", "--identifier", "registration=B236930", "--country", "LU", "-f", "json")
    assert json.loads(result.stdout)["candidates"][0]["by"] == "identifier"


def test_match_streams_lines_and_answers_each(run: Run) -> None:
    lines = [
        '{"name": "Spacety Luxembourg", "kind": "company", "country": "LU"}',
        "",
        '{"nome": "x"}',
        "{",
        '{"name": "  "}',
        '{"name": "Nobody Heard Of It", "born": "1970-01-01", "identifiers": {"inn": "1"}}',
    ]
    result = run("match", "-", stdin="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert ["candidates" in answer for answer in answers] == [True, False, False, False, True]
    assert answers[0]["candidates"][0]["reaches"] == "deny"
    assert [answer.get("line") for answer in answers] == [None, 3, 4, 5, None]
    assert result.exit_code == exitcodes.NO_INPUT


def test_a_line_without_end_is_refused_and_the_next_is_answered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.cli.match.LINE_LIMIT", 200)
    long = json.dumps({"name": "x" * 1000})
    result = run("match", "-", stdin=f'{long}\n{{"name": "Nobody"}}\n')
    assert ["error" in json.loads(line) for line in result.stdout.splitlines()] == [True, False]


# --- rules --------------------------------------------------------------------------------------


def test_an_imported_list_is_there_with_its_dates(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text(SDN.format(id=1, name="VOLKHOV RADAR WORKS") + SDN.format(id=2, name="TWO"))
    rules = tmp_path / "rules"
    result = run("rules", "import", tmp_path / "sdn.csv", "-r", rules, "--retrieved", "2024-11-20")
    assert result.exit_code == 0
    assert "us-sdn  2 entries" in result.stdout
    assert "retrieved 2024-11-20" in " ".join(result.stdout.split())
    status = json.loads(run("rules", "status", "-r", rules, "--as-of", "2024-11-22", "-f", "json").stdout)
    sdn = next(source for source in status["sources"] if source["id"] == "us-sdn")
    assert (sdn["entries"], sdn["age_days"], sdn["retrieved"]) == (2, 2, "2024-11-20")
    found = json.loads(run("match", "Volkhov Radar Works", "-r", rules, "-f", "json").stdout)["candidates"][0]
    assert (found["list"], found["entry"]) == ("us-sdn", "1")


@pytest.mark.parametrize("option", ["--retrieved", "--published"])
def test_a_list_is_of_no_day_to_come(run: Run, tmp_path: Path, option: str) -> None:
    (tmp_path / "sdn.csv").write_text(SDN.format(id=1, name="ONE"))
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    result = run("rules", "import", tmp_path / "sdn.csv", "-r", tmp_path / "rules", option, str(later))
    assert result.exit_code == exitcodes.USAGE
    assert f"{later} is in the future" in result.stderr
    assert not (tmp_path / "rules").exists()


def test_the_users_own_folder_is_the_default(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text(SDN.format(id=1, name="ONE"))
    result = run("rules", "import", tmp_path / "sdn.csv")
    assert str(tmp_path / "data" / "sarcheck" / "rules") in result.stdout.replace("\n", "")
    assert "counts as stale" in result.stdout


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01", b"not,a,list\n"])
def test_what_is_no_list_is_refused(run: Run, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_bytes(content)
    result = run("rules", "import", path, "-r", tmp_path / "rules")
    assert result.exit_code == exitcodes.NO_RULES
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "rules").exists()


def test_status_tells_a_first_time_user_what_to_do(run: Run) -> None:
    result = run("rules", "status")
    assert result.exit_code == 0
    assert "sarcheck rules import FILE|FOLDER --retrieved YYYY-MM-DD" in result.stdout
    assert "https://" in result.stdout


@pytest.mark.parametrize("kind", ["order", "verdict", "rule"])
def test_schemas_are_json_schema(run: Run, kind: str) -> None:
    schema = json.loads(run("schema", kind).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
