"""What people type, made safe to keep: one form of every character, nothing invisible, clear limits."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumduol.shared import khmer
from rumduol.shared.errors import InvalidInput

NAME_LENGTH = 120
LINE_LENGTH = 200
STORY_LENGTH = 20_000

# Marks that turn the direction of the text around, join or hide characters: in a name or a file they deceive a reader.
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ZERO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u180e\u200c\u200d\u2060\u2061\u2062\u2063\u2064"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
)
_DROPPED = {ord(c): None for c in _BIDI + _ZERO_WIDTH}
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_NAME_EXTRA = set(" .'’‘`´-‐–·,()/" + khmer.ZERO_WIDTH_SPACE)


def _kept(char: str) -> bool:
    """False for control characters, lone surrogates, tag characters and code points that are no characters at all."""
    if char == "\n":
        return True
    category = unicodedata.category(char)
    if category in {"Cc", "Cs"}:
        return False
    code = ord(char)
    return not (0xE0000 <= code <= 0xE0FFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def clean(text: str) -> str:
    """Text of several lines: NFC, Khmer signs in one order, nothing invisible, spaces collapsed. Idempotent."""
    text = _NEWLINES.sub("\n", text).replace("\t", " ").translate(_DROPPED)
    text = "".join(c for c in text if _kept(c))
    text = khmer.normalise(khmer.tidy_zero_width(text))
    lines = [_SPACES.sub(" ", line).strip(" " + khmer.ZERO_WIDTH_SPACE) for line in text.split("\n")]
    text = _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
    return khmer.normalise(khmer.tidy_zero_width(text))


def one_line(text: str) -> str:
    """As `clean`, on one line."""
    return clean(clean(text).replace("\n", " "))


def check_length(text: str, most: int, least: int = 0) -> str:
    """Return the text, or raise InvalidInput saying how long it is and how long it may be (counted in characters)."""
    if len(text) > most:
        raise InvalidInput(
            _("This is %(length)d characters long; at most %(most)d fit. Shorten it a little.")
            % {"length": len(text), "most": most}
        )
    if len(text) < least:
        raise InvalidInput(_("Write a little more: at least %(least)d characters.") % {"least": least})
    return text


def name_problem(name: str) -> Promise | str | None:
    """What keeps a (cleaned) text from being a person's name, in words, or None. One letter is a name."""
    if not name:
        return None
    if len(name) > NAME_LENGTH:
        return _(
            "This name is %(length)d letters long; at most %(most)d fit. "
            "If several people are meant, write each on a line of their own."
        ) % {"length": len(name), "most": NAME_LENGTH}
    strange = [c for c in name if not _in_a_name(c)]
    if strange:
        shown = " ".join(dict.fromkeys(strange[:5]))
        return _("A name can hold letters only. Please take this out: %(signs)s") % {"signs": shown}
    if not any(unicodedata.category(c)[0] == "L" for c in name):
        return _("A name needs at least one letter. If the name is not known, leave it empty.")
    return None


def _in_a_name(char: str) -> bool:
    category = unicodedata.category(char)
    if char in "\ufe0f\ufe0e\u20e3":  # what turns a digit or sign into an emoji
        return False
    return char in _NAME_EXTRA or category[0] in "LM" or category == "Nd"


def clean_name(text: str) -> str:
    """A person's name on one line, cleaned; InvalidInput says why it can't be one. Empty stays empty."""
    name = one_line(text)
    problem = name_problem(name)
    if problem is not None:
        raise InvalidInput(problem)
    return name
