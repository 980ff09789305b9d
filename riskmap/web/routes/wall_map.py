"""The battle map on paper: the reader's part of the ledger as PDF or PNG (several sheets: zip); it leaves an event."""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.geo.places import Group
from riskmap.i18n import Translator
from riskmap.ledger.batch import PURPOSE, Export
from riskmap.ledger.errors import Refused
from riskmap.metrics import filters
from riskmap.metrics.filters import FilterError
from riskmap.reports import wall_map_asked as asked_
from riskmap.reports.wall_map import SHADE
from riskmap.views.html.wall_map import MAPS, PAPERS, USUAL
from riskmap.views.names import labels
from riskmap.views.shading import TITLES
from riskmap.web import data, identity, map_data, map_places, officer
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once

logger = logging.getLogger("riskmap.export")
OWN = ("paper", "maps", "measure", "persons", *(one.value for one in Group), "kind", "purpose")
KINDS = {"pdf": "application/pdf", "png": "image/png", "zip": "application/zip"}


@leaving()
def wall_map(request: Request) -> Response:
    """`/api/v1/export/wall_map?kind=pdf|png&paper=A3&maps=|township&measure=…&persons=1&emergency=1`, narrowed."""
    query = asked(request)
    own = {key: query.pop(key) for key in OWN if key in query}
    form, paper, maps = own.get("kind", "pdf"), own.get("paper", USUAL), own.get("maps", "")
    measure = own.get("measure") or SHADE
    if form not in {"pdf", "png"} or paper not in PAPERS or maps not in MAPS or measure not in TITLES:
        return not_found(request)
    asks, who, view = identity.reader(), officer.exporter(), data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*OWN, *filters.KEYS))
    if not (purpose := own.get("purpose", "").strip()[:PURPOSE]):
        return no_purpose()
    county, firms, t = data.county(), view.snapshot.enterprises, Translator(where.lang or "zh_CN")
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)))
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    taker = asked_.Taker(who.name, who.role, moment, purpose, bool(own.get("persons")) and asks.shows_names)
    shown = asked_.shown(view.index, where, view.snapshot.inspections, firms)
    shapes = map_data.county_shapes()
    drawn = [one for one in map_places.seen(shapes) if own.get(one.kind.group)]
    around = asked_.around(county, shapes, firms, t.lang, taker, demo=view.snapshot.demo, places=drawn)
    pages = asked_.files(form, shown, around, t, label, paper=paper, by_township=maps == "township", measure=measure)
    told = filters.to_query(where) | {key: own[key] for key in OWN[:-2] if own.get(key)}
    rows = shown.scene.total
    try:
        data.ledger().record_export(Export("wall-map", form, purpose, told, where.as_of, rows, masks(who.role)), who)
    except Refused as no:
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("wall map %s of %d hazards by %s: %s", paper, rows, who.id, told)
    return _answer(pages, form, f"wall_map_{where.as_of:%Y%m%d}_{paper}")


def _answer(pages: list[bytes], form: str, name: str) -> Response:
    kind = "zip" if len(pages) > 1 else form
    body = asked_.bundle(pages, name) if len(pages) > 1 else pages[0]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[kind], headers=headers)


ROUTES = [Route("/api/v1/export/wall_map", wall_map)]
