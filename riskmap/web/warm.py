"""What the first visitor would wait for, made before the door opens."""

from riskmap.metrics import filters
from riskmap.metrics.counts import counts
from riskmap.web import data


def pages() -> None:
    """Open the ledger and compute what every first page asks for."""
    view, where = data.view(), filters.default(data.today())
    for by in ((), ("township",), ("sector",), ("group",)):
        counts(view.index, where.as_of, where.from_, by, where)
