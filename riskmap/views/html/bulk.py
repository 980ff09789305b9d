"""Several hazards of a list at once: the list with room for ticks, what would happen to each, what did."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Level, Step
from riskmap.domain.columns import to_day
from riskmap.domain.hazard import Hazard
from riskmap.metrics import frame as facts
from riskmap.views import words
from riskmap.views.html import actions
from riskmap.views.html.book import Book, chips
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span, table
from riskmap.views.html.parts import countdown, dot, mark, sequence
from riskmap.views.scene import alarm, listed_level

STEPS: Final = {  # what is done with several at once
    "confirm": "bulk|Order rectification",
    "review": "bulk|Re-inspect",
    "remind": "bulk|Remind",
}
HINTS: Final = {
    "confirm": "General hazards only; a major hazard is ordered by itself, on its own page.",
    "review": "Say of each item whether it passed; what has no result is not on the paper. A major hazard is "
    "re-inspected by itself, on its own page.",
    "remind": "One reminder for all; each hazard keeps a record of it.",
}
INSIDE: Final = ("missing:on_behalf_of",)  # of a re-inspection: the short loop, which is the enterprise's own


class Told(NamedTuple):
    """One hazard and what became of it, or would: the hazard after it, else the codes why not."""

    hazard: Hazard
    action: str
    codes: tuple[str, ...]
    after: Hazard | None


class Line(NamedTuple):
    """A row of the list: its id, what it is called (text), what is shown of it (HTML)."""

    id: str
    name: str
    html: str


class Listed(NamedTuple):
    """A page of the list: its rows, and the steps of STEPS that some row stands ready for, by its status alone."""

    lines: tuple[Line, ...]
    steps: tuple[str, ...]


def head(context: Context, found: Book, most: int) -> str:
    """What the list holds, how many are handled at a time, and the way back."""
    t = context.t
    own = {name: word for name, word in found.own.items() if name != "bulk"} | {"page": str(found.page)}
    out = link(context.href("ledger", own), e(t("bulk|Leave")), "w-button")
    said = t("Tick hazards of this page, at most {n} at a time, and choose what is done with them.", n=most)
    count = f'<b class="w-large">{e(t.number(len(found.rows)))}</b>{span(t("hazards"), "w-mu")}{chips(context, found)}'
    title = f'<h3 class="w-h3">{e(t("Several at once"))}</h3>'
    line = f'<div class="w-bookhead">{title}{count}<div class="w-aside">{out}</div></div>'
    return f'{line}<p class="w-say w-mu">{e(said)}</p>'


def listed(context: Context, frame: pd.DataFrame) -> Listed:
    """The rows of a page as of the day, each to stand beside its tick."""
    day = to_day(context.day)
    status, (progress, left) = facts.status_at(frame, day), facts.progress_and_left(frame, day)
    alarms, level = alarm(frame, progress), listed_level(frame, day)
    found = []
    for at, row in enumerate(frame.to_dict("records")):
        given = {str(key): value for key, value in row.items()}
        major = given["grade"] == Grade.MAJOR
        picture = mark(str(progress[at]), alarm=bool(alarms[at]), size=24) if major else dot(str(progress[at]))
        plate = f'<span class="w-plate">{e(t)}</span>' if (t := _plate(context, str(level[at]))) else ""
        ends = countdown(context, str(progress[at]), int(left[at]), str(status[at]))
        stands = context.label("status", str(status[at]))
        html = _line(context, given, picture, plate, ends if e(stands) in ends else f"{e(stands)} · {ends}")
        found.append(Line(str(given["id"]), _name(given), html))
    return Listed(tuple(found), _ready(set(status.tolist())))


def _ready(status: set[str]) -> tuple[str, ...]:
    fits = {"confirm": status & {"pending"}, "review": status & {"awaiting_review"}}
    open_ = status - {"pending", "closed", "void", ""}
    return tuple(step for step in STEPS if fits.get(step, open_))


def _plate(context: Context, level: str) -> str:
    return context.t(words.PLATE[Level(level)]) if level else ""


def _name(row: dict[str, object]) -> str:
    return f"{row['hazard_no']} {row['enterprise'] or row['place']} {row['description']}"


def _line(context: Context, row: dict[str, object], picture: str, plate: str, ends: str) -> str:
    label = context.label
    who = sequence([label("township", str(row["township"])), label("department", str(row["department"]))])
    kind = span(context.t("Major"), "w-late w-strong") if row["grade"] == Grade.MAJOR else ""
    return (
        f'<div class="w-tick">{picture}<span>{_opens(context, row["id"], row["hazard_no"])} {plate} {kind}</span>'
        f"{_where(row['enterprise'], row['place'])}"
        f'<span class="w-two">{e(row["description"])}</span><span class="w-mu">{who}</span>'
        f'<span class="r">{ends}</span></div>'
    )


def _where(enterprise: object, place: object) -> str:
    return f'<span class="w-two"><b>{e(enterprise or "—")}</b> {span(place, "w-mu")}</span>'


def _opens(context: Context, hazard_id: object, number: object) -> str:
    """The number of a hazard, which opens it beside this page: what is ticked and written here stays."""
    address = context.href("hazard", {"id": str(hazard_id)})
    return f'<a class="w-text w-nobr w-n" href="{e(address)}" target="_blank">{e(number)}</a>'


def item(context: Context, one: Hazard) -> str:
    """A hazard on the form: which it is, and what a person looks at before saying something of it."""
    t = context.t
    days = [t("due {day}", day=t.date(one.due)) if one.due else ""]
    days += [t("rectified {day}", day=t.date(one.rectified)) if one.rectified else ""]
    about = sequence([one.enterprise_name or one.place, one.place if one.enterprise_name else "", *days])
    return f'<p class="w-checked">{_opens(context, one.id, one.hazard_no)} {e(one.description)}<br>{about}</p>'


def left_out(context: Context, told: Sequence[Told], step: str) -> str:
    """The chosen hazards that are not on the form, each with the reason; "" without any."""
    if not told:
        return ""
    t = context.t
    rows = "".join(
        f"<li>{_opens(context, one.hazard.id, one.hazard.hazard_no)} {e(one.hazard.description)} "
        f"{span(_why(context, one), 'w-late')}</li>"
        for one in told
    )
    title = t("{n} left out", n=t.number(len(told)))
    return f'<details class="w-left" data-step="{e(step)}" open><summary>{e(title)}</summary><ul>{rows}</ul></details>'


def preview(context: Context, told: Sequence[Told]) -> str:
    """What would happen to each hazard, or why not."""
    t, ready = context.t, sum(not one.codes for one in told)
    said = t("{n} will be recorded, {m} not. Nothing has been written yet.", n=ready, m=len(told) - ready)
    note = f'<p class="w-say w-strong" role="status">{e(said)}</p>'
    return note + _table(context, told, t("bulk|What will happen"), done=False)


def result(context: Context, told: Sequence[Told], *, again: bool) -> str:
    """What was done with each hazard, or why not; `again`: the form had been entered before."""
    t, done = context.t, sum(not one.codes for one in told)
    said = t("{n} recorded, {m} not.", n=done, m=len(told) - done)
    if again:
        said = t("This form was entered before; nothing was written again.")
    cls = "w-saved" if done and not again else "w-kept"
    note = f'<p class="{cls}" role="status">{e(said)}</p>'
    return note + ("" if again else _table(context, told, t("bulk|Result"), done=True))


def _table(context: Context, told: Sequence[Told], last: str, *, done: bool) -> str:
    t, label = context.t, context.label
    titles = [t("Number"), t("Enterprise, place"), t("Problem"), t("bulk|Stood as"), last]
    rows = [
        (
            _opens(context, one.hazard.id, one.hazard.hazard_no),
            _where(one.hazard.enterprise_name, one.hazard.place),
            f'<span class="w-two">{e(one.hazard.description)}</span>',
            e(label("status", one.hazard.status)),
            _outcome(context, one, done=done),
        )
        for one in sorted(told, key=lambda one: bool(one.codes) == done)  # ahead: what is to be put right comes first
    ]
    return table(titles, rows, "w-bulk")


def _outcome(context: Context, one: Told, *, done: bool) -> str:
    if one.codes:
        return f'<span class="w-no">✕ {e(_why(context, one))}</span>'
    return f'<span class="w-yes">{"✓" if done else "→"} {happens(context, one)}</span>'


def _why(context: Context, one: Told) -> str:
    if one.codes == INSIDE:
        return context.t("Found by the enterprise itself: it re-inspects and closes it.")
    return " ".join(actions.reasons(context.t, one.codes, one.action))


def happens(context: Context, one: Told) -> str:
    """What a step makes of a hazard, in words (HTML)."""
    t, after = context.t, one.after
    if after is None:
        return ""
    if one.action == Action.TAKE_STEP:
        return e(actions.code_word(t, "step", Step.REMIND))
    said = [context.label("status", after.status)]
    if one.action == Action.CONFIRM:
        said += [t("due {day}", day=t.date(after.due)), after.responsible_person]
    elif one.action == Action.FAIL and after.rounds:
        said += [t("due {day}", day=t.date(after.rounds[-1].new_due)), after.rounds[-1].opinion]
    return sequence(said)
