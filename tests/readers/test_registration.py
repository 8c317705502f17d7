"""READERS names every reader module once, and a mark never keeps a reader from a product that it would recognise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sarcheck import readers
from sarcheck.readers import ITEM, READERS, _files, read

SAMPLES = Path(__file__).parents[2] / "samples"
PRODUCTS = sorted(path for path in SAMPLES.glob("*/products/*") if path.is_dir())


def unmarked(monkeypatch):
    """Let every reader be asked, whatever a product holds."""
    monkeypatch.setattr(readers, "READERS", tuple(reader._replace(marks=()) for reader in READERS))


def test_every_module_is_named_once_by_its_own_name():
    modules = {path.stem for path in Path(readers.__file__).parent.glob("[a-z]*.py")}
    assert sorted(reader.name for reader in (*READERS, ITEM)) == sorted(modules)
    for reader in (*READERS, ITEM):
        assert reader.name == reader.module.NAME
        assert callable(reader.module.sniff)
        assert callable(reader.module.read)


def test_marks_are_in_lower_case_as_what_they_are_looked_for_in_is():
    assert [mark for reader in READERS for mark in reader.marks if mark != mark.lower()] == []


@pytest.mark.parametrize("path", PRODUCTS, ids=lambda path: path.name)
def test_marks_change_nothing(path, monkeypatch):
    product = read(path)
    unmarked(monkeypatch)
    assert read(path) == product


def test_a_mark_that_is_wrong_would_show(monkeypatch):
    monkeypatch.setattr(readers, "READERS", tuple(reader._replace(marks=(b"no such",)) for reader in READERS))
    with pytest.raises(readers.ProductError, match="not a product that sarcheck reads"):
        read(PRODUCTS[0])


def test_only_the_readers_of_its_layout_are_imported():
    code = (
        "import sys, pathlib; from sarcheck.readers import read; read(pathlib.Path(sys.argv[1])); "
        "print(*(name for name in ('alos', 'cosmo', 'gaofen3', 'nisar', 'sicd', 'stac') "
        "if f'sarcheck.readers.{name}' in sys.modules))"
    )
    spacety = next(path for path in PRODUCTS if path.name.startswith("BC1_"))
    done = subprocess.run([sys.executable, "-c", code, str(spacety)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_all_readers_are_asked_of_many_files_and_where_one_cannot_be_read(tmp_path):
    for number in range(_files.MAX_LOOKED_AT + 1):
        (tmp_path / f"{number}.txt").write_text("x")
    with _files.opened(tmp_path, "x") as files:
        assert _files.starts(files) is None
        assert _files.starts(files._replace(names=("0.txt",))) == b"0.txt\nx"
        assert _files.starts(files._replace(names=("0.txt", "gone.txt"))) is None
