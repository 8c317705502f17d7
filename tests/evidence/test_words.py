"""Terms in what an order says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarcheck.evidence.words import first_of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for the Armed  FORCES.", "armed forces"),
        ("armed-forces", "armed forces"),
        ("a\u200brmed for\u00adces", "armed forces"),
        ("аrmed forces", "armed forces"),  # the first letter is Cyrillic
        ("алармед", None),
        ("farmed forces", None),
        ("提供解放军使用", "解放军"),
        ("", None),
        (None, None),
    ],
)
def test_terms_are_whole_words(text: str | None, expected: str | None) -> None:
    assert first_of(("armed forces", "解放军"), text) == expected


@given(st.text(max_size=3000))
def test_any_text_has_words(text: str) -> None:
    said = words(text)
    assert said == " ".join(said.split())
    first_of(("armed forces",), text)
