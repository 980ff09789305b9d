"""What a wall says while the office shows something on it: one calm line, the card line of what is in focus, a rest."""

from dataclasses import dataclass

import numpy as np

from riskmap.domain.codes import Grade, Level, Progress
from riskmap.domain.presenting import PAGES, Presented, Show
from riskmap.metrics import frame as facts
from riskmap.metrics.format import fraction
from riskmap.views import words
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e
from riskmap.views.html.parts import percent, rate
from riskmap.views.html.wall.base import Wall
from riskmap.views.scene import STANDING


@dataclass(frozen=True, slots=True)
class Focus:
    """What the map flies to: kind (township, hazard) and code or number, with a title and a line of the card."""

    at: str
    title: str
    line: str


def told(shown: Presented | None, focus: Focus | None) -> dict[str, str]:
    """What the scripts need to know, as data- attributes of the head; empty for a wall on its own."""
    if shown is None:
        return {}
    state = "page" if shown.scene.show in PAGES else shown.scene.show.value
    about = {"focus": focus.at, "focus-title": focus.title, "focus-line": focus.line} if focus else {}
    return {"present": state, **about}


def line(context: Context, shown: Presented | None) -> str:
    """Who shows this, in the head; over everything where the office lets the wall rest."""
    if shown is None:
        return ""
    t = context.t
    words = {Show.HOLD: t("wall|held by the office")}.get(shown.scene.show, t("wall|presented by the office"))
    return f'<span class="wa-presented" role="status">{e(words)}</span>'


def rest(context: Context, shown: Presented | None, title: str) -> str:
    """The wall while it rests: whose it is, and that this is wanted."""
    if shown is None or shown.scene.show is not Show.BLANK:
        return ""
    told = context.t("The office lets this screen rest")
    return f'<div class="wa-blank"><b>{e(title)}</b><span>{e(told)}</span></div>'


def focus(wall: Wall, shown: Presented | None) -> Focus | None:
    """What is in focus as this wall knows it; None where it shows no such township or open major hazard."""
    if shown is None or shown.scene.show is not Show.MAIN:
        return None
    if shown.scene.place:
        return _township(wall, shown.scene.place)
    return _hazard(wall, shown.scene.hazard) if shown.scene.hazard else None


def _township(wall: Wall, code: str) -> Focus:
    """What stands in a township, as its marks are counted, and its rate as the rank table has it."""
    t, scene = wall.t, wall.figures.scene
    here = (scene.frame["township"].to_numpy(dtype=object).astype(str) == code) & np.isin(scene.progress, STANDING)
    late, major = here & (scene.progress == Progress.OVERDUE), here & facts.equals(scene.frame, "grade", Grade.MAJOR)
    named = ((t("open"), here), (t("wall|Late"), late), (t("Major"), major))
    parts = [f"{name} {t.number(int(rows.sum()))}" for name, rows in named]
    found = next((one for one in wall.figures.townships.lines if one.code == code), None)
    if found is not None:
        n, m = rate("due_rate_passed").parts(found.counts)
        shown = percent(wall.context, "due_rate_passed", found.counts)
        parts.append(f"{t('Due-item rate')} {shown} ({fraction(n, m)})")
    return Focus(f"township {code}", wall.context.label("township", code), " · ".join(parts))


def _hazard(wall: Wall, hazard_id: str) -> Focus | None:
    """The row of an open major: number, enterprise; countdown, plate, control, department and township; no name."""
    t, label, scene = wall.t, wall.context.label, wall.figures.scene
    rows = np.flatnonzero(scene.frame["id"].to_numpy(dtype=object) == hazard_id)
    if not len(rows) or not scene.numbers[rows[0]] or str(scene.progress[rows[0]]) not in STANDING:
        return None
    row = int(rows[0])
    at, level = scene.frame.iloc[row], str(scene.level[row])
    status = str(facts.status_at(scene.frame.iloc[[row]], scene.day)[0])
    parts = (
        words.countdown(t, str(scene.progress[row]), int(scene.left[row]), status),
        t(words.PLATE[Level(level)]) if level else "",
        words.control(t, str(at["control"])),
        label("department", str(at["department"])),
        label("township", str(at["township"])),
    )
    title = f"{scene.numbers[row]} {at['enterprise'] or at['place'] or at['hazard_no']}"
    return Focus(f"hazard {at['hazard_no']}", title, " · ".join(part for part in parts if part))
