"""Earlier records go out in the words of a language and are read back."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from riskmap.domain import records
from riskmap.domain.codes import Control
from riskmap.domain.county import County
from riskmap.domain.hazard import ControlRecord
from riskmap.i18n import Translator
from riskmap.ingest.clean.text import word as normal
from riskmap.ingest.records import _table, read, take
from riskmap.ingest.run import DryRun
from riskmap.views import record_words
from riskmap.views.names import WORDS, labels

Run = Callable[..., DryRun]
Make = Callable[..., Path]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_words_of_earlier_records_are_read_back_in_either_language(county: County, lang: str) -> None:
    t, label = Translator(lang), labels(county, lang, {})
    for name, word in record_words.FIELDS.items():
        for kind in (kind for kind, made in records.KINDS.items() if name in {one.name for one in fields(made)}):
            assert _table()["fields"][normal(t(word))] == name
            dimension = record_words.CODES.get(f"{kind}.{name}", "")
            for code in WORDS.get(dimension, {}):
                assert _table()[f"{kind}.{name}"][normal(label(dimension, code))] == code
    line = f"{t(record_words.KINDS['control'])}：{t(record_words.FIELDS['on'])}=2026-03-01"
    line += f"；{t(record_words.FIELDS['status'])}={label('control', 'none')}"
    line += f"；{t(record_words.FIELDS['document'])}=a\\；b\\nc"
    assert read(line) == ("control", ControlRecord(Control.NONE, date(2026, 3, 1), "", "a；b\nc"))


@pytest.mark.parametrize(
    "line", ["延期：申请日期=昨天", "延期：名字=张三", "挂牌", "管控状态：情况=未采取措施；情况=未采取措施"]
)
def test_a_line_that_is_no_record_is_told_of(line: str) -> None:
    facts: dict[str, object] = {}
    odd: list[str] = []
    take(line, facts, odd.append)
    assert (odd, facts) == ([line], {})


def test_a_line_that_is_no_record_stays_with_its_row(run: Run, xlsx: Make) -> None:
    told = {"企业名称": "示例煤业", "隐患描述": "护栏缺失", "检查时间": "2026-03-01", "我们的列": "甲"}
    record = "管控状态：情况=未采取措施；日期=2026-03-02"
    done = run(xlsx([[*told, "历次记录"], [*told.values(), f"延期：申请日期=昨天\n{record}"]]))
    (hazard,) = done.batch.creates
    assert sorted(hazard.extra) == [("历次记录", "延期：申请日期=昨天"), ("我们的列", "甲")]
    assert [one.status for one in hazard.controls] == [Control.NONE]
    values = [one["value"] for one in done.report["issues"] if one["code"] == "unreadable_record"]
    assert values == ["延期：申请日期=昨天"]


def test_a_break_that_ends_no_line_belongs_to_the_record() -> None:
    facts: dict[str, object] = {}
    odd: list[str] = []
    take("管控状态：情况=未采取措施；日期=2026-03-01；文书=甲\u2028乙\n延期：昨天", facts, odd.append)
    assert odd == ["延期：昨天"]
    assert "controls" in facts
