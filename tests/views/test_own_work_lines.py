"""Departments by their own work: items without a department stand on their own line, the whole stands once and last."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from riskmap.i18n import Translator
from riskmap.metrics import filters
from riskmap.metrics.briefing import Figures
from riskmap.metrics.own_work import PARTS, Work
from riskmap.reports import briefing_units
from riskmap.reports.briefing_told import Asked
from riskmap.views.analysis_rates_file import work_rows
from riskmap.views.html import analysis_matrix, weekly_units
from riskmap.views.html.analysis_choice import choice
from riskmap.views.html.context import Context

T = Translator("en")
WHERE = filters.default(date(2026, 11, 22))
LINES = [Work(code, dict.fromkeys(PARTS, number)) for code, number in (("yj", 4), ("", 1), (None, 5))]
NAMES = ["yj", "No department", "Whole county"]
FIGURES = cast(Figures, SimpleNamespace(departments=LINES, now=WHERE))


def label(_dimension: str, code: str) -> str:
    return code or "No department"


CONTEXT = Context(T, label, WHERE, {})


def _checked(table: str) -> None:
    """The lines by name, the numbers of the line without a department open those, of the whole all rows."""
    rows = [row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if "<td" in row]
    assert [next(name for name in NAMES if name in row) for row in rows] == NAMES
    opened = [set(re.findall(r"department=(\w+)", row)) for row in rows]
    assert opened == [{"yj"}, {"unknown"}, set()]


def test_the_weekly_page() -> None:
    _checked(weekly_units.departments(CONTEXT, FIGURES))


def test_the_page_of_rates() -> None:
    _checked(analysis_matrix.departments(CONTEXT, LINES, choice({"by": "department"})))


def test_the_crossed_table_has_a_line_without_a_department_and_none_of_the_whole() -> None:
    index: Any = SimpleNamespace(dim=lambda _name: (None, ["t1"]))
    found = {(code, "t1"): dict.fromkeys(PARTS, 1) for code in ("yj", "")}
    chosen = choice({"by": "department", "across": "township"})
    table = analysis_matrix.work_matrix(CONTEXT, index, found, LINES, chosen)
    assert "No department" in table
    assert "department=unknown" in table
    assert "Whole county" not in table


def test_paper_and_file() -> None:
    asked = cast(Asked, SimpleNamespace(t=T, label=label, figures=FIGURES))
    assert [row[0] for row in briefing_units._departments(asked).rows] == NAMES
    rows = work_rows(LINES, {}, choice({"by": "department"}), label, T)
    assert [row[0] for row in rows[1:]] == ["yj", "No department", "Total"]
