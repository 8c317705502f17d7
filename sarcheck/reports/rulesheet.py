"""A rule in words: what it asks, its law, its days, its grades, what it needs and what to do; one row a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sarcheck.checks import CHECKS
from sarcheck.reports.page import Line, fit, led, pages, paragraph, table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from sarcheck.model import ChangedRule, Interval, Rule

KNOWN = {
    "verified": "read at its source",
    "secondary": "read in a secondary source only",
    "unconfirmed": "read, but not confirmed to be in force",
    "unverified": "general knowledge, not read at its source",
}
"""How a legal fact is known, in words."""

ASKS = {
    "today": "the day judged",
    "order": "the day of the order, and every day from then to the day judged",
    "acquisition": "the day on which each image was taken",
}
"""The day that a rule asks of, in words."""

EVIDENCE = {
    "parties": "each party that the order names, with names, identifiers, countries and dates",
    "operators": "the platform that each product claims, and who operates it on the day of the image",
    "chain": "each party and operator, and who owns them by the order, the lists and the files of ownership/",
    "places": "where the delivery and each party are: country, subdivision, address or point",
    "areas": "the footprint of each product by its own metadata, and the order's area",
    "imaging": "the layout of each product, and the platform that it states",
    "orders": "the order document and what was read of its products",
    "provenance": "what each product's own numbers say of where it comes from, and whether it is what was ordered",
    "named": "each party that the order or a product names",
    "required": "the dates and the state of each list that a binding rule names",
}
"""What a check looks at (its EXAMINES), in words."""

WORDS = {
    "applies_to": "looks at",
    "outcome_border": "grade where the border is not known well enough",
    "outcome_margin": "grade within the margin",
    "outcome_place": "grade of a place named under its own country",
    "outcome_place_elsewhere": "grade of a place named under another country",
    "outcome_owner": "grade of a party that is only an owner",
    "outcome_unknown": "grade where the share is not known",
    "outcome_minority": "grade below the threshold",
    "margin_km": "margin in km",
    "other_kinds": "every region but those of kind",
    "aggregate": "shares of several owners add up",
    "control": "control counts as ownership",
    "caveat_archive": "caveat on finished images",
    "program_citations": "citation by program",
    "waivable_identifier": "a finding on an equal identifier can be waived",
}
"""Parameters whose own names do not say enough."""

MODULES = {module.NAME: module for module in CHECKS}


class Row(NamedTuple):
    """A fact of a rule: what it is about, and the fact in words."""

    label: str
    text: str


def rows(rule: Rule) -> Iterator[Row]:
    """Yield the facts of a rule, each once, in the order in which a reader needs them."""
    yield Row("authority", rule.authority)
    yield Row("law", rule.citation)
    if rule.url:
        yield Row("source", rule.url)
    yield Row("in force", "; ".join(f"{span(each)} ({each.status})" for each in rule.in_force))
    yield Row("asks of", ASKS[rule.asks])
    yield Row("grade", grade(rule))
    yield Row("needs", "; ".join(needs(rule)))
    for name, value in rule.parameters.items():
        yield Row(WORDS.get(name, name.replace("_", " ")), _value(value))
    yield Row("known", "; ".join(KNOWN[status] for status in dict.fromkeys(each.status for each in rule.in_force)))
    yield Row("next", rule.remedy)
    if rule.caveat:
        yield Row("caveat", rule.caveat)


def span(interval: Interval) -> str:
    """Return an interval in words."""
    since, until = interval.since, interval.until
    if since and until:
        return f"from {since} to {until}"
    return f"from {since}" if since else f"until {until}" if until else "at all times"


def grade(rule: Rule) -> str:
    """Return the grade where the rule binds, and elsewhere."""
    if not rule.jurisdictions:
        return f"{rule.outcome.replace('_', ' ')} for everyone"
    elsewhere = (rule.outcome_elsewhere or "notice").replace("_", " ")
    return f"{rule.outcome.replace('_', ' ')} under the law of {', '.join(rule.jurisdictions)}; {elsewhere} elsewhere"


def needs(rule: Rule) -> Iterator[str]:
    """Yield the evidence that a rule needs."""
    module = MODULES.get(rule.check)
    if module:
        yield EVIDENCE.get(module.EXAMINES, module.EXAMINES.replace("_", " "))
    if lists := rule.parameters.get("lists"):
        yield f"a current, whole copy of {', '.join(lists)}"
    if regions := rule.parameters.get("regions"):
        yield f"the outline of {', '.join(regions)}"
    if rule.asks == "acquisition":
        yield "the day on which each image was taken"


def question(check: str) -> str:
    """Return what a check asks, in a sentence."""
    return _paragraphs(check)[0]


def manual(check: str) -> list[str]:
    """Return the paragraphs of a check's documentation after its question."""
    return _paragraphs(check)[1:]


def _paragraphs(check: str) -> list[str]:
    module = MODULES.get(check)
    text = (module.__doc__ if module else None) or f"There is no check {check}."
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_value(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        apart = "; " if any(isinstance(inner, (dict, list, tuple)) for inner in value) else ", "
        return apart.join(map(_value, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# --- at a terminal ------------------------------------------------------------------------------


def sheet(
    rule: Rule, *, files: Sequence[str] = (), changed: Sequence[ChangedRule] = (), dropped: str = "",
    explain: bool = False, width: int = 80, colour: bool = False,
) -> bytes:  # fmt: skip
    """Return a rule in full as text; ``explain`` adds how its check works.

    ``files`` define it, the strongest last; ``dropped`` is why its regime is left out, where it is.
    """
    from sarcheck.reports import amendments

    width = fit(width)
    lines: list[Line] = [
        *led([(f"{rule.id}  ", "strong")], rule.title, width, style="strong"),
        [],
        *paragraph(_bare(question(rule.check)), width, indent=2),
        [],
        *table(([(row.label, "faint"), (row.text, "")] for row in [Row("regime", rule.regime), *rows(rule)]), width),
    ]
    told = [*(("defined in", path) for path in files[-1:]), *(("in place of", path) for path in files[-2::-1])]
    told += [("changed", amendments.told(one)) for one in changed]
    told += [("dropped", dropped)] if dropped else []
    lines += [[], *table(([(label, "faint"), (text, "")] for label, text in told), width)] if told else []
    if explain:
        lines += [[], *paragraph(f"HOW THE CHECK WORKS: {rule.check}", width, style="head")]
        for part in manual(rule.check):
            lines += [*paragraph(_bare(part), width, indent=2), []]
    return pages(lines, colour=colour)


def _bare(text: str) -> str:
    """Return a text without the marks around what is to be typed."""
    return text.replace("``", "")


def overview(
    rules: Sequence[Rule], as_of: dt.date, counting: Mapping[str, bool], dropped: Mapping[str, str],
    *, width: int = 80, colour: bool = False,
) -> bytes:  # fmt: skip
    """Return all rules by regime as text: grade, whether in force on a day (``counting``), title."""
    width = fit(width)
    lines: list[Line] = [*paragraph(f"RULES as of {as_of}: {sum(counting.values())} of {len(rules)} in force", width)]
    for regime in sorted({rule.regime for rule in rules}):
        why = f": dropped, {dropped[regime]}" if regime in dropped else ""
        lines += [[], *paragraph(f"{regime}{why}", width, style="head")]
        own = (rule for rule in rules if rule.regime == regime)
        lines += table((_row(rule, in_force=counting[rule.id]) for rule in own), width)
    return pages(lines, colour=colour)


def _row(rule: Rule, *, in_force: bool) -> list[tuple[str, str]]:
    word = rule.outcome.replace("_", " ") if in_force else "not in force"
    return [(rule.id, ""), (word, rule.outcome if in_force else "faint"), (rule.title, "")]
