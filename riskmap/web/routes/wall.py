"""What the wall asks for by itself: its map's features, sensitive sites at about 1 km, and whether the server lives."""

import gzip
from dataclasses import replace
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.filters import FilterError
from riskmap.metrics.index import Memory
from riskmap.views import compact
from riskmap.views.layers import blurred
from riskmap.views.scene import Scene
from riskmap.web import data, map_data
from riskmap.web.routes.problems import filter_problem, once

_packed = Memory(32)


def pulse(request: Request) -> Response:
    """Word of this start of the server; asks no database, since a wall only wants to know whether we are there."""
    del request
    return JSONResponse({"started": data.STARTED}, headers={"Cache-Control": "no-store"})


def hazards(request: Request) -> Response:
    """The compact layer of a filter as the battle map has it, with sensitive sites blurred (DOMAIN.md §7.2)."""
    try:
        once(request)
        where = filters.parse(dict(request.query_params), map_data.vocabulary(), data.today())
    except FilterError as error:
        return filter_problem(error, request.query_params.get("lang", ""))
    shown, lang = map_data.picture(where), where.lang or "zh_CN"
    key = (data.view().key, shown.revision, where.as_of, where.from_, tuple(filters.to_query(where).items()), lang)

    def make() -> bytes:
        return compact.pack(
            compact.hazards(
                _blur(shown.scene), Translator(lang), revision=shown.revision, from_=where.from_.isoformat(),
                as_of=where.as_of.isoformat(), shades=shown.shades,
            )
        )  # fmt: skip

    packed, headers = _packed.get(key, make), {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
    return Response(packed, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"})


def _blur(scene: Scene) -> Scene:
    enterprises: Any = data.current().enterprises
    hidden = enterprises.loc[enterprises["sensitive"].to_numpy(dtype=bool), "id"]
    sites = scene.frame["enterprise_id"].to_numpy(dtype=object).astype(str)
    lon, lat = blurred(scene.lon, scene.lat, np.isin(sites, np.array(list(hidden), dtype=str)))
    return replace(scene, lon=lon, lat=lat)


ROUTES = [Route("/api/v1/wall/pulse.json", pulse), Route("/api/v1/wall/hazards.json", hazards)]
