"""The lists of the weekly paper: decisions, overdue items with their reasons, major hazards one by one."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from riskmap.domain.codes import Step
from riskmap.domain.columns import from_day, to_day
from riskmap.domain.hazard import Hazard, Statement
from riskmap.domain.meetings import Decision
from riskmap.domain.periods import Kind
from riskmap.metrics import frame as facts
from riskmap.metrics.briefing import LADDER
from riskmap.metrics.frame import Ints
from riskmap.metrics.frozen_lists import STEPS
from riskmap.metrics.index import Index
from riskmap.views import briefing, words
from riskmap.views.html import weekly_since as since
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.my_work import PROPOSED
from riskmap.views.html.parts import countdown, mark, sequence
from riskmap.views.names import LATE_REASON
from riskmap.views.scene import alarm, listed_level

if TYPE_CHECKING:
    from riskmap.views.html.weekly import Paper

SHOWN: Final = 15  # lines of the list of overdue items on a page
MOST_MAJORS = 16
KINDS: Final = {
    "supervise": "decision|Supervision", "interview": "decision|Interview", "coordinate": "decision|Coordination",
    "comment": "decision|Comment", "list": "decision|Listing", "delist": "decision|Delisting",
    "check": "decision|Check", "other": "decision|Other",
}  # fmt: skip


def said(hazard: Hazard | None, day: date) -> Statement | None:
    """The latest statement of a hazard by a day."""
    known = [one for one in hazard.statements if one.on <= day] if hazard else []
    return max(reversed(known), key=lambda one: one.on, default=None)


def about(context: Context, one: Decision) -> str:
    """What a decision is about, as a link where it is a hazard."""
    if one.subject == "hazard":
        return link(context.href("hazard", {"id": one.subject_id}), e(context.t("the hazard")), "w-text")
    if one.subject in {"township", "department", "enterprise"}:
        return e(context.label(one.subject.value, one.subject_id))
    return e(context.t("the county"))


def pending(context: Context, paper: "Paper") -> str:
    """1 What earlier meetings decided and is not done, by unit, the latest first of each."""
    t, day = context.t, paper.figures.now.as_of
    known = briefing.earlier(paper.decisions, paper.figures)
    still = sorted((one for one in known if one.open(day)), key=lambda one: (one.owner, one.due))
    first = paper.figures.own.from_
    done = sum(1 for one in known if one.ended is not None and first <= one.ended <= day)
    weekly = paper.figures.kind is Kind.WEEK
    aside = t("open {n}, ended this week {done}" if weekly else "open {n}, ended in the period {done}", n=len(still),
              done=done)  # fmt: skip
    if not still:
        return card(t("1 Decided earlier, not done"), empty(t("Nothing is open.")), span(aside, "w-mu"), "w-first")
    heads = [e(t("Decided")), e(t("Unit")), ">" + e(t("Due by")), e(t("How it stands"))]
    rows = [
        [
            f"<b>{e(one.text)}</b> <small>{about(context, one)}</small>", e(one.owner),
            span(t.date(one.due, "short"), "w-late w-strong" if one.late(day) else ""), e(one.progress or "—"),
        ]
        for one in still
    ]  # fmt: skip
    return card(t("1 Decided earlier, not done"), table(heads, rows, "w-small"), span(aside, "w-mu"), "w-first")


def decided(context: Context, paper: "Paper") -> str:
    """10 What this week's meeting decided."""
    t = context.t
    own = briefing.decided(paper.decisions, paper.figures)
    if not own:
        return card(t("10 Decided at this meeting"), empty(t("Nothing has been decided yet.")))
    rows = [
        [span(t.date(one.due, "short"), "w-strong"), e(t(KINDS[one.kind])), e(one.text), e(one.owner)] for one in own
    ]
    heads = [e(t("Due by")), e(t("Kind")), e(t("Decided")), e(t("Unit"))]
    return card(t("10 Decided at this meeting"), table(heads, rows, "w-small"))


def overdue(context: Context, index: Index, paper: "Paper") -> str:
    """5 Every overdue item with its reason and what the county must solve; majors first, then longest overdue."""
    t, f = context.t, paper.figures
    rows, number = since.rows(paper, "overdue", f.overdue), since.many(paper, "overdue", f.overdue)
    title, apart = t("5 Overdue, not rectified"), since.under(context, index, paper, "overdue")
    if not number:
        return card(title, empty(t("Nothing overdue (as of {day}).", day=t.date(f.now.as_of))) + apart)
    heads = [
        "", e(t("Department")), e(t("Township")), e(t("Enterprise")), e(t("Problem")), e(t("Control")),
        ">" + e(t("day|Due")), ">" + e(t("Countdown")), e(t("Reason for lateness")), e(t("What the county must solve")),
        ">" + e(t("week|Proposed")),
    ]  # fmt: skip
    aside = span(_in_all(context, index, paper, rows, number), "w-mu")
    if "overdue" in paper.held:
        lines = _overdue_rows(context, index, paper, rows[: since.MOST])
        return card(title, since.folded(context, heads, lines, SHOWN, number) + apart, aside, "w-block")
    body = table(heads, _overdue_rows(context, index, paper, rows[:SHOWN]), "w-small")
    if number > SHOWN:
        days = {"from_": f.now.from_, "as_of": f.now.as_of}
        way = link(context.href("ledger", {"rows": "stock_overdue"}, **days), e(t("All {n}", n=number)), "w-text")
        body += f'<p class="w-empty w-more">{way}</p>'
    return card(title, body, aside, "w-block")


def _in_all(context: Context, index: Index, paper: "Paper", rows: Ints, number: int) -> str:
    """How many are overdue, majors and generals; that a list is frozen is said."""
    t, held = context.t, paper.held.get("overdue")
    if held is None:
        frame = index.at(to_day(paper.figures.now.as_of)).take(rows)
        major = int(facts.equals(frame, "grade", "major").sum())
    else:
        major = sum(row.grade == "major" for row in held.rows)
    said_ = t("{n} in all: {major} major, {general} general", n=number, major=major, general=number - major)
    return said_ if held is None else f"{t('Frozen on {day}.', day=t.date(paper.meeting.closed))} {said_}"


def _overdue_rows(context: Context, index: Index, paper: "Paper", rows: Ints) -> list[list[str]]:
    t, day = context.t, to_day(paper.figures.now.as_of)
    frame = index.at(day).take(rows)
    status, (progress, left) = facts.status_at(frame, day), facts.progress_and_left(frame, day)
    due, alarms, level = facts.due_day(frame), alarm(frame, progress), listed_level(frame, day)
    steps, signs = _steps(paper), since.signs(context, paper, "overdue")
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        major, told = row["grade"] == "major", said(paper.hazards.get(str(row["id"])), paper.figures.now.as_of)
        picture = mark(str(progress[at]), alarm=bool(alarms[at]), size=22) if major else e(t("general"))
        control = span(words.control(t, str(row["control"])), "w-alarm" if alarms[at] else "") if major else "—"
        plate = f' <span class="w-plate">{e(t(words.PLATE[level[at]]))}</span>' if level[at] else ""
        firm = link(context.href("hazard", {"id": str(row["id"])}), e(row["enterprise"] or row["place"]), "w-text")
        lines.append([
            picture, f"<b>{e(context.label('department', str(row['department'])))}</b>",
            e(context.label("township", str(row["township"]))),
            firm + plate + signs.get(int(rows[at]), ""), e(row["description"]), control,
            e(t.date(from_day(int(due[at])), "short")),
            countdown(context, str(progress[at]), int(left[at]), str(status[at])), e(_reason(context, told)),
            e(told.coordination if told and told.coordination else "—"),
            e(_proposed(context, steps.get(int(rows[at]), ()))),
        ])  # fmt: skip
    return lines


def _reason(context: Context, told: Statement | None) -> str:
    """The reason for lateness and how it stands; that nothing was stated is said."""
    t = context.t
    if told is None:
        return t("not stated")
    parts = [t(LATE_REASON[told.late_reason]) if told.late_reason else "", told.progress]
    return "；".join(part for part in parts if part) or "—"


def _steps(paper: "Paper") -> dict[int, tuple[Step, ...]]:
    """Hazard → the steps of the ladder that are due for it."""
    found: dict[int, tuple[Step, ...]] = {}
    for step in LADDER:
        for row in since.rows(paper, STEPS + step, paper.figures.steps[step]):
            found[int(row)] = (*found.get(int(row), ()), step)
    return found


def _proposed(context: Context, steps: Sequence[Step]) -> str:
    return context.t(PROPOSED[steps[-1]]) if steps else "—"


def majors(context: Context, index: Index, paper: "Paper") -> str:
    """Major hazards one by one: who answers, control, five implementations, countdown."""
    t, f, day = context.t, paper.figures, to_day(paper.figures.now.as_of)
    frozen, number = "majors" in paper.held, since.many(paper, "majors", f.majors)
    rows = since.rows(paper, "majors", f.majors)[: since.MOST if frozen else MOST_MAJORS]
    apart, signs = since.under(context, index, paper, "majors"), since.signs(context, paper, "majors")
    title = t("4 Major hazards, one by one")
    if not number:
        return card(title, empty(t("No open major hazard under this filter.")) + apart)
    frame = index.at(day).take(rows)
    status, (progress, left) = facts.status_at(frame, day), facts.progress_and_left(frame, day)
    alarms, level, proved = alarm(frame, progress), listed_level(frame, day), facts.proved(frame, day)
    heads = ["", e(t("Department, township")), e(t("Enterprise")), e(t("Problem")), e(t("Control")),
             ">" + e(t("Five on paper / in place")), ">" + e(t("Countdown")), e(t("How it stands"))]  # fmt: skip
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        plate = f' <span class="w-plate">{e(t(words.PLATE[level[at]]))}</span>' if level[at] else ""
        firm = link(context.href("hazard", {"id": str(row["id"])}), e(row["enterprise"] or row["place"]), "w-text")
        duty = sequence([context.label(name, str(row[name])) for name in ("department", "township")])
        told = said(paper.hazards.get(str(row["id"])), f.now.as_of)
        lines.append([
            mark(str(progress[at]), alarm=bool(alarms[at]), size=22), duty,
            firm + plate + signs.get(int(rows[at]), ""), e(row["description"]),
            span(words.control(t, str(row["control"])), "w-alarm" if alarms[at] else ""),
            f"{row['five_content']}/5 · {proved[at]}/5",
            countdown(context, str(progress[at]), int(left[at]), str(status[at])), e(told.progress if told else "—"),
        ])  # fmt: skip
    days = {"from_": f.now.from_, "as_of": f.now.as_of}
    count = since.counted(context, paper, "majors", f.majors, lambda n: context.count(n, "stock_major", only=days))
    body = since.folded(context, heads, lines, MOST_MAJORS, number) if frozen else table(heads, lines, "w-small")
    return card(title, body + apart, count, "w-block")
