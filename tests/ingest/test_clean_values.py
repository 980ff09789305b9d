"""Amounts, words, coordinates: raw beside expected (DOMAIN.md §2.2, §6.3)."""

from decimal import Decimal

import pytest

from riskmap.ingest.clean import money, points, words
from riskmap.ingest.clean.text import company, header_forms, text_of, word


@pytest.mark.parametrize(
    ("raw", "unit", "expected", "finding"),
    [
        ("0.5", "万", "0.5", ""),
        (0.5, "万", "0.5", ""),
        ("0.5万", "元", "0.5", ""),
        ("5000元", "万", "0.5", ""),
        ("5千", "万", "0.5", ""),
        ("￥1.2万", "万", "1.2", ""),
        ("1,200元", "万", "0.12", ""),
        ("10万元", "元", "10", ""),
        (5000, "元", "0.5", ""),
        ("/", "万", None, ""),
        ("无", "万", None, ""),
        ("", "万", None, ""),
        (0, "万", "0", ""),
        (20000, "万", "20000", "amount_looks_like_yuan"),
        ("若干", "万", None, "bad_amount"),
        ("１．５万", "万", "1.5", ""),
    ],
)
def test_an_amount_is_read_in_ten_thousand_yuan(raw: object, unit: str, expected: str | None, finding: str) -> None:
    value, code = money.amount(raw, unit)  # type: ignore[arg-type]
    assert value == (None if expected is None else Decimal(expected))
    assert code == finding


@pytest.mark.parametrize(
    ("header", "unit"), [("整改资金（万元）", "万"), ("整改资金(元)", "元"), ("整改资金", "万"), ("资金（千元）", "千")]
)
def test_a_header_names_the_unit(header: str, unit: str) -> None:
    assert money.unit_of(header) == unit


@pytest.mark.parametrize(
    ("raw", "grade", "finding"),
    [
        ("重大", "major", ""),
        ("重大事故隐患", "major", ""),
        ("一般", "general", ""),
        ("一般\n隐患", "general", ""),
        ("轻微", "general", ""),
        ("较小", "general", ""),
        ("较大", "general", "grade_to_decide"),
        ("严重", "general", "grade_to_decide"),
        ("3", "general", ""),
        ("3级", "general", ""),
        ("一般3级", "general", ""),
        ("Ⅰ级", "general", ""),
        ("A级", "general", ""),
        ("", "general", ""),
        ("是", "major", ""),
        ("否", "general", ""),
        ("非重大", "general", ""),
        ("天知道", "general", "unknown_grade"),
    ],
)
def test_only_the_word_major_makes_a_major_hazard(raw: str, grade: str, finding: str) -> None:
    assert words.grade(raw) == (grade, finding)


STATUS = {
    "done": [
        "已整改",
        "整改完成",
        "整改到位",
        "已完成",
        "已落实",
        "完成",
        "已改",
        "现场处置",
        "逾期整改完成",
        "已更换护罩",
    ],
    "closed": ["销号", "已销号", "关闭", "闭环", "已闭环", "已整改销号"],
    "rectifying": ["正在整改", "整改中", "部分整改", "已停产整改"],
    "open": ["限期整改", "未整改", "待整改", "逾期", "超期"],
    "not_closed": ["未销号"],
    "awaiting_review": ["待复查", "待验收", "已整改待复查"],
    "rejected": ["复查不合格", "退回整改"],
    "verified": ["复查合格", "待销号"],
    "pending": ["待核实", "待确认"],
    "void": ["误报", "作废", "不属实"],
    "yes": ["是", "√"],
    "no": ["否", "×"],
}


@pytest.mark.parametrize(("code", "raw"), [(code, raw) for code, raws in STATUS.items() for raw in raws])
def test_a_status_word_has_one_meaning(code: str, raw: str) -> None:
    assert words.status(raw) == code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("是", True),
        ("√", True),
        ("✓", True),
        ("有", True),
        ("Y", True),
        ("1", True),
        ("已", True),
        ("否", False),
        ("×", False),
        ("○", False),
        ("无", False),
        ("N", False),
        ("0", False),
        ("未", False),
        ("", None),
        ("也许", None),
    ],
)
def test_blank_is_unknown_and_not_no(raw: str, expected: bool | None) -> None:
    assert words.yesno(raw) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("合格", "pass"),
        ("复查合格", "pass"),
        ("通过", "pass"),
        ("符合要求", "pass"),
        ("已整改到位", "pass"),
        ("基本合格", "pass"),
        ("不合格", "fail"),
        ("未通过", "fail"),
        ("整改不到位", "fail"),
        ("经复查，已按要求整改完毕", "pass"),
        ("经复查仍不符合要求", "fail"),
        ("张某", None),
    ],
)
def test_a_review_passes_or_fails(raw: str, expected: str | None) -> None:
    assert words.review(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("省级挂牌督办", "province"),
        ("市级", "city"),
        ("县级", "county"),
        ("县安委会", "county"),
        ("乡镇", "township"),
        ("", None),
    ],
)
def test_a_level_is_read_from_its_word(raw: str, expected: str | None) -> None:
    assert words.level(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (111.56, 111.56),
        ("111.56", 111.56),
        ("111°33′36″", 111.56),
        ("东经111°33'36\"", 111.56),
        ("36.65N", 36.65),
        ("E111.56", 111.56),
        ("", None),
        (None, None),
        ("不详", None),
        (float("inf"), None),
        (1e9, None),
    ],
)
def test_degrees_are_read_in_any_notation(raw: object, expected: float | None) -> None:
    value = points.degrees(raw)  # type: ignore[arg-type]
    assert value == (None if expected is None else pytest.approx(expected))


def test_swapped_coordinates_are_put_right_with_a_finding() -> None:
    assert points.placed(36.65, 111.56) == (111.56, 36.65, "swapped_coordinates")


def test_half_a_point_is_no_point() -> None:
    assert points.placed(111.56, None) == (None, None, "half_a_point")


def test_a_point_of_a_chinese_map_moves_some_hundred_metres() -> None:
    [(lon, lat)] = points.to_wgs84([111.566], [36.652], "gcj02")
    assert 0.001 < abs(lon - 111.566) < 0.01
    assert abs(lat - 36.652) < 0.01


def test_headers_lose_breaks_brackets_and_spaces() -> None:
    assert header_forms("整改\n期限")[0] == "整改期限"
    assert header_forms("企业 名称 *")[0] == "企业名称"
    assert header_forms("整改资金（万元）") == ("整改资金万元", "整改资金")


def test_company_names_differ_only_in_writing() -> None:
    assert company("示例 煤业（汾西）有限责任公司") == company("示例煤业(汾西)有限公司")
    assert company("示例煤业一矿") != company("示例煤业二矿")


def test_cells_become_text_without_point_nought() -> None:
    assert text_of(3.0) == "3"
    assert text_of(True) == "是"
    assert text_of("a\x00b ") == "ab"
    assert word(" 已 整改。") == "已整改"
