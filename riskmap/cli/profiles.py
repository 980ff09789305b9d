"""`profiles list | show | remove`: how the files of a sender are read, as it was kept."""

import argparse

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result


def listed(options: argparse.Namespace) -> Result:
    """Answer `profiles list`: the senders, with how many headers each profile knows and when it was saved (UTC)."""
    from riskmap.ledger import queries

    del options
    office = Office.open()
    found = queries.profiles(office.engine, office.county).values()
    rows = [{"sender": one.sender, "headers": len(one.told.get("headers", {})), "saved": one.at} for one in found]
    return {"profiles": rows}, 0


def shown(options: argparse.Namespace) -> Result:
    """Answer `profiles show SENDER`: the whole profile; exit 2 if there is none."""
    from riskmap.ledger import queries

    office = Office.open()
    one = queries.profiles(office.engine, office.county).get(options.sender)
    if one is None:
        raise Problem(f"no profile is kept for {options.sender}", 2)
    return {"sender": one.sender, "saved": one.at, "profile": dict(one.told)}, 0


def removed(options: argparse.Namespace) -> Result:
    """Answer `profiles remove SENDER`: the next file of the sender is read without it; exit 2 if there is none."""
    from riskmap.ledger.errors import NotFound

    office = Office.open()
    try:
        office.ledger.remove_profile(options.sender, office.actor)
    except NotFound as gap:
        raise Problem(f"no profile is kept for {options.sender}", 2) from gap
    return {"removed": options.sender}, 0
