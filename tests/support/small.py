"""Pages without a browser: the shell in an AppTest on a small ledger of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import Control, ExtensionState, Grade, Item, Level, ListingState, Source, Status
from riskmap.domain.county import load_county
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.gates import load_gates
from riskmap.domain.hazard import ControlRecord, Extension, FiveItem, Hazard, Listing, Round
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.settings import load_settings
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade
from riskmap.web import data
from support import servers

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "riskmap" / "web" / "shell.py"
TODAY = date.fromisoformat(servers.TODAY)
OFFICE = Actor("office", "县安委办", "committee")
FIRM = Enterprise("0190a000-0000-7000-8000-000000000001", "示例煤业一矿", township="141034103", sector="coal")

ONE = Hazard(
    "", "", date(2026, 11, 2), Status.RECTIFYING, enterprise_id=FIRM.id, enterprise_name=FIRM.name,
    township="141034103", sector="coal", department="emergency", place="主井", description="配电箱未接地",
    source=Source.DEPARTMENT, ordered=date(2026, 11, 2), confirmed=date(2026, 11, 2), due=date(2026, 11, 30),
    started=date(2026, 11, 3),
    responsible_person="张某", lon=111.60, lat=36.66,
)  # fmt: skip
MAJOR = replace(
    ONE, grade=Grade.MAJOR, found=date(2026, 6, 9), ordered=date(2026, 6, 10), confirmed=date(2026, 6, 10),
    due=date(2026, 10, 1), description="通风系统不可靠", basis="煤矿重大事故隐患判定标准",
    controls=(ControlRecord(Control.SUSPENDED, date(2026, 6, 10), "王某", "停产通知"),),
    listings=(Listing(ListingState.LISTED, Level.COUNTY, date(2026, 6, 12), "督1号", listed=date(2026, 6, 15)),),
    extensions=(Extension(ExtensionState.APPROVED, date(2026, 9, 20), date(2026, 11, 10), "设备到货晚",
                          date(2026, 9, 25), date(2026, 11, 10), "县应急局"),),
    five=(FiveItem(Item.RESPONSIBILITY, "矿长负责", "到岗记录", date(2026, 7, 1)),
          FiveItem(Item.FUNDS, "计划80.0万元")),
    rounds=(Round(date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 5), "李某、王某", "未达标", date(2026, 11, 10)),),
)  # fmt: skip
CLOSED = replace(
    ONE, found=date(2026, 3, 1), ordered=date(2026, 3, 1), confirmed=date(2026, 3, 1), due=date(2026, 3, 20),
    status=Status.CLOSED, declared=date(2026, 3, 10), rectified=date(2026, 3, 10), passed=date(2026, 3, 15),
    closed=date(2026, 3, 16), description="护栏缺失", township="141034100",
)  # fmt: skip
SEVERAL = (
    ONE, MAJOR, CLOSED,
    replace(CLOSED, found=date(2026, 2, 1), description="通道堵塞", source=Source.SELF),
    replace(ONE, description="电缆拖地", status=Status.PENDING, confirmed=None, ordered=None, due=None, started=None),
    replace(ONE, description="灭火器过期", found=date(2026, 5, 1), due=date(2026, 5, 20), township="", lon=None,
            lat=None),
    replace(ONE, description="待复查示例", status=Status.AWAITING_REVIEW, declared=date(2026, 11, 10),
            rectified=date(2026, 11, 9), supervision=Level.CITY),
    replace(ONE, description="临期示例", due=date(2026, 11, 20), sector="build", township="141034200"),
    replace(ONE, description="上年示例", found=date(2025, 12, 1), confirmed=date(2025, 12, 1), due=date(2025, 12, 20)),
    replace(ONE, description="作废示例", status=Status.VOID, voided=date(2026, 11, 16), void_reason="不属实"),
)  # fmt: skip
KINDS: dict[str, tuple[Hazard, ...]] = {
    "several": SEVERAL,
    "empty": (),
    "one": (ONE,),
    "majors": (MAJOR, replace(MAJOR, description="供电系统不可靠", due=date(2026, 12, 1), township="141034200")),
    "unplaced": (replace(ONE, lon=None, lat=None), replace(MAJOR, lon=None, lat=None)),
}


def fill(folder: Path, hazards: tuple[Hazard, ...], *, demo: bool = False) -> None:
    """A ledger in a data folder with these hazards, entered through its door."""
    folder.mkdir(parents=True, exist_ok=True)
    county = load_county(ROOT / "data" / "county.toml")
    engine = open_engine(f"sqlite:///{(folder / 'riskmap.sqlite3').as_posix()}")
    upgrade(engine)
    if hazards:
        rows = tuple(replace(one, demo=demo) for one in hazards)
        prints = tuple(f"print-{number}" for number in range(len(rows)))
        batch = PreparedBatch("x.xlsx", "0" * 64, creates=rows, fingerprints=prints, enterprises=(FIRM,), demo=demo)
        Ledger(engine, county, load_gates()).import_batch(batch, OFFICE)
    engine.dispose()


@pytest.fixture
def use() -> Iterator[Callable[[Path], None]]:
    """use(folder): the process serves that data folder until the test ends."""

    def configure(folder: Path, **more: str) -> None:
        settings = {"RISKMAP_DATA_DIR": str(folder), "RISKMAP_TODAY": servers.TODAY, "RISKMAP_DEMO": "0", **more}
        data.configure(load_settings(settings))

    yield configure
    data.configure(None)


@pytest.fixture(scope="session")
def ledger_template(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Path]:
    """ledger_template(kind, demo): a data folder made once; copy it before you write."""
    made: dict[tuple[str, bool], Path] = {}

    def template(kind: str, demo: bool) -> Path:
        if (kind, demo) not in made:
            made[kind, demo] = tmp_path_factory.mktemp(kind) / "var"
            fill(made[kind, demo], KINDS[kind], demo=demo)
        return made[kind, demo]

    return template


@pytest.fixture
def ledger_of(
    tmp_path: Path, use: Callable[[Path], None], ledger_template: Callable[[str, bool], Path]
) -> Callable[..., Path]:
    """ledger_of(kind) serves a ledger of KINDS that the test may write to."""

    def make(kind: str, *, demo: bool = False) -> Path:
        folder = servers.copy_folder(ledger_template(kind, demo), tmp_path / kind)
        use(folder)
        return folder

    return make


@pytest.fixture
def open_at() -> Callable[..., AppTest]:
    """open_at(page, **query): the shell at a page with words in its address, run once."""

    def opener(page: str = "overview", /, **query: str) -> AppTest:
        app = AppTest.from_file(str(SHELL), default_timeout=60)
        app.query_params.update(query)
        app.run()
        if page != "overview":
            app.switch_page(f"../../pages/{page}.py")
            app.query_params.update(query)
            app.run()
        assert not app.exception, app.exception
        return app

    return opener


def shown(app: AppTest) -> str:
    """All HTML and words of a page."""
    kinds = ("html", "error", "warning", "success")
    return "\n".join(str(getattr(one, "value", "")) for kind in kinds for one in app.get(kind))


def address(app: AppTest) -> dict[str, str]:
    """The words of a page's address."""
    words = {key: app.query_params[key] for key in app.query_params}
    return {key: value if isinstance(value, str) else value[0] for key, value in words.items()}


def first_id() -> str:
    """Id of the first hazard of the served ledger."""
    return str(data.current().hazards["id"].iloc[0])


def ids() -> dict[str, Any]:
    """Description → id of the served ledger."""
    frame = data.current().hazards
    return dict(zip(frame["description"], frame["id"], strict=True))
