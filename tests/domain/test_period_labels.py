"""The label of a period is read back as that period; what no label is written like is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.periods import Kind, label, parse, whole

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.sampled_from(Kind), DAYS)
def test_a_label_is_read_back(kind: Kind, day: date) -> None:
    period = parse(label(kind, day))
    assert period == whole(kind, day)
    assert period.holds(day)


@pytest.mark.parametrize(
    "text", ["", "2026-1", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-Q5", "2026-Q0", "2026-H3", "26-11", "x",
             "2026-11-01", "２０２６-11", "2026-w47", "2026-Q4 ", "0000"],
)  # fmt: skip
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)
