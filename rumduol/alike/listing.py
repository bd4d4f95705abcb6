"""Pairs of one list that may be one person, the likeliest first. Pure.

Only lines that share something rare are compared: a key of the whole name, a telephone, a paper, or a word of the
name and the day of birth. What more than `MOST_TOGETHER` lines share tells nobody from anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rumduol.alike.comparing import MAY_BE, Known, Likeness, compare
from rumduol.encoding.tokens import Person, date_parts

MOST_TOGETHER = 40


def known_of(person: Person) -> Known:
    """A line of a list as `compare` takes it."""
    name = f"{person.surname} {person.given_name}".strip()
    return Known((name,) if name else (), person.date_of_birth, person.estimated, sex=person.sex, place=person.place)


def duplicates(people: Sequence[Known], *, least: float = MAY_BE) -> list[tuple[int, int, Likeness]]:
    """(position, position, likeness) of every pair with at least this chance, the likeliest first."""
    found = []
    for one, other in candidates(people):
        likeness = compare(people[one], people[other], others=len(people))
        if likeness.chance >= least:
            found.append((one, other, likeness))
    return sorted(found, key=lambda pair: -pair[2].chance)


def candidates(people: Sequence[Known]) -> set[tuple[int, int]]:
    """Pairs of positions worth a comparison."""
    together: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for key in set(_rare(person)):
            together[key].append(at)
    pairs: set[tuple[int, int]] = set()
    for members in together.values():
        if 1 < len(members) <= MOST_TOGETHER:
            pairs.update(combinations(members, 2))
    return pairs


def _rare(person: Known) -> Iterator[str]:
    yield from (f"n{key}" for key in person.name_keys)
    if person.phone:
        yield f"t{person.phone}"
    if person.papers:
        yield f"p{person.papers}"
    year, month, day = date_parts(person.born)
    if day:
        yield from (f"d{year}{month}{day}{key}" for key in person.word_keys)


def clusters(pairs: Iterable[tuple[int, int]], size: int) -> list[int]:
    """For each position the smallest position that it hangs together with."""
    parent = list(range(size))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(at) for at in range(size)]
