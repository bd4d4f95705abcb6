"""Counting from the book of facts (facts_entry): sums of signed entries over numbers of a dictionary.

The database keeps the book by a trigger (migration 0003). An entry has fewer columns than its fact; what is not in it
(`extra`, and the outcome of a later fact of the same unit) is counted from the facts themselves in `queries`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from rumduol.facts.types import Period

# Name used in questions -> (SQL over an entry `e`, what stands for the empty code; None where the value is no code).
COLUMNS: dict[str, tuple[str, str | None]] = {
    "kind": ("e.kind", ""),
    "province": ("e.province", ""),
    "sex": ("e.sex", ""),
    "age_band": ("e.age_band", ""),
    **{
        name: (f"e.{name}", "not_collected")
        for name in ("nationality", "form", "domestic", "palermo", "outcome", "agency_kind")
    },
    "agency_province": ("e.agency_province", "unknown"),
    "year": ("(e.month / 13 + 1000)::text", None),
    "month": ("case when e.month %% 13 = 0 then 'unknown' else " + "{month} end", None),
    "known_to": ("case when e.month %% 13 = 0 then (e.month / 13 + 1000)::text else {month} end", None),
    "district": ("e.place", ""),
    "days": ("coalesce(e.days::text, 'unknown')", None),
    "lag": ("coalesce(e.lag::text, 'unknown')", None),
}
IS_DISTRICT = "length(code) = 4"  # a place may also be a province (2), a country (2 or 3), or not known
MONTH = "(e.month / 13 + 1000)::text || '-' || lpad((e.month %% 13)::text, 2, '0')"


def can(names: Collection[str]) -> bool:
    """Whether the book knows all these columns."""
    return set(names) <= set(COLUMNS)


def sums(
    *,
    kinds: Collection[str],
    by: Sequence[str],
    period: Period | None,
    where: Mapping[str, Collection[str]],
    as_of: date | None,
    riel: bool,
) -> list[tuple[Any, ...]]:
    """Rows of (values in the order of `by`, sum). `riel` adds up amounts instead of counts. Zero sums are left out."""
    wanted = {code for values in where.values() for code in values} | set(kinds)
    numbers = _numbers(wanted | {""})
    conditions = [f"e.kind = any({_list(numbers.get(kind, -1) for kind in kinds)})"]
    values: list[Any] = []
    for name, allowed in where.items():
        column, empty = COLUMNS[name]
        if empty is None:
            conditions.append(f"{column.format(month=MONTH)} = any(%s)")
            values.append(list(allowed))
            continue
        codes = {"" if empty and code == empty else code for code in allowed}
        condition = f"{column} = any({_list(numbers.get(code, -1) for code in codes)})"
        if name == "district" and "unknown" in allowed:
            condition = f"({condition} or {column} not in (select id from facts_code where {IS_DISTRICT}))"  # noqa: S608
        conditions.append(condition)
    if period is not None:
        first, last = number_of(period.first), number_of(period.last)
        conditions.append(
            f"e.month between {first - 1} and {last} and (e.month %% 13 = 0 or e.month >= {first})"
            f" and (e.month %% 13 <> 0 or (e.month + 1 >= {first} and e.month + 12 <= {last}))"
        )
    if as_of is not None:
        conditions.append("e.recorded_on <= %s")
        values.append(as_of)
    keys = [COLUMNS[name][0].format(month=MONTH) for name in by]
    places = range(len(by))
    inner = ", ".join(
        [*(f"{key} as k{place}" for place, key in enumerate(keys)), f"sum(e.{'riel' if riel else 'n'}) as s"]
    )
    grouping = f"group by {', '.join(str(place + 1) for place in places)}" if keys else ""
    outer = [_word(place, name) for place, name in enumerate(by)]
    joins = "".join(
        f" join facts_code c{place} on c{place}.id = g.k{place}"
        for place, name in enumerate(by)
        if COLUMNS[name][1] is not None
    )
    sql = (
        f"select {', '.join([*outer, 'g.s'])} from (select {inner} from facts_entry e"  # noqa: S608 (names from the table above)
        f" where {' and '.join(conditions)} {grouping}) g{joins} where g.s <> 0"
    )
    if "district" in by:  # several places have the same word there: not known
        words = ", ".join(f"w.k{place}" for place in places)
        named = ", ".join([*(f"{word} as k{place}" for place, word in enumerate(outer)), "g.s"])
        sql = (
            f"select {words}, sum(w.s) from (select {named} from (select {inner} from facts_entry e"  # noqa: S608
            f" where {' and '.join(conditions)} {grouping}) g{joins}) w group by {words} having sum(w.s) <> 0"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def newest() -> date | None:
    """The last day on which something was entered."""
    with connection.cursor() as cursor:
        cursor.execute("select max(recorded_on) from facts_entry")
        row = cursor.fetchone()
    return row[0] if row else None


def span() -> tuple[int, int] | None:
    """The years of the first and the last event."""
    with connection.cursor() as cursor:
        cursor.execute("select min(month) / 13 + 1000, max(month) / 13 + 1000 from facts_entry")
        row = cursor.fetchone()
    return (row[0], row[1]) if row and row[0] is not None else None


def number_of(month: str) -> int:
    """ "2026-03" as the book writes it: 13 numbers per year, the first for the year alone."""
    return (int(month[:4]) - 1000) * 13 + int(month[5:7])


def _word(place: int, name: str) -> str:
    empty = COLUMNS[name][1]
    if empty is None:
        return f"g.k{place}"
    word = f"c{place}.code"
    if name == "district":
        return f"case when {IS_DISTRICT.replace('code', word)} then {word} else 'unknown' end"
    return f"case when {word} = '' then '{empty}' else {word} end" if empty else word


def _numbers(codes: Collection[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select code, id from facts_code where code = any(%s)", [sorted(codes)])
        return dict(cursor.fetchall())


def _list(numbers: Any) -> str:
    """Literal numbers, so that the planner opens only the parts of the table that hold these kinds."""
    return f"array[{', '.join(str(int(number)) for number in sorted(set(numbers))) or '-1'}]::smallint[]"
