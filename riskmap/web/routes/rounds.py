"""The workbooks of a round as one zip; every download is logged with who, when and what for."""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.filling import RoundKind
from riskmap.domain.filling_form import DECLARED, differences
from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger import rounds
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import NotFound
from riskmap.metrics import form_figures
from riskmap.reports.form_round_sheet import Round, workbook
from riskmap.views.filling_pack import pack
from riskmap.views.names import labels
from riskmap.web import data, form_data, form_round, identity, officer
from riskmap.web.routes.problems import not_found, refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def form(request: Request) -> Response:
    """The consolidated monthly form of a round as a workbook, with each unit's own and the differences to ours."""
    lang, county = request.query_params.get("lang", ""), data.county()
    t = Translator(lang if lang in {"zh_CN", "en"} else "zh_CN")
    if not identity.reader().may(Right.ROUNDS):
        return refused()
    try:
        sent = rounds.one(data.engine(), county, request.path_params["round"])
    except NotFound:
        return not_found(request)
    if sent.kind is not RoundKind.FORM:
        return not_found(request)
    standing, told, ledger = form_round.reported(data.view(), sent, data.today())
    label, who = labels(county, t.lang, {}), officer.actor()
    counted = form_figures.counted(form_data.forms().get(DECLARED))
    named = {one.code: label(sent.by.value, one.code) or one.name for one in sent.receivers if one.code in standing}
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    said = t("As of {day}, {who}, {moment}", day=t.date(sent.as_of), who=who.name, moment=moment)
    lines = (said, t("For internal use"))
    body = workbook(
        Round(sent.title, lines, named, told, differences(told, ledger, counted), county.sectors.codes), t, label
    )
    data.ledger().record_export(
        Export("form-round", "xlsx", sent.title, {"round": sent.id}, sent.as_of, len(told), masked=False), who
    )
    name = f"form_{sent.as_of:%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=XLSX, headers=headers)


ROUTES = [Route("/api/v1/rounds/{round}/form.xlsx", form), Route("/api/v1/rounds/{round}.zip", workbooks)]
