"""The words that a page shows or tells a screen reader, and those of them in the wrong language."""

import re
from typing import Any

TEXTS = """() => {
  const out = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at && !['SCRIPT', 'STYLE', 'NOSCRIPT', 'CODE'].includes(at.tagName))
      if (!at.closest('[data-testid="stIconMaterial"]')) out.add(walk.currentNode.textContent.trim());
  }
  for (const name of ['placeholder', 'aria-label', 'title', 'aria-valuetext'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (one.tagName !== 'IFRAME' && !one.closest('[data-testid="stHtml"]')) out.add(one.getAttribute(name));
  return [...out];
}"""
OWN = {"English", "CGCS2000 / WGS 84", "Word", "Excel", "PDF", "PPT"}  # names of their own
ENDINGS = re.compile(r"•? ?[A-Z]{2,5}(, [A-Z]{2,5})*")  # of files, under an uploader
STORED = re.compile(r"system \(|[0-9a-f]{8}-")  # who acted, and on what, as the audit trail has it
TOLD = ("7*7", "pwned")  # hostile words of a ledger
LATIN, CJK = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[\u3400-\u9fff]")


def texts(page: Any) -> list[str]:
    """Every text, label and hint of a page but those of our own HTML's tips."""
    found: list[str] = page.evaluate(TEXTS)
    return found


def english(page: Any) -> list[str]:
    """What is left in English on a Chinese page."""
    own = [one for one in texts(page) if one not in OWN and not ENDINGS.fullmatch(one) and not STORED.match(one)]
    told = [one for one in own if not any(word in one for word in TOLD)]
    return sorted(one for one in told if LATIN.search(one) and not CJK.search(one))


def chinese(page: Any) -> list[str]:
    """What is left in Chinese on an English page; the link to the other language is in its own."""
    return sorted(one for one in texts(page) if CJK.search(one) and one != "中文")
