"""What stops a command, in words for the person at the keyboard."""

from typing import Any


class Problem(Exception):
    """A command that cannot go on: words for stderr, exit code, and the document for stdout if there has to be one."""

    def __init__(self, message: str, exit_code: int = 2, document: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.document = document
