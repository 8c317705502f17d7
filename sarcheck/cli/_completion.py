"""``sarcheck --completion SHELL``: the script that makes a shell complete verbs, options and files."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")

VARIABLE = "_SARCHECK_COMPLETE"
"""The variable by which a shell's script asks sarcheck for what may come next, as click defines it."""


def write(ctx: click.Context, _option: click.Parameter, shell: str | None) -> None:
    """Print the script of a shell and end the run."""
    if not shell or ctx.resilient_parsing:
        return
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - SHELLS holds shells that click knows
    click.echo(kind(ctx.command, {}, "sarcheck", VARIABLE).source())
    ctx.exit()
