"""Fields and choices that the forms of a criminal case have in common. Each form says who will be able to read what is typed."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.law import queries as law
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms

SEALED = _("Sealed. The office that has the case can read it: now yours, later the prosecutor's and the court's.")
STATE = tuple(kind for kind in AgencyKind.values if kind != AgencyKind.NGO)
MONTH = _("Day, month or year, as far as known.")


def term_field(list_name: str, label: Any, *, required: bool = False) -> forms.ChoiceField:
    """A choice among the terms of a code list."""
    field = forms.ChoiceField(label=label, required=required)
    field.choices = lambda: terms.choices(list_name, empty=True)
    return field


def choice(label: Any, values: Any, *, radio: bool = False, required: bool = True, **more: Any) -> forms.ChoiceField:
    """A choice among an enumeration; few choices are radio buttons."""
    if radio:
        return forms.ChoiceField(
            label=label, choices=list(values.choices), widget=forms.RadioSelect, required=required, **more
        )
    return forms.ChoiceField(label=label, choices=[("", "---"), *values.choices], required=required, **more)


def tick(label: Any, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **more)


def article_choices() -> list[tuple[str, Any]]:
    """The articles that are offences, grouped by instrument, in the reader's language."""
    language = get_language() or "km"
    shown: list[tuple[str, Any]] = [("", "---")]
    for instrument, rows in law.by_instrument():
        own = [
            (one.code, f"{_digits(one.number, language)} {one.title(language)}".strip())
            for one in rows
            if one.chargeable
        ]
        if own:
            shown.append((instrument.title(language), own))
    return shown


def _digits(number: str, language: str) -> str:
    return to_khmer_digits(number) if language == "km" else number


def article_field(label: Any, *, required: bool = True) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, required=required)
    field.choices = article_choices
    return field


def office_choices() -> list[tuple[str, Any]]:
    """Offices of the state of which an accused may be an official, grouped by agency; no shelter is among them."""
    language = get_language() or "km"
    names = {one.id: one for one in agencies.all_agencies()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in agencies.offices_of_kind(*STATE):
        if not row.confidential:
            owner = names[row.agency_id]
            group = owner.name_km if language == "km" else owner.name_en
            groups.setdefault(str(group), []).append((str(row.id), agencies.office_name(row, language)))
    return [("", "---"), *groups.items()]
