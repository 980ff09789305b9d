"""Enterprises that resemble others, likely duplicates, parts of a cell, where a hazard is: told, never done."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.enterprise import Enterprise
from riskmap.ingest.fixes import FIXES
from riskmap.ingest.likeness import Register, likeness
from riskmap.ingest.messages import MESSAGES
from riskmap.ingest.run import DryRun
from riskmap.ingest.splitting import parts

from .conftest import Shelf

Run = Callable[..., DryRun]
Make = Callable[..., Path]
HEAD = ["隐患编号", "企业名称", "隐患地点", "隐患描述", "检查时间", "整改期限"]
DAY = date(2026, 3, 10)


def row(**facts: Any) -> list[Any]:
    base = {
        "隐患编号": "A-1", "企业名称": "示例煤业一矿", "隐患地点": "主井", "隐患描述": "防护罩缺失", "检查时间": DAY,
        "整改期限": DAY + timedelta(9),
    }  # fmt: skip
    return list((base | facts).values())


def of(dry: DryRun, code: str) -> list[dict[str, Any]]:
    return [one for one in dry.report["issues"] if one["code"] == code]


NAMES = ["山西示例煤业有限公司", "示例煤业一矿", "示例煤业二矿", "汾西县宏达建材厂", "和平加油站"]


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("示例煤业", "山西示例煤业有限公司"),
        ("山西省示例煤业有限责任公司", "山西示例煤业有限公司"),
        ("示例煤矿", "山西示例煤业有限公司"),
        ("示列煤业有限公司", "山西示例煤业有限公司"),
        ("宏达建材", "汾西县宏达建材厂"),
        ("汾西县和平加油加气站", "和平加油站"),
        ("某某幼儿园", ""),
        ("完全不同的超市", ""),
    ],
)
def test_candidates_are_ranked_by_likeness(told: str, first: str) -> None:
    found = Register(Enterprise(f"e{n}", name) for n, name in enumerate(NAMES)).near(told)
    assert (found[0].name if found else "") == first
    assert list(found) == sorted(found, key=lambda one: (-one.likeness, one.name))
    assert len({one.id for one in found}) == len(found) <= 5


def test_a_number_makes_another_mine_and_another_code_another_enterprise() -> None:
    assert likeness("示例煤业一矿", "示例煤业二矿") < likeness("示例煤业一矿", "示例煤业 1矿".replace("1", "一"))
    known = Register([Enterprise("e", "示例煤业有限公司", uscc="91350100M000100Y43")])
    assert known.near("示例煤业", "11320000MB151840XJ") == ()
    assert known.near("示例煤业", "91350100M000100Y43")
    assert known.near("示例煤业")


def test_an_unknown_name_is_told_with_candidates_and_never_merged(run: Run, xlsx: Make, shelf: Shelf) -> None:
    shelf.enterprises["e1"] = Enterprise("e1", "山西示例煤业有限公司", version=1)
    dry = run(xlsx([HEAD, row(企业名称="示例煤业")]))
    (issue,) = of(dry, "enterprise_resembles")
    assert [one["id"] for one in issue["candidates"]] == ["e1"]
    assert (issue["severity"], bool(issue["fix"])) == ("warning", True)
    (hazard,) = dry.batch.creates
    assert hazard.enterprise_id != "e1"


def test_a_decision_is_an_alias_from_then_on(run: Run, xlsx: Make, shelf: Shelf) -> None:
    shelf.enterprises["e1"] = Enterprise("e1", "山西示例煤业有限公司", version=1)
    file = xlsx([HEAD, row(企业名称="示例煤业")])
    dry = run(file, decisions={"示例煤业": "e1"})
    (hazard,) = dry.batch.creates
    (firm,) = dry.batch.enterprises
    assert (hazard.enterprise_id, firm.id, firm.aliases) == ("e1", "e1", ("示例煤业",))
    assert not of(dry, "enterprise_resembles")
    shelf.commit(dry.batch)
    again = run(xlsx([HEAD, row(企业名称="示例煤业", 隐患编号="A-2", 隐患描述="漏电")]))
    assert [one.enterprise_id for one in again.batch.creates] == ["e1"]
    assert not of(again, "enterprise_created")
    new = run(file, decisions={"示例煤业": ""})
    assert not of(new, "enterprise_resembles")
    ghost = run(
        xlsx([HEAD, row(企业名称="示例矿业", 隐患编号="A-9", 隐患描述="积水")]), decisions={"示例矿业": "no such id"}
    )
    assert ghost.batch.creates[0].enterprise_id not in {"no such id", "e1"}


@pytest.mark.parametrize(("days", "told"), [(0, True), (3, True), (-3, True), (4, False)])
def test_the_same_hazard_in_another_senders_file_is_proposed(
    run: Run, xlsx: Make, shelf: Shelf, days: int, told: bool
) -> None:
    shelf.commit(run(xlsx([HEAD, row()]), sender="甲").batch)
    dry = run(xlsx([HEAD, row(隐患编号="B-7", 隐患描述="防护罩 缺失。", 检查时间=DAY + timedelta(days))]), sender="乙")
    assert dry.report["created"] == 1
    assert [one["other"] for one in of(dry, "probable_duplicate")] == [{"hazard_no": "FX-2026-000001"}] * told


def test_the_same_hazard_on_another_sheet_is_proposed_and_another_place_is_not(run: Run, xlsx: Make) -> None:
    later = DAY + timedelta(2)
    sheets = {
        "一": [HEAD, row()],
        "二": [HEAD, row(隐患编号="B-1", 检查时间=later), row(隐患编号="B-2", 隐患地点="副井", 检查时间=later)],
    }
    dry = run(xlsx(sheets))
    (issue,) = of(dry, "probable_duplicate")
    assert (issue["sheet"], issue["row"], issue["other"]) == ("二", 2, {"sheet": "一", "row": 2})
    assert dry.report["created"] == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.防护罩缺失；2.配电箱未接地", ("防护罩缺失", "配电箱未接地")),
        ("1、防护罩缺失\n2、配电箱未接地\n3、通道堵塞。", ("防护罩缺失", "配电箱未接地", "通道堵塞。")),
        ("（1）防护罩缺失。（2）配电箱未接地", ("防护罩缺失。", "配电箱未接地")),
        ("①防护罩缺失②配电箱未接地", ("防护罩缺失", "配电箱未接地")),
        ("主井：1.防护罩缺失；2.漏电", ("主井：防护罩缺失", "主井：漏电")),
        ("1.防护罩缺失；2.距地1.5米处漏电", ("防护罩缺失", "距地1.5米处漏电")),
        ("距地1.5米处漏电", ()),
        ("2号主变漏油；3号主变过热", ()),
        ("1.只有一个问题", ()),
        ("1.；2.漏电", ()),
        ("", ()),
    ],
)
def test_parts_of_a_cell(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@given(st.lists(st.sampled_from(["漏电", "堵塞", "防护罩缺失", "无人值守"]), min_size=2, max_size=9))
def test_no_word_is_lost_by_splitting(problems: list[str]) -> None:
    assert list(parts("；".join(f"{n}.{one}" for n, one in enumerate(problems, 1)))) == problems


def test_splitting_is_done_only_when_chosen_and_the_same_file_changes_nothing(
    run: Run, xlsx: Make, shelf: Shelf
) -> None:
    head = [*HEAD, "整改资金(万元)"]
    file = xlsx([head, [*row(隐患描述="1.防护罩缺失；2.配电箱未接地"), 3], [*row(隐患编号="A-2"), 1]])
    whole = run(file)
    assert (whole.report["created"], of(whole, "several_in_cell")[0]["parts"]) == (2, ["防护罩缺失", "配电箱未接地"])
    dry = run(file, split=True)
    told = [(one.ledger_no, one.description, one.funds_planned) for one in dry.batch.creates]
    assert told == [("A-1-1", "防护罩缺失", 3), ("A-1-2", "配电箱未接地", None), ("A-2", "防护罩缺失", 1)]
    assert dry.report["rows"] == dry.report["accepted"] + dry.report["rejected"] == 2
    shelf.commit(dry.batch)
    again = run(file, split=True).report
    assert (again["created"], again["changed"]) == (0, 0)


@pytest.mark.parametrize(
    ("place", "code"),
    [("对竹镇前村主井", "141034101"), ("原邢家要乡小学", "141034103"), ("永安镇与对竹镇之间", ""), ("主井", "")],
)
def test_a_township_is_taken_from_the_address_where_its_column_is_blank(
    run: Run, xlsx: Make, place: str, code: str
) -> None:
    dry = run(xlsx([[*HEAD, "所属乡镇"], [*row(隐患地点=place), ""], [*row(隐患编号="A-2", 隐患地点=place), "永安镇"]]))
    assert [one.township for one in dry.batch.creates] == [code, "141034100"]
    assert len(of(dry, "township_from_text")) == bool(code)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("师家沟村北侧", "师家沟村 · 僧念镇"), ("仁马庄村", ""), ("师家沟村与南街社区之间", ""),
        ("对竹镇师家沟村", ""), ("上村", ""),
    ],
)  # fmt: skip
def test_a_village_that_the_county_has_once_suggests_its_township_and_assigns_none(
    run: Run, xlsx: Make, place: str, told: str
) -> None:
    dry = run(xlsx([HEAD, row(隐患地点=place)]))
    assert [one["value"] for one in of(dry, "township_of_village")] == [told] * bool(told)
    assert dry.batch.creates[0].township == ("141034101" if "对竹镇" in place else "")


def test_a_point_outside_the_county_is_told_and_an_outline_only_suggests(run: Run, xlsx: Make) -> None:
    head = [*HEAD, "经度", "纬度"]
    rows = [[*row(), 116.4, 39.9], [*row(隐患编号="A-2", 隐患地点="副井"), 111.56, 36.65]]
    dry = run(xlsx([head, *rows]))
    assert [one["row"] for one in of(dry, "point_outside_county")] == [2]
    assert [one["row"] for one in of(dry, "township_suggested")] == [3]
    assert [one.township for one in dry.batch.creates] == ["", ""]


@pytest.mark.parametrize(("evidence", "told"), [("", True), ("照片3", False)])
def test_crossed_off_without_evidence_is_told(run: Run, xlsx: Make, evidence: str, told: bool) -> None:
    head = [*HEAD, "整改情况", "整改后照片"]
    dry = run(xlsx([head, [*row(), "已销号", evidence]]))
    assert bool(of(dry, "closed_without_evidence")) is told


def test_every_finding_has_a_fix() -> None:
    assert {code for code, (severity, _) in MESSAGES.items() if severity != "info"} <= FIXES.keys() <= MESSAGES.keys()
    assert all(FIXES.values())
