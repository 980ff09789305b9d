"""The sheet of an assessment as a workbook: scores, the derivation of each, deductions with their rows, the scheme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from riskmap.domain.assessment import named
from riskmap.metrics.assessment import Result, Sheet
from riskmap.views import assessment as words
from riskmap.views.export import neutral
from riskmap.views.names import Label
from riskmap.views.words import Words

Cell = str | int | Decimal | None
LONGEST: Final = 31  # letters of a sheet's name that a spreadsheet takes


@dataclass(frozen=True, slots=True)
class Paper:
    """What the workbook tells. `rows`: (unit, place of the deduction) → numbers of its hazards; `stated`: lines under
    the title; `complete`: every unit of the kind is in it, so that they have places.
    """

    t: Words
    lang: str
    label: Label
    sheet: Sheet
    rows: Mapping[tuple[str, int], Sequence[str]]
    stated: Sequence[str]
    complete: bool


def workbook(paper: Paper) -> bytes:
    """The workbook as .xlsx; text that looks like a formula is made harmless."""
    out, t = BytesIO(), paper.t
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    font = {"font_name": "宋体", "font_size": 10}
    edge = {"border": 1, "border_color": "#BFC8D1", "text_wrap": True, "valign": "top"}
    forms = {
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "mark": book.add_format({**font, "font_color": "#536374"}),
        "head": book.add_format({**font, **edge, "bold": True, "bg_color": "#EDF2F6"}),
        "text": book.add_format({**font, **edge}),
        "count": book.add_format({**font, **edge, "num_format": "#,##0"}),
        "points": book.add_format({**font, **edge, "num_format": "0.00"}),
    }
    scheme = paper.sheet.scheme
    top = [named(scheme, paper.lang), *paper.stated]
    for name, made in (("assess|Scores", _scores), ("Derivation", _derivations), ("Deductions", _deductions),
                       ("assess|Scheme", _scheme)):  # fmt: skip
        sheet = book.add_worksheet(t(name)[:LONGEST])
        heads, widths, lines = made(paper)
        _write(sheet, forms, top, heads, widths, lines)
    book.close()
    return out.getvalue()


Made = tuple[list[str], list[int], list[list[Cell]]]


def _write(
    sheet: Any, forms: dict[str, Any], top: Sequence[str], heads: Sequence[str], widths: Sequence[int],
    lines: Sequence[Sequence[Cell]],
) -> None:  # fmt: skip
    for row, text in enumerate(top):
        sheet.write_string(row, 0, neutral(text), forms["title" if row == 0 else "mark"])
    first = len(top) + 1
    sheet.set_row(first, 28)  # two lines: a program that opens it measures no wrapped text
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(first, column, neutral(head), forms["head"])
    for row, line in enumerate(lines, first + 1):
        for column, cell in enumerate(line):
            if cell is None:
                sheet.write_string(row, column, "/", forms["text"])
            elif isinstance(cell, str):
                sheet.write_string(row, column, neutral(cell), forms["text"])
            else:
                sheet.write_number(row, column, cell, forms["count" if isinstance(cell, int) else "points"])
    sheet.freeze_panes(first + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)


def _name(paper: Paper, one: Result) -> str:
    return paper.label(paper.sheet.scheme.unit.value, one.code)


def _scores(paper: Paper) -> Made:
    t, scheme = paper.t, paper.sheet.scheme
    heads = [t(words.UNITS[scheme.unit])]
    heads += [f"{named(one, paper.lang)} ({words.number(one.weight)})" for one in scheme.indicators]
    heads += [t("Earned"), t("Assessed weight"), t("assess|Converted"), t("Deductions"), t("Total score")]
    heads += [t("assess|Place")] if paper.complete else []
    lines: list[list[Cell]] = []
    for one in paper.sheet.ordered() if paper.complete else paper.sheet.results:
        line: list[Cell] = [_name(paper, one), *(mark.score for mark in one.marks)]
        line += [one.earned, one.assessed, one.converted, -one.deducted, one.total]
        lines.append([*line, one.place] if paper.complete else line)
    return heads, [18, *[17] * (len(heads) - 1)], lines


def _derivations(paper: Paper) -> Made:
    t, scheme = paper.t, paper.sheet.scheme
    heads = [t(words.UNITS[scheme.unit]), t("Indicator"), t("assess|Weight"), t("Formula"), t("Derivation"),
             t("Figures"), t("assess|Score")]  # fmt: skip
    lines: list[list[Cell]] = []
    for one in paper.sheet.results:
        for indicator, mark in zip(scheme.indicators, one.marks, strict=True):
            figures = t("list|; ").join(
                f"{t(words.FIGURES[used.name])} {words.figure(used)}" for used in mark.used
            )
            lines.append([
                _name(paper, one), named(indicator, paper.lang), indicator.weight, indicator.formula,
                words.derivation(indicator, mark), figures,
                t("Not assessed") if mark.score is None else mark.score,
            ])  # fmt: skip
    return heads, [18, 24, 8, 36, 40, 36, 10], lines


def _deductions(paper: Paper) -> Made:
    t, scheme = paper.t, paper.sheet.scheme
    heads = [t(words.UNITS[scheme.unit]), t("Rule"), t("Items"), t("Points each"), t("At most"), t("Taken off"),
             t("Hazards")]  # fmt: skip
    lines: list[list[Cell]] = []
    for one in paper.sheet.results:
        for at, (rule, taken) in enumerate(zip(scheme.deductions, one.taken, strict=True)):
            if taken.n:
                numbers = t("list|, ").join(paper.rows.get((one.code, at), ()))
                lines.append([_name(paper, one), named(rule, paper.lang), taken.n, rule.points, rule.cap,
                              taken.points, numbers])  # fmt: skip
    return heads, [18, 30, 8, 10, 10, 10, 60], lines


def _scheme(paper: Paper) -> Made:
    t, scheme = paper.t, paper.sheet.scheme
    heads = [t("Indicator"), t("assess|Weight"), t("assess|Target"), t("Formula")]
    lines: list[list[Cell]] = [
        [named(one, paper.lang), one.weight, one.target, one.formula] for one in scheme.indicators
    ]
    for rule in scheme.deductions:
        each = t("−{points} for each item of {figure}", points=words.number(rule.points),
                 figure=t(words.FIGURES[rule.figure]))  # fmt: skip
        most = "" if rule.cap is None else t("at most {n}", n=words.number(rule.cap))
        lines.append([named(rule, paper.lang), "", "", t(" · ").join(filter(None, (each, most)))])
    lines.append([t("Floor of the total"), scheme.floor, "", ""])
    return heads, [34, 10, 10, 60], lines


def stated(
    t: Words, sheet: Sheet, *, county: str, period: str, demo: bool, who: str, moment: str, purpose: str
) -> list[str]:
    """The lines under the title: whose, of which period, from which scheme, who took it out and what for."""
    scheme = sheet.scheme
    adopted = t("Version {n}", n=scheme.version) if scheme.version else t("Sample scheme, not adopted")
    marks = [t("export|Internal use"), *([t("export|Demo data")] if demo else [])]
    taken = t("Taken out by {who}, {moment}", who=who, moment=moment)
    return [
        t(" · ").join([county, period, adopted]),
        t(" · ").join([*marks, taken, *([t("Purpose: {purpose}", purpose=purpose)] if purpose else [])]),
        t("Not assessed: nothing to divide by; its weight is left out and the rest converted to the full score of {n}.",
          n=words.number(scheme.full)),
    ]  # fmt: skip
