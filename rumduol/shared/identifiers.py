"""Numbers that people read out over the telephone: `K-26-4T7Q2M`.

Six random characters of Crockford's base 32 (no I, L, O, U): they can't be guessed from one another, and unlike a
running number they tell nobody how many cases an office has.
"""

import re
import secrets
from datetime import date

from rumduol.shared.khmer import to_latin_digits
from rumduol.shared.text import one_line

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6

_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHAPE = re.compile(rf"^([A-Z])([0-9]{{2}})([{ALPHABET}]{{{LENGTH}}})$")


def new_number(letter: str, on: date) -> str:
    """A new number for a record of the kind `letter` opened on that day; on a collision (1 in 10^9) ask again."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letter}-{on.year % 100:02d}-{body}"


def normalise_number(text: str) -> str | None:
    """The written form of a number somebody typed (`k 26 4t7q2m`, Khmer digits, I for 1, O for 0), or None."""
    typed = re.sub(r"[\s\-–—_./]", "", to_latin_digits(one_line(text))).upper()
    if len(typed) != 3 + LENGTH:
        return None
    candidate = typed[0] + typed[1:].translate(_LOOKALIKES)
    match = _SHAPE.match(candidate)
    return "-".join(match.groups()) if match else None
