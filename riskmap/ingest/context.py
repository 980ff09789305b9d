"""What holds for all rows of one table."""

from dataclasses import dataclass
from datetime import date

from riskmap.ingest.places import Places
from riskmap.ingest.profile import Profile


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all rows of a table."""

    places: Places
    profile: Profile
    sender: str
    today: date
    cutoff: date
    year: int
    demo: bool = False
    split: bool = False  # one hazard a problem of a cell
    opening: date | None = None  # 启用日: what was done before it is 历史台账
