"""What is written above a table and holds for all of it: who filled it in, up to which day, of which year."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from riskmap.ingest.clean import dates

YEAR = re.compile(r"(20\d{2})年?")
CUTOFF = re.compile(r"(?:截止|截至)(?:到|至|于|日期)?[:：]?([\d〇零一二三四五六七八九十年月日./-]{6,})")
SENDER = re.compile(r"(?:填报单位|报送单位|上报单位|编制单位)(?:[(（][^)）]*[)）])?[:：]\s*([^\s:：]{2,30})")
STAMP = re.compile(r"[(（](?:盖章|公章|签章|章)[)）]$")


def sender(above: str) -> str:
    """The unit that filled the table in, "" where none is named."""
    named = SENDER.search(above)
    return STAMP.sub("", named.group(1)) if named else ""


def cutoff(title: str) -> date | None:
    """The day up to which the table tells, None where none is named."""
    named = CUTOFF.search(title)
    return dates.parse(named.group(1)).day if named else None


def year(title: str, sheet: str, found: Iterable[date], today: date) -> int:
    """The table's year: written in title or sheet name, else the commonest of its found dates, else this year."""
    written = YEAR.search(title) or YEAR.search(sheet)
    if written:
        return int(written.group(1))
    years = Counter(day.year for day in found)
    return years.most_common(1)[0][0] if years else today.year
