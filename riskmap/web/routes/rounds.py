"""What leaves the program of a round: its workbooks as one zip, the consolidated form; each leaves an event."""

import logging
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.filling import FillingRound, ReceiverKind, RoundKind
from riskmap.domain.filling_form import DECLARED, differences
from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger import rounds
from riskmap.ledger.batch import Actor, Export, of_round
from riskmap.ledger.errors import NotFound, Refused
from riskmap.metrics import form_figures
from riskmap.reports.form_round_sheet import Round, workbook
from riskmap.views.filling_pack import pack
from riskmap.views.names import labels
from riskmap.web import data, form_data, form_round, identity, officer
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import not_found, refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
logger = logging.getLogger("riskmap.export")


@leaving(Right.ROUNDS)
def workbooks(request: Request) -> Response:
    """Every unit's workbook as it was sent out, and an index; 403 where an item lies beyond the reader's part."""
    t, county = Translator(request.query_params.get("lang", "")), data.county()
    try:
        sent = rounds.one(data.engine(), county, request.path_params["round"])
    except NotFound:
        return not_found(request)
    hazards = {key: one.sent for key, one in rounds.items(data.engine(), county, sent).items()}
    who, asks = officer.actor(), identity.reader()
    if not all(map(asks.sees, hazards.values())):
        return refused()
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    body = pack(sent, hazards, labels(county, t.lang, {}), t, who=who.name, moment=moment,
                sectors=county.sectors.codes)  # fmt: skip
    name = f"round_{sent.created:%Y%m%d}_{sent.token}.zip"
    return _answer(of_round(sent, "round", "zip", len(sent.asked)), who, body, "application/zip", name)


@leaving(Right.ROUNDS)
def form(request: Request) -> Response:
    """The consolidated monthly form of a round as a workbook, with each unit's own and the differences to ours."""
    t, county = Translator(request.query_params.get("lang", "")), data.county()
    try:
        sent = rounds.one(data.engine(), county, request.path_params["round"])
    except NotFound:
        return not_found(request)
    if sent.kind is not RoundKind.FORM:
        return not_found(request)
    if not _reached(sent):
        return refused()
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
    return _answer(of_round(sent, "form-round", "xlsx", len(told)), who, body, XLSX, f"form_{sent.as_of:%Y%m%d}.xlsx")


def _reached(sent: FillingRound) -> bool:
    """Whether every unit that was asked lies within the reader's part."""
    scopes, town = identity.reader().scopes, sent.by is ReceiverKind.TOWNSHIP

    def within(code: str) -> bool:
        department, township = (None, code) if town else (code, None)
        return any(scope.reaches(None, department, township, None) for scope in scopes or ())

    return scopes is None or all(within(one.code) for one in sent.receivers)


def _answer(export: Export, who: Actor, body: bytes, media: str, name: str) -> Response:
    """The file, once the chain says that it leaves; 403 where the ledger refuses."""
    try:
        data.ledger().record_export(export, who)
    except Refused:
        return refused()
    logger.info("%s of round %s (%d rows) by %s", export.what, export.filter["round"], export.count, who.id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media, headers=headers)


ROUTES = [Route("/api/v1/rounds/{round}/form.xlsx", form), Route("/api/v1/rounds/{round}.zip", workbooks)]
