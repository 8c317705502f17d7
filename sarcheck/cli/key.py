"""``sarcheck key``: keys to sign with."""

from __future__ import annotations

from sarcheck.cli._group import Verb, VerbGroup

VERBS = (Verb("new", "Make a key to sign verdicts and decisions with.", "key_new"),)

command = VerbGroup(
    name="key", verbs=VERBS, package="sarcheck.cli", help="Keys that verdicts and decisions are signed with."
)
