"""The card beside the map: one hazard from the ledger, derived for the day of the filter."""

import math
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from riskmap.domain import forms, past
from riskmap.domain.codes import Post
from riskmap.domain.hazard import Hazard
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.places import nearest
from riskmap.ledger.permission import able
from riskmap.metrics import frame as facts
from riskmap.views import card, places, words
from riskmap.views.html import actions, overview, record
from riskmap.views.html.markup import e, link
from riskmap.web import cache, data, map_data, map_places, officer
from riskmap.web.map_data import Picture
from riskmap.web.session import Run


def draw(run: Run, picture: Picture, number: str, style: str) -> None:
    """Card of the hazard with a permanent number, made once a revision and question; advice when there is none.

    Of a number that the filter does not hold the card says so: never is another hazard shown in its place.
    """
    row = map_data.row_of(picture, number) if number else None
    if row is None:
        st.html(f'<div class="rm-card rm-blank" style="{style}">{_advice(run, picture, number)}</div>')
        return
    made = cache.html(run, "map card", lambda: _html(run, picture, row), number, map_places.version(_shapes()))
    st.html(f'<div style="{style}"><div class="rm-card">{made}{_steps(run, picture, row)}</div></div>')


def _advice(run: Run, picture: Picture, number: str) -> str:
    """What to do where there is no card."""
    if not picture.scene.total:
        said, way = overview.nothing(run.context, "battle_map")
        return f"{e(said)} {way}"
    choose = e(run.t("Choose a mark on the map or a row of a list"))
    if not number:
        return choose
    return f"<p>{e(run.t('Hazard {number} is not in this filter.', number=number))}</p>{choose}"


def _html(run: Run, picture: Picture, row: int) -> str:
    one = picture.scene.frame.iloc[row]
    stored = data.hazard(str(one["id"]))
    # the name of the enterprise it belonged to on the day is in the row alone: the register gave it
    hazard = replace(past.on(stored, run.where.as_of), enterprise_name=str(one["enterprise"]))
    address = run.context.href("hazard", {"id": stored.id})
    more = link(address, e(run.t("Open the whole story")), "rm-go")
    told = record.lines(run.t, run.label, data.story(stored), run.where.as_of)
    log = record.shown(run.t, told, run.where.as_of.year)
    return card.card(_facts(run, picture, row, hazard, log), run.t, run.label) + more


def _steps(run: Run, picture: Picture, row: int) -> str:
    """The steps that who looks may take now, each with its form; none while a past day is shown."""
    if run.where.as_of != run.today:
        return ""
    hazard = data.hazard(str(picture.scene.frame["id"].iloc[row]))
    can = [one for one in able(officer.actor(), hazard) if one in forms.FORMS]
    found = [
        (actions.action(run.t, one), run.context.href("hazard", {"id": hazard.id, "action": one.value})) for one in can
    ]
    return card.steps(found, run.t)


def _facts(run: Run, picture: Picture, row: int, hazard: Hazard, log: list[tuple[str, str]]) -> card.Facts:
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
        log=log,
        near=_near(run, float(scene.lon[row]), float(scene.lat[row])),
        near_part=map_places.reach(_shapes()) is not None,
    )


def _near(run: Run, lon: float, lat: float) -> Sequence[tuple[str, str, str]]:
    """The nearest emergency resources of each kind; none for a hazard without a position."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return ()
    return places.near(nearest(map_places.seen(_shapes()), lon, lat), run.t)


def _shapes() -> Boundaries:
    return map_data.county_shapes()


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
