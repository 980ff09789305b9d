"""Rows of a ledger → facts of hazards. A row becomes keyword arguments of `Hazard`; the rest is findings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from riskmap.domain.hazard import Round
from riskmap.ingest import identity, parts, records
from riskmap.ingest.clean import words
from riskmap.ingest.clean.dates import NOTHING
from riskmap.ingest.clean.settling import settle
from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.coded import Coder
from riskmap.ingest.columns import Columns
from riskmap.ingest.context import Context
from riskmap.ingest.course import Course, Told, course, opened, unsaid
from riskmap.ingest.fact import Fact
from riskmap.ingest.findings import Findings
from riskmap.ingest.recognise import Table
from riskmap.ingest.remarks import More, remarks
from riskmap.ingest.splitting import split
from riskmap.ingest.telling import Teller
from riskmap.ingest.visits import Seen, found_nothing

TEXTS = (
    "place", "description", "category", "inspectors", "check_unit", "responsible_unit", "responsible_person",
    "regulator_person", "measure", "emergency", "cause", "basis", "rectified_by", "reviewers", "review_result",
    "void_reason", "closed_by", "restart_no", "remark",
)  # fmt: skip
PART_KINDS = frozenset(
    {"five", "in_place", "five_all", "evidence", "chain", "control", "stop", "listed", "decision", "records"}
)
PART_PREFIXES = ("round", "list_", "delist_", "ext_", "control_")


class Builder:
    """Builds the facts of each row of one recognised ledger table."""

    def __init__(self, table: Table, columns: Columns, context: Context, findings: Findings, seen: Seen) -> None:
        self.table, self.columns, self.context, self.findings, self.seen = table, columns, context, findings, seen
        self.teller = Teller(table, columns, context.profile)
        fields = table.schema.fields
        named = {c.field for c in table.columns if c.field} | set(columns.text)
        self.texts = [name for name in TEXTS if name in named]
        self.days = [
            (name, columns.dates[name], None if fields[name].kind == "due" else context.today)
            for name in named
            if name in fields and name in columns.dates
        ]
        hanging = [n for n in named if n in fields and (fields[n].kind in PART_KINDS or n.startswith(PART_PREFIXES))]
        self.hangs = [any(cells) for cells in zip(*(columns.text[n] for n in hanging), strict=True)] if hanging else []
        self.coder = Coder(columns, context.places, context.profile.values.get("grade", {}))
        self.rejected = 0

    def facts(self, rows: range) -> Iterator[Fact]:
        """The hazards of some rows; visits that found nothing are noted as seen, rejected rows become findings."""
        for i in rows:
            fact = self._row(i)
            if fact is not None:
                yield from split(fact, self.context.sender) if self.context.split else (fact,)

    def text(self, i: int, name: str) -> str:
        """The text of a field in row `i`, empty if the table has no such column."""
        cells = self.columns.text.get(name)
        return cells[i] if cells is not None else ""

    def _note(self, i: int, code: str, name: str = "", value: str | None = None, more: More = None) -> None:
        header = self.columns.headers.get(name, "")
        shown = self.text(i, name) if value is None else value
        self.findings.add(self.columns.sheet, self.columns.numbers[i], header, shown, code, more)

    def _row(self, i: int) -> Fact | None:
        found = settle(self._parsed(i, "found"), None, self.context.year)
        if found is None:
            self._reject(i, "no_found_date", "found")
            return None
        facts: dict[str, Any] = {"found": found}
        for name in self.texts:
            if value := self.columns.text[name][i]:
                facts[name] = value
        enterprise = self.text(i, "enterprise")
        if all(is_blank(t) for t in (enterprise, facts.get("place"), facts.get("description"))):
            self._reject(i, "no_substance", "description")
            return None
        if not is_blank(enterprise):
            facts["enterprise_name"] = enterprise
        self._codes(i, facts)
        if found_nothing(facts.get("description", "")):
            self._nothing(i, facts)
            return None
        year = self.context.year
        days = {n: cells[i].day or settle(cells[i], found, year, until=until) for n, cells, until in self.days}
        days["found"] = found
        assumed, silent = self._life(i, facts, days)
        self._numbers(i, facts)
        for code, more in remarks(facts, split=self.context.split):
            self._note(i, code, "description", more=more)
        if extra := self.columns.extra[i]:
            facts["extra"] = tuple(extra)
        if self.context.demo:
            facts["demo"] = True
        return self._fact(i, facts, assumed, silent)

    def _reject(self, i: int, code: str, name: str) -> None:
        self.rejected += 1
        self.columns.shots.pop(i, None)
        self._note(i, code, name)

    def _nothing(self, i: int, facts: dict[str, Any]) -> None:
        """A visit that found nothing is no hazard."""
        if "enterprise_name" not in facts:
            self._reject(i, "no_enterprise_visited", "enterprise")
            return
        uscc = self.text(i, "uscc").upper()
        self.columns.shots.pop(i, None)
        self._note(i, "inspection_without_findings", "description")
        self.seen.firm(self.columns.sheet, self.columns.numbers[i], facts, uscc)
        self.seen.nothing(self.columns.sheet, self.columns.numbers[i], facts, uscc, self.context.places.department)

    def _fact(self, i: int, facts: dict[str, Any], assumed: set[str], silent: tuple[str, ...]) -> Fact:
        facts["sender"] = self.context.sender
        for name in ("ledger_no", "hazard_no"):
            if not is_blank(number := self.text(i, name)):
                facts[name] = number
        place, description = facts.get("place", ""), facts.get("description", "")
        uscc = self.text(i, "uscc").upper()
        enterprise = facts.get("enterprise_name", "")
        whole = identity.fingerprint(self.context.sender, enterprise, place, description, facts["found"])
        self.seen.firm(self.columns.sheet, self.columns.numbers[i], facts, uscc)
        visit = self.seen.of_hazard(facts, uscc, self.context.places.department)
        return Fact(
            self.columns.numbers[i], facts, whole, uscc, tuple(sorted(assumed)) if assumed else (), visit, silent
        )

    def _parsed(self, i: int, name: str) -> Any:
        cells = self.columns.dates.get(name)
        return cells[i] if cells is not None else NOTHING

    def _codes(self, i: int, facts: dict[str, Any]) -> None:
        """What the words that stand for codes say."""
        coded = self.coder.of(i)
        facts.update(coded.facts)
        for odd in coded.odd:
            self._note(i, odd.code, odd.name)
            if odd.kept:
                self.columns.keep(i, odd.name, odd.kept)
        if "township_raw" not in coded.facts:
            self._mentioned(i, facts)

    def _mentioned(self, i: int, facts: dict[str, Any]) -> None:
        """Where the column of townships is blank: the one township that the address names; a village only suggests."""
        places, texts = self.context.places, (facts.get("place", ""), facts.get("enterprise_name", ""))
        if code := places.mentioned(*texts):
            facts["township"] = code
            self._note(i, "township_from_text", "place", places.name(code))
        elif village := places.of_village(*texts):
            self._note(i, "township_of_village", "place", f"{village[0]} · {places.name(village[1])}")

    def _life(self, i: int, facts: dict[str, Any], days: dict[str, date | None]) -> tuple[set[str], tuple[str, ...]]:
        """The state, its dates and what hangs on the hazard; returns the facts assumed and those unsaid."""
        hangs = (bool(self.hangs) and self.hangs[i]) or i in self.columns.shots
        row = self._part_row(i, days)
        failed, passing = parts.rounds(row) if hangs else ((), {})
        self._passing(facts, days, passing)
        told = self.teller.told(i, row.found, days.get, partial(self._note, i), failed_before=bool(failed))
        if passing and told.review is None:
            told = replace(told, review="pass")
        result = opened(course(told, self.context.cutoff), row.found, self.context.opening)
        for code in result.findings:
            self._note(i, code, "status" if "status" in self.columns.text else "closed_mark")
        self._dates(i, facts, told, result, days)
        if result.failed:
            failed = (*failed, self._failed_round(told, facts))
        if failed:
            facts["rounds"] = failed
        assumed = set(result.assumed)
        if hangs:
            assumed |= self._hang(row, facts, result)
            records.take(self.text(i, "records"), facts, partial(self._odd_record, i))
        status_text = self.text(i, "status") or (self.text(i, "closed_mark") if self.teller.mark_is_status else "")
        if status_text:
            facts["status_raw"] = status_text
        return assumed, unsaid(told, reviewed=bool(facts.get("rounds") or passing))

    def _part_row(self, i: int, days: dict[str, date | None]) -> parts.Row:
        found = days["found"]
        assert found is not None
        return parts.Row(partial(self.text, i), days.get, partial(self._note, i), found, self.context.cutoff, i)

    @staticmethod
    def _passing(facts: dict[str, Any], days: dict[str, date | None], passing: dict[str, Any]) -> None:
        for name in ("rectified", "declared", "passed"):
            if passing.get(name) and not days.get(name):
                days[name] = passing[name]
        for name in ("reviewers", "review_result"):
            if passing.get(name):
                facts.setdefault(name, passing[name])

    def _failed_round(self, told: Told, facts: dict[str, Any]) -> Round:
        reviewed = told.passed or max(self.context.cutoff, told.rectified or told.found)
        rectified = None if told.rectified and told.rectified > reviewed else told.rectified
        opinion = facts.get("review_result", "")
        return Round(rectified, told.declared, reviewed, facts.get("reviewers", ""), opinion, None)

    def _dates(self, i: int, facts: dict[str, Any], told: Told, result: Course, days: dict[str, date | None]) -> None:
        due = days.get("due")
        spot = told.on_the_spot or (self._parsed(i, "rectified").after == 0)
        if due is None and spot:
            due = told.found
        facts["status"] = result.status
        named = {"due": due, "ordered": told.ordered, "restart_on": days.get("restart_on")}
        named["plan_filed"] = self._plan(i, days)
        for name in ("confirmed", "started", "declared", "rectified", "passed", "closed", "voided"):
            named[name] = getattr(result, name)
        facts.update((name, day) for name, day in named.items() if day is not None)
        facts.update((name, True) for name in ("undated", "legacy") if getattr(result, name))
        if result.status.value == "closed":
            facts["closed_by_ledger"] = True
        if due is None and not self.text(i, "due"):
            self._note(i, "no_due_date", "due")
        for name in ("rectified", "passed"):
            if getattr(told, name) and getattr(result, name) is None and not result.failed:
                self.columns.keep(i, name, self.text(i, name))
        self._order(i, facts, result.assumed)

    def _plan(self, i: int, days: dict[str, date | None]) -> date | None:
        day = days.get("plan_filed")
        if day is None and words.yesno(self.text(i, "plan_filed")):
            return days.get("ordered") or days["found"]
        return day

    def _order(self, i: int, facts: dict[str, Any], assumed: set[str]) -> None:
        """Impossible orders are kept as written and listed (DOMAIN.md §2.5, §3.5)."""
        found, due = facts["found"], facts.get("due")
        if due and due < found:
            self._note(i, "due_before_found", "due")
        steps = [(n, facts[n]) for n in ("ordered", "rectified", "passed", "closed") if n in facts and n not in assumed]
        days = [found, *(day for _, day in steps)]
        if facts.get("rectified") and facts["rectified"] < found:
            self._note(i, "done_before_found", "rectified")
        elif days != sorted(days):
            self._note(i, "dates_out_of_order", "rectified")
        for name, day in [("found", found), *steps] if max(days) > self.context.today else ():
            if day > self.context.today:
                self._note(i, "future_date", name, day.isoformat())

    def _hang(self, row: parts.Row, facts: dict[str, Any], result: Course) -> set[str]:
        schema = self.table.schema
        listings, assumed = parts.listings(row)
        controls, suspended = parts.controls(row)
        hanging = {
            "extensions": parts.extensions(row, facts.get("due")),
            "listings": listings,
            "controls": controls,
            "five": parts.five(row, schema),
            "evidence": parts.evidence(row, schema, result.rectified, self.columns.shots.get(row.at, ())),
            "chain": parts.chain(row, schema),
        }
        facts.update((name, value) for name, value in hanging.items() if value)
        if suspended:
            facts["suspended"] = True
        return {"listings"} if assumed else set()

    def _odd_record(self, i: int, line: str) -> None:
        self._note(i, "unreadable_record", "records", line)
        self.columns.keep(i, "records", line)

    def _numbers(self, i: int, facts: dict[str, Any]) -> None:
        for name, cells in self.columns.money.items():
            if cells[i] is not None:
                facts[name] = cells[i]
        if (point := self.columns.points[i]) is not None:
            facts["lon"], facts["lat"] = point
        count = self.text(i, "count")
        if count:
            self.columns.keep(i, "count", count)
            if count not in {"1", "1项", "一"}:
                self._note(i, "several_in_row", "count")
