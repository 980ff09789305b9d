"""Placing on the map what has no coordinates: choose a hazard, click where it lies, say why, record the correction."""

import math
from collections.abc import Callable

import streamlit as st

from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import MAY
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.permission import able
from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.web import data, hazard, map_data, meanwhile, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run, current

Buttons = tuple[Callable[..., None], Callable[..., None]]
WORD = "place"  # of the address: the number of the hazard that is being placed
SPOT, OUTCOME, REASON, ENDED = "map_place_spot", "map_place_outcome", "map_place_reason", "map_place_ended"
PLACED = "map_place_hazard"  # id of the hazard whose placing was begun


def wanted(run: Run) -> Hazard | None:
    """The hazard that is being placed, where the reader may correct it or might when the placing began; else None."""
    number = run.own.get(WORD, "")
    found = hazard.find(run, number) if number else None
    if found is None or Action.CORRECT in able(officer.actor(), found):
        return found
    return found if st.session_state.get(PLACED) == found.id and meanwhile.before(found) else None


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
    if st.session_state.get(PLACED) != found.id:
        for name in (SPOT, REASON):  # of the hazard before this one
            st.session_state.pop(name, None)
    if st.session_state.get(PLACED) != found.id or meanwhile.version(found.id) is None:
        st.session_state[PLACED] = found.id
        meanwhile.begin(found)
    with st.container(border=True, key="map_place"):
        st.html(f"<b>{e(t('Place on the map'))}</b> {e(found.hazard_no)} · {e(found.enterprise_name or found.place)}")
        spot = st.session_state.get(SPOT)
        if spot is None:
            st.caption(t("Click on the map where it lies."))
        else:
            st.caption(plain(_where(run, *spot)))
            st.text_input(t("Reason"), key=REASON, max_chars=200, placeholder=t("Where the position is known from"))
        opened = meanwhile.before(found)
        if opened is not None and spot is not None:
            decide: Buttons = (_anyway, _end)
            meanwhile.show(run, opened, found, Action.CORRECT, decide, st.button)
            return
        yes, no, _ = st.columns([1, 1, 4])
        args = (found.id,)
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


def _anyway(hazard_id: str, _action: str) -> None:
    """The same point once more, by who knows now what others did; another change since then is told as well."""
    meanwhile.accept()
    _record(hazard_id)


def _record(hazard_id: str) -> None:
    """The point and the reason, judged against the version on which the placing began."""
    run, spot, version = current(), st.session_state.get(SPOT), meanwhile.version(hazard_id)
    if spot is None or version is None:
        return
    lon, lat = spot
    reason = str(st.session_state.get(REASON) or "").strip()
    try:
        data.ledger().place(hazard_id, lon, lat, reason, officer.actor(), version, run.today)
    except Refused as refused:
        st.session_state[OUTCOME] = ("refused", list(refused.codes))
        return
    except Stale:
        meanwhile.refuse()
        return
    except NotFound:
        return  # the page says so
    st.session_state[OUTCOME] = ("done", [])
    _end()


def _end() -> None:
    """Nothing is being placed any more."""
    st.session_state.pop(SPOT, None)
    st.session_state.pop(REASON, None)
    st.session_state.pop(PLACED, None)
    st.query_params.pop(WORD, None)
    st.session_state[ENDED] = True


def ended() -> bool:
    """Whether a placing has just ended: the page then runs anew, without the word and with what was recorded."""
    return bool(st.session_state.pop(ENDED, False))


def _said(run: Run) -> None:
    kind, codes = st.session_state.pop(OUTCOME, ("", []))
    if kind == "done":
        st.success(run.t("Recorded: {what}.", what=actions.action(run.t, Action.CORRECT)))
    elif kind:
        reasons = actions.reasons(run.t, codes, Action.CORRECT)
        st.error("\n".join([run.t("Not recorded:"), *(f"- {plain(one)}" for one in reasons)]))
