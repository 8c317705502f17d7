"""Values against msgspec types, with every trouble told at once (msgspec itself stops at the first)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from sarcheck.orders._text import Trouble, child, near, shown

__all__ = ["MAX_ITEMS", "MAX_TEXT", "Check", "Checks", "Walk", "walk_of"]

MAX_ITEMS = 1_000
"""Entries of any list or table: parties, products, aliases, owners."""

MAX_TEXT = 10_000
"""Characters of any text."""

Check = Callable[[Any, str], Iterator[Trouble]]
"""A check of one value that has the right type: (value, its pointer) -> troubles."""

Checks = Mapping[tuple[type, str], Check]
"""Checks by struct and field name as written; the empty name stands for the struct as a whole."""

Walk = Callable[[Any, str], Iterable[Trouble]]
"""What tells all that is wrong with a value: (value, its pointer) -> troubles."""

Wrong = Callable[[Any], str | None]
"""What says what is wrong with a value that holds no other, or None."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

SCALARS: dict[type, tuple[type, str]] = {
    inspect.BoolType: (bool, "true or false"),
    inspect.FloatType: (float, "a number, without quotes"),
    inspect.DateType: (dt.date, 'a date like "2022-10-14"'),
    inspect.DateTimeType: (dt.datetime, 'a time like "2022-10-14T09:30:00Z"'),
}


class _Field(NamedTuple):
    """A field of a struct, ready to be looked at: its name as written and as a pointer adds it.

    ``wrong`` says what is wrong with a value that holds no other; of one that may hold others it is None."""

    name: str
    step: str
    required: bool
    walk: Walk
    wrong: Wrong | None
    check: Check | None


def walk_of(shape: inspect.Type, checks: Checks) -> Walk:
    """Return what yields (JSON pointer, message) of all that is wrong with a value of a type, in the order of the
    type's fields. The type is looked through here, once, not with every value."""
    make = NESTED.get(type(shape))
    return make(shape, checks) if make else _scalar(shape)


def _scalar(shape: inspect.Type) -> Walk:
    """Return the walk of a value that holds no other."""
    wrong = _wrong(shape)

    def walk(value: Any, path: str) -> Iterable[Trouble]:
        message = wrong(value)
        return ((path, message),) if message else ()

    return walk


def _wrong(shape: inspect.Type) -> Wrong:
    """Return what says what is wrong with a value of a type."""
    match shape:
        case inspect.AnyType():
            return lambda _: None
        case inspect.StrType():
            return _text
        case inspect.LiteralType():
            return partial(_literal, known=tuple(sorted(map(str, shape.values))))
    kind, expected = SCALARS[type(shape)]
    return partial(_converted, kind=kind, expected=expected)


def _converted(value: Any, kind: type, expected: str) -> str | None:
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
    plain = value.isprintable() or not CONTROL.search(value)
    return None if plain else "holds a control character; remove it"


def _literal(value: Any, known: tuple[str, ...]) -> str | None:
    if value in known:
        return None
    hint = near(value, known) if isinstance(value, str) else ""
    return f"must be {'one of ' if len(known) > 1 else ''}{', '.join(map(shown, known))}{hint}"


def _struct(shape: inspect.StructType, checks: Checks) -> Walk:
    fields = tuple(_field(shape.cls, field, checks) for field in shape.fields)
    names, whole = tuple(field.name for field in fields), checks.get((shape.cls, ""))
    known = frozenset(names)

    def walk(value: Any, path: str) -> Iterator[Trouble]:
        if not isinstance(value, dict):
            yield path, "must be an object: { ... }"
            return
        for key in value:
            if key not in known:
                yield child(path, key), f"unknown field{near(key, names)}"
        for field in fields:
            if field.name in value:
                item = value[field.name]
                if field.wrong is None or field.wrong(item):
                    yield from _looked_at(item, field, path + field.step)
                elif field.check and item is not None:
                    yield from field.check(item, path + field.step)
            elif field.required:
                yield path + field.step, "is missing"
        if whole:
            yield from whole(value, path)

    return walk


def _field(owner: type, field: inspect.Field, checks: Checks) -> _Field:
    name, walk = field.encode_name, walk_of(field.type, checks)
    return _Field(name, child("", name), field.required, walk, _alone(field.type), checks.get((owner, name)))


def _alone(shape: inspect.Type) -> Wrong | None:
    """Return what says what is wrong with a value that holds no other and may be null; None for other types."""
    if isinstance(shape, inspect.UnionType):
        (inner,) = (_alone(kind) for kind in shape.types if not isinstance(kind, inspect.NoneType))
        return inner and (lambda value: None if value is None else inner(value))
    return None if type(shape) in NESTED else _wrong(shape)


def _looked_at(value: Any, field: _Field, path: str) -> Iterator[Trouble]:
    """Yield what is wrong with one field; its own check runs only on a value of the right type."""
    wrong = False
    for trouble in field.walk(value, path):
        wrong = True
        yield trouble
    if field.check and value is not None and not wrong:
        yield from field.check(value, path)


def _optional(shape: inspect.UnionType, checks: Checks) -> Walk:
    """Return the walk of a value that may be null; the order's types have no other unions."""
    (inner,) = (walk_of(kind, checks) for kind in shape.types if not isinstance(kind, inspect.NoneType))
    return lambda value, path: () if value is None else inner(value, path)


def _list(shape: inspect.VarTupleType, checks: Checks) -> Walk:
    inner = walk_of(shape.item_type, checks)

    def walk(value: Any, path: str) -> Iterator[Trouble]:
        if not isinstance(value, list):
            yield path, "must be a list: [ ... ]"
        elif len(value) > MAX_ITEMS:
            yield path, f"has {len(value):,} entries, more than {MAX_ITEMS:,}; split the order"
        else:
            for index, item in enumerate(value):
                yield from inner(item, f"{path}/{index}")

    return walk


def _tuple(shape: inspect.TupleType, checks: Checks) -> Walk:
    inner = tuple(walk_of(kind, checks) for kind in shape.item_types)

    def walk(value: Any, path: str) -> Iterator[Trouble]:
        if not isinstance(value, list) or len(value) != len(inner):
            yield path, f"must be a list of {len(inner)} values"
        else:
            for index, (item, one) in enumerate(zip(value, inner, strict=True)):
                yield from one(item, child(path, index))

    return walk


def _table(shape: inspect.DictType, checks: Checks) -> Walk:
    free = isinstance(shape.value_type, inspect.AnyType)
    keys, values = walk_of(shape.key_type, checks), walk_of(shape.value_type, checks)

    def walk(value: Any, path: str) -> Iterator[Trouble]:
        if not isinstance(value, dict):
            yield path, "must be an object: { ... }"
        elif free:
            return  # free data, within the limits of the document
        elif len(value) > MAX_ITEMS:
            yield path, f"has {len(value):,} entries, more than {MAX_ITEMS:,}"
        else:
            for key, item in value.items():
                yield from keys(key, child(path, key))
                yield from values(item, child(path, key))

    return walk


NESTED: dict[type, Callable[[Any, Checks], Walk]] = {
    inspect.StructType: _struct,
    inspect.UnionType: _optional,
    inspect.VarTupleType: _list,
    inspect.TupleType: _tuple,
    inspect.DictType: _table,
}
