"""``sarcheck rules``: the lists and rules that verdicts rest on."""

from __future__ import annotations

from sarcheck.cli._group import Verb, VerbGroup

VERBS = (
    Verb("import", "Put publishers' list files into a rules folder.", "rules_import"),
    Verb("status", "Show each list's dates, size and state.", "rules_status"),
)

command = VerbGroup(
    name="rules",
    verbs=VERBS,
    package="sarcheck.cli",
    help="Import denied-party lists and show how current they are.",
)
