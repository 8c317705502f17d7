"""The rules of a pack as Markdown: a page for each regime, and an index with all law that is not verified.

Pure: rules in, text out. The pages of the default pack stand in docs/rules/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sarcheck.reports.page import amount
from sarcheck.reports.rulesheet import KNOWN, grade, manual, question, rows, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sarcheck.model import Rule

INDEX = "README.md"
MADE = "<!-- Made from rules/regimes/ by tests/test_rule_pages.py: change the rules, not this page. -->\n"


def pages(rules: Sequence[Rule], pack: str) -> dict[str, str]:
    """Return the text of each page by its file name: one a regime, and the index."""
    regimes = sorted({rule.regime for rule in rules})
    made = {name(regime): page(regime, [rule for rule in rules if rule.regime == regime]) for regime in regimes}
    return {INDEX: index(rules, pack), **made}


def name(regime: str) -> str:
    """Return the file name of a regime's page."""
    return f"{regime.lower()}.md"


def page(regime: str, rules: Sequence[Rule]) -> str:
    """Return a regime's page: each rule in full, then how the checks work that they use."""
    checks = sorted({rule.check for rule in rules})
    parts = [
        f"# {_safe(regime)}\n",
        MADE,
        f"{amount(len(rules), 'rule')} of {_safe(', '.join(sorted({rule.authority for rule in rules})))}. "
        f"All regimes and what is not verified: [index]({INDEX}).\n",
        *(_rule(rule) for rule in sorted(rules, key=lambda rule: rule.id)),
        "## How the checks work\n",
        *(_check(check) for check in checks),
    ]
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    lines = [
        f"## {_safe(rule.id)}\n",
        f"**{_safe(rule.title)}**\n",
        f"{_safe(question(rule.check))} ([{rule.check}](#{rule.check}))\n",
        "| | |\n|---|---|",
        *(f"| {label} | {_cell(text)} |" for label, text in rows(rule)),
    ]
    return "\n".join(lines) + "\n"


def _check(check: str) -> str:
    parts = "\n\n".join(_safe(part) for part in manual(check))
    return f"### {check}\n\n{_safe(question(check))}\n\n{parts}\n"


def index(rules: Sequence[Rule], pack: str) -> str:
    """Return the index: every rule in a line, and those whose law is not verified at its source."""
    ordered = sorted(rules, key=lambda rule: (rule.regime, rule.id))
    doubtful = list(_doubtful(ordered))
    parts = [
        "# Rules\n",
        MADE,
        f"The {len(ordered)} rules of {_safe(pack)}. `sarcheck explain --rule ID` tells one at a terminal, "
        "`sarcheck rules show` which are in force on a day.\n",
        _table(("regime", "rule", "title", "grade", "asks of"), map(_line, ordered)),
        "## What is not verified\n",
        f"{len(doubtful)} intervals in {len({row[1] for row in doubtful})} rules. A finding says so of its law too.\n",
        _table(("regime", "rule", "in force", "status", "that is"), doubtful),
    ]
    return "\n".join(parts)


def _line(rule: Rule) -> tuple[str, ...]:
    page = name(rule.regime)
    return (
        f"[{_safe(rule.regime)}]({page})",
        f"[{rule.id}]({page}#{rule.id})",
        _cell(rule.title),
        grade(rule),
        rule.asks,
    )


def _doubtful(rules: Iterable[Rule]) -> Iterator[tuple[str, ...]]:
    for rule in rules:
        for interval in rule.in_force:
            if interval.status != "verified":
                yield rule.regime, f"`{rule.id}`", span(interval), interval.status, KNOWN[interval.status]


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = (f"| {' | '.join(row)} |" for row in body)
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines]) + "\n"


def _cell(text: str) -> str:
    return _safe(text).replace("|", "\\|")


def _safe(text: str) -> str:
    """Return text in which no letter means markup of HTML or breaks the line."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("``", "`")
