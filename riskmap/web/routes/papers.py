"""An office paper as a Word file, for those who may read it; every download is an event."""

import logging
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.reports.documents import MEDIA, TemplateFault, document
from riskmap.views import papers as words
from riskmap.views.names import labels
from riskmap.web import data, officer, seen
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import not_found, refused

logger = logging.getLogger("riskmap.export")


@leaving(Right.PAPERS)
def paper(request: Request) -> Response:
    """The paper of an id, made from the office's own template where there is one."""
    found = next((one for one in seen.papers() if one.id == request.path_params["paper"]), None)
    if found is None:
        return not_found(request)
    t, county = Translator(request.query_params.get("lang", "")), data.county()
    lines = words.lines(t, labels(county, t.lang, {}), seen.of_paper(found), found.issued or data.today())
    try:
        body = document(found, lines, lang=t.lang, issuer=county.papers_issuer or county.label(t.lang),
                        state=t(words.STATES[found.state]), day=t.date, own=data.settings().templates)  # fmt: skip
        what_for, which = found.number or str(found.kind), {"paper": found.id}
        told = Export("paper", "docx", what_for, which, data.today(), len(lines), masked=False)
        data.ledger().record_export(told, officer.actor())
    except Refused:
        return refused()
    except TemplateFault as fault:
        logger.exception("a template of the office cannot be filled")
        message = t("The template of this paper cannot be filled: {why}", why=str(fault))
        if "text/html" in request.headers.get("accept", ""):  # somebody who pressed the button
            return PlainTextResponse(message, 422)
        return JSONResponse({"error": {"code": "template", "message": message}}, 422)
    name = f"{found.kind}_{PurePosixPath(found.id).name[:8]}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=MEDIA, headers=headers)


ROUTES = [Route("/api/v1/papers/{paper}.docx", paper)]
