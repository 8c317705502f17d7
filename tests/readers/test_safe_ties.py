"""Tie points of SAFE-like products: which points are taken, and what each states."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from sarcheck.readers import _safe_ties
from sarcheck.readers._product import Notes
from sarcheck.readers._xml import Document

START = dt.datetime(2024, 3, 1, 5, 15, tzinfo=dt.UTC)


def point(row, column, **changed):
    values = {
        "azimuthTime": f"2024-03-01T05:15:{row:02d}.500000",
        "slantRangeTime": f"{5e-3 + 1e-5 * column:.9e}",
        "line": 100 * row,
        "latitude": 51.0 - 0.1 * row,
        "longitude": 10.0 + 0.1 * column,
        "height": 120.0,
        "incidenceAngle": 30.0 + column,
    } | changed
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value is not None)
    return f"<geolocationGridPoint>{inner}</geolocationGridPoint>"


def document(rows=9, columns=21, *, source="annotation/a.xml", information="", **changed):
    points = "".join(point(row, column, **changed) for row in range(rows) for column in range(columns))
    text = (
        f"<product><imageAnnotation><imageInformation>{information}</imageInformation></imageAnnotation>"
        "<geolocationGrid><geolocationGridPointList>"
        f"{points}</geolocationGridPointList></geolocationGrid></product>"
    )
    return Document(source, etree.fromstring(text), text.count("<"))


def read(*documents):
    notes = Notes()
    return _safe_ties.ties(list(documents), notes), notes.problems


def test_points_are_spread_over_the_grid_to_its_corners():
    (found,), problems = read(document())
    assert problems == []
    assert found.heights == "point"
    assert len(found.points) == 25
    assert {round(p.latitude, 6) for p in found.points} == {51.0, 50.8, 50.6, 50.4, 50.2}
    first, last = found.points[0], found.points[-1]
    assert first.time == START + dt.timedelta(seconds=0.5)
    assert (last.longitude, last.latitude) == (12.0, pytest.approx(50.2))
    assert first.slant_range == pytest.approx(5e-3 * 299792458.0 / 2)
    assert (first.height, first.incidence, first.cone) == (120.0, 30.0, 90.0)


def test_a_small_grid_gives_all_its_points():
    (found,), _ = read(document(rows=2, columns=3))
    assert len(found.points) == 6


def test_many_files_give_fewer_points_each_and_channels_share_theirs():
    many = [document(source=f"{i}.xml", latitude=i) for i in range(13)]
    found, _ = read(*many, *many)
    assert [len(one.points) for one in found] == [9] * 13


def test_what_is_not_stated_is_absent():
    (found,), _ = read(document(height=None, slantRangeTime=None, incidenceAngle=0))
    assert found.heights == "none"
    assert {(p.height, p.slant_range, p.incidence) for p in found.points} == {(None, None, None)}


def test_points_without_times_have_those_of_their_lines():
    lines = (
        "<productFirstLineUtcTime>2024-03-01T05:15:00</productFirstLineUtcTime>"
        "<azimuthTimeInterval>1e-3</azimuthTimeInterval>"
    )
    (found,), problems = read(document(azimuthTime=None, information=lines))
    assert problems == []
    assert found.points[-1].time == START + dt.timedelta(seconds=0.8)


def test_points_without_any_time_are_no_tie_points():
    assert read(document(azimuthTime=None)) == ((), [])


@pytest.mark.parametrize(
    "changed",
    [
        {"latitude": 91.0},
        {"longitude": "nan"},
        {"slantRangeTime": "soon"},
        {"azimuthTime": "2024-13-01T00:00:00"},
        {"height": "1e999"},
    ],
)
def test_points_that_cannot_be_read_are_a_problem(changed):
    found, problems = read(document(**changed))
    assert found == ()
    assert ["tie points" in problem.message for problem in problems] == [True]


def test_a_line_beyond_all_time_is_a_problem():
    lines = "<productFirstLineUtcTime>2024-03-01T05:15:00</productFirstLineUtcTime>"
    far = document(
        rows=1, azimuthTime=None, line="1e300", information=lines + "<azimuthTimeInterval>1</azimuthTimeInterval>"
    )
    found, problems = read(far)
    assert found == ()
    assert len(problems) == 1
