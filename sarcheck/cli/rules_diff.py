"""``sarcheck rules diff``: what changed between two versions of lists or rules."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from sarcheck import exitcodes
from sarcheck.cli import _options, _streams


@click.command("diff")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="[B]", required=False, type=click.Path(path_type=Path))
@_options.rules
@_options.output("text", "json")
@_options.config
@_options.verbose
def command(before: Path, after: Path | None, rules: Path | None, form: str) -> int:
    """Show what was added, removed or changed from A to B: listed parties, and between rules folders rules and regions.

    A and B are rules folders, imported lists, earlier versions of them, or publishers' files. A alone is the id
    of an imported list: its last version but one is compared with the one in force.
    """
    from sarcheck import differences, importing, ruleset
    from sarcheck.errors import RulesError
    from sarcheck.reports import differences as report
    from sarcheck.reports.json import document

    folder = rules or ruleset.user_folder()
    if after is None:
        versions = importing.versions(folder, before.name)
        if len(versions) < 2:
            held = "has only the version in force" if versions else "is no list"
            cure = "import or update it once more, or give two paths" if versions else "give a list's id, or two paths"
            raise RulesError(str(before), "", f"{held} in {folder}: {cure}")
        before, after = versions[-2:]
    layers = (ruleset.default_pack(),)
    found = differences.compare(differences.read(before, layers), differences.read(after, layers))
    law, new = differences.policy(before), differences.policy(after)
    if law is not None and new is not None:
        found = msgspec.structs.replace(found, policy=differences.compare_policy(law, new))
    if form == "json":
        _streams.emit(document(found))
    else:
        _streams.emit(report.text(found, before=str(before), after=str(after), **_streams.paper()))
    return exitcodes.CLEAR
