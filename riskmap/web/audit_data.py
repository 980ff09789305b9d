"""The audit trail as page and files ask for it: the words of its filter, and what is kept of it by revision."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from riskmap.ledger import audit
from riskmap.ledger.audit import Asked, Choices
from riskmap.metrics.index import Memory
from riskmap.views.html.audit import Proof
from riskmap.web import data

WORDS: Final = ("actor", "action", "number", "first", "last")
_kept, _proofs = Memory(64), Memory(2)


def asked(words: Mapping[str, str]) -> Asked:
    """The filter of an address. Raises ValueError with the key of a day that cannot be read."""
    actor, action, number = (words.get(key, "").strip() for key in WORDS[:3])
    return Asked(actor, action, number, _day(words, "first"), _day(words, "last"))


def _day(words: Mapping[str, str], key: str) -> date | None:
    try:
        return date.fromisoformat(words[key]) if words.get(key) else None
    except ValueError as error:
        raise ValueError(key) from error


def _state() -> tuple[int, ...]:
    """Which ledger at which revision: the key of all that is kept."""
    return data.whole().key


def count(wanted: Asked) -> int:
    """How many events, kept by revision."""
    return int(_kept.get((_state(), wanted), lambda: audit.count(data.engine(), data.county(), wanted)))


def choices() -> Choices:
    """Who acted and what was done, kept by revision."""
    return _kept.get((_state(), "choices"), lambda: audit.choices(data.engine(), data.county()))


def heads() -> list[tuple[date, str]]:
    """The heads of the last days, kept by revision and day."""
    day = data.now().astimezone(ZoneInfo(data.county().time_zone)).date()

    def make() -> list[tuple[date, str]]:
        return [(on, str(head)) for on, head in audit.heads_of_days(data.engine(), data.county(), day)]

    return _kept.get((_state(), day), make)


def prove() -> Proof:
    """Recompute the chain now, and keep what came of it until the next event."""
    report = audit.chain(data.engine(), data.county())
    at = data.now().astimezone(ZoneInfo(data.county().time_zone))
    made = Proof(at, report.events, str(report.head), len(report.problems))
    _proofs.put((report.head.seq, *_state()[1:]), made)
    return made


def proved() -> Proof | None:
    """What came of it at this revision, None where nobody asked yet."""
    known: Proof | None = _proofs.peek(_state())
    return known
