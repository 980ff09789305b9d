"""Figures over time: bands where annotations lie, axes that hold what is drawn, nothing of the data in a template."""

from datetime import date, timedelta

from riskmap.domain.annotations import Annotation, AnnotationKind
from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.index import Index
from riskmap.metrics.timeline import timeline
from riskmap.views import charts_time
from riskmap.views.charts_time import Band
from support.hazard_frames import AS_OF, frame, random_rows

LINES = timeline(Index(frame(*random_rows(3, 80))), filters.default(AS_OF), Kind.WEEK, 6)
NAMES = [line.now.name for line in LINES]


def annotation(first: date, last: date, text: str = "活动") -> Annotation:
    return Annotation("a", AnnotationKind.CAMPAIGN, first, last, text)


def test_bands_cover_the_periods_that_an_annotation_touches_and_keep_its_number() -> None:
    second = LINES[1].now.period
    known = [
        annotation(second.start - timedelta(1), second.start),
        annotation(date(2020, 1, 1), date(2020, 1, 2)),
        annotation(LINES[4].now.period.end, AS_OF + timedelta(90)),
    ]
    assert charts_time.bands(LINES, known) == [Band(0, 1, 1), Band(4, 5, 3)]


def test_figures_keep_the_zoom_hold_their_points_and_tell_no_words_of_annotations() -> None:
    t, text = Translator("en"), "<a href='x'>{{ 1 }}</a>"
    marks = charts_time.bands(LINES, [annotation(AS_OF, AS_OF, text)])
    figures = [
        charts_time.rates(LINES, "due_rate_passed", t, NAMES, marks), charts_time.flows(LINES, t, NAMES, marks),
        charts_time.stock(LINES, t, NAMES),
    ]  # fmt: skip
    assert len({figure.layout.uirevision for figure in figures}) == 3
    for figure in figures:
        assert text not in figure.to_json()
        assert figure.layout.xaxis.fixedrange is False
        assert figure.layout.yaxis.fixedrange is True
        assert not figure.layout.showlegend
    assert [band.text for band in figures[0].layout.annotations] == ["1"]
    low, high = figures[0].layout.yaxis.range
    points = [value for trace in figures[0].data for value in trace.y if value is not None]
    assert low <= min(points)
    assert max(points) <= high
    stacked = [sum(values) for values in zip(*(trace.y for trace in figures[2].data), strict=True)]
    assert stacked == [line.now.stock["stock"] for line in LINES]
