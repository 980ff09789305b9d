"""The page from which the office drives the walls: what is on now, what comes next, what is in focus, how long."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.presenting import EVERY, PAGES, USUAL, Scene, Show
from riskmap.ledger.tokens import Tokens
from riskmap.views.html import presenter as drawn
from riskmap.views.html.markup import e
from riskmap.views.html.presenter import TILES, UNITS, Line
from riskmap.web import cache, data, map_data, officer, present_focus, presenting, session, telling
from riskmap.web.present_focus import HAZARD, PLACE
from riskmap.web.session import Run
from riskmap.web.telling import Outcome

LOOK: Final = 10  # seconds between two looks at what is on


def show() -> None:
    """Draw what the screens show, and the control that changes it."""
    run = session.current()
    telling.outcome()
    screens = _screens(run)
    present_focus.follow(run)
    st.session_state.setdefault("present_show", Show.MAIN)
    with st.container(key="present_page"):
        left, right = st.columns([5, 4], gap="small")
        with left:
            st.fragment(_now, run_every=LOOK)()
            _next(run, screens)
            if len(screens) > 1:
                lines = _lines(screens, present_focus.names(run)).values()
                st.html(drawn.screens(run.context, list(lines)))
        with right:
            chosen = str(st.session_state.get("present_focus") or "").removeprefix(HAZARD)
            st.html(cache.html(run, "present_majors", lambda: _majors(run, chosen), *present_focus.part(), chosen))


def _majors(run: Run, chosen: str) -> str:
    return drawn.majors(run.context, map_data.picture(run.where, run.view).scene, present_focus.majors(run), chosen)


def _screens(run: Run) -> dict[str, str]:
    """Every screen that has come in, or may, by the id of its token; all of them first."""
    found = (one.token for one in Tokens(data.engine(), data.county()).listed())
    own = {one.id: one.name for one in found if one.device and one.stands(run.today)}
    return {EVERY: run.t("All screens"), **own}


def _now() -> None:
    """What is on the chosen screen; looked at again by itself, for others drive it too, and time ends it."""
    run = session.current()
    screens = _screens(run)
    wall = str(st.session_state.get("present_wall") or EVERY)
    lines = _lines(screens, present_focus.names(run))
    st.html(drawn.now(run.context, lines.get(wall) or lines[EVERY]))


def _next(run: Run, screens: dict[str, str]) -> None:
    t = run.t
    with st.container(key="present_new"):
        st.html(f'<h3 class="w-h3">{e(t("Show next"))}</h3>')
        what = st.segmented_control(
            t("present|What"), list(Show), key="present_show", required=True,
            format_func=lambda one: t(TILES[one]), label_visibility="collapsed", width="stretch",
        ) or Show.MAIN  # fmt: skip
        _fields(run, screens, what)
        with st.container(horizontal=True, key="present_steps"):
            shut = what is not Show.MAIN
            for key, word, by in (("prev", "‹ Previous hazard", -1), ("next", "Next hazard ›", 1)):
                st.button(t(word), key=f"present_{key}", on_click=_step, args=(by,), disabled=shut, width="stretch")
        with st.container(horizontal=True, key="present_buttons"):
            st.button(t("Show on the screen"), type="primary", key="present_go", on_click=_go, width="stretch")
            st.button(t("Back to its own pages"), key="present_back", on_click=_back, width="stretch")
        st.html(f'<p class="w-foot">{drawn.hint(t, data.settings().wall_seconds)}</p>')


def _fields(run: Run, screens: dict[str, str], what: Show) -> None:
    t, county, focus = run.t, data.county(), present_focus.names(run)
    with st.container(key="present_fields"):
        st.selectbox(t("present|Screen"), list(screens), key="present_wall", format_func=lambda one: screens[one])
        st.selectbox(
            t("present|For"), list(UNITS), index=list(UNITS).index(USUAL), key="present_minutes",
            format_func=lambda one: drawn.minutes(t, one),
        )  # fmt: skip
        towns = tuple(one.code for one in county.regions.townships)
        _part(run, "sector", t("Sector"), county.sectors.codes, open_to=what in PAGES)
        _part(run, "township", t("Township"), towns, open_to=what in PAGES)
        st.selectbox(
            t("present|In focus"), ["", *present_focus.within(run)], key="present_focus",
            disabled=what is not Show.MAIN, format_func=lambda one: focus.get(one, "") or t("Whole county"),
        )  # fmt: skip


def _part(run: Run, kind: str, title: str, codes: tuple[str, ...], *, open_to: bool) -> None:
    every = run.t("present|All")
    name: Callable[[str], str] = lambda one: run.label(kind, one) if one else every  # noqa: E731
    st.selectbox(title, ("", *codes), key=f"present_{kind}", format_func=name, disabled=not open_to)


def _lines(screens: dict[str, str], focus: dict[str, str]) -> dict[str, Line]:
    zone, known = ZoneInfo(data.county().time_zone), presenting.walls().all_told(screens)
    lines = {}
    for wall, name in screens.items():
        told = known.get(wall)
        shown = told if told is not None and told.stands(data.now()) else None
        until = datetime.fromisoformat(shown.until).astimezone(zone) if shown else None
        scene = shown.scene if shown else Scene()
        at = PLACE + scene.place if scene.place else HAZARD + scene.hazard
        lines[wall] = Line(name, shown, until, focus.get(at, ""))
    return lines


def _asked() -> Scene:
    """The scene of the form: what a page does not have is left out."""
    state = st.session_state
    what, focus = Show(state.get("present_show") or Show.MAIN), str(state.get("present_focus") or "")
    part = what in PAGES
    return Scene(
        what,
        str(state.get("present_sector") or "") if part else "",
        str(state.get("present_township") or "") if part else "",
        focus.removeprefix(PLACE) if what is Show.MAIN and focus.startswith(PLACE) else "",
        focus.removeprefix(HAZARD) if what is Show.MAIN and focus.startswith(HAZARD) else "",
    )


def _go() -> None:
    t, state = session.current().t, st.session_state

    def step() -> Outcome:
        presenting.walls().present(str(state["present_wall"]), _asked(), int(state["present_minutes"]), officer.actor())
        return Outcome(t("It will be on the screen in a moment."))

    telling.tell(step)


def _step(by: int) -> None:
    """Put the next open major of the part in focus, or the one before, and show it."""
    present_focus.move(session.current(), by)
    _go()


def _back() -> None:
    t, state = session.current().t, st.session_state

    def step() -> Outcome:
        presenting.walls().release(str(state["present_wall"]), officer.actor())
        return Outcome(t("It goes back to its own pages in a moment."))

    telling.tell(step)
