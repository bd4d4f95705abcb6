"""Dates as people type them: any digits, day first, month names, Buddhist-era years. Converts, and says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.dates import get_month_names
from django.utils.translation import gettext_lazy as _

from rumduol.shared import dates
from rumduol.shared.dates import OLDEST, PartialDate
from rumduol.shared.errors import InvalidInput
from rumduol.shared.khmer import to_latin_digits
from rumduol.shared.text import one_line

BUDDHIST_ERA = (
    543  # years ahead of the common era (Thailand all year; Cambodia until Visak Bochea in April or May, then 544)
)
_BUDDHIST_YEARS = range(2400, 2701)
_OTHER_SPELLINGS = {"កុម្ភះ": 2, "កុម្ភ": 2, "កុមភៈ": 2, "មិនា": 3, "មីថុនា": 6, "កកដា": 7, "វិចិ្ឆកា": 11, "sept": 9}
# Words around the numbers that say nothing new: day, month, year, era, weekday particles.
_NOISE = re.compile(
    r"ថ្ងៃទី|ថ្ងៃ|ទី|ខែ|ឆ្នាំ|ព\.?\s*ស\.?|គ\.?\s*ស\.?|\bb\.?e\.?\b|\bc\.?e\.?\b|\ba\.?d\.?\b|ngày|tháng|năm|"
    r"วันที่|เดือน|ปี|พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|[年月日号號,]|\bof\b|\bthe\b|(?<=\d)(?:st|nd|rd|th)\b"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[^\W\d]|[\u0300-\u036f\u0e31-\u0e4e\u17b4-\u17d3\.])*")
_LEFT_OVER = re.compile(r"[^\s/.\-–—\u200b]")


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date read from text, with what the form should tell the person about how it was read."""

    date: PartialDate
    notes: tuple[Any, ...] = ()


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in ("en", "km", "vi", "th"):
        for width in ("wide", "abbreviated"):
            names.update(
                {
                    one_line(str(name)).lower().rstrip("."): n
                    for n, name in get_month_names(width, locale=locale).items()
                }
            )
    names.update({one_line(k): v for k, v in _OTHER_SPELLINGS.items()})
    return {name: n for name, n in names.items() if not any(c.isdigit() for c in name)}


def _not_a_date() -> InvalidInput:
    return InvalidInput(
        _(
            "This is not read as a date. Write day/month/year, for example 25/03/2024; "
            "month/year or the year alone is fine if you do not know more."
        )
    )


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """("n", 25), ("month", 3), ... of the cleaned text; InvalidInput at the first word that means nothing."""
    months = _month_names()
    if _LEFT_OVER.search(_TOKEN.sub("", text)):
        raise _not_a_date()
    for token in _TOKEN.findall(text):
        if token.isdecimal():
            if len(token) > 4:
                raise _not_a_date()
            yield ("year" if len(token) == 4 else "n", int(token))
        else:
            month = months.get(token.strip(".")) or months.get(token)
            if month is None:
                raise _not_a_date()
            yield "month", month


_SHAPES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("year",): ("year",),
    ("year", "n"): ("year", "month"),
    ("n", "year"): ("month", "year"),
    ("month", "year"): ("month", "year"),
    ("year", "month"): ("year", "month"),
    ("n", "n", "year"): ("day", "month", "year"),
    ("year", "n", "n"): ("year", "month", "day"),
    ("n", "month", "year"): ("day", "month", "year"),
    ("month", "n", "year"): ("month", "day", "year"),
    ("year", "month", "n"): ("year", "month", "day"),
}


def _common_era(parts: dict[str, int]) -> tuple[int, tuple[Any, ...]]:
    year = parts["year"]
    if year not in _BUDDHIST_YEARS:
        return year, ()
    common = year - BUDDHIST_ERA
    said = {"buddhist": year, "year": common, "before": common - 1}
    if parts.get("month", 12) < 4:  # before the Khmer New Year both reckonings agree
        return common, (_("%(buddhist)d of the Buddhist era was read as the year %(year)d.") % said,)
    return common, (
        _(
            "%(buddhist)d of the Buddhist era was read as the year %(year)d. "
            "Counted the Khmer way it can also be %(before)d: please check."
        )
        % said,
    )


def read_date(
    text: str, *, future: bool = False, years_back: int | None = OLDEST, now: date | None = None
) -> TypedDate:
    """Read what was typed. InvalidInput says what is wrong: no date, no such day, in the future, too long ago."""
    now = now or dates.today()
    typed = _NOISE.sub(" ", to_latin_digits(one_line(text)).lower())
    tokens = list(_tokens(typed))
    shape = _SHAPES.get(tuple(kind for kind, _value in tokens))
    if shape is None:
        if [kind for kind, _value in tokens][:1] and all(kind != "year" for kind, _value in tokens):
            raise InvalidInput(_("Write the year with four digits, for example 2024."))
        raise _not_a_date()
    parts = dict(zip(shape, (value for _kind, value in tokens), strict=True))
    year, notes = _common_era(parts)
    if parts.get("month", 1) not in range(1, 13):
        raise InvalidInput(_("The month is a number from 1 to 12. Write day/month/year, for example 25/03/2024."))
    try:
        found = PartialDate(year, parts.get("month"), parts.get("day"))
    except ValueError as error:
        raise InvalidInput(_("There is no such day in that month. Please check the date.")) from error
    if not future and found.first > now:
        raise InvalidInput(
            _("This date is in the future (today is %(today)s). Please check the year.")
            % {"today": PartialDate.of(now).in_words(short=True)}
        )
    if years_back is not None and found.last.year < now.year - years_back:
        raise InvalidInput(_("That is more than %(years)d years ago. Please check the year.") % {"years": years_back})
    return TypedDate(found, notes)
