"""A county's own map layers: GeoJSON files dropped into a folder (roads, rivers, whatever there is).

A file is untrusted: what reaches the map is its geometry and one name a feature, as text. Points whose `kind` names a
village or an emergency resource are places (places.py), not part of these layers.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from riskmap.geo import places

MOST_FILES, MOST_FEATURES, MOST_BYTES = 40, 20_000, 20_000_000
NAMES = ("name", "名称", "title", "NAME", "Name")
LONGEST = 120  # characters of a name
STEP = 1e-6  # degrees


@dataclass(frozen=True, slots=True)
class OwnLayer:
    """One file as it is shown: `id` its place in the address, `title` its name, `document` cleaned GeoJSON in UTF-8."""

    id: str
    title: str
    count: int
    document: bytes


def layers(folder: Path) -> tuple[tuple[OwnLayer, ...], tuple[str, ...]]:
    """Layers of a folder by file name, and the names of files that cannot be used (too large, no GeoJSON).

    A folder that does not exist has none; a file is read again only after it changed.
    """
    found, bad = [], []
    for path in sorted(folder.glob("*.geojson"))[:MOST_FILES] if folder.is_dir() else []:
        state = path.stat()
        layer = _read(path, state.st_mtime_ns, state.st_size)
        if layer is None:
            bad.append(path.name)
        elif layer.count:
            found.append(layer)
    return tuple(found), tuple(bad)


@lru_cache(maxsize=4 * MOST_FILES)
def within(layer: OwnLayer, area: BaseGeometry) -> OwnLayer | None:
    """The part of a layer that lies within an area: lines and areas are cut at its border; None where nothing does."""
    shapely.prepare(area)
    kept = []
    for one in json.loads(layer.document)["features"]:
        shape = shapely.from_geojson(json.dumps(one["geometry"]))
        if not shapely.intersects(area, shape):
            continue
        part = shape if shapely.covers(area, shape) else shapely.intersection(area, _sound(shape))
        if not part.is_empty:
            kept.append(one | {"geometry": json.loads(shapely.to_geojson(part))})
    body = {"type": "FeatureCollection", "features": kept}
    document = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return replace(layer, count=len(kept), document=document) if kept else None


def _sound(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)


@lru_cache(maxsize=MOST_FILES)
def _read(path: Path, changed: int, size: int) -> OwnLayer | None:
    """The layer of a file in the state of (changed, size); None when it cannot be used."""
    del changed
    if size > MOST_BYTES:
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
        features = list(_features(told))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError, ShapelyError):
        return None
    if not features and not any(map(_is_place, told["features"])):
        return None
    named = told.get("name")
    title = named.strip()[:LONGEST] if isinstance(named, str) and named.strip() else path.stem
    body = {"type": "FeatureCollection", "features": features}
    document = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return OwnLayer(_id(path.stem), title, len(features), document)


def _id(stem: str) -> str:
    """A word for the address: the file's name where it is plain, else its bytes in hexadecimal digits."""
    plain = stem.isascii() and stem.replace("-", "").replace("_", "").isalnum()
    return stem if plain else stem.encode().hex()


def _features(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if told.get("type") != "FeatureCollection":
        raise ValueError("no FeatureCollection")
    for one in told["features"][:MOST_FEATURES]:
        if not one.get("geometry") or _is_place(one):
            continue
        shape = shapely.from_geojson(json.dumps(one["geometry"]))
        if shape.is_empty or not _on_earth(shape):
            continue
        outline = json.loads(shapely.to_geojson(shapely.set_precision(shape, STEP, mode="pointwise")))
        yield {"type": "Feature", "geometry": outline, "properties": {"name": _name(one.get("properties") or {})}}


def _is_place(feature: Mapping[str, Any]) -> bool:
    return places.told_kind(feature.get("properties") or {}, feature.get("geometry")) is not None


def _on_earth(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _name(facts: Mapping[str, Any]) -> str:
    named = next((facts[key] for key in NAMES if facts.get(key)), "")
    return str(named)[:LONGEST]
