"""Make the demo county's files: data/demo/enterprise_register.xlsx, hazard_ledger.xlsx and manifest.toml.

    python tools/make_demo.py [--seed N] [--out DIR] [--search N]

The same seed makes the same cells. `--search` tries N seeds and prints how many denominators of one page would be equal
by chance over a year of as-of days, so that the seed below is not luck.
"""

import argparse
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from demo_enterprises import DATA, TOWN_WEIGHTS, Enterprise, county, make_enterprises
from demo_hazards import Hazard, Visit, keep_open, make_hazards, quiet_visits, report_unconfirmed, stay_alive
from demo_majors import make_majors
from demo_sheets import ledger_rows, register_rows, visit_rows, write

SEED = 25
LAST_DAY = date(2026, 11, 22)  # a Sunday: the last week of the files is whole
LONG = [(374, 540)] * 11 + [(100, 340)] * 8 + [(45, 100)] * 5  # ages of hazards that stay open


def make(seed: int) -> tuple[list[Enterprise], list[Hazard]]:
    """The whole county of a seed, hazards in the order of found."""
    rng = random.Random(seed)
    enterprises = make_enterprises(rng, LAST_DAY)
    general = make_hazards(rng, enterprises, LAST_DAY)
    keep_open(general, rng, LAST_DAY, LONG)
    stay_alive(general, LAST_DAY)
    hazards = general + report_unconfirmed(rng, enterprises, LAST_DAY) + make_majors(rng, enterprises, LAST_DAY)
    once = {
        (h.found, h.enterprise.name, h.place, h.problem): h for h in hazards
    }  # two visits of a day may see the same
    return enterprises, sorted(once.values(), key=lambda h: (h.found, h.enterprise.name, h.problem))


def equal_denominators(hazards: list[Hazard], start: date, as_of: date) -> int:
    """How many due or found counts of groups and townships are equal by chance on one page (above 4)."""
    sectors, _, _ = county()
    due: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for h in hazards:
        if h.pending or h.voided or h.found > as_of:
            continue
        cells = (str(sectors[h.enterprise.sector]["group"]), h.enterprise.town)
        limit = h.extension["to"] if h.extension and h.extension["result"] == "同意" else h.due
        if start <= h.found:
            found.update(cells)
        if limit is not None and (start <= limit < as_of or (limit == as_of and h.rectified is not None)):  # type: ignore[operator]
            due.update(cells)
    return sum(a == b for counts in (due, found) for a, b in pairwise(sorted(v for v in counts.values() if v > 4)))


def year_of_pages(hazards: list[Hazard]) -> tuple[int, int]:
    """Equal denominators on the page of the last day, and over pages whose year began 20, 27, … 363 days before."""
    here = equal_denominators(hazards, date(LAST_DAY.year, 1, 1), LAST_DAY)
    return here, sum(equal_denominators(hazards, LAST_DAY - timedelta(n), LAST_DAY) for n in range(20, 366, 7))


def main() -> None:
    """Write the files, or search seeds."""
    parser = argparse.ArgumentParser(description="Make the demo county's files.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=DATA / "demo")
    parser.add_argument("--search", type=int, default=0)
    options = parser.parse_args()
    if options.search:
        for seed in range(options.seed, options.seed + options.search):
            print(seed, *year_of_pages(make(seed)[1]))
        return
    enterprises, hazards = make(options.seed)
    visits = quiet_visits(random.Random(options.seed), enterprises, LAST_DAY)
    options.out.mkdir(parents=True, exist_ok=True)
    made = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC).replace(tzinfo=None)
    write(
        options.out / "enterprise_register.xlsx",
        {"企业名册": ("汾西县企业名册（演示数据，均系虚构）", register_rows(enterprises))},
        made,
    )
    write(options.out / "hazard_ledger.xlsx", sheets(hazards, visits), made)
    (options.out / "manifest.toml").write_text(
        "# Written by tools/make_demo.py. Dates are moved by whole weeks so that `base_week` becomes the present one.\n"
        f"seed = {options.seed}\nbase_week = {(LAST_DAY - timedelta(6)).isoformat()}  # its Monday\n"
        'register = "enterprise_register.xlsx"\nledger = "hazard_ledger.xlsx"\nsender = "演示"\n'
        f"enterprises = {len(enterprises)}\nhazards = {len(hazards)}\nvisits_without_findings = {len(visits)}\n",
        encoding="utf-8",
    )
    print(len(enterprises), "enterprises,", len(hazards), "hazards")


def sheets(hazards: list[Hazard], visits: list[Visit]) -> dict[str, tuple[str, list[dict[str, object]]]]:
    """One sheet a township for general hazards and visits without findings, one for the majors of the county."""
    told = [*zip(hazards, ledger_rows(hazards, LAST_DAY), strict=True), *zip(visits, visit_rows(visits), strict=True)]
    told.sort(key=lambda pair: pair[0].found)
    _, regions, _ = county()
    out = {}
    for town in TOWN_WEIGHTS:
        name = str(regions[town]["name"])
        rows = [row for one, row in told if one.enterprise.town == town and one.grade != "重大"]
        out[name] = (f"{name}隐患排查治理台账（演示数据）", rows)
    majors = [row for one, row in told if one.grade == "重大"]
    out["重大隐患"] = ("汾西县重大事故隐患治理台账（演示数据）", majors)
    return out


if __name__ == "__main__":
    main()
