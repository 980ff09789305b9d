"""The card beside the map: one hazard from the ledger, derived for the day of the filter."""

from urllib.parse import urlencode

import streamlit as st

from riskmap.domain.codes import Post
from riskmap.domain.hazard import Hazard
from riskmap.metrics import frame as facts
from riskmap.metrics.index import Memory
from riskmap.views import card, theme, words
from riskmap.web import data, map_data
from riskmap.web.map_data import Picture
from riskmap.web.session import Run

_hazards = Memory(64)
TONES = {"late": "overdue_text", "soon": "soon_text", "wait": "waiting_text", "done": "closed_text"}


def draw(run: Run, picture: Picture, number: str) -> None:
    """Card of the hazard with a permanent number; a word of advice when there is none."""
    t = run.t
    row = map_data.row_of(picture.scene.frame, number) if number else None
    if row is None:
        st.html(
            f'<div class="rm-card rm-blank" style="{style()}">{t("Choose a mark on the map or a row of a list")}</div>'
        )
        return
    hazard = _hazard(run, str(picture.scene.frame["id"].iloc[row]))
    st.html(f'<div style="{style()}">{card.card(_facts(run, picture, row, hazard), t, run.label)}</div>')
    address = "hazard?" + urlencode({"id": hazard.id, **run.context.query})
    st.link_button(t("Open the whole story"), address, type="primary", width="stretch")


def style(name: str = "light") -> str:
    """Colours of the card as custom properties, from the one theme."""
    tokens = theme.THEMES[name]
    used = ("text", "muted", "border", "outline", "accent", "surface", "surface2")
    pairs = {key: tokens[key] for key in used} | {key: tokens[name_] for key, name_ in TONES.items()}
    return ";".join(f"--rm-{key}:{value}" for key, value in pairs.items())


def _hazard(run: Run, hazard_id: str) -> Hazard:
    from riskmap.ledger import queries

    key = (run.view.key, hazard_id)
    return _hazards.get(key, lambda: queries.hazard(data.engine(), data.county(), hazard_id))


def _facts(run: Run, picture: Picture, row: int, hazard: Hazard) -> card.Facts:
    scene = picture.scene
    one = scene.frame.iloc[[row]]
    return card.Facts(
        hazard=hazard,
        day=run.where.as_of,
        number=int(scene.numbers[row]),
        progress=str(scene.progress[row]),
        status=str(facts.status_at(one, scene.day)[0]),
        left=int(scene.left[row]),
        level=str(scene.level[row]),
        alarm=bool(scene.alarm[row]),
        due=words.day(int(facts.countdown_day(one)[0])),
        responsible=_responsible(run, hazard),
    )


def _responsible(run: Run, hazard: Hazard) -> list[tuple[Post, str, str]]:
    """Who would answer where the chain was not written: from the enterprise's file and the row itself."""
    frame = run.view.snapshot.enterprises
    found = frame.loc[(frame["id"] == (hazard.enterprise_id or "-")).to_numpy()]
    principal, leader = ("", "") if found.empty else (str(found["principal"].iloc[0]), str(found["leader"].iloc[0]))
    return [
        (Post.ENTERPRISE, hazard.responsible_unit or hazard.enterprise_name, hazard.responsible_person or principal),
        (Post.DEPARTMENT, run.label("department", hazard.department), hazard.regulator_person),
        (Post.TOWNSHIP, run.label("township", hazard.township), ""),
        (Post.LEADER, "", leader),
    ]
