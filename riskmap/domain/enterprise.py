"""The enterprise register (企业名册): every field of DOMAIN.md §6.2; and the visit to an enterprise."""

from dataclasses import dataclass
from datetime import date

from riskmap.domain.codes import InspectionKind, Level, ProductionState, Risk


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise or site under supervision. Empty text, None and False mean: not known or not so."""

    id: str
    name: str
    uscc: str = ""  # 统一社会信用代码, 18 characters; see domain.uscc
    short: str = ""  # 曾用名/简称 as the register writes it
    aliases: tuple[str, ...] = ()  # other names that files use for it
    legal_person: str = ""  # 法定代表人
    principal: str = ""  # 主要负责人
    principal_phone: str = ""
    safety_person: str = ""  # 安全负责人(安管负责人)
    safety_phone: str = ""
    township: str = ""  # code; empty = unknown (未定位)
    township_raw: str = ""
    address: str = ""
    lon: float | None = None  # WGS 84
    lat: float | None = None
    crs_raw: str = ""  # coordinate system the register was written in
    sector: str = "other"
    sector_raw: str = ""
    industry_code: str = ""  # GB/T 4754-2017
    department: str = ""  # code or the words of the file
    supervision: Level = Level.COUNTY
    economic_type: str = ""
    size: str = ""  # 生产规模, words of the register
    headcount: int | None = None
    above_scale: bool = False  # 规上
    high_risk: bool = False  # 高危作业
    state: ProductionState = ProductionState.UNKNOWN
    standard_grade: str = ""  # 标准化等级
    standard_to: date | None = None
    licence: str = ""  # 安全生产许可证号
    licence_to: date | None = None
    major_source: bool = False  # 重大危险源
    major_source_raw: str = ""  # its level as written
    risk: Risk | None = None
    fire_key: bool = False  # 重点消防单位
    leader: str = ""  # 包联县领导
    video: bool = False  # 视频监控联网
    plan_filed: str = ""  # 应急预案备案
    last_drill: date | None = None
    sensitive: bool = False  # position hidden or blurred on walls and exports (DOMAIN.md §7.2)
    remark: str = ""
    extra: tuple[tuple[str, str], ...] = ()  # unmapped columns, kept
    confirmed: bool = True  # False: made by the importer from a ledger's name, a person has to look
    demo: bool = False
    batch_id: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """One visit to one enterprise, whatever it found. A hazard belongs to none or one of these."""

    id: str
    on: date
    enterprise_id: str | None = None
    enterprise_name: str = ""
    kind: InspectionKind = InspectionKind.UNKNOWN
    inspectors: str = ""
    result: str = ""
    found_nothing: bool = False  # 未发现隐患
    township: str = ""
    department: str = ""
    remark: str = ""
    demo: bool = False
    batch_id: str | None = None
    record_no: str = ""  # of its 现场检查记录, as the enforcement system has it (DOMAIN.md §7.1)
