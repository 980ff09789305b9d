"""The overview page."""

import streamlit as st

from riskmap.views.html import overview, top
from riskmap.web import cache, map_data, session


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()

    def make() -> str:
        scene = map_data.picture(run.where, run.view).scene
        figures = overview.figures(run.view.index, run.where, scene)
        return overview.page(run.context, figures) + top.foot(run.context)

    st.html(cache.html(run, "overview", make))
