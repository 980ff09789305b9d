"""Placing on the map what has no coordinates: choose a hazard, click where it lies, say why, record the correction."""

import math

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import MAY
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.permission import able
from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.web import data, hazard, map_data, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run, current

WORD = "place"  # of the address: the number of the hazard that is being placed
SPOT, OUTCOME, REASON, ENDED = "map_place_spot", "map_place_outcome", "map_place_reason", "map_place_ended"


def wanted(run: Run) -> Hazard | None:
    """The hazard that is being placed, where the reader may correct it; else None."""
    number = run.own.get(WORD, "")
    found = hazard.find(run, number) if number else None
    return found if found is not None and Action.CORRECT in able(officer.actor(), found) else None


def may(run: Run) -> bool:
    """Whether any role of the reader may correct a hazard at all: what offers the links; the ledger judges each one."""
    return bool(run.reader.role_among(MAY[Action.CORRECT]))


def told(value: str) -> None:
    """The map was clicked at "longitude,latitude", or the placing was given up ("")."""
    if not value:
        _end()
        return
    try:
        lon, lat = (round(float(part), 6) for part in value.split(","))
    except ValueError:
        return
    if math.isfinite(lon) and math.isfinite(lat):
        st.session_state[SPOT] = (lon, lat)


def draw(run: Run) -> None:
    """What is being placed and where; or how the last placing went."""
    t = run.t
    _said(run)
    number, found = run.own.get(WORD, ""), wanted(run)
    if not number:
        return
    if found is None:
        st.warning(t("Your role does not place this hazard."))
        return
    with st.container(border=True, key="map_place"):
        st.html(f"<b>{e(t('Place on the map'))}</b> {e(found.hazard_no)} · {e(found.enterprise_name or found.place)}")
        spot = st.session_state.get(SPOT)
        if spot is None:
            st.caption(t("Click on the map where it lies."))
        else:
            st.caption(plain(_where(run, *spot)))
            st.text_input(t("Reason"), key=REASON, max_chars=200, placeholder=t("Where the position is known from"))
        yes, no, _ = st.columns([1, 1, 4])
        args = (found.id, found.version)
        yes.button(t("Record"), key="map_place_yes", type="primary", disabled=spot is None, on_click=_record, args=args)
        no.button(t("Cancel"), key="map_place_no", on_click=_end)


def _where(run: Run, lon: float, lat: float) -> str:
    """The point in words: outside the county it says so; a township is a suggestion while the borders are a sketch."""
    t, shapes = run.t, map_data.county_shapes()
    text = f"{lon:.5f}, {lat:.5f}"
    if not bool(shapes.inside(lon, lat)):
        return t("{point}: outside the county", point=text)
    code = str(shapes.township_at(lon, lat))
    if not code:
        return text
    name = run.label("township", code)
    sketch = "" if shapes.assigns else t("(schematic borders; the township of the ledger stays)")
    return f"{text} · {name} {sketch}".strip()


def _record(hazard_id: str, version: int) -> None:
    run, spot = current(), st.session_state.get(SPOT)
    if spot is None:
        return
    lon, lat = spot
    reason = str(st.session_state.get(REASON) or "").strip()
    try:
        data.ledger().place(hazard_id, lon, lat, reason, officer.actor(), version, run.today)
    except Refused as refused:
        st.session_state[OUTCOME] = ("refused", list(refused.codes))
        return
    except (Stale, NotFound):
        st.session_state[OUTCOME] = ("stale", [])
        return
    st.session_state[OUTCOME] = ("done", [])
    _end()


def _end() -> None:
    """Nothing is being placed any more."""
    st.session_state.pop(SPOT, None)
    st.session_state.pop(REASON, None)
    st.query_params.pop(WORD, None)
    st.session_state[ENDED] = True


def ended() -> bool:
    """Whether a placing has just ended: the page then runs anew, without the word and with what was recorded."""
    return bool(st.session_state.pop(ENDED, False))


def _said(run: Run) -> None:
    kind, codes = st.session_state.pop(OUTCOME, ("", []))
    if kind == "done":
        st.success(run.t("Recorded: {what}.", what=actions.action(run.t, Action.CORRECT)))
    elif kind == "stale":
        st.warning(
            run.t("Somebody else changed this hazard meanwhile. It is shown anew; please check and record again.")
        )
    elif kind:
        reasons = actions.reasons(run.t, codes, Action.CORRECT)
        st.error("\n".join([run.t("Not recorded:"), *(f"- {plain(one)}" for one in reasons)]))
