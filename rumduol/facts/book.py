"""Counting from the book of facts (facts_entry): sums of signed entries over numbers of a dictionary.

The database keeps the book by a trigger (migrations 0003 and 0005). Entries are added up first, by their numbers; only the
sums meet the dictionaries, where several numbers may have one word (a place without a district, codes of `extra`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

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
    "year": ("e.month / 13", None),
    "month": ("e.month", None),
    "known_to": ("e.month", None),
    "district": ("e.place", ""),
    "days": ("e.days", None),
    "lag": ("e.lag", None),
    "riel": ("e.riel * sign(e.n)::bigint", None),
}
# What is no code is grouped by its number and put into words afterwards.
MONTH = "({0} / 13 + 1000)::text || '-' || lpad(({0} %% 13)::text, 2, '0')"
SAID = {
    "year": "({0} + 1000)::text",
    "month": f"case when {{0}} %% 13 = 0 then 'unknown' else {MONTH} end",
    "known_to": f"case when {{0}} %% 13 = 0 then ({{0}} / 13 + 1000)::text else {MONTH} end",
    **dict.fromkeys(("days", "lag", "riel"), "coalesce(({0})::text, 'unknown')"),
}
IS_DISTRICT = "length(code) = 4"  # a place may also be a province (2), a country (2 or 3), or not known
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
    columns = {name: column for name, (column, _empty) in COLUMNS.items()}
    if outcome_from:
        own = _list(numbers[kind] for kind in kinds)
        columns["outcome"] = f"case when e.kind = any({own}) then {numbers[WAITING]} else e.outcome end"
    conditions = [_of_kinds([numbers.get(kind, -1) for kind in entered])]
    values: list[Any] = []
    for name, allowed in where.items():
        if name.startswith("each."):
            continue  # see _lines
        if EXTRA_KEY.fullmatch(name):
            conditions.append(f"e.extra in (select x.id from facts_extra x where {_of_extra(name)} = any(%s))")  # noqa: S608
            values.append(list(allowed))
        elif COLUMNS[name][1] is None:
            conditions.append(f"{SAID[name].format(columns[name])} = any(%s)")
            values.append(list(allowed))
        else:
            conditions.append(_one_of(name, columns[name], allowed, numbers))
    if period is not None:
        conditions.append(_within(period))
    if as_of is not None:
        conditions.append("e.recorded_on <= %s")
        values.append(as_of)
    lines = _lines(by, where)
    named = [name for name in by if not EXTRA_KEY.fullmatch(name)]
    keys = [columns[name] for name in named]
    taken, more = "facts_entry e", []
    if lines is not None:
        taken += (
            f" {'' if lines.each else 'left '}join unnest(%s::int[], %s::int[]) as line(id, told) on line.id = e.extra"
        )
        keys.append("coalesce(line.told, 0)")
        more = [lines.ids, lines.told]
    grouped = [*(f"{key} as k{place}" for place, key in enumerate(keys)), f"sum(e.{'riel' if riel else 'n'}) as s"]
    inner = (
        f"select {', '.join(grouped)} from {taken}"  # noqa: S608 (names from the table above)
        f" where {' and '.join(conditions)} {_group_by(len(keys))}"
    )
    words, joins = _words(named)
    if lines is not None:
        words.append(f"g.k{len(named)}")
    # One sum may be enough; several numbers may have one word where districts or months are asked.
    again = not {"district", "month"}.isdisjoint(by)
    sql = (
        f"select {', '.join([*words, 'sum(g.s)::bigint' if again else 'g.s'])} from ({inner}) g{joins} where g.s <> 0"  # noqa: S608
        + (f" {_group_by(len(words))} having sum(g.s) <> 0" if again else "")
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*more, *values])
        rows = cursor.fetchall()
    return rows if lines is None else [_in_order(row, by, named, lines) for row in rows]


class Lines(NamedTuple):
    """Which lines of the dictionary of `extra` tell what. `ids` and `told` in pairs: a line tells `words[told]`, one word
    for each of `names`; a line that is in no pair tells `words[0]`. With `each` a line may stand in several pairs, or in
    none, and then its entries are not counted."""

    names: list[str]
    ids: list[int]
    told: list[int]
    words: list[tuple[str, ...]]
    each: bool


def _lines(by: Sequence[str], where: Mapping[str, Collection[str]]) -> Lines | None:
    """The dictionary is small beside the entries: its words become numbers before anything is added up."""
    names = [name for name in dict.fromkeys(by) if EXTRA_KEY.fullmatch(name)]
    only = [name for name in where if name.startswith("each.") and name not in names]
    if not (asked := [*names, *only]):
        return None
    lists = [name for name in asked if name.startswith("each.")]
    keys = ", ".join("'" + name.partition(".")[2] + "'" for name in asked)
    conditions = [f"x.codes ?| array[{keys}]"]
    conditions += [f"{_of_extra(name)} = any(%s)" for name in lists if name in where]
    sql = (
        f"select x.id, {', '.join(map(_of_extra, asked))} from facts_extra x{''.join(map(_apart, lists))}"  # noqa: S608
        f" where {' and '.join(conditions)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(where[name]) for name in lists if name in where])
        found = [(row[0], tuple(row[1 : 1 + len(names)])) for row in cursor.fetchall()]
    numbers = {tuple("not_collected" for _name in names): 0}
    told = [numbers.setdefault(words, len(numbers)) for _line, words in found]
    return Lines(names, [line for line, _words in found], told, list(numbers), bool(lists))


def _in_order(row: tuple[Any, ...], by: Sequence[str], named: Sequence[str], lines: Lines) -> tuple[Any, ...]:
    """A row of (named ..., number of the words, sum) as `by` asks for it."""
    said = dict(zip(named, row, strict=False)) | dict(zip(lines.names, lines.words[row[-2]], strict=True))
    return (*(said[name] for name in by), row[-1])


def _words(names: Sequence[str]) -> tuple[list[str], str]:
    """What the grouped sums `g` say, and the dictionary that it takes."""
    words = [_word(at, name) for at, name in enumerate(names)]
    joins = (
        f" join facts_code c{at} on c{at}.id = g.k{at}" for at, name in enumerate(names) if COLUMNS[name][1] is not None
    )
    return words, "".join(joins)


def _of_kinds(numbers: Sequence[int]) -> str:
    return f"e.kind = {numbers[0]}" if len(numbers) == 1 else f"e.kind = any({_list(numbers)})"


def _one_of(name: str, column: str, allowed: Collection[str], numbers: Mapping[str, int]) -> str:
    empty = COLUMNS[name][1]
    codes = {"" if empty and code == empty else code for code in allowed}
    condition = f"{column} = any({_list(numbers.get(code, -1) for code in codes)})"
    if name == "district" and "unknown" in allowed:
        return f"({condition} or {column} not in (select id from facts_code where {IS_DISTRICT}))"  # noqa: S608
    return condition


def _within(period: Period) -> str:
    first, last = number_of(period.first), number_of(period.last)
    if period.first.endswith("-01") and period.last.endswith(
        "-12"
    ):  # whole years, and what is known to the year in them
        return f"e.month between {first - 1} and {last}"
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
        return SAID[name].format(f"g.k{place}")
    word = f"c{place}.code"
    if name == "district":
        return f"case when {IS_DISTRICT.replace('code', word)} then {word} else 'unknown' end"
    return f"case when {word} = '' then '{empty}' else {word} end" if empty else word


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
