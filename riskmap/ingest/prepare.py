"""From the facts of a file and the stored hazards to a batch: what is created, changed, left, and what is odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from riskmap.domain.enterprise import Inspection
from riskmap.domain.hazard import Hazard
from riskmap.ingest.certain import Certain
from riskmap.ingest.change import Change
from riskmap.ingest.child import Summary
from riskmap.ingest.compare import changes, protected
from riskmap.ingest.fact import Fact
from riskmap.ingest.findings import Findings
from riskmap.ingest.finish import Finisher
from riskmap.ingest.firms import Firms
from riskmap.ingest.identity import PARTS
from riskmap.ingest.match import Match, Matcher, Repeats, repeats, same_number_other_hazard
from riskmap.ingest.nearby import propose
from riskmap.ingest.spool import Creates, Keys, Spool
from riskmap.ingest.visits import Seen, Silent, Visits, firm_facts
from riskmap.ledger.batch import MatchIndex, Revision

SHOWN = 80


class Matched(NamedTuple):
    """A row that is a stored hazard: what it says differently (empty: the same), and why no file may change it."""

    hazard_id: str
    sheet: str
    row: int
    changes: Mapping[str, Any]
    code: str = ""


@dataclass(slots=True)
class Prepared:
    """The outcome: rows to create by (chunk → positions), revisions, visits, and the counts of the report.

    `created` counts the visits that are new and have a row of their own, one that found nothing.
    """

    picked: list[list[int]] = field(default_factory=list)
    fingerprints: list[str] = field(default_factory=list)
    revises: list[Revision] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # what the revisions say, field by field
    inspections: Sequence[Inspection] = ()
    created: int = 0
    unchanged: int = 0
    unnumbered: set[tuple[int, int]] = field(default_factory=set)  # (chunk, row) whose number belongs to another
    matched: list[Matched] = field(default_factory=list)


class Preparer:
    """Matches the chunks of one file, first what is certain in all of them, then what is near."""

    def __init__(self, summary: Summary, spool: Spool, index: MatchIndex, firms: Firms) -> None:
        self.spool, self.index, self.firms = spool, index, firms
        self.findings: Findings = summary.findings
        self.matcher = Matcher(index)
        self.out = Prepared()
        self.summary, self.seen, self.reach = summary, summary.seen, firms.reach
        self.firm_ids = resolved(self.seen, spool, firms)
        self.visits = Visits.of(self.seen, self.firm_ids, demo=firms.demo)
        told = self.reach.told if self.reach.own else None
        self.finisher = Finisher(self.firm_ids, self.visits, self.out.unnumbered, summary.pictures.left(), told)

    def run(self) -> Prepared:
        """Match every row of the file."""
        again = repeats(self.spool.chunks)
        certain = Certain(self.matcher, self.spool, again, self.finisher.beside)
        if self.index.known:
            certain.run()
        again.reused |= certain.reused
        for at, keys in enumerate(self.spool.chunks):
            self.out.picked.append([])
            self._report_repeats(at, keys, again)
            matches = [certain.settled.get((at, i)) for i in range(len(keys.rows))]
            self._chunk(at, keys, matches, again)
        propose(self.spool.chunks, self.out.picked, self.index, again, self.findings)
        self._inspections()
        return self.out

    def _inspections(self) -> None:
        """The visits of new hazards and those that found nothing, unless they are stored and say the same."""
        self.seen.silent = [one for one in self.seen.silent if self._visited(one)]
        chunks = zip(self.spool.chunks, self.out.picked, strict=True)
        used = {keys.visits[i] for keys, chosen in chunks for i in chosen}
        self.visits.choose(used)
        stored = self.index.visits(self.visits.ids[at] for at in self.visits.chosen)
        self.visits.spare(stored)
        self.out.inspections = self.visits
        silent = {self.visits.ids[one.visit] for one in self.seen.silent}
        self.out.created = len(silent - stored.keys())
        self.out.unchanged += len(self.seen.silent) - self.out.created

    def _visited(self, one: Silent) -> bool:
        """Whether a visit that found nothing lies within the part of the county that is imported for."""
        firm = self.visits.firm(one.visit)
        if self.reach.whole or (firm and self.reach.firm(self.firms.get(firm))):
            return True
        self.reach.reject(one.sheet, one.row, one.result, self.findings)
        return False

    def _report_repeats(self, at: int, keys: Keys, again: Repeats) -> None:
        for table, code in ((again.same, "duplicate_in_file"), (again.alike, "duplicate_in_file")):
            for (chunk, i), (first_chunk, first) in table.items():
                if chunk == at:
                    earlier = self.spool.chunks[first_chunk]
                    value = f"{earlier.sheet} {earlier.rows[first]}"
                    self.findings.add(keys.sheet, keys.rows[i], "", value, code)
        for chunk, i in again.reused:
            if chunk == at:
                self.findings.add(keys.sheet, keys.rows[i], "", keys.ledger_nos[i], "duplicate_number")
                self.out.unnumbered.add((at, keys.rows[i]))

    def _chunk(self, at: int, keys: Keys, matches: list[Match | None], again: Repeats) -> None:
        same = {i for chunk, i in again.same if chunk == at}
        if not self.index.known and self.reach.whole:
            chosen = [i for i in range(len(keys.rows)) if i not in same]
            self._create(at, keys, chosen)
            self.out.unchanged += len(same)
            return
        facts = self.spool.facts(at)
        self._settle_numbers(at, keys, facts, matches)
        for i, fact in enumerate(facts):
            if matches[i] is None and i not in same:
                matches[i] = self._near(keys, fact)
        olds = self.index.load({match.hazard_id for match in matches if match is not None})
        for i, fact in enumerate(facts):
            match = matches[i]
            if i in same:
                self._again(at, keys, i, again)
            elif match is None:
                self._new(at, keys, i, fact)
            else:
                self._revise(keys, fact, olds[match.hazard_id], match)

    def _again(self, at: int, keys: Keys, i: int, again: Repeats) -> None:
        """A row that repeats another one goes the way of the first."""
        chunk, first = again.same[at, i]
        earlier = self.spool.chunks[chunk]
        if (earlier.sheet, earlier.rows[first]) in self.reach.rejected:
            self.reach.reject(keys.sheet, keys.rows[i], keys.ledger_nos[i], self.findings)
        else:
            self.out.unchanged += 1

    def _new(self, at: int, keys: Keys, i: int, fact: Fact) -> None:
        if self.reach.whole or self.reach.row(fact.facts, self.finisher.named(fact).get("enterprise_id")):
            self._create(at, keys, [i])
        else:
            self._reject(keys, fact)

    def _reject(self, keys: Keys, fact: Fact) -> None:
        self.reach.reject(keys.sheet, fact.row, _texts(fact)[0] or _texts(fact)[2], self.findings)
        self.reach.forget(fact, self.summary)

    def _create(self, at: int, keys: Keys, chosen: list[int]) -> None:
        self.out.picked[at].extend(chosen)
        self.out.fingerprints.extend(keys.fingerprints[i] for i in chosen)

    def _settle_numbers(self, at: int, keys: Keys, facts: list[Fact], matches: list[Match | None]) -> None:
        """A number that its sender used for quite another hazard does not match; the row goes without it."""
        for i, match in enumerate(matches):
            if match is None or match.by != "ledger_no":
                continue
            known = self.index.known[match.hazard_id]
            if same_number_other_hazard(known, *_texts(facts[i]), facts[i].facts["found"]):
                self.matcher.release(match.hazard_id)
                matches[i] = None
                self.out.unnumbered.add((at, keys.rows[i]))
                self.findings.add(keys.sheet, keys.rows[i], "", keys.ledger_nos[i], "duplicate_number")

    def _near(self, keys: Keys, fact: Fact) -> Match | None:
        return self.matcher.near(keys.sender, *_texts(fact), fact.facts["found"])

    def _revise(self, keys: Keys, fact: Fact, old: Hazard, match: Match) -> None:
        changed = changes(old, fact, self.finisher.beside(fact, old))
        stranger = "enterprise_name" in changed and not self.finisher.named(fact).get("enterprise_id")
        if not self.reach.whole and (stranger or not self.reach.change(old, changed)):
            self._reject(keys, fact)
            return
        code = protected(old)
        self.out.matched.append(Matched(old.id, keys.sheet, fact.row, changed, code))
        if not changed:
            self.out.unchanged += 1
            return
        guessed = match.by in PARTS
        if guessed:
            self.findings.add(keys.sheet, fact.row, match.by, _shown(old, changed, match.by), _probable(code))
        if code:
            for name in changed:
                self.findings.add(keys.sheet, fact.row, name, _shown(old, changed, name), code)
            self.out.unchanged += 1
        else:
            self.out.changes += Change.of(old, changed, keys.sheet, fact.row)
            renewed = fact.fingerprint if changed.keys() & set(PARTS) else ""
            self.out.revises.append(Revision(old.id, old.version, changed, renewed))


def _texts(fact: Fact) -> tuple[str, str, str]:
    """Enterprise, place and description of a row."""
    told = fact.facts
    return told.get("enterprise_name", ""), told.get("place", ""), told.get("description", "")


def _probable(code: str) -> str:
    return "probable_change_not_taken" if code else "probable_change"


def _shown(old: Hazard, changed: Mapping[str, Any], name: str) -> str:
    before, after = str(getattr(old, name) or ""), str(changed.get(name) or "")
    return f"{before[:SHOWN]} → {after[:SHOWN]}"


def resolved(seen: Seen, spool: Spool, firms: Firms) -> dict[tuple[str, str], str]:
    """The enterprises of a file by name and code → id; those that are only named by rows that are rejected have none.

    One that is new is told by its first row within the part of the county that is imported for.
    """
    reach, first = firms.reach, dict(seen.firms)
    if not reach.whole:
        first = {key: where for key, where in first.items() if reach.row(where[2])}
        for at, keys in enumerate(spool.chunks):
            for fact in spool.facts(at):
                key = (fact.facts.get("enterprise_name", ""), fact.uscc)
                if key in seen.firms and key not in first and reach.row(fact.facts):
                    first[key] = (keys.sheet, fact.row, firm_facts(fact.facts))
    return {key: firms.resolve(*key, first[key]) if key in first else firms.find(*key) or "" for key in seen.firms}


def creates(prepared: Prepared, preparer: Preparer, spool: Spool) -> Creates:
    """The hazards to create, as a sequence that reads the spool as it goes."""
    return Creates(spool, prepared.picked, preparer.finisher)
