"""Verdicts as JSON, the contract sarcheck.verdict/1.

One verdict is one indented document; several are NDJSON, one verdict a line in the order of the input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sarcheck.model import Verdict

NAME = "json"


def render(verdicts: Sequence[Verdict], **_options: Any) -> bytes:
    """Return verdicts as UTF-8 JSON that ends in a line end; keys in the order of the contract."""
    if len(verdicts) == 1:
        return document(verdicts[0])
    return b"".join(line(verdict) for verdict in verdicts)


def document(value: Any) -> bytes:
    """Return a value as one indented JSON document with a final line end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def line(value: Any) -> bytes:
    """Return a value as one line of NDJSON."""
    return msgspec.json.encode(value) + b"\n"
