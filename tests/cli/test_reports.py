"""Every report in one call, each to its file; and the pages as a browser shows them, where there is one."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAMPLES = Path(__file__).parents[2] / "samples"
LOOKED_AT = ("hidden-operator", "split-ownership", "ukraine-relief", "germany-flood", "spacety-terra-tech")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
A4_PAGES = 7
"""The longest of the samples, with dozens of findings; most take three."""


def order(name: str) -> list[str]:
    folder = SAMPLES / name
    own = folder / "rules"
    return [str(folder / "order.json"), "--as-of", "2026-11-22", *(["-r", str(own)] if own.is_dir() else [])]


def test_all_reports_in_one_call(run: Run, tmp_path: Path) -> None:
    kinds = [
        k for k in ("html", "geojson", "csv", "json", "png") if k != "png" or importlib.util.find_spec("matplotlib")
    ]
    options = [part for kind in kinds for part in ("-f", f"{kind}={tmp_path / f'r.{kind}'}")]
    result = run(*order("ukraine-relief"), *options, "-f", "text", "-q")
    assert result.exit_code == 10
    assert result.stdout.startswith("REVIEW  order ORD-2023-0041")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Kherson oblast" in page
    assert "OpenStreetMap contributors" in page
    roles = {feature["properties"]["role"] for feature in json.loads((tmp_path / "r.geojson").read_bytes())["features"]}
    assert roles == {"region", "footprint", "overlap"}
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(json.loads((tmp_path / "r.json").read_bytes())["findings"])
    assert not list(tmp_path.glob("*.part"))


def test_pages_do_not_depend_on_the_order_of_sets() -> None:
    verdict = str(SAMPLES / "spacety-terra-tech" / "verdict.json")
    command = [sys.executable, "-m", "sarcheck", "explain", verdict, "-f", "html"]
    pages = {
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    (page,) = pages
    parts = re.findall(r"<h2>([^<]*)</h2>", page.decode())
    assert parts == [
        *("Findings that decide", "Where", "Who", "Further findings, which do not decide"),
        *("Products and where they come from", "Procedures, step by step", "Examined", "Lists", "Record"),
    ]


def test_png_without_its_extra_is_refused_before_any_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.reports.png.find_spec", lambda _name: None)
    result = run(*order("germany-flood"), "-f", "png=x.png")
    assert result.exit_code == 2
    assert "sarcheck[png]" in result.stderr


def test_what_cannot_be_drawn_is_an_error_that_says_so(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / "order.json"
    document = json.loads((SAMPLES / "germany-flood" / "order.json").read_bytes())
    del document["geometry"]
    path.write_text(json.dumps(document | {"products": [{"id": "p1", "href": "absent"}]}), encoding="utf-8")
    result = run(path, "-f", f"png={tmp_path / 'x.png'}")
    assert "no order has an outline" in result.stderr
    assert not (tmp_path / "x.png").exists()


# --- as a browser shows them --------------------------------------------------------------------


@pytest.fixture
def pages(run: Run, tmp_path: Path) -> dict[str, Path]:
    """Return the page of each sample that is looked at."""
    if not CHROMIUM:
        pytest.skip("no Chromium to make screenshots with")
    made = {name: tmp_path / f"{name}.html" for name in LOOKED_AT}
    for name, path in made.items():
        run(*order(name), "-f", f"html={path}")
    return made


def browse(folder: Path, *options: str, page: Path) -> None:
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'browser'}", "--allow-file-access-from-files"]
    subprocess.run([*command, *options, page.as_uri()], check=True, capture_output=True, timeout=120)


def test_screenshots_light_dark_phone_and_print(pages: dict[str, Path], tmp_path: Path) -> None:
    for name, page in pages.items():
        frame = tmp_path / f"{name}-phone.html"
        frame.write_text(f'<iframe src="{page.name}" style="width:390px;height:3000px;border:0"></iframe>', "utf-8")
        shots = {kind: tmp_path / f"{name}-{kind}.png" for kind in ("light", "dark", "phone")}
        browse(tmp_path, f"--screenshot={shots['light']}", "--window-size=1000,3000", page=page)
        dark = "--blink-settings=preferredColorScheme=0"
        browse(tmp_path, f"--screenshot={shots['dark']}", dark, "--window-size=1000,3000", page=page)
        browse(tmp_path, f"--screenshot={shots['phone']}", "--window-size=500,3000", page=frame)
        for shot in shots.values():
            assert shot.read_bytes().startswith(b"\x89PNG")
            assert shot.stat().st_size > 50_000
        assert shots["light"].read_bytes() != shots["dark"].read_bytes()
        paper = tmp_path / f"{name}.pdf"
        browse(tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page=page)
        assert 1 <= paper.read_bytes().count(b"/Type /Page\n") <= A4_PAGES
