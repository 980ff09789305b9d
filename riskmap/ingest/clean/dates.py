"""Dates in every form of DOMAIN.md §6.3. One raw cell → one `Parsed`; what depends on the row is settled later."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from riskmap.ingest.clean.text import flat
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.sheet import Cell


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a date cell says. At most one of `day`, `month_day`, `after` is set; `finding` may stand beside it."""

    day: date | None = None
    month_day: tuple[int, int] | None = None  # no year written; day 0 = the last of the month, month 0 = that of `base`
    after: int | None = None  # days after the found date: 立即 = 0, 限3日内 = 3
    finding: str = ""
    word: bool = False  # a status word stands in the date column


NOTHING = Parsed()
LONGEST = 100  # characters of a date with words around it; longer text is no date
NUMERALS = str.maketrans("〇零一二三四五六七八九两", "001234567892")
YEAR = r"(?P<y>\d{4}|\d{2})"
SEP = r"[-./年,、\\_]"
DAY = r"(?P<d>\d{2}(?=\d{2}:\d{2})|\d{1,2}(?!\d))"
FULL = re.compile(rf"^{YEAR}{SEP}+(?P<m>\d{{1,2}})[-./月,、\\_]+{DAY}[日号.]?(?P<rest>.*)$")
YEAR_LAST = re.compile(r"^(?:(?P<a>\d{1,2})[-./])?(?P<b>\d{1,2})[-./](?P<y>(?:19|20)\d{2})$")  # 25.12.2025, 12/2025
CLOCK = re.compile(r"(?:\s+|(?<=\d)T)(?:[上下]午|[AaPp][Mm])?\s*\d{1,2}\s*[:：时点].*$", re.DOTALL)
COMPACT = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\d{6})?$")
TAIL = r"(?P<tail>(?:份|底|末|前|之前|以前|内|上旬|中旬|下旬)*)"
MONTH = re.compile(rf"^(?P<y>\d{{4}}){SEP}(?P<m>\d{{1,2}})月?{TAIL}$")
NO_YEAR = re.compile(rf"^(?P<m>\d{{1,2}})[月./-]{DAY}[日号]?(?P<rest>.*)$")
MONTH_ONLY = re.compile(rf"^(?:今年|本年)?(?P<m>\d{{1,2}})月{TAIL}$")
YEAR_END = re.compile(r"^(?:(?P<y>\d{4})年|今年|本年|年)?(?:年)?(?:底|末|年底|年末)(?:前|以前|之前|前完成)?$")
THIS_MONTH = re.compile(r"^(?:本月|当月|月)(?:底|末|内)(?:前|以前|之前)?(?:完成|整改完成)?$")
LONGER = "个工作日|个月|工作日|天|周|个星期|星期|小时|h"
ALLOWED = f"{LONGER}|日"
WITHIN = r"(?:之?内|以内|期限)"
DONE = r"(?:整改|完成|完毕|到位)*$"
DAYS = re.compile(rf"^(?:限期?|于|在)?(?P<n>\d+|半)(?P<u>{ALLOWED}){WITHIN}*{DONE}")
# 3-5日内 and 3至5天 are spans of days; 3-5日 alone is the fifth of March.
SPAN = re.compile(
    rf"^(?:限期?|于|在)?\d+(?:{ALLOWED})?[-~至到—–―]+(?P<n>\d+)(?:(?P<u>{ALLOWED}){WITHIN}+|(?P<v>{LONGER})){DONE}"
)
MONTHS = re.compile(r"(?<![十年])([一两半])月(?=之?内|以内|期限)")  # 一月内: within a month; 1月内: in January
OF_MONTH = re.compile(
    rf"^(?:限期?|限于|于|在|务必|本月|当月)*(?P<d>\d{{1,2}})(?:日(?:之|以)?前|号(?:(?:之|以)?前)?){DONE}"
)
EDGE = re.compile(r"^[。.;,()'\"]+|[。.;,()'\"]+$")
MARKS = frozenset({"/", "-", "—", "——", "--", "\\", "无"})
STATUS_WORDS = re.compile(r"整改|完成|销号|闭环|落实|未|合格|关闭|已改")
END = re.compile("底|末|下旬")
PERIOD_END = {"上旬": 10, "中旬": 20}
RANGE = re.compile(r"(?<=[\d日号月])(?:至|到|—+|–|~|―)(?=\d)")
HYPHEN = re.compile(r"(?<=[\d日号])-{1,2}(?=\d)")
MONTH_SPAN = re.compile(
    rf"^(?:(?P<y>\d{{4}})[-./年])?(?P<m>\d{{1,2}})月?(?:份)?[-~至到—–―]+(?P<n>\d{{1,2}})月{TAIL}(?:完成|整改完成)?$"
)
UNITS = {"周": 7, "个星期": 7, "星期": 7, "个月": 30}


def parse(cell: Cell, *, due: bool = False, zone: str = "Asia/Shanghai", epoch_1904: bool = False) -> Parsed:
    """One cell of a date column. `due` takes the end of a range and the last day of a month."""
    if cell is None or cell == "" or isinstance(cell, bool):
        return NOTHING
    if isinstance(cell, datetime):
        return _sane(cell.date() if cell.tzinfo is None else cell.astimezone(ZoneInfo(zone)).date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, int | float):
        return _number(float(cell), due=due, epoch_1904=epoch_1904)
    if isinstance(cell, str):
        told = " ".join(cell.split())
        if len(told) > LONGEST:
            return _word(flat(told))
        return _text(flat(CLOCK.sub("", told)), cell, due=due, zone=zone, epoch_1904=epoch_1904)
    return Parsed(finding="bad_date")


def _sane(day: date) -> Parsed:
    return Parsed(day) if 1990 <= day.year <= 2100 else Parsed(finding="bad_date")


def _number(value: float, *, due: bool, epoch_1904: bool) -> Parsed:
    if 20_000 <= value < 60_000:
        base = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        return Parsed(base + timedelta(days=int(value)))
    if 19_900_101 <= value <= 21_001_231 and value.is_integer():
        return _text(str(int(value)), "", due=due, zone="", epoch_1904=False)
    if 1990 <= value < 2101 and not value.is_integer():
        return _text(f"{value:.2f}".rstrip("0"), "", due=due, zone="", epoch_1904=False)
    if 1 <= value < 13 and not value.is_integer():
        return _text(f"{value:.2f}".rstrip("0"), "", due=due, zone="", epoch_1904=False)
    return Parsed(finding="bad_date")


def _text(text: str, raw: str, *, due: bool, zone: str, epoch_1904: bool) -> Parsed:
    text = EDGE.sub("", text)
    if not text or text in MARKS:
        return NOTHING
    known = code_of(text, "date")
    if known is not None:
        return Parsed(after=0) if known == "now" else Parsed(finding="no_fixed_date")
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _number(float(text), due=due, epoch_1904=epoch_1904)
    zoned = _zoned(raw.strip(), zone)
    if zoned is not None:
        return zoned
    text = _numerals(MONTHS.sub(r"\1个月", text))
    if months := MONTH_SPAN.match(text):
        return _months(months, due)
    for separator in (RANGE, HYPHEN):
        parts = separator.split(text)
        if len(parts) == 2 and (found := _range(parts[0], parts[1], due)) is not None:
            return found
    return _single(text, due) or _word(text)


def _word(text: str) -> Parsed:
    if STATUS_WORDS.search(text):
        return Parsed(finding="status_in_date", word=True)
    return Parsed(finding="bad_date")


def _numerals(text: str) -> str:
    """Chinese numerals of dates as digits: 二〇二五年五月十日, 三日内, 十五天."""
    if not re.search(r"[〇零一二三四五六七八九十两]", text):
        return text

    def tens(found: re.Match[str]) -> str:
        left, right = found.group(1), found.group(2)
        return f"{left.translate(NUMERALS) if left else 1}{right.translate(NUMERALS) if right else 0}"

    return re.sub(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", tens, text).translate(NUMERALS)


def _zoned(raw: str, zone: str) -> Parsed | None:
    """A timestamp with a zone becomes a date in the county's zone."""
    if not zone or not re.match(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$", raw):
        return None
    try:
        return _sane(datetime.fromisoformat(raw).astimezone(ZoneInfo(zone)).date())
    except ValueError:
        return Parsed(finding="bad_date")


def _range(left: str, right: str, due: bool) -> Parsed | None:
    """5月8日-10日, 2018.5.8—6.1: the end for a due date, else the start; the end inherits year and month."""
    start = _single(left, due=False)
    if start is None or (start.day is None and start.month_day is None):
        return None
    if not due:
        return start
    bare = re.fullmatch(r"(\d{1,2})[日号]?", right)
    if bare:
        number = int(bare.group(1))
        month, first = (start.day.month, start.day.day) if start.day is not None else start.month_day or (0, 0)
        over = number < first  # 12月28日-5日 goes into the next month
        month = month % 12 + 1 if over else month
        if start.day is not None:
            return _day(start.day.year + (over and month == 1), month, number)
        return _no_year(month, number)
    end = _single(right, due=True)
    if end is not None and end.month_day is not None and start.day is not None:
        return _day(start.day.year + (end.month_day < (start.day.month, start.day.day)), *end.month_day)
    return end


def _months(found: re.Match[str], due: bool) -> Parsed:
    """2026年3-5月: the last day of the end for a due date, else the first of the start."""
    first, last = int(found["m"]), int(found["n"])
    month = last if due else first
    if not found["y"]:
        return _no_year(month, 0 if due else 1, "month_only")
    return _month(int(found["y"]) + (due and last < first), month, "", due)


def _single(text: str, due: bool) -> Parsed | None:
    return _dated(text, due) or _allowed(text) or _yearless(text, due) or _shortened(text, due)


def _dated(text: str, due: bool) -> Parsed | None:
    """A day or a month with its year."""
    if found := FULL.match(text) or COMPACT.match(text):
        year = int(found["y"])
        return _day(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
    if found := MONTH.match(text):
        return _month(int(found["y"]), int(found["m"]), found["tail"] or "", due)
    if found := YEAR_LAST.match(text):
        return _year_last(int(found["a"] or 0), int(found["b"]), int(found["y"]), due)
    if (found := YEAR_END.match(text)) and found["y"]:
        return Parsed(date(int(found["y"]), 12, 31))
    return None


def _allowed(text: str) -> Parsed | None:
    """A span of days from the found date on."""
    if found := DAYS.match(text):
        return _days(found["n"], found["u"])
    found = SPAN.match(text)
    return _days(found["n"], found["u"] or found["v"]) if found else None


def _yearless(text: str, due: bool) -> Parsed | None:
    """A day or a month without its year, or a day of the month in which it was found."""
    if YEAR_END.match(text):
        return Parsed(month_day=(12, 31), finding="no_year")
    if THIS_MONTH.match(text):
        return Parsed(month_day=(0, 0), finding="no_year")
    if (found := OF_MONTH.match(text)) and 1 <= int(found["d"]) <= 31:
        return Parsed(month_day=(0, int(found["d"])), finding="no_year")
    if found := MONTH_ONLY.match(text):
        tail = found["tail"] or ""
        number = PERIOD_END.get(tail[:2], 0 if due or END.search(tail) else 1)
        return _no_year(int(found["m"]), number, "month_only")
    found = NO_YEAR.match(text)
    return _no_year(int(found["m"]), int(found["d"])) if found else None


def _shortened(text: str, due: bool) -> Parsed | None:
    """A date with words behind it: 5月10日前, 2018.5.10前完成, 限于5月10日前整改完毕."""
    plain = re.sub(r"^(?:限期?|限于|于|务必|必须|要求|截止到?|截至)", "", text)
    plain = re.sub(r"(?:前|之前|以前)?(?:整改|治理)?(?:完成|完毕|到位|结束)?$", "", plain)
    return _single(plain, due) if plain != text and plain else None


def _days(number: str, unit: str) -> Parsed:
    if unit in {"小时", "h"}:
        return Parsed(after=-(-int(number) // 24) if number != "半" else 1)
    if number == "半":
        return Parsed(after=15 if unit == "个月" else 1)
    days = int(number) * UNITS.get(unit, 1)
    if days > 3650:
        return Parsed(finding="bad_date")
    return Parsed(after=days, finding="working_days" if "工作日" in unit else "")


def _month(year: int, month: int, tail: str, due: bool) -> Parsed:
    if not 1 <= month <= 12:
        return Parsed(finding="bad_date")
    end = due or END.search(tail)
    day = PERIOD_END.get(tail[:2], calendar.monthrange(year, month)[1] if end else 1)
    return Parsed(date(year, month, day), finding="month_only")


def _year_last(first: int, second: int, year: int, due: bool) -> Parsed:
    """25.12.2025 and 12/25/2025 are sure; 05/10/2026 may be either day and is none."""
    if not first:
        return _month(year, second, "", due)
    if first > 12 >= second or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 >= first else Parsed(finding="bad_date")


def _no_year(month: int, day: int, finding: str = "no_year") -> Parsed:
    if 1 <= month <= 12 and 0 <= day <= 31:
        return Parsed(month_day=(month, day), finding=finding)
    return Parsed(finding="bad_date")


def _day(year: int, month: int, day: int) -> Parsed:
    try:
        return _sane(date(year, month, day))
    except ValueError:
        return Parsed(finding="bad_date")
