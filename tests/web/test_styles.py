"""The style sheet of the pages: two parts of the program do not lay out under one name."""

import re
from collections import Counter
from pathlib import Path

SHEET = Path(__file__).parents[2] / "riskmap" / "web" / "assets" / "pages.css"
LAID_OUT = re.compile(r"(?:^|\})\s*\.(w-[a-z-]+) \{[^}]*\bdisplay: (?:grid|flex)")


def test_a_name_is_laid_out_once() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    wide = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)  # a narrower window may lay out anew
    found = Counter(LAID_OUT.findall(wide))
    assert found["w-beside"] == 1
    assert [name for name, times in found.items() if times > 1] == []
