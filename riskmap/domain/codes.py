"""The closed vocabularies of the ledger. A value is what the database stores; a label lives in the catalogues."""

from enum import StrEnum


class Grade(StrEnum):
    """Hazard grade: the law knows two (DOMAIN.md §2.2)."""

    GENERAL = "general"
    MAJOR = "major"


class Status(StrEnum):
    """The eight stored states (DOMAIN.md §2.3)."""

    PENDING = "pending"
    OPEN = "open"
    RECTIFYING = "rectifying"
    AWAITING_REVIEW = "awaiting_review"
    REJECTED = "rejected"
    VERIFIED = "verified"
    CLOSED = "closed"
    VOID = "void"


class Progress(StrEnum):
    """What a mark shows, derived from facts and the as-of date (DESIGN.md §1, first match wins)."""

    VOID = "void"
    PENDING = "pending"
    CLOSED = "closed"
    WAITING = "waiting"  # 待复查 or 待销号
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"  # due today or within 7 days
    IN_PROGRESS = "in_progress"


class Source(StrEnum):
    """Where a hazard was found from (隐患来源)."""

    SELF = "self"  # 企业自查
    DEPARTMENT = "department"  # 部门检查
    TOWNSHIP = "township"  # 乡镇检查
    SUPERIOR = "superior"  # 上级督查
    REPORT = "report"  # 举报
    EXPERT = "expert"  # 专家会诊
    LEADER = "leader"  # 领导带队
    UNKNOWN = "unknown"


class InspectionKind(StrEnum):
    """Kind of visit (检查类型)."""

    ROUTINE = "routine"  # 日常
    SPECIAL = "special"  # 专项
    RANDOM = "random"  # 双随机
    LOOK_BACK = "look_back"  # 回头看
    LEADER = "leader"  # 领导带队
    EXPERT = "expert"  # 专家会诊
    SELF = "self"  # 企业自查
    UNKNOWN = "unknown"


class Level(StrEnum):
    """Administrative level of a listing (挂牌级别) or of supervision (监管层级)."""

    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    STATE = "state"


class ListingState(StrEnum):
    """Listing sub-machine (DOMAIN.md §2.4)."""

    PROPOSED = "proposed"  # 拟挂牌
    LISTED = "listed"  # 已挂牌
    ACCEPTANCE = "acceptance"  # 申请摘牌
    DELISTED = "delisted"  # 已摘牌
    DROPPED = "dropped"  # a proposal that was not followed


class ExtensionState(StrEnum):
    """Extension sub-machine (DOMAIN.md §2.3)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


class Control(StrEnum):
    """Control status of a major hazard (管控状态)."""

    SUSPENDED = "suspended"  # 已停产撤人
    PARTIAL = "partial"  # 局部停产停用
    WORKING = "working"  # 边整改边生产, with a safety argument and an approver
    NONE = "none"  # 未采取措施


class Item(StrEnum):
    """The five implementations (五落实)."""

    RESPONSIBILITY = "responsibility"
    MEASURES = "measures"
    FUNDS = "funds"
    DEADLINE = "deadline"
    EMERGENCY = "emergency"


class Post(StrEnum):
    """The five posts of the responsibility chain (责任链)."""

    ENTERPRISE = "enterprise"  # 企业主要负责人
    DEPARTMENT = "department"  # 监管部门责任人
    TOWNSHIP = "township"  # 乡镇属地责任人
    LEADER = "leader"  # 包联县领导
    SUPERVISION = "supervision"  # 督办责任人


class LateReason(StrEnum):
    """Why a rectification is late or will be (滞后原因, DOMAIN.md §7.1)."""

    FUNDS = "funds"  # 资金
    EQUIPMENT = "equipment"  # 设备到货
    APPROVAL = "approval"  # 外部审批
    STOPPED = "stopped"  # 停产待修
    PROPERTY = "property"  # 产权纠纷
    SHIRKING = "shirking"  # 推诿
    OTHER = "other"


class Step(StrEnum):
    """The rungs of the escalation ladder (DOMAIN.md §7), lowest first."""

    REMIND = "remind"  # 提醒函
    SUPERVISE = "supervise"  # 督办单, 督办函
    LIST = "list"  # 挂牌督办: taken by the actions of the listing, never by take_step
    CRITICISE = "criticise"  # 通报批评
    INTERVIEW = "interview"  # 约谈
    TRANSFER = "transfer"  # 移送, 惩戒


class System(StrEnum):
    """Systems of other levels that give a hazard a number of their own (DOMAIN.md §7.1)."""

    NATIONAL = "national"  # 全国重大事故隐患数据库
    ENFORCEMENT = "enforcement"  # 互联网+执法
    PROVINCE = "province"  # 省级平台
    CITY = "city"  # 市级平台


class EvidenceKind(StrEnum):
    """Kinds of evidence a gate may ask for (DOMAIN.md §2.5)."""

    PHOTO_BEFORE = "photo_before"
    PHOTO_AFTER = "photo_after"
    INSPECTION_PAPER = "inspection_paper"
    REVIEW_PAPER = "review_paper"
    PLAN = "plan"
    CONTROL_RECORD = "control_record"
    ASSESSMENT = "assessment"
    WORKERS_REPORT = "workers_report"
    ACCEPTANCE = "acceptance"
    DELISTING = "delisting"
    RESTART = "restart"
    REPORT = "report"  # 整改报告
    APPLICATION = "application"  # 评估/验收申请书
    ON_BEHALF = "on_behalf"  # the enterprise's own paper behind a step recorded for it (代录)
    OTHER = "other"


class Risk(StrEnum):
    """Four risk grades (DOMAIN.md §4): red, orange, yellow, blue."""

    MAJOR = "major"
    LARGE = "large"
    GENERAL = "general"
    LOW = "low"


class ProductionState(StrEnum):
    """Production state of an enterprise (生产状态, DOMAIN.md §6.2)."""

    PRODUCING = "producing"  # 生产
    STOPPED = "stopped"  # 停产
    BUILDING = "building"  # 在建
    CLOSED = "closed"  # 关闭
    UPGRADING = "upgrading"  # 技改
    UNKNOWN = "unknown"


class Sampled(StrEnum):
    """What the department's sample of self-closed hazards says of one."""

    DRAWN = "drawn"
    HOLDS = "holds"
    FAILS = "fails"
