"""What can be chosen in the forms of this room, in the reader's language, from places and terms."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.places import queries as places
from rumduol.terms import queries as terms

ABROAD = "abroad"
UNKNOWN = "unknown"
NOT_KNOWN_COUNTRY = "ZZ"
STATELESS = "XA"
# Where people in Cambodian reports come from most often; everybody else's country can be added by an officer.
OFTEN_FROM = ("KH", "VN", "TH", "CN", "LA", "MM", "ID", "MY", "PH", "IN", "BD", "PK", "NP", "TW", "KR", "JP")


def provinces() -> list[tuple[str, Any]]:
    """Provinces by the reader's alphabet, "outside Cambodia" and "I don't know"."""
    named = sorted(((place.code, place.name()) for place in places.provinces()), key=lambda pair: pair[1])
    return [
        ("", _("Choose")),
        (UNKNOWN, _("I don't know")),
        *named,
        (ABROAD, _("Outside Cambodia")),
    ]


def districts(province: str) -> list[tuple[str, Any]]:
    """Districts of one province; the province itself stands for "somewhere in it"."""
    named = sorted(((place.code, place.name()) for place in places.children(province)), key=lambda pair: pair[1])
    return [(province, _("I don't know")), *named]


def countries() -> list[tuple[str, Any]]:
    """Countries other than Cambodia, those met most often first."""
    listed = [(code, label) for code, label in terms.choices("nationality") if code not in {"KH", "XA", "ZZ"}]
    return [("", _("I don't know")), *listed]


def nationalities() -> list[tuple[str, Any]]:
    """The short list of the public page."""
    named = [(code, terms.label_lazy("nationality", code)) for code in OFTEN_FROM]
    return [(NOT_KNOWN_COUNTRY, _("I don't know")), *named, (STATELESS, terms.label_lazy("nationality", STATELESS))]


def all_nationalities() -> list[tuple[str, Any]]:
    """Every nationality, for staff; not known first."""
    listed = [(code, label) for code, label in terms.choices("nationality") if code != NOT_KNOWN_COUNTRY]
    return [(NOT_KNOWN_COUNTRY, terms.label_lazy("nationality", NOT_KNOWN_COUNTRY)), *listed]


def sexes() -> list[tuple[str, Any]]:
    """Not known first."""
    listed = [(code, label) for code, label in terms.choices("sex") if code != UNKNOWN]
    return [(UNKNOWN, _("I don't know")), *listed]


def place_exists(code: str) -> bool:
    """A place of the gazetteer, or a country."""
    if code[:1].isdigit():
        return places.exists(code)
    return terms.is_code("nationality", code) and code not in {NOT_KNOWN_COUNTRY, STATELESS}
