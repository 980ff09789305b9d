"""What lies under and beside the hazards on the map: base maps of the county file, layers of the data folder."""

import logging
from typing import Any

from riskmap.domain.basemap import Basemap, Kind
from riskmap.geo import own_layers as own
from riskmap.geo import tiles
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.own_layers import OwnLayer
from riskmap.i18n import Translator
from riskmap.ingest import place_folder
from riskmap.web import data, map_places

logger = logging.getLogger("riskmap.map")
_told: set[str] = set()
SHIFTED = "gcj02"  # the system whose tiles do not lie at our positions
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


def own_layers(shapes: Boundaries) -> tuple[OwnLayer, ...]:
    """The own layers there are now, as far as who asks reaches; a file that cannot be used is said once in the log.

    Whoever reads townships alone gets what lies in them, nothing where their outlines are not known.
    """
    found, bad = _own()
    for name in bad:
        if name not in _told:
            _told.add(name)
            logger.warning("layers/%s is no usable GeoJSON FeatureCollection in WGS 84", name)
    limits = map_places.reach(shapes)
    if limits is None:
        return found
    return tuple(cut for one in found if (cut := own.within(one, limits[1])) is not None)


def _own() -> tuple[tuple[OwnLayer, ...], tuple[str, ...]]:
    return own.layers(data.settings().data_dir / place_folder.FOLDER)


def own_told(shapes: Boundaries, t: Translator) -> list[dict[str, Any]]:
    """Layers of places and own layers as the map's script needs them: id, title, number of features.

    Whoever reads the whole county is told the files that cannot be used, too: title and nothing else.
    """
    plain = [{"id": one.id, "title": one.title, "count": one.count} for one in own_layers(shapes)]
    bad = (*map_places.refused(shapes), *_own()[1]) if map_places.reach(shapes) is None else ()
    return [*map_places.told(shapes, t), *plain, *({"title": name, "refused": True} for name in sorted(bad))]


def base_maps(lang: str, bounds: Bounds | None) -> list[dict[str, Any]]:
    """Base maps as the map's script needs them: addresses, zoom, whether they are shifted, who made them.

    `bounds` of the county: without them the shift of GCJ-02 tiles is not known, so those are left out and the log says
    so once; laid unshifted they would put every mark, and every place that is clicked, half a kilometre off.
    """
    usable = [one for one in data.county().basemaps if bounds or one.system != SHIFTED]
    for one in data.county().basemaps:
        if one not in usable and one.id not in _told:
            _told.add(one.id)
            logger.warning("base map %s: its system gcj02 needs the county's outlines, which are missing", one.id)
    return [_told_of(one, lang) for one in usable]


def shift(bounds: Bounds | None) -> dict[str, Any] | None:
    """Offsets for GCJ-02 tiles, where the county has such a base map and outlines that say where it lies."""
    shifted = any(one.system == SHIFTED for one in data.county().basemaps)
    return tiles.gcj_shift(bounds) if shifted and bounds else None


def _told_of(one: Basemap, lang: str) -> dict[str, Any]:
    urls = list(one.urls) if one.kind is not Kind.FOLDER else [f"/api/v1/tiles/{one.id}/{{z}}/{{x}}/{{y}}"]
    return {
        "id": one.id,
        "title": one.label(lang),
        "urls": urls,
        "signs": one.subdomains,
        "least": one.least,
        "deepest": one.deepest,
        "shifted": one.system == SHIFTED,
        "credit": one.attribution,
        "approval": _approval(one),
    }


def _approval(one: Basemap) -> str:
    """审图号 with its year; of a folder only while its files are those it was given for."""
    told = one.approval
    if told is None:
        return ""
    if one.folder is not None and (found := tiles.digest(one.folder)) != told.sha256:
        if one.id not in _told:
            _told.add(one.id)
            logger.warning("base map %s: its files have the digest %s, its approval number is not shown", one.id, found)
        return ""
    return f"{told.number} ({told.year})"
