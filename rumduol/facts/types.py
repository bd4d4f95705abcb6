"""Values that facts are asked with and answered in."""

import re
from dataclasses import dataclass
from typing import NamedTuple

MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Period:
    """Whole months, both ends included, as "2026-01" and "2026-03".

    A fact known only to its year belongs to every period that holds that whole year, and to no shorter one.
    """

    first: str
    last: str

    def __post_init__(self) -> None:
        if not (MONTH.fullmatch(self.first) and MONTH.fullmatch(self.last)) or self.last < self.first:
            raise ValueError(f"Not a period of whole months: {self.first} to {self.last}")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(f"{year:04d}-01", f"{year:04d}-12")

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls(f"{year:04d}-{month:02d}", f"{year:04d}-{month:02d}")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls(f"{year:04d}-{quarter * 3 - 2:02d}", f"{year:04d}-{quarter * 3:02d}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "2026", "2026-Q1" or "2026-03" or "2026-01..2026-06". Raises ValueError."""
        if re.fullmatch(r"[12][0-9]{3}", text):
            return cls.year(int(text))
        if quarter := re.fullmatch(r"([12][0-9]{3})-Q([1-4])", text):
            return cls.quarter(int(quarter[1]), int(quarter[2]))
        first, _, last = text.partition("..")
        return cls(first, last or first)

    def __str__(self) -> str:
        year, first, last = self.first[:4], self.first[5:], self.last[5:]
        if self.last[:4] != year or (first, last) not in QUARTERS | {("01", "12")}:
            return self.first if self.first == self.last else f"{self.first}..{self.last}"
        return year if (first, last) == ("01", "12") else f"{year}-Q{int(last) // 3}"

    def holds(self, happened_on: str) -> bool:
        """Whether a partial date ("2026", "2026-03", "2026-03-14") lies in this period whole."""
        return self.first <= (happened_on + "-01")[:7] and (happened_on + "-12")[:7] <= self.last

    def touches(self, happened_on: str) -> bool:
        """Whether a partial date may lie in this period, as far as is known."""
        return (happened_on + "-01")[:7] <= self.last and self.first <= (happened_on + "-12")[:7]

    @property
    def years_within(self) -> list[int]:
        """The calendar years that lie in it whole, whether or not it cuts others."""
        first = int(self.first[:4]) + (self.first[5:] != "01")
        last = int(self.last[:4]) - (self.last[5:] != "12")
        return list(range(first, last + 1))

    @property
    def whole_years(self) -> list[int]:
        """The calendar years this period is made of; empty when it cuts one."""
        if self.first[5:] != "01" or self.last[5:] != "12":
            return []
        return list(range(int(self.first[:4]), int(self.last[:4]) + 1))


QUARTERS = {("01", "03"), ("04", "06"), ("07", "09"), ("10", "12")}


class Group(NamedTuple):
    """One line of a grouped count: the values in the order asked, and how many."""

    values: tuple[str, ...]
    number: int
