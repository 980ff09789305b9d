"""What entering something costs a person: each key and click is counted, at an office's pace."""

from typing import Any

from support.corpus.pictures import picture
from support.pages import said, settle

KEY, CLICK = 0.2, 1.5  # seconds; a Chinese character is three keys of an input method
CHOOSE = 2  # clicks of choosing a file: the button, the file
DEFECTS = ("配电箱无盖", "护栏松动", "通道堵塞", "灭火器过期", "电缆拖地", "警示牌缺失")


class Hands:
    """Works on a page and counts."""

    def __init__(self, page: Any) -> None:
        self.page, self.keys, self.clicks = page, 0, 0

    @property
    def seconds(self) -> float:
        """What it took so far."""
        return self.keys * KEY + self.clicks * CLICK

    def click(self, selector: str, nth: int = 0) -> None:
        """Click something, and wait for what it does."""
        self.clicks += 1
        self.page.locator(selector).nth(nth).click()
        settle(self.page)

    def write(self, words: str) -> None:
        """Type where the cursor is."""
        self.keys += sum(3 if sign > "⺀" else 1 for sign in words)
        self.page.keyboard.insert_text(words) if any(sign > "⺀" for sign in words) else self.page.keyboard.type(words)

    def press(self, name: str) -> None:
        """Press one key, and wait for what it does."""
        self.keys += 1
        self.page.keyboard.press(name)
        settle(self.page)

    def tab(self) -> None:
        """On to the next field; nobody waits for the page before typing on."""
        self.keys += 1
        self.page.keyboard.press("Tab")

    def fill(self, selector: str, words: str) -> None:
        """Click a field and type into it."""
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.write(words)

    def pick(self, selector: str, words: str) -> None:
        """Click a list of choices, type the beginning of one, take it."""
        self.fill(selector, words)
        self.page.locator('[role="option"]').first.wait_for()
        self.press("Enter")

    def day(self, selector: str, words: str) -> None:
        """Click the year of a day and type 20261201."""
        self.fill(f'{selector} [data-type="year"]', words)
        self.press("Tab")

    def attach(self, selector: str, name: str, raw: bytes) -> None:
        """Choose a file."""
        self.clicks += CHOOSE
        file = {"name": name, "mimeType": "image/jpeg", "buffer": raw}
        self.page.locator(f"{selector} input[type=file]").set_input_files(file)
        self.page.locator(f"{selector} .w-shot").first.wait_for()
        settle(self.page)


def head(hands: Hands, lang: str, enterprise: str) -> None:
    """Enterprise, kind, inspectors of a visit; its day is today."""
    hands.pick(".st-key-visit_enterprise input", enterprise)
    hands.pick(".st-key-visit_kind input", said("Routine", lang))
    hands.fill(".st-key-visit_inspectors input", "张某、李某")
    hands.press("Tab")


def problem(hands: Hands, number: int, words: str) -> None:
    """Place, words and photo of one problem."""
    row = f".st-key-visit_p{number}"
    hands.fill(f"{row}_place input", f"{number}号车间")
    hands.tab()
    hands.write(words)
    hands.tab()
    hands.attach(row, f"IMG_{number}.jpg", picture(number))
