"""The steps of the import page in which a person decides: names of fields, what is said of a column, an enterprise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, span

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {  # kind of table → field → name
    "ledger": {
        "hazard_no": "column|Number in this program",
        "ledger_no": "column|Ledger number",
        "enterprise": "column|Enterprise",
        "uscc": "column|Unified social credit code",
        "township": "column|Township",
        "sector": "column|Sector",
        "place": "column|Place",
        "description": "column|Description of the hazard",
        "grade": "column|Grade",
        "category": "column|Category",
        "source": "column|Source",
        "inspection_kind": "column|Kind of inspection",
        "found": "column|Found on",
        "inspectors": "column|Inspectors",
        "check_unit": "column|Inspecting unit",
        "responsible_person": "column|Responsible person",
        "responsible_unit": "column|Responsible unit",
        "department": "column|Supervising department",
        "regulator_person": "column|Supervising person",
        "measure": "column|Measure",
        "cause": "column|Cause",
        "due": "column|Due date",
        "rectified": "column|Rectified on",
        "rectified_by": "column|Rectified by",
        "status": "column|Status of rectification",
        "ordered": "column|Ordered on",
        "order_no": "column|Number of the order",
        "confirmed": "column|Confirmed on",
        "started": "column|Rectification started on",
        "declared": "column|Re-inspection asked for on",
        "passed": "column|Re-inspected on",
        "reviewers": "column|Re-inspected by",
        "review_result": "column|Result of the re-inspection",
        "closed_mark": "column|Crossed off (yes or no)",
        "closed": "column|Crossed off on",
        "closed_by": "column|Crossed off by",
        "voided": "column|Voided on",
        "void_reason": "column|Void because",
        "funds_planned": "column|Funds planned (10,000 yuan)",
        "funds_secured": "column|Funds secured (10,000 yuan)",
        "funds_paid": "column|Funds paid (10,000 yuan)",
        "emergency": "column|Emergency measure",
        "five_responsibility": "column|Five: responsibility",
        "five_measures": "column|Five: measures",
        "five_funds": "column|Five: funds",
        "five_deadline": "column|Five: deadline",
        "five_emergency": "column|Five: emergency plan",
        "five_all": "column|Five implementations",
        "place_responsibility": "column|In place: responsibility",
        "place_measures": "column|In place: measures",
        "place_funds": "column|In place: funds",
        "place_deadline": "column|In place: deadline",
        "place_emergency": "column|In place: emergency plan",
        "listed": "column|Listed for supervision",
        "list_proposed": "column|Listing proposed on",
        "list_date": "column|Listed on",
        "list_number": "column|Number of the listing",
        "list_unit": "column|Listing unit",
        "list_leader": "column|Leader of the listing",
        "list_due": "column|Listing due",
        "delist_applied": "column|Delisting asked for on",
        "delist_date": "column|Delisted on",
        "ext_applied": "column|Extension asked for on",
        "ext_to": "column|Extended to",
        "ext_result": "column|Decision on the extension",
        "ext_decided": "column|Extension decided on",
        "ext_by": "column|Extension decided by",
        "ext_reason": "column|Reason of the extension",
        "control": "column|Control status",
        "control_on": "column|Controlled since",
        "control_person": "column|Controlled by",
        "control_document": "column|Paper of the control",
        "stop": "column|Stop of production",
        "restart_no": "column|Number of the restart approval",
        "restart_on": "column|Restart approved on",
        "plan_filed": "column|Treatment plan filed on",
        "basis": "column|Basis of judgement",
        "chain_enterprise": "column|Principal of the enterprise",
        "chain_department": "column|Responsible in the department",
        "chain_township": "column|Responsible in the township",
        "chain_leader": "column|County leader in charge",
        "chain_supervision": "column|Responsible for the supervision",
        "supervision": "column|Level of supervision",
        "count": "column|Number of hazards",
        "photo_before": "column|Photo before",
        "photo_after": "column|Photo after",
        "review_paper": "column|Paper of the re-inspection",
        "plan_paper": "column|Treatment plan",
        "control_paper": "column|Records of monitoring",
        "assessment_paper": "column|Report of the assessment",
        "workers_paper": "column|Report to the workers' congress",
        "acceptance_paper": "column|Paper of the acceptance",
        "delisting_paper": "column|Approval of the delisting",
        "restart_paper": "column|Approval of the restart",
        "lon": "column|Longitude",
        "lat": "column|Latitude",
        "point": "column|Longitude and latitude",
        "crs": "column|Coordinate system",
        "remark": "column|Remark",
    },
    "register": {
        "name": "column|Enterprise",
        "uscc": "column|Unified social credit code",
        "short": "column|Former or short name",
        "legal_person": "column|Legal representative",
        "principal": "column|Principal",
        "principal_phone": "column|Principal's telephone",
        "safety_person": "column|Safety person",
        "safety_phone": "column|Safety person's telephone",
        "township": "column|Township",
        "address": "column|Address",
        "lon": "column|Longitude",
        "lat": "column|Latitude",
        "point": "column|Longitude and latitude",
        "crs": "column|Coordinate system",
        "sector": "column|Sector",
        "industry_code": "column|Industry code",
        "department": "column|Department in charge",
        "supervision": "column|Level of supervision",
        "economic_type": "column|Economic type",
        "size": "column|Scale of production",
        "headcount": "column|Employees",
        "above_scale": "column|Above designated size",
        "high_risk": "column|High-risk work",
        "state": "column|State of production",
        "standard_grade": "column|Standardisation grade",
        "standard_to": "column|Standardisation valid to",
        "licence": "column|Safety licence",
        "licence_to": "column|Licence valid to",
        "major_source": "column|Major hazard source",
        "risk": "column|Risk level",
        "fire_key": "column|Key fire-safety unit",
        "leader": "column|Leader in charge",
        "video": "column|Video monitoring connected",
        "plan_filed": "column|Emergency plan filed",
        "last_drill": "column|Last drill",
        "sensitive": "column|Sensitive site",
        "remark": "column|Remark",
    },
}


def names(t: Translator, kind: str) -> dict[str, str]:
    """Field → name in the reader's language, in the order of ledgers."""
    return {name: t(word) for name, word in FIELDS[kind].items()}


def said(context: Context, column: Mapping[str, Any], how: str, perhaps: str) -> str:
    """What is known of one column, beside its choice: sample values, how it was told, how surely.

    `how` and `perhaps`, the name of a field that is only suggested, are words of the reader's language.
    """
    t = context.t
    shown = t("list|, ").join(column["samples"])
    share = f"{column['confidence']:.0%}"
    told = t("told by {how}, {share} sure", how=how, share=share) if column["how"] else how
    if perhaps:
        told = t("perhaps {field}: by {how}, {share} sure", field=perhaps, how=how, share=share)
    values = t("e.g. {samples}", samples=shown) if shown else t("no values")
    return f'<p class="w-sample">{span(values)}<br>{span(told, "w-mu")}</p>'


def preview(context: Context, issues: Sequence[Mapping[str, Any]], most: int) -> str:
    """The first cells that hold several problems, each with the parts that it would be split into."""
    t = context.t
    lines = []
    for one in issues[:most]:
        parts = "".join(f"<li>{e(part)}</li>" for part in one["parts"])
        where = t("row {n} of {sheet}", n=one["row"], sheet=one["sheet"] or "—")
        lines.append(f'<div class="w-parts">{span(where, "w-mu")}<ol>{parts}</ol></div>')
    rest = len(issues) - most
    more = f'<p class="w-mu">{e(t("{n} more", n=rest))}</p>' if rest > 0 else ""
    return f'<div class="w-splits">{"".join(lines)}</div>{more}'
