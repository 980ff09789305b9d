"""Dates: every form of DOMAIN.md §6.3, raw beside expected."""

from datetime import date, datetime

import pytest

from riskmap.ingest.clean.dates import Parsed, parse
from riskmap.ingest.clean.settling import settle

FOUND = date(2018, 5, 3)

READ = [
    # raw, in a due column?, found + expected day, finding
    ("2018.5.10", False, date(2018, 5, 10), ""),
    ("2018年5月10日", False, date(2018, 5, 10), ""),
    ("2018-05-10", False, date(2018, 5, 10), ""),
    ("2018/5/10", False, date(2018, 5, 10), ""),
    ("20180510", False, date(2018, 5, 10), ""),
    (20180510.0, False, date(2018, 5, 10), ""),
    ("18.5.10", False, date(2018, 5, 10), ""),
    ("2018.05.10日", False, date(2018, 5, 10), ""),
    ("2018．5．10", False, date(2018, 5, 10), ""),
    ("２０１８年５月１０日", False, date(2018, 5, 10), ""),
    (" 2018 年5月 10日14:40分", False, date(2018, 5, 10), ""),
    ("二〇一八年五月十日", False, date(2018, 5, 10), ""),
    ("5月10日", False, date(2018, 5, 10), "no_year"),
    ("5.10", False, date(2018, 5, 10), "no_year"),
    ("2018年5月", False, date(2018, 5, 1), "month_only"),
    ("2018年5月", True, date(2018, 5, 31), "month_only"),
    ("5月底", True, date(2018, 5, 31), "month_only"),
    ("5月底前", True, date(2018, 5, 31), "month_only"),
    ("2018年6月底前", True, date(2018, 6, 30), "month_only"),
    ("5月中旬", True, date(2018, 5, 20), "month_only"),
    ("年底前", True, date(2018, 12, 31), "no_year"),
    ("本月底", True, date(2018, 5, 31), "no_year"),
    (43230, False, date(2018, 5, 10), ""),
    ("43230", False, date(2018, 5, 10), ""),
    (43230.61, False, date(2018, 5, 10), ""),
    (datetime(2018, 5, 10, 15, 20), False, date(2018, 5, 10), ""),  # noqa: DTZ001 - as a workbook gives it
    (date(2018, 5, 10), False, date(2018, 5, 10), ""),
    ("5月8日-10日", True, date(2018, 5, 10), "no_year"),
    ("5月8日-10日", False, date(2018, 5, 8), "no_year"),
    ("2018-05-08~2018-05-10", True, date(2018, 5, 10), ""),
    ("2018.5.8-5.10", False, date(2018, 5, 8), ""),
    ("2018年5月8日至6月1日", True, date(2018, 6, 1), ""),
    ("立即整改", True, FOUND, ""),
    ("当场整改", True, FOUND, ""),
    ("即查即改", True, FOUND, ""),
    ("今", True, FOUND, ""),
    ("今日", True, FOUND, ""),
    ("限3日内", True, date(2018, 5, 6), ""),
    ("三日内", True, date(2018, 5, 6), ""),
    ("限期十五日内整改", True, date(2018, 5, 18), ""),
    ("一周内", True, date(2018, 5, 10), ""),
    ("5个工作日", True, date(2018, 5, 8), "working_days"),
    ("24小时内", True, date(2018, 5, 4), ""),
    ("5月10日前", True, date(2018, 5, 10), "no_year"),
    ("2018.5.10前完成", True, date(2018, 5, 10), ""),
    ("长期", True, None, "no_fixed_date"),
    ("待定", True, None, "no_fixed_date"),
    ("/", True, None, ""),
    ("", True, None, ""),
    (None, True, None, ""),
    ("9月", True, date(2018, 9, 30), "month_only"),
    ("9月", False, date(2018, 9, 1), "month_only"),
    ("9月内完成", True, date(2018, 9, 30), "month_only"),
    ("6月内", True, date(2018, 6, 30), "month_only"),
    ("一月内", True, date(2018, 6, 2), ""),
    ("限两月内整改", True, date(2018, 7, 2), ""),
    ("半月内", True, date(2018, 5, 18), ""),
    ("3个月内", True, date(2018, 8, 1), ""),
    ("十一月内", True, date(2018, 11, 30), "month_only"),
    ("2018年5-6月", True, date(2018, 6, 30), "month_only"),
    ("2018年5月-6月", False, date(2018, 5, 1), "month_only"),
    ("2018年12月至1月", True, date(2019, 1, 31), "month_only"),
    ("5-6月", True, date(2018, 6, 30), "month_only"),
    ("15日前", True, date(2018, 5, 15), "no_year"),
    ("15日之前整改完成", True, date(2018, 5, 15), "no_year"),
    ("2日前", True, date(2018, 6, 2), "no_year"),
    ("限于三十一日前整改完毕", True, date(2018, 5, 31), "no_year"),
    ("15号前", True, date(2018, 5, 15), "no_year"),
    ("15号", True, date(2018, 5, 15), "no_year"),
    ("15日", True, date(2018, 5, 18), ""),
    ("15日内", True, date(2018, 5, 18), ""),
    ("3-5日内", True, date(2018, 5, 8), ""),
    ("3-5天内完成", True, date(2018, 5, 8), ""),
    ("3—5天", True, date(2018, 5, 8), ""),
    ("三至五日内", True, date(2018, 5, 8), ""),
    ("3日到5日内", True, date(2018, 5, 8), ""),
    ("3-5个工作日", True, date(2018, 5, 8), "working_days"),
    ("1-2个月", True, date(2018, 7, 2), ""),
    ("05/10/2018", False, None, "bad_date"),
    ("25.12.2018", False, date(2018, 12, 25), ""),
    ("12/25/2018", False, date(2018, 12, 25), ""),
    ("05-05-2018", False, date(2018, 5, 5), ""),
    ("12/2018", True, date(2018, 12, 31), "month_only"),
    ("31/31/2018", False, None, "bad_date"),
    ("2018/5/1 0:00:00", False, date(2018, 5, 1), ""),
    ("2018-5-1 8时30分", False, date(2018, 5, 1), ""),
    ("2018/5/10 下午2:40", False, date(2018, 5, 10), ""),
    ("2018-05-10T14:40:00", False, date(2018, 5, 10), ""),
    ("2018-05-1014:40", False, date(2018, 5, 10), ""),
    ("5月10日 14:40", False, date(2018, 5, 10), "no_year"),
    ("2018年12月28日-1月5日", True, date(2019, 1, 5), ""),
    ("2018年12月28日-5日", True, date(2019, 1, 5), ""),
    ("5月28日至5日", True, date(2018, 6, 5), "no_year"),
    ("已整改", False, None, "status_in_date"),
    ("2018.2.30", False, None, "bad_date"),
    ("2018.13.1", False, None, "bad_date"),
    ("不知道", False, None, "bad_date"),
    ("限" * 20_000, True, None, "bad_date"),
    (" " * 20_000 + "不知道", True, None, "bad_date"),
    (7.0, False, None, "bad_date"),
    (1e300, False, None, "bad_date"),
    (float("nan"), False, None, "bad_date"),
    (True, False, None, ""),
]


@pytest.mark.parametrize(("raw", "due", "expected", "finding"), READ)
def test_a_date_cell_is_read_as_written(raw: object, due: bool, expected: date | None, finding: str) -> None:
    parsed = parse(raw, due=due)  # type: ignore[arg-type]
    assert settle(parsed, FOUND, 2018) == expected
    assert parsed.finding == finding


def test_a_serial_of_a_1904_workbook_is_1462_days_later() -> None:
    assert parse(43230 - 1462, epoch_1904=True) == Parsed(date(2018, 5, 10))


def test_a_timestamp_with_a_zone_becomes_a_day_of_the_county() -> None:
    assert parse("2018-05-09T23:30:00Z", zone="Asia/Shanghai") == Parsed(date(2018, 5, 10))
    assert parse("2018-05-09T23:30:00+08:00", zone="Asia/Shanghai") == Parsed(date(2018, 5, 9))


def test_a_due_date_without_year_rolls_over_new_year() -> None:
    assert settle(parse("1月10日", due=True), date(2018, 12, 20), 2018) == date(2019, 1, 10)


@pytest.mark.parametrize(
    ("raw", "found", "until", "expected"),
    [
        ("6月30日", date(2025, 11, 20), None, date(2026, 6, 30)),
        ("2月28日", date(2025, 8, 20), None, date(2026, 2, 28)),
        ("2月底", date(2025, 8, 20), None, date(2026, 2, 28)),
        ("3月5日", date(2026, 3, 20), None, date(2026, 3, 5)),  # a slip of the pen: told as due_before_found
        ("5月10日", date(2025, 11, 20), date(2026, 11, 22), date(2026, 5, 10)),
        ("1月10日", date(2026, 3, 10), date(2026, 11, 22), date(2026, 1, 10)),  # nothing is done in the future
        ("31日前", date(2026, 4, 10), None, date(2026, 4, 30)),
        ("30日前", date(2026, 1, 31), None, date(2026, 2, 28)),
        ("5日前", date(2026, 12, 20), None, date(2027, 1, 5)),
        ("9月", date(2026, 3, 1), None, date(2026, 9, 30)),
        ("10月", date(2026, 9, 1), None, date(2026, 10, 31)),
    ],
)
def test_a_later_step_without_year_follows_the_day_it_was_found(
    raw: str, found: date, until: date | None, expected: date
) -> None:
    assert settle(parse(raw, due=True), found, 2026, until=until) == expected


def test_a_day_that_the_month_does_not_have_is_no_day() -> None:
    assert settle(parse("2月30日"), FOUND, 2018) is None
