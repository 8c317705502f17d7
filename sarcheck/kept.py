"""What was made and will be asked for again, within a bound."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(dict[Key, Made]):
    """Keeps what was made; before it grows beyond ``most`` it lets all of it go. Threads may share it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, made: Mapping[Key, Made]) -> None:
        """Keep some more, themselves no more than ``most``."""
        if len(self) + len(made) > self.most:
            self.clear()
        self.update(made)
