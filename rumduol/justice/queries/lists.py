"""Many criminal cases at once: coded lines, no name and no story."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.justice.models import CriminalCase, Detention, Suspect, VictimSign
from rumduol.shared.identifiers import normalise_number

PAGE = 50
SHOWN = ("number", "office_id", "origin_office_id", "status", "status_on", "opened_on", "place", "forms", "article")


@dataclass(frozen=True, slots=True)
class Line:
    """A criminal case in a list. `limit`: the first moment at which a detention in it ends by law."""

    case: CriminalCase
    suspects: int = 0
    at_large: int = 0
    signs: int = 0
    limit: object = None


def cases_of(by: Actor) -> QuerySet[CriminalCase]:
    """Criminal cases that the reader's offices have now, newest first; for the rooms above to narrow."""
    check_may(by, Permission.CRIMINAL_READ)
    return CriminalCase.objects.filter(office_id__in=by.reach).order_by("-opened_on", "-created_at")


def list_cases(
    by: Actor, *, status: str = "", number: str = "", given_away: bool = False, page: int = 1
) -> tuple[list[Line], bool]:
    """Cases that the reader's offices have, or that they began and gave away; and whether there are more."""
    check_may(by, Permission.CRIMINAL_READ)
    rows = cases_of(by)
    if given_away:
        rows = (
            CriminalCase.objects.filter(origin_office_id__in=by.reach)
            .exclude(office_id__in=by.reach)
            .order_by("-opened_on", "-created_at")
        )
    if status:
        rows = rows.filter(status=status)
    if number:
        rows = rows.filter(number=normalise_number(number) or number)
    first = (max(page, 1) - 1) * PAGE
    found = list(rows.only(*SHOWN)[first : first + PAGE + 1])
    return _lines(found[:PAGE]), len(found) > PAGE


def shared_cases(by: Actor) -> list[Line]:
    """Cases of other offices that are shared with the reader's office now."""
    check_may(by, Permission.CRIMINAL_READ)
    opened = access.opened_to(by, "criminal_case")
    if not opened:
        return []
    rows = CriminalCase.objects.filter(id__in=opened).exclude(office_id__in=by.reach).only(*SHOWN)
    return _lines(list(rows.order_by("-opened_on")[:PAGE]))


def cases_by_id(by: Actor, ids: Iterable[UUID]) -> dict[UUID, CriminalCase]:
    """Those of these cases that the reader may see."""
    rows = CriminalCase.objects.filter(id__in=set(ids))
    kept_from = access.conflicts_among(by, [row.id for row in rows])
    return {row.id: row for row in rows if row.id not in kept_from}


def cases_of_suspects(by: Actor, ids: Iterable[UUID]) -> dict[UUID, CriminalCase]:
    """Suspect -> the criminal case, of those that the reader may see: for a name that was searched."""
    found = {row.id: row.case for row in Suspect.objects.filter(id__in=set(ids)).select_related("case")}
    seen = cases_by_id(by, {case.id for case in found.values()})
    return {key: case for key, case in found.items() if case.id in seen}


def _lines(cases: list[CriminalCase]) -> list[Line]:
    ids = [case.id for case in cases]
    counted = {
        row["case_id"]: (row["n"], row["away"])
        for row in Suspect.objects.filter(case_id__in=ids)
        .values("case_id")
        .annotate(n=Count("id"), away=Count("id", filter=Q(at_large=True)))
    }
    signs = dict(
        VictimSign.objects.filter(case_id__in=ids, answered_at__isnull=True)
        .values_list("case_id")
        .annotate(Count("id"))
    )
    limits: dict[UUID, object] = {}
    held = Detention.objects.filter(case_id__in=ids, released_on__isnull=True, limit_at__isnull=False)
    for case_id, limit in held.order_by("-limit_at").values_list("case_id", "limit_at"):
        limits[case_id] = limit
    return [
        Line(
            case=case, suspects=counted.get(case.id, (0, 0))[0], at_large=counted.get(case.id, (0, 0))[1],
            signs=signs.get(case.id, 0), limit=limits.get(case.id),
        )
        for case in cases
    ]  # fmt: skip
