"""Coverage: each enterprise that was to be inspected counts once, in its township, whoever looked."""

from datetime import timedelta

import pandas as pd
from firms import ASKED, DAY, FIRMS
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.columns import to_day
from riskmap.metrics import filters
from riskmap.metrics.covered import covered
from riskmap.metrics.index import Index
from support.hazard_frames import facts
from support.hazard_frames import frame as hazard_frame


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-400, 5), st.sampled_from(["e1", "e2", "e3", "e4", "e9"])), max_size=6),
    st.lists(st.tuples(st.integers(-400, 5), st.sampled_from(["e1", "e2", "e4", ""])), max_size=4),
    st.sampled_from(ASKED),
)
def test_coverage_is_of_enterprises_that_were_to_be_inspected(
    visits: list[tuple[int, str]], hazards: list[tuple[int, str]], asked: dict
) -> None:
    days = [to_day(DAY + timedelta(days=day)) for day, _ in visits]
    frame = pd.DataFrame(
        {"on": pd.Series(days, dtype="int32"), "enterprise_id": pd.Series([e for _, e in visits], dtype="str")}
    )
    rows = [facts(n, found=to_day(DAY) + day, confirmed=to_day(DAY) + day, enterprise_id=firm)
            for n, (day, firm) in enumerate(hazards)]  # fmt: skip
    firms = FIRMS.assign(status=["producing", "closed", "stopped", ""])
    where = filters.changed(filters.default(DAY), **asked)
    index = Index(hazard_frame(*rows), order={"township": ["141034100", "141034101"]})
    seen = {firm for day, firm in [*visits, *hazards] if where.from_ <= DAY + timedelta(days=day) <= DAY}
    due = {
        one["id"]: one["township"] for one in firms.to_dict("records") if one["status"] != "closed" and all(
            one[name] in asked.get(key, (one[name],)) or (not one[name] and "unknown" in asked.get(key, ()))
            for name, key in (("sector", "sector"), ("id", "enterprise"), ("township", "township"))
        )
    }  # fmt: skip
    got = {one.code: one for one in covered(index, where, frame, firms)}
    assert set(got) == set(due.values())
    for code, one in got.items():
        mine = {firm for firm, town in due.items() if town == code}
        assert (one.n, one.m, set(one.without)) == (len(mine & seen), len(mine), mine - seen)
