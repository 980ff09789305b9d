"""The draft of a short form (a step, one hazard): to the database at every change, and back into the form.

Like that of a visit (`visit_draft`) it belongs to its writer alone, and is gone when the form was recorded.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from riskmap.ledger import drafts
from riskmap.views.html.markup import e
from riskmap.web import data, officer, uploading
from riskmap.web.session import Run

logger = logging.getLogger("riskmap.web")
STATE: Final = "_form_draft_"  # + prefix of the form: what this session knows of its draft


@dataclass(frozen=True, slots=True)
class Form:
    """A form whose fields are kept. `token`: its name among the drafts of a person; `prefix`: of its fields' keys.

    `files`: key of its field of files, "" without one; `days`: fields that hold a day.
    `version`: of the row that it is about.
    """

    token: str
    prefix: str
    files: str
    days: frozenset[str]
    version: int = 0


def _state(form: Form) -> dict[str, Any]:
    """What the session knows: token, saved (JSON as stored), first (as the form opened), restored, kept, failed."""
    found: dict[str, Any] = st.session_state.setdefault(STATE + form.prefix, {})
    return found


def _values(form: Form) -> dict[str, Any]:
    every = {str(name): value for name, value in st.session_state.items()}
    told = {name.removeprefix(form.prefix): value for name, value in every.items() if name.startswith(form.prefix)}
    kinds = {name: value for name, value in every.items() if form.files and name.startswith(f"{form.files}_kind_")}
    return {"told": told, "files": _files(form), "kinds": kinds, "version": form.version}


def _files(form: Form) -> list[dict[str, Any]]:
    return uploading.files(form.files) if form.files else []


def dump(form: Form) -> str:
    """What the form says now, as JSON; fields that say nothing are left out."""
    found = _values(form)
    found["told"] = {name: value for name, value in found["told"].items() if value not in (None, "", False)}
    return json.dumps(found, ensure_ascii=False, sort_keys=True, default=date.isoformat)


def restore(run: Run, form: Form, check: Callable[[dict[str, Any]], None] | None = None, *, there: bool = True) -> bool:
    """Fill an empty form from the draft that the person left; False without one.

    `check` may mend what it says; `there`: False where it is known that there is none.
    """
    state = _state(form)
    state.clear()
    state["token"] = form.token
    found = drafts.of(data.engine(), data.county(), officer.actor().id, form.token) if there else None
    if found is None or not found.content:
        return False
    plain = json.loads(found.content)
    if check is not None:
        check(plain["told"])
    for name, value in plain["told"].items():
        st.session_state[form.prefix + name] = date.fromisoformat(value) if name in form.days else value
    if form.files:
        st.session_state[f"{form.files}_files"] = list(plain["files"])
    for name, value in plain["kinds"].items():
        st.session_state[name] = value
    moment = datetime.fromisoformat(found.saved).astimezone(ZoneInfo(data.county().time_zone))
    state.update(saved=found.content, restored=run.t.moment(moment), changed=plain["version"] < form.version)
    return True


def said(token: str) -> dict[str, Any] | None:
    """What the draft of the person under a token says, by field; None without one."""
    found = drafts.of(data.engine(), data.county(), officer.actor().id, token)
    return dict(json.loads(found.content)["told"]) if found is not None and found.content else None


def start(form: Form) -> None:
    """A form opens that is kept as it is from the first: what it is about was chosen by hand."""
    st.session_state.pop(STATE + form.prefix, None)
    _state(form).update(token=form.token, saved="")
    keep(form)


def keep(form: Form) -> None:
    """Keep what the form says, if it says anything new since it opened. A silent database loses nothing."""
    state, content = _state(form), dump(form)
    if "saved" not in state:
        state["saved"] = content  # as it opened, with what the form itself knows
        return
    if content == state["saved"]:
        return
    try:
        drafts.keep(data.engine(), data.county(), officer.actor().id, form.token, content, data.now())
    except SQLAlchemyError:
        logger.exception("a draft could not be kept")
        state["failed"] = True
        return
    state.update(saved=content, kept=data.now(), failed=False)


def untouched(form: Form) -> bool:
    """Whether a form says what it said as it opened, and that was no draft."""
    state = _state(form)
    return "kept" not in state and not state.get("restored") and state.get("saved") in (None, dump(form))


def drop(form: Form, *, files: bool = True) -> None:
    """Discard the draft, with its files where the form was not recorded."""
    names = [one["sha256"] for one in _files(form)] if files else []
    drafts.discard(data.engine(), data.county(), officer.actor().id, form.token)
    st.session_state.pop(STATE + form.prefix, None)
    if files and form.files:
        uploading.clear(form.files)
        uploading.forget(names)


def standing(run: Run, form: Form) -> str:
    """What is said beside the buttons of where the draft stands; "" as long as there is none."""
    state = _state(form)
    if state.get("failed"):
        return run.t("The draft cannot be kept at the moment; save the form soon.")
    if "kept" not in state:
        return ""
    at = state["kept"].astimezone(ZoneInfo(data.county().time_zone)).strftime("%H:%M")
    return run.t("Draft kept at {time}.", time=at)


def told(run: Run, form: Form, discard: Callable[[], None]) -> None:
    """Say that a draft was brought back, whether its row has changed since, and offer to discard it."""
    state, t = _state(form), run.t
    if not state.get("restored"):
        return
    changed = t("What it is about has changed since then.") if state["changed"] else ""
    words = " ".join(one for one in (t("Draft of {moment} restored.", moment=state["restored"]), changed) if one)
    with st.container(key=f"draft_{form.prefix}kept", horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="w-kept" role="status">{e(words)}</div>', width="stretch")
        st.button(run.t("Discard the draft"), key=f"draft_{form.prefix}discard", on_click=discard, type="tertiary")
