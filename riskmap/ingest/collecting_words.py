"""Findings about returned files → severity and English sentence (the message id of the catalogues)."""

from typing import Final

from riskmap.ingest.messages import ERROR, INFO, REFUSALS, WARNING

FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "not_of_round": (WARNING, "The row belongs to no item of this round; not taken"),
    "other_round": (WARNING, "The row was sent out with another round; not taken"),
    "no_rows_of_round": (WARNING, "No row of this round was found in the file"),
    "picture_not_in_column": (WARNING, "A picture does not stand in the column of photos of an item; not taken"),
    "picture_not_kept": (WARNING, "A picture cannot be read or is too large, and is not kept"),
    "pictures_not_read": (WARNING, "Pictures kept in this way are not read: make them floating ones of an xlsx"),
    "photo_of_no_row": (WARNING, "A photo of the archive bears the number of no row of its workbook; not taken"),
    "photo_comes_late": (WARNING, "The workbook was taken in before; a photo that came with it again is left"),
    "pictures_damaged": (WARNING, "A part of the file is damaged: its rows are read, pictures behind it are not"),
    "no_header": (WARNING, "The columns cannot be told: no header line above the row"),
    "files_differ": (WARNING, "Two files say different things of one field; neither is taken"),
    "id_and_number_differ": (WARNING, "The hidden mark belongs to another number; the visible number was followed"),
    "locked_changed": (WARNING, "A locked cell was changed; not taken"),
    "unknown_choice": (WARNING, "The word is not in the list; not taken"),
    "bad_date": (WARNING, "The date cannot be read; not taken"),
    "bad_amount": (WARNING, "The amount cannot be read; not taken"),
    "bad_number": (WARNING, "Not a whole number of 0 or more; not taken"),
    "more_than_whole": (WARNING, "A part is larger than its whole"),
    "amount_looks_like_yuan": (WARNING, "The amount looks like yuan in a column of 10,000 yuan"),
    "future_date": (WARNING, "The date lies after today"),
    "no_year": (INFO, "The date has no year; the year of the round was taken"),
    "month_only": (INFO, "Only a month is given"),
    "no_fixed_date": (WARNING, "Words instead of a date; not taken"),
    "working_days": (INFO, "Working days were counted as calendar days"),
    "status_in_date": (WARNING, "A status word stands in a date column"),
    "emptied": (INFO, "A cell was emptied: that says nothing and deletes nothing"),
    "matched_by_number": (INFO, "The hidden mark is missing; matched by the platform number"),
    "id_damaged": (INFO, "The hidden mark is damaged; matched by the platform number"),
    "row_twice": (INFO, "The same row stands in two places and says the same"),
    "same_file_twice": (INFO, "The same file was dropped in twice; read once"),
    "already_taken": (INFO, "This file was taken in before; it counts once"),
    "nothing_filled_in": (INFO, "Nothing is filled in; the file does not count as a report"),
}


def severity(code: str) -> str:
    """Severity of a finding; a refusal of a file is an error."""
    return FINDINGS[code][0] if code in FINDINGS else ERROR


def sentence(code: str) -> str:
    """The English sentence of a finding or refusal, which is its message id."""
    return FINDINGS[code][1] if code in FINDINGS else REFUSALS[code]
