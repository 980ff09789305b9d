"""Villages and emergency resources of the data folder, as far as who asks reaches: read once a state of the files."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.domain.regions import Regions
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.places import Group, Place
from riskmap.i18n import Translator
from riskmap.views import places as words
from riskmap.web import data, identity

logger = logging.getLogger("riskmap.map")
FOLDER = "layers"  # in the data folder
PREFIX = "place."  # a dot: no file of a county's own layers has such an address
ENDINGS = (".csv", ".xlsx", ".xls", ".et", ".ods", ".geojson")
MOST_FILES, MOST_ROWS = 40, 20
FAR = 0.5  # degrees beyond the county's frame: no place that serves it
State = tuple[tuple[str, int, int], ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """Every place of every file, with the names of the files that cannot be used."""

    places: tuple[Place, ...] = ()
    refused: tuple[str, ...] = ()


def refused(shapes: Boundaries) -> tuple[str, ...]:
    """Names of the files that cannot be used."""
    return _known(*_files(shapes)).refused


def version(shapes: Boundaries) -> str:
    """Changes with the files."""
    return str(hash(_files(shapes)[1]))


def seen(shapes: Boundaries) -> tuple[Place, ...]:
    """The places for who asks: all, or those of the townships he reads alone.

    A place belongs to the township its file names, else to the one it lies in.
    """
    limits = reach(shapes)
    return _known(*_files(shapes)).places if limits is None else _within(*_files(shapes), *limits)


def reach(shapes: Boundaries) -> tuple[frozenset[str], BaseGeometry] | None:
    """The townships of who reads nothing but townships, and their area; None = no part of the map is closed to him."""
    scopes = identity.reader().scopes
    if scopes is None or not all(scope.townships for scope in scopes):
        return None
    codes = frozenset(code for scope in scopes for code in scope.townships)
    return codes, shapely.union_all([one.geometry for one in shapes.townships if one.code in codes])


def told(shapes: Boundaries, t: Translator) -> list[dict[str, Any]]:
    """Both layers as the map's script needs them, those that hold a place, and what of them is not drawn and why."""
    mine = seen(shapes)
    result = []
    for group in Group:
        some = [one for one in mine if one.kind.group is group]
        if some:
            drawn = sum(one.lon is not None for one in some)
            missing = sum(one.fault == "no_place" for one in some)
            turned = sum(one.fault == "swapped_coordinates" for one in some)
            counts = {"count": drawn, "missing": missing, "wrong": len(some) - drawn - missing, "turned": turned}
            result.append({"id": PREFIX + group, "title": t(words.TITLES[group]), "group": group.value, **counts})
    return result


def document(shapes: Boundaries, group: Group) -> bytes:
    """GeoJSON of a layer for who asks: places with a position, their facts as text, codes where there are codes."""
    some = [one for one in seen(shapes) if one.kind.group is group and one.lon is not None]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(one.lon or 0, 6), round(one.lat or 0, 6)]},
            "properties": _facts(one),
        }
        for one in some
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _facts(one: Place) -> Mapping[str, str]:
    keys = ("name", "township", "code", "population", "capacity", "unit")
    return {"kind": one.kind.value} | {key: text for key in keys if (text := getattr(one, key))}


def _files(shapes: Boundaries) -> tuple[Path, State, Box | None, Regions]:
    """What the places depend on: the files as they are now, the frame of the county and its townships."""
    folder = data.settings().data_dir / FOLDER
    return folder, _state(folder), shapes.bounds(), data.county().regions


def _state(folder: Path) -> State:
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.name[0] not in "~.")
    return tuple((path.name, (at := path.stat()).st_mtime_ns, at.st_size) for path in files[:MOST_FILES])


@lru_cache(maxsize=4)
def _known(folder: Path, state: State, box: Box | None, regions: Regions) -> Known:
    from riskmap.ingest import place_files  # readers of workbooks: only where there are files

    found, refused = [], []
    for name, _, _ in state:
        told = place_files.read(folder / name)
        if told.refused:
            refused.append(name)
            logger.warning("layers/%s cannot be used: %s", name, told.refused)
            continue
        some = [_checked(one, box, regions) for one in told.places]
        found += some
        for line in _lines(some):
            logger.warning("layers/%s: %s", name, line)
    return Known(tuple(found), tuple(refused))


def _checked(one: Place, box: Box | None, regions: Regions) -> Place:
    """A place with the code of its township; one far outside the county loses its position."""
    placed = replace(one, township=regions.match(one.township) or one.township) if one.township else one
    if one.lon is None or one.lat is None or box is None:
        return placed
    west, south, east, north = box
    near = west - FAR <= one.lon <= east + FAR and south - FAR <= one.lat <= north + FAR
    return placed if near else replace(placed, lon=None, lat=None, fault="point_outside")


def _lines(places: list[Place]) -> Iterator[str]:
    """What is wrong with the positions of a file: how many, in which rows; no data of the rows."""
    for fault in sorted({one.fault for one in places} - {""}):
        rows = [one.row for one in places if one.fault == fault]
        more = " …" if len(rows) > MOST_ROWS else ""
        yield f"{len(rows)} × {fault} (rows {', '.join(map(str, rows[:MOST_ROWS]))}{more})"


@lru_cache(maxsize=32)
def _within(
    folder: Path, state: State, box: Box | None, regions: Regions, codes: frozenset[str], area: BaseGeometry
) -> tuple[Place, ...]:
    shapely.prepare(area)
    known = _known(folder, state, box, regions).places
    return tuple(one for one in known if one.township in codes or (_nowhere(one) and _lies(one, area)))


def _nowhere(one: Place) -> bool:
    """Whether no township is known for a place: its file names none, or one that is none of the county's."""
    return not one.township.isdigit()


def _lies(one: Place, area: BaseGeometry) -> bool:
    return one.lon is not None and bool(shapely.intersects_xy(area, one.lon, one.lat))
