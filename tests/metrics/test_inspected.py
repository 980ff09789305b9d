"""Enterprises inspected in a period: each once, in its own township, whatever the filter asks of hazards."""

from datetime import timedelta

import pandas as pd
from firms import ASKED, DAY, FIRMS
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.columns import to_day
from riskmap.metrics import filters, inspected


@given(
    st.lists(st.tuples(st.integers(-400, 5), st.sampled_from(["e1", "e2", "e3", "e4", "e9"])), max_size=12),
    st.sampled_from(ASKED),
)
def test_each_enterprise_is_counted_once_in_its_township(visits: list[tuple[int, str]], asked: dict) -> None:
    frame = pd.DataFrame(
        {
            "on": pd.Series([to_day(DAY + timedelta(days=day)) for day, _ in visits], dtype="int32"),
            "enterprise_id": pd.Series([one for _, one in visits], dtype="str"),
        }
    )
    where = filters.changed(filters.default(DAY), **asked)
    expected: dict[str, set[str]] = {}
    for one in FIRMS.to_dict("records"):
        seen = any(firm == one["id"] and where.from_ <= DAY + timedelta(days=day) <= DAY for day, firm in visits)
        fits = all(one[name] in asked.get(key, (one[name],)) for name, key in (("sector",) * 2, ("id", "enterprise")))
        if seen and fits and (one["township"] == "" or "township" not in asked):
            expected.setdefault(one["township"], set()).add(one["id"])
    assert inspected.by_township(frame, FIRMS, where) == {code: len(firms) for code, firms in expected.items()}
