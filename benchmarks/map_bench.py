"""The map's payload for 10^3, 10^4 and 10^5 drawn hazards, and a filter change in a real browser, beside peers.

Payload: ours is what the route answers (index, mask, scene, counts, JSON, gzip), cold after a revision and warm; a
peer is the map as its library renders it for the page, from columns that are ready, compressed the same way.
Every hazard has a place and is drawn; peers carry a position and, where they can, one line of text.
"""

import gc
import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import folium
import numpy as np
import pandas as pd
import pydeck
import streamlit_folium
from folium.plugins import FastMarkerCluster, MarkerCluster
from starlette.requests import Request

from benchmarks import map_browser
from benchmarks.metrics_bench import AS_OF, T, hazards
from riskmap.domain.columns import HAZARDS
from riskmap.metrics.filters import Vocabulary
from riskmap.metrics.index import Index
from riskmap.settings import load_settings
from riskmap.web import data
from riskmap.web.routes import layers

SIZES = (1_000, 10_000, 100_000)
SLOW = 10_000  # Marker and MarkerCluster take minutes beyond this
Peer = Callable[[pd.DataFrame], str]
Row = dict[str, Any]
_revision = 0
FIRMS = 260


@dataclass
class Measured:
    """Seconds and compressed bytes of one way to send a map."""

    seconds: float
    size: int


def frame(size: int) -> pd.DataFrame:
    """A frame of the ledger's columns in which every hazard is on the map: found and, if at all, closed in 80 days."""
    base, rng = hazards(size), np.random.default_rng(3)
    shift = (T - 80 + rng.integers(0, 80, size) - base["found"].to_numpy()).astype(np.int32)
    firm = rng.integers(0, FIRMS, size)
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
    """Cold (the first answer after a revision, its index included), warm (the answer again), hazards drawn."""
    global _revision  # noqa: PLW0603 a new one each time, so that nothing is remembered
    _revision += 1
    data.configure(load_settings({"RISKMAP_TODAY": AS_OF.isoformat()}))
    vocabulary = Vocabulary()
    data.county()
    snapshot = SimpleNamespace(
        hazards=table, spells=None, enterprises=firms(), inspections=visits(len(table) // 2), revision=_revision,
        demo=False,
    )  # fmt: skip
    began = time.perf_counter()
    view = data.View(snapshot, Index(table), vocabulary, (_revision, _revision))
    data.view = lambda: view
    sent = answer()
    cold = Measured(time.perf_counter() - began, len(sent))
    began = time.perf_counter()
    again = answer()
    warm = Measured(time.perf_counter() - began, len(again))
    told = json.loads(gzip.decompress(sent))
    return cold, warm, len(told["majors"]["no"]) + sum(len(group["x"]) for group in told["dots"])


def firms() -> pd.DataFrame:
    """The enterprises of the hazards."""
    number = np.arange(FIRMS)
    columns = {"id": [f"e{one}" for one in number], "township": [f"14103410{one % 7}" for one in number]}
    return pd.DataFrame(columns | dict.fromkeys(("sector", "group", "department"), "coal")).astype("str")


def visits(count: int) -> pd.DataFrame:
    """Visits to them over the year."""
    rng = np.random.default_rng(5)
    on = (T - rng.integers(0, 300, count)).astype(np.int32)
    firm = pd.Series([f"e{one}" for one in rng.integers(0, FIRMS, count)], dtype="str")
    return pd.DataFrame({"on": on, "enterprise_id": firm})


def answer() -> bytes:
    """What the route sends to a browser that takes compression."""
    scope = {"type": "http", "method": "GET", "path": "/api/v1/layers/hazards.json", "query_string": b"lang=zh_CN"}
    return bytes(layers.hazards_compact(Request({**scope, "headers": [(b"accept-encoding", b"gzip")]})).body)


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


def _time(one: Measured) -> float:
    return one.seconds


def run(*, quick: bool = False) -> list[Row]:
    """Rows for the harness; `quick` measures the two smaller sizes and leaves the browser out."""
    rows: list[Row] = []
    ours(frame(500))  # imports and caches are not what is measured
    gc.collect()
    gc.freeze()  # as the server does after its warm-up
    for size in SIZES[:2] if quick else SIZES:
        rows += payload(size, frame(size), slow=1_000 if quick else SLOW)
    return rows if quick else rows + map_browser.run()


def payload(size: int, table: pd.DataFrame, slow: int) -> list[Row]:
    """Three figures of one size: cold, warm, bytes; ours and each peer the best of as many turns."""
    turns = 25 if size < SLOW else 5 if size == SLOW else 2  # what takes milliseconds is taken often
    took = [ours(table) for _ in range(turns)]
    cold, warm, drawn = min((one[0] for one in took), key=_time), min((one[1] for one in took), key=_time), took[0][2]
    found = {
        name: min((peer(make, table) for _ in range(1 if make in (markers, clusters) else turns)), key=_time)
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
