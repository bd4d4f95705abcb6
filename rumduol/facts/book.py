"""Counting from the book of facts: sums of signed entries over numbers of a dictionary.

The database keeps the book by a trigger (migrations 0003 and 0005) and binds it by and by (0006, `volumes`). Entries are
added up by their numbers; each number that occurs is put into words once, and several may have one word (a place without
a district, codes of `extra`).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from rumduol.facts import volumes
from rumduol.facts.enums import Kind
from rumduol.facts.sums import Axis, Sums, Way, add_up, axis, joined
from rumduol.facts.types import Period

# Name used in questions -> what stands for the empty code.
CODED = {
    **dict.fromkeys(("kind", "province", "sex", "age_band", "district"), ""),
    **dict.fromkeys(("nationality", "form", "domestic", "palermo", "outcome", "agency_kind"), "not_collected"),
    "agency_province": "unknown",
}
COLUMN = {"district": "place", "year": "month", "known_to": "month"}  # where it has another name than in questions
DATED, MEASURED = ("year", "month", "known_to"), ("days", "lag", "riel")
DISTRICT_DIGITS = 4  # a place may also be a province (2), a country (2 or 3), or not known
EXTRA_KEY = re.compile(r"(extra|each)\.(?!days$|riel$)([a-z][a-z0-9_]{0,30})")
WAITING = "waiting"
PAIRS = {(str(Kind.PERSON_IN_REQUEST), str(Kind.VERIFICATION))}
BIND_FROM = 4_000  # loose entries of one kind and year
SINCE = date(2000, 1, 1)  # days in volumes are counted from here

Rows = NDArray[np.int64]


def can(names: Collection[str], kinds: Collection[str] = (), outcome_from: str | None = None) -> bool:
    """Whether the book knows all these columns, and the outcome of that later kind."""
    pair = outcome_from is None or {(kind, outcome_from) for kind in kinds} <= PAIRS
    return pair and all(
        name in CODED or name in DATED or name in MEASURED or EXTRA_KEY.fullmatch(name) for name in names
    )


def sums(
    *,
    kinds: Collection[str],
    by: Sequence[str],
    period: Period | None,
    where: Mapping[str, Collection[str]],
    as_of: date | None,
    riel: bool,
    outcome_from: str | None = None,
    ways: Sequence[Way] | None = None,
) -> Sums:
    """Sums by the columns `by`, in their order, or by the axes that `ways` makes of them. `riel` adds up amounts instead of
    counts. Zero sums are left out."""
    codes = _codes()
    ids = {code: number for number, code in codes.items()}
    entered = [
        ids[kind] for kind in (*kinds, *(f"{kind}>{outcome_from}" for kind in kinds if outcome_from)) if kind in ids
    ]
    names = dict.fromkeys((*by, *where))
    needed = ["riel" if riel else "n"]
    needed += ["extra" if EXTRA_KEY.fullmatch(name) else COLUMN.get(name, name) for name in names if name != "kind"]
    cut = None if period is None or period.whole_years else period  # volumes are of whole years
    needed += ["month"] * (cut is not None) + ["recorded_on"] * (as_of is not None) + ["n"] * ("riel" in names)
    entries = volumes.read(needed, entered, _months(period))
    if outcome_from and "outcome" in entries and WAITING in ids:
        own = np.isin(entries["kind"], [ids[kind] for kind in kinds if kind in ids])
        entries["outcome"][own] = ids[WAITING]
    held = _within(entries, cut, as_of)
    if riel:
        held &= entries["riel"] != volumes.NOT_SAID["riel"]
    if not held.all():
        entries = {name: column[held] for name, column in entries.items()}
    told = {name: _axis(name, entries, codes) for name in names if not EXTRA_KEY.fullmatch(name)}
    numbers = entries["riel" if riel else "n"]
    lines = _lines([name for name in names if EXTRA_KEY.fullmatch(name)], entries)
    if lines is not None and lines.rows is not None:
        numbers, told = numbers[lines.rows], {name: one.of(lines.rows) for name, one in told.items()}
    told |= lines.told if lines is not None else {}
    if where:
        allowed = np.ones(len(numbers), bool)
        for name, values in where.items():
            allowed &= told[name].said(set(values).__contains__)
        numbers, told = numbers[allowed], {name: told[name].of(allowed) for name in by}
    axes = [told[name] for name in by]
    return add_up(axes if ways is None else joined(axes, ways), numbers)


def _axis(name: str, entries: Mapping[str, volumes.Column], codes: Mapping[int, str]) -> Axis:
    column = entries[COLUMN.get(name, name)]
    if name == "riel":  # it stands with the sign of its entry
        column = np.where(column == volumes.NOT_SAID[name], column, column * np.sign(entries["n"]))
    return axis(column, _word(name, codes))


def _word(name: str, codes: Mapping[int, str]) -> Callable[[int], str]:
    """How a number of this column is put into words."""
    if name in DATED:
        return lambda number: _dated(name, *divmod(number, 13))
    if name in MEASURED:
        return lambda number: "unknown" if number == volumes.NOT_SAID[name] else str(number)
    if name == "district":
        return lambda number: codes[number] if len(codes[number]) == DISTRICT_DIGITS else "unknown"
    return lambda number: codes[number] or CODED[name]


def _dated(name: str, year: int, month: int) -> str:
    if name == "year" or (name == "known_to" and not month):
        return str(year + 1000)
    return f"{year + 1000}-{month:02}" if month else "unknown"


def _months(period: Period | None) -> tuple[int, int] | None:
    """The first and the last that a fact of the period can have: one known to its year alone stands before its months."""
    if period is None:
        return None
    return number_of(period.first) // 13 * 13, number_of(period.last)


def _within(entries: Mapping[str, volumes.Column], period: Period | None, as_of: date | None) -> NDArray[np.bool_]:
    held = np.ones(len(entries["kind"]), bool)
    if period is not None:
        first, last, month = number_of(period.first), number_of(period.last), entries["month"]
        year_alone = month % 13 == 0
        held &= np.where(year_alone, (month + 1 >= first) & (month + 12 <= last), (month >= first) & (month <= last))
    if as_of is not None:
        held &= entries["recorded_on"] <= (as_of - SINCE).days
    return held


class Lines(NamedTuple):
    """What the dictionary of `extra` tells of entries. With a list an entry may stand several times, or not at all: `rows`
    are the entries then."""

    rows: Rows | None
    told: dict[str, Axis]


def _lines(names: Sequence[str], entries: Mapping[str, volumes.Column]) -> Lines | None:
    """Each line that occurs is put into words once."""
    if not names:
        return None
    lines = entries["extra"]
    lists = [name for name in names if name.startswith("each.")]
    occur = np.flatnonzero(np.bincount(lines, minlength=1))
    sql = (
        f"select array_agg(x.id), {', '.join(map(_of_extra, names))} from facts_extra x{''.join(map(_apart, lists))}"  # noqa: S608
        f" where x.id = any(%s) group by {', '.join(str(at + 2) for at in range(len(names)))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [occur.tolist()])
        found = cursor.fetchall()
    if not lists:  # a line without any of it, and an entry without a line
        found.insert(0, ([], *("not_collected" for _name in names)))
    rows: Rows | None
    which = np.repeat(np.arange(len(found)), [len(row[0]) for row in found])
    ids = np.array([one for row in found for one in row[0]], np.int64)
    if lists:
        order = np.argsort(ids, kind="stable")
        ids, which = ids[order], which[order]
        ends = np.searchsorted(ids, np.arange(int(occur.max(initial=0)) + 1), side="right")
        starts = np.concatenate(([0], ends[:-1]))
        times = (ends - starts)[lines]
        rows = np.repeat(np.arange(len(lines)), times)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        combination = which[starts[lines][rows] + within]
    else:
        table = np.zeros(int(occur.max(initial=0)) + 1, np.int64)
        table[ids] = which
        rows, combination = None, table[lines]
    return Lines(
        rows, {name: axis(combination, [row[at] for row in found].__getitem__) for at, name in enumerate(names, 1)}
    )


def bind(fewest: int = BIND_FROM) -> int:
    """Bind what is loose, of each kind and year that has so many entries. How many entries were bound."""
    with connection.cursor() as cursor:
        cursor.execute("select facts_bind(%s)", [fewest])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def newest() -> date | None:
    """The last day on which something was entered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select greatest((select max(recorded_on) from facts_entry), (select max(newest) from facts_volume))"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def span() -> tuple[int, int] | None:
    """The years of the first and the last event."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select least((select min(month) from facts_entry), (select min(first_month) from facts_volume)) / 13 + 1000,"
            " greatest((select max(month) from facts_entry), (select max(last_month) from facts_volume)) / 13 + 1000"
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row and row[0] is not None else None


def number_of(month: str) -> int:
    """ "2026-03" as the book writes it: 13 numbers per year, the first for the year alone."""
    return (int(month[:4]) - 1000) * 13 + int(month[5:7])


def _of_extra(name: str) -> str:
    """One code of the dictionary's line `x`, or the code that stands in `_apart`."""
    kind, _, key = name.partition(".")
    return f"each_{key}.code" if kind == "each" else f"coalesce(nullif(x.codes->>'{key}', ''), 'not_collected')"


def _apart(name: str) -> str:
    """A join that turns a list in `extra` into a row for each of its codes."""
    key = name.removeprefix("each.")
    return (
        f" cross join lateral jsonb_array_elements_text(case when jsonb_typeof(x.codes->'{key}') = 'array'"
        f" then x.codes->'{key}' else '[]' end) as each_{key}(code)"
    )


def _codes() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select id, code from facts_code")
        return dict(cursor.fetchall())
