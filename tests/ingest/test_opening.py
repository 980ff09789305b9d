"""建账: what the old ledger had done before the 启用日 is closed as 历史台账; what stands enters the loop."""

from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import Status
from riskmap.ingest.course import Told, course, opened
from riskmap.ingest.remarks import remarks

FOUND, DONE, SINCE, CUTOFF = date(2026, 3, 1), date(2026, 3, 9), date(2026, 7, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("told", "status", "legacy", "closed"),
    [
        ({"word": "done", "rectified": DONE}, Status.CLOSED, True, DONE),
        ({"word": "closed", "closed": DONE}, Status.CLOSED, True, DONE),
        ({"word": "done"}, Status.CLOSED, True, CUTOFF),
        ({"word": "done", "rectified": DONE, "concluded_by_column": True}, Status.AWAITING_REVIEW, False, None),
        ({"word": "rectifying"}, Status.RECTIFYING, False, None),
        ({"word": "rejected"}, Status.REJECTED, False, None),
        ({"word": "void"}, Status.VOID, False, None),
    ],
)
def test_only_what_is_done_becomes_the_old_ledger(
    told: dict[str, Any], status: Status, legacy: bool, closed: Any
) -> None:
    result = opened(course(Told(found=FOUND, **told), CUTOFF), FOUND, SINCE)
    assert (result.status, result.legacy, result.closed) == (status, legacy, closed)


@pytest.mark.parametrize("since", [None, FOUND])
def test_without_an_opening_day_or_from_it_on_the_strict_rules_hold(since: date | None) -> None:
    result = opened(course(Told(found=FOUND, word="done", rectified=DONE), CUTOFF), FOUND, since)
    assert (result.status, result.legacy) == (Status.VERIFIED, False)


@pytest.mark.parametrize(("legacy", "codes"), [(False, ["closed_without_evidence"]), (True, [])])
def test_of_the_old_ledger_no_evidence_is_asked(legacy: bool, codes: list[str]) -> None:
    facts = {"description": "护栏缺失", "status": Status.CLOSED, "legacy": legacy}
    assert [code for code, _ in remarks(facts)] == codes
