"""One number of an enforcement paper stands for one visit: what is the same number, and what is another visit."""

from datetime import date

import pytest

from riskmap.domain.paper_numbers import Use, groups, key_of, number_of, others, shared

DAY, LATER = date(2026, 11, 10), date(2026, 11, 20)


def use(firm: str = "甲", visit: str = "v1", on: date | None = DAY, hazard: str = "h1") -> Use:
    return Use("责改〔2026〕7号", firm, visit, on, hazard)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("责改〔2026〕7号", "责改[2026]7号"),
        ("责改〔2026〕7号", " 责改（２０２６） 7 号"),
        ("责改【2026】7号", "责改〔2026〕7号"),
        ("ZG—2026—7", "zg-2026-7"),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) != ""


@pytest.mark.parametrize("word", ["", "照片", "见附件", "7", "7号"])
def test_a_word_that_is_no_number_is_none(word: str) -> None:
    assert key_of(word) == ""


def test_dashes_between_digits_count() -> None:
    assert key_of("责改2026-1-12") != key_of("责改2026-11-2")


def test_the_name_of_a_scan_is_no_number() -> None:
    assert number_of("责改〔2026〕7号 · 扫描.pdf", filed=True) == "责改〔2026〕7号"
    assert number_of("IMG_2026.jpg", filed=True) == ""
    assert number_of("责改〔2026〕7号", filed=False) == "责改〔2026〕7号"


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (use(hazard="h2"), False),  # another item of the visit
        (use(on=LATER), False),  # its re-inspection
        (use(visit="", on=DAY, hazard="h2"), False),  # the visit is not known, the day is
        (use(visit="", on=LATER, hazard="h1"), False),  # the same hazard on a later day
        (use(visit="", on=None, hazard="h2"), False),  # nobody can tell
        (use(visit="v2", on=LATER, hazard="h2"), True),
        (use(visit="", on=LATER, hazard="h2"), True),
        (use(firm="乙", hazard="h2"), True),  # of another enterprise, though on the same day
    ],
)
def test_what_is_another_visit(other: Use, apart: bool) -> None:
    assert shared([use(), other]) is apart
    assert shared([other, use()]) is apart
    assert others([use()], [other]) == ([[use()]] if apart else [])


def test_a_use_joins_what_it_has_in_common_with_both() -> None:
    one, two = use(on=DAY, visit="v1"), use(on=LATER, visit="v2", hazard="h2")
    joint = use(on=LATER, visit="v1", hazard="h3")
    assert len(groups([one, two])) == 2
    assert len(groups([one, two, joint])) == 1
