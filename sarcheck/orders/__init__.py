"""Order documents into OrderDocument. One module a dialect; to add one, add it to DIALECTS.

A dialect has ``NAME``, ``recognises(tree) -> bool`` and ``draft(tree, data) -> Draft``: the document as members of a
native order, which has the checks, and where each of them stands in the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.errors import OrderError
from sarcheck.model import Problem
from sarcheck.orders import native, stapi
from sarcheck.orders._checks import interval
from sarcheck.orders._draft import Draft, conflicts, is_from, joined
from sarcheck.orders._json import MAX_BYTES, decode
from sarcheck.orders._text import Trouble

if TYPE_CHECKING:
    from sarcheck.model import OrderDocument

__all__ = ["DIALECTS", "MAX_BYTES", "Parties", "Taken", "interval", "parse", "take"]

DIALECTS = (native, stapi)

NO_PARTIES = "The order does not say who is in the chain; name them in a parties file (--parties FILE)."


class Parties(NamedTuple):
    """A parties file: what it holds, and what messages call it."""

    data: bytes
    source: str = "parties"


class Taken(NamedTuple):
    """An order as read, what of it can be screened and never be clear, with pointers into the order, and the members
    that only the parties file states."""

    document: OrderDocument
    problems: tuple[Problem, ...] = ()
    added: frozenset[str] = frozenset()


def parse(data: bytes, source: str = "order") -> OrderDocument:
    """Return the order that ``data`` holds, in whichever dialect it is written; ``take`` tells its doubts too."""
    return take(data, source).document


def take(data: bytes, source: str = "order", parties: Parties | None = None) -> Taken:
    """Return the order that ``data`` and a parties file make, in whichever dialect it is written.

    A parties file is a native order without the members that the document itself states. ``source`` names the
    document in messages. Raises OrderError with all problems of the document, each with its JSON pointer (RFC 6901);
    those of the parties file are in its ``beside``.
    """
    tree, problems = decode(data, source)
    added, theirs = decode(parties.data, parties.source) if parties else ({}, [])
    draft = _draft(tree, data, problems, source, named=bool(parties))
    order = joined(draft, added)
    nobody = draft.chainless and "parties" not in order
    whole = order | {"parties": []} if nobody else order
    problems += draft.troubles
    theirs += conflicts(draft, added)
    for place, text in native.wrong(whole):
        if parties and is_from(place, draft):
            theirs.append((place, text))
        elif not (nobody and place == "/parties"):
            problems.append((draft.place(place), text))
    _refuse(problems, source, theirs, parties)
    doubts = [one for one in draft.doubts if one.pointer.split("/")[1] not in added]
    doubts += [Problem(pointer="/parties", message=NO_PARTIES, code="no-parties")] if nobody else []
    return Taken(native.document(whole), tuple(doubts), frozenset(added.keys() - draft.members.keys()))


def _draft(tree: dict[str, Any], data: bytes, problems: list[Trouble], source: str, *, named: bool) -> Draft:
    """Return a document as members of a native order; raise OrderError for one of no dialect."""
    dialect = next((dialect for dialect in DIALECTS if dialect.recognises(tree)), None)
    if dialect is None:
        cure = f'add "schema": "{native.SCHEMA}", "id", "kind"' + ("" if named else ' and "parties"')
        raise OrderError([*problems, ("", f"is not a sarcheck order; {cure}")], source)
    found: Draft = dialect.draft(tree, data)
    return found


def _refuse(mine: list[Trouble], source: str, theirs: list[Trouble], parties: Parties | None) -> None:
    """Raise OrderError with what is wrong with a document and with the parties file beside it, if anything is."""
    beside = OrderError(list(dict.fromkeys(theirs)), parties.source) if theirs and parties else None
    if mine:
        raise OrderError(list(dict.fromkeys(mine)), source, beside)
    if beside:
        raise beside
