"""What ran beside a hazard: corrections old → new, extensions with what guards it meanwhile, changes of grade."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from riskmap.domain.roles import Role
from riskmap.ledger.batch import Actor
from riskmap.web import data
from support.small import ids, shown

Open = Callable[..., Any]
Make = Callable[..., Any]
DAY = date(2026, 11, 18)
OFFICE = Actor("o", "县安委办", "committee")
FIRM = Actor("f", "赵某", "enterprise")


def act(number: str, action: str, told: dict[str, Any], actor: Actor = OFFICE) -> None:
    data.ledger().act(number, action, told, actor, data.hazard(number).version, DAY)


@pytest.mark.parametrize(
    ("lang", "title", "upgraded"),
    [("zh_CN", "更正记录", "升级：一般 → 重大"), ("en", "Corrections", "upgraded: General → Major")],
)
def test_corrections_and_changes_of_grade_are_told_as_what_they_are(
    ledger_of: Make, open_at: Open, lang: str, title: str, upgraded: str
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    assert title not in shown(open_at("hazard", id=number, lang=lang))
    act(number, "correct", {"field": "place", "new": "二号井", "reason": "地点有误"})
    act(number, "upgrade", {"basis": "判定标准第3条"})
    text = shown(open_at("hazard", id=number, lang=lang))
    block = text.split(title)[1].split("</section>")[0]
    assert all(word in block for word in ("二号井", "地点有误", "县安委办"))
    assert upgraded in text


def test_an_extension_tells_what_guards_the_hazard_meanwhile_and_who_decided(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    asked = {"requested_to": "2027-01-20", "reason": "设备未到", "measures": "专人看守", "signed_by": "张矿长"}
    act(number, "request_extension", asked, FIRM)
    act(number, "approve_extension", {"approved_to": "2027-01-20", "decided_by": "李局长"})
    text = shown(open_at("hazard", id=number, lang="zh_CN"))
    assert all(word in text for word in ("专人看守", "张矿长", "李局长"))
    be(Role.ANALYST)  # who reads no names reads none here
    text = shown(open_at("hazard", id=number, lang="zh_CN"))
    assert "张矿长" not in text
    assert "李局长" not in text
