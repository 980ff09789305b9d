"""Small ledgers as files of the kind a county has, for tests that go through the importer."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from support.servers import riskmap

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    field: (row["header"], row["kind"])
    for field, row in tomllib.loads((ROOT / "riskmap/ingest/data/ledger.toml").read_text(encoding="utf-8")).items()
    if isinstance(row, dict) and "header" in row
}
WORDS = {"text", "name", "chain", "evidence"}

# One open general hazard in time, one major overdue: what every page can show, with a place in the county.
ONE: dict[str, str] = {
    "ledger_no": "HB-001", "enterprise": "示例机械加工厂", "township": "永安镇", "sector": "机械", "place": "一号车间",
    "description": "配电箱未接地", "grade": "一般", "source": "部门检查", "inspection_kind": "日常检查",
    "found": "2026-11-02", "due": "2026-11-30", "status": "整改中", "department": "应急管理局",
    "responsible_person": "张某", "lon": "111.563", "lat": "36.653",
}  # fmt: skip
MAJOR: dict[str, str] = {
    **ONE, "ledger_no": "HB-002", "enterprise": "示例煤业一矿", "sector": "煤矿", "place": "主井",
    "description": "通风系统不可靠", "grade": "重大", "found": "2026-08-03", "due": "2026-10-15",
    "lon": "111.60", "lat": "36.70",
}  # fmt: skip

# Every language that a text passes through on its way to a reader: Jinja, JavaScript, HTML, Markdown, formulas.
HOSTILE = (
    "{{ 7*7 }}{{ cycler.__init__.__globals__.os.environ.update({'PWNED':'1'}) }} {% raise %} ${window.pwned=1} "
    "<img src=x onerror=window.pwned=1> </script><script>window.pwned=1</script> "
    "[b](javascript:window.pwned=1) **bold** $x^2$ :red[r] `c`"
)


def hostile(row: Mapping[str, str]) -> dict[str, str]:
    """The row with hostile words in every field of free words."""
    words = {field: f"{field} {HOSTILE}" for field, (_, kind) in KINDS.items() if kind in WORDS}
    own = {"grade_or_category", "void_reason", "closed_by", "reviewers", "rectified_by", "ext_by", "ext_reason"}
    return {**row, **{field: text for field, text in words.items() if field not in own}}


_CODED = dict.fromkeys(("township", "sector", "source", "inspection_kind", "department"), HOSTILE)
# Two hazards with hostile words in every field of free words, one of them in the words for codes too.
ALL_HOSTILE = [hostile(MAJOR), hostile({**ONE, "ledger_no": "HB-003", **_CODED})]
_NOWHERE = {**ONE, "lon": "", "lat": ""}
# The same and three without a place.
HOSTILE_LEDGER = [
    *ALL_HOSTILE,
    *({**_NOWHERE, "ledger_no": f"HB-1{number}", "description": f"示例隐患{number}"} for number in range(3)),
]


def write(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows (by field) as a CSV file with the ledger's canonical headers."""
    rows = list(rows)
    fields = [field for field in KINDS if any(field in row for row in rows)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([KINDS[field][0] for field in fields])
        writer.writerows([row.get(field, "") for field in fields] for row in rows)
    return path


def load(data_dir: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Import rows into the ledger of a data folder, through the command line."""
    data_dir.mkdir(parents=True, exist_ok=True)
    file = write(data_dir / "ledger.csv", rows)
    done = riskmap(data_dir, "import", str(file), "--sender", "test", "--json", RISKMAP_DEMO="0")
    if done.returncode != 0:
        raise AssertionError(f"import failed ({done.returncode}):\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
