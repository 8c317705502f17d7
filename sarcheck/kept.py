"""What was made and will be asked for again, within a bound."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(dict[Key, Made]):
    """Keeps what was made; before it grows beyond ``most`` it lets all of it go. Threads may share it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def once(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return what a function makes, the same for all who give the same key for as long as it is kept."""
        made = self.get(key)
        if made is None:
            made = make()
            self.keep({key: made})
        return made

    def keep(self, made: Mapping[Key, Made]) -> None:
        """Keep some more, themselves no more than ``most``."""
        if len(self) + len(made) > self.most:
            self.clear()
        self.update(made)
