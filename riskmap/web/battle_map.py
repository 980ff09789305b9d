"""The battle map page: map and card in one fragment, three lists below. A click never mounts the map anew."""

from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import streamlit as st
import streamlit_folium
from streamlit import runtime
from streamlit_folium import st_folium

from riskmap.metrics import filters
from riskmap.views import map as map_view
from riskmap.web import data, map_card, map_data, map_lists, session
from riskmap.web.map_data import Picture
from riskmap.web.routes import static
from riskmap.web.session import Run

LAYERS = "/api/v1/layers"
HEIGHT = 514
UNPLACED = "#unplaced"  # what the map says when the words "n without coordinates" were clicked
CHOSEN, PICK, SEEN = "battle_map_chosen", "battle_map_pick", "battle_map_seen"


def register() -> None:
    """Make the map component known to the server: it registers itself only when first imported by a page's run."""
    if runtime.exists():
        runtime.get_instance().component_registry.register_component(streamlit_folium._component_func)  # noqa: SLF001


def page() -> None:
    """Draw the page of the present run."""
    register()
    st.html(map_data.ASSETS / "card.css")
    _body()


@st.fragment
def _body() -> None:
    run = session.current()
    picture = map_data.picture(run.where)
    left, right = st.columns([924, 404], gap="small")
    with left:
        chosen = _chosen(run, picture)
        clicked = _map(run, chosen)
        if clicked == UNPLACED:
            map_lists.show("unplaced")
        elif clicked:
            chosen = choose(clicked)
        map_lists.draw(run, picture, partial(_pick, run))
    with right, st.container(border=True, key="battle_map_card"):
        map_card.draw(run, picture, chosen)


def _map(run: Run, chosen: str) -> str:
    """The map; the hazard number of a mark that was clicked since the last run, else ""."""
    theme = "dark" if st.context.theme.get("type") == "dark" else "light"
    result: dict[str, Any] = st_folium(
        map_view.frame(_prepared(data.county().code), assets=static.ADDRESS, version=map_data.version()),
        key="battle_map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=map_view.layer(config(run, theme, st.session_state.get(PICK) or f"0:{chosen}")),
    )
    facts = ((result or {}).get("last_active_drawing") or {}).get("properties") or {}
    seen = (facts.get("id"), facts.get("click"))
    if not facts.get("id") or st.session_state.get(SEEN) == seen:
        return ""
    st.session_state[SEEN] = seen
    return str(facts["id"])


def config(run: Run, theme: str, pick: str) -> dict[str, str | int]:
    """Addresses and state that the layer class gets; `pick`: "n:number", the choice made outside the map."""
    query = {**filters.to_query(run.where), "lang": run.lang}
    asked = urlencode(query, quote_via=quote, safe="")
    dated = urlencode({key: query[key] for key in ("as_of", "lang") if key in query}, quote_via=quote, safe="")
    return {
        "hazards": f"{LAYERS}/hazards.json?{asked}",
        "enterprises": f"{LAYERS}/enterprises.geojson?{asked}",
        "brief": f"{LAYERS}/brief.json?{dated}",
        "frame": f"{LAYERS}/sheet.json?lang={run.lang}",
        "rev": f"{run.view.snapshot.revision} {run.today.isoformat()}",
        "theme": theme,
        "pick": quote(pick, safe=":"),
    }


def choose(number: str) -> str:
    """Remember a hazard as the chosen one, in the address too."""
    st.session_state[CHOSEN] = number
    st.query_params["mark"] = number
    return number


def _pick(run: Run, number: str) -> None:
    """Choose from a list: the map is told, too."""
    del run
    count = int(str(st.session_state.get(PICK) or "0:").partition(":")[0]) + 1
    st.session_state[PICK] = f"{count}:{choose(number)}"


def _chosen(run: Run, picture: Picture) -> str:
    """The chosen hazard if the filter still holds it, else the most urgent one."""
    wanted = str(st.session_state.get(CHOSEN) or run.own.get("mark") or "")
    frame = picture.scene.frame
    if wanted and map_data.row_of(frame, wanted) is not None:
        return wanted
    rows = picture.scene.listed
    return str(frame["hazard_no"].iloc[int(rows[0])]) if len(rows) else ""


@lru_cache(maxsize=2)
def _prepared(code: str) -> map_view.Prepared:
    del code
    return map_view.prepare(map_data.county_shapes())
