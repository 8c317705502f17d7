"""The files of a rules folder: all of them, or an error.

pathlib's own walk passes over a folder that it may not look into, and over links to folders, in silence; with them went
the rules and lists that they hold.
"""

from __future__ import annotations

import os
from pathlib import Path

from sarcheck.errors import RulesError


def files(folder: Path) -> list[Path]:
    """Return the files of a folder tree, sorted; none where there is no such folder. What is hidden does not count.

    Raise RulesError where a folder cannot be looked into, or is a link.
    """
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if not entry.is_dir():
                    found.append(folder / entry.name)
                elif entry.is_symlink():
                    raise RulesError(
                        entry.path, "", "is a link to a folder, which is not followed: put the folder there"
                    )
                else:
                    found += files(folder / entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RulesError(str(folder), "", f"cannot be read: {error.strerror}") from error
    return sorted(found)
