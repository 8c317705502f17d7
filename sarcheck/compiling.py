"""Rules folders -> the sections of a store: every TOML file read, checked and merged by id.

A later folder's file wins over an earlier one's by id; within one folder an id may occur once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np

from sarcheck import amending, folders, holdings, match, ownership, regions, relations, roster, tomlfile
from sarcheck.errors import RulesError
from sarcheck.model import (
    Entry,
    Facility,
    Operator,
    OperatorProfile,
    Platform,
    Problem,
    ProvenanceLimits,
    Region,
    Rule,
    Source,
    Waiver,
)
from sarcheck.packs import CountryGroup, Feed, Matching, OrderPatterns, Pack, Period, PlaceGroup, UpdatePolicy

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
TABLES = {
    "sources.toml": {"source", "feed", "update"},
    "platforms.toml": {"platform", "operator"},
    "facilities.toml": {"facility"},
    "countries.toml": {"country"},
    "places.toml": {"group"},
    "groups.toml": {"group"},
}
"""The tables that each file may hold; any other is refused, for it would not be read."""

HEAD = {
    "name",
    "version",
    "description",
    "extends",
    "guards",
    "jurisdictions",
    "retention",
    "change",
    "dropped",
    "patterns",
}
"""What pack.toml may hold."""

GROUPED = ("groups", "except_groups")
"""Parameters of rules that name groups of countries."""

CountryCode = Callable[[str], "str | None"]

# --- TOML ---------------------------------------------------------------------------------------


def _merged(
    layers: Sequence[Path], find: Callable[[Path], Iterable[tuple[Path, str, Any]]], kind: type[T]
) -> tuple[T, ...]:
    """Return one kind's items of all layers, by id, a later layer's winning."""
    key = "key" if kind is Platform else "id"
    found: dict[str, T] = {}
    for layer in layers:
        own: dict[str, T] = {}
        for path, pointer, raw in find(layer):
            item = tomlfile.converted(raw, kind, path, pointer)
            name = getattr(item, key)
            if name in own:
                raise RulesError(str(path), pointer, f"{key} {name!r} occurs twice; each may occur once in a folder")
            own[name] = item
        found |= own
    return tuple(found[name] for name in sorted(found))


def _table(file: str, table: str) -> Callable[[Path], Iterator[tuple[Path, str, Any]]]:
    """Return a finder of the rows of one array of tables in one file of a layer."""

    def find(layer: Path) -> Iterator[tuple[Path, str, Any]]:
        path = layer / file
        if path.is_file():
            content = tomlfile.read(path)
            for key in content.keys() - TABLES[file]:
                raise RulesError(str(path), f"/{key}", f"is not read; known are {', '.join(sorted(TABLES[file]))}")
            for i, raw in enumerate(tomlfile.converted(content.get(table, []), list[Any], path, f"/{table}")):
                yield path, f"/{table}/{i}", raw

    return find


def _waiver_files(layer: Path) -> Iterator[tuple[Path, str, Any]]:
    for path in (path for path in folders.files(layer / "waivers") if path.suffix == ".toml"):
        raw = tomlfile.read(path)
        if raw.get("id") != path.stem:
            raise RulesError(str(path), "/id", f"must be {path.stem!r}: a waiver is called as its file is")
        yield path, "", raw


# --- parts of a pack ----------------------------------------------------------------------------


class SourceInfo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sources.toml says of a list.

    Lists of one ``regime`` may name each other's entries. ``formats`` are those that may carry the list, any
    where none is named. ``max_published_days`` is how old the publisher's own day may be; the rest is for people.
    """

    id: str
    title: str
    max_age_days: int
    max_published_days: int | None = None
    url: str = ""
    regime: str = ""
    optional: bool = False
    formats: tuple[str, ...] = ()
    publisher: str = ""
    jurisdictions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    note: str = ""


class _Called(msgspec.Struct, frozen=True):
    """What countries.toml calls a country; of its outline asks who draws it."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


def country_codes(layers: Sequence[Path]) -> CountryCode:
    """Return a function from a country's code, name or people, in any listed spelling, to its code."""
    codes: dict[str, str] = {}
    for layer in layers:
        for path, pointer, raw in _table("countries.toml", "country")(layer):
            said = tomlfile.converted(raw, _Called, path, pointer)
            codes |= {name.casefold(): said.code for name in (said.code, said.name, *said.names, *said.demonyms)}
    return lambda name: codes.get(" ".join(name.split()).casefold())


def pack_name(folder: Path) -> str:
    """Return the name of the pack in a folder; raise RulesError where it has none."""
    path = folder / "pack.toml"
    return tomlfile.converted(tomlfile.read(path).get("name"), str, path, "/name")


def _profile(layers: Sequence[Path]) -> OperatorProfile:
    path = layers[-1] / "operator.toml"
    if not path.is_file():
        return OperatorProfile()
    raw = tomlfile.read(path)
    if isinstance(one := raw.get("jurisdictions"), str):
        raise RulesError(str(path), "/jurisdictions", f'is a list, also of one: write jurisdictions = ["{one}"]')
    return tomlfile.converted(raw, OperatorProfile, path)


def _merged_table(layers: Sequence[Path], file: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in (layer / file for layer in layers):
        if path.is_file():
            merged |= tomlfile.read(path)
    return merged


def _patterns(head: Mapping[str, Any], path: Path) -> OrderPatterns | None:
    """Return when orders make a pattern; without the table none is looked for."""
    return tomlfile.converted(head["patterns"], OrderPatterns, path, "/patterns") if "patterns" in head else None


def _provenance(layers: Sequence[Path]) -> ProvenanceLimits | None:
    raw = _merged_table(layers, "provenance.toml")
    return tomlfile.converted(raw, ProvenanceLimits, layers[-1] / "provenance.toml") if raw else None


def feeds(layers: Sequence[Path]) -> tuple[UpdatePolicy, tuple[Feed, ...]]:
    """Return how lists are fetched and from where, as sources.toml of the layers say it; nothing is compiled."""
    policy = {k: v for layer in layers for k, v in _optional_table(layer / "sources.toml", "update").items()}
    where = layers[0] / "sources.toml"
    return tomlfile.converted(policy, UpdatePolicy, where, "/update"), _merged(layers, _table(where.name, "feed"), Feed)


def _optional_table(path: Path, table: str) -> dict[str, Any]:
    return tomlfile.converted(tomlfile.read(path).get(table, {}), dict[str, Any], path) if path.is_file() else {}


def formats(layers: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """Return the formats that may carry each list, as sources.toml of the layers names them."""
    return {info.id: info.formats for info in _source_infos(layers) if info.formats}


def _source_infos(layers: Sequence[Path]) -> tuple[SourceInfo, ...]:
    return _merged(layers, _table("sources.toml", "source"), SourceInfo)


def _sources(infos: Sequence[SourceInfo], loaded: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return every list that is known or loaded; one that sources.toml lacks has no allowed age."""
    known = {info.id: info for info in infos}
    for name in loaded.keys() - known.keys():
        known[name] = SourceInfo(id=name, title=loaded[name].title, max_age_days=0)
    blank = Source(id="", title="")
    return tuple(
        msgspec.structs.replace(
            loaded.get(key, blank),
            id=key,
            title=info.title,
            url=info.url,
            max_age_days=info.max_age_days,
            max_published_days=info.max_published_days,
            optional=info.optional,
        )
        for key, info in sorted(known.items())
    )


def _groups(layers: Sequence[Path]) -> tuple[CountryGroup, ...]:
    """Return the groups of countries: those of a later layer in the place of an earlier one's of that name."""
    found: dict[str, list[CountryGroup]] = {}
    for layer in layers:
        own: dict[str, list[CountryGroup]] = {}
        for path, pointer, raw in _table("groups.toml", "group")(layer):
            row = tomlfile.converted(raw, CountryGroup, path, pointer)
            if any(_meet(row, other) for other in own.setdefault(row.group, [])):
                raise RulesError(str(path), pointer, f"the intervals of {row.group!r} overlap; give each day one row")
            own[row.group].append(row)
        found |= own
    return tuple(row for name in sorted(found) for row in found[name])


def _meet(one: CountryGroup, other: CountryGroup) -> bool:
    """Tell whether two intervals share a day."""
    return (one.since or dt.date.min) <= (other.until or dt.date.max) and (
        (other.since or dt.date.min) <= (one.until or dt.date.max)
    )


def region_files(layers: Sequence[Path]) -> list[Region | Problem]:
    """Return the regions of rules folders, and what is wrong with those that cannot be relied on."""
    paths = (path for layer in layers for path in regions.files(layer / "regions"))
    return [region for path in paths for region in regions.read_file(path)]


def _relations(layers: Sequence[Path], entries: Sequence[Entry]) -> Iterator[ownership.Relation]:
    """Yield what is known of owners: by the links of listed parties, and by the files of all layers."""
    country_code = country_codes(layers)
    yield from ownership.from_links(entries)
    for path in (path for layer in layers for path in folders.files(layer / "ownership")):
        yield from holdings.read(path, country_code)


# --- the whole ----------------------------------------------------------------------------------


def compile_layers(layers: Sequence[Path], instead: Mapping[Path, Path] | None = None) -> dict[str, np.ndarray]:
    """Compile rules folders, the weakest first, into the sections of a store.

    ``instead`` are earlier versions that stand in for lists in force, folder by folder.
    """
    infos = _source_infos(layers)
    found, loaded = roster.gathered(layers, country_codes(layers), instead)
    entries = relations.resolved(found, {info.id: info.regime for info in infos})
    head = _merged_table(layers, "pack.toml")
    if unknown := head.keys() - HEAD:
        raise RulesError(str(layers[-1] / "pack.toml"), f"/{min(unknown)}", f"is not read; known are {sorted(HEAD)}")
    law = amending.amended(layers)
    pack = Pack(
        name=tomlfile.converted(head.get("name"), str, layers[0] / "pack.toml", "/name"),
        version=tomlfile.converted(head.get("version"), str, layers[0] / "pack.toml", "/version"),
        jurisdictions=tomlfile.converted(
            head.get("jurisdictions", {}), dict[str, tuple[str, ...]], layers[0] / "pack.toml"
        ),
        retention=tomlfile.converted(
            amending.retention(layers), tuple[Period, ...], layers[0] / "pack.toml", "/retention"
        ),
        matching=tomlfile.converted(_merged_table(layers, "matching.toml"), Matching, layers[0] / "matching.toml"),
        rules=law.rules,
        dropped=law.dropped,
        changed=law.changed,
        waivers=_merged(layers, _waiver_files, Waiver),
        sources=_sources(infos, loaded),
        feeds=_merged(layers, _table("sources.toml", "feed"), Feed),
        platforms=_merged(layers, _table("platforms.toml", "platform"), Platform),
        operators=_merged(layers, _table("platforms.toml", "operator"), Operator),
        provenance=_provenance(layers),
        facilities=_merged(layers, _table("facilities.toml", "facility"), Facility),
        places=_merged(layers, _table("places.toml", "group"), PlaceGroup),
        profile=_profile(layers),
        countries=frozenset(
            raw["code"] for layer in layers for _, _, raw in _table("countries.toml", "country")(layer)
        ),
        boundaries=regions.countries.key(_countries_table(layers)),
        groups=_groups(layers),
        patterns=_patterns(head, layers[-1] / "pack.toml"),
    )
    _cross_checked(pack, layers)
    _listed_somewhere(entries, pack, layers)
    sections = {"pack": np.frombuffer(msgspec.msgpack.encode(pack), np.uint8)}
    model = pack.matching.model and match.checked(pack.matching.model, str(layers[0] / "matching.toml"))
    owners = ownership.build(_relations(layers, entries))
    return sections | match.build(entries, model) | owners | regions.build(region_files(layers))


def compile_countries(layers: Sequence[Path]) -> dict[str, np.ndarray]:
    """Compile the boundaries of countries, which change only with the boundary data."""
    return regions.build(regions.countries.read(_countries_table(layers)))


def _countries_table(layers: Sequence[Path]) -> Path:
    tables = [layer / "countries.toml" for layer in layers if (layer / "countries.toml").is_file()]
    if not tables:
        raise RulesError(str(layers[-1]), "", "no countries.toml: copy the default pack's")
    return tables[-1]


def _listed_somewhere(entries: list[Entry], pack: Pack, layers: Sequence[Path]) -> None:
    """Refuse parties of a list that sources.toml lacks: no rule could name it."""
    known = {source.id for source in pack.sources}
    for name in sorted({entry.list for entry in entries} - known):
        raise RulesError(str(layers[-1] / "parties"), "", f"holds parties of {name}, a list that sources.toml lacks")


def _cross_checked(pack: Pack, layers: Sequence[Path]) -> None:
    """Refuse a pack whose rules, platforms or profile name something that it does not hold."""
    _bound(pack, layers)
    _licensed(pack, layers)
    folder = layers[0]
    sources, operators = {s.id for s in pack.sources}, {o.id for o in pack.operators}
    if not pack.matching.review <= pack.matching.review_person <= pack.matching.deny:
        raise RulesError(
            str(folder / "matching.toml"), "", "review must not be above review_person, nor that above deny"
        )
    groups = {group.id for group in pack.places}
    named = {row.group for row in pack.groups}
    _of_countries(pack, layers)
    for rule in pack.rules:
        if unknown := {name for key in GROUPED for name in _named(rule, key, folder)} - named:
            raise RulesError(str(folder), f"rule {rule.id}", f"names groups that groups.toml lacks: {sorted(unknown)}")
        if unknown := set(_named(rule, "places", folder)) - groups:
            raise RulesError(str(folder), f"rule {rule.id}", f"names places that places.toml lacks: {sorted(unknown)}")
        if unknown := set(_named(rule, "lists", folder)) - sources:
            raise RulesError(str(folder), f"rule {rule.id}", f"names lists that sources.toml lacks: {sorted(unknown)}")
    for platform in pack.platforms:
        if unknown := {operation.operator for operation in platform.operators} - operators:
            raise RulesError(str(folder), f"platform {platform.key}", f"names unknown operators: {sorted(unknown)}")


def _named(rule: Rule, parameter: str, folder: Path) -> tuple[str, ...]:
    """Return the names in a parameter of a rule; raise RulesError where it is no list of names."""
    given = rule.parameters.get(parameter, ())
    return tomlfile.converted(given, tuple[str, ...], folder, f"rule {rule.id} /parameters/{parameter}")


def _of_countries(pack: Pack, layers: Sequence[Path]) -> None:
    """Refuse groups of countries that are none."""
    for row in pack.groups:
        if unknown := set(row.countries) - pack.countries:
            raise RulesError(str(layers[-1] / "groups.toml"), row.group, f"no country's codes: {sorted(unknown)}")


def _licensed(pack: Pack, layers: Sequence[Path]) -> None:
    """Refuse a register in which two licenses have one id, or one is for a rule that there is not."""
    path, rules = str(layers[-1] / "operator.toml"), {rule.id for rule in pack.rules}
    seen: set[str] = set()
    for i, one in enumerate(pack.profile.licenses):
        if one.id in seen:
            raise RulesError(path, f"/licenses/{i}/id", f"{one.id!r} occurs twice; each license may occur once")
        if unknown := set(one.rules) - rules:
            raise RulesError(path, f"/licenses/{i}/rules", f"names rules that there are not: {sorted(unknown)}")
        seen.add(one.id)


def _bound(pack: Pack, layers: Sequence[Path]) -> None:
    """Refuse a profile under which no law binds, or one that is not known."""
    path, stated = str(layers[-1] / "operator.toml"), pack.profile.jurisdictions
    if stated is not None and not stated:
        raise RulesError(path, "/jurisdictions", "must name at least one jurisdiction; without it, all laws bind")
    for i, code in enumerate(stated or ()):
        if code not in pack.known_jurisdictions:
            cure = country_codes(layers)(code) or "a country's code like LU, or EU"
            raise RulesError(path, f"/jurisdictions/{i}", f"{code!r} is no code of a jurisdiction; write {cure}")
