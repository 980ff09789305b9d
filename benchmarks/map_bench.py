"""The map's payload for 10^3, 10^4 and 10^5 drawn hazards, and a filter change in a real browser, beside peers.

Payload: ours is the compact layer as the route makes it (mask, scene, counts, JSON, gzip), cold after a revision and
warm; a peer is the map as its library renders it for the page, from columns that are ready, compressed the same way.
Every hazard has a place and is drawn; peers carry a position and, where they can, one line of text.
"""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
import pandas as pd
import pydeck
import streamlit_folium
from folium.plugins import FastMarkerCluster, MarkerCluster

from benchmarks import map_browser
from benchmarks.metrics_bench import AS_OF, FROM, T, hazards
from riskmap.domain.columns import HAZARDS, to_day
from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.counts import counts
from riskmap.metrics.index import Index
from riskmap.views import compact, scene, shading

SIZES = (1_000, 10_000, 100_000)
SLOW = 10_000  # Marker and MarkerCluster take minutes beyond this
Peer = Callable[[pd.DataFrame], str]
Row = dict[str, Any]


@dataclass
class Measured:
    """Seconds and compressed bytes of one way to send a map."""

    seconds: float
    size: int


def frame(size: int) -> pd.DataFrame:
    """A frame of the ledger's columns in which every hazard is on the map: found and, if at all, closed in 80 days."""
    base, rng = hazards(size), np.random.default_rng(3)
    shift = (T - 80 + rng.integers(0, 80, size) - base["found"].to_numpy()).astype(np.int32)
    firm = rng.integers(0, 260, size)
    columns: dict[str, Any] = {}
    for name, kind in HAZARDS.items():
        if name in base.columns and kind == "int32":
            values = base[name].to_numpy()
            columns[name] = np.where(values < 1_000_000, values + shift, values).astype(np.int32)
        elif name in base.columns:
            columns[name] = base[name]
        elif kind == "int32":
            columns[name] = np.full(size, 2_000_000, dtype=np.int32)
        else:
            columns[name] = pd.Series([""] * size if kind in ("str", "category") else np.zeros(size), dtype=kind)
    table = pd.DataFrame(columns)
    table["id"] = pd.Series([f"0193{number:028x}" for number in range(size)], dtype="str")
    table["hazard_no"] = pd.Series([f"FX-2026-{number:06d}" for number in range(size)], dtype="str")
    table["enterprise"] = pd.Series([f"示例企业{number:03d}号" for number in firm], dtype="str")
    table["description"] = pd.Series([f"示例隐患{number}：防护装置缺失" for number in range(size)], dtype="str")
    table["lon"] = (111.3 + (firm % 20) * 0.016 + rng.random(size) * 0.014).round(6)
    table["lat"] = (36.5 + (firm // 20) * 0.02 + rng.random(size) * 0.018).round(6)
    table["voided"] = np.int32(2_000_000)
    return table


def ours(table: pd.DataFrame) -> tuple[Measured, Measured, int]:
    """Cold (everything new) and warm (only the answer is made again), and how many hazards are drawn."""
    began = time.perf_counter()
    index = Index(table)
    sent, drawn = answer(index)
    cold = Measured(time.perf_counter() - began, len(sent))
    began = time.perf_counter()
    sent, drawn = answer(index)
    return cold, Measured(time.perf_counter() - began, len(sent)), drawn


def answer(index: Index) -> tuple[bytes, int]:
    """What the route sends for a filter, from the index of a revision."""
    where = filters.default(AS_OF)
    keep = index.mask(where)
    rows = index.at(to_day(AS_OF))
    shown = scene.scene(rows if keep.all() else rows[keep], T)
    shades = shading.shades(counts(index, AS_OF, FROM, ("township",), where))
    made = compact.hazards(
        shown, Translator("zh_CN"), revision=1, from_=FROM.isoformat(), as_of=AS_OF.isoformat(), shades=shades
    )
    return compact.pack(made), len(shown.majors) + sum(len(rows) for rows in shown.dots.values())


def rendered(*layers: Any) -> str:
    """The script that streamlit-folium would send for a map with these layers."""
    base = folium.Map(location=[36.63, 111.45], zoom_start=11, tiles=None, max_zoom=17)
    for layer in layers:
        layer.add_to(base)
    base.get_root().render()
    return str(streamlit_folium._get_map_string(base))  # noqa: SLF001 what the component would send


def markers(table: pd.DataFrame) -> str:
    group = folium.FeatureGroup()
    for row in table.itertuples():
        folium.Marker([row.lat, row.lon], tooltip=row.enterprise).add_to(group)
    return rendered(group)


def clusters(table: pd.DataFrame) -> str:
    group = MarkerCluster()
    for row in table.itertuples():
        folium.Marker([row.lat, row.lon], tooltip=row.enterprise).add_to(group)
    return rendered(group)


def fast_clusters(table: pd.DataFrame) -> str:
    return rendered(FastMarkerCluster(table[["lat", "lon"]].to_numpy().tolist()))


def geojson(table: pd.DataFrame) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"no": row.hazard_no, "name": row.enterprise},
        }
        for row in table.itertuples()
    ]
    return rendered(folium.GeoJson({"type": "FeatureCollection", "features": features}))


def deck(table: pd.DataFrame) -> str:
    layer = pydeck.Layer("ScatterplotLayer", table[["lon", "lat", "hazard_no"]], get_position=["lon", "lat"])
    return str(pydeck.Deck(layers=[layer], map_provider=None).to_json())


PEERS: dict[str, Peer] = {
    "folium Marker": markers,
    "MarkerCluster": clusters,
    "FastMarkerCluster": fast_clusters,
    "GeoJson": geojson,
    "pydeck": deck,
}


def peer(make: Peer, table: pd.DataFrame) -> Measured:
    """Time to render and compress, and the bytes."""
    began = time.perf_counter()
    sent = gzip.compress(make(table).encode(), compresslevel=6, mtime=0)
    return Measured(time.perf_counter() - began, len(sent))


def run(*, quick: bool = False) -> list[Row]:
    """Rows for the harness; `quick` measures the two smaller sizes and leaves the browser out."""
    rows: list[Row] = []
    ours(frame(500))  # imports and caches are not what is measured
    for size in SIZES[:2] if quick else SIZES:
        rows += payload(size, frame(size), slow=1_000 if quick else SLOW)
    return rows if quick else rows + map_browser.run()


def payload(size: int, table: pd.DataFrame, slow: int) -> list[Row]:
    """Three figures of one size: cold, warm, bytes."""
    cold, warm, drawn = ours(table)
    found = {
        name: peer(make, table)
        for name, make in PEERS.items()
        if size <= slow or name not in ("folium Marker", "MarkerCluster")
    }
    fast = found["FastMarkerCluster"]
    seconds = {name: one.seconds for name, one in found.items()}
    note = f"{drawn} drawn" + ("" if size <= slow else "; Marker and MarkerCluster left out, they take minutes")
    target = "faster than FastMarkerCluster"
    work = f"map payload, {size:,} hazards"
    return [
        {"work": f"{work}, cold", "unit": "s", "ours": cold.seconds, "peers": seconds, "target": target}
        | {"met": cold.seconds < fast.seconds, "note": note},
        {"work": f"{work}, warm", "unit": "s", "ours": warm.seconds, "peers": seconds, "target": target}
        | {"met": warm.seconds < fast.seconds, "note": note},
        {"work": f"{work}, compressed", "unit": "kB", "ours": cold.size / 1e3}
        | {"peers": {name: one.size / 1e3 for name, one in found.items()}, "target": "fewer than FastMarkerCluster"}
        | {"met": cold.size < fast.size, "note": note},
    ]
