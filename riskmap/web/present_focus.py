"""What the presenter puts in focus: a township, or an open major hazard by its number on the map."""

import streamlit as st

from riskmap.domain.presenting import Show
from riskmap.metrics.index import Memory
from riskmap.views import words
from riskmap.views.html import presenter as drawn
from riskmap.views.lists import Ints
from riskmap.web import data, map_data
from riskmap.web.session import Run

PLACE, HAZARD = "township ", "hazard "  # what a focus is, before its code or id
FOCUS = "present_focus"
_names = Memory(8)


def names(run: Run) -> dict[str, str]:
    """Townships, then open majors by their numbers on the map: word → name."""
    return _names.get(run.key, lambda: _named(run))


def _named(run: Run) -> dict[str, str]:
    found = {f"{PLACE}{one.code}": run.label("township", one.code) for one in data.county().regions.townships}
    scene = map_data.picture(run.where, run.view).scene
    rows = drawn.open_majors(scene, "", "")
    some = scene.frame.iloc[rows]
    for row, hazard, firm, place in zip(rows, some["id"], some["enterprise"], some["place"], strict=True):
        left = words.countdown(run.t, str(scene.progress[row]), int(scene.left[row]))
        found[f"{HAZARD}{hazard}"] = f"{scene.numbers[row]} {firm or place} · {left}"
    return found


def majors(run: Run) -> Ints:
    """Rows of the open majors of the part that is chosen, by their numbers."""
    return drawn.open_majors(map_data.picture(run.where, run.view).scene, *part())


def part() -> tuple[str, str]:
    """Sector and township that are chosen; "" of any."""
    state = st.session_state
    return str(state.get("present_sector") or ""), str(state.get("present_township") or "")


def within(run: Run) -> list[str]:
    """Words of the townships, and of the open majors of the part that is chosen."""
    frame = map_data.picture(run.where, run.view).scene.frame
    towns = [f"{PLACE}{one.code}" for one in data.county().regions.townships]
    return [*towns, *(f"{HAZARD}{key}" for key in frame["id"].iloc[majors(run)])]


def follow(run: Run) -> None:
    """Take over the hazard that a row of the list chose through the address, which then forgets it."""
    asked = run.own.get("mark", "")
    if not asked:
        return
    st.query_params.pop("mark", None)
    frame = map_data.picture(run.where, run.view).scene.frame.iloc[majors(run)]
    chosen = frame["id"][frame["hazard_no"] == asked]
    if len(chosen):
        st.session_state[FOCUS] = f"{HAZARD}{chosen.iloc[0]}"
        st.session_state["present_show"] = Show.MAIN


def move(run: Run, by: int) -> None:
    """Put the open major in focus that follows (`by` 1) or precedes (-1) the present one; round and round."""
    some = [word for word in within(run) if word.startswith(HAZARD)]
    if not some:
        return
    at = st.session_state.get(FOCUS)
    place = some.index(at) + by if at in some else (0 if by > 0 else -1)
    st.session_state[FOCUS] = some[place % len(some)]
