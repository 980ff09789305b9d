"""Earlier records go out in the words of a language and are read back."""

from dataclasses import fields
from datetime import date

import pytest

from riskmap.domain import records
from riskmap.domain.codes import Control
from riskmap.domain.hazard import ControlRecord
from riskmap.i18n import Translator
from riskmap.ingest.clean.text import word as normal
from riskmap.ingest.records import _table, read, take
from riskmap.views import record_words


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_words_of_earlier_records_are_read_back_in_either_language(lang: str) -> None:
    t = Translator(lang)
    for name, word in record_words.FIELDS.items():
        for kind in (kind for kind, made in records.KINDS.items() if name in {one.name for one in fields(made)}):
            assert _table()["fields"][normal(t(word))] == name
            codes = record_words.CODES.get(f"{kind}.{name}", {})
            assert all(_table()[f"{kind}.{name}"][normal(t(one))] == code for code, one in codes.items())
    line = f"{t(record_words.KINDS['control'])}：{t(record_words.FIELDS['on'])}=2026-03-01"
    told = t(record_words.CODES["control.status"]["none"])
    line += f"；{t(record_words.FIELDS['status'])}={told}；{t(record_words.FIELDS['document'])}=a\\；b\\nc"
    assert read(line) == ("control", ControlRecord(Control.NONE, date(2026, 3, 1), "", "a；b\nc"))


@pytest.mark.parametrize(
    "line", ["延期：申请日期=昨天", "延期：名字=张三", "挂牌", "管控状态：情况=未采取措施；情况=未采取措施"]
)
def test_a_line_that_is_no_record_is_kept_and_found(line: str) -> None:
    facts: dict[str, object] = {}
    found: list[tuple[str, str, str]] = []
    take(line, facts, lambda *told: found.append(told))
    assert found == [("unreadable_record", "records", line)]
    assert facts == {"extra": (("历次记录", line),)}
