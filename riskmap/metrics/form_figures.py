"""Our ledger's own figures for the monthly form, by unit and sector, to hold against what units report."""

from collections.abc import Iterable
from decimal import Decimal

from riskmap.metrics import filters
from riskmap.metrics.declared import Form
from riskmap.metrics.filling import fill
from riskmap.metrics.filters import Filter
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Index


def counted(form: Form | None) -> tuple[str, ...]:
    """The columns that the ledger counts: those of the declared form that are typed; none without a form by sector."""
    return tuple(one.key for one in form.columns if not one.rate) if form and form.rows == "sector" else ()


def figures(
    form: Form | None, index: Index, where: Filter, by: str, units: Iterable[str], register: Register
) -> dict[tuple[str, str, str], Decimal]:
    """Return (unit, sector, column) → value of the filter's period, as the declared form counts it; no zeros.

    It is the form of the page of forms, filled for one unit after another, so that both print one figure (a township's
    holds whatever was found there, whoever supervises it). `by`: township, department or enterprise; a hazard without
    a sector stands under filters.UNKNOWN.
    """
    known = set(counted(form))
    told: dict[tuple[str, str, str], Decimal] = {}
    if form is None or not known:
        return told
    for unit in units:
        filled = fill(form, index, filters.changed(where, **{by: (unit,)}), "", register, cumulative=form.cumulative)
        for line in filled.lines:
            for column, cell in zip(form.columns, line.cells, strict=True):
                if column.key in known and cell.n:
                    told[unit, line.code or filters.UNKNOWN, column.key] = Decimal(cell.n)
    return told
