"""A re-inspection paper on the page of a hazard: what its enterprise has waiting is ticked item by item."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import Status
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.web import data, identity, officer
from support.small import ONE, fill, ids, shown

Open = Callable[..., AppTest]
NAMES = ("一号", "二号", "三号")


@pytest.fixture
def three(tmp_path: Path, use: Callable[[Path], None]) -> dict[str, str]:
    """Three hazards of one enterprise that wait for their re-inspection, by their words."""
    waits = replace(
        ONE,
        status=Status.AWAITING_REVIEW,
        declared=date(2026, 11, 10),
        rectified=date(2026, 11, 9),
        rectified_by="王某",
    )
    fill(tmp_path / "var", tuple(replace(waits, description=name) for name in NAMES))
    use(tmp_path / "var")
    return ids()


def put(app: AppTest, **values: Any) -> AppTest:
    for name, value in values.items():
        kinds = (app.text_input, app.date_input, app.checkbox)
        widget = next((one for kind in kinds for one in kind if one.key == f"review_{name}"), None)
        if widget is None:
            app.session_state[f"review_{name}"] = value
        else:
            widget.set_value(value)
        app.run()
    assert not app.exception, app.exception
    return app


def save(app: AppTest) -> AppTest:
    app.button(key="save_review").click()
    app.run()
    assert not app.exception, app.exception
    return app


def result(app: AppTest, hazard_id: str) -> Any:
    try:
        return app.session_state[f"review_{hazard_id}_result"]
    except KeyError:
        return None


def status(hazard_id: str) -> str:
    return str(queries.hazard(data.engine(), data.county(), hazard_id).status)


def test_items_are_ticked_one_by_one_and_saved_together(three: dict[str, str], open_at: Open) -> None:
    app = put(open_at("hazard", id=three["一号"], lang="zh_CN"), reviewers="张某、李某", number="复3号")
    put(app, **{f"{three['一号']}_result": "passed", f"{three['二号']}_result": "failed"})
    put(app, **{f"{three['二号']}_opinion": "未见护罩", f"{three['二号']}_due": date(2026, 12, 1)})
    before = data.current().revision
    text = shown(save(app))
    assert "合格 1 项，不合格 1 项" in text
    assert [status(three[name]) for name in NAMES] == ["verified", "rejected", "awaiting_review"]
    assert data.current().revision == before + 2


def test_what_is_wrong_stands_with_its_item_and_nothing_is_written(three: dict[str, str], open_at: Open) -> None:
    app = put(open_at("hazard", id=three["一号"], lang="zh_CN"), reviewers="张某、王某", number="复3号")
    put(app, **{f"{three['一号']}_result": "passed", f"{three['二号']}_result": "failed"})
    before = data.current().revision
    text = shown(save(app))
    assert "整改人不得复查自己的整改" in text
    assert "还缺：本轮" in text
    assert data.current().revision == before
    assert app.session_state[f"review_{three['一号']}_result"] == "passed"


def test_an_item_that_changed_meanwhile_is_named_and_asked_again(three: dict[str, str], open_at: Open) -> None:
    app = put(open_at("hazard", id=three["一号"], lang="zh_CN"), reviewers="张某、李某", number="复3号")
    put(app, **{f"{three['一号']}_result": "passed", f"{three['二号']}_result": "passed"})
    told = {"evidence": [{"kind": "other", "on": "2026-11-18", "reference": "x"}]}
    data.ledger().act(three["二号"], "add_evidence", told, Actor("b", "B", "committee"), 1, date(2026, 11, 18))
    text = shown(save(app))
    assert "数据刚被他人改动" in text
    assert "FX-2026-000002 期间已更新：补充佐证（B，" in text
    assert status(three["一号"]) == "awaiting_review"
    assert app.session_state[f"review_{three['一号']}_result"] == "passed"
    put(app, **{f"{three['二号']}_result": "passed"})
    save(app)
    assert [status(three[name]) for name in NAMES] == ["verified", "verified", "awaiting_review"]


def test_an_item_that_another_person_re_inspected_is_told_and_the_rest_stays(
    three: dict[str, str], open_at: Open
) -> None:
    app = put(open_at("hazard", id=three["一号"], lang="en"), reviewers="张某、李某", number="复3号")
    put(app, **{f"{three['一号']}_result": "passed", f"{three['二号']}_result": "passed"})
    paper = [{"kind": "review_paper", "on": "2026-11-18", "reference": "复2号"}]
    told = {"reviewers": "赵某、钱某", "opinion": "合格", "evidence": paper}
    for name in ("二号", "三号"):
        data.ledger().act(three[name], "pass", told, Actor("b", "钱某", "committee"), 1, date(2026, 11, 18))
    text = shown(app.run())
    assert "FX-2026-000002 was changed meanwhile: Re-inspection: passed (钱某, " in text
    assert "FX-2026-000003 was changed meanwhile" in text
    assert app.text_input(key="review_number").value == "复3号"
    assert "1 passed, 0 failed" in shown(save(app))
    assert [status(three[name]) for name in NAMES] == ["verified"] * 3


def test_who_may_not_accept_has_no_paper(three: dict[str, str], open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officer, "actor", lambda: Actor("t", "某人", "township"))
    app = open_at("hazard", id=three["一号"], lang="zh_CN")
    assert not [one for one in app.button if one.key == "save_review"]


def test_a_paper_that_was_left_comes_back_but_for_items_that_changed(three: dict[str, str], open_at: Open) -> None:
    app = put(open_at("hazard", id=three["一号"], lang="zh_CN"), reviewers="张某、李某", number="复3号")
    put(app, **{f"{three['一号']}_result": "failed", f"{three['二号']}_result": "passed"})
    put(app, **{f"{three['一号']}_opinion": "未见护罩", f"{three['一号']}_due": date(2026, 12, 1)})
    told = {"evidence": [{"kind": "other", "on": "2026-11-18", "reference": "x"}]}
    data.ledger().act(three["二号"], "add_evidence", told, Actor("b", "B", "committee"), 1, date(2026, 11, 18))
    again = open_at("hazard", id=three["三号"], lang="zh_CN")  # another session, another item of the enterprise
    assert "恢复" in shown(again)
    assert again.text_input(key="review_reviewers").value == "张某、李某"
    assert [result(again, three[name]) for name in NAMES] == ["failed", None, None]
    assert again.session_state[f"review_{three['一号']}_due"] == date(2026, 12, 1)
    save(again)
    assert [status(three[name]) for name in NAMES] == ["rejected", "awaiting_review", "awaiting_review"]
    fresh = open_at("hazard", id=three["三号"], lang="zh_CN")
    assert "恢复" not in shown(fresh)
    assert not fresh.text_input(key="review_reviewers").value


def test_a_paper_is_discarded_by_its_button_and_nobody_else_sees_it(
    three: dict[str, str], open_at: Open, be: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = identity.reader
    put(open_at("hazard", id=three["一号"], lang="zh_CN"), reviewers="张某、李某")
    be(Role.COMMITTEE)  # another officer
    other = open_at("hazard", id=three["一号"], lang="zh_CN")
    assert not other.text_input(key="review_reviewers").value
    assert "恢复" not in shown(other)
    monkeypatch.setattr(identity, "reader", writer)
    again = open_at("hazard", id=three["一号"], lang="zh_CN")
    assert again.text_input(key="review_reviewers").value == "张某、李某"
    again.button(key="draft_review_discard").click().run()
    assert not again.text_input(key="review_reviewers").value
    assert not open_at("hazard", id=three["一号"], lang="zh_CN").text_input(key="review_reviewers").value
