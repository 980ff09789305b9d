"""`token list | add | revoke`: what programs and screens on walls show in place of a sign-in."""

import argparse
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.users import asked, grants
from riskmap.cli.words import Result
from riskmap.domain.tokens import Token
from riskmap.ledger.tokens import Tokens
from riskmap.store.tokens import told

logger = logging.getLogger("riskmap")
DOOR = "/door/device#"


def listed(options: argparse.Namespace) -> Result:
    """Answer `token list`: every token, latest first; no secret."""
    del options
    office = Office.open()
    return {
        "tokens": [_shown(one) | {"used": used, "waiting": waiting} for one, used, waiting in _tokens(office).listed()]
    }, 0


def added(options: argparse.Namespace) -> Result:
    """Answer `token add`: the token is told here and nowhere else; a screen's with the address that takes it."""
    office = Office.open()
    if not 1 <= options.days <= 732:
        raise Problem("--days is 1 to 732", 2)
    (grant,) = grants(office, [options.role])
    last = office.today + timedelta(days=options.days - 1)
    token = Token("", options.name, replace(grant, last=last))
    made, secret = asked(lambda: _tokens(office).add(token, office.today, office.actor))
    document = {"token": _shown(made), "secret": secret}
    if made.device:
        document["open"] = f"{DOOR}{secret}"
        logger.info("open this address on the screen once; what stands behind # is used up by it")
    return document, 0


def revoked(options: argparse.Namespace) -> Result:
    """Answer `token revoke`: by name or id; it opens nothing from the next request on."""
    office = Office.open()
    tokens = _tokens(office)
    named = [one for one, _, _ in tokens.listed() if options.token in (one.id, one.name)]
    found = next((one for one in named if not one.revoked), named[0] if named else None)
    if found is None:
        raise Problem(f"there is no token {options.token}", 2)
    return {"token": _shown(asked(lambda: tokens.revoke(found.id, office.actor)))}, 0


def _tokens(office: Office) -> Tokens:
    return Tokens(office.engine, office.county)


def _shown(token: Token) -> dict[str, Any]:
    return {"id": token.id, **told(token)}
