"""A click group whose verbs are imported when they are run, and the one place where errors become exit codes."""

from __future__ import annotations

import importlib
import sys
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from sarcheck import exitcodes
from sarcheck.cli._near import meant, near
from sarcheck.errors import SarcheckError

VERBOSE = "sarcheck.verbose"
"""Key of the context's shared ``meta`` under which ``-v`` is kept."""

_OWN_FLAGS = ("--help", "-h", "--version", "--completion")
"""Options of the whole command; any other option that comes first belongs to the default verb."""


class Verb(NamedTuple):
    """A verb and its line in the help; ``sarcheck.cli.<module>.command`` is its command."""

    name: str
    summary: str
    module: str = ""


class VerbGroup(click.Group):
    """A group that lists its verbs without importing them and may fall back to one of them."""

    def __init__(self, *, verbs: tuple[Verb, ...], package: str, default: str | None = None, **attributes: Any) -> None:
        usage = "[VERB] [OPTION]... ORDER..." if default else "VERB [OPTION]..."
        super().__init__(
            context_settings={"help_option_names": ["-h", "--help"]},
            options_metavar=None,
            subcommand_metavar=usage,
            **attributes,
        )
        self.verbs = {verb.name: verb for verb in verbs}
        self.package, self.default = package, default

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the help text."""
        return list(self.verbs)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb's module and return its command; None if there is no such verb."""
        if cmd_name not in self.verbs:
            return None
        verb = self.verbs[cmd_name]
        command = importlib.import_module(f"{self.package}.{verb.module or verb.name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake in the table of verbs, not in the input
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs from their summaries, importing none of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb.name, verb.summary) for verb in self.verbs.values()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default verb before arguments that do not start with a verb."""
        if self.default and args and args[0] not in self.verbs and args[0].partition("=")[0] not in _OWN_FLAGS:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that the arguments start with; for one that does not exist say which may have been meant."""
        if args and args[0] not in self.verbs and not ctx.resilient_parsing:
            all_verbs = ", ".join(self.verbs)
            ctx.fail(f"there is no verb {args[0]!r}{meant(args[0], self.verbs) or f'; there are {all_verbs}'}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the verbs and options that may come next, and where there is a default verb what may follow that."""
        verbs = [
            CompletionItem(verb.name, help=verb.summary)
            for verb in self.verbs.values()
            if verb.name.startswith(incomplete)
        ]
        found = verbs + click.Command.shell_complete(self, ctx, incomplete)
        if not self.default:
            return found
        command = self.get_command(ctx, self.default)
        assert command is not None  # noqa: S101 - a mistake in the table of verbs, not in the input
        known = {item.value for item in found}
        later = command.shell_complete(ctx, incomplete)
        files = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="file")]
        return found + [item for item in later if item.value not in known] + files


class Root(VerbGroup):
    """The whole command: runs a verb and turns what it returns or raises into an exit code."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Print the help when there is nothing to do, and say so in the exit code."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit(exitcodes.NO_INPUT)
        if args and args[0].startswith("--") and args[0].partition("=")[0] not in _OWN_FLAGS:
            self._refuse_slip(ctx, args[0].partition("=")[0])
        return super().parse_args(ctx, args)

    def _refuse_slip(self, ctx: click.Context, written: str) -> None:
        """Raise click.NoSuchOption for an option that is closest to one of the whole command's own."""
        command = self.get_command(ctx, self.default or "")
        options = [name for param in command.params for name in param.opts] if command else []
        closest = near(written, (*options, *_OWN_FLAGS))
        if closest and closest[0] in _OWN_FLAGS:
            raise click.NoSuchOption(written, possibilities=closest, ctx=ctx)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of exit codes."""
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in exitcodes.TABLE])

    def invoke(self, ctx: click.Context) -> None:
        """Run the verb and exit with its code; an error is one line on stderr, never a traceback unless asked for."""
        try:
            code = super().invoke(ctx)
        except SarcheckError as error:
            code = self._report(ctx, str(error), exitcodes.of_error(error))
        except KeyboardInterrupt:
            code = exitcodes.INTERRUPTED
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (OSError, MemoryError) as error:
            from sarcheck.cli._machine import told

            code = self._report(ctx, told(error), exitcodes.INTERNAL)
        except Exception as error:  # noqa: BLE001 - the outermost edge: whatever is left is a defect, told in one line
            hint = "" if ctx.meta.get(VERBOSE) else " (run with -v for the traceback)"
            text = f"internal error: {type(error).__name__}: {error}{hint}"
            code = self._report(ctx, " ".join(text.split()), exitcodes.INTERNAL)
        ctx.exit(code)

    @staticmethod
    def _report(ctx: click.Context, message: str, code: int) -> int:
        """Print an error, with its traceback where ``-v`` was given, and return its exit code."""
        from sarcheck.cli._streams import complain

        complain(message)
        if ctx.meta.get(VERBOSE):
            import traceback

            traceback.print_exc(file=sys.stderr)
        return code
