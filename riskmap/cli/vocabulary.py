"""The words of filters and dimensions as --help tells them, without loading what understands them."""

from typing import Final

FILTERS: Final = (
    "sector, group, township, grade, status, progress, department, enterprise, source, supervision, size, listed, "
    "batch, overdue, located, area, from, as_of, q, lang"
)

DIMENSIONS: Final = (
    "sector, group, township, grade, department, enterprise, source, inspection_kind, supervision, size, week, month"
)
