"""Papers on the page: drafted over hazards of the filter, moved step by step, read and written by those who may."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import Step
from riskmap.domain.papers import Move, PaperKind, PaperState
from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.ledger import papers as stored
from riskmap.ledger import queries
from riskmap.web import data, identity, paper_draft, paper_step
from riskmap.web.routes import api
from riskmap.web.routes import papers as routes
from support.small import ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
LATE, OTHER = "灭火器过期", "临期示例"
PDF = b"%PDF-1.7\nscan\n%%EOF"


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[*routes.ROUTES, api.NOWHERE]))


def record(app: AppTest) -> AppTest:
    app.button(key="paper_record").click()
    return app.run()


def draft(app: AppTest, *hazards: str, kind: PaperKind = PaperKind.REMINDER) -> AppTest:
    app.selectbox(key=paper_draft.KIND).set_value(kind)
    app.run()
    app.multiselect(key=f"paper_{kind}_hazards").set_value([ids()[one] for one in hazards])
    app.text_input(key=f"paper_{kind}_to").set_value("示例煤业一矿")
    app.button(key="save_paper").click()
    return app.run()


def choose(app: AppTest, step: Move) -> AppTest:
    app.radio(key=paper_step.MOVE).set_value(step)
    return app.run()


def move(app: AppTest, step: Move, **fields: str) -> AppTest:
    choose(app, step)
    for name, value in fields.items():
        app.text_input(key=f"move_{step}_{name}").set_value(value)
    return record(app)


def latest() -> Any:
    return stored.all_papers(data.engine(), data.county())[0]


def test_a_reminder_goes_from_the_hazard_to_its_delivery(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    assert "拟制文书" in shown(open_at("hazard", id=ids()[LATE], lang="zh_CN"))
    app = open_at("papers", hazard=ids()[LATE], lang="zh_CN")
    assert app.multiselect[0].value == [ids()[LATE]]
    app = draft(app, LATE)
    assert "草稿已保存" in app.success[0].value
    app = open_at("papers", id=latest().id, lang="zh_CN")
    app = move(app, Move.REVIEW)
    assert "拟稿与审核为同一人" in shown(app)
    app = move(app, Move.ISSUE, signed_by="县安委办主任")
    assert latest().number == "汾安办提〔2026〕1号"
    assert latest().number in shown(app)
    app = move(app, Move.DELIVER, received_by="王某")
    assert latest().state is PaperState.DELIVERED
    taken = queries.hazard(data.engine(), data.county(), ids()[LATE]).escalations
    assert [(one.step, one.number) for one in taken] == [(Step.REMIND, "汾安办提〔2026〕1号")]
    assert latest().number in shown(open_at("hazard", id=ids()[LATE], lang="zh_CN"))


def test_the_stamped_scan_is_one_file_and_opens_at_the_paper_and_its_hazard(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    app = open_at("papers", id=latest().id, lang="zh_CN")
    move(move(app, Move.REVIEW), Move.ISSUE, signed_by="县安委办主任")
    app = open_at("papers", id=latest().id, lang="zh_CN")
    assert "attachments/" not in shown(app)
    app = choose(app, Move.SCAN)
    assert "盖章扫描件" in record(app).error[0].value
    for name, raw in (("first.pdf", PDF + b"1"), ("提醒函.pdf", PDF)):
        field = next(one for one in app.file_uploader if one.key.startswith(paper_step.SCAN))
        app = field.set_value((name, raw, "application/pdf")).run()
    assert [one["name"] for one in app.session_state[f"{paper_step.SCAN}_files"]] == ["提醒函.pdf"]
    app = record(app)
    assert not app.error
    way = f"attachments/{latest().scan}"
    assert latest().scan == sha256(PDF).hexdigest()
    assert way in shown(app)
    assert "以盖章扫描件为准" in shown(app)
    page = shown(open_at("hazard", id=ids()[LATE], lang="zh_CN"))
    assert way in page
    assert f"{way}?size=small" not in page  # a paper is no picture
    be(Role.TOWNSHIP, townships=("141034200",))
    assert way not in shown(open_at("papers", id=latest().id, lang="zh_CN"))
    assert not data.shows_attachment(latest().scan, small=False)


def test_a_template_of_the_office_with_a_mistake_is_said_to_who_presses_the_button(
    ledger_of: Make, open_at: Open, client: TestClient
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    before = queries.revision(data.engine(), data.county())
    folder = data.settings().templates
    folder.mkdir(parents=True)
    own = Document()
    own.add_paragraph("{{ titel }}")
    own.save(folder / "reminder.zh.docx")
    address = f"/api/v1/papers/{latest().id}.docx?lang=zh_CN"
    answer = client.get(address, headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (422, "text/plain")
    assert "reminder.zh.docx" in answer.text
    assert "titel" in answer.text
    assert client.get(address).json()["error"]["code"] == "template"
    assert queries.revision(data.engine(), data.county()) == before


def test_a_draft_is_edited_from_what_it_says_and_withdrawn_with_a_reason(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    app = open_at("papers", id=latest().id, lang="zh_CN")
    choose(app, Move.EDIT)
    assert app.text_input(key="move_edit_to").value == "示例煤业一矿"
    app = move(app, Move.EDIT, to="永安镇人民政府")
    assert (latest().to, latest().title) == ("永安镇人民政府", "提醒函")
    app = record(choose(app, Move.WITHDRAW))
    assert "理由" in app.error[0].value
    app.text_area(key="move_withdraw_reason").set_value("不再需要")
    record(app)
    assert (latest().state, latest().reason) == (PaperState.WITHDRAWN, "不再需要")


def test_a_change_of_a_stored_paper_is_there_again_after_a_reload_until_it_is_recorded(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    paper = latest()

    def opened() -> AppTest:
        return open_at("papers", id=paper.id, lang="zh_CN")

    app = opened()
    choose(app, Move.EDIT)
    assert "已恢复" not in shown(app)
    app.text_input(key="move_edit_to").set_value("永安镇人民政府")
    app.text_input(key="move_edit_title").set_value("")
    app.date_input(key="move_edit_due").set_value(data.today()).run()
    choose(app, Move.WITHDRAW)
    app.text_area(key="move_withdraw_reason").set_value("不再需要").run()
    assert choose(app, Move.EDIT).text_input(key="move_edit_to").value == "永安镇人民政府"
    again = opened()
    assert "的草稿" in shown(again)
    choose(again, Move.EDIT)
    assert again.text_input(key="move_edit_to").value == "永安镇人民政府"
    assert again.text_input(key="move_edit_title").value == ""  # emptied by hand, not as the paper says
    assert again.date_input(key="move_edit_due").value == data.today()
    assert latest() == paper
    with monkeypatch.context() as other:
        nobody = identity.Reader(Person("2", "y", "他人", ()), (Grant(Role.COMMITTEE),))
        other.setattr(identity, "reader", lambda: nobody)
        assert "的草稿" not in shown(opened())
    record(again)
    assert (latest().to, latest().due) == ("永安镇人民政府", data.today())
    left = opened()  # the reason that was begun is kept for itself, and says that the paper is another now
    assert left.radio(key=paper_step.MOVE).value == Move.WITHDRAW
    assert left.text_area(key="move_withdraw_reason").value == "不再需要"
    assert "已有变动" in shown(left)
    left.button(key="draft_move_withdraw_discard").click().run()
    assert left.text_area(key="move_withdraw_reason").value == ""
    assert "的草稿" not in shown(opened())


def test_somebody_elses_change_of_a_paper_is_said_and_what_was_typed_is_kept(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    app = open_at("papers", id=latest().id, lang="zh_CN")
    choose(app, Move.EDIT)
    other = open_at("papers", id=latest().id, lang="zh_CN")
    move(other, Move.EDIT, to="别处")
    app.text_input(key="move_edit_to").set_value("永安镇人民政府")
    app = record(app)
    assert "他人改动" in app.warning[0].value
    assert latest().to == "别处"
    assert app.text_input(key="move_edit_to").value == "永安镇人民政府"
    record(app)
    assert latest().to == "永安镇人民政府"


def test_what_is_missing_is_said_and_nothing_is_kept(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = draft(open_at("papers", lang="zh_CN"))
    assert "请至少选择一项隐患" in app.error[0].value
    assert stored.all_papers(data.engine(), data.county()) == []
    app = draft(open_at("papers", lang="zh_CN"), LATE, kind=PaperKind.SUPERVISION)
    assert "办理期限" in app.error[0].value


def begin(app: AppTest, kind: PaperKind, *hazards: str, **fields: str) -> AppTest:
    """The form of a kind, filled and not saved."""
    app.selectbox(key=paper_draft.KIND).set_value(kind)
    app.run()
    app.multiselect(key=f"paper_{kind}_hazards").set_value([ids()[one] for one in hazards])
    for name, value in fields.items():
        app.text_input(key=f"paper_{kind}_{name}").set_value(value)
    return app.run()


def test_what_was_typed_of_a_paper_is_there_again_after_a_reload_until_it_is_saved(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    app = begin(open_at("papers", lang="zh_CN"), PaperKind.SUPERVISION, LATE, OTHER, to="示例煤业一矿")
    app.date_input(key="paper_supervision_due").set_value(data.today()).run()
    begin(app, PaperKind.REMINDER, OTHER, to="某镇")
    begin(app, PaperKind.SUPERVISION, LATE, OTHER)  # back to the first kind, whose words were kept
    assert app.text_input(key="paper_supervision_to").value == "示例煤业一矿"
    app.text_input(key="paper_supervision_copies").set_value("县应急局").run()
    again = open_at("papers", lang="zh_CN", sector="coal")  # the draft keeps what the filter does not offer
    assert "的草稿" in shown(again)
    assert again.selectbox(key=paper_draft.KIND).value == PaperKind.SUPERVISION
    assert again.multiselect[0].value == [ids()[LATE], ids()[OTHER]]
    assert again.text_input(key="paper_supervision_copies").value == "县应急局"
    assert again.date_input(key="paper_supervision_due").value == data.today()
    app = open_at("papers", lang="zh_CN", hazard=ids()[LATE])
    assert "的草稿" not in shown(app)  # another way in: of this hazard nothing was begun
    app = open_at("papers", lang="zh_CN")
    app.button(key="save_paper").click().run()
    assert not app.error
    assert latest().kind is PaperKind.SUPERVISION
    assert set(latest().hazards) == {ids()[LATE], ids()[OTHER]}
    left = open_at("papers", lang="zh_CN")  # the reminder that was begun between is still there
    assert left.text_input(key="paper_reminder_to").value == "某镇"
    left.button(key="draft_paper_reminder_discard").click().run()
    assert left.text_input(key="paper_reminder_to").value == ""
    assert "的草稿" not in shown(open_at("papers", lang="zh_CN"))


def test_a_draft_of_a_paper_is_its_writers_alone_and_brings_no_hazard_back_that_is_out_of_reach(
    ledger_of: Make, open_at: Open, be: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    be(Role.COMMITTEE)
    begin(open_at("papers", lang="zh_CN"), PaperKind.TRANSFER, LATE, OTHER, to="某收件人")
    be(Role.TOWNSHIP, townships=("141034200",))  # the same person in another office
    app = open_at("papers", lang="zh_CN")
    assert app.text_input(key="paper_transfer_to").value == "某收件人"
    assert app.multiselect[0].value == [ids()[OTHER]]
    other = identity.Reader(Person("2", "y", "他人", ()), (Grant(Role.COMMITTEE),))
    monkeypatch.setattr(identity, "reader", lambda: other)
    app = open_at("papers", lang="zh_CN")
    assert "的草稿" not in shown(app)
    begin(app, PaperKind.TRANSFER)
    assert app.text_input(key="paper_transfer_to").value == ""


def test_a_township_drafts_its_own_papers_and_sees_its_own_alone(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    be(Role.TOWNSHIP, townships=("141034200",))
    app = open_at("papers", lang="zh_CN")
    assert "尚未拟制文书" in shown(app)
    assert set(app.selectbox(key=paper_draft.KIND).options) == {"隐患整改通知书（乡镇）", "移送函（乡镇）"}
    assert "该地址下没有文书" in shown(open_at("papers", id=latest().id, lang="zh_CN"))
    draft(app, OTHER, kind=PaperKind.TRANSFER)
    assert latest().kind is PaperKind.TRANSFER


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ENTERPRISE, Role.INSPECTOR])
def test_who_has_no_business_with_papers_gets_neither_page_nor_file(
    ledger_of: Make, open_at: Open, be: Callable[..., None], client: TestClient, role: Role
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    be(role, **({"enterprises": ("nobody",)} if role is Role.ENTERPRISE else {}))
    assert not open_at("papers", lang="zh_CN").multiselect
    assert client.get(f"/api/v1/papers/{latest().id}.docx").status_code in {401, 403}


def test_a_leader_reads_papers_and_writes_none(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    be(Role.LEADER)
    assert not open_at("papers", lang="zh_CN").multiselect
    app = open_at("papers", id=latest().id, lang="zh_CN")
    assert "示例煤业一矿" in shown(app)
    assert not app.radio


def test_the_word_file_of_a_paper_is_an_export_with_an_event(
    ledger_of: Make, open_at: Open, client: TestClient
) -> None:
    ledger_of("several")
    draft(open_at("papers", lang="zh_CN"), LATE)
    before = queries.revision(data.engine(), data.county())
    answer = client.get(f"/api/v1/papers/{latest().id}.docx?lang=zh_CN")
    assert answer.status_code == 200
    assert LATE in "".join(cell.text for row in Document(BytesIO(answer.content)).tables[0].rows for cell in row.cells)
    assert queries.revision(data.engine(), data.county()) == before + 1
    assert client.get("/api/v1/papers/nothing.docx").status_code == 404
