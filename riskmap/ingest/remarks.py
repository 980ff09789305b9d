"""Findings about what a row says as a whole: its text, and what it has to show."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from riskmap.domain.codes import Grade, Status
from riskmap.ingest.splitting import parts

More: TypeAlias = Mapping[str, Any] | None  # what a finding tells besides
NUMBERED = re.compile(r"(?:^|[\n。；;：:])\s*[(（]?(\d{1,2})[)）.、．](?=\D)")
CITES_MAJOR = re.compile(r"重大(?:生产)?(?:安全)?(?:生产)?(?:事故)?隐患")
LONG = 5_000


def remarks(facts: Mapping[str, Any], *, split: bool = False) -> Iterator[tuple[str, More]]:
    """Codes of findings with what they tell besides: several problems in one cell (with the parts that it would be
    split into), a major clause under a grade of general, a very long text, crossed off without evidence (of an old
    ledger, 历史台账, nothing is asked: what stands without is counted there).
    """
    told = facts.get("description", "")
    if pieces := parts(told):
        yield "split_in_parts" if split else "several_in_cell", {"parts": list(pieces)}
    elif len(told) > 12 and {1, 2} <= {int(number) for number in NUMBERED.findall(told)}:
        yield "several_in_cell", None
    general = facts.get("grade", Grade.GENERAL) is Grade.GENERAL
    if general and "重大" in told and CITES_MAJOR.search(told):
        yield "major_clause_under_general", None
    if len(told) > LONG:
        yield "long_text", None
    if facts.get("status") is Status.CLOSED and not facts.get("evidence") and not facts.get("legacy"):
        yield "closed_without_evidence", None
