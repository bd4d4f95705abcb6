"""Words of dimensions, values and periods, asked of the code lists and the gazetteer."""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.agencies.enums import AgencyKind
from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import ABROAD, OTHER, WAITING
from rumduol.indicators.catalogue import DATA, shared_words
from rumduol.indicators.levels import NO_CLOSER
from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN
from rumduol.places import queries as places
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms

LISTS = {
    "nationality": "nationality",
    "sex": "sex",
    "age": "age",
    "age_band": "age",
    "age_detail": "age",
    "form": "form",
    "form_detail": "form",
    "domestic": "domestic",
    "palermo": "palermo",
    "channel": "channel",
    "finding": "finding",
    "service": "service",
    "role": "perpetrator_role",
    "platform": "platform",
}
# An outcome is a code of one of these lists, or has its words in data/codes.toml.
LISTED_OUTCOMES = {"person_in_request", "verification", "finding", "screening", "victim"}
OUTCOMES = ("verification", "screening_outcome", "finding")


def _language() -> str:
    return get_language() or "km"


def dimension_label(name: str) -> str:
    """The heading of a breakdown in the reader's language."""
    words = {
        "province": _("Province"),
        "nationality": _("Nationality"),
        "sex": _("Sex"),
        "age": _("Child or adult"),
        "age_band": _("Age"),
        "district": _("Province and district"),
        "age_detail": _("Child or adult, with ages"),
        "form_detail": _("Form of exploitation, in detail"),
        "form": _("Form of exploitation"),
        "domestic": _("Under national law"),
        "palermo": _("Under the Palermo definition"),
        "outcome": _("Outcome"),
    }
    if name in words:
        return words[name]
    return _shared(code_words()["dimension"].get(name), name)


@cache
def code_words() -> Mapping[str, Any]:
    """data/codes.toml: words of outcomes and codes that stand in no list of the terms room, and of dimensions."""
    return MappingProxyType(tomllib.loads((DATA / "codes.toml").read_text("utf-8")))


def _shared(words: Mapping[str, str] | None, code: str) -> str:
    return words.get(_language(), words["en"]) if words else code


def subject_label(code: str) -> str:
    """The words of a subject of the catalogue."""
    return _shared(shared_words()["subject"].get(code), code)


def value_label(name: str, value: str, kind: str = "") -> str:
    """The words of one value of a breakdown; `kind` of fact, where an outcome means something of its own there."""
    special = {
        TOTAL: _("Total"),
        UNKNOWN: _("Not known"),
        NOT_COLLECTED: _("Not asked"),
        WAITING: _("Not yet checked"),
        ABROAD: _("Abroad"),
    }
    if value in special:
        return special[value]
    if name == "nationality" and value == OTHER:
        return _("Other nationality")
    if value.endswith(NO_CLOSER):
        return _("Not known more closely")
    if name in {"province", "agency_province", "district"}:
        return _place(value)
    if name == "country" and value != OTHER:
        return terms.label("nationality", value, _language())
    if name in {"agency_kind", "to"} and value in AgencyKind.values:
        return str(AgencyKind(value).label)
    if name in LISTS:
        return terms.label(LISTS[name], value, _language())
    if own := code_words().get(f"{kind}.{value}"):
        return _shared(own, value)
    if kind and kind not in LISTED_OUTCOMES and value in code_words():
        return _shared(code_words()[value], value)
    for code_list in OUTCOMES if name == "outcome" else ():
        if terms.is_code(code_list, value):
            return terms.label(code_list, value, _language())
    return _shared(code_words().get(value), value)


def funnel_label(way: str, group: str) -> str:
    """The words of a group of the funnel of criminal cases."""
    words = {
        "citizen": _("Cambodian"),
        "foreign": _("Foreign"),
        "organiser": _("Organiser or owner"),
        "manager": _("Manager"),
        "helper": _("Takes part for a share"),
        "low": _("Low level, does as told"),
    }
    return words.get(group) or value_label(way, group)


def _place(code: str) -> str:
    try:
        return places.get(code).name(_language())
    except NotThere:
        return code


def period_label(text: str) -> str:
    """`2026`, `first quarter of 2026`, `March 2026`, or from one month to another."""
    khmer = _language() == "km"
    period = Period.parse(text)
    if period.whole_years and len(period.whole_years) == 1:
        words = period.first[:4]
    elif "-Q" in str(period):
        words = _("quarter %(quarter)s of %(year)s") % {"quarter": str(period)[-1], "year": period.first[:4]}
    elif period.first == period.last:
        words = PartialDate.from_text(period.first).in_words()
    else:
        words = _("%(first)s to %(last)s") % {
            "first": PartialDate.from_text(period.first).in_words(),
            "last": PartialDate.from_text(period.last).in_words(),
        }
    return to_khmer_digits(words) if khmer else words


def ctdc_label(name: str, value: str) -> str:
    """Words for the Collaborative's own codes."""
    words = {
        "labour": _("Forced labour"),
        "sexual": _("Sexual exploitation"),
        "other": _("Other exploitation"),
        "not_stated": _("Not stated, or hidden by the source"),
        "Female": _("Female"),
        "Male": _("Male"),
        "Transgender/NonConforming": _("Transgender or non-conforming"),
        TOTAL: _("Total"),
    }
    if name == "form" and "+" in value:
        return " + ".join(words[part] for part in value.split("+"))
    if value in words:
        return words[value]
    band = value.replace("--", "-").removeprefix("0") if value.startswith("09") else value.replace("--", "-")
    return to_khmer_digits(band) if _language() == "km" else band
