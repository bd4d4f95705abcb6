"""Extradition, mutual legal assistance and other requests between countries."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.cases.enums import AlarmKind
from rumduol.justice import checking, facts, policies, queries, sealed
from rumduol.justice.actions.guarding import punished
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import CooperationKind, CooperationStatus, Direction, JusticeEvent
from rumduol.justice.models import Cooperation
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere
from rumduol.vault.enums import Section

OWN_COUNTRY = "KH"


def request_cooperation(
    *,
    case_id: UUID,
    kind: CooperationKind | str,
    direction: Direction | str,
    country: str,
    on: PartialDate,
    by: Actor,
    suspect_id: UUID | None = None,
    text: str = "",
) -> Cooperation:
    """Record a request to or from another country. An extradition is about a suspect. Raises InvalidInput, NotThere."""
    errors: checking.Errors = {}
    if kind not in CooperationKind.values:
        errors["kind"] = [_("Choose what is asked.")]
    if direction not in Direction.values:
        errors["direction"] = [_("Choose who asked whom.")]
    checking.code(errors, "country", "nationality", country)
    if not country or country == OWN_COUNTRY:
        errors["country"] = [_("Choose the other country.")]
    checking.past(errors, "on", on)
    if kind == CooperationKind.EXTRADITION and suspect_id is None:
        errors["suspect"] = [_("Who is to be extradited?")]
    checking.refuse(errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        suspect = queries.suspect_of(case, suspect_id) if suspect_id else None
        made = Cooperation.objects.create(
            case=case, office_id=case.office_id, suspect=suspect, kind=kind, direction=direction, country=country,
            asked_on=on, by_id=by.person_id,
        )  # fmt: skip
        sealed.put(case, Section.NOTES, "cooperation", made.id, {"text": text}, by=by)
        record(JusticeEvent.COOPERATION, case, by, kind=str(kind), country=country)
        facts.cooperated(case, made, by)
        if suspect is not None and kind == CooperationKind.EXTRADITION and direction == Direction.RECEIVED:
            punished(case=case, suspect=suspect, kind=AlarmKind.DEPORTED, by=by)
    return made


def answer_cooperation(
    *, case_id: UUID, cooperation_id: UUID, status: CooperationStatus | str, on: PartialDate, by: Actor, text: str = ""
) -> Cooperation:
    """What the asked country answered, and when. Raises WrongState after a last answer, InvalidInput."""
    errors: checking.Errors = {}
    if status not in CooperationStatus.values:
        errors["status"] = [_("Choose the answer.")]
    checking.past(errors, "on", on)
    checking.refuse(errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        row = Cooperation.objects.filter(case=case, id=cooperation_id).first()
        if row is None:
            raise NotThere()
        policies.check_can_answer_cooperation(case, row, CooperationStatus(status), by)
        checking.not_before(errors, "on", on, row.asked_on, _("The answer is before the request."))
        checking.refuse(errors)
        row.status, row.answered_on = CooperationStatus(status), on
        row.revision += 1
        row.save()
        sealed.put(case, Section.NOTES, "cooperation", row.id, {"answer": text}, by=by)
        record(JusticeEvent.COOPERATION, case, by, status=str(status))
    return row
