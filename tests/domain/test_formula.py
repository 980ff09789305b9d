"""The small language of assessment formulas: what it reads, what it works out, what it never says of nothing."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.assessment import ALLOWED, Unit, formula_faults
from riskmap.domain.formula import DEEPEST, LONGEST, FormulaError, parse, value
from riskmap.domain.slopes import DOWN, UP, shape

FIGURES = {"a": Fraction(3), "b": Fraction(0), "c": Fraction(1, 2), "none": None, "full": Fraction(20)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("8 - 3 - 2", 3), ("8 / 4 / 2", 1), ("-a + 4", 1), ("2 * -a", -6),
        ("min(a, 2, 5)", 2), ("max(a, c)", 3), ("if(a >= 3, full, 0)", 20), ("if(a != 3, full, 0)", 0),
        ("if(b = 0, c, 1)", Fraction(1, 2)), ("95%", Fraction(19, 20)), ("0.1 + 0.2", Fraction(3, 10)),
        ("full × min（1，c ÷ 50％）", 20), ("  a\n", 3), ("a / b", None), ("none + 1", None), ("min(none, 1)", None),
        ("if(none > 1, 1, 2)", None), ("if(a > 1, 1, none)", 1), ("if(a > 1, none, 1)", None),
    ],
)  # fmt: skip
def test_a_formula_is_worked_out_exactly_and_nothing_stays_nothing(text: str, expected: object) -> None:
    assert value(parse(text), FIGURES) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), (" ", "empty"), ("1 +", "syntax"), ("(1", "syntax"), ("1)", "syntax"), ("a b", "syntax"),
        ("sum(1, 2)", "syntax"), ("if(a, 1, 2)", "syntax"), ("if(a > 1, 2)", "syntax"), ("a > 1", "syntax"),
        ("a.__class__", "syntax"), ("__import__('os')", "syntax"), ("a[0]", "syntax"), ("lambda: 1", "syntax"),
        ("1 ** 9", "syntax"), ("'x'", "syntax"), ("1e9", "syntax"), ("min()", "syntax"), ("1" * 10, "syntax"),
        ("1+" * LONGEST, "too_long"), ("1+" * 120 + "1", "too_long"), ("(" * 30 + "1" + ")" * 30, "too_deep"),
        ("-" * (DEEPEST + 5) + "1", "too_deep"),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_the_place(text: str, code: str) -> None:
    with pytest.raises(FormulaError) as why:
        parse(text)
    assert why.value.code == code


numbers = st.integers(0, 999).map(str) | st.decimals(0, 99, places=2).map(str)


def formulas(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Any formula over these names."""
    return st.recursive(
        numbers | st.sampled_from(names),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
            st.tuples(st.sampled_from(("min", "max")), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
            st.tuples(inner, st.sampled_from(("<", ">=", "=")), inner, inner, inner).map(
                lambda p: f"if({p[0]} {p[1]} {p[2]}, {p[3]}, {p[4]})"
            ),
            inner.map(lambda one: f"-{one}"),
        ),
        max_leaves=7,
    )


def as_python(text: str) -> str:
    """The same formula as Python says it, for an answer by other means."""
    import re

    text = re.sub(r"\bif\(", "choose(", text)
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text)
    return re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"F('\1')", text)


@settings(max_examples=60, deadline=None)
@given(formulas(("a", "b", "c", "full")))
def test_any_formula_equals_what_python_makes_of_it(text: str) -> None:
    lazy = {"F": Fraction, "choose": lambda holds, one, other: one if holds else other, "min": min, "max": max}
    try:
        expected = eval(as_python(text), {"__builtins__": {}}, {**lazy, **FIGURES})
    except ZeroDivisionError:
        return  # Python works out both ways of an if; the language only the one that is taken
    try:
        found = value(parse(text), FIGURES)
    except FormulaError as error:
        assert error.code in {"too_long", "too_deep"}
        return
    assert found == expected


TOWNSHIP = ALLOWED[Unit.TOWNSHIP]
SOME = ("found", "stock_overdue", "due_rate_passed", "full")


@settings(max_examples=120, deadline=None)
@given(formulas(SOME), st.integers(0, 9), st.integers(1, 5), st.integers(0, 9), st.integers(0, 4))
def test_a_formula_that_passes_never_falls_as_more_is_found(
    text: str, found: int, more: int, overdue: int, passed: int
) -> None:
    try:
        node = parse(text)
    except FormulaError:
        return
    if formula_faults(Unit.TOWNSHIP, node):
        return
    figures = {"stock_overdue": Fraction(overdue), "due_rate_passed": Fraction(passed, 4), "full": Fraction(20)}
    before = value(node, {**figures, "found": Fraction(found)})
    after = value(node, {**figures, "found": Fraction(found + more)})
    assert (before is None) == (after is None)
    assert before is None or (after is not None and after >= before)


def test_the_way_of_a_formula_is_told_from_its_form() -> None:
    def ways(text: str) -> dict[str, int]:
        return shape(parse(text), frozenset({"rate"})).ways

    assert ways("full * (1 - rate)") == {"full": UP, "rate": DOWN}
    assert ways("max(0, full - 2 * late)")["late"] == DOWN
    assert ways("-(3 - late)")["late"] == UP
    assert ways("full * rate / target")["rate"] == UP
    assert ways("late * (rate - 1)") == {"late": DOWN, "rate": UP}
