"""Four enterprises of a register, one without a township, and what is asked of them: for inspections and coverage."""

from datetime import date

import pandas as pd

DAY = date(2026, 11, 18)
FIRMS = pd.DataFrame(
    {
        "id": ["e1", "e2", "e3", "e4"],
        "township": ["141034100", "141034100", "141034101", ""],
        "sector": ["coal", "gas", "coal", "coal"],
        "group": ["coal_group", "gas_group", "coal_group", "coal_group"],
        "department": ["energy", "housing", "energy", ""],
    }
).astype("str")
ASKED = ({}, {"sector": ("coal",)}, {"township": ("unknown",)}, {"enterprise": ("e2",)}, {"overdue": True})
