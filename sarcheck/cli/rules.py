"""``sarcheck rules``: the lists and rules that verdicts rest on."""

from __future__ import annotations

from sarcheck.cli._group import Verb, VerbGroup

VERBS = (
    Verb("status", "Show each list's dates, size and state, and what to do.", "rules_status"),
    Verb("update", "Fetch lists from their publishers.", "rules_update"),
    Verb("check", "Ask publishers for newer lists and store nothing.", "rules_check"),
    Verb("import", "Put publishers' list files into a rules folder.", "rules_import"),
    Verb("show", "Show the rules, and which are in force on a day.", "rules_show"),
    Verb("diff", "Show what changed between two versions of lists or rules.", "rules_diff"),
    Verb("lint", "Show what is doubtful in a rules folder.", "rules_lint"),
    Verb("init", "Start a rules folder of your own over the default pack.", "rules_init"),
)

command = VerbGroup(
    name="rules",
    verbs=VERBS,
    package="sarcheck.cli",
    help="""The rules and the denied-party lists that verdicts rest on.

    On the first day: sarcheck rules status tells which lists are missing, and what to run.""",
)
