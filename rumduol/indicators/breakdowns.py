"""Breakdowns: how columns of the facts become a dimension of a table. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from rumduol.agencies.enums import AgencyKind
from rumduol.facts.schema import schema, values
from rumduol.indicators import levels
from rumduol.indicators.catalogue import Indicator
from rumduol.indicators.types import NOT_COLLECTED, UNKNOWN, Dimension
from rumduol.shared.errors import NotThere
from rumduol.terms import ages
from rumduol.terms import queries as terms

# Shown on their own; every other nationality is "other". Five neighbours and partners of the bilateral agreements, so
# that a table does not say by its rows alone that one person of a rare nationality was there.
NATIONALITIES = ("KH", "VN", "TH", "CN", "LA")
# Countries from which people came home in the sources; the others together.
COUNTRIES = ("TH", "MY", "CN", "VN", "ID", "SG", "LA", "KR", "JP", "SA", "HK", "TW")
OTHER, WAITING, YES, NO = "other", "waiting", "yes", "no"
ABROAD = levels.ABROAD
# Last day of each band; the days of the clocks (24 h, 72 h), a week, a month, three months, half a year, a year.
DAY_BANDS = ((1, "0-1"), (3, "2-3"), (7, "4-7"), (30, "8-30"), (90, "31-90"), (180, "91-180"), (365, "181-365"))
LONGEST = "366+"

# Breakdown -> key in the facts' extra. Its values are those the schema gives for the kind.
EXTRA = {
    name: name
    for name in (
        "channel", "urgency", "finding", "mode", "topic", "reason", "disability", "late", "in_time", "occupation",
        "safety", "health", "debt", "relations", "wants_help", "retrafficked", "workplace", "unannounced", "routine",
        "targeted", "worksite", "foreign", "penalty", "official", "in_absentia", "reduced_charge", "detained", "role",
        "strategy", "audience", "report", "area", "purpose", "owner", "help", "platform", "online", "papers_withheld",
        "hazardous", "sort", "to",
    )
}  # fmt: skip
EACH = {"service": "services"}

# The Collaborative's own codes.
CTDC_VALUES = {
    "form": ("labour", "sexual", "other", "labour+sexual", "labour+other", "sexual+other", "labour+sexual+other"),
    "sex": ("Female", "Male", "Transgender/NonConforming"),
    "age_band": ("0--8", "09--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"),
}
NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Breakdown:
    """Which columns are read, which raw values belong to which category, and the categories in order."""

    name: str
    columns: tuple[str, ...]
    values: Callable[[], tuple[str, ...]]
    category: Callable[..., str]

    @property
    def dimension(self) -> Dimension:
        if self.name in levels.COARSER:
            tree = levels.tree(self.name)
            return Dimension(self.name, levels.values_of(tree), levels.parents_of(tree))
        return Dimension(self.name, self.values())


def breakdown(subject: Indicator, name: str) -> Breakdown:
    """Raises NotThere when this indicator cannot be broken down so."""
    if name in subject.breakdowns and subject.apart:
        return Breakdown(name, (name,), lambda: (*CTDC_VALUES[name], NOT_STATED), lambda raw: raw)
    if name not in subject.breakdowns or subject.kind is None:
        raise NotThere()
    if name == "outcome" and subject.outcome_from is None:
        codes = subject.outcomes or schema(subject.kind).outcomes
        return Breakdown("outcome", ("outcome",), lambda: _with_rest(codes), lambda raw: _known(raw, codes))
    if name == "met":
        return Breakdown("met", tuple(subject.met), lambda: (YES, NO), lambda *raws: _met(subject, raws))
    if name in EXTRA:
        codes = values(subject.kind, EXTRA[name])
        return Breakdown(name, (f"extra.{EXTRA[name]}",), lambda: _with_rest(codes), lambda raw: _known(raw, codes))
    return BREAKDOWNS[name]


def _with_rest(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*codes, UNKNOWN, NOT_COLLECTED)))


def _known(raw: str, codes: tuple[str, ...]) -> str:
    return raw if raw in codes or raw == NOT_COLLECTED else UNKNOWN


def _met(subject: Indicator, raws: tuple[str, ...]) -> str:
    return YES if all(raw in allowed for raw, allowed in zip(raws, subject.met.values(), strict=True)) else NO


def day_band(days: str) -> str:
    """ "12" -> "8-30"; "unknown" stays."""
    if days == UNKNOWN:
        return UNKNOWN
    return next((band for last, band in DAY_BANDS if int(days) <= last), LONGEST)


def _listed(name: str, *more: str, roots: bool = False) -> Callable[[], tuple[str, ...]]:
    def codes() -> tuple[str, ...]:
        found = [term.code for term in terms.terms(name) if not (roots and term.parent)]
        return tuple(dict.fromkeys((*(code for code in found if code != UNKNOWN), *more)))

    return codes


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


def _sexual(raw: str) -> str:
    """Sexual or non-sexual trafficking, as the TIP report asks; online exploitation of a child is sexual."""
    form = _form(raw)
    if form in {NOT_COLLECTED, UNKNOWN}:
        return UNKNOWN
    return "sexual" if form in levels.SEXUAL else "not_sexual"


def _form_detail(raw: str) -> str:
    """The code itself; a group of which nothing narrower is known counts in the part of that name."""
    form = _form(raw)
    if form in {NOT_COLLECTED, UNKNOWN}:
        return form
    if raw != form:
        return raw
    return levels.closer(raw) if levels.tree(levels.FORM_DETAIL)[raw] else raw


def _age_detail(raw: str) -> str:
    broad = ages.broad_of(raw)
    if broad == ages.UNKNOWN:
        return UNKNOWN
    return raw if raw in levels.tree(levels.AGE_DETAIL)[broad] else levels.closer(broad)


def _district(province: str, district: str) -> str:
    """Two columns: the province, and the district where it is known."""
    from rumduol.places import queries as places

    if not province.isdigit():
        return province
    return district if district.startswith(province) and places.exists(district) else levels.closer(province)


def _one_of(codes: tuple[str, ...]) -> Callable[[str], str]:
    return lambda raw: raw if raw in {*codes, UNKNOWN, NOT_COLLECTED} else OTHER


def _citizenship(raw: str) -> str:
    return {"KH": "own", UNKNOWN: UNKNOWN, NOT_COLLECTED: NOT_COLLECTED}.get(raw, "foreign")


def _agency(raw: str) -> str:
    return raw if raw in AgencyKind.values else NOT_COLLECTED


def province_values() -> tuple[str, ...]:
    """The codes of the 25 provinces, abroad and unknown."""
    from rumduol.places import queries as places

    return (*(place.code for place in places.provinces()), ABROAD, UNKNOWN)


def _agency_province(raw: str) -> str:
    return raw if raw in province_values() else UNKNOWN


def _one(name: str, column: str, codes: Callable[[], tuple[str, ...]], category: Callable[[str], str]) -> Breakdown:
    return Breakdown(name, (column,), codes, category)


BREAKDOWNS = {
    one.name: one
    for one in (
        _one("province", "province", province_values, lambda raw: raw),
        _one(
            "nationality",
            "nationality",
            lambda: (*NATIONALITIES, OTHER, UNKNOWN, NOT_COLLECTED),
            _one_of(NATIONALITIES),
        ),
        _one("citizenship", "nationality", lambda: ("own", "foreign", UNKNOWN, NOT_COLLECTED), _citizenship),
        _one("sex", "sex", _listed("sex", UNKNOWN), _of("sex", UNKNOWN)),
        _one("age", "age_band", lambda: (ages.CHILD, ages.ADULT, ages.UNKNOWN), ages.broad_of),
        _one("age_band", "age_band", _listed("age", UNKNOWN), _of("age", UNKNOWN)),
        _one("form", "form", _listed("form", UNKNOWN, NOT_COLLECTED, roots=True), _form),
        Breakdown(
            levels.DISTRICT, ("province", "district"), lambda: levels.values_of(levels.tree("district")), _district
        ),
        _one(levels.AGE_DETAIL, "age_band", lambda: levels.values_of(levels.tree(levels.AGE_DETAIL)), _age_detail),
        _one(levels.FORM_DETAIL, "form", lambda: levels.values_of(levels.tree(levels.FORM_DETAIL)), _form_detail),
        _one("form_group", "form", lambda: ("sexual", "not_sexual", UNKNOWN), _sexual),
        _one("domestic", "domestic", _listed("domestic", UNKNOWN, NOT_COLLECTED), _of("domestic", NOT_COLLECTED)),
        _one("palermo", "palermo", _listed("palermo", UNKNOWN, NOT_COLLECTED), _of("palermo", NOT_COLLECTED)),
        _one("outcome", "outcome", _listed("verification", WAITING, UNKNOWN), _of("verification", WAITING, UNKNOWN)),
        _one("agency_kind", "agency_kind", lambda: (*AgencyKind.values, NOT_COLLECTED), _agency),
        _one("agency_province", "agency_province", province_values, _agency_province),
        _one("days_band", "days", lambda: (*(band for _last, band in DAY_BANDS), LONGEST, UNKNOWN), day_band),
        _one("country", "extra.country", lambda: (*COUNTRIES, OTHER, UNKNOWN, NOT_COLLECTED), _one_of(COUNTRIES)),
        _one("service", "each.services", _listed("service", UNKNOWN), _of("service", UNKNOWN)),
    )
}
