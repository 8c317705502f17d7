"""A case without those whom it is about: names, addresses and numbers give way to pseudonyms that stay the same
through the whole file and whenever it is made again, and that nobody can work out from a guess."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import structs

from sarcheck.errors import JournalError
from sarcheck.model import OrderDocument

if TYPE_CHECKING:
    from sarcheck.casefile import Case, Screening

SHORT = 6
"""Texts shorter than this are replaced where they stand as words of their own."""

DIGITS = 10
KEPT = ("kind", "score", "strength", "list", "entry", "entry_version", "degree")
"""What stays of the evidence of a match: the rest spells the name out."""

FREE = ("statement", "endpoint", "extensions", "reason", "location", "born", "sector", "us_person")
"""Fields of orders and decisions that are replaced whole, whatever they hold."""

NAMING = ("id", "party", "sha256", "key")
"""Fields in which a party's id, an order's hash or a key's stands whole."""

S = TypeVar("S", bound=msgspec.Struct)
Files = Callable[["Case", dt.date], Iterator[tuple[str, bytes]]]


def files(case: Case, on: dt.date, made: Files) -> dict[str, bytes]:
    """Return the files of a case without what tells whom it is about, and without attestations, which do."""
    names = _Pseudonyms(case.secret, _sensitive(case))
    try:
        case = structs.replace(
            case,
            id=names.text(case.id),
            screenings=tuple(_screening(one, names) for one in case.screenings),
            decisions=tuple((record, names.struct(decision)) for record, decision in case.decisions),
        )
        found = dict(made(case, on))
    except msgspec.ValidationError as error:
        raise JournalError("redacted export", "", f"a name is also a word of the format: {error}") from error
    found["index.md"] += NOTE
    for name, content in found.items():
        if names.left_in(content.decode("utf-8", "replace")):
            raise JournalError("redacted export", name, "would still tell whom it is about; nothing was written")
    return found


NOTE = (
    b"\n## This copy is redacted\n\nNames, addresses, numbers and free text of orders and decisions, and names of the "
    b"list entries that they\nresemble, are pseudonyms, the same for the same text in all of this file. Hashes and "
    b"signatures are of the originals or\nleft out: nothing can be checked with this copy.\n"
)


def _screening(one: Screening, names: _Pseudonyms) -> Screening:
    document = names.value(msgspec.to_builtins(one.document))
    return structs.replace(
        one,
        record=one.record,
        verdict=names.struct(one.verdict),
        order=msgspec.json.encode(document),
        document=msgspec.convert(document, OrderDocument),
        parties=None,
        products=msgspec.json.encode(names.value(msgspec.json.decode(one.products))),
        entries=tuple(names.struct(entry) for entry in one.entries),
        attestation=None,
    )


def _sensitive(case: Case) -> Iterator[tuple[str, str]]:
    """Yield each text that tells whom the case is about, and what kind it is."""
    yield "order", case.id
    for one in case.screenings:
        yield "hash", one.verdict.order.sha256
        yield from _of_order(one.document)
        for product in msgspec.json.decode(one.products):
            for field in ("customer", "order_id"):
                if text := (product["product"] or {}).get(field):
                    yield "name", text
        for entry in one.entries:
            yield from (("listed", name.text) for name in entry.names)
            yield from (("number", number.value) for number in entry.identifiers)
            yield from (("address", address.text) for address in entry.addresses)
    for _, decision in case.decisions:
        yield from (("approver", approval.by) for approval in decision.approvals)
        yield from (("hash", approval.key) for approval in decision.approvals if approval.key)


def _of_order(document: OrderDocument) -> Iterator[tuple[str, str]]:
    for party in document.parties:
        yield from (("name", name) for name in (party.name, *party.aliases))
        yield from (("number", value) for value in party.identifiers.values())
        yield from [("address", party.address)] if party.address else []
        yield "party", party.id
    if delivery := document.delivery:
        yield from (("address", text) for text in (delivery.address, delivery.ground_station) if text)


class _Pseudonyms:
    """Texts and what stands in their place."""

    def __init__(self, key: bytes, texts: Iterable[tuple[str, str]]) -> None:
        self._key = key
        self._ids: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        for kind, text in texts:
            place = self._ids if kind in ("party", "hash") else self._texts
            if text.strip():
                place.setdefault(text.casefold(), self._made(kind, text))
        alternatives = "|".join(map(_pattern, sorted(self._texts, key=len, reverse=True)))
        self._pattern = re.compile(alternatives or r"(?!)", re.IGNORECASE)

    def _made(self, kind: str, text: str) -> str:
        digest = hmac.new(self._key, text.casefold().encode(), hashlib.sha256).hexdigest()
        return digest if kind == "hash" else f"{kind}-{digest[:DIGITS]}"

    def text(self, text: str) -> str:
        """Return a text with pseudonyms in it."""
        return self._pattern.sub(lambda found: self._texts.get(found[0].casefold(), "redacted"), text)

    def value(self, value: Any, field: str = "") -> Any:
        """Return plain data with pseudonyms in its texts."""
        if field in FREE and value not in (None, "", [], {}):
            return self._free(value)
        if isinstance(value, dict):
            kept = {key: value[key] for key in KEPT if key in value} if "entry_version" in value else value
            return {key: self.value(inner, key) for key, inner in kept.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(inner) for inner in value]
        if isinstance(value, str):
            known = self._ids.get(value.casefold()) if field in NAMING else None
            return known or self.text(value)
        return value

    def _free(self, value: Any) -> Any:
        """Return what stands for a value that is replaced whole."""
        if isinstance(value, str):
            return self._made("text", value)
        if isinstance(value, (list, tuple)):
            return []
        return {} if isinstance(value, dict) else None

    def struct(self, value: S) -> S:
        """Return a value of a type with pseudonyms in its texts."""
        return msgspec.convert(self.value(msgspec.to_builtins(value)), type(value))

    def left_in(self, text: str) -> bool:
        """Tell whether a text of any length that was to be replaced is still there."""
        folded = text.casefold()
        return any(len(name) >= SHORT and name in folded for name in self._texts)


def _pattern(text: str) -> str:
    """Return a pattern for a text; a short one is found only where it stands by itself."""
    escaped = re.escape(text)
    return rf"(?<!\w){escaped}(?!\w)" if len(text) < SHORT and text.isascii() else escaped
