"""`remind`: what waits is told to the channels of the settings, each channel, day and kind once (for cron)."""

import argparse
import logging
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.domain.notices import Channel, ChannelsError, Kind, Notice, Outcome, load_channels
from riskmap.i18n import Translator

if TYPE_CHECKING:
    from riskmap.ledger.notices import Notices

logger = logging.getLogger("riskmap")


def remind(options: argparse.Namespace) -> Result:
    """Answer `remind [--dry-run] [--as-of D] [--again | --arrived]`: exit 0 if all that was due went out, else 1.

    Without a file of channels nothing is counted, queued or sent.
    """
    office = Office.open()
    if office.settings.channels is None:
        logger.info("no channel is set (RISKMAP_CHANNELS): nothing is queued, nothing is sent")
        return {"channels": 0, "queued": 0, "sent": 0, "failed": 0, "waiting": 0, "cut_off": 0}, 0
    try:
        channels = load_channels(office.settings.channels, office.county)
    except ChannelsError as error:
        raise Problem(str(error)) from None
    day = _day(options.as_of, office.today)
    wanted = [one for channel in channels for one in _notices(office, channel, day)]
    if options.dry_run:
        return _dry(channels, wanted), 0
    _settle(office, options)
    return _run(office, channels, wanted)


def _day(told: str | None, today: date) -> date:
    try:
        day = date.fromisoformat(told) if told else today
    except ValueError:
        raise Problem(f"--as-of takes a day like 2026-11-22, not {told!r}") from None
    if day > today:
        raise Problem(f"--as-of {day} is still to come: notices tell what waits today or waited before")
    return day


def _notices(office: Office, channel: Channel, day: date) -> Iterator[Notice]:
    """What a channel has to be told; nothing where nothing waits."""
    from riskmap.metrics import notices as figures
    from riskmap.views import notices as words

    t, index = Translator(office.lang), office.index
    for kind in Kind:
        found = figures.waiting(index, channel.grant, day, kind)
        if found:
            title = words.title(t, office.county.label(office.lang), demo=office.snapshot.demo)
            text = words.body(t, index, found, day, detail=channel.detail)
            counts = {line: len(rows) for line, rows in found.items()}
            yield Notice("", channel.name, day, kind, counts, title, text, channel.detail)


def _dry(channels: tuple[Channel, ...], wanted: list[Notice]) -> dict[str, Any]:
    from riskmap.cli.sending import understood

    for one in channels:
        if not understood(one.url):
            logger.warning("channel %s: its address is none that can be sent to", one.name)
    told = [
        {"channel": one.channel, "day": one.day.isoformat(), "kind": one.kind.value, "counts": dict(one.counts),
         "title": one.title, "text": one.body}
        for one in wanted
    ]  # fmt: skip
    return {"channels": len(channels), "would_queue": told}


def _settle(office: Office, options: argparse.Namespace) -> None:
    """What a person has decided of notices that were cut off: they go out again, or they arrived."""
    from riskmap.ledger.notices import Notices

    book = Notices(office.engine, office.county)
    if options.again:
        logger.info("%d notices that were cut off are sent again", book.again(office.actor))
    if options.arrived:
        logger.info("%d notices that were cut off are taken for sent", book.arrived(office.actor))


def _run(office: Office, channels: tuple[Channel, ...], wanted: list[Notice]) -> Result:
    from riskmap.ledger.notices import Notices

    book = Notices(office.engine, office.county)
    queued = book.queue(wanted, office.actor)
    sent, failed = _send(office, book, {one.name: one for one in channels})
    cut_off, (due, later) = book.cut_off(), book.waiting(office.now)
    for one in cut_off:
        logger.warning(
            "channel %s, %s of %s: its attempt was cut off or not answered; whether it arrived is unknown, "
            "remind --again repeats it, remind --arrived takes it for sent",
            one.channel, one.kind, one.day,
        )  # fmt: skip
    document = {
        "channels": len(channels), "queued": queued, "sent": sent, "failed": failed, "waiting": len(due) + len(later),
        "cut_off": len(cut_off),
    }  # fmt: skip
    return document, 1 if failed or cut_off else 0


def _send(office: Office, book: "Notices", channels: dict[str, Channel]) -> tuple[int, int]:
    """Try what is due, oldest first; a channel that fails is left alone until its next moment."""
    from riskmap.cli.sending import send

    sent, failed, left = 0, 0, set[str]()
    for one in book.waiting(office.now)[0]:
        channel = channels.get(one.channel)
        if channel is None:
            logger.warning("channel %s of %s is no longer among the channels: it stays queued", one.channel, one.day)
            continue
        if one.channel in left or (taken := book.take(one, office.actor)) is None:
            continue
        outcome = send(channel.url, taken.title, taken.body)
        if outcome is Outcome.TAKEN:
            book.sent(taken, office.actor)
            sent += 1
            continue
        left.add(one.channel)
        if outcome is Outcome.REFUSED:  # else it stays as it is: cut off
            back = book.failed(taken, office.now, office.actor)
            logger.warning("channel %s did not take the notice; next attempt after %s", one.channel, back.next_at)
            failed += 1
    return sent, failed
