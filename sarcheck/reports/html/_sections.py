"""The parts of an order's report: what was found, on which law, from which facts, and what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sarcheck.model import OUTCOMES
from sarcheck.reports import amendments, brief, findings
from sarcheck.reports import evidence as told_evidence
from sarcheck.reports.chain import role
from sarcheck.reports.html._evidence import details
from sarcheck.reports.html._marks import chip, kind, sign, words
from sarcheck.reports.html._tags import Markup, el, join, name, rows, text
from sarcheck.reports.origins import CAUTION
from sarcheck.reports.page import amount
from sarcheck.reports.sources import row as source_row

if TYPE_CHECKING:
    from sarcheck.model import Finding, ProvenanceFact, StepValue, Traced, Verdict

FACTS = 12
"""Facts of one group that are shown before the rest is counted."""

_CALLED = {
    "clear": "Nothing in force speaks against this order.",
    "review": "Hold the order: somebody has to look.",
    "incomplete": "Hold the order: something was not there to be checked.",
    "license_required": "Hold the order: it needs a license.",
    "deny": "Do not deliver.",
}


# --- the head -----------------------------------------------------------------------------------


def banner(verdict: Verdict, heading: str) -> Markup:
    """Return the outcome with the order, the day, the reason and what to do next."""
    first = next((one for one in verdict.findings if one.outcome == verdict.outcome), None)
    reason = verdict.status.reason_text or verdict.status.reason_code
    return el(
        "header",
        el(heading, sign(verdict.outcome), words(verdict.outcome)),
        el(
            "p",
            "Order ",
            name(verdict.order.id),
            f", judged as of {verdict.as_of}. {_CALLED[verdict.outcome]}",
            class_="which",
        ),
        el("p", text(reason)),
        el("p", el("strong", "Next: "), text(first.remedy)) if first and first.remedy else None,
        class_=f"banner {verdict.outcome}",
    )


def key_facts(verdict: Verdict) -> Markup:
    """Return what an officer looks for first, in few words."""
    regimes = Counter(verdict.regimes.values())
    told = ", ".join(f"{regimes[o]} {words(o)}" for o in reversed(OUTCOMES) if regimes[o])
    binding = (
        "all, for want of an operator profile" if verdict.jurisdictions is None else ", ".join(verdict.jurisdictions)
    )
    keep = verdict.retain_until
    facts = (
        ("Findings", findings.counted(verdict.findings) or "none"),
        ("Regimes", told or "none"),
        ("Law that binds", binding or "none"),
        ("Waived", amount(len(verdict.waived), "finding")),
        ("Screened", f"{len(verdict.screened)} {'party' if len(verdict.screened) == 1 else 'parties'}"),
        ("Keep until", str(keep.date) if keep else "not stated"),
    )
    return el("dl", [el("div", el("dt", label), el("dd", value)) for label, value in facts], class_="key")


# --- findings -----------------------------------------------------------------------------------


def found(verdict: Verdict, *, explain: bool) -> tuple[list[Markup], list[Markup]]:
    """Return the findings that decide, in full, and the milder ones, told short."""
    groups = findings.merged(verdict.findings)
    full = [g for g in groups if explain or findings.decides(g[0].outcome, verdict.outcome)]
    short = brief.alike(groups[len(full) :])
    told = [_full(number, group, explain=explain) for number, group in enumerate(full, 1)]
    if not groups:
        told = [el("p", "No rule in force found anything against this order. What was asked stands under Examined.")]
    elif not told:
        told = [el("p", "No finding counts against this order; what was noted stands further down.")]
    return told, [_short(number, group) for number, group in enumerate(short, len(full) + 1)]


def _full(number: int, group: Sequence[Finding], *, explain: bool) -> Markup:
    head = group[0]
    evidence = [item for finding in group for item in finding.evidence]
    least, most = (f"{choose(finding.confidence for finding in group):.2f}" for choose in (min, max))
    fields: list[tuple[str, object]] = [("Fact", _facts([_placed(finding) for finding in group]))]
    fields += [(law[0].capitalize(), text(law[1])) for law in dict.fromkeys(map(findings.law_of, group))]
    fields.append(("Sure", f"confidence {least if least == most else f'{least} to {most}'}"))
    fields += [("Next", text(remedy)) for remedy in dict.fromkeys(f.remedy for f in group) if remedy]
    fields += [("Caveat", text(caveat)) for caveat in dict.fromkeys(c for f in group for c in f.caveats)]
    return el(
        "section",
        el("h3", chip(head.outcome), f"{number}. ", text(head.title), " ", el("code", text(head.rule), class_="faint")),
        _fields(fields),
        details(evidence, explain=explain),
        class_=f"finding {kind(head.outcome)}",
    )


def _short(number: int, group: Sequence[Finding]) -> Markup:
    titles = " / ".join(dict.fromkeys(finding.title for finding in group))
    rules = ", ".join(dict.fromkeys(finding.rule for finding in group))
    fields: list[tuple[str, object]] = [("Fact", _facts(brief.facts(group)))]
    laws = list(dict.fromkeys(findings.law_of(finding) for finding in group))
    fields += [(law[0].capitalize(), text(law[1])) for law in laws]
    fields += [("Next", text(remedy)) for remedy in dict.fromkeys(f.remedy for f in group) if remedy]
    title = el("h3", chip(group[0].outcome), f"{number}. ", text(titles), " ", el("code", text(rules), class_="faint"))
    return el("section", title, _fields(fields), class_="short")


def _placed(finding: Finding) -> str:
    place = "" if finding.subject.kind == "list" else f" [{finding.pointer or '/'}]"
    return f"{finding.message}{place}"


def _facts(facts: Sequence[str]) -> list[Markup]:
    told = findings.folded(facts)
    more = [el("p", f"and {len(told) - FACTS} more, in the JSON report")] if len(told) > FACTS else []
    return [el("p", text(fact)) for fact in told[:FACTS]] + more


def _fields(fields: Sequence[tuple[str, object]]) -> Markup:
    return el("dl", [(el("dt", label), el("dd", value)) for label, value in fields])


# --- parties and products -----------------------------------------------------------------------


def parties(verdict: Verdict) -> Markup:
    """Return the table of those who were held against the lists."""
    body: list[list[object]] = [
        [name(p.name), text(role(p)), text(p.country or "not stated"), el("code", text(p.pointer), class_="where")]
        for p in verdict.screened
    ]
    return rows(("party", "what it does", "country", "where"), body)


def products(verdict: Verdict) -> Iterator[Markup]:
    """Yield each product in a line, then what speaks for its origin, with the numbers."""
    body = [[name(item.get("id")), *map(text, _product(item))] for item in verdict.products]
    yield rows(("product", "satellite", "acquired", "mode", "format and evidence"), body)
    if not verdict.products:
        yield el("p", "The order has no product that could be read.")
    for traced in verdict.provenance:
        yield _traced(traced)
    if verdict.provenance:
        yield el("p", CAUTION, class_="small faint")
    elif verdict.products:
        yield el("p", "This verdict keeps no facts of provenance: what was not asked has not passed.", class_="small")


def _product(item: dict[str, Any]) -> list[str]:
    known = item.get("properties") or {}
    when = known.get("start_datetime") or known.get("datetime")
    end = known.get("end_datetime")
    facts = (known.get("platform"), f"{when} to {end}" if when and end else when, known.get("sar:instrument_mode"))
    told = ", ".join(filter(None, (known.get("sarcheck:format"), known.get("sarcheck:evidence"))))
    layout = "; layout only" if known.get("sarcheck:verification") == "layout only" else ""
    return [*(str(fact or "not stated") for fact in facts), told + layout]


def _traced(traced: Traced) -> Markup:
    counts = Counter(fact.result for fact in traced.facts)
    tally = ", ".join(f"{counts[r]} {words(r)}" for r in ("fail", "pass", "not_possible") if counts[r])
    order = ("fail", "pass", "not_possible")
    ranked = sorted(traced.facts, key=lambda fact: order.index(fact.result))
    told = [fact for fact in ranked if fact.result != "not_possible"]
    body: list[list[object]] = [
        [told_evidence.words(f.check), chip(f.result), join(text(f.message), *_numbers(f))] for f in told
    ]
    silent = [
        el("li", f"{told_evidence.words(f.check)}: ", text(f.message)) for f in ranked if f.result == "not_possible"
    ]
    layout = "; the reader knows this format from its layout only" if traced.verification == "layout only" else ""
    subject = traced.subject
    whose = "the order as a whole" if subject.kind == "order" else f"{subject.kind} {subject.id}"
    caption = f"Provenance of {whose}: {tally or 'nothing asked'}{layout}"
    rest = (
        el("details", el("summary", f"{len(silent)} questions could not be asked"), el("ul", silent), class_="small")
        if silent
        else None
    )
    return join(rows(("asked", "answer", "facts and numbers"), body, caption=caption), rest)


def _numbers(fact: ProvenanceFact) -> Iterator[Markup]:
    """Yield the numbers of a fact that its message leaves out, small."""
    shown = [
        f"{told_evidence.words(key)} {value:g}" if isinstance(value, float) else f"{told_evidence.words(key)} {value}"
        for key, value in fact.numbers.items()
        if isinstance(value, (int, float, str)) and not isinstance(value, bool) and str(value) not in fact.message
    ]
    if shown:
        yield el("span", " (", text("; ".join(shown)), ")", class_="faint numbers")


def procedures(verdict: Verdict) -> Iterator[Markup]:
    """Yield the way of each subject through a statutory procedure, step by step."""
    for item in verdict.examined:
        for path in item.paths:
            yield el("h3", chip(path.result), " ", text(f"{item.rule}, {path.subject.kind} {path.subject.id}"))
            steps = [
                el(
                    "li",
                    el("strong", text(step.step)),
                    el("span", el("strong", step.answer)),
                    el("span", text(f"{step.question}{_values(step.values)}"), f" → {words(step.consequence)}"),
                )
                for step in path.steps
            ]
            yield el("ol", steps, class_="steps")


def _values(values: Sequence[StepValue]) -> str:
    told = [f"{words(one.name)} {told_evidence.value_of(one.value)}" for one in values]
    return f" [{', '.join(told)}]" if told else ""


# --- what it rests on ---------------------------------------------------------------------------


def examined(verdict: Verdict) -> Iterator[Markup]:
    """Yield the regimes and the rules by what they came to."""
    regimes: dict[str, list[str]] = {}
    for regime, outcome in verdict.regimes.items():
        regimes.setdefault(outcome, []).append(regime)
    rules: dict[str, list[str]] = {}
    for item in verdict.examined:
        rules.setdefault(item.outcome, []).append(f"{item.rule} ({item.subjects})")
    for title, table in (("regimes", regimes), ("rules, each with how much it looked at", rules)):
        body = [
            [chip(outcome), el("span", text(", ".join(table[outcome]), 20_000), class_="names")]
            for outcome in reversed(OUTCOMES)
            if outcome in table
        ]
        yield rows(("came to", title), body, class_="small")


def problems(verdict: Verdict) -> Markup | None:
    """Return what could not be read, None where all could."""
    told = [el("li", el("code", text(p.pointer or "/")), " ", text(p.message)) for p in verdict.problems]
    return el("ul", told) if told else None


def waived(verdict: Verdict) -> Markup | None:
    """Return the findings that waivers set aside, with who decided so, None where there are none."""
    body: list[list[object]] = [
        [
            text(one.waiver),
            join(chip(one.finding.outcome), " ", text(one.finding.message)),
            text(one.reason),
            text(f"{' and '.join(one.approvers)}, {one.since} to {one.expires}"),
        ]
        for one in verdict.waived
    ]
    return rows(("waiver", "finding set aside", "reason", "by whom, for how long"), body) if body else None


def amended(verdict: Verdict) -> Markup | None:
    """Return what the rules folder made of the pack, None where it is the pack's own."""
    told = [
        el("li", el("strong", "not asked: "), text(f"{one.regime} ({amount(len(one.rules), 'rule')}): {one.reason}"))
        for one in verdict.dropped
    ]
    told += [el("li", el("strong", "changed: "), text(amendments.told(one))) for one in verdict.changed]
    return el("ul", told) if told else None


def lists(verdict: Verdict) -> Markup:
    """Return each list with its dates and hash; the missing ones together."""
    missing = [source.id for source in verdict.sources if source.state == "missing"]
    body: list[list[object]] = [
        [text(words_[0]), chip(source.state), text(words_[2])]
        for source in verdict.sources
        if source.state != "missing"
        for words_ in [[cell for cell, _ in source_row(source)]]
    ]
    if missing:
        body.append([amount(len(missing), "list"), chip("missing"), text(", ".join(missing), 5000)])
    return rows(("list", "state", "dates, age, size, hash"), body)


def record(verdict: Verdict) -> Markup:
    """Return the exact inputs: order, rules, tool, and until when all of it is kept."""
    rules, tool, keep = verdict.rules, verdict.tool, verdict.retain_until
    libraries = ", ".join(f"{key} {value}" for key, value in tool.libraries.items())
    body: list[list[object]] = [
        ["order", join(name(verdict.order.id), ", sha256 ", el("code", text(verdict.order.sha256)))],
        ["rules", join(text(f"{rules.pack} {rules.version}, sha256 "), el("code", text(rules.sha256)))],
        ["tool", text(f"{tool.name} {tool.version}{f' on {libraries}' if libraries else ''}")],
        ["status", text(f"{verdict.status.status_code} ({verdict.status.reason_code})")],
        ["keep", text(f"until {keep.date}: {'; '.join(keep.because)}" if keep else "no rule of retention applied")],
    ]
    return rows((), body)


def sign_off() -> Markup:
    """Return the lines on which an officer decides and signs."""
    return el(
        "div", [el("div", label) for label in ("Decision and reason", "Name and signature", "Date")], class_="sign-off"
    )
