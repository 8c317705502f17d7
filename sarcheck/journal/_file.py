"""The journal as a file: an SQLite database of two tables that only ever grow.

Rollback journal, not write-ahead log: at rest a journal is one file, every byte of which ``verify`` can account for,
and a copy of that file is the whole of it. A commit returns when the disk has it (synchronous=EXTRA).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sarcheck.errors import JournalError

APPLICATION = 0x5341524A
"""Which program's file it is, in SQLite's header: SARJ."""

FORMAT = 1
PAGE = 65536
"""Bytes of a page, the most there can be: the pages that lead to others then do not fill up, and SQLite need not part
them, before a journal has some hundred megabytes."""

MAGIC = b"SQLite format 3\0"
PATIENCE = 60.0
"""Seconds that a writer waits for others."""

SCHEMA = (
    ("record", 2, "CREATE TABLE record(seq INTEGER PRIMARY KEY, header BLOB NOT NULL, hash BLOB NOT NULL)"),
    ("payload", 3, "CREATE TABLE payload(id INTEGER PRIMARY KEY, data BLOB NOT NULL)"),
)
"""Each table, the page at which it begins, and how it is made. Without an index nothing ever moves in the file."""

GUARDS = ("trusted_schema=OFF", "cell_size_check=ON", "secure_delete=ON", "synchronous=EXTRA", "temp_store=MEMORY")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a journal to add to it, made where there is none; all that is done inside is recorded, or nothing is.

    Raise JournalError: it is no journal, cannot be written, or another writer does not let go.
    """
    with _told(path, "nothing was recorded, and what was recorded before is as it was"):
        _made(path)
        with contextlib.closing(_connected(path, "rw")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                _founded(connection, path)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a journal as it is at this moment. Raise JournalError when it is none or cannot be read."""
    with _told(path, "verify it, and fall back on a copy"):
        if not path.is_file():
            raise JournalError(str(path), "", "there is no such journal")
        mode = "rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro"
        with contextlib.closing(_connected(path, mode)) as connection:
            connection.execute("BEGIN")
            _ours(connection, path)
            yield connection


def is_journal(path: Path) -> bool:
    """Tell whether a file is an SQLite database, which of sarcheck's files only a journal is."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")  # a journal has none: found by its type
    try:
        connection.execute(f"PRAGMA page_size={PAGE}")
        for guard in GUARDS:
            connection.execute(f"PRAGMA {guard}")
    except BaseException:
        connection.close()
        raise
    return connection


def _made(path: Path) -> None:
    """Make an empty file that only its owner can read: journals hold personal data."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except FileExistsError:
        return
    os.close(handle)


def _founded(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a file that has none, else see that it is a journal."""
    if path.stat().st_size:
        _ours(connection, path)
        return
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
    for _, _, sql in SCHEMA:
        connection.execute(sql)


def _ours(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is no journal, or has anything in it besides (a trigger, say)."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise JournalError(str(path), "", "is not a journal of sarcheck; name another file")
    if (found := connection.execute("PRAGMA user_version").fetchone()[0]) != FORMAT:
        raise JournalError(str(path), "", f"is a journal of format {found}; this version of sarcheck reads {FORMAT}")
    rows = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").fetchall()
    if rows != [("table", name, name, root, sql) for name, root, sql in SCHEMA]:
        raise JournalError(str(path), "", "has other tables than a journal: it was tampered with")


@contextlib.contextmanager
def _told(path: Path, so: str) -> Iterator[None]:
    """Tell what the database or the disk refuses in the words of an error of sarcheck."""
    try:
        yield
    except (sqlite3.Error, OverflowError) as error:
        raise JournalError(str(path), "", f"{error}; {so}") from error
    except OSError as error:
        raise JournalError(str(path), "", f"{error.strerror or error}; {so}") from error
