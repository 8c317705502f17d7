"""Values against msgspec types, with every trouble told at once (msgspec itself stops at the first)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from sarcheck.orders._text import Trouble, child, near, shown

__all__ = ["MAX_ITEMS", "MAX_TEXT", "Check", "Checks", "troubles"]

MAX_ITEMS = 1_000
"""Entries of any list or table: parties, products, aliases, owners."""

MAX_TEXT = 10_000
"""Characters of any text."""

Check = Callable[[Any, str], Iterator[Trouble]]
"""A check of one value that has the right type: (value, its pointer) -> troubles."""

Checks = Mapping[tuple[type, str], Check]
"""Checks by struct and field name as written; the empty name stands for the struct as a whole."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

SCALARS: dict[type, tuple[type, str]] = {
    inspect.BoolType: (bool, "true or false"),
    inspect.FloatType: (float, "a number, without quotes"),
    inspect.DateType: (dt.date, 'a date like "2022-10-14"'),
    inspect.DateTimeType: (dt.datetime, 'a time like "2022-10-14T09:30:00Z"'),
}


def troubles(value: Any, shape: inspect.Type, path: str, checks: Checks) -> Iterator[Trouble]:
    """Yield (JSON pointer, message) of all that is wrong with ``value``, in the order of the type's fields."""
    walk = NESTED.get(type(shape))
    if walk:
        yield from walk(value, shape, path, checks)
    elif message := _scalar(value, shape):
        yield path, message


def _scalar(value: Any, shape: inspect.Type) -> str | None:
    """Say what is wrong with a value that holds no other, or return None."""
    match shape:
        case inspect.AnyType():
            return None
        case inspect.StrType():
            return _text(value)
        case inspect.LiteralType():
            return _literal(value, tuple(sorted(map(str, shape.values))))
    kind, expected = SCALARS[type(shape)]
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return f"must be {expected}"
    return None


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return "must be text in quotes"
    if not value.strip():
        return "is blank; write it or leave it out"
    if len(value) > MAX_TEXT:
        return f"has {len(value):,} characters, more than {MAX_TEXT:,}; shorten it"
    return "holds a control character; remove it" if CONTROL.search(value) else None


def _literal(value: Any, known: tuple[str, ...]) -> str | None:
    if value in known:
        return None
    hint = near(value, known) if isinstance(value, str) else ""
    return f"must be {'one of ' if len(known) > 1 else ''}{', '.join(map(shown, known))}{hint}"


def _struct(value: Any, shape: inspect.StructType, path: str, checks: Checks) -> Iterator[Trouble]:
    if not isinstance(value, dict):
        yield path, "must be an object: { ... }"
        return
    names = tuple(field.encode_name for field in shape.fields)
    for key in value:
        if key not in names:
            yield child(path, key), f"unknown field{near(key, names)}"
    for field in shape.fields:
        yield from _field(value, shape.cls, field, child(path, field.encode_name), checks)
    if check := checks.get((shape.cls, "")):
        yield from check(value, path)


def _field(value: dict[str, Any], owner: type, field: inspect.Field, path: str, checks: Checks) -> Iterator[Trouble]:
    """Yield what is wrong with one field; its own check runs only on a value of the right type."""
    if field.encode_name not in value:
        if field.required:
            yield path, "is missing"
        return
    found = value[field.encode_name]
    wrong = False
    for trouble in troubles(found, field.type, path, checks):
        wrong = True
        yield trouble
    check = checks.get((owner, field.encode_name))
    if check and found is not None and not wrong:
        yield from check(found, path)


def _optional(value: Any, shape: inspect.UnionType, path: str, checks: Checks) -> Iterator[Trouble]:
    """Yield what is wrong with a value that may be null; the order's types have no other unions."""
    if value is not None:
        (inner,) = (kind for kind in shape.types if not isinstance(kind, inspect.NoneType))
        yield from troubles(value, inner, path, checks)


def _list(value: Any, shape: inspect.VarTupleType, path: str, checks: Checks) -> Iterator[Trouble]:
    if not isinstance(value, list):
        yield path, "must be a list: [ ... ]"
    elif len(value) > MAX_ITEMS:
        yield path, f"has {len(value):,} entries, more than {MAX_ITEMS:,}; split the order"
    else:
        for index, item in enumerate(value):
            yield from troubles(item, shape.item_type, child(path, index), checks)


def _tuple(value: Any, shape: inspect.TupleType, path: str, checks: Checks) -> Iterator[Trouble]:
    if not isinstance(value, list) or len(value) != len(shape.item_types):
        yield path, f"must be a list of {len(shape.item_types)} values"
    else:
        for index, (item, kind) in enumerate(zip(value, shape.item_types, strict=True)):
            yield from troubles(item, kind, child(path, index), checks)


def _table(value: Any, shape: inspect.DictType, path: str, checks: Checks) -> Iterator[Trouble]:
    if not isinstance(value, dict):
        yield path, "must be an object: { ... }"
    elif isinstance(shape.value_type, inspect.AnyType):
        return  # free data, within the limits of the document
    elif len(value) > MAX_ITEMS:
        yield path, f"has {len(value):,} entries, more than {MAX_ITEMS:,}"
    else:
        for key, item in value.items():
            yield from troubles(key, shape.key_type, child(path, key), checks)
            yield from troubles(item, shape.value_type, child(path, key), checks)


NESTED: dict[type, Callable[[Any, Any, str, Checks], Iterator[Trouble]]] = {
    inspect.StructType: _struct,
    inspect.UnionType: _optional,
    inspect.VarTupleType: _list,
    inspect.TupleType: _tuple,
    inspect.DictType: _table,
}
