"""The reports of whistle-blowers under a new key: every one or none, one event without a word of them."""

from datetime import date
from typing import Final

from cryptography.fernet import MultiFernet
from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.roles import Role
from riskmap.ledger import permission, sealing
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal, journal
from riskmap.ledger.sealing import Keyring
from riskmap.store import events, tips
from riskmap.store.shapes import loads
from riskmap.store.tips import Kept

SAME: Final = "tip:key_same"
WHICH: Final = "tip:which"
EVERY: Final = "tips"  # id of the event: it is about every report


def reseal(engine: Engine, county: County, old: Keyring, new: Keyring, actor: Actor, on: date) -> int:
    """Seal every report anew under the first key of `new`; how many. Without any nothing is written, no event either.

    For whoever sits at the command line alone (DOMAIN.md §7.2): nobody reads a report by it. Raises Refused, and leaves
    everything as it is: tip:key_missing, tip:key_wrong or tip:changed with tip:which:NUMBERS, tip:key_same.
    """
    actor = permission.permit(actor, frozenset({Role.SYSTEM}))
    with journal(engine, county, actor) as book:
        found = tips.kept(book.connection, county.code)
        if not found:
            return 0
        box = old.box()
        _sound(book, found, box)
        new.make()
        fresh = new.box()
        if all(sealing.opens(new.sealer(), one.sealed) for one in found):
            raise Refused((SAME,))
        after = [_anew(box, fresh, county.code, one) for one in found]
        tips.seal_anew(book.connection, county.code, found, after)
        book.note("tips_resealed", events.SEAL, EVERY, on, tips.resealed(found, after))
    return len(found)


def _sound(book: Journal, found: list[Kept], box: MultiFernet) -> None:
    """Every report is what its last event says, and opens with the old key; else Refused with the numbers."""
    county, later = book.county.code, tips.resealings(book.connection, book.county.code)
    last = {one.entity_id: one for one in events.read(book.connection, county, "entity = ?", (events.TIP,))}
    told = {number: loads(event.payload) for number, event in last.items()}
    for code, bad in (
        (sealing.CHANGED, [one for one in found if told.get(one.tip.number) != tips.told_of(one, later)]),
        (sealing.WRONG, [one for one in found if not sealing.opens(box, one.sealed)]),
    ):
        if bad:
            raise Refused((code, f"{WHICH}:{', '.join(one.tip.number for one in bad)}"))


def _anew(old: MultiFernet, new: MultiFernet, county: str, kept: Kept) -> str:
    """The ciphertext under the new key, proved to hold the same words."""
    words = sealing.unseal(old, county, kept.tip, kept.sealed)
    sealed = sealing.seal(new, county, kept.tip, words)
    if sealing.unseal(new, county, kept.tip, sealed) != words:
        raise Refused((sealing.WRONG, f"{WHICH}:{kept.tip.number}"))
    return sealed
