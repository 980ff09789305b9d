"""The monthly form of a round as a workbook: the sum of what units reported, each unit's form, differences to ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from riskmap.domain.filling_form import BY_NAME, COLUMNS, Difference, FormColumn, consolidated, rate
from riskmap.metrics.format import pct
from riskmap.views.export import neutral
from riskmap.views.names import Label
from riskmap.views.words import Words

Cells = Mapping[tuple[str, str, str], Decimal]  # (unit, sector, column) → figure
LONGEST: Final = 31  # letters of a sheet's name that a spreadsheet takes
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True, slots=True)
class Round:
    """What units reported in a round. `units`: code → name of those that stand; `sectors`: rows in printing order."""

    title: str
    lines: tuple[str, ...]  # period, who exported, marks
    units: Mapping[str, str]
    told: Cells
    differences: Sequence[Difference]
    sectors: Sequence[str]


def workbook(sent: Round, t: Words, label: Label) -> bytes:
    """The round as .xlsx: 合计 first, then a sheet a unit, then every cell in which a unit and our ledger differ."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {
        "title": book.add_format({"bold": True, "font_size": 14}), "mark": book.add_format({"font_color": "#536374"}),
        "head": book.add_format({"bold": True, "bg_color": "#EDF2F6", "border": 1, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"border": 1}), "number": book.add_format({"border": 1, "num_format": "#,##0.##"}),
        "total": book.add_format({"border": 1, "bold": True}),
    }  # fmt: skip
    names = _names([t("All units that reported"), *sent.units.values(), t("Differences to our ledger")])
    _form(book.add_worksheet(names[0]), sent, set(sent.units), sent.title, t, label, forms)
    for (code, name), sheet in zip(sent.units.items(), names[1:-1], strict=True):
        _form(book.add_worksheet(sheet), sent, {code}, name, t, label, forms)
    _differences(book.add_worksheet(names[-1]), sent, t, label, forms)
    book.close()
    return out.getvalue()


def _names(wanted: Sequence[str]) -> list[str]:
    """Names of sheets: short enough, without signs that a spreadsheet refuses, each one once."""
    found: list[str] = []
    for name in wanted:
        plain = name.translate(FORBIDDEN)[:LONGEST] or "_"
        number = 1
        while plain.lower() in {one.lower() for one in found}:
            number += 1
            plain = f"{name.translate(FORBIDDEN)[: LONGEST - 4]} ({number})"
        found.append(plain)
    return found


def _form(
    sheet: Any, sent: Round, units: set[str], title: str, t: Words, label: Label, forms: Mapping[str, Any]
) -> None:
    sums = consolidated(sent.told, units)
    rows = [row for row in sent.sectors if any(key[0] == row for key in sums)]
    top = _top(sheet, (title, *sent.lines), forms)
    heads = [t("form|Sector"), *(t(column.header) for column in COLUMNS)]
    for at, head in enumerate(heads):
        sheet.write_string(top, at, neutral(head), forms["head"])
    for line, row in enumerate((*rows, ""), top + 1):
        name = neutral(label("sector", row)) if row else t("Total")
        sheet.write_string(line, 0, name, forms["cell" if row else "total"])
        for at, column in enumerate(COLUMNS, 1):
            _cell(sheet, line, at, sums, row, column, forms)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(COLUMNS), 13)
    sheet.freeze_panes(top + 1, 1)


def _top(sheet: Any, lines: Sequence[str], forms: Mapping[str, Any]) -> int:
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, neutral(line), forms["mark" if at else "title"])
    return len(lines) + 1


def _cell(
    sheet: Any, line: int, at: int, sums: Mapping[tuple[str, str], Decimal], row: str, column: FormColumn,
    forms: Mapping[str, Any],
) -> None:  # fmt: skip
    if column.kind == "rate":
        text = pct(*rate(sums, row, column))
        sheet.write_string(line, at, text if text == "/" else f"{text}%", forms["cell"])
    else:
        sheet.write_number(line, at, float(sums.get((row, column.name), Decimal(0))), forms["number"])


def _differences(sheet: Any, sent: Round, t: Words, label: Label, forms: Mapping[str, Any]) -> None:
    top = _top(sheet, (t("Differences to our ledger"), *sent.lines), forms)
    heads: tuple[tuple[str, Callable[[Difference], str | Decimal]], ...] = (
        (t("filling|Unit"), lambda one: sent.units.get(one.unit, one.unit)),
        (t("form|Sector"), lambda one: label("sector", one.row)),
        (t("form|Column"), lambda one: t(BY_NAME[one.column].header)),
        (t("form|Reported"), lambda one: one.reported),
        (t("form|Our ledger"), lambda one: one.ledger),
        (t("form|Difference"), lambda one: one.reported - one.ledger),
    )
    for at, (head, value) in enumerate(heads):
        sheet.write_string(top, at, neutral(head), forms["head"])
        for line, one in enumerate(sent.differences, top + 1):
            told = value(one)
            if isinstance(told, str):
                sheet.write_string(line, at, neutral(told), forms["cell"])
            else:
                sheet.write_number(line, at, float(told), forms["number"])
    sheet.set_column(0, 2, 22)
    sheet.set_column(3, 5, 12)
