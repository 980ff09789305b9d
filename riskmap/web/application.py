"""What app.py puts together: Streamlit's pages, our HTTP routes and headers around them, all warm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from riskmap.settings import stay_at_home
from riskmap.web import data
from riskmap.web.document import Document
from riskmap.web.gate import Gate
from riskmap.web.routes import (
    analysis,
    api,
    assessment,
    attachments,
    audit,
    basemaps,
    check_first,
    door,
    export,
    forms,
    layers,
    oidc,
    papers,
    rounds,
    static,
    templates,
    wall,
    wall_map,
    weekly,
)
from riskmap.web.security import SecurityHeaders

SHELL = Path(__file__).parent / "shell.py"
HEAVY = ("plotly.graph_objects", "pyarrow", "streamlit_folium")
PAGES = (
    "accounts", "analysis", "assessment", "audit", "battle_map", "big_screen", "closure_rates", "deputies", "forms",
    "hazard", "importing", "ledger", "my_work", "overview", "papers", "presenter", "reconcile", "register",
    "responsibility", "rounds", "tips", "visited", "weekly_review",
)  # fmt: skip


def middleware() -> list[Middleware]:
    """What every answer passes through, outermost first."""
    own = data.settings()  # a wrong value stops the start here, in words
    if address := st.get_option("server.address"):  # `streamlit run --server.address …` knows nothing of our own
        stay_at_home(own.auth, str(address))
    pictures = tuple(host for one in data.county().basemaps for host in one.hosts())
    return [Middleware(SecurityHeaders, pictures=pictures), Middleware(Gate), Middleware(Document)]


def options() -> dict[str, Any]:
    """Streamlit's options that our settings decide."""
    values = data.settings()
    return {"server.address": values.host, "server.port": values.port}


def routes() -> list[BaseRoute]:
    """Every HTTP route of our own."""
    ours = (
        analysis, assessment, attachments, audit, check_first, export, forms, layers, basemaps, papers, rounds,
        templates, wall, wall_map, weekly,
    )  # fmt: skip
    own = [route for room in ours for route in room.ROUTES]
    return [*api.ROUTES, *door.ROUTES, *oidc.ROUTES, *own, *static.ROUTES, api.NOWHERE]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the ledger, import what is heavy, then tell the collector to leave all of it alone (decision 12)."""
    del app
    warm_up()
    yield {}


def warm_up() -> None:
    """Make everything that the first visitor would wait for; raises SettingsError, CountyError or a database error."""
    for module in (*HEAVY, *(f"{__package__}.{page}" for page in PAGES)):
        import_module(module)  # what is loaded after the freeze is looked through at the end of every rerun
    from riskmap.web import cache, warm

    warm.pages()
    cache.settle()
