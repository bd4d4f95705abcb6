"""Which unknowns do the published sums give away? Gaussian elimination, after Cox (1980) for additive tables.

Works modulo a large prime: the sums have coefficients of one, so that what is fixed here is fixed in whole numbers
too. `intervals` checks the result by another way, in exact arithmetic.
"""

from collections.abc import Collection, Iterable, Mapping

PRIME = (1 << 61) - 1

Equation = Mapping[int, int]  # unknown -> coefficient; the right side is known to the reader and does not matter here


def determined(equations: Iterable[Equation]) -> set[int]:
    """The unknowns whose value follows from the equations alone."""
    rows = [dict(equation) for equation in equations if equation]
    fixed = _peel(rows)
    pivots = reduced({unknown: c % PRIME for unknown, c in row.items()} for row in rows if row)
    return fixed | {unknown for unknown, row in pivots.items() if len(row) == 1}


def _peel(rows: list[dict[int, int]]) -> set[int]:
    """Take out again and again what stands alone in its sum: cheap, and most of what a careless table gives away."""
    where: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for unknown in row:
            where.setdefault(unknown, set()).add(number)
    fixed: set[int] = set()
    alone = [number for number, row in enumerate(rows) if len(row) == 1]
    while alone:
        row = rows[alone.pop()]
        if len(row) != 1:
            continue
        unknown = next(iter(row))
        fixed.add(unknown)
        for number in where[unknown]:
            del rows[number][unknown]
            if len(rows[number]) == 1:
                alone.append(number)
        where[unknown] = set()
    return fixed


def reduced(rows: Iterable[dict[int, int]]) -> dict[int, dict[int, int]]:
    """Reduced row echelon form modulo PRIME: pivot -> its row, in which no other pivot occurs."""
    pivots: dict[int, dict[int, int]] = {}
    holders: dict[int, set[int]] = {}  # unknown -> pivots whose rows hold it
    for given in sorted(rows, key=len):
        row = dict(given)
        for unknown in [u for u in row if u in pivots]:
            _subtract(row, pivots[unknown], row[unknown])
        if not row:
            continue
        pivot = min(row, key=lambda u: (len(holders.get(u, ())), u))
        inverse = pow(row[pivot], -1, PRIME)
        row = {unknown: c * inverse % PRIME for unknown, c in row.items()}
        for other in list(holders.get(pivot, ())):
            before = set(pivots[other])
            _subtract(pivots[other], row, pivots[other][pivot])
            after = set(pivots[other])
            for unknown in before - after:
                holders[unknown].discard(other)
            for unknown in after - before:
                holders.setdefault(unknown, set()).add(other)
        pivots[pivot] = row
        for unknown in row:
            holders.setdefault(unknown, set()).add(pivot)
    return pivots


def _subtract(row: dict[int, int], other: Mapping[int, int], times: int) -> None:
    for unknown, c in other.items():
        value = (row.get(unknown, 0) - times * c) % PRIME
        if value:
            row[unknown] = value
        else:
            row.pop(unknown, None)


def components(equations: Collection[Equation]) -> list[set[int]]:
    """Groups of unknowns that share sums, directly or through others; each can be looked at alone."""
    group: dict[int, int] = {}

    def root(unknown: int) -> int:
        while group[unknown] != unknown:
            group[unknown] = group[group[unknown]]
            unknown = group[unknown]
        return unknown

    for equation in equations:
        first = None
        for unknown in equation:
            group.setdefault(unknown, unknown)
            if first is None:
                first = root(unknown)
            else:
                group[root(unknown)] = first
                first = root(first)
    found: dict[int, set[int]] = {}
    for unknown in group:
        found.setdefault(root(unknown), set()).add(unknown)
    return sorted(found.values(), key=min)
