"""The ledger as a table: a page of rows, each leading to its hazard; headers that sort, numbers that add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from riskmap.domain.codes import Level
from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import frame as facts
from riskmap.metrics.frame import Ints
from riskmap.views import words
from riskmap.views.html import exporting
from riskmap.views.html.behind import AMONG, meaning
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import card, e, empty, link, span
from riskmap.views.html.parts import countdown, dot, mark, sequence
from riskmap.views.scene import alarm, listed_level

PAGE = 50
HEADS = (  # title, sort, set right
    ("", "grade", False),
    ("Number", "hazard_no", False),
    ("Enterprise, place", "enterprise", False),
    ("Problem", "description", False),
    ("Township", "township", False),
    ("Sector", "sector", False),
    ("Department", "department", False),
    ("day|Found", "found", True),
    ("day|Due", "due", True),
    ("Status", "", False),
    ("Control", "", False),
    ("Countdown", "urgency", True),
)


@dataclass(frozen=True, slots=True)
class Book:
    """One page of the ledger. `rows` are numbers of hazards in order, `page` counts from 1."""

    rows: Ints
    page: int
    sort: str
    measure: str = ""
    among: str = ""
    bulk: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(len(self.rows) / PAGE))

    @property
    def shown(self) -> Ints:
        """The rows of this page."""
        return self.rows[(self.page - 1) * PAGE : self.page * PAGE]

    @property
    def own(self) -> dict[str, str]:
        """Words of the address that belong to the page alone."""
        return {"rows": self.measure, "among": self.among, "sort": self.sort, "bulk": self.bulk}


def book(
    context: Context, frame: pd.DataFrame, found: Book, sort: str, *, taken: str | None = "", many: bool = False
) -> str:
    """The whole table with head and pages. `frame`: the shown rows as of the day; `sort`: the standing order.

    `taken`: how much of the rows an export takes out where that is not all ("" = all), None where there is none.
    `many`: the reader may handle several rows at once, and is led to it.
    """
    head = _head(context, found, taken=taken, many=many)
    if not len(found.rows):
        lang = context.query.get("lang", "")
        narrows = context.where.narrows or found.measure or found.among
        text = context.t("There are no hazards under this filter.") if narrows else context.t("The ledger is empty.")
        way = (
            link(address("ledger", {"lang": lang}), e(context.t("Reset")), "w-text")
            if narrows
            else link(context.href("import"), e(context.t("Import a ledger")), "w-text")
        )
        return card("", head + empty(text, way))
    top = "".join(_title(context, found, *head_of, standing=sort) for head_of in HEADS)
    body = "".join(_rows(context, frame))
    table = (
        f'<div class="w-book"><table class="w-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )
    return f'<section class="w-card" style="padding:12px 0">{head}{table}{turning(context, found)}</section>'


def _head(context: Context, found: Book, *, taken: str | None, many: bool) -> str:
    t = context.t
    count = t.number(len(found.rows))
    first = (found.page - 1) * PAGE + 1
    last = min(found.page * PAGE, len(found.rows))
    told = t("rows {a}–{b}", a=t.number(first), b=t.number(last)) if len(found.rows) else ""
    out = ""
    if taken is not None and len(found.rows):
        words_ = {**context.query, "lang": t.lang, "rows": found.measure, "among": found.among, "sort": found.sort}
        out = exporting.form(t, "api/v1/export/hazards", words_, exporting.HAZARDS, taken)
    out = link(context.href("register"), e(t("Register a hazard")), "w-button") + out
    if many and len(found.rows):
        own = {**found.own, "bulk": "1", "page": str(found.page)}
        out = link(context.href("ledger", own), e(t("Several at once")), "w-button") + out
    return (
        f'<div class="w-bookhead" style="padding:0 16px 8px"><b class="w-large">{e(count)}</b>'
        f"{span(t('hazards'), 'w-mu')}{chips(context, found)}"
        f'<span class="w-mu">{e(told)}</span><div class="w-aside">{out}</div></div>'
    )


def chips(context: Context, found: Book) -> str:
    """What the rows are, where they are those behind a number; each with its way out."""
    return "".join(_chip(context, found, key, word) for key, word in _meanings(context, found).items())


def _meanings(context: Context, found: Book) -> dict[str, str]:
    said = {}
    if found.measure:
        said["rows"] = meaning(context.t, context.where, found.measure)
    if found.among:
        said["among"] = context.t(AMONG[found.among])
    return said


def _chip(context: Context, found: Book, key: str, word: str) -> str:
    own = {name: value for name, value in found.own.items() if name not in {key, "among" if key == "rows" else key}}
    close = link(context.href("ledger", own), "×", title=context.t("Show all rows of the filter"))
    return f'<span class="w-chip">{e(word)}{close}</span>'


def _title(context: Context, found: Book, title: str, sort: str, right: bool, *, standing: str) -> str:
    text = e(context.t(title)) if title else e(context.t("Mark"))
    cls = ' class="r"' if right else ""
    if not sort:
        return f"<th{cls}>{text}</th>"
    name, down = standing.removeprefix("-"), standing.startswith("-")
    arrow = "" if name != sort else " ▾" if down else " ▴"
    turned = f"-{sort}" if name == sort and not down else sort
    own = {**found.own, "sort": turned}
    state = "none" if name != sort else "descending" if down else "ascending"
    turn = link(context.href("ledger", own), text + arrow, "on" if name == sort else "")
    return f'<th{cls} aria-sort="{state}">{turn}</th>'


def _rows(context: Context, frame: pd.DataFrame) -> list[str]:
    day = to_day(context.day)
    status, progress = facts.status_at(frame, day), facts.progress_at(frame, day)
    left, level = facts.days_left(frame, day), listed_level(frame, day)
    alarms = alarm(frame, progress)
    lines = []
    for number, row in enumerate(frame.to_dict("records")):
        given = {str(key): value for key, value in row.items()}
        derived = (
            str(status[number]),
            str(progress[number]),
            int(left[number]),
            str(level[number]),
            bool(alarms[number]),
        )
        lines.append(_row(context, given, *derived))
    return lines


def _row(
    context: Context, row: Mapping[str, object], status: str, progress: str, left: int, level: str, alarm: bool
) -> str:
    t, label = context.t, context.label
    major = row["grade"] == "major"
    plate = f'<span class="w-plate">{e(t(words.PLATE[Level(level)]))}</span>' if level else ""
    address_ = context.href("hazard", {"id": str(row["id"])})
    number = link(address_, e(row["hazard_no"]), "w-open w-n")
    control = ""
    if major and progress not in {"closed", "void"}:
        control = span(words.control(t, str(row["control"])), "w-alarm" if alarm else "")
    due, original = _int(row["due"]), _int(row["due_original"])
    moved = (
        f' <s class="w-mu" title="{e(t("first ordered"))}">{e(_day(context, original))}</s>'
        if original not in {due, NEVER}
        else ""
    )
    cells = (
        (mark(progress, None, alarm=alarm, size=24) if major else dot(progress), ""),
        (f"{number}{plate}", ""),
        (
            f'<span class="w-two"><b>{e(row["enterprise"] or "—")}</b> {span(row["place"], "w-mu")}</span>',
            "",
        ),
        (f'<span class="w-two">{e(row["description"])}</span>', ""),
        (e(label("township", str(row["township"]))), ""),
        (e(label("sector", str(row["sector"]))), ""),
        (e(label("department", str(row["department"]))), ""),
        (e(_day(context, _int(row["found"]))), "r"),
        (e(_day(context, due)) + moved, "r"),
        (sequence([label("status", status)]), ""),
        (control, ""),
        (countdown(context, progress, left, status), "r"),
    )
    kind = e(t("Major") if major else t("General"))
    return (
        f'<tr class="w-go" aria-label="{kind}">'
        + "".join(f"<td{' class=' + chr(34) + c + chr(34) if c else ''}>{x}</td>" for x, c in cells)
        + "</tr>"
    )


def _int(value: object) -> int:
    assert isinstance(value, int | np.integer)
    return int(value)


def _day(context: Context, value: int) -> str:
    return words.short_day(value, context.day.year)


def turning(context: Context, found: Book) -> str:
    """The way to the other pages of a list; "" where there is one alone."""
    if found.pages == 1:
        return ""
    near = {1, found.pages, *range(max(1, found.page - 2), min(found.pages, found.page + 2) + 1)}
    pieces, before = [], 0
    for number in sorted(near):
        if before and number > before + 1:
            pieces.append("<span>…</span>")
        pieces.append(
            f"<b aria-current='page'>{number}</b>" if number == found.page else _to(context, found, number, str(number))
        )
        before = number
    back = _to(context, found, found.page - 1, context.t("Previous")) if found.page > 1 else ""
    on = _to(context, found, found.page + 1, context.t("Next")) if found.page < found.pages else ""
    return f'<nav class="w-pages" aria-label="{e(context.t("Pages"))}">{back}{"".join(pieces)}{on}</nav>'


def _to(context: Context, found: Book, page: int, text: str) -> str:
    return link(context.href("ledger", {**found.own, "page": str(page)}), e(text))
