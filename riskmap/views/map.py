"""The frame of the battle map: folium draws what never changes (outlines, options, scripts), nothing of the ledger.

Features, words and figures reach the browser by HTTP and are drawn by our own layer class; folium would render
data text through templates twice. The frame is the same string on every run, so the component never mounts it anew.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from riskmap.geo.boundaries import Boundaries, inner_borders

MAX_ZOOM = 17
MIN_ZOOM = 8
_SAFE = re.compile(r"[A-Za-z0-9 ?&=%,./:~+_-]*")  # no quote, brace, bracket, dollar or back-tick can pass
SCRIPTS = (
    "marks",
    "dots",
    "labels",
    "address",
    "base",
    "heat",
    "panels",
    "places",
    "tiles",
    "tools",
    "time",
    "layer",
)  # in this order
LINE = "#3A5166"
INNER = "#22384A"


class Frame(folium.Map):
    """A folium map whose scripts and styles are served by this program; no jQuery, no bootstrap, no icons, no tiles."""

    def __init__(self, *, assets: str, version: str, **options: Any) -> None:
        super().__init__(**options)
        names = [f"riskmap-{name}" for name in SCRIPTS]
        self.default_js: list[tuple[str, str]] = [("leaflet", f"{assets}/leaflet/leaflet.js")]
        self.default_js += [(name, f"{assets}/riskmap/{name}.js?v={version}") for name in names]
        self.default_css: list[tuple[str, str]] = [
            ("leaflet_css", f"{assets}/leaflet/leaflet.css"),
            ("riskmap_css", f"{assets}/riskmap/riskmap.css?v={version}"),
        ]

    def render(self, **_: Any) -> str:
        """Nothing: a page of its own is never made, and its parts are compiled anew each time (8 ms a rerun)."""
        return ""


class Group(folium.FeatureGroup):
    """The feature group that carries our layer. The component reads its script only, so nothing is rendered twice."""

    def render(self, **_: Any) -> str:
        """Nothing, as with Frame: rendering would compile the layer's text as a template once more (2 ms a rerun)."""
        return ""


class HazardLayer(MacroElement):
    """Our Leaflet layer (`L.riskmap`) with its addresses; every value passes one gate, so no data text gets here."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.riskmap({{ this.config }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, config: Mapping[str, str | int]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RiskmapLayer"
        self.config = json.dumps({key: _gate(value) for key, value in config.items()}, sort_keys=True)


class Lines(MacroElement):
    """Outlines that never change: numbers and our own style, written once and for all by `prepare`."""

    def __init__(self, script: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Lines"
        self.script = script

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.geoJSON({{ this.script }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


class UnsafeValueError(ValueError):
    """A value with characters that could leave their place in a script."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The constant part of a county's frame: where it looks, and its outlines as script."""

    bounds: tuple[float, float, float, float] | None
    lines: tuple[str, ...]


def prepare(shapes: Boundaries) -> Prepared:
    """Outlines of a county ready for `frame`: townships dashed while they are a sketch, then the county's own line."""
    lines = []
    if shapes.townships:
        lines.append(_outline(inner_borders(shapes.townships), INNER, 1.5, "" if shapes.real else "7 5"))
    if shapes.county:
        lines.append(_outline(shapely.boundary(shapes.county.geometry), LINE, 2, ""))
    return Prepared(shapes.bounds(), tuple(lines))


def frame(prepared: Prepared, *, assets: str, version: str) -> Frame:
    """A new frame, always the same text: folium and the component change what they render, so none is used twice.

    `assets`: address under which Leaflet and our scripts are served; `version`: changes when they do.
    """
    west, south, east, north = prepared.bounds or (73.0, 18.0, 135.0, 54.0)
    base = Frame(
        assets=assets,
        version=version,
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=11 if prepared.bounds else 5,
        tiles=None,
        minZoom=MIN_ZOOM if prepared.bounds else 3,  # folium's own min_zoom belongs to tiles, and there are none
        maxZoom=MAX_ZOOM,
        zoom_control=False,
        attribution_control=False,
        prefer_canvas=True,
        zoom_snap=0.1,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
    )
    for script in prepared.lines:
        Lines(script).add_to(base)
    return base


def layer(config: Mapping[str, str | int]) -> folium.FeatureGroup:
    """The changing part, for `feature_group_to_add`: one feature group that holds our layer."""
    group = Group(name="hazards", control=False)
    HazardLayer(config).add_to(group)
    return group


def _outline(geometry: BaseGeometry, colour: str, weight: float, dash: str) -> str:
    document = json.loads(shapely.to_geojson(shapely.set_precision(geometry, 1e-6)))
    style = {"color": colour, "weight": weight, "fill": False, **({"dashArray": dash} if dash else {})}
    return json.dumps(document) + ", " + json.dumps({"interactive": False, "style": style})


def _gate(value: str | int) -> str | int:
    if isinstance(value, str) and not _SAFE.fullmatch(value):
        raise UnsafeValueError(value)
    return value
