"""docs/formats.md and docs/own-reader.md: the table names every reader, the example reads."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from sarcheck import readers

DOCS = Path(__file__).parents[1] / "docs"
SCENE = """<?xml version="1.0"?>
<ruritanianScene>
  <name>R1-0042</name><satellite>Ruritania 1</satellite><channels>VV VH</channels><antenna>left</antenna>
  <acquired mode="stripmap"><from>2024-03-01T05:15:00Z</from><to>2024-03-01T05:15:08Z</to></acquired>
  <radar><frequency>9650000000</frequency></radar><image><columnSpacing>1.5</columnSpacing></image>
  <order><customer>Ruritanian Trading House</customer></order>
  <corners>
    <corner><lon>10</lon><lat>50</lat></corner><corner><lon>11</lon><lat>50</lat></corner>
    <corner><lon>11</lon><lat>51</lat></corner><corner><lon>10</lon><lat>51</lat></corner>
  </corners>
  <orbit><vector><time>2024-03-01T05:15:00Z</time><x>7e6</x><y>0</y><z>0</z><vx>0</vx><vy>0</vy><vz>7.5e3</vz></vector></orbit>
</ruritanianScene>
"""


def table() -> dict[str, list[str]]:
    """Return the rows of the table of formats, by the format's name."""
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    rows = re.search(r"<!-- formats -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert rows
    cells = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in rows[1].splitlines()[2:]]
    return {row[0].strip("`"): row for row in cells}


def test_the_table_names_every_reader() -> None:
    assert set(table()) == {reader.name for reader in (*readers.READERS, readers.ITEM)}


def test_the_table_says_which_readers_no_product_has_verified() -> None:
    for reader in (*readers.READERS, readers.ITEM):
        source = Path(reader.module.__file__).read_text(encoding="utf-8")
        always = 'verification="layout only",' in source
        assert table()[reader.name][2].startswith("layout only") == always, reader.name


def example() -> types.ModuleType:
    text = (DOCS / "own-reader.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- example: reader -->\n```python\n(.*?)```", text, re.DOTALL)
    assert found
    module = types.ModuleType("ruritania")
    exec(compile(found[1], "own-reader.md", "exec"), module.__dict__)  # the project's own document
    return module


def test_the_example_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = example()
    monkeypatch.setitem(sys.modules, "sarcheck.readers.ruritania", module)
    monkeypatch.setattr(readers, "READERS", (readers.Reader("ruritania", (b"ruritanianscene",)), *readers.READERS))
    (tmp_path / "any name.bin").write_text(SCENE)
    product = readers.read(tmp_path)
    assert product.problems == ()
    assert (product.id, product.format, product.platform) == ("R1-0042", "ruritania", "ruritania-1")
    assert (product.mode, product.look, product.frequency_band) == ("STRIPMAP", "left", "X")
    assert (product.polarisations, product.customer) == (("VH", "VV"), "Ruritanian Trading House")
    assert (len(product.outlines[0].points), len(product.state_vectors)) == (4, 1)
    assert {claim.field for claim in product.claims} == {row.field for row in module._ROWS}
