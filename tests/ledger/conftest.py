"""A ledger on an empty database, once SQLite, once PostgreSQL."""

from typing import Any

import pytest

from riskmap.domain.gates import load_gates
from riskmap.ledger.commands import Ledger


@pytest.fixture
def ledger(engine: Any, county: Any) -> Ledger:
    return Ledger(engine, county, load_gates())
