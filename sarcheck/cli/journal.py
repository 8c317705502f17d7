"""``sarcheck journal``: what was recorded, for years."""

from __future__ import annotations

from sarcheck.cli._group import Verb, VerbGroup

VERBS = (
    Verb("verify", "Find any change, removal or cut in a journal.", "journal_verify"),
    Verb("show", "Show a journal's records, or one in full.", "journal_show"),
    Verb("search", "Find records by order, name, number or product.", "journal_search"),
    Verb("export", "Put everything on a case into one zip file.", "journal_export"),
    Verb("purge", "Erase personal data whose time is over.", "journal_purge"),
)

command = VerbGroup(
    name="journal",
    verbs=VERBS,
    package="sarcheck.cli",
    help="The append-only record of verdicts and decisions (screen --journal FILE makes it).",
)
