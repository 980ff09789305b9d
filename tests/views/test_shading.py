"""Counts shade townships in five round classes; tiles of a county lie side by side."""

import math
from random import Random
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from riskmap.geo.boundaries import Shape
from riskmap.metrics import drill, filters, ranking
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.ranking import Line
from riskmap.views import cartogram, shading
from support.hazard_frames import AS_OF, frame, random_rows


def line(code: str, **counts: int) -> Line:
    return Line(code, dict.fromkeys(COLUMNS, 0) | counts)


def shades(*lines: Line, inspected: dict[str, int] | None = None) -> list[dict[str, Any]]:
    return shading.shades(lines, {line.code: line.counts for line in lines}, inspected)


def rates(*lines: Line, inspected: dict[str, int] | None = None) -> list[dict[str, Any]]:
    return [one["rates"] for one in shades(*lines, inspected=inspected)]


def test_counts_print_their_parts_and_classes_hold_the_largest() -> None:
    one, two = rates(line("a", stock=7, stock_overdue=2, found=30), line("b", stock=49), inspected={"a": 8})
    assert one["overdue"] == [2, 7, "2", 2]
    assert (one["stock"], two["stock"]) == ([7, 0, "7", 0], [49, 0, "49", 4])
    assert one["density"][:3] == [30, 8, "3.8"]
    assert two["density"] == [0, 0, "/", shading.UNRANKED]
    (half,) = rates(line("a", found=5), inspected={"a": 20})
    assert half["density"][2] == "0.3"  # half-up, as every figure is


def test_the_words_of_a_scale_are_its_classes() -> None:
    told = shading.scales(shades(line("a", stock=49, stock_overdue=3)))
    assert told["stock"] == ["0–9", "10–19", "20–29", "30–39", "≥40"]
    assert told["overdue"] == ["0", "1", "2", "3", "≥4"]


@pytest.mark.parametrize("asked", [{}, {"grade": "general"}, {"overdue": "1"}, {"source": "self"}])
@pytest.mark.parametrize("seed", range(2))
def test_a_count_opens_exactly_its_rows_and_a_rate_is_the_rank_tables(seed: int, asked: dict[str, str]) -> None:
    """Also what enterprises found themselves and what city or province supervise lies in a township."""
    rnd, rows = Random(seed), random_rows(seed, 60)
    for row in rows:
        row["source"], row["supervision"] = rnd.choice(("self", "department")), rnd.choice(("county", "city"))
    table = frame(*rows)
    index, where = Index(table), filters.parse(asked, filters.Vocabulary.of(table), AS_OF)
    ranked = {one.code: one.counts for one in ranking.ranked(index, "township", where.as_of, where.from_, where)}
    found = shading.asked(index, where, {"141034100": 8})
    for one in found:
        there = filters.changed(where, township=(one["code"] or filters.UNKNOWN,))
        stock, late, both = (int(drill.rows(index, there, name).sum()) for name in ("stock", "stock_overdue", "found"))
        assert one["rates"]["stock"][:3] == [stock, 0, str(stock)]
        assert one["rates"]["overdue"][:2] == [late, stock]
        assert one["rates"]["density"][:2] == [both, 8 if one["code"] == "141034100" else 0]
        assert one["rates"]["due_rate"][1] == ranked.get(one["code"], {}).get("due", 0)
    assert sum(one["rates"]["stock"][0] for one in found) == int(drill.rows(index, where, "stock").sum())


def test_a_township_that_was_inspected_and_had_nothing_found_has_a_density() -> None:
    (one,) = shading.shades([], {}, {"a": 8})
    assert one["rates"]["density"] == [0, 8, "0", 0]
    assert one["rates"]["due_rate"][:3] == [0, 0, "/"]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_every_count_falls_into_a_class_and_more_is_never_lighter(stocks: list[int]) -> None:
    classes = [one["stock"][3] for one in rates(*(line(str(n), stock=stock) for n, stock in enumerate(stocks)))]
    assert all(0 <= level < shading.CLASSES for level in classes)
    assert [level for _, level in sorted(zip(stocks, classes, strict=True))] == sorted(classes)


@given(st.lists(st.tuples(st.floats(110, 113), st.floats(35, 38)), max_size=40))
def test_each_township_has_a_tile_of_its_own(places: list[tuple[float, float]]) -> None:
    shapes = [Shape(str(n), "", shapely.Point(at), at) for n, at in enumerate(places)]
    found = cartogram.tiles(shapes)
    assert sorted(code for code, _, _ in found) == sorted(one.code for one in shapes)
    assert len({(row, column) for _, row, column in found}) == len(shapes)
    assert all(row <= math.isqrt(len(shapes)) + 1 for _, row, _ in found)
