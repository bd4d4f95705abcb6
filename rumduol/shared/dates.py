"""Dates as people know them: to the day, to the month or to the year; ages; today in Phnom Penh."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rumduol.shared.khmer import to_khmer_digits

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
ADULT = 18  # years; casework.md, law: a child is under 18
OLDEST = 120  # years a living person can be


def local(moment: datetime) -> datetime:
    """A moment as the clock in Phnom Penh shows it."""
    return moment.astimezone(PHNOM_PENH)


def today() -> date:
    """The day it is in Phnom Penh."""
    return local(timezone.now()).date()


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day. ValueError when no such date exists.

    Sorts as its text does: `2025` < `2025-03` < `2025-03-05`.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            msg = "a day needs a month"
            raise ValueError(msg)
        if not 1000 <= self.year <= 9999:
            msg = "a year has four digits"
            raise ValueError(msg)
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The whole date (of a datetime: the day in Phnom Penh)."""
        if isinstance(day, datetime):
            day = local(day).date() if timezone.is_aware(day) else day.date()
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_text(cls, text: str) -> PartialDate:
        """Of `2025`, `2025-03` or `2025-03-05`, as stored; else ValueError. For what people type: `typed_dates`."""
        parts = text.split("-")
        shapes = [4, 2, 2]
        fits = 1 <= len(parts) <= 3 and all(
            len(p) == n and p.isascii() and p.isdigit() for p, n in zip(parts, shapes, strict=False)
        )
        if not fits:
            msg = "not a stored date"
            raise ValueError(msg)
        return cls(*(int(part) for part in parts))

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def contains(self, other: PartialDate | date) -> bool:
        """Whether every day the other can be is a day this can be."""
        if isinstance(other, date):
            other = PartialDate.of(other)
        return self.first <= other.first and other.last <= self.last

    def to_month(self) -> PartialDate:
        """Blurred to the month (a year stays a year): what a fact may keep."""
        return PartialDate(self.year, self.month)

    def to_year(self) -> PartialDate:
        """Blurred to the year."""
        return PartialDate(self.year)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def in_words(self, language: str | None = None, *, short: bool = False, khmer_digits: bool = False) -> str:
        """`5 March 2025`, `៥ មីនា ២០២៥`, `March 2025`, `2025`; `short` gives `5 Mar 2025`. Language: the reader's."""
        language = language or translation.get_language() or "km"
        text = f"{self.year}"
        if self.month is not None:
            locale = {"zh-hans": "zh_Hans"}.get(language, language.replace("-", "_"))
            month = get_month_names("abbreviated" if short else "wide", locale=locale)[self.month]
            if language.startswith("zh"):
                text = f"{self.year}年{month}" + (f"{self.day}日" if self.day is not None else "")
            else:
                text = " ".join(str(p) for p in (self.day, month, self.year) if p is not None)
        return to_khmer_digits(text) if khmer_digits else text


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years a person can be: `youngest` = `oldest` when the birth date is known to the day."""

    youngest: int
    oldest: int

    @property
    def may_be_child(self) -> bool:
        """In doubt a person is treated as a child (Palermo, art. 3(d); benefit of the doubt)."""
        return self.youngest < ADULT

    @property
    def certain(self) -> bool:
        return self.youngest == self.oldest


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_on(born: PartialDate, on: date) -> Age:
    """Age in completed years on a day. ValueError when the person was certainly not yet born."""
    if born.first > on:
        msg = "not yet born"
        raise ValueError(msg)
    return Age(youngest=max(0, _years(born.last, on)), oldest=_years(born.first, on))


class PartialDateField(models.CharField):
    """A column that keeps a PartialDate as sortable text (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`)."""

    description = "A date known to the year, month or day"
    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> PartialDate | None:
        return PartialDate.from_text(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate.of(value)
        try:
            return PartialDate.from_text(str(value))
        except ValueError as error:
            raise ValidationError(_("This is not a date.")) from error

    def get_prep_value(self, value: Any) -> str | None:
        known = self.to_python(value)
        if known is None:
            return None if self.null else ""
        return str(known)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
