"""What of a page may leave the program: what the roles that may export reach, which can be less than is read."""

from collections.abc import Callable

from riskmap.domain.roles import Right
from riskmap.web import data, identity
from riskmap.web.data import View
from riskmap.web.identity import Reader
from riskmap.web.session import Run


def reader(run: Run, *rights: Right) -> Reader | None:
    """Who asks, with the roles alone that may export and have `rights`; None where nothing may leave."""
    return run.reader.holding(Right.EXPORT, *rights)


def said(run: Run, count: Callable[[View], int] | None = None) -> str | None:
    """What stands beside an export of hazards: "" where all leaves that is shown, else how many; None for none.

    `count`: how many of a view would leave, by default the hazards of the filter of the page.
    """
    number = left(run, count or (lambda view: int(view.index.mask(run.where).sum())))
    if number is None:
        return ""
    told = run.t("Only the part of your roles that may export is taken out: {n} hazards.", n=run.t.number(number))
    return told if number else None


def left(run: Run, count: Callable[[View], int]) -> int | None:
    """How many rows an export of the page takes out, 0 where nothing may leave; None = all that the page shows."""
    asks = reader(run)
    if asks is None:
        return 0
    if _parts(asks) == _parts(run.reader):
        return None
    with identity.told(asks):
        return count(data.view())


def _parts(asks: Reader) -> object:
    return None if asks.scopes is None else frozenset(asks.scopes)
