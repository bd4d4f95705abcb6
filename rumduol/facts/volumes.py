"""Entries of the book as columns of numbers: from the bound volumes, and from what is still loose.

One statement reads both, so that an entry which is being bound meanwhile is seen once. Both come as runs of numbers
(migration 0006), and only of the columns that are asked for.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg.pq import Format

Column = NDArray[np.signedinteger[Any]]

SHORT = (
    "month", "province", "place", "sex", "age_band", "nationality", "form", "domestic", "palermo", "outcome",
    "agency_kind", "agency_province",
)  # fmt: skip
NOT_SAID = {"days": -(2**15), "lag": -(2**15), "riel": -(2**63)}
# A column -> how a loose entry `e` says it, and the type of the numbers in its run.
RUNS: dict[str, tuple[str, str]] = {
    "n": ("int4send(e.n)", ">i4"),
    "recorded_on": ("int4send(e.recorded_on - date '2000-01-01')", ">i4"),
    **{name: (f"int2send(e.{name})", ">i2") for name in SHORT},
    **{name: (f"int2send(coalesce(e.{name}, '-32768'::smallint))", ">i2") for name in ("days", "lag")},
    "riel": ("int8send(coalesce(e.riel, '-9223372036854775808'::bigint))", ">i8"),
    "extra": ("int4send(coalesce(e.extra, 0))", ">i4"),
}

BLANK = "''::bytea"


def read(columns: Collection[str], kinds: Sequence[int], months: tuple[int, int] | None) -> dict[str, Column]:
    """The entries of these kinds (numbers of the dictionary), a number each in every column asked for and in "kind".

    `months`: the first and the last that are wanted. Volumes are read whole, so there may be others; ask again of "month".
    """
    asked = list(dict.fromkeys(columns))
    numbers = f"array[{', '.join(str(int(kind)) for kind in kinds)}]::smallint[]"  # literal: opens their parts only
    bound, loose = f"v.kind = any({numbers})", f"e.kind = any({numbers})"
    if months is not None:
        first, last = map(int, months)
        bound += f" and v.year between {first // 13} and {last // 13} and v.last_month >= {first} and v.first_month <= {last}"
        loose += f" and e.month between {first} and {last}"
    sql = (
        f"select v.kind, v.size{''.join(f', v.{name}' for name in asked)} from facts_volume v where {bound}"  # noqa: S608 (names from the table above)
        f" union all select e.kind, count(*)::int{''.join(f', string_agg({RUNS[name][0]}, {BLANK})' for name in asked)}"
        f" from facts_entry e where {loose} group by e.kind"
    )
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY  # as they are, and not in letters
        cursor.execute(sql)
        parts = cursor.fetchall()
    found: dict[str, Column] = {
        "kind": np.repeat(np.array([part[0] for part in parts], np.int32), [part[1] for part in parts])
    }
    for at, name in enumerate(asked, 2):
        wide: Any = np.int64 if name == "riel" else np.int32
        runs = [np.frombuffer(part[at], RUNS[name][1]).astype(wide) for part in parts]
        found[name] = np.concatenate([np.zeros(0, wide), *runs])
    return found
