"""Enterprises of a file and of the register: by code, exact normalised name, alias; never by likeness."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import uuid_utils

from riskmap.domain.codes import Level, ProductionState, Risk
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.uscc import is_valid
from riskmap.ingest.change import Change
from riskmap.ingest.clean.text import company
from riskmap.ingest.findings import PER_CODE, Findings
from riskmap.ingest.likeness import Decisions, Register
from riskmap.ingest.reach import PARTS, Reach
from riskmap.ingest.register import Firm

SPLIT = re.compile(r"[、,，;；/\s]+")
CODES: Mapping[str, type] = {"supervision": Level, "state": ProductionState, "risk": Risk}


@dataclass(slots=True)
class Firms:
    """The known enterprises and those a file adds; `ids` resolves names of a ledger."""

    findings: Findings
    demo: bool = False
    by_uscc: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    stored: dict[str, Enterprise] = field(default_factory=dict)
    written: dict[str, Enterprise] = field(default_factory=dict)  # new or changed by this file
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    decisions: Decisions = field(default_factory=dict)  # what a person decided about unknown names
    reach: Reach = field(default_factory=Reach)
    _register: Register | None = None

    def know(self, enterprises: Iterable[Enterprise]) -> None:
        """Take in the stored enterprises."""
        for one in enterprises:
            self.stored[one.id] = one
            self._index(one)

    def _index(self, one: Enterprise) -> None:
        if one.uscc:
            self.by_uscc.setdefault(one.uscc, one.id)
        for name in (one.name, *one.aliases, *SPLIT.split(one.short)):
            if name:
                self.by_name.setdefault(company(name), one.id)

    def find(self, name: str, uscc: str) -> str | None:
        """The id of a known enterprise by code, name or alias."""
        if uscc and uscc in self.by_uscc:
            return self.by_uscc[uscc]
        found = self.by_name.get(company(name))
        if found is None:
            return None
        held = self.get(found).uscc
        return None if uscc and held and held != uscc and is_valid(uscc) else found

    def get(self, firm_id: str) -> Enterprise:
        """An enterprise as this file leaves it."""
        return self.written.get(firm_id) or self.stored[firm_id]

    def resolve(self, name: str, uscc: str, where: tuple[str, int, dict[str, str]]) -> str:
        """The id of a ledger's enterprise; an unknown one is created as unconfirmed, with a finding."""
        sheet, row, told = where
        if uscc and not is_valid(uscc):
            self.findings.add(sheet, row, "", uscc, "bad_uscc")
        found = self.find(name, uscc)
        if found is not None:
            if uscc and company(self.get(found).name) != company(name) and self.by_uscc.get(uscc) == found:
                shown = f"{self.get(found).name} / {name}" if self.reach.tells(found) else name
                self.findings.add(sheet, row, "", shown, "uscc_two_names")
            return found
        if meant := self._decided(name):
            self.findings.add(sheet, row, "", f"{name} → {self.get(meant).name}", "enterprise_decided")
            return meant
        self._unknown(name, uscc, sheet, row)
        facts: dict[str, Any] = self.reach.told(told)
        made = Enterprise(id=_new_id(), name=name, uscc=uscc, confirmed=False, demo=self.demo, **facts)
        self.written[made.id] = made
        self._index(made)
        return made.id

    def _decided(self, name: str) -> str:
        """The enterprise that a person says is meant; it bears the name as an alias from now on."""
        meant = self.decisions.get(name, "")
        if meant not in self.stored or not self.reach.tells(meant):
            return ""
        one = self.get(meant)
        if not self.reach.firm(one):
            return meant
        self.written[meant] = replace(one, aliases=tuple(dict.fromkeys((*one.aliases, name))))
        self._index(self.written[meant])
        return meant

    def _unknown(self, name: str, uscc: str, sheet: str, row: int) -> None:
        """An unknown name is told with the enterprises that it resembles, unless somebody said that it is a new one."""
        self.findings.add(sheet, row, "", name, "enterprise_created")
        if name in self.decisions or self.findings.counts["enterprise_resembles"] >= PER_CODE:
            return
        if self._register is None:
            self._register = Register(one for one in self.stored.values() if self.reach.tells(one.id))
        if found := self._register.near(name, uscc if is_valid(uscc) else ""):
            more = {"candidates": [one.as_json() for one in found]}
            self.findings.add(sheet, row, "", name, "enterprise_resembles", more)

    def register(self, sheet: str, firm: Firm) -> None:
        """Take one row of a register: a new enterprise, a changed or an unchanged one."""
        facts = self._facts(sheet, firm)
        name, uscc = facts["name"], facts.get("uscc", "")
        found = self.find(name, uscc)
        if found is None:
            made = Enterprise(id=_new_id(), demo=self.demo, confirmed=True, **self.reach.told(facts))
            if not self.reach.firm(made):
                self.reach.reject(sheet, firm.row, name, self.findings)
                return
            self.written[made.id] = made
            self.seen.add(made.id)
            self._index(made)
            self.created += 1
            return
        moved = replace(self.get(found), **{one: facts[one] for one in PARTS.values() if one in facts})
        if not (self.reach.firm(self.get(found)) and self.reach.firm(moved)):
            self.reach.reject(sheet, firm.row, name, self.findings)
            return
        if found in self.seen:
            self.findings.add(sheet, firm.row, "", name, "duplicate_enterprise")
        self.seen.add(found)
        self._update(found, facts, sheet, firm.row)

    def _update(self, found: str, facts: dict[str, Any], sheet: str, row: int) -> None:
        old = self.get(found)
        if company(old.name) != company(facts["name"]):
            if self.by_uscc.get(facts.get("uscc", "")) == found:
                self.findings.add(sheet, row, "", f"{old.name} / {facts['name']}", "uscc_two_names")
                facts["aliases"] = tuple(dict.fromkeys((*old.aliases, old.name)))
            else:
                del facts["name"]  # matched by an alias: the register's own name stays
        changed = {name: value for name, value in facts.items() if _differs(getattr(old, name), value)}
        if not old.confirmed:
            changed["confirmed"] = True
        if not changed:
            self.unchanged += 1
            return
        self.changes += Change.of(old, changed, sheet, row)
        self.written[found] = replace(old, **changed)
        self._index(self.written[found])
        self.changed += 1

    def _facts(self, sheet: str, firm: Firm) -> dict[str, Any]:
        facts = dict(firm.facts)
        for name, kind in CODES.items():
            if name in facts:
                facts[name] = kind(facts[name])
        if (uscc := facts.get("uscc")) and not is_valid(uscc):
            self.findings.add(sheet, firm.row, "", uscc, "bad_uscc")
        return facts


def _differs(before: Any, value: Any) -> bool:
    if isinstance(before, float) and isinstance(value, float):
        return abs(before - value) > 1e-6
    return bool(before != value)


def _new_id() -> str:
    return str(uuid_utils.uuid7())
