"""Tiles of a base map that is a folder, and the county's own layers: files this program serves itself."""

import hashlib

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from riskmap.domain.basemap import Kind
from riskmap.geo import tiles
from riskmap.geo.places import Group
from riskmap.web import data, map_base, map_data, map_places
from riskmap.web.routes.problems import not_found

TILES = "/api/v1/tiles"
OWN = "/api/v1/layers/own"
WEEK = "private, max-age=604800"


def tile(request: Request) -> Response:
    """One tile of a base map of kind folder; 404 for what the folder does not hold."""
    words = request.path_params
    found = next((one for one in data.county().basemaps if one.id == words["id"] and one.kind is Kind.FOLDER), None)
    path = tiles.tile(found.folder, words["z"], words["x"], words["y"]) if found and found.folder else None
    if path is None:
        return not_found(request)
    return FileResponse(path, media_type=tiles.KINDS[path.suffix], headers={"Cache-Control": WEEK})


def own(request: Request) -> Response:
    """One layer of the data folder as GeoJSON: places with facts, or geometry and names of an own file."""
    body = _layer(str(request.path_params["id"]))
    if body is None:
        return not_found(request)
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/geo+json", headers=headers)


def _layer(name: str) -> bytes | None:
    shapes = map_data.county_shapes()
    for group in Group:
        if name == map_places.PREFIX + group:
            return map_places.document(shapes, group)
    return next((one.document for one in map_base.own_layers(shapes) if one.id == name), None)


ROUTES = [
    Route(TILES + "/{id}/{z:int}/{x:int}/{y:int}", tile),
    Route(OWN + "/{id}.geojson", own),
]
