"""The enterprises to check first as a file, for the filter of the page and the part of who asks; it leaves an event."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger.batch import PURPOSE, Export
from riskmap.ledger.errors import Refused
from riskmap.metrics import filters
from riskmap.metrics.check_first import check_first
from riskmap.metrics.filters import FilterError
from riskmap.reports import plain_book
from riskmap.reports.exports import KINDS
from riskmap.views import check_first as listed
from riskmap.web import data, officer, session
from riskmap.web.routes.analysis import stated
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once, refused

FORMS = ("csv", "xlsx")


@leaving()
def enterprises(request: Request) -> Response:
    """Every enterprise with a reason, first to check first."""
    query = asked(request)
    form = request.path_params.get("form") or query.pop("kind", "")
    if form not in FORMS:
        return not_found(request)
    purpose, who, view = query.pop("purpose", "").strip()[:PURPOSE], officer.exporter(), data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""))
    found, told = check_first(view.index, where), filters.to_query(where)
    try:
        data.ledger().record_export(
            Export("check-first", form, purpose, told, where.as_of, len(found), masks(who.role)), who
        )
    except Refused as no:
        return no_purpose() if "missing:purpose" in no.codes else refused()
    t = Translator(where.lang or "zh_CN")
    places = listed.places_of(view.snapshot.enterprises)
    table = plain_book.Plain(t("first|Check first"), listed.heads(t), listed.WIDTHS)
    rows = listed.rows(found, places, session.label_of(view, t.lang), t)
    body = plain_book.content(form, table, rows, stated(t, where, who.name, purpose), who.role)
    name = f"check_first_{where.as_of:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS[form], headers=headers)


ROUTES = [
    Route("/api/v1/export/check_first.{form}", enterprises),
    Route("/api/v1/export/check_first", enterprises),
]
