"""The lists under the battle map: problems, responsibility, closings, and what has no coordinates."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from riskmap.domain.codes import Progress
from riskmap.metrics.index import Memory
from riskmap.views import lists, theme
from riskmap.web.map_data import Picture
from riskmap.web.session import Run

TAB, WANTED, ROW = "battle_map_list", "battle_map_wanted", 36
HEIGHT = 232
TITLES = {
    "problems": "List of problems",
    "duties": "List of responsibility",
    "closings": "List of closings",
    "unplaced": "Without coordinates",
}
HEADS = {
    "mark": "head|No.",
    "hazard_no": "head|Hazard number",
    "enterprise": "head|Enterprise",
    "problem": "head|Problem",
    "department": "head|Department",
    "township": "head|Township",
    "control": "head|Control status",
    "five": "head|Paper / place",
    "due": "head|Due",
    "countdown": "head|Countdown",
    "principal": "head|Person responsible",
    "unit": "head|Responsible unit",
    "officer": "head|Department's officer",
    "leader": "head|County leader in charge",
    "supervision": "head|Listed for supervision",
    "found": "head|Found",
    "rectified": "head|Rectified",
    "passed": "head|Passed",
    "closed": "head|Closed on",
    "days": "head|Days",
    "basis": "head|Closing",
    "grade": "head|Grade",
    "place": "head|Place",
    "progress": "head|Progress",
}
WIDTHS = {
    "mark": 64,
    "enterprise": 130,
    "problem": 190,
    "department": 112,
    "township": 76,
    "control": 122,
    "five": 84,
    "due": 64,
    "countdown": 92,
    "days": 56,
}
TONES = {
    Progress.OVERDUE: "overdue_text",
    Progress.DUE_SOON: "soon_text",
    Progress.WAITING: "waiting_text",
    Progress.PENDING: "pending_text",
}
_tables = Memory(12)


def show(name: str) -> None:
    """Open a list at the next drawing."""
    st.session_state[WANTED] = name


def draw(run: Run, picture: Picture, pick: Callable[[str], None]) -> None:
    """Tabs with the lists of a picture; `pick` gets the hazard number of a row that was chosen."""
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
    tabs = st.tabs(titles, key=TAB, on_change="rerun")
    for name, tab in zip(names, tabs, strict=True):
        if not tab.open:
            continue
        with tab:
            _list(run, picture, name, rows[name], pick)


def _list(run: Run, picture: Picture, name: str, rows: Any, pick: Callable[[str], None]) -> None:
    t, scene = run.t, picture.scene
    if not len(rows):
        st.caption(t("No major hazards in this list") if name != "unplaced" else t("No hazards in this selection"))
        return
    some = rows[: lists.MOST]
    table = _tables.get((run.key, name), lambda: _styled(_table(run, picture, name, some), picture, name, some))
    key = f"battle_map_{name}"

    def chosen() -> None:
        state = st.session_state[key]
        if state["selection"]["rows"]:
            pick(str(scene.frame["hazard_no"].iloc[int(some[state["selection"]["rows"][0]])]))

    st.dataframe(
        table,
        key=key,
        height=HEIGHT,
        row_height=ROW,
        hide_index=True,
        column_config=_columns(run.lang, tuple(getattr(table, "data", table).columns)),
        on_select=chosen,
        selection_mode="single-row",
    )
    if len(rows) > len(some):
        st.caption(t("First {n} of {m}; the ledger shows all", n=len(some), m=len(rows)))


def _styled(table: pd.DataFrame, picture: Picture, name: str, rows: Any) -> Any:
    """The list of problems with its countdown in the colour of the progress and missing control as on the map."""
    if name != "problems":
        return table
    scene = picture.scene
    tones = [
        f"color:{theme.LIGHT[TONES[code]]};font-weight:700" if code in TONES else "" for code in scene.progress[rows]
    ]
    alarms = [f"background-color:{theme.ALARM};color:#000000;font-weight:700" if on else "" for on in scene.alarm[rows]]
    styles = table.style.apply(lambda _: tones, subset=["countdown"])
    return styles.apply(lambda _: alarms, subset=["control"])


def _table(run: Run, picture: Picture, name: str, rows: Any) -> pd.DataFrame:
    scene, t, label = picture.scene, run.t, run.label
    if name == "problems":
        return lists.problem_table(scene, rows, t, label)
    if name == "closings":
        return lists.closing_table(scene, rows, t, label)
    if name == "unplaced":
        return lists.unplaced_table(scene, rows, t, label)
    frame = run.view.snapshot.enterprises
    people = dict(zip(frame["id"], zip(frame["principal"], frame["leader"], strict=True), strict=True))
    return lists.duty_table(scene, rows, t, label, people)


@lru_cache(maxsize=16)
def _columns(lang: str, names: tuple[str, ...]) -> dict[str, Any]:
    from riskmap.i18n import Translator

    t = Translator(lang)
    made: dict[str, Any] = {}
    for name in names:
        make = st.column_config.ImageColumn if name == "mark" else st.column_config.TextColumn
        if name == "days":
            made[name] = st.column_config.NumberColumn(t(HEADS[name]), width=WIDTHS[name])
        else:
            made[name] = make(t(HEADS[name]), width=WIDTHS.get(name, "small"))
    return made
