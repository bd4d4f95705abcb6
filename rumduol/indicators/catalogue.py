"""The catalogue of indicators, read from data/catalogue.toml. Pure."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rumduol.facts.enums import Kind
from rumduol.indicators.types import NOT_COLLECTED, UNKNOWN, Dimension
from rumduol.shared.errors import NotThere
from rumduol.terms import ages
from rumduol.terms import queries as terms

DATA = Path(__file__).parent / "data" / "catalogue.toml"
WORDS = ("name", "unit", "numerator", "denominator", "period", "place", "source")

# Shown on their own; every other nationality is "other". Five neighbours and partners of the bilateral agreements, so
# that a table does not say by its rows alone that one person of a rare nationality was there.
NATIONALITIES = ("KH", "VN", "TH", "CN", "LA")
OTHER, ABROAD, WAITING = "other", "abroad", "waiting"


@dataclass(frozen=True)
class Indicator:
    """One figure: what is counted, which way it can be broken down, and its words by language."""

    code: str
    kind: Kind
    breakdowns: tuple[str, ...]
    usual: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    outcomes: tuple[str, ...] = ()
    outcome_from: Kind | None = None
    rate_per: int = 0
    sdg: str = ""
    since: str = ""

    def word(self, what: str, lang: str) -> str:
        """One of WORDS in `lang` (English where there is no other)."""
        return self.words.get(lang, self.words["en"])[what]


@dataclass(frozen=True)
class Breakdown:
    """How a column of the facts becomes a dimension: which raw value belongs to which category, and their order."""

    name: str
    column: str
    values: Callable[[], tuple[str, ...]]
    category: Callable[[str], str]

    @property
    def dimension(self) -> Dimension:
        return Dimension(self.name, self.values())


@cache
def catalogue() -> Mapping[str, Indicator]:
    """All indicators by code, in the order of the file."""
    data = tomllib.loads(DATA.read_text("utf-8"))["indicator"]
    return MappingProxyType({code: _read(code, entry) for code, entry in data.items()})


def indicator(code: str) -> Indicator:
    """Raises NotThere for a code that is not in the catalogue."""
    found = catalogue().get(code)
    if found is None:
        raise NotThere()
    return found


def _read(code: str, entry: Mapping[str, Any]) -> Indicator:
    words = {lang: {what: entry[lang][what] for what in WORDS} for lang in ("km", "en")}
    return Indicator(
        code=code,
        kind=Kind(entry["kind"]),
        breakdowns=tuple(entry["breakdowns"]),
        usual=tuple(entry["usual"]),
        words=words,
        outcomes=tuple(entry.get("outcomes", ())),
        outcome_from=Kind(entry["outcome_from"]) if "outcome_from" in entry else None,
        rate_per=int(entry.get("rate_per", 0)),
        sdg=str(entry.get("sdg", "")),
        since=str(entry.get("since", "")),
    )


# ---- dimensions ---------------------------------------------------------------------------------------------------


def breakdown(subject: Indicator, name: str) -> Breakdown:
    """Raises NotThere when this indicator cannot be broken down so."""
    if name not in subject.breakdowns:
        raise NotThere()
    if name == "outcome" and subject.outcome_from is None:
        return Breakdown("outcome", "outcome", lambda: subject.outcomes, lambda raw: raw)
    return BREAKDOWNS[name]


def _listed(name: str, *more: str, roots: bool = False) -> Callable[[], tuple[str, ...]]:
    def values() -> tuple[str, ...]:
        codes = [term.code for term in terms.terms(name) if not (roots and term.parent)]
        return tuple(dict.fromkeys((*(code for code in codes if code != UNKNOWN), *more)))

    return values


def _of(name: str, *more: str) -> Callable[[str], str]:
    """The raw value if the list has it; what nobody collected and what is not in the list are told apart."""

    def category(raw: str) -> str:
        if raw in more or (raw != UNKNOWN and terms.is_code(name, raw)):
            return raw
        return NOT_COLLECTED if raw == NOT_COLLECTED and NOT_COLLECTED in more else UNKNOWN

    return category


def _form(raw: str) -> str:
    if raw in {NOT_COLLECTED, UNKNOWN}:
        return raw
    return terms.root("form", raw) if terms.is_code("form", raw) else UNKNOWN


def _nationality(raw: str) -> str:
    return raw if raw in {*NATIONALITIES, UNKNOWN, NOT_COLLECTED} else OTHER


def _province_values() -> tuple[str, ...]:
    from rumduol.places import queries as places

    return (*(place.code for place in places.provinces()), ABROAD, UNKNOWN)


BREAKDOWNS = {
    one.name: one
    for one in (
        Breakdown("province", "province", _province_values, lambda raw: raw),
        Breakdown("nationality", "nationality", lambda: (*NATIONALITIES, OTHER, UNKNOWN, NOT_COLLECTED), _nationality),
        Breakdown("sex", "sex", _listed("sex", UNKNOWN), _of("sex", UNKNOWN)),
        Breakdown("age", "age_band", lambda: (ages.CHILD, ages.ADULT, ages.UNKNOWN), ages.broad_of),
        Breakdown("age_band", "age_band", _listed("age", UNKNOWN), _of("age", UNKNOWN)),
        Breakdown("form", "form", _listed("form", UNKNOWN, NOT_COLLECTED, roots=True), _form),
        Breakdown("domestic", "domestic", _listed("domestic", UNKNOWN, NOT_COLLECTED), _of("domestic", NOT_COLLECTED)),
        Breakdown("palermo", "palermo", _listed("palermo", UNKNOWN, NOT_COLLECTED), _of("palermo", NOT_COLLECTED)),
        Breakdown(
            "outcome", "outcome", _listed("verification", WAITING, UNKNOWN), _of("verification", WAITING, UNKNOWN)
        ),
    )
}
