"""Codes and limits, checked where a change is made: a page is not the only door."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rumduol.intake.choices import place_exists
from rumduol.intake.enums import Answering, Relation, Said, Situation
from rumduol.intake.types import COUNTED, ReportSaid
from rumduol.shared.errors import InvalidInput
from rumduol.terms import queries as terms

MOST_COUNTED = 9999
MOST_PERSONS = 200
LONGEST = {"story": 20_000, "place_text": 300, "contact": 200, "contact_when": 200}
NAME_LENGTH = 120


def check_said(said: ReportSaid) -> None:
    """Raise InvalidInput naming each field of a report that is no code or too long."""
    wrong: dict[str, list[Any]] = {}
    known = {
        "language": said.language in dict(settings.LANGUAGES),
        "danger_now": said.danger_now in Said.values,
        "relation": said.relation in Relation.values,
        "answering": said.answering in Answering.values,
        "situations": all(code in Situation.values for code in said.situations),
        "place": not said.place or place_exists(said.place),
        "persons": all(
            person_is_coded(sex=p.sex, minor=p.minor, age_band=p.age_band, nationality=p.nationality)
            for p in said.persons
        ),
    }
    for name, right in known.items():
        if not right:
            wrong[name] = [_("This is not on the list.")]
    for name, most in LONGEST.items():
        if len(getattr(said, name)) > most:
            wrong[name] = [_("This is too long: at most %(most)d characters.") % {"most": most}]
    if len(said.persons) > MOST_PERSONS or any(len(p.name) > NAME_LENGTH for p in said.persons):
        wrong["persons"] = [_("Too many people, or a name that is too long.")]
    for name in COUNTED:
        if not 0 <= getattr(said.counts, name) <= MOST_COUNTED:
            wrong[name] = [_("Write a number up to 9999.")]
    if wrong:
        raise InvalidInput(errors=wrong)


def person_is_coded(*, sex: str, minor: str, age_band: str, nationality: str) -> bool:
    """Whether all of a person's codes are on their lists."""
    return (
        terms.is_code("sex", sex)
        and minor in Said.values
        and terms.is_code("age", age_band)
        and terms.is_code("nationality", nationality)
    )


def check_triage(forms: list[str], place: str) -> None:
    """Raise InvalidInput for a form of exploitation or a place that is not on its list."""
    wrong: dict[str, list[Any]] = {}
    if not all(terms.is_code("form", code) for code in forms):
        wrong["forms_seen"] = [_("This is not on the list.")]
    if place and not place_exists(place):
        wrong["place"] = [_("This place is not in the list.")]
    if wrong:
        raise InvalidInput(errors=wrong)
