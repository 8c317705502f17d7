"""One product shown and another one packed: archives that tools unpack in different ways, folders in folders, paths."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sarcheck.model import Verdict
from sarcheck.ruleset import Ruleset
from tests.evasion import camp
from tests.readers.test_capella import DOCUMENT

(GENUINE,) = (camp.FLOOD / "products").iterdir()
(BAD,) = (camp.ROOT / "samples/hidden-operator/products").iterdir()
NAME = GENUINE.name
Tree = tuple[Path, str]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def zipped(path: Path, *trees: Tree, more: str = "") -> Path:
    """Write folders into a zip under names, and a false manifest under a name of its own."""
    with zipfile.ZipFile(path, "w") as archive:
        for root, name in trees:
            for file in sorted(root.rglob("*")):
                if file.is_file():
                    archive.write(file, f"{name}/{file.relative_to(root)}")
        if more:
            archive.writestr(more, "<x/>")
    return path


def tarred(path: Path, *trees: Tree, more: str = "") -> Path:
    """Write folders into a tar under names, and a false manifest under a name of its own."""
    with tarfile.open(path, "w:gz" if path.suffix == ".tgz" else "w") as archive:
        for root, name in trees:
            archive.add(root, name)
        if more:
            member = tarfile.TarInfo(more)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"<x/>"))
    return path


def delivered(ruleset: Ruleset, path: Path) -> Verdict:
    order = camp.clean(products=[{"id": "p1", "href": path.name}])
    return camp.judged(order, ruleset, folder=path.parent)


def refused(ruleset: Ruleset, path: Path) -> bool:
    return ("sarcheck-product", "incomplete", "/products/0") in camp.told(delivered(ruleset, path))


@pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tgz"])
def test_an_archive_without_an_attack_is_clear(ruleset: Ruleset, tmp_path: Path, name: str) -> None:
    pack = zipped if name.endswith("zip") else tarred
    assert delivered(ruleset, pack(tmp_path / name, (GENUINE, NAME))).outcome == "clear"


def test_a_streamed_zip_is_clear(ruleset: Ruleset, tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for file in sorted(GENUINE.rglob("*")):
            if file.is_file():
                archive.write(file, f"{NAME}/{file.relative_to(GENUINE)}")
    (tmp_path / "p.zip").write_bytes(pipe.getvalue())
    assert delivered(ruleset, tmp_path / "p.zip").outcome == "clear"


@pytest.mark.parametrize("below", ["", "x/", "x/y/"])
@pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tgz", "p"])
def test_two_products_in_one_package(ruleset: Ruleset, tmp_path: Path, name: str, below: str) -> None:
    path = tmp_path / name
    if name == "p":
        shutil.copytree(GENUINE, path / NAME)
        shutil.copytree(BAD, path / f"{below}{BAD.name}")
    else:
        (zipped if name.endswith("zip") else tarred)(path, (GENUINE, NAME), (BAD, f"{below}{BAD.name}"))
    assert refused(ruleset, path)


def test_a_product_inside_a_product(ruleset: Ruleset, tmp_path: Path) -> None:
    shutil.copytree(GENUINE, tmp_path / NAME)
    shutil.copytree(BAD, tmp_path / NAME / "extra" / BAD.name)
    assert refused(ruleset, tmp_path / NAME)


@pytest.mark.parametrize("inside", [True, False])
def test_another_format_hides_a_product(ruleset: Ruleset, tmp_path: Path, inside: bool) -> None:
    """The nearest product is read; what lies deeper, of another format, would not be looked at."""
    (tmp_path / "p/clean").mkdir(parents=True)
    (tmp_path / "p/clean/clean_extended.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    assert "sarcheck-product" not in camp.rules_of(delivered(ruleset, tmp_path / "p"))
    shutil.copytree(BAD, tmp_path / "p" / ("clean/extra" if inside else "x/y") / BAD.name)
    assert refused(ruleset, tmp_path / "p")


@pytest.mark.parametrize("inside", [True, False])
def test_an_archive_in_or_beside_a_product(ruleset: Ruleset, tmp_path: Path, inside: bool) -> None:
    shutil.copytree(GENUINE, tmp_path / "p" / NAME)
    zipped(tmp_path / "p" / (f"{NAME}/payload.zip" if inside else "payload.zip"), (BAD, BAD.name))
    assert delivered(ruleset, tmp_path / "p").outcome == "incomplete"


@pytest.mark.parametrize("more", [f"{NAME}/manifest.safe", f"{NAME}/MANIFEST.SAFE", f"./{NAME}/manifest.safe"])
@pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tgz"])
def test_two_manifests(ruleset: Ruleset, tmp_path: Path, name: str, more: str) -> None:
    pack = zipped if name.endswith("zip") else tarred
    assert delivered(ruleset, pack(tmp_path / name, (GENUINE, NAME), more=more)).outcome == "incomplete"


@pytest.mark.parametrize("name", ["p.zip", "p.tar", "p.tgz"])
@pytest.mark.parametrize("bad_first", [True, False])
def test_one_archive_behind_another(ruleset: Ruleset, tmp_path: Path, name: str, bad_first: bool) -> None:
    pack = zipped if name.endswith("zip") else tarred
    good, bad = pack(tmp_path / f"good-{name}", (GENUINE, NAME)), pack(tmp_path / f"bad-{name}", (BAD, BAD.name))
    parts = (bad, good) if bad_first else (good, bad)
    (tmp_path / name).write_bytes(b"".join(part.read_bytes() for part in parts))
    verdict = delivered(ruleset, tmp_path / name)
    assert verdict.outcome != "clear"


def test_a_member_that_the_contents_do_not_tell_of(ruleset: Ruleset, tmp_path: Path) -> None:
    """A file between two others, for tools that read a zip from its beginning."""
    path = zipped(tmp_path / "p.zip", (GENUINE, NAME))
    data, hidden = path.read_bytes(), zipped(tmp_path / "one.zip", (BAD, "b")).read_bytes()[:5_000]
    directory = data.rfind(b"PK\x01\x02", 0, data.find(b"PK\x01\x02") + 4)
    end = data.rfind(b"PK\x05\x06")
    moved = int.from_bytes(data[end + 16 : end + 20], "little") + len(hidden)
    tail = data[directory : end + 16] + moved.to_bytes(4, "little") + data[end + 20 :]
    path.write_bytes(data[:directory] + hidden + tail)
    assert refused(ruleset, path)


def test_names_that_differ_inside_a_zip(ruleset: Ruleset, tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", (GENUINE, NAME))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"manifest.safe", b"manifext.safe", 1))
    assert refused(ruleset, path)


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("../spacety-terra-tech/products", "outside-roots"),
        ("/etc/passwd", "outside-roots"),
        ("products/../../x", "outside-roots"),
        ("https://example.com/p.zip", "remote"),
        ("s3://bucket/p", "remote"),
        ("nowhere", "missing"),
    ],
)
def test_a_path_that_leads_away(ruleset: Ruleset, href: str, code: str) -> None:
    verdict = camp.judged(camp.clean(products=[{"id": "p1", "href": href}]), ruleset)
    assert ("sarcheck-product", "incomplete", "/products/0") in camp.told(verdict)
    assert code in {problem.code for problem in verdict.problems}


def test_a_link_that_leads_away(ruleset: Ruleset, tmp_path: Path) -> None:
    shutil.copytree(GENUINE, tmp_path / "p")
    (tmp_path / "p/annotation").rename(tmp_path / "away")
    (tmp_path / "p/annotation").symlink_to(tmp_path / "away")
    assert refused(ruleset, tmp_path / "p")
