"""What became of a step with an account, a token or a report: said once on top of the page, a secret shown once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from riskmap.i18n import Translator
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.views.html.accounts import why
from riskmap.views.html.markup import e
from riskmap.web import session
from riskmap.web.filterbar import plain

DONE: Final = "house_outcome"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Words for the reader; `secret` with the words over it is shown once and kept nowhere."""

    words: str
    secret: str = ""
    over: str = ""


def tell(step: Callable[[], Outcome], said: Callable[[Translator, Iterable[str]], list[str]] = why) -> bool:
    """Take a step in a callback and keep what came of it for the run that follows; whether it was taken.

    `said`: the sentences of codes.
    """
    t = session.current().t
    try:
        st.session_state[DONE] = step()
    except Refused as refused:
        st.session_state[DONE] = said(t, refused.codes)
    except Stale:
        st.session_state[DONE] = said(t, ("stale",))
    except NotFound:
        st.session_state[DONE] = said(t, ("not_found",))
    else:
        return True
    return False


def outcome() -> None:
    """Say what became of the last step."""
    done = st.session_state.pop(DONE, None)
    if isinstance(done, Outcome):
        st.success(plain(done.words))
        if done.secret:
            with st.container(key="told_once"):
                st.html(f"<p>{e(done.over)}</p>")
                st.code(done.secret, language=None)
    elif done:
        st.error("\n".join(plain(one) for one in done))
