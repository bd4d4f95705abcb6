"""The catalogue of indicators, read from data/catalogue/*.toml. Pure.

What many entries share (units, which day and place decide, definitions in law) stands once in data/words.toml, and an
entry names it by its code.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import override

from rumduol.agencies.enums import AgencyKind
from rumduol.facts.enums import Kind
from rumduol.facts.schema import schema
from rumduol.indicators.levels import FINER_OF
from rumduol.shared.errors import NotThere

DATA = Path(__file__).parent / "data"
WORDS = (
    "name",
    "unit",
    "numerator",
    "denominator",
    "period",
    "place",
    "source",
    "national",
    "palermo",
    "disclosure",
    "approved",
)
SHARED = {"unit": "unit", "period": "period", "place": "place", "national": "national", "palermo": "palermo"}


class Measure(StrEnum):
    """What the number of an indicator is."""

    COUNT = "count"
    RATE = "rate"  # a count, and it per so many people
    SHARE = "share"  # the part that meets a condition, of all that are counted
    MEDIAN_DAYS = "median_days"  # days from one event to another
    AMOUNT = "amount"  # riel
    YES_NO = "yes_no"  # whether something exists or was done
    DECLARED = "declared"  # from no unit record of ours: surveys and declarations


class Disclosure(StrEnum):
    """How a figure is protected before anybody outside sees it."""

    THRESHOLD = "threshold"  # small counts are hidden, and what would give them back
    DOMINANCE = "dominance"  # amounts: hidden also where one or two payers or receivers make most of it
    OPEN = "open"  # says nothing about a person: mechanisms, budgets, officers in service
    NEVER = "never"  # for work only


@dataclass(frozen=True)
class Indicator:
    """One figure: what is counted, which way it can be broken down, and its words by language.

    `where` and `met` are {column: codes}; the columns are those of `facts.queries.count_by`. `met` says which of the
    counted make the numerator of a share. `each` names a list in the facts' extra whose codes are counted one by one.
    `one_each`: the unit of each amount is a person, so that the rules for amounts can count people. `provision`: where nothing was counted, the declared state of this mechanism answers yes or no.
    """

    code: str
    subject: str
    measure: Measure
    kind: Kind | None
    breakdowns: tuple[str, ...]
    usual: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome_from: Kind | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    met: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each: str = ""
    provision: str = ""
    rate_per: int = 0
    sdg: str = ""
    since: str = ""
    disclosure: Disclosure = Disclosure.THRESHOLD
    file_column: str = ""
    one_each: bool = False

    @property
    def apart(self) -> bool:
        """Whether it counts somebody else's file and not our facts: shown and released by itself, in no list of ours."""
        return bool(self.file_column)

    def word(self, what: str, lang: str) -> str:
        """One of WORDS in `lang` (English where there is no other)."""
        lang = lang if lang in self.words else "en"
        if what == "source" and not self.apart:
            with override(lang):
                return ", ".join(str(AgencyKind(code).label) for code in self.sources)
        return self.words[lang][what]

    @property
    def room(self) -> str:
        """The room that writes its facts; "" where none will."""
        return schema(self.kind).room if self.kind else ""

    @property
    def room_exists(self) -> bool:
        return self.kind is not None and not schema(self.kind).strict

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Every condition a counted fact fulfils."""
        return dict(self.where) | ({"outcome": self.outcomes} if self.outcomes else {})

    @property
    def countable(self) -> bool:
        return self.apart or (self.kind is not None and self.measure != Measure.DECLARED)

    @property
    def releasable(self) -> bool:
        """Whether a table of it may be drafted for the public: counts, or amounts whose units are persons."""
        if self.measure == Measure.AMOUNT:
            return self.one_each and self.disclosure == Disclosure.DOMINANCE
        return self.countable and self.disclosure in {"threshold", "open"}


@cache
def catalogue() -> Mapping[str, Indicator]:
    """All indicators by code, in the order of the files and of their entries."""
    found: dict[str, Indicator] = {}
    for path in sorted((DATA / "catalogue").glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        subject, defaults = path.stem.partition("_")[2], data.pop("defaults", {})
        for code, entry in data.items():
            if code in found:
                raise ValueError(f"{path.name}: {code} stands twice")
            try:
                found[code] = _read(code, subject, defaults | entry)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}: {code}: {error}") from error
    return MappingProxyType(found)


@cache
def apart() -> Mapping[str, Indicator]:
    """Tables of files that others made, read from data/apart.toml: they can be released, and are no figures of ours."""
    read = tomllib.loads((DATA / "apart.toml").read_text("utf-8"))
    return MappingProxyType({code: _read(code, "apart", entry) for code, entry in read.items()})


def indicator(code: str) -> Indicator:
    """One of the catalogue or of `apart`. Raises NotThere for another code."""
    found = catalogue().get(code) or apart().get(code)
    if found is None:
        raise NotThere()
    return found


def subjects() -> Mapping[str, tuple[Indicator, ...]]:
    """Indicators by subject ("people", "protection" ...), in order."""
    names = dict.fromkeys(one.subject for one in catalogue().values())
    return {name: tuple(one for one in catalogue().values() if one.subject == name) for name in names}


@cache
def shared_words() -> Mapping[str, Any]:
    """data/words.toml: words that entries and pages share, by table and code."""
    return MappingProxyType(tomllib.loads((DATA / "words.toml").read_text("utf-8")))


def _read(code: str, subject: str, entry: Mapping[str, Any]) -> Indicator:
    measure = Measure(entry.get("measure", "count"))
    disclosure = Disclosure(entry.get("disclosure", "threshold"))
    codes = {
        "unit": entry["unit"],
        "period": entry.get("period", "event"),
        "place": entry.get("place", "event"),
        "national": entry.get("national", "none"),
        "palermo": entry.get("palermo", "none"),
        "denominator": entry.get("denominator", measure),
        "disclosure": disclosure,
        "approved": entry.get("approved", "demo"),
    }
    return Indicator(
        code=code,
        subject=subject,
        measure=measure,
        kind=Kind(entry["kind"]) if "kind" in entry else None,
        breakdowns=_with_levels(entry.get("breakdowns", ())) if "kind" in entry else tuple(entry.get("breakdowns", ())),
        usual=tuple(entry.get("usual", entry.get("breakdowns", ())[:1])),
        words={lang: _words(lang, entry, codes) for lang in ("km", "en")},
        sources=tuple(AgencyKind(one) for one in entry.get("sources", ())),
        outcomes=tuple(entry.get("outcomes", ())),
        outcome_from=Kind(entry["outcome_from"]) if "outcome_from" in entry else None,
        where=_codes(entry.get("where", {})),
        met=_codes(entry.get("met", {})),
        each=str(entry.get("each", "")),
        provision=str(entry.get("provision", "")),
        rate_per=int(entry.get("rate_per", 0)),
        sdg=str(entry.get("sdg", "")),
        since=str(entry.get("since", "2026-11")),
        disclosure=disclosure,
        file_column=str(entry.get("file_column", "")),
        one_each=bool(entry.get("one_each", False)),
    )


def _with_levels(names: Sequence[str]) -> tuple[str, ...]:
    """The breakdowns, and after each the one that has it as its upper or lower level."""
    found = [one for name in names for one in (name, FINER_OF.get(name, name))]
    return tuple(dict.fromkeys(found))


def _words(lang: str, entry: Mapping[str, Any], codes: Mapping[str, str]) -> Mapping[str, str]:
    found = {what: shared_words()[what][code][lang] for what, code in codes.items()}
    source = {"source": entry[f"source_{lang}"]} if f"source_{lang}" in entry else {}
    return found | source | {"name": entry[lang], "numerator": entry[f"counts_{lang}"]}


def _codes(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(one if isinstance(one, list) else [one]) for name, one in table.items()}
