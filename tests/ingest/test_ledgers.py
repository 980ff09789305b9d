"""Whole ledgers: layout, recognition, states, what is a row (DOMAIN.md §3.5, §6.3)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import (
    Control,
    EvidenceKind,
    ExtensionState,
    Grade,
    Item,
    Level,
    ListingState,
    Post,
    Source,
    Status,
)
from riskmap.ingest.run import DryRun

HEAD = [
    "序号",
    "企业名称",
    "所属乡镇",
    "行业领域",
    "隐患地点",
    "隐患描述",
    "隐患等级",
    "检查时间",
    "整改期限",
    "整改完成时间",
    "整改情况",
]
Run = Callable[..., DryRun]
Make = Callable[..., Path]


def row(number: int = 1, **cells: Any) -> list[Any]:
    """A row of HEAD with sensible cells, some replaced."""
    base = dict(
        zip(
            HEAD,
            [
                number,
                "示例煤业一矿",
                "永安镇",
                "煤矿",
                "皮带机头",
                f"护罩缺失{number}号",
                "一般",
                "2026-03-01",
                "2026-03-10",
                "2026-03-08",
                "已整改",
            ],
            strict=True,
        )
    )
    return list({**base, **cells}.values())


def codes(dry: DryRun) -> set[str]:
    return {issue["code"] for issue in dry.report["issues"]}


def one(dry: DryRun) -> Any:
    (hazard,) = dry.batch.creates
    return hazard


def test_a_plain_ledger_becomes_hazards(run: Run, xlsx: Make) -> None:
    dry = run(xlsx([HEAD, row()]), sender="应急局")
    hazard = one(dry)
    assert dry.report | {"issues": [], "sheets": [], "recognition": []} == {
        "file": "ledger.xlsx",
        "sheets": [],
        "rows": 1,
        "accepted": 1,
        "rejected": 0,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "issues": [],
        "changes": [],
        "recognition": [],
        "pictures": {"placed": 0, "unplaced": 0},
    }
    assert (hazard.township, hazard.sector, hazard.grade) == ("141034100", "coal", Grade.GENERAL)
    assert (hazard.found, hazard.due, hazard.rectified) == (date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 8))
    assert hazard.sender == "应急局"
    assert [firm.name for firm in dry.batch.enterprises] == ["示例煤业一矿"]
    assert not dry.batch.enterprises[0].confirmed
    assert hazard.enterprise_id == dry.batch.enterprises[0].id


def test_rule_b_a_done_word_alone_is_the_offices_own_conclusion(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([HEAD, row()])))
    assert hazard.status is Status.VERIFIED
    assert hazard.passed == hazard.rectified == date(2026, 3, 8)
    assert "no_review_evidence" in codes(dry)


def test_rule_a_with_a_review_column_a_done_word_waits_for_the_review(run: Run, xlsx: Make) -> None:
    hazard = one(run(xlsx([[*HEAD, "复查时间"], [*row(), None]])))
    assert (hazard.status, hazard.passed, hazard.rectified) == (Status.AWAITING_REVIEW, None, date(2026, 3, 8))


def test_rule_c_a_missing_earlier_date_takes_the_next_later_one(run: Run, xlsx: Make) -> None:
    rows = [[*HEAD, "复查时间", "销号日期"], [*row(整改完成时间=None, 整改情况="已销号"), None, "2026-03-20"]]
    hazard = one(dry := run(xlsx(rows)))
    assert hazard.status is Status.CLOSED
    assert hazard.rectified == hazard.passed == hazard.closed == date(2026, 3, 20)
    assert hazard.closed_by_ledger
    assert "date_inferred" in codes(dry)


def test_rule_d_done_without_any_date_counts_from_the_cut_off(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([HEAD, row(整改完成时间=None)])))
    assert hazard.undated
    assert hazard.rectified == date(2026, 11, 22)
    assert "undated" in codes(dry)
    title = ["隐患台账（截止2026年10月31日）"]
    assert one(run(xlsx([title, HEAD, row(整改完成时间=None)]))).rectified == date(2026, 10, 31)


def test_rule_e_a_closing_column_with_status_words_is_the_status_column(run: Run, xlsx: Make) -> None:
    head = [*HEAD[:-1], "销号情况"]
    rows = [head, row(1), row(2, 整改情况="已销号"), row(3, 整改情况="整改中", 整改完成时间=None)]
    hazards = list(run(xlsx(rows)).batch.creates)
    assert [h.status for h in hazards] == [Status.VERIFIED, Status.CLOSED, Status.RECTIFYING]
    assert hazards[1].closed == date(2026, 3, 8)


def test_not_crossed_off_says_nothing_of_the_rectification(run: Run, xlsx: Make) -> None:
    head = [*HEAD[:-1], "销号情况"]
    done, standing = run(
        xlsx([head, row(1, 整改情况="未销号"), row(2, 整改情况="未销号", 整改完成时间=None)])
    ).batch.creates
    assert (done.status, done.closed) == (Status.VERIFIED, None)
    assert standing.status is Status.OPEN


def test_a_closing_mark_closes_and_its_missing_date_is_not_invented(run: Run, xlsx: Make) -> None:
    rows = [[*HEAD, "是否销号"], [*row(1), "是"], [*row(2), "否"], [*row(3), "2026-03-12"]]
    first, second, third = run(xlsx(rows)).batch.creates
    assert (first.status, first.closed) == (Status.CLOSED, date(2026, 11, 22))
    assert second.status is Status.AWAITING_REVIEW
    assert (third.status, third.closed) == (Status.CLOSED, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("整改中", Status.RECTIFYING),
        ("未整改", Status.OPEN),
        ("逾期", Status.OPEN),
        ("待核实", Status.PENDING),
        ("", Status.OPEN),
        ("部分整改", Status.RECTIFYING),
        ("待复查", Status.AWAITING_REVIEW),
        ("误报", Status.VOID),
    ],
)
def test_a_word_gives_the_state(run: Run, xlsx: Make, word: str, status: Status) -> None:
    hazard = one(run(xlsx([HEAD, row(整改情况=word, 整改完成时间=None)])))
    assert hazard.status is status
    assert (hazard.confirmed is None) == (status is Status.PENDING)


def test_fixed_on_the_spot_is_rectified_and_due_on_the_day_it_was_found(run: Run, xlsx: Make) -> None:
    hazard = one(run(xlsx([HEAD, row(整改情况="现场处置", 整改完成时间=None, 整改期限=None)])))
    assert hazard.rectified == hazard.due == hazard.found
    assert not hazard.undated


def test_a_status_word_in_a_date_column_is_read_as_a_word(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([HEAD, row(整改情况=None, 整改完成时间="已整改")])))
    assert hazard.status is Status.VERIFIED
    assert hazard.undated
    assert ("整改完成时间", "已整改") in hazard.extra
    assert "status_in_date" in codes(dry)


def test_larger_and_serious_are_general_and_to_be_decided(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([HEAD, row(隐患等级="较大")])))
    assert (hazard.grade, hazard.grade_raw) == (Grade.GENERAL, "较大")
    assert "grade_to_decide" in codes(dry)


def test_unknown_township_and_sector_are_kept_as_written(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([HEAD, row(所属乡镇="某某镇", 行业领域="航天")])))
    assert (hazard.township, hazard.township_raw, hazard.sector, hazard.sector_raw) == ("", "某某镇", "other", "航天")
    assert {"unknown_township", "unknown_sector"} <= codes(dry)


def test_a_predecessor_township_counts_for_its_successor(run: Run, xlsx: Make) -> None:
    assert one(run(xlsx([HEAD, row(所属乡镇="邢家要乡")]))).township == "141034103"


def test_rejected_is_only_a_row_without_date_or_without_substance(run: Run, xlsx: Make) -> None:
    rows = [
        HEAD,
        row(1, 检查时间="不详"),
        row(2, 企业名称=None, 隐患地点=None, 隐患描述=None),
        row(3, 隐患描述=None),
        row(4, 整改期限="2026-02-01"),
        row(5, 检查时间="2027-01-01", 整改完成时间=None, 整改情况=None),
    ]
    dry = run(xlsx(rows))
    assert (dry.report["rows"], dry.report["accepted"], dry.report["rejected"]) == (5, 3, 2)
    assert {"no_found_date", "no_substance", "due_before_found", "future_date"} <= codes(dry)
    errors = [(i["row"], i["code"]) for i in dry.report["issues"] if i["severity"] == "error"]
    assert errors == [(2, "no_found_date"), (3, "no_substance")]


def test_lines_that_are_no_rows_are_findings_and_not_counted(run: Run, xlsx: Make) -> None:
    blank: list[Any] = [None] * len(HEAD)
    rows = [
        ["附件1", *blank[1:]],
        ["汾西县隐患排查治理台账", *blank[1:]],
        ["填报单位：示例局", *blank[1:]],
        HEAD,
        row(1),
        blank,
        ["小计", None, None, None, None, 1, *blank[6:]],
        HEAD,
        row(2),
        ["二、危化", *blank[1:]],
        row(3),
        [4, *blank[1:]],
        ["合计", 3, *blank[2:]],
        ["填表人：张某", None, None, "审核人：李某", *blank[4:]],
        ["注：本表按月报送", *blank[1:]],
    ]
    dry = run(xlsx(rows))
    assert (dry.report["rows"], dry.report["accepted"]) == (3, 3)
    assert {"blank_row", "subtotal_row", "repeated_header", "section_row", "only_number", "note_row"} <= codes(dry)
    assert dry.batch.sender == "示例局"


def test_merged_cells_are_filled_down_and_other_blanks_are_not(run: Run, xlsx: Make) -> None:
    rows = [HEAD, row(1), row(2, 企业名称=None), row(3, 企业名称=None)]
    names = [h.enterprise_name for h in run(xlsx(rows, merged=["B2:B3"])).batch.creates]
    assert names == ["示例煤业一矿", "示例煤业一矿", ""]


def test_a_merged_parent_labels_its_sub_columns(run: Run, xlsx: Make) -> None:
    top = ["序号", "检查时间", "隐患描述", "整改责任单位", None, None, "整改期限", "销号情况"]
    low = [None, None, None, "建设", "施工", "监理", None, None]
    rows = [top, low, [1, "2026-03-01", "护罩缺失", "甲公司", None, "丙公司", "2026-03-05", "整改中"]]
    boxes = ["D1:F1", "A1:A2", "B1:B2", "C1:C2", "G1:G2", "H1:H2"]
    assert one(run(xlsx(rows, merged=boxes))).responsible_unit == "建设:甲公司；监理:丙公司"
    assert one(run(xlsx(rows))).responsible_unit == "建设:甲公司；监理:丙公司"


def test_a_hazard_type_column_of_grade_words_is_the_grade_unless_another_is(run: Run, xlsx: Make) -> None:
    rows = [["检查时间", "隐患描述", "隐患类型", "整改期限"], ["2026-03-01", "护罩缺失", "重大", "2026-03-05"]]
    assert one(run(xlsx(rows))).grade is Grade.MAJOR
    rows = [["检查时间", "隐患描述", "隐患类型", "隐患等级"], ["2026-03-01", "护罩缺失", "一般\n", "3级"]]
    hazard = one(run(xlsx(rows)))
    assert (hazard.category, hazard.grade, hazard.grade_raw) == ("一般", Grade.GENERAL, "3级")


def test_unknown_columns_are_kept_with_the_row(run: Run, xlsx: Make) -> None:
    hazard = one(dry := run(xlsx([[*HEAD, "天气"], [*row(), "晴"]])))
    assert hazard.extra == (("天气", "晴"),)
    assert "unknown_column" in codes(dry)


def test_hidden_rows_are_read_and_said(run: Run, xlsx: Make) -> None:
    dry = run(xlsx([HEAD, row(1), row(2)], hidden_row=3))
    assert dry.report["rows"] == 2
    assert "hidden_rows" in codes(dry)


def test_sheets_of_one_file_are_read_together_and_repeats_are_said(run: Run, xlsx: Make) -> None:
    dry = run(xlsx({"一": [HEAD, row(1), row(2)], "说明": [["无"]], "二": [HEAD, row(1)]}))
    assert [sheet["rows"] for sheet in dry.report["sheets"]] == [2, 1]
    assert dry.report["created"] == 3
    assert {"duplicate_in_file", "sheet_without_table"} <= codes(dry)
    assert run(xlsx({"一": [HEAD, row(1)], "二": [HEAD, row(2)]}), sheet="二").report["rows"] == 1


def test_what_hangs_on_a_hazard_is_read_from_its_columns(run: Run, xlsx: Make) -> None:
    more = {
        "隐患来源": "部门检查",
        "延期至": "2026-04-10",
        "延期申请时间": "2026-03-05",
        "延期批准时间": "2026-03-08",
        "是否挂牌": "市级",
        "挂牌时间": "2026-03-03",
        "挂牌文号": "临安〔2026〕3号",
        "督办单位": "市安委会",
        "摘牌时间": "2026-04-20",
        "管控状态": "已停产撤人",
        "管控时间": "2026-03-01",
        "停产情况": "全部",
        "五落实责任": "矿长负责",
        "五落实资金": "是",
        "资金到位": "凭证12号",
        "整改资金（万元）": "12.5",
        "整改前照片": "有",
        "整改后照片": "IMG_2.jpg",
        "企业主要负责人": "张某",
        "首次整改完成时间": "2026-03-20",
        "首次复查时间": "2026-03-22",
        "首次复查结论": "不合格",
        "复查时间": "2026-04-12",
        "复查结论": "合格",
        "销号日期": "2026-04-25",
        "恢复生产批准文号": "汾应急〔2026〕8号",
    }
    first = row(隐患等级="重大", 整改完成时间="2026-04-09", 整改情况="已销号")
    hazard = one(run(xlsx([[*HEAD, *more], [*first, *more.values()]])))
    assert (hazard.status, hazard.grade, hazard.source) == (Status.CLOSED, Grade.MAJOR, Source.DEPARTMENT)
    assert (hazard.passed, hazard.closed) == (date(2026, 4, 12), date(2026, 4, 25))
    (extension,) = hazard.extensions
    assert (extension.state, extension.approved_to) == (ExtensionState.APPROVED, date(2026, 4, 10))
    (listing,) = hazard.listings
    assert (listing.state, listing.level, listing.listed) == (ListingState.DELISTED, Level.CITY, date(2026, 3, 3))
    (control,) = hazard.controls
    assert (control.status, control.on) == (Control.SUSPENDED, date(2026, 3, 1))
    assert hazard.suspended
    assert hazard.restart_no == "汾应急〔2026〕8号"
    five = {item.item: item for item in hazard.five}
    assert five[Item.RESPONSIBILITY].content == "矿长负责"
    assert (five[Item.FUNDS].content, five[Item.FUNDS].in_place) == ("12.5", "凭证12号")
    assert {(e.kind, e.reference) for e in hazard.evidence} == {
        (EvidenceKind.PHOTO_BEFORE, "整改前照片"),
        (EvidenceKind.PHOTO_AFTER, "IMG_2.jpg"),
    }
    assert [(r.post, r.person) for r in hazard.chain] == [(Post.ENTERPRISE, "张某")]
    (failed,) = hazard.rounds
    assert (failed.rectified, failed.reviewed) == (date(2026, 3, 20), date(2026, 3, 22))


def test_a_failed_review_withdraws_the_rectified_date(run: Run, xlsx: Make) -> None:
    rows = [[*HEAD, "复查时间", "复查结论"], [*row(整改情况="已整改"), "2026-03-15", "不合格"]]
    hazard = one(run(xlsx(rows)))
    assert (hazard.status, hazard.rectified, hazard.passed) == (Status.REJECTED, None, None)
    assert hazard.rounds[0].rectified == date(2026, 3, 8)


def test_coordinates_of_any_system_are_stored_in_wgs84(run: Run, xlsx: Make) -> None:
    rows = [
        [*HEAD, "经度", "纬度", "坐标系"],
        [*row(1), 111.566, 36.652, "WGS84"],
        [*row(2), 111.566, 36.652, "高德"],
        [*row(3), 36.652, 111.566, None],
        [*row(4), 111.566, None, None],
    ]
    dry = run(xlsx(rows))
    plain, moved, swapped, half = dry.batch.creates
    assert (plain.lon, plain.lat) == (swapped.lon, swapped.lat) == (111.566, 36.652)
    assert moved.lon != plain.lon
    assert half.lon is None
    assert {"swapped_coordinates", "half_a_point"} <= codes(dry)


def test_header_only_is_no_failure(run: Run, xlsx: Make) -> None:
    dry = run(xlsx([HEAD]))
    assert (dry.refusal, dry.report["rows"]) == ("", 0)


def test_a_file_without_a_table_or_without_a_good_row_is_refused(run: Run, xlsx: Make) -> None:
    assert run(xlsx([["甲", "乙"], [1, 2]])).refusal == "no_table"
    dry = run(xlsx([HEAD, row(检查时间=None)]))
    assert (dry.refusal, dry.report["rows"], dry.report["rejected"], len(dry.batch.creates)) == (
        "no_row_accepted",
        1,
        1,
        0,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_of_any_encoding_and_separator_are_read(run: Run, encoding: str, separator: str) -> None:
    lines = [separator.join(map(str, cells)) for cells in (HEAD, row(1, 所属乡镇="勍香镇"), row(2))]
    dry = run("\r\n".join(lines).encode(encoding), name="台账.csv")
    assert [h.township for h in dry.batch.creates] == ["141034102", "141034100"]


def test_the_name_of_a_file_does_not_decide_what_it_is(run: Run, xlsx: Make, tmp_path: Path) -> None:
    odd = tmp_path / "台账.csv"
    odd.write_bytes(xlsx([HEAD, row()]).read_bytes())
    assert run(odd).report["created"] == 1


def test_ten_thousand_findings_of_one_kind_are_counted_not_listed(run: Run) -> None:
    lines = [",".join(map(str, cells)) for cells in [HEAD, *(row(n, 整改期限="") for n in range(3000))]]
    dry = run("\n".join(lines).encode())
    assert dry.counts["no_due_date"] == 3000
    assert sum(issue["code"] == "no_due_date" for issue in dry.report["issues"]) == 2000
    assert {
        "sheet": "",
        "row": None,
        "column": "no_due_date",
        "value": "1000",
        "code": "more_of_the_same",
        "severity": "info",
        "fix": "Mend the listed ones first, then read the file again.",
    } in dry.report["issues"]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_line_feeds_and_returns_end_a_line_of_text(run: Run, odd: str, end: str) -> None:
    head = "序号,企业名称,隐患地点,隐患描述,检查时间,整改期限"
    lines = [
        head,
        f"1,示例甲厂,车间,缺护罩{odd}无警示牌,2026-03-01,2026-04-01",
        '2,示例甲厂,车间,"线路\n老化",2026-03-01,',
    ]
    dry = run(end.join(lines).encode(), name="台账.csv")
    first, second = dry.batch.creates
    assert (dry.report["rows"], dry.report["rejected"], second.description) == (2, 0, "线路\n老化")
    assert (first.description.startswith("缺护罩"), first.description.endswith("无警示牌"), first.due) == (
        True,
        True,
        date(2026, 4, 1),
    )
