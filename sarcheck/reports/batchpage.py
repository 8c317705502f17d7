"""The page of a run over many orders: counts by outcome and regime, and a table that leads to each order's report.

The table is whole without a script; with the few lines of our own it can be sorted and filtered. Values are plain, so
that any run can be told: nothing here knows how orders were screened.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sarcheck.model import OUTCOMES
from sarcheck.reports.html import page
from sarcheck.reports.html._marks import chip, words
from sarcheck.reports.html._tags import Markup, el, join, name, text

if TYPE_CHECKING:
    import datetime as dt

MOST = 5000
"""Orders in the table, the worst first: a page of more is no use to anybody."""
LONGEST = 300

SCRIPT = """
(function(){var t=document.getElementById('orders');if(!t||!t.tBodies[0])return;
var b=t.tBodies[0],f=document.getElementById('filter'),q=f.elements.q,o=f.elements.o,n=document.getElementById('shown');
f.hidden=false;f.addEventListener('submit',function(e){e.preventDefault()});
function show(){var c=0,s=q.value.toLowerCase();Array.prototype.forEach.call(b.rows,function(r){
var ok=(!o.value||r.getAttribute('data-outcome')===o.value)&&r.textContent.toLowerCase().indexOf(s)>=0;
r.hidden=!ok;if(ok)c++});n.textContent=c+' of '+b.rows.length+' shown'}
q.addEventListener('input',show);o.addEventListener('change',show);show();
Array.prototype.forEach.call(t.tHead.rows[0].cells,function(h,i){var l=h.textContent,k=document.createElement('button');
k.type='button';k.className='sort';k.textContent=l;h.textContent='';h.appendChild(k);
k.addEventListener('click',function(){var up=h.getAttribute('aria-sort')!=='ascending';
Array.prototype.forEach.call(t.tHead.rows[0].cells,function(x){x.removeAttribute('aria-sort')});
h.setAttribute('aria-sort',up?'ascending':'descending');
function key(r){var c=r.cells[i];return c.getAttribute('data-key')||c.textContent.toLowerCase()}
Array.prototype.slice.call(b.rows).sort(function(x,y){var p=key(x),r=key(y);
return(p<r?-1:p>r?1:0)*(up?1:-1)}).forEach(function(r){b.appendChild(r)})})})})();
""".strip()


class Row(NamedTuple):
    """An order of a run: its id, outcome, the rule that decided, the reason, and its report's path from the page."""

    order: str
    outcome: str
    rule: str
    reason: str
    report: str = ""


def render(
    rows: Sequence[Row],
    *,
    outcomes: Mapping[str, int],
    regimes: Mapping[str, Mapping[str, int]],
    as_of: dt.date,
    ruleset: str = "",
    unreadable: int = 0,
) -> bytes:
    """Return the page of a run. ``outcomes`` count all orders, ``regimes`` what each made of them; ``rows`` may be
    fewer than the orders, which the page says. ``unreadable`` orders count as incomplete."""
    orders = sum(outcomes.values())
    ranked = sorted(rows, key=lambda row: (-_rank(row.outcome), row.order))[:MOST]
    tally = [el("li", chip(o), el("b", f"{outcomes[o]:,}")) for o in reversed(OUTCOMES) if outcomes.get(o)]
    facts = [
        f"Judged as of {as_of}",
        f"ruleset {ruleset}" if ruleset else "",
        f"{unreadable:,} unreadable" * bool(unreadable),
    ]
    body = join(
        el("h1", f"{orders:,} orders screened"),
        el("p", "; ".join(filter(None, facts)), ".", class_="faint"),
        el("ul", tally, class_="tally"),
        el("section", el("h2", "Regimes"), _regimes(regimes)),
        el("section", el("h2", "Orders"), _filter(), _table(ranked), _omitted(orders, len(ranked))),
    )
    return page(f"{orders:,} orders screened, {as_of}", body, el("script", Markup(SCRIPT)), _hash(SCRIPT))


def _rank(outcome: str) -> int:
    return OUTCOMES.index(outcome) if outcome in OUTCOMES else len(OUTCOMES)


def _hash(script: str) -> str:
    """Return the source by which a page allows this script and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _regimes(regimes: Mapping[str, Mapping[str, int]]) -> Markup:
    """Return a table of regimes, a column an outcome that occurs."""
    worst_first = [o for o in reversed(OUTCOMES) if any(counts.get(o) for counts in regimes.values())]
    head = el(
        "tr", el("th", "regime", scope="col"), [el("th", words(o), scope="col", class_="num") for o in worst_first]
    )
    lines = [
        el(
            "tr",
            el("th", name(regime), scope="row"),
            [el("td", f"{regimes[regime].get(o, 0):,}", class_="num") for o in worst_first],
        )
        for regime in sorted(regimes)
    ]
    return el("div", el("table", el("thead", head), el("tbody", lines)), class_="scroll")


def _filter() -> Markup:
    """Return the form that the script shows and serves."""
    choices = [el("option", "any outcome", value=""), *(el("option", words(o), value=o) for o in reversed(OUTCOMES))]
    return el(
        "form",
        el("label", "Find ", el("input", name="q", type="search", autocomplete="off")),
        el("label", "Outcome ", el("select", choices, name="o")),
        el("output", id="shown", aria_live="polite"),
        id="filter",
        class_="filter noprint",
        hidden=True,
    )


def _table(rows: Sequence[Row]) -> Markup:
    head = el("tr", [el("th", label, scope="col") for label in ("order", "outcome", "rule", "reason")])
    table = el("table", el("thead", head), el("tbody", [_line(row) for row in rows]), id="orders")
    return el("div", table, class_="scroll")


def _line(row: Row) -> Markup:
    order = el("a", name(row.order), href=link(row.report)) if row.report else name(row.order)
    rank = str(len(OUTCOMES) - _rank(row.outcome))
    return el(
        "tr",
        el("th", order, scope="row"),
        el("td", chip(row.outcome), data_key=rank),
        el("td", el("code", text(row.rule, LONGEST))),
        el("td", text(row.reason, LONGEST)),
        data_outcome=row.outcome,
    )


def link(path: str) -> str:
    """Return a path from the page as a link that leads to a file beside or below it, and nowhere else."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "./" + "/".join(quote(part, safe="", errors="replace") for part in parts)


def _omitted(orders: int, shown: int) -> Markup | None:
    if shown >= orders:
        return None
    return el("p", f"The table has {shown:,} of {orders:,} orders, the worst first; the verdicts have them all.")
