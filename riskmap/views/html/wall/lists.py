"""The right of the wall: open majors with their numbers on the map, warnings, twelve weeks, the news of the day."""

from datetime import timedelta

import numpy as np

from riskmap.domain.codes import Level, Progress
from riskmap.metrics import frame as facts
from riskmap.views import words
from riskmap.views.html.markup import e, link, span
from riskmap.views.html.parts import TONES, mark, sequence
from riskmap.views.html.wall.base import Change, Wall, block, fit, nothing
from riskmap.views.scene import STANDING

MOST = 40  # majors sent to a wall; the count tells of all
NAMED = 2  # changes of the day told by name
TALL = 64  # per cent of the room for bars that the tallest one takes


def majors(wall: Wall) -> str:
    """Open major hazards, most urgent first: department · township, then the enterprise; no personal name."""
    t, f = wall.t, wall.figures
    rows = f.scene.listed[np.isin(f.scene.progress[f.scene.listed], STANDING)]
    aside = f"{e(t('open'))} {wall.count(f.counts['stock_major'], 'stock_major', cls='wa-strong')}　"
    aside += f"{e(t('no control measures'))} {wall.count(f.alarm, 'alarm', cls='wa-alarm' if f.alarm else 'wa-strong')}"
    if not len(rows):
        return block("majors", t("Major hazards"), nothing(t("No open major hazard under this filter.")), aside)
    shown = rows[:MOST]
    status = facts.status_at(f.scene.frame.iloc[shown], f.scene.day)
    due = facts.countdown_day(f.scene.frame.iloc[shown])
    lines = "".join(_major(wall, int(row), str(status[n]), int(due[n])) for n, row in enumerate(shown))
    return block("majors", t("Major hazards"), fit(lines, len(rows) - len(shown), t("and {n} more")), aside)


def _major(wall: Wall, row: int, status: str, due: int) -> str:
    t, label, scene = wall.t, wall.context.label, wall.figures.scene
    at, progress, level = scene.frame.iloc[row], str(scene.progress[row]), str(scene.level[row])
    plate = f'<span class="wa-plate">{e(t(words.PLATE[Level(level)]))}</span>' if level else ""
    department, township = label("department", str(at["department"])), label("township", str(at["township"]))
    told = [str(at["enterprise"] or at["place"]), str(at["description"])]
    split = t.lang == "en"  # long English names take a line each
    who = sequence([department] if split else [department, township])
    what = sequence([township, *told] if split else told, " · " if split else "　")
    alarm = bool(scene.alarm[row])
    left, tone = words.countdown(t, progress, int(scene.left[row]), status), TONES.get(Progress(progress), "")
    day = t.date(words.day(due), "short")
    inner = (
        f"{mark(progress, int(scene.numbers[row]), alarm=alarm, size=40)}"
        f'<span class="wa-who"><b class="wa-cut">{who}</b>{plate}</span>'
        f'<span class="wa-left"><small>{e(day)}</small><b class="{tone}">{e(left)}</b></span>'
        f'<span class="wa-what wa-cut">{what}</span>'
        f'<span class="wa-control{" wa-alarm" if alarm else ""}">{e(words.control(t, str(at["control"])))}</span>'
    )
    number = f' data-no="{e(at["hazard_no"])}"'
    if wall.links:
        address = wall.context.href("hazard", {"id": str(at["id"])})
        return f'<a class="wa-major wa-row"{number} href="{e(address)}">{inner}</a>'
    return f'<div class="wa-major wa-row"{number}>{inner}</div>'


def warnings(wall: Wall) -> str:
    """What comes due next and what waits too long for the authorities."""
    t, f = wall.t, wall.figures
    parts = (
        (t("due within 3 days"), f.soon[3], "soon.3", ""),
        (t("due within 7 days"), f.soon[7], "soon.7", ""),
        (t("wall|re-inspection late"), f.counts["review_late"], "review_late", "wa-soon"),
        (t("wall|confirmation late"), wall.pending_late, "check.pending_late", "wa-soon"),
    )
    cells = "".join(
        f"<span>{e(name)}{wall.count(number, rows, cls=f'wa-strong {tone if number else str()}'.strip())}</span>"
        for name, number, rows, tone in parts
    )
    return block("warnings", t("Warnings"), f'<div class="wa-warn">{cells}</div>')


def trend(wall: Wall) -> str:
    """New and closed items of each of the last twelve weeks; bars begin at 0."""
    t, weeks = wall.t, wall.figures.weeks.tail(12)
    most = max(int(weeks["new_in_week"].max()), int(weeks["closed_in_week"].max()), 1)
    bars: list[str] = []
    for row in weeks.to_dict("records"):
        new, closed, day = int(row["new_in_week"]), int(row["closed_in_week"]), row["as_of"]
        period = {"from_": day - timedelta(days=day.isoweekday() - 1), "as_of": day}
        pair = "".join(
            _bar(wall, measure, f'<i style="height:{TALL * count / most:.1f}%"></i>', period)
            for count, measure in ((new, "new_in_period"), (closed, "closed_in_period"))
        )
        bars.append(pair + f"<u>{new} / <b>{closed}</b></u>" if len(bars) == len(weeks) - 1 else pair)
    first, middle = weeks["as_of"].iloc[0], weeks["as_of"].iloc[len(weeks) // 2]
    axis = "".join(span(text) for text in (t.date(first, "short"), t.date(middle, "short"), t("this week")))
    key = f'<span class="wa-key new">{e(t("New"))}</span><span class="wa-key closed">{e(t("flow|Closed"))}</span>'
    body = f'<div class="wa-bars">{"".join(f"<div>{one}</div>" for one in bars)}</div><div class="wa-axis">{axis}</div>'
    return block("trend", t("New and closed, 12 weeks"), body, key)


def _bar(wall: Wall, measure: str, inner: str, period: dict[str, object]) -> str:
    if not wall.links:
        return f"<span>{inner}</span>"
    return link(wall.context.href("ledger", {"rows": measure}, **period), inner)


def news(wall: Wall) -> str:
    """What the as-of day brought among majors, as one calm line; "" on a day without."""
    t = wall.t
    parts = [
        f'<span class="{tone}"><b>{e(title)}</b> {e(_named(wall, changes))}</span>'
        for title, changes, tone in (
            (t("New major hazards today: {n}", n=len(wall.new)), wall.new, "wa-news-new"),
            (t("Major hazards closed today: {n}", n=len(wall.closed)), wall.closed, "wa-news-closed"),
        )
        if changes
    ]
    return f'<div class="wa-news" role="status">{"".join(parts)}</div>' if parts else ""


def _named(wall: Wall, changes: tuple[Change, ...]) -> str:
    named = [f"{one.township} {one.enterprise}".strip() for one in changes[:NAMED]]
    return wall.t("cover|; ").join(named) + ("…" if len(changes) > NAMED else "")
