"""docs/commands.md is the help of every verb."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from sarcheck.cli import VERBS, cli, rules

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

HEAD = """# Every command

What `--help` says of each verb. A flag wins over its `SARCHECK_*` variable, that over `sarcheck.toml` of your
configuration folder; nothing is ever taken from the working directory or from an order's folder.

## Completion

`sarcheck --completion bash` prints the script with which the Tab key completes verbs, options, choices and files; `zsh`
and `fish` have theirs. `eval "$(sarcheck --completion bash)"` in `~/.bashrc` takes it up.
"""


def shown(*arguments: str) -> str:
    """Return the help of a verb on 80 columns, in a block below its name."""
    asked = [*arguments, "--help"]
    result = CliRunner().invoke(cli, asked, prog_name="sarcheck", env={"COLUMNS": "80", "SARCHECK_RULES": None})
    assert result.exit_code == 0
    return f"\n## {' '.join(['sarcheck', *arguments])}\n\n```\n{result.output}```\n"


def sections() -> Iterator[str]:
    yield shown()
    for verb in VERBS:
        yield shown(verb.name)
        if verb.name == "rules":
            yield from (shown("rules", below.name) for below in rules.VERBS)


def test_the_help_of_every_verb_is_shown() -> None:
    fresh = HEAD + "".join(sections())
    if os.environ.get("SARCHECK_UPDATE_DOCS") == "1":
        PAGE.write_text(fresh, encoding="utf-8")
    assert fresh == PAGE.read_text(encoding="utf-8")
    assert all(len(line) <= 80 for part in sections() for line in part.splitlines())
