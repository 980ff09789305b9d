"""What most commands need: settings, county, database, a snapshot, the reader of filters."""

import argparse
import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from riskmap.cli.problem import Problem
from riskmap.settings import Settings, SettingsError, load_settings, now, today

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from riskmap.domain.county import County
    from riskmap.domain.roles import Right
    from riskmap.ledger.commands import Actor, Attachments, Ledger
    from riskmap.ledger.queries import Snapshot
    from riskmap.metrics.filters import Filter, Vocabulary
    from riskmap.metrics.index import Index


@dataclass
class Office:
    """One run of a command: everything is opened when it is first asked for."""

    settings: Settings

    @classmethod
    def open(cls) -> "Office":
        """Settings from the environment; raises Problem with the words of a wrong one."""
        try:
            return cls(load_settings())
        except SettingsError as error:
            raise Problem(str(error)) from error

    @cached_property
    def county(self) -> "County":
        """The county of the settings; raises Problem when its file is wrong."""
        from riskmap.domain.county import CountyError, load_county

        try:
            return load_county(self.settings.county_file)
        except CountyError as error:
            raise Problem(str(error)) from error

    @cached_property
    def engine(self) -> "Engine":
        """The database, made or brought up to date."""
        from riskmap.store.engine import open_engine
        from riskmap.store.migrate import upgrade

        if self.settings.database_url.startswith("sqlite:///"):
            self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        engine = open_engine(self.settings.database_url)
        upgrade(engine)
        return engine

    @property
    def attachments(self) -> "Attachments":
        """Where pictures are kept."""
        from riskmap.ledger.commands import Attachments

        return Attachments(self.settings.attachments)

    @cached_property
    def ledger(self) -> "Ledger":
        """The door for writes."""
        from riskmap.ledger.commands import Ledger

        return Ledger(self.engine, self.county, self.county.gates(), self.attachments)

    @cached_property
    def snapshot(self) -> "Snapshot":
        """The ledger as frames."""
        from riskmap.ledger import queries

        return queries.snapshot(self.engine, self.county)

    @cached_property
    def index(self) -> "Index":
        """The index of the ledger, with what was done beside the loop."""
        from riskmap.metrics.index import Index

        found = self.snapshot
        return Index(found.hazards, found.spells, acts=found.acts, ladder=self.county.ladder())

    @property
    def now(self) -> datetime:
        """The present moment, UTC."""
        return now()

    @property
    def today(self) -> date:
        """The day in the county."""
        return today(self.settings, self.county.time_zone)

    @property
    def actor(self) -> "Actor":
        """The command line acts as `system`; events name the user of the operating system."""
        from riskmap.ledger.commands import Actor

        return Actor(id="system", name=f"system ({_user()})", role="system")

    def acting(self, login: str, right: "Right") -> "Actor":
        """Who acts for `--as USER`: that person with the roles held today, without one the command line itself.

        Raises Problem for somebody unknown, put out, or without the right.
        """
        if not login:
            return self.actor
        from riskmap.domain.people import held
        from riskmap.domain.roles import RIGHTS
        from riskmap.ledger import permission
        from riskmap.ledger.commands import Actor, Refused
        from riskmap.ledger.people import persons

        found = next((one for one in persons(self.engine, self.county) if one.login == login and one.active), None)
        grants = held(found.grants, self.today) if found else ()
        if found is None or not grants:
            raise Problem(f"nobody signs in as {login}")
        try:
            return permission.permit(Actor(found.id, found.name, grants[0].role.value, "", grants), RIGHTS[right])
        except Refused as refused:
            raise Problem(f"{login} may not do this: no role of theirs has the right") from refused

    @property
    def lang(self) -> str:
        """The language of names where a filter does not say one."""
        return self.settings.lang or "zh_CN"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for the user id, as in some containers
        return "?"


def words_of(options: argparse.Namespace) -> dict[str, str]:
    """The filter words of `--where`, `--from` and `--as-of`; raises Problem on a word without "=" or said twice."""
    given = [tuple(pair.split("=", 1)) for group in options.where for pair in group]
    for key, value in (("from", getattr(options, "from_", None)), ("as_of", getattr(options, "as_of", None))):
        if value:
            given.append((key, value))
    words: dict[str, str] = {}
    for pair in given:
        if len(pair) != 2:
            raise Problem(f"--where takes key=value, not {pair[0]!r}")
        if words.setdefault(pair[0], pair[1]) != pair[1]:
            raise Problem(f"{pair[0]} is given twice: {words[pair[0]]!r} and {pair[1]!r}")
    return words


def question(office: Office, words: Mapping[str, str]) -> tuple["Index", "Filter"]:
    """Index of the ledger and the filter of `words`; raises Problem on a word outside the vocabulary."""
    from riskmap.metrics.filters import FilterError, parse

    vocabulary = _vocabulary(office)
    try:
        where = parse(words, vocabulary, office.today)
    except FilterError as error:
        raise Problem(_told(error.key, error.value, error.code, vocabulary)) from error
    return _index(office), where


def _vocabulary(office: Office) -> "Vocabulary":
    from riskmap.metrics.filters import Vocabulary

    county = office.county
    known = {
        "sector": county.sectors.codes,
        "group": county.sectors.groups,
        "township": [region.code for region in county.regions.townships],
        "department": county.departments.codes,
    }
    return Vocabulary.of(office.snapshot.hazards, known, office.snapshot.spells)


def _index(office: Office) -> "Index":
    from riskmap.metrics.index import Index

    county = office.county
    order = {
        "sector": county.sectors.codes,
        "group": county.sectors.groups,
        "township": [region.code for region in county.regions.townships],
        "department": county.departments.codes,
    }
    of, ladder = office.snapshot, office.county.ladder()
    return Index(of.hazards, of.spells, order, acts=of.acts, firms=of.enterprises, ladder=ladder)


def _told(key: str, value: str, code: str, vocabulary: "Vocabulary") -> str:
    from riskmap.metrics.filters import KEYS

    if code == "unknown_key":
        return f"unknown filter {key!r}; filters are: {', '.join(KEYS)}"
    if code == "bad_date":
        return f"{key}={value!r} is not a day like 2026-11-22"
    if code == "from_after_as_of":
        return f"from={value!r} lies after as_of"
    known = sorted(getattr(vocabulary, key, ()) or (["1"] if key == "overdue" else []))
    shown = ", ".join(known[:40]) + (" …" if len(known) > 40 else "")
    return f"unknown value {value!r} of {key}; values are codes: {shown}"
