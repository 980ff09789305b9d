"""What the other side of an attempt said: it took the message, refused it, or left open what became of it.

A library that sends tells no more than yes or no, and some of its yeses are none: the robots of WeCom and DingTalk
refuse with HTTP 200 and a number in the answer (`errcode`). Some of its noes are none either: an answer that comes too
late, or from some of several addresses alone. So the two ways out, HTTP and SMTP, are listened to while it sends.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError

from riskmap.domain.notices import Outcome

ACCEPTED: Final = (250, 251)  # a mail server takes what it was given
STILL_SENT: Final = (307, 308)  # leads elsewhere, with the same message
NO_WORD: Final = 504  # a gateway in between did not wait for the answer
UNSENT: Final = (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.SSLError)


@dataclass(slots=True)
class Heard:
    """How many messages of one attempt were taken, refused, or left without an answer."""

    taken: int = 0
    refused: int = 0
    unanswered: int = 0

    def outcome(self, *, said: bool) -> Outcome:
        """What became of an attempt that went well (`said`), or did not, for the library that made it."""
        some = self.taken > 0 and (self.refused > 0 or (not said and self.taken > 1))
        if self.unanswered or some:
            return Outcome.UNKNOWN
        return Outcome.TAKEN if said and not self.refused else Outcome.REFUSED


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what is answered within the block, in this process."""
    heard = Heard()
    with ExitStack() as stack:
        stack.enter_context(_instead(HTTPAdapter, "send", _web(HTTPAdapter.send, heard)))
        stack.enter_context(_instead(smtplib.SMTP, "rcpt", _recipient(smtplib.SMTP.rcpt, heard)))
        stack.enter_context(_instead(smtplib.SMTP, "data", _mail(smtplib.SMTP.data, heard)))
        yield heard


@contextmanager
def _instead(owner: type, name: str, own: Callable[..., Any]) -> Iterator[None]:
    known = getattr(owner, name)
    setattr(owner, name, own)
    try:
        yield
    finally:
        setattr(owner, name, known)


def _web(send: Callable[..., Any], heard: Heard) -> Callable[..., Any]:
    def listened(adapter: HTTPAdapter, request: requests.PreparedRequest, *args: Any, **more: Any) -> Any:
        if request.method == "GET":  # a question of the library, no message
            return send(adapter, request, *args, **more)
        try:
            answer = send(adapter, request, *args, **more)
            _judged(answer, heard)
        except requests.RequestException as error:
            if isinstance(error, UNSENT) or (error.args and isinstance(error.args[0], MaxRetryError)):
                heard.refused += 1  # there was no connection: nothing went out
            else:
                heard.unanswered += 1
            raise
        return answer

    return listened


def _judged(answer: requests.Response, heard: Heard) -> None:
    """Count an answer; one that leads elsewhere is followed by another. Reads it, and raises where it breaks off.

    Where the next one would be a question (GET) the message itself went nowhere.
    """
    said = answer.content
    if answer.is_redirect:
        heard.refused += answer.status_code not in STILL_SENT
        return
    if answer.status_code == NO_WORD:
        heard.unanswered += 1
    elif answer.ok and not _errcode(answer, said):
        heard.taken += 1
    else:
        heard.refused += 1


def _errcode(answer: requests.Response, said: bytes) -> bool:
    try:
        told = answer.json() if said[:1] == b"{" else None
    except ValueError:
        return False  # no JSON: the status is all there is
    return isinstance(told, dict) and str(told.get("errcode") or 0) != "0"


def _recipient(rcpt: Callable[..., Any], heard: Heard) -> Callable[..., Any]:
    def listened(server: smtplib.SMTP, *args: Any, **more: Any) -> Any:
        answer = rcpt(server, *args, **more)
        heard.refused += answer[0] not in ACCEPTED
        return answer

    return listened


def _mail(data: Callable[..., Any], heard: Heard) -> Callable[..., Any]:
    def listened(server: smtplib.SMTP, *args: Any, **more: Any) -> Any:
        try:
            answer = data(server, *args, **more)
        except smtplib.SMTPResponseException:
            heard.refused += 1  # before the text was asked for
            raise
        except OSError:
            heard.unanswered += 1
            raise
        heard.taken += answer[0] in ACCEPTED
        heard.refused += answer[0] not in ACCEPTED
        return answer

    return listened
