"""Credit codes and risk grades against the figures of DOMAIN.md §4 and §6.2."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Risk
from riskmap.domain.risk import CONSEQUENCE, EXPOSURE, LIKELIHOOD, RiskError, highest, lec, load_thresholds, ls
from riskmap.domain.uscc import ALPHABET, check_letter, is_valid


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("11320000MB151840XJ", True),
        ("91350100M000100Y4Z", False),
        ("91350100M000100Y43", True),
        ("91350100m000100y43", False),
        ("91350100M000100Y4", False),
        ("91350100M000100Y433", False),
        ("9135O100M000100Y43", False),
        ("", False),
    ],
)
def test_credit_codes(code: str, valid: bool) -> None:
    assert is_valid(code) is valid


def test_the_right_end_of_a_wrong_code_is_told() -> None:
    assert check_letter("91350100M000100Y4") == "3"
    assert check_letter("I" * 17) is None


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, letter: str) -> None:
    end = check_letter(body)
    assert end is not None
    assert is_valid(body + end)
    changed = body[:place] + letter + body[place + 1 :]
    assert is_valid(changed + end) is (changed == body)


@pytest.mark.parametrize(
    ("likelihood", "exposure", "consequence", "score", "grade"),
    [
        ("10", "6", "15", "900", Risk.MAJOR),
        ("6", "10", "7", "420", Risk.MAJOR),
        ("3", "6", "15", "270", Risk.LARGE),
        ("1", "10", "15", "150", Risk.GENERAL),
        ("3", "10", "3", "90", Risk.GENERAL),
        ("1", "10", "7", "70", Risk.GENERAL),
        ("0.5", "2", "40", "40", Risk.LOW),
        ("0.1", "0.5", "1", "0.05", Risk.LOW),
    ],
)
def test_lec(likelihood: str, exposure: str, consequence: str, score: str, grade: Risk) -> None:
    assert lec(Decimal(likelihood), Decimal(exposure), Decimal(consequence)) == (Decimal(score), grade)


@pytest.mark.parametrize(
    ("values", "name"),
    [(("5", "6", "15"), "likelihood"), (("10", "5", "15"), "exposure"), (("10", "6", "14"), "consequence")],
)
def test_lec_takes_only_the_values_of_its_tables(values: tuple[str, str, str], name: str) -> None:
    with pytest.raises(RiskError) as told:
        lec(*map(Decimal, values))
    assert told.value.name == name


def test_the_grades_of_lec_meet_at_their_limits() -> None:
    scores = {a * b * c: lec(a, b, c)[1] for a in LIKELIHOOD for b in EXPOSURE for c in CONSEQUENCE}
    for score, grade in scores.items():
        expected = (
            Risk.LOW if score < 70 else Risk.GENERAL if score < 160 else Risk.LARGE if score < 320 else Risk.MAJOR
        )
        assert grade is expected


@pytest.mark.parametrize(
    ("likelihood", "severity", "score", "grade"),
    [
        (5, 5, 25, Risk.MAJOR), (4, 5, 20, Risk.MAJOR), (4, 4, 16, Risk.LARGE), (3, 3, 9, Risk.LARGE),
        (2, 4, 8, Risk.GENERAL), (1, 4, 4, Risk.GENERAL), (1, 3, 3, Risk.LOW), (1, 1, 1, Risk.LOW),
    ],
)  # fmt: skip
def test_ls(likelihood: int, severity: int, score: int, grade: Risk) -> None:
    assert ls(likelihood, severity) == (score, grade)


@pytest.mark.parametrize(("likelihood", "severity"), [(0, 3), (6, 3), (3, 0), (3, 6)])
def test_ls_takes_one_to_five(likelihood: int, severity: int) -> None:
    with pytest.raises(RiskError):
        ls(likelihood, severity)


def test_thresholds_are_data(tmp_path: Path) -> None:
    file = tmp_path / "risk.toml"
    file.write_text("[ls]\nmajor = 20\nlarge = 15\ngeneral = 9\nlow = 1\n", encoding="utf-8")
    assert ls(3, 4, load_thresholds(file)["ls"]) == (12, Risk.GENERAL)
    file.write_text("[ls]\nmajor = 2\nlarge = 15\ngeneral = 9\nlow = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ls"):
        load_thresholds(file)


def test_a_unit_has_the_grade_of_its_highest_risk() -> None:
    assert highest([Risk.LOW, Risk.LARGE, Risk.GENERAL]) is Risk.LARGE
    assert highest([]) is None
