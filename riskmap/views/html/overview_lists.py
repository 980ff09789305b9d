"""The lists of the leader's screen: open majors, what falls due soon, twelve weeks of coming and going."""

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from riskmap.domain.codes import Level, Progress
from riskmap.metrics import frame as facts
from riskmap.views import words
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span
from riskmap.views.html.parts import countdown, dot, mark, sequence
from riskmap.views.scene import STANDING, Scene

if TYPE_CHECKING:
    from riskmap.views.html.overview import Figures

MOST_MAJORS, MOST_SOON = 16, 12
Ints = npt.NDArray[np.int64]


def majors(context: Context, f: "Figures") -> str:
    """Open major hazards, most urgent first, with the numbers they bear on the map."""
    t, scene = context.t, f.scene
    rows = scene.listed[np.isin(scene.progress[scene.listed], STANDING)]
    shown = rows[:MOST_MAJORS]
    aside = f"{e(t('open'))} {context.count(f.counts['stock_major'], 'stock_major')} · {e(t('no control measures'))} "
    aside += context.count(f.alarm, "alarm")
    if not len(rows):
        return card(t("Major hazards"), empty(t("No open major hazard under this filter.")), aside)
    status = facts.status_at(scene.frame.iloc[shown], scene.day)
    ways = [context.href("hazard", {"id": str(key)}) for key in scene.frame["id"].iloc[shown]]
    lines = "".join(major(context, scene, int(row), str(status[n]), ways[n]) for n, row in enumerate(shown))
    if len(shown) < len(rows):
        more = t("All {n} open major hazards", n=t.number(len(rows)))
        way = link(context.href("ledger", {"rows": "stock_major"}), e(more), "w-text")
        lines += f'<p class="w-empty" style="padding:8px 0 0">{way}</p>'
    return card(t("Major hazards"), f'<div class="w-list">{lines}</div>', aside)


def major(context: Context, scene: Scene, row: int, status: str, address: str, cls: str = "w-item") -> str:
    """One open major hazard of a scene as a row that leads to `address`."""
    t, label, at = context.t, context.label, scene.frame.iloc[row]
    progress, level = str(scene.progress[row]), str(scene.level[row])
    plate = f'<span class="w-plate">{e(t(words.PLATE[Level(level)]))}</span>' if level else ""
    who = sequence([label("department", str(at["department"])), label("township", str(at["township"]))])
    what = sequence([str(at["enterprise"] or at["place"]), str(at["description"])], "　")
    control = words.control(t, str(at["control"]))
    state = span(control, "w-alarm") if scene.alarm[row] else span(control, "w-mu")
    inner = (
        mark(progress, int(scene.numbers[row]), alarm=bool(scene.alarm[row]))
        + f'<div style="min-width:0"><b>{who}</b>{plate}<small class="w-one">{what}</small></div>'
        + f'<div class="w-end">{countdown(context, progress, int(scene.left[row]), status)}<small>{state}</small></div>'
    )
    return link(address, inner, cls, str(at["description"]))


def soon(context: Context, f: "Figures") -> str:
    """What falls due within seven days, nearest first; the two counts open their rows."""
    t, scene = context.t, f.scene
    rows = due_rows(scene)
    aside = (
        f"{e(t('3 days'))} {context.count(f.soon[3], 'soon.3', cls='w-n w-strong')} · "
        f"{e(t('7 days'))} {context.count(f.soon[7], 'soon.7', cls='w-n w-strong')}"
    )
    if not len(rows):
        return card(t("Falling due"), empty(t("Nothing falls due within 7 days.")), aside)
    lines = "".join(_soon(context, scene, int(row)) for row in rows[:MOST_SOON])
    return card(t("Falling due"), f'<div class="w-list w-near">{lines}</div>', aside)


def due_rows(scene: Scene) -> Ints:
    """Rows of a scene that fall due within seven days, nearest first, majors before general ones of the same day."""
    rows = np.flatnonzero(scene.progress == Progress.DUE_SOON)
    major = facts.equals(scene.frame, "grade", "major")[rows]
    return np.asarray(
        rows[np.lexsort((scene.frame["hazard_no"].to_numpy(dtype=object)[rows].astype(str), ~major, scene.left[rows]))]
    )


def _soon(context: Context, scene: Scene, row: int) -> str:
    at, label = scene.frame.iloc[row], context.label
    number = int(scene.numbers[row]) or None
    picture = mark(Progress.DUE_SOON, number, size=24) if number else dot(Progress.DUE_SOON)
    about = sequence([label("township", str(at["township"])), str(at["description"])])
    inner = (
        f"{picture}<div style='min-width:0'><b class='w-one'>{e(at['enterprise'] or at['place'])}</b>"
        f"<small class='w-one'>{about}</small></div>"
        f'<div class="w-end">{countdown(context, Progress.DUE_SOON, int(scene.left[row]), "")}</div>'
    )
    return link(context.href("hazard", {"id": str(at["id"])}), inner, "w-item", str(at["description"]))


def flow(context: Context, f: "Figures") -> str:
    """New and closed items of each of the last weeks; each bar opens its rows."""
    t, weeks = context.t, f.weeks.tail(12)
    most = max(int(weeks["new_in_week"].max()), int(weeks["closed_in_week"].max()), 1)
    bars = []
    for number, row in enumerate(weeks.to_dict("records")):
        new, closed, day = int(row["new_in_week"]), int(row["closed_in_week"]), row["as_of"]
        last = number == len(weeks) - 1
        told = t("{week}: {a} new, {b} closed", week=str(row["week"]), a=new, b=closed)
        top = span(f"{new}/{closed}") if last else ""
        period = {"from_": day - timedelta(days=day.isoweekday() - 1), "as_of": day}
        pair = "".join(
            link(
                context.href("ledger", {"rows": measure}, **period),
                f'<i style="height:{72 * count / most:.0f}%"></i>',
                title=told,
            )
            for count, measure in ((new, "new_in_period"), (closed, "closed_in_period"))
        )
        bars.append(f"<div>{top}{pair}</div>")
    first, middle = weeks["as_of"].iloc[0], weeks["as_of"].iloc[len(weeks) // 2]
    axis = "".join(span(text) for text in (t.date(first, "short"), t.date(middle, "short"), t("this week")))
    key = (
        f'<span class="w-key"><i style="background:#A9B5C1"></i>{e(t("New"))}</span>'
        f'<span class="w-key"><i style="background:var(--w-bar)"></i>{e(t("Closed"))}</span>'
    )
    body = f'<div class="w-flow">{"".join(bars)}</div><div class="w-axis">{axis}</div>'
    return card(t("New and closed, 12 weeks"), body, key, cls="w-fill")
