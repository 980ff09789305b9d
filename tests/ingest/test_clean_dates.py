"""Dates: every form of DOMAIN.md §6.3, raw beside expected."""

from datetime import date, datetime

import pytest

from riskmap.ingest.clean.dates import Parsed, parse, settle

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
    ("已整改", False, None, "status_in_date"),
    ("2018.2.30", False, None, "bad_date"),
    ("2018.13.1", False, None, "bad_date"),
    ("不知道", False, None, "bad_date"),
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


def test_a_day_that_the_month_does_not_have_is_no_day() -> None:
    assert settle(parse("2月30日"), FOUND, 2018) is None
