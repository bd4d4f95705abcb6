"""A file of invented people as a release: one person drafts, another publishes, and then it stays as it is.

Its totals are not to be believed and are not: beside the file stand those of a release of the same figure and year, which
must be public before. The file has as many rows as that release has people, so that the number of rows tells nothing.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.indicators.types import TOTAL
from rumduol.release import asking, life, microdata, policies, queries
from rumduol.release.documents import sha256_of
from rumduol.release.enums import OPEN, InventedWay, ReleaseEvent, ReleaseStatus, ReturnReason
from rumduol.release.models import Invented, Release
from rumduol.release.types import NoNumber, ReleasedTable
from rumduol.shared.errors import InvalidInput, NotThere, WrongState

EPSILON = Decimal("1")  # of a private file: half of what a year may give away


class NoTotals(InvalidInput):
    default = _("Publish the victims of this year first: whoever reads the file must be able to read the true totals.")


class OnePerYear(InvalidInput):
    default = _("A file of this year is public already. Two could be compared, so there is one a year.")


class TooFewPeople(InvalidInput):
    default = _("Fewer than 1,000 people were counted in this year: too little would be left. Choose another year.")


def draft(*, year: int, way: InventedWay | str, by: Actor) -> Invented:
    """Make the file and keep it as a draft. Raises NoTotals, OnePerYear, TooFewPeople, asking.YearIsSpent."""
    policies.check_can_draft(by)
    if way not in InventedWay.values:
        raise InvalidInput(errors={"way": [_("Choose how people are protected.")]})
    with transaction.atomic():
        if Invented.objects.filter(year=year, status=ReleaseStatus.PUBLISHED).exists():
            raise OnePerYear(errors={"year": [OnePerYear.default]})
        totals = _totals(year)
        epsilon = EPSILON if way == InventedWay.PRIVATE else None
        if epsilon is not None and asking.ledger(year).left(str(year)) < epsilon:
            raise asking.YearIsSpent(errors={"year": [asking.YearIsSpent.default]})
        try:
            made = microdata.make(year, epsilon=epsilon, people=totals["whole"])
        except microdata.TooFewPeople as error:
            raise TooFewPeople(errors={"year": [TooFewPeople.default]}) from error
        content = {"year": year, "way": str(way), "table": made.table, "report": made.report, "totals": totals}
        found = Invented(
            year=year, epsilon=epsilon, content=content, sha256=sha256_of(content), drafted_by=by.person_id
        )
        found.save(force_insert=True)
        life.log(ReleaseEvent.INVENTED_DRAFTED, found, by)
    return found


def send_to_check(*, invented_id: UUID, by: Actor) -> Invented:
    """Give the draft to the second person."""
    return life.send_to_check(Invented, invented_id, by=by)


def give_back(*, invented_id: UUID, reason: ReturnReason | str, by: Actor) -> Invented:
    """The second person does not publish it."""
    return life.give_back(Invented, invented_id, reason=reason, by=by)


def drop(*, invented_id: UUID, by: Actor) -> Invented:
    """Give a draft up; another can be made."""
    return life.drop(Invented, invented_id, by=by)


def publish(*, invented_id: UUID, by: Actor) -> Invented:
    """Make it public, for ever. The second person's step. Raises SecondPersonNeeded, OnePerYear, WrongState, YearIsSpent."""
    with transaction.atomic():
        found = life.to_publish(Invented, invented_id, by=by)
        if Invented.objects.filter(year=found.year, status=ReleaseStatus.PUBLISHED).exists():
            raise OnePerYear()
        if sha256_of(found.content) != found.sha256 or _totals(found.year) != found.content["totals"]:
            raise WrongState(_("The released totals have changed since. Return this file and make it again."))
        if found.epsilon is not None and asking.ledger(found.year).left(str(found.year)) < found.epsilon:
            raise asking.YearIsSpent()
        return life.make_public(found, by)


# ---- reading ------------------------------------------------------------------------------------------------------


def desk(by: Actor) -> list[Invented]:
    """Files that are being made, oldest first, then the public ones, newest first."""
    check_may(by, Permission.FACTS_READ)
    return [*Invented.objects.filter(status__in=OPEN).order_by("created_at"), *public()]


def one_for(by: Actor, invented_id: UUID) -> Invented:
    """Raises NotThere."""
    check_may(by, Permission.FACTS_READ)
    found = Invented.objects.filter(id=invented_id).first()
    if found is None:
        raise NotThere()
    return found


def public() -> list[Invented]:
    """What everybody may read, newest first."""
    return list(Invented.objects.filter(status=ReleaseStatus.PUBLISHED).order_by("-published_on", "-number"))


def public_one(number: str) -> Invented:
    """Raises NotThere."""
    found = Invented.objects.filter(status=ReleaseStatus.PUBLISHED, number=number).first()
    if found is None:
        raise NotThere()
    return found


# ---- steps of the above -------------------------------------------------------------------------------------------


def _totals(year: int) -> dict[str, Any]:
    """From the standing releases of the year: how many people, and each released sum of a single value.

    {"release": number, "whole": people, "by": {breakdown: {value: number, or the mark that stands instead}}}
    """
    found: dict[str, Any] = {}
    for release in Release.objects.filter(
        indicator=microdata.FIGURE, period=str(year), status=ReleaseStatus.PUBLISHED
    ).order_by("published_on", "number"):
        table = queries.shown_of(release)
        whole = table.cells[(TOTAL,) * len(table.dimensions)]
        if isinstance(whole, NoNumber):
            continue
        found = found or {"release": release.number, "whole": whole, "by": {}}
        for at, dimension in enumerate(table.dimensions):
            if dimension.name in microdata.COLUMNS:
                found["by"].setdefault(dimension.name, _single(table, at))
    if not found:
        raise NoTotals(errors={"year": [NoTotals.default]})
    return found


def _single(table: ReleasedTable, at: int) -> dict[str, int | str]:
    told: dict[str, int | str] = {}
    for value in table.dimensions[at].values:
        cell = table.cells[tuple(value if place == at else TOTAL for place in range(len(table.dimensions)))]
        told[value] = cell.value if isinstance(cell, NoNumber) else cell
    return told
