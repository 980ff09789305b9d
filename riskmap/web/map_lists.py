"""The lists under the battle map: problems, responsibility, closings, what has no place; and their charts."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from riskmap.domain.codes import Grade, Progress
from riskmap.metrics.drill import SHOWN
from riskmap.metrics.selection import selection
from riskmap.views import list_html, lists
from riskmap.views.html import map_charts
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link
from riskmap.views.marks import ORDER
from riskmap.web import cache, map_data, map_place
from riskmap.web.map_data import Picture
from riskmap.web.session import Run

TAB, KNOWN = "battle_map_list", "battle_map_titles"
TITLES = {
    "problems": "List of problems",
    "duties": "List of responsibility",
    "closings": "List of closings",
    "charts": "Charts",
    "unplaced": "Without a place",
}


def draw(run: Run, picture: Picture, chosen: str, style: str) -> None:
    """Tabs with the lists of a picture; only the open one is made. A row chooses its hazard through the address."""
    scene, t, area = picture.scene, run.t, run.where.area
    standing, done = map_data.within(picture, area) if area else (lists.problems(scene), lists.closings(scene))
    if area:
        st.html(_selected(run, picture, standing, done))
    lost = map_data.unplaced(picture)
    rows = {"problems": standing, "duties": standing, "closings": done, "unplaced": lost}
    titles = [f"{t(title)} {len(rows[name])}" if name in rows else t(title) for name, title in TITLES.items()]
    for name, tab in zip(TITLES, _tabs(titles), strict=True):
        if tab.open and name == "charts":
            tab.html(f'<div style="{style}">{_charts(run)}</div>')
        elif tab.open:
            made = cache.html(run, f"map list {name}", lambda: _html(run, picture, name, rows[name]))  # noqa: B023 at once
            tab.html(f'<div style="{style}">{list_html.chosen(made, chosen)}</div>')


def _tabs(titles: list[str]) -> Sequence[TabContainer]:
    """Tabs of these titles, the same one open as before: to Streamlit, tabs with other counts are other tabs."""
    known, first = st.session_state.get(KNOWN, (titles, 0))
    if known != titles:
        seen = st.session_state.get(TAB)
        first = known.index(seen) if seen in known else first
    st.session_state[KNOWN] = (titles, first)
    return st.tabs(titles, key=TAB, on_change="rerun", default=titles[first])


def _charts(run: Run) -> str:
    """Charts of what the lists hold: of the filter, its part of the map included."""
    return cache.html(run, "map charts", lambda: map_charts.charts(run.context, selection(run.view.index, run.where)))


def _selected(run: Run, picture: Picture, standing: lists.Ints, done: lists.Ints) -> str:
    """What the lists of a part of the map hold: counts by grade, each opening its rows, and the way back."""
    t, numbers = run.t, picture.scene.numbers
    shown = np.concatenate([standing, done])
    majors = int((numbers[shown] > 0).sum())
    parts = []
    for grade, count in ((Grade.MAJOR, majors), (Grade.GENERAL, len(shown) - majors)):
        asked = run.where.grade
        if asked and grade.value not in asked:
            continue
        address = run.context.href("ledger", {"rows": SHOWN}, grade=(grade.value,))
        parts.append(f"{e(run.label('grade', grade.value))} {link(address, str(count))}")
    rates = link(run.context.href("closure_rates"), e(t("All rates of this part")), "w-text")
    back = link(run.context.href("battle_map", area=""), e(t("Whole map")), "w-text")
    return f'<p class="rm-selected"><b>{e(t("Selected on the map"))}</b> {" · ".join(parts)} {rates} {back}</p>'


def _html(run: Run, picture: Picture, name: str, rows: lists.Ints) -> str:
    t, scene, label = run.t, picture.scene, run.label
    if name == "unplaced":
        return _tray(run, picture, rows)
    if not len(rows):
        none = t("No hazards of this list lie there") if run.where.area else t("No major hazards in this list")
        return f'<p class="rm-blank">{e(none)}</p>'
    some = rows[: lists.MOST]
    if name == "problems":
        table = lists.problem_table(scene, some, t, label)
    elif name == "closings":
        table = lists.closing_table(scene, some, t, label)
    else:
        frame = run.view.snapshot.enterprises
        people = dict(zip(frame["id"], zip(frame["principal"], frame["leader"], strict=True), strict=True))
        table = lists.duty_table(scene, some, t, label, people)
    html = list_html.table(scene, some, table, t, lambda number: run.context.href("battle_map", {"mark": number}))
    if len(some) == len(rows):
        return html
    text = t("First {n} of {m}; the ledger shows all", n=len(some), m=len(rows))
    return f'{html}<p class="rm-more">{link(behind(run.context, name), e(text))}</p>'


def _tray(run: Run, picture: Picture, rows: lists.Ints) -> str:
    """The tray of what has no place in the county: a row begins its placing for those who may, else chooses it."""
    t, scene = run.t, picture.scene
    if not len(rows):
        return f'<p class="rm-blank">{e(t("Every hazard of this selection has a place in the county"))}</p>'
    some, places = rows[: lists.MOST], map_place.may(run)
    table = lists.unplaced_table(scene, some, t, run.label)
    word = map_place.WORD if places else "mark"
    html = list_html.table(scene, some, table, t, lambda number: run.context.href("battle_map", {word: number}))
    said = t("Choose a row, then click on the map where it lies") if places else ""
    whole = run.context.href("ledger", {"rows": SHOWN}, located=False, area="")  # no part of the map holds them
    more = link(whole, e(t("{n} without coordinates in the ledger", n=len(scene.unplaced))))
    far = len(rows) - len(scene.unplaced)
    told = t("{n} outside the county", n=far) if far else ""
    return f'<p class="rm-more">{e(said)} {more} {e(told)}</p>{html}'


def behind(context: Context, name: str) -> str:
    """Address of exactly the rows of a list in the ledger."""
    kinds = {Progress.CLOSED} if name == "closings" else set(ORDER) - {Progress.CLOSED}
    asked = set(context.where.progress) or kinds
    progress = tuple(sorted(kinds & asked))
    grade = context.where.grade if context.where.area else (Grade.MAJOR.value,)
    return context.href("ledger", {"rows": SHOWN}, grade=grade, progress=progress)
