"""Is a party of the chain owned by parties on a denied-party list?

Who owns whom is taken from the order (which can only make its own screening stricter), from the ties that lists state
between their parties, and from the rules folder's ``ownership/``. A party is owned when the shares of its owners that
are listed, or owned themselves, reach the threshold: shares of several owners add up (``aggregate``) or each listed
party counts alone, and are never multiplied along a chain. Where the regime counts ``control``, a listed or owned party
that controls another owns it.

An owned party has the rule's outcome. A listed owner whose share nobody states has ``outcome_unknown`` where that
share may be large enough. Where it is not sure that an owner is the listed party, it is for review. A listed owner
below the threshold has ``outcome_minority``; where that owner is a listed party of the order itself, ``listed_party``
reports it and the share is only noted. A party that is in the chain only as another's owner is told in the finding
about that other.

Parameters: ``lists``, ``operator`` (">=" or ">"), ``threshold`` (percent), ``aggregate``, ``control``,
``outcome_unknown``, ``outcome_minority``, ``caveat_archive``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from sarcheck.checks import _sieves
from sarcheck.checks._finding import finding, milder
from sarcheck.checks._listed import is_sure
from sarcheck.evidence import SAME, ChainParty, Day, Evidence, Holder
from sarcheck.model import Entry, Finding, FindingOutcome, Rule, Subject, entry_version
from sarcheck.ownership import Arithmetic, Counted, Holding, Stake, closure, path

NAME = "owned_by_listed"
EXAMINES = "chain"


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule may set for this check."""

    lists: tuple[str, ...]
    threshold: Annotated[float, Meta(gt=0.0, le=100.0)]
    operator: Literal[">=", ">"] = ">="
    aggregate: bool = True
    control: bool = False
    outcome_unknown: FindingOutcome = "review"
    outcome_minority: FindingOutcome = "review"
    caveat_archive: str = ""


def sieve(rules: tuple[Rule, ...], _day: Day) -> _sieves.Sieve:
    """Return which rules may find anything: all of them where anybody is said to own another."""
    every = _sieves.ids(rules)
    return lambda evidence: every if evidence.ownership.stakes or evidence.ownership.cut else ()


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each party of the chain in which a listed party of the rule's lists has a part."""
    if evidence.ownership.cut:
        yield _cut(evidence, rule)
    if not evidence.ownership.stakes:
        return
    tree = _Tree(evidence, rule)
    for holder in evidence.ownership.holders:
        holding = tree.found.get(holder.key)
        if holding and holder.party and not _is_only_owner(holder.party):
            yield _finding(holder, holder.party, holding, tree)


def _is_only_owner(party: ChainParty) -> bool:
    return party.owns and set(party.party.roles) == {"owner"}


def _cut(evidence: Evidence, rule: Rule) -> Finding:
    message = (
        "The parties have more owners above them than are followed: whether listed parties are among them is open."
    )
    order = Subject(kind="order", id="order")
    return finding(rule, evidence, outcome="incomplete", pointer="/parties", subject=order, message=message)


class _Tree:
    """The chain's owners as a rule sees them: who is listed by it, and what that makes of those below."""

    def __init__(self, evidence: Evidence, rule: Rule) -> None:
        self.evidence, self.rule = evidence, rule
        self.holders = {holder.key: holder for holder in evidence.ownership.holders}
        self.arithmetic = Arithmetic(
            threshold=float(rule.parameters["threshold"]),
            operator=rule.parameters.get("operator", ">="),
            aggregate=rule.parameters.get("aggregate", True),
            control=rule.parameters.get("control", False),
        )
        self.scores: dict[str, float] = {}
        self.entries: dict[str, str] = {}
        self.records: dict[str, Entry] = {}
        self.listed: set[str] = set()
        maybe: set[str] = set()
        ties: list[Stake] = []
        for holder in self.holders.values():
            ties += self._ties(holder)
            for sure, score, entry in self._listings(holder):
                (self.listed if sure else maybe).add(holder.key)
                if score > self.scores.get(holder.key, 0.0):
                    self.scores[holder.key], self.entries[holder.key] = score, entry
            self._note_the_only_namesake(holder)
        stakes = (*evidence.ownership.stakes, *ties)
        self.found = closure(stakes, self.listed, evidence.as_of, self.arithmetic, maybe)

    def _listings(self, holder: Holder) -> Iterator[tuple[bool, float, str]]:
        """Yield how surely a holder is on a list of the rule, with the score and the entry."""
        lists = self.rule.parameters["lists"]
        if holder.listed and holder.listed[0] in lists and holder.on_list:
            yield True, 1.0, " ".join(holder.listed)
        for candidate in holder.matches:
            sure = is_sure(candidate, self.evidence.thresholds)
            if candidate.entry.list in lists and sure is not None:
                yield sure, candidate.score.value, f"{candidate.entry.list} {candidate.entry.id}"

    def _note_the_only_namesake(self, holder: Holder) -> None:
        """Note the entry of a holder whom only one name ties to the rule's lists: that can be a false positive."""
        matches = [c for c in holder.matches if c.entry.list in self.rule.parameters["lists"]]
        if len(matches) == 1 and matches[0].by == "name" and not holder.listed:
            self.records[holder.key] = matches[0].entry

    def _ties(self, holder: Holder) -> Iterator[Stake]:
        """Yield what makes a holder the same party as the entries that it matches and that have owners."""
        for candidate in holder.matches:
            entry = f"entry {candidate.entry.list} {candidate.entry.id}"
            sure = is_sure(candidate, self.evidence.thresholds)
            if entry in self.holders and sure is not None:
                yield Stake(
                    owner=entry, owned=holder.key, share=100.0, control=True, source=SAME, sure=sure, asserted=True
                )

    def name(self, key: str) -> str:
        """Return a holder's name, with its entry where it is listed."""
        name = self.holders[key].name
        return f"{name}, {self.entries[key]}" if key in self.entries else name


def _finding(holder: Holder, party: ChainParty, holding: Holding, tree: _Tree) -> Finding:
    way = path(tree.found, holder.key)
    steps = [tree.found[key] for key in reversed(way) if key in tree.found]
    return finding(
        tree.rule,
        tree.evidence,
        outcome=_outcome(holding, tree),
        pointer=f"{party.pointer}/owners" if party.party.owners else party.pointer,
        subject=party.subject,
        message=_message(party, holding, steps, tree),
        confidence=tree.scores.get(way[0], 1.0),
        facts=(_facts(way, steps, tree),),
        caveats=tuple(_caveats(steps, tree)),
    )


def _outcome(holding: Holding, tree: _Tree) -> FindingOutcome:
    rule = tree.rule
    outcomes: Mapping[str, FindingOutcome] = {
        "owned": rule.outcome,
        "unknown": rule.parameters.get("outcome_unknown", "review"),
        "possible": milder(rule.outcome, "review"),
        "below": rule.parameters.get("outcome_minority", "review"),
    }
    noted = holding.degree == "below" and all(_is_told(counted, tree) for counted in holding.counted)
    return "notice" if noted else outcomes[holding.degree]


def _is_told(counted: Counted, tree: _Tree) -> bool:
    """Tell whether the check of listed parties reports an owner, and nothing but its share is left to tell."""
    return counted.owner in tree.listed and bool(tree.holders[counted.owner].party) and not counted.control


# --- in words -----------------------------------------------------------------------------------

VERDICTS = {
    "owned": "counts as owned by a listed party",
    "unknown": "has a listed owner whose share is not known and may be large enough",
    "possible": "may be owned by a listed party",
    "below": "has a listed owner whose share is too small to count",
}


def _message(party: ChainParty, holding: Holding, steps: list[Holding], tree: _Tree) -> str:
    who = f'"{party.party.name}" ({", ".join(party.party.roles)})'
    if party.origin == "platform":
        who = f'"{party.party.name}", which operates {party.platform},'
    ways = [_arithmetic(steps[0], tree)]
    ways += [f"{tree.holders[step.party].name}: {_arithmetic(step, tree)}" for step in steps[1:]]
    return f"{who} {VERDICTS[holding.degree]}: {'; '.join(ways)}."


def _arithmetic(holding: Holding, tree: _Tree) -> str:
    """Return the sum that decides: each owner's share, what may come on top, and the threshold."""
    same = [counted for counted in holding.counted if SAME in counted.sources]
    if same:
        return f"the same party as {tree.name(same[0].owner)}"
    if tree.arithmetic.control and (by := [counted for counted in holding.counted if counted.control]):
        return f"controlled by {', '.join(tree.name(counted.owner) for counted in by)}"
    terms = [f"{_share(counted)} ({tree.name(counted.owner)})" for counted in holding.counted]
    if holding.degree == "below" and not tree.arithmetic.aggregate and len(terms) > 1:
        return f"{', '.join(terms)}, each alone {_compared(0.0, tree)}"
    most = min(100.0, holding.total + holding.left)
    summed = f" = {_percent(holding.total)}" if len(terms) > 1 else ""
    unknown = f", up to {_percent(most)} together" if any(counted.unknown for counted in holding.counted) else ""
    return f"{' + '.join(terms)}{summed}{unknown} {_compared(most, tree)}"


def _compared(share: float, tree: _Tree) -> str:
    """Return how a share lies to the threshold, as ">= 50 %" or "< 50 %"."""
    least, strictly = tree.arithmetic.threshold, tree.arithmetic.operator == ">"
    enough = share > least if strictly else share >= least
    return f"{tree.arithmetic.operator if enough else '<=' if strictly else '<'} {_percent(least)}"


def _share(counted: Counted) -> str:
    if not counted.unknown:
        return _percent(counted.share)
    return f"{_percent(counted.share)} and an unknown share" if counted.share else "an unknown share"


def _percent(share: float) -> str:
    return f"{share:.10g} %"


def _caveats(steps: list[Holding], tree: _Tree) -> Iterator[str]:
    counted = [one for step in steps for one in step.counted]
    if not tree.arithmetic.control and any(one.control and SAME not in one.sources for one in counted):
        yield "An owner is said to control the party; control alone does not count here, and calls for caution."
    if any(one.sources == ("order",) for one in counted):
        yield "Shares are the order's own word; ask for an extract from the register."
    if tree.evidence.order.document.kind == "archive" and (text := tree.rule.parameters.get("caveat_archive")):
        yield text


def _facts(way: tuple[str, ...], steps: list[Holding], tree: _Tree) -> dict[str, Any]:
    counted = [(step.party, one) for step in steps for one in step.counted]
    return {
        "kind": "ownership",
        "degree": steps[0].degree,
        "path": [tree.holders[key].name for key in way],
        "arithmetic": "; ".join(_arithmetic(step, tree) for step in steps),
        "owners": [
            {
                "owner": tree.holders[one.owner].name,
                "of": tree.holders[owned].name,
                "share": None if one.unknown and not one.share else one.share,
                "unknown_share": one.unknown,
                "control": one.control,
                "listed": tree.entries.get(one.owner),
                "dates": _dates(one.owner, owned, tree),
                "sources": list(one.sources),
            }
            for owned, one in counted
        ],
        "sources": sorted({source for _, one in counted for source in one.sources}),
        **_entry(counted, tree),
    }


def _entry(counted: Sequence[tuple[str, Counted]], tree: _Tree) -> dict[str, str]:
    """Return the entry that all of it rests on, by which a decision on a namesake knows it; nothing for several."""
    listed = {one.owner for _, one in counted if one.owner in tree.entries}
    record = tree.records.get(next(iter(listed))) if len(listed) == 1 else None
    return {"list": record.list, "entry": record.id, "entry_version": entry_version(record)} if record else {}


def _dates(owner: str, owned: str, tree: _Tree) -> list[str]:
    """Return since and until when each stake between two parties is held, as far as dates are stated."""
    stakes = (s for s in tree.evidence.ownership.stakes if (s.owner, s.owned) == (owner, owned))
    return sorted({f"{_day(s.since)}/{_day(s.until)}" for s in stakes if s.since or s.until})


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ".."
