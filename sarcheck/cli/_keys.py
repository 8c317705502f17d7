"""Key files: read with care, written once."""

from __future__ import annotations

import os
from pathlib import Path

from sarcheck.errors import AttestationError

LARGEST = 64 * 1024
OTHERS = 0o077


def private(path: Path) -> bytes:
    """Return a private key's file; raise AttestationError where others than its owner may read it."""
    data = read(path)
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise AttestationError(str(path), "others may read this private key: chmod 600 it, or make a new one")
    return data


def read(path: Path, limit: int = LARGEST) -> bytes:
    """Return a file of no more than a length; raise AttestationError."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise AttestationError(str(path), f"cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise AttestationError(str(path), f"is larger than {limit >> 10} KiB, which no such file is")
    return data


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet, with its rights from the first byte on; raise AttestationError."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            path.unlink(missing_ok=True)  # half a key: no key, and in the way of one
            raise
    except FileExistsError:
        raise AttestationError(str(path), "is there already: a key is never written over; name another file") from None
    except OSError as error:
        raise AttestationError(str(path), f"cannot be written: {error.strerror}") from error
