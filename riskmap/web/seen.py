"""Several hazards, and the papers about them, as who asks may see them."""

from collections.abc import Iterable

from riskmap.domain.codes import Status
from riskmap.domain.hazard import Hazard
from riskmap.domain.nameless import without_names
from riskmap.domain.papers import Paper
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import papers as stored
from riskmap.ledger import queries
from riskmap.ledger.errors import NotFound
from riskmap.metrics.index import Memory
from riskmap.web import data, identity, scoped
from riskmap.web.identity import Reader

_papers = Memory(2)  # of a revision: a paper is an event as well


def several(ids: Iterable[str]) -> dict[str, Hazard]:
    """Hazards by id as who asks may see them; those beyond the reader's part are left out."""
    asks, found = identity.reader(), queries.several(data.engine(), data.county(), ids)
    seen = {key: one for key, one in found.items() if asks.sees(one)}
    return {key: scoped.named(one, asks) for key, one in seen.items()}


def of_paper(paper: Paper) -> list[Hazard]:
    """The hazards of a paper as who asks may see them; one beyond the reader's part has its number alone."""
    found = []
    for one in paper.hazards:
        try:
            found.append(data.hazard(one))
        except NotFound:
            found.append(Hazard(one, "—", data.today(), Status.OPEN))
    return found


def stood_in(reader: Reader, paper: Paper) -> dict[str, tuple[str, str]]:
    """Which steps of a paper deputies took, with the names of both, for who sees names."""
    if not reader.shows_names:
        return {}
    return stored.stood_in(data.engine(), data.county(), paper.id)


def papers() -> list[Paper]:
    """The office papers that who asks may see, latest first: those about a hazard within the reader's part.

    Names of persons stand in those about hazards alone in which the reader may read them.
    """
    view, asks = data.view(), identity.reader()
    found = _papers.get(view.key, lambda: stored.all_papers(data.engine(), data.county()))
    frame = view.snapshot.hazards
    if asks.scopes is not None:
        seen = set(frame["id"])
        found = [one for one in found if seen.intersection(one.hazards)]
    if asks.shows_names:
        return found
    named = tuple(grant.scope for grant in asks.grants if grant.role in RIGHTS[Right.NAMES])
    whole = any(scope.whole for scope in named)
    known = set(frame["id"][scoped.within(frame, named)])
    return [one if whole or known.issuperset(one.hazards) else without_names(one) for one in found]
