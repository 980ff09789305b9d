"""The words that Streamlit itself writes into widgets: it has no setting for them, the page's script says them anew.

A widget's argument comes first wherever there is one (placeholder, label, help). `{…}` stands for anything.
"""

import json
from functools import lru_cache
from typing import Final

from riskmap.i18n import Translator

MONTHS: Final = (
    "streamlit|January", "streamlit|February", "streamlit|March", "streamlit|April", "streamlit|May", "streamlit|June",
    "streamlit|July", "streamlit|August", "streamlit|September", "streamlit|October", "streamlit|November",
    "streamlit|December",
)  # fmt: skip
WORDS: Final = (
    *MONTHS,
    "streamlit|Choose an option", "streamlit|Choose options", "streamlit|Choose or add an option",
    "streamlit|Add an option", "streamlit|No results", "streamlit|No options to select.", "streamlit|Select all",
    "streamlit|Add: {name}", "streamlit|{n} options available.", "streamlit|1 option available.",
    "streamlit|Clear value", "streamlit|Clear all", "streamlit|Clear", "streamlit|Open", "streamlit|Close",
    "streamlit|Dismiss", "streamlit|Remove {name}", "streamlit|Selected",
    "streamlit|Press Enter to apply", "streamlit|Press Ctrl+Enter to apply", "streamlit|Press ⌘+Enter to apply",
    "streamlit|Press Enter to submit form", "streamlit|Press Ctrl+Enter to submit form",
    "streamlit|Press ⌘+Enter to submit form", "streamlit|This field is required.",
    "streamlit|Skip to main content", "streamlit|Choose date", "streamlit|Choose date, {month}", "streamlit|Clear date",
    "streamlit|Previous month", "streamlit|Next month", "streamlit|Previous", "streamlit|Next", "streamlit|month",
    "streamlit|year", "streamlit|day", "streamlit|yyyy", "streamlit|mm", "streamlit|dd", "streamlit|Empty",
    "streamlit|Selected Date: {month} {day}, {year}", "streamlit|{n} – {month}",
    "streamlit|Use arrow keys to navigate dates. Enter to select. Escape to close.",
    "streamlit|file upload", "streamlit|Upload", "streamlit|Upload failed", "streamlit|Add files", "streamlit|add icon",
    "streamlit|Drag and drop a file here", "streamlit|Drag and drop files here", "streamlit|{size} per file",
    "streamlit|{kind} files are not allowed.", "streamlit|File must be {size} or smaller.",
    "streamlit|Map", "streamlit|Connecting", "streamlit|Connection error", "streamlit|Please wait...",
    "streamlit|Connection lost. Please wait for the app to reconnect, then try again.",
    "streamlit|Bad message format", "streamlit|Page not found",
)  # fmt: skip
GONE: Final = "The server does not answer. The page connects by itself as soon as it does; what was entered stays here."
ANEW: Final = {  # what Streamlit says of itself → what this program says of itself, in either language
    "Streamlit server is not responding. Are you connected to the internet?": GONE,
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": GONE,
    "Cannot connect to Streamlit (HTTP status: 403).": "The server refuses the connection.",
    "The page that you have requested does not seem to exist. Running the app's main page.":
        "There is no page under this address; the first page is shown.",
}  # fmt: skip


@lru_cache(maxsize=1)
def table() -> str:
    """The words as JSON that may stand in a script element: `words` by English, `anew` (both languages) by theirs."""
    english, chinese = Translator("en"), Translator("zh_CN")
    words = {english(one): chinese(one) for one in WORDS}
    anew = {theirs: [english(ours), chinese(ours)] for theirs, ours in ANEW.items()}
    return json.dumps({"words": words, "anew": anew}, ensure_ascii=False).replace("<", "\\u003c")
