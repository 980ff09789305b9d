"""The wall's page of listed supervision (挂牌督办, DOMAIN.md §2.4): one card a hazard whose plate hangs."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from riskmap.domain import five
from riskmap.domain.codes import Item, Level, ListingState, Progress, Status
from riskmap.domain.columns import from_day
from riskmap.domain.five_marks import Mark
from riskmap.domain.five_marks import marks as marks_of
from riskmap.domain.hazard import Hazard
from riskmap.metrics import frame as facts
from riskmap.views import words
from riskmap.views.html.markup import e, span
from riskmap.views.html.overview import LEVELS as ORDER
from riskmap.views.html.parts import TONES, mark, sequence
from riskmap.views.html.wall.base import Wall, nothing
from riskmap.views.scene import STANDING, Ints, Scene

MOST = 60  # cards sent to a wall; the head counts all
ITEMS = {
    Item.RESPONSIBILITY: "wall|Duty",
    Item.MEASURES: "item|Measures",
    Item.FUNDS: "item|Funds",
    Item.DEADLINE: "item|Deadline",
    Item.EMERGENCY: "wall|Plan",
}
MARKS = {  # class, sign (its word where there is none), word
    Mark.THERE: ("wa-good", "✓", "mark|there"),
    Mark.PARTLY: ("wa-soon", "", "five|partly"),
    Mark.MISSING: ("wa-late", "✗", "mark|missing"),
}
STEPS = ("step|Found", "step|Ordered", "step|Rectified", "step|Reviewed", "step|Closed")
RECTIFYING, REVIEW, CLOSING = 2, 3, 4  # of STEPS
CURRENT = {
    Status.OPEN: RECTIFYING,
    Status.RECTIFYING: RECTIFYING,
    Status.REJECTED: RECTIFYING,
    Status.AWAITING_REVIEW: REVIEW,
    Status.VERIFIED: CLOSING,
}


def rows(scene: Scene) -> Ints:
    """Rows of the scene that stand and whose plate hangs on its day: majors as their numbers run, then the others."""
    frame = scene.frame
    hangs = (facts.days(frame, "listed") <= scene.day) & (facts.days(frame, "delisted") > scene.day)
    hangs &= np.isin(scene.progress.astype(str), STANDING)
    majors = scene.listed[hangs[scene.listed]]
    others = np.flatnonzero(hangs & (scene.numbers == 0))
    return np.concatenate([majors, others[np.argsort(scene.left[others], kind="stable")]])


def page(wall: Wall, hanging: Ints, hazards: Mapping[str, Hazard]) -> str:
    """The cards that are sent, and in the head how many there are of all. `hazards`: by id, for their five."""
    scene = wall.figures.scene
    shown = hanging[:MOST]
    status = facts.status_at(scene.frame.iloc[shown], scene.day)
    cards = "".join(
        _card(wall, int(row), str(status[n]), hazards.get(str(scene.frame["id"].iloc[row])))
        for n, row in enumerate(shown)
    )
    body = f'<div class="wa-cards">{cards}</div>'
    if not len(hanging):
        body = nothing(wall.t("No hazard is listed for supervision under this filter."))
    return f'<section class="wa-sheet wa-hanging">{_head(wall, hanging)}{body}</section>'


def _head(wall: Wall, hanging: Ints) -> str:
    t, scene = wall.t, wall.figures.scene
    counted = ((words.PLATE[level], int((scene.level[hanging] == level).sum())) for level in ORDER)
    levels = " ".join(f'<span class="wa-plate">{e(t(word))}</span>{t.number(n)}' for word, n in counted)
    late = int((scene.progress[hanging] == Progress.OVERDUE).sum())
    alarm = int(scene.alarm[hanging].sum())
    more = len(hanging) - MOST
    told = [
        f"{e(t('open'))} {wall.count(len(hanging), 'stock_listed', cls='wa-strong')}",
        levels,
        f"{e(t('wall|Late'))} {span(t.number(late), 'wa-late' if late else 'wa-strong')}",
        f"{e(t('no control measures'))} {span(t.number(alarm), 'wa-alarm' if alarm else 'wa-strong')}",
    ]
    told += [e(t("and {n} more", n=t.number(more)))] if more > 0 else []
    inner = "".join(f"<span>{one}</span>" for one in told)
    title = f'<h2>{e(t("head|Listed for supervision"))}</h2><b class="wa-part"></b>'
    return f'<header>{title}<div class="wa-aside">{inner}</div></header>'


def _card(wall: Wall, row: int, status: str, hazard: Hazard | None) -> str:
    """One hazard; the number of its mark is that of the main page."""
    scene = wall.figures.scene
    alarm = " wa-open" if scene.alarm[row] else ""
    inner = _name(wall, row, status, hazard) + _facts(wall, row) + _five(wall, hazard) + _steps(wall, row, status)
    number = e(scene.frame["hazard_no"].iloc[row])
    return f'<article class="wa-card wa-row wa-listing{alarm}" data-no="{number}">{inner}</article>'


def _name(wall: Wall, row: int, status: str, hazard: Hazard | None) -> str:
    """Mark, enterprise, plate and countdown; department and township; what is wrong."""
    t, label, scene = wall.t, wall.context.label, wall.figures.scene
    at, progress, level = scene.frame.iloc[row], str(scene.progress[row]), str(scene.level[row])
    number = int(scene.numbers[row]) or None
    plate = f'<span class="wa-plate">{e(t(words.PLATE[Level(level)]))}</span>' if level else ""
    left, tone = words.countdown(t, progress, int(scene.left[row]), status), TONES.get(Progress(progress), "")
    due = words.day(int(facts.countdown_day(scene.frame.iloc[[row]])[0]))
    department, township = label("department", str(at["department"])), label("township", str(at["township"]))
    split, wrong = t.lang == "en", str(at["description"]) or "—"  # long English names take a line each
    who = sequence([department] if split else [department, township])
    until = f"{t('day|Due')} {t.date(due)}" if due else ""
    applied = _applied(hazard, wall.context.day)
    if applied:
        until = t("delisting asked {day}", day=t.date(applied, "short"))
    return (
        f'<div class="wa-l-top">{mark(progress, number, alarm=bool(scene.alarm[row]), size=52)}'
        f'<b class="wa-cut">{e(str(at["enterprise"] or at["place"] or at["hazard_no"]))}</b>{plate}'
        f'<strong class="{tone}">{e(left)}</strong></div>'
        f'<div class="wa-l-who"><span class="wa-cut">{who}</span><small>{e(until)}</small></div>'
        f'<p class="wa-what wa-cut">{sequence([township, wrong] if split else [wrong])}</p>'
    )


def _facts(wall: Wall, row: int) -> str:
    """Since when the plate hangs, and whether the hazard is under control."""
    t, scene = wall.t, wall.figures.scene
    listed = int(scene.frame["listed"].iloc[row])
    since = from_day(listed)
    told = t("since {day}", day=t.date(since, "short" if since.year == wall.context.day.year else "medium"))
    long = t("listed for {n} d", n=t.number(scene.day - listed))
    control = words.control(t, str(scene.frame["control"].iloc[row]))
    cls = "wa-control wa-alarm" if scene.alarm[row] else "wa-control"
    return (
        f'<div class="wa-l-facts"><span class="wa-cut"><b>{e(long)}</b> <small>{e(told)}</small></span>'
        f'<span class="{cls}">{e(control)}</span></div>'
    )


def _applied(hazard: Hazard | None, day: date) -> date | None:
    """The day on which delisting was applied for, None where it does not wait for its acceptance."""
    days = (
        one.delist_applied
        for one in (hazard.listings if hazard else ())
        if one.state is ListingState.ACCEPTANCE and one.delist_applied is not None and one.delist_applied <= day
    )
    return next(days, None)


def _five(wall: Wall, hazard: Hazard | None) -> str:
    """Both marks of the five implementations as they stood on the day, and how many there are."""
    t = wall.t
    names = "".join(span(t(word)) for word in ITEMS.values())
    lines = [f'<div class="wa-l-items"><span></span>{names}<span></span></div>']
    known = five.on(hazard, wall.context.day) if hazard else None
    for place, word in enumerate(("five|On paper", "five|In place")):
        signs = "".join(_mark(wall, marks_of(known, item)[place]) if known else "<b>—</b>" for item in ITEMS)
        whole = f"{five.counts(known)[place]}/{len(Item)}" if known else "—"
        lines.append(f"<div>{span(t(word))}{signs}<b>{whole}</b></div>")
    return f'<div class="wa-l-five">{"".join(lines)}</div>'


def _mark(wall: Wall, one: Mark) -> str:
    cls, sign, said = MARKS[one]
    word = wall.t(said)
    return f'<b class="{cls}" title="{e(word)}">{e(sign or word)}</b>'


def _steps(wall: Wall, row: int, status: str) -> str:
    """The closed loop: what is done, where it stands (in words), what is to come."""
    t, progress = wall.t, str(wall.figures.scene.progress[row])
    current = CURRENT.get(Status(status), RECTIFYING)
    told = wall.context.label("status", status)
    if progress == Progress.WAITING:
        told = words.countdown(t, progress, 0, status)
    cells = (
        span(told, "wa-now") if n == current else span(t(word), "wa-done" if n < current else "")
        for n, word in enumerate(STEPS)
    )
    return f'<div class="wa-l-steps">{"".join(cells)}</div>'
