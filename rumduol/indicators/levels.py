"""Levels of a breakdown (district < province, age band < child or adult, narrow form < form), and which values of different
breakdowns count the same people. Pure but for the code lists and the gazetteer.

Whoever protects a table must know that "child" in one release is the sum of the bands in another: two releases that do
not share a word can still be subtracted from each other.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain

from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN
from rumduol.terms import ages
from rumduol.terms import queries as terms

NO_CLOSER = "-unknown"  # "18-unknown": in this province, the district is not known
ABROAD = "abroad"
DISTRICT, AGE_DETAIL, FORM_DETAIL = "district", "age_detail", "form_detail"
# The breakdown with levels -> the coarser one that it holds. An indicator that has one of `FINER_OF` has it, too.
COARSER: Mapping[str, str] = {DISTRICT: "province", AGE_DETAIL: "age", FORM_DETAIL: "form"}
FINER_OF: Mapping[str, str] = {"province": DISTRICT, "age_band": AGE_DETAIL, "form": FORM_DETAIL}

Tree = Mapping[str, tuple[str, ...]]  # a value of the upper level -> its parts, none where it is not divided

# Breakdowns of the same codes, by what their values are called together.
FAMILIES: Mapping[str, str] = {
    "province": "place", DISTRICT: "place", "age": "age", "age_band": "age", AGE_DETAIL: "age", "form": "form",
    FORM_DETAIL: "form", "form_group": "form", "nationality": "nationality", "citizenship": "nationality",
}  # fmt: skip
SEXUAL = ("sexual", "online")  # online exploitation of a child is sexual


def closer(value: str) -> str:
    """The part of a group of which nothing narrower is known."""
    return value + NO_CLOSER


def tree(name: str) -> Tree:
    """The levels of a breakdown that has them. Raises KeyError for another."""
    made: Mapping[str, Callable[[], Tree]] = {DISTRICT: _places, AGE_DETAIL: _ages, FORM_DETAIL: _forms}
    return made[name]()


def values_of(found: Tree) -> tuple[str, ...]:
    """Every value, each group before its parts."""
    return tuple(chain.from_iterable((whole, *parts) for whole, parts in found.items()))


def parents_of(found: Tree) -> tuple[str, ...]:
    """What each of `values_of` is part of."""
    return tuple(chain.from_iterable((TOTAL, *([whole] * len(parts))) for whole, parts in found.items()))


def _places() -> Tree:
    from rumduol.places import queries as places

    found: dict[str, tuple[str, ...]] = {}
    for province in places.provinces():
        districts = tuple(one.code for one in places.children(province.code))
        found[province.code] = (*districts, closer(province.code)) if districts else ()
    return found | {ABROAD: (), UNKNOWN: ()}


@cache
def _ages() -> Tree:
    bands = [term.code for term in terms.terms("age") if term.code not in {ages.CHILD, ages.ADULT, ages.UNKNOWN}]
    groups = {
        group: (*(band for band in bands if ages.broad_of(band) == group), closer(group))
        for group in (ages.CHILD, ages.ADULT)
    }
    return groups | {UNKNOWN: ()}


@cache
def _forms() -> Tree:
    found: dict[str, tuple[str, ...]] = {}
    for term in terms.terms("form"):
        if not term.parent and term.code != UNKNOWN:
            parts = tuple(part.code for part in terms.children("form", term.code))
            found[term.code] = (*parts, closer(term.code)) if parts else ()
    return found | {UNKNOWN: (), NOT_COLLECTED: ()}


def family(name: str) -> str:
    """What a breakdown's values are called beside those of related breakdowns; its own name where it has none."""
    return FAMILIES.get(name, name)


def node(name: str, value: str) -> str:
    """A value of a breakdown as it is called in its family: the same word for the same people."""
    if name == "age_band" and value in {ages.CHILD, ages.ADULT}:
        return closer(value)
    if name == "form_group":
        return {"sexual": "+".join(SEXUAL), UNKNOWN: f"{UNKNOWN}+{NOT_COLLECTED}"}.get(value, value)
    if name == "citizenship" and value == "own":
        return "KH"
    return value


def wholes(name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """{node: the sets of nodes that it is the sum of} within a family, where some breakdown has such nodes."""
    if name == "place":
        return {whole: (parts,) for whole, parts in tree(DISTRICT).items() if parts}
    if name == "age":
        return {whole: (parts,) for whole, parts in tree(AGE_DETAIL).items() if parts}
    if name == "form":
        found = {whole: (parts,) for whole, parts in tree(FORM_DETAIL).items() if parts}
        roots = tuple(root for root in tree(FORM_DETAIL) if root not in {*SEXUAL, UNKNOWN, NOT_COLLECTED})
        return found | {
            "+".join(SEXUAL): (SEXUAL,),
            "not_sexual": (roots,),
            f"{UNKNOWN}+{NOT_COLLECTED}": ((UNKNOWN, NOT_COLLECTED),),
        }
    if name == "nationality":
        from rumduol.indicators.breakdowns import NATIONALITIES, OTHER

        return {"foreign": ((*(code for code in NATIONALITIES if code != "KH"), OTHER),)}
    return {}
