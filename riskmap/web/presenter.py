"""The page from which the office drives the walls: which screen, which page, which part, what is in focus, how long."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from riskmap.domain.presenting import EVERY, PAGES, USUAL, Scene, Show
from riskmap.ledger.tokens import Tokens
from riskmap.views import words
from riskmap.views.html import presenter as drawn
from riskmap.views.html.markup import e
from riskmap.views.html.presenter import SHOWS, UNITS, Line
from riskmap.views.scene import STANDING
from riskmap.web import data, map_data, officer, presenting, session, telling
from riskmap.web.session import Run
from riskmap.web.telling import Outcome

PLACE, HAZARD = "township ", "hazard "  # what a focus is, before its code or id
FIELDS: Final = "present_fields"


def show() -> None:
    """Draw what the screens show, and the form that changes it."""
    run = session.current()
    telling.outcome()
    screens, focus = _screens(run), _focus(run)
    with st.container(key="present_new"):
        st.html(f'<h3 class="w-h3">{e(run.t("Show on the screens"))}</h3>')
        _form(run, screens, focus)
    st.html(f'<div class="w-stack">{drawn.now(run.context, _lines(screens, focus))}</div>')


def _screens(run: Run) -> dict[str, str]:
    """Every screen that has come in, or may, by the id of its token; all of them first."""
    found = (one.token for one in Tokens(data.engine(), data.county()).listed())
    own = {one.id: one.name for one in found if one.device and one.stands(run.today)}
    return {EVERY: run.t("All screens"), **own}


def _form(run: Run, screens: dict[str, str], focus: dict[str, str]) -> None:
    t, county = run.t, data.county()
    with st.container(horizontal=True, vertical_alignment="bottom", key=FIELDS):
        st.selectbox(t("present|Screen"), list(screens), key="present_wall", format_func=lambda one: screens[one])
        what = st.selectbox(t("present|What"), list(Show), key="present_show", format_func=lambda one: t(SHOWS[one]))
        towns = tuple(one.code for one in county.regions.townships)
        _part(run, "sector", t("Sector"), county.sectors.codes, open_to=what in PAGES)
        _part(run, "township", t("Township"), towns, open_to=what in PAGES)
        st.selectbox(
            t("present|In focus"), ["", *_within(run, focus)], key="present_focus", disabled=what is not Show.MAIN,
            format_func=lambda one: focus.get(one, "") or t("Whole county"),
        )  # fmt: skip
        st.selectbox(
            t("present|For"), list(UNITS), index=list(UNITS).index(USUAL), key="present_minutes",
            format_func=lambda one: drawn.minutes(t, one),
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", key="present_buttons"):
        st.button(t("Show on the screen"), type="primary", key="present_go", on_click=_go)
        st.button(t("Back to its own pages"), key="present_back", on_click=_back)
        st.html(f'<p class="w-mu" style="margin:0">{e(_soon(run))}</p>')


def _part(run: Run, kind: str, title: str, codes: tuple[str, ...], *, open_to: bool) -> None:
    every = run.t("present|All")
    name: Callable[[str], str] = lambda one: run.label(kind, one) if one else every  # noqa: E731
    st.selectbox(title, ("", *codes), key=f"present_{kind}", format_func=name, disabled=not open_to)


def _soon(run: Run) -> str:
    return run.t(
        "Within {n} s, without a reload; afterwards every screen goes back to its own pages by itself.",
        n=data.settings().wall_seconds,
    )


def _focus(run: Run) -> dict[str, str]:
    """Townships, then open majors by their numbers on the map: word → name."""
    found = {f"{PLACE}{one.code}": run.label("township", one.code) for one in data.county().regions.townships}
    scene = map_data.picture(run.where).scene
    rows = scene.listed[np.isin(scene.progress[scene.listed].astype(str), STANDING)]
    some = scene.frame.iloc[rows]
    for row, hazard, firm, place in zip(rows, some["id"], some["enterprise"], some["place"], strict=True):
        left = words.countdown(run.t, str(scene.progress[row]), int(scene.left[row]))
        found[f"{HAZARD}{hazard}"] = f"{scene.numbers[row]} {firm or place} · {left}"
    return found


def _within(run: Run, focus: dict[str, str]) -> list[str]:
    """What of it lies within the part that is chosen."""
    state, frame = st.session_state, map_data.picture(run.where).scene.frame
    keep = np.ones(len(frame), dtype=bool)
    for name in ("sector", "township"):
        if chosen := state.get(f"present_{name}"):
            keep &= frame[name].to_numpy(dtype=object) == chosen
    own = {f"{HAZARD}{one}" for one in frame["id"].to_numpy(dtype=object)[keep]}
    return [one for one in focus if one.startswith(PLACE) or one in own]


def _lines(screens: dict[str, str], focus: dict[str, str]) -> list[Line]:
    zone, known = ZoneInfo(data.county().time_zone), presenting.walls().all_told(screens)
    lines = []
    for wall, name in screens.items():
        told = known.get(wall)
        shown = told if told is not None and told.stands(data.now()) else None
        until = datetime.fromisoformat(shown.until).astimezone(zone) if shown else None
        scene = shown.scene if shown else Scene()
        at = PLACE + scene.place if scene.place else HAZARD + scene.hazard
        lines.append(Line(name, shown, until, focus.get(at, "")))
    return lines


def _asked() -> Scene:
    """The scene of the form: what a page does not have is left out."""
    state = st.session_state
    what, focus = Show(state["present_show"]), str(state.get("present_focus") or "")
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


def _back() -> None:
    t, state = session.current().t, st.session_state

    def step() -> Outcome:
        presenting.walls().release(str(state["present_wall"]), officer.actor())
        return Outcome(t("It goes back to its own pages in a moment."))

    telling.tell(step)
