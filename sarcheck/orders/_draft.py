"""A document of any dialect as members of a native order, and a parties file that adds what it does not state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from sarcheck.model import Problem
from sarcheck.orders._text import Trouble, child

__all__ = ["Draft", "conflicts", "is_from", "joined"]

SHARED = ("tasking", "extensions")
"""Members of an order to which both documents may add: what one leaves out there, the other may state."""


class Draft(Struct, frozen=True, kw_only=True):
    """A document as members of a native order.

    ``places`` leads from pointers in the native order to those in the document, where they differ; ``defaults`` are
    members that hold where nobody states them; ``troubles`` is what is wrong beyond what a native order's own checks
    find, and ``doubts`` are what can be screened and never be clear, each on a member that a parties file may state.
    ``chainless``: its dialect has no words for the parties, nor for an archive image.
    """

    members: dict[str, Any]
    defaults: dict[str, Any] = {}
    places: dict[str, str] = {}
    troubles: tuple[Trouble, ...] = ()
    doubts: tuple[Problem, ...] = ()
    chainless: bool = False

    def place(self, pointer: str) -> str:
        """Return where in the document stands what a pointer in the native order leads to."""
        head = max((known for known in self.places if f"{pointer}/".startswith(f"{known}/")), key=len, default="")
        return self.places[head] + pointer[len(head) :] if head else pointer


def joined(draft: Draft, added: Mapping[str, Any]) -> dict[str, Any]:
    """Return the native order that a document and a parties file make."""
    tree = {**draft.defaults, **added, **draft.members}
    for member in SHARED:
        mine, theirs = draft.members.get(member), added.get(member)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            tree[member] = {**theirs, **mine}
    if draft.chainless and tree.get("kind") == "archive" and "tasking" not in added:
        del tree["tasking"]  # what a filter asks of a satellite is no tasking where the image is there
    return tree


def conflicts(draft: Draft, added: Mapping[str, Any]) -> Iterator[Trouble]:
    """Yield what a parties file states otherwise than the document, with its pointer in the parties file."""
    for key in sorted(added.keys() & draft.members.keys()):
        mine, theirs, place = draft.members[key], added[key], child("", key)
        if key in SHARED and isinstance(mine, dict) and isinstance(theirs, dict):
            inner = sorted(name for name in mine.keys() & theirs.keys() if mine[name] != theirs[name])
            yield from ((child(place, name), _differs(draft, child(place, name))) for name in inner)
        elif mine != theirs:
            yield place, _differs(draft, place)


def _differs(draft: Draft, pointer: str) -> str:
    return f"differs from what the order itself states at {draft.place(pointer)}; leave it out here"


def is_from(pointer: str, draft: Draft) -> bool:
    """Tell whether the parties file states what a pointer in the native order leads to, or should have."""
    _, top, *rest = pointer.split("/") if pointer else ("", "")
    if top in SHARED and isinstance(mine := draft.members.get(top), dict):
        return not rest or rest[0] not in mine
    return top not in draft.members
