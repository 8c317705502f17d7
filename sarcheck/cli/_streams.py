"""Standard streams and files: what a verb writes, and where."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, BinaryIO

import click

from sarcheck import exitcodes
from sarcheck.errors import SarcheckError
from sarcheck.reports.page import clean

NO_PROGRESS = "sarcheck.no_progress"
"""Where a call's context notes that nothing is to be told of progress."""


class NoInputError(click.ClickException):
    """Standard input that cannot be read, told like every other error."""

    exit_code = exitcodes.NO_INPUT

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        """Write the message to standard error."""
        complain(self.message)


def emit(data: bytes) -> None:
    """Write bytes to standard output; a reader that has gone away changes neither verdict nor exit code.

    Nor does a standard output that the caller closed: Python then has none.
    """
    if sys.stdout is None:
        return
    stream = sys.stdout.buffer
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise SarcheckError(f"standard output cannot be written: {error.strerror}") from error


def complain(message: str) -> None:
    """Write lines to standard error, made harmless, each after the program's name.

    What nobody can be told changes no exit code.
    """
    with contextlib.suppress(OSError):
        for line in message.splitlines() or [""]:
            click.echo(f"sarcheck: {clean(line)}", err=True)


def progress(message: str) -> None:
    """Tell a person at a terminal what takes so long; a pipe or a log hears nothing, nor who wants no progress."""
    call = click.get_current_context(silent=True)
    unwanted = call is not None and call.meta.get(NO_PROGRESS)
    if sys.stderr is not None and sys.stderr.isatty() and not unwanted:
        click.echo(f"{message} ...", err=True)


def paper() -> dict[str, Any]:
    """Return how text is to be laid out: ``width`` in cells and whether in ``colour``.

    Colour needs a terminal that has it and a user who has not set NO_COLOR; COLUMNS sets the width.
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": shutil.get_terminal_size((80, 24)).columns, "colour": colour}


def read_stdin(limit: int) -> bytes:
    """Return what standard input holds; of what is longer than a limit, enough to see that it is.

    Raise NoInputError.
    """
    try:
        return stdin().read(limit + 1)
    except OSError as error:
        raise NoInputError(f"standard input cannot be read: {error.strerror}") from error


def stdin() -> BinaryIO:
    """Return standard input; raise NoInputError when the caller closed it."""
    if sys.stdin is None:
        raise NoInputError("standard input is closed: pipe a document in, or name a file")
    return sys.stdin.buffer


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then renamed.

    A link is followed; what is no regular file (a pipe, a device) is written to and never replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    path = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
