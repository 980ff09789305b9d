"""An official form as a workbook; what leaves the program leaves an event."""

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger.batch import PURPOSE, Export
from riskmap.ledger.errors import Refused
from riskmap.metrics import filters
from riskmap.metrics.filters import FilterError
from riskmap.reports.exports import KINDS
from riskmap.reports.form_sheet import workbook
from riskmap.reports.papers import form_sheet
from riskmap.views.names import labels
from riskmap.web import data, form_data, officer
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once

OWN = ("form", "period", "counted", "purpose")


@leaving()
def workbook_of(request: Request) -> Response:
    """`/api/v1/forms/NAME.xlsx?period=2026-10&counted=cumulative`, narrowed by the filter's words."""
    name, query = request.path_params["name"].removesuffix(".xlsx"), asked(request)
    query.pop("kind", "")
    own = {key: query.pop(key) for key in OWN if key in query}
    if name not in form_data.forms():
        return not_found(request)
    purpose = own.get("purpose", "").strip()[:PURPOSE]
    who, view, today = officer.exporter(), data.view(), data.today()
    try:
        once(request)
        _without_days(query)
        where = filters.parse(query, view.vocabulary, today)
        wanted = form_data.read({**own, "form": name}, today)
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*OWN, *filters.KEYS))
    if not purpose:
        return no_purpose()
    filled = form_data.filled(view, where, wanted)
    t, county = Translator(where.lang or "zh_CN"), data.county()
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    sheet = form_sheet(
        t, filled, labels(county, t.lang, {}), unit=county.label(t.lang), demo=view.snapshot.demo, who=who.name,
        moment=moment, purpose=purpose,
    )  # fmt: skip
    told = filters.to_query(where) | {key: wanted.words[key] for key in ("period", "counted")}
    until, role = filled.where.as_of, who.role
    try:
        export = Export(f"form {name}", "xlsx", purpose, told, until, len(filled.lines), masks(role))
        data.ledger().record_export(export, who)
    except Refused as why:
        return JSONResponse({"error": {"code": "refused", "codes": list(why.codes)}}, 403)
    file = f"{name}_{wanted.period.label}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return Response(workbook(sheet, t), media_type=KINDS["xlsx"], headers=headers)


def _without_days(query: dict[str, str]) -> None:
    """A form has a period of its own: raise FilterError for the days of a filter."""
    for key in ("from", "as_of"):
        if key in query:
            raise FilterError(key, query[key], "unknown_key")


ROUTES = [Route("/api/v1/forms/{name}", workbook_of)]
