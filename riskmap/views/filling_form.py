"""The monthly form as a workbook for one unit: a row a sector, columns to fill in, rates and totals computed by it."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from riskmap.domain.filling import FillingRound, Receiver
from riskmap.domain.filling_form import COLUMNS
from riskmap.domain.filling_sheet import encode
from riskmap.i18n import Translator
from riskmap.i18n.catalogue import LANGUAGES
from riskmap.views.export import neutral
from riskmap.views.filling import HEAD, MARKS
from riskmap.views.names import Label

ROW_ID: Final = "filling|Row mark (do not change)"
SECTOR: Final = "form|Sector"
GUIDE: Final = "Fill in the yellow cells; nothing to report is 0. Rates and totals are computed. Keep the row mark."
FIRST: Final = 2  # column of the first figure


def vocabulary() -> dict[str, str]:
    """Headers in every language → column."""
    words = [Translator(lang) for lang in LANGUAGES]
    named = {t(column.header): column.name for t in words for column in COLUMNS}
    return named | {t(SECTOR): "sector" for t in words}


def workbook(sent: FillingRound, receiver: Receiver, sectors: Sequence[str], label: Label, t: Translator) -> bytes:
    """The form of one unit with one row a sector and a computed total; protected without a password."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(t("Monthly form"))
    forms = _forms(book)
    _top(sheet, sent, receiver, forms, t)
    heads = (ROW_ID, SECTOR, *(column.header for column in COLUMNS))
    for at, header in enumerate(heads):
        sheet.write_string(HEAD, at, t(header), forms["head"])
        sheet.set_column(at, at, 22 if at == 1 else 12, None, {"hidden": at == 0})
    for row, sector in enumerate(sectors, HEAD + 1):
        sheet.write_string(row, 0, encode(sent.token, f"{receiver.code}/{sector}".lower(), 0), forms["cell"])
        sheet.write_string(row, 1, neutral(label("sector", sector)), forms["cell"])
        _cells(sheet, row, forms)
    total = HEAD + 1 + len(sectors)
    sheet.write_blank(total, 0, None, forms["total"])
    sheet.write_string(total, 1, t("Total"), forms["total"])
    _totals(sheet, total, forms)
    sheet.write_string(total + 1, 1, t("Head of the unit (signature):      Filled in by:      Day:"), forms["mark"])
    sheet.freeze_panes(HEAD + 1, FIRST)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{t('export|Internal use')}&R{sent.token}")
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "border_color": "#B8C4CE", "font_size": 10, "valign": "vcenter"}
    given = {"bg_color": "#FFF9E3", "locked": False}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_size": 10, "text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"font_size": 9, "font_color": "#536374"}),
        "head": book.add_format(cell | {"bold": True, "bg_color": "#E3EAF0", "text_wrap": True, "align": "center"}),
        "cell": book.add_format(cell),
        "open": book.add_format(cell | given | {"num_format": "0"}),
        "money": book.add_format(cell | given | {"num_format": "0.0###"}),
        "rate": book.add_format(cell | {"num_format": "0.0", "font_color": "#536374"}),
        "total": book.add_format(cell | {"bold": True}),
    }


def _top(sheet: Any, sent: FillingRound, receiver: Receiver, forms: Mapping[str, Any], t: Translator) -> None:
    last = FIRST + len(COLUMNS) - 1
    period = t("Period {start} to {end}", start=t.date(sent.from_), end=t.date(sent.as_of))
    deadline = t("Please return by {deadline}.", deadline=t.date(sent.deadline, "long"))
    lines = (
        (f"{sent.title} · {receiver.name}", "title", 24), (f"{period}  {deadline}", "note", 18),
        ("\n".join(part for part in (sent.notes, t(GUIDE)) if part), "note", 18 + 14 * (1 + sent.notes.count("\n"))),
        (t(MARKS), "mark", 16),
    )  # fmt: skip
    for row, (text, form, height) in enumerate(lines):
        sheet.merge_range(row, 1, row, last, "", forms[form])
        sheet.write_string(row, 1, neutral(text), forms[form])
        sheet.set_row(row, height)


def _cells(sheet: Any, row: int, forms: Mapping[str, Any]) -> None:
    at = {column.name: FIRST + place for place, column in enumerate(COLUMNS)}
    for column in COLUMNS:
        place = at[column.name]
        if column.kind == "rate":
            n, m = (f"{xl_col_to_name(at[name])}{row + 1}" for name in column.of)
            sheet.write_formula(row, place, f'=IF(N({m})=0,"/",{n}/{m}*100)', forms["rate"], "/")
        else:
            sheet.write_blank(row, place, None, forms["money" if column.kind == "money" else "open"])
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
            sheet.data_validation(row, place, row, place, rule)


def _totals(sheet: Any, row: int, forms: Mapping[str, Any]) -> None:
    at = {column.name: FIRST + place for place, column in enumerate(COLUMNS)}
    for column in COLUMNS:
        name = xl_col_to_name(at[column.name])
        if column.kind == "rate":
            n, m = (f"{xl_col_to_name(at[part])}{row + 1}" for part in column.of)
            sheet.write_formula(row, at[column.name], f'=IF({m}=0,"/",{n}/{m}*100)', forms["rate"], "/")
        else:
            sheet.write_formula(row, at[column.name], f"=SUM({name}{HEAD + 2}:{name}{row})", forms["total"], 0)
