"""The button of the battle map page that prints what it shows: for roles that may take rows out of the program."""

import streamlit as st

from riskmap.domain.masking import SEES_NAMES
from riskmap.geo.places import Group
from riskmap.views.html import wall_map
from riskmap.web import map_data, map_places, officer, taking
from riskmap.web.session import Run


def button(run: Run) -> None:
    """Draw the button with its form; nothing for a reader who may not export."""
    asks, told = taking.reader(run), taking.said(run)
    if asks is None or told is None:
        return
    words = {**run.context.query, "lang": run.lang, "as_of": run.where.as_of.isoformat()}
    shapes, shown = map_data.county_shapes(), run.own.get("layers", "").split(",")
    there = {one.kind.group for one in map_places.seen(shapes) if one.lon is not None}
    layers = {group: f"own.{map_places.PREFIX}{group}" in shown for group in Group if group in there}
    form = wall_map.form(
        run.t, words, names=names(asks.shows_names), measure=run.own.get("measure", ""), layers=layers, told=told
    )
    st.container(key="wall_map").html(f'<div class="w-printed" lang="{run.lang[:2]}">{form}</div>')


def names(shows: bool) -> bool:
    """Whether who asks may print names of persons: they are shown to him, and his role may take them out."""
    return shows and officer.exporter().role in {role.value for role in SEES_NAMES}
