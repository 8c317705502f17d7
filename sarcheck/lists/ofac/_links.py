"""OFAC's ties between parties: relations by number and direction, and "Linked To" by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sarcheck.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {
    "Associate Of": "associate_of",
    "Providing support to": "supports",
    "Acting for or on behalf of": "acts_for",
    "Owned or Controlled By": "owned_or_controlled_by",
    "Family member of": "family_of",
    "playing a significant role in": "participates_in",
    "Leader or official of": "leader_of",
    "Principal Executive Officer": "leader_of",
    "Owns, controls, or operates": "owns_or_controls",
    "Property in the interest of": "property_of",
}
"""Types by OFAC's words; the party that a relation is from is its subject."""
_TYPE_OF = {words.casefold(): type_ for words, type_ in _TYPES.items()}
_REVERSED = {
    "owned_or_controlled_by": "owns_or_controls",
    "owns_or_controls": "owned_or_controlled_by",
    "leader_of": "led_by",
    "family_of": "family_of",
    "associate_of": "associate_of",
}
_LINKED = re.compile(r"\(?Linked To: (.+)", re.DOTALL)


def relation(stated: str, target: str, *, former: bool = False) -> Link:
    """Return the tie of a relation's subject to the party numbered ``target``."""
    words = stated.casefold()
    type_ = _TYPE_OF.get(words) or "_".join(re.findall(r"\w+", words)) or "linked_to"
    return Link(target=target, type=type_, by="id", former=former, stated=stated)


def reverse(link: Link, source: str) -> Link:
    """Return a tie as the party that it points to has it; a type without an opposite says only that there is one."""
    type_ = _REVERSED.get(link.type, "linked_to")
    return Link(target=source, type=type_, by="id", former=link.former, stated=link.stated)


def linked_to(remarks: str) -> Iterator[Link]:
    """Yield the ties of Remarks in XML, "(Linked To: HERON CO.); (Linked To: EGRET)", by name as written.

    Parentheses enclose the name, so that a full stop before the closing one is the name's own.
    """
    for segment in remarks.split("; "):
        if found := _LINKED.fullmatch(segment.strip()):
            yield Link(target=_enclosed(found[1]), type="linked_to")


def _enclosed(name: str) -> str:
    bare = name.removesuffix(".") if name.endswith(").") else name
    return bare[:-1] if bare.endswith(")") and bare.count(")") > bare.count("(") else name
