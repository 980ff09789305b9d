"""The words around an official form: its period, until when, what narrows it, and what was published differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics.forms import Cell, Filled
from riskmap.views.cover import conditions
from riskmap.views.names import Label

TOTAL = "total"  # the line of the total in published figures
LINES = {"sector": "Sector", "group": "Sector group", "township": "Township", "department": "Department"}


def period_line(t: Translator, filled: Filled) -> str:
    """The period as the form prints it: 2026年1月—10月（累计）, 2026年10月, 2026年第3季度."""
    start, end = filled.where.from_, filled.where.as_of
    first, last = t.date(start, "month"), t.date(end, "month")
    span = first if (start.year, start.month) == (end.year, end.month) else t("{a} to {b}", a=first, b=last)
    if filled.cumulative and filled.form.period is not Kind.YEAR:
        return t("{period} (cumulative)", period=span)
    if filled.form.period is Kind.QUARTER:
        return t("{year}, quarter {n}", year=str(end.year), n=(start.month - 1) // 3 + 1)
    return span


def until_line(t: Translator, filled: Filled) -> str:
    """截止到 … : the last day counted."""
    return t("Counted to {day}", day=t.date(filled.where.as_of, "long"))


def filter_line(t: Translator, filled: Filled, label: Label) -> str:
    """What narrows the form, "" when it is the whole county's."""
    told = [f"{name}{t('cover|: ')}{text}" for name, text in conditions(filled.where, label, t)]
    return t("Filter: {filter}", filter=t("cover|; ").join(told)) if told else ""


def printed(t: Translator, cell: Cell) -> str:
    """A figure in the reader's grouping; rates as the form prints them."""
    if cell.m is not None:
        return cell.text
    return t.number(cell.n, 1 if isinstance(cell.n, Decimal) else 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A published figure beside ours of today. `line`: code of the line or TOTAL; both as they are printed."""

    line: str
    column: str
    published: Decimal
    ours: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Ours less the published one; None where ours divides by nothing."""
        return None if self.ours is None else self.ours - self.published


def compared(filled: Filled, published: Mapping[str, Mapping[str, str]]) -> list[Difference]:
    """Every published figure of a form against ours, in the order of lines and columns; nothing is overwritten."""
    lines = {TOTAL: filled.total, **{line.code or "": line for line in filled.lines}}
    found = []
    for code, line in lines.items():
        for column, cell in zip(filled.form.columns, line.cells, strict=True):
            said = published.get(code, {}).get(column.key)
            if said is not None:
                ours = None if cell.m == 0 else Decimal(cell.text)
                found.append(Difference(code, column.key, Decimal(said), ours))
    return found


def labels_of(kind: Kind, first: date, today: date) -> list[str]:
    """Labels of every period from that of `first` to that of `today`, the latest first."""
    from riskmap.domain.periods import DAY, whole

    found, day = [], today
    while day >= whole(kind, first).start:
        period = whole(kind, day)
        found.append(period.label)
        day = period.start - DAY
    return found
