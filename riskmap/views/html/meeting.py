"""The weekly paper on a screen in the meeting: one item of the agenda at a time, in large type."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span, table
from riskmap.views.html.meeting_chart import Chart, figure

LINES: Final = 15  # of a list on one page
HALF: Final = 9  # parts of width for which half of a screen has room


@dataclass(frozen=True, slots=True)
class Slide:
    """One item of the agenda: title, sentences (text) and a body (HTML); `hazard`: id of the one it is about."""

    title: str
    sentences: tuple[str, ...]
    body: str = ""
    hazard: str = ""


class Behind(Protocol):
    """What stands behind a number of a table."""

    @property
    def row(self) -> int: ...  # noqa: D102 - named as what it is
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def word(self) -> str: ...  # noqa: D102
    @property
    def among(self) -> str: ...  # noqa: D102
    @property
    def only(self) -> tuple[tuple[str, object], ...]: ...  # noqa: D102


class Table(Protocol):
    """A table of the paper (riskmap.reports.briefing_told): heads, rows of text, columns set right."""

    @property
    def sheet(self) -> str: ...  # noqa: D102 - named as what it is
    @property
    def heads(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...  # noqa: D102
    @property
    def right(self) -> frozenset[int]: ...  # noqa: D102
    @property
    def behind(self) -> Sequence[Behind]: ...  # noqa: D102
    @property
    def widths(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def lines(self) -> int: ...  # noqa: D102


class Case(Protocol):
    """A hazard that is taken up by itself."""

    @property
    def hazard_id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> tuple[tuple[str, str], ...]: ...  # noqa: D102


class Part(Protocol):
    """A part of the paper."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def sentences(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def tables(self) -> Sequence[Table]: ...  # noqa: D102
    @property
    def charts(self) -> Sequence[Chart]: ...  # noqa: D102
    @property
    def cases(self) -> Sequence[Case]: ...  # noqa: D102


def slides(context: Context, part: Part, hazards: Mapping[str, str]) -> Iterator[Slide]:
    """The items of one part: its sentences with the first table, long tables go on; then its cases, one by one.

    `hazards`: number → id of those that a row may name. A chart stands beside the table of its numbers; several of one
    table come before it, on an item of their own.
    """
    if not part.tables:
        yield Slide(part.title, part.sentences)
    for number, one in enumerate(part.tables):
        said = part.sentences if number == 0 else ()
        charts = [figure(chart) for chart in part.charts if (chart.beside or chart.sheet) == one.sheet]
        if len(charts) > 1:
            yield Slide(part.title, (), f'<div class="w-charts">{"".join(charts)}</div>')
        each = _each(len(one.rows))
        for start in range(0, max(len(one.rows), 1), each):
            body = _table(context, one, start, each, hazards)
            if len(charts) == 1 and start == 0:
                body = _drawn(one, charts[0], body)
            yield Slide(part.title, said if start == 0 else (), body)
    for place, case in enumerate(part.cases, 1):
        yield _one(f"{part.title} · {place} / {len(part.cases)}", case)


def _drawn(of: Table, chart: str, table_: str) -> str:
    """A chart beside its table, or under one that needs the whole width."""
    if sum(of.widths) > HALF:
        return f'{table_}<div class="w-under">{chart}</div>'
    return f'<div class="w-beside">{chart}<div>{table_}</div></div>'


def _one(title: str, case: Case) -> Slide:
    facts = "".join(f"<div>{span(name)}<b>{e(text)}</b></div>" for name, text in case.facts)
    return Slide(title, (), f'<h3>{e(case.title)}</h3><div class="w-one-item">{facts}</div>', case.hazard_id)


def _each(rows: int) -> int:
    """How many rows of a list stand on each of its pages: about as many on the last one as on the others."""
    return math.ceil(rows / math.ceil(rows / LINES)) if rows else LINES


def _table(context: Context, of: Table, start: int, many: int, hazards: Mapping[str, str]) -> str:
    """Rows of a table from one on; numbers open their rows, numbers of hazards their page."""
    heads = [(">" if at in of.right else "") + e(head) for at, head in enumerate(of.heads)]
    opens = {
        (one.row, one.column): context.href("ledger", _asked(one), **dict(one.only)) for one in of.behind
    }  # fmt: skip
    cells = []
    for place, row in enumerate(of.rows[start : start + many], start):
        ways = {at: opens.get((place, at)) or _page(context, hazards, text) for at, text in enumerate(row)}
        cells.append([_cell(text, ways[at]) for at, text in enumerate(row)])
    return f"<h4>{e(of.sheet)}</h4>" + table(heads, cells, "w-lines" if of.lines else "")


def _asked(one: Behind) -> dict[str, str]:
    return {"rows": one.word} | ({"among": one.among} if one.among else {})


def _page(context: Context, hazards: Mapping[str, str], text: str) -> str:
    return context.href("hazard", {"id": hazards[text]}) if text in hazards else ""


def _cell(text: str, way: str) -> str:
    return link(way, e(text), "w-n") if way else f'<span title="{e(text)}">{e(text)}</span>'


def page(context: Context, week: str, agenda: list[Slide], at: int, stated: str, place: str = "") -> str:
    """The item `at` (from 1) with the way to the one before and after; ← and → of the keyboard follow them.

    `stated`: as of when its figures are (text); `place`: the map of the hazard it is about (HTML).
    """
    t, slide = context.t, agenda[at - 1]
    said = "".join(f"<p>{e(one)}</p>" for one in slide.sentences)
    body = slide.body
    if slide.hazard:
        way = context.href("hazard", {"id": slide.hazard}), context.href("battle_map", {"mark": slide.hazard})
        ways = f"{link(way[0], e(t('One hazard')), 'w-button')} {link(way[1], e(t('On the map')), 'w-button')}"
        body = f'<div class="w-case"><div>{body}</div><div>{place}<p>{ways}</p></div></div>'
    return (
        f'<div class="w-meeting"><header><h2>{e(slide.title)}</h2>{_ways(context, week, at, len(agenda), t)}</header>'
        f"{said}{body}<footer>{e(stated)}</footer></div>"
    )


def _ways(context: Context, week: str, at: int, of: int, t: Translator) -> str:
    def way(to: int, text: str, rel: str) -> str:
        address = context.href("weekly_review", {"week": week, "meeting": str(to)})
        inner = link(address, e(text), "w-button")
        return f'<span data-meeting="{rel}">{inner}</span>' if 1 <= to <= of else ""

    out = link(context.href("weekly_review", {"week": week}), e(t("Leave the meeting view")), "w-text")
    number = span(f"{at} / {of}", "w-mu")
    return f"<nav>{way(at - 1, t('← Back'), 'back')} {number} {way(at + 1, t('Next →'), 'next')} {out}</nav>"
