"""The HTTP API for other programs: health, readiness, metrics, hazards. JSON, ETag = revision and question."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.columns import to_day
from riskmap.metrics import contract, filters
from riskmap.metrics.counts import DimensionError
from riskmap.metrics.filters import Filter, FilterError
from riskmap.views import names, rows
from riskmap.web import data
from riskmap.web.data import View
from riskmap.web.routes.problems import filter_problem, not_found, once, problem

PAGE_SIZE, MOST = 100, 1000
Make = Callable[[Filter, View], dict[str, Any]]


def health(request: Request) -> JSONResponse:
    """The process answers; nothing else is asked."""
    del request
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def ready(request: Request) -> JSONResponse:
    """200 if the database answers, else 503: what a supervisor waits for."""
    del request
    try:
        with data.engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return problem("database_unreachable", message="The database does not answer", status=503)
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def metrics(request: Request) -> Response:
    """The metrics document: `by` (comma-separated dimensions), else the words of the filter vocabulary."""
    query = dict(request.query_params)
    by = tuple(word.strip() for word in query.pop("by", "").split(",") if word.strip())

    def make(where: Filter, view: View) -> dict[str, Any]:
        return contract.document(view.index, where, by, _label(where, view))

    try:
        return _answer(request, query, make, also=",".join(by), own=("by",))
    except DimensionError as error:
        return problem("unknown_dimension", "by", ",".join(by), str(error))


def hazards(request: Request) -> Response:
    """Rows of a filter: `page` (from 1), `page_size` (up to 1000), `sort` (a name, "-" before it for descending)."""
    query = dict(request.query_params)
    own = {key: query.pop(key, "") for key in ("page", "page_size", "sort")}
    try:
        page, size = _number("page", own["page"], 1, 10**9), _number("page_size", own["page_size"], PAGE_SIZE, MOST)
        sort = _sort(own["sort"] or "-found")
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""))

    def make(where: Filter, view: View) -> dict[str, Any]:
        day, frame = to_day(where.as_of), view.index.select(where)
        wanted = rows.order(frame, day, sort)[(page - 1) * size : page * size]
        shown = rows.records(frame.iloc[wanted], day, _label(where, view))
        told = {"as_of": where.as_of.isoformat(), "total": len(frame), "page": page, "page_size": size, "sort": sort}
        return told | {"rows": shown}

    return _answer(request, query, make, also=f"{page},{size},{sort}", own=tuple(own))


def _answer(request: Request, query: dict[str, str], make: Make, *, also: str, own: tuple[str, ...]) -> Response:
    """Answer of a question: 400 for a word outside the vocabulary, 304 when the reader has it, else made anew."""
    view = data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*own, *filters.KEYS))
    days, seen_as = (where.as_of.isoformat(), where.from_.isoformat()), str(view.key[2:])
    words = "\n".join((request.url.path, also, *days, str(filters.to_query(where)), seen_as))
    tag = f'"{view.snapshot.revision}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = json.dumps(make(where, view), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body.encode(), media_type="application/json", headers=headers)


def _label(where: Filter, view: View) -> names.Label:
    enterprises = view.snapshot.enterprises
    known = dict(zip(enterprises["id"], enterprises["name"], strict=True))
    return names.labels(data.county(), where.lang or data.settings().lang or "zh_CN", known)


def _number(key: str, value: str, otherwise: int, most: int) -> int:
    if not value:
        return otherwise
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise FilterError(key, value, "unknown_value")
    return int(value)


def _sort(value: str) -> str:
    if value.removeprefix("-") not in rows.SORTS:
        raise FilterError("sort", value, "unknown_value")
    return value


ROUTES = [
    Route("/api/v1/health", health),
    Route("/api/v1/ready", ready),
    Route("/api/v1/metrics", metrics),
    Route("/api/v1/hazards", hazards),
]
NOWHERE = Route("/api/{rest:path}", not_found)  # after all other routes
