"""Recognition is a figure: synthetic ledgers in many layouts, every column and every cell against the truth."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.ingest import child
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger.batch import MatchIndex
from support.corpus import LAYOUTS, Ledger, make

TODAY = date(2026, 11, 22)
NOTHING = MatchIndex({}, {}, {}, {}, (), lambda _: {})
COLUMN = {"enterprise_name": "enterprise", "status_raw": "status"}


@dataclass
class Score:
    """What was right and what was not, by layout."""

    columns: int = 0
    cells: int = 0
    wrong_columns: list[str] = field(default_factory=list)
    wrong_cells: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory, county: County) -> Score:
    total = Score()
    for name in LAYOUTS:
        path, truth = make(name, tmp_path_factory.mktemp("corpus"))
        judge(total, name, dry_run(path, county=county, match_index=NOTHING, today=TODAY, reader=child.work), truth)
    return total


def judge(total: Score, name: str, dry: DryRun, truth: Ledger) -> None:
    if dry.refusal:
        total.faults.append(f"{name}: refused {dry.refusal} {dry.detail}")
        return
    report, hazards = dry.report, list(dry.batch.creates)
    columns(total, name, report["sheets"], truth)
    cells(total, name, hazards, truth)
    if len(hazards) != len(truth.rows) or report["rows"] != report["accepted"] + report["rejected"]:
        total.faults.append(f"{name}: {len(hazards)} hazards of {len(truth.rows)} rows, {report['rejected']} rejected")
    for number, (hazard, row) in enumerate(zip(hazards, truth.rows, strict=False), 1):
        kinds = sorted(one.kind.value for one in hazard.evidence if one.sha256)
        if kinds != sorted(row.pictures):
            total.faults.append(f"{name} {number}: pictures {kinds}, not {row.pictures}")
    placed = sum(len(row.pictures) for row in truth.rows)
    if report["pictures"] != {"placed": placed, "unplaced": truth.loose}:
        total.faults.append(f"{name}: {report['pictures']}, not {placed} and {truth.loose}")
    if missing := truth.findings - set(dry.counts):
        total.faults.append(f"{name}: {missing} not told")


def columns(total: Score, name: str, sheets: list[dict[str, Any]], truth: Ledger) -> None:
    for at, headers in enumerate(truth.headers):
        found = sheets[at]["columns"] if at < len(sheets) else {}
        plain = {"".join(header.split()): one for header, one in found.items()}
        for header, meant in headers.items():
            total.columns += 1
            told = plain.get("".join(header.split()))
            if told != meant:
                total.wrong_columns.append(f"{name}: {header!r} is {told}, not {meant}")


def cells(total: Score, name: str, hazards: list[Hazard], truth: Ledger) -> None:
    fields = truth.shared | {one for table in truth.headers for one in table.values()}
    for number, (hazard, row) in enumerate(zip(hazards, truth.rows, strict=False), 1):
        for fact, meant in row.facts.items():
            column = COLUMN.get(fact, fact)
            if column in fields:
                total.cells += 1
                if (told := getattr(hazard, fact)) != meant:
                    total.wrong_cells.append(
                        f"{name} {number}: {fact} {row.cells[column]!r} is {told!r}, not {meant!r}"
                    )


def test_at_least_99_percent_of_the_columns_are_recognised(score: Score) -> None:
    assert score.columns > 500
    assert 1 - len(score.wrong_columns) / score.columns >= 0.99, "\n".join(score.wrong_columns)


def test_at_least_99_5_percent_of_the_cells_are_read_right(score: Score) -> None:
    assert score.cells > 5_000
    shown = "\n".join(score.wrong_cells[:60])
    assert 1 - len(score.wrong_cells) / score.cells >= 0.995, f"{len(score.wrong_cells)} of {score.cells}\n{shown}"


def test_every_row_and_picture_is_found_and_every_oddity_told(score: Score) -> None:
    assert score.faults == []


def test_the_corpus_is_wide_enough() -> None:
    assert len(LAYOUTS) >= 40
    kinds = Counter(Path(LAYOUTS[name](random.Random(1)).name).suffix for name in LAYOUTS)
    assert kinds[".docx"] >= 3
    assert sum("pictures" in name or "photos" in name or "folders" in name for name in LAYOUTS) >= 5
    assert sum("dispimg" in name for name in LAYOUTS) >= 2
