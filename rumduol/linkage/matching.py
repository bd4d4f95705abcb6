"""Encoded lists -> who is on which, as counts and cluster numbers. Sees no name, no secret and no record. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from rumduol.encoding.assigning import Link, clusters
from rumduol.encoding.filters import Encoded
from rumduol.encoding.linking import Linked, doubles, link
from rumduol.linkage.enums import Caution
from rumduol.linkage.types import Matched, PairFound, Seen

SAMPLE = 12  # pairs of its own lines that an office is asked about
MAYBE = 0.3  # chance from which two lines of one list are worth a look
TAKEN = 0.5  # chance from which they are taken for one person
MOST = 0.3  # share of a list from which a lack is said
NEARLY_ALL = 0.97
SHORT = 30  # people


def match(lists: Sequence[Encoded], beat: Callable[[int, int], None] | None = None) -> Matched:
    """CannotLink, TooMany. Two lists or more. `beat` is told how many pairs of lists are done, of how many."""
    links: list[Link] = []
    pairs: list[PairFound] = []
    models: list[list[Linked]] = [[] for _ in lists]
    for done, (one, other) in enumerate(combinations(range(len(lists)), 2)):
        if beat is not None:
            beat(done, len(lists) * (len(lists) - 1) // 2)
        found = link(lists[one], lists[other])
        links += [
            Link(one, a, other, b, chance)
            for a, b, chance in zip(found.a.tolist(), found.b.tolist(), found.chance.tolist(), strict=True)
        ]
        pairs.append(PairFound(one, other, len(found), found.expected_precision, found.expected_recall))
        models[one].append(found)
        models[other].append(found)
    numbers = [part.tolist() for part in clusters([len(part) for part in lists], links)]
    people, both = overlaps(numbers)
    own = [_twins(part, founds) for part, founds in zip(lists, models, strict=True)]
    return Matched(
        clusters=numbers,
        people=people,
        pairs=[
            PairFound(pair.one, pair.other, both.get((pair.one, pair.other), 0), pair.precision, pair.recall)
            for pair in pairs
        ],
        twins=[sample.pairs for sample in own],
        doubles=[sample.many for sample in own],
        expected=[sample.expected for sample in own],
        called=[sample.called for sample in own],
    )


def overlaps(numbers: list[list[int]]) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """People by exact combination of lists, and by pair of lists (whatever other lists they are on)."""
    lists_of: dict[int, int] = {}
    for position, part in enumerate(numbers):
        for number in part:
            lists_of[number] = lists_of.get(number, 0) | (1 << position)
    people: dict[int, int] = {}
    for lists in lists_of.values():
        people[lists] = people.get(lists, 0) + 1
    both = {
        (one, other): sum(number for lists, number in people.items() if lists >> one & 1 and lists >> other & 1)
        for one, other in combinations(range(len(numbers)), 2)
    }
    return people, both


@dataclass(frozen=True)
class _Sample:
    """Pairs of one list over the whole range of what may be one person; how many are taken for one in the whole list;
    how many of the sampled are expected to be one; which of the sampled (by place) are taken for one."""

    pairs: list[tuple[int, int]]
    many: int
    expected: int
    called: frozenset[int]


def _twins(part: Encoded, founds: list[Linked]) -> _Sample:
    if len(part) < 2:
        return _Sample([], 0, 0, frozenset())
    model = max(founds, key=lambda found: found.model.learned_from).model
    a, b, chance = doubles(part, model, MAYBE)
    step = np.linspace(0, max(len(a) - 1, 0), min(SAMPLE, len(a)))
    taken = sorted({round(at) for at in step.tolist()})
    sample = [(int(a[i]), int(b[i])) for i in taken]
    called = frozenset(place for place, i in enumerate(taken) if chance[i] >= TAKEN)
    return _Sample(sample, int((chance >= TAKEN).sum()), round(float(sum(chance[i] for i in taken))), called)


def cautions_of(seen: Sequence[Seen], matched: Matched) -> list[tuple[str, int, int | None]]:
    """What to know before believing: (code, position of the list, position of the other)."""
    found: list[tuple[str, int, int | None]] = []
    for at, one in enumerate(seen):
        many = max(one.people, 1)
        lacks = (
            (Caution.NO_NAMES, one.no_name), (Caution.SHORT_NAMES, one.short_name), (Caution.NO_BIRTHS, one.no_birth),
            (Caution.NO_PLACES, one.no_place),
        )  # fmt: skip
        found += [(str(code), at, None) for code, number in lacks if number > MOST * many]
        if one.first_of_january > NEARLY_ALL * many:
            found.append((str(Caution.FIRST_OF_JANUARY), at, None))
        if matched.doubles[at] > 0:
            found.append((str(Caution.DOUBLES), at, None))
        if one.people < SHORT:
            found.append((str(Caution.SHORT_LIST), at, None))
    for pair in matched.pairs:
        a, b = seen[pair.one].people, seen[pair.other].people
        if pair.both == 0:
            found.append((str(Caution.NO_OVERLAP), pair.one, pair.other))
        elif pair.both >= NEARLY_ALL * max(a, b):
            found.append((str(Caution.SAME_FILE), pair.one, pair.other))
        elif pair.both >= NEARLY_ALL * min(a, b):
            inner, outer = (pair.one, pair.other) if a <= b else (pair.other, pair.one)
            found.append((str(Caution.INSIDE), inner, outer))
    return found
