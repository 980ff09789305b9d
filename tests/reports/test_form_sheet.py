"""An official form as a workbook: the same figures as on the screen, merged heads, a footer, no formula."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_round_trip import hazards

from riskmap.i18n import Translator
from riskmap.ledger import queries
from riskmap.metrics import filters
from riskmap.metrics.declared import load_forms
from riskmap.metrics.filling import fill
from riskmap.metrics.forms import Filled, Register, asked, period_of
from riskmap.metrics.index import Index
from riskmap.reports.form_sheet import BODY, HEAD, NUMBER, OVER, workbook
from riskmap.reports.papers import form_sheet
from riskmap.views.names import labels
from support.round_trip import TODAY, Office

FORMS = load_forms(Path(__file__).resolve().parents[2] / "data" / "forms")
PERIODS = {"month": "2026-06", "quarter": "2026-Q2", "year": "2026"}


def filled(office: Office, name: str, **narrow: Any) -> Filled:
    found, form = queries.snapshot(office.engine, office.county), FORMS[name]
    order = {"sector": list(office.county.sectors.codes)}
    period = period_of(form.period, PERIODS[form.period.value], TODAY)
    where = filters.changed(asked(filters.default(TODAY), period, cumulative=True), **narrow)
    register = Register(found.enterprises, found.inspections)
    return fill(form, Index(found.hazards, found.spells, order), where, period.label, register, cumulative=True)


def sheet(office: Office, told: Filled, lang: str = "zh_CN") -> Any:
    t = Translator(lang)
    around = form_sheet(
        t, told, labels(office.county, lang, {}), unit="=汾西县", demo=False, who="某人", moment="2026-11-18 08:00",
        purpose="上报市安委办",
    )  # fmt: skip
    return openpyxl.load_workbook(io.BytesIO(workbook(around, t))).worksheets[0]


@pytest.mark.parametrize("name", list(FORMS))
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_form_prints_its_heads_lines_total_and_footer(office: Office, name: str, lang: str) -> None:
    office.take(hazards(office.county, 5, 60))
    told = filled(office, name)
    page, form = sheet(office, told, lang), FORMS[name]
    assert page.cell(1, 1).value == form.title[lang]
    heads = {page.cell(row + 1, at).value for row in (OVER, HEAD) for at in range(1, len(form.columns) + 2)}
    assert {one.title[lang] for one in form.columns} <= heads
    assert [page.cell(NUMBER + 1, at + 1).value for at in range(1, len(form.columns) + 1)] == list(
        range(1, len(form.columns) + 1)
    )
    end = BODY + len(told.lines) + 1
    for row, line in enumerate([*told.lines, told.total], BODY + 1):
        printed = [page.cell(row, at).value for at in range(2, len(form.columns) + 2)]
        assert [one if isinstance(one, str) else round(one, 4) for one in printed] == [
            cell.text if cell.m == 0 else float(cell.text) for cell in line.cells
        ]
    said = [str(cell.value) for row in page.iter_rows(min_row=end + 1) for cell in row if cell.value]
    assert all(any(text.startswith(one[lang]) for text in said) for one in form.footer)
    assert any("上报市安委办" in text and "某人" in text for text in said)
    assert any("/" in str(cell.value) for row in page.iter_rows(min_row=BODY) for cell in row), "nothing to divide by"


def test_a_form_of_one_township_says_so_and_no_cell_is_a_formula(office: Office) -> None:
    office.take(hazards(office.county, 5, 30))
    page = sheet(office, filled(office, "monthly", township=("141034103",)))
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert any("和平镇" in text for text in texts)
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_period_line_is_that_of_the_paper(office: Office) -> None:
    page = sheet(office, filled(office, "monthly"))
    line = [str(cell.value) for cell in page[2] if cell.value]
    assert any("2026年1月—2026年6月（累计）" in text for text in line)
    assert any("截止到2026年6月30日" in text for text in line)
    assert date(2026, 6, 30) < TODAY
