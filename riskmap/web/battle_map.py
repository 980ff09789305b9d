"""The battle map page: map and card in one fragment, three lists below. A click never mounts the map anew."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import streamlit as st
import streamlit_folium
from streamlit import runtime
from streamlit_folium import st_folium

from riskmap.metrics import filters
from riskmap.views import list_html
from riskmap.views import map as map_view
from riskmap.web import data, map_card, map_data, map_lists, map_place, map_told, session, wall_map
from riskmap.web.map_data import Picture
from riskmap.web.routes import static
from riskmap.web.session import Run

LAYERS = "/api/v1/layers"
HEIGHT = 590
THEME = "light"  # of every page at a desk, whatever the browser prefers: a dark map in a light page is neither
LEDGER = Path(__file__).resolve().parents[2] / "pages" / "ledger.py"
CHOSEN, PICK, SEEN, FOLLOWED = "battle_map_chosen", "battle_map_pick", "battle_map_seen", "battle_map_followed"


def register() -> None:
    """Make the map component known to the server: it registers itself only when first imported by a page's run."""
    if runtime.exists():
        runtime.get_instance().component_registry.register_component(streamlit_folium._component_func)  # noqa: SLF001


def page() -> None:
    """Draw the page of the present run."""
    register()
    st.html(map_data.ASSETS / "card.css")
    wall_map.button(session.current())
    _body()


@st.fragment
def _body() -> None:
    if map_place.ended():
        st.rerun()
    run = session.current()
    picture = map_data.picture(filters.changed(run.where, area=""), run.view)  # around a selection too
    style = list_html.style(THEME)
    left, right = st.columns([924, 404], gap="small")
    with left:
        chosen = _chosen(run, picture)
        clicked = _map(run, chosen)
        if clicked.startswith(map_told.OWN):
            map_told.follow(run, clicked, str(LEDGER))
        elif clicked:
            chosen = choose(clicked)
        map_place.draw(run)
        map_lists.draw(run, picture, chosen, style)
    with right, st.container(border=True, key="battle_map_card"):
        map_card.draw(run, picture, chosen, style)


def _map(run: Run, chosen: str) -> str:
    """The map; the hazard number of a mark that was clicked since the last run, else ""."""
    result: dict[str, Any] = st_folium(
        map_view.frame(_prepared(data.county().code), assets=static.ADDRESS, version=map_data.version()),
        key=f"battle_map_{run.lang}",  # its tools keep their words: another language is another map
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=map_view.layer(config(run, THEME, st.session_state.get(PICK) or f"0:{chosen}")),
    )
    facts = ((result or {}).get("last_active_drawing") or {}).get("properties") or {}
    seen = (facts.get("id"), facts.get("click"))
    if not facts.get("id") or st.session_state.get(SEEN) == seen:
        return ""
    st.session_state[SEEN] = seen
    return str(facts["id"])


def config(run: Run, theme: str, pick: str) -> dict[str, str | int]:
    """Addresses and state that the layer class gets; `pick`: "n:number", the choice made outside the map."""
    query = {key: word for key, word in filters.to_query(run.where).items() if key != "area"} | {"lang": run.lang}
    asked = urlencode(query, quote_via=quote, safe="")
    day = {key: word for key, word in query.items() if key in {"as_of", "lang"}}
    dated = urlencode(day, quote_via=quote, safe="")
    return {
        "hazards": f"{LAYERS}/hazards.json?{asked}",
        "enterprises": f"{LAYERS}/enterprises.geojson?{asked}",
        "brief": f"{LAYERS}/brief.json?{dated}",
        "own": f"{LAYERS}/own",
        "frame": f"{LAYERS}/sheet.json?lang={run.lang}",
        "rev": f"{run.view.snapshot.revision} {run.today.isoformat()}",
        "today": run.today.isoformat(),
        "changes": f"{LAYERS}/changes.json",
        "search": f"{LAYERS}/search.json?{dated}",
        "area": quote(run.where.area, safe=":,"),
        "township": run.where.township[0] if len(run.where.township) == 1 else "",
        "place": _placing(run),
        "theme": theme,
        "pick": quote(pick, safe=":"),
    }


def _placing(run: Run) -> str:
    """Number of the hazard that the next click on the map places, "" for none."""
    found = map_place.wanted(run)
    return quote(found.hazard_no, safe="") if found else ""


def choose(number: str) -> str:
    """Remember a hazard as the chosen one, in the address too."""
    st.session_state[CHOSEN] = number
    st.query_params["mark"] = number
    return number


def _chosen(run: Run, picture: Picture) -> str:
    """The hazard that the address asks for, whether or not the filter holds it; else the one chosen before, if it does.

    Where neither is, the most urgent one.
    """
    _follow_address(run)
    wanted, scene = str(st.session_state.get(CHOSEN) or ""), picture.scene
    if wanted and ("mark" in st.query_params or map_data.row_of(picture, wanted) is not None):
        return wanted
    return str(scene.frame["hazard_no"].iloc[int(scene.listed[0])]) if len(scene.listed) else ""


def _follow_address(run: Run) -> None:
    """Take over the mark of the address once a run of the page; one that a list or a link chose, the map is told.

    A link may name a hazard by its permanent number or by its id.
    """
    if st.session_state.get(FOLLOWED) is run:
        return
    st.session_state[FOLLOWED] = run
    asked = map_data.number_of(run.own.get("mark", ""))
    if asked and asked != st.session_state.get(CHOSEN):
        count = int(str(st.session_state.get(PICK) or "0:").partition(":")[0]) + 1
        st.session_state[CHOSEN], st.session_state[PICK] = asked, f"{count}:{asked}"


@lru_cache(maxsize=2)
def _prepared(code: str) -> map_view.Prepared:
    del code
    return map_view.prepare(map_data.county_shapes())
