"""Telephone numbers as they are typed in Cambodia and around it, kept as E.164 (`+85512345678`)."""

import re

import phonenumbers
from django.utils.translation import gettext_lazy as _

from rumduol.shared.errors import InvalidInput
from rumduol.shared.khmer import to_khmer_digits, to_latin_digits
from rumduol.shared.text import one_line

HOME = "KH"
# Countries whose numbers turn up most: typed without a plus sign they are tried in this order after the home country.
NEIGHBOURS = ("VN", "TH", "LA", "MY", "CN")

_ALLOWED = re.compile(r"^\+?[\d\s().\-/]{3,40}$")
_TRUNK_IN_BRACKETS = re.compile(r"\(\s*0\s*\)")


def _valid(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_phone(text: str, *, region: str = HOME) -> str:
    """E.164 of what was typed: any digits, `012...`, `+84...`, `0084...`, `84...`; else InvalidInput."""
    typed = to_latin_digits(one_line(text)).replace("–", "-").replace("‐", "-").replace("+ ", "+")
    typed = _TRUNK_IN_BRACKETS.sub(" ", typed)
    if not _ALLOWED.match(typed):
        raise InvalidInput(_("This does not look like a telephone number. Write digits, for example 012 345 678."))
    digits = re.sub(r"\D", "", typed)
    tries: list[tuple[str, str | None]] = []
    if typed.startswith("+"):
        tries.append(("+" + digits, None))
    elif digits.startswith("00"):
        tries += [("+" + digits[2:], None), (digits, region)]
    else:
        tries.append((digits, region))
        tries += [
            ("+" + digits, None)
            for code in (region, *NEIGHBOURS)
            if digits.startswith(str(phonenumbers.country_code_for_region(code)))
        ]
        tries.append(("0" + digits, region))  # the leading zero is often left out
    for attempt, where in tries:
        found = _valid(attempt, where)
        if found is not None:
            return found
    raise InvalidInput(
        _(
            "No telephone has this number. Check the digits; for a number of another country "
            "begin with + and the country, for example +84."
        )
    )


def show_phone(e164: str, *, khmer_digits: bool = False, home: str = HOME) -> str:
    """`+85512345678` -> `012 345 678` at home, `+84 912 345 678` for others; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == phonenumbers.country_code_for_region(home)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(number, style)
    return to_khmer_digits(shown) if khmer_digits else shown
