"""Errors that leave sarcheck. Each names the place and, where one is known, the cure."""

from __future__ import annotations

__all__ = [
    "AttestationError",
    "GeometryError",
    "JournalError",
    "OrderError",
    "ProductError",
    "RulesError",
    "SarcheckError",
    "StaleError",
]


class SarcheckError(Exception):
    """The base of every error that sarcheck raises on purpose."""


class OrderError(SarcheckError):
    """An order document that cannot be read: every problem of it, each with its JSON pointer.

    ``beside`` is what is wrong with a second document that belongs to it.
    """

    def __init__(
        self, problems: list[tuple[str, str]], source: str = "order", beside: OrderError | None = None
    ) -> None:
        self.problems = tuple(problems)
        self.source = source
        self.beside = beside
        super().__init__(self.problems, source, beside)  # as it is made, so that it can be pickled

    @property
    def pointer(self) -> str:
        """Return the JSON pointer of the first problem; the empty string is the whole document."""
        return self.problems[0][0] if self.problems else ""

    def __str__(self) -> str:
        places = (f"{self.source}: {pointer}" if pointer else self.source for pointer, _ in self.problems)
        lines = [f"{place}: {text}" for place, (_, text) in zip(places, self.problems, strict=True)]
        return "\n".join([*lines, str(self.beside)] if self.beside else lines)


class ProductError(SarcheckError):
    """A product that cannot be read: its href, the place in it, and why."""

    def __init__(self, href: str, pointer: str, message: str) -> None:
        self.href, self.pointer, self.message = href, pointer, message
        super().__init__(href, pointer, message)

    def __str__(self) -> str:
        place = f"{self.href} ({self.pointer})" if self.pointer else self.href
        return f"{place}: {self.message}"


class GeometryError(SarcheckError):
    """Points that make no footprint: degenerate, non-finite, placeholders. Never read as clear."""


class RulesError(SarcheckError):
    """A rules folder, list, region file or store that cannot be read or trusted."""

    def __init__(self, file: str, pointer: str, message: str) -> None:
        self.file, self.pointer, self.message = file, pointer, message
        super().__init__(file, pointer, message)

    def __str__(self) -> str:
        place = f"{self.file} ({self.pointer})" if self.pointer else self.file
        return f"{place}: {self.message}"


class StaleError(SarcheckError):
    """A source that is older than its use allows."""

    def __init__(self, source: str, age: int | None) -> None:
        self.source, self.age = source, age
        super().__init__(source, age)

    def __str__(self) -> str:
        age = "of unknown age" if self.age is None else f"{self.age} days old"
        return f"{self.source} is {age}"


class JournalError(SarcheckError):
    """A journal that cannot be written, read or relied on: its file, the place in it, and why."""

    def __init__(self, file: str, place: str, message: str) -> None:
        self.file, self.place, self.message = file, place, message
        super().__init__(file, place, message)

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}" if self.place else f"{self.file}: {self.message}"


class AttestationError(SarcheckError):
    """A key, signature or attestation that cannot be used or does not hold: its file and why."""

    def __init__(self, file: str, message: str) -> None:
        self.file, self.message = file, message
        super().__init__(file, message)

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"
