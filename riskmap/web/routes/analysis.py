"""The figures of a part of the analysis as text; every file leaves an event, as rows of the ledger do."""

import csv
import io
import logging
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from riskmap.domain.masking import masks
from riskmap.i18n import Translator
from riskmap.ledger.batch import Export
from riskmap.ledger.errors import Refused
from riskmap.metrics import filters, timeline
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.timeline import LENGTHS
from riskmap.reports.exports import KINDS
from riskmap.views.analysis_file import time_rows
from riskmap.views.export import neutral
from riskmap.views.html import analysis_time
from riskmap.web import data, officer
from riskmap.web.data import View
from riskmap.web.routes.problems import asked, filter_problem, not_found, once

logger = logging.getLogger("riskmap.export")
PURPOSE: Final = 200  # characters kept
Cell = str | int | Decimal | None
Rows = list[Sequence[Cell]]  # the first one is the head
Make = Callable[[View, Filter, Mapping[str, str], Translator], Rows]


def _time(view: View, where: Filter, words: Mapping[str, str], t: Translator) -> Rows:
    chosen = analysis_time.choice(words)
    return time_rows(timeline.timeline(view.index, where, chosen.every, LENGTHS[chosen.every]), t)


PARTS: Final[
    Mapping[str, tuple[Make, tuple[str, ...]]]
] = {  # part → its figures, the words it is asked beside a filter
    "time": (_time, ("every",)),
}


def figures(request: Request) -> Response:
    """`/api/v1/analysis/time.csv?every=week`, narrowed by a filter: numbers as numbers, text made harmless."""
    part, _, form = request.path_params["part"].partition(".")
    query = asked(request)
    if part not in PARTS or (form or query.pop("kind", "csv")) != "csv":
        return not_found(request)
    query.pop("kind", "")
    make, words = PARTS[part]
    own = {key: query.pop(key) for key in (*words, "purpose") if key in query}
    view = data.view()
    try:
        once(request)
        where = filters.parse(query, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, query.get("lang", ""), (*words, *filters.KEYS))
    who, purpose = officer.exporter(), own.pop("purpose", "").strip()[:PURPOSE]
    rows = make(view, where, own, Translator(where.lang or "zh_CN"))
    told = filters.to_query(where) | {"part": part} | own
    try:
        export = Export("analysis", "csv", purpose, told, where.as_of, len(rows) - 1, masks(who.role))
        data.ledger().record_export(export, who)
    except Refused as refused:
        return JSONResponse({"error": {"code": "refused", "codes": list(refused.codes)}}, 403)
    logger.info("export of the analysis, part %s, by %s: %s", part, who.id, told)
    name = f"analysis_{part}_{where.as_of:%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(_csv(rows), media_type=KINDS["csv"], headers=headers)


def _csv(rows: Rows) -> bytes:
    """UTF-8 with a byte order mark; text that looks like a formula is made harmless, numbers stay numbers."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


ROUTES = [Route("/api/v1/analysis/{part}", figures)]
