"""The frame of the map: the same on every run, nothing from outside, no word of the ledger in it."""

import json
import re
from pathlib import Path

import pytest
import streamlit_folium
from hypothesis import given
from hypothesis import strategies as st

from riskmap.geo import boundaries
from riskmap.geo.boundaries import Boundaries
from riskmap.views import map as map_view
from support.ledgers import HOSTILE

DATA = Path(__file__).parents[2] / "data" / "geo"
COUNTY = boundaries.load(DATA / "fenxi_county.geojson", DATA / "fenxi_townships_schematic.geojson", code="141034")


def rendered(shapes=COUNTY):
    base = map_view.frame(map_view.prepare(shapes), assets="/assets", version="1")
    base.get_root().render()
    return base, streamlit_folium._get_map_string(base)


def test_two_frames_are_one_string_so_the_component_never_mounts_again():
    assert rendered()[1] == rendered()[1]
    assert "_undefined" not in rendered()[1]


def test_scripts_and_styles_come_from_this_server_only():
    base, script = rendered()
    links = [address for _, address in base.default_js + base.default_css]
    assert all(address.startswith("/assets/") for address in links)
    assert not re.search(r"https?://|//[a-z]", script + streamlit_folium._get_html(base))
    assert not re.search(r"jquery|bootstrap|awesome", " ".join(links))


def test_the_frame_has_a_largest_zoom_no_tiles_and_no_attribution():
    script = rendered()[1]
    assert '"maxZoom": 17' in script
    assert '"attributionControl": false' in script
    assert "tileLayer" not in script
    assert '"dashArray": "7 5"' in script


def test_a_county_without_outlines_still_has_a_map():
    assert "L.map" in rendered(Boundaries())[1]


def test_the_layer_is_one_call_of_our_class():
    base, _ = rendered()
    text = streamlit_folium._get_feature_group_string(map_view.layer({"hazards": "/api?q=%7B%7B", "rev": 3}), base)
    assert 'L.riskmap({"hazards": "/api?q=%7B%7B", "rev": 3})' in text


@pytest.mark.parametrize("sign", list("{}<>\"'`$#\\()[];\n"))
def test_no_sign_that_could_leave_its_place_reaches_the_layer(sign):
    with pytest.raises(map_view.UnsafeValueError):
        map_view.layer({"hazards": f"/api?q={sign}"})


def test_hostile_words_cannot_be_given_to_the_layer():
    with pytest.raises(map_view.UnsafeValueError):
        map_view.layer({"pick": HOSTILE})


@given(st.dictionaries(st.sampled_from(["hazards", "pick", "rev"]), st.text("abc019/?&=%,._~:+- ", max_size=30)))
def test_what_passes_comes_out_as_it_went_in(config):
    layer = next(iter(map_view.layer(config)._children.values()))
    assert json.loads(layer.config) == config
