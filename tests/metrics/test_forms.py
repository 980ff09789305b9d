"""Official forms: cells agree with the counts of the contract, open what they count, and add up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from histories import FIRST, SPAN, as_date, day, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.columns import ENTERPRISES, INSPECTIONS
from riskmap.domain.periods import Kind
from riskmap.metrics import drill, filters
from riskmap.metrics.counts import total
from riskmap.metrics.declared import FormError, heads, load_forms
from riskmap.metrics.filling import fill
from riskmap.metrics.filters import Filter
from riskmap.metrics.forms import FORM, Cell, PeriodError, Register, asked, mask, period_of
from riskmap.metrics.index import Index

ROOT = Path(__file__).resolve().parents[2]
FORMS = load_forms(ROOT / "data" / "forms")
NOBODY = Register(pd.DataFrame(columns=list(ENTERPRISES)), pd.DataFrame(columns=list(INSPECTIONS)))
many = st.builds(
    lambda seed, size: [random_history(Random(seed * 1000 + number)) for number in range(size)],
    st.integers(0, 10**6),
    st.integers(0, 25),
)
period = st.tuples(st.integers(FIRST - 5, FIRST + SPAN + 5), st.integers(0, 60)).map(lambda p: (p[0], p[0] - p[1]))


def filled(histories, where, name="monthly", register=NOBODY):
    return fill(FORMS[name], Index(*frames(histories)), where, "x", register, cumulative=True)


def cells(line, form="monthly"):
    return dict(zip([column.key for column in FORMS[form].columns], line.cells, strict=True))


@settings(max_examples=30, deadline=None)
@given(many, period, st.sampled_from(["monthly", "coverage", "sources"]))
def test_a_total_is_the_sum_of_its_lines_and_a_rate_divides_sums_by_sums(histories, days, name):
    table = filled(histories, Filter(as_of=as_date(days[0]), from_=as_date(days[1])), name)
    total_cells = cells(table.total, name)
    for column in FORMS[name].columns:
        own = [cells(line, name)[column.key] for line in table.lines]
        assert sum((one.n for one in own), 0) == total_cells[column.key].n
        if column.rate:
            above, below = (total_cells[key].n for key in column.rate)
            assert (total_cells[column.key].n, total_cells[column.key].m) == (above, below)


@settings(max_examples=30, deadline=None)
@given(many, period)
def test_the_form_counts_what_the_contract_counts_general_as_declared_major_as_crossed_off(histories, days):
    where = Filter(as_of=as_date(days[0]), from_=as_date(days[1]))
    index = Index(*frames(histories))
    whole = total(index, where.as_of, where.from_)
    general = total(index, where.as_of, where.from_, filters.changed(where, grade=("general",)))
    found = cells(filled(histories, where).total)
    assert found["general"].n + found["major"].n == whole["found"]
    assert (found["general"].n, found["general_done"].n) == (general["found"], general["rectified"])
    assert (found["major"].n, found["major_done"].n) == (whole["major_found"], whole["major_closed"])
    assert found["in_place"].n <= found["planned"].n <= found["major"].n
    assert found["listed_province"].n <= found["listed"].n <= found["major"].n


@settings(max_examples=15, deadline=None)
@given(many, period)
def test_every_number_opens_as_many_items_as_it_says(histories, days):
    where = Filter(as_of=as_date(days[0]), from_=as_date(days[1]))
    index = Index(*frames(histories))
    now = index.positions(days[0])
    for name in FORMS:
        table = fill(FORMS[name], index, where, "x", NOBODY, cumulative=True)
        for line in [*table.lines, table.total]:
            for column, cell in zip(FORMS[name].columns, line.cells, strict=True):
                if cell.set and not column.is_units and not column.is_amount:
                    opened = drill.rows(index, filters.changed(where, **cell.only), f"{FORM}{cell.set}")
                    assert index.facts.weight[now][opened].sum() == cell.n


def test_the_split_by_source_adds_up_to_the_major_hazards():
    histories = [single(grade="major", source=source) for source in ("self", "department", "township", "unknown")]
    found = cells(filled(histories, filters.default(as_date(FIRST + 10)), "sources").total, "sources")
    assert found["all"].n == found["department"].n + found["self"].n + found["unknown"].n == 4


def test_columns_8_and_9_want_a_filed_plan_and_all_five_in_place_by_the_day():
    on = day(2026, 5, 1)
    planned = {"grade": "major", "found": on, "confirmed": on, "plan_filed": on + 5}
    histories = [
        single(grade="major", found=on, confirmed=on),
        single(**planned),
        single(**planned, five_on=on + 20),
        single(**{**planned, "grade": "general"}),
    ]

    def both(after):
        found = cells(filled(histories, filters.default(as_date(on + after))).total)
        return found["planned"].n, found["in_place"].n

    assert [both(after) for after in (4, 5, 19, 20)] == [(0, 0), (2, 0), (2, 0), (2, 1)]


def test_money_adds_up_exactly_and_is_printed_with_one_decimal():
    histories = [single(funds_secured=amount) for amount in (0.1, 0.2, 1234.05, float("nan"))]
    cell = cells(filled(histories, filters.default(as_date(FIRST))).total)["funds"]
    assert (cell.n, cell.text) == (Decimal("1234.35"), "1234.4")


def test_nothing_to_divide_by_prints_a_stroke_and_never_a_hundred_while_one_is_open():
    assert Cell(0, 0).text == "/"
    assert Cell(6558, 6562).text == "99.9"
    assert Cell(3, 3).text == "100.0"


def register(firms, visits):
    rows = [{"id": key, "sector": sector, "group": "", "township": "", "department": "", "status": state}
            for key, sector, state in firms]  # fmt: skip
    seen = [{"enterprise_id": key, "on": on} for key, on in visits]
    return Register(pd.DataFrame(rows), pd.DataFrame(seen, columns=["enterprise_id", "on"]).astype({"on": np.int64}))


def test_an_enterprise_is_inspected_once_under_its_own_sector_whatever_was_found_there():
    on = day(2026, 5, 1)
    told = register(
        [("e1", "coal", "producing"), ("e2", "gas", "producing"), ("e3", "gas", "closed"), ("e4", "gas", "stopped")],
        [("e1", on), ("e1", on + 1), ("e2", on - 400)],
    )
    histories = [
        single(found=on, confirmed=on, enterprise_id="e4", sector="coal"),
        single(found=on, confirmed=on, enterprise_id="", enterprise="无名小店", sector="coal"),
        single(found=on, confirmed=on, enterprise_id="", enterprise="无名小店", sector="coal"),
        single(found=on, confirmed=on, enterprise_id="", enterprise="", sector="gas"),
    ]
    table = filled(histories, filters.default(as_date(on + 5)), "coverage", told)
    lines = {line.code: cells(line, "coverage") for line in table.lines}
    assert (lines["coal"]["due"].n, lines["coal"]["done"].n) == (1, 2)  # e1, and the shop that is not registered
    assert (lines["gas"]["due"].n, lines["gas"]["done"].n) == (2, 1)  # e2 and e4; e3 is closed
    assert cells(table.total, "coverage")["coverage"].text == "100.0"


@pytest.mark.parametrize(
    ("kind", "word", "days"),
    [
        (Kind.MONTH, "2026-10", (date(2026, 10, 1), date(2026, 10, 31))),
        (Kind.MONTH, "2026-11", (date(2026, 11, 1), date(2026, 11, 18))),
        (Kind.QUARTER, "2026-Q3", (date(2026, 7, 1), date(2026, 9, 30))),
        (Kind.HALF, "2026-H1", (date(2026, 1, 1), date(2026, 6, 30))),
        (Kind.YEAR, "2025", (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_a_period_is_read_from_its_label_and_ends_today_at_the_latest(kind, word, days):
    found = period_of(kind, word, date(2026, 11, 18))
    assert (found.start, found.end) == days
    where = asked(filters.default(date(2026, 11, 18)), found, cumulative=True)
    assert (where.from_, where.as_of) == (date(days[0].year, 1, 1), days[1])


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.MONTH, word)
        for word in ("2026-13", "2026-1", "2026", "2026-Q1", "2026-12", "x", "", "2026-10-01", "２０２６-10")
    ]
    + [(Kind.QUARTER, "2026-Q5"), (Kind.QUARTER, "2026-3"), (Kind.YEAR, "2026-01"), (Kind.YEAR, "2027")],
)
def test_a_word_that_is_no_period_or_lies_ahead_is_refused(kind, word):
    with pytest.raises(PeriodError):
        period_of(kind, word, date(2026, 11, 18))


def test_the_shipped_monthly_form_has_the_twelve_columns_and_the_signature_footer():
    form = FORMS["monthly"]
    assert len(form.columns) == 12
    assert [one["zh_CN"] for one in form.footer] == ["单位负责人（签字）", "填表人", "联系电话", "填报日期"]
    assert [(first, last) for over, first, last in heads(form.columns) if over] == [(1, 3), (4, 6), (7, 8), (9, 10)]
    assert [FORMS[name].period.value for name in FORMS] == ["month", "quarter", "year", "month", "month"]


MINIMAL = """
name = "x"
period = "month"
rows = "sector"
title = { zh_CN = "表", en = "Form" }
[[column]]
key = "a"
zh_CN = "甲"
en = "A"
count = "found"
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('count = "found"', 'count = "lost"'), "lost"),
        (('count = "found"', 'rate = ["a", "b"]'), "rate of a"),
        (('rows = "sector"', 'rows = "weather"'), "weather"),
        (('period = "month"', 'period = "week"'), "week"),
        (('en = "A"', ""), "'en' is missing"),
        (('count = "found"', 'count = "found"\nwhere = { grade = ["huge"] }'), "huge"),
        (('name = "x"', 'like = "nowhere"\nname = "x"'), "nowhere"),
        (("name", "name name"), "broken"),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_used_says_where_and_why(tmp_path, change, said):
    (tmp_path / "broken.toml").write_text(MINIMAL.replace(*change, 1), encoding="utf-8")
    with pytest.raises(FormError, match="broken") as found:
        load_forms(tmp_path)
    assert said in str(found.value)


def test_another_years_form_is_another_file(tmp_path):
    (tmp_path / "a.toml").write_text(MINIMAL, encoding="utf-8")
    form = load_forms(tmp_path)["x"]
    table = fill(form, Index(*frames([single()])), filters.default(as_date(FIRST)), "x", NOBODY, cumulative=True)
    assert [line.cells[0].n for line in table.lines if line.code == "coal"] == [1]


def test_an_unknown_set_is_no_rows():
    index = Index(*frames([(single()[0],)]))
    with pytest.raises(drill.DrillError):
        drill.rows(index, filters.default(as_date(FIRST)), "form.lost")
    with pytest.raises(KeyError):
        mask(index, filters.default(as_date(FIRST)), "lost")
