"""The figures of a part of the analysis as a file; every file leaves an event, as rows of the ledger do."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger.batch import PURPOSE, Export
from riskmap.ledger.errors import Refused
from riskmap.metrics import breakdown, covered, durations, filters, origin, own_work, repeats, stages, timeline
from riskmap.metrics.breakdown import DEPARTMENT
from riskmap.metrics.durations import EVENTS
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.matrix import matrix
from riskmap.metrics.timeline import LENGTHS
from riskmap.reports import plain_book
from riskmap.reports.exports import KINDS
from riskmap.views.analysis_file import Cell, time_rows
from riskmap.views.analysis_parts_file import Durations, Origins, duration_rows, origin_rows
from riskmap.views.analysis_rates_file import rates_rows, work_rows
from riskmap.views.html import analysis_choice, analysis_time
from riskmap.views.html.analysis import TAKEN
from riskmap.views.html.analysis_duration import dims
from riskmap.web import data, officer, session
from riskmap.web.data import View
from riskmap.web.routes.leaving import leaving
from riskmap.web.routes.problems import asked, filter_problem, no_purpose, not_found, once

logger = logging.getLogger("riskmap.export")
FORMS: Final = ("csv", "xlsx")
WIDTH: Final = 14  # characters of a column
Rows = list[Sequence[Cell]]  # the first one is the head
Make = Callable[[View, Filter, Mapping[str, str], Translator], Rows]


def _time(view: View, where: Filter, words: Mapping[str, str], t: Translator) -> Rows:
    chosen = analysis_time.choice(words)
    return time_rows(timeline.timeline(view.index, where, chosen.every, LENGTHS[chosen.every]), t)


def _rates(view: View, where: Filter, words: Mapping[str, str], t: Translator) -> Rows:
    chosen, index, label = analysis_choice.choice(words), view.index, session.label_of(view, t.lang)
    if chosen.of_departments:
        other = chosen.across if chosen.by == DEPARTMENT else chosen.by
        return work_rows(own_work.table(index, where), breakdown.work(index, where, other), chosen, label, t)
    crossed = matrix(index, where, chosen.by, chosen.across)
    return rates_rows(breakdown.breakdown(index, where, chosen.by), crossed, chosen, label, t)


def _duration(view: View, where: Filter, _words: Mapping[str, str], t: Translator) -> Rows:
    index = view.index
    found = Durations(
        {event: durations.graded(index, where, event) for event in EVENTS},
        {dim: {event: durations.by_unit(index, where, event, dim) for event in EVENTS} for dim in dims(where)},
        stages.stages(index, where),
    )
    return duration_rows(found, session.label_of(view, t.lang), t)


def _origin(view: View, where: Filter, _words: Mapping[str, str], t: Translator) -> Rows:
    index, snapshot = view.index, view.snapshot
    found = Origins(
        origin.origin(index, where),
        [origin.pareto(index, where, kind) for kind in origin.PARETOS],
        repeats.repeats(index, where),
        covered.covered(index, where, snapshot.inspections, snapshot.enterprises),
    )
    return origin_rows(found, session.label_of(view, t.lang), t)


PARTS: Final[Mapping[str, tuple[str, Make]]] = {  # part → title, figures
    "time": ("analysis|Time", _time),
    "rates": ("Rates", _rates),
    "duration": ("How long", _duration),
    "origin": ("Where from", _origin),
}


@leaving()
def figures(request: Request) -> Response:
    """`/api/v1/analysis/time.csv?every=week`, narrowed by a filter: numbers as numbers, text made harmless."""
    part, _, form = request.path_params["part"].partition(".")
    query = asked(request)
    form = form or query.pop("kind", "csv")
    if part not in PARTS or form not in FORMS:
        return not_found(request)
    query.pop("kind", "")
    (title, make), words = PARTS[part], TAKEN[part]
    own = {key: query.pop(key) for key in (*words, "purpose") if key in query}
    view = data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*words, *filters.KEYS))
    who, purpose = officer.exporter(), own.pop("purpose", "").strip()[:PURPOSE]
    t = Translator(where.lang or "zh_CN")
    heads, *rows = make(view, where, own, t)
    told = filters.to_query(where) | {"part": part} | own
    try:
        export = Export("analysis", form, purpose, told, where.as_of, len(rows), masks(who.role))
        data.ledger().record_export(export, who)
    except Refused as no:
        if "missing:purpose" in no.codes:
            return no_purpose()
        return JSONResponse({"error": {"code": "refused", "codes": list(no.codes)}}, 403)
    logger.info("export of the analysis, part %s, by %s: %s", part, who.id, told)
    table = plain_book.Plain(t(title), [str(head) for head in heads], [WIDTH] * len(heads))
    body = plain_book.content(form, table, rows, stated(t, where, who.name, purpose), who.role)
    headers = {
        "Content-Disposition": f'attachment; filename="analysis_{part}_{where.as_of:%Y%m%d}.{form}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=KINDS[form], headers=headers)


def stated(t: Translator, where: Filter, name: str, purpose: str) -> str:
    """The line over a workbook's head: internal use, county, day of the figures, who took them out, when, what for."""
    county = data.county()
    moment = t.moment(data.now().astimezone(ZoneInfo(county.time_zone)))
    day = t("as of {day}", day=t.date(where.as_of))
    return " · ".join(filter(None, (t("export|Internal use"), county.label(t.lang), day, name, moment, purpose)))


ROUTES = [Route("/api/v1/analysis/{part}", figures)]
