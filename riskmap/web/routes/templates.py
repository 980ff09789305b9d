"""Empty workbooks to be filled in, for those who may import: the county's own lists, nothing of the ledger."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ingest.template import KINDS, PLACES, template
from riskmap.reports.exports import KINDS as MEDIA
from riskmap.views.html.empty_books import TITLES
from riskmap.web import data, identity
from riskmap.web.routes.problems import not_found, refused


def book(request: Request) -> Response:
    """`/api/v1/templates/villages.xlsx?lang=en`; its name is in the reader's language, its headers are Chinese."""
    if not identity.reader().may(Right.IMPORT):
        return refused()
    kind = request.path_params["kind"]
    if kind not in (*KINDS, *PLACES):
        return not_found(request)
    name = Translator(request.query_params.get("lang", ""))(TITLES[kind])
    told = f"attachment; filename=\"{kind}.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    headers = {"Content-Disposition": told, "Cache-Control": "no-store"}
    return Response(template(kind, data.county()), media_type=MEDIA["xlsx"], headers=headers)


ROUTES = [Route("/api/v1/templates/{kind}.xlsx", book)]
