"""What shared helpers of readers refuse, and that nothing is cut short in silence: a cut outline shows less ground."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from sarcheck.readers import _geojson, _ground, _polynomials, _tracks, _vectors, read
from sarcheck.readers import _values as v
from sarcheck.readers._product import Notes
from sarcheck.readers._xml import Document
from tests.readers.documents import PRODUCTS, written
from tests.readers.test_strix import XML

NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)


def document(text: str) -> Document:
    return Document("a.xml", etree.fromstring(text), text.count("<"))


def told(notes: Notes) -> list[str]:
    return [problem.message for problem in notes.problems]


# --- nothing is cut in silence --------------------------------------------------------------------


def test_an_outline_of_more_points_than_are_read_says_so(monkeypatch):
    monkeypatch.setattr("sarcheck.readers._grid.MAX_POINTS", 3)
    corners = "".join(f"<p><x>{x}</x><y>{y}</y></p>" for x, y in ((0, 0), (1, 0), (1, 1), (0, 9)))
    notes = Notes()
    (found,) = _ground.from_nodes(document(f"<a>{corners}</a>"), "p", "x", "y", "ring", notes)
    assert (len(found.points), told(notes)) == (3, ["more than 3 points; the rest was not read"])


def test_two_points_are_no_outline():
    notes = Notes()
    assert _ground.outline(document("<a/>"), [(0.0, 0.0), (1.0, 0.0)], "ring", "p", notes) == ()
    assert told(notes) == ["footprint: 2 points make no outline"]


def test_a_polygon_of_eos04_of_more_points_than_are_read_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr("sarcheck.readers.eos04.MAX_POINTS", 4)
    product = read(written(tmp_path, PRODUCTS["eos04"]))
    assert product.outlines == ()
    assert any("footprint: has more than 4 points" in problem.message for problem in product.problems)


def test_state_vectors_of_strix_beyond_those_read_and_two_at_one_time_are_told(tmp_path, monkeypatch):
    (tmp_path / "PAR-x.xml").write_text(XML.replace("05:12:00Z", "05:11:00Z"), encoding="utf-8")
    assert read(tmp_path).problems == ()  # a metre apart is one position
    (tmp_path / "PAR-x.xml").write_text(
        XML.replace("05:12:00Z", "05:11:00Z").replace("<posX>7000000", "<posX>7100000", 1), encoding="utf-8"
    )
    (problem,) = read(tmp_path).problems
    assert (problem.code, "two positions are stated for" in problem.message) == ("claims-disagree", True)
    monkeypatch.setattr("sarcheck.readers.strix.MAX_VECTORS", 1)
    (problem,) = read(tmp_path).problems
    assert problem.message == "more than 1 state vectors; the rest was not read"


def test_state_vectors_beyond_those_read_are_told(monkeypatch):
    monkeypatch.setattr(_vectors, "MAX_VECTORS", 1)
    names = ("t", "x", "y", "z", "u", "v", "w")
    one = "<s><t>2024-03-01T12:00:00Z</t>" + "".join(f"<{name}>1</{name}>" for name in names[1:]) + "</s>"
    notes = Notes()
    assert len(_vectors.each(document(f"<a>{one}{one}</a>"), "s", names, notes)) == 1
    assert told(notes) == ["more than 1 state vectors; the rest was not read"]


# --- what is no such value ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: _tracks.numbers("1 " * 9), "holds more than 8 numbers"),
        (lambda: _tracks.numbers("1 x"), "does not hold numbers"),
        (lambda: _tracks.numbers("1_0"), "does not hold finite numbers"),
        (lambda: _tracks.geodetic("1 2 3 4"), "is not a latitude, a longitude and a height"),
        (lambda: _tracks.after(NOON, 1e9), "is no time of a product"),
        (lambda: _tracks.vectors([NOON] * 3, [0.0] * 9, [0.0] * 9), "more than 2 state vectors"),
        (lambda: _tracks.vectors([NOON] * 2, [0.0] * 3 + [9.0] * 3, [0.0] * 6), "two state vectors for"),
        (lambda: _vectors.row("2024-03-01T12:00:00Z", "0", ["1"] * 3, ["1"] * 3), "a step of 0 s is not plausible"),
        (lambda: v.band("50"), "is not a radar frequency in hertz"),
    ],
)
def test_what_is_no_such_value_is_refused(monkeypatch, call, reason):
    monkeypatch.setattr(_tracks, "MAX_NUMBERS", 8)
    monkeypatch.setattr(_tracks, "MAX_VECTORS", 2)
    with pytest.raises(ValueError, match=reason):
        call()


@pytest.mark.parametrize(
    ("axes", "seconds", "reason"),
    [
        ("XYZ", 0.0, "a duration of 0 s is no collect"),
        ("XY", 1.0, "no terms for Z"),
        ("XYZ", 1.0, ""),
        ("XYZ!", 1.0, "leads to no finite position"),
    ],
)
def test_a_polynomial_that_is_no_orbit_is_told(axes, seconds, reason):
    number = "1e308" if "!" in axes else "7e6"
    terms = "".join(
        f"<{axis}>" + "".join(f'<Coef exponent1="{power}">{number}</Coef>' for power in range(3)) + f"</{axis}>"
        for axis in axes.strip("!")
    )
    notes = Notes()
    found = _polynomials.sampled(document(f"<a><P>{terms}</P></a>"), "P", NOON, seconds, notes)
    assert bool(found) == (not reason)
    assert told(notes) == ([f"orbit polynomial: {reason}"] if reason else [])


@pytest.mark.parametrize("bbox", [[1, 2, 3], [1, 2, 3, "x"], None])
def test_a_bounding_box_that_is_none_is_told(bbox):
    notes = Notes()
    assert _geojson.box(bbox, "a.json", "/bbox", notes) == ()
    assert told(notes)[0].startswith("bbox: ")
