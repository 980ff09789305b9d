"""The workbook that a unit fills in: locked facts, open columns with their lists, a hidden id in every row."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from riskmap.domain.codes import LateReason
from riskmap.domain.due import due_eff
from riskmap.domain.filling import FillingRound, Receiver
from riskmap.domain.filling_sheet import COLUMNS, PREFILLED, Column, Stand, encode
from riskmap.domain.hazard import Hazard
from riskmap.domain.progress import is_overdue, status_at
from riskmap.i18n import Translator
from riskmap.i18n.catalogue import LANGUAGES
from riskmap.views.export import neutral
from riskmap.views.names import LATE_REASON, Label

STAND: Final = {
    Stand.NOT_STARTED: "stand|Not started",
    Stand.UNDER_WAY: "stand|Under way",
    Stand.DONE: "stand|Rectified",
}
HEAD: Final = 4  # row of the headers, counted from 0: title, deadline, notes, marks stand above
GUIDE: Final = (
    "Fill in the yellow columns only; an empty cell says nothing and deletes nothing. Rectified needs the day of "
    "completion. Do not delete or change the hidden row mark; rows may be sorted. "
    "Photos are put into the last column, each over the row it belongs to."
)
MARKS: Final = "Internal use · no classified information · please return by the office's channel only"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How the sheet's headers and choices are written, in every language: text → column or code."""

    headers: Mapping[str, str]
    stand: Mapping[str, str]
    reason: Mapping[str, str]


def vocabulary() -> Vocabulary:
    """The words by which a returned sheet is read, whatever language it was sent in."""
    words = [Translator(lang) for lang in LANGUAGES]
    return Vocabulary(
        {t(column.header): column.name for t in words for column in COLUMNS},
        {t(word): code.value for t in words for code, word in STAND.items()},
        {t(word): code.value for t in words for code, word in LATE_REASON.items()},
    )


def workbook(sent: FillingRound, receiver: Receiver, hazards: Sequence[Hazard], label: Label, t: Translator) -> bytes:
    """The workbook of one unit with its hazards as they were sent out; protected without a password."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": neutral(sent.title), "subject": sent.token, "company": t("export|Internal use")})
    sheet = book.add_worksheet(t("filling|Fill in"))
    forms = _forms(book)
    _top(sheet, sent, receiver, len(hazards), forms, t)
    for at, column in enumerate(COLUMNS):
        sheet.write_string(HEAD, at, t(column.header), forms["open head" if column.open else "head"])
        sheet.set_column(at, at, column.width, None, {"hidden": column.kind == "id"})
    for number, hazard in enumerate(hazards, HEAD + 1):
        _row(sheet, number, sent, hazard, label, forms)
    last = HEAD + max(len(hazards), 1)
    _lists(sheet, last, t)
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    sheet.protect("", {  # objects: pictures may be put into the column of photos
        "sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "objects": True,
    })  # fmt: skip
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_footer(f"&L{t('export|Internal use')}&C&P / &N&R{sent.token}")
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "border_color": "#B8C4CE", "valign": "vcenter", "text_wrap": True, "font_size": 10}
    day = {"num_format": "yyyy-mm-dd", "align": "left"}
    late = {"font_color": "#B3241D", "bold": True}
    given, head = {"bg_color": "#FFF9E3", "locked": False}, {"bold": True, "bg_color": "#E3EAF0"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"}),
        "deadline": book.add_format({"bold": True, "font_size": 11, "font_color": "#B3241D", "valign": "vcenter"}),
        "note": book.add_format({"font_size": 10, "text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"font_size": 9, "font_color": "#536374"}),
        "head": book.add_format(cell | head),
        "open head": book.add_format(cell | head | {"bg_color": "#F7DE8B"}),
        "cell": book.add_format(cell),
        "day": book.add_format(cell | day),
        "late": book.add_format(cell | day | late),
        "open": book.add_format(cell | given),
        "open day": book.add_format(cell | given | day),
        "open number": book.add_format(cell | given | {"num_format": "0.0###"}),
    }


def _top(
    sheet: Any, sent: FillingRound, receiver: Receiver, items: int, forms: Mapping[str, Any], t: Translator
) -> None:
    last = len(COLUMNS) - 1
    lines = (
        (f"{sent.title} · {receiver.name}", "title", 26),
        (
            t("Please return by {deadline}. {n} open items as of {day}.", deadline=t.date(sent.deadline, "long"),
              n=items, day=t.date(sent.as_of)),
            "deadline", 20,
        ),
        ("\n".join(part for part in (sent.notes, t(GUIDE)) if part), "note", 34 + 14 * sent.notes.count("\n")),
        (t(MARKS), "mark", 16),
    )  # fmt: skip
    for row, (text, form, height) in enumerate(lines):
        sheet.merge_range(row, 1, row, last, "", forms[form])
        sheet.write_string(row, 1, neutral(text), forms[form])
        sheet.set_row(row, height + (14 if row == 2 and sent.notes else 0))


def _row(sheet: Any, row: int, sent: FillingRound, hazard: Hazard, label: Label, forms: Mapping[str, Any]) -> None:
    late = is_overdue(hazard, sent.as_of)
    for at, column in enumerate(COLUMNS):
        value = cell(column, sent, hazard, label)
        form = forms[_form(column, late=late)]
        if value is None or value == "":
            sheet.write_blank(row, at, None, form)
        elif isinstance(value, str):
            sheet.write_string(row, at, neutral(value), form)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, form)
        else:
            sheet.write_number(row, at, float(value), form)


def _form(column: Column, *, late: bool) -> str:
    kind = column.kind if column.kind in {"day", "number"} else ""
    if column.open:
        return f"open {kind}".strip()
    return "late" if column.kind == "day" and late else kind or "cell"


def cell(column: Column, sent: FillingRound, hazard: Hazard, label: Label) -> Any:
    """What stands in a cell when the sheet goes out: text, day, number, or nothing."""
    if column.kind == "id":
        return encode(sent.token, hazard.id, hazard.version)
    if column.name == "due":
        return due_eff(hazard, sent.as_of)
    if column.name == "status":
        return label("status", status_at(hazard, sent.as_of) or hazard.status)
    if column.kind == "code":
        code = str(getattr(hazard, column.name))
        return label(column.name, code)
    return getattr(hazard, column.name) if column.name in PREFILLED or not column.open else None


def _lists(sheet: Any, last: int, t: Translator) -> None:
    """Drop-down lists and checks; a wrong entry is warned of, the import decides."""
    words = {"stand": [t(one) for one in STAND.values()], "reason": [t(one) for one in LATE_REASON.values()]}
    assert set(LATE_REASON) == set(LateReason)
    for at, column in enumerate(COLUMNS):
        if not column.open:
            continue
        area = (HEAD + 1, at, last, at)
        if column.kind in words:
            sheet.data_validation(*area, {"validate": "list", "source": words[column.kind]})
        elif column.kind == "day":
            rule = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_type": "warning"}
            sheet.data_validation(*area, rule | {"input_message": t("A day such as 2026-11-22")})
        elif column.kind == "number":
            sheet.data_validation(*area, {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"})
