"""The number of an enforcement paper that stands on another visit: said where it is typed, listed, in one's part."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, InspectionKind, Status
from riskmap.domain.enterprise import Inspection
from riskmap.domain.hazard import Evidence
from riskmap.domain.papers import Move, PaperKind
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.ledger.visiting import VisitEntry
from riskmap.metrics import filters
from riskmap.web import book, data, paper_draft, paper_step, steps
from support.ledgers import HOSTILE
from support.small import FIRM, OFFICE, ONE, fill, ids, shown

Open = Callable[..., AppTest]
NUMBER, ELSEWHERE = "责改〔2026〕7号", "已用于其他检查"
THERE = "141034200"


def paper(number: str = NUMBER, kind: EvidenceKind = EvidenceKind.INSPECTION_PAPER) -> tuple[Evidence, ...]:
    return (Evidence(kind, date(2026, 11, 2), number),)


WAITS = replace(ONE, status=Status.AWAITING_REVIEW, declared=date(2026, 11, 10), rectified=date(2026, 11, 9),
                rectified_by="王某")  # fmt: skip
PENDING = replace(ONE, status=Status.PENDING, confirmed=None, ordered=None, due=None, started=None)
OTHER = replace(ONE, description="别处", enterprise_id=None, enterprise_name="乙厂", township=THERE, evidence=paper())


@pytest.fixture
def county(tmp_path: Path, use: Callable[[Path], None]) -> dict[str, str]:
    """An order on one enterprise's hazard, and hazards of another enterprise that have none yet."""
    rows = (
        OTHER,
        *(replace(WAITS, description=f"复查{name}") for name in "甲乙"),
        replace(PENDING, description="核实甲", responsible_person=""),
    )
    fill(tmp_path / "var", rows)
    use(tmp_path / "var")
    return ids()


def typed(app: AppTest, key: str, value: Any) -> str:
    kinds = (app.text_input, app.date_input)
    next(one for kind in kinds for one in kind if one.key == key).set_value(value)
    return shown(app.run())


def test_the_visit_form_names_the_other_visit_and_records_all_the_same(county: dict[str, str], open_at: Open) -> None:
    app = open_at("register", lang="zh_CN")
    assert ELSEWHERE not in typed(app, "visit_paper", NUMBER)  # whose visit it is has not been said
    app.selectbox(key="visit_enterprise").set_value(FIRM.id)
    page = shown(app.run())
    assert ELSEWHERE in page
    assert "乙厂" in page
    assert f'id={county["别处"]}" class="w-text">乙厂' in page
    assert ELSEWHERE in typed(app, "visit_paper", "责改[2026] 7号")
    assert ELSEWHERE not in typed(app, "visit_paper", "责改〔2026〕70号")


def test_a_township_is_told_that_the_number_is_used_and_nothing_more(
    county: dict[str, str], open_at: Open, be: Callable[..., None]
) -> None:
    be(Role.TOWNSHIP, townships=(FIRM.township,))
    app = open_at("register", lang="zh_CN")
    app.selectbox(key="visit_enterprise").set_value(FIRM.id)
    page = typed(app, "visit_paper", NUMBER)
    assert "已被使用" in page
    assert "乙厂" not in page
    assert county["别处"] not in page


def test_several_at_once_a_step_and_a_re_inspection_are_told_and_recorded(
    county: dict[str, str], open_at: Open
) -> None:
    app = open_at("ledger", lang="zh_CN", bulk="1")
    app.checkbox(key=f"bulk_tick_{county['核实甲']}").check()
    next(one for one in app.button if one.key == "bulk_confirm").click()
    app.run()
    assert ELSEWHERE in typed(app, "bulk_field_number", NUMBER)
    assert ELSEWHERE not in typed(app, "bulk_field_number", "责改〔2026〕9号")
    app = open_at("hazard", id=county["复查甲"], lang="zh_CN")
    assert ELSEWHERE in typed(app, "review_number", NUMBER)
    app.text_input(key="review_reviewers").set_value("张某、李某")
    for name in "甲乙":
        app.session_state[f"review_{county[f'复查{name}']}_result"] = "passed"
    app.run()
    app.button(key="save_review").click().run()
    assert queries.hazard(data.engine(), data.county(), county["复查甲"]).status is Status.VERIFIED
    app = open_at("hazard", id=county["核实甲"], lang="zh_CN")
    assert ELSEWHERE not in shown(app)
    app.pills(key=steps.CHOSEN).set_value(Action.CONFIRM)
    app.run()
    assert ELSEWHERE not in typed(app, "step_field_other_reference", NUMBER)
    app.selectbox(key="step_field_other_kind").set_value(EvidenceKind.INSPECTION_PAPER)
    assert ELSEWHERE in shown(app.run())


def test_the_list_names_the_visits_of_each_number_and_opens_the_hazards(
    tmp_path: Path, use: Callable[[Path], None], open_at: Open, be: Callable[..., None]
) -> None:
    here = replace(ONE, description="此处", evidence=paper())
    item = replace(ONE, description="同一检查", evidence=paper("责改〔2026〕8号"))
    again = replace(item, description="同一检查复查", evidence=paper("责改〔2026〕8号", EvidenceKind.REVIEW_PAPER))
    fill(tmp_path / "var", (OTHER, here, item, again))
    use(tmp_path / "var")
    page = shown(open_at("closure_rates", lang="zh_CN"))
    row = re.search(r"文书号另用于其他检查</td><td[^>]*><a href=\"ledger\?[^\"]*rows=paper_twice[^>]*>(\d+)<", page)
    assert row is not None
    assert row[1] == "2"
    where = filters.default(data.today())
    opened = book.rows(data.view(), where, {"rows": "paper_twice"})
    assert len(opened) == 2
    card = page.partition("同一文书号用于不同检查")[2].partition("</section>")[0]
    assert "乙厂" in card
    assert "示例煤业一矿" in card
    assert "8号" not in card
    assert "文书号另用于其他检查" in shown(open_at("ledger", rows="paper_twice", lang="zh_CN"))
    be(Role.TOWNSHIP, townships=(ONE.township,))
    page = shown(open_at("closure_rates", lang="zh_CN"))
    card = page.partition("同一文书号用于不同检查")[2].partition("</section>")[0]
    assert "示例煤业一矿" in card
    assert "另有 1" in card
    assert "乙厂" not in page
    assert len(book.rows(data.view(), where, {"rows": "paper_twice"})) == 1


def test_words_of_the_data_stay_words(tmp_path: Path, use: Callable[[Path], None], open_at: Open) -> None:
    number = f"7号{HOSTILE}"
    rows = (
        replace(OTHER, enterprise_name=f"乙厂{HOSTILE}", evidence=paper(number)),
        replace(ONE, description="此处", evidence=paper(number)),
    )
    fill(tmp_path / "var", rows)
    use(tmp_path / "var")
    page = shown(open_at("closure_rates", lang="en"))
    assert "One paper number on different visits" in page
    assert "<img src=x" not in page


def test_the_record_of_a_visit_that_found_nothing_and_an_office_paper_are_told_as_well(
    county: dict[str, str], open_at: Open
) -> None:
    visit = Inspection("", date(2026, 11, 12), FIRM.id, FIRM.name, InspectionKind.ROUTINE, "张某、李某",
                       township=FIRM.township, found_nothing=True)  # fmt: skip
    made = data.ledger().enter_visit(VisitEntry("one", visit, ()), OFFICE)
    app = open_at("visit", id=made.visit.id, lang="zh_CN")
    assert ELSEWHERE not in shown(app)
    assert ELSEWHERE in typed(app, "visit_record_no", NUMBER)
    app.button(key="record_visit_number").click().run()
    assert "文号已登记" in shown(app)
    assert ELSEWHERE in shown(open_at("visit", id=made.visit.id, lang="zh_CN"))  # and it stays to be seen
    app = open_at("papers", lang="zh_CN", hazard=county["复查甲"])
    app.selectbox(key=paper_draft.KIND).set_value(PaperKind.ORDER).run()
    app.text_input(key="paper_order_to").set_value("示例煤业一矿")
    app.date_input(key="paper_order_due").set_value(data.today())
    app.button(key="save_paper").click().run()
    for move in (Move.REVIEW, Move.ISSUE):
        app.radio(key=paper_step.MOVE).set_value(move)
        app.run()
        if move is Move.REVIEW:
            app.button(key="paper_record").click().run()
    assert ELSEWHERE in typed(app, "move_issue_number", NUMBER)
    assert re.search(rf'href="visit\?[^"]*id={made.visit.id}"', shown(app))
