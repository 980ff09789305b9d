"""How figures are printed, held against rates that offices have published."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.metrics.format import change, count, fraction, pct, points, tenth

PUBLISHED = Path(os.environ.get("RISKMAP_CASES", Path(__file__).parents[3] / "shared" / "cases")) / "stated_rates.csv"

# Made-up figures of the same kinds: (found, rectified, decimals, as a careful office prints it)
LOOK_ALIKES = [
    (8000, 7782, 2, "97.28"),
    (91, 36, 2, "39.56"),
    (1250, 1250, 0, "100"),
    (63, 62, 1, "98.4"),
    (87, 84, 1, "96.6"),
    (12704, 11469, 1, "90.3"),
    (945, 713, 1, "75.4"),  # 75.4497: rounding twice would print 75.5
    (2171, 749, 0, "35"),  # 34.5003
    (256, 235, 0, "92"),
    (6562, 6558, 1, "99.9"),  # never 100.0 while an item is open
    (200, 1, 0, "1"),  # 0.5 goes up
    (1000, 125, 0, "13"),  # 12.5 goes up, not to the even number
    (0, 0, 1, "/"),
]


FORMER = "http://fjjsjl.org.cn/article/view/1123"
STATED = [  # (found, rectified, decimals, as it was published, where)
    (12704, 11469, 1, "90.3", FORMER), (945, 713, 1, "75.4", FORMER),
    (315500, 312000, 2, "98.89", "https://m.163.com/dy/article/JHUA99CU053469LG.html"),
    (20133, 19966, 2, "99.17", "https://m.163.com/dy/article/JHUA99CU053469LG.html"),
    (182, 72, 2, "39.56", "http://esafety.cn/news/66349.html"),
]  # fmt: skip
REPRINTED = {  # publisher → (found, rectified, decimals, as it was published)
    "亳州市应急管理局 2024-01-04": [
        (124841, 124841, 0, "100"), (630, 620, 1, "98.4"), (75, 70, 2, "93.33"), (82, 82, 1, "100.0"),
        (87, 84, 1, "96.6"), (159, 159, 0, "100"), (140, 140, 0, "100"),
    ],
    "潍坊晚报 2020-12-30": [
        (8624, 8490, 0, "98"), (189000, 73000, 1, "38.6"),
    ],
    "山东省水利厅 2018-09-03": [
        (8782, 3351, 0, "38"), (3950, 1660, 0, "42"), (2171, 749, 0, "35"), (460, 106, 0, "23"),
        (1745, 584, 0, "33"), (456, 252, 0, "55"),
    ],
    "应急管理部 2024-10-22": [
        (256, 235, 0, "92"),
    ],
    "某市交警支队 2021": [
        (1173, 643, 0, "55"),
    ],
    "省水利厅 2022-05-27": [
        (4430, 4219, 0, "95"),
    ],
    "常熟日报 2025-09-09": [
        (19483, 8635, 1, "44.3"),
    ],
}  # fmt: skip
STATED += [(*facts, publisher) for publisher, known in REPRINTED.items() for facts in known]


@pytest.mark.parametrize(("found", "done", "decimals", "stated", "source"), STATED)
def test_a_published_rate_prints_as_it_was_published(found, done, decimals, stated, source):
    assert pct(done, found, decimals=decimals) == stated, source


@pytest.mark.parametrize(("found", "done", "decimals", "printed"), LOOK_ALIKES)
def test_a_rate_prints_half_up_as_offices_do(found, done, decimals, printed):
    assert pct(done, found, decimals=decimals) == printed


@pytest.mark.skipif(not PUBLISHED.exists(), reason="no published rates beside the repository (shared/cases)")
def test_published_rates_print_as_published_where_half_up_supports_them():
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 26
    supported = [row for row in rows if row["match_half_up"] == "True"]
    assert len(supported) == 24
    for row in supported:
        found, done, decimals = int(row["found"]), int(row["rectified"]), int(row["decimals"])
        assert Decimal(pct(done, found, decimals=decimals)) == Decimal(row["stated_pct"]), row["id"]


@given(st.integers(1, 10**9), st.data())
def test_a_printed_rate_is_within_half_a_step_and_full_only_when_nothing_is_open(m, data):
    n = data.draw(st.integers(0, m))
    text = pct(n, m)
    assert (text == "100.0") == (n == m)
    if n != m and text != "99.9":
        assert abs(Decimal(text) * m - 100 * Decimal(n)) * 20 <= m


def test_an_open_item_outside_the_fraction_also_keeps_the_print_below_full():
    assert pct(10, 10, open_=1) == "99.9"
    assert pct(10, 10, open_=0) == "100.0"


def test_changes_are_points_for_rates_and_per_cent_for_counts():
    assert points(90, 100, 85, 100) == "+5.0"
    assert points(1, 3, 1, 3) == "0.0"
    assert points(1, 3, 0, 0) == "/"
    assert change(110, 100) == "+10.0"
    assert change(1, 3) == "-66.7"
    assert change(5, 0) == "—"
    assert change(5, 5) == "0.0"


def test_counts_fractions_and_money():
    assert count(1234567) == "1,234,567"
    assert fraction(0, 0) == "0/0"
    assert tenth(0.25) == "0.3"
