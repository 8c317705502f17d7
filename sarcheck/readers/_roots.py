"""The root element of XML, told by a file's first bytes; also where the XML is not well-formed."""

from __future__ import annotations

import re

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?.*?\?>|<!--.*?-->)\s*+)*+<(?:!DOCTYPE\s+)?([A-Za-z_][\w.:-]*)", re.DOTALL
)
"""The first tag, or the document type, after instructions and comments; atomic, so that it never searches for long."""


def root_name(head: bytes) -> str:
    """Return the local name of the element that opens first or is announced, "" for what is not XML."""
    match = _ROOT.match(head)
    return match[1].decode("ascii").rpartition(":")[2] if match else ""
