"""同上 and merged amounts: what is told once for several rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from riskmap.ingest.run import DryRun

Run = Callable[..., DryRun]
Make = Callable[..., Path]
HEAD = ["隐患编号", "企业名称", "隐患地点", "隐患描述", "检查时间", "整改期限", "整改资金(万元)", "整改情况"]
FIRST = ["YH-1", "示例甲厂", "车间", "缺护罩", "2026-03-01", "3日内", 10, "整改中"]


def changed(**cells: Any) -> list[Any]:
    return list({**dict(zip(HEAD, FIRST, strict=True)), "隐患编号": None, "整改资金(万元)": None, **cells}.values())


@pytest.mark.parametrize("ditto", ["同上", " 同上。", "〃", "同前"])
def test_as_above_is_the_cell_above(run: Run, xlsx: Make, ditto: str) -> None:
    same = {"企业名称": ditto, "检查时间": ditto, "整改期限": ditto, "整改情况": ditto}
    rows = [changed(隐患描述=told, **same) for told in ("无警示牌", "线路老化")]
    dry = run(xlsx([HEAD, FIRST, *rows]))
    read = [(h.enterprise_name, h.found, h.due, h.status.value, h.description) for h in dry.batch.creates]
    common = ("示例甲厂", date(2026, 3, 1), date(2026, 3, 4), "rectifying")
    assert read == [(*common, told) for told in ("缺护罩", "无警示牌", "线路老化")]
    assert [one.name for one in dry.batch.enterprises] == ["示例甲厂"]
    assert (dry.report["rejected"], dry.counts["as_above"]) == (0, 8)


@pytest.mark.parametrize(
    ("between", "enterprise"),
    [
        (HEAD, "示例甲厂"),  # the header again, on a new page
        ([None] * 8, "示例甲厂"),
        (["二、烟花爆竹"], ""),
        (["小计", 1], ""),
    ],
)
def test_as_above_does_not_reach_into_another_section(
    run: Run, xlsx: Make, between: list[Any], enterprise: str
) -> None:
    dry = run(xlsx([HEAD, FIRST, between, changed(企业名称="同上", 隐患描述="无警示牌")]))
    assert [hazard.enterprise_name for hazard in dry.batch.creates] == ["示例甲厂", enterprise]
    assert ("ditto_without_above" in dry.counts) == (not enterprise)


def test_as_above_in_the_first_row_is_nothing_and_told(run: Run, xlsx: Make) -> None:
    dry = run(xlsx([HEAD, changed(企业名称="同上"), changed(检查时间="〃", 企业名称="示例乙厂")]))
    assert [hazard.enterprise_name for hazard in dry.batch.creates] == ["", "示例乙厂"]
    assert dry.counts["ditto_without_above"] == 1


def test_a_number_is_of_one_row_and_an_amount_as_above_is_not_certain(run: Run, xlsx: Make) -> None:
    second = changed(隐患编号="同上", 隐患描述="无警示牌", **{"整改资金(万元)": "同上"})
    dry = run(xlsx([HEAD, FIRST, second]))
    [_, hazard] = dry.batch.creates
    assert (hazard.ledger_no, hazard.funds_planned) == ("", None)
    assert (dry.counts["ditto_without_above"], dry.counts["bad_amount"]) == (1, 1)
    assert ("整改资金(万元)", "同上") in hazard.extra


def test_a_merged_amount_counts_once(run: Run, xlsx: Make) -> None:
    rows = [FIRST, changed(企业名称=None, 隐患描述="无警示牌"), changed(企业名称=None, 隐患描述="线路老化")]
    dry = run(xlsx([HEAD, *rows], merged=["B2:B4", "G2:G4"]))
    read = [(hazard.enterprise_name, hazard.funds_planned) for hazard in dry.batch.creates]
    assert read == [("示例甲厂", Decimal(10)), ("示例甲厂", None), ("示例甲厂", None)]
    assert [
        (one["row"], one["column"], one["value"]) for one in dry.report["issues"] if one["code"] == "amount_told_once"
    ] == [(2, "整改资金(万元)", "10")]
