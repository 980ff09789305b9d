"""Map layers over HTTP: GeoJSON for other programs, compact forms for our own page. ETag = revision and question."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.domain.columns import to_day
from riskmap.i18n import Translator
from riskmap.metrics import changes, contract, filters, inspected
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.index import Memory
from riskmap.views import compact, layers, places, scene, searching
from riskmap.web import data, map_base, map_data, map_places
from riskmap.web.data import STARTED, View
from riskmap.web.routes.problems import filter_problem, once

Make = Callable[[Filter], bytes]
BRIEF_MOST, CHANGES_MOST = 60, 3000  # numbers in one answer
_answers = Memory(48)


def hazards_geojson(request: Request) -> Response:
    """All hazards of a filter as of its day, full properties, `geometry` null without a position."""

    def make(where: Filter) -> bytes:
        enterprises = data.current().enterprises
        hidden = enterprises.loc[enterprises["sensitive"].to_numpy(dtype=bool), "id"]
        return layers.hazards(data.index().select(where), to_day(where.as_of), sensitive=hidden)

    return _answer(request, make, "application/geo+json")


def enterprises_geojson(request: Request) -> Response:
    """Enterprises of a filter; where it asks for hazards (grade, status …), those that have such a hazard."""

    def make(where: Filter) -> bytes:
        return layers.enterprises(_enterprises(where))

    return _answer(request, make, "application/geo+json")


def townships_geojson(request: Request) -> Response:
    """Township outlines with counts and rates of a filter; hazards of an unknown township under the empty code."""

    def make(where: Filter) -> bytes:
        county = data.county()
        rows = contract.document(data.index(), where, ("township",))["rows"]
        figures = {row.pop("township"): row for row in rows}
        names = {one.code: county.regions.label(one.code, where.lang or "zh_CN") for one in county.regions.townships}
        return layers.townships(map_data.county_shapes(), figures, names, as_of=where.as_of.isoformat())

    return _answer(request, make, "application/geo+json")


def hazards_compact(request: Request) -> Response:
    """The page's own layer: majors with their labels, dots as columns of integers, counts, township figures."""

    def make(where: Filter) -> bytes:
        shown = map_data.picture(where)
        return compact.hazards(
            shown.scene,
            Translator(where.lang or "zh_CN"),
            revision=shown.revision,
            from_=where.from_.isoformat(),
            as_of=where.as_of.isoformat(),
            shades=shown.shades,
            own=own,
        )

    # files, not facts of the ledger: part of the question
    own = map_base.own_told(map_data.county_shapes(), _words(request))
    return _answer(request, make, "application/json", also=json.dumps(own))


def sheet_json(request: Request) -> Response:
    """Outlines, symbols, colours and words of the map in one language."""
    return _answer(request, lambda where: map_data.sheet_of(where.lang or "zh_CN"), "application/json")


def brief_json(request: Request) -> Response:
    """What a few marks say (`no`: hazard numbers, comma-separated): number, progress, one line of text each."""
    query = dict(request.query_params)
    wanted = [number for number in query.pop("no", "").split(",") if number][:BRIEF_MOST]

    def make(where: Filter) -> bytes:
        day = to_day(where.as_of)
        frame = data.index().at(day)[list(map_data.COLUMNS)]
        found = frame[frame["hazard_no"].isin(wanted).to_numpy(dtype=np.bool_)]
        shown, t = scene.scene(found.reset_index(drop=True), day), Translator(where.lang or "zh_CN")
        lines = sorted(compact.lines(shown, t), key=lambda line: wanted.index(line["no"]))
        return json.dumps(lines, ensure_ascii=False).encode()

    return _answer(request, make, "application/json", query=query, also=",".join(wanted))


def search_json(request: Request) -> Response:
    """Townships, enterprises, places and hazards that hold a text (`text`); no filter but day and language."""
    query = dict(request.query_params)
    text = query.pop("text", "").strip()[:80]

    def make(where: Filter) -> bytes:
        if not text:
            return b"[]"
        day, county, lang = to_day(where.as_of), data.county(), where.lang or "zh_CN"
        names = {one.code: county.regions.label(one.code, lang) for one in county.regions.townships}
        frame = data.index().at(day)[list(map_data.SEARCHED)]
        t, known = Translator(lang), map_places.seen(map_data.county_shapes())
        found = [*searching.townships(names, text), *searching.enterprises(data.current().enterprises, text)]
        found += [*places.searched(known, names, t, text), *searching.hazards(frame, day, t, text)]
        return json.dumps(found, ensure_ascii=False).encode()

    files = map_places.version(map_data.county_shapes())
    return _answer(request, make, "application/json", query=query, also=f"{text}\n{files}")


def changes_json(request: Request) -> Response:
    """What changed of a filter since the end of a day (`since`, ISO): counts and hazard numbers of each kind."""
    query = dict(request.query_params)
    text = query.pop("since", "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return filter_problem(FilterError("since", text, "bad_date"), query.get("lang", ""))

    def make(where: Filter) -> bytes:
        index = data.index()
        found, numbers = changes.between(index, where, day), index.at(to_day(where.as_of))["hazard_no"].array
        told: dict[str, Any] = {kind: numbers.take(rows[:CHANGES_MOST]).tolist() for kind, rows in found.items()}
        counts = {kind: len(rows) for kind, rows in found.items()}
        return json.dumps({"since": day.isoformat(), "counts": counts, **told}).encode()

    return _answer(request, make, "application/json", query=query, also=day.isoformat())


def _enterprises(where: Filter) -> pd.DataFrame:
    frame = data.current().enterprises
    keep = inspected.of_firms(frame, where)
    if any(
        getattr(where, key)
        for key in ("grade", "status", "progress", "source", "listed", "batch", "overdue", "area", "q")
    ):
        index, day = data.index(), to_day(where.as_of)
        keep &= frame["id"].isin(index.at(day)["enterprise_id"][index.mask(where)]).to_numpy(dtype=np.bool_)
    return frame[keep]


def _answer(
    request: Request, make: Make, kind: str, *, query: Mapping[str, str] | None = None, also: str = ""
) -> Response:
    """Answer of a question: 400 outside the vocabulary, 304 when the reader has it, else made once and kept."""
    words = dict(request.query_params) if query is None else query
    view = data.view()
    try:
        once(request)
        where = filters.parse(words, view.vocabulary, data.today())
    except FilterError as error:
        return filter_problem(error, words.get("lang", ""))
    tag = _tag(request.url.path, where, also, view)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    packed = _answers.get((view.key, tag), lambda: compact.pack(make(where)))
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type=kind, headers=headers)
    return Response(packed, media_type=kind, headers=headers | {"Content-Encoding": "gzip"})


def _words(request: Request) -> Translator:
    """The words of a question; a language that is none is answered as such when the question is read."""
    return Translator(request.query_params.get("lang", ""))


def _tag(path: str, where: Filter, also: str, view: View) -> str:
    words = [
        path,
        also,
        map_data.version(),
        where.as_of.isoformat(),
        where.from_.isoformat(),
        str(filters.to_query(where)),
        str(view.key[2:]),  # as whom it is seen: a number that another start of the program gives to somebody else
        STARTED,
    ]
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    return f'"{view.snapshot.revision}-{digest}"'


ROUTES = [
    Route("/api/v1/layers/hazards.geojson", hazards_geojson),
    Route("/api/v1/layers/enterprises.geojson", enterprises_geojson),
    Route("/api/v1/layers/townships.geojson", townships_geojson),
    Route("/api/v1/layers/hazards.json", hazards_compact),
    Route("/api/v1/layers/sheet.json", sheet_json),
    Route("/api/v1/layers/brief.json", brief_json),
    Route("/api/v1/layers/changes.json", changes_json),
    Route("/api/v1/layers/search.json", search_json),
]
