"""CSV, GeoJSON, PNG and the page of a batch: what they tell, and that nothing from outside does harm in them."""

from __future__ import annotations

import csv as reader
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.errors import SarcheckError
from sarcheck.model import Finding, Order, Product, Screened, Verdict
from sarcheck.regions import RegionIndex
from sarcheck.reports import REPORTS, batchpage, csv, geojson, html, png
from sarcheck.reports import report as report_of
from sarcheck.stacitem import to_item

Make = Callable[..., Verdict]
MakeFinding = Callable[..., Finding]

HOSTILE = ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202e" + "ש" * 10_000)


def table(*verdicts: Verdict) -> list[dict[str, str]]:
    return list(reader.DictReader(io.StringIO(csv.render(verdicts).decode("utf-8-sig"), newline="")))


# --- csv ----------------------------------------------------------------------------------------


def test_csv_has_a_row_a_finding(make_verdict: Make, make_finding: MakeFinding) -> None:
    rows = table(make_verdict(findings=(make_finding(), make_finding(id="f2", outcome="review"))))
    assert [(row["finding"], row["finding_outcome"]) for row in rows] == [("f1", "deny"), ("f2", "review")]
    assert rows[0]["entries"] == "list-a 7"
    assert rows[0]["citation"] == "1 LAW 2.3"
    assert rows[0]["in_force_to"] == ""
    assert rows[0]["rules_sha256"] == "c" * 64


def test_an_order_without_findings_has_a_row_in_the_csv(make_verdict: Make) -> None:
    (row,) = table(make_verdict(outcome="clear", findings=()))
    assert (row["order"], row["outcome"], row["finding"], row["order_sha256"]) == ("ORD-1", "clear", "", "a" * 64)


@given(st.text())
def test_no_cell_begins_a_formula(value: str) -> None:
    told = csv.cell(value)
    assert not told.lstrip().startswith(csv.FORMULA)
    assert not set(told) & set("\r\n\t\0")


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u200b=1"])
def test_what_could_begin_a_formula_is_text(value: str) -> None:
    assert csv.cell(value)[0] in "'\\"


# --- geojson ------------------------------------------------------------------------------------


def test_geojson_has_footprints_regions_and_overlaps(
    make_verdict: Make,
    make_finding: MakeFinding,
    make_order: Callable[..., Order],
    make_product: Callable[..., Product],
    regions: RegionIndex,
) -> None:
    item = {"kind": "region_overlap", "region": "XA-1", "relation": "inside"}
    verdict = make_verdict(findings=(make_finding(rule="area", outcome="review", evidence=(item,)),))
    made = json.loads(geojson.render([verdict], orders=[make_order(products=(make_product(),))], regions=regions))
    assert "OpenStreetMap" in made["sarcheck:attribution"]
    roles = [(f["properties"]["role"], f["properties"].get("id")) for f in made["features"]]
    assert roles[:4] == [("region", "XA"), ("region", "XA-1"), ("region", "XB"), ("footprint", None)]
    assert set(roles[4:]) == {("overlap", "XA"), ("overlap", "XB"), ("overlap", "XA-1")}
    overlap = next(f for f in made["features"][4:] if f["properties"]["id"] == "XA-1")
    assert (
        overlap["properties"] | {"rules": ["area"], "rules_outcome": "review", "order": "ORD-1"}
        == overlap["properties"]
    )
    assert shapely.from_geojson(json.dumps(overlap["geometry"])).bounds == pytest.approx(
        (10.3, 50.3, 10.5, 50.5), abs=1e-3
    )
    for feature in made["features"]:
        assert shapely.from_geojson(json.dumps(feature["geometry"])).is_valid


def test_geojson_from_the_verdict_alone_says_what_it_lacks(
    make_verdict: Make, make_product: Callable[..., Product]
) -> None:
    made = json.loads(geojson.render([make_verdict(products=(to_item(make_product()),))]))
    (feature,) = made["features"]
    assert feature["properties"]["outcome"] == "deny"
    assert made["sarcheck:notes"] == [geojson.WITHOUT]
    (blank,) = json.loads(geojson.render([make_verdict()]))["features"]
    assert blank["geometry"] is None
    assert blank["properties"]["problems"] == ["scene: it states no outline"]


# --- png ----------------------------------------------------------------------------------------


def test_png_is_a_picture_and_the_same_each_time(
    make_verdict: Make, make_order: Callable[..., Order], make_product: Callable[..., Product], regions: RegionIndex
) -> None:
    pytest.importorskip("matplotlib")
    facts: dict[str, Any] = {"orders": [make_order(products=(make_product(),))], "regions": regions}
    first = png.render([make_verdict()], **facts)
    assert first.startswith(b"\x89PNG")
    assert first == png.render([make_verdict()], **facts)


def test_png_without_an_outline_is_an_error(make_verdict: Make) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(SarcheckError, match="no order has an outline"):
        png.render([make_verdict()])


def test_png_without_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch, make_verdict: Make) -> None:
    monkeypatch.setattr(png, "find_spec", lambda _name: None)
    with pytest.raises(SarcheckError, match=r"sarcheck\[png\]"):
        png.render([make_verdict()])


# --- all of them --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "formula", "long and right to left"])
@pytest.mark.parametrize("report", [report_of(name) for name in REPORTS], ids=REPORTS)
def test_a_hostile_party_does_no_harm_in_any_report(
    report: Any,
    name: str,
    make_verdict: Make,
    make_finding: MakeFinding,
    make_order: Callable[..., Order],
    make_product: Callable[..., Product],
    regions: RegionIndex,
) -> None:
    if report is png:
        pytest.importorskip("matplotlib")
    party = Screened(id="x", name=name, roles=("customer",), country="DE", origin="order", pointer="/parties/0")
    verdict = make_verdict(findings=(make_finding(message=name, title=name, pointer=name),), screened=(party,))
    order = make_order(products=(make_product(id=name),))
    made = report.render([verdict], orders=[order], regions=regions, width=80, explain=True)
    if report is png:
        return
    text = made.decode("utf-8-sig")
    assert "\u202e" not in text or report.NAME in ("json", "geojson")
    if report is html:
        assert "<script" not in text
    if report.NAME == "csv":
        cells = [cell for row in reader.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert any(name.lstrip("\u202e") in cell for cell in cells)


@pytest.mark.parametrize("report", [report_of(name) for name in REPORTS], ids=REPORTS)
def test_every_report_takes_every_option(report: Any, make_verdict: Make, make_product: Callable[..., Product]) -> None:
    if report is png:
        pytest.importorskip("matplotlib")
    options = {"width": 80, "colour": False, "explain": True, "quiet": False, "show_waived": True, "unreadable": 1}
    assert report.render([make_verdict(products=(to_item(make_product()),))], orders=(), regions=None, **options)


# --- the page of a batch ------------------------------------------------------------------------


def batch(*rows: batchpage.Row, **changes: Any) -> str:
    facts: dict[str, Any] = {
        "outcomes": {"deny": 2, "clear": 1},
        "regimes": {"R-A": {"deny": 2, "clear": 1}, "R-B": {"incomplete": 3}},
        "as_of": dt.date(2026, 11, 22),
    }
    return batchpage.render(rows, **facts | changes).decode()


def test_a_batch_is_counted_and_leads_to_its_orders() -> None:
    page = batch(
        batchpage.Row("O-2", "clear", "no-finding", "Nothing."),
        batchpage.Row("O-1", "deny", "listed", "Acme is listed.", "orders/O 1.html"),
        unreadable=1,
    )
    assert "<h1>3 orders screened</h1>" in page
    assert page.index("O-1") < page.index("O-2")
    assert 'href="./orders/O%201.html"' in page
    assert "The table has 2 of 3 orders" in page
    assert "1 unreadable" in page
    assert page == batch(
        batchpage.Row("O-2", "clear", "no-finding", "Nothing."),
        batchpage.Row("O-1", "deny", "listed", "Acme is listed.", "orders/O 1.html"),
        unreadable=1,
    )


def test_the_page_of_a_batch_runs_our_script_only() -> None:
    page = batch(batchpage.Row("<script>alert(1)</script>", "review", "<b>", "</table>", "javascript:alert(1)"))
    assert page.count("<script>") == 1
    assert batchpage._hash(batchpage.SCRIPT).strip("'") in page
    assert "innerHTML" not in page
    assert 'href="./javascript%3Aalert%281%29"' in page


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("a/b.html", "./a/b.html"),
        ("../../etc/passwd", "./etc/passwd"),
        ("//evil.example/x", "./evil.example/x"),
        ("https://evil.example", "./https%3A/evil.example"),
        ("a\\b", "./a/b"),
        ("\ud800", "./%3F"),
    ],
)
def test_links_lead_nowhere_else(path: str, link: str) -> None:
    assert batchpage.link(path) == link
