"""The same file, a corrected file, another file: which hazard a row is (issue 2, row identity)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Enterprise
from riskmap.ingest.match import alike
from riskmap.ingest.run import DryRun

HEAD = ["企业名称", "隐患地点", "隐患描述", "检查时间", "整改期限", "整改完成时间", "整改情况"]
FIRST = ["示例煤业一矿", "皮带机头", "皮带机头护罩缺失，未及时修复", "2026-03-01", "2026-03-10", None, "整改中"]
Run = Callable[..., DryRun]
Make = Callable[..., Path]


def told(dry: DryRun) -> tuple[int, int, int]:
    return dry.report["created"], dry.report["changed"], dry.report["unchanged"]


def codes(dry: DryRun) -> set[str]:
    return {issue["code"] for issue in dry.report["issues"]}


def changed(**cells: Any) -> list[Any]:
    return list({**dict(zip(HEAD, FIRST, strict=True)), **cells}.values())


def test_the_same_file_again_changes_nothing(run: Run, xlsx: Make, shelf: Any) -> None:
    file = xlsx(
        [
            HEAD,
            FIRST,
            FIRST,
            changed(隐患地点="2号硐室", 隐患描述="照明不足"),
            changed(整改情况="已整改", 隐患描述="灭火器过期"),
        ]
    )
    first = run(file)
    assert told(first) == (4, 0, 0)
    shelf.commit(first.batch)
    assert told(run(file)) == (0, 0, 4)
    assert told(run(file, today=date(2027, 1, 5))) == (0, 0, 4)  # what was assumed from the import date stays


def test_a_status_change_is_a_change_and_nothing_else(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx([HEAD, FIRST])).batch)
    dry = run(xlsx([HEAD, changed(整改完成时间="2026-03-09", 整改情况="已整改")]))
    assert told(dry) == (0, 1, 0)
    ((hazard_id, seen, fields, _),) = dry.batch.revises
    assert (hazard_id, seen) == ("h1", 1)
    assert fields == {
        "status": Status.VERIFIED,
        "status_raw": "已整改",
        "rectified": date(2026, 3, 9),
        "passed": date(2026, 3, 9),
    }
    shelf.commit(dry.batch)
    assert told(run(xlsx([HEAD, changed(整改完成时间="2026-03-09", 整改情况="已整改")]))) == (0, 0, 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"隐患描述": "皮带机头护罩缺失，未及时修理"},
        {"检查时间": "2026-03-02"},
        {"隐患地点": "皮带机头处"},
        {"企业名称": "示例煤业有限公司一矿"},
    ],
)
def test_one_corrected_part_is_a_change_of_that_part(run: Run, xlsx: Make, shelf: Any, cells: dict[str, str]) -> None:
    shelf.commit(run(xlsx([HEAD, FIRST])).batch)
    dry = run(xlsx([HEAD, changed(**cells)]))
    assert told(dry) == (0, 1, 0)
    assert "probable_change" in codes(dry)
    shelf.commit(dry.batch)
    assert told(run(xlsx([HEAD, changed(**cells)]))) == (0, 0, 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"隐患描述": "灭火器压力不足"},
        {"检查时间": "2026-08-01"},
        {"隐患地点": "2号皮带机头"},
        {"隐患描述": "皮带机头护罩缺失，未及时修理", "检查时间": "2026-03-02"},
    ],
)
def test_another_hazard_of_the_same_place_or_day_is_created(
    run: Run, xlsx: Make, shelf: Any, cells: dict[str, str]
) -> None:
    shelf.commit(run(xlsx([HEAD, changed(隐患地点="1号皮带机头")])).batch)
    assert told(run(xlsx([HEAD, changed(**{"隐患地点": "1号皮带机头", **cells})])))[0] == 1


def test_numerals_alone_never_make_one_hazard_of_two() -> None:
    assert not alike("1号皮带机头", "2号皮带机头")
    assert not alike("示例煤业一矿", "示例煤业二矿")
    assert alike("皮带机头护罩缺失", "皮带机头的护罩缺失")


def test_a_touched_hazard_keeps_its_state_and_the_difference_is_a_finding(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx([HEAD, FIRST])).batch)
    shelf.hazards["h1"] = replace(shelf.hazards["h1"], touched=True)
    dry = run(xlsx([HEAD, changed(整改情况="已整改", 整改完成时间="2026-03-09")]))
    assert told(dry) == (0, 0, 1)
    assert not dry.batch.revises
    assert "touched_not_changed" in codes(dry)


def test_a_closed_hazard_is_never_reopened_or_edited(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx([HEAD, changed(整改情况="已销号", 整改完成时间="2026-03-09")])).batch)
    assert shelf.hazards["h1"].status is Status.CLOSED
    for cells in (
        {"整改情况": "整改中"},
        {"整改情况": "已销号", "整改完成时间": "2026-03-09", "整改期限": "2026-04-01"},
    ):
        dry = run(xlsx([HEAD, changed(**cells)]))
        assert told(dry) == (0, 0, 1)
        assert "closed_not_changed" in codes(dry)


def test_the_senders_number_finds_a_hazard_whose_text_changed(run: Run, xlsx: Make, shelf: Any) -> None:
    head = ["隐患编号", *HEAD]
    shelf.commit(run(xlsx([head, ["YH-7", *FIRST]]), sender="甲局").batch)
    assert shelf.hazards["h1"].ledger_no == "YH-7"
    rows = [head, ["YH-7", *changed(隐患描述="改写过的另一段话", 隐患地点="别处")]]
    assert told(run(xlsx(rows), sender="甲局")) == (0, 1, 0)
    assert told(run(xlsx(rows), sender="乙局")) == (1, 0, 0)


def test_a_number_used_again_for_quite_another_hazard_does_not_overwrite(run: Run, xlsx: Make, shelf: Any) -> None:
    head = ["隐患编号", *HEAD]
    shelf.commit(run(xlsx([head, ["1", *FIRST]])).batch)
    dry = run(xlsx([head, ["1", *changed(隐患描述="消防通道堵塞", 隐患地点="办公楼", 检查时间="2026-05-01")]]))
    assert told(dry) == (1, 0, 0)
    assert "duplicate_number" in codes(dry)
    (made,) = dry.batch.creates
    assert made.ledger_no == ""
    assert ("隐患编号", "1") in made.extra


def test_our_own_number_finds_a_hazard_under_either_header(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx([HEAD, FIRST])).batch)
    for header in ("平台编号", "隐患编号"):
        dry = run(xlsx([[header, *HEAD], ["FX-2026-000001", *changed(隐患描述="全新的描述")]]), sender="别人")
        assert told(dry) == (0, 1, 0)


def test_the_same_number_and_text_twice_in_one_file_is_one_hazard(run: Run, xlsx: Make) -> None:
    head = ["隐患编号", *HEAD]
    dry = run(xlsx({"一": [head, ["1", *FIRST]], "总表": [head, ["1", *FIRST]]}))
    assert told(dry) == (1, 0, 1)
    assert dry.report["accepted"] == 2
    assert "duplicate_in_file" in codes(dry)


FIRE = {"隐患描述": "灭火器过期"}
SAME_TEXT = {  # rows of one text on two sheets, told apart by what else they say
    "一季度": [[*HEAD, "备注"], [*FIRST, "甲"], [*changed(**FIRE), ""]],
    "二季度": [[*HEAD, "备注"], [*changed(整改期限="2026-04-10"), "乙"], [*changed(**FIRE, 整改情况="已整改"), ""]],
}
SAME_NUMBERS = {  # each sheet numbers from 1, on one day, with a column of its own kind
    "一季度": [["隐患编号", "批次", *HEAD], ["1", "a", *FIRST], ["2", "b", *changed(隐患地点="2号硐室", **FIRE)]],
    "二季度": [
        ["隐患编号", "批次", *HEAD],
        ["1", "c", *changed(隐患地点="地面锅炉房", 隐患描述="安全阀未校验")],
        ["2", "d", *changed(隐患地点="变电所", 隐患描述="绝缘垫老化")],
    ],
}


@pytest.mark.parametrize("book", [SAME_TEXT, SAME_NUMBERS], ids=["same text", "same numbers"])
def test_sheets_again_alone_or_in_another_order_change_nothing(run: Run, xlsx: Make, shelf: Any, book: Any) -> None:
    first = run(xlsx(book))
    assert told(first) == (4, 0, 0)
    shelf.commit(first.batch)
    assert told(run(xlsx(book))) == (0, 0, 4)
    assert told(run(xlsx(dict(reversed(book.items()))))) == (0, 0, 4)
    assert told(run(xlsx({name: [head, *reversed(rows)] for name, (head, *rows) in book.items()}))) == (0, 0, 4)
    for name in book:
        assert told(run(xlsx(book), sheet=name)) == (0, 0, 2)
        assert told(run(xlsx({"另一名": book[name]}))) == (0, 0, 2)


@pytest.mark.parametrize("book", [SAME_TEXT, SAME_NUMBERS], ids=["same text", "same numbers"])
def test_a_file_after_one_of_its_sheets_adds_the_other(run: Run, xlsx: Make, shelf: Any, book: Any) -> None:
    shelf.commit(run(xlsx(book), sheet="二季度").batch)
    dry = run(xlsx(book))
    assert told(dry) == (2, 0, 2)
    shelf.commit(dry.batch)
    assert told(run(xlsx(book))) == (0, 0, 4)


def test_a_change_on_one_sheet_reaches_the_hazard_of_that_sheet(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx(SAME_TEXT)).batch)
    rows = [[*HEAD, "备注"], [*changed(整改期限="2026-04-10", 整改情况="已整改", 整改完成时间="2026-04-01"), "乙"]]
    dry = run(xlsx({"二季度": rows}))
    assert told(dry) == (0, 1, 0)
    (revision,) = dry.batch.revises
    assert shelf.hazards[revision.hazard_id].remark == "乙"
    assert set(revision.changes) == {"status", "status_raw", "rectified", "passed"}


def test_a_ledger_numbered_anew_is_known_by_its_text(run: Run, xlsx: Make, shelf: Any) -> None:
    head, texts = ["隐患编号", *HEAD], ["照明不足", "通道堵塞", "护栏缺失"]
    old = [[str(n), *changed(隐患描述=text)] for n, text in enumerate(texts, 1)]
    shelf.commit(run(xlsx([head, *old])).batch)
    new = [[str(n), *changed(隐患描述=text)] for n, text in enumerate(["新发现漏电", *texts], 1)]
    dry = run(xlsx([head, *new]))
    assert told(dry) == (1, 0, 3)
    assert [made.description for made in dry.batch.creates] == ["新发现漏电"]


def test_many_rows_of_one_text_are_matched_in_their_order(run: Run, xlsx: Make, shelf: Any) -> None:
    rows = [HEAD, *([FIRST] * 80)]
    shelf.commit(run(xlsx(rows)).batch)
    assert told(run(xlsx(rows))) == (0, 0, 80)
    assert told(run(xlsx([HEAD, *([FIRST] * 81)]))) == (1, 0, 80)


def test_enterprises_are_found_by_code_name_or_alias(run: Run, xlsx: Make, shelf: Any) -> None:
    known = Enterprise(id="e1", name="示例煤业有限责任公司", uscc="91350100M000100Y43", aliases=("老示例煤矿",))
    shelf.enterprises["e1"] = known
    head = ["统一社会信用代码", *HEAD]
    rows = [
        ["", *changed(企业名称="示例 煤业有限公司")],
        ["", *changed(企业名称="老示例煤矿")],
        ["91350100M000100Y43", *changed(企业名称="随便写的名字")],
        ["", *changed(企业名称="示例煤业二矿")],
    ]
    dry = run(xlsx([head, *rows]))
    assert [h.enterprise_id == "e1" for h in dry.batch.creates] == [True, True, True, False]
    assert [firm.name for firm in dry.batch.enterprises] == ["示例煤业二矿"]
    assert {"enterprise_created", "uscc_two_names"} <= codes(dry)


def test_a_register_creates_changes_and_leaves(run: Run, xlsx: Make, shelf: Any) -> None:
    head = [
        "序号",
        "企业名称",
        "统一社会信用代码",
        "所属乡镇",
        "行业领域",
        "经度",
        "纬度",
        "生产状态",
        "从业人员",
        "风险等级",
        "许可证有效期",
        "是否规上",
    ]
    firms = [
        [
            1,
            "示例煤业一矿",
            "91350100M000100Y43",
            "永安镇",
            "煤矿",
            111.56,
            36.65,
            "生产",
            "320人",
            "较大",
            "2027-05-01",
            "是",
        ],
        [2, "示例洗煤厂", "", "僧念镇", "洗煤", None, None, "停产", 40, "一般风险", None, "否"],
        [3, None, "X", *[None] * 9],
    ]
    dry = run(xlsx([head, *firms]))
    assert (dry.report["rows"], dry.report["accepted"], told(dry)) == (3, 2, (2, 0, 0))
    first, second = dry.batch.enterprises
    assert (first.township, first.sector, first.headcount, first.state.value, first.confirmed) == (
        "141034100",
        "coal",
        320,
        "producing",
        True,
    )
    assert (first.risk, first.licence_to, first.above_scale, second.risk) == (
        "large",
        date(2027, 5, 1),
        True,
        "general",
    )
    shelf.commit(dry.batch)
    firms[1][7] = "生产"
    again = run(xlsx([head, *firms]))
    assert told(again) == (0, 1, 1)
    assert again.batch.kind == "register"


REVIEWED = [*HEAD, "复查时间", "复查结论"]
STORED = {
    "passed": ([HEAD, changed(整改完成时间="2026-03-20", 整改情况="已整改")], Status.VERIFIED),
    "rejected": ([REVIEWED, [*FIRST, "2026-04-10", "不合格"]], Status.REJECTED),
    "waiting": (
        [REVIEWED, [*changed(整改完成时间="2026-03-20", 整改情况="已整改"), None, None]],
        Status.AWAITING_REVIEW,
    ),
}


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["隐患编号"], ["YH-7"]),  # no column of the course at all
        (["整改情况"], [None]),
        (["整改情况"], ["张某"]),  # an unknown word
        (["整改情况", "整改完成时间", "复查时间", "复查结论"], [None, None, None, "/"]),
        (["是否销号"], ["否"]),
        (["整改情况"], ["未销号"]),
        (["复查结论"], ["待复查"]),
    ],
)
def test_a_row_that_says_nothing_of_the_course_changes_nothing_of_it(
    run: Run, xlsx: Make, shelf: Any, stored: str, head: list[str], cells: list[Any]
) -> None:
    rows, status = STORED[stored]
    shelf.commit(run(xlsx(rows)).batch)
    before = shelf.hazards["h1"]
    assert before.status is status
    dry = run(xlsx([[*HEAD[:5], "经度", "纬度", *head], [*FIRST[:5], 111.5, 36.6, *cells]]))
    [(_, _, fields, _)] = dry.batch.revises
    assert {"lon", "lat"} <= fields.keys() <= {"lon", "lat", "ledger_no", "review_result", "extra"}


def test_a_failed_review_stays_where_a_file_tells_only_the_state(run: Run, xlsx: Make, shelf: Any) -> None:
    rows, _ = STORED["rejected"]
    shelf.commit(run(xlsx(rows)).batch)
    dry = run(xlsx([HEAD, changed(整改情况="正在整改")]))
    [(_, _, fields, _)] = dry.batch.revises
    assert fields == {"status": Status.RECTIFYING, "status_raw": "正在整改"}


def test_a_known_day_is_not_made_undated_by_a_file_without_days(run: Run, xlsx: Make, shelf: Any) -> None:
    shelf.commit(run(xlsx([HEAD, changed(整改完成时间="2026-04-20", 整改情况="已整改")])).batch)
    dry = run(xlsx([HEAD, changed(整改情况="已整改")]))
    assert told(dry) == (0, 0, 1)
    assert not shelf.hazards["h1"].undated


def test_rows_of_one_text_keep_to_their_states_in_another_order(run: Run, xlsx: Make, shelf: Any) -> None:
    done, blank = changed(整改完成时间="2026-03-20", 整改情况="已整改"), changed(整改情况=None)
    shelf.commit(run(xlsx([HEAD, done, blank])).batch)
    assert told(run(xlsx([HEAD, blank, done]))) == (0, 0, 2)
