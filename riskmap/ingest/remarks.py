"""Findings about what the text of a hazard says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from riskmap.domain.codes import Grade

NUMBERED = re.compile(r"(?:^|[\n。；;：:])\s*[(（]?(\d{1,2})[)）.、．](?=\D)")
CITES_MAJOR = re.compile(r"重大(?:生产)?(?:安全)?(?:生产)?(?:事故)?隐患")
LONG = 5_000


def remarks(facts: Mapping[str, Any]) -> Iterator[str]:
    """Codes of findings: several problems in one cell, a major clause under a grade of general, a very long text."""
    told = facts.get("description", "")
    if len(told) > 12 and {1, 2} <= {int(number) for number in NUMBERED.findall(told)}:
        yield "several_in_cell"
    general = facts.get("grade", Grade.GENERAL) is Grade.GENERAL
    if general and "重大" in told and CITES_MAJOR.search(told):
        yield "major_clause_under_general"
    if len(told) > LONG:
        yield "long_text"
