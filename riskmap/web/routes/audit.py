"""Events of the chain as a file, itself an event, and the sheet of heads to be printed and kept outside."""

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger import audit
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.reports import plain_book
from riskmap.reports.exports import KINDS
from riskmap.views.audit import COLUMNS, row
from riskmap.views.html.audit import paper
from riskmap.web import audit_data, data, identity, session
from riskmap.web.routes.problems import asked, not_found, problem, refused

FORMS = ("csv", "xlsx")
PURPOSE = 200  # characters kept
WIDTHS = (9, 29, 14, 20, 14, 16, 22, 12, 20, 12, 46, 24, 24)  # of the sheet's columns


def events(request: Request) -> Response:
    """All events of the page's filter, latest first. 403 for who may not audit, a program among them."""
    who, query = identity.reader(), asked(request)
    form = request.path_params.get("form") or query.get("kind", "")
    if form not in FORMS:
        return not_found(request)
    if not who.may(Right.AUDIT) or who.token:
        return refused()
    try:
        wanted = audit_data.asked(query)
    except ValueError as error:
        return problem("bad_date", str(error), query[str(error)])
    total = audit_data.count(wanted)
    if form == "xlsx" and total > plain_book.MOST:
        return problem("too_many_rows", message="A sheet holds a million rows: narrow the filter or take the CSV")
    told = {key: query[key] for key in audit_data.WORDS if query.get(key)}
    found = audit.lines(data.engine(), data.county(), wanted, skip=0, most=total)
    lines = list(found)  # before the export is itself an event
    export = Export("audit", form, query.get("purpose", "")[:PURPOSE], told, data.today(), len(lines), masked=False)
    try:
        audit.record_export(data.engine(), data.county(), export, who.actor)
    except Refused:
        return refused()
    t = Translator(query.get("lang", "zh_CN"))
    label = session.label_of(data.whole(), t.lang)
    at = data.now().astimezone(ZoneInfo(data.county().time_zone))
    stated = " · ".join(
        filter(None, (t("export|Internal use"), who.person.name, t.moment(at), export.purpose, f"{len(lines)}"))
    )
    table = plain_book.Plain(t("Audit trail"), [t(head) for head in COLUMNS], WIDTHS)
    body = plain_book.content(form, table, (row(t, label, one) for one in lines), stated)
    headers = {"Content-Disposition": f'attachment; filename="audit_{at:%Y%m%d}.{form}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[form], headers=headers)


def heads(request: Request) -> Response:
    """The sheet of heads; the chain is recomputed for it."""
    who = identity.reader()
    if not who.may(Right.AUDIT) or who.token:
        return refused()
    t = Translator(request.query_params.get("lang", "zh_CN"))
    html = paper(t, data.county().label(t.lang), audit_data.heads(), audit_data.prove(), who.person.name)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/api/v1/audit/events.{form}", events),
    Route("/api/v1/audit/events", events),
    Route("/api/v1/audit/heads", heads),
]
