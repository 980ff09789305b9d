"""`demo load`, `demo clear`, and the renewal of an untouched demo at the start."""

import argparse
import logging

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.settings import ROOT

logger = logging.getLogger("riskmap.demo")
FOLDER = ROOT / "data" / "demo"


def load(options: argparse.Namespace) -> Result:
    """Answer `demo load`: exit 2 where real hazards stand, which demo rows never join."""
    from riskmap.ledger.demo import demo_state

    del options
    office = Office.open()
    state = demo_state(office.engine, office.county)
    if state.real:
        raise Problem(
            f"the ledger holds {state.real} real hazards and enterprises; demo rows are never counted with real ones"
        )
    return _load(office), 0


def clear(options: argparse.Namespace) -> Result:
    """Answer `demo clear`: how many rows were removed."""
    from riskmap.ledger import maintain

    del options
    office = Office.open()
    removed = maintain.clear_demo(office.engine, office.county, office.actor)
    logger.info("%d demo rows removed", removed)
    return {"removed": removed}, 0


def renew(office: Office) -> str:
    """Load the demo into a ledger without hazards, or anew when it is untouched and more than seven days old."""
    from riskmap.ingest.demo import STALE_DAYS
    from riskmap.ledger.demo import demo_state

    if not office.settings.demo:
        return "off"
    state = demo_state(office.engine, office.county)
    if state.real:
        return "real"
    if state.demo and (
        state.touched or state.last_found is None or (office.today - state.last_found).days <= STALE_DAYS
    ):
        return "kept"
    _load(office)
    return "loaded"


def _load(office: Office) -> dict[str, object]:
    from riskmap.ingest import demo
    from riskmap.ledger import maintain

    maintain.clear_demo(office.engine, office.county, office.actor)
    register, hazards = demo.load(office.ledger, office.engine, office.county, FOLDER, office.today, office.actor)
    logger.info("demo county loaded: %d enterprises, %d hazards", register.enterprises_created, hazards.created)
    return {"enterprises": register.enterprises_created, "hazards": hazards.created, "as_of": office.today.isoformat()}
