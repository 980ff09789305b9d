"""The lists under the battle map: problems, responsibility, closings, and what has no coordinates."""

import streamlit as st

from riskmap.views import list_html, lists
from riskmap.views.html.markup import e, link
from riskmap.web import cache
from riskmap.web.map_data import Picture
from riskmap.web.session import Run

TAB, WANTED = "battle_map_list", "battle_map_wanted"
TITLES = {
    "problems": "List of problems",
    "duties": "List of responsibility",
    "closings": "List of closings",
    "unplaced": "Without coordinates",
}


def show(name: str) -> None:
    """Open a list at the next drawing."""
    st.session_state[WANTED] = name


def draw(run: Run, picture: Picture, chosen: str, style: str) -> None:
    """Tabs with the lists of a picture; only the open one is made. A row chooses its hazard through the address."""
    scene, t = picture.scene, run.t
    rows = {
        "problems": lists.problems(scene),
        "duties": lists.problems(scene),
        "closings": lists.closings(scene),
        "unplaced": scene.unplaced,
    }
    names = [name for name in TITLES if name != "unplaced" or len(rows[name])]
    titles = [f"{t(TITLES[name])} {len(rows[name])}" for name in names]
    wanted = st.session_state.pop(WANTED, None)
    if wanted in names:
        st.session_state[TAB] = titles[names.index(wanted)]
    for name, tab in zip(names, st.tabs(titles, key=TAB, on_change="rerun"), strict=True):
        if tab.open:
            made = cache.html(run, f"map list {name}", lambda: _html(run, picture, name, rows[name]))  # noqa: B023 at once
            tab.html(f'<div style="{style}">{list_html.chosen(made, chosen)}</div>')


def _html(run: Run, picture: Picture, name: str, rows: lists.Ints) -> str:
    t, scene, label = run.t, picture.scene, run.label
    if not len(rows):
        return f'<p class="rm-blank">{e(t("No major hazards in this list"))}</p>'
    some = rows[: lists.MOST]
    if name == "problems":
        table = lists.problem_table(scene, some, t, label)
    elif name == "closings":
        table = lists.closing_table(scene, some, t, label)
    elif name == "unplaced":
        table = lists.unplaced_table(scene, some, t, label)
    else:
        frame = run.view.snapshot.enterprises
        people = dict(zip(frame["id"], zip(frame["principal"], frame["leader"], strict=True), strict=True))
        table = lists.duty_table(scene, some, t, label, people)
    html = list_html.table(scene, some, table, t, lambda number: run.context.href("battle_map", {"mark": number}))
    if len(some) == len(rows):
        return html
    text = t("First {n} of {m}; the ledger shows all", n=len(some), m=len(rows))
    return f'{html}<p class="rm-more">{link(run.context.href("ledger"), e(text))}</p>'
