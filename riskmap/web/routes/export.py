"""The rows that the ledger page shows, as a workbook, as text or as GeoJSON; every export leaves an event.

A form of the page asks what for; the chain keeps purpose, filter, number of rows and who.
"""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.columns import to_day
from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger import batches, queries
from riskmap.ledger.batch import PURPOSE, Actor, Export
from riskmap.ledger.errors import NotFound, Refused
from riskmap.metrics import filters
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.frame import Ints
from riskmap.reports import exports
from riskmap.views.cover import Cover
from riskmap.views.export import Ledger
from riskmap.views.html.behind import said_behind
from riskmap.views.names import labels
from riskmap.web import book, data, officer
from riskmap.web.data import View
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once

logger = logging.getLogger("riskmap.export")
OWN = ("rows", "among", "sort", "purpose")


@leaving()
def hazards(request: Request) -> Response:
    """All rows of a filter in the order of the page, text that looks like a formula made harmless."""
    query = asked(request)
    form = request.path_params.get("form") or query.pop("kind", "")
    if form not in exports.KINDS:
        return not_found(request)
    own = {key: query.pop(key) for key in OWN if key in query}
    purpose = own.get("purpose", "").strip()[:PURPOSE]
    who, view = officer.exporter(), data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
        rows = book.rows(view, where, own)
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*OWN, *filters.KEYS))
    if not purpose:
        return no_purpose()
    t = Translator(where.lang or "zh_CN")
    told = filters.to_query(where) | {key: own[key] for key in ("rows", "among") if own.get(key)}
    try:
        body = _content(form, view, where, rows, _behind(own, where, t), purpose, who)
        masked = masks(who.role)
        data.ledger().record_export(Export("hazards", form, purpose, told, where.as_of, len(rows), masked), who)
    except Refused as why:
        return JSONResponse({"error": {"code": "refused", "codes": list(why.codes)}}, 403)
    except NotFound:
        message = t("The ledger was changed meanwhile; please try again.")
        return JSONResponse({"error": {"code": "changed_meanwhile", "message": message}}, 409)
    logger.info("export of %d hazards as %s by %s: %s", len(rows), form, who.id, told)
    name = f"hazards_{where.as_of:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=exports.KINDS[form], headers=headers)


def _behind(own: dict[str, str], where: Filter, t: Translator) -> str:
    return said_behind(t, where, own.get("rows", ""), own.get("among", ""))


def _content(form: str, view: View, where: Filter, rows: Ints, behind: str, purpose: str, who: Actor) -> bytes:
    county, day = data.county(), to_day(where.as_of)
    t, firms = Translator(where.lang or "zh_CN"), view.snapshot.enterprises
    files = batches.names(data.engine(), county)
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)), files)
    frame = view.index.at(day).iloc[rows]
    stream = queries.hazards(data.engine(), county, map(str, frame["id"]))
    ledger = Ledger(frame, day, label, stream, who.role)
    cover = Cover(
        title=t("export|Hazard ledger of {county}", county=county.label(t.lang)),
        county=county.label(t.lang),
        marks=(t("export|Internal use"), *([t("export|Demo data")] if view.snapshot.demo else [])),
        count=len(rows),
        overdue=exports.overdue(ledger),
        purpose=purpose,
        who=who.name,
        role=who.role,
        moment=t.moment(data.now().astimezone(ZoneInfo(county.time_zone))),
        behind=behind,
    )
    return exports.content(form, ledger, cover, where, t, firms.loc[firms["sensitive"].to_numpy(dtype=bool), "id"])


ROUTES = [Route("/api/v1/export/hazards.{form}", hazards), Route("/api/v1/export/hazards", hazards)]
