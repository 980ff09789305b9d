"""The paper of a week, month or quarter as a file, as who asks may see it; it leaves an event."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.reports.briefing_files import KINDS, files
from riskmap.views.html.weekly_head import PATHS
from riskmap.views.names import labels
from riskmap.web import data, identity, officer, weekly_data
from riskmap.web.routes.problems import not_found, refused

logger = logging.getLogger("riskmap.export")


def weekly(request: Request) -> Response:
    """`/api/v1/weekly/2026-W47.docx`, `monthly/2026-11.pdf`, `quarterly/2026-Q4.xlsx` …; `?lang=`, `?against=`."""
    kind, name = request.path_params["kind"], request.path_params["name"]
    if kind not in KINDS:
        return not_found(request)
    asks, who, view = identity.reader(), officer.exporter(), data.view()
    if not asks.may(Right.EXPORT):
        return refused()
    paper = weekly_data.paper(view, asks, name, data.today(), request.query_params.get("against", ""))
    if paper is None or PATHS[paper.figures.kind] != request.url.path.split("/")[-2]:
        return not_found(request)
    lang, county, firms = request.query_params.get("lang", ""), data.county(), view.snapshot.enterprises
    t = Translator(lang if lang in {"zh_CN", "en"} else "zh_CN")
    label = labels(county, t.lang, dict(zip(firms["id"], firms["name"], strict=True)))
    asked = weekly_data.asked(view, paper, t, label)
    body, rows = files(asked, [kind])[kind], len(paper.figures.overdue) + len(paper.figures.majors)
    what = PATHS[paper.figures.kind]
    try:
        period = {"week" if what == "weekly" else "period": name}
        told = Export(what, kind, "", period, paper.figures.now.as_of, rows, masks(who.role))
        data.ledger().record_export(told, who)
    except Refused as no:
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("%s paper %s as %s by %s", what, name, kind, who.id)
    headers = {"Content-Disposition": f'attachment; filename="{what}_{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[kind][0], headers=headers)


ROUTES = [Route(f"/api/v1/{paper}/{{name}}.{{kind}}", weekly) for paper in PATHS.values()]
