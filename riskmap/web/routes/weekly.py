"""The weekly paper as a file (Word, Excel, one page of PDF), as who asks may see it; it leaves an event."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.reports.weekly_files import KINDS, files
from riskmap.views.names import labels
from riskmap.web import data, identity, officer, weekly_data
from riskmap.web.routes.problems import not_found, refused

logger = logging.getLogger("riskmap.export")


def weekly(request: Request) -> Response:
    """`/api/v1/weekly/2026-W47.docx`, `.xlsx`, `.pdf` or `.pptx`; `?lang=`."""
    kind, week = request.path_params["kind"], request.path_params["week"]
    if kind not in KINDS:
        return not_found(request)
    asks, who, view = identity.reader(), officer.exporter(), data.view()
    if not asks.may(Right.EXPORT):
        return refused()
    paper = weekly_data.paper(view, asks, week, data.today())
    if paper is None:
        return not_found(request)
    lang, county, firms = request.query_params.get("lang", ""), data.county(), view.snapshot.enterprises
    t = Translator(lang if lang in {"zh_CN", "en"} else "zh_CN")
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)))
    asked = weekly_data.asked(view, paper, t, label)
    body, rows = files(asked, [kind])[kind], len(paper.figures.overdue) + len(paper.figures.majors)
    try:
        what_for, day = t("Weekly review, week {week}", week=week), paper.figures.now.as_of
        told = Export("weekly", kind, what_for, {"week": week}, day, rows, masks(who.role))
        data.ledger().record_export(told, who)
    except Refused as no:
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("weekly paper %s as %s by %s", week, kind, who.id)
    headers = {"Content-Disposition": f'attachment; filename="weekly_{week}.{kind}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[kind][0], headers=headers)


ROUTES = [Route("/api/v1/weekly/{week}.{kind}", weekly)]
