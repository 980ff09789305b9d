"""The rows that the ledger page shows, as a workbook or as text; every export is logged with who, when and what for."""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.columns import to_day
from riskmap.i18n import Translator
from riskmap.ledger import rounds
from riskmap.metrics import filters
from riskmap.metrics.filters import FilterError
from riskmap.views import export
from riskmap.views.names import labels
from riskmap.web import book, data
from riskmap.web.officer import OFFICER
from riskmap.web.routes.problems import filter_problem, not_found, once

logger = logging.getLogger("riskmap.export")
OWN = ("rows", "among", "sort")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def hazards(request: Request) -> Response:
    """All rows of a filter in the order of the page, text that looks like a formula made harmless."""
    form, query = request.path_params["form"], dict(request.query_params)
    if form not in KINDS:
        return not_found(request)
    own = {key: query.pop(key) for key in OWN if key in query}
    view = data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
        rows = book.rows(view, where, own)
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*OWN, *filters.KEYS))
    t, county, day = Translator(where.lang or "zh_CN"), data.county(), to_day(where.as_of)
    firms = view.snapshot.enterprises
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)))
    frame = view.index.at(day).iloc[rows]
    if form == "csv":
        body = export.hazards_csv(frame, day, label, t)
    else:
        moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
        marks = [t("export|Internal use"), *([t("export|Demo data")] if view.snapshot.demo else [])]
        title = t(
            "export|Hazard ledger of {county}, as of {day}; exported by {who}, {moment}",
            county=county.label(t.lang), day=t.date(where.as_of), who=OFFICER.name, moment=moment,
        )  # fmt: skip
        body = export.hazards_xlsx(frame, day, label, t, title=" · ".join([title, *marks]),
                                   statements=rounds.statements(data.engine(), county))  # fmt: skip
    logger.info("export of %d hazards as %s by %s: %s %s", len(rows), form, OFFICER.id, filters.to_query(where), own)
    name = f"hazards_{where.as_of:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[form], headers=headers)


ROUTES = [Route("/api/v1/export/hazards.{form}", hazards)]
