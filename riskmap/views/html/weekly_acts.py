"""What was done and is to be done: listings and due steps, enforcement, wishes of the county, what falls due next."""

from typing import TYPE_CHECKING

from riskmap.domain.columns import from_day, to_day
from riskmap.metrics import frame as facts
from riskmap.metrics.briefing import AHEAD, ENFORCED, LADDER, TO_DELIST, TO_LIST, WISHES, Figures
from riskmap.metrics.drill import LADDER as STEPS
from riskmap.metrics.drill import SOON
from riskmap.metrics.frame import Ints
from riskmap.metrics.frozen_lists import STEPS as FROZEN
from riskmap.metrics.frozen_lists import VISITS
from riskmap.metrics.index import Index
from riskmap.views.briefing import NAMES, THIS, number, side
from riskmap.views.html import weekly_since as since
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.my_work import PROPOSED
from riskmap.views.html.parts import dot, mark
from riskmap.views.html.weekly_lists import said

if TYPE_CHECKING:
    from riskmap.views.html.weekly import Paper

MOST_NEXT, MOST_WISHES, NAMED, MOST_VISITS = 12, 8, 2, 60


def _only(f: Figures) -> dict[str, object]:
    return {"from_": f.now.from_, "as_of": f.now.as_of}


def next_due(context: Context, index: Index, paper: "Paper") -> str:
    """What falls due in the days after the period."""
    t, f = context.t, paper.figures
    day, ahead, apart = to_day(f.now.as_of), AHEAD[f.kind], since.under(context, index, paper, "next_due")
    frozen, number = "next_due" in paper.held, since.many(paper, "next_due", f.next_due)
    rows = since.rows(paper, "next_due", f.next_due)[: since.MOST if frozen else MOST_NEXT]
    title, signs = t("9 Due in the next {n} days", n=ahead), since.signs(context, paper, "next_due")
    aside = _counted(context, paper, "next_due", f.next_due, f"{SOON}.{ahead}")
    if not number:
        return card(title, empty(t("Nothing falls due within {n} days.", n=ahead)) + apart, aside)
    frame = index.at(day).take(rows)
    due = facts.countdown_day(frame)
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        major = row["grade"] == "major"
        firm = link(context.href("hazard", {"id": str(row["id"])}), e(row["enterprise"] or row["place"]), "w-text")
        lines.append([
            e(t.date(from_day(int(due[at])), "short")), mark("due_soon", size=20) if major else dot("due_soon"),
            firm + signs.get(int(rows[at]), ""),
            e(context.label("township", str(row["township"]))), e(row["description"]),
        ])  # fmt: skip
    heads = [e(t("day|Due")), "", e(t("Enterprise")), e(t("Township")), e(t("Problem"))]
    body = since.folded(context, heads, lines, MOST_NEXT, number) if frozen else table(heads, lines, "w-small")
    return card(title, body + apart, aside)


def _counted(context: Context, paper: "Paper", name: str, live: Ints, word: str) -> str:
    """The number of a list, as frozen where it moved since, and now with its rows."""
    only = _only(paper.figures)
    return since.counted(context, paper, name, live, lambda n: context.count(n, word, only=only, cls="w-n w-strong"))


def proposed(context: Context, index: Index, paper: "Paper") -> str:
    """Listed hazards, what is proposed to be listed or delisted, steps that are due and not taken (proposals)."""
    t, f = context.t, paper.figures
    found = [(t(NAMES["stock_listed"]), "listed", f.listed, "stock_listed"),
             (t("to be listed"), "to_list", f.to_list, TO_LIST),
             (t("to be delisted"), "to_delist", f.to_delist, TO_DELIST)]  # fmt: skip
    due = {step: (f"{FROZEN}{step}", f.steps[step]) for step in LADDER}
    found += [(t(PROPOSED[step]), name, rows, STEPS + step) for step, (name, rows) in due.items()
              if len(rows) or since.many(paper, name, rows)]  # fmt: skip
    lines = []
    for said_, name, rows, word in found:
        such = _such(context, index, f, since.rows(paper, name, rows))
        lines.append([e(said_), _counted(context, paper, name, rows, word), e(such)])
    heads = [e(t("Step")), ">" + e(t("Items")), e(t("Such as"))]
    note = f'<p class="w-hint">{e(t("the ladder proposes; nothing is sent until it is signed"))}</p>'
    apart = since.under(context, index, paper, *(name for _, name, _, _ in found))
    body = f'{table(heads, lines, "w-small")}{apart}{since.units(context, index, paper)}{note}'
    return card(t("6 Listed, proposed, due steps not taken"), body)


def _such(context: Context, index: Index, f: Figures, rows: Ints) -> str:
    frame = index.at(to_day(f.now.as_of)).take(rows[:NAMED])
    names = context.t("list|, ").join(str(row["enterprise"] or row["place"]) for row in frame.to_dict("records"))
    return names + ("…" if len(rows) > NAMED else "") or "—"


def enforced(context: Context, paper: "Paper") -> str:
    """执法情况: what the ledger records, in the period and in the year; never an amount, never by unit (art. 74)."""
    t, f = context.t, paper.figures
    rows = [[e(t(NAMES[VISITS])), span(t.number(f.this.visits), "w-strong"), _beside(context, VISITS, f),
             e(t.number(f.year[VISITS]))]]  # fmt: skip
    for name in ENFORCED:
        here = {"from_": f.own.from_, "as_of": f.own.as_of}
        rows.append([
            e(t(NAMES[name])), context.count(number(f.this, name), name, cls="w-n w-strong", only=here),
            _beside(context, name, f), context.count(f.year[name], name, only=_only(f)),
        ])  # fmt: skip
    heads = [e(t("Figure")), ">" + e(t(THIS[f.kind])), ">" + e(side(t, f, f.beside)), ">" + e(t("paper|This year"))]
    note = t("paper|As recorded in the ledger; the papers of the enforcement system hold.")
    body = f'{table(heads, rows, "w-small")}{_visits(context, paper)}<p class="w-hint">{e(note)}</p>'
    return card(t("7 Enforcement"), body)


def _beside(context: Context, name: str, f: Figures) -> str:
    return span(context.t.number(number(f.beside, name)) if f.beside.known else "—", "w-mu")


def _visits(context: Context, paper: "Paper") -> str:
    """The visits behind their number, each opening its page."""
    t, f, made = context.t, paper.figures, paper.register.inspections
    found, number = since.rows(paper, VISITS, f.visits), since.many(paper, VISITS, f.visits)
    if not number and not len(f.visits):
        return ""
    rows, signs = [], since.signs(context, paper, VISITS) | since.later(context, paper, VISITS)
    shown = [*found[:MOST_VISITS].tolist(), *since.came(paper, VISITS)]
    for place, one in zip(shown, made.take(shown).to_dict("records"), strict=True):
        name = context.label("enterprise", str(one["enterprise_id"] or ""))
        way = link(context.href("visit", {"id": str(one["id"])}), e(name), "w-text")
        unit = context.label("department", str(one["department"])) if one["department"] else "—"
        nothing = t("Nothing was found.") if one["found_nothing"] else "—"
        day = e(t.date(from_day(int(one["on"])), "short"))
        rows.append([day, way + signs.get(place, ""), e(unit), e(nothing)])
    opened = t("{n} visits, each with its page", n=t.number(number))
    rest = t("paper|{n} more rows stand in the workbook.", n=t.number(number - MOST_VISITS))
    tail = f'<p class="w-hint">{e(rest)}</p>' if number > MOST_VISITS else ""
    heads = [e(t("visit|Day")), e(t("Enterprise")), e(t("Inspecting unit")), e(t("visit|Result"))]
    return f'<details class="w-all"><summary>{e(opened)}</summary>{table(heads, rows, "w-small")}{tail}</details>'


def wishes(context: Context, index: Index, paper: "Paper") -> str:
    """What the county must coordinate, in the words of those who asked; all of them behind the number."""
    t, f = context.t, paper.figures
    title = t("8 To be coordinated by the county")
    aside, apart = _counted(context, paper, "wished", f.wished, WISHES), since.under(context, index, paper, "wished")
    frozen, number = "wished" in paper.held, since.many(paper, "wished", f.wished)
    if not number:
        return card(title, empty(t("Nothing was asked of the county.")) + apart, aside)
    rows = since.rows(paper, "wished", f.wished)[: since.MOST if frozen else MOST_WISHES]
    ids, signs = index.at(to_day(f.now.as_of))["id"], since.signs(context, paper, "wished")
    lines = []
    for place, key in zip(rows.tolist(), ids.take(rows), strict=True):
        one = paper.hazards.get(key)
        if one is None:
            continue
        told = said(one, f.now.as_of)
        firm = link(context.href("hazard", {"id": one.id}), e(one.enterprise_name or one.place), "w-text")
        lines.append([firm + signs.get(place, ""), e(told.coordination if told else "")])
    heads = [e(t("Enterprise")), e(t("What the county must solve"))]
    body = since.folded(context, heads, lines, MOST_WISHES, number) if frozen else table(heads, lines, "w-small")
    return card(title, body + apart, aside)
