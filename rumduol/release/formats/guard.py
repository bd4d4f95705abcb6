"""A text that a spreadsheet would run as a formula is stored as a text (OWASP, CSV injection)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str) -> str:
    """The text with an apostrophe in front where it starts like a formula; every other text as it is."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
