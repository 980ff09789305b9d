"""What a visit that was entered became: how many problems, in which state, each opening its own page."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Inspection
from riskmap.domain.gates import short_loop
from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.views import names
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link

OWN: Final = "Found by the enterprise itself, to be rectified"


class Done(NamedTuple):
    """A visit as it was entered: enterprise, (id, number, word of its state) of each hazard; `again`: it had been so.

    `visit`: its id.
    """

    enterprise: str
    hazards: tuple[tuple[str, str, str], ...]
    again: bool
    visit: str = ""


def of(visit: Inspection, hazards: Sequence[Hazard], *, again: bool) -> Done:
    """What is kept of it for the next run of the page."""
    return Done(visit.enterprise_name, tuple((one.id, one.hazard_no, _state(one)) for one in hazards), again, visit.id)


def _state(hazard: Hazard) -> str:
    """What became of one; nobody ordered what an enterprise found at its own place."""
    return OWN if hazard.status is Status.OPEN and short_loop(hazard) else names.STATUS[hazard.status]


def words(t: Translator, done: Done) -> str:
    """What became of it, as text."""
    said = [t("This visit had been saved before; nothing was entered twice.")] if done.again else []
    if not done.hazards:
        said.append(t("Saved: {enterprise}, nothing was found.", enterprise=done.enterprise))
        return " ".join(said)
    counts = Counter(word for _, _, word in done.hazards)
    states = [f"{t(word)} {t.number(count)}" for word, count in counts.items()]
    said.append(t("Saved: {enterprise}. Problems: {n}.", enterprise=done.enterprise, n=t.number(len(done.hazards))))
    return " ".join([*said, " · ".join(states)])


def told(context: Context, done: Done) -> str:
    """The line that says so, with a way to each hazard."""
    ways = "".join(
        link(context.href("hazard", {"id": hazard_id}), e(number), "w-button") for hazard_id, number, _ in done.hazards
    )
    if done.visit:
        ways = link(context.href("visit", {"id": done.visit}), e(context.t("Open the visit")), "w-button") + ways
    return f'<div class="w-saved" role="status">{e(words(context.t, done))} {ways}</div>'
