"""The pages hang together: links and anchors lead somewhere, and they build as one site without a warning."""

from __future__ import annotations

import importlib.util
import os
import re
import runpy
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1`*$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
SITE = all(importlib.util.find_spec(name) for name in ("sphinx", "myst_parser", "furo"))


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def prose(path: Path) -> str:
    """Return a page without its code."""
    return re.sub(r"`[^`\n]*`", "``", FENCED.sub("", path.read_text(encoding="utf-8")))


def slug(heading: str) -> str:
    """Return the anchor that a heading has on GitHub and on the site."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain.casefold()).replace(" ", "-")


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a page; a heading that comes again is numbered."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(FENCED.sub("", path.read_text(encoding="utf-8"))):
        name = slug(heading)
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return frozenset(found)


def broken(path: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    return [link for link in LINK.findall(prose(path)) if not re.match(r"[a-z]+:", link) and not _leads(path, link)]


def _leads(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    return target.exists() and (not anchor or (target.suffix == ".md" and anchor in anchors(target)))


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# A `b` c\n\n[1](#a-b-c) [2](#no) [3](none.md) [4](a.md#a-b-c) [5](a.md#x) `[6](x.md)`\n", "utf-8")
    assert broken(page) == ["#no", "none.md", "a.md#x"]


def test_the_index_leaves_out_what_is_not_there_and_names_the_rest() -> None:
    places = runpy.run_path(str(DOCS / "conf.py"))["_places"]
    laid = places("index", "text\n\n```{toctree}\n:glob:\n\nfirst-day\nno-such-page*\nown*\n*\n```\n").splitlines()
    assert "no-such-page*" not in laid
    assert laid[:6] == ["text", "", "```{toctree}", ":glob:", "", "first-day"]
    assert {"own*", "lists", "tutorial"} <= set(laid)
    assert not {"index", "*", "own-list"} & set(laid)
    assert laid.count("first-day") == 1


@pytest.mark.skipif(not SITE, reason="needs the extra docs: pip install 'sarcheck[docs]'")
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(tmp_path / "seen"), str(DOCS)]
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    done = subprocess.run(
        [*command, str(tmp_path / "site")], capture_output=True, text=True, check=False, env=os.environ | nowhere
    )
    assert (done.returncode, done.stderr) == (0, "")
    for page in DOCS.rglob("*.md"):
        made = (tmp_path / "site" / page.relative_to(DOCS)).with_suffix(".html")
        assert made.is_file(), f"{page.name} is on no page of the site"
    assert "first-day.html" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
