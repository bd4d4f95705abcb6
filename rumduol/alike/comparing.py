"""Are two files about one person? Field by field, each with its level and its weight. Pure.

A weight is log2 of how much more often a level is seen between two files of one person than between files of strangers
(Fellegi & Sunter, "A theory for record linkage", JASA 64, 1969). Everything that says where somebody lives or was born is one
field: address and birthplace hang together, and counted apiece they would condemn whoever moved house. Weights were set by reason and looked at on invented lists (tests/unit/alike); they are not
learned from anybody's files.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log2

from rumduol.encoding.tokens import Tokens, birth_tokens, date_parts, place_tokens
from rumduol.names.keys import fold, name_words, whole_keys, word_keys
from rumduol.shared.khmer import is_khmer

# field -> level -> weight in bits. A field that one side does not know weighs nothing.
WEIGHTS: dict[str, dict[str, float]] = {
    "name": {"same": 9.0, "sounds": 7.5, "part": 1.0, "differs": -7.0},
    "born": {"same": 8.5, "month": 5.5, "swapped": 6.0, "near": 4.0, "year": 3.0, "about": 1.0, "differs": -7.0},
    "sex": {"same": 0.9, "differs": -5.5},
    "phone": {"same": 9.0, "differs": -0.3},
    "papers": {"same": 12.0, "differs": -1.0},
    "place": {"same": 6.0, "near": 3.0, "part": 1.0, "differs": -0.8},
    "nationality": {"same": 0.3, "differs": -4.0},
}
LIKELY, MAY_BE = 0.9, 0.3  # chances from which a pair is called likely, and from which it is shown at all
FEWEST_OTHERS = 50
YEARS_ABOUT = 2


@dataclass(frozen=True)
class Known:
    """What one file says. Empty means not known; `born_years`: the years of birth that the age leaves open."""

    names: tuple[str, ...] = ()
    born: str = ""
    estimated: bool = False
    born_years: tuple[int, int] | None = None
    sex: str = ""
    phone: str = ""
    papers: str = ""
    place: str = ""
    nationality: str = ""

    @cached_property
    def name_keys(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(whole_keys(name) for name in self.names))

    @cached_property
    def letters(self) -> frozenset[frozenset[str]]:
        """Each name as the set of its words, as written."""
        return frozenset(frozenset(w if is_khmer(w[0]) else fold(w) for w in name_words(name)) for name in self.names)

    @cached_property
    def word_keys(self) -> frozenset[str]:
        words = chain.from_iterable(name_words(name) for name in self.names)
        return frozenset(chain.from_iterable(word_keys((word,)) for word in words))

    @cached_property
    def places(self) -> Tokens:
        return place_tokens(self.place)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the comparison."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """`chance` that two files are one person, and the lines that say why, what speaks most for it first."""

    chance: float
    lines: tuple[Line, ...]

    @property
    def likely(self) -> bool:
        return self.chance >= LIKELY


def compare(one: Known, other: Known, *, others: int) -> Likeness:
    """How alike two files are, in an office that holds `others` more files (of which one may be the same person)."""
    levels = {
        "name": _name(one, other),
        "born": _born(one, other),
        "sex": _equal(one.sex, other.sex),
        "phone": _equal(_digits(one.phone), _digits(other.phone)),
        "papers": _equal(_bare(one.papers), _bare(other.papers)),
        "place": _place(one.places, other.places),
        "nationality": _equal(one.nationality, other.nationality),
    }
    lines = [Line(field, level, WEIGHTS[field][level]) for field, level in levels.items() if level]
    bits = sum(line.weight for line in lines) - log2(max(others, FEWEST_OTHERS))
    return Likeness(1 / (1 + 2.0**-bits), tuple(sorted(lines, key=lambda line: -line.weight)))


def _name(one: Known, other: Known) -> str:
    if not one.names or not other.names:
        return ""
    if one.letters & other.letters:
        return "same"
    if one.name_keys & other.name_keys:
        return "sounds"
    return "part" if one.word_keys & other.word_keys else "differs"


def _born(one: Known, other: Known) -> str:
    a, b = date_parts(one.born), date_parts(other.born)
    if not a[0] or not b[0]:
        years, known = (one.born_years, b[0]) if not a[0] else (other.born_years, a[0])
        if years is None:
            return ""
        if not known:
            return _about(years, other.born_years if not a[0] else one.born_years)
        return _about(years, (int(known), int(known)))
    rough = [_is_rough(person) for person in (one, other)]
    if any(rough) or not (a[1] and b[1]):
        if a[0] == b[0]:
            return "year"
        return "about" if abs(int(a[0]) - int(b[0])) <= YEARS_ABOUT and any(rough) else "differs"
    if not (a[2] and b[2]):
        return "month" if a[:2] == b[:2] else "year" if a[0] == b[0] else "differs"
    if a == b:
        return "same"
    if a[0] == b[0] and (a[1], a[2]) == (b[2], b[1]):
        return "swapped"
    slips = sum(x != y for x, y in zip("".join(a), "".join(b), strict=True))
    return "near" if slips == 1 or (a[1:] == b[1:] and abs(int(a[0]) - int(b[0])) == 1) else "differs"


def _is_rough(person: Known) -> bool:
    """Whether only the year counts: said to be a guess, or a first of January."""
    return len(birth_tokens(person.born, estimated=person.estimated)) == 1


def _about(years: tuple[int, int], others: tuple[int, int] | None) -> str:
    if others is None:
        return ""
    apart = max(years[0] - others[1], others[0] - years[1])
    return "about" if apart <= YEARS_ABOUT else "differs"


def _place(one: Tokens, other: Tokens) -> str:
    if not one or not other:
        return ""
    shared = sum(min(weight, other[token]) for token, weight in one.items() if token in other)
    share = shared / max(min(sum(one.values()), sum(other.values())), 1)
    return "same" if share >= 0.85 else "near" if share >= 0.5 else "part" if share >= 0.2 else "differs"


def _equal(one: str, other: str) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "differs"


def _digits(phone: str) -> str:
    """The last eight digits: with the country's code or without, it is one telephone."""
    return "".join(c for c in phone if c.isdecimal())[-8:]


def _bare(papers: str) -> str:
    return "".join(c for c in papers.casefold() if c.isalnum())
