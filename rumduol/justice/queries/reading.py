"""One criminal case and its parts."""

from uuid import UUID

from django.db import connection

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.justice.enums import ChargeStatus, HandOverStatus
from rumduol.justice.models import (
    Charge,
    Cooperation,
    CriminalCase,
    Detention,
    Evidence,
    HandOver,
    Move,
    Suspect,
    Verdict,
    Victim,
    VictimSign,
)  # fmt: skip
from rumduol.shared.errors import NotThere
from rumduol.shared.identifiers import normalise_number


def case_for(by: Actor, case_id: UUID) -> CriminalCase:
    """A criminal case the reader may see: own office or below, begun there, shared, or behind broken glass. NotThere otherwise."""
    check_may(by, Permission.CRIMINAL_READ)
    case = CriminalCase.objects.filter(id=case_id).first()
    if case is None or access.has_conflict(by, case.id) or not _within(by, case):
        raise NotThere()
    return case


def own_case_for(by: Actor, case_id: UUID) -> CriminalCase:
    """A case that the reader's own office (or one below) has now. NotThere otherwise."""
    case = case_for(by, case_id)
    if case.office_id not in by.reach:
        raise NotThere()
    return case


def _within(by: Actor, case: CriminalCase) -> bool:
    if case.office_id in by.reach or case.origin_office_id in by.reach:
        return True
    return case.id in access.opened_to(by, "criminal_case")


def lock_case(by: Actor, case_id: UUID) -> CriminalCase:
    """The case, locked until the end of the transaction. NotThere when it is hidden or with another office."""
    own_case_for(by, case_id)
    case = CriminalCase.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotThere()
    return case


def suspects_of(case: CriminalCase) -> list[Suspect]:
    """In the order in which they were added."""
    return list(Suspect.objects.filter(case=case).order_by("created_at"))


def suspect_of(case: CriminalCase, suspect_id: UUID) -> Suspect:
    """A suspect of this case. Raises NotThere."""
    suspect = Suspect.objects.filter(case=case, id=suspect_id).first()
    if suspect is None:
        raise NotThere()
    return suspect


def suspect_for(by: Actor, suspect_id: UUID) -> tuple[CriminalCase, Suspect]:
    """A suspect and the case, when the reader may see the case. Raises NotThere."""
    suspect = Suspect.objects.filter(id=suspect_id).first()
    if suspect is None:
        raise NotThere()
    return case_for(by, suspect.case_id), suspect


def victims_of(case: CriminalCase) -> list[Victim]:
    return list(Victim.objects.filter(case=case).order_by("created_at"))


def in_care(case: CriminalCase) -> set[UUID]:
    """The victims who are in care now. That is all an officer learns of a person's services."""
    with connection.cursor() as cursor:
        cursor.execute("select justice_in_care(%s)", [case.id])
        return {row[0] for row in cursor.fetchall()}


def moves_of(case: CriminalCase) -> list[Move]:
    return list(Move.objects.filter(case=case).order_by("position"))


def charges_of(case: CriminalCase, *, standing: bool = False) -> list[Charge]:
    """All charges, the oldest first; or those that stand."""
    rows = Charge.objects.filter(case=case).select_related("suspect").order_by("created_at")
    return list(rows.filter(status=ChargeStatus.STANDING) if standing else rows)


def charge_of(case: CriminalCase, charge_id: UUID) -> Charge:
    charge = Charge.objects.select_related("suspect").filter(case=case, id=charge_id).first()
    if charge is None:
        raise NotThere()
    return charge


def verdicts_of(case: CriminalCase) -> list[Verdict]:
    """The verdicts that stand, one per accused."""
    return list(
        Verdict.objects.filter(case=case, replaced_on__isnull=True).select_related("suspect").order_by("created_at")
    )


def history_of(suspect: Suspect) -> list[Verdict]:
    """Every verdict on one accused, the newest first."""
    return list(Verdict.objects.filter(suspect=suspect).order_by("-created_at"))


def unjudged(case: CriminalCase) -> int:
    """How many accused with a charge that stands have no verdict."""
    accused = Charge.objects.filter(case=case, status=ChargeStatus.STANDING).values("suspect_id")
    return Suspect.objects.filter(id__in=accused, outcome="").count()


def detentions_of(suspect: Suspect) -> list[Detention]:
    return list(Detention.objects.filter(suspect=suspect).order_by("-held_since"))


def held(case: CriminalCase) -> dict[UUID, Detention]:
    """Suspect -> the detention that lasts now."""
    return {row.suspect_id: row for row in Detention.objects.filter(case=case, released_on__isnull=True)}


def evidence_of(case: CriminalCase) -> list[Evidence]:
    return list(Evidence.objects.filter(case=case).order_by("number"))


def item_of(case: CriminalCase, item_id: UUID) -> Evidence:
    item = Evidence.objects.filter(case=case, id=item_id).first()
    if item is None:
        raise NotThere()
    return item


def hand_overs_of(case: CriminalCase) -> list[HandOver]:
    """Every hand-over, the oldest first. Only signed ones count as custody."""
    return list(HandOver.objects.filter(case=case).order_by("given_at"))


def waiting_for_me(by: Actor) -> list[HandOver]:
    """Items that somebody says they gave to the reader, who has not signed yet."""
    rows = HandOver.objects.filter(to_person_id=by.person_id, status=HandOverStatus.OPEN).select_related("case", "item")
    return list(rows.order_by("given_at"))


def cooperations_of(case: CriminalCase) -> list[Cooperation]:
    return list(Cooperation.objects.filter(case=case).select_related("suspect").order_by("-asked_on"))


def signs_of(case: CriminalCase) -> list[VictimSign]:
    """Signs that a suspect may be a victim, the open ones first."""
    rows = VictimSign.objects.filter(case=case).select_related("suspect").order_by("created_at")
    return sorted(rows, key=lambda row: row.answered_at is not None)


def find_by_number(by: Actor, text: str) -> CriminalCase | None:
    """The criminal case with this number among those the reader may see, or None."""
    number = normalise_number(text)
    case = CriminalCase.objects.filter(number=number).first() if number else None
    return case if case is not None and _within(by, case) and not access.has_conflict(by, case.id) else None
