"""Where numbers of papers stand in the ledger: as of the last event, however it was read."""

from datetime import date
from typing import Any

from riskmap.domain.codes import EvidenceKind, Status
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.ledger import queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.paper_numbers import PaperNumbers, hazards_of
from support.facts import DEPARTMENT, OFFICE, hazard

DAY, LATER = date(2026, 10, 12), date(2026, 10, 20)
NUMBER = "责改〔2026〕7号"
FIRMS = (
    Enterprise(id="e1", name="甲厂", township="141034100", department="emergency"),
    Enterprise(id="e2", name="乙厂", township="141034200", department="emergency"),
)


def ordered(number: int, firm: Enterprise, reference: str = NUMBER, on: date = DAY, **more: Any) -> Hazard:
    paper = Evidence(EvidenceKind.INSPECTION_PAPER, on, reference, more.pop("sha256", None))
    facts = {"status": Status.OPEN, "enterprise_id": firm.id, "enterprise_name": firm.name, "evidence": (paper,)}
    return hazard(number, **facts | more)


def take(ledger: Ledger, *rows: Hazard) -> None:
    prints = tuple(f"print-{one.description}-{at}" for at, one in enumerate(rows))
    ledger.import_batch(PreparedBatch("x.xlsx", "0" * 64, creates=rows, fingerprints=prints, enterprises=FIRMS), OFFICE)


def both(ledger: Ledger, known: PaperNumbers) -> set[str]:
    """The hazards that share a number: as read again after each event, and as read anew."""
    found = hazards_of(known.shared())
    assert found == hazards_of(PaperNumbers(ledger.engine, ledger.county).shared())
    return {one.description for one in _hazards(ledger, found)}


def _hazards(ledger: Ledger, ids: frozenset[str]) -> list[Hazard]:
    return list(queries.several(ledger.engine, ledger.county, ids).values())


def test_a_number_on_two_visits_is_found_and_one_on_several_items_of_a_visit_is_not(ledger: Ledger) -> None:
    known = PaperNumbers(ledger.engine, ledger.county)
    assert known.shared() == []
    take(
        ledger,
        ordered(1, FIRMS[0], description="一"),
        ordered(2, FIRMS[0], description="二"),  # the same day of the same enterprise
        ordered(3, FIRMS[0], "责改〔2026〕8号", description="三"),
        ordered(4, FIRMS[1], "责改〔2026〕8号 · 扫描.pdf", sha256="a" * 64, description="四"),
        ordered(5, FIRMS[1], "IMG_2026.jpg", sha256="b" * 64, description="五"),
        ordered(6, FIRMS[0], "IMG_2026.jpg", LATER, sha256="c" * 64, description="六"),
    )
    assert both(ledger, known) == {"三", "四"}
    assert len(known.uses(" 责改[2026] 7号")) == 2


def test_what_happens_to_a_hazard_changes_what_its_number_stands_for(ledger: Ledger) -> None:
    known = PaperNumbers(ledger.engine, ledger.county)
    pending = {"status": Status.PENDING, "confirmed": None, "ordered": None, "due": None}
    take(ledger, ordered(1, FIRMS[0], description="一"), ordered(2, FIRMS[1], description="二", **pending))
    assert both(ledger, known) == {"一", "二"}
    (two,) = (one for one in _hazards(ledger, hazards_of(known.shared())) if one.description == "二")
    ledger.act(two.id, "void", {"reason": "不属实"}, DEPARTMENT, two.version, LATER)
    assert both(ledger, known) == set()
    (one,) = _hazards(ledger, frozenset(use.hazard for use in known.uses(NUMBER)))
    paper = {"kind": "inspection_paper", "on": LATER.isoformat(), "reference": "责改〔2026〕9号"}
    ledger.act(one.id, "add_evidence", {"evidence": [paper]}, DEPARTMENT, one.version, LATER)
    assert [use.on for use in known.uses("责改〔2026〕9号")] == [LATER]
    assert both(ledger, known) == set()
