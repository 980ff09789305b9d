"""What the made-up ledger gives as the cause of a hazard: by the words of its problem, always the same for a row.

No dice are thrown: the rows, dates and counts of a seed stay what they are without causes.
"""

from zlib import crc32

from demo_hazards import WORDS, Hazard

SILENT, COMMON = 0.14, 0.22  # shares of rows without a cause, and with the commonest one whatever the problem


def cause(h: Hazard) -> str:
    """The cause that a row states; "" where it states none, where the hazard is not confirmed or was none."""
    if h.pending or h.voided:
        return ""
    place = crc32(f"{h.found}|{h.enterprise.name}|{h.place}|{h.problem}".encode()) / 2**32
    if place < SILENT and h.grade != "重大":
        return ""
    found = next((name for name, words in WORDS["causes"].items() if any(word in h.problem for word in words)), "")
    common = str(WORDS["common_cause"])
    return common if not found or place > 1 - COMMON else found
