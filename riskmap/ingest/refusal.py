"""A file that cannot become rows is refused with a code, never with a traceback."""


class Refusal(Exception):
    """The file as a whole is refused; `code` names the reason (sentences: messages.py), `detail` what was seen."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
