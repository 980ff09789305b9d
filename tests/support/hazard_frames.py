"""Hazards frames made by hand, with the columns and types of the ledger's own (riskmap.domain.columns)."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pandas as pd

from riskmap.domain.columns import (
    ENTERPRISES,
    HAZARD_CODES,
    HAZARD_COUNTS,
    HAZARD_DAYS,
    HAZARD_FLAGS,
    HAZARD_NUMBERS,
    HAZARD_SMALL,
    HAZARD_TEXTS,
    HAZARDS,
    NEVER,
    to_day,
)

AS_OF = date(2026, 11, 22)
T = to_day(AS_OF)
TOWNSHIPS = ("141034100", "141034101", "141034102", "")


def facts(number: int = 1, **given: Any) -> dict[str, Any]:
    """One hazard: general, found 30 days ago, due in 30 days, in the middle of the county."""
    values: dict[str, Any] = dict.fromkeys(HAZARD_TEXTS, "") | dict.fromkeys(HAZARD_COUNTS, 1)
    values |= dict.fromkeys(HAZARD_DAYS, NEVER) | dict.fromkeys(HAZARD_CODES, "") | dict.fromkeys(HAZARD_FLAGS, False)
    values |= dict.fromkeys(HAZARD_NUMBERS, float("nan")) | dict.fromkeys(HAZARD_SMALL, 0)
    values |= {"id": f"id-{number:06}", "hazard_no": f"FX-2026-{number:06}", "grade": "general", "status": "open"}
    values |= {
        "township": "141034100",
        "sector": "coal",
        "group": "mine",
        "supervision": "county",
        "source": "department",
    }
    values |= {"found": T - 30, "confirmed": T - 30, "due": T + 30, "due_original": T + 30, "entered": T - 30}
    values |= {"lon": 111.45, "lat": 36.63, "enterprise": f"示例煤业{number}号", "enterprise_id": f"e{number}"}
    return values | given


def frame(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """The frame of some hazards."""
    columns = {name: [row[name] for row in rows] for name in HAZARDS}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in HAZARDS.items()})


def random_rows(seed: int, size: int) -> list[dict[str, Any]]:
    """Hazards of every progress, some without a position, some listed, some without control; the same for a seed."""
    rnd, rows = Random(seed), []
    for number in range(1, size + 1):
        found = T - rnd.randrange(-3, 400)
        row = facts(
            number, found=found, confirmed=found if rnd.random() < 0.95 else NEVER, due=found + rnd.randrange(120)
        )
        row["township"], row["grade"] = rnd.choice(TOWNSHIPS), rnd.choice(("general", "general", "major"))
        steps, day = ("rectified", "passed", "closed"), found
        for name in steps[: rnd.randrange(4)]:
            day += rnd.randrange(40)
            row[name] = day
        if rnd.random() < 0.05:
            row["voided"] = found + rnd.randrange(50)
        if row["grade"] == "major":
            row["control"] = rnd.choice(("", "none", "suspended", "partial"))
            if rnd.random() < 0.4:
                row["listed"], row["listed_level"] = found + 5, rnd.choice(("county", "city", "province"))
                row["delisted"] = found + 100 if rnd.random() < 0.3 else NEVER
        row["lon"], row["lat"] = 111.2 + rnd.random() * 0.5, 36.45 + rnd.random() * 0.35
        if rnd.random() < 0.1:
            row["lon"] = row["lat"] = float("nan")
        row["batch"] = ("b1", "b2", "")[number % 3]  # registered by hand, else by one of two files
        rows.append(row)
    return rows


def enterprises(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """The frame of some enterprises; what is not given is empty."""
    blank: dict[str, Any] = {}
    for name, kind in ENTERPRISES.items():
        blank[name] = {"bool": False, "float64": np.nan, "int32": NEVER}.get(kind, "")
    full = [blank | dict(row) for row in rows]
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in full], dtype=kind) for name, kind in ENTERPRISES.items()}
    )
