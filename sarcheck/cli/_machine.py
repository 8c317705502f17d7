"""What the machine refuses (room, rights, memory, files, processes), in words: the place, the reason, the cure."""

from __future__ import annotations

import errno

_CURES = {
    errno.ENOSPC: "make room and run it again",
    errno.EDQUOT: "make room and run it again",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f) and run it again",
    errno.EROFS: "name a place that can be written",
    errno.EACCES: "give whoever runs sarcheck the right to it",
    errno.EPERM: "give whoever runs sarcheck the right to it",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "the machine has too many files open: end what else runs",
    errno.EAGAIN: "no further process may be started: ask for fewer (--jobs), or raise the limit (ulimit -u)",
    errno.ENOMEM: "give it more memory, or less to do at a time (--jobs, --shard)",
    errno.EIO: "the disk or the network behind it fails: look at the machine's log",
    errno.ESTALE: "the server behind it lost the file: mount it anew and run it again",
}


def told(error: OSError | MemoryError) -> str:
    """Return in one line what failed, where that is known, and what to do about it."""
    if isinstance(error, MemoryError):
        return f"out of memory; {_CURES[errno.ENOMEM]}"
    reason = error.strerror or str(error) or type(error).__name__
    cure = _CURES.get(error.errno or 0, "")
    words = f"{reason}; {cure}" if cure else reason
    return f"{error.filename}: {words}" if error.filename else words
