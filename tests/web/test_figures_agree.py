"""One walk over all of them: page, interface, command's document and every file of a paper tell the same figures."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.i18n import Translator
from riskmap.metrics import briefing, filters
from riskmap.metrics.format import pct
from riskmap.metrics.rates import ALL as EVERY
from riskmap.metrics.rates import RATES
from riskmap.metrics.words import RATES as RATE_WORDS
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.views.analysis_rates_file import RATED
from riskmap.views.briefing import SHEETS
from riskmap.views.html.analysis_rates import FIVE
from riskmap.views.html.rates import STRIP
from riskmap.web import data
from riskmap.web.routes import analysis, api, weekly
from support.availability import ALL
from support.cut_off import THURSDAY
from support.small import shown

WEEK = "2026-W46"


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(body: bytes, kind: str) -> str:
    """Everything that a file says."""
    if kind == "docx":
        file = Document(BytesIO(body))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in file.paragraphs), *cells])
    if kind == "pdf":
        return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(body))
    if kind == "pptx":
        slides = Presentation(BytesIO(body)).slides
        return "\n".join(one.text_frame.text for slide in slides for one in slide.shapes if one.has_text_frame)
    return "\n".join(
        str(cell.value) for sheet in openpyxl.load_workbook(BytesIO(body)) for row in sheet for cell in row
    )


def test_page_interface_and_every_file_tell_the_same_figures(
    ledger_of: Callable[..., Any], open_at: Callable[..., AppTest]
) -> None:
    ledger_of("several")
    f = briefing.figures(data.view().index, filters.default(data.today()), WEEK, data.today())
    client = TestClient(Starlette(routes=[*api.ROUTES, *weekly.ROUTES]))
    asked = {"as_of": f.now.as_of.isoformat(), "from": f.now.from_.isoformat(), "by": "township"}
    answer = client.get("/api/v1/metrics", params=asked).json()
    total = answer["total"]
    for name in ("stock", "stock_overdue", "stock_major", "stock_listed", "due", "due_passed", "found"):
        assert total[name] == f.this.counts[name], name
    own = client.get("/api/v1/metrics", params={**asked, "from": f.own.from_.isoformat()}).json()["total"]
    for name in ("new_in_period", "closed_in_period", "opening", "voided_in_period", "transferred"):
        assert own[name] == f.this.alone[name], name

    rate = f"{RATES['due_rate_passed'].text(total)}%"
    parts = f"{total['due_passed']}/{total['due']}"
    told = (f"现存{total['stock']}项", f"超期未整改{total['stock_overdue']}项", f"新增隐患{own['new_in_period']}项",
            f"重大隐患现存{total['stock_major']}项", f"{rate}（{parts}）")  # fmt: skip
    for kind in ("docx", "pdf", "pptx", "xlsx"):
        reply = client.get(f"/api/v1/weekly/{WEEK}.{kind}")
        assert reply.status_code == 200
        said = plain(words(reply.content, kind))
        assert not [one for one in told if one not in said], kind

    page = plain(re.sub(r"<[^>]+>", " ", shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))))
    for one in (f"未销号{total['stock']}", f"超期未整改{total['stock_overdue']}", f"到期整改率{rate}{parts}"):
        assert one in page, one
    rates = plain(shown(open_at("closure_rates", as_of=asked["as_of"], lang="zh_CN")))
    assert rate in rates
    rows = {row["township"]: row for row in answer["rows"]}
    apart = {one.code: one.counts for one in f.townships.lines}
    assert sum(row["stock_overdue"] for row in rows.values()) == total["stock_overdue"]
    assert all(counts["stock_overdue"] <= rows[code]["stock_overdue"] for code, counts in apart.items())


def test_they_tell_the_same_week_of_an_office_with_a_cut_off_of_its_own(
    thursday: Path, open_at: Callable[..., AppTest]
) -> None:
    f = briefing.figures(data.view().index, filters.default(data.today()), WEEK, data.today(), ends=THURSDAY)
    client = TestClient(Starlette(routes=[*api.ROUTES, *weekly.ROUTES]))
    asked = {"as_of": "2026-11-12", "from": "2026-11-06", "by": "township"}
    own = client.get("/api/v1/metrics", params=asked).json()["total"]
    total = client.get("/api/v1/metrics", params={**asked, "from": "2026-01-01"}).json()["total"]
    assert own["new_in_period"] == f.this.alone["new_in_period"] == 1
    assert total["stock"] == f.this.counts["stock"]
    parts = "{}/{}".format(*RATES["due_rate_passed"].parts(total))
    told = (f"现存{total['stock']}项", f"超期未整改{total['stock_overdue']}项", "新增隐患1项", parts, "2026-11-12")
    for kind in ("docx", "pdf", "pptx", "xlsx") if ALL else ("docx", "xlsx"):
        said = plain(words(client.get(f"/api/v1/weekly/{WEEK}.{kind}").content, kind))
        assert not [one for one in told if one not in said], kind
        assert "2026-11-06至2026-11-12" in said, kind
    trend = client.get(f"/api/v1/weekly/{WEEK}/trend.csv?lang=zh_CN").content.decode("utf-8-sig")
    ends = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", trend)]
    assert ends[-1] == date(2026, 11, 12)
    assert {day.isoweekday() for day in ends} == {THURSDAY}
    page = plain(re.sub(r"<[^>]+>", " ", shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))))
    for one in (f"未销号{total['stock']}", f"超期未整改{total['stock_overdue']}", parts):
        assert one in page, one


@pytest.mark.parametrize(
    "asked", [{}, {"sector": "coal"}, {"township": "141034103", "grade": "general"}, {"as_of": "2026-10-31"}], ids=str
)
def test_the_analysis_its_file_and_the_interface_tell_every_rate_alike(
    ledger_of: Callable[..., Any], open_at: Callable[..., AppTest], asked: dict[str, str]
) -> None:
    ledger_of("several")
    client = TestClient(Starlette(routes=[*api.ROUTES, *analysis.ROUTES]))
    total = client.get("/api/v1/metrics", params=asked).json()["total"]
    told = {"lang": "en", "purpose": "walk", "by": "township", "across": "sector", **asked}
    text = client.get("/api/v1/analysis/rates.csv", params=told).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    pages = {
        page: plain(re.sub(r"<[^>]+>", " ", shown(open_at(page, lang="en", **asked))))
        for page in ("analysis", "closure_rates")
    }
    alone = [row for row in rows if row["Sector"] == row["Grade"] == "all"]
    for name in RATED:
        head = RATE_WORDS[name]
        printed, *whole = (alone[-1][f"{head} {part}"] for part in "%nm")
        n, m = map(int, whole)
        assert printed == pct(n, m).replace("/", ""), name
        assert [sum(int(row[f"{head} {part}"]) for row in alone[:-1]) for part in "nm"] == [n, m], name
        if name in RATES:  # those of the contract
            assert total[name] == (n / m if m else None), name
        if all(one in total for one in (*EVERY[name].above, EVERY[name].below)):
            assert EVERY[name].parts(total) == (n, m), name
        assert f"{n:,}/{m:,}" in pages["analysis"], name
        assert printed in pages["analysis"], name
        if name in ("due_rate_passed", "on_time_rate", "rectification_rate", "closing_rate"):
            assert f"{n:,}/{m:,}" in pages["closure_rates"], name
    assert alone[-1]["Overdue"] == str(total["stock_overdue"])
    assert alone[-1]["Not due"] == str(total["not_yet_due"])


def test_every_table_of_a_paper_is_a_file_of_its_own(
    ledger_of: Callable[..., Any], open_at: Callable[..., AppTest]
) -> None:
    ledger_of("several")
    client = TestClient(Starlette(routes=weekly.ROUTES))
    page = shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    offered = re.findall(r'href="/(api/v1/weekly/2026-W46/(\w+)\.csv\?lang=zh_CN)"', page)
    book = openpyxl.load_workbook(BytesIO(client.get(f"/api/v1/weekly/{WEEK}.xlsx?lang=zh_CN").content))
    names = [Translator("zh_CN")(SHEETS[code]) for _, code in offered]
    fetched = offered if ALL else offered[2::4]
    for address, code in fetched:
        reply = client.get(f"/{address}")
        assert (reply.status_code, reply.content[:3]) == (200, b"\xef\xbb\xbf"), code
        assert f"weekly_2026-W46_{code}.csv" in reply.headers["content-disposition"]
        rows = list(csv.reader(StringIO(reply.content.decode("utf-8-sig"))))
        sheet = book[Translator("zh_CN")(SHEETS[code])]
        cells = [[cell.value for cell in row[: len(rows[0])]] for row in sheet.iter_rows(max_row=len(rows))]
        if code == "trend" or ALL:
            (alone,) = openpyxl.load_workbook(BytesIO(client.get(f"/{address}".replace(".csv", ".xlsx")).content))
            assert [[cell.value for cell in row] for row in alone.iter_rows(max_row=len(rows))] == cells
            assert len(alone._charts) == len(sheet._charts)
        for text, value in zip(chain(*rows), chain(*cells), strict=True):
            number = isinstance(value, int | float)
            parts = 100 if text.endswith("%") else 1
            assert (float(text.strip("%")) / parts if number else text) == (value if number else value or ""), code
    assert sorted(names) == sorted(book.sheetnames[1:])  # all but the sentences
    assert client.get(f"/api/v1/weekly/{WEEK}/nothing.csv").status_code == 404
    assert client.get(f"/api/v1/weekly/{WEEK}/township.pdf").status_code == 404
    with reading(data.engine()) as connection:
        left = list(events.read(connection, data.county().code, "entity = ?", (events.EXPORT,)))
    assert {json.loads(one.payload)["filter"].get("table") for one in left} >= {code for _, code in fetched}


def test_a_table_holds_the_own_part_of_who_asks(ledger_of: Callable[..., Any], be: Callable[..., None]) -> None:
    ledger_of("several")
    client = TestClient(Starlette(routes=weekly.ROUTES))
    address = f"/api/v1/weekly/{WEEK}/open.csv?lang=zh_CN"
    whole = list(csv.DictReader(StringIO(client.get(address).content.decode("utf-8-sig"))))
    be(Role.TOWNSHIP, townships=("141034200",))
    reply = client.get(address)
    assert reply.status_code == 200
    rows = list(csv.DictReader(StringIO(reply.content.decode("utf-8-sig"))))
    (name,) = {row["乡镇"] for row in rows}
    assert 0 < len(rows) == sum(row["乡镇"] == name for row in whole) < len(whole)


def test_a_file_of_another_kind_of_period_or_none_is_not_found(ledger_of: Callable[..., Any]) -> None:
    ledger_of("one")
    client = TestClient(Starlette(routes=weekly.ROUTES))
    for address in ("monthly/2026-W46.pdf", "weekly/2026-11.pdf", "weekly/2026-W46.doc", "quarterly/2027-Q1.pdf",
                    "weekly/2026-W46.pdf?against=2026-10"):  # fmt: skip
        assert client.get(f"/api/v1/{address}").status_code == 404, address
    assert client.get("/api/v1/monthly/2026-11.xlsx?lang=en&against=2026-09").status_code == 200


def test_who_may_not_take_figures_out_gets_no_paper(ledger_of: Callable[..., Any], be: Callable[..., None]) -> None:
    ledger_of("one")
    client = TestClient(Starlette(routes=weekly.ROUTES))
    may, no = Role.ANALYST, next(role for role in Role if role not in RIGHTS[Right.EXPORT])
    be(no)
    for paper in ("weekly/2026-W46", "monthly/2026-11", "quarterly/2026-Q4"):
        assert client.get(f"/api/v1/{paper}.pdf").status_code == 403
        assert client.get(f"/api/v1/{paper}/township.csv").status_code == 403
    be(may)
    assert may in RIGHTS[Right.EXPORT]
    assert client.get("/api/v1/weekly/2026-W46.pdf").status_code == 200


def test_the_analysis_and_the_closure_rates_print_the_same_form_of_each_rate_first() -> None:
    assert {main for main, *_ in FIVE} - {"overdue_rate"} == {main for main, *_ in STRIP} - {"major_rate"}
    assert {other for _, other, _ in STRIP if other} <= {other for _, other, _ in FIVE}
