"""The draft of a paper over several hazards: the step, which rows were ticked and what was typed, one for each list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import streamlit as st

from riskmap.domain.hazard import Hazard
from riskmap.web import bulk_form, form_draft, officer
from riskmap.web.bulk_form import PREFIX
from riskmap.web.form_draft import Form
from riskmap.web.session import Run

STEP, SEEN = "step", "_seen"  # fields that nobody types: the step; of a hazard, the version that was ticked
LOOKED: Final = "_bulk_looked"  # whose draft of which list this session has looked for
LIST: Final = ("rows", "among")
BESIDE: Final = frozenset({"lang", "as_of"})  # several are handled as of today alone


@dataclass(frozen=True, slots=True)
class Left:
    """What a draft says that was left: the step, and the ticked hazards by the version that was ticked."""

    step: str
    ticked: dict[str, int]


def token(run: Run) -> str:
    """The name of the draft that belongs to the list of the address, whatever its page, order and language."""
    words = {name: word for name, word in run.context.query.items() if name not in BESIDE}
    words |= {name: run.own[name] for name in LIST if run.own.get(name)}
    return f"bulk:{sha256(repr(sorted(words.items())).encode()).hexdigest()[:24]}"


def form_of(name: str, hazards: Sequence[Hazard]) -> Form:
    """How the form over these hazards is kept; `name`: its token."""
    days = frozenset({"on", "due", "new_due", *(f"{one.id}_due" for one in hazards)})
    return Form(name, PREFIX, bulk_form.FILES, days, sum(one.version for one in hazards))


def begin(name: str, step: str, hazards: Sequence[Hazard]) -> None:
    """A form opens with ticked rows, which are worth keeping before anything was typed."""
    _mark(step, hazards)
    form_draft.start(form_of(name, hazards))
    st.session_state[LOOKED] = (officer.actor().id, name)


def keep(name: str, step: str, hazards: Sequence[Hazard]) -> None:
    """Keep what the form says now."""
    _mark(step, hazards)
    form_draft.keep(form_of(name, hazards))


def left(run: Run) -> Left | None:
    """What the reader left of the list of the address, asked once in a session; None where there is nothing."""
    name = token(run)
    if st.session_state.get(LOOKED) == (officer.actor().id, name):
        return None
    st.session_state[LOOKED] = (officer.actor().id, name)
    said = form_draft.said(name)
    if said is None or said.get(STEP) not in bulk_form.ACTIONS:
        return None
    ticked = {word.removesuffix(SEEN): int(version) for word, version in said.items() if word.endswith(SEEN)}
    return Left(str(said[STEP]), ticked)


def restore(run: Run, name: str, hazards: Sequence[Hazard]) -> bool:
    """Fill the form again; of a hazard that changed since then the result is told anew, of one that is gone nothing."""
    now = {one.id: one.version for one in hazards}

    def mend(said: dict[str, Any]) -> None:
        then = {word.removesuffix(SEEN): version for word, version in said.items() if word.endswith(SEEN)}
        for one, version in then.items():
            if one not in now:
                for word in [word for word in said if word.startswith(f"{one}_")]:
                    said.pop(word)
            elif now[one] != version:
                said.pop(f"{one}_result", None)

    return form_draft.restore(run, form_of(name, hazards), mend)


def told(run: Run, name: str, hazards: Sequence[Hazard], discard: Callable[[], None]) -> None:
    """Say that the form was brought back, and offer to discard it."""
    form_draft.told(run, form_of(name, hazards), discard)


def drop(name: str, *, files: bool = True) -> None:
    """Discard the draft, with its files where nothing was recorded."""
    form_draft.drop(form_of(name, ()), files=files)


def _mark(step: str, hazards: Sequence[Hazard]) -> None:
    st.session_state[PREFIX + STEP] = step
    st.session_state.update({f"{PREFIX}{one.id}{SEEN}": one.version for one in hazards})
