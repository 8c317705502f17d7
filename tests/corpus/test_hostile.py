"""Damaged and swollen files of every real format: a Product or a ProductError comes out, in little time and memory."""

from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path

import pytest

from tests.corpus.test_products import main_file, members, products
from tests.readers.endure import outcomes

SEEDS = 6
SECONDS, MEGABYTES = 5.0, 400
"""For one product. Parsing may keep several times what a file measures, and libraries take 70 MB to begin with."""
HUGE = 2**30


@pytest.fixture(scope="module")
def originals(shared) -> list[tuple[str, str, bytes]]:
    """Return the main metadata file of two products of each format: format, name and bytes."""
    from sarcheck.readers import read

    found: dict[tuple[str, str], list[bytes]] = {}
    for _, path in products(shared):
        product, files = read(path, checksums=False), members(path)
        name = main_file(product, files)
        found.setdefault((product.format, Path(name).suffix), []).append(files[name])
    return [(form, suffix, data) for (form, suffix), several in sorted(found.items()) for data in several[:2]]


def damaged(data: bytes, seed: int) -> bytes:
    """Return a file with bytes changed, pieces said twice, lost or moved, runs of ones or zeros, or its end cut."""
    chance, changed = random.Random(seed), bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100))):
        at, size = chance.randrange(len(changed)), chance.randrange(1, 2000)
        kind = chance.randrange(7)
        if kind < 2:
            changed[at] = chance.randrange(256)
        elif kind == 2:
            changed[at : at + 8] = bytes([chance.choice((0, 0x20, 0x39, 127, 255))]) * 8
        elif kind == 3:
            changed[at:at] = changed[at : at + size]
        elif kind == 4:
            del changed[at : at + chance.randrange(1, 64)]
        elif kind == 5:
            piece = changed[at : at + size]
            to = chance.randrange(len(changed))
            changed[to : to + len(piece)] = piece
        elif chance.random() < 0.05:
            del changed[max(at, 100) :]
    return bytes(changed)


def judged(paths: list[Path], *, seconds: float = SECONDS) -> None:
    told = outcomes(paths, seconds=600)
    assert len(told) == len(paths)
    wrong = [one for one in told if one["became"] not in ("product", "refused") or one["seconds"] > seconds]
    assert wrong == []
    assert max(one["megabytes"] for one in told) < MEGABYTES


def test_damaged_files_of_every_format(originals, tmp_path):
    paths = []
    for number, (form, suffix, data) in enumerate(originals):
        for seed in range(SEEDS):
            path = tmp_path / f"{form}-{number}-{seed}{suffix}"
            path.write_bytes(damaged(data, seed + 100 * number))
            paths.append(path)
    judged(paths)


def test_damaged_files_in_archives(originals, tmp_path):
    """The archive is whole, or it is damaged as well."""
    paths = []
    for number, (form, suffix, data) in enumerate(originals):
        path = tmp_path / f"{form}-{number}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"x/y{suffix}", damaged(data, number))
        cut = path.with_suffix(".cut.zip")
        cut.write_bytes(damaged(path.read_bytes(), number + 1))
        paths += [path, cut]
    judged(paths)


def test_files_that_go_on_for_a_gigabyte(originals, tmp_path):
    """The rest of the file is a hole, which reads as zeros and takes no room."""
    paths = []
    for number, (form, suffix, data) in enumerate(originals):
        path = tmp_path / f"{form}-{number}{suffix}"
        path.write_bytes(data)
        os.truncate(path, HUGE)
        paths.append(path)
    judged(paths, seconds=30)  # the whole of an HDF5 file may be searched twice, and machines are busy


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        (b"<product>", b"<a>x</a>"),
        (b"<product>", b"<a>"),
        (b"<level1Product>", b"<!-- x -->"),
        (b"<Metadata>", b"<?x?>"),
        (b'{"type": "Feature", "stac_version": "1.1.0", "x": [', b"["),
        (b'{"collect": "product_version", "x": [', b"1,"),
        (b'{"collect": "product_version", "x": "', b"\\\\"),
        (b'Scs_SceneID="', b"x"),
        (b"Start Time of Acquisition", b" = ; "),
        (b"NITF02.10", b"9"),
        (b"CPHD/1.1.0\n", b"XML_BLOCK_SIZE := 9\n"),
        (b'PRODUCT="ASA_IMS_1PNESA20040703_205338', b"\n"),
        (b"\x89HDF\r\n\x1a\n", b"\x00"),
        (b"II*\x00\x08\x00\x00\x00", b"\xff"),
        (b"", b" "),
    ],
)
def test_files_that_repeat_themselves(tmp_path, begin, again):
    """64 MB, and 15 MB, which is as much as a metadata file may have."""
    paths = []
    for megabytes in (15, 64):
        path = tmp_path / f"{megabytes}.bin"
        path.write_bytes(begin + again * ((megabytes << 20) // len(again)))
        paths.append(path)
    judged(paths)
