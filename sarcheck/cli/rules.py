"""``sarcheck rules``: the lists and rules that verdicts rest on."""

from __future__ import annotations

from sarcheck.cli._group import Verb, VerbGroup

VERBS = (
    Verb("status", "Show each list's dates, size and state, and what to do.", "rules_status"),
    Verb("update", "Fetch lists from their publishers.", "rules_update"),
    Verb("check", "Ask publishers for newer lists and store nothing.", "rules_check"),
    Verb("import", "Put publishers' list files into a rules folder.", "rules_import"),
    Verb("diff", "Show what changed between two versions of lists.", "rules_diff"),
    Verb("lint", "Show links between listed parties that nobody can follow.", "rules_lint"),
)

command = VerbGroup(
    name="rules",
    verbs=VERBS,
    package="sarcheck.cli",
    help="Fetch and import denied-party lists, and show how current they are.",
)
