"""The 审图号 of a base map: it belongs to one file and falls away when the outlines in it change (DOMAIN.md §7.2)."""

import hashlib
import json
from pathlib import Path

MEMBER = "map_approval"  # of the GeoJSON document: {"number": "…", "year": 2026, "sha256": "…"}


def fingerprint(document: dict[str, object]) -> str:
    """SHA-256 of the features of a GeoJSON document, whatever their spacing."""
    text = json.dumps(document.get("features"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def approval(path: Path | None) -> str:
    """The number with its year that a boundary file states for exactly these outlines; "" for none or for others."""
    if path is None:
        return ""
    document = json.loads(path.read_text("utf-8"))
    told = document.get(MEMBER) if isinstance(document, dict) else None
    if not isinstance(told, dict) or told.get("sha256") != fingerprint(document):
        return ""
    return " ".join(str(told[key]) for key in ("number", "year") if told.get(key))
