"""Random histories of hazards and the two frames they make; nothing here knows how figures are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pandas as pd

NEVER = 2_000_000
EPOCH = date(1970, 1, 1)
FIRST = (date(2025, 11, 20) - EPOCH).days  # a window of 90 days around New Year
SPAN = 90

DAYS = (
    "found",
    "confirmed",
    "due",
    "due_original",
    "round_due",
    "declared",
    "rectified",
    "passed",
    "closed",
    "voided",
    "started",
    "rejected",
    "listed",
    "delisted",
    "control_on",
    "ordered",
    "restart_on",
    "extended",
    "extended_to",
    "due_moved",
    "entered",
    "plan_filed",
    "five_on",
    "five_responsibility",
    "five_measures",
    "five_funds",
    "five_deadline",
    "five_emergency",
)
TEXTS = (
    "id",
    "hazard_no",
    "ledger_no",
    "sender",
    "enterprise_id",
    "enterprise",
    "place",
    "description",
    "measure",
    "category",
    "cause",
    "responsible_unit",
    "responsible_person",
    "regulator_person",
    "basis",
    "remark",
    "inspectors",
    "restart_no",
    "recurs_of",
    "listing_number",
)
CODES: dict[str, tuple[str, ...]] = {
    "township": ("141034100", "141034101", "141034200", ""),
    "sector": ("coal", "coalwash", "gas", "other"),
    "group": ("mine", "town", "rest"),
    "grade": ("general", "major"),
    "department": ("yingji", "zhujian", ""),
    "source": ("self", "department", "township", "unknown"),
    "inspection_kind": ("routine", "special", "unknown"),
    "status": ("pending", "open", "rectifying", "awaiting_review", "rejected", "verified", "closed", "void"),
    "supervision": ("county", "township", "city"),
    "listed_level": ("", "county", "city", "province"),
    "batch": ("", "b1", "b2"),
    "control": ("", "suspended", "partial", "none"),
}
MARKS = ("undated", "closed_by_ledger", "demo", "suspended", "self_found", "on_the_spot", "coal", "legacy", "unproven")
NUMBERS = ("lon", "lat", "funds_planned", "funds_secured", "funds_paid")
FIVES = ("five_content", "five_paper")
GROUPS = {"coal": "mine", "coalwash": "mine", "gas": "town", "other": "rest"}


@dataclass(frozen=True)
class State:
    """The facts of a hazard that hold from `since` on."""

    since: int
    facts: Mapping[str, Any] = field(default_factory=dict)


History = tuple[State, ...]


def day(year: int, month: int, number: int) -> int:
    """Days since 1970-01-01."""
    return (date(year, month, number) - EPOCH).days


def as_date(number: int) -> date:
    """The other way."""
    return EPOCH + timedelta(days=number)


def facts(**given: Any) -> dict[str, Any]:
    """A hazard of one state with defaults for everything not given."""
    values: dict[str, Any] = dict.fromkeys(DAYS, NEVER) | dict.fromkeys(TEXTS, "")
    values |= {name: codes[0] for name, codes in CODES.items()} | dict.fromkeys(MARKS, False)
    values |= dict.fromkeys(NUMBERS, float("nan")) | dict.fromkeys(FIVES, 0)
    values |= {
        "n": 1,
        "version": 1,
        "round_no": 1,
        "found": FIRST,
        "confirmed": FIRST,
        "entered": FIRST,
        "status": "open",
    }
    values |= given
    values["group"] = given.get("group", GROUPS[values["sector"]])
    values["on_the_spot"] = values["rectified"] == values["found"]
    values["self_found"] = values["source"] == "self" and values["grade"] == "general"
    values["coal"] = values["sector"] in ("coal", "coalwash")
    return values


def single(**given: Any) -> History:
    """A history of one state."""
    return (State(-NEVER, facts(**given)),)


def random_facts(rnd: Random, orderly: bool) -> dict[str, Any]:
    """Facts of one state: in the order of the loop, or with any date anywhere (impossible orders are kept)."""

    def any_day() -> int:
        return FIRST + rnd.randrange(SPAN)

    codes = {name: rnd.choice(values) for name, values in CODES.items() if name != "group"}
    values: dict[str, Any] = {**codes, "n": rnd.choice((1, 1, 1, 2, 5))}
    if orderly:
        steps, at = {}, any_day()
        for name in ("found", "confirmed", "rectified", "declared", "passed", "closed"):
            steps[name] = at
            if rnd.random() < 0.12 and name != "found":
                break
            at += rnd.choice((0, 0, 1, 3, 9, 20))
        values |= steps
        values["due"] = values["found"] + rnd.choice((0, 1, 3, 15, 30)) if rnd.random() < 0.9 else NEVER
    else:
        for name in ("confirmed", "due", "rectified", "declared", "passed", "closed"):
            values[name] = any_day() if rnd.random() < 0.7 else NEVER
        values["found"] = any_day()
    values["due_original"] = values["due"]
    if rnd.random() < 0.1:
        values["voided"] = any_day()
    if rnd.random() < 0.15:
        values["listed"] = any_day()
        values["delisted"] = any_day() if rnd.random() < 0.5 else NEVER
    for name in ("started", "rejected", "round_due", "extended", "due_moved", "plan_filed", "five_on"):
        values[name] = any_day() if rnd.random() < 0.2 else NEVER
    values["undated"] = rnd.random() < 0.05
    values["entered"] = any_day()
    values["enterprise_id"] = rnd.choice(("e1", "e2", "e3", ""))
    return facts(**values)


def random_history(rnd: Random) -> History:
    """One hazard: often one state, else up to four, each with other codes and dates."""
    orderly = rnd.random() < 0.7
    first = random_facts(rnd, orderly)
    states = [State(-NEVER, first)]
    for since in sorted(rnd.sample(range(FIRST, FIRST + SPAN), rnd.choice((0, 0, 0, 1, 2, 3)))):
        later = random_facts(rnd, orderly)
        kept = {"found": first["found"], "n": first["n"]} if rnd.random() < 0.8 else {"n": first["n"]}
        states.append(State(since, facts(**{**later, **kept, "group": GROUPS[later["sector"]]})))
    return tuple(states)


def _frame(rows: list[Mapping[str, Any]], extra: tuple[str, ...] = ()) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for name in (*TEXTS, "n", "version", "round_no", *DAYS, *CODES, *MARKS, *NUMBERS, *FIVES, *extra):
        values = [row[name] for row in rows]
        if name in TEXTS:
            columns[name] = pd.array(values, dtype="str")
        elif name in CODES:
            columns[name] = pd.Categorical(values, categories=CODES[name])
        elif name in DAYS or name in ("since", "until"):
            columns[name] = np.array(values, dtype=np.int32)
        elif name in MARKS:
            columns[name] = np.array(values, dtype=np.bool_)
        elif name in NUMBERS:
            columns[name] = np.array(values, dtype=np.float64)
        else:
            columns[name] = np.array(values, dtype=np.int8 if name in FIVES else np.int64)
    return pd.DataFrame(columns)


def frames(histories: list[History]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The hazards frame and the spells frame of the contract."""
    latest = [history[-1].facts for history in histories]
    spells = [
        {**state.facts, "row": row, "since": max(state.since, 0), "until": after.since}
        for row, history in enumerate(histories)
        for state, after in pairwise(history)
    ]
    return _frame(latest), _frame(spells, ("row", "since", "until"))


def aggregated(histories: list[History]) -> list[History]:
    """The same hazards with equal ones of a single state joined into one row of more weight."""
    joined: dict[tuple[Any, ...], int] = {}
    rest: list[History] = []
    names = [name for name in facts() if name not in ("n", "lon", "lat", *NUMBERS)]
    keep: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for history in histories:
        if len(history) > 1:
            rest.append(history)
            continue
        values = history[0].facts
        key = tuple(values[name] for name in names)
        joined[key] = joined.get(key, 0) + values["n"]
        keep[key] = values
    return [(State(-NEVER, {**keep[key], "n": n}),) for key, n in joined.items()] + rest


def with_weight_one(histories: list[History]) -> list[History]:
    """The same hazards written out one by one (n = 1)."""
    spread: list[History] = []
    for history in histories:
        one = tuple(replace(state, facts={**state.facts, "n": 1}) for state in history)
        spread.extend([one] * history[0].facts["n"])
    return spread
