"""My work: what waits for the reader today, one card a queue, most urgent first; every count opens its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from riskmap.domain.codes import Level, Step
from riskmap.domain.columns import from_day, to_day
from riskmap.domain.escalation import Due
from riskmap.i18n import Translator
from riskmap.metrics import frame as facts
from riskmap.metrics import queues, reporting
from riskmap.metrics.drill import UNREPORTED
from riskmap.metrics.escalation import STEPS, due_steps
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index
from riskmap.metrics.queues import Queue
from riskmap.views import words
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span
from riskmap.views.html.parts import countdown, dot, mark, sequence
from riskmap.views.scene import alarm, listed_level

MOST: Final = 6  # rows of a card; its count opens all
TITLES: Final = {
    "alarm": "Major hazards without control measures",
    "overdue": "Overdue, not rectified",
    "rejected": "Re-inspection failed, to be rectified again",
    "rectify": "To be rectified",
    "today": "due|today",
    "soon": "due|3 days",
    "week": "Falling due within 7 days",
    "unexplained": "Reasons to be stated",
    "confirm": "To be confirmed",
    "review_late": "late with the re-inspection",
    "review": "Waiting for re-inspection",
    "review_own": "Self-found: to be re-inspected by us",
    "close": "Passed, to be crossed off",
    "close_major": "Major, passed, to be crossed off",
    "close_own": "Self-found: to be crossed off by us",
    "sample": "Self-closed, to be checked by sample",
    "visit_review": "Of my visits: waiting for re-inspection",
    "visit_open": "Of my visits: not rectified",
    "extension": "Extensions to be decided",
    "listing": "Proposed listings to be decided",
    "delisting": "Delistings to be decided",
    "coordination": "To be coordinated by the county",
    UNREPORTED: "Major hazards without an external number",
    "unreported_closed": "of these crossed off",
    "remind": "Proposed: reminder",
    "supervise": "Proposed: supervision order",
    "list": "Proposed: listing for supervision",
    "criticise": "Proposed: circular of criticism",
    "interview": "Proposed: formal interview",
}
HINTS: Final = {
    "unexplained": "asked {major} days before the due date for major hazards, {general} for general ones",
    "remind": "the ladder proposes; nothing is sent until it is signed",
}
PROPOSED: Final = {Step(name): title for name, title in TITLES.items() if name in set(Step)}
WHY: Final = {  # trigger of the ladder → words
    "before_due": "due soon",
    "before_due_major": "due soon",
    "overdue": "overdue",
    "overdue_major": "overdue",
    "failed_review": "re-inspection failed",
    "major": "major hazard, not listed",
    "recurrence": "recurred",
    "order_past": "date of the order is past",
    "listing_past": "date of the listing is past",
}
MANY: Final = frozenset({"confirm", "review", "remind"})  # queues whose step may be taken for several at once
# counts that stand in another queue's card
INSIDE: Final = {"week": ("today", "soon"), "review": ("review_late",), UNREPORTED: ("unreported_closed",)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The hazards of one queue, most urgent first."""

    queue: Queue
    rows: Ints


def waiting(context: Context, index: Index, of: Sequence[Queue]) -> dict[str, Waiting]:
    """Queue → its hazards under the filter."""
    asked = [one for one in of if index.report_to or one.rows != UNREPORTED]  # a county may report nowhere
    return {one.name: Waiting(one, queues.rows(index, context.where, one)) for one in asked}


def page(context: Context, index: Index, found: dict[str, Waiting], *, many: bool = False) -> str:
    """A line of all counts, then a card for each queue that holds something.

    `many`: the reader may handle several hazards at once; queues of such steps lead there.
    """
    t = context.t
    inside = {name for names_ in INSIDE.values() for name in names_}
    cards = [one for name, one in found.items() if name not in inside and len(one.rows)]
    head = _summary(context, found, inside)
    if not cards:
        return head + card("", empty(t("Nothing waits for you (as of {day}).", day=t.date(context.day))))
    body = "".join(_card(context, index, found, one, many=many) for one in cards)
    return f'{head}<div class="w-queues">{body}</div>'


def _summary(context: Context, found: dict[str, Waiting], inside: set[str]) -> str:
    t = context.t
    chips = "".join(
        f'<span class="w-queue">{e(t(TITLES[name]))} {_count(context, one)}</span>'
        for name, one in found.items()
        if name not in inside and len(one.rows)
    )
    free = [t(TITLES[name]) for name, one in found.items() if name not in inside and not len(one.rows)]
    none = f'<small class="w-mu">{e(t("Nothing waits:"))} {e(t(", ").join(free))}</small>' if free else ""
    return card(t("What waits for you"), f'<div class="w-queuebar">{chips}</div>{none}', _as_of(context))


def _as_of(context: Context) -> str:
    return span(context.t("as of {day}", day=context.t.date(context.day)), "w-mu")


def _count(context: Context, one: Waiting) -> str:
    cls = "w-n w-late w-strong" if one.queue.name in {"alarm", "overdue", "review_late"} and len(one.rows) else "w-n"
    queue = one.queue
    return context.count(len(one.rows), queue.rows, queue.among, cls=f"{cls} w-strong", only=queue.only)


def _card(context: Context, index: Index, found: dict[str, Waiting], one: Waiting, *, many: bool) -> str:
    t, name = context.t, one.queue.name
    inside = (f"{e(t(TITLES[part]))} {_count(context, found[part])}" for part in INSIDE.get(name, ()))
    aside = " · ".join([_count(context, one), *inside])
    if many and name in MANY:
        own = {"rows": one.queue.rows, "among": one.queue.among, "bulk": "1"}
        aside += " · " + link(context.href("ledger", own, **one.queue.only), e(t("Several at once")), "w-text")
    shown = one.rows[:MOST]
    lines = "".join(_lines(context, index, name, shown))
    if len(shown) < len(one.rows):
        more = t("All {n}", n=t.number(len(one.rows)))
        own = {"rows": one.queue.rows, "among": one.queue.among}
        way = link(context.href("ledger", own, **one.queue.only), e(more))
        lines += f'<p class="w-empty w-more">{way}</p>'
    hint = _hint(t, index, name)
    return card(t(TITLES[name]), f'{hint}<div class="w-list">{lines}</div>', aside)


def _hint(t: Translator, index: Index, name: str) -> str:
    if name not in HINTS:
        return ""
    rule = index.ladder.of(Step.REMIND)
    said = t(HINTS[name], major=rule.before_due_major or 0, general=rule.before_due or 0)
    return f'<p class="w-hint">{e(said)}</p>'


def _lines(context: Context, index: Index, name: str, rows: Ints) -> list[str]:
    day = to_day(context.day)
    frame = index.at(day).take(rows)
    status, (progress, left) = facts.status_at(frame, day), facts.progress_and_left(frame, day)
    alarms, level = alarm(frame, progress), listed_level(frame, day)
    reasons = _reasons(context, index, name)
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        shown = _Shown(str(progress[at]), str(status[at]), int(left[at]), bool(alarms[at]), str(level[at]))
        given = {str(key): value for key, value in row.items()}
        lines.append(_line(context, given, shown, reasons.get(int(rows[at]), "")))
    return lines


def _reasons(context: Context, index: Index, name: str) -> dict[int, str]:
    """Hazard → since when and why a step of the ladder is due, or where it has no number."""
    if name == UNREPORTED:
        return _unreported(context, index)
    if name not in set(Step):
        return {}
    due = due_steps(index, context.day)
    at = STEPS.index(Step(name))
    return {
        int(row): _since(context, why, from_day(int(since)))
        for row, step, since, why in zip(due.row, due.step, due.since, due.why, strict=True)
        if step == at
    }


def _unreported(context: Context, index: Index) -> dict[int, str]:
    """Hazard → the systems that do not know it."""
    told: dict[int, list[str]] = {}
    for system, mask in reporting.missing(index, context.where).items():
        for row in np.flatnonzero(mask):
            told.setdefault(int(row), []).append(context.label("system", system))
    return {row: context.t(", ").join(names_) for row, names_ in told.items()}


@dataclass(frozen=True, slots=True)
class _Shown:
    progress: str
    status: str
    left: int
    alarm: bool
    level: str


def _line(context: Context, row: dict[str, object], shown: _Shown, reason: str) -> str:
    label, t = context.label, context.t
    major = row["grade"] == "major"
    picture = mark(shown.progress, alarm=shown.alarm, size=24) if major else dot(shown.progress)
    who = sequence([label("department", str(row["department"])), label("township", str(row["township"]))])
    what = sequence([str(row["enterprise"] or row["place"]), str(row["description"])], "　")
    plate = f'<span class="w-plate">{e(t(words.PLATE[Level(shown.level)]))}</span>' if shown.level else ""
    small = span(reason, "w-mu") if reason else ""
    inner = (
        f'{picture}<div style="min-width:0"><b>{who}</b>{plate}<small class="w-one">{what}</small></div>'
        f'<div class="w-end">{countdown(context, shown.progress, shown.left, shown.status)}<small>{small}</small></div>'
    )
    return link(context.href("hazard", {"id": str(row["id"])}), inner, "w-item", str(row["description"]))


def proposals(context: Context, due: Sequence[Due]) -> str:
    """The steps of the ladder that are due for one hazard, in words; "" when none is."""
    t = context.t
    lines = "".join(
        f"<li><b>{e(t(PROPOSED[one.step]))}</b> {span(_since(context, one.why, one.since), 'w-mu')}</li>" for one in due
    )
    return f'<ul class="w-proposals">{lines}</ul>' if lines else ""


def _since(context: Context, why: str, since: date) -> str:
    t, whole = context.t, since.year != context.day.year
    return t("{why}, due since {day}", why=t(WHY[why]), day=t.date(since) if whole else t.date(since, "short"))
