"""The unified social credit code (统一社会信用代码), GB 32100-2015 (DOMAIN.md §6.2)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def check_letter(body: str) -> str | None:
    """The 18th character for the first 17, None if one of them is not allowed or there are not 17."""
    if len(body) != 17 or any(letter not in _VALUES for letter in body):
        return None
    total = sum(_VALUES[letter] * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether an upper-case code of 18 characters carries the right check character."""
    return len(code) == 18 and check_letter(code[:17]) == code[17]
