"""Which rows the ledger page and the export show: filter, number behind it, order. No streamlit here."""

from collections.abc import Mapping, Sequence
from datetime import date

from riskmap.domain.columns import to_day
from riskmap.metrics import drill
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Memory
from riskmap.views import sorting
from riskmap.views.html.book import PAGE
from riskmap.web.data import View

COLUMNS = (  # all that the table shows or derives from
    "id", "hazard_no", "enterprise", "place", "description", "township", "sector", "grade", "department", "source",
    "status", "control",
    "listed_level", "found", "confirmed", "due", "due_original", "round_due", "declared", "rectified",
    "passed", "closed", "voided", "started", "rejected", "listed", "delisted", "undated",
)  # fmt: skip
_orders = Memory(32)


def rows(view: View, where: Filter, own: Mapping[str, str]) -> Ints:
    """Numbers of the hazards in order. Raises FilterError for a word of `own` that means nothing."""
    measure, among, sort = own.get("rows", ""), own.get("among", ""), sort_of(own)
    if among and among not in drill.AMONG:
        raise FilterError("among", among, "unknown_value")
    key = (view.key, where, measure, among, sort)

    def make() -> Ints:
        try:
            keep = drill.rows(view.index, where, measure, among)
        except drill.DrillError as error:
            raise FilterError("rows", error.word, "unknown_value") from error
        return sorting.order(view.index, where, keep, sort)

    return _orders.get(key, make)


def named(view: View, as_of: date, rows: Sequence[int] | Ints) -> dict[str, str]:
    """Hazard → number, firm or place, description: how hazards are called where one is chosen."""
    frame = view.index.at(to_day(as_of)).take(rows)
    columns = (frame[name] for name in ("id", "hazard_no", "enterprise", "place", "description"))
    return {one: call(number, firm or place, what) for one, number, firm, place, what in zip(*columns, strict=True)}


def call(number: str, where: str, what: str) -> str:
    """How one hazard is called where it is chosen."""
    return f"{number} {where} {what}"


def sort_of(own: Mapping[str, str]) -> str:
    """The standing order. Raises FilterError for an unknown one."""
    sort = own.get("sort", "") or sorting.DEFAULT
    if sort.removeprefix("-") not in sorting.SORTS:
        raise FilterError("sort", sort, "unknown_value")
    return sort


def page_of(own: Mapping[str, str], count: int) -> int:
    """The page asked for, held within those that there are. Raises FilterError for what is no number."""
    text = own.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise FilterError("page", text, "unknown_value")
    return max(1, min(int(text), -(-count // PAGE) or 1))
