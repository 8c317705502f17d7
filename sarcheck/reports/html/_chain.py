"""The chain of parties as SVG: the way of the data from left to right, owners below whom they own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sarcheck.reports.chain import COLUMNS, OWNER, Chain, Node, Tie
from sarcheck.reports.html._marks import words
from sarcheck.reports.html._tags import Markup, cut, el
from sarcheck.reports.page import cells, wrap

COLUMN, WIDEST, RIM = 245.0, 920.0, 2.0
GAP, BETWEEN, HEAD, PAD = 44.0, 14.0, 30.0, 9.0
LINE, SIZE, LETTER, BOLD = 15.0, 12.5, 7.0, 8.0
WIDEST_BOX, LEAST_BOX = 250.0, 150.0
NAME_LINES, MARKS = 3, 3
ROW = 62.0
"""From the boxes above to a row of owners: room for shares."""
SMALLEST = 0.74
"""No screen makes a drawing smaller than this share of its size: it scrolls instead."""
MOST = 40
"""Parties drawn; a table below names all of them."""


class _Box(NamedTuple):
    """A party's place on the drawing."""

    node: Node
    x: float
    y: float
    width: float
    lines: tuple[tuple[str, str], ...]

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2 * PAD - 3


def figure(chain: Chain, key: str) -> Markup:
    """Return the graph of a chain; ``key`` keeps the ids of several orders apart."""
    nodes = chain.nodes[:MOST]
    if not nodes:
        return el("p", "No party was screened.")
    stages = _stages(nodes)
    rows = list(_rows([n for n in nodes if n.column == OWNER], chain.ties, {n.id for n in nodes if n.column != OWNER}))
    wide = min(WIDEST, COLUMN * max([len(stages), *map(len, rows)]))
    boxes = _placed(nodes, chain.ties, rows, wide)
    high = max(box.y + box.height for box in boxes.values()) + 8
    drawing = el(
        "svg",
        el("title", "The chain of parties", id=f"{key}-t"),
        el("desc", _described(chain), id=f"{key}-d"),
        el("defs", _tip(f"{key}-f", "tip"), _tip(f"{key}-o", "tip dark")),
        _heads(stages, wide),
        _flows(boxes, stages, key),
        [_tie(boxes[t.owner], boxes[t.owned], key) for t in chain.ties if {t.owner, t.owned} <= boxes.keys()],
        [_drawn(box) for box in boxes.values()],
        [_said(boxes[t.owner], boxes[t.owned], t) for t in chain.ties if {t.owner, t.owned} <= boxes.keys()],
        viewBox=f"0 0 {wide:g} {high:g}",
        style=f"max-width:{wide:g}px;min-width:{SMALLEST * wide:g}px",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )
    more = (
        el("p", f"{len(chain.nodes) - MOST} more parties: see the table.", class_="small")
        if len(chain.nodes) > MOST
        else None
    )
    key_words = (
        "Dashed: not named by the order, revealed by the product. Arrows up: owns. Coloured: a finding is about it."
    )
    graph = el(
        "div", drawing, class_="graph", tabindex="0", role="group", aria_label="The chain of parties, scrollable"
    )
    return el("figure", graph, more, el("figcaption", key_words))


# --- places -------------------------------------------------------------------------------------


def _stages(nodes: Sequence[Node]) -> list[int]:
    """Return the stages that have a party, in order."""
    return sorted({node.column for node in nodes if node.column != OWNER})


def _placed(nodes: Sequence[Node], ties: Sequence[Tie], rows: Sequence[list[Node]], wide: float) -> dict[str, _Box]:
    """Return each party's box: columns of the stages, and owners in rows below, by how far up they are."""
    owned = {tie.owned for tie in ties}
    stages = _stages(nodes)
    step = wide / max(len(stages), 1)
    width = min(max(step - GAP, LEAST_BOX), WIDEST_BOX)
    boxes: dict[str, _Box] = {}
    floor = HEAD
    for number, stage in enumerate(stages):
        y = HEAD
        column = [node for node in nodes if node.column == stage]
        for node in sorted(column, key=lambda node: node.id in owned):
            boxes[node.id] = box = _Box(node, step * number + (step - width) / 2, y, width, _lines(node, width))
            y += box.height + BETWEEN
        floor = max(floor, y - BETWEEN)
    for row in rows:
        floor = _row(row, ties, boxes, floor + ROW, wide)
    return boxes


def _rows(owners: list[Node], ties: Sequence[Tie], placed: set[str]) -> Iterator[list[Node]]:
    """Yield owners row by row: first those of who is placed, then their owners; at last who owns no one known."""
    left = list(owners)
    while left:
        above = {tie.owner for tie in ties if tie.owned in placed}
        row = [node for node in left if node.id in above] or left
        yield row
        placed |= {node.id for node in row}
        left = [node for node in left if node not in row]


def _row(row: list[Node], ties: Sequence[Tie], boxes: dict[str, _Box], y: float, wide: float) -> float:
    """Place a row of owners, each as near below whom it owns as there is room; return where the row ends."""
    width = min(WIDEST_BOX, max((wide - 2 * RIM - BETWEEN * (len(row) - 1)) / len(row), LEAST_BOX / 2))
    wanted = {node.id: _middle(node.id, ties, boxes, wide) for node in row}
    edge, floor = RIM, y
    places: list[tuple[Node, float]] = []
    for node in sorted(row, key=lambda node: (wanted[node.id], node.id)):
        x = max(edge, wanted[node.id] - width / 2 - (0 if len(row) == 1 else width / 8))
        places.append((node, x))
        edge = x + width + BETWEEN
    back = max(edge - BETWEEN - wide + RIM, 0.0)
    for node, x in places:
        boxes[node.id] = box = _Box(node, max(x - back, RIM), y, width, _lines(node, width))
        floor = max(floor, y + box.height)
    return floor


def _middle(owner: str, ties: Sequence[Tie], boxes: dict[str, _Box], wide: float) -> float:
    below = [boxes[tie.owned] for tie in ties if tie.owner == owner and tie.owned in boxes]
    return sum(box.x + box.width / 2 for box in below) / len(below) if below else wide / 2


def _lines(node: Node, width: float) -> tuple[tuple[str, str], ...]:
    """Return what stands in a box, each line with its class: name, role, country, entries that it meets."""
    room = max(int((width - 2 * PAD) / LETTER), 8)
    broad = max(int((width - 2 * PAD) / BOLD), 8)
    name = wrap(cut(node.name, 200), broad)
    if len(name) > NAME_LINES:
        name = [*name[: NAME_LINES - 1], name[NAME_LINES - 1][: broad - 2] + " …"]
    told = [(piece, "strong") for piece in name]
    told += [(piece, "dim") for piece in wrap(", ".join(filter(None, (node.what, node.country))), room)[:2]]
    if node.grade:
        told.append((words(node.grade).upper(), f"mark {node.grade}"))
    for mark in node.marks[:MARKS]:
        told.append((_short(cut(mark, 80), room), f"mark {node.grade}"))
    if len(node.marks) > MARKS:
        told.append((f"and {len(node.marks) - MARKS} more entries", f"mark {node.grade}"))
    return tuple(told)


def _short(text: str, room: int) -> str:
    return text if cells(text) <= room else f"{text[: room - 2]} …"


# --- drawing ------------------------------------------------------------------------------------


def _tip(key: str, class_: str) -> Markup:
    shape = el("path", d="M0 0 8 4 0 8Z", class_=class_)
    return el("marker", shape, id=key, viewBox="0 0 8 8", refX="7", refY="4", markerWidth="8", markerHeight="8",
              orient="auto")  # fmt: skip


def _heads(stages: Sequence[int], wide: float) -> Iterator[Markup]:
    step = wide / max(len(stages), 1)
    for number, stage in enumerate(stages):
        x = step * number + step / 2
        yield _text(COLUMNS[stage][0], x, 18, "dim", anchor="middle")


def _flows(boxes: dict[str, _Box], stages: Sequence[int], key: str) -> Iterator[Markup]:
    """Yield an arrow from each stage to the next, dashed from one that only a product revealed."""
    for one, other in pairwise(stages):
        first = [box for box in boxes.values() if box.node.column == one]
        then = [box for box in boxes.values() if box.node.column == other]
        start, end = first[0].x + first[0].width + 3, then[0].x - 3
        dashed = all(box.node.revealed for box in first)
        y = HEAD + min(first[0].height, then[0].height) / 2
        yield el("path", class_=f"flow{' dashed' if dashed else ''}", d=f"M{start:.1f} {y:.1f}H{end:.1f}",
                 marker_end=f"url(#{key}-f)")  # fmt: skip


def _drawn(box: _Box) -> Markup:
    node = box.node
    class_ = f"box{' dashed' if node.revealed else ''}{f' {node.grade}' if node.grade else ''}"
    shape = el("rect", class_=class_, x=f"{box.x:.1f}", y=f"{box.y:.1f}", width=f"{box.width:.1f}",
               height=f"{box.height:.1f}", rx="6")  # fmt: skip
    texts = [_text(line, box.x + PAD, box.y + PAD + LINE * i + 9, style) for i, (line, style) in enumerate(box.lines)]
    return el("g", el("title", f"{cut(node.name, 300)}: {node.what}"), shape, texts)


def _text(line: str, x: float, y: float, style: str, anchor: str | None = None) -> Markup:
    weight = "600" if style == "strong" else None
    size = SIZE - (0 if style == "strong" else 1)
    return el("text", line, class_=style, x=f"{x:.1f}", y=f"{y:.1f}", font_size=f"{size:g}", text_anchor=anchor,
              font_weight=weight, direction="ltr", style="unicode-bidi:isolate")  # fmt: skip


def _ends(owner: _Box, owned: _Box) -> tuple[float, float, float, float]:
    return owner.x + owner.width / 2, owner.y - 1, owned.x + owned.width / 2, owned.y + owned.height + 3


def _tie(owner: _Box, owned: _Box, key: str) -> Markup:
    x1, y1, x2, y2 = _ends(owner, owned)
    if owned.y >= owner.y:
        side = max(owner.x + owner.width, owned.x + owned.width) + 14
        start, end = f"M{owner.x + owner.width:.1f} {owner.y + 12:.1f}", f"H{owned.x + owned.width + 3:.1f}"
        d = f"{start}H{side:.1f}V{owned.y + 12:.1f}{end}"
    else:
        d = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 - ROW / 2:.1f} {x2:.1f} {y2 + ROW / 2:.1f} {x2:.1f} {y2:.1f}"
    return el("path", class_="owns", d=d, marker_end=f"url(#{key}-o)")


def _said(owner: _Box, owned: _Box, tie: Tie) -> Markup:
    x1, y1, x2, y2 = _ends(owner, owned)
    x, y = (x1 * 0.65 + x2 * 0.35, y1 - 14) if owned.y < owner.y else (owner.x + owner.width, (y1 + y2) / 2)
    return el("text", cut(tie.words, 60), class_="halo", x=f"{x + 6:.1f}", y=f"{y:.1f}", font_size=f"{SIZE:g}",
              font_weight="600")  # fmt: skip


def _described(chain: Chain) -> str:
    names = {node.id: cut(node.name, 120) for node in chain.nodes}
    parties = "; ".join(
        f"{names[node.id]}, {node.what}{', revealed by the product' if node.revealed else ''}"
        f"{f', {words(node.grade)}' if node.grade else ''}"
        for node in chain.nodes[:MOST]
    )
    ties = "; ".join(f"{names[tie.owner]} owns {names[tie.owned]} ({tie.words})" for tie in chain.ties[:MOST])
    return f"{parties}.{f' Ownership: {ties}.' if ties else ''}"
