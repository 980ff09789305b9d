"""`metrics`: the document of the contract and its refusals."""

from collections.abc import Callable
from datetime import date

import pytest

from support.commands import Run, open_row, row

COUNTS = [
    "found",
    "rectified",
    "passed",
    "closed",
    "major_found",
    "major_closed",
    "due",
    "due_rectified",
    "due_passed",
    "on_time",
    "overdue",
    "not_yet_due",
    "opening",
    "closed_in_period",
    "voided_in_period",
    "transferred",
    "carried_in",
    "stock",
    "stock_overdue",
    "stock_major",
    "stock_listed",
    "new_in_period",
]
RATES = [
    "rectification_rate",
    "major_rate",
    "due_rate",
    "due_rate_passed",
    "on_time_rate",
    "overdue_rate",
    "closing_rate",
]


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    rows = [
        row(1),
        row(2, 整改完成时间=date(2026, 10, 20), 复查时间=date(2026, 10, 21), 销号日期=date(2026, 10, 22)),
        open_row(3, 所属乡镇="对竹镇"),
        open_row(4, 隐患等级="重大", 整改期限=date(2026, 12, 31), 行业领域="煤矿"),
        open_row(5, 检查时间=date(2025, 12, 1), 整改期限=date(2026, 1, 31), 所属乡镇="火星镇"),
    ]
    return holding(rows)


def test_the_document_has_the_shape_of_the_contract(ledger: Run) -> None:
    document = ledger("metrics", "--by", "sector,township", "--json").document
    assert list(document) == ["from", "as_of", "by", "rows", "total"]
    assert (document["from"], document["as_of"], document["by"]) == ("2026-01-01", "2026-11-18", ["sector", "township"])
    for shown in document["rows"]:
        assert list(shown) == ["sector", "sector_name", "township", "township_name", *COUNTS, *RATES]
    assert list(document["total"]) == [*COUNTS, *RATES]
    assert all(type(document["total"][name]) is int for name in COUNTS)


def test_the_figures_are_those_of_the_rows(ledger: Run) -> None:
    total = ledger("metrics").document["total"]
    assert (total["found"], total["closed"], total["due"], total["on_time"], total["overdue"]) == (4, 2, 4, 1, 2)
    assert (total["stock"], total["stock_overdue"], total["carried_in"], total["stock_major"]) == (3, 2, 1, 1)
    assert total["on_time_rate"] == 1 / 4
    assert total["major_rate"] == 0.0


def test_a_zero_denominator_is_null(ledger: Run) -> None:
    total = ledger("metrics", "--from", "2026-11-01").document["total"]
    assert (total["found"], total["closing_rate"]) == (0, None)


def test_rows_add_up_to_the_total(ledger: Run) -> None:
    document = ledger("metrics", "--by", "township").document
    for name in COUNTS:
        assert sum(shown[name] for shown in document["rows"]) == document["total"][name]


BALANCE = (("opening", 1), ("new_in_period", 1), ("closed_in_period", -1), ("voided_in_period", -1), ("transferred", 1))


@pytest.mark.parametrize("by", ["", "township", "sector,grade"])
@pytest.mark.parametrize("period", [("2026-01-01", "2026-11-18"), ("2026-10-14", "2026-10-20"), ("2025-01-01",) * 2])
def test_the_balance_can_be_made_from_the_document_alone(
    holding: Callable[..., Run], by: str, period: tuple[str, str]
) -> None:
    """Carried over, closed, open, void, moved to another cell."""
    rows = [
        row(1),
        open_row(2, 检查时间=date(2025, 12, 1), 整改期限=date(2026, 1, 31)),
        row(3, 整改情况="误报", 是否销号=None, 销号日期=None, 检查时间=date(2026, 10, 15)),
        row(4, 检查时间=date(2025, 11, 1), 整改完成时间=date(2026, 10, 15)),
        open_row(5, 所属乡镇="对竹镇", 行业领域="煤矿", 隐患等级="重大", 检查时间=date(2026, 10, 16)),
        open_row(6),
    ]
    riskmap = holding(rows, [open_row(6, 所属乡镇="对竹镇", 隐患等级="重大")])
    given = [word for key, value in (("--by", by), ("--from", period[0]), ("--as-of", period[1])) if value
             for word in (key, value)]  # fmt: skip
    document = riskmap("metrics", *given).document
    for shown in (*document["rows"], document["total"]):
        assert sum(sign * shown[name] for name, sign in BALANCE) == shown["stock"]
    if not by and period[0] == "2026-01-01":
        total = document["total"]
        assert [total[name] for name, _ in BALANCE] == [2, 3, 2, 0, 0]


def test_names_follow_the_language(ledger: Run) -> None:
    chinese = ledger("metrics", "--by", "township").document["rows"]
    english = ledger("metrics", "--by", "township", "--where", "lang=en").document["rows"]
    assert chinese[0]["township_name"] == "永安镇"
    assert english[0]["township_name"] == "Yong'an Town"


def test_filters_narrow_and_lists_are_comma_separated(ledger: Run) -> None:
    assert ledger("metrics", "--where", "grade=major").document["total"]["found"] == 1
    assert ledger("metrics", "--where", "township=141034100,141034101", "overdue=1").document["total"]["stock"] == 1
    assert ledger("metrics", "--where", "sector=coal", "--where", "grade=general").document["total"]["found"] == 0


def test_a_past_day_shows_the_ledger_of_that_day(ledger: Run) -> None:
    total = ledger("metrics", "--as-of", "2026-10-11").document["total"]
    assert (total["found"], total["rectified"], total["passed"], total["stock"]) == (4, 1, 0, 5)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--where", "colour=red"),
        ("--where", "grade=huge"),
        ("--where", "township=永安镇"),
        ("--where", "grade"),
        ("--where", "overdue=2"),
        ("--where", "grade=major", "grade=general"),
        ("--as-of", "tomorrow"),
        ("--from", "2026-12-01", "--as-of", "2026-11-01"),
        ("--as-of", "2026-11-01", "--where", "as_of=2026-11-02"),
        ("--by", "colour"),
        ("--by", "sector,sector"),
        ("--no-such-option",),
    ],
)
def test_a_word_outside_the_vocabulary_is_refused_in_words(ledger: Run, arguments: tuple[str, ...]) -> None:
    answer = ledger("metrics", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip()


def test_an_empty_ledger_has_figures_too(riskmap: Run) -> None:
    document = riskmap("metrics", "--by", "sector").document
    assert (document["rows"], document["total"]["found"], document["total"]["closing_rate"]) == ([], 0, None)
