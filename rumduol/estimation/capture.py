"""Who was found by which lists: the table that multiple systems estimation starts from. Pure."""

import csv
import io
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from rumduol.shared.khmer import to_latin_digits

Counts = npt.NDArray[np.int64]

FEWEST_LISTS, MOST_LISTS = 3, 10
COUNT_NAMES = ("count", "n", "freq", "frequency", "cases", "ចំនួន")


class CannotEstimate(ValueError):
    """The table says nothing about those whom no list found. `code` names the reason, `detail` the lists or the line."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class CaptureTable:
    """`counts[c]` people are on exactly the lists whose bits are set in `c` (bit j is `lists[j]`); `counts[0]` is 0."""

    lists: tuple[str, ...]
    counts: Counts  # shape (2 ** len(lists),)

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    def on_list(self) -> Counts:
        """People on each list, shape (k,)."""
        return np.array([self.counts[holding(len(self.lists), 1 << j)].sum() for j in range(len(self.lists))])

    def overlap(self, first: int, second: int) -> int:
        """People on both lists, whatever other lists they are on."""
        return int(self.counts[holding(len(self.lists), 1 << first | 1 << second)].sum())

    def without(self, left_out: int) -> "CaptureTable":
        """The same people as if one list did not exist."""
        k = len(self.lists)
        counts = np.zeros(1 << (k - 1), dtype=np.int64)
        low = (1 << left_out) - 1
        for cell, number in enumerate(self.counts):
            counts[(cell & low) | ((cell >> (left_out + 1)) << left_out)] += number
        counts[0] = 0  # those whom only that list found are not seen any more
        return CaptureTable(self.lists[:left_out] + self.lists[left_out + 1 :], counts)


def holding(k: int, lists: int) -> npt.NDArray[np.bool_]:
    """Which of the 2 ** k cells lie on all lists of a bit set."""
    return (np.arange(1 << k) & lists) == lists


def pairs(k: int) -> list[tuple[int, int]]:
    return list(combinations(range(k), 2))


def check(table: CaptureTable) -> None:
    """Raise CannotEstimate where no method can answer: fewer than three lists, an empty list, no overlap at all,
    a list without overlap with any other, two lists that hold the same people.
    """
    k = len(table.lists)
    if k < FEWEST_LISTS:
        raise CannotEstimate("too_few_lists", ", ".join(table.lists))
    if k > MOST_LISTS:
        raise CannotEstimate("too_many_lists", str(k))
    on = table.on_list()
    if empty := [name for name, number in zip(table.lists, on, strict=True) if number == 0]:
        raise CannotEstimate("empty_list", ", ".join(empty))
    if not any(table.overlap(i, j) for i, j in pairs(k)):
        raise CannotEstimate("no_overlap")
    if alone := [table.lists[i] for i in range(k) if not any(table.overlap(i, j) for j in range(k) if i != j)]:
        raise CannotEstimate("list_without_overlap", ", ".join(alone))
    for i, j in pairs(k):
        if table.overlap(i, j) == on[i] == on[j]:
            raise CannotEstimate("same_list_twice", f"{table.lists[i]}, {table.lists[j]}")


def contained(table: CaptureTable) -> list[tuple[str, str]]:
    """Pairs (inner, outer) where everybody on one list is on another too: not independent ways of finding people."""
    on = table.on_list()
    both = ((i, j) for i in range(len(on)) for j in range(len(on)) if i != j)
    return [(table.lists[i], table.lists[j]) for i, j in both if on[i] and table.overlap(i, j) == on[i] < on[j]]


def read(text: str) -> CaptureTable:
    """A CSV of 0/1 columns, one per list, and `count` (without it every line is one person); equal lines add up.

    Raises CannotEstimate naming the line for anything that is not 0, 1 or a count.
    """
    lines = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if not lines:
        raise CannotEstimate("empty_file")
    heads = [cell.strip() for cell in lines[0]]
    where = next((at for at, name in enumerate(heads) if name.casefold() in COUNT_NAMES), None)
    lists = tuple(name for at, name in enumerate(heads) if at != where)
    if len(set(lists)) < len(lists) or "" in lists:
        raise CannotEstimate("names_of_lists", ", ".join(lists))
    if len(lists) > MOST_LISTS:
        raise CannotEstimate("too_many_lists", str(len(lists)))
    counts = np.zeros(1 << len(lists), dtype=np.int64)
    for number, row in enumerate(lines[1:], start=2):
        cells = [to_latin_digits(cell).strip() for cell in row]
        if len(cells) != len(heads):
            raise CannotEstimate("line_length", str(number))
        many = _count(cells.pop(where), number) if where is not None else 1
        if any(cell not in {"0", "1"} for cell in cells):
            raise CannotEstimate("not_0_or_1", str(number))
        at = sum(1 << j for j, cell in enumerate(cells) if cell == "1")
        if at == 0 and many:
            raise CannotEstimate("people_on_no_list", str(number))
        counts[at] += many
    return CaptureTable(lists, counts)


def _rows(text: str) -> list[list[str]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _count(cell: str, line: int) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 12):
        if cell in {"", "NA", "-"}:
            return 0
        raise CannotEstimate("not_a_count", str(line))
    return int(cell)
