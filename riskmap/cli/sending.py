"""One notice to one address, by apprise: robots of WeCom, DingTalk and Feishu, e-mail, plain HTTP.

Addresses hold secrets: the loggers of the libraries underneath are silent, and nothing of an address is told.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from riskmap.domain.notices import Outcome

if TYPE_CHECKING:
    from apprise import Apprise

SPEAKERS: Final = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")
PROGRAM: Final = "riskmap"


def understood(url: str) -> bool:
    """Whether an address is one that can be sent to; nothing is asked of the network."""
    with _silent():
        return bool(_sender(url))


def send(url: str, title: str, text: str) -> Outcome:
    """What became of a notice to an address; REFUSED for an address that is none and for a closed network."""
    from apprise import NotifyFormat

    from riskmap.cli.heard import listening

    with _silent(), listening() as heard:
        sender = _sender(url)
        try:
            said = bool(sender and sender.notify(body=text, title=title, body_format=NotifyFormat.TEXT))
        except (OSError, ValueError, TypeError):  # what a library below let through; its words may hold the address
            said = False
    return heard.outcome(said=said)


def _sender(url: str) -> "Apprise | None":
    """Apprise with one address, None where it does not understand it; the program's name stands in messages."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id=PROGRAM, app_desc=PROGRAM, app_url="", image_url_mask="", image_url_logo="", image_path_mask="",
        async_mode=False, storage_mode=apprise.PersistentStoreMode.MEMORY,
    )  # fmt: skip
    made = apprise.Apprise(asset=asset)
    return made if made.add(url) else None


@contextmanager
def _silent() -> Iterator[None]:
    """Loggers that would tell addresses say nothing, whatever the level of logging is."""
    loggers = [logging.getLogger(name) for name in SPEAKERS]
    known = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, known, strict=True):
            one.setLevel(level)
