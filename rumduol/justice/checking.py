"""What every action asks of what was typed: codes that exist, days that have come, articles of the law reference."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.law import queries as law
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput
from rumduol.terms import queries as terms

EARLIEST = 1990
OLDEST = 120
Errors = dict[str, list[Any]]


def refuse(errors: Errors) -> None:
    """Raise InvalidInput when there is an error."""
    if errors:
        raise InvalidInput(errors=errors)


def past(errors: Errors, field: str, day: PartialDate | None) -> None:
    """A day that has come, and not one before any record was kept."""
    if day is None:
        return
    if day.first > today():
        errors.setdefault(field, []).append(_("This day has not come yet."))
    elif day.year < EARLIEST:
        errors.setdefault(field, []).append(
            _("No criminal case here is older than the year %(year)d. Check the year.") % {"year": EARLIEST}
        )


def not_before(errors: Errors, field: str, day: PartialDate | None, earlier: PartialDate | None, words: Any) -> None:
    """`day` can be as late as `earlier`: a month overlaps with a day in it."""
    if day is not None and earlier is not None and day.last < earlier.first:
        errors.setdefault(field, []).append(words)


def code(errors: Errors, field: str, list_name: str, value: str) -> None:
    if value and not terms.is_code(list_name, value):
        errors.setdefault(field, []).append(_("This is not on the list."))


def office_of_state(errors: Errors, field: str, office_id: UUID | None) -> None:
    """An office of which somebody may be an official: of the state, and no hidden house."""
    if office_id is None:
        return
    row = agencies.offices({office_id}).get(office_id)
    if row is None or row.confidential or row.agency.kind == AgencyKind.NGO:
        errors.setdefault(field, []).append(_("Choose an office of the list."))


def article(errors: Errors, field: str, value: str, *, needed: bool = False) -> None:
    """An article that the reference has and that is an offence."""
    if not value:
        if needed:
            errors.setdefault(field, []).append(_("Choose the article."))
        return
    if not law.is_article(value) or not law.article(value).chargeable:
        errors.setdefault(field, []).append(
            _("The law reference has no offence with this number. Choose one of the list.")
        )
