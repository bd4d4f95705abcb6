"""Khmer writing: digits, one spelling for what looks the same, zero-width marks, numbers and riel.

Order of the signs in a syllable follows the Unicode Khmer encoding structure (Hosken 2021): base, robat, subscripts
(subscript RO last), register shifter, vowel, other signs. Two orders that look the same on screen become one string.
"""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from babel.numbers import format_decimal, get_group_symbol

KHMER_DIGITS = "០១២៣៤៥៦៧៨៩"
ZERO_WIDTH_SPACE = "\u200b"  # Khmer writers use it as a line-break hint between words

_TO_KHMER = {ord(str(n)): digit for n, digit in enumerate(KHMER_DIGITS)}
_COENG = "\u17d2"
_ROBAT = "\u17cc"
_RO = "\u179a"
_SHIFTERS = "\u17c9\u17ca"
_VOWELS = "".join(chr(c) for c in range(0x17B6, 0x17C6))

# Letters that Unicode keeps only for old data, invisible vowels, and vowels typed in two halves.
_REPLACED = (
    ("\u17a3", "\u17a2"),
    ("\u17a4", "\u17a2\u17b6"),
    ("\u17b4", ""),
    ("\u17b5", ""),
    ("\u17c1\u17b8", "\u17be"),
    ("\u17b8\u17c1", "\u17be"),
    ("\u17c1\u17b6", "\u17c4"),
    ("\u17b6\u17c1", "\u17c4"),
)
_SYLLABLE = re.compile(
    rf"(?P<base>[\u1780-\u17b3])(?P<rest>(?:{_COENG}[\u1780-\u17b3]|[{_SHIFTERS}{_ROBAT}{_VOWELS}\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17dd])+)"
)
_PIECE = re.compile(rf"{_COENG}[\u1780-\u17b3]|.", re.DOTALL)


def to_khmer_digits(text: str) -> str:
    """`12` -> `១២`; everything else stays."""
    return text.translate(_TO_KHMER)


def to_latin_digits(text: str) -> str:
    """Digits of any script (Khmer, Thai, Lao, full width, Arabic) -> 0-9; everything else stays."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text)


def is_khmer(char: str) -> bool:
    """Whether the character belongs to the Khmer blocks (letters, signs, digits, lunar symbols)."""
    return "\u1780" <= char <= "\u17ff" or "\u19e0" <= char <= "\u19ff"


def _rank(piece: str) -> int:
    if piece == _ROBAT:
        return 0
    if piece[0] == _COENG:
        return 2 if piece[1:] == _RO else 1
    if piece in _SHIFTERS:
        return 3
    if piece in _VOWELS:
        return 4
    return 5


def _ordered(match: re.Match[str]) -> str:
    pieces = sorted(_PIECE.findall(match["rest"]), key=_rank)
    kept: list[str] = []
    for piece in pieces:  # the same sign struck twice is one sign
        if not kept or kept[-1] != piece:
            kept.append(piece)
    return match["base"] + "".join(kept)


def normalise(text: str) -> str:
    """NFC, and one order of signs for Khmer syllables that look the same. Idempotent."""
    text = unicodedata.normalize("NFC", text)
    if not any("\u1780" <= c <= "\u17ff" for c in text):
        return text
    while True:  # a replacement can bring two halves together; ends, for each pass shortens or keeps
        before = text
        for old, new in _REPLACED:
            text = text.replace(old, new)
        text = _SYLLABLE.sub(_ordered, text)
        if text == before:
            return text


def tidy_zero_width(text: str) -> str:
    """Keep one zero-width space between two Khmer words (it lets the line break); drop every other one."""
    if ZERO_WIDTH_SPACE not in text:
        return text
    words = [word for word in text.split(ZERO_WIDTH_SPACE) if word]
    if not words:
        return ""
    out = words[0]
    for word in words[1:]:
        out += (ZERO_WIDTH_SPACE if is_khmer(out[-1]) and is_khmer(word[0]) else "") + word
    return out


def _locale(language: str) -> str:
    return {"zh-hans": "zh_Hans"}.get(language, language.replace("-", "_"))


@cache
def _group_symbol(language: str) -> str:
    return get_group_symbol(_locale(language))


def number(value: float | Decimal, language: str = "km", *, khmer_digits: bool = False) -> str:
    """A number grouped as the language groups it: 12500 -> `12,500`, or `១២,៥០០` where Khmer digits are asked for."""
    if type(value) is int:  # a page may have thousands of them, and all our languages group by three
        text = f"{value:,}".replace(",", _group_symbol(language))
    else:
        text = to_latin_digits(format_decimal(value, locale=_locale(language)))
    return to_khmer_digits(text) if khmer_digits else text


def riel(value: int | Decimal, language: str = "km", *, khmer_digits: bool = False) -> str:
    """An amount of riel: `12,500៛` in Khmer, `12,500 riel` elsewhere."""
    amount = number(value, language, khmer_digits=khmer_digits)
    return f"{amount}៛" if language == "km" else f"{amount} riel"
