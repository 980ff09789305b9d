"""Sentences in 整改情况 and 复查结论: an order, a plan or a part of the work is not its end (DOMAIN.md §6.3)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import Status
from riskmap.domain.hazard import Hazard
from riskmap.ingest.clean import words
from riskmap.ingest.run import DryRun

Run = Callable[..., DryRun]
HEAD = ("序号", "企业名称", "隐患地点", "隐患描述", "检查时间", "整改期限", "整改情况")
REVIEWED = (*HEAD, "复查时间", "复查结论")

STATES: dict[str | None, str] = {
    "done": """
        受限空间警示牌整改到位 有限空间标识已更换 感应器整改到位 已制定制度并落实 模拟演练整改完成
        已将灭火器更换到位 示例有限公司整改完成 责成企业整改已完成 逾期已整改 限期整改已完成 已按要求整改
        已更换护罩 已于5月10日前整改完成 整改已完成 均已整改 经督促已完成整改 经督促整改到位 接到通知后整改完成
        已责令整改，6月20日已整改完成 已下达整改通知书，现已整改完成 要求3日内整改到位，已整改到位
        已整改到位,要求企业加强管理 已整改，要求举一反三落实责任 已整改100% 100% 整改完成率100% 整改完成
        现场已整改完毕 已安装护栏 按要求整改到位 已按照整改通知书要求整改完毕 立行立改 已进行整改 已整改并已上报
        已完成整改任务 已按整改措施落实到位 限期内已整改 招待所线路已更换 限位器已更换 应急灯已安装 已清理。
        业已整改 严格按照专家意见整改完成 瓦斯浓度超过1%，已整改 已处理 已经整改完成
        该隐患已于2026年5月10日整改完毕 已完成 已组织人员更换护罩
    """,
    "open": """
        已责成企业整改 已安排人员更换 已责令整改 已下达整改通知书 已制定整改方案 已限期整改 已延期整改
        预计6月30日前整改完成 限6月30日前整改完成 要求3日内整改到位 不能按期完成整改 待资金到位后完成整改
        已上报待处理 已列入整改计划 已安排整改 已通知企业整改 责令限期整改 尽快整改 要求6月底前闭环销号
        计划6月底销号 待整改完成后销号 整改0% 没整改完成 整改未到位 已明确整改责任人 已完成整改方案编制
        未按要求整改 已要求企业立即整改 已责令企业3日内整改到位 逾期3天 已交办整改 必须整改到位
        待整改完成后申请验收 当场责令限期整改 未按期完成整改 计划更换 已移交处理 待更换
    """,
    "rectifying": """
        已开始整改 整改完成80% 已完成80% 80% 0.8 已联系厂家更换 已着手整改 正在整改，预计6月底完成
        整改进度达百分之八十 基本整改到位 完成一半 已订购配件，待安装 继续整改 已启动整改 部分已整改 已完成八成
        部分整改，其余限期整改 已整改2项，其余2项限期整改
    """,
    "awaiting_review": """
        已整改，待复查 已申请销号 整改完成，已申请验收
    """,
    "closed": """
        已责令整改,已销号 已整改，已销号 已验收合格并销号
    """,
    "not_closed": """
        不予销号 暂不销号 已整改，未销号
    """,
    "verified": """
        经复查合格 已下达整改通知书，复查合格 复查合格，待销号
    """,
    None: """
        已落实整改资金 已制定应急预案 已安排专人值守 已落实专人值守 已联系厂家更换完毕 已安排人员更换完毕
        已委托第三方处理 已上报 6月30日前整改完成 3日内整改完毕 已督促整改 督促整改到位 下达整改通知书，整改完成
        已更换护罩，要求3日内安装警示牌 已落实整改措施 已组织整改 责令整改，整改后销号 张某
    """,
}

VERDICTS: dict[str | None, str] = {
    "fail": """
        整改未到位 未到位 未合格 没通过 没有通过 不予通过 未符合要求 未达到合格标准 限期整改到位 责令整改到位
        经复查仍不符合要求 继续整改 合格，但消防栓未整改到位 已下达整改通知书 要求5日内整改到位 整改完成80%
        督促整改到位 不合格，限期整改 未按要求整改 没整改完 整改不彻底
    """,
    "pass": """
        经复查，已按要求整改完毕 限期内整改到位 责令整改后已整改到位，合格 未整改项已整改合格 合格，待销号
        经查符合要求 未发现问题，合格 责令限期整改，已整改到位 按要求整改到位 现场复查合格 已完成整改
        整改到位，符合要求 原隐患已整改
    """,
    "waits": """
        待复查 整改后待复查 未复查 尚未复查 整改到位，待验收 预计6月底整改完成 待整改
    """,
    None: """
        张某 未整改到位，现已整改到位 未发现不合格项
    """,
}


def _cases(table: dict[str | None, str]) -> list[tuple[str | None, str]]:
    return [(code, raw) for code, raws in table.items() for raw in raws.split()]


@pytest.mark.parametrize(("code", "raw"), _cases(STATES))
def test_a_sentence_tells_the_state_or_nothing(code: str | None, raw: str) -> None:
    assert words.status(raw) == code


@pytest.mark.parametrize(("code", "raw"), _cases(VERDICTS))
def test_a_sentence_tells_the_verdict_of_a_review_or_nothing(code: str | None, raw: str) -> None:
    assert words.review(raw) == code


def test_a_very_long_cell_is_read_in_no_time() -> None:
    assert words.status("已安排" * 20_000 + "限期整改未" * 20_000) == "open"
    assert words.review("未经要求" * 40_000) is None


def _read(
    run: Run, xlsx: Callable[..., Path], head: tuple[str, ...], *cells: Any, **options: Any
) -> tuple[Hazard, DryRun]:
    row = (1, "示例化工厂", "车间", "无护罩", "2026-03-01", "2026-04-01", *cells)
    dry = run(xlsx([head, row]), **options)
    [hazard] = dry.batch.creates
    return hazard, dry


@pytest.mark.parametrize("told", ["已责令整改", "预计6月30日前整改完成", "当场责令限期整改"])
@pytest.mark.parametrize("opening", [None, date(2026, 10, 1)])
def test_an_order_leaves_the_hazard_open(run: Run, xlsx: Callable[..., Path], told: str, opening: date | None) -> None:
    hazard, _ = _read(run, xlsx, HEAD, told, opening=opening)
    assert (hazard.status, hazard.rectified, hazard.passed, hazard.closed) == (Status.OPEN, None, None, None)
    assert not hazard.undated


def test_what_was_done_or_only_asked_for_is_told_and_the_dates_decide(run: Run, xlsx: Callable[..., Path]) -> None:
    hazard, dry = _read(run, xlsx, HEAD, "已督促整改")
    assert (hazard.status, dry.counts["unknown_status"]) == (Status.OPEN, 1)
    hazard, dry = _read(run, xlsx, (*HEAD, "整改完成时间"), "已督促整改", "2026-03-20")
    assert (hazard.status, hazard.rectified) == (Status.VERIFIED, date(2026, 3, 20))
    assert dry.counts["unknown_status"] == 1


def test_an_order_on_the_spot_gives_no_due_date(run: Run, xlsx: Callable[..., Path]) -> None:
    row = (1, "示例化工厂", "车间", "无护罩", "2026-03-01", "", "当场责令限期整改")
    dry = run(xlsx([HEAD, row]))
    [hazard] = dry.batch.creates
    assert (hazard.due, hazard.rectified, dry.counts["no_due_date"]) == (None, None, 1)


@pytest.mark.parametrize("told", ["整改未到位", "没通过", "责令整改到位"])
def test_a_negative_conclusion_is_a_failed_round(run: Run, xlsx: Callable[..., Path], told: str) -> None:
    hazard, _ = _read(run, xlsx, REVIEWED, "整改中", "2026-04-10", told)
    assert (hazard.status, hazard.passed) == (Status.REJECTED, None)
    assert [one.reviewed for one in hazard.rounds] == [date(2026, 4, 10)]


def test_a_review_that_is_waited_for_has_not_passed(run: Run, xlsx: Callable[..., Path]) -> None:
    hazard, dry = _read(run, xlsx, REVIEWED, "已整改", "2026-04-10", "待复查")
    assert (hazard.status, hazard.passed, hazard.rounds) == (Status.AWAITING_REVIEW, None, ())
    assert dry.counts["unknown_review"] == 1
    assert ("复查时间", "2026-04-10") in hazard.extra
