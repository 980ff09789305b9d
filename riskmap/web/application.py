"""The application: Streamlit's pages with our HTTP routes and headers around them, warm before the first visit."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from riskmap.web import data
from riskmap.web.document import Document
from riskmap.web.routes import api, layers, static
from riskmap.web.security import SecurityHeaders

SHELL = Path(__file__).parent / "shell.py"
HEAVY = ("plotly.graph_objects", "pyarrow", "streamlit_folium", "riskmap.ledger.commands", "riskmap.ingest.run")


def make() -> Any:
    """The ASGI application; heavy work waits for its lifespan."""
    data.settings()  # a wrong value stops the start here
    return st.App(
        SHELL,
        routes=routes(),
        middleware=[Middleware(SecurityHeaders), Middleware(Document)],
        lifespan=lifespan,
    )


def address() -> dict[str, Any]:
    """Where the server listens, as Streamlit's options; never opens a browser by itself."""
    values = data.settings()
    return {"server.port": values.port, "server.address": values.host, "server.headless": True}


def routes() -> list[BaseRoute]:
    """Every HTTP route of our own."""
    return [*api.ROUTES, *layers.ROUTES, *static.ROUTES]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the ledger, import what is heavy, then tell the collector to leave all of it alone (decision 12)."""
    del app
    warm_up()
    yield {}


def warm_up() -> None:
    """Make everything that the first visitor would wait for; raises SettingsError, CountyError or a database error."""
    for module in HEAVY:
        import_module(module)
    from riskmap.web import warm

    warm.pages()
    gc.collect()
    gc.freeze()
