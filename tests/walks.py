"""Pages that are walked: what they tell a reader to type and to write is done, in order, in a folder of its own.

A page with ``<!-- walk -->`` is walked. Its ``console`` blocks hold commands behind ``$`` and what they print; its
``text`` block right after a ``python`` block is what that prints; a block after ``<!-- file: PATH -->`` is a file that
the reader writes.
The folder holds what a clone of the project holds that a reader is told to look at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MARK = "<!-- walk -->"
BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w*)\n(?P<body>.*?)^```\n(?:\n```text\n(?P<printed>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
CLONE = ("samples", "docs/examples")
END = "\x1e"
"""Stands between what two commands print."""


class Command(NamedTuple):
    """A command as a page writes it, and what the page says that it prints."""

    text: str
    printed: str


def commands(body: str) -> list[Command]:
    """Return the commands of a console block; a line that begins with ``>`` goes on with the command before it."""
    found = re.findall(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", body, re.MULTILINE)
    return [Command(text, printed) for text, printed in found]


class Walk:
    """A reader with a clone, an empty home and 80 columns, who does what pages say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        for name in CLONE:
            shutil.copytree(ROOT / name, self.folder / name)
        self.environment = {
            "HOME": str(folder),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "80",
            "LC_ALL": "C.UTF-8",
            "SARCHECK_CACHE": os.environ.get("SARCHECK_CACHE", str(folder / "cache")),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        program = folder / "bin" / "sarcheck"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sarcheck "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def run(self, *arguments: str) -> str:
        """Return what a program prints in the folder, complaints among it."""
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout.replace(str(self.folder.parent), "~")

    def console(self, body: str) -> str:
        """Return a console block with what its commands print now; they share one shell, so that ``$?`` is known."""
        given = commands(body)
        assert given and "".join(f"$ {text}{printed}" for text, printed in given) == body, f"no console block:\n{body}"
        typed = [re.sub(r"^> ", "", text, flags=re.MULTILINE) for text, _ in given]
        script = "".join(f"{text}(s=$?; printf '{END}'; exit $s)\n" for text in typed)
        printed = self.run("bash", "-c", script).split(END)
        assert len(printed) == len(given) + 1, printed
        return "".join(f"$ {text}{_ended(out)}" for (text, _), out in zip(given, printed, strict=False))

    def write(self, name: str, content: str) -> None:
        """Write a file as a page shows it."""
        path = self.folder / name
        assert path.resolve().is_relative_to(self.folder.resolve()), name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def block(self, found: re.Match[str]) -> str:
        """Do what a block says, and return it as it should stand in the page."""
        if found["file"]:
            self.write(found["file"], found["body"])
        elif found["kind"] == "console":
            return f"```console\n{self.console(found['body'])}```\n"
        elif found["kind"] == "python":
            printed = self.run(sys.executable, "-c", found["body"])
            assert found["printed"] is not None or not printed, printed
            shown = f"\n```text\n{_ended(printed)}```\n" if found["printed"] is not None else ""
            return f"```python\n{found['body']}```\n{shown}"
        return found[0]


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def walked(page: str, folder: Path) -> str:
    """Return a page with what its commands and programs print now."""
    return BLOCK.sub(Walk(folder).block, page)


def pages() -> list[Path]:
    """Return the pages that are walked."""
    return [path for path in sorted((ROOT / "docs").rglob("*.md")) if MARK in path.read_text(encoding="utf-8")]
