"""The page of imports: the sheet drawn, figures foretold, a file undone, the old ledger, the file to send back."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from riskmap.ingest import process, spool
from riskmap.ingest.marked import marked
from riskmap.ledger import queries
from riskmap.ledger.commands import Actor
from riskmap.web import data, officer
from support.ledgers import MAJOR, ONE, write
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
DONE = {**ONE, "ledger_no": "HB-009", "found": "2026-03-01", "due": "2026-03-20", "rectified": "2026-03-10",
        "status": "已销号", "closed": "2026-03-12"}  # fmt: skip


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    next(one for one in app.file_uploader if one.key.startswith("import_file")).set_value((name, content, "text/csv"))
    return app.run()


def confirmed(open_at: Open, content: bytes, lang: str = "zh_CN") -> AppTest:
    app = upload(open_at("import", lang=lang), "台账.csv", content)
    return app.button(key="import_confirm").click().run()


def opened(open_at: Open, lang: str = "zh_CN") -> AppTest:
    """The page with the last file opened and the box ticked."""
    app = open_at("import", lang=lang)
    app.selectbox(key="batch_chosen").select_index(0).run()
    return app.checkbox(key="sure").check().run()


def test_a_dry_run_draws_the_sheet_and_foretells_the_figures(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one")
    before = len(data.current().hazards)
    content = write(tmp_path / "a.csv", [{**ONE, "ledger_no": "X1", "description": "另一处"}, MAJOR]).read_bytes()
    app = upload(open_at("import", lang="zh_CN"), "a.csv", content)
    page = shown(app)
    assert not app.exception
    assert "导入后的全县数据" in page
    assert f">{before}<" in page
    assert f">{before + 2}<" in page
    assert "文件原样" in page
    assert '<tr class=head><th>1</th><td class="known"' in page
    assert len(data.current().hazards) == before


def test_a_file_is_undone_on_the_page(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one")
    before = len(data.current().hazards)
    confirmed(open_at, write(tmp_path / "a.csv", [MAJOR]).read_bytes())
    assert len(data.current().hazards) == before + 1
    app = opened(open_at)
    assert "通风系统不可靠" in shown(app)
    app.button(key="batch_undo").click().run()
    assert not app.exception
    assert "已撤销：移除隐患 1 项" in shown(app)
    assert len(data.current().hazards) == before


def test_a_touched_file_stays_and_the_page_names_its_rows(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one")
    confirmed(open_at, write(tmp_path / "a.csv", [MAJOR]).read_bytes())
    frame = data.current().hazards
    (one,) = frame[frame["description"] == MAJOR["description"]].to_dict("records")
    told = {"field": "township", "new": "141034101", "reason": "写错"}
    data.ledger().act(one["id"], "correct", told, officer.actor(), one["version"], data.today())
    app = opened(open_at, "en")
    app.button(key="batch_undo").click().run()
    said = app.error[0].value.replace("\\", "")
    assert "Something later changed rows of this file" in said
    assert one["hazard_no"] in said


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("zh_CN", "有未撤回的文书涉及该批次的隐患"),
        ("en", "Office papers that are not withdrawn name hazards of this file"),
    ],
)
def test_a_file_that_a_paper_is_about_stays_and_the_page_says_so(
    ledger_of: Make, open_at: Open, tmp_path: Path, lang: str, why: str
) -> None:
    ledger_of("one")
    confirmed(open_at, write(tmp_path / "a.csv", [MAJOR]).read_bytes())
    frame = data.current().hazards
    (one,) = frame[frame["description"] == MAJOR["description"]].to_dict("records")
    told = {"kind": "reminder", "hazards": [one["id"]], "to": "某镇", "title": "提醒函", "due": "2026-12-01"}
    data.ledger().draft_paper(told, officer.actor(), data.today())
    app = opened(open_at, lang)
    app.button(key="batch_undo").click().run()
    said = app.error[0].value.replace("\\", "")
    assert why in said
    assert one["hazard_no"] in said


def test_the_wrong_person_undoes_nothing_on_the_page(
    ledger_of: Make, open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    confirmed(open_at, write(tmp_path / "a.csv", [MAJOR]).read_bytes())
    app = opened(open_at)
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "审计", "auditor"))
    count = len(data.current().hazards)
    app.button(key="batch_undo").click().run()
    assert "未撤销" in app.error[0].value
    assert len(data.current().hazards) == count


def test_the_old_ledger_is_taken_in_as_it_stands(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one")
    app = open_at("import", lang="zh_CN")
    app.checkbox(key="import_opening").check().run()
    app = upload(app, "old.csv", write(tmp_path / "old.csv", [DONE, MAJOR]).read_bytes())
    assert "历史台账 1 项，其中无佐证 1 项" in shown(app)
    app.button(key="import_confirm").click().run()
    frame = data.current().hazards
    assert list(frame[frame["legacy"]]["ledger_no"]) == ["HB-009"]
    assert list(frame[frame["unproven"]]["ledger_no"]) == ["HB-009"]


def test_who_leaves_while_a_file_is_read_leaves_nothing(
    ledger_of: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riskmap.ingest.run import dry_run

    ledger_of("one")
    monkeypatch.setattr(process, "TICK", 0.01)
    monkeypatch.setattr(spool.tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    started: list[Any] = []
    real = process._start
    monkeypatch.setattr(process, "_start", lambda request: started.append(real(request)) or started[-1])

    def leave(done: int, of: int) -> None:
        raise KeyboardInterrupt

    content = write(tmp_path / "a.csv", [{**ONE, "ledger_no": str(n)} for n in range(3_000)]).read_bytes()
    match = queries.match_index(data.engine(), data.county())
    with pytest.raises(KeyboardInterrupt):
        dry_run(content, name="a.csv", county=data.county(), match_index=match, today=data.today(), progress=leave)
    assert started[0].poll() is not None
    assert list((tmp_path / "temp").iterdir()) == []


def test_who_leaves_while_a_file_is_written_leaves_nothing(ledger_of: Make, tmp_path: Path) -> None:
    from riskmap.ingest.run import dry_run

    ledger_of("one")
    match = queries.match_index(data.engine(), data.county())
    content = write(tmp_path / "a.csv", [MAJOR]).read_bytes()
    dry = dry_run(content, name="a.csv", county=data.county(), match_index=match, today=data.today())
    before = queries.revision(data.engine(), data.county())

    def leave(done: int, of: int) -> None:
        assert (done, of) == (1, 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        data.ledger().import_batch(dry.batch, officer.actor(), leave)
    assert queries.revision(data.engine(), data.county()) == before
    assert data.ledger().import_batch(dry.batch, officer.actor()).created == 1


def issue(row: int | None, value: str = "", sheet: str = "台账", column: str = "") -> dict[str, Any]:
    return {"sheet": sheet, "row": row, "column": column, "value": value, "code": "x", "severity": "warning"}


def test_the_workbook_to_send_back_is_the_same_with_one_column_more() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in (["隐患", "金额"], ["漏电", "=1+1"], ["塌方", 3]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    issues = [issue(2, column="=cmd()"), issue(2, "9"), issue(None)]
    name, content = marked(out.getvalue(), "甲.xlsx", issues, "问题", lambda code: f"说明{code}")
    assert name == "甲.问题.xlsx"
    back = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [[cell.value for cell in row] for row in back.iter_rows()] == [
        ["隐患", "金额", "问题"], ["漏电", "=1+1", "'=cmd(): 说明x; 说明x (9)"], ["塌方", 3, None],
    ]  # fmt: skip
    assert back["C2"].data_type == "s"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_text_to_send_back_keeps_every_cell(encoding: str) -> None:
    text = "隐患;金额\r\n漏电;=1+1\r\n塌方;3\r\n"
    name, content = marked(text.encode(encoding), "甲.csv", [issue(3, "@x", sheet="")], "问题", str)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["隐患", "金额", ""], ["漏电", "=1+1", "问题"], ["塌方", "3", "x (@x)"]]
    assert name == "甲.问题.csv"


def test_of_any_other_file_the_findings_stand_alone() -> None:
    name, content = marked(b"\x00", "甲.docx", [issue(3, "=x")], "问题", str)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert (name, rows[1]) == ("甲.问题.csv", ["台账", "3", "", "x", "'=x"])
