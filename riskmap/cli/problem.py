"""What stops a command, in words for the person at the keyboard."""

from typing import Any

from riskmap.ledger.errors import Refused


class Problem(Exception):
    """A command that cannot go on: words for stderr, exit code, and the document for stdout if there has to be one."""

    def __init__(self, message: str, exit_code: int = 2, document: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.document = document


def refusal(refused: Refused) -> str:
    """The ledger's no in words for the person at the keyboard."""
    from riskmap.i18n import Translator
    from riskmap.views.html.actions import reasons

    return " ".join(reasons(Translator("en"), refused.codes))
