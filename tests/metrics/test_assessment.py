"""Sheets of an assessment: equal to a plain computation, totals to the sum of their parts, trials to ledgers."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.assessment import ALLOWED, Deduction, Indicator, Scheme, Unit
from riskmap.domain.assessment_file import read
from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics import drill, own_work, ranking
from riskmap.metrics.assessed import figures, rows_of
from riskmap.metrics.assessment import asked, printed, sheet
from riskmap.metrics.assessment_rows import counted
from riskmap.metrics.assessment_trial import Trial, overdue, tried
from riskmap.metrics.forms import PeriodError
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import RATES
from riskmap.metrics.words import OWN
from riskmap.views.assessment import FIGURES, derivation
from support.hazard_frames import AS_OF, TOWNSHIPS, T, facts, frame, random_rows

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = [read(file.read_text("utf-8")) for file in (ROOT / "data" / "assessment").glob("*.toml")]
SAMPLES = {one.unit: one for one in SHIPPED}
UNITS = TOWNSHIPS[:3]
WHERE = asked(2026, 0, AS_OF)
SCHEME = Scheme(
    2026, Unit.TOWNSHIP, "x",
    (
        Indicator("a", Decimal(40), "full * min(1, due_rate_passed / target)", target=Decimal("0.9")),
        Indicator("b", Decimal(35), "full * on_time_rate"), Indicator("c", Decimal(25), "full - 2.5 * stock_overdue"),
    ),
    (Deduction("d", "major_overdue", Decimal("1.5"), cap=Decimal(4)), Deduction("e", "listed_overdue", Decimal(2))),
)  # fmt: skip


def index_of(rows: Sequence[dict[str, Any]]) -> Index:
    return Index(frame(*rows), None, {"township": list(UNITS)})


def plain(rows: Sequence[dict[str, Any]], code: str) -> tuple[Any, ...]:
    """Score, deduction and total of a township, one hazard after the other, with the words of the handbook."""
    start, n = to_day(date(2026, 1, 1)), dict.fromkeys("dptoml", 0)
    for one in rows:
        apart = one["source"] == "self" and one["grade"] == "general"
        above = one["supervision"] in {"city", "province", "state"}
        void = one["voided"] <= T
        if one["township"] != code or apart or above or void or max(one["found"], one["confirmed"]) > T:
            continue
        passed = min(one["passed"], one["closed"])
        done = one["declared"] if one["declared"] != NEVER else one["rectified"]
        rect, due = min(done, passed) <= T, one["due"]
        if due == NEVER and one["rectified"] == one["found"]:
            due = one["found"]
        due = NEVER if one["undated"] else due
        if start <= due < T or (due == T and rect):
            written = one["rectified"] if one["rectified"] != NEVER else min(done, passed)
            n["d"] += 1
            n["p"] += passed <= T
            n["t"] += rect and written <= due
        if one["closed"] > T and not rect and due < T:
            n["o"] += 1
            n["m"] += one["grade"] == "major"
            n["l"] += one["listed"] <= T < one["delisted"]
    parts = [(40, Fraction(n["p"], n["d"]) / Fraction(9, 10)), (35, Fraction(n["t"], n["d"]))] if n["d"] else []
    scores = [Fraction(w) * min(Fraction(1), share) for w, share in parts]
    scores.append(max(Fraction(0), 25 - Fraction(5, 2) * n["o"]))
    cents = [_cents(one, full) for one, full in zip(scores, (40, 35, 25)[-len(scores):], strict=True)]
    off = _cents(min(Fraction(4), Fraction(3, 2) * n["m"])) + _cents(Fraction(2) * n["l"])
    weight = sum(w for w, _ in parts) + 25
    converted = _cents(Fraction(sum(cents)) * 100 / weight, 100)
    return tuple(cents), off, max(Decimal(0), converted - off), weight


def _cents(value: Fraction, full: int = 10**6) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded - Decimal("0.01") if value < full == rounded else rounded


@settings(max_examples=9, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 60))
def test_a_sheet_equals_a_straightforward_computation(seed: int, size: int) -> None:
    rows = random_rows(seed, size)
    made = sheet(index_of(rows), SCHEME, WHERE, UNITS)
    for one in made.results:
        scores, off, total, weight = plain(rows, one.code)
        assert tuple(mark.score for mark in one.marks if mark.score is not None) == scores
        assert (one.deducted, one.assessed, one.total) == (off, weight, total)


@settings(max_examples=9, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 60), st.sampled_from(Unit))
def test_totals_are_the_sum_of_what_is_printed(seed: int, size: int, unit: Unit) -> None:
    scheme = SAMPLES[unit]
    codes = UNITS if unit is Unit.TOWNSHIP else ("emergency", "housing")
    for one in sheet(index_of(random_rows(seed, size)), scheme, WHERE, codes).results:
        lines = zip(scheme.indicators, one.marks, strict=True)
        told = [(mark.score, line.weight) for line, mark in lines if mark.score is not None]
        scores, weights = [score for score, _ in told], [weight for _, weight in told]
        assert one.earned == sum(scores, Decimal(0))
        assert one.assessed == sum(weights, Decimal(0))
        assert one.deducted == sum((taken.points for taken in one.taken), Decimal(0))
        assert all(0 <= score <= weight for score, weight in zip(scores, weights, strict=True))
        if one.converted is None:
            assert (one.total, one.place, weights) == (None, None, [])
        else:
            assert one.total == max(scheme.floor, one.converted - one.deducted)
            assert one.assessed < scheme.full or one.converted == one.earned


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_the_figures_are_those_of_the_rank_table_and_of_own_work_and_open_as_many_rows(seed: int) -> None:
    index = index_of(random_rows(seed, 50))
    lines = {line.code: line.counts for line in ranking.ranked(index, "township", WHERE.as_of, WHERE.from_)}
    for code, own in figures(index, WHERE, Unit.TOWNSHIP, UNITS).items():
        for name in ALLOWED[Unit.TOWNSHIP].counts:
            if name in COLUMNS:
                assert own[name] == (lines[code][name] if code in lines else 0, None)
            assert own[name][0] == len(counted(index, WHERE, Unit.TOWNSHIP, code, name))
        for name in ALLOWED[Unit.TOWNSHIP].rates:
            assert own[name] == (RATES[name].parts(lines[code]) if code in lines else (0, 0))
    work = {line.code: line.counts for line in own_work.table(index, WHERE)}
    for code, own in figures(index, WHERE, Unit.DEPARTMENT, ("emergency",)).items():
        for name in own_work.PARTS:
            assert own[name][0] == (work[code][name] if code in work else 0)
            assert own[name][0] == len(counted(index, WHERE, Unit.DEPARTMENT, code, name))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from(["", "self"]))
def test_finding_one_more_lowers_no_score(seed: int, major: bool, source: str) -> None:
    rows = random_rows(seed, 40)
    more = facts(999, found=T - 1, confirmed=T - 1, due=T + 20, grade="major" if major else "general",
                 source=source or "department", department="emergency")  # fmt: skip
    for unit, codes in ((Unit.TOWNSHIP, UNITS), (Unit.DEPARTMENT, ("emergency",))):
        before = sheet(index_of(rows), SAMPLES[unit], WHERE, codes)
        after = sheet(index_of([*rows, more]), SAMPLES[unit], WHERE, codes)
        for one, other in zip(before.results, after.results, strict=True):
            assert other.total is None or one.total is None or other.total >= one.total


def closed(rows: Sequence[dict[str, Any]], ids: frozenset[str]) -> list[dict[str, Any]]:
    done = dict.fromkeys(("declared", "rectified", "passed", "closed"), T) | {"rejected": NEVER, "status": "closed"}
    return [one | done if one["id"] in ids else one for one in rows]


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_a_trial_says_what_a_ledger_would_in_which_these_items_were_crossed_off(seed: int, size: int) -> None:
    rows = random_rows(seed, 60)
    index = index_of(rows)
    chosen = [int(row) for code in UNITS for row in overdue(index, WHERE, code)][:size]
    ids = frozenset(rows[row]["id"] for row in chosen)
    would = tried(index, SCHEME, WHERE, UNITS, Trial(closed=ids))
    assert would.results == sheet(index_of(closed(rows, ids)), SCHEME, WHERE, UNITS).results


def test_a_trial_of_weights_and_targets_leaves_the_sheet_alone() -> None:
    index = index_of(random_rows(4, 80))
    before = sheet(index, SCHEME, WHERE, UNITS)
    after = tried(index, SCHEME, WHERE, UNITS, Trial({0: Decimal(10)}, {0: Decimal(1)}, frozenset({"no such id"})))
    assert after.scheme.full == Decimal(70)
    assert after != before
    assert sheet(index, SCHEME, WHERE, UNITS) == before


def test_what_is_crossed_off_changes_nothing_of_a_department() -> None:
    index = index_of(random_rows(4, 80))
    own, every = SAMPLES[Unit.DEPARTMENT], frozenset(map(str, index.at(T)["id"]))
    codes = ("emergency",)
    assert tried(index, own, WHERE, codes, Trial(closed=every)) == sheet(index, own, WHERE, codes)


def test_an_indicator_with_nothing_due_is_not_assessed_and_its_weight_is_told() -> None:
    (one, *_) = sheet(index_of([facts()]), SCHEME, WHERE, UNITS[:1]).results
    assert [mark.score for mark in one.marks] == [None, None, Decimal("25.00")]
    assert (one.assessed, one.earned, one.converted) == (Decimal(25), Decimal(25), Decimal(100))
    assert one.place is None  # fewer than five were due
    assert derivation(SCHEME.indicators[0], one.marks[0]) == "40 × min(1, 0/0 ÷ 0.9) = /"
    tricky = Scheme(2026, Unit.TOWNSHIP, "x", (Indicator("a", Decimal(9), "if(overdue = 0, full, 0)"),))
    assert sheet(index_of([facts()]), tricky, WHERE, UNITS[:1]).results[0].total is None


def test_equal_totals_share_a_place_and_the_order_of_the_county_stays() -> None:
    due = [
        facts(n + 10 * at, township=code, found=T - 40, confirmed=T - 40, due=T - 9, declared=T - 10, rectified=T - 10,
              passed=T - 9 if at != 1 else NEVER)
        for at, code in enumerate(UNITS) for n in range(6)
    ]  # fmt: skip
    made = sheet(index_of(due), SCHEME, WHERE, UNITS)
    assert [one.place for one in made.results] == [1, 3, 1]
    assert [one.code for one in made.ordered()] == [UNITS[0], UNITS[2], UNITS[1]]


def test_points_below_the_full_score_never_print_as_the_full_score() -> None:
    assert printed(Fraction(19_9999, 10_000), Decimal(20)) == Decimal("19.99")
    assert printed(Fraction(20), Decimal(20)) == Decimal("20.00")
    assert printed(Fraction(1, 8)) == Decimal("0.13")


@pytest.mark.parametrize(
    ("half", "as_of", "expected"),
    [
        (0, None, ("2026-01-01", "2026-11-22")), (1, None, ("2026-01-01", "2026-06-30")),
        (2, None, ("2026-07-01", "2026-11-22")), (1, date(2026, 3, 1), ("2026-01-01", "2026-03-01")),
    ],
)  # fmt: skip
def test_a_period_ends_where_it_ends_or_today(half: int, as_of: date | None, expected: tuple[str, str]) -> None:
    where = asked(2026, half, AS_OF, as_of)
    assert (where.from_.isoformat(), where.as_of.isoformat()) == expected


@pytest.mark.parametrize(
    "wrong",
    [lambda: asked(2027, 0, AS_OF), lambda: asked(2026, 2, date(2026, 6, 30)), lambda: asked(2026, 1, AS_OF, AS_OF),
     lambda: asked(2026, 0, AS_OF, date(2026, 11, 23))],
)  # fmt: skip
def test_a_period_that_has_not_begun_or_a_day_outside_is_refused(wrong: Callable[[], Any]) -> None:
    with pytest.raises(PeriodError):
        wrong()


def test_every_figure_has_a_name_a_count_and_rows() -> None:
    index = index_of([facts()])
    for unit, allowed in ALLOWED.items():
        assert allowed.grows <= set(allowed.counts)
        for name in allowed.names:
            assert name in FIGURES
            for word in filter(None, rows_of(unit, name)):
                drill.rows(index, WHERE, word)
    assert set(OWN) == set(own_work.PARTS)
