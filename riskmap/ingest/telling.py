"""What a row's status, review and closing columns say; a closing column may be the status column (rule e)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from riskmap.ingest.clean import dates, words
from riskmap.ingest.clean.text import is_blank, word
from riskmap.ingest.columns import Columns, cached
from riskmap.ingest.course import Told
from riskmap.ingest.profile import Profile
from riskmap.ingest.recognise import Table

ON_THE_SPOT = re.compile(r"现场处置|当场|现场整改|现场立即|即查即改|立行立改")
ENDED = frozenset({"done", "yes", "awaiting_review", "verified", "closed"})  # 当场责令整改 was not done on the spot
Day = Callable[[str], date | None]
Note = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Marked:
    """One closing cell: yes or no, a day, or a status word."""

    mark: bool | None = None
    day: date | None = None
    word: str | None = None


class Teller:
    """Reads the words of one table; built once, asked per row."""

    def __init__(self, table: Table, columns: Columns, profile: Profile) -> None:
        more = profile.values.get("status", {})
        self._word = cached(lambda text: words.status(text, more))
        self._review = cached(words.review)
        self._mark = cached(self._read_mark)
        self._text = {name: columns.words(name) for name in ("status", "closed_mark", "review_result", "reviewers")}
        self._text |= {name: columns.words(name) for name in ("rectified", "closed", "passed")}
        self._dates = columns.dates
        marks = [self._mark(text) for text in set(self._text["closed_mark"])]
        self.mark_is_status = not table.has("status") and any(m.word not in {None, "yes", "no"} for m in marks)
        closing = table.has("closed") or (table.has("closed_mark") and not self.mark_is_status)
        self.concluded = closing or table.has("passed", "reviewers", "review_result")
        self._reviewer_signs = table.has("reviewers") and not table.has("passed", "review_result")

    def _read_mark(self, text: str) -> Marked:
        if is_blank(text):
            return Marked(False if word(text) == "无" else None)
        answer = words.yesno(text)
        if answer is not None:
            return Marked(answer)
        code = self._word(text)
        if code is not None:
            return Marked({"closed": True, "open": False, "no": False, "not_closed": False}.get(code), word=code)
        day = dates.parse(text).day
        return Marked(True, day) if day else Marked()

    def word_of(self, i: int, note: Note) -> str | None:
        """The status code of row `i`; 未销号 alone says nothing of the rectification: the dates decide."""
        code = self._code_of(i, note)
        return None if code == "not_closed" else code

    def _code_of(self, i: int, note: Note) -> str | None:
        """From the status column; a word in a date column serves where that is blank."""
        text = self._text["status"][i]
        if not is_blank(text):
            code = self._word(text)
            if code is None:
                note("unknown_status", "status")
            return code
        if self.mark_is_status:
            return self._mark(self._text["closed_mark"][i]).word or self._stray(i, "rectified")
        return self._stray(i, "rectified") or self._mark(self._text["closed_mark"][i]).word

    def _stray(self, i: int, name: str) -> str | None:
        parsed = self._dates.get(name)
        return self._word(self._text[name][i]) if parsed is not None and parsed[i].word else None

    def mark_of(self, i: int) -> Marked:
        """The closing mark of row `i`; a word in 销号日期 counts as one."""
        marked = self._mark(self._text["closed_mark"][i])
        if self.mark_is_status and marked.word is not None:
            return Marked(False if marked.word == "not_closed" else None)
        if marked.mark is None and self._stray(i, "closed") == "closed":
            return Marked(True)
        return marked

    def review_of(self, i: int, note: Note) -> str | None:
        """pass, fail, waits or None; where only the reviewer's name is asked for, the name is the signature."""
        text = self._text["review_result"][i]
        if is_blank(text):
            return "pass" if self._reviewer_signs and not is_blank(self._text["reviewers"][i]) else None
        verdict = self._review(text)
        if verdict is None or verdict == "waits":
            note("unknown_review", "review_result")
        return verdict

    def told(self, i: int, found: date, day: Day, note: Note, *, failed_before: bool) -> Told:
        """Everything row `i` says about its course."""
        marked = self.mark_of(i)
        code = self.word_of(i, note)
        return Told(
            found=found,
            word=code,
            review=self.review_of(i, note),
            mark=marked.mark,
            on_the_spot=code in ENDED and self._on_the_spot(i),
            confirmed=day("confirmed"),
            ordered=day("ordered"),
            started=day("started"),
            declared=day("declared"),
            rectified=day("rectified"),
            passed=day("passed"),
            closed=day("closed") or marked.day,
            voided=day("voided"),
            concluded_by_column=self.concluded,
            failed_before=failed_before,
        )

    def _on_the_spot(self, i: int) -> bool:
        told = self._text["status"][i] or self._text["closed_mark"][i]
        return bool(told) and ON_THE_SPOT.search(told) is not None
