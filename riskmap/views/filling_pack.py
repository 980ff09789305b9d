"""All workbooks of a round in one zip, with an index of who gets which."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from riskmap.domain.filling import FillingRound, Receiver, RoundKind
from riskmap.domain.hazard import Hazard
from riskmap.domain.progress import is_overdue
from riskmap.i18n import Translator
from riskmap.views import filling, filling_form
from riskmap.views.export import neutral
from riskmap.views.names import Label

UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f.\s]+')


def file_name(number: int, receiver: Receiver) -> str:
    """Name of a unit's workbook, safe on every system: 01_永安镇.xlsx."""
    return f"{number:02d}_{UNSAFE.sub('_', receiver.name).strip('_')[:60] or receiver.code}.xlsx"


def pack(
    sent: FillingRound,
    hazards: Mapping[str, Hazard],
    label: Label,
    t: Translator,
    *,
    who: str,
    moment: str,
    sectors: Sequence[str] = (),
) -> bytes:
    """The zip of a round: an index, and a workbook a unit with its items as they were sent out.

    `hazards`: by id, as sent; `who` and `moment`: who makes the files when, written in the index; `sectors`: rows
    of a form.
    """
    out = io.BytesIO()
    own: dict[str, list[Hazard]] = {receiver.code: [] for receiver in sent.receivers}
    for one in sent.asked:
        own[one.receiver].append(hazards[one.hazard_id])
    named = [(file_name(number, one), one) for number, one in enumerate(sent.receivers, 1)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        head = t("Made by {who}, {moment}; purpose: {title}", who=who, moment=moment, title=sent.title)
        archive.writestr(f"00_{t('filling|Index')}.xlsx", _index(sent, named, own, head, t))
        for name, receiver in named:
            if sent.kind is RoundKind.FORM:
                body = filling_form.workbook(sent, receiver, sectors, label, t)
            else:
                body = filling.workbook(sent, receiver, own[receiver.code], label, t)
            archive.writestr(name, body)
    return out.getvalue()


def _index(
    sent: FillingRound, named: Iterable[tuple[str, Receiver]], own: Mapping[str, Sequence[Hazard]], head: str,
    t: Translator,
) -> bytes:  # fmt: skip
    import xlsxwriter

    lines: list[Sequence[Any]] = [
        (receiver.name, name, len(own[receiver.code]), sum(is_overdue(h, sent.as_of) for h in own[receiver.code]),
         t.date(sent.deadline))
        for name, receiver in named
    ]  # fmt: skip
    total = (t("Total"), "", sum(line[2] for line in lines), sum(line[3] for line in lines), "")
    heads = [t("filling|Unit"), t("filling|File"), t("Open items"), t("Overdue"), t("round|Deadline")]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(t("filling|Index"))
    sheet.write_string(0, 0, neutral(sent.title), bold)
    sheet.write_string(1, 0, neutral(f"{t('export|Internal use')} · {head}"))
    for at, width in enumerate((28, 36, 12, 12, 14)):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, heads[at], bold)
    for row, line in enumerate([*lines, total], 4):
        for at, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, at, neutral(value))
            else:
                sheet.write_number(row, at, value)
    sheet.freeze_panes(4, 0)
    book.close()
    return out.getvalue()
