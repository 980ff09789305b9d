"""Charts of the meeting: every number within the picture, large letters, gaps where nothing is to be shown."""

import itertools
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from riskmap.i18n import Translator
from riskmap.metrics.filters import default
from riskmap.reports.briefing_told import Chart, Part, Series, Shape, Table
from riskmap.views.html import meeting_chart as drawing
from riskmap.views.html.context import Context
from riskmap.views.html.meeting import slides

CONTEXT = Context(Translator("zh_CN"), lambda _kind, code: code, default(date(2026, 11, 22)), {})
TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*font-size="(\d+)">([^<]*)</text>')
RATE = Chart(
    Shape.LINES, "到期整改率（纵轴自 90% 起）", ("11-08", "11-15", "11-22"),
    (Series("到期整改率", (95.0, None, 98.4), ("95.0%", "/", "98.4%"), "accent"),), "勍", 90.0,
)  # fmt: skip
UNITS = Chart(
    Shape.BARS, "各乡镇", ("勍香镇", "<b>镇"),
    (Series("率", (75.5, None), ("75.5% 713/945", "到期不足 5 项 2/3"), "bar"),), "勍", sheet="分乡镇",
)  # fmt: skip


def texts(chart: Chart) -> list[tuple[float, float, str, int, str]]:
    return [(float(x), float(y), at, int(size), said) for x, y, at, size, said in TEXT.findall(drawing.picture(chart))]


@settings(max_examples=40)
@given(some.lists(some.integers(0, 200_000), min_size=1, max_size=14), some.sampled_from([Shape.LINES, Shape.COLUMNS]))
def test_letters_are_large_and_stay_within_the_picture(numbers: list[int], shape: Shape) -> None:
    labels = tuple(f"11-{at:02}" for at in range(len(numbers)))
    values, said = tuple(map(float, numbers)), tuple(f"{number:,}" for number in numbers)
    two = (Series("新增", values, said, "second"), Series("销号", values[::-1], said[::-1], "bar"))
    found = texts(Chart(shape, "勍", labels, two, "勍"))
    assert said[-1] in [one[-1] for one in found]
    assert labels[-1] in [one[-1] for one in found]
    for x, y, anchor, size, text in found:
        assert size >= 18
        wide = size * 0.6 * len(text)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        assert left >= -2
        assert left + wide <= drawing.WIDTH + 20
        assert size * 0.7 <= y <= drawing.HEIGHT


def test_numbers_of_neighbours_do_not_touch() -> None:
    numbers = tuple(f"{n}" for n in range(120, 132))
    chart = Chart(Shape.LINES, "勍", numbers, (Series("a", tuple(map(float, numbers)), numbers, "accent"),), "勍")
    rows: dict[float, list[tuple[float, int]]] = {}
    for x, y, _, size, said in texts(chart):
        if said in numbers and y > drawing.HEIGHT - 20:
            rows.setdefault(y, []).append((x, size))
    (row,) = rows.values()
    assert len(row) == 12
    assert all(after[0] - before[0] > 3 * 0.55 * before[1] for before, after in itertools.pairwise(row))


def test_a_line_has_a_gap_where_nothing_was_due() -> None:
    svg = drawing.picture(RATE)
    assert svg.count("<circle") == 2
    (path,) = re.findall(r'<path d="([^"]+)" fill="none"', svg)
    assert path.count("M") == 2  # begun anew after the gap
    assert ">/<" not in svg
    assert ">90%<" in svg
    assert ">100%<" in svg


def test_units_have_a_bar_with_their_parts_and_few_due_items_none() -> None:
    html = drawing.figure(UNITS)
    assert re.findall(r'<i style="width:([\d.]+)%">', html) == ["75.5"]
    assert "75.5% 713/945" in html
    assert "到期不足 5 项 2/3" in html
    assert "&lt;b&gt;镇" in html
    assert "<b>" not in html


def test_a_picture_says_in_words_what_it_shows() -> None:
    assert 'alt="勍"' in drawing.figure(RATE)
    assert "98.4%" in drawing.picture(RATE)
    empty = Chart(Shape.LINES, "无", (), (), "无")
    assert drawing.figure(empty).count("无") == 1


@pytest.mark.parametrize(("many", "items"), [(0, 1), (1, 1), (2, 2)])
def test_a_chart_stands_with_the_table_of_its_numbers(many: int, items: int) -> None:
    table = Table("分乡镇", ("乡镇", "到期整改率"), (("勍香镇", "75.5%"),), (1, 1))
    agenda = list(slides(CONTEXT, Part("分乡镇", ("一句。",), (table,), (UNITS,) * many), {}))
    assert len(agenda) == items
    assert agenda[0].body.count("w-chart") == (many and 1 + (many > 1) * many)
    assert "<table" in agenda[-1].body
    assert ("w-beside" in agenda[-1].body) == (many == 1)


@pytest.mark.parametrize(("rows", "pages"), [(0, [0]), (15, [15]), (16, [8, 8]), (31, [11, 11, 9])])
def test_a_long_list_goes_on_evenly_with_fifteen_lines_at_most(rows: int, pages: list[int]) -> None:
    table = Table("超期清单", ("编号",), tuple((f"FX-{n}",) for n in range(rows)), (1,))
    agenda = list(slides(CONTEXT, Part("超期", (), (table,)), {"FX-3": "id3"}))
    assert [one.body.count("<tr>") - 1 for one in agenda] == pages
    assert ('href="hazard?id=id3"' in agenda[0].body) is (rows > 3)
