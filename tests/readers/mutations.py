"""Ways to damage a metadata file, and what must come of it: a Product or a ProductError, soon."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import read

NASTY = (
    *("", "NaN", "-1e308", "1e999", "400", "-400", "0", "99999999999999999999", "9999-12-31T23:59:60Z"),
    *("0000-00-00T00:00:00", "31-FEB-2024 25:61:61", "\x00", "\u202e", "é" * 2000, "<x/>", "&lt;", "]]>", "1,2 3"),
)
TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
SECONDS = 5.0


@st.composite
def mutations(draw):
    """Return a function that damages a text: values exchanged, bytes changed, parts cut, repeated or moved."""
    kind = draw(st.sampled_from(("value", "value", "bytes", "cut", "repeat", "drop")))
    place, other, nasty = draw(st.floats(0, 1)), draw(st.floats(0, 1)), draw(st.sampled_from(NASTY))

    def damage(text: str) -> bytes:
        start, end = sorted(int(len(text) * share) for share in (place, other))
        if kind == "value":
            spots = list(TEXT.finditer(text))
            spot = spots[int(place * (len(spots) - 1))] if spots else None
            return (text[: spot.start()] + nasty + text[spot.end() :] if spot else text).encode()
        if kind == "bytes":
            return text[:start].encode() + nasty.encode() + text[start + 1 :].encode()
        if kind == "cut":
            return text[:start].encode()
        if kind == "repeat":
            return (text[:end] + text[start:end] * 3 + text[end:]).encode()
        return (text[:start] + text[end:]).encode()

    return damage


def outcome(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        started = time.process_time()
        try:
            product = read(Path(folder))
        except ProductError as error:
            assert error.message
        else:
            for outline in product.outlines:
                assert all(-360 <= lon <= 360 and -90 <= lat <= 90 for lon, lat in outline.points)
            for claim in product.claims:
                assert claim.stated.isprintable()
            assert product.start is None or 1970 <= product.start.year <= 2100
        assert time.process_time() - started < SECONDS
