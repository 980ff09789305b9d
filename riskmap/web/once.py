"""A form is taken once: a second click, on its way while the first one was being written, hears what became of that.

A newer click ends the callback of the one before at its next look into the session, so that the word of what was
written may be lost between the ledger and the session. It is kept here, in an object the session gave out before.
"""

from typing import Any, Final

import streamlit as st
import uuid_utils

KEY: Final = "_sent"
MOST: Final = 32  # forms remembered in a session


class Sent:
    """What became of the forms of a session, by their token."""

    def __init__(self) -> None:
        self._became: dict[str, Any] = {}

    def became(self, token: str) -> Any | None:
        """What was told of a form that was taken; None for one that was not."""
        return self._became.get(token)

    def keep(self, token: str, said: Any) -> None:
        """A form was taken; the oldest ones are forgotten."""
        self._became[token] = said
        for old in [*self._became][:-MOST]:
            del self._became[old]


def sent() -> Sent:
    """The forms of this session that were taken; ask for it before anything is written."""
    found: Sent = st.session_state.setdefault(KEY, Sent())
    return found


def token() -> str:
    """The token of a form that opens."""
    return str(uuid_utils.uuid7())
