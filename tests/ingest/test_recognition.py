"""Each column says how it was told: by its header, nearly, by its values, by a profile, or by a person's choice."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.domain.uscc import check_letter
from riskmap.ingest.fields import schema
from riskmap.ingest.guess import Guess, guesses
from riskmap.ingest.profile import Profile, choosing, loads, merged, parse
from riskmap.ingest.recognise import Column, Table
from riskmap.ingest.recognition import CERTAIN
from riskmap.ingest.run import DryRun
from riskmap.ingest.sheet import RawSheet

Run = Callable[..., DryRun]
Make = Callable[..., Path]
DAY = date(2026, 3, 1)
N = 6
HEAD = ["企业名称", "隐患描述", "检查时间", "整改完成时间"]


def uscc(n: int) -> str:
    body = f"91141034MA0{n:06d}"
    return body + (check_letter(body) or "")


def rows(*more: Callable[[int], object], head: list[str] | None = None, extra: tuple[str, ...] = ()) -> list[list[Any]]:
    """A ledger of N rows with columns of unknown headers behind the known ones."""
    lines = [
        [f"示例甲{n}厂", f"第{n}台防护罩缺失", DAY + timedelta(n), DAY + timedelta(n + 9), *(one(n) for one in more)]
        for n in range(N)
    ]
    return [[*(head or HEAD), *(extra or [f"未知{at}" for at in range(len(more))])], *lines]


def told(dry: DryRun, header: str) -> dict[str, Any]:
    (found,) = [one for one in dry.report["recognition"] if one["header"] == header]
    return found


@pytest.mark.parametrize(
    ("value", "field", "sure"),
    [
        (uscc, "uscc", True),
        (lambda n: uscc(n)[:-1] + "A" if uscc(n)[-1] != "A" else uscc(n)[:-1] + "B", "", False),
        (lambda n: f"111.56{n}1,36.65{n}2", "point", True),
        (lambda n: "重大隐患" if n % 3 else "一般", "grade", True),
        (lambda n: "正在整改" if n % 2 else "已整改", "status", True),
        (lambda n: "永安镇" if n % 2 else "对竹镇", "township", True),
        (lambda n: "是" if n % 2 else "否", "closed_mark", False),
        (lambda n: n * 7, "", False),
        (lambda n: f"{n}号", "", False),
        (lambda n: "张某" if n % 2 else "李某", "", False),
    ],
)
def test_an_unknown_header_is_told_by_its_values(
    run: Run, xlsx: Make, value: Callable[[int], object], field: str, sure: bool
) -> None:
    found = told(run(xlsx(rows(value))), "未知0")
    assert (found["field"] or found["suggested"]) == field
    assert (found["confidence"] >= CERTAIN) is sure
    assert bool(found["field"]) is sure
    assert found["how"] == ("values" if field else "")
    assert 1 <= len(found["samples"]) <= 3


def test_a_pair_of_columns_is_a_point_and_half_of_one_is_not(run: Run, xlsx: Make) -> None:
    both = run(xlsx(rows(lambda n: 111.561 + n / 1000, lambda n: 36.651 + n / 1000)))
    assert [told(both, f"未知{at}")["field"] for at in (0, 1)] == ["lon", "lat"]
    assert all(one.lon and one.lat for one in both.batch.creates)
    alone = told(run(xlsx(rows(lambda n: 111.561 + n / 1000))), "未知0")
    assert (alone["field"], alone["suggested"], alone["confidence"]) == ("", "lon", 0.5)


def between(day: Callable[[int], object], header: str) -> list[list[Any]]:
    """A column of days between 检查时间 and 整改完成时间."""
    lines = [
        [f"示例甲{n}厂", f"第{n}台设备防护罩缺失", DAY + timedelta(n), day(n), DAY + timedelta(n + 9)] for n in range(N)
    ]
    return [[*HEAD[:3], header, HEAD[3]], *lines]


@pytest.mark.parametrize(
    ("header", "days", "sure"),
    [
        ("第三栏", 5, True),
        ("第三栏", 15, True),  # overdue ones are due before they are done
        ("第三栏", -5, False),  # due before found in every row: not without asking
        ("开始处理的时间", 5, False),  # another day, by its own words
    ],
)
def test_days_between_found_and_rectified_are_the_due_ones(
    run: Run, xlsx: Make, header: str, days: int, sure: bool
) -> None:
    dry = run(xlsx(between(lambda n: DAY + timedelta(n + days), header)))
    found = told(dry, header)
    assert (found["field"] or found["suggested"] or "due") == "due"
    assert bool(found["field"]) is sure
    assert [one.due for one in dry.batch.creates] == [DAY + timedelta(n + days) if sure else None for n in range(N)]


def test_what_is_not_certain_stays_with_the_row(run: Run, xlsx: Make) -> None:
    dry = run(xlsx(rows(lambda n: "是" if n % 2 else "否")))
    assert [dict(one.extra)["未知0"] for one in dry.batch.creates] == ["是" if n % 2 else "否" for n in range(N)]


@pytest.mark.parametrize(
    ("header", "how", "confidence"),
    [("隐患地点", "alias", 1.0), ("隐 患\n地点", "normalised", 0.95), ("隐患地点（填写到车间）", "normalised", 0.9)],
)
def test_a_header_says_how_it_was_told(run: Run, xlsx: Make, header: str, how: str, confidence: float) -> None:
    dry = run(xlsx(rows(lambda n: f"{n}号车间", extra=(header,))))
    found = told(dry, "".join(header.split("\n")) if "\n" not in header else header)
    assert (found["field"], found["how"], found["confidence"]) == ("place", how, confidence)


def test_a_choice_outranks_header_and_values_and_may_set_a_column_aside(run: Run, xlsx: Make) -> None:
    file = xlsx(rows(uscc, lambda n: f"{n}号线", extra=("代码栏", "线路")))
    dry = run(file, choices={"代码栏": "extra", "线路": "place", "整改完成时间": "ignore"})
    assert (told(dry, "代码栏")["field"], told(dry, "代码栏")["how"]) == ("", "chosen")
    assert (told(dry, "线路")["field"], told(dry, "线路")["how"]) == ("place", "chosen")
    assert [one.place for one in dry.batch.creates] == [f"{n}号线" for n in range(N)]
    assert [dict(one.extra)["代码栏"] for one in dry.batch.creates] == [uscc(n) for n in range(N)]
    assert not any(one.rectified for one in dry.batch.creates)


def foreign() -> list[list[Any]]:
    lines = [[f"示例甲{n}有限公司", f"第{n}台设备的防护罩缺失，未及时更换", DAY + timedelta(n)] for n in range(N)]
    return [["厂子", "毛病", "哪天"], *lines]


def test_a_table_without_known_headers_is_told_by_values_and_by_choice(run: Run, xlsx: Make) -> None:
    file = xlsx(foreign())
    dry = run(file)
    assert dry.refusal == "no_table"
    assert {one["header"]: one["suggested"] or one["field"] for one in dry.report["recognition"]} == {
        "厂子": "enterprise", "毛病": "description", "哪天": "found",
    }  # fmt: skip
    assert not any(one["table"] for one in dry.report["recognition"])
    chosen = run(file, choices={"毛病": "description"})
    assert not chosen.refusal
    assert [one.found for one in chosen.batch.creates] == [DAY + timedelta(n) for n in range(N)]
    assert chosen.report["rows"] == chosen.report["accepted"] + chosen.report["rejected"] == N


def test_a_stored_profile_of_the_sender_is_used_without_asking(run: Run, xlsx: Make) -> None:
    stored = {"甲镇": {"headers": {"毛病": "description"}}}
    assert run(xlsx(foreign()), sender="乙镇", profiles=stored).refusal == "no_table"
    dry = run(xlsx(foreign()), sender="甲镇", profiles=stored)
    assert (told(dry, "毛病")["field"], told(dry, "毛病")["how"]) == ("description", "profile")
    named = run(xlsx([["填报单位：甲镇"], *foreign()]), profiles=stored)
    assert told(named, "毛病")["how"] == "profile"


PROFILE = (
    'kind = "ledger"\nsender = "甲"\n[headers]\n"毛病" = "description"\n"栏" = "extra"\n'
    '[values.grade]\n"P1" = "major"\n'
    '[dates]\nformats = ["%d/%m/%Y"]\nzone = "Asia/Shanghai"\n[coordinates]\nsystem = "gcj02"\n'
    '[defaults]\ncheck_unit = "某部"\n'
)


def test_a_profile_comes_back_from_its_plain_values() -> None:
    profile = loads(PROFILE.encode())
    assert parse(profile.as_table()) == profile
    assert Profile().as_table() == {}
    over = choosing(merged(profile, loads('[headers]\n"毛病" = "place"'.encode())), {"栏": "due"})
    assert dict(over.headers) == {"毛病": "place", "栏": "due"}
    assert (over.chosen, over.system, over.sender) == ({"栏"}, "gcj02", "甲")


def test_one_field_is_given_to_one_column() -> None:
    sheet = RawSheet("", [["甲", "乙"], *[[uscc(n), uscc(n + 50)] for n in range(N)]])
    table = Table(schema("ledger"), 0, 1, [Column(0, "甲", ""), Column(1, "乙", "")])
    assert guesses(sheet, table, table.columns) == {0: Guess("uscc", 0.99)}


CELLS = st.one_of(
    st.text(st.characters(categories=["L", "N", "P"]), max_size=8), st.integers(0, 60_000).map(str),
    st.dates(date(2020, 1, 1), date(2027, 1, 1)).map(str), st.floats(30, 130).map(str),
    st.sampled_from(["是", "重大", "已整改", "永安镇", "111.56,36.65", "/", "示例甲有限公司"]),
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.lists(st.lists(CELLS, min_size=N, max_size=N), min_size=1, max_size=4), known=st.integers(2, 4))
def test_whatever_stands_in_unknown_columns_rows_are_accepted_or_rejected_and_fields_told_once(
    run: Run, columns: list[list[str]], known: int
) -> None:
    lines = [[*HEAD[:known], *(f"未知{chr(0x4E00 + at)}" for at in range(len(columns)))]]
    for n in range(N):
        own = [f"示例甲{n}厂", f"第{n}台防护罩缺失", str(DAY + timedelta(n)), str(DAY + timedelta(n + 9))][:known]
        lines.append([*own, *(column[n] for column in columns)])
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    report = run(text.getvalue().encode(), name="a.csv").report
    assert report["rows"] == report["accepted"] + report["rejected"]
    fields = [one["field"] for one in report["recognition"] if one["field"]]
    assert len(fields) == len(set(fields))
    assert all(one["confidence"] >= CERTAIN for one in report["recognition"] if one["field"])
    if known > 2:
        assert report["rows"] == N
        assert {one["header"] for one in report["recognition"]} >= set(lines[0][:known])
