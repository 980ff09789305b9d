"""A sheet of the yearly assessment as a workbook, worked out for the request; each leaves an event."""

import logging
from datetime import date
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.assessment import Unit
from riskmap.domain.masking import masks
from riskmap.domain.roles import Right
from riskmap.i18n import Translator
from riskmap.ledger.batch import PURPOSE, Actor, Export
from riskmap.ledger.errors import Refused
from riskmap.metrics.filters import FilterError
from riskmap.metrics.forms import PeriodError
from riskmap.reports.assessment_sheet import Paper, stated, workbook
from riskmap.reports.exports import KINDS
from riskmap.views.names import labels
from riskmap.web import assessment_data, data, identity, officer
from riskmap.web.assessment_data import Made
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once, problem, refused

logger = logging.getLogger("riskmap.export")
OWN = ("half", "as_of", "purpose", "lang")


@leaving(Right.ASSESSMENT)
def sheet(request: Request) -> Response:
    """`/api/v1/assessment/2026-township.xlsx?half=1&as_of=2026-06-15`; half 0 (the default) is the year."""
    name, words = request.path_params["name"].removesuffix(".xlsx"), asked(request)
    words.pop("kind", "")
    year, _, unit = name.partition("-")
    if unit not in set(Unit) or not (year.isascii() and year.isdigit() and len(year) == 4):
        return not_found(request)
    try:
        once(request)
        half, day = _half(words), _day(words)
    except FilterError as error:
        return filter_problem(error, words.get("lang", ""), OWN)
    asks, one = identity.reader(), assessment_data.scheme(int(year), Unit(unit))
    if not assessment_data.units(asks, Unit(unit)):
        return refused()
    if one is None:
        return not_found(request)
    try:
        made = assessment_data.made(one, half, day, asks)
    except PeriodError as error:
        return problem("unknown_value", "half", error.word)
    return _answer(made, words, officer.exporter())


def _half(words: dict[str, str]) -> int:
    if strange := next((key for key in words if key not in OWN), ""):
        raise FilterError(strange, words[strange], "unknown_key")
    half = words.get("half", "") or "0"
    if half not in {"0", "1", "2"}:
        raise FilterError("half", half, "unknown_value")
    return int(half)


def _day(words: dict[str, str]) -> date | None:
    text = words.get("as_of", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FilterError("as_of", text, "bad_date") from error


def _answer(made: Made, words: dict[str, str], who: Actor) -> Response:
    t, county, view = Translator(words.get("lang", "")), data.county(), data.whole()
    where, scheme, purpose = made.sheet.where, made.sheet.scheme, words.get("purpose", "").strip()[:PURPOSE]
    period = t("{start} to {end}", start=t.date(where.from_), end=t.date(where.as_of))
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    lines = stated(t, made.sheet, county=county.label(t.lang), period=period, demo=view.snapshot.demo, who=who.name,
                   moment=moment, purpose=purpose)  # fmt: skip
    rows = {key: [number for _, number in found] for key, found in made.rows.items()}
    paper = Paper(t, t.lang, labels(county, t.lang, {}), made.sheet, rows, lines, made.complete)
    body = workbook(paper)
    told = {"scheme": scheme.id, "version": str(scheme.version), "from": where.from_.isoformat(),
            "as_of": where.as_of.isoformat()}  # fmt: skip
    try:
        export = Export("assessment", "xlsx", purpose, told, where.as_of, len(made.sheet.results), masks(who.role))
        data.ledger().record_export(export, who)
    except Refused as no:
        if "missing:purpose" in no.codes:
            return no_purpose()
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("assessment %s by %s", scheme.id, who.id)
    file = f"assessment_{scheme.id}_{where.as_of:%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return Response(body, media_type=KINDS["xlsx"], headers=headers)


ROUTES = [Route("/api/v1/assessment/{name}", sheet)]
