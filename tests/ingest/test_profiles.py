"""A profile teaches the importer a sender's habits; the example of docs/import.md is one of them."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import Grade, Status
from riskmap.ingest import profile
from riskmap.ingest.fields import schema
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.run import DryRun

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., DryRun]
Make = Callable[..., Path]


def example() -> str:
    found = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "import.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def test_the_example_of_the_documentation_reads_a_foreign_ledger(run: Run, xlsx: Make, tmp_path: Path) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(example(), encoding="utf-8")
    head = ["单号", "Betrieb", "Ort", "缺陷", "Frist", "Datum", "Zustand", "档次", "板块", "片区", "X", "Y", "噪声"]
    cells = [
        "A-1",
        "示例煤业一矿",
        "皮带机头",
        "缺护罩",
        "31/03/2026",
        "01/03/2026",
        "ok",
        "P1",
        "井工",
        "东片",
        111.566,
        36.652,
        "x",
    ]
    dry = run(xlsx([head, cells]), profile=file)
    (hazard,) = dry.batch.creates
    assert (hazard.ledger_no, hazard.enterprise_name, hazard.found) == ("A-1", "示例煤业一矿", date(2026, 3, 1))
    assert (hazard.due, hazard.status, hazard.grade) == (date(2026, 3, 31), Status.CLOSED, Grade.MAJOR)
    assert (hazard.sector, hazard.township, hazard.sender) == ("coal", "141034201", "某集团")
    assert (hazard.check_unit, hazard.extra) == ("集团安监部", ())
    assert hazard.lon != pytest.approx(111.566, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[headers]\n'甲' = 'no_such_field'",
        "[values.colour]\na = 'b'",
        "kind = 'x'",
        "headers = 3",
        "[more]",
        "[coordinates]\nsystem = 'mars'",
    ],
)
def test_a_wrong_profile_is_refused_with_its_reason(run: Run, xlsx: Make, tmp_path: Path, text: str) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(text, encoding="utf-8")
    dry = run(xlsx([["企业名称", "隐患描述", "检查时间"]]), profile=file)
    assert dry.refusal == "bad_profile"
    assert dry.detail


def test_an_empty_profile_says_nothing() -> None:
    assert profile.parse({}) == profile.Profile()
    with pytest.raises(Refusal):
        profile.parse({"values": {"status": 3}})


@pytest.mark.parametrize("kind", ["ledger", "register"])
def test_every_canonical_header_means_its_own_field(kind: str) -> None:
    from riskmap.ingest.clean.text import header_forms

    fields = schema(kind)
    for field in fields.fields.values():
        assert fields.index[header_forms(field.header)[0]] == field.name


def test_the_documentation_lists_every_canonical_header() -> None:
    told = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    missing = [
        f.header for kind in ("ledger", "register") for f in schema(kind).fields.values() if f.header not in told
    ]
    assert not [header for header in missing if not header.startswith("第")]


def test_aliases_of_the_law_are_known(run: Run, xlsx: Make) -> None:
    told: dict[str, Any] = {
        "被检查单位": "enterprise",
        "所在镇": "township",
        "行业与领域": "sector",
        "具体位置": "place",
        "问题隐患": "description",
        "隐患级别": "grade",
        "排查日期": "found",
        "企业责任人": "responsible_person",
        "督办部门": "department",
        "整治说明": "measure",
        "治理经费（万元）": "funds_planned",
        "要求完成时间": "due",
        "防控措施": "emergency",
        "实际完成时间": "rectified",
        "完成情况": "status",
        "验收人": "reviewers",
        "验收结论": "review_result",
        "销号情况": "closed_mark",
        "销号时间": "closed",
        "是否挂牌督办": "listed",
        "延期期限": "ext_to",
        "是否全部/局部停产停业": "stop",
        "法律依据": "basis",
        "落实治理经费物资": "five_funds",
    }
    columns = run(xlsx([list(told)])).report["sheets"][0]["columns"]
    assert columns == told
