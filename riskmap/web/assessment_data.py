"""What a sheet of an assessment is worked out from, for the page and the workbook; never kept between requests.

Counted over the whole ledger, so that a unit reads of itself what the office reads of it; only the lines of units that
the reader may see are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from riskmap.domain.assessment import Scheme, Unit
from riskmap.domain.columns import to_day
from riskmap.ledger import assessing
from riskmap.metrics import assessment as metrics
from riskmap.metrics.assessment import Sheet
from riskmap.metrics.assessment_rows import counted
from riskmap.metrics.index import Index, Memory
from riskmap.web import data
from riskmap.web.identity import Reader
from riskmap.web.session import Run

Rows = Mapping[tuple[str, int], tuple[tuple[str, str], ...]]  # (unit, place of a deduction) → id and number of hazards

_schemes = Memory(16)


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet with the rows of its deductions. `complete`: every unit of the kind is in it."""

    sheet: Sheet
    rows: Rows
    complete: bool
    revision: int
    state: tuple[int, ...]  # of the ledger's frames: another one may count otherwise
    at: datetime  # in the county's zone


def units(reader: Reader, unit: Unit) -> tuple[str, ...]:
    """The units of a kind whose sheets a reader sees."""
    return assessing.seen(data.county(), reader.grants, unit)


def opens(reader: Reader) -> bool:
    """Whether there is any sheet for a reader."""
    return not reader.device and any(units(reader, unit) for unit in Unit)


def known(run: Run, year: int, unit: Unit) -> Scheme | None:
    """The scheme as a run of a page knows it, read once a revision: saving one is an event as well."""
    return _schemes.get((run.view.key, year, unit), lambda: scheme(year, unit))


def scheme(year: int, unit: Unit) -> Scheme | None:
    """The scheme of a year, or the shipped sample; None for neither."""
    return assessing.of(data.engine(), data.county(), year, unit)


def made(one: Scheme, half: int, as_of: date | None, reader: Reader) -> Made:
    """Work a sheet out now. `half`: 1, 2, or 0 for the year. Raises PeriodError."""
    where = metrics.asked(one.year, half, data.today(), as_of)
    seen, view = units(reader, one.unit), data.whole()
    sheet = metrics.sheet(view.index, one, where, seen)
    complete = seen == assessing.units(data.county(), one.unit)
    at = data.now().astimezone(ZoneInfo(data.county().time_zone))
    return Made(sheet, rows_of(view.index, sheet), complete, view.snapshot.revision, view.key[1:], at)


def rows_of(index: Index, sheet: Sheet) -> Rows:
    """The hazards behind every deduction that was made."""
    frame = index.at(to_day(sheet.where.as_of))
    found = {}
    for result in sheet.results:
        for at, (rule, taken) in enumerate(zip(sheet.scheme.deductions, result.taken, strict=True)):
            if taken.n:
                rows = counted(index, sheet.where, sheet.scheme.unit, result.code, rule.figure)
                named = frame.take(rows)[["id", "hazard_no"]].to_numpy(dtype=object).astype(str).tolist()
                found[result.code, at] = tuple((one, number) for one, number in named)
    return found
