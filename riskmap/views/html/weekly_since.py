"""The lists of a closed week on its page: the rows as they were frozen, and what became of them since."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from riskmap.domain.columns import to_day
from riskmap.metrics import frozen_lists
from riskmap.metrics.frame import Ints
from riskmap.metrics.frozen_lists import NOWHERE, State
from riskmap.metrics.index import Index
from riskmap.views.frozen import BY_CORRECTION, LATE, SINCE
from riskmap.views.html import my_work_units
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span, table

if TYPE_CHECKING:
    from riskmap.views.html.weekly import Paper

MOST: Final = 300  # rows of a frozen list on the page; a workbook holds all of them


def rows(paper: "Paper", name: str, live: Ints) -> Ints:
    """The places of the rows of a list: as frozen where they are, else those of now."""
    held = paper.held.get(name)
    return live if held is None else held.there


def many(paper: "Paper", name: str, live: Ints) -> int:
    """How many rows a list has, those among them that the ledger holds no more."""
    held = paper.held.get(name)
    return len(live) if held is None else len(held.rows)


def signs(context: Context, paper: "Paper", name: str) -> dict[int, str]:
    """更正 for the places of frozen rows that changed since."""
    held = paper.held.get(name)
    if held is None:
        return {}
    told = zip(held.at.tolist(), held.states, strict=True)
    return {at: f" {span(context.t(SINCE[state]), 'w-since')}" for at, state in told if state and at != NOWHERE}


def came(paper: "Paper", name: str) -> list[int]:
    """The places of the rows that came since a list was frozen."""
    return paper.held[name].came.tolist() if name in paper.held else []


def later(context: Context, paper: "Paper", name: str) -> dict[int, str]:
    """补录 or 更正 for the places of the rows that came since."""
    late = paper.held[name].late.tolist() if name in paper.held else []
    marks = [f" {span(context.t(LATE if one else BY_CORRECTION), 'w-since')}" for one in late]
    return dict(zip(came(paper, name), marks, strict=True))


def counted(context: Context, paper: "Paper", name: str, live: Ints, count: Callable[[int], str]) -> str:
    """How many rows a list has; of a frozen one that moved since: as frozen, and now. `count`: a number that opens."""
    held, now = paper.held.get(name), count(len(live))
    if held is None or not (len(held.came) or {State.LEFT, State.GONE}.intersection(held.states)):
        return now
    return f"{e(context.t('list|{n} as frozen, now', n=len(held.rows)))} {now}"


def folded(context: Context, heads: Sequence[str], lines: Sequence[Sequence[str]], shown: int, of: int) -> str:
    """A frozen list of `of` rows in its place: the first ones, the others on request."""
    body = table(heads, lines[:shown], "w-small")
    if of > shown:
        rest = e(context.t("list|{n} more rows", n=len(lines) - shown))
        more = context.t("paper|{n} more rows stand in the workbook.", n=context.t.number(of - len(lines)))
        tail = f'<p class="w-hint">{e(more)}</p>' if of > len(lines) else ""
        body += (
            f'<details class="w-all"><summary>{rest}</summary>{table(heads, lines[shown:], "w-small")}{tail}</details>'
        )
    return body


def under(context: Context, index: Index, paper: "Paper", *names: str) -> str:
    """What stands apart under frozen lists: rows that came since, and those that the ledger holds no more."""
    t, lines = context.t, []
    frame = index.at(to_day(paper.figures.now.as_of))
    for name, held in ((name, paper.held[name]) for name in names if name in paper.held):
        marks = later(context, paper, name).values()
        for row, mark in zip(frame.take(held.came[:MOST]).to_dict("records"), marks, strict=False):
            way = link(context.href("hazard", {"id": str(row["id"])}), e(row["hazard_no"]), "w-text")
            lines.append([mark, way, e(row["enterprise"] or row["place"]), e(row["description"])])
        for kept, at in zip(held.rows, held.at, strict=True):
            if at == NOWHERE:
                lines.append([span(t(SINCE[State.GONE]), "w-since"), e(kept.number), "—", "—"])
    if not lines:
        return ""
    heads = [e(t("list|Since the freeze")), e(t("Number")), e(t("Enterprise")), e(t("Problem"))]
    title = e(t("list|Apart from the frozen rows: {n}", n=len(lines)))
    return f'<p class="w-apart"><b>{title}</b></p>{table(heads, lines, "w-small")}'


def units(context: Context, index: Index, paper: "Paper") -> str:
    """The units that the ladder proposes for an interview, as frozen where they are; "" without any."""
    t, f = context.t, paper.figures
    days = {"from_": f.now.from_, "as_of": f.now.as_of}
    found = [(one, SINCE[state] if state else "") for one, state in frozen_lists.units(index, f, paper.held)]
    found += [(one, BY_CORRECTION) for one in frozen_lists.units_since(f, paper.held)]
    if not found:
        return ""
    lines = []
    for one, became in found:
        name, *rest = my_work_units.row(context, one, **days)
        lines.append([f"{name} {span(t(became), 'w-since')}" if became else name, *rest])
    title = e(t("Proposed: formal interview of a unit"))
    told = table(my_work_units.heads(context, found[0][0]), lines, "w-small")
    return f'<p class="w-apart"><b>{title}</b></p>{told}'
