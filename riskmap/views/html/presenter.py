"""The page from which the walls are driven: what a screen shows now, all screens, what may be put in focus."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from riskmap.domain.presenting import PAGES as SHOWN_PAGES
from riskmap.domain.presenting import Presented, Scene, Show
from riskmap.i18n import Translator
from riskmap.metrics import frame as facts
from riskmap.views import scene as drawn
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table
from riskmap.views.html.overview_lists import major
from riskmap.views.html.wall.choice import PAGES
from riskmap.views.scene import STANDING

SHOWS: Final = {
    **{Show(page): name for page, name in PAGES.items()},
    Show.HOLD: "present|Hold the page that is on",
    Show.BLANK: "present|Let the screen rest",
}
TILES: Final = {**SHOWS, Show.HOLD: "present|Hold", Show.BLANK: "present|Rest"}
UNITS: Final = {30: "30 minutes", 60: "1 hour", 120: "2 hours", 240: "4 hours", 480: "8 hours"}
MOST: Final = 60  # rows of what may be put in focus


class Line(NamedTuple):
    """A wall by its name, what the office shows on it (None: its own pages) and until when, in the county's zone."""

    name: str
    shown: Presented | None
    until: datetime | None
    focus: str = ""


def now(context: Context, line: Line) -> str:
    """What one screen, or all of them, shows now, large."""
    t = context.t
    kind = line.shown.scene.show.value if line.shown else "own"
    title = t(SHOWS[line.shown.scene.show]) if line.shown else t("its own pages")
    said = [part for part in _parts(context, line) if part]
    if line.shown and line.until:
        said.append(t("until {time}, set by {who}", time=t.moment(line.until), who=line.shown.by))
    told = "".join(f"<span>{e(part)}</span>" for part in said)
    body = f'<div class="w-now"><i class="w-screen {kind}"></i><div><b>{e(title)}</b>{told}</div></div>'
    return card(t("Now on: {screen}", screen=line.name), body, e(t("A screen follows at its next look.")))


def screens(context: Context, lines: Sequence[Line]) -> str:
    """Every wall with what it shows."""
    t = context.t
    rows = [[e(one.name), _said(context, one), e(t.moment(one.until)) if one.until else "—", _by(one)] for one in lines]
    heads = (t("present|Screen"), t("present|Shows"), t("present|Until"), t("present|Set by"))
    return card(t("What the screens show"), table(map(e, heads), rows, "w-people"))


def majors(context: Context, scene: drawn.Scene, rows: npt.NDArray[np.int64], chosen: str) -> str:
    """Open majors that may be put in focus, by the numbers on the map; `chosen`: the id of the one that is."""
    t, shown = context.t, rows[:MOST]
    title, aside = t("Major hazards to put in focus"), e(t("a click chooses; what is shown changes with the button"))
    if not len(rows):
        return card(title, empty(t("No open major hazard under this filter.")), cls="w-focuses")
    status, some = facts.status_at(scene.frame.iloc[shown], scene.day), scene.frame.iloc[shown]
    lines = [
        major(
            context, scene, row, str(state), context.href("presenter", {"mark": number}),
            "w-item on" if key == chosen else "w-item",
        )
        for row, state, number, key in zip(shown.tolist(), status, some["hazard_no"], some["id"], strict=True)
    ]  # fmt: skip
    more = t("{n} of {m}; the others are in the list “In focus”", n=len(shown), m=len(rows))
    lines += [f'<p class="w-foot">{e(more)}</p>'] if len(shown) < len(rows) else []
    return card(title, f'<div class="w-list">{"".join(lines)}</div>', aside, "w-focuses")


def open_majors(scene: drawn.Scene, sector: str, township: str) -> npt.NDArray[np.int64]:
    """Rows of the open majors of a part of a scene, in the order of their numbers ("" = any)."""
    rows = scene.listed[np.isin(scene.progress[scene.listed].astype(str), STANDING)]
    for name, code in (("sector", sector), ("township", township)):
        if code:
            rows = rows[scene.frame[name].iloc[rows].to_numpy(dtype=object) == code]
    return np.asarray(rows, dtype=np.int64)


def _by(one: Line) -> str:
    return e(one.shown.by) if one.shown else "—"


def _said(context: Context, one: Line) -> str:
    if one.shown is None:
        return e(context.t("its own pages"))
    parts = [f"<b>{e(context.t(SHOWS[one.shown.scene.show]))}</b>", *map(e, _parts(context, one))]
    return " · ".join(parts)


def _parts(context: Context, one: Line) -> list[str]:
    """The part of the ledger that a screen shows, and its focus."""
    if one.shown is None or one.shown.scene.show not in SHOWN_PAGES:
        return []
    named = [context.label(kind, code) for kind, code in _part(one.shown.scene) if code]
    return [*named, *([context.t("in focus: {what}", what=one.focus)] if one.focus else [])]


def _part(scene: Scene) -> tuple[tuple[str, str], ...]:
    return ("sector", scene.sector), ("township", scene.township)


def minutes(t: Translator, number: int) -> str:
    """For how long, in words."""
    return t(UNITS[number])


def hint(t: Translator, seconds: int) -> str:
    """When the screens follow, and what becomes of them afterwards."""
    said = "Within {n} s, without a reload; afterwards every screen goes back to its own pages by itself."
    return str(span(t(said, n=seconds), "w-mu"))
