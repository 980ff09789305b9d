"""Where in the loop time is lost: each stage against the same rules written out hazard by hazard."""

from datetime import date
from random import Random
from statistics import median

import numpy as np
import pandas as pd
from histories import FIRST, NEVER, SPAN, as_date, day, facts, frames, random_history, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.annotations import shipped
from riskmap.domain.columns import ACTS, REVIEWED
from riskmap.metrics import drill, stages
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import at
from riskmap.metrics.index import Index

YEAR = Filter(as_of=date(2026, 5, 31), from_=date(2026, 1, 1))


def acts(*rows):
    frame = pd.DataFrame(rows, columns=["hazard_id", "act", "on", "due"])
    return frame.astype(ACTS)


def by_stage(index, where=YEAR, desk=""):
    return {one.code: one for one in stages.stages(index, where) if one.desk == desk}


def test_each_desk_has_its_own_days_and_rounds_add_up():
    row = facts(
        id="h1", found=day(2026, 5, 1), confirmed=day(2026, 5, 3), ordered=day(2026, 5, 3), due=day(2026, 5, 10),
        rejected=day(2026, 5, 12), rectified=day(2026, 5, 16), declared=day(2026, 5, 16), passed=day(2026, 5, 18),
        closed=day(2026, 5, 25), source="department",
    )  # fmt: skip
    failed = acts(("h1", REVIEWED, day(2026, 5, 12), day(2026, 5, 8)))
    hazards, spells = frames([single(**row)])
    found = by_stage(Index(hazards, spells, acts=failed))
    assert {code: one.done.total for code, one in found.items()} == {"order": 2, "rectify": 9, "review": 6, "close": 7}
    assert found["rectify"].over == found["rectify"].judged == 1  # the second declaration came after the due date
    assert (found["review"].over, found["review"].judged) == (0, 1)
    assert (found["close"].over, found["close"].judged) == (0, 0)


def test_what_runs_is_told_apart_and_censored():
    row = single(found=day(2026, 5, 1), confirmed=day(2026, 5, 1), ordered=day(2026, 5, 1), due=day(2026, 5, 20),
                 source="department")  # fmt: skip
    one = by_stage(Index(*frames([row])))["rectify"]
    assert (one.done.n, one.running.n, one.running.median, one.over, one.judged) == (0, 1, 30, 1, 1)
    assert one.curve.median is None


def test_dates_that_the_ledger_lacks_are_unknown_not_zero_days():
    row = single(found=day(2026, 5, 1), confirmed=day(2026, 5, 1), closed=day(2026, 5, 9), due=day(2026, 5, 9),
                 source="department")  # fmt: skip
    found = by_stage(Index(*frames([row])))
    assert [found[code].unknown for code in ("order", "review", "close")] == [1, 1, 1]
    assert all(found[code].done.n == 0 for code in ("order", "review", "close"))


def test_desks_follow_the_rules_of_who_acts():
    dates = {"found": day(2026, 5, 1), "confirmed": day(2026, 5, 1), "ordered": day(2026, 5, 2),
             "rectified": day(2026, 5, 3), "declared": day(2026, 5, 3), "passed": day(2026, 5, 5),
             "closed": day(2026, 5, 6), "due": day(2026, 5, 9)}  # fmt: skip
    rows = [
        single(**dates, source="self", grade="general"),
        single(**dates, source="department", supervision="township"),
        single(**dates, source="department", supervision="city", grade="major"),
        single(**dates, source="self", grade="major"),
    ]
    told = {(one.code, one.desk): one.done.n for one in stages.stages(Index(*frames(rows)), YEAR)}
    assert {desk for code, desk in told if code == "rectify"} == {"", "enterprise"}
    assert {(c, d): n for (c, d), n in told.items() if d and c in ("review", "close")} == {
        ("review", "enterprise"): 1, ("review", "township"): 1, ("review", "higher"): 1, ("review", "department"): 1,
        ("close", "enterprise"): 1, ("close", "township"): 1, ("close", "higher"): 1, ("close", "office"): 1,
    }  # fmt: skip
    assert told["order", ""] == 3  # the short loop has no order


def worked(on):
    return as_date(on).weekday() < 5 and not any(one.first <= as_date(on) <= one.last for one in shipped("en"))


def plain_order(row, day, rect, taken, ordered):
    found, judged = row["found"], not row["legacy"]
    if (rect or taken) and row["ordered"] == NEVER and row["confirmed"] <= found:
        return ("unknown", 0, False, False)
    end = min(max(ordered, found), day) if rect or taken else day
    late = judged and sum(worked(on) for on in range(found + 1, end + 1)) > 3
    return ("done", end - found, late, judged) if rect or taken else ("running", day - found, late, late)


def plain_review(row, day, alone, passed, rect_on, failed):
    asked = next((row[name] for name in ("declared", "rectified") if row[name] != NEVER), rect_on)
    known = asked <= row["passed"] != NEVER and (row["declared"] != NEVER or row["rectified"] != NEVER)
    if passed and not known:
        return ("unknown", 0, False, False)
    last = max((min(row["passed"], row["closed"]) if passed else day) - asked, 0)
    late = not alone and max([last, *failed]) > 10
    return ("done" if passed else "running", last + sum(failed), late, late or (passed and not alone))


def plain(row, day, start, failed):
    """{stage: (part, days, over, judged)} of one hazard, as the rules say it; missing where a stage does not apply."""
    found, spot = row["found"], row["rectified"] == row["found"]
    if not start <= found <= day or row["voided"] <= day:
        return {}
    alone = row["source"] == "self" and row["grade"] == "general"
    closed = row["closed"] <= day
    passed_on = min(row["passed"], row["closed"])
    done_on = row["declared"] if row["declared"] != NEVER else row["rectified"]
    rect_on = min(done_on, passed_on)
    confirmed = max(row["confirmed"], found) <= day
    rect, passed, closed = (confirmed and value <= day for value in (rect_on, passed_on, row["closed"]))
    ordered = row["ordered"] if row["ordered"] != NEVER else max(row["confirmed"], found)
    told = {} if alone or spot else {"order": plain_order(row, day, rect, confirmed and ordered <= day, ordered)}
    if not confirmed:
        return told
    extra, begun = sum(failed), found if alone else ordered
    due = NEVER if row["undated"] else found if row["due"] == NEVER and spot else row["due"]
    if rect and row["undated"]:
        told["rectify"] = ("unknown", 0, False, False)
    elif rect:
        end = row["rectified"] if row["rectified"] != NEVER else rect_on
        late = due != NEVER and end > due
        told["rectify"] = ("done", max(min(end, day) - begun - extra, 0), late, due != NEVER)
    else:
        told["rectify"] = ("running", max(day - begun - extra, 0), due < day, due < day)
    if rect:
        told["review"] = plain_review(row, day, alone, passed, rect_on, failed)
    if passed:
        if closed and (row["passed"] == NEVER or row["passed"] > row["closed"]):
            told["close"] = ("unknown", 0, False, False)
        else:
            told["close"] = (
                "done" if closed else "running",
                max((row["closed"] if closed else day) - passed_on, 0),
                False,
                False,
            )
    return told


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 20), st.integers(FIRST, FIRST + SPAN), st.integers(0, 60))
def test_on_any_ledger_every_stage_is_what_the_rules_say(seed, size, as_of, span):
    rnd = Random(seed)
    hazards, spells = frames([random_history(rnd) for _ in range(size)])
    for name in ("ordered", "legacy"):  # the random facts leave them empty
        values = [FIRST + rnd.randrange(SPAN) if rnd.random() < 0.6 else NEVER for _ in range(size)]
        hazards[name] = np.array(values, np.int32) if name == "ordered" else np.array(values) % 7 == 0
        if len(spells):
            spells[name] = hazards[name].to_numpy()[spells["row"]]
    hazards["id"] = pd.array([f"h{number}" for number in range(size)], dtype="str")
    if len(spells):
        spells["id"] = hazards["id"].to_numpy()[spells["row"]]
    rounds = [
        (f"h{rnd.randrange(size)}", REVIEWED, FIRST + rnd.randrange(SPAN), FIRST + rnd.randrange(SPAN))
        for _ in range(9)
    ]
    where = Filter(as_of=as_date(as_of), from_=as_date(as_of - span))
    index = Index(hazards, spells, acts=acts(*rounds))
    told = []
    for row in at(hazards, spells, as_of).to_dict("records"):
        failed = [on - due for one, _, on, due in rounds if one == row["id"] and due <= on <= as_of]
        told.append(plain(row, as_of, as_of - span, failed))
    for code, one in by_stage(index, where).items():
        weight = hazards["n"].tolist()
        mine = [(told[number][code], weight[number]) for number in range(size) if code in told[number]]
        for part in ("done", "running"):
            days = [values[1] for values, n in mine if values[0] == part for _ in range(n)]
            got = getattr(one, part)
            assert (got.n, got.total) == (len(days), sum(days)), (code, part)
            assert got.median == (median(days) if days else None)
        assert one.unknown == sum(n for values, n in mine if values[0] == "unknown")
        assert (one.over, one.judged) == tuple(sum(n for values, n in mine if values[place]) for place in (2, 3)), code


def test_every_part_opens_its_rows():
    row = single(found=day(2026, 5, 1), confirmed=day(2026, 5, 1), ordered=day(2026, 5, 1), due=day(2026, 5, 20),
                 source="department")  # fmt: skip
    index = Index(*frames([row]))
    for word in ("stage.rectify.running", "stage.rectify.over.enterprise", "stage.order.done.department"):
        assert drill.rows(index, YEAR, word).sum() == 1, word
    assert drill.rows(index, YEAR, "stage.rectify.running.department").sum() == 0
    for wrong in ("stage.x.done", "stage.order.x", "stage.order.done.x", "stage."):
        try:
            drill.rows(index, YEAR, wrong)
        except drill.DrillError as error:
            assert error.word == wrong
        else:
            raise AssertionError(wrong)
