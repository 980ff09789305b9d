"""The words of the commands about people, tokens and the key of the reports received."""

from pathlib import Path
from typing import Any

from riskmap.cli.words import add


def declare(commands: Any) -> None:
    """Add them to the command line."""
    for one in (_users, _tokens, _tips):
        one(commands)


def _users(commands: Any) -> None:
    words = "who signs in (RISKMAP_AUTH=local): the first administrator is made here"
    steps = commands.add_parser("user", help=words, description=words).add_subparsers(
        metavar="list | add | change | password | disable | enable | unlock | sign-out | deputy", required=True
    )
    add(steps, "list", "every person with roles and scopes", "users:listed")
    for name, help_ in (("add", "a person, with a first password told once"), ("change", "other roles, post or name")):
        one = add(steps, name, help_, f"users:{'added' if name == 'add' else 'changed'}")
        one.add_argument("login", metavar="LOGIN")
        one.add_argument("--name", default="", help="name of the person")
        one.add_argument("--post", default="", help="post (职务)")
        one.add_argument(
            "--role", action="append", default=[], metavar="ROLE[:KEY=CODE,…]",
            help="a role with its part of the county: committee, department:sector=coal,coalwash, "
            "township:township=141034100, enterprise:enterprise=ID (parts joined by ';'); several times for several",
        )  # fmt: skip
    for name, help_, run in (
        ("password", "a new first password, told once", "users:password"),
        ("disable", "put out: no sign-in, every session ends", "users:disabled"),
        ("enable", "let in again", "users:enabled"),
        ("unlock", "open the door that five failures shut", "users:unlocked"),
        ("sign-out", "end every session", "users:signed_out"),
    ):
        add(steps, name, help_, run).add_argument("login", metavar="LOGIN")
    one = add(steps, "deputy", "stand in for somebody (AB角)", "users:deputy")
    one.add_argument("login", metavar="LOGIN", help="who stands in")
    one.add_argument("--for", dest="principal", required=True, metavar="LOGIN", help="for whom")
    one.add_argument("--first", required=True, metavar="D", help="first day")
    one.add_argument("--last", required=True, metavar="D", help="last day, at most 93 days later")


def _tokens(commands: Any) -> None:
    words = "what programs and screens on walls show in place of a sign-in"
    steps = commands.add_parser("token", help=words, description=words).add_subparsers(
        metavar="list | add | revoke", required=True
    )
    add(steps, "list", "every token with role, part, last day and last use", "tokens:listed")
    one = add(steps, "add", "a token, told once", "tokens:added")
    one.add_argument("name", metavar="NAME", help="whose it is: a program, or the place of a screen")
    one.add_argument(
        "--role", required=True, metavar="ROLE[:KEY=CODE,…]",
        help="device for a screen (its wall alone, no names of persons); for a program what it reads as, with its part "
        "of the county: analyst, township:township=141034100",
    )  # fmt: skip
    one.add_argument("--days", type=int, default=365, metavar="N", help="days it is good for, today included (365)")
    one = add(steps, "revoke", "take one back: it opens nothing from the next request on", "tokens:revoked")
    one.add_argument("token", metavar="NAME|ID")


def _tips(commands: Any) -> None:
    words = "the reports received (举报): their key"
    steps = commands.add_parser("tips", help=words, description=words).add_subparsers(metavar="reseal", required=True)
    told = "seal every report anew under a new key: all of them or none"
    one = add(steps, "reseal", told, "tips:resealed")
    one.add_argument(
        "--new-key", required=True, type=Path, metavar="FILE", help="file with the new key; made if not there"
    )
