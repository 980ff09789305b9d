"""Errors of the HTTP routes: one shape, {"error": {"code", "key", "value", "message"}}."""

from starlette.responses import JSONResponse

from riskmap.i18n import Translator
from riskmap.metrics.filters import KEYS, FilterError

MESSAGES = {
    "unknown_key": "Unknown filter {key}; filters are: {known}",
    "unknown_value": "Unknown value {value} of {key}; values are codes",
    "bad_date": "{key}={value} is not a day like 2026-11-22",
    "from_after_as_of": "from={value} lies after as_of",
}


def problem(code: str, key: str = "", value: str = "", message: str = "", status: int = 400) -> JSONResponse:
    """One error as an answer; never kept by a cache."""
    error = {"code": code, "key": key, "value": value, "message": message or code}
    return JSONResponse({"error": error}, status_code=status, headers={"Cache-Control": "no-store"})


def filter_problem(error: FilterError, lang: str = "", known: tuple[str, ...] = KEYS) -> JSONResponse:
    """The answer to a word outside the vocabulary: 400 with the word and a sentence in the language asked for."""
    t = Translator(lang if lang in {"zh_CN", "en"} else "en")
    message = t(MESSAGES[error.code], key=error.key, value=error.value, known=", ".join(known))
    return problem(error.code, error.key, error.value, message)
