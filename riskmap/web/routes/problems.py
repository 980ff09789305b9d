"""Errors of the HTTP routes: one shape, {"error": {"code", "key", "value", "message"}}."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse

from riskmap.i18n import Translator
from riskmap.metrics.filters import KEYS, FilterError

MESSAGES = {
    "unknown_key": "Unknown filter {key}; filters are: {known}",
    "unknown_value": "Unknown value {value} of {key}; values are codes",
    "repeated_key": "{key} is given more than once; the values of a list are separated by commas",
    "bad_date": "{key}={value} is not a day like 2026-11-22",
    "from_after_as_of": "from={value} lies after as_of",
}


def problem(code: str, key: str = "", value: str = "", message: str = "", status: int = 400) -> JSONResponse:
    """One error as an answer; never kept by a cache."""
    error = {"code": code, "key": key, "value": value, "message": message or code}
    return JSONResponse({"error": error}, status_code=status, headers={"Cache-Control": "no-store"})


def once(request: Request) -> None:
    """Raise FilterError if a key of the address stands twice: one of its values would be lost without a word."""
    words = request.query_params.multi_items()
    keys = [key for key, _ in words]
    for key, value in words:
        if keys.count(key) > 1:
            raise FilterError(key, value, "repeated_key")


def asked(request: Request) -> dict[str, str]:
    """The words of an address; those that a form of a page sends in its one field `query` are among them."""
    words = dict(request.query_params)
    return {**dict(parse_qsl(words.pop("query", ""))), **words}


def no_purpose() -> JSONResponse:
    """Nothing leaves the program without a purpose: 400."""
    return problem("missing_purpose", "purpose", message="Say what for: purpose=… is kept in the log")


def refused() -> JSONResponse:
    """What the reader's role does not reach: 403."""
    return problem("refused", message="Your role does not reach this", status=403)


def not_found(request: Request) -> JSONResponse:
    """An address under /api/ that is none of ours: 404, never a page of Streamlit's."""
    return problem("not_found", value=request.url.path, message="There is no such address", status=404)


def filter_problem(error: FilterError, lang: str = "", known: tuple[str, ...] = KEYS) -> JSONResponse:
    """The answer to a word outside the vocabulary: 400 with the word and a sentence in the language asked for."""
    t = Translator(lang if lang in {"zh_CN", "en"} else "en")
    message = t(MESSAGES[error.code], key=error.key, value=error.value, known=", ".join(known))
    return problem(error.code, error.key, error.value, message)
