"""``sarcheck key new``: a key of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from sarcheck import exitcodes
from sarcheck.cli import _keys, _options, _streams


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@_options.verbose
def command(file: Path) -> int:
    """Make an ed25519 key: the private half in FILE, which only you can read, the public half in FILE.pub.

    Give FILE.pub to whoever is to check what you sign. Nothing that exists is written over.
    """
    from sarcheck import attest

    pair, public = attest.new_key(), Path(f"{file}.pub")
    if public.exists():
        raise click.UsageError(f"{public} is there already: a key is never written over; name another file")
    _keys.write_new(public, pair.public, 0o644)
    try:
        _keys.write_new(file, pair.private, 0o600)
    except BaseException:
        public.unlink(missing_ok=True)
        raise
    _streams.emit(f"key {pair.id}\nprivate {file}\npublic  {public}\n".encode())
    return exitcodes.CLEAR
