"""Codes of findings and refusals → severity and English sentence (the message id of the catalogues)."""

ERROR, WARNING, INFO = "error", "warning", "info"

MESSAGES: dict[str, tuple[str, str]] = {
    # Rows that are not taken (DOMAIN.md §3.5, 10)
    "no_found_date": (ERROR, "Rejected: no readable date on which the hazard was found"),
    "no_substance": (ERROR, "Rejected: neither enterprise nor place nor description"),
    "no_name": (ERROR, "Rejected: the enterprise has no name"),
    "outside_part": (ERROR, "Rejected: it lies outside the part of the county for which you import"),
    "no_enterprise_visited": (ERROR, "Rejected: nothing was found, and no enterprise is named"),
    # Lines that are no rows
    "blank_row": (INFO, "Blank lines were passed over"),
    "only_number": (INFO, "A line with nothing but a number is not a row"),
    "repeated_header": (INFO, "A repeated header is not a row"),
    "subtotal_row": (INFO, "A subtotal is not a row"),
    "note_row": (INFO, "A note is not a row"),
    "section_row": (INFO, "A section heading is not a row"),
    "as_above": (INFO, "'As above' was replaced by the cell above it"),
    "ditto_without_above": (WARNING, "'As above' stands where nothing is above it, or for a number: left blank"),
    # Sheets and columns
    "sheet_without_table": (INFO, "No table was recognised on this sheet"),
    "hidden_sheet": (WARNING, "A hidden sheet was read"),
    "hidden_rows": (WARNING, "Hidden rows were read"),
    "hidden_columns": (WARNING, "Hidden columns were read"),
    "summary_sheet": (WARNING, "The sheet repeats rows of other sheets"),
    "pictures_not_read": (WARNING, "Pictures kept in this way are not read: make them floating ones of an xlsx"),
    "pictures_damaged": (WARNING, "A part of the file is damaged: its rows are read, pictures behind it are not"),
    "picture_unplaced": (WARNING, "A picture belongs to no row: place it by hand"),
    "picture_not_kept": (WARNING, "A picture cannot be read or is too large, and is not kept"),
    # Files of an archive
    "nested_archive": (WARNING, "An archive within the archive was not opened"),
    "file_not_read": (WARNING, "A file of the archive was not read"),
    "unknown_column": (INFO, "An unknown column is kept as extra text"),
    "no_township_column": (WARNING, "The table has no township column: hazards stand under 'not located'"),
    "no_sector_column": (WARNING, "The table has no sector column: hazards stand under 'other'"),
    "taken_from_above": (INFO, "A value above the table holds for all of its rows"),
    "more_of_the_same": (INFO, "Further findings of this kind are counted, not listed"),
    # Dates
    "bad_date": (WARNING, "The date cannot be read; the text is kept"),
    "no_year": (WARNING, "The date has no year; the year of the ledger was taken"),
    "month_only": (INFO, "Only a month is given"),
    "no_fixed_date": (WARNING, "Words instead of a date; the text is kept"),
    "working_days": (INFO, "Working days were counted as calendar days"),
    "status_in_date": (WARNING, "A status word stands in a date column"),
    "future_date": (WARNING, "The date lies after today; it does not count until it comes"),
    "due_before_found": (WARNING, "Due before it was found"),
    "done_before_found": (WARNING, "Rectified before it was found"),
    "dates_out_of_order": (WARNING, "The dates are out of order; kept as written"),
    "date_inferred": (INFO, "A missing earlier date was taken from the next later one"),
    "undated": (WARNING, "Done without any date: out of the rates of due items"),
    "review_date_missing": (WARNING, "Re-inspection passed without a date: counts from the cut-off of the file"),
    "closing_date_missing": (WARNING, "Crossed off without a date: counts from the cut-off of the file"),
    "listing_date_missing": (WARNING, "Listed without a date: counts from the cut-off of the file"),
    "no_due_date": (INFO, "No due date: out of the rates of due items"),
    # Status
    "no_review_evidence": (INFO, "Done by the word of the ledger, without evidence of a re-inspection"),
    "closed_without_evidence": (INFO, "Crossed off without any evidence in the row"),
    "unknown_status": (WARNING, "Unknown status word; read from the dates"),
    "status_conflict": (WARNING, "Status, review and crossing-off contradict each other"),
    "status_date_conflict": (WARNING, "A date of completion under a status that is not done; the text is kept"),
    "extension_without_decision": (INFO, "Extension without a date of decision: counted as approved in time"),
    "unknown_review": (WARNING, "Unknown conclusion of a re-inspection"),
    # Values
    "grade_to_decide": (WARNING, "The ledger says larger or serious: please decide the grade"),
    "unknown_grade": (WARNING, "Unknown grade; taken as general"),
    "major_clause_under_general": (WARNING, "The text cites a major hazard under the grade general"),
    "unknown_township": (WARNING, "Unknown township; kept as written under 'not located'"),
    "township_from_text": (INFO, "The township was taken from the address"),
    "township_suggested": (INFO, "The point lies in a township: a suggestion, not taken over"),
    "township_of_village": (INFO, "The row names a village of a township: a suggestion, not taken over"),
    "unknown_sector": (WARNING, "Unknown sector; kept as written under 'other'"),
    "unknown_source": (INFO, "Unknown source of the hazard"),
    "unknown_control": (WARNING, "Unknown control status"),
    "unreadable_record": (WARNING, "An earlier record cannot be read; the text is kept"),
    "unknown_word": (WARNING, "A word of this column is unknown; the text is kept"),
    "bad_amount": (WARNING, "The amount cannot be read; the text is kept"),
    "amount_told_once": (INFO, "An amount in a cell merged over several rows counts once, with the first"),
    "amount_looks_like_yuan": (WARNING, "The amount looks like yuan in a column of 10,000 yuan"),
    "bad_coordinate": (WARNING, "The coordinate cannot be read; the text is kept"),
    "half_a_point": (WARNING, "Only one of two coordinates is given"),
    "swapped_coordinates": (WARNING, "Longitude and latitude were swapped and put right"),
    "point_outside": (WARNING, "The point lies outside China and was left out"),
    "point_outside_county": (WARNING, "The point lies outside the county"),
    "five_tick_only": (INFO, "A tick alone does not show an implementation"),
    "several_in_cell": (INFO, "Several problems stand in one cell"),
    "split_in_parts": (INFO, "The cell was split: one hazard a problem"),
    "several_in_row": (INFO, "The row says that it holds several hazards; it counts as one"),
    "long_text": (INFO, "A very long text was kept in full"),
    # Visits
    "inspection_without_findings": (INFO, "Nothing was found: kept as an inspection, not as a hazard"),
    # Identity
    "enterprise_created": (INFO, "The enterprise is not in the register: created as unconfirmed"),
    "enterprise_resembles": (WARNING, "The enterprise is not in the register, but others resemble it: please decide"),
    "enterprise_decided": (INFO, "The enterprise is known under this name from now on"),
    "enterprise_ambiguous": (WARNING, "Two enterprises bear this name; the first was taken"),
    "bad_uscc": (WARNING, "The unified social credit code is not valid"),
    "uscc_two_names": (WARNING, "One unified social credit code stands under two names"),
    "duplicate_enterprise": (INFO, "The enterprise stands in the file more than once"),
    "duplicate_in_file": (WARNING, "The same hazard stands in the file more than once"),
    "probable_duplicate": (WARNING, "Probably the same hazard as another one"),
    "duplicate_number": (WARNING, "The ledger number was used before for another hazard"),
    "probable_change": (WARNING, "Differs in one field from a known hazard: taken as a change of that field"),
    "probable_change_not_taken": (WARNING, "Differs in one field from a hazard that files may not change"),
    "touched_not_changed": (WARNING, "The hazard had a step in the program: the difference is not taken over"),
    "closed_not_changed": (WARNING, "The hazard is crossed off: the difference is not taken over"),
}

REFUSALS: dict[str, str] = {
    "empty_file": "The file is empty",
    "unknown_format": "This is not a file of tables that can be read (xlsx, xls, et, csv, docx, zip)",
    "old_word": "This is a document of an old Word; save it as docx",
    "unsafe_xml": "The file carries definitions that an office file never has, and is not opened",
    "html_as_excel": "This is a web page under the name of a workbook; save it as xlsx in Excel or WPS",
    "password_protected": "The workbook is protected by a password",
    "damaged_file": "The file is damaged or cut off",
    "too_large": "The file is too large",
    "too_large_unpacked": "The file is too large when unpacked",
    "too_compressed": "A part of the file is compressed beyond measure",
    "too_many_entries": "The file has too many parts",
    "too_many_sheets": "The workbook has too many sheets",
    "too_many_rows": "A sheet has too many rows",
    "too_many_columns": "A sheet has too many columns",
    "no_such_sheet": "The workbook has no sheet of this name",
    "no_such_picture": "The file holds no such picture without a row",
    "no_table": "No table was recognised: a header line with at least three known headers is needed",
    "no_row_accepted": "No row of the table could be accepted",
    "bad_profile": "The profile cannot be used",
    "no_such_file": "There is no such file",
    "took_too_long": "Reading took too long and was stopped",
    "reader_failed": "The file could not be read within the memory allowed, or the reading process ended",
    "rows_rejected": "Rows were rejected and --strict was asked for",
}


def severity(code: str) -> str:
    """Severity of a finding: error (the row is rejected), warning or info."""
    return MESSAGES[code][0]


def sentence(code: str) -> str:
    """The English sentence of a finding or refusal, which is its message id."""
    return MESSAGES[code][1] if code in MESSAGES else REFUSALS[code]
