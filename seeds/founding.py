"""The founding case, regime by regime, on the days on which the law around it changed: docs/founding-case.md.

``python -m seeds.founding FOLDER DAY`` writes the rules folder that a day is judged by: every list that the default
pack knows, current on that day, with the parties of the documented cases and their listing dates, else with one
made-up party. No profile: every regime binds.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sarcheck import load_order, load_rules, screen
from sarcheck.importing import import_lists
from sarcheck.model import Verdict, worst
from sarcheck.reports import rulepages
from sarcheck.ruleset import default_pack
from seeds import parties, toml

SAMPLE = Path(__file__).parents[1] / "samples" / "spacety-terra-tech" / "order.json"
DAYS = tuple(map(dt.date.fromisoformat, ("2022-10-16", "2023-01-27", "2023-03-01", "2024-07-01", "2026-11-22")))
NOBODY = {"id": "NOBODY", "names": ["Nemo Vymyshlenny Zavod"], "remarks": "Made up."}
GUARDS = "SARCHECK"
UNDATED = "states no listing date"
"""What a finding's caveat says of an entry that may not have been listed yet."""


def write(folder: Path, day: dt.date) -> None:
    """Write the rules folder of a day, with every list that must be there as of the day before."""
    folder.mkdir(parents=True)
    known = tomllib.loads((default_pack() / "sources.toml").read_text(encoding="utf-8"))["source"]
    stated = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in parties.files().items()}
    with tempfile.TemporaryDirectory() as work:
        for key in (source["id"] for source in known if not source.get("optional")):
            rows = stated.get(key, {}).get("party") or [NOBODY]
            head = {"schema": parties.SCHEMA, "list": key, "title": f"Parties of the cases on {key}", "whole": True}
            text = toml.dumps({**head, "source": "seeds/cases/", "party": rows})
            (Path(work) / f"{key}.toml").write_text(text, encoding="utf-8")
        before = day - dt.timedelta(days=1)
        import_lists([Path(work)], folder, country_code=lambda code: code, published=before, retrieved=before)


def verdicts() -> dict[dt.date, Verdict]:
    """Return the verdict of each day."""
    found = {}
    order = load_order(SAMPLE)
    for day in DAYS:
        with tempfile.TemporaryDirectory() as work:
            write(Path(work) / "rules", day)
            found[day] = screen(order, load_rules(Path(work) / "rules"), day)
    return found


def table(found: Mapping[dt.date, Verdict]) -> str:
    """Return the outcome of every regime on every day, and of the verdict, as Markdown."""
    regimes = sorted({regime for verdict in found.values() for regime in verdict.regimes} - {GUARDS})
    head = f"| regime | {' | '.join(map(str, found))} |\n|---|{'---|' * len(found)}\n"
    rows = [
        f"| {_linked(regime)} | {' | '.join(_cell(verdict, regime) for verdict in found.values())} |"
        for regime in regimes
    ]
    whole = f"| **the verdict** | {' | '.join(f'**{_words(verdict.outcome)}**' for verdict in found.values())} |"
    return "\n".join([head + "\n".join(rows), whole]) + "\n"


def reasons(found: Mapping[dt.date, Verdict]) -> str:
    """Return for every regime and day that are not clear the rules that made them so, and about whom, as Markdown."""
    rows = (f"| {day} | {_linked(regime)} | {text} |" for day, one in found.items() for regime, text in _why(one))
    return "\n".join(["| day | regime | rules |", "|---|---|---|", *rows]) + "\n"


def _why(verdict: Verdict) -> Iterator[tuple[str, str]]:
    rules: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for finding in verdict.findings:
        if finding.outcome != "notice":
            rules[finding.regime][finding.rule].append(finding)
    for regime in sorted(rules.keys() - {GUARDS}):
        told = []
        for rule, findings in rules[regime].items():
            who = ", ".join(sorted({one.subject.id for one in findings}))
            grade = _words(worst(one.outcome for one in findings))
            told.append(f"{grade}: [{rule}](rules/{rulepages.name(regime)}#{rule}) ({who})")
        yield regime, "; ".join(told)


def _cell(verdict: Verdict, regime: str) -> str:
    """Return a regime's outcome, starred where it rests on nothing but entries whose listing day nobody knows."""
    if regime not in verdict.regimes:
        return "not in force"
    outcome = verdict.regimes[regime]
    deciding = [finding for finding in verdict.findings if (finding.regime, finding.outcome) == (regime, outcome)]
    undated = deciding and all(any(UNDATED in caveat for caveat in finding.caveats) for finding in deciding)
    return f"{_words(outcome)}{'*' if undated else ''}"


def _linked(regime: str) -> str:
    return f"[{regime}](rules/{rulepages.name(regime)})"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


if __name__ == "__main__":
    write(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2]))
