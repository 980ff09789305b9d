"""The page of rounds: what goes out, who has reported, what came back, in both languages."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.filling import Reporting, reports
from riskmap.ledger import queries, rounds
from riskmap.ledger.batch import Actor
from riskmap.web import data, identity, officer
from support.rounds import filled, shot
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
LATE = {"late_reason": "资金", "expected": date(2026, 12, 1), "coordination": "盼县里拨款"}


def every() -> list[Any]:
    return rounds.rounds(data.engine(), data.county())


def create(app: AppTest) -> AppTest:
    app.button(key="round_create").click()
    return app.run()


def client() -> TestClient:
    from starlette.applications import Starlette

    from riskmap.web.routes import rounds as route

    return TestClient(Starlette(routes=route.ROUTES))


def workbook(round_id: str, place: int = 0) -> bytes:
    answer = client().get(f"/api/v1/rounds/{round_id}.zip?lang=zh_CN")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read(sorted(archive.namelist())[1 + place])


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    app.file_uploader[0].set_value([(name, content, kind) for name, content in files])
    return app.run()


@pytest.fixture
def sent(ledger_of: Make, open_at: Open) -> Any:
    ledger_of("several")
    create(open_at("rounds", lang="zh_CN"))
    (one,) = every()
    return one


def test_the_button_says_what_will_go_out_and_does_it(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("rounds", lang="zh_CN")
    text = shown(app)
    assert "尚未下发" in text
    assert "市级及以上监管 1 项不由乡镇负责" in text
    assert "1 项未注明该类单位，不下发" in text
    items = app.button(key="round_create").label
    app = create(app)
    assert not app.exception
    (one,) = every()
    assert items == f"下发：{len(one.receivers)} 个单位 {len(one.asked)} 项"
    assert "已下发" in app.success[0].value
    assert "报送情况表" in shown(app)


def test_an_empty_ledger_has_nothing_to_send(ledger_of: Make, open_at: Open) -> None:
    ledger_of("empty")
    assert open_at("rounds", lang="en").button(key="round_create").disabled


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_returned_file_is_shown_field_by_field_and_written_on_the_second_word(
    sent: Any, open_at: Open, lang: str
) -> None:
    app = drop(open_at("rounds", lang=lang, id=sent.id), ("回.xlsx", filled(workbook(sent.id), LATE)))
    assert not app.exception
    text = shown(app)
    for words in {
        "zh_CN": ("滞后原因", "资金", "将变更", "尚未写入"),
        "en": ("Reason for lateness", "Funds", "would change"),
    }[lang]:
        assert words in text
    before = data.current().revision
    assert queries.revision(data.engine(), data.county()) == before
    app.button(key="round_confirm").click()
    app = app.run()
    assert not app.exception
    assert app.success
    (one,) = every()
    assert reports(one, data.today())[0].state is Reporting.REPORTED
    hazard_id = one.returns[0].answered[0]
    assert queries.hazard(data.engine(), data.county(), hazard_id).statements[0].coordination == "盼县里拨款"
    page = shown(open_at("hazard", id=hazard_id, lang=lang))
    assert "盼县里拨款" in page
    assert {"zh_CN": "进展与滞后原因", "en": "Progress, reasons for lateness"}[lang] in page


def test_a_conflict_waits_for_a_tick(sent: Any, open_at: Open) -> None:
    asked = sent.asked[0]
    content = filled(workbook(sent.id), {"responsible_person": "王某"})
    told = {"field": "responsible_person", "new": "李某", "reason": "换人"}
    from riskmap.web import officer

    data.ledger().act(asked.hazard_id, "correct", told, officer.actor(), asked.version, data.today())
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", content))
    (box,) = [one for one in app.checkbox if str(one.key).startswith("round_take_")]
    assert "台账 李某，回收表 王某" in box.label
    box.check()
    app = app.run()
    app.button(key="round_confirm").click()
    app.run()
    assert queries.hazard(data.engine(), data.county(), asked.hazard_id).responsible_person == "王某"


def test_nothing_new_cannot_be_confirmed(sent: Any, open_at: Open) -> None:
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", workbook(sent.id)))
    assert app.button(key="round_confirm").disabled
    assert "没有填写任何内容" in shown(app)


def test_a_report_is_sent_back_with_a_reason_only(sent: Any, open_at: Open) -> None:
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", filled(workbook(sent.id), LATE)))
    app.button(key="round_confirm").click()
    app = app.run()
    app.button(key="back_do").click()
    app = app.run()
    assert "还缺：理由" in app.error[0].value.replace("\\", "") or app.error
    app.text_input(key="back_reason").set_value("缺完成时间")
    app.run()
    app.button(key="back_do").click()
    app = app.run()
    assert "缺完成时间" in shown(app)
    (one,) = every()
    assert reports(one, data.today())[0].state is Reporting.SENT_BACK


def test_a_file_is_sent_back_without_taking_it(sent: Any, open_at: Open) -> None:
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", filled(workbook(sent.id), LATE)))
    app.text_input(key="untaken_reason").set_value("印章不清")
    app.run()
    app.button(key="untaken_do").click()
    app = app.run()
    assert not app.exception
    (one,) = every()
    report = reports(one, data.today())[0]
    assert (report.state, report.answered, report.files[0].reason) == (Reporting.SENT_BACK, 0, "印章不清")
    asked = rounds.items(data.engine(), data.county(), one)
    assert asked
    assert not any(item.now.statements for item in asked.values())


def test_chase_words_hold_a_count_and_nothing_of_the_hazards(sent: Any, open_at: Open) -> None:
    text = shown(open_at("rounds", lang="zh_CN", id=sent.id))
    assert "项待填报，请登录查看。" in text
    assert "配电箱" not in text


def test_an_unknown_round_is_said_and_its_download_is_not_found(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    assert "此地址没有对应的下发" in shown(open_at("rounds", lang="zh_CN", id="nowhere"))
    assert client().get("/api/v1/rounds/nowhere.zip").status_code == 404


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_monthly_form_goes_out_to_every_township_and_is_held_against_the_ledger(
    ledger_of: Make, open_at: Open, lang: str
) -> None:
    import openpyxl

    from riskmap.views.filling import HEAD

    ledger_of("several")
    app = open_at("rounds", lang=lang)
    app.selectbox(key="round_kind").set_value("form")
    app = create(app.run())
    assert not app.exception
    (one,) = every()
    assert (one.kind, len(one.receivers)) == ("form", 7)
    book = openpyxl.load_workbook(io.BytesIO(workbook(one.id)))
    book.active.cell(HEAD + 2, 4).value = 41
    out = io.BytesIO()
    book.save(out)
    app = drop(open_at("rounds", lang=lang, id=one.id), ("月报.xlsx", out.getvalue()))
    assert not app.exception
    app.button(key="round_confirm").click()
    app = app.run()
    text = shown(app)
    for words in {"zh_CN": ("与台账差异", "上报数", "煤矿"), "en": ("Differences to our ledger", "Coal mines")}[lang]:
        assert words in text
    assert "41" in text
    assert every()[0].figures[0].value == 41
    answer = client().get(f"/api/v1/rounds/{one.id}/form.xlsx?lang={lang}")
    whole = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(whole.sheetnames) == 1 + 1 + 1  # the sum, the one unit that reported, the differences
    for sheet in whole.worksheets:
        assert 41 in {cell.value for row in sheet.iter_rows() for cell in row}, sheet.title


def test_the_consolidated_form_is_for_the_office_and_for_rounds_of_forms_alone(
    sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client().get(f"/api/v1/rounds/{sent.id}/form.xlsx").status_code == 404  # a round of items
    monkeypatch.setattr(identity, "reader", lambda: identity.demo_reader("leader"))
    assert client().get(f"/api/v1/rounds/{sent.id}/form.xlsx").status_code == 403


def test_photos_of_a_returned_file_are_counted_and_kept_on_the_second_word(sent: Any, open_at: Open) -> None:
    content = filled(workbook(sent.id), change=lambda sheet: shot(sheet, 0, 7))
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", content))
    assert not app.exception
    text = shown(app)
    for words in ("将采纳照片", "表中照片", "1 张照片"):
        assert words in text
    assert list(data.attachments().names()) == []
    app.button(key="round_confirm").click()
    app = app.run()
    assert app.success
    (one,) = every()
    hazard = queries.hazard(data.engine(), data.county(), one.returns[0].answered[0])
    assert [one.kind.value for one in hazard.evidence if one.sha256] == ["photo_after"]
    assert [one.sha256 for one in hazard.evidence if one.sha256] == list(data.attachments().names())


def test_who_may_not_collect_leaves_no_photo(sent: Any, open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    content = filled(workbook(sent.id), change=lambda sheet: shot(sheet, 0, 7))
    app = drop(open_at("rounds", lang="zh_CN", id=sent.id), ("回.xlsx", content))
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "township"))
    app.button(key="round_confirm").click()
    app = app.run()
    assert app.error
    assert list(data.attachments().names()) == []
