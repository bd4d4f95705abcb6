"""Counting facts. Every question names its source, and one answer holds one source only."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rumduol.facts import book
from rumduol.facts.enums import Kind, Source
from rumduol.facts.models import CtdcFile, Fact, LinkRound
from rumduol.facts.sums import Sums, Way, add_up, joined
from rumduol.facts.types import Group, Period

# What facts can be grouped by: the name used in questions -> SQL over one standing fact `f`.
NATIONAL_COLUMNS = {
    "kind": "f.kind",
    "year": "left(f.happened_on, 4)",
    "month": "case when length(f.happened_on) >= 7 then left(f.happened_on, 7) else 'unknown' end",
    "known_to": "left(f.happened_on, 7)",  # the month, or the year where only that is known
    "province": "case when f.place = '' then 'unknown' when f.place ~ '^[0-9]' then left(f.place, 2) else 'abroad' end",
    "district": "case when length(f.place) = 4 then f.place else 'unknown' end",
    "sex": "f.sex",
    "age_band": "f.age_band",
    "nationality": "coalesce(nullif(f.nationality, ''), 'not_collected')",
    "form": "coalesce(nullif(f.form, ''), 'not_collected')",
    "domestic": "coalesce(nullif(f.domestic, ''), 'not_collected')",
    "palermo": "coalesce(nullif(f.palermo, ''), 'not_collected')",
    "outcome": "coalesce(nullif(f.outcome, ''), 'not_collected')",
    "agency_kind": "coalesce(nullif(f.agency_kind, ''), 'not_collected')",
    "agency_province": "coalesce(nullif(f.agency_province, ''), 'unknown')",
    "days": "case when jsonb_typeof(f.extra->'days') = 'number' then f.extra->>'days' else 'unknown' end",
    "riel": "case when jsonb_typeof(f.extra->'riel') = 'number' then f.extra->>'riel' else 'unknown' end",
}

EXTRA_KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
RIEL = "case when f.count > 0 and jsonb_typeof(f.extra->'riel') = 'number' then (f.extra->>'riel')::bigint end"

OUTCOME_LATER = (
    "coalesce(case when o.id is not null then coalesce(nullif(o.outcome, ''), 'not_collected') end, 'waiting')"
)

CTDC_COLUMNS = {
    "year": "coalesce(nullif(f.year, ''), 'not_stated')",
    "sex": "coalesce(nullif(f.sex, ''), 'not_stated')",
    "age_band": "coalesce(nullif(f.age_band, ''), 'not_stated')",
    "majority": "coalesce(nullif(f.majority, ''), 'not_stated')",
    "citizenship": "coalesce(nullif(f.citizenship, ''), 'not_stated')",
    "exploited_in": "coalesce(nullif(f.exploited_in, ''), 'not_stated')",
    # One value per person, so that cells add up to persons: two forms make a value of their own.
    "form": """coalesce(nullif(concat_ws('+', case when f.forced_labour then 'labour' end,
        case when f.sexual_exploitation then 'sexual' end, case when f.other_exploitation then 'other' end), ''),
        'not_stated')""",
}


def count_by(
    *,
    source: Source,
    by: Sequence[str],
    kinds: Collection[Kind | str] = (),
    period: Period | None = None,
    where: Mapping[str, Collection[str]] | None = None,
    as_of: date | None = None,
    outcome_from: Kind | None = None,
    riel: bool = False,
) -> list[Group]:
    """Sum of counts per combination of `by`, over the facts that stand (the newest of each chain of corrections).

    `where` keeps rows whose column has one of the values. `as_of` answers as it was known at the end of that day.
    With `outcome_from`, the outcome is that of the standing fact of that kind of the same unit, "waiting" without one.
    Columns besides those named above: `extra.NAME` (one code of a fact's extra, "not_collected" without), and
    `each.NAME` (a list of codes in extra: the fact counts once for each, and not at all without one).
    `riel` adds up the amounts in `extra.riel` of the facts instead of their counts.
    Combinations that do not occur are not listed. `kinds`, `period` and `as_of` are questions to national facts only.
    Raises KeyError for a column the source does not have.
    """
    found = sums_by(
        source=source, by=by, kinds=kinds, period=period, where=where, as_of=as_of, outcome_from=outcome_from, riel=riel
    )
    return [Group(values, number) for values, number in found.rows()]


def sums_by(
    *,
    source: Source,
    by: Sequence[str],
    kinds: Collection[Kind | str] = (),
    period: Period | None = None,
    where: Mapping[str, Collection[str]] | None = None,
    as_of: date | None = None,
    outcome_from: Kind | None = None,
    riel: bool = False,
    ways: Sequence[Way] | None = None,
) -> Sums:
    """What `count_by` answers, as columns of numbers: for many cells. `ways` makes axes of the columns `by`, in their order,
    before anything is added up."""
    where = where or {}
    names, said = [str(kind) for kind in kinds], str(outcome_from) if outcome_from else None
    if source == Source.NATIONAL and book.can({*by, *where}, names, said):
        return book.sums(
            kinds=names, by=by, period=period, where=where, as_of=as_of, riel=riel, outcome_from=said, ways=ways
        )
    national = source == Source.NATIONAL
    columns = _columns({*by, *where}) if national else CTDC_COLUMNS
    conditions, values = _national_conditions(kinds, period, as_of) if national else _ctdc_conditions()
    amount = f"sum({RIEL if riel else 'f.count'})" if national else "count(*)"
    table = f"facts_fact f{_each({*by, *where})}" if national else "facts_ctdcperson f"
    if outcome_from is not None:
        columns = {**columns, "outcome": OUTCOME_LATER}
        standing, moments = _standing("o", [str(outcome_from)], as_of)
        table += f" left join facts_fact o on o.kind = %s and o.unit_key = f.unit_key and o.count > 0 and {standing}"
        values = [str(outcome_from), *moments, *values]  # the join stands before the conditions
    for name, allowed in where.items():
        conditions.append(f"{columns[name]} = any(%s)")
        values.append(list(allowed))
    keys = [columns[name] for name in by]
    grouping = f"group by {', '.join(str(place + 1) for place in range(len(keys)))}" if keys else ""
    sql = f"select {', '.join([*keys, amount])} from {table} where {' and '.join(conditions)} {grouping}"  # noqa: S608 (names from the tables above)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = Sums.of_rows(cursor.fetchall())
    return found if ways is None or not found.axes else add_up(joined(found.axes, ways), found.numbers)


def riel_of_units(
    *, kind: Kind, by: Sequence[str], period: Period, where: Mapping[str, Collection[str]]
) -> list[Group]:
    """What each unit has in riel per combination of `by`: one group for each, and the last of its values a number that
    stands for the unit in this answer and leads nowhere. For rules that ask how much of a sum is one person's.
    """
    columns = _columns({*by, *where})
    conditions, values = _national_conditions([kind], period, None)
    for name, allowed in where.items():
        conditions.append(f"{columns[name]} = any(%s)")
        values.append(list(allowed))
    keys = [*(columns[name] for name in by), "dense_rank() over (order by f.unit_key)::text"]
    rows = f"select {', '.join(f'{key} as k{at}' for at, key in enumerate(keys))}, {RIEL} as riel from facts_fact f"  # noqa: S608
    grouping = ", ".join(str(at + 1) for at in range(len(keys)))
    sql = f"select {', '.join(f'k{at}' for at in range(len(keys)))}, sum(riel) from ({rows} where {' and '.join(conditions)}) g where riel > 0 group by {grouping}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return sorted(Group(tuple(row[:-1]), int(row[-1])) for row in cursor.fetchall())


def _columns(names: Collection[str]) -> dict[str, str]:
    """NATIONAL_COLUMNS and, of the asked names, those that reach into `extra`."""
    columns = dict(NATIONAL_COLUMNS)
    for name in names:
        kind, _, key = name.partition(".")
        if kind == "extra" and EXTRA_KEY.fullmatch(key):
            columns[name] = f"coalesce(nullif(f.extra->>'{key}', ''), 'not_collected')"
        elif kind == "each" and EXTRA_KEY.fullmatch(key):
            columns[name] = f"each_{key}.code"
    return columns


def _each(names: Collection[str]) -> str:
    """Joins that turn a list in `extra` into a row for each of its codes."""
    keys = sorted(name.removeprefix("each.") for name in names if name.startswith("each."))
    return "".join(
        f" cross join lateral jsonb_array_elements_text(case when jsonb_typeof(f.extra->'{key}') = 'array'"
        f" then f.extra->'{key}' else '[]' end) as each_{key}(code)"
        for key in keys
        if EXTRA_KEY.fullmatch(key)
    )


def _national_conditions(
    kinds: Collection[Kind | str], period: Period | None, as_of: date | None
) -> tuple[list[str], list[Any]]:
    conditions = ["f.kind = any(%s)"]
    values: list[Any] = [[str(kind) for kind in kinds]]
    standing, moments = _standing("f", [str(kind) for kind in kinds], as_of)
    conditions.append(standing)
    values += moments
    if period is not None:
        # A month or day lies in the period by its text; a year alone only where the whole of it does.
        conditions.append(
            "f.happened_on >= %s and f.happened_on < %s and (length(f.happened_on) > 4 or f.happened_on = any(%s))"
        )
        first = period.first[:4] if period.first.endswith("-01") else period.first
        values += [first, period.last + "~", [str(year) for year in period.years_within]]
    return conditions, values


def _standing(fact: str, kinds: Collection[str], as_of: date | None) -> tuple[str, list[Any]]:
    """Nothing corrects it (as far as was known). The kinds stand in it for the index of corrections."""
    later = (
        f"select from facts_fact later where later.corrects_id = {fact}.id and later.corrects_id is not null"
        " and later.kind = any(%s)"
    )
    if as_of is None:
        return f"not exists ({later})", [list(kinds)]
    return f"{fact}.recorded_on <= %s and not exists ({later} and later.recorded_on <= %s)", [as_of, list(kinds), as_of]


def _ctdc_conditions() -> tuple[list[str], list[Any]]:
    """The newest file taken in: two files of the Collaborative describe the same persons and are never added up."""
    return ["f.file_id = (select sha256 from facts_ctdcfile order by imported_at desc, sha256 limit 1)"], []


def every(*, kinds: Collection[Kind | str]) -> Iterator[Mapping[str, Any]]:
    """All facts of some kinds with their corrections, one by one: what a plain engine needs to check the fast one."""
    yield from Fact.objects.filter(kind__in=[str(kind) for kind in kinds]).values()


def newest_record_day() -> date | None:
    """The day on which the last fact was written, or None when there is none."""
    return book.newest()


def years() -> list[int]:
    """The years from the first to the last fact, newest first."""
    span = book.span()
    return list(range(span[1], span[0] - 1, -1)) if span else []


def ctdc_file() -> CtdcFile | None:
    """The newest file of the Collaborative that was taken in."""
    return CtdcFile.objects.order_by("-imported_at", "sha256").first()


def any_of(kinds: Collection[Kind | str]) -> bool:
    """Whether there is any fact of one of these kinds."""
    return Fact.objects.filter(kind__in=[str(kind) for kind in kinds]).exists()


class People(NamedTuple):
    """`raw` as summed, `unique` people among them, by the linkage of the day `made_on`; `unlinked` it did not know.

    Somebody unlinked counts as one person; the overlap is `raw - unique`. `repeated`: people who were counted more than
    once, which is fewer than the overlap where somebody was counted three times.
    """

    raw: int
    unique: int
    unlinked: int
    made_on: date
    repeated: int = 0

    @property
    def overlap(self) -> int:
        return self.raw - self.unique


def people(
    *,
    kind: Kind,
    period: Period,
    where: Mapping[str, Collection[str]],
    as_of: date | None = None,
    links_id: UUID | None = None,
) -> People | None:
    """How many people stand behind the facts of a kind, by the newest round of the linkage that knows the kind, or by
    the round `links_id`.

    None where no round does: nothing is said then.
    """
    rounds = LinkRound.objects.filter(link__kind=str(kind))
    made = (rounds if links_id is None else rounds.filter(id=links_id)).order_by("-made_on", "id").first()
    if made is None:
        return None
    columns = _columns(where)
    conditions, values = _national_conditions([kind], period, as_of)
    conditions.append("f.count > 0")
    for name, allowed in where.items():
        conditions.append(f"{columns[name]} = any(%s)")
        values.append(list(allowed))
    sql = (
        "select coalesce(sum(n), 0), count(cluster), coalesce(sum(n) filter (where cluster is null), 0),"  # noqa: S608 (names from the tables above)
        " count(cluster) filter (where n > 1) from (select l.cluster, sum(f.count) as n"
        " from facts_fact f left join facts_link l on l.round_id = %s and l.kind = f.kind and l.unit_key = f.unit_key"
        f" where {' and '.join(conditions)} group by l.cluster) as of_person"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [made.id, *values])
        raw, clusters, unlinked, repeated = cursor.fetchone() or (0, 0, 0, 0)
    return People(int(raw), int(clusters) + int(unlinked), int(unlinked), made.made_on, int(repeated))
