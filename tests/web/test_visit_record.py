"""One visit on its page: what was found and how it stands, for who may read it, and for nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Inspection
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Entry, VisitEntry
from riskmap.ledger.visiting import Entered
from riskmap.web import data, identity
from support.small import FIRM, OFFICE, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
DAY = date(2026, 11, 10)
HERE, THERE = "141034103", "141034200"
VISIT = Inspection("", DAY, FIRM.id, FIRM.name, InspectionKind.ROUTINE, "张某、李某", township=HERE)
PAPER = {"kind": "inspection_paper", "on": DAY.isoformat(), "reference": "责改〔2026〕7号"}
NOWHERE = "0190a000-0000-7000-8000-00000000dead"


def problem(description: str, *, fix: bool = False, township: str = HERE, sector: str = "coal") -> Entry:
    kind = "photo_after" if fix else "photo_before"
    facts = {
        "place": "副井", "description": description, "grade": "general", "township": township, "sector": sector,
        "department": "emergency", "source": "department",
        "evidence": [{"kind": kind, "on": DAY.isoformat(), "reference": "照片"}, PAPER],
    }  # fmt: skip
    if fix:
        return Entry(facts, DAY, "fix", {"reviewers": "张某、李某"})
    form = {"grade": "general", "due": "2026-11-30", "responsible_person": "王某", "inspectors": "张某、李某",
            "department": "emergency", "responsible_unit": FIRM.name}  # fmt: skip
    return Entry(facts, DAY, order=(DAY, form))


def enter(*problems: Entry, **facts: Any) -> Entered:
    visit = replace(VISIT, found_nothing=not problems, **facts)
    return data.ledger().enter_visit(VisitEntry("once", visit, problems), OFFICE)


def re_inspected(made: Entered, number: str = "复查〔2026〕3号") -> None:
    """The first hazard is declared, and a re-inspection paper sends it back."""
    ledger, one = data.ledger(), made.hazards[0]
    behalf = Actor("office", "县安委办", "committee", FIRM.name)
    files = [{"kind": kind, "on": "2026-11-12", "reference": "x"} for kind in ("photo_after", "on_behalf")]
    told = {"rectified": "2026-11-12", "report": "已整改", "evidence": files}
    one = ledger.act(one.id, "declare", told, behalf, one.version, date(2026, 11, 12))
    paper = [{"kind": "review_paper", "on": "2026-11-13", "reference": number}]
    told = {"reviewers": "赵某、钱某", "opinion": "未到位", "new_due": "2026-12-05", "evidence": paper}
    ledger.act(one.id, "fail", told, OFFICE, one.version, date(2026, 11, 13))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh_CN", ("日常", "发现问题 2 项", "当场整改 1 项", "未销号 1 项", "复查不合格", "录入情况")),
        ("en", ("Routine", "Problems found: 2", "fixed on the spot: 1", "still open: 1", "Re-inspection failed",
                "How it came into the ledger")),
    ],
)  # fmt: skip
def test_a_visit_tells_what_it_found_and_how_it_stands(
    ledger_of: Make, open_at: Open, lang: str, words: tuple[str, ...]
) -> None:
    ledger_of("one")
    made = enter(problem("信号失灵"), problem("护栏松动", fix=True))
    re_inspected(made)
    text = shown(open_at("visit", lang=lang, id=made.visit.id))
    wanted = (*words, FIRM.name, "张某、李某", "责改〔2026〕7号", "复查〔2026〕3号", "县安委办")
    assert not [word for word in wanted if word not in text]
    assert "None" not in text
    for one in made.hazards:
        assert f'href="hazard?lang={lang}&amp;id={one.id}"' in text
        assert one.description in text


def test_nothing_found_reads_so(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    made = enter()
    assert "未发现隐患" in shown(open_at("visit", lang="zh_CN", id=made.visit.id))
    assert "Nothing was found" in shown(open_at("visit", lang="en", id=made.visit.id))


@pytest.mark.parametrize("wrong", ["", "x", NOWHERE, "../../etc", "'; DROP TABLE inspection --", "\x00", "0" * 5000])
def test_a_wrong_address_is_answered_calmly(ledger_of: Make, open_at: Open, wrong: str) -> None:
    ledger_of("several")
    text = shown(open_at("visit", lang="zh_CN", **({"id": wrong} if wrong else {})))
    assert ("没有检查记录" if wrong else "请从隐患页面打开") in text


def test_the_hazard_and_the_confirmation_lead_to_it(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    made = enter(problem("信号失灵"))
    text = shown(open_at("hazard", lang="zh_CN", id=made.hazards[0].id))
    assert f'href="visit?lang=zh_CN&amp;id={made.visit.id}"' in text
    app = open_at("register", lang="zh_CN")
    head = {"enterprise": FIRM.id, "on": DAY, "kind": "special", "inspectors": "张某、李某", "nothing": True}
    for name, value in head.items():
        app.session_state[f"visit_{name}"] = value
    app.run()
    app.button(key="save_visit").click().run()
    newest = str(data.current().inspections["id"].iloc[-1])
    assert newest != made.visit.id
    assert f'href="visit?lang=zh_CN&amp;id={newest}"' in shown(app)


def test_a_reader_of_another_part_sees_no_word_of_it(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("one")
    made = enter(problem("信号失灵"))
    others: tuple[tuple[Role, dict[str, tuple[str, ...]]], ...] = (
        (Role.TOWNSHIP, {"townships": (THERE,)}), (Role.DEPARTMENT, {"departments": ("housing",)}),
        (Role.ENTERPRISE, {"enterprises": ("another",)}),
    )  # fmt: skip
    for role, scope in others:
        be(role, **scope)
        text = shown(open_at("visit", lang="zh_CN", id=made.visit.id))
        assert "没有检查记录" in text
        assert FIRM.name not in text
    for role in (Role.ADMIN, Role.AUDITOR, Role.DEVICE):
        be(role)
        assert FIRM.name not in shown(open_at("visit", lang="zh_CN", id=made.visit.id))


def test_who_reads_a_part_is_told_that_some_are_not_shown(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("one")
    made = enter(problem("信号失灵"), problem("远处松动", township=THERE))
    for scope, shown_one, hidden in (((HERE,), "信号失灵", "远处松动"), ((THERE,), "远处松动", "信号失灵")):
        be(Role.TOWNSHIP, townships=scope)
        text = shown(open_at("visit", lang="zh_CN", id=made.visit.id))
        assert shown_one in text
        assert hidden not in text
        assert "另有 1 项不在您的查看范围内" in text


def test_names_are_shown_as_the_reader_may_read_them(
    ledger_of: Make, open_at: Open, be: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    made = enter(problem("信号失灵"), township=HERE)
    be(Role.ANALYST)
    text = shown(open_at("visit", lang="zh_CN", id=made.visit.id))
    assert "张**、李**" in text
    assert "张某" not in text
    grants = (Grant(Role.ANALYST), Grant(Role.TOWNSHIP, Scope(townships=(HERE,))))
    monkeypatch.setattr(identity, "reader", lambda: identity.Reader(Person("1", "x", "某人", ()), grants))
    assert "张某、李某" in shown(open_at("visit", lang="zh_CN", id=made.visit.id))


def test_words_of_a_visit_stay_words(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    hostile = "<img src=x onerror=alert(1)>${pwned}"
    made = enter(problem(hostile), inspectors=f"{hostile}、李某", result=hostile, remark=hostile)
    text = shown(open_at("visit", lang="zh_CN", id=made.visit.id))
    assert "&lt;img src=x" in text
    assert "<img src=x" not in text
    assert "${" not in text


def test_a_visit_that_found_nothing_gets_the_number_of_its_record(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    made = enter(record_no="检记〔2026〕8号")
    app = open_at("visit", id=made.visit.id, lang="zh_CN")
    assert "检记〔2026〕8号" in shown(app)
    app.text_input(key="visit_record_no").set_value("检记〔2026〕18号")
    app.button(key="record_visit_number").click().run()
    assert not app.exception
    assert "文号已登记" in shown(app)
    assert "检记〔2026〕18号" in shown(app)


def test_who_enters_no_visits_there_is_offered_no_number(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("one")
    made = enter(record_no="检记〔2026〕8号")
    be(Role.LEADER)
    app = open_at("visit", id=made.visit.id, lang="zh_CN")
    assert "检记〔2026〕8号" in shown(app)
    assert not [one for one in app.text_input if one.key == "visit_record_no"]
