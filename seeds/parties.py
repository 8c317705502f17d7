"""The pack's own parties, as one file for each list: rules/parties/<list>.toml.

Most are those that the cases state, on the lists of lists.toml. A body that a legal text names, and that no list
file carries, stands in named/<list>.toml, which says of its list what lists.toml says of the others.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from seeds import toml

HERE = Path(__file__).parent
SCHEMA = "sarcheck.parties/1"
NOTE = "# Made by `python -m seeds` from seeds/{}/: change {}, not this file.\n\n"


def write(rules: Path) -> None:
    """Write parties/<list>.toml for every list of the seeds into a rules folder, replacing what is there."""
    folder = rules / "parties"
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.toml"):
        stale.unlink()
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


def files() -> dict[str, str]:
    """Return the text of each file by its name; raise KeyError for a case that names an unknown list."""
    lists = {row["id"]: row for row in _load(HERE / "lists.toml")["list"]}
    parties: dict[str, list[dict[str, Any]]] = {name: [] for name in lists}
    for case in cases():
        for party in case.get("party", ()):
            remarks = f"{party.get('remarks', '')} See case {case['id']}.".strip()
            parties[party["list"]].append(_fields(party, lists[party["list"]]["measures"], remarks))
    stated = {f"{name}.toml": _text("cases", "the cases", lists[name], found) for name, found in parties.items()}
    return stated | {path.name: _named(path) for path in sorted((HERE / "named").glob("*.toml"))}


def cases() -> list[dict[str, Any]]:
    """Return the documented cases in the order of their numbers."""
    return [_load(path) for path in sorted((HERE / "cases").glob("*.toml"))]


def _named(path: Path) -> str:
    found = _load(path)
    parties = [_fields(party, found["measures"], party.get("remarks")) for party in found["party"]]
    return _text("named", "the one there", found, parties)


def _fields(party: dict[str, Any], measures: list[str], remarks: str | None) -> dict[str, Any]:
    return {key: value for key, value in party.items() if key != "list"} | {"measures": measures, "remarks": remarks}


def _text(folder: str, origin: str, source: dict[str, Any], parties: list[dict[str, Any]]) -> str:
    return NOTE.format(folder, origin) + toml.dumps(_document(source, parties))


def _document(source: dict[str, Any], parties: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "list": source["id"],
        "title": source["title"],
        "source": source["source"],
        "stated": source["stated"],
        **({"whole": True} if source.get("whole") else {}),
        "party": sorted(parties, key=lambda party: _natural(party["id"])),
    }


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a sort key by which 9 comes before 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", key)]


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
