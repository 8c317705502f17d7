"""Synthetic NITF files: a header, one image segment of zeros, XML in data extensions."""

from __future__ import annotations


def nitf(*xml: bytes, title: str = "made for a test", pixels: int = 100, marking: str = "U", **edits: str) -> bytes:
    """Return a NITF 2.1 file; ``edits`` replace header fields: HL, LD (the first extension's length)."""
    subheader = b"DE" + b"XML_DATA_CONTENT".ljust(25) + b"01" + b"U".ljust(167) + b"0000"
    tail = f"001{439:06d}{pixels:010d}000000000{len(xml):03d}"
    for i, data in enumerate(xml):
        length = edits.get("LD", f"{len(data):09d}") if i == 0 else f"{len(data):09d}"
        tail += f"{len(subheader):04d}{length}"
    tail += "0000000000000"
    security = marking.ljust(177)
    start = "NITF02.1003BF01" + "ORIGIN".ljust(10) + "20240301051500" + title.ljust(80) + security + "0" + "\0" * 3
    start = start.ljust(300) + "Somebody".ljust(24) + "".ljust(18)
    header = start + f"{0:012d}" + edits.get("HL", f"{354 + 6 + len(tail):06d}") + tail
    return header.encode("latin-1") + bytes(439 + pixels) + b"".join(subheader + data for data in xml)
