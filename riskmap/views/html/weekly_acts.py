"""What was done and is to be done: listings and due steps, enforcement, wishes of the county, what falls due next."""

from typing import TYPE_CHECKING, Final

from riskmap.domain.columns import from_day, to_day
from riskmap.metrics import frame as facts
from riskmap.metrics.briefing import AHEAD, ENFORCED, LADDER, TO_DELIST, TO_LIST, WISHES, Figures
from riskmap.metrics.drill import LADDER as STEPS
from riskmap.metrics.drill import SOON
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index
from riskmap.views.briefing import NAMES, THIS, number, side
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.my_work import PROPOSED
from riskmap.views.html.parts import dot, mark
from riskmap.views.html.weekly_lists import said

if TYPE_CHECKING:
    from riskmap.views.html.weekly import Paper

MOST_NEXT, MOST_WISHES, NAMED, MOST_VISITS = 12, 8, 2, 60
VISITS: Final = "visits"


def _only(f: Figures) -> dict[str, object]:
    return {"from_": f.now.from_, "as_of": f.now.as_of}


def next_due(context: Context, index: Index, f: Figures) -> str:
    """What falls due in the days after the period."""
    t, day, ahead = context.t, to_day(f.now.as_of), AHEAD[f.kind]
    rows = f.next_due[:MOST_NEXT]
    title = t("9 Due in the next {n} days", n=ahead)
    aside = context.count(len(f.next_due), f"{SOON}.{ahead}", only=_only(f))
    if not len(rows):
        return card(title, empty(t("Nothing falls due within {n} days.", n=ahead)), aside)
    frame = index.at(day).take(rows)
    due = facts.countdown_day(frame)
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        major = row["grade"] == "major"
        firm = link(context.href("hazard", {"id": str(row["id"])}), e(row["enterprise"] or row["place"]), "w-text")
        lines.append([
            e(t.date(from_day(int(due[at])), "short")), mark("due_soon", size=20) if major else dot("due_soon"), firm,
            e(context.label("township", str(row["township"]))), e(row["description"]),
        ])  # fmt: skip
    heads = [e(t("day|Due")), "", e(t("Enterprise")), e(t("Township")), e(t("Problem"))]
    return card(title, table(heads, lines, "w-small"), aside)


def proposed(context: Context, index: Index, paper: "Paper") -> str:
    """Listed hazards, what is proposed to be listed or delisted, steps that are due and not taken (proposals)."""
    t, f = context.t, paper.figures
    found = [(t(NAMES["stock_listed"]), f.listed, "stock_listed"), (t("to be listed"), f.to_list, TO_LIST),
             (t("to be delisted"), f.to_delist, TO_DELIST)]  # fmt: skip
    found += [(t(PROPOSED[step]), f.steps[step], STEPS + step) for step in LADDER if len(f.steps[step])]
    lines = [[e(said), context.count(len(rows), word, only=_only(f), cls="w-n w-strong"),
              e(_such(context, index, f, rows))] for said, rows, word in found]  # fmt: skip
    heads = [e(t("Step")), ">" + e(t("Items")), e(t("Such as"))]
    note = f'<p class="w-hint">{e(t("the ladder proposes; nothing is sent until it is signed"))}</p>'
    return card(t("6 Listed, proposed, due steps not taken"), table(heads, lines, "w-small") + note)


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
    if not len(f.visits):
        return ""
    rows = []
    for one in made.take(f.visits[:MOST_VISITS]).to_dict("records"):
        name = context.label("enterprise", str(one["enterprise_id"] or ""))
        way = link(context.href("visit", {"id": str(one["id"])}), e(name), "w-text")
        unit = context.label("department", str(one["department"])) if one["department"] else "—"
        nothing = t("Nothing was found.") if one["found_nothing"] else "—"
        rows.append([e(t.date(from_day(int(one["on"])), "short")), way, e(unit), e(nothing)])
    opened = t("{n} visits, each with its page", n=t.number(len(f.visits)))
    rest = t("paper|{n} more rows stand in the workbook.", n=t.number(len(f.visits) - len(rows)))
    tail = f'<p class="w-hint">{e(rest)}</p>' if len(f.visits) > len(rows) else ""
    heads = [e(t("visit|Day")), e(t("Enterprise")), e(t("Inspecting unit")), e(t("visit|Result"))]
    return f'<details class="w-all"><summary>{e(opened)}</summary>{table(heads, rows, "w-small")}{tail}</details>'


def wishes(context: Context, index: Index, paper: "Paper") -> str:
    """What the county must coordinate, in the words of those who asked; all of them behind the number."""
    t, f = context.t, paper.figures
    title = t("8 To be coordinated by the county")
    aside = context.count(len(f.wished), WISHES, only=_only(f))
    if not len(f.wished):
        return card(title, empty(t("Nothing was asked of the county.")), aside)
    ids = index.at(to_day(f.now.as_of))["id"]
    lines = []
    for one in (paper.hazards[key] for key in ids.take(f.wished[:MOST_WISHES]) if key in paper.hazards):
        told = said(one, f.now.as_of)
        firm = link(context.href("hazard", {"id": one.id}), e(one.enterprise_name or one.place), "w-text")
        lines.append([firm, e(told.coordination if told else "")])
    heads = [e(t("Enterprise")), e(t("What the county must solve"))]
    return card(title, table(heads, lines, "w-small"), aside)
