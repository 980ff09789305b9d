"""The weekly paper on a screen in the meeting: one item of the agenda at a time, in large type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span, table

LINES: Final = 15  # of a list on one page


@dataclass(frozen=True, slots=True)
class Slide:
    """One item of the agenda: title, sentences (text) and a body (HTML); `hazard`: number of the one it is about."""

    title: str
    sentences: tuple[str, ...]
    body: str = ""
    hazard: str = ""


Rows = Sequence[tuple[str, ...]]


class Table(Protocol):
    """A table of the paper (riskmap.reports.weekly_told): heads, rows of text, columns set right."""

    @property
    def sheet(self) -> str: ...  # noqa: D102 - named as what it is
    @property
    def heads(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...  # noqa: D102
    @property
    def right(self) -> frozenset[int]: ...  # noqa: D102
    @property
    def single(self) -> bool: ...  # noqa: D102


def slides(title: str, sentences: tuple[str, ...], tables: Sequence[Table]) -> Iterator[Slide]:
    """The items of one part: its sentences with the first table; long tables go on, single ones are one a row."""
    if not tables:
        yield Slide(title, sentences)
    for number, one in enumerate(tables):
        said = sentences if number == 0 else ()
        if one.single:
            yield from (_one(title, one, row) for row in one.rows)
            continue
        for start in range(0, max(len(one.rows), 1), LINES):
            yield Slide(title, said if start == 0 else (), _table(one, one.rows[start : start + LINES]))


def _one(title: str, of: Table, row: tuple[str, ...]) -> Slide:
    facts = "".join(f"<div>{span(head)}<b>{e(text)}</b></div>" for head, text in zip(of.heads, row, strict=True))
    return Slide(title, (), f'<div class="w-one-item">{facts}</div>', row[0])


def _table(of: Table, rows: Rows) -> str:
    heads = [(">" if at in of.right else "") + e(head) for at, head in enumerate(of.heads)]
    return f"<h4>{e(of.sheet)}</h4>" + table(heads, [[e(text) for text in row] for row in rows])


def page(context: Context, week: str, agenda: list[Slide], at: int, hazard_id: str = "") -> str:
    """The item `at` (from 1) with the way to the one before and after; ← and → of the keyboard follow them."""
    t, slide = context.t, agenda[at - 1]
    said = "".join(f"<p>{e(one)}</p>" for one in slide.sentences)
    more = ""
    if hazard_id:
        way = context.href("hazard", {"id": hazard_id}), context.href("battle_map", {"mark": hazard_id})
        more = f"{link(way[0], e(t('One hazard')), 'w-button')} {link(way[1], e(t('On the map')), 'w-button')}"
    return (
        f'<div class="w-meeting"><header><h2>{e(slide.title)}</h2>{_ways(context, week, at, len(agenda), t)}</header>'
        f"{said}{slide.body}{more}</div>"
    )


def _ways(context: Context, week: str, at: int, of: int, t: Translator) -> str:
    def way(to: int, text: str, rel: str) -> str:
        address = context.href("weekly_review", {"week": week, "meeting": str(to)})
        inner = link(address, e(text), "w-button")
        return f'<span data-meeting="{rel}">{inner}</span>' if 1 <= to <= of else ""

    out = link(context.href("weekly_review", {"week": week}), e(t("Leave the meeting view")), "w-text")
    number = span(f"{at} / {of}", "w-mu")
    return f"<nav>{way(at - 1, t('← Back'), 'back')} {number} {way(at + 1, t('Next →'), 'next')} {out}</nav>"
