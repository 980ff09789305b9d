"""The paper of a week, month or quarter as a file, as who asks may see it; it leaves an event."""

import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.reports import briefing_table
from riskmap.reports.briefing_files import KINDS, files
from riskmap.reports.briefing_told import Asked
from riskmap.views.html.weekly_head import PATHS
from riskmap.views.names import labels
from riskmap.web import data, identity, officer, weekly_data
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import not_found

Made = tuple[bytes, str, int]  # a file, its media type, its rows
logger = logging.getLogger("riskmap.export")


@leaving()
def weekly(request: Request) -> Response:
    """`/api/v1/weekly/2026-W47.docx`, `monthly/2026-11.pdf`, `quarterly/2026-Q4.xlsx` …; `?lang=`, `?against=`."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return not_found(request)

    def made(asked: Asked) -> Made:
        rows = len(asked.figures.overdue) + len(asked.figures.majors)
        return files(asked, [kind])[kind], KINDS[kind][0], rows

    return _given(request, kind, "", made)


@leaving()
def one_table(request: Request) -> Response:
    """`/api/v1/weekly/2026-W47/township.csv`, `monthly/2026-11/trend.xlsx` …: a table of the paper by itself."""
    kind, code = request.path_params["kind"], request.path_params["table"]
    if kind not in briefing_table.KINDS:
        return not_found(request)
    return _given(request, kind, code, lambda asked: briefing_table.file(asked, code, kind))


def _given(request: Request, kind: str, table: str, make: Callable[[Asked], Made | None]) -> Response:
    """A file of a paper for who may take figures out; it leaves an event."""
    name, asks, who, view = request.path_params["name"], identity.reader(), officer.exporter(), data.view()
    paper = weekly_data.paper(view, asks, name, data.today(), request.query_params.get("against", ""))
    what = request.url.path.split("/")[3]  # weekly, monthly, quarterly
    if paper is None or PATHS[paper.figures.kind] != what:
        return not_found(request)
    t, county = Translator(request.query_params.get("lang", "")), data.county()
    firms = view.snapshot.enterprises
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)))
    made = make(weekly_data.asked(view, paper, t, label, who.role))
    if made is None:
        return not_found(request)
    body, media, rows = made
    try:
        what_for = f"{t('Weekly review')} {name}"  # the paper is its own purpose
        period = {"week" if what == "weekly" else "period": name} | ({"table": table} if table else {})
        told = Export(what, kind, what_for, period, paper.figures.now.as_of, rows, masks(who.role))
        data.ledger().record_export(told, who)
    except Refused as no:
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("%s paper %s %s as %s by %s", what, name, table, kind, who.id)
    file = "_".join(filter(None, (what, name, table)))
    headers = {"Content-Disposition": f'attachment; filename="{file}.{kind}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media, headers=headers)


ROUTES = [
    route
    for paper in PATHS.values()
    for route in (
        Route(f"/api/v1/{paper}/{{name}}.{{kind}}", weekly),
        Route(f"/api/v1/{paper}/{{name}}/{{table}}.{{kind}}", one_table),
    )
]
