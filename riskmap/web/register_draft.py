"""The draft of the form of one hazard."""

from collections.abc import Callable
from typing import Any, Final

from riskmap.ledger import drafts
from riskmap.web import data, officer
from riskmap.web.form_draft import Form
from riskmap.web.session import Run
from riskmap.web.visit_draft import ID

PREFIX: Final = "register_"
FILES: Final = "_register"  # of the field of files
FORM: Final = Form("form:one", PREFIX, FILES, frozenset({"found", "due", "order_on"}))


def begun() -> bool:
    """Whether the form that the person left last is that of one hazard."""
    who = (data.engine(), data.county(), officer.actor().id)
    one, visit = drafts.of(*who, FORM.token), drafts.latest(*who)
    return one is not None and (visit is None or one.saved > visit.saved)


def check(run: Run) -> Callable[[dict[str, Any]], None]:
    """What mends a draft: an enterprise that is gone since then, or no longer the reader's, is none."""

    def mend(said: dict[str, Any]) -> None:
        chosen = str(said.get("enterprise") or "")
        if ID.fullmatch(chosen) and chosen not in set(run.view.snapshot.enterprises["id"]):
            said.pop("enterprise")

    return mend
