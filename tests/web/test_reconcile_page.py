"""The page of reconciling: a file is compared, a difference is accepted through the one door, a refusal is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.columns import to_day
from riskmap.ledger.batch import Actor
from riskmap.web import data, officer
from support.commands import open_row, workbook
from support.small import address, ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


def compare(open_at: Open, file: Path, **query: str) -> AppTest:
    app = open_at("reconcile", lang="zh_CN", **query)
    app.get("file_uploader")[0].set_value((file.name, file.read_bytes(), "application/octet-stream")).run()
    assert not app.exception, app.exception
    return app


def file_of(folder: Path, **changes: object) -> Path:
    told = {
        "企业名称": "示例煤业一矿", "所属乡镇": "和平镇", "行业领域": "煤矿", "隐患地点": "主井",
        "隐患描述": "配电箱未接地", "检查时间": "2026-11-02", "整改期限": "2026-11-30", "隐患编号": None,
    }  # fmt: skip
    other = {"隐患描述": "新发现的问题", "检查时间": "2026-11-05", "整改期限": "2026-11-28", "隐患编号": "N-2"}
    return workbook(folder / "和平镇.xlsx", [open_row(1, **{**told, **changes}), open_row(2, **{**told, **other})])


def test_a_file_is_compared_and_nothing_is_written(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("several")
    before = data.view().snapshot.revision
    text = shown(compare(open_at, file_of(tmp_path, 整改期限="2026-12-15")))
    assert "和平镇.xlsx 与我方台账对账" in text
    for word in ("双方合计", "分乡镇平衡表", "不一致", "仅对方有", "仅我方有", "新发现的问题", "2026-12-15"):
        assert word in text
    assert data.view().snapshot.revision == before


def test_a_chosen_difference_is_accepted_with_an_event(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("several")
    app = compare(open_at, file_of(tmp_path, 整改期限="2026-12-15"))
    app.multiselect(key="reconcile_picked").set_value([ids()["配电箱未接地"]]).run()
    app.button(key="reconcile_accept").click().run()
    assert not app.exception, app.exception
    assert "已更改 1 项" in app.success[0].value
    frame = data.current().hazards
    one = frame[frame["description"] == "配电箱未接地"]
    assert (set(one["due"]), set(one["due_original"])) == ({to_day(date(2026, 12, 15))}, {to_day(date(2026, 11, 30))})


def test_rows_that_only_they_have_are_entered(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("several")
    count = len(data.current().hazards)
    app = compare(open_at, file_of(tmp_path))
    app.button(key="reconcile_enter_all").click().run()
    assert "登记 1 项" in app.success[0].value
    assert len(data.current().hazards) == count + 1


def test_who_may_not_write_reads_why(
    ledger_of: Make, open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    before = data.view().snapshot.revision
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某企业", "enterprise"))
    app = compare(open_at, file_of(tmp_path, 整改期限="2026-12-15"))
    app.button(key="reconcile_accept_all").click().run()
    assert "未接受" in app.error[0].value
    assert data.view().snapshot.revision == before


def test_a_file_of_one_township_offers_to_compare_with_that_one_alone(
    ledger_of: Make, open_at: Open, tmp_path: Path
) -> None:
    ledger_of("several")
    app = compare(open_at, file_of(tmp_path))
    app.button(key="reconcile_township").click().run()
    assert address(app)["township"] == "141034103"
    assert not app.exception


def test_a_file_that_is_no_ledger_is_refused_in_words(ledger_of: Make, open_at: Open, tmp_path: Path) -> None:
    ledger_of("one")
    (tmp_path / "x.csv").write_text("只有,两列\n一,二\n", encoding="utf-8")
    app = compare(open_at, tmp_path / "x.csv")
    assert "无法对账" in app.error[0].value
