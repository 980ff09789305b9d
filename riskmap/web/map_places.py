"""Villages and emergency resources of the data folder, as far as who asks reaches: read once a state of the files."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.domain.regions import Regions
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.places import Group, Place
from riskmap.i18n import Translator
from riskmap.ingest import place_folder
from riskmap.ingest.place_folder import Box, State
from riskmap.views import places as words
from riskmap.web import data, identity

PREFIX = "place."  # a dot: no file of a county's own layers has such an address


def refused(shapes: Boundaries) -> tuple[str, ...]:
    """Names of the files that cannot be used."""
    return place_folder.known(*_files(shapes)).refused


def version(shapes: Boundaries) -> str:
    """Changes with the files."""
    return str(hash(_files(shapes)[1]))


def seen(shapes: Boundaries) -> tuple[Place, ...]:
    """The places for who asks: all, or those of the townships he reads alone.

    A place belongs to the township its file names, else to the one it lies in.
    """
    limits = reach(shapes)
    return place_folder.known(*_files(shapes)).places if limits is None else _within(*_files(shapes), *limits)


def own_townships() -> frozenset[str] | None:
    """The townships of who reads nothing but townships; None = he reads beyond them."""
    scopes = identity.reader().scopes
    if scopes is None or not all(scope.townships for scope in scopes):
        return None
    return frozenset(code for scope in scopes for code in scope.townships)


def reach(shapes: Boundaries) -> tuple[frozenset[str], BaseGeometry] | None:
    """The townships of who reads nothing but townships, and their area; None = no part of the map is closed to him."""
    codes = own_townships()
    if codes is None:
        return None
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
    folder = data.settings().data_dir / place_folder.FOLDER
    return folder, place_folder.state(folder), shapes.bounds(), data.county().regions


@lru_cache(maxsize=32)
def _within(
    folder: Path, state: State, box: Box | None, regions: Regions, codes: frozenset[str], area: BaseGeometry
) -> tuple[Place, ...]:
    shapely.prepare(area)
    known = place_folder.known(folder, state, box, regions).places
    return tuple(one for one in known if one.township in codes or (_nowhere(one) and _lies(one, area)))


def _nowhere(one: Place) -> bool:
    """Whether no township is known for a place: its file names none, or one that is none of the county's."""
    return not one.township.isdigit()


def _lies(one: Place, area: BaseGeometry) -> bool:
    return one.lon is not None and bool(shapely.intersects_xy(area, one.lon, one.lat))
