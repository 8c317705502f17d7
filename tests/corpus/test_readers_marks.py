"""No mark keeps a reader from a real product: with every reader asked, the same is read."""

from __future__ import annotations

from sarcheck import readers
from sarcheck.errors import ProductError
from tests.corpus.truth import rows


def reader_of(path):
    with readers._files.opened(path, path.name) as files:
        try:
            found = readers._recognised(files)
        except ProductError as error:
            return str(error)
    return found and (found[0].name, found[1].prefix)


def test_marks_change_nothing(shared, monkeypatch):
    paths = [shared / "data/products" / row["path"] for row in rows(shared, lambda row: True)]
    marked = [reader_of(path) for path in paths]
    monkeypatch.setattr(readers, "READERS", tuple(reader._replace(marks=()) for reader in readers.READERS))
    assert [reader_of(path) for path in paths] == marked
    assert len(paths) > 50
