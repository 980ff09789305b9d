"""The sheet of statements of progress behind an exported ledger: reasons for lateness, days expected, wishes."""

from collections.abc import Mapping, Sequence
from typing import Any

from riskmap.views.export import Stated, neutral
from riskmap.views.names import Label
from riskmap.views.words import Words

HEADS = (  # header and width; no header of a ledger, so that the sheet is never read as one
    ("stated|Of number", 18), ("stated|Of enterprise", 24), ("stated|Said on", 12), ("stated|What was said", 36),
    ("stated|Reason named", 18), ("stated|Day expected", 14), ("stated|To be coordinated", 36), ("stated|Said by", 18),
)  # fmt: skip


def sheet(book: Any, told: Sequence[Stated], label: Label, forms: Mapping[str, Any], t: Words) -> None:
    """Add the sheet to an open workbook; none where nothing was stated. `forms`: head and day among its formats."""
    if not told:
        return
    page = book.add_worksheet(t("Progress, reasons for lateness"))
    for at, (head, width) in enumerate(HEADS):
        page.write_string(0, at, t(head), forms["head"])
        page.set_column(at, at, width)
    for row, (number, enterprise, said) in enumerate(told, 1):
        reason = label("late_reason", said.late_reason) if said.late_reason else ""
        texts = {0: number, 1: enterprise, 3: said.progress, 4: reason, 6: said.coordination, 7: said.by}
        for at, text in texts.items():
            page.write_string(row, at, neutral(text), forms[""])
        for at, day in {2: said.on, 5: said.expected}.items():
            if day is not None:
                page.write_datetime(row, at, day, forms["day"])
    page.freeze_panes(1, 1)
