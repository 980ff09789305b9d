"""Schemes of the yearly assessment: what may be scored, what is refused, and the file that holds one."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.assessment import ALLOWED, Deduction, Indicator, Scheme, Unit, faults
from riskmap.domain.assessment_file import SchemeError, read, write
from riskmap.domain.codec import from_json, to_json

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "data" / "assessment").glob("*.toml"))
DUE = Indicator("到期整改率", Decimal(60), "full * min(1, due_rate_passed / target)", "Due", Decimal("0.95"))
SCHEME = Scheme(2026, Unit.TOWNSHIP, "乡镇考核", (DUE,), (Deduction("挂牌超期", "listed_overdue", Decimal(2)),))
OWN = Scheme(2026, Unit.DEPARTMENT, "部门考核", (Indicator("核实", Decimal(50), "full * confirmed_rate"),))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_a_shipped_scheme_stands_and_says_that_it_is_a_sample(file: Path) -> None:
    scheme = read(file.read_text(encoding="utf-8"))
    assert not faults(scheme)
    assert scheme.sample
    assert "示例方案" in scheme.title
    assert read(write(scheme)) == scheme
    assert from_json(Scheme, to_json(scheme)) == scheme


def test_every_figure_is_named_in_the_document() -> None:
    text = (ROOT / "docs" / "assessment.md").read_text(encoding="utf-8")
    assert not [name for allowed in ALLOWED.values() for name in allowed.names if f"`{name}`" not in text]


def test_both_kinds_of_unit_are_shipped() -> None:
    assert {read(file.read_text(encoding="utf-8")).unit for file in SAMPLES} == set(Unit)


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("full * fines", "fence:fines:fines"), ("penalty_count", "fence:fines:penalty_count"),
        ("full - 罚款金额", "fence:fines:罚款金额"), ("full * 行政处罚件数", "fence:fines:行政处罚件数"),
        ("full * login_count", "fence:logins:login_count"), ("登录次数", "fence:logins:登录次数"),
        ("full * uploads", "fence:uploads:uploads"), ("online_hours", "fence:online:online_hours"),
        ("在线时长", "fence:online:在线时长"), ("full * photo_count", "fence:photos:photo_count"),
        ("照片数", "fence:photos:照片数"), ("full * points", "fence:points:points"), ("积分", "fence:points:积分"),
        ("full * inspector_found", "fence:persons:inspector_found"), ("检查人员发现数", "fence:persons:检查人员发现数"),
        ("full - found", "fence:found:found"),
        ("full - closed / 9", "fence:found:closed"),
        ("full * (9 - carried_in)", "fence:found:carried_in"), ("full / (1 + stock_major)", "fence:found:stock_major"),
        ("full * (1 - found / 100)", "fence:found:found"),
        ("min(full, 9 - new_in_period)", "fence:found:new_in_period"),
        ("if(found < 9, full, 0)", "fence:found:found"), ("full * due_passed / due", "fence:found:due"),
        ("full * closing_rate", "fence:cohort:closing_rate"), ("full * major_rate", "fence:cohort:major_rate"),
        ("full * nonsense", "formula:unknown:nonsense"), ("full", "formula:no_figure"), ("100", "formula:no_figure"),
        ("full *", "formula:syntax:7"), ("full * due_rate / 0", "formula:zero"),
        ("due_rate / (2 - 2)", "formula:zero"), ("due_rate / (1 / 0)", "formula:zero"),
        ("full * sanctions", "fence:fines:sanctions"), ("吊销许可证数", "fence:fines:吊销许可证数"),
        ("", "formula:empty:0"),
        ("full * confirmed_rate", "formula:unknown:confirmed_rate"),
    ],
)  # fmt: skip
def test_a_formula_that_no_score_may_be_made_of_is_refused(formula: str, code: str) -> None:
    wrong = faults(replace(SCHEME, indicators=(replace(DUE, formula=formula),)))
    assert code in wrong["indicator.0"]


@pytest.mark.parametrize("figure", ["due_rate_passed", "found", "stock_overdue", "closing_rate"])
def test_a_department_is_scored_by_its_own_work_alone(figure: str) -> None:
    wrong = faults(replace(OWN, indicators=(replace(OWN.indicators[0], formula=f"full * {figure}"),)))
    assert wrong == {"indicator.0": (f"fence:department:{figure}",)}
    assert faults(replace(OWN, deductions=(Deduction("x", "review_late", Decimal("0.5")),))) == {}


@pytest.mark.parametrize(
    ("title", "fence"),
    [
        ("罚款金额", "fines"), ("行政处罚案件数", "fines"), ("Fines imposed", "fines"), ("吊销许可证数", "fines"),
        ("警告次数", "fines"), ("Sanctions imposed", "fines"), ("登录次数", "logins"),
        ("上传数量", "uploads"), ("在线时长", "online"), ("照片数量", "photos"), ("积分", "points"),
        ("Overdue by inspector", "persons"), ("个人排名", "persons"),
    ],
)  # fmt: skip
def test_a_title_does_not_bring_in_what_a_formula_may_not(title: str, fence: str) -> None:
    assert faults(replace(SCHEME, title=title))[""][0].startswith(f"fence:{fence}:")
    line = Deduction(title, "stock_overdue", Decimal(1))
    assert faults(replace(SCHEME, deductions=(line,)))["deduction.0"][0].startswith(f"fence:{fence}:")


@pytest.mark.parametrize(
    "title",
    ["安全警告标志隐患超期", "人员密集场所隐患超期", "在线监测隐患超期", "Definite overdue", "Points off for overdue"],
)  # fmt: skip
def test_an_honest_title_passes(title: str) -> None:
    assert not faults(replace(SCHEME, title=title))


@pytest.mark.parametrize(
    ("over", "part", "code"),
    [
        ({"title": " "}, "", "missing:title"), ({"title": "x" * 61}, "", "too_long:title"),
        ({"year": 1}, "", "bad:year"),
        ({"indicators": ()}, "", "missing:indicators"), ({"floor": Decimal(61)}, "", "bad:floor"),
        ({"indicators": (DUE,) * 31}, "", "too_many:lines"),
        ({"indicators": (replace(DUE, weight=Decimal(0)),)}, "indicator.0", "bad:weight"),
        ({"indicators": (replace(DUE, weight=Decimal("NaN")),)}, "indicator.0", "bad:weight"),
        ({"indicators": (replace(DUE, target=Decimal(-1)),)}, "indicator.0", "bad:target"),
        ({"indicators": (replace(DUE, target=None),)}, "indicator.0", "missing:target"),
        ({"deductions": (Deduction("x", "stock_overdue", Decimal(0)),)}, "deduction.0", "bad:points"),
        ({"deductions": (Deduction("x", "stock_overdue", Decimal(1), "", Decimal(0)),)}, "deduction.0", "bad:cap"),
        ({"deductions": (Deduction("x", "", Decimal(1)),)}, "deduction.0", "missing:figure"),
        ({"deductions": (Deduction("x", "due_rate", Decimal(1)),)}, "deduction.0", "deduction:rate:due_rate"),
        ({"deductions": (Deduction("x", "found", Decimal(1)),)}, "deduction.0", "fence:found:found"),
        ({"deductions": (Deduction("x", "stock_listed", Decimal(1)),)}, "deduction.0", "fence:found:stock_listed"),
        ({"deductions": (Deduction("x", "fines", Decimal(1)),)}, "deduction.0", "fence:fines:fines"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_where_it_stands(over: dict[str, Any], part: str, code: str) -> None:
    assert code in faults(replace(SCHEME, **over))[part]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("year = 2026", "missing:unit"), ('year = 2026\nunit = "person"', "scheme:persons"),
        ('year = 2026\nunit = "inspector"', "scheme:persons"), ('unit = "township"', "missing:year"),
        ('year = "2026"\nunit = "township"', "bad:year"), ("x = ", "scheme:unreadable"),
        ("#" * 70_000, "scheme:unreadable"),
        ('year = 2026\nunit = "township"\nfines = 3', "unknown:fines"),
        ('year = 2026\nunit = "township"\n[[indicator]]\ntitle = "x"', "missing:weight"),
        ('year = 2026\nunit = "township"\n[[indicator]]\nweight = "x"', "bad:weight"),
        ('year = 2026\nunit = "township"\nindicator = 3', "bad:indicator"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scheme_is_refused(text: str, code: str) -> None:
    with pytest.raises(SchemeError) as why:
        read(text)
    assert why.value.code == code


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12).map(str.strip)
points = st.decimals(0, 1000, places=2)
lines = st.builds(Indicator, words, points, words, words, st.none() | points)
offs = st.builds(Deduction, words, st.sampled_from(ALLOWED[Unit.TOWNSHIP].counts), points, words, st.none() | points)


@settings(max_examples=25, deadline=None)
@given(st.builds(Scheme, st.integers(2000, 2100), st.sampled_from(Unit), words, st.tuples(lines, lines),
                 st.tuples(offs), words, points, st.booleans()))  # fmt: skip
def test_any_scheme_goes_out_as_a_file_and_comes_back(scheme: Scheme) -> None:
    assert read(write(scheme)) == scheme
