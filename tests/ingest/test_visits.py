"""Visits of a ledger: findings or none, one for the rows of an enterprise, a day and its inspectors."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from riskmap.domain.codes import InspectionKind
from riskmap.domain.county import County
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ingest.visits import found_nothing, visit_id
from riskmap.ledger import importing, maintain, queries
from riskmap.ledger.batch import Actor, BatchResult
from riskmap.ledger.journal import journal
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade

HEAD = [
    "序号",
    "企业名称",
    "所属乡镇",
    "隐患描述",
    "检查时间",
    "检查人",
    "检查类型",
    "隐患来源",
    "整改期限",
    "整改完成时间",
]
DAY, NEXT = date(2026, 9, 1), date(2026, 9, 2)


def row(
    number: int, firm: str, told: str, day: Any = DAY, who: str = "张某、李某", kind: str = "日常检查"
) -> list[Any]:
    hazard = not found_nothing(told)
    return [number, firm, "永安镇", told, day, who, kind, "", NEXT if hazard else "", NEXT if hazard else ""]


ROWS = [
    HEAD,
    row(1, "示例甲煤业有限公司", "皮带机头护罩缺失"),
    row(2, "示例甲煤业有限公司", "配电室无绝缘垫", who="李某 张某"),
    row(3, "示例甲煤业有限公司", "消防通道堵塞", day=NEXT),
    row(4, "示例乙加油站", "未发现隐患"),
    row(5, "示例乙加油站", "经现场检查，未发现问题。"),
    row(6, "示例丙化工厂", "无隐患", kind="双随机"),
    row(7, "示例丙化工厂", "安全阀未校验", kind=""),
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    upgrade(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def load(engine: Engine, county: County) -> Callable[[Path], tuple[DryRun, BatchResult]]:
    def go(file: Path) -> tuple[DryRun, BatchResult]:
        index = queries.match_index(engine, county)
        dry = dry_run(file, county=county, match_index=index, today=date(2026, 11, 22))
        with journal(engine, county, Actor("system", "system", "system")) as door:
            return dry, importing.commit(door, dry.batch)

    return go


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("未发现隐患", True),
        ("无隐患", True),
        ("1.未发现安全隐患。", True),
        ("经现场检查，未发现问题", True),
        ("无消防安全隐患，符合要求", True),
        ("", False),
        ("未排查隐患", False),
        ("无隐患排查制度", False),
        ("无人管理问题", False),
        ("未及时消除隐患", False),
        ("未发现重大隐患，发现一般隐患3项", False),
    ],
)
def test_only_a_text_that_says_nothing_else_says_that_nothing_was_found(text: str, nothing: bool) -> None:
    assert found_nothing(text) is nothing


def test_rows_without_findings_are_visits_and_not_hazards(
    run: Callable[..., DryRun], xlsx: Callable[..., Path]
) -> None:
    dry = run(xlsx(ROWS))
    report = dry.report
    assert (report["rows"], report["accepted"], report["rejected"]) == (7, 7, 0)
    assert [one.description for one in dry.batch.creates] == [ROWS[at][3] for at in (1, 2, 3, 7)]
    assert dry.counts["inspection_without_findings"] == 3
    visits = {(one.enterprise_name, one.on): one for one in dry.batch.inspections}
    assert {key: one.found_nothing for key, one in visits.items()} == {
        ("示例甲煤业有限公司", DAY): False,
        ("示例甲煤业有限公司", NEXT): False,
        ("示例乙加油站", DAY): True,
        ("示例丙化工厂", DAY): False,
    }
    assert visits["示例乙加油站", DAY].result == "未发现隐患"
    assert visits["示例乙加油站", DAY].township


def test_the_hazards_of_a_visit_carry_it(run: Callable[..., DryRun], xlsx: Callable[..., Path]) -> None:
    batch = run(xlsx(ROWS)).batch
    first, second, later, other = batch.creates
    visits = {one.id: one for one in batch.inspections}
    assert first.inspection_id == second.inspection_id != later.inspection_id
    assert {one.inspection_id for one in batch.creates} <= visits.keys()
    assert other.inspection_kind is InspectionKind.RANDOM  # told by another row of the same visit
    assert visits[first.inspection_id or ""].inspectors == "张某、李某"


def test_without_a_date_or_an_enterprise_nothing_was_visited(
    run: Callable[..., DryRun], xlsx: Callable[..., Path]
) -> None:
    rows = [
        HEAD,
        row(1, "", "未发现隐患"),
        row(2, "示例乙加油站", "未发现隐患", day=""),
        row(3, "示例乙加油站", "无隐患"),
    ]
    dry = run(xlsx(rows))
    assert (dry.report["accepted"], dry.report["rejected"]) == (1, 2)
    assert dry.counts["no_enterprise_visited"] == dry.counts["no_found_date"] == 1


def test_a_file_of_visits_alone_is_accepted(run: Callable[..., DryRun], xlsx: Callable[..., Path]) -> None:
    dry = run(xlsx([HEAD, *(row(at, f"示例{at}号店", "未发现隐患") for at in range(1, 5))]))
    assert not dry.refusal
    assert (dry.report["created"], len(dry.batch.creates), len(dry.batch.inspections)) == (4, 0, 4)


def test_a_report_by_a_citizen_is_no_visit(run: Callable[..., DryRun], xlsx: Callable[..., Path]) -> None:
    told = row(1, "示例乙加油站", "夜间违规卸油", kind="")
    told[HEAD.index("隐患来源")] = "群众举报"
    batch = run(xlsx([HEAD, told])).batch
    assert not batch.inspections
    assert batch.creates[0].inspection_id is None


def test_a_file_read_again_finds_its_visits_again(
    load: Callable[..., tuple[DryRun, BatchResult]], xlsx: Callable[..., Path], engine: Engine, county: County
) -> None:
    dry, result = load(xlsx(ROWS))
    assert (result.created, result.inspections) == (4, 4)
    assert dry.report["created"] + dry.report["unchanged"] == 7
    again, result = load(xlsx(ROWS))
    assert (again.report["created"], again.report["changed"], again.report["unchanged"]) == (0, 0, 7)
    assert (result.created, result.changed, result.inspections) == (0, 0, 0)
    frame = queries.snapshot(engine, county).inspections
    assert len(frame) == 4
    assert list(frame["found_nothing"]).count(True) == 1
    assert maintain.verify(engine, county).ok


def test_a_visit_learns_from_a_later_file_that_something_was_found(
    load: Callable[..., tuple[DryRun, BatchResult]], xlsx: Callable[..., Path], engine: Engine, county: County
) -> None:
    load(xlsx([HEAD, row(1, "示例乙加油站", "未发现隐患"), row(2, "示例丁洗煤厂", "未发现隐患")]))
    _, result = load(xlsx([HEAD, row(1, "示例乙加油站", "静电接地夹损坏"), row(2, "示例乙加油站", "未发现隐患")]))
    assert (result.created, result.inspections) == (1, 0)
    snapshot = queries.snapshot(engine, county)
    assert sorted(snapshot.inspections["found_nothing"]) == [False, True]
    visit = snapshot.inspections["id"][~snapshot.inspections["found_nothing"]].iloc[0]
    assert queries.hazard(engine, county, snapshot.hazards["id"].iloc[0]).inspection_id == visit
    assert maintain.verify(engine, county).ok


def test_ids_of_visits_follow_their_days_and_their_key() -> None:
    ids = [visit_id("e", day.toordinal(), "张某") for day in (date(2025, 12, 31), DAY, NEXT)]
    assert ids == sorted(ids)
    assert len({visit_id(firm, DAY.toordinal(), who) for firm in "ab" for who in ("张某", "李某")}) == 4
