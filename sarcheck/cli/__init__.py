"""The command line: arguments, streams and exit codes, nothing else.

Importing this module imports click and nothing heavier; a verb's own module is imported when the
verb is run, so that ``sarcheck --help`` costs what click costs.
"""

from __future__ import annotations

import contextlib
import sys

import click

from sarcheck import exitcodes
from sarcheck.cli import _completion
from sarcheck.cli._group import Root, Verb
from sarcheck.cli._near import Choice

VERBS = (
    Verb("screen", "Screen orders and print one explained verdict for each."),
    Verb("batch", "Screen folders, NDJSON or Parquet of orders into shards of verdicts."),
    Verb("rescreen", "Tell which verdicts change with newer lists or rules, and why."),
    Verb("inspect", "Show what a reader sees in a product, claim by claim."),
    Verb("where", "Tell which sensitive regions a footprint touches."),
    Verb("match", "Look a name up in the denied-party lists, explained."),
    Verb("explain", "Tell a verdict again from its JSON, or a rule, in full."),
    Verb("rules", "Fetch and import lists; show, check, compare and start rules."),
    Verb("decide", "Record an officer's decision on a finding."),
    Verb("journal", "Check, show, search, export and purge a journal."),
    Verb("verify", "Check a signed verdict, and judge it again."),
    Verb("key", "Make keys to sign with."),
    Verb("schema", "Print the JSON Schema of an order, a verdict or a rule."),
)

HELP = """Screen a SAR imagery order before it is delivered.

sarcheck reads what the product says about itself, where on Earth it was taken, and who stands
between the satellite and the end user, and prints one explained verdict.

\b
sarcheck ORDER.json    is short for  sarcheck screen ORDER.json
sarcheck -             reads the order from standard input
"""


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from sarcheck import __version__

        click.echo(f"sarcheck {__version__}")
        ctx.exit()


cli = Root(
    name="sarcheck",
    verbs=VERBS,
    package="sarcheck.cli",
    default="screen",
    help=HELP,
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
        ),
        click.Option(
            ["--completion"],
            type=Choice(_completion.SHELLS),
            metavar="SHELL",
            is_eager=True,
            expose_value=False,
            callback=_completion.write,
            help=f"Print the completion script for a shell: {', '.join(_completion.SHELLS)}.",
        ),
    ],
)


def main() -> None:
    """Run the command line and exit with a code of ``sarcheck.exitcodes``, also where nothing can be told any more."""
    try:
        code = cli.main(prog_name="sarcheck", standalone_mode=False)
    except click.ClickException as error:
        code = error.exit_code
        with contextlib.suppress(OSError):
            error.show()
    except click.Abort:
        code = exitcodes.INTERRUPTED
    except OSError as error:  # of a help text; a verb's own are told by Root
        from sarcheck.cli._machine import told
        from sarcheck.cli._streams import complain

        complain(f"standard output cannot be written: {told(error)}")
        code = exitcodes.INTERNAL
    sys.exit(code)
