"""My work: queues by role whose counts are those of the ledger, and steps of escalation signed for several at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Status, Step
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.metrics import filters, queues
from riskmap.metrics.counts import total
from riskmap.views.html import my_work as drawn
from riskmap.web import book, data, my_work, steps
from support import small
from support.small import ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
LATE, OLD = "灭火器过期", "上年示例"


def steps_of(description: str) -> list[Step]:
    one = queries.hazard(data.engine(), data.county(), ids()[description])
    return [taken.step for taken in one.escalations]


def fill(app: AppTest, *hazards: str, step: Step = Step.SUPERVISE, signed_by: str = "县安委办主任") -> AppTest:
    app.radio(key=my_work.STEP).set_value(step)
    app.run()
    app.multiselect(key=my_work.PICKED).set_value([ids()[one] for one in hazards])
    app.text_input(key="sign_number").set_value("汾安督〔2026〕7号")
    app.text_input(key="sign_signed_by").set_value(signed_by)
    next(one for one in app.button if one.form_id).click()
    return app.run()


def report(app: AppTest, number: str) -> AppTest:
    app.pills(key=steps.CHOSEN).set_value(Action.RECORD_REPORT)
    app.run()
    app.selectbox(key="step_field_system").set_value("national")
    app.text_input(key="step_field_number").set_value(number)
    return app


def test_every_queue_counts_the_rows_that_its_link_opens(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    open_at("my_work", lang="zh_CN")
    view, where = data.view(), filters.default(data.today())
    counts = {}
    for queue in queues.QUEUES:
        own = filters.changed(where, **queue.only)
        opened = book.rows(view, own, {"rows": queue.rows, "among": queue.among})
        found = queues.rows(view.index, where, queue)
        assert sorted(found) == sorted(opened), queue.name
        counts[queue.name] = len(found)
    assert (counts["overdue"], counts["confirm"], counts["review"], counts["supervise"]) == (3, 1, 1, 3)


def test_the_page_prints_the_counts_and_the_most_urgent_rows(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    page = shown(open_at("my_work", lang="zh_CN"))
    text = re.sub(r"<[^>]+>", " ", page)
    assert re.search(r"超期未整改\s+3", text)
    assert re.search(r"建议督办\s+3", text)
    assert "仅为建议" in text or "建议催办" in text
    assert page.index(OLD) < page.index(LATE)  # longest overdue first
    of_inspector = queues.queues(frozenset({Role.INSPECTOR}), "周某")
    assert set(drawn.TITLES) == {queue.name for queue in (*of_inspector, *queues.QUEUES)}


def test_a_leader_sees_what_waits_for_leaders_and_signs_nothing(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    be(Role.LEADER)
    app = open_at("my_work", lang="zh_CN")
    page = shown(app)
    assert "超期未整改" in page
    assert "待核实" not in page.split("w-queues")[0]
    assert not app.radio


def test_a_township_officer_sees_the_own_township_only(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("several")
    be(Role.TOWNSHIP, townships=("141034200",))
    page = shown(open_at("my_work", lang="zh_CN"))
    assert "临期示例" in page
    assert OLD not in page


def test_the_office_signs_one_order_for_several_hazards_and_none_is_asked_for_twice(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    app = fill(open_at("my_work", lang="zh_CN"), LATE, OLD)
    assert "已登记督办单（函） 2 项" in app.success[0].value.replace("\\", "")
    assert steps_of(LATE) == steps_of(OLD) == [Step.SUPERVISE]
    assert re.search(r"建议督办\s+1", re.sub(r"<[^>]+>", " ", shown(app)))
    again = fill(open_at("my_work", lang="zh_CN"), "通风系统不可靠")
    assert again.success
    assert "建议督办" not in shown(again).split("无待办")[0]


def test_a_step_without_a_signature_records_nothing_and_says_so(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = fill(open_at("my_work", lang="zh_CN"), LATE, signed_by="")
    assert "签发人" in app.error[0].value
    assert steps_of(LATE) == []
    none = fill(open_at("my_work", lang="zh_CN"))
    assert none.warning[0].value == "请至少选择一项隐患。"


def test_a_department_signs_reminders_alone_whatever_it_sends(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    office = open_at("my_work", lang="zh_CN")
    office.radio(key=my_work.STEP).set_value(Step.SUPERVISE)
    office.run()
    be(Role.DEPARTMENT, sectors=("coal",))
    app = open_at("my_work", lang="zh_CN")
    assert Step.SUPERVISE not in (app.radio[0].options if app.radio else ())
    office.multiselect(key=my_work.PICKED).set_value([ids()[LATE]])
    office.text_input(key="sign_signed_by").set_value("某人")
    next(one for one in office.button if one.form_id).click()  # the office's form, sent by a department
    office.run()
    assert steps_of(LATE) == []


def test_a_hazard_names_its_due_steps_and_takes_one(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("hazard", id=ids()[LATE], lang="zh_CN")
    assert "建议督办" in shown(app)
    assert "建议督办" not in shown(open_at("hazard", id=ids()["护栏缺失"], lang="zh_CN"))


def test_a_major_without_an_external_number_waits_until_it_is_recorded(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    text = re.sub(r"<[^>]+>", " ", shown(open_at("my_work", lang="zh_CN")))
    assert re.search(r"重大隐患未上报\s+1", text)
    assert "全国重大事故隐患数据库" in text
    major = ids()["通风系统不可靠"]
    app = report(open_at("hazard", id=major, lang="zh_CN"), "ZD-2026-1")
    app.button(key="record_step").click()
    app.run()
    assert not app.error
    page = shown(app)
    assert "上报编号" in page
    assert "ZD-2026-1" in page
    where = filters.default(data.today())
    assert len(book.rows(data.view(), where, {"rows": "unreported"})) == 0
    before = filters.changed(where, as_of=data.today() - timedelta(days=1), from_=data.today() - timedelta(days=9))
    assert len(book.rows(data.view(), before, {"rows": "unreported"})) == 1  # as of yesterday it still waited
    nowhere = replace(data.county(), report_to=())
    monkeypatch.setattr(data, "county", lambda: nowhere)
    data._process.view = None
    assert "重大隐患未上报" not in shown(open_at("my_work", lang="zh_CN"))


CLOSED = replace(
    small.MAJOR, description="已销号未上报", status=Status.CLOSED, passed=date(2026, 11, 16), closed=date(2026, 11, 16),
    closed_by="县安委办", rectified=date(2026, 11, 15), declared=date(2026, 11, 15),
)  # fmt: skip


@pytest.fixture
def crossed_off(tmp_path: Path, use: Callable[[Path], None]) -> str:
    """A ledger with an open and a crossed-off major that nobody reported; the id of the latter."""
    small.fill(tmp_path / "var", (small.MAJOR, CLOSED))
    use(tmp_path / "var")
    return str(ids()[CLOSED.description])


def test_a_major_crossed_off_before_it_was_reported_waits_as_crossed_off_until_its_number_is_recorded(
    crossed_off: str, open_at: Open
) -> None:
    page = shown(open_at("my_work", lang="zh_CN"))
    queue = page.partition("w-queues")[2].partition("重大隐患未上报")[2].partition("</section>")[0]
    assert re.search(r"^\D*2\D+其中已销号\s+1\b", re.sub(r"<[^>]+>", " ", queue))
    assert queue.index("通风系统不可靠") < queue.index(CLOSED.description)  # what is open comes first
    assert "已销号" in queue.partition(CLOSED.description)[2]
    where = filters.default(data.today())
    before = total(data.view().index, where.as_of, where.from_, where)
    stood = queries.hazard(data.engine(), data.county(), crossed_off)
    app = report(open_at("hazard", id=crossed_off, lang="zh_CN"), "ZD-2026-2")
    app.button(key="record_step").click()
    app.run()
    assert not app.error
    told = queries.hazard(data.engine(), data.county(), crossed_off)
    assert [one.number for one in told.reported] == ["ZD-2026-2"]
    assert replace(told, reported=(), version=stood.version, touched=stood.touched) == stood
    assert total(data.view().index, where.as_of, where.from_, where) == before
    queue = shown(open_at("my_work", lang="zh_CN")).partition("w-queues")[2].partition("重大隐患未上报")[2]
    assert CLOSED.description not in queue.partition("</section>")[0]
    assert len(book.rows(data.view(), where, {"rows": "unreported"})) == 1


def test_the_wrong_person_records_no_external_number_on_a_crossed_off_major(
    crossed_off: str, open_at: Open, be: Callable[..., None]
) -> None:
    app = report(open_at("hazard", id=crossed_off, lang="zh_CN"), "ZD-2026-2")
    be(Role.TOWNSHIP, townships=(CLOSED.township,))
    app.button(key="record_step").click()
    app.run()
    assert queries.hazard(data.engine(), data.county(), crossed_off).reported == ()


def test_a_unit_below_the_countys_threshold_is_proposed_to_the_office_alone(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch, be: Callable[..., None]
) -> None:
    ledger_of("several")
    assert "建议约谈的单位" not in shown(open_at("my_work", lang="zh_CN"))  # the county set no threshold
    own = replace(data.county(), escalation={"units": {"below": 90, "least": 1, "weeks": 1}})
    monkeypatch.setattr(data, "county", lambda: own)
    data._process.view = None
    page = shown(open_at("my_work", lang="zh_CN"))
    card = page.partition("建议约谈的单位")[2].partition("</section>")[0]
    assert "均低于 90%" in card
    assert "签批后方为约谈" in card
    (late,) = re.findall(r'<a href="ledger\?(?=[^"]*rows=stock_overdue)(?=[^"]*sector=coal)[^"]*"[^>]*>(\d+)</a>', card)
    where = filters.changed(filters.default(data.today()), sector=("coal",))
    assert len(book.rows(data.view(), where, {"rows": "stock_overdue", "among": "sector"})) == int(late)
    assert "papers?" in card
    assert "formal interview of a unit" in shown(open_at("my_work", lang="en"))
    for role, part in (
        (Role.LEADER, {}), (Role.DEPARTMENT, {"departments": ("emergency",)}),
        (Role.TOWNSHIP, {"townships": ("141034100",)}), (Role.ENTERPRISE, {"enterprises": ("nobody",)}),
    ):  # fmt: skip
        be(role, **part)
        assert "建议约谈的单位" not in shown(open_at("my_work", lang="zh_CN")), role


def test_the_wrong_person_records_no_external_number(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("several")
    major = ids()["通风系统不可靠"]
    app = report(open_at("hazard", id=major, lang="zh_CN"), "ZD-2026-1")
    be(Role.TOWNSHIP, townships=("141034103",))
    app.button(key="record_step").click()  # the office's form, sent by a township
    app.run()
    assert queries.hazard(data.engine(), data.county(), major).reported == ()
    assert "重大隐患未上报" not in shown(open_at("my_work", lang="zh_CN"))
