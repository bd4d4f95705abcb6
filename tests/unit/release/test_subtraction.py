"""Somebody keeps every release and subtracts: provinces from districts, child and adult from age bands, the different people
from the records, and this month's numbers from last month's, in which there was one person fewer.

All that was ever shown goes into one system, and the audit, which shares no code with the hiding, looks for what follows.
"""

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.release.disclosure.audit import audit
from rumduol.release.disclosure.relations import Sums
from rumduol.release.disclosure.releases import CannotHide, Public, protect_counts
from rumduol.release.disclosure.tables import Axis, CountTable

LIMIT = 5
PROVINCES = {"08": ("0801", "0802"), "18": ("1801", "1802")}
AGES = {"child": ("0-8", "9-17"), "adult": ("18-20", "21+")}
WHOLES = {
    "place": {whole: (parts,) for whole, parts in PROVINCES.items()},
    "age": {whole: (parts,) for whole, parts in AGES.items()},
}
SEX = Axis.flat("sex", ("female", "male"))
FAR = -10_000  # how much less a second release may be, for all that its reader knows


def halves(numbers, axis):
    """Four values as the two that they are parts of."""
    return np.ascontiguousarray(np.add.reduceat(numbers, [0, 2], axis=axis))


def tables(people, again):
    """People as (district, sex, age band) in the order of their release. `again`: how many records are a second one."""
    places, ages = people.sum(axis=2), people.sum(axis=0).T
    everybody = int(people.sum())
    again = min(again, everybody)
    return {
        "province": CountTable((Axis.flat("place", tuple(PROVINCES)), SEX), halves(places, 0)),
        "people": CountTable(
            (Axis.flat("counted", ("first", "again")),), np.array([everybody - again, again], np.int64)
        ),
        "district": CountTable((Axis.nested("place", PROVINCES), SEX), np.ascontiguousarray(places)),
        "child": CountTable((Axis.flat("age", tuple(AGES)), SEX), halves(ages, 0)),
        "band": CountTable((Axis.flat("age", tuple(b for bands in AGES.values() for b in bands)), SEX), ages.copy()),
    }


def release_all(made, public):
    """One after the other, each beside all before it; what is refused is left out, for nothing of it is shown."""
    shown = []
    for table in made:
        try:
            done = protect_counts(table, threshold=LIMIT, earlier=[*public, *shown], wholes=WHOLES)
        except CannotHide:
            continue
        shown.append(Public(table, done.hidden))
    return shown


def all_that_is_told(releases):
    """({cell: number}, cells hidden in some release, cells shown in some, every sum between them) of releases about the same people."""
    truth, hidden, shown, lines = {}, set(), set(), set()
    for one in releases:
        keys = one.exact.keys()
        for key, number, is_hidden in zip(keys, one.exact.numbers.ravel().tolist(), one.hidden.ravel(), strict=True):
            assert truth.setdefault(key, number) == number
            (hidden if is_hidden else shown).add(key)
        lines |= {tuple(keys[cell] for cell in line) for line in one.exact.sums.lines}
    rest = defaultdict(dict)
    for key in truth:
        for axis, value in key:
            rest[axis, key - {(axis, value)}][value] = key
    for (axis, _others), found in rest.items():
        for whole, (parts,) in WHOLES.get(axis, {}).items():
            if {whole, *parts} <= set(found):
                lines.add((found[whole], *(found[part] for part in parts)))
    return truth, hidden, shown, {line for line in lines if len(set(line)) == len(line)}


def what_follows(truth, hidden, lines, *, least):
    """The audit's ranges over one system of everything: {cell that was hidden: (low, high)}."""
    keys = sorted(truth, key=lambda key: (len(key), sorted(key)))
    place = {key: at for at, key in enumerate(keys)}
    numbers = np.array([np.nan if key in hidden else truth[key] for key in keys], float)
    sums = Sums.from_lines(sorted(tuple(place[key] for key in line) for line in lines))
    seen = audit(numbers, sums, least=least)
    return {keys[cell]: (low, high) for cell, low, high in zip(seen.hidden, seen.low, seen.high, strict=True)}


def check_together(releases):
    truth, hidden, shown, lines = all_that_is_told(releases)
    assert not hidden & shown, "hidden once, hidden for ever"
    for key, (low, high) in what_follows(truth, hidden, lines, least=1).items():
        assert low <= truth[key] <= high
        assert high - low >= (LIMIT - 1 if truth[key] < LIMIT else 1), (sorted(key), truth[key], low, high)
    small = {key for key, number in truth.items() if 0 < number < LIMIT}
    assert small <= hidden
    return truth, hidden, lines


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 9), st.integers(0, 40), st.just(1)), min_size=32, max_size=32),
    st.integers(0, 31), st.integers(0, 30), st.integers(0, 1),
)  # fmt: skip
def test_nothing_follows_from_all_releases_together(numbers, newcomer, again, second):
    people = np.array(numbers, np.int64).reshape(4, 2, 4)
    later = people.copy()
    later.ravel()[newcomer] += 1
    before, after = tables(people, again), tables(later, again + second)
    first = release_all(before.values(), [])
    revised = release_all([after[name] for name in ("province", "people", "band", "district", "child")], first)
    was, hidden_then, lines_then = check_together(first)
    now, hidden_now, lines_now = check_together(revised)
    both = was.keys() & now.keys()
    change = {key: now[key] - was[key] for key in both}
    unseen = (hidden_then | hidden_now) & both
    lines = {line for line in lines_then & lines_now if set(line) <= both}
    for key, (low, high) in what_follows(change, unseen, lines, least=FAR).items():
        assert not change[key] or high - low >= 1, ("a change of a few people follows", sorted(key), change[key])
    assert {key for key, step in change.items() if 0 < abs(step) < LIMIT} <= unseen


def test_the_attacker_finds_what_a_careless_desk_shows():
    """Ten children; then, by a desk that forgot it, 7 of 9 to 17 years: three are younger, and everybody knows."""
    bands = CountTable(
        (Axis.flat("age", ("0-8", "9-17", "18-20", "21+", "unknown")),), np.array([3, 7, 6, 50, 20], np.int64)
    )
    broad = CountTable((Axis.flat("age", (*AGES, "unknown")),), np.array([10, 56, 20], np.int64))
    first = Public(broad, protect_counts(broad, threshold=LIMIT).hidden)
    forgot = [first, Public(bands, protect_counts(bands, threshold=LIMIT).hidden)]
    truth, hidden, shown, lines = all_that_is_told(forgot)
    assert what_follows(truth, hidden - shown, lines, least=1)[frozenset({("age", "0-8")})] == (3, 3)
    check_together([first, *release_all([bands], [first])])
