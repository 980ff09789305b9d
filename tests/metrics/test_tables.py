"""Rank tables, truth checks, weekly points, and the document of the contract."""

import json
from datetime import date

import numpy as np
import pytest
from histories import NEVER, State, as_date, day, facts, frames, single

from riskmap.domain.assessment import Unit
from riskmap.metrics import drill, own_work, queues, stages
from riskmap.metrics.assessed import figures
from riskmap.metrics.assessment_rows import counted
from riskmap.metrics.contract import document
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS, CONTRACT
from riskmap.metrics.quality import coverage, quality
from riskmap.metrics.ranking import Line, rank, table
from riskmap.metrics.rates import RATES, with_rates
from riskmap.metrics.stock import ages
from riskmap.metrics.trend import sundays, weekly
from riskmap.metrics.truth import truth

YEAR = Filter(as_of=date(2026, 5, 31), from_=date(2026, 1, 1))
MAY = [day(2026, 5, number) for number in range(1, 32)]


def line(code, due, passed, overdue=0, late=0):
    numbers = dict.fromkeys(COLUMNS, 0) | {
        "due": due,
        "due_passed": passed,
        "stock_overdue": overdue,
        "review_late": late,
    }
    return Line(code, numbers)


def test_equal_printed_rates_then_overdue_then_late_re_inspections_decide_and_ties_share_a_rank():
    ranked = rank(
        [
            line("a", 100, 90, overdue=1),
            line("b", 4, 4),
            line("c", 1000, 950),
            line("d", 2000, 1901),  # 95.05 prints 95.1
            line("e", 100, 90, overdue=1),
            line("f", 100, 90, overdue=1, late=2),
            line("", 50, 50),
            line("g", 100, 90),
        ]
    )
    assert [(one.code, one.rank) for one in ranked] == [
        ("d", 1), ("c", 2), ("g", 3), ("a", 4), ("e", 4), ("f", 6), ("b", None), ("", None),
    ]  # fmt: skip


def test_self_found_and_higher_supervised_hazards_stand_on_lines_of_their_own():
    done = {"found": MAY[0], "due": MAY[5], "rectified": MAY[3], "passed": MAY[4]}
    rows = [single(**done, source="department") for _ in range(5)]
    rows += [single(found=MAY[0], due=MAY[5], source="self") for _ in range(3)]
    rows += [single(found=MAY[0], due=MAY[5], source="department", supervision="city") for _ in range(2)]
    ranked = table(Index(*frames(rows)), "township", YEAR.as_of, YEAR.from_)
    assert [(one.code, one.counts["due"], one.rank) for one in ranked.lines] == [("141034100", 5, 1)]
    assert ranked.self_found.counts["stock_overdue"] == 3
    assert ranked.higher.counts["stock_overdue"] == 2
    assert ranked.total.counts["found"] == 10
    by_sector = table(Index(*frames(rows)), "sector", YEAR.as_of, YEAR.from_)
    assert by_sector.higher is None
    assert by_sector.lines[0].counts["due"] == 7


def test_truth_checks_name_their_items():
    rows = {
        "pending_late": single(found=MAY[24], confirmed=NEVER),  # Monday 25th; Sunday 31st: Tue-Fri = 4 working days
        "pending": single(found=MAY[25], confirmed=NEVER),
        "review_late": single(found=MAY[0], due=MAY[20], rectified=MAY[19], declared=MAY[19], source="department"),
        "waiting": single(found=MAY[0], due=MAY[20], rectified=MAY[20], declared=MAY[20]),
        "passed": single(found=MAY[0], due=MAY[20], rectified=MAY[3], passed=MAY[4]),
        "long": single(found=MAY[0], due=MAY[0] + 61, due_original=MAY[0] + 61),
        "long_major": single(found=MAY[0], due=MAY[0] + 300, due_original=MAY[0] + 300, grade="major"),
        "extended": single(
            found=MAY[0],
            due=MAY[20],
            due_original=MAY[9],
            extended=MAY[8],
            due_moved=MAY[8],
            rectified=MAY[15],
            passed=MAY[16],
            closed=MAY[17],
        ),
        "extended_late": single(found=MAY[0] - 200, due=MAY[25], due_original=MAY[0] - 190, extended=MAY[8]),
        "on_the_spot": single(found=MAY[2], rectified=MAY[2], passed=MAY[2], closed=MAY[2], closed_by_ledger=True),
        "failed": single(found=MAY[0], due=MAY[20], rejected=MAY[9], status="rejected"),
        "void": single(found=MAY[0], voided=MAY[2]),
        "downgraded": (State(-NEVER, facts(grade="major")), State(MAY[9], facts(found=MAY[0], grade="general"))),
    }
    names = list(rows)
    found = truth(Index(*frames(list(rows.values()))), YEAR)

    def opened(figure):
        return [names[row] for row in figure.rows]

    assert opened(found.pending_late) == ["pending_late"]
    assert opened(found.review_late) == ["review_late"]
    assert opened(found.passed_not_closed) == ["passed"]
    assert opened(found.deadline_long) == ["long"]
    assert opened(found.extended) == ["extended"]
    assert opened(found.downgraded) == ["downgraded"]
    assert opened(found.voided) == ["void"]
    assert opened(found.on_the_spot) == ["on_the_spot"]
    assert opened(found.failed) == ["failed"]
    assert opened(found.closed_by_ledger) == ["on_the_spot"]
    assert found.without_on_the_spot["found"] == found.found - 1
    assert opened(found.left_to_close) == []
    assert found.deadline_median == 35  # of 0, 9, 61 and 300 days
    assert found.on_time_original == (1, 2)  # the extended one was late by its first date, the one on the spot in time
    assert (found.failed.n, found.declared) == (1, 6)


def test_the_short_loop_of_an_enterprise_is_no_late_re_inspection_and_no_closing_of_a_department():
    """DOMAIN.md §2.3: self-found general hazards know no re-inspection by a department; the office closes majors."""
    declared = {"found": MAY[0], "due": MAY[9], "rectified": MAY[9], "declared": MAY[9], "department": "yingji"}
    kinds = {"own": ("self", "general"), "own_major": ("self", "major"), "general": ("department", "general"),
             "major": ("department", "major")}  # fmt: skip
    rows = [
        single(id=f"{name}{passed}", source=source, grade=grade, passed=passed, **declared)
        for passed in (NEVER, MAY[12])
        for name, (source, grade) in kinds.items()
    ]
    index = Index(*frames(rows))

    def opened(word, among=""):
        return [list(kinds)[row % 4] for row in np.flatnonzero(drill.rows(index, YEAR, word, among))]

    late = ["own_major", "general", "major"]
    assert opened("review_late") == opened("check.review_late") == opened("review_late", "sector") == late
    assert total(index, YEAR.as_of, YEAR.from_)["review_late"] == truth(index, YEAR).review_late.n == 3
    ranked = table(index, "township", YEAR.as_of, YEAR.from_)
    assert (ranked.self_found.counts["review_late"], ranked.total.counts["review_late"]) == (0, 3)
    queue = next(one for one in queues.QUEUES if one.name == "review_late")
    assert len(queues.rows(index, YEAR, queue)) == 3
    assert opened("check.passed_not_closed") == list(kinds)
    assert opened("check.left_to_close") == ["general"]
    own = figures(index, YEAR, Unit.DEPARTMENT, ("yingji",))["yingji"]
    assert (own["review_late"], own["passed_not_closed"]) == ((3, None), (1, None))
    for name, items in (("review_late", 3), ("passed_not_closed", 1)):
        assert len(counted(index, YEAR, Unit.DEPARTMENT, "yingji", name)) == items


@pytest.mark.parametrize(("on", "late"), [(day(2026, 10, 12), 0), (day(2026, 10, 13), 1)])
def test_the_days_of_the_national_holiday_are_no_working_days_in_any_figure(on: int, late: int):
    """Found on Wednesday 30 September: 8, 9 and 12 October are the three working days (1 to 7 October are off)."""
    base = {"found": day(2026, 9, 30), "source": "department", "department": "yingji"}
    answered = {"confirmed": on, "ordered": on, "due": day(2026, 12, 31)}
    rows = [single(id="waits", **base, confirmed=NEVER), single(id="answered", **base, **answered)]
    index, where = Index(*frames(rows)), Filter(as_of=as_date(on), from_=date(2026, 1, 1))
    assert truth(index, where).pending_late.n == late
    assert drill.rows(index, where, "check.pending_late").tolist() == [bool(late), False]
    work = own_work.table(index, where)[-1].counts
    assert (work["confirmed"], work["confirmed_of"]) == (1 - late, 1 + late)
    order = stages.stages(index, where)[0]
    assert (order.code, order.over, order.judged) == ("order", 2 * late, 1 + late)


def test_weekly_points_are_cumulative_from_one_start_and_end_on_the_running_week():
    rows = [
        single(found=day(2026, 5, 11), due=day(2026, 5, 15), rectified=day(2026, 5, 16), passed=day(2026, 5, 20)),
        single(found=day(2025, 12, 1), due=day(2026, 5, 12)),
    ]
    points = weekly(Index(*frames(rows)), date(2026, 5, 27), date(2026, 1, 1), weeks=3)
    assert points["as_of"].tolist() == [date(2026, 5, 10), date(2026, 5, 17), date(2026, 5, 24), date(2026, 5, 27)]
    assert points["partial"].tolist() == [False, False, False, True]
    assert points["due"].tolist() == [0, 2, 2, 2]
    assert points["due_passed"].tolist() == [0, 0, 1, 1]
    assert points["new_in_week"].tolist() == [0, 1, 0, 0]
    assert points["stock"].tolist() == [1, 2, 2, 2]
    assert points["due_rate_passed"].isna().tolist() == [True, False, False, False]


def test_sundays_include_today_when_it_is_one():
    assert sundays(date(2026, 11, 22), 2) == [date(2026, 11, 15), date(2026, 11, 22)]
    assert sundays(date(2026, 11, 21), 1) == [date(2026, 11, 15)]


def test_ages_of_the_stock_ignore_the_period():
    rows = [single(found=MAY[30] - age, due=MAY[30] - 3, n=n) for age, n in ((0, 1), (7, 2), (8, 1), (400, 1))]
    old = ages(Index(*frames(rows)), YEAR)
    assert old.general == (3, 1, 0, 0, 0, 1)
    assert old.overdue == (5, 0, 0, 0, 0, 0)
    assert old.median_days == 7


def test_the_remaining_formulas():
    rows = [
        single(found=MAY[0], rectified=MAY[4], passed=MAY[5], funds_planned=1.5),
        (
            State(-NEVER, facts(found=MAY[0], rectified=MAY[6], declared=MAY[6])),
            State(MAY[8], facts(found=MAY[0], rejected=MAY[8], rectified=MAY[14], passed=MAY[15], funds_planned=2.0)),
        ),
        single(found=MAY[0], grade="major", five_on=MAY[3], listed=MAY[1], delisted=MAY[20]),
        single(found=MAY[0], grade="major", listed=MAY[1]),
    ]
    figures = quality(Index(*frames(rows)), YEAR)
    assert figures.review_pass == (2, 3)
    assert figures.first_pass == (1, 2)
    assert (figures.mean_days, figures.median_days) == (9.0, 9.0)
    assert figures.five_complete == (1, 2)
    assert figures.delisted == (1, 2)
    assert figures.funds_planned == 3.5


def test_the_days_of_a_rectification_end_when_it_was_done_not_when_it_was_declared():
    rows = [
        single(found=MAY[0], rectified=MAY[4], declared=MAY[9], passed=MAY[10]),
        single(found=MAY[0], declared=MAY[6]),
        single(found=MAY[0], rectified=MAY[0], declared=MAY[3]),
        single(found=MAY[0]),
    ]
    figures = quality(Index(*frames(rows)), YEAR)
    assert (figures.mean_days, figures.median_days) == ((4 + 6 + 0) / 3, 4.0)


def test_a_missing_due_date_is_one_that_was_never_written():
    rows = [
        single(found=MAY[0]),
        single(found=MAY[0], undated=True, rectified=MAY[3], due=MAY[9], due_original=MAY[9]),
        single(found=MAY[0], rectified=MAY[0]),
    ]
    told = truth(Index(*frames(rows)), YEAR)
    assert (told.no_due.n, told.undated.n) == (1, 1)


def test_coverage_counts_enterprises_visited_in_the_period():
    import pandas as pd

    visits = pd.DataFrame({"enterprise_id": ["a", "a", "b"], "on": MAY[:3], "found_nothing": [True, False, True]})
    seen = coverage(visits, pd.DataFrame({"id": ["a", "b", "c"]}), MAY[0], MAY[1])
    assert (seen.visited, seen.enterprises, seen.visits, seen.found_nothing) == (1, 3, 2, 1)


def test_the_document_has_exactly_the_fields_of_the_contract_and_is_json():
    rows = [single(found=MAY[0], due=MAY[5], rectified=MAY[4], sector="coal"), single(found=MAY[0], sector="gas")]
    made = document(Index(*frames(rows)), YEAR, ("sector", "township"), lambda dim, code: f"{dim}:{code}")
    read = json.loads(json.dumps(made, allow_nan=False))
    assert list(read) == ["from", "as_of", "by", "rows", "total"]
    names = ["sector", "sector_name", "township", "township_name", *CONTRACT, *RATES]
    assert [list(row) for row in read["rows"]] == [names, names]
    assert list(read["total"]) == [*CONTRACT, *RATES]
    assert read["rows"][0]["sector_name"] == "sector:coal"
    assert read["total"]["due_rate"] == 1.0
    assert read["total"]["major_rate"] is None
    assert all(isinstance(read["total"][name], int) for name in CONTRACT)
    assert document(Index(*frames(rows)), YEAR, ())["rows"] == []


@pytest.mark.parametrize(("n", "m"), [(1, 3), (2, 3), (10518, 11243), (0, 7)])
def test_a_rate_is_the_nearest_double_and_missing_without_a_denominator(n, m):
    numbers = dict.fromkeys(COLUMNS, 0) | {"due": m, "due_passed": n}
    assert RATES["due_rate_passed"].value(numbers) == n / m
    assert RATES["closing_rate"].value(numbers) is None
    assert RATES["closing_rate"].text(numbers) == "/"


def test_the_rate_of_a_total_is_the_sum_above_over_the_sum_below():
    import pandas as pd

    parts = pd.DataFrame([dict.fromkeys(COLUMNS, 0) | {"found": m, "closed": n} for n, m in ((1, 1), (0, 9), (0, 0))])
    rated = with_rates(parts)
    assert rated["closing_rate"].isna().tolist() == [False, False, True]
    assert with_rates(parts.sum().to_frame().T)["closing_rate"].tolist() == [0.1]
