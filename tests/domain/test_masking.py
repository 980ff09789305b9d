"""Who sees whose name in an export: a function of role and column (DOMAIN.md §7.2)."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.county import load_county
from riskmap.domain.masking import EXPORTERS, PERSONS, hidden_kept, hidden_numbers, masked, may_export, stands_for
from riskmap.domain.roles import Role

COUNTY = load_county(Path(__file__).resolve().parents[2] / "data" / "county.toml")
WORKING = {Role.COMMITTEE, Role.SYSTEM, Role.DEPARTMENT, Role.TOWNSHIP}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("column", sorted(PERSONS))
def test_names_are_read_by_those_who_work_with_the_people_and_masked_for_all_others(role: Role, column: str) -> None:
    assert masked(role.value, column, "张三、李四") == ("张三、李四" if role in WORKING else "张**、李**")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("138 1234 5678", "138****5678"),
        ("0357-5123456", "0357-****3456"),
        ("+8613812345678", "+86138****5678"),
        ("8613812345678", "86138****5678"),
        ("0086 138-1234-5678", "0086 138****5678"),
        ("1.13812345678", "1.138****5678"),
        ("0357 5123456", "0357 ****3456"),
        ("03575123456", "0357****3456"),
        ("（0357）5123456", "（0357）****3456"),
        ("+86 357 5123456", "+86 357 ****3456"),
        ("010-12345678", "010-****5678"),
        ("电话：5123456，张三", "电话：****3456，张三"),
        ("电话：１３８１２３４５６７８（张三）", "电话：１３８****５６７８（张三）"),
        ("身份证141034199001011234", "身份证141034**********4"),
        ("通道宽12345678901234567890毫米", "通道宽12345678901234567890毫米"),
        ("2026-11-18 第138号", "2026-11-18 第138号"),
        ("91141034MA0ABCDE1X", "91141034MA0ABCDE1X"),
        ("", ""),
    ],
)
def test_numbers_of_persons_are_hidden_in_any_text_but_for_the_office(text: str, hidden: str) -> None:
    assert masked("department", "description", text) == hidden
    assert masked("analyst", "remark", text) == hidden
    assert masked("committee", "description", text) == text


@pytest.mark.parametrize(
    "text",
    [
        "111.13812345678, 36.13812345678", "111.92034,36.25861", "13812345678元", "13812345678.50元", "13800000000万元",
        "03575123456元", "2026-11-18 03:57", "20261118", "2026年11月18日10时", "GB 50016-2014 第3.3.1条", "141034101",
        "(晋)FM安许证字〔2026〕0357123号", "911410341234567890", "0190a1b2-7c3d-7e4f-8a9b-138123456780",
        "电话费1234567元", "2026-W47", "宽1200mm、高13800mm", "JB-2026-0138",
    ],
)  # fmt: skip
def test_what_is_no_number_of_a_person_stays_as_it_is_written(text: str) -> None:
    assert hidden_numbers(text) == text
    assert hidden_numbers(f"检查发现{text}，限期整改") == f"检查发现{text}，限期整改"


@settings(max_examples=60)
@given(st.sampled_from(["", "QX"]), st.integers(2000, 2099), st.integers(1, 2_000_000), st.sampled_from("督提通约"))
def test_numbers_that_the_program_gives_are_never_masked(short: str, year: int, serial: int, series: str) -> None:
    county = replace(COUNTY, short=short)  # without short letters its code opens the numbers
    for number in (f"{county.prefix}-{year}-{serial:06d}", county.paper_number(series, year, serial)):
        told = f"见{number}，另见 {number} 号"
        assert hidden_numbers(told) == told


def test_a_kept_column_that_says_what_it_holds_hides_a_short_number() -> None:
    assert hidden_kept("联系电话", "5123456") == ("联系电话", "****3456")
    assert hidden_kept("电话", "13812345678") == ("电话", "138****5678")
    assert hidden_kept("13812345678的备注", "无") == ("138****5678的备注", "无")
    assert hidden_kept("数量", "5123456") == ("数量", "5123456")


def test_units_and_posts_stay_readable() -> None:
    assert masked("analyst", "ext_by", "县应急局、张三") == "县应急局、张**"
    assert masked("analyst", "description", "张三发现护栏缺失") == "张三发现护栏缺失"


def test_an_unknown_role_sees_no_name() -> None:
    assert masked("visitor", "inspectors", "张三") == "张**"


@pytest.mark.parametrize("role", list(Role))
def test_who_may_take_rows_out(role: Role) -> None:
    assert may_export(role.value) == (role in EXPORTERS)
    assert may_export("visitor") is False


def test_a_masked_cell_read_back_in_says_nothing_new() -> None:
    assert stands_for("inspectors", "张**、李**", "张三、李四")
    assert stands_for("description", "电话138****5678。", "电话13812345678。")
    assert not stands_for("inspectors", "王**", "张三")
    assert not stands_for("inspectors", "张三", "张三")
