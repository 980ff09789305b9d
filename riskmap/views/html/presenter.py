"""The page from which the walls are driven: what each of them shows now, by whom and until when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from riskmap.domain.presenting import PAGES as SHOWN_PAGES
from riskmap.domain.presenting import Presented, Show
from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, table
from riskmap.views.html.wall.choice import PAGES

SHOWS: Final = {
    **{Show(page): name for page, name in PAGES.items()},
    Show.HOLD: "present|Hold the page that is on",
    Show.BLANK: "present|Let the screen rest",
}
UNITS: Final = {30: "30 minutes", 60: "1 hour", 120: "2 hours", 240: "4 hours", 480: "8 hours"}


class Line(NamedTuple):
    """A wall by its name, what the office shows on it (None: its own pages) and until when, in the county's zone."""

    name: str
    shown: Presented | None
    until: datetime | None
    focus: str = ""


def now(context: Context, lines: Sequence[Line]) -> str:
    """Every wall with what it shows."""
    t = context.t
    rows = [[e(one.name), _said(context, one), e(t.moment(one.until)) if one.until else "—", _by(one)] for one in lines]
    heads = (t("present|Screen"), t("present|Shows"), t("present|Until"), t("present|Set by"))
    return card(
        t("What the screens show"), table(map(e, heads), rows, "w-people"), e(t("A screen follows at its next look."))
    )


def _by(one: Line) -> str:
    return e(one.shown.by) if one.shown else "—"


def _said(context: Context, one: Line) -> str:
    t = context.t
    if one.shown is None:
        return e(t("its own pages"))
    scene = one.shown.scene
    parts = [f"<b>{e(t(SHOWS[scene.show]))}</b>"]
    if scene.show in SHOWN_PAGES:
        parts += [e(context.label(kind, code)) for kind, code in _part(scene.sector, scene.township) if code]
        parts += [e(t("in focus: {what}", what=one.focus))] if one.focus else []
    return " · ".join(parts)


def _part(sector: str, township: str) -> tuple[tuple[str, str], ...]:
    return ("sector", sector), ("township", township)


def minutes(t: Translator, number: int) -> str:
    """For how long, in words."""
    return t(UNITS[number])
