"""Claims gathered, compared and made a Product."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sarcheck.model import Claim, Problem, Product

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_TEXT = 1000
"""Characters of a stated value; longer ones are no metadata."""
MAX_CLAIMS, MAX_PROBLEMS = 1000, 50
"""What a verdict can carry; a product that says more is told so, once."""
FROM_NAME = "name"
"""The path of a claim that was read from a file's name."""
_TIMES = frozenset({"start", "stop", "processed"})
_TUPLES = frozenset({"swaths", "polarisations"})
COMPARED = (
    "platform",
    "start",
    "stop",
    "mode",
    "polarisations",
    "product_type",
    "level",
    "look",
    "pass_direction",
    "orbit_number",
    "relative_orbit",
)
"""Fields of which two claims must agree."""
NOWHERE = "is no place on Earth"
"""How a reader's message ends of a point whose coordinates cannot be any; its problem has the code "no-place"."""
_SLACK = dt.timedelta(seconds=2)
"""Whole seconds, which some processors round where others cut."""
ABOUT = "the name may carry the start of the raw data"
DAY = "the name carries the day only, which stands as its noon"
_DERIVED_SLACK = {ABOUT: dt.timedelta(seconds=10), DAY: dt.timedelta(hours=12, minutes=10)}
"""Slack of the times that names state less exactly; raw data begin up to 1.4 s before the image on genuine products."""


class Notes:
    """What a reader gathers on its way through a product: claims, best first, and problems."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []

    def state(
        self,
        field: str,
        stated: str,
        parse: Callable[[str], Any],
        source: str,
        path: str,
        derived: str | None = None,
    ) -> None:
        """Note a claim; one that cannot be read keeps its text, has no value, and is a problem too."""
        value, shown = None, clean(stated)
        try:
            if len(stated) > MAX_TEXT:
                raise ValueError(f"is longer than {MAX_TEXT} characters")
            value = parse(shown)
        except ValueError as error:
            self.problem(f"{source}#{path}", f'{field}: "{shown}" {error}')
        self._keep(Claim(field=field, value=value, stated=shown, source=source, path=path, derived=derived))

    def name(self, names: Iterable[str], pattern: re.Pattern[str], parsers: Mapping[str, Callable[[str], Any]]) -> None:
        """Note what the first of some names that begins as a pattern says states, group by group."""
        for name, match in ((name, match) for name in names if (match := pattern.match(name))):
            for field, parse in parsers.items():
                if stated := match[field]:
                    self.state(field, stated, parse, name, FROM_NAME, ABOUT if field in _TIMES else None)
            return

    def take(self, claims: Iterable[Claim], problems: Iterable[Problem]) -> None:
        """Take over what was noted apart, within the same limits."""
        for claim in claims:
            self._keep(claim)
        for problem in problems:
            self.problem(problem.pointer, problem.message, problem.code)

    def _keep(self, claim: Claim) -> None:
        if len(self.claims) < MAX_CLAIMS:
            self.claims.append(claim)
        else:
            self.problem(claim.source, f"more than {MAX_CLAIMS} claims; the rest was not read")

    def unread(self, names: Iterable[str], what: str) -> None:
        """Note a problem where a folder holds more of a kind than the one that was read."""
        if others := list(names):
            shown = ", ".join(others[:3])
            self.problem(
                others[0], f"{len(others)} more {what} were not read ({shown}); name each by itself", "not-read"
            )

    def problem(self, pointer: str, message: str, code: str = "unreadable") -> None:
        """Note a problem; a flood of them is cut off, and says so."""
        code = "no-place" if message.endswith(NOWHERE) else code
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(pointer=clean(pointer), message=clean(message), code=code))
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append(Problem(pointer="", message="more problems than can be listed", code=code))


def clean(text: str) -> str:
    """Return a stranger's text safe to print: control characters replaced, over-long text cut."""
    cut = text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"
    return cut if cut.isprintable() else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cut)


def build(notes: Notes, **known: Any) -> Product:
    """Return the Product of the notes: for each field the first claim that has a value.

    ``known`` are the attributes that no claim states: id, href, format, evidence, outlines, ...
    """
    chosen = _first(notes.claims)
    values = {field: _thaw(field, claim.value) for field, claim in chosen.items()}
    problems = [*notes.problems, *_disagreements(notes.claims, chosen), *_disorder(values)]
    return Product(**values, **known, claims=tuple(notes.claims), problems=tuple(problems))


def _first(claims: Iterable[Claim]) -> dict[str, Claim]:
    chosen: dict[str, Claim] = {}
    for claim in claims:
        if claim.value is not None:
            chosen.setdefault(claim.field, claim)
    return chosen


def _thaw(field: str, value: Any) -> Any:
    if field in _TIMES:
        return dt.datetime.fromisoformat(value)
    return tuple(value) if field in _TUPLES else value


def _disorder(values: dict[str, Any]) -> Iterator[Problem]:
    start, stop = values.get("start"), values.get("stop")
    if start and stop and stop < start:
        yield Problem(pointer="", message=f"stops at {stop:%FT%TZ}, before it starts", code="implausible")


def _disagreements(claims: Iterable[Claim], chosen: dict[str, Claim]) -> Iterator[Problem]:
    told = set()
    for claim in claims:
        if claim.field not in COMPARED or claim.value is None:
            continue
        first = chosen[claim.field]
        if claim is first:
            continue
        key = (claim.field, repr(claim.value))
        if key not in told and not _agree(first, claim, chosen):
            told.add(key)
            message = (
                f'{claim.field}: {first.source} ({first.path}) states "{first.stated}", '
                f'{claim.source} ({claim.path}) states "{claim.stated}"'
            )
            yield Problem(pointer=f"{claim.source}#{claim.path}", message=message, code="claims-disagree")


def _agree(first: Claim, other: Claim, chosen: dict[str, Claim]) -> bool:
    """Tell whether two claims can both be true of one product.

    A name may list a channel that was not delivered, a part may hold one of the product's channels,
    and one swath of several lies within the product's time; nothing else may differ.
    """
    if first.field == "polarisations":
        whole, part = (other, first) if other.path == FROM_NAME else (first, other)
        return set(part.value) <= set(whole.value)
    if first.field in _TIMES:
        return _near(first, other) or (other.path != FROM_NAME and _within(other.value, chosen))
    return bool(first.value == other.value)


def _near(one: Claim, other: Claim) -> bool:
    apart = abs(dt.datetime.fromisoformat(one.value) - dt.datetime.fromisoformat(other.value))
    return apart <= max(_DERIVED_SLACK.get(claim.derived or "", _SLACK) for claim in (one, other))


def _within(value: str, chosen: dict[str, Claim]) -> bool:
    if "start" not in chosen or "stop" not in chosen:
        return False
    begin, end = (dt.datetime.fromisoformat(chosen[field].value) for field in ("start", "stop"))
    return begin - _SLACK <= dt.datetime.fromisoformat(value) <= end + _SLACK
