"""Counting from the book of facts (facts_entry): sums of signed entries over numbers of a dictionary.

The database keeps the book by a trigger (migrations 0003 and 0005). Entries are added up first, by their numbers; only the
sums meet the dictionaries, where several numbers may have one word (a place without a district, codes of `extra`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from rumduol.facts.enums import Kind
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
    "days": ("e.days", None),
    "lag": ("e.lag", None),
    "riel": ("e.riel * sign(e.n)::bigint", None),
}
NUMBERS = {"days", "lag", "riel"}  # or "unknown"
IS_DISTRICT = "length(code) = 4"  # a place may also be a province (2), a country (2 or 3), or not known
MONTH = "(e.month / 13 + 1000)::text || '-' || lpad((e.month %% 13)::text, 2, '0')"
EXTRA_KEY = re.compile(r"(extra|each)\.(?!days$|riel$)([a-z][a-z0-9_]{0,30})")
WAITING = "waiting"
PAIRS = {(str(Kind.PERSON_IN_REQUEST), str(Kind.VERIFICATION))}


def can(names: Collection[str], kinds: Collection[str] = (), outcome_from: str | None = None) -> bool:
    """Whether the book knows all these columns, and the outcome of that later kind."""
    pair = outcome_from is None or {(kind, outcome_from) for kind in kinds} <= PAIRS
    return pair and all(name in COLUMNS or EXTRA_KEY.fullmatch(name) for name in names)


def sums(
    *,
    kinds: Collection[str],
    by: Sequence[str],
    period: Period | None,
    where: Mapping[str, Collection[str]],
    as_of: date | None,
    riel: bool,
    outcome_from: str | None = None,
) -> list[tuple[Any, ...]]:
    """Rows of (values in the order of `by`, sum). `riel` adds up amounts instead of counts. Zero sums are left out."""
    entered = [*kinds, *(f"{kind}>{outcome_from}" for kind in kinds if outcome_from)]
    wanted = {code for values in where.values() for code in values} | {*entered, "", WAITING}
    numbers = _numbers(wanted)
    columns = {name: column.format(month=MONTH) for name, (column, _empty) in COLUMNS.items()}
    if outcome_from:
        own = _list(numbers[kind] for kind in kinds)
        columns["outcome"] = f"case when e.kind = any({own}) then {numbers[WAITING]} else e.outcome end"
    conditions = [f"e.kind = any({_list(numbers.get(kind, -1) for kind in entered)})"]
    values: list[Any] = []
    later: list[str] = []  # conditions on the codes of a list, once it is taken apart
    last: list[Any] = []
    for name, allowed in where.items():
        if EXTRA_KEY.fullmatch(name):
            word = _of_extra(name)
            if name.startswith("each."):
                later.append(f"{word} = any(%s)")
                last.append(list(allowed))
            else:
                conditions.append(f"e.extra in (select x.id from facts_extra x where {word} = any(%s))")  # noqa: S608
                values.append(list(allowed))
        elif COLUMNS[name][1] is None:
            conditions.append(f"{_said(name, columns[name])} = any(%s)")
            values.append(list(allowed))
        else:
            conditions.append(_one_of(name, columns[name], allowed, numbers))
    if period is not None:
        conditions.append(_within(period))
    if as_of is not None:
        conditions.append("e.recorded_on <= %s")
        values.append(as_of)
    asked = {*by, *(name for name in where if name.startswith("each."))}
    extras = sorted(name for name in asked if EXTRA_KEY.fullmatch(name))
    keys = [columns[name] for name in by if name not in extras] + (["e.extra"] if extras else [])
    grouped = [f"{key} as k{place}" for place, key in enumerate(keys)]
    grouped.append("sum(e.riel) as s" if riel else "sum(e.n) as s")
    inner = (
        f"select {', '.join(grouped)} from facts_entry e"  # noqa: S608 (names from the table above)
        f" where {' and '.join(conditions)} {_group_by(len(keys))}"
    )
    words, joins = _words(by, extras)
    # One sum may be enough; several numbers may have one word where the codes of extra or districts are asked.
    again = extras or "district" in by
    sql = (
        f"select {', '.join([*words, 'sum(g.s)::bigint' if again else 'g.s'])} from ({inner}) g{joins}"  # noqa: S608
        f" where {' and '.join(['g.s <> 0', *later])} {_group_by(len(by)) if again else ''}"
        f"{' having sum(g.s) <> 0' if again else ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *last])
        return cursor.fetchall()


def _words(by: Sequence[str], extras: Sequence[str]) -> tuple[list[str], str]:
    """What the grouped sums `g` say, in the order of `by`, and the dictionaries that it takes."""
    words, joins, at = [], "", 0
    for name in by:
        if name in extras:
            words.append(_of_extra(name))
            continue
        words.append(_word(at, name))
        if COLUMNS[name][1] is not None:
            joins += f" join facts_code c{at} on c{at}.id = g.k{at}"
        at += 1
    if extras:
        joins += f" join facts_extra x on x.id = g.k{at}"
        joins += "".join(_apart(name) for name in extras if name.startswith("each."))
    return words, joins


def _one_of(name: str, column: str, allowed: Collection[str], numbers: Mapping[str, int]) -> str:
    empty = COLUMNS[name][1]
    codes = {"" if empty and code == empty else code for code in allowed}
    condition = f"{column} = any({_list(numbers.get(code, -1) for code in codes)})"
    if name == "district" and "unknown" in allowed:
        return f"({condition} or {column} not in (select id from facts_code where {IS_DISTRICT}))"  # noqa: S608
    return condition


def _within(period: Period) -> str:
    first, last = number_of(period.first), number_of(period.last)
    return (
        f"e.month between {first - 1} and {last} and (e.month %% 13 = 0 or e.month >= {first})"
        f" and (e.month %% 13 <> 0 or (e.month + 1 >= {first} and e.month + 12 <= {last}))"
    )


def _group_by(columns: int) -> str:
    return f"group by {', '.join(str(place + 1) for place in range(columns))}" if columns else ""


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
        return _said(name, f"g.k{place}")
    word = f"c{place}.code"
    if name == "district":
        return f"case when {IS_DISTRICT.replace('code', word)} then {word} else 'unknown' end"
    return f"case when {word} = '' then '{empty}' else {word} end" if empty else word


def _said(name: str, column: str) -> str:
    return f"coalesce(({column})::text, 'unknown')" if name in NUMBERS else column


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


def _numbers(codes: Collection[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select code, id from facts_code where code = any(%s)", [sorted(codes)])
        return dict(cursor.fetchall())


def _list(numbers: Any) -> str:
    """Literal numbers, so that the planner opens only the parts of the table that hold these kinds."""
    return f"array[{', '.join(str(int(number)) for number in sorted(set(numbers))) or '-1'}]::smallint[]"
