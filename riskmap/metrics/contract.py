"""The JSON document of the metrics contract, for the command line and the API."""

from collections.abc import Callable
from typing import Any

from riskmap.metrics.counts import counts
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.measures import CONTRACT
from riskmap.metrics.rates import RATES

Label = Callable[[str, str], str]  # (dimension, code) -> name


def document(index: Index, where: Filter, by: tuple[str, ...], label: Label | None = None) -> dict[str, Any]:
    """Return {"from","as_of","by","rows","total"}: counts as integers, rates as the nearest double to n/m or None.

    `label`: gives the name of a code for `<dim>_name`; the code itself by default. Rows are the cells in which
    anything counts, in printing order; without dimensions there are none and the total stands alone.
    Raises DimensionError.
    """
    name_of: Label = label or _code
    total = counts(index, where.as_of, where.from_, (), where).to_dict("records")[0]
    rows: list[dict[str, Any]] = []
    if by:
        for record in counts(index, where.as_of, where.from_, by, where).to_dict("records"):
            named: dict[str, Any] = {}
            for dim in by:
                named |= {dim: record[dim], f"{dim}_name": name_of(dim, str(record[dim]))}
            figures = _figures({str(key): value for key, value in record.items()})
            if any(figures[name] for name in CONTRACT):
                rows.append(named | figures)
    return {
        "from": where.from_.isoformat(),
        "as_of": where.as_of.isoformat(),
        "by": list(by),
        "rows": rows,
        "total": _figures({str(key): value for key, value in total.items()}),
    }


def _code(_dim: str, code: str) -> str:
    return code


def _figures(record: dict[str, Any]) -> dict[str, Any]:
    return {name: int(record[name]) for name in CONTRACT} | {name: rate.value(record) for name, rate in RATES.items()}
