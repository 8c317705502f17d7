"""Is serving a request sensitive by the statutory procedure of a law on satellite data?

Each product, and what a tasking asks for, is led through the questions of the rule, in their order. Each answer leads
to the next question or to the end: "sensitive" has the rule's outcome, "not_sensitive" and "out_of_scope" are no
finding. An answer that lacks what it rests on is "unknown" and mostly ends the way as "incomplete"; what no question on
the way asks for is not needed. The way is in the verdict under ``examined``, and with each finding. Where the law does
not bind, a way that ends "incomplete" is no finding.

What the questions ask (``asks``), and what they rest on:

- ``system``: can the system resolve ``bound`` metres? The platform's ``finest_m``, or the product's own resolution.
- ``requester``: is every customer recognised as one of ``kinds`` by the operator profile? An order cannot claim it.
- ``sensor``: is it thermal or hyperspectral? Radar never is.
- ``ground_segment``: do data go to a ground segment in a state of ``ground_segments``, which the profile does not
  recognise? Asked of the delivery's and the product's receiving stations and of parties that are ground stations.
- ``free_area``: does all of the area lie south of ``south_of`` or north of ``north_of`` degrees?
- ``resolution``: is the better of both directions ``bound`` metres or finer, of the data as delivered?
- ``area``: does it touch one of ``areas``? The strip in which a border may lie counts as inside.
- ``persons``: is there a requester, and does everybody who gets the data state a residence, or as a company a country?
- ``delay``: is the image served less than ``bound`` days after it was taken?
- ``detail``: is the resolution ``bound`` metres or finer, or can the phase be recovered?

Parameters: ``steps`` (id, ``asks``, question, ``yes``, ``no``, ``unknown``, ``bound``, ``kinds``), ``south_of``,
``north_of``, the annexes ``ground_segments`` and ``areas`` with dates, ``stations`` (where a named one is),
``phase_types`` and ``amplitude_types`` (product types and levels).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from sarcheck.checks._finding import finding
from sarcheck.checks._procedure import ENDS, Parameters, Row
from sarcheck.checks._sensitivity import Reply, Request, ask, requests
from sarcheck.evidence import Evidence, binds
from sarcheck.model import Finding, Path, Rule, Step

__all__ = ["EXAMINES", "NAME", "Parameters", "check", "paths"]

NAME = "satdsiv"
EXAMINES = "imaging"


def check(evidence: Evidence, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each product or tasking that is sensitive, or of which that cannot be told."""
    for path in paths(evidence, rule):
        last = path.steps[-1]
        if path.result == "sensitive":
            message = f"{path.subject.id} is sensitive by step {last.step}: {last.question} {_told(last)}."
            yield finding(
                rule, evidence, pointer=path.pointer, subject=path.subject, message=message, facts=(_facts(path),)
            )
        elif path.result == "incomplete" and binds(rule, evidence.binding):
            yield finding(
                rule,
                evidence,
                outcome="incomplete",
                pointer=last.values[-1].pointer if last.values else path.pointer,
                subject=path.subject,
                message=f"Whether {path.subject.id} is sensitive {last.consequence} (step {last.step}).",
                facts=(_facts(path),),
            )


def paths(evidence: Evidence, rule: Rule) -> tuple[Path, ...]:
    """Return the way of each product, and of what a tasking asks for, through the procedure."""
    return evidence.once(_paths, rule)


def _paths(evidence: Evidence, rule: Rule) -> tuple[Path, ...]:
    parameters = rule.typed(Parameters)
    return tuple(walk(request, parameters) for request in requests(evidence))


def walk(request: Request, parameters: Parameters) -> Path:
    """Lead one request from the first question to an end; the rows of a procedure only lead forwards."""
    rows = {row.id: row for row in parameters.steps}
    taken: list[Step] = []
    following = parameters.steps[0].id
    while following in rows:
        row = rows[following]
        reply = ask(request, parameters, row)
        following = row.leads(reply.says)
        taken.append(_step(row, reply, following))
    return Path(subject=request.subject, pointer=request.pointer, result=ENDS[following], steps=tuple(taken))


def _step(row: Row, reply: Reply, following: str) -> Step:
    if following == "incomplete":
        consequence = f"cannot be told: {reply.lacks}"
    elif following in ENDS:
        consequence = following.replace("_", " ")
    else:
        consequence = f"go on to {following}" + (f"; {reply.lacks}" if reply.says == "unknown" else "")
    return Step(
        step=row.id,
        question=row.question,
        answer=reply.says,
        values=reply.values,
        bound=reply.bound,
        consequence=consequence,
    )


def _told(step: Step) -> str:
    """Return an answer in words with the values that it rests on."""
    values = ", ".join(f"{value.name.replace('_', ' ')} {value.value}" for value in step.values)
    answer = step.answer.capitalize()
    return f"{answer}: {values}" if values else answer


def _facts(path: Path) -> dict[str, Any]:
    steps = [msgspec.to_builtins(step) for step in path.steps]
    return {"kind": "procedure", "result": path.result, "steps": steps}
