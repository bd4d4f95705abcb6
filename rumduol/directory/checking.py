"""Codes are checked where they enter, whichever door they come through: page, API, import or demo."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.directory.enums import Medical, ProviderKind, Standing
from rumduol.directory.types import Need
from rumduol.places import queries as places
from rumduol.shared.errors import InvalidInput
from rumduol.terms import queries as terms

NOT_A_CODE = _("Choose one of the answers of the list.")
OLDEST = 120
MOST_PEOPLE = 50
NAME_LENGTH = 200


def unknown_codes(list_name: str, codes: Iterable[str]) -> list[str]:
    """Those that the list does not have."""
    return [code for code in codes if not terms.is_code(list_name, code)]


def check_need(need: Need) -> None:
    """Raise InvalidInput naming each answer that is no code, no age, no place or no number of people."""
    errors: dict[str, list[Any]] = {}
    single = {"sex": need.sex, "language": need.language, "form": need.form}
    for name, code in single.items():
        if code and not terms.is_code(name, code):
            errors[name] = [NOT_A_CODE]
    if unknown_codes("service", need.services):
        errors["services"] = [NOT_A_CODE]
    if unknown_codes("disability", need.disability):
        errors["disability"] = [NOT_A_CODE]
    if not need.medical <= set(Medical.values):
        errors["medical"] = [NOT_A_CODE]
    if need.place and (len(need.place) not in {2, 4} or not places.exists(need.place)):
        errors["place"] = [_("This place is not known. Choose a province or district.")]
    ages = [age for age in (need.age_from, need.age_to) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages) or ages != sorted(ages):
        errors["age"] = [_("Write the age as a number of years, for example 15.")]
    if not 1 <= need.people <= MOST_PEOPLE:
        errors["people"] = [_("From 1 to 50 people.")]
    if errors:
        raise InvalidInput(errors=errors)


def check_entry(entry: Mapping[str, Any]) -> None:
    """The entry of a provider."""
    errors: dict[str, list[Any]] = {}
    for name in ("name_km", "name_en"):
        if not 0 < len(str(entry.get(name) or "").strip()) <= NAME_LENGTH:
            errors[name] = [_("Write a name of 200 letters at most.")]
    for name, allowed in (("kind", ProviderKind.values), ("standing", Standing.values)):
        if entry.get(name) not in allowed:
            errors[name] = [NOT_A_CODE]
    for name in ("province", "district"):
        if entry.get(name) and not places.exists(entry[name]):
            errors[name] = [_("This place is not known. Choose a province or district.")]
    if any(len(code) != 2 or not places.exists(code) for code in entry.get("serves") or ()):
        errors["serves"] = [NOT_A_CODE]
    if errors:
        raise InvalidInput(errors=errors)


def check_service(values: Mapping[str, Any], sexes: Iterable[str]) -> None:
    """A service and the sexes of the people it takes."""
    errors: dict[str, list[Any]] = {}
    lists = {"languages": "language", "disability": "disability", "forms": "form"}
    if not terms.is_code("service", str(values.get("kind") or "")):
        errors["kind"] = [NOT_A_CODE]
    for name, list_name in lists.items():
        if unknown_codes(list_name, values.get(name) or ()):
            errors[name] = [NOT_A_CODE]
    if not set(values.get("medical") or ()) <= set(Medical.values):
        errors["medical"] = [NOT_A_CODE]
    given = list(sexes)
    if unknown_codes("sex", given) or len(given) != len(set(given)):
        errors["groups"] = [NOT_A_CODE]
    if errors:
        raise InvalidInput(errors=errors)


def check_choices(**answers: tuple[str, type[Enum]]) -> None:
    """Each answer is a value of its list: `check_choices(giver=(giver, Giver))`."""
    wrong = {
        name: [NOT_A_CODE]
        for name, (value, allowed) in answers.items()
        if value not in {str(member.value) for member in allowed}
    }
    if wrong:
        raise InvalidInput(errors=wrong)
