"""Who sees whose name in an export: a function of role and column (DOMAIN.md §7.2)."""

import pytest

from riskmap.domain.masking import EXPORTERS, PERSONS, masked, may_export, stands_for
from riskmap.domain.roles import Role

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
