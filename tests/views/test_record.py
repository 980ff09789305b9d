"""The record of a card: real events in words, by office and unit; the story has no raw codes."""

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from riskmap.domain.codes import Item, Status
from riskmap.domain.five_marks import Mark, marks
from riskmap.domain.hazard import FiveItem, Hazard
from riskmap.i18n import Translator
from riskmap.views.html import record
from support.small import MAJOR


@dataclass(frozen=True)
class Event:
    """A stored event, as far as its line needs it."""

    action: str
    on_date: str
    payload: str = "{}"
    role: str = "department"
    on_behalf_of: str = ""
    seq: int = 1
    at: str = "2026-11-18T00:00:00+00:00"
    actor_name: str = "王某"
    hash: str = "0" * 64


def told(*events: Event, day: date = date(2026, 11, 18), lang: str = "zh_CN") -> list[tuple[str, str]]:
    t = Translator(lang)
    return record.shown(t, record.lines(t, lambda _, code: f"<{code}>", events, day), day.year, most=20)


def test_a_step_is_told_with_day_step_and_office_never_with_a_name() -> None:
    control = json.dumps({"status": "suspended", "person": "王某", "document": "通知"})
    lines = told(
        Event("register", "2026-11-01"),
        Event("record_control", "2026-11-03", control, "township", "甲矿"),
        Event("confirm", "2025-12-30"),
    )
    assert lines == [
        ("11-03", "乡镇（代 甲矿 录入）：登记管控状态，已停产撤人"),
        ("11-01", "监管部门：登记"),
        ("2025-12-30", "监管部门：核实定级并下达整改"),
    ]
    assert "王某" not in str(lines)


def test_what_comes_later_than_the_day_is_not_told() -> None:
    assert told(Event("close", "2026-11-19")) == []


def test_of_an_imported_hazard_the_record_tells_what_its_file_told() -> None:
    facts: dict[str, Any] = {
        "batch_id": "b", "found": "2026-06-09", "ordered": "2026-06-10", "department": "emergency",
        "check_unit": "应急局", "enterprise_name": "甲矿",
        "controls": [{"status": "suspended", "on": "2026-06-11", "person": "王某"}],
        "extensions": [{"applied": "2026-09-20", "state": "approved", "decided": "2026-09-25", "decided_by": "应急局"}],
        "rounds": [{"declared": "2026-10-01", "reviewed": "2026-10-05"}],
        "listings": [{"listed": "2026-06-15", "unit": "县安委办"}],
    }  # fmt: skip
    lines = told(Event("register", "2026-06-09", json.dumps({"facts": facts})))
    assert [day for day, _ in lines] == ["10-05", "10-01", "09-25", "09-20", "06-15", "06-11", "06-10", "06-09"]
    assert lines[-1][1] == "应急局：登记（台账所记）"
    assert lines[0][1] == "<emergency>：复查不合格，退回整改（台账所记）"


def test_english_lines_hold_no_chinese_of_ours() -> None:
    lines = told(Event("pass", "2026-11-03", json.dumps({"opinion": "ok"})), lang="en")
    assert lines == [("11-03", "Department: Re-inspection: passed, ok")]


PLAIN = Hazard("1", "FX-1", date(2026, 6, 9), Status.OPEN)
FUNDS = {"planned": "funds_planned", "secured": "funds_secured", "paid": "funds_paid"}


@pytest.mark.parametrize(
    ("money", "item", "paper", "place"),
    [
        ({}, None, Mark.MISSING, Mark.MISSING),
        ({"planned": 80}, None, Mark.PARTLY, Mark.MISSING),
        ({"planned": 80}, FiveItem(Item.FUNDS, "计划80万元"), Mark.THERE, Mark.MISSING),
        ({"planned": 80, "secured": 80}, FiveItem(Item.FUNDS, "计划80万元"), Mark.THERE, Mark.PARTLY),
        ({"planned": 80, "paid": 35}, FiveItem(Item.FUNDS, "计划80万元"), Mark.THERE, Mark.PARTLY),
        ({"planned": 80, "paid": 80}, FiveItem(Item.FUNDS, "计划80万元", "支付凭证"), Mark.THERE, Mark.THERE),
        ({"planned": 0, "secured": 0}, None, Mark.MISSING, Mark.MISSING),
    ],
)
def test_money_can_be_partly_there(money: dict[str, int], item: FiveItem | None, paper: Mark, place: Mark) -> None:
    given: dict[str, Any] = {FUNDS[name]: Decimal(value) for name, value in money.items()}
    hazard = replace(PLAIN, five=(item,) if item else (), **given)
    assert marks(hazard, Item.FUNDS) == (paper, place)


def test_only_money_is_ever_partly_there() -> None:
    assert marks(MAJOR, Item.RESPONSIBILITY) == (Mark.THERE, Mark.THERE)
    assert marks(MAJOR, Item.MEASURES) == (Mark.MISSING, Mark.MISSING)
