"""The workbooks of a round as one zip; every download is logged with who, when and what for."""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger import rounds
from riskmap.ledger.errors import NotFound
from riskmap.views.filling_pack import pack
from riskmap.views.names import labels
from riskmap.web import data, identity, officer
from riskmap.web.routes.problems import not_found, refused

logger = logging.getLogger("riskmap.export")


def workbooks(request: Request) -> Response:
    """Every unit's workbook as it was sent out, and an index."""
    lang = request.query_params.get("lang", "")
    t, county = Translator(lang if lang in {"zh_CN", "en"} else "zh_CN"), data.county()
    if not identity.reader().may(Right.ROUNDS):
        return refused()
    try:
        sent = rounds.one(data.engine(), county, request.path_params["round"])
    except NotFound:
        return not_found(request)
    hazards = {key: one.sent for key, one in rounds.items(data.engine(), county, sent).items()}
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    body = pack(sent, hazards, labels(county, t.lang, {}), t, who=officer.actor().name, moment=moment,
                sectors=county.sectors.codes)  # fmt: skip
    logger.info("workbooks of round %s (%d items) by %s", sent.id, len(sent.asked), officer.actor().id)
    name = f"round_{sent.created:%Y%m%d}_{sent.token}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type="application/zip", headers=headers)


ROUTES = [Route("/api/v1/rounds/{round}.zip", workbooks)]
